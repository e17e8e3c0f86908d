//! A reader of the little HTML that the bot writes.

/// The tags that come in pairs.
const PAIRS: [&str; 7] = ["strong", "em", "del", "code", "ul", "li", "blockquote"];

const ENTITIES: [&str; 5] = ["amp;", "lt;", "gt;", "quot;", "#39;"];

/// Fails where a tag is not in the list, has attributes, is not closed or is closed too late.
pub(super) fn is_well_formed(html: &str, view: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(found) = rest.find(['<', '>', '&']).and_then(|at| rest.get(at..)) {
        let mut after = found.chars();
        let what = after.next();
        rest = after.as_str();
        match what {
            Some('&') => {
                assert!(ENTITIES.iter().any(|one| rest.starts_with(one)), "{view}: {html}");
            }
            Some('<') => rest = tag(rest, &mut open).unwrap_or_else(|| panic!("{view}: {html}")),
            _ => panic!("{view}: a stray > in {html}"),
        }
    }
    assert!(open.is_empty(), "{view}: {open:?} open at the end of {html}");
}

/// Reads a tag behind its `<`, and gives what comes after it; `None` where it should not be there.
fn tag<'a>(rest: &'a str, open: &mut Vec<&'a str>) -> Option<&'a str> {
    let (tag, after) = rest.split_once('>')?;
    let fits = match tag.strip_prefix('/') {
        Some(closed) => open.pop() == Some(closed),
        None if tag == "br" => true,
        None => {
            let fits = PAIRS.contains(&tag) && (tag != "li" || open.last() == Some(&"ul"));
            open.push(tag);
            fits
        }
    };
    fits.then_some(after)
}

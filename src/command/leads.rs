//! How long before a meeting people are reminded, as they say it: "1 day, 15 min", "off".

use crate::{
    model::Leads,
    view::length_text,
    when::{self, Language},
};

/// Reads lengths with commas or "and" between them, or that there shall be none.
pub(super) fn read(text: &str, language: Language) -> Option<Leads> {
    let text = text.trim().trim_end_matches(" before");
    if ["off", "none", "never"].iter().any(|off| text.eq_ignore_ascii_case(off)) {
        return Some(Leads::default());
    }
    let text = text.replace(" and ", ",").replace([';', '&', '+'], ",");
    let lengths = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let lengths: Vec<_> =
        lengths.map(|part| when::read_length(part, language).ok()).collect::<Option<_>>()?;
    if lengths.is_empty() { None } else { Leads::new(lengths) }
}

/// The same in words: `1 day, 15 min`, `off`.
pub(super) fn text(leads: &Leads) -> String {
    let words: Vec<String> = leads.iter().filter_map(length_text).collect();
    if words.is_empty() { "off".to_owned() } else { words.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (typed, shown) in [
            ("15m", Some("15 min")),
            ("1 day, 15 min", Some("1 day, 15 min")),
            ("15 min and 1 day before", Some("1 day, 15 min")),
            ("2 weeks, 1 week", Some("14 days, 7 days")),
            ("an hour", Some("1 h")),
            ("off", Some("off")),
            ("15", None),
            ("tomorrow", None),
            ("", None),
            ("5 weeks", None),
            ("1m,2m,3m,4m,5m,6m", None),
        ] {
            assert_eq!(
                read(typed, Language::English).map(|leads| text(&leads)).as_deref(),
                shown,
                "{typed}"
            );
        }
    }
}

//! Links to people: `matrix.to` and the `matrix:` scheme (Matrix specification, appendices, "URIs").
//!
//! Read here and not by ruma, whose reader of `matrix.to` panics on an empty part.

use matrix_sdk::ruma::{OwnedUserId, UserId};

/// Who a link leads to.
pub(super) fn user_of(link: &str) -> Option<OwnedUserId> {
    let path = link.split_once('?').map_or(link, |(path, _)| path).trim_end_matches('/');
    if let Some((scheme, path)) = path.split_once(':')
        && scheme.eq_ignore_ascii_case("matrix")
    {
        let name = path.strip_prefix("u/").or_else(|| path.strip_prefix("user/"))?;
        return UserId::parse(format!("@{}", decoded(name)?)).ok();
    }
    // Beside matrix.to itself, servers can have their own program make the links: `https://chat.x/#/user/@ana:x`.
    let (_, path) = path.split_once("/#/")?;
    UserId::parse(decoded(path.strip_prefix("user/").unwrap_or(path))?).ok()
}

/// Undoes percent-encoding.
fn decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut octets = text.bytes();
    while let Some(octet) = octets.next() {
        out.push(match octet {
            b'%' => hex(octets.next()?)? << 4 | hex(octets.next()?)?,
            _ => octet,
        });
    }
    String::from_utf8(out).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::user_of;

    #[test]
    fn every_kind_of_link_leads_to_its_user() {
        for link in [
            "https://matrix.to/#/@a/b:x.org",
            "https://matrix.to/#/%40a%2Fb%3Ax.org",
            "https://matrix.to/#/@a/b:x.org/?via=x.org",
            "matrix:u/a%2Fb:x.org",
            "MATRIX:user/a%2fb:x.org?action=chat",
            "https://chat.x.org/#/user/@a/b:x.org",
        ] {
            assert_eq!(user_of(link).unwrap(), "@a/b:x.org", "{link}");
        }
    }

    #[test]
    fn other_links_lead_to_nobody() {
        for link in [
            "https://matrix.to/#/!room:x.org",
            "https://matrix.to/#///x",
            "https://matrix.to/#/!x//",
            "https://matrix.to/#/@",
            "https://matrix.to/#/%4",
            "https://matrix.to/#/@%ff:x",
            "matrix:r/room:x.org",
            "matrix:u/",
            "mailto:ana@x.org",
            "",
        ] {
            assert_eq!(user_of(link), None, "{link}");
        }
    }
}

//! The names of people and rooms. Pure.

use std::fmt::Write as _;

use super::{CONSOLE, clean::is_hidden};
use crate::{
    chat::User,
    model::{CalAddress, RoomRef, UserRef},
};

/// The most characters of a name.
const LONGEST: usize = 64;

/// What people write to speak to the bot, whatever it is called.
pub(super) const BOT: [&str; 2] = ["convene", "bot"];

/// Words that mean many people elsewhere, and nobody here.
pub(super) const MANY: [&str; 4] = ["everyone", "here", "room", "all"];

/// Why a text is nobody's name, or no room's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotAName {
    #[error("a name is missing; give one of 1 to 64 characters")]
    Empty,
    #[error("this name is too long; a name has at most 64 characters")]
    Long,
    #[error("this name has control characters in it; leave them out")]
    Hidden,
    #[error(
        "`{0}` is no person's name here, because `@{0}` has a meaning of its own; choose another one"
    )]
    Taken(String),
}

/// Somebody in a room.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Name {
    shown: String,
    id: String,
}

impl Name {
    /// Reads a name. Spaces around it and capitals make no other person.
    pub(super) fn new(text: &str) -> Result<Self, NotAName> {
        let shown = checked(text)?;
        let id = shown.to_lowercase();
        if BOT.contains(&id.as_str()) || MANY.contains(&id.as_str()) {
            return Err(NotAName::Taken(id));
        }
        Ok(Self { shown, id })
    }

    /// The name, unless it is the bot's own here.
    pub(super) fn unless(self, bot: &str) -> Result<Self, NotAName> {
        if self.id == bot.trim().to_lowercase() { Err(NotAName::Taken(self.id)) } else { Ok(self) }
    }

    /// The name as it was written.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// The name as it is compared.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The person, as the bot knows them.
    pub(super) fn user(&self) -> User {
        User {
            account: UserRef { network: CONSOLE, id: self.id.clone() },
            address: address(&self.id),
            name: self.shown.clone(),
        }
    }
}

/// Reads the name of a room.
pub(super) fn room(text: &str) -> Result<RoomRef, NotAName> {
    Ok(RoomRef { network: CONSOLE, id: checked(text)? })
}

/// The name of the room of whoever names none.
pub(super) const DEFAULT_ROOM: &str = "room";

fn checked(text: &str) -> Result<String, NotAName> {
    let text = text.trim();
    if text.is_empty() {
        Err(NotAName::Empty)
    } else if text.chars().count() > LONGEST {
        Err(NotAName::Long)
    } else if text.chars().any(is_hidden) {
        Err(NotAName::Hidden)
    } else {
        Ok(text.to_owned())
    }
}

/// A mail address that can never receive mail (RFC 2606 §2), with the name percent-encoded (RFC 6068 §2).
fn address(id: &str) -> CalAddress {
    let mut local = String::with_capacity(id.len());
    for octet in id.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            local.push(char::from(octet));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(local, "%{octet:02X}");
        }
    }
    CalAddress::new(format!("mailto:{local}@console.invalid"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_in_every_spelling() {
        let ana = Name::new("ana").unwrap();
        for spelling in ["Ana", " ANA ", "ana\t"] {
            let other = Name::new(spelling).unwrap();
            assert_eq!(other.user().account, ana.user().account, "{spelling:?}");
            assert_eq!(other.user().address, ana.user().address, "{spelling:?}");
        }
        assert_eq!(Name::new(" Ana ").unwrap().shown(), "Ana");
    }

    #[test]
    fn addresses_keep_names_apart() {
        for (name, address) in [
            ("ana", "mailto:ana@console.invalid"),
            ("Ana Müller", "mailto:ana%20m%C3%BCller@console.invalid"),
            ("a@b", "mailto:a%40b@console.invalid"),
            ("a%40b", "mailto:a%2540b@console.invalid"),
            ("a:b?c", "mailto:a%3Ab%3Fc@console.invalid"),
        ] {
            assert_eq!(Name::new(name).unwrap().user().address.as_str(), address);
        }
        let key = |name: &str| Name::new(name).unwrap().user().address.key().to_owned();
        assert_ne!(key("a@b"), key("a%40b"));
    }

    #[test]
    fn nobody_has_such_a_name() {
        for (name, refusal) in [
            ("", NotAName::Empty),
            (" \t ", NotAName::Empty),
            ("a\u{1b}[2Jb", NotAName::Hidden),
            ("a\u{202e}b", NotAName::Hidden),
            ("a\nb", NotAName::Hidden),
            ("Everyone", NotAName::Taken("everyone".to_owned())),
            ("Convene", NotAName::Taken("convene".to_owned())),
        ] {
            assert_eq!(Name::new(name), Err(refusal), "{name:?}");
        }
        assert_eq!(Name::new(&"é".repeat(65)), Err(NotAName::Long));
        assert!(Name::new(&"é".repeat(64)).is_ok());
    }
}

//! The ids of buttons. A button's id is the command that it stands for, so it works after a restart.

/// The longest id of a button in octets; Discord's limit for a `custom_id` is 100 characters.
pub const BUTTON_ID_OCTETS: usize = 100;

/// The id of a button: the command, the meeting's number and, where it takes one, an argument, one blank between
/// them (`yes #12`, `accept #12 mailto:bo@example.com`).
///
/// The argument of `accept` and `decline` is the key of the proposer's address. It ends the id, may hold blanks,
/// and is cut where the id grows beyond [`BUTTON_ID_OCTETS`]: whoever reads it looks for a key that begins so.
pub fn button_id(command: &str, number: i64, argument: Option<&str>) -> String {
    let mut id = format!("{command} #{number}");
    if let Some(argument) = argument {
        id.push(' ');
        let room = BUTTON_ID_OCTETS.saturating_sub(id.len());
        let fits = |(at, c): &(usize, char)| at + c.len_utf8() <= room;
        id.extend(argument.char_indices().take_while(fits).map(|(_, c)| c));
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_command() {
        assert_eq!(button_id("yes", 12, None), "yes #12");
        assert_eq!(
            button_id("accept", 12, Some("mailto:bo@example.com")),
            "accept #12 mailto:bo@example.com"
        );
    }

    #[test]
    fn a_long_argument_is_cut_between_characters() {
        let id = button_id("decline", 12, Some(&"ä".repeat(80)));
        assert_eq!(id.len(), BUTTON_ID_OCTETS);
        assert!(button_id("accept", 12, Some(&"ä".repeat(80))).len() < BUTTON_ID_OCTETS);
    }
}

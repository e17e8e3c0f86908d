//! Files that people drop in a room.

use crate::chat::File;

/// A file that somebody drops in the room; `None` where that is no name of a file.
pub(super) fn dropped(name: &str, content: String) -> Option<File> {
    let name = name.rsplit(['/', '\\']).next().map(str::trim)?;
    let whole = !name.is_empty() && name.chars().count() <= 255 && !name.contains(char::is_control);
    let calendar = name.to_lowercase().ends_with(".ics");
    let mime = if calendar { "text/calendar" } else { "text/plain" };
    whole.then(|| File { name: name.to_owned(), mime: format!("{mime}; charset=utf-8"), content })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_file_has_a_name_and_a_type() {
        let read = |name: &str| dropped(name, String::new()).map(|file| (file.name, file.mime));
        let calendar = "text/calendar; charset=utf-8".to_owned();
        let plain = "text/plain; charset=utf-8".to_owned();
        assert_eq!(read("Invite.ICS"), Some(("Invite.ICS".to_owned(), calendar.clone())));
        assert_eq!(read("C:\\mail\\a.ics"), Some(("a.ics".to_owned(), calendar)));
        assert_eq!(read("/etc/notes"), Some(("notes".to_owned(), plain)));
        for name in ["", " ", "folder/", "a\nb", &"x".repeat(256)] {
            assert_eq!(read(name), None, "{name:?}");
        }
    }
}

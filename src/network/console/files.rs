//! Files that people drop in the room, and files the bot sends.

use std::{
    io,
    path::{Path, PathBuf},
};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::chat::File;

/// The most octets of a file that is dropped in the room.
const LARGEST: u64 = 5 * 1024 * 1024;

/// A file that somebody drops in the room; `None` where that is no name of a file.
pub(super) fn dropped(name: &str, content: String) -> Option<File> {
    let name = name.rsplit(['/', '\\']).next().map(str::trim)?;
    let whole = !name.is_empty() && name.chars().count() <= 255 && !name.contains(char::is_control);
    let calendar = name.to_lowercase().ends_with(".ics");
    let mime = if calendar { "text/calendar" } else { "text/plain" };
    whole.then(|| File { name: name.to_owned(), mime: format!("{mime}; charset=utf-8"), content })
}

/// Why a file cannot be dropped in the room: what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("this file cannot be read: {0}; check its path")]
    Io(#[from] io::Error),
    #[error("this is no file; give the path of one")]
    NotAFile,
    #[error("this file is larger than 5 MB; the bot takes no larger ones")]
    Large,
    #[error("this file is not UTF-8 text; calendar files are")]
    NotText,
}

/// Reads a file of this machine, to be dropped in the room.
pub(super) async fn read(path: &Path) -> Result<File, Unreadable> {
    // Looked at before it is opened: to open a pipe is to wait for whoever writes it.
    if !tokio::fs::metadata(path).await?.is_file() {
        return Err(Unreadable::NotAFile);
    }
    let mut octets = Vec::new();
    tokio::fs::File::open(path).await?.take(LARGEST + 1).read_to_end(&mut octets).await?;
    if octets.len() as u64 > LARGEST {
        return Err(Unreadable::Large);
    }
    let content = String::from_utf8(octets).map_err(|_| Unreadable::NotText)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    dropped(&name, content).ok_or(Unreadable::NotAFile)
}

/// Writes the files of a message, and says for each what became of it.
pub(super) async fn save_all(folder: &Path, files: &[File]) -> Vec<String> {
    let mut said = Vec::new();
    for file in files {
        said.push(match save(folder, file).await {
            Ok(path) => format!("file: {}", path.display()),
            // The message is worth more than its file, and the bot can be asked for it again.
            Err(error) => {
                format!("{} could not be written to {}: {error}", file.name, folder.display())
            }
        });
    }
    said
}

/// Writes a file the bot sent into `folder`, and gives back where. A file that is there with the same content is that
/// file; one with another content stays, and the new one gets a number.
pub(super) async fn save(folder: &Path, file: &File) -> io::Result<PathBuf> {
    tokio::fs::create_dir_all(folder).await?;
    let (stem, extension) = safe_name(&file.name);
    for number in 1..=999 {
        let path = folder.join(match number {
            1 => format!("{stem}{extension}"),
            _ => format!("{stem}-{number}{extension}"),
        });
        match tokio::fs::File::create_new(&path).await {
            Ok(empty) => {
                fill(empty, &path, file.content.as_bytes()).await?;
                return Ok(path);
            }
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Err(_) if is_same(&path, file.content.as_bytes()).await => return Ok(path),
            Err(_) => {}
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "999 files have this name"))
}

async fn fill(mut empty: tokio::fs::File, path: &Path, content: &[u8]) -> io::Result<()> {
    let written = match empty.write_all(content).await {
        Ok(()) => empty.flush().await,
        Err(error) => Err(error),
    };
    if written.is_err() {
        // Half a calendar file is worse than none. That it could not be written is what gets reported.
        let _ = tokio::fs::remove_file(path).await;
    }
    written
}

async fn is_same(path: &Path, content: &[u8]) -> bool {
    let same_size = match tokio::fs::symlink_metadata(path).await {
        Ok(meta) => meta.is_file() && meta.len() == content.len() as u64,
        Err(_) => false,
    };
    same_size && tokio::fs::read(path).await.is_ok_and(|there| there == content)
}

/// A name that is one on every system and stays in its folder: letters, digits and a few signs, split before its
/// extension.
fn safe_name(name: &str) -> (String, String) {
    const LONGEST: usize = 60;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if is_extension(extension) => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let safe: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ') { c } else { '_' })
        .take(LONGEST)
        .collect();
    let safe = safe.trim_matches(['.', ' ']);
    let stem = match safe {
        "" => "file".to_owned(),
        _ if is_device(safe) => format!("_{safe}"),
        _ => safe.to_owned(),
    };
    (stem, extension)
}

fn is_extension(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_alphanumeric())
}

/// Names that mean a device on Windows, whatever comes after the first stop.
fn is_device(stem: &str) -> bool {
    let stem = stem.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |device| {
        stem.strip_prefix(device)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|octet| octet.is_ascii_digit()))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
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

    #[test]
    fn a_saved_file_stays_in_its_folder() {
        for (name, safe) in [
            ("Sprint review.ics", "Sprint review.ics"),
            ("Frühstück ✅.ics", "Frühstück _.ics"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("..", "file"),
            (".bashrc", "file.bashrc"),
            ("", "file"),
            ("a/", "file"),
            ("con.ics", "_con.ics"),
            ("COM1", "_COM1"),
            ("nul.tar.ics", "_nul.tar.ics"),
            ("a\u{1b}[2J\u{202e}b:c|d.ics", "a__2J_b_c_d.ics"),
            ("a.b.no extension", "a.b.no extension"),
        ] {
            let (stem, extension) = safe_name(name);
            assert_eq!(format!("{stem}{extension}"), safe, "{name:?}");
        }
        assert_eq!(safe_name(&"ü".repeat(500)).0.chars().count(), 60);
    }

    fn file(content: &str) -> File {
        File { name: "a.ics".to_owned(), mime: String::new(), content: content.to_owned() }
    }

    #[tokio::test]
    async fn nothing_is_overwritten_and_nothing_written_twice() {
        let outside = tempfile::tempdir().unwrap();
        let folder = outside.path().join("files");
        for (content, name) in
            [("one", "a.ics"), ("two", "a-2.ics"), ("one", "a.ics"), ("two", "a-2.ics")]
        {
            let path = save(&folder, &file(content)).await.unwrap();
            assert_eq!(path, folder.join(name));
            assert_eq!(std::fs::read_to_string(path).unwrap(), content);
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_link_that_lies_there_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = folder.path().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, folder.path().join("a.ics")).unwrap();
        let path = save(folder.path(), &file("one")).await.unwrap();
        assert_eq!(path, folder.path().join("a-2.ics"));
        assert!(!elsewhere.exists());
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("taken");
        std::fs::write(&taken, "").unwrap();
        assert!(save(&taken, &file("one")).await.is_err());
    }

    #[tokio::test]
    async fn what_is_read_is_a_text_file_of_five_megabytes() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        };
        let good = read(&at("a.ics", b"BEGIN:VCALENDAR")).await.unwrap();
        assert_eq!((good.name.as_str(), good.content.as_str()), ("a.ics", "BEGIN:VCALENDAR"));
        let most = vec![b'x'; 5 << 20];
        assert!(read(&at("most.ics", &most)).await.is_ok());
        let more = [most.as_slice(), b"x"].concat();
        assert!(matches!(read(&at("more.ics", &more)).await, Err(Unreadable::Large)));
        assert!(matches!(read(&at("b.ics", b"\xff")).await, Err(Unreadable::NotText)));
        assert!(matches!(read(folder.path()).await, Err(Unreadable::NotAFile)));
        assert!(matches!(read(&folder.path().join("no")).await, Err(Unreadable::Io(_))));
    }
}

//! The template files: those inside the binary, and those of a folder that replace them.

use std::{borrow::Cow, collections::BTreeMap, fs, path::Path};

use super::{
    View, ViewError,
    engine::{PANEL, SHARED},
};

/// The text of each template file, by name.
pub(super) type Files = BTreeMap<Cow<'static, str>, Cow<'static, str>>;

macro_rules! embed {
    ($($file:literal)*) => {
        /// Every file of `templates/`.
        const EMBEDDED: &[(&str, &str)] =
            &[$(($file, include_str!(concat!("../../templates/", $file)))),*];
    };
}

embed! {
    "answered.txt.tera"
    "cancelled.txt.tera"
    "card.html.tera"
    "card.md.tera"
    "card.panel.tera"
    "card.txt.tera"
    "changed.txt.tera"
    "counter-file.txt.tera"
    "delegated.txt.tera"
    "doctor.txt.tera"
    "event.txt.tera"
    "exported.txt.tera"
    "file-ask.txt.tera"
    "file-left.txt.tera"
    "forget-ask.txt.tera"
    "forgotten.txt.tera"
    "help-one.txt.tera"
    "help.html.tera"
    "help.md.tera"
    "help.panel.tera"
    "help.txt.tera"
    "imported.txt.tera"
    "invitation.txt.tera"
    "meetings.html.tera"
    "meetings.md.tera"
    "meetings.panel.tera"
    "meetings.txt.tera"
    "memo.txt.tera"
    "memos.txt.tera"
    "missed.txt.tera"
    "my-data.txt.tera"
    "problem.txt.tera"
    "proposal-decided.txt.tera"
    "proposed.panel.tera"
    "proposed.txt.tera"
    "reminder.txt.tera"
    "reminding.txt.tera"
    "setting-set.txt.tera"
    "settings.txt.tera"
    "share-code.txt.tera"
    "shared.txt.tera"
    "show.html.tera"
    "show.md.tera"
    "show.panel.tera"
    "show.txt.tera"
    "taken-back.txt.tera"
    "unchanged.txt.tera"
    "understood.txt.tera"
    "unshared.txt.tera"
    "welcome.txt.tera"
    "zone-set.txt.tera"
    "zone-shown.txt.tera"
}

/// The files inside the binary.
pub(super) fn embedded() -> Files {
    EMBEDDED.iter().map(|(name, text)| (Cow::Borrowed(*name), Cow::Borrowed(*text))).collect()
}

/// The files inside the binary, those that a folder has by the same name replaced.
pub(super) fn overridden(folder: &Path) -> Result<Files, ViewError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| ViewError::Unreadable { path, source }
    };
    let mut files = embedded();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') {
            // What editors and version control leave.
            continue;
        }
        if !is_template(&name) {
            return Err(ViewError::Unknown { nearest: nearest(&name), file: name });
        }
        let text = fs::read_to_string(&path).map_err(unreadable(&path))?;
        files.insert(Cow::Owned(name), Cow::Owned(text));
    }
    Ok(files)
}

/// Whether a view, in some flavour, is drawn by a file of this name.
fn is_template(name: &str) -> bool {
    names().any(|known| known == name)
}

fn nearest(name: &str) -> String {
    names().min_by_key(|known| strsim::levenshtein(known, name)).unwrap_or_default()
}

/// The names that a template file can have.
fn names() -> impl Iterator<Item = String> {
    let views = View::NAMES.iter().copied().chain([SHARED]);
    let flavours = ["txt", "html", "md"];
    let panels = View::NAMES.iter().map(|view| format!("{view}.{PANEL}.tera"));
    views.flat_map(move |view| flavours.map(|one| format!("{view}.{one}.tera"))).chain(panels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_in_the_binary() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut found: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        found.sort_unstable();
        assert_eq!(EMBEDDED.iter().map(|(name, _)| *name).collect::<Vec<_>>(), found);
        assert!(found.iter().all(|name| is_template(name)), "{found:?}");
    }

    #[test]
    fn the_manual_of_templates_names_every_view_and_filter() {
        let manual = include_str!("../../docs/TEMPLATES.md");
        let views = View::NAMES.iter().chain(&[SHARED]);
        for name in views.chain(crate::view::filters::NAMES) {
            assert!(manual.contains(&format!("`{name}`")), "{name}");
        }
    }
}

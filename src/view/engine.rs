//! The templates of one flavour, and what they can use.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use serde_json::Value;
use tera::{Context, Tera};

use crate::chat::Flavour;

use super::{Prompts, View, ViewError, escape, files::Files, filters};

/// The file that holds what templates share. It is the template of no view.
pub(super) const SHARED: &str = "shared";

/// How the files end that draw panels: Markdown, divided by its headings.
pub(super) const PANEL: &str = "panel";

/// How a flavour's template files end.
pub(super) const fn extension(flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::Text => "txt",
        Flavour::Html => "html",
        Flavour::Markdown => "md",
    }
}

/// Draws views in one flavour.
#[derive(Debug)]
pub(super) struct Engine {
    flavour: Flavour,
    tera: Tera,
    /// The file that draws each view, and whether it is of this flavour or plain text.
    files: BTreeMap<&'static str, (String, bool)>,
}

impl Engine {
    /// Reads the files that this flavour needs: its own, and the plain ones where it has none.
    pub(super) fn new(
        flavour: Flavour,
        files: &Files,
        prompts: Prompts<'_>,
    ) -> Result<Self, ViewError> {
        let mut chosen = BTreeMap::new();
        for name in [SHARED].iter().chain(View::NAMES) {
            chosen.insert(*name, choose(name, flavour, files)?);
        }
        Self::of(flavour, &chosen, prompts)
    }

    /// Reads the files that draw panels. Not every view has one.
    pub(super) fn panels(files: &Files, prompts: Prompts<'_>) -> Result<Self, ViewError> {
        let mut chosen = BTreeMap::from([(SHARED, choose(SHARED, Flavour::Markdown, files)?)]);
        for name in View::NAMES {
            let file = format!("{name}.{PANEL}.tera");
            if let Some(source) = files.get(file.as_str()) {
                chosen.insert(*name, Chosen { file, source: source.as_ref(), own: true });
            }
        }
        Self::of(Flavour::Markdown, &chosen, prompts)
    }

    fn of(
        flavour: Flavour,
        chosen: &BTreeMap<&'static str, Chosen<'_>>,
        prompts: Prompts<'_>,
    ) -> Result<Self, ViewError> {
        let sources: Vec<_> = chosen.values().map(|one| (one.file.as_str(), one.source)).collect();
        let mut tera = tera(flavour, prompts);
        if tera.add_raw_templates(sources).is_err() {
            // All at once is fast, and one after the other tells which it was.
            find_broken(&mut tera, chosen)?;
        }
        let files = chosen.iter().map(|(name, one)| (*name, (one.file.clone(), one.own))).collect();
        Ok(Self { flavour, tera, files })
    }

    /// Whether it has a file that draws a view.
    pub(super) fn draws(&self, view: &View) -> bool {
        self.files.contains_key(view.name())
    }

    /// The name of the file that draws a view.
    pub(super) fn file(&self, view: &View) -> &str {
        self.files.get(view.name()).map_or(view.name(), |(file, _)| file)
    }

    /// Draws a view.
    pub(super) fn draw(&self, view: &View, context: &Value) -> Result<String, ViewError> {
        let failed = |source| ViewError::Template { file: self.file(view).to_owned(), source };
        let context = Context::from_serialize(context).map_err(failed)?;
        let drawn = self.tera.render(self.file(view), &context).map_err(failed)?;
        let own = self.files.get(view.name()).is_some_and(|(_, own)| *own);
        let tidy = escape::break_mentions(&tidy(&drawn));
        if tidy.is_empty() {
            return Err(ViewError::Empty { file: self.file(view).to_owned() });
        }
        Ok(if self.flavour == Flavour::Html && !own { tidy.replace('\n', "<br>") } else { tidy })
    }

    /// Escapes a text that no template draws.
    pub(super) fn escape(&self, text: &str) -> io::Result<String> {
        escape::escaped(escape_fn(self.flavour), text)
    }

    /// Looks whether every name in the templates is one that their view has.
    ///
    /// The template language is strict where it writes a value, not where it only asks for it (`{% if plaec %}`).
    pub(super) fn check_names(
        &self,
        given: &BTreeMap<&str, BTreeSet<String>>,
    ) -> Result<(), ViewError> {
        for (view, (file, _)) in &self.files {
            let failed = |source| ViewError::Template { file: file.clone(), source };
            let names = self.tera.get_template_variables(file).map_err(failed)?;
            let Some(known) = given.get(view) else { continue };
            let unknown = names.into_iter().filter(|name| !known.contains(*name)).min();
            if let Some(name) = unknown {
                let known = known.iter().cloned().collect();
                return Err(ViewError::Field { file: file.clone(), name: name.to_owned(), known });
            }
        }
        Ok(())
    }
}

/// The file that a flavour draws a view by.
struct Chosen<'a> {
    file: String,
    source: &'a str,
    own: bool,
}

fn choose<'a>(view: &str, flavour: Flavour, files: &'a Files) -> Result<Chosen<'a>, ViewError> {
    let name = |flavour| format!("{view}.{}.tera", extension(flavour));
    let find = |file: String, own| {
        files.get(file.as_str()).map(|source| Chosen { file, source: source.as_ref(), own })
    };
    find(name(flavour), true)
        .or_else(|| find(name(Flavour::Text), false))
        .ok_or_else(|| ViewError::Missing { file: name(Flavour::Text) })
}

fn find_broken(tera: &mut Tera, chosen: &BTreeMap<&str, Chosen<'_>>) -> Result<(), ViewError> {
    let shared = chosen.iter().filter(|(name, _)| **name == SHARED);
    let views = chosen.iter().filter(|(name, _)| **name != SHARED);
    for (_, one) in shared.chain(views) {
        tera.add_raw_template(&one.file, one.source)
            .map_err(|source| ViewError::Template { file: one.file.clone(), source })?;
    }
    Ok(())
}

/// Takes blanks from the ends of lines and the empty lines that conditions leave.
fn tidy(drawn: &str) -> String {
    let mut out = String::with_capacity(drawn.len());
    let mut empty = false;
    for line in drawn.lines().map(str::trim_end) {
        if line.is_empty() {
            empty = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty { "\n\n" } else { "\n" });
        }
        out.push_str(line);
        empty = false;
    }
    out
}

fn tera(flavour: Flavour, prompts: Prompts<'_>) -> Tera {
    let mut tera = Tera::new();
    // Every file, whatever its flavour.
    tera.autoescape_on([".tera"]);
    tera.set_escape_fn(escape_fn(flavour));
    filters::register(&mut tera, flavour, prompts);
    tera
}

fn escape_fn(flavour: Flavour) -> tera::EscapeFn {
    match flavour {
        Flavour::Text => escape::text,
        Flavour::Html => escape::html,
        Flavour::Markdown => escape::markdown,
    }
}

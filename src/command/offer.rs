//! What a network with commands of its own offers: each command with its fields, in every language.

use super::{ALL, Asked, Doing, asked, german::words};
use crate::{
    chat::{Field, FieldKind, Offer},
    command::{Call, fill::Values},
};

/// A command as networks with commands of their own offer it.
#[derive(Debug, Clone, Copy)]
pub struct Offered {
    /// What can be said with it.
    pub fields: &'static [Ask],
    /// Whether it opens a form where nothing is said with it.
    pub form: bool,
    /// Whether only who uses it sees what comes of it.
    pub private: bool,
    /// What runs once it is filled in.
    pub fill: Fill,
}

/// The body of a command that was filled in.
pub type Fill = for<'c> fn(&'c mut Call<'_>, &'c Values<'c>) -> Doing<'c>;

/// Something that can be said with a command.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in at most 100 characters.
    pub about: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether the command needs it.
    pub needed: bool,
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    /// A text.
    Text,
    /// A text that can be guessed while it is typed.
    Known,
    /// One of some choices, each with the value that it stands for.
    Choice(&'static [(&'static str, &'static str)]),
    /// Somebody.
    Person,
    /// A file.
    File,
}

impl Ask {
    const fn text(name: &'static str, about: &'static str) -> Self {
        Self { name, about, holds: Holds::Text, needed: false }
    }

    const fn known(name: &'static str, about: &'static str) -> Self {
        Self { holds: Holds::Known, ..Self::text(name, about) }
    }

    const fn person(name: &'static str, about: &'static str) -> Self {
        Self { holds: Holds::Person, ..Self::text(name, about) }
    }

    const fn choice(
        name: &'static str,
        about: &'static str,
        choices: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { holds: Holds::Choice(choices), ..Self::text(name, about) }
    }

    /// The same where the command needs it.
    pub(super) const fn needed(self) -> Self {
        Self { needed: true, ..self }
    }

    /// The same where it is for something else.
    pub(super) const fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    fn field(&self) -> Field {
        let kind = match self.holds {
            Holds::Text => FieldKind::Text { suggests: false },
            Holds::Known => FieldKind::Text { suggests: true },
            Holds::Choice(choices) => FieldKind::Choice(
                choices.iter().map(|&(label, value)| (words(label), value)).collect(),
            ),
            Holds::Person => FieldKind::Person,
            Holds::File => FieldKind::File,
        };
        let (name, about) = (words(self.name), words(self.about));
        Field { name, about, kind, required: self.needed }
    }
}

pub(super) const MEETING: Ask =
    Ask::known("meeting", "Which meeting: letters of its title, or #12.");
pub(super) const DATES: Ask =
    Ask::known("dates", "Which dates of a meeting that repeats, for example: 24 dec.");
pub(super) const WHEN: Ask = Ask::known("when", "When, for example: fri 15:00-15:45.");
pub(super) const TITLE: Ask = Ask::text("title", "What it is called.");
pub(super) const PLACE: Ask = Ask::text("place", "Where it is.");
pub(super) const DESCRIPTION: Ask = Ask::text("description", "What it is about.");
pub(super) const PEOPLE: Ask = Ask::text("people", "More people, by mail address.");
pub(super) const WITH: [Ask; 5] = [
    Ask::person("with", "Somebody."),
    Ask::person("with2", "Somebody else."),
    Ask::person("with3", "Somebody else."),
    Ask::person("with4", "Somebody else."),
    Ask::person("with5", "Somebody else."),
];
pub(super) const WHO: Ask = Ask::person("who", "Who it is.");
pub(super) const WHOSE: Ask = WHO.about("Whose proposal, where there are several.");
pub(super) const COMMENT: Ask = Ask::text("comment", "What you want to say with it.");
pub(super) const WHY: Ask = Ask::text("why", "Why, in your words.");
pub(super) const PERIOD: Ask = Ask::known("period", "Which days, for example: next week.");
pub(super) const ZONE: Ask = Ask::known("zone", "Your zone, for example: Europe/Berlin.");
pub(super) const SETTING: Ask = Ask::known("name", "Which setting.");
pub(super) const VALUE: Ask = Ask::known("value", "What it shall be.");
pub(super) const COMMAND: Ask = Ask::known("command", "Which command.");
pub(super) const MAY: Ask = Ask::choice(
    "may",
    "Whether they may change it.",
    &[("they may", "on"), ("not any more", "off")],
);
pub(super) const WORD: Ask = Ask::text("word", "The word for it, from a room where it is.");
pub(super) const SHOWN: Ask =
    Ask::choice("shown", "Whether it is shown here.", &[("not any more", "off")]);
pub(super) const SURE: Ask = Ask::choice("sure", "Whether you are sure.", &[("yes", "yes")]);
pub(super) const WHAT: Ask = Ask::text("text", "What to be reminded of.");
pub(super) const FOR: Ask =
    Ask::choice("for", "Who is reminded.", &[("me", "me"), ("everyone here", "us")]);
pub(super) const BEFORE: Ask =
    Ask::text("before", "How long before the meeting: 1 day, 15 min, or off.");
pub(super) const DELETE: Ask = Ask::text("delete", "The number of a reminder to take away.");
const FILE: Ask =
    Ask { holds: Holds::File, ..Ask::text("file", "A calendar file (.ics).").needed() };

/// What has to be said with a command beside which meeting it is about.
const ONE_OF: [(&str, &[Ask]); 3] =
    [("move", &[WHEN]), ("edit", &[TITLE, WHEN, PLACE, DESCRIPTION]), ("propose", &[WHEN])];

/// Every command that a network offers, in the order of help. What [`edit`](super::edit) does needs no commands of its
/// own there. A network that has room for some of them alone leaves out the last ones.
pub fn offers() -> Vec<Offer> {
    let mut offers: Vec<_> = ALL
        .iter()
        .filter_map(|spec| {
            let offered = spec.offered?;
            let mut fields: Vec<_> = offered.fields.iter().map(Ask::field).collect();
            fields.sort_by_key(|field| !field.required);
            let (name, about) = (words(spec.name), words(spec.about));
            let one_of = ONE_OF.iter().filter(|(name, _)| *name == spec.name);
            let one_of = one_of.flat_map(|(_, asks)| asks.iter().map(|ask| ask.name)).collect();
            let Offered { form, private, .. } = offered;
            Some(Offer { name, about, fields, form, one_of, private })
        })
        .collect();
    let export = offers.iter().position(|offer| offer.name.text == "export").unwrap_or_default();
    offers.insert(export, import());
    offers
}

/// The commands that are typed where there is no room to offer them.
const TYPED: [&str; 9] =
    ["uninvite", "undo", "snooze", "unskip", "add", "pause", "resume", "end", "repeat"];

/// What of a command that is offered has to be typed.
const PLACES: [(&str, &str); 2] = [("remind", "me here"), ("remind", "me anywhere")];

/// A typed line as the command that does the same on a network with commands of its own. What the line says beyond the
/// name shows what to fill in there.
pub fn own(line: &str) -> String {
    let (name, rest) = match asked(line) {
        Asked::Nothing => ("help", ""),
        Asked::Sentence(text) => ("new", text),
        // Where to remind somebody is not asked in a field.
        Asked::Command(spec, rest) if PLACES.contains(&(spec.name, rest)) => {
            return format!("/meet do {} {rest}", spec.name);
        }
        Asked::Command(spec, rest) if spec.offered.is_some() => (spec.name, rest),
        // To skip a date is to cancel it; the other commands that are not offered change one thing of a meeting.
        Asked::Command(spec, rest) if spec.name == "skip" => ("cancel", rest),
        Asked::Command(spec, rest) if TYPED.contains(&spec.name) => {
            return format!("/meet do {} {rest}", spec.name).trim_end().to_owned();
        }
        Asked::Command(_, rest) => ("edit", rest),
    };
    format!("/meet {name} {rest}").trim_end().to_owned()
}

/// To drop a file with a command, which needs no words.
fn import() -> Offer {
    Offer {
        name: words("import"),
        about: words("Make a meeting of a calendar file, or take the answer in one."),
        fields: vec![FILE.field()],
        form: false,
        one_of: Vec::new(),
        private: false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::chat::Words;

    /// The languages that everything is said in, besides English.
    const LANGUAGES: [&str; 1] = ["de"];

    /// A text in a language; none is English.
    fn said(words: Words, language: Option<&str>) -> &'static str {
        match language {
            None => words.text,
            Some(language) => {
                let found = words.others.iter().find(|(tag, _)| *tag == language);
                found.unwrap_or_else(|| panic!("{:?} is not said in {language}", words.text)).1
            }
        }
    }

    /// <https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming>
    fn is_name(name: &str) -> bool {
        let fits = |c: char| c == '-' || c == '_' || c.is_lowercase() || c.is_numeric();
        (1..=32).contains(&name.chars().count()) && name.chars().all(fits)
    }

    fn is_about(about: &str) -> bool {
        (1..=100).contains(&about.chars().count())
    }

    fn unique(mut names: impl Iterator<Item = &'static str>) -> bool {
        let mut known = HashSet::new();
        names.all(|name| known.insert(name))
    }

    #[test]
    fn every_offer_keeps_the_rules_in_every_language() {
        let offers = offers();
        for language in LANGUAGES.map(Some).into_iter().chain([None]) {
            assert!(unique(offers.iter().map(|offer| said(offer.name, language))));
            for offer in &offers {
                let name = said(offer.name, language);
                assert!(is_name(name), "{name}");
                assert!(is_about(said(offer.about, language)), "{name}");
                assert!(
                    unique(offer.fields.iter().map(|field| said(field.name, language))),
                    "{name}"
                );
                assert!(offer.fields.len() <= 25, "{name}");
                for field in &offer.fields {
                    assert!(is_name(said(field.name, language)), "{name} {}", field.name.text);
                    assert!(is_about(said(field.about, language)), "{name} {}", field.name.text);
                    let FieldKind::Choice(choices) = &field.kind else { continue };
                    assert!((1..=25).contains(&choices.len()));
                    for (label, value) in choices {
                        assert!(is_about(said(*label, language)) && is_about(value));
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_needed_comes_first_and_a_form_needs_nothing() {
        for offer in offers() {
            let needed: Vec<_> = offer.fields.iter().map(|field| field.required).collect();
            assert!(needed.is_sorted_by(|one, next| one >= next), "{}", offer.name.text);
            assert!(!offer.form || !needed.contains(&true), "{}", offer.name.text);
        }
    }

    /// All names, descriptions and values of a command with its subcommands are at most 8000 characters; of each text the
    /// longest of all languages counts.
    #[test]
    fn all_offers_fit_into_one_command() {
        let longest = |words: Words| {
            let all = words.others.iter().map(|(_, text)| *text).chain([words.text]);
            all.map(|text| text.chars().count()).max().unwrap_or_default()
        };
        let field = |field: &Field| {
            let choices = match &field.kind {
                FieldKind::Choice(choices) => choices.as_slice(),
                _ => &[],
            };
            let choices = choices.iter().map(|(label, value)| longest(*label) + value.len());
            longest(field.name) + longest(field.about) + choices.sum::<usize>()
        };
        let offers = offers();
        let offers = offers.iter().map(|offer| {
            longest(offer.name)
                + longest(offer.about)
                + offer.fields.iter().map(field).sum::<usize>()
        });
        let all: usize = offers.sum();
        assert!(all <= 7500, "{all}");
    }

    #[test]
    fn a_typed_line_is_shown_as_a_command_that_is_offered() {
        for (line, shown) in [
            ("help", "/meet help"),
            ("Sprint review fri 15:00", "/meet new Sprint review fri 15:00"),
            ("move #12 to 16:00", "/meet move #12 to 16:00"),
            ("place #12 Room 5", "/meet edit #12 Room 5"),
            ("skip #12", "/meet cancel #12"),
            ("remind me here", "/meet do remind me here"),
        ] {
            assert_eq!(own(line), shown);
        }
        for spec in ALL {
            let shown = own(spec.name);
            let name = shown.strip_prefix("/meet ").unwrap();
            // Whatever is not offered by itself can be typed there.
            if name.starts_with("do ") {
                continue;
            }
            assert!(offers().iter().any(|offer| offer.name.text == name), "{shown}");
        }
    }

    #[test]
    fn every_offer_is_a_command_that_is_filled_in() {
        for offer in offers().iter().filter(|offer| offer.name.text != "import") {
            let spec = crate::command::find_command(offer.name.text).unwrap();
            assert_eq!((spec.name, spec.about), (offer.name.text, offer.about.text));
        }
    }
}

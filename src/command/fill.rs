//! Forms that were filled in, and a network's own commands, which are forms too.
//!
//! A value means what its field means and nothing else: it is never read as a part of a typed line. But for one field with a
//! whole sentence in it, where the other that it needs was left empty: nobody means that as a title.

use super::{
    Call, Done, Failure,
    dates::{Found, Mine, Unsaid},
    find::Naming,
    find_command,
    named::Said,
    offer::{Ask, DATES, MEETING, PEOPLE, WITH},
    parse,
    text::one_line,
};
use crate::{chat::Filled, itip::Who, store::StoredObject, view::Problem};

/// What was filled in.
#[derive(Debug)]
pub struct Values<'f> {
    /// What follows the command in the form's id: the meeting, or people.
    pub(super) named: &'f str,
    filled: &'f Filled,
}

impl<'f> Values<'f> {
    /// The command's name, and what was filled in for it.
    pub(super) fn of(filled: &'f Filled) -> (&'f str, Self) {
        let (command, named) = parse::split_word(&filled.form);
        (command, Self { named, filled })
    }

    /// The value of a field, where there is one.
    pub(super) fn get(&self, ask: &Ask) -> Option<&'f str> {
        self.filled.value(ask.name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// Those whom a form about people names, as a line would.
    pub(super) fn guests(&self) -> String {
        let said: Vec<_> = GUESTS.iter().filter_map(|ask| self.get(ask)).map(one_line).collect();
        said.join(" ")
    }

    /// The value on one line; nothing is an empty text.
    pub(super) fn line(&self, ask: &Ask) -> String {
        self.get(ask).map(one_line).unwrap_or_default()
    }
}

/// Does what a form is for, or a command of the network's own.
///
/// # Errors
///
/// [`Failure`]: a problem that the person is told, or the database's.
pub async fn filled(call: &mut Call<'_>, filled: &Filled) -> Done {
    let (command, values) = Values::of(filled);
    let spec = find_command(command).ok_or(Problem::StaleControl)?;
    let offered = spec.offered.ok_or(Problem::StaleControl)?;
    call.command = spec.name;
    (offered.fill)(call, &values).await
}

impl Call<'_> {
    /// The meeting that was chosen, or the one that the form's id or the message names.
    pub(super) async fn filled_meeting(
        &mut self,
        values: &Values<'_>,
    ) -> Result<StoredObject, Failure> {
        let (named, _) = parse::split_word(values.named);
        match values.get(&MEETING).unwrap_or(named) {
            "" => Ok(self.find("", Naming::Perhaps).await?.0),
            reference => self.find_reference(reference).await,
        }
    }

    /// The meeting that was chosen, and which of its dates.
    pub(super) async fn filled_found<'f>(
        &mut self,
        values: &Values<'f>,
    ) -> Result<Found<'f>, Failure> {
        let said = values.get(&DATES).map(|text| self.chosen_dates(text)).transpose()?;
        let stored = self.filled_meeting(values).await?;
        if stored.object.is_recurring() {
            return self.found(stored, said, "");
        }
        self.is_then(&stored, said)?;
        Ok(Found::shown(stored))
    }

    /// The dates that were chosen of a meeting that the caller may change. `rest` is what a line would go on with.
    pub(super) async fn filled_mine<'f>(
        &mut self,
        values: &Values<'f>,
        rest: &'f str,
    ) -> Result<Mine<'f>, Failure> {
        let found = self.filled_found(values).await?;
        self.mine(Found { rest, ..found }, Unsaid::Ask(None))
    }

    /// The dates in a field that holds nothing else.
    fn chosen_dates(&self, text: &str) -> Result<Said, Problem> {
        self.said_alone(&one_line(&text.to_lowercase())).ok_or_else(|| Problem::BadValue {
            name: DATES.name.to_owned(),
            value: text.to_owned(),
            takes: "this, this and following, all, or a day such as 24 dec".to_owned(),
        })
    }

    /// Those who were chosen in some fields.
    pub(super) async fn filled_people(
        &mut self,
        values: &Values<'_>,
        asks: &[Ask],
    ) -> Result<Vec<Who>, Failure> {
        let chosen: Vec<_> = asks.iter().filter_map(|ask| values.get(ask)).collect();
        self.people(&chosen.join("\n")).await
    }

    /// Everyone in a text that names people and nothing else.
    pub(super) async fn people(&mut self, text: &str) -> Result<Vec<Who>, Failure> {
        let named = self.named(&text.replace([',', ';'], " ")).await?;
        match one_line(&named.rest) {
            rest if rest.is_empty() => Ok(named.people),
            rest => Err(Problem::UnknownPerson { text: rest }.into()),
        }
    }

    /// Those whom a form about people names.
    pub(super) async fn filled_guests(&mut self, values: &Values<'_>) -> Result<Vec<Who>, Failure> {
        self.filled_people(values, &GUESTS).await
    }
}

/// The fields that name people.
const GUESTS: [Ask; 6] = {
    let [one, two, three, four, five] = WITH;
    [one, two, three, four, five, PEOPLE]
};

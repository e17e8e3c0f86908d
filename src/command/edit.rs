//! `edit`: title, time, place and description in one step, which others hear of once.

use super::{
    Call, Doing, Done, Failure, Offered, Spec, Who,
    dates::{Mine, Unsaid},
    edited::{Told, addresses},
    fill::Values,
    find::Naming,
    offer::{Ask, DATES, DESCRIPTION, MEETING, PLACE, TITLE, WHEN},
    parse::split_word,
    text::{lines, one_line},
};
use crate::{
    itip::{self, Edit, Meeting},
    store::StoredObject,
    view::{Change, Changed, Dates, Problem, Same, View},
    when::Assumed,
};

pub(super) const SPEC: Spec = Spec {
    name: "edit",
    aliases: &[],
    about: "Change a meeting: its title, its time, its place and what it is about, in one step.",
    usage: "[#NUMBER | LETTERS] [DATES] [title: TITLE] [when: WHEN] [place: PLACE] [description: TEXT]",
    examples: &["edit #12 when: fri 16:00 place: Room 7", "edit #12 title: Demo description: none"],
    who: Who::Editors,
    run,
    offered: Some(Offered {
        fields: &[MEETING, TITLE, WHEN, PLACE, DESCRIPTION, DATES],
        form: true,
        private: false,
        fill,
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(edit(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

/// What can be changed, in the order in which it is asked.
pub(super) const ASKED: [Ask; 4] = [TITLE, WHEN, PLACE, DESCRIPTION];

/// What a meeting shall be; an empty text takes away what it has.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted(Vec<(&'static str, String)>);

impl Wanted {
    /// Cuts a line before the first name of a field: what stands there names the meeting.
    fn in_line(text: &str) -> (&str, Self) {
        let mut names: Vec<_> = ASKED.iter().filter_map(|ask| find_name(text, ask.name)).collect();
        names.sort_by_key(|(at, _)| *at);
        let ends = names.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
        let values = names.iter().zip(ends).filter_map(|((at, name), end)| {
            let value = text.get(at + name.len() + 1..end)?;
            Some((*name, value.trim().to_owned()))
        });
        let head = names.first().and_then(|(at, _)| text.get(..*at)).unwrap_or(text);
        (head.trim(), Self(values.collect()))
    }

    /// What was filled in. A form shows what the meeting has: of that, what was left as it was shall stay as it is by
    /// now, and what was emptied shall be none.
    fn in_form(values: &Values<'_>) -> Self {
        let (_, marks) = split_word(values.named);
        let value = |ask: &Ask| values.get(ask).unwrap_or_default().to_owned();
        let said = ASKED.iter().map(|ask| (ask.name, value(ask)));
        if marks.is_empty() {
            return Self(said.filter(|(_, value)| !value.is_empty()).collect());
        }
        let shown = marks.split('.').map(Some).chain(std::iter::repeat(None));
        let touched = said.zip(shown).filter(|((_, value), shown)| *shown != Some(&mark(value)));
        Self(touched.map(|(said, _)| said).collect())
    }

    fn get(&self, ask: &Ask) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == ask.name).map(|(_, value)| value.as_str())
    }

    /// Why it may not be: who wanted another time is told that they can propose one.
    fn refused(&self, failure: Failure) -> Failure {
        match failure {
            Failure::Problem(problem) => match *problem {
                Problem::NotYours { organizer, .. } => {
                    Problem::NotYours { organizer, time: self.get(&WHEN).is_some() }.into()
                }
                problem => problem.into(),
            },
            failure @ Failure::Store(_) => failure,
        }
    }

    /// As a line goes on with it; nothing where a line would be read as something else.
    fn line(&self) -> String {
        let written = self.0.iter().map(|(name, value)| {
            let value = if value.is_empty() { "none".to_owned() } else { one_line(value) };
            (*name, value)
        });
        let written = Self(written.collect());
        let words: Vec<_> = written.0.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let line = words.join(" ");
        if Self::in_line(&line).1 == written { line } else { String::new() }
    }
}

/// Where a field is named in a line: `title:` at the beginning of a word, for the first time.
fn find_name(text: &str, name: &'static str) -> Option<(usize, &'static str)> {
    let begins = |at: usize| {
        text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace))
    };
    let named = format!("{name}:");
    text.match_indices(&named).find(|(at, _)| begins(*at)).map(|(at, _)| (at, name))
}

/// What tells whether a value is still the one that a form showed: 32 bits of FNV-1a. It has to be the same after a restart,
/// and to be short, since the form's id holds it.
pub(super) fn mark(value: &str) -> String {
    let octets = lines(value).into_bytes();
    let hash = octets.into_iter().fold(0x811c_9dc5_u32, |hash, octet| {
        (hash ^ u32::from(octet)).wrapping_mul(0x0100_0193)
    });
    format!("{hash:08x}")
}

async fn edit(call: &mut Call<'_>, text: &str) -> Done {
    let (head, wanted) = Wanted::in_line(text);
    let tail = wanted.line();
    let mine = call.find_my_dates(head, Naming::Whole, Unsaid::Ask(Some(&tail))).await;
    let mine = mine.map_err(|failure| wanted.refused(failure))?;
    if !mine.rest.is_empty() {
        let extra = mine.rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    if wanted.0.is_empty() {
        return Err(Call::missing(&SPEC, "what shall be different").into());
    }
    edit_dates(call, mine, &wanted).await
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let wanted = Wanted::in_form(values);
    let tail = wanted.line();
    let mine = call.filled_mine(values, &tail).await;
    let mine = mine.map_err(|failure| wanted.refused(failure))?;
    if wanted.0.is_empty() && split_word(values.named).1.is_empty() {
        return Err(Call::missing(&SPEC, "what shall be different").into());
    }
    edit_dates(call, mine, &wanted).await
}

/// The edits that make a meeting what it shall be, each with its name for people.
struct Edits {
    edits: Vec<(&'static str, Edit)>,
    assumed: Vec<Assumed>,
}

fn edits(call: &Call<'_>, mine: &Mine<'_>, wanted: &Wanted) -> Result<Edits, Failure> {
    let Mine { stored, meeting, dates, .. } = mine;
    let mut edits = Vec::new();
    let mut assumed = Vec::new();
    if let Some(title) = wanted.get(&TITLE) {
        edits.push(("the title", Edit::Rename(call.clean_title(title)?)));
    }
    if let Some(phrase) = wanted.get(&WHEN) {
        let read = call.moving(stored, *dates, meeting, phrase, &SPEC)?;
        assumed = read.1;
        edits.push(("the time", read.0));
    }
    if let Some(place) = wanted.get(&PLACE) {
        edits.push(("the place", Edit::Place(text_or_none(place, &PLACE)?)));
    }
    if let Some(text) = wanted.get(&DESCRIPTION) {
        edits.push(("the description", Edit::Describe(text_or_none(text, &DESCRIPTION)?)));
    }
    // Of several dates, others than the one that the card shows may have it otherwise.
    let several = matches!(dates, Dates::All | Dates::Following);
    edits.retain(|(_, edit)| several || !is_so(meeting, edit));
    Ok(Edits { edits, assumed })
}

fn text_or_none(text: &str, ask: &Ask) -> Result<Option<String>, Problem> {
    if text.is_empty() { Ok(None) } else { Call::clean_text(text, ask.name, &SPEC) }
}

/// Whether a meeting is already what an edit makes of it.
fn is_so(meeting: &Meeting, edit: &Edit) -> bool {
    let has = |value: &Option<String>| value.clone().filter(|text| !text.is_empty());
    match edit {
        Edit::Rename(title) => *title == meeting.summary,
        Edit::Move(span) => *span == meeting.span,
        Edit::Place(place) => *place == has(&meeting.location),
        Edit::Describe(text) => *text == has(&meeting.description),
        _ => false,
    }
}

async fn edit_dates(call: &mut Call<'_>, mine: Mine<'_>, wanted: &Wanted) -> Done {
    let Edits { edits, assumed } = edits(call, &mine, wanted)?;
    let Mine { stored, meeting, scope, dates, .. } = mine;
    let (names, edits): (Vec<_>, Vec<_>) = edits.into_iter().unzip();
    if edits.is_empty() {
        return call.tell(call.same(&stored, Same::Everything)).await;
    }
    let step = itip::edit_all(&stored.object, &scope, &edits, &call.cx())?;
    let told = told(call, (&stored, dates), &meeting, &names, &edits);
    let told = Told { except: call.except(&step, &scope, &edits), ..told }.on(scope, dates);
    let Some(stored) = call.keep_or_same(stored, step, Same::Everything).await? else {
        return Ok(());
    };
    let again = names.contains(&"the time");
    let view = match call.changed(&stored, &told) {
        View::Changed(changed) => View::Changed(Changed { again, ..changed }),
        view => view,
    };
    call.announce(view, &stored, &told.ping).await?;
    call.say_back(&stored, &told.scope, &assumed, Some(format!("undo #{}", stored.number))).await
}

/// What others are told: one edit as its own command would, several in one sentence.
fn told(
    call: &Call<'_>,
    (stored, dates): (&StoredObject, Dates),
    before: &Meeting,
    names: &[&str],
    edits: &[Edit],
) -> Told {
    let is_move =
        |edit: &Edit| matches!(edit, Edit::Move(_) | Edit::MoveAll(..) | Edit::MoveToCome(..));
    let moved = edits.iter().any(is_move);
    let ping = if moved { addresses(before) } else { Vec::new() };
    let told = match edits {
        [edit] if is_move(edit) => Told::of(Change::Moved, Some(call.time_text(before).text)),
        [Edit::Rename(title)] => call.renamed(stored, (before, dates), title),
        [Edit::Place(place)] => Told::of(Change::Placed, place.clone()),
        [Edit::Describe(_)] => Told::of(Change::Described, None),
        _ => Told::of(Change::Edited, Some(listed(names))),
    };
    Told { ping, ..told }
}

/// Names in a sentence: `the title, the place and the description`.
fn listed(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_the_names_of_fields() {
        let values = |wanted: &Wanted| -> Vec<_> {
            wanted.0.iter().map(|(name, value)| format!("{name}={value}")).collect()
        };
        for (line, head, said) in [
            ("#12 this title: A b when: fri 16:00", "#12 this", vec!["title=A b", "when=fri 16:00"]),
            ("when: 16:00", "", vec!["when=16:00"]),
            ("lunch place: Room: 5 title:", "lunch", vec!["place=Room: 5", "title="]),
            ("subtitle: x", "subtitle: x", vec![]),
            ("title: a title: b", "", vec!["title=a title: b"]),
        ] {
            let (found, wanted) = Wanted::in_line(line);
            assert_eq!((found, values(&wanted)), (head, said.iter().map(|s| (*s).to_owned()).collect()));
        }
    }

    #[test]
    fn a_mark_never_changes() {
        assert_eq!(mark(""), "811c9dc5");
        assert_eq!(mark(" a\r\n"), "e40c292c");
    }
}

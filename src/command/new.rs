//! `new`: one line makes a meeting.

use super::{
    Call, Doing, Done, Failure, Offered, Spec, Who,
    call::name_of_who,
    edited::Told,
    fill::Values,
    offer::{DESCRIPTION, PEOPLE, PLACE, TITLE, WHEN, WITH},
    text, undo,
};
use crate::{
    itip::{self, Draft},
    model::Uid,
    view::{Change, Problem},
    when::{self, Assumed, Reading},
};

pub(super) const SPEC: Spec = Spec {
    name: "new",
    aliases: &["create"],
    about: "Make a meeting: its title, when it is, who shall come, where.",
    usage: "TITLE WHEN [@PEOPLE] [in PLACE]",
    examples: &[
        "new Sprint review fri 15:00-15:45 @ana @bo in Room 5",
        "Lunch tomorrow 12:30",
        "new Standup 2030-12-14 9:15 for 15m mail kim@example.com",
    ],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[TITLE, WHEN, PLACE, WITH[0], WITH[1], WITH[2], WITH[3], WITH[4], PEOPLE, DESCRIPTION],
        form: true,
        private: false,
        fill,
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(make(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

/// A line that begins with no command: a meeting when a time is in it, and otherwise perhaps a mistyped command.
pub(super) async fn sentence(call: &mut Call<'_>, text: &str) -> Done {
    let (word, _) = super::parse::split_word(text);
    let named = call.named(text).await?;
    let timed = !matches!(when::read_sentence(&named.rest, &call.when()), Ok(None));
    if !timed && (super::nearest(word).is_some() || word.len() == text.len()) {
        return Err(super::help::unknown(word).into());
    }
    make(call, text).await
}

async fn make(call: &mut Call<'_>, text: &str) -> Done {
    let (draft, assumed) = draft(call, text).await?;
    make_of(call, draft, &assumed).await
}

/// Makes the meeting of a form. Who is named in its id is invited.
async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let (mut draft, assumed) = match (values.get(&TITLE), values.get(&WHEN)) {
        (Some(title), Some(phrase)) => titled(call, title, phrase)?,
        // Whoever fills in one of both has perhaps written a sentence there, which has both in it.
        (Some(line), None) if is_sentence(call, line) => draft(call, line).await?,
        (None, Some(line)) if begins_with_title(call, line) => draft(call, line).await?,
        (None, _) => return Err(Call::missing(&SPEC, "the title").into()),
        (_, None) => return Err(Call::missing(&SPEC, "the time").into()),
    };
    let place = values.line(&PLACE);
    text::bounded(&place, PLACE.name)?;
    draft.location = Some(place).filter(|place| !place.is_empty()).or(draft.location);
    let description = values.get(&DESCRIPTION).map(text::lines).unwrap_or_default();
    text::bounded(&description, DESCRIPTION.name)?;
    draft.description = Some(description).filter(|text| !text.is_empty()).or(draft.description);
    let mut people = std::mem::take(&mut draft.attendees);
    people.extend(call.people(values.named).await?);
    people.extend(call.filled_guests(values).await?);
    draft.attendees = others(call, people);
    make_of(call, draft, &assumed).await
}

/// A meeting of which the title and the time were said, each by itself.
fn titled(
    call: &Call<'_>,
    title: &str,
    phrase: &str,
) -> Result<(Draft, Vec<Assumed>), Failure> {
    let summary = call.clean_title(title)?;
    let reading = when::read_phrase(phrase, &call.when())
        .map_err(|error| Call::unreadable(&error, phrase))?;
    let draft = Draft {
        uid: Uid(call.ids.uuid().to_string()),
        summary,
        span: reading.span,
        recurrence: reading.recurrence,
        location: None,
        description: None,
        organizer: call.me(),
        attendees: Vec::new(),
    };
    Ok((draft, reading.assumed))
}

/// Whether a title has a time in it, or what is meant as one.
fn is_sentence(call: &Call<'_>, title: &str) -> bool {
    match when::read_sentence(title, &call.when()) {
        Ok(Some(reading)) => has_letters(&title_and_place(None, &reading).0),
        Ok(None) => false,
        Err(_) => true,
    }
}

/// Whether a time has a title before it: "fri 15" is no meeting called 15.
pub(super) fn begins_with_title(call: &Call<'_>, phrase: &str) -> bool {
    match when::read_sentence(phrase, &call.when()) {
        Ok(Some(reading)) => has_letters(&reading.title),
        Ok(None) | Err(_) => false,
    }
}

fn has_letters(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

async fn make_of(call: &mut Call<'_>, draft: Draft, assumed: &[Assumed]) -> Done {
    let step = itip::create(&draft, &call.cx())?;
    let stored = call.add(step).await?;
    call.belongs_to(&stored).await?;
    call.say_back_series(&stored, assumed, Some(undo::line(stored.number)), &[]).await?;
    if draft.attendees.is_empty() {
        return Ok(());
    }
    let told = Told {
        names: draft.attendees.iter().map(name_of_who).collect(),
        ping: draft.attendees.into_iter().map(|who| who.address).collect(),
        ..Told::of(Change::Invited, None)
    };
    let view = call.changed(&stored, &told);
    call.announce(view, &stored, &told.ping).await
}

pub(super) async fn draft(call: &mut Call<'_>, text: &str) -> Result<(Draft, Vec<Assumed>), Failure> {
    if text.is_empty() {
        return Err(Call::missing(&SPEC, "a title and a time").into());
    }
    let named = call.named(&text::lines(text)).await?;
    // The first line says what, when and where; what follows describes it.
    let (line, description) = named.rest.split_once('\n').unwrap_or((&named.rest, ""));
    let (quoted, line) = quoted_title(line);
    let reading = when::read_sentence(line, &call.when())
        .map_err(|error| call.unreadable_line(&error, line))?
        .ok_or_else(|| Problem::NoTime { text: line.trim().to_owned() })?;
    let (title, place) = title_and_place(quoted, &reading);
    let summary = call.clean_title(&title)?;
    text::bounded(description, "description")?;
    let draft = Draft {
        uid: Uid(call.ids.uuid().to_string()),
        summary,
        span: reading.span,
        recurrence: reading.recurrence,
        location: place,
        description: Some(description.trim().to_owned()).filter(|text| !text.is_empty()),
        organizer: call.me(),
        attendees: others(call, named.people),
    };
    Ok((draft, reading.assumed))
}

/// Those among people who are not the caller, each once.
fn others(call: &Call<'_>, people: Vec<itip::Who>) -> Vec<itip::Who> {
    let mut others: Vec<itip::Who> = Vec::new();
    for who in people.into_iter().filter(|who| !call.is_me(&who.address)) {
        if others.iter().all(|known| known.address != who.address) {
            others.push(who);
        }
    }
    others
}

/// A title in quotes at the start is taken as it stands, times and all.
fn quoted_title(line: &str) -> (Option<&str>, &str) {
    let quoted = line.strip_prefix(['"', '“']).and_then(|rest| rest.split_once(['"', '”']));
    quoted.map_or((None, line), |(title, rest)| (Some(title), rest))
}

/// What stands before the time is the title; what stands after it and begins with "in" or "at" is the place.
pub(super) fn title_and_place(quoted: Option<&str>, reading: &Reading) -> (String, Option<String>) {
    let after = reading.rest.trim();
    let place = ["in ", "at "].iter().find_map(|word| {
        let head = after.get(..word.len())?;
        head.eq_ignore_ascii_case(word).then(|| after.get(word.len()..)).flatten()
    });
    let before = quoted.unwrap_or(&reading.title).trim();
    match place {
        Some(place) => (before.to_owned(), Some(place.trim().to_owned())),
        None if quoted.is_some() || before.is_empty() || after.is_empty() => {
            (if before.is_empty() { after } else { before }.to_owned(), None)
        }
        None => (format!("{before} {after}"), None),
    }
}

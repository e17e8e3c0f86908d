//! What is asked where somebody opens a form. It only reads.

use super::{
    Call, Failure, answer,
    dates::{Found, Unsaid},
    edit,
    fill::Values,
    find_command,
    offer::{Ask, COMMENT, DATES, DESCRIPTION, PEOPLE, PLACE, TITLE, WHEN, WHY, WITH},
    text::{LONGEST, lines, one_line, short},
};
use crate::{
    chat::{Filled, Form, Input},
    itip::Meeting,
    store::StoredObject,
    view::{Dates, Problem},
    when::{self, Reading},
};

/// The longest head of a form, and of the words over an input, in characters.
const HEAD: usize = 45;
/// The longest hint, in characters.
const HINT: usize = 100;
/// The longest id of a form, in octets.
const ID: usize = 100;
/// The longest phrase about a time, in characters.
const PHRASE: usize = 100;

/// The form that somebody opened; `None` where there is nothing to ask.
///
/// # Errors
///
/// [`Failure`]: a problem that the person is told, or the database's.
pub async fn form(call: &mut Call<'_>, filled: &Filled) -> Result<Option<Form>, Failure> {
    let (command, values) = Values::of(filled);
    let spec = find_command(command).ok_or(Problem::StaleControl)?;
    call.command = spec.name;
    Ok(Some(match spec.name {
        "new" => new(call, &values),
        "move" => r#move(call, &values).await?,
        "edit" => edit(call, &values).await?,
        "cancel" => cancel(call, &values).await?,
        "propose" => propose(call, &values).await?,
        "yes" => answer(call, &values, "✅ Going").await?,
        "maybe" => answer(call, &values, "🤔 Maybe").await?,
        "no" => answer(call, &values, "❌ Can't").await?,
        _ => return Ok(None),
    }))
}

/// A new meeting, with what is known of it: people, or a message that it is made of.
fn new(call: &Call<'_>, values: &Values<'_>) -> Form {
    let message = values.get(&TEXT).map(|text| Message::read(call, text)).unwrap_or_default();
    let said = |ask: &Ask, read: &str| values.get(ask).unwrap_or(read).to_owned();
    let guests = guests(call, values);
    let title = match guests.first() {
        Some((_, name)) if guests.len() == 1 => format!("New meeting with {name}"),
        _ => "New meeting".to_owned(),
    };
    let mut id = "new".to_owned();
    for (mention, _) in guests {
        if id.len() + 1 + mention.len() <= ID {
            id.push(' ');
            id.push_str(mention);
        }
    }
    let place = input(&PLACE, "Where", &said(&PLACE, &message.place), "Room 5");
    let people = input(
        &PEOPLE,
        "Who else, by mail address",
        values.get(&PEOPLE).unwrap_or_default(),
        "kim@example.com",
    );
    Form {
        id,
        title: short(&title, HEAD),
        inputs: vec![
            titled(call, &said(&TITLE, &message.title)),
            needed(timed("When", &said(&WHEN, &message.when))),
            place,
            people,
            described(&said(&DESCRIPTION, &message.description)),
        ],
    }
}

/// The text of a message that a meeting is made of.
const TEXT: Ask = Ask { name: "text", ..DESCRIPTION };

/// Who is invited from the start: the texts of their mentions, and their names.
fn guests<'c>(call: &'c Call<'_>, values: &Values<'_>) -> Vec<(&'c str, &'c str)> {
    let chosen: Vec<_> = WITH.iter().filter_map(|ask| values.get(ask)).collect();
    let is_named =
        |text: &str| values.named.split(' ').any(|word| word == text) || chosen.contains(&text);
    let named = call.mentions.iter().filter(|mention| is_named(&mention.text));
    named.map(|mention| (mention.text.as_str(), mention.user.name.as_str())).collect()
}

/// What a message says of a meeting.
#[derive(Debug, Default)]
struct Message {
    title: String,
    when: String,
    place: String,
    description: String,
}

impl Message {
    /// The first line is the title, and the first line with a time in it says when; what is left describes it.
    fn read(call: &Call<'_>, text: &str) -> Self {
        let text = call.mentions.iter().fold(lines(text), |text, mention| {
            text.replace(&mention.text, &format!("@{}", mention.user.name))
        });
        let cx = call.when();
        let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let mut message = Self {
            title: first.trim().to_owned(),
            description: rest.trim().to_owned(),
            ..Self::default()
        };
        for (nth, line) in text.lines().enumerate() {
            let Ok(Some(reading)) = when::read_sentence(line, &cx) else { continue };
            message.when = said(line, &reading)
                .filter(|phrase| is_same(phrase, &reading, &cx))
                .unwrap_or_else(|| reading.phrase(&cx));
            if nth == 0 {
                let (title, place) = super::new::title_and_place(None, &reading);
                message.title = title;
                message.place = place.unwrap_or_default();
            }
            break;
        }
        // What the title has no room for is not lost.
        if message.title.chars().count() > call.defaults.max_title {
            message.description.clone_from(&text);
        }
        message
    }
}

/// The words of a line that were read as a time.
fn said(line: &str, reading: &Reading) -> Option<String> {
    let words: Option<Vec<_>> =
        reading.said.iter().map(|octets| line.get(octets.clone())).collect();
    words.map(|words| words.join(" "))
}

fn is_same(phrase: &str, reading: &Reading, cx: &when::Cx) -> bool {
    when::read_phrase(phrase, cx)
        .is_ok_and(|again| again.span == reading.span && again.recurrence == reading.recurrence)
}

async fn r#move(call: &mut Call<'_>, values: &Values<'_>) -> Result<Form, Failure> {
    let (stored, meeting) = changed(call, values).await?;
    let now = when::phrase_of(&meeting.span, &call.when());
    let mut inputs = vec![needed(timed("When", values.get(&WHEN).unwrap_or(&now)))];
    inputs.extend(dates(&stored, values));
    Ok(form_of("move", "Move", &stored, &meeting, inputs))
}

/// What a meeting says now. The id holds a mark of each value that is shown.
async fn edit(call: &mut Call<'_>, values: &Values<'_>) -> Result<Form, Failure> {
    let (stored, meeting) = changed(call, values).await?;
    let when = when::phrase_of(&meeting.span, &call.when());
    let place = one_line(meeting.location.as_deref().unwrap_or_default());
    let mut inputs = vec![
        titled(call, &meeting.summary),
        needed(timed("When", &when)),
        input(&PLACE, "Where", &place, "Room 5"),
        described(meeting.description.as_deref().unwrap_or_default()),
    ];
    let marks: Vec<_> = inputs.iter().map(|input| edit::mark(&input.value)).collect();
    for (input, ask) in inputs.iter_mut().zip(edit::ASKED) {
        if let Some(said) = values.get(&ask) {
            input.value = short(said, input.max);
        }
    }
    inputs.extend(dates(&stored, values));
    let form = form_of("edit", "Edit", &stored, &meeting, inputs);
    Ok(Form { id: format!("{} {}", form.id, marks.join(".")), ..form })
}

async fn cancel(call: &mut Call<'_>, values: &Values<'_>) -> Result<Form, Failure> {
    let (stored, meeting) = changed(call, values).await?;
    let mut inputs = vec![remark(&WHY, "Why", values, "Everyone in the meeting reads it")];
    inputs.extend(dates(&stored, values));
    Ok(form_of("cancel", "Cancel", &stored, &meeting, inputs))
}

async fn propose(call: &mut Call<'_>, values: &Values<'_>) -> Result<Form, Failure> {
    let (stored, meeting) = answered(call, values).await?;
    if call.organizes(&meeting) {
        return Err(Problem::OwnProposal { number: stored.number }.into());
    }
    let when = values.get(&WHEN).unwrap_or_default();
    let mut inputs = vec![
        needed(timed("What time would suit you", when)),
        remark(&WHY, "Why", values, "The organizer reads it"),
    ];
    inputs.extend(dates(&stored, values));
    Ok(form_of("propose", "Another time for", &stored, &meeting, inputs))
}

async fn answer(call: &mut Call<'_>, values: &Values<'_>, head: &str) -> Result<Form, Failure> {
    let (stored, meeting) = answered(call, values).await?;
    let mut inputs = vec![remark(&COMMENT, "Comment", values, "Everyone in the meeting reads it")];
    inputs.extend(dates(&stored, values));
    Ok(form_of(call.command, &format!("{head}:"), &stored, &meeting, inputs))
}

/// A meeting that the caller may change, and the date of it that its card shows.
async fn changed(
    call: &mut Call<'_>,
    values: &Values<'_>,
) -> Result<(StoredObject, Meeting), Failure> {
    let found = call.filled_found(values).await?;
    let mine = call.mine(found, Unsaid::Are(Dates::This))?;
    answer::still_open(call, mine.stored.number, &mine.meeting)?;
    Ok((mine.stored, mine.meeting))
}

/// A meeting that takes answers, and the date of it that its card shows.
async fn answered(
    call: &mut Call<'_>,
    values: &Values<'_>,
) -> Result<(StoredObject, Meeting), Failure> {
    let Found { stored, .. } = call.filled_found(values).await?;
    let meeting = call.meeting(&stored);
    answer::still_open(call, stored.number, &meeting)?;
    Ok((stored, meeting))
}

fn form_of(
    command: &str,
    head: &str,
    stored: &StoredObject,
    meeting: &Meeting,
    inputs: Vec<Input>,
) -> Form {
    let title = short(&format!("{head} {}", one_line(&meeting.summary)), HEAD);
    Form { id: format!("{command} #{}", stored.number), title, inputs }
}

/// Which dates, of a meeting that repeats.
fn dates(stored: &StoredObject, values: &Values<'_>) -> Option<Input> {
    let said = values.get(&DATES).unwrap_or("this");
    let hint = "this, this and following, all, or a day such as 24 dec";
    let asked = || needed(Input { max: PHRASE, ..input(&DATES, "Which dates", said, hint) });
    stored.object.is_recurring().then(asked)
}

fn titled(call: &Call<'_>, value: &str) -> Input {
    let max = call.defaults.max_title.min(LONGEST);
    let value = short(value, max);
    needed(Input { max, ..input(&TITLE, "Title", &value, "Sprint review") })
}

fn timed(label: &str, value: &str) -> Input {
    let value = short(value, PHRASE);
    Input { max: PHRASE, ..input(&WHEN, label, &value, "fri 15:00-15:45") }
}

fn described(value: &str) -> Input {
    Input { long: true, ..input(&DESCRIPTION, "What it is about", &lines(value), "") }
}

fn remark(ask: &Ask, label: &str, values: &Values<'_>, hint: &str) -> Input {
    let said = values.get(ask).unwrap_or_default();
    Input { long: true, ..input(ask, label, said, hint) }
}

fn needed(input: Input) -> Input {
    Input { required: true, ..input }
}

fn input(ask: &Ask, label: &str, value: &str, hint: &str) -> Input {
    Input {
        name: ask.name.to_owned(),
        label: short(label, HEAD),
        value: short(value, LONGEST),
        hint: short(hint, HINT),
        required: false,
        long: false,
        max: LONGEST,
    }
}

//! What a value could be that somebody is typing, and how it is understood. It only reads.

use chrono_tz::Tz;

use super::{
    ALL, Call, Failure,
    fill::Values,
    r#move::{TimeReader, time_reader},
    new::{begins_with_title, title_and_place},
    offer::{COMMAND, DATES, MEETING, PERIOD, SETTING, TITLE, VALUE, WHEN, ZONE},
    series::Rhythm,
    settings,
    text::{one_line, sentence, short},
};
use crate::{
    chat::{Filled, Suggestion, Typing},
    itip::Status,
    model::{CalTime, Span, morning, wall_clock},
    store::{Listed, StoredObject},
    view::{TimeText, clock_text, moment_text},
    when::{self, Reading, WhenError},
};

/// How many suggestions there are at most.
const MOST: usize = 25;
/// The longest label and the longest value, in characters.
const LONGEST: usize = 100;
/// Among how many meetings a number is looked for.
const AMONG: i64 = 500;

/// What a value could be.
///
/// # Errors
///
/// [`Failure`]; there is nothing to suggest then.
pub async fn suggest(call: &mut Call<'_>, typing: &Typing) -> Result<Vec<Suggestion>, Failure> {
    let text = typing.text.trim();
    let mut found = match typing.field.as_str() {
        name if name == MEETING.name => meetings(call, text, &typing.form).await?,
        name if name == DATES.name => dates(call, text, typing).await,
        name if name == WHEN.name => times(call, text, typing).await,
        name if name == PERIOD.name => periods(call, text),
        name if name == ZONE.name => zones(call, text),
        name if name == SETTING.name => {
            named(text, settings::known().map(|(name, about, _)| (name, about)))
        }
        name if name == VALUE.name => values(call, text, typing),
        name if name == COMMAND.name => named(text, ALL.iter().map(|spec| (spec.name, spec.about))),
        _ => Vec::new(),
    };
    found.retain(|one| (1..=LONGEST).contains(&one.value.chars().count()));
    found.truncate(MOST);
    Ok(found)
}

fn suggestion(label: &str, value: &str) -> Suggestion {
    Suggestion { label: short(&one_line(label), LONGEST), value: value.to_owned() }
}

/// The meetings of the room by letters of the title or digits of the number, the next first.
async fn meetings(
    call: &mut Call<'_>,
    text: &str,
    command: &str,
) -> Result<Vec<Suggestion>, Failure> {
    let number = text.trim_start_matches('#');
    let is_number = number.chars().all(|c| c.is_ascii_digit());
    let letters = if is_number { "" } else { text };
    let room = call.room.at.clone();
    let mut found = call.tx.find_by_title(&room, letters, call.now, AMONG).await?;
    found.dedup_by(|one, other| one.object == other.object);
    let reads = matches!(command, "show" | "export");
    let (now, fits) = (call.now, |number: i64, said: &str| number.to_string().starts_with(said));
    found.retain(|listed| {
        let ahead = listed.status != Status::Cancelled && listed.ends_at > now;
        (reads || ahead) && (!is_number || fits(listed.number, number))
    });
    Ok(found.iter().take(MOST).map(|listed| meeting(call, listed)).collect())
}

fn meeting(call: &Call<'_>, listed: &Listed) -> Suggestion {
    let number = format!("#{}", listed.number);
    let when = match listed.days {
        Some((first, _)) => first.format("%a %-d %b").to_string(),
        None => moment_text(listed.starts_at, call.zone()),
    };
    let room =
        LONGEST.saturating_sub(number.len() + when.chars().count() + " ".len() + " · ".len());
    let title = short(&one_line(&listed.summary), room);
    suggestion(&format!("{number} {title} · {when}"), &number)
}

/// The dates of the meeting that was chosen: in words, and the next ones by their days.
async fn dates(call: &mut Call<'_>, text: &str, typing: &Typing) -> Vec<Suggestion> {
    let mut found = vec![
        suggestion("this date: the next one", "this"),
        suggestion("this and following dates", "this and following"),
        suggestion("all dates", "all"),
    ];
    if let Some(stored) = chosen(call, typing).await {
        let ahead = stored.object.next_dates(call.now, MOST, call.room_zone());
        found.extend(ahead.iter().map(|date| {
            let time = TimeText::of(&date.span, date.start, date.end, call.room_zone(), call.now);
            let day = wall_clock(date.start, call.zone()).format("%a %-d %b %Y").to_string();
            suggestion(&time.text, &day)
        }));
    }
    let text = text.to_lowercase();
    found.retain(|one| one.label.to_lowercase().contains(&text));
    if found.is_empty() {
        found.push(suggestion(&text, &text));
    }
    found
}

/// Times that often suit, where nothing is typed yet.
const USUAL: [&str; 6] =
    ["today 16:00", "tomorrow 10:00", "tomorrow 14:00", "mon 10:00", "wed 14:00", "fri 15:00"];

/// What is typed, with what it means; or what could be typed.
async fn times(call: &mut Call<'_>, text: &str, typing: &Typing) -> Vec<Suggestion> {
    let base = base(call, typing).await;
    if !text.is_empty() {
        let untitled =
            typing.form == "new" && typing.values.iter().all(|(name, _)| name != TITLE.name);
        return vec![match read(call, text, base.as_ref()) {
            Ok(reading) if typing.form == "remind" => {
                suggestion(&meaning(call, &at_once(reading)), text)
            }
            Ok(reading) => suggestion(&meaning(call, &reading), text),
            Err(error) => {
                let whole = if untitled { whole(call, text) } else { None };
                suggestion(&whole.unwrap_or_else(|| sentence(&error.to_string())), text)
            }
        }];
    }
    let ahead = |reading: &Reading| {
        reading.span.start.instant(call.zone()).is_some_and(|start| start > call.now)
    };
    let usual = USUAL.into_iter().filter_map(|phrase| {
        let reading = read(call, phrase, base.as_ref()).ok().filter(ahead)?;
        Some(suggestion(&format!("{phrase} · {}", meaning(call, &reading)), phrase))
    });
    usual.collect()
}

/// What a sentence means that has the title of a meeting before the time, where nobody gave one.
fn whole(call: &Call<'_>, text: &str) -> Option<String> {
    let reading = when::read_sentence(text, &call.when()).ok()??;
    let (title, _) = title_and_place(None, &reading);
    begins_with_title(call, text).then(|| format!("{title}: {}", meaning(call, &reading)))
}

fn read(
    call: &Call<'_>,
    text: &str,
    base: Option<&(Span, TimeReader)>,
) -> Result<Reading, WhenError> {
    match base {
        Some((base, read)) => read(text, base, &call.when()),
        None => when::read_phrase(text, &call.when()),
    }
}

/// What somebody is to be reminded of takes no time; where only the day is said, it comes in the morning.
fn at_once(reading: Reading) -> Reading {
    let start = match reading.span.start {
        // All dates of a series are days then.
        CalTime::Date(_) if reading.recurrence.is_some() => return reading,
        CalTime::Date(day) => {
            CalTime::Zoned { local: day.and_time(morning()), tzid: reading.zone.name().to_owned() }
        }
        start => start,
    };
    Reading { span: Span { start: start.clone(), end: start }, ..reading }
}

/// The time of the meeting that is to go elsewhere: what is left open stays as it is.
async fn base(call: &mut Call<'_>, typing: &Typing) -> Option<(Span, TimeReader)> {
    if matches!(typing.form.as_str(), "new" | "remind") {
        return None;
    }
    let stored = chosen(call, typing).await?;
    Some((call.meeting(&stored).span, time_reader(&typing.form)))
}

/// The meeting that the other fields name, where they do.
async fn chosen(call: &mut Call<'_>, typing: &Typing) -> Option<StoredObject> {
    let filled =
        Filled { form: typing.form.clone(), values: typing.values.clone(), ..Filled::default() };
    call.filled_meeting(&Values::of(&filled).1).await.ok()
}

/// What a time means to who types it: `Fri 4 Dec 2026, 15:00–15:45 CET, 45 min`, and how it repeats.
fn meaning(call: &Call<'_>, reading: &Reading) -> String {
    let time = TimeText::of_span(&reading.span, call.zone(), call.now);
    let here = time.here.map(|here| format!(" ({here} for you)")).unwrap_or_default();
    let length = time.length.filter(|_| !reading.span.start.is_date());
    let length = length.map(|length| format!(", {length}")).unwrap_or_default();
    let Rhythm { repeats, later, .. } = call.rhythm_of(reading);
    match repeats {
        None => format!("{}{here}{length}", time.text),
        Some(repeats) => with_later(format!("{}, {repeats}", time.text), &later),
    }
}

/// A series with as many of its later dates as there is room for.
fn with_later(series: String, later: &[String]) -> String {
    let dates = (1..=later.len()).rev().filter_map(|many| later.get(..many));
    let mut longer = dates.map(|dates| format!("{series}; then {}", dates.join(", ")));
    longer.find(|whole| whole.chars().count() <= LONGEST).unwrap_or(series)
}

/// Stretches of days that people ask for.
const STRETCHES: [&str; 8] = [
    "today",
    "tomorrow",
    "this week",
    "next week",
    "next 2 weeks",
    "this month",
    "next month",
    "this year",
];

fn periods(call: &Call<'_>, text: &str) -> Vec<Suggestion> {
    let begin = text.to_lowercase();
    let mut found: Vec<_> = STRETCHES
        .into_iter()
        .filter(|stretch| stretch.starts_with(&begin))
        .filter_map(|stretch| Some(suggestion(&period(call, stretch).ok()?, stretch)))
        .collect();
    if found.is_empty() {
        let label = period(call, text).unwrap_or_else(|error| sentence(&error.to_string()));
        found.push(suggestion(&label, text));
    }
    found
}

/// A stretch of days with what it means.
fn period(call: &Call<'_>, text: &str) -> Result<String, WhenError> {
    let (from, to) = when::read_range(text, &call.when())?;
    let day = |at| CalTime::Date(wall_clock(at, call.zone()).date_naive());
    let days = Span { start: day(from), end: day(to) };
    Ok(format!("{text} · {}", TimeText::of_span(&days, call.zone(), call.now).text))
}

/// Zones by their letters; where nothing is typed, those that count here.
fn zones(call: &Call<'_>, text: &str) -> Vec<Suggestion> {
    let mut zones: Vec<Tz> = if text.is_empty() {
        vec![call.zone(), call.room_zone(), call.defaults.zone, Tz::UTC]
    } else {
        when::zone(text).into_iter().chain(when::zones_like(text)).collect()
    };
    let mut known = Vec::new();
    zones.retain(|zone| {
        !known.contains(zone) && {
            known.push(*zone);
            true
        }
    });
    if let (true, Err(error)) = (zones.is_empty(), when::zone(text)) {
        return vec![suggestion(&sentence(&error.to_string()), text)];
    }
    let label = |zone: &Tz| format!("{} · {}", zone.name(), clock_text(call.now, *zone));
    zones.iter().map(|zone| suggestion(&label(zone), zone.name())).collect()
}

/// Names that begin as what is typed, each with what it is for.
fn named<'n>(text: &str, names: impl Iterator<Item = (&'n str, &'n str)>) -> Vec<Suggestion> {
    let begin = text.to_lowercase();
    let fitting = names.filter(|(name, _)| name.starts_with(&begin));
    fitting.map(|(name, about)| suggestion(&format!("{name} · {about}"), name)).collect()
}

/// What a setting takes.
fn values(call: &Call<'_>, text: &str, typing: &Typing) -> Vec<Suggestion> {
    let chosen = typing.values.iter().find(|(field, _)| field == SETTING.name);
    let chosen = chosen.map(|(_, name)| name.trim().to_lowercase()).unwrap_or_default();
    let Some((_, _, takes)) = settings::known().find(|(name, ..)| *name == chosen) else {
        return Vec::new();
    };
    let mut found = if chosen == ZONE.name { zones(call, text) } else { Vec::new() };
    if found.is_empty() && !text.is_empty() {
        found.push(suggestion(&format!("{text} · takes {takes}"), text));
    }
    if "default".starts_with(&text.to_lowercase()) {
        found.push(suggestion("default · as it is everywhere else", "default"));
    }
    found
}

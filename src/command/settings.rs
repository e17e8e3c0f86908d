//! `settings`: what holds in this room. Everyone may look; who moderates the room may change.

use std::str::FromStr;

use chrono::TimeDelta;

use super::{
    Call, Doing, Done, Failure, Offered, Spec, Who,
    fill::Values,
    leads,
    offer::{SETTING, VALUE},
    parse,
    zone::read_zone,
};
use crate::{
    itip::Uninvited,
    store::Room,
    view::{Problem, SettingRow, SettingSet, Settings, View, length_text},
    when::{self, Dialect, Language},
};

pub(super) const SPEC: Spec = Spec {
    name: "settings",
    aliases: &["set"],
    about: "See or change what holds in this room, such as its zone and who makes meetings.",
    usage: "[NAME VALUE | NAME default]",
    examples: &["settings", "settings zone Europe/Berlin", "settings length 30m"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[SETTING, VALUE],
        form: false,
        private: false,
        fill,
    }),
};

/// A setting of a room.
struct Kind {
    name: &'static str,
    about: &'static str,
    takes: &'static str,
    show: fn(&Call<'_>) -> String,
    chosen: fn(&Room) -> bool,
    set: fn(&mut Room, Option<&str>) -> Result<(), Invalid>,
}

/// What is wrong with a value.
enum Invalid {
    Value,
    Zone(Problem),
}

const KINDS: &[Kind] = &[
    Kind {
        name: "zone",
        about: "The zone of those who chose none of their own, and of the cards.",
        takes: "a zone such as Europe/Berlin",
        show: |call| call.room_zone().name().to_owned(),
        chosen: |room| room.zone.is_some(),
        set: |room, text| {
            room.zone = text.map_or(Ok(None), read_zone).map_err(Invalid::Zone)?;
            Ok(())
        },
    },
    Kind {
        name: "length",
        about: "How long a meeting is when nobody says.",
        takes: "a length such as 30m or 1h",
        show: |call| length_text(call.length()).unwrap_or_default(),
        chosen: |room| room.length_minutes.is_some(),
        set: |room, text| {
            room.length_minutes = text.map(|text| read_minutes(room, text)).transpose()?;
            Ok(())
        },
    },
    Kind {
        name: "reminder",
        about: "How long before the start those who come are reminded.",
        takes: "lengths such as 15m or 1 day, 15 min, up to five of at most four weeks, or off",
        show: |call| leads::text(&call.habits().leads),
        chosen: |room| room.reminders.is_some(),
        set: |room, text| {
            let language = language(room);
            let read = |text| leads::read(text, language).ok_or(Invalid::Value);
            room.reminders = text.map(read).transpose()?;
            Ok(())
        },
    },
    Kind {
        name: "answers",
        about: "Whether everyone here may answer, or only who is invited.",
        takes: "open or invited",
        show: |call| match call.cx().policy.uninvited {
            Uninvited::Accept => "open".to_owned(),
            Uninvited::Refuse => "invited".to_owned(),
        },
        chosen: |room| room.uninvited.is_some(),
        set: |room, text| {
            room.uninvited = match text.map(str::to_lowercase).as_deref() {
                None => None,
                Some("open") => Some(Uninvited::Accept),
                Some("invited") => Some(Uninvited::Refuse),
                Some(_) => return Err(Invalid::Value),
            };
            Ok(())
        },
    },
    Kind {
        name: "dates",
        about: "Whether 03/04 is the 3rd of April (uk) or March the 4th (us), and whether times are said in German, French or \
                Spanish too (de, fr, es).",
        takes: "uk, us, de, fr or es",
        show: |call| match call.room_reads() {
            (Language::German, _) => "de".to_owned(),
            (Language::French, _) => "fr".to_owned(),
            (Language::Spanish, _) => "es".to_owned(),
            (Language::English, Dialect::Uk) => "uk".to_owned(),
            (Language::English, Dialect::Us) => "us".to_owned(),
            (Language::English, Dialect::Unknown) => "asked about".to_owned(),
        },
        chosen: |room| room.locale.is_some(),
        set: |room, text| {
            room.locale = text.map(read_locale).transpose()?;
            Ok(())
        },
    },
    Kind {
        name: "create",
        about: "Whether everyone here may make meetings, or only moderators.",
        takes: "everyone or moderators",
        show: |call| either(call.room.moderated == Some(true), "moderators", "everyone"),
        chosen: |room| room.moderated.is_some(),
        set: |room, text| {
            room.moderated = read_either(text, "moderators", "everyone")?;
            Ok(())
        },
    },
    Kind {
        name: "calendar",
        about: "Whether meetings are shown in the calendar beside this room, where the network has one.",
        takes: "on or off",
        show: |call| either(call.room.calendar != Some(false), "on", "off"),
        chosen: |room| room.calendar.is_some(),
        set: |room, text| {
            room.calendar = read_either(text, "on", "off")?;
            Ok(())
        },
    },
    Kind {
        name: "cards",
        about: "Whether a series has one card, which shows its next date, or each date also one of its own, and how long before.",
        takes: "series, each (a day before), or each 3 days, at most four weeks",
        show: |call| match call.room.ahead_minutes.map(TimeDelta::minutes) {
            Some(ahead) => format!("each {}", length_text(ahead).unwrap_or_default()),
            None => "series".to_owned(),
        },
        chosen: |room| room.ahead_minutes.is_some(),
        set: |room, text| {
            let language = language(room);
            let ahead = text.map_or(Ok(None), |text| read_cards(text, language))?;
            room.ahead_minutes = ahead.map(|ahead| ahead.num_minutes());
            Ok(())
        },
    },
    Kind {
        name: "start",
        about: "Whether it is said that a meeting begins, when it does.",
        takes: "on or off",
        show: |call| either(call.habits().starting, "on", "off"),
        chosen: |room| room.starting.is_some(),
        set: |room, text| {
            room.starting = read_either(text, "on", "off")?;
            Ok(())
        },
    },
    Kind {
        name: "digest",
        about: "When this room is told what is on that day, or that week.",
        takes: "daily 8:00, weekdays 8:00, weekly mon 8:00, several with commas between them, or off",
        show: |call| shown(call.room.digest.as_ref()),
        chosen: |room| room.digest.is_some(),
        set: |room, text| {
            room.digest = read_hours(text)?;
            Ok(())
        },
    },
    Kind {
        name: "quiet",
        about: "When this room is not disturbed by reminders and digests.",
        takes: "hours such as 22:00-8:00, or off",
        show: |call| shown(call.room.quiet.as_ref()),
        chosen: |room| room.quiet.is_some(),
        set: |room, text| {
            room.quiet = read_hours(text)?;
            Ok(())
        },
    },
];

/// Hours that may be off.
fn shown(hours: Option<&impl ToString>) -> String {
    hours.map_or_else(|| "off".to_owned(), ToString::to_string)
}

fn read_hours<T: FromStr>(text: Option<&str>) -> Result<Option<T>, Invalid> {
    let is_off = |text: &&str| ["off", "none", "never"].iter().any(|off| text.eq_ignore_ascii_case(off));
    match text.filter(|text| !is_off(text)) {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| Invalid::Value),
    }
}

/// The word for a setting that has two values.
fn either(is: bool, yes: &str, no: &str) -> String {
    if is { yes.to_owned() } else { no.to_owned() }
}

fn read_either(text: Option<&str>, yes: &str, no: &str) -> Result<Option<bool>, Invalid> {
    match text {
        None => Ok(None),
        Some(text) if text.eq_ignore_ascii_case(yes) => Ok(Some(true)),
        Some(text) if text.eq_ignore_ascii_case(no) => Ok(Some(false)),
        Some(text) if yes == "on" && text.eq_ignore_ascii_case("yes") => Ok(Some(true)),
        Some(text) if yes == "on" && text.eq_ignore_ascii_case("no") => Ok(Some(false)),
        Some(_) => Err(Invalid::Value),
    }
}

/// The locale that a word for how dates are written stands for.
fn read_locale(text: &str) -> Result<String, Invalid> {
    let locale = match text.to_lowercase().replace('_', "-").as_str() {
        "uk" | "en-gb" => "en-GB",
        "us" | "en-us" => "en-US",
        "de" | "de-de" | "german" | "deutsch" => "de-DE",
        "fr" | "fr-fr" | "french" | "français" => "fr-FR",
        "es" | "es-es" | "spanish" | "español" => "es-ES",
        _ => return Err(Invalid::Value),
    };
    Ok(locale.to_owned())
}

/// How long before a date its card comes; nothing for one card of the whole series.
fn read_cards(text: &str, language: Language) -> Result<Option<TimeDelta>, Invalid> {
    let (word, rest) = parse::split_word(text);
    let each = word.eq_ignore_ascii_case("each");
    match rest {
        "" if word.eq_ignore_ascii_case("series") => Ok(None),
        "" if each => Ok(Some(TimeDelta::days(1))),
        _ if !each => Err(Invalid::Value),
        rest => {
            let end = ["before", "ahead"].into_iter().find_map(|end| rest.strip_suffix(end));
            let length = end.unwrap_or(rest).trim();
            let ahead = when::read_length(length, language).map_err(|_| Invalid::Value)?;
            let fits = ahead >= TimeDelta::minutes(1) && ahead <= FURTHEST;
            if fits { Ok(Some(ahead)) } else { Err(Invalid::Value) }
        }
    }
}

/// How long before a date its card can come at most.
const FURTHEST: TimeDelta = TimeDelta::weeks(4);

/// The longest length a setting takes: a day.
const LONGEST: TimeDelta = TimeDelta::days(1);

fn language(room: &Room) -> Language {
    room.locale.as_deref().map(Language::of_locale).unwrap_or_default()
}

fn read_minutes(room: &Room, text: &str) -> Result<i64, Invalid> {
    let length = when::read_length(text, language(room)).map_err(|_| Invalid::Value)?;
    let fits = length >= TimeDelta::minutes(1) && length <= LONGEST;
    if fits { Ok(length.num_minutes()) } else { Err(Invalid::Value) }
}

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(settings(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn settings(call: &mut Call<'_>, text: &str) -> Done {
    let (name, value) = parse::split_word(text);
    see_or_change(call, name, value).await
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    see_or_change(call, &values.line(&SETTING), &values.line(&VALUE)).await
}

async fn see_or_change(call: &mut Call<'_>, name: &str, value: &str) -> Done {
    if !value.is_empty() {
        let set = change(call, name, value).await?;
        return call.tell(View::SettingSet(set)).await;
    }
    let one = if name.is_empty() { None } else { Some(of(name)?) };
    let shown = KINDS.iter().filter(|kind| one.is_none_or(|one| one.name == kind.name));
    let rows = shown.map(|kind| SettingRow {
        name: kind.name.to_owned(),
        value: (kind.show)(call),
        default: !(kind.chosen)(&call.room),
        about: kind.about.to_owned(),
    });
    let rows = rows.collect();
    call.tell(View::Settings(Settings { rows })).await
}

async fn change(call: &mut Call<'_>, name: &str, value: &str) -> Result<SettingSet, Failure> {
    let kind = of(name)?;
    if !call.caller.moderator {
        let what = "change the settings of this room".to_owned();
        return Err(Problem::NotModerator { what }.into());
    }
    let bad = || Problem::BadValue {
        name: kind.name.to_owned(),
        value: value.to_owned(),
        takes: format!("{}, or default", kind.takes),
    };
    let before = (kind.show)(call);
    let taken = Some(value).filter(|value| !value.eq_ignore_ascii_case("default"));
    (kind.set)(&mut call.room, taken).map_err(|invalid| match invalid {
        Invalid::Value => bad(),
        Invalid::Zone(problem) => problem,
    })?;
    call.tx.put_room(&call.room).await?;
    call.did(None).await?;
    if matches!(kind.name, "reminder" | "start" | "quiet" | "zone" | "cards") {
        call.renew_reminders().await?;
    }
    if matches!(kind.name, "digest" | "zone" | "quiet") {
        let next = call.room.digest.as_ref();
        let next = next.and_then(|digests| digests.next(call.now, call.room_zone()));
        call.tx.set_next_digest(&call.room.at, next).await?;
    }
    if kind.name == "calendar" {
        // The cards say whether the calendar is in step; what it could not show before is tried again.
        let room = call.room.at.clone();
        call.tx.retry_events_in(&room).await?;
        call.tx.enqueue_cards_in(&room, call.now).await?;
    }
    Ok(SettingSet { name: kind.name.to_owned(), value: (kind.show)(call), before })
}

/// Other words for a setting.
const ALSO: [(&str, &str); 5] = [
    ("locale", "dates"),
    ("language", "dates"),
    ("lang", "dates"),
    ("timezone", "zone"),
    ("reminders", "reminder"),
];

/// The setting of a name, or of another word for it.
fn of(name: &str) -> Result<&'static Kind, Problem> {
    let also = ALSO.iter().find(|(word, _)| word.eq_ignore_ascii_case(name));
    let known = also.map_or(name, |(_, known)| known);
    KINDS.iter().find(|kind| kind.name.eq_ignore_ascii_case(known)).ok_or_else(|| {
        let nearest = nearest(name).map(|kind| kind.name.to_owned());
        Problem::BadSetting { name: name.to_owned(), nearest }
    })
}

fn nearest(name: &str) -> Option<&'static Kind> {
    let name = name.to_lowercase();
    let distance = |kind: &&Kind| strsim::osa_distance(&name, kind.name);
    KINDS.iter().min_by_key(distance).filter(|kind| distance(kind) <= name.len() / 3)
}

/// The settings, each with what it is for and what it takes.
pub(super) fn known() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    KINDS.iter().map(|kind| (kind.name, kind.about, kind.takes))
}

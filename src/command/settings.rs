//! `settings`: what holds in this room. Everyone may look; who moderates the room may change.

use chrono::TimeDelta;

use super::{Call, Doing, Done, Failure, Spec, Who, parse, zone::read_zone};
use crate::{
    itip::Uninvited,
    store::Room,
    view::{Problem, Setting, Settings, View},
    when::{self, Dialect},
};

pub(super) const SPEC: Spec = Spec {
    name: "settings",
    aliases: &["set"],
    about: "See or change what holds in this room: zone, length, reminder, answers, dates.",
    usage: "[NAME VALUE | NAME default]",
    examples: &["settings", "settings zone Europe/Berlin", "settings length 30m"],
    who: Who::Anyone,
    run,
};

/// A setting of a room.
struct Kind {
    name: &'static str,
    takes: &'static str,
    show: fn(&Call<'_>) -> (String, bool),
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
        takes: "a zone such as Europe/Berlin",
        show: |call| (call.room_zone().name().to_owned(), call.room.zone.is_some()),
        set: |room, text| {
            room.zone = text.map_or(Ok(None), read_zone).map_err(Invalid::Zone)?;
            Ok(())
        },
    },
    Kind {
        name: "length",
        takes: "a length such as 30m or 1h",
        show: |call| (crate::view::length(call.length()), call.room.length.is_some()),
        set: |room, text| {
            room.length = text.map(read_length).transpose()?;
            Ok(())
        },
    },
    Kind {
        name: "reminder",
        takes: "how long before the start, such as 15m, or off",
        show: |call| {
            let shown = call.reminder().map_or_else(|| "off".to_owned(), crate::view::length);
            (shown, call.room.reminder.is_some())
        },
        set: |room, text| {
            room.reminder = match text {
                None => None,
                Some(off) if off.eq_ignore_ascii_case("off") => Some(None),
                Some(text) => Some(Some(read_length(text)?)),
            };
            Ok(())
        },
    },
    Kind {
        name: "answers",
        takes: "open (everyone here may answer) or invited",
        show: |call| {
            let open = call.cx().policy.uninvited == Uninvited::Accept;
            (if open { "open" } else { "invited" }.to_owned(), call.room.uninvited.is_some())
        },
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
        takes: "uk (day first) or us (month first)",
        show: |call| {
            let dialect = call.room.dialect.unwrap_or(call.defaults.dialect);
            (dialect.as_str().to_owned(), call.room.dialect.is_some())
        },
        set: |room, text| {
            room.dialect = match text.map(str::to_lowercase).as_deref() {
                None => None,
                Some("uk") => Some(Dialect::Uk),
                Some("us") => Some(Dialect::Us),
                Some(_) => return Err(Invalid::Value),
            };
            Ok(())
        },
    },
];

/// The longest length a setting takes: a day.
const LONGEST: TimeDelta = TimeDelta::days(1);

fn read_length(text: &str) -> Result<TimeDelta, Invalid> {
    let length = when::read_length(text).ok_or(Invalid::Value)?;
    if length > TimeDelta::zero() && length <= LONGEST { Ok(length) } else { Err(Invalid::Value) }
}

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(settings(call, text))
}

async fn settings(call: &mut Call<'_>, text: &str) -> Done {
    let (name, value) = parse::split_word(text);
    if !name.is_empty() {
        change(call, name, value).await?;
    }
    let rows = KINDS.iter().map(|kind| {
        let (value, chosen) = (kind.show)(call);
        Setting { name: kind.name.to_owned(), value, takes: kind.takes.to_owned(), chosen }
    });
    let view = Settings { prefix: call.prefix().to_owned(), rows: rows.collect() };
    call.tell(View::Settings(view)).await
}

async fn change(call: &mut Call<'_>, name: &str, value: &str) -> Result<(), Failure> {
    let known = KINDS.iter().find(|kind| kind.name.eq_ignore_ascii_case(name));
    let Some(kind) = known else {
        let names = KINDS.iter().map(|kind| kind.name.to_owned()).collect();
        return Err(Problem::BadSetting { name: name.to_owned(), names }.into());
    };
    if !call.caller.moderator {
        return Err(Problem::NotModerator.into());
    }
    let taken = Some(value).filter(|value| !value.eq_ignore_ascii_case("default"));
    if value.is_empty() {
        return Err(bad_value(kind, value).into());
    }
    (kind.set)(&mut call.room, taken).map_err(|invalid| match invalid {
        Invalid::Value => bad_value(kind, value),
        Invalid::Zone(problem) => problem,
    })?;
    Ok(call.tx.put_room(&call.room).await?)
}

fn bad_value(kind: &Kind, value: &str) -> Problem {
    Problem::BadValue {
        name: kind.name.to_owned(),
        value: value.to_owned(),
        takes: kind.takes.to_owned(),
    }
}

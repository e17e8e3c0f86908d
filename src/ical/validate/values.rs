//! Whether a value is of its property's type (RFC 5545 §3.3).

use super::tables::{KnownProperty, STATUSES, Type};
use crate::{
    ical::{
        Component, Duration, Period, Property, UtcOffset, format_time, parse_time,
        text::{Shape, fault},
    },
    model::CalTime,
};

/// A broken rule and what to say of it.
pub(super) type Found = (&'static str, String);

/// Checks the value of a property that the RFC knows.
pub(super) fn check(
    component: &Component,
    property: &Property,
    known: &KnownProperty,
) -> Vec<Found> {
    let Some(kind) = kind(property, known) else {
        let declared = property.parameter("VALUE").unwrap_or_default();
        return vec![("value-type", format!("{} cannot have VALUE={declared}", property.name))];
    };
    let mut found = Vec::new();
    if known.list && kind != Type::Texts {
        found.extend(property.value.split(',').find_map(|value| one(value, kind, property)));
    } else {
        found.extend(one(&property.value, kind, property));
    }
    if property.name == "STATUS" {
        found.extend(status(component, property));
    }
    found
}

/// The type of a property's value: the one that VALUE names, or the default.
fn kind(property: &Property, known: &KnownProperty) -> Option<Type> {
    let Some(declared) = property.parameter("VALUE") else { return known.types.first().copied() };
    known.types.iter().copied().find(|kind| kind.name().eq_ignore_ascii_case(declared))
}

impl Type {
    /// What VALUE calls it (RFC 5545 §3.2.20).
    const fn name(self) -> &'static str {
        match self {
            Self::Text | Self::Texts | Self::Word(_) | Self::RequestStatus => "TEXT",
            Self::DateTime | Self::Utc => "DATE-TIME",
            Self::Date => "DATE",
            Self::Duration => "DURATION",
            Self::Period => "PERIOD",
            Self::Uri => "URI",
            Self::Address => "CAL-ADDRESS",
            Self::Integer(..) => "INTEGER",
            Self::Offset => "UTC-OFFSET",
            Self::Rule => "RECUR",
            Self::Binary => "BINARY",
            Self::Geo => "FLOAT",
        }
    }
}

/// Checks one value.
fn one(value: &str, kind: Type, property: &Property) -> Option<Found> {
    let name = &property.name;
    let bad = |is: &str| Some(("bad-value", format!("the value of {name} is no {is}")));
    match kind {
        Type::Text => text(name, value, Shape::One),
        Type::Texts => text(name, value, Shape::List),
        Type::DateTime if !is_time(value, |time| !time.is_date()) => bad("date with a time"),
        Type::Utc if !is_time(value, |time| matches!(time, CalTime::Utc(_))) => {
            bad("date with a time in UTC")
        }
        Type::Date if !is_time(value, CalTime::is_date) => bad("date"),
        Type::Duration if !is_written(value, value.parse::<Duration>().ok()) => bad("duration"),
        Type::Period if !is_period(value) => bad("period"),
        Type::Uri | Type::Address if !is_uri(value) => bad("URI"),
        Type::Integer(first, last)
            if !property.integer().is_some_and(|number| (first..=last).contains(&number)) =>
        {
            bad("number that it may have")
        }
        Type::Offset if !is_offset(value) => bad("offset from UTC"),
        Type::Rule => rule(value).map(|what| ("bad-rule", format!("the rule {what}"))),
        Type::Binary if property.parameter("ENCODING") != Some("BASE64") => {
            Some(("bad-parameter", format!("binary {name} must have ENCODING=BASE64")))
        }
        Type::Geo if !is_geo(value) => bad("latitude and longitude"),
        Type::Word(words) if !words.iter().any(|word| word.eq_ignore_ascii_case(value)) => {
            let words = words.join(" or ");
            Some(("bad-value", format!("the value of {name} must be {words}")))
        }
        Type::RequestStatus if !is_request_status(value) => bad("request status"),
        _ => None,
    }
}

fn text(name: &str, value: &str, shape: Shape) -> Option<Found> {
    fault(value, shape).map(|what| ("unescaped-text", format!("{name} has {what}")))
}

/// Whether a time is right, and written as it would be.
fn is_time(value: &str, right: impl Fn(&CalTime) -> bool) -> bool {
    // A leap second is read as the second before it.
    let value = value.strip_suffix("60Z").map_or_else(|| value.to_owned(), |v| format!("{v}59Z"));
    parse_time(&value, None).is_some_and(|time| right(&time) && format_time(&time) == value)
}

fn is_period(value: &str) -> bool {
    let Some(period) = Period::parse(value, None) else { return false };
    let ends_later = match &period {
        Period::Explicit { start, end } => end.local() > start.local(),
        Period::Start { duration, .. } => !duration.is_negative(),
    };
    ends_later && value.split_once('/').is_some_and(|(start, _)| is_time(start, |_| true))
}

/// Whether a duration has the RFC's form: its units in order and none left out, weeks alone.
fn is_written(value: &str, duration: Option<Duration>) -> bool {
    let plain = value.trim_start_matches(['+', '-']);
    let units: String = plain.chars().filter(char::is_ascii_uppercase).collect();
    let days = units.strip_prefix("PD").or_else(|| units.strip_prefix('P'));
    let in_order = ["", "TH", "TM", "TS", "THM", "TMS", "THMS"];
    duration.is_some()
        && value == value.to_ascii_uppercase()
        && (units == "PW" || days.is_some_and(|time| in_order.contains(&time)))
}

fn is_offset(value: &str) -> bool {
    value.starts_with(['+', '-'])
        && !value.contains(':')
        && value != "-0000"
        && value.parse::<UtcOffset>().is_ok()
}

fn is_geo(value: &str) -> bool {
    let mut place = Component::new("VEVENT");
    place.properties.push(Property::new("GEO", value));
    place.geo().is_some()
}

/// Whether a value is a URI: a scheme, a colon, and something without spaces.
pub(super) fn is_uri(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(':') else { return false };
    let scheme_is_right = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    scheme_is_right && !rest.is_empty() && !rest.contains([' ', '\t', '"', '<', '>'])
}

/// Whether a property that nobody knows says that it is a URI and is none.
pub(super) fn bad_uri_value(property: &Property) -> bool {
    property
        .parameter("VALUE")
        .is_some_and(|kind| matches!(kind.to_ascii_uppercase().as_str(), "URI" | "CAL-ADDRESS"))
        && !is_uri(&property.value)
}

/// A code of two or three numbers, then a semicolon and a text.
fn is_request_status(value: &str) -> bool {
    let Some((code, text)) = value.split_once(';') else { return false };
    let numbers: Vec<&str> = code.split('.').collect();
    matches!(numbers.len(), 2 | 3)
        && numbers.iter().all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        && !text.is_empty()
}

fn status(component: &Component, property: &Property) -> Option<Found> {
    let (_, words) = STATUSES.iter().find(|(name, _)| *name == component.name)?;
    if words.iter().any(|word| word.eq_ignore_ascii_case(&property.value)) {
        return None;
    }
    let words = words.join(", ");
    Some(("bad-value", format!("STATUS of {} must be one of {words}", component.name)))
}

/// The parts of a rule with the numbers they take (RFC 5545 §3.3.10); zero where it is not one.
const NUMBERS: &[(&str, i32, i32)] = &[
    ("BYSECOND", 0, 60),
    ("BYMINUTE", 0, 59),
    ("BYHOUR", 0, 23),
    ("BYMONTHDAY", -31, 31),
    ("BYYEARDAY", -366, 366),
    ("BYWEEKNO", -53, 53),
    ("BYMONTH", 1, 12),
    ("BYSETPOS", -366, 366),
];

const FREQUENCIES: [&str; 7] =
    ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

const WEEK_DAYS: [&str; 7] = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/// What is wrong with a recurrence rule.
fn rule(value: &str) -> Option<String> {
    let mut seen: Vec<String> = Vec::new();
    for part in value.split(';') {
        let Some((name, value)) = part.split_once('=') else {
            return Some(format!("has a part without a value: {part}"));
        };
        let name = name.to_ascii_uppercase();
        if seen.contains(&name) {
            return Some(format!("has {name} twice"));
        }
        if !rule_part(&name, &value.to_ascii_uppercase()) {
            return Some(format!("has a bad {name}"));
        }
        seen.push(name);
    }
    let has = |name: &str| seen.iter().any(|seen| seen == name);
    if !has("FREQ") {
        return Some("has no FREQ".to_owned());
    }
    (has("UNTIL") && has("COUNT")).then(|| "has both UNTIL and COUNT".to_owned())
}

fn rule_part(name: &str, value: &str) -> bool {
    let positive = |value: &str| value.parse::<u32>().is_ok_and(|number| number > 0);
    match name {
        "FREQ" => FREQUENCIES.contains(&value),
        "UNTIL" => is_time(value, |_| true),
        "COUNT" | "INTERVAL" => positive(value),
        "WKST" => WEEK_DAYS.contains(&value),
        "BYDAY" => value.split(',').all(is_week_day),
        _ => NUMBERS.iter().find(|(part, ..)| *part == name).is_some_and(|(_, first, last)| {
            value.split(',').all(|number| {
                let signed = number.parse::<i32>().is_ok_and(|n| (*first..=*last).contains(&n));
                signed && (*first >= 0 || !number.trim_start_matches(['+', '-', '0']).is_empty())
            })
        }),
    }
}

fn is_week_day(text: &str) -> bool {
    let Some((number, day)) = text.len().checked_sub(2).and_then(|at| text.split_at_checked(at))
    else {
        return false;
    };
    let numbered =
        number.is_empty() || number.parse::<i32>().is_ok_and(|n| n != 0 && (-53..=53).contains(&n));
    numbered && WEEK_DAYS.contains(&day)
}

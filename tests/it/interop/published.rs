//! What the engine publishes, from the line that made the meeting to what other libraries read.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use convene::{
    ical,
    itip::{self, Cx, Draft, Edit, Object, Policy, Who},
    model::{CalAddress, CalTime, Span, Uid},
};
use serde_json::{Value, json};

use super::{Sample, check};

fn cx() -> Cx {
    let now = DateTime::parse_from_rfc3339("2026-11-22T09:00:00Z").unwrap().to_utc();
    Cx { now, policy: Policy::default() }
}

fn who(name: &str, mail: &str) -> Who {
    Who {
        address: CalAddress::new(format!("mailto:{mail}@example.com")),
        name: Some(name.to_owned()),
    }
}

/// A meeting of 45 minutes, at 15:00 on a day.
fn draft(
    name: &str,
    day: (i32, u32, u32),
    time: impl Fn(chrono::NaiveDateTime) -> CalTime,
) -> Draft {
    let (year, month, day) = day;
    let start = NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(15, 0, 0).unwrap();
    Draft {
        recurrence: None,
        uid: Uid(format!("{name}@example.com")),
        summary: "Review".to_owned(),
        span: Span { start: time(start), end: time(start + TimeDelta::minutes(45)) },
        location: None,
        description: None,
        organizer: who("Ana", "ana"),
        attendees: Vec::new(),
    }
}

fn zoned(tzid: &str) -> impl Fn(chrono::NaiveDateTime) -> CalTime {
    let tzid = tzid.to_owned();
    move |local| CalTime::Zoned { local, tzid: tzid.clone() }
}

fn created(draft: &Draft) -> Object {
    itip::create(draft, &cx()).unwrap().object.unwrap()
}

fn edited(object: &Object, edit: &Edit) -> Object {
    itip::edit(object, &itip::Scope::Whole, edit, &cx()).unwrap().object.unwrap()
}

/// What is published of an object, with what the readers are to see: what the draft said, but for `other`.
fn sample(name: &str, draft: &Draft, object: &Object, other: &Value) -> Sample {
    let message = itip::publish(object, &cx()).unwrap();
    assert_eq!(ical::validate(&message.calendar), [], "{name}");
    let mut event = json!({
        "uid": draft.uid.0,
        "sequence": 0,
        "summary": draft.summary,
        "description": "Accepted (1): Ana",
        "location": draft.location,
        "status": "CONFIRMED",
        "organizer": draft.organizer.address.as_str(),
        "attendees": [],
        "start": seen(&draft.span.start),
        "end": seen(&draft.span.end),
        "tzid": draft.span.start.tzid(),
    });
    for (field, value) in other.as_object().unwrap() {
        event[field] = value.clone();
    }
    let zones = i32::from(draft.span.start.tzid().is_some());
    let expected = json!({ "method": "PUBLISH", "timezones": zones, "events": [event] });
    Sample { name: name.to_owned(), ics: message.write(), expected }
}

/// A time as the readers print it.
fn seen(time: &CalTime) -> String {
    let instant = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    match time {
        CalTime::Date(date) => date.to_string(),
        _ => instant(time.instant(chrono_tz::UTC).unwrap()),
    }
}

#[test]
fn a_meeting_with_everything_is_read_by_others() {
    let draft = Draft {
        summary:
            "Größe, „Review“; \\n 🎉 \u{202e}abc\u{202c} and a title that is long enough to be folded, twice: "
                .repeat(2)
                .trim()
                .to_owned(),
        location: Some("Room 5; ground floor, C:\\temp".to_owned()),
        description: Some("First, second; third.\n\nhttps://example.com/?a=b,c;d\tend".to_owned()),
        attendees: vec![
            who("Bo \"the\" Builder: one; two, three", "bo"),
            who("Cy^n", "cy"),
            who("مريم", "maryam"),
        ],
        ..draft("everything", (2026, 12, 4), zoned("Europe/Berlin"))
    };
    let object = created(&draft);
    let roster =
        "Accepted (1): Ana\nNo answer (3): Bo \"the\" Builder: one; two, three, Cy^n, مريم";
    let description = format!("{}\n\n{roster}", draft.description.as_ref().unwrap());
    check(&[sample("everything", &draft, &object, &json!({ "description": description }))]);
}

#[test]
fn what_became_of_a_meeting_is_read_by_others() {
    let draft = draft("changed", (2026, 12, 4), zoned("Europe/Berlin"));
    let moved_to = self::draft("changed", (2027, 7, 1), zoned("Europe/Berlin")).span;
    let start = "2027-07-01T13:00:00Z";
    let end = "2027-07-01T13:45:00Z";
    let moved = edited(&created(&draft), &Edit::Move(moved_to));
    let sequence = moved.sequence();
    assert!(sequence > 0, "a calendar takes a new time only under a higher SEQUENCE");
    let off = edited(&moved, &Edit::Cancel { comment: Some("the room is gone".to_owned()) });
    assert!(off.sequence() > sequence);
    let mut other = json!({ "sequence": sequence, "start": start, "end": end });
    let before = sample("moved", &draft, &moved, &other);
    other["sequence"] = off.sequence().into();
    other["status"] = "CANCELLED".into();
    check(&[before, sample("cancelled", &draft, &off, &other)]);
}

#[test]
fn every_kind_of_time_is_read_by_others() {
    let day = draft("day", (2026, 12, 7), |local| CalTime::Date(local.date()));
    let after = CalTime::Date(NaiveDate::from_ymd_opt(2026, 12, 9).unwrap());
    let days = Draft { span: Span { end: after, ..day.span.clone() }, ..day };
    let utc = draft("utc", (2026, 12, 4), CalTime::Utc);
    check(&[
        sample("days", &days, &created(&days), &json!({})),
        sample("utc", &utc, &created(&utc), &json!({})),
    ]);
}

/// North and south, west and east, half hours, half an hour of summer, no summer, and a day before clocks change.
#[test]
fn zones_all_over_the_world_are_read_by_others() {
    let zones = [
        "Europe/Berlin",
        "Europe/London",
        "America/New_York",
        "America/St_Johns",
        "America/Phoenix",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Asia/Tokyo",
        "Australia/Lord_Howe",
        "Australia/Sydney",
        "Pacific/Auckland",
        "Pacific/Kiritimati",
    ];
    let days =
        [(2026, 1, 15), (2026, 7, 15), (2027, 3, 27), (2027, 3, 28), (2027, 10, 31), (2030, 4, 7)];
    let mut samples = Vec::new();
    for zone in zones {
        for day in days {
            let name = format!("{}-{}-{}-{}", zone.replace('/', "-"), day.0, day.1, day.2);
            let draft = draft(&name, day, zoned(zone));
            samples.push(sample(&name, &draft, &created(&draft), &json!({})));
        }
    }
    check(&samples);
}

//! Components made of the RFC's words, sensible and not.

use std::collections::HashSet;

use convene::{
    ical::{Component, Property},
    itip::{Cx, Object, Policy, Role},
    model::CalAddress,
};
use proptest::{collection::vec, prelude::*, sample::select};

pub(super) const PEOPLE: [&str; 5] = ["a", "b", "c", "d", "e"];

pub(super) fn address(person: &str) -> CalAddress {
    CalAddress::new(format!("mailto:{person}@example.com"))
}

pub(super) fn cx(second: i64) -> Cx {
    let now = chrono::DateTime::from_timestamp(1_900_000_000 + second, 0).unwrap();
    Cx { now, policy: Policy::default() }
}

fn person() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(&PEOPLE[..]).prop_map(|person| format!("mailto:{person}@example.com")),
        1 => select(&PEOPLE[..]).prop_map(|person| format!("MAILTO:{}%40EXAMPLE.com", person.to_uppercase())),
        1 => "\\PC{0,12}",
    ]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => select(vec![
            "20260301T090000Z", "20260301T100000Z", "20260301T090000", "20260301", "20260230", "P1D", "-PT1H", "PT",
            "00000000T000000Z", "99991231T235959Z", "T", "20260301T090000Z/PT1H", "20260302T090000Z,20260304T090000Z",
            "FREQ=DAILY;COUNT=4", "FREQ=WEEKLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;UNTIL=20260301",
        ]).prop_map(str::to_owned),
        2 => select(vec!["CONFIRMED", "CANCELLED", "TENTATIVE", "cancelled", "COMPLETED", "IN-PROCESS", "DRAFT", "X"]).prop_map(str::to_owned),
        2 => select(vec!["0", "1", "2", "-1", "2147483647", "99999999999999999999", "1.5"]).prop_map(str::to_owned),
        2 => person(),
        1 => select(vec!["2.0;Success", "3.7;Invalid Calendar User;ATTENDEE:x", "5", ";"]).prop_map(str::to_owned),
        1 => "\\PC{0,20}",
    ]
}

fn name() -> impl Strategy<Value = &'static str> {
    select(vec![
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "DURATION",
        "DUE",
        "PERCENT-COMPLETE",
        "COMPLETED",
        "FREEBUSY",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "ORGANIZER",
        "ATTENDEE",
        "ATTENDEE",
        "ATTENDEE",
        "COMMENT",
        "REQUEST-STATUS",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "CREATED",
        "LAST-MODIFIED",
        "TRANSP",
        "CATEGORIES",
        "X-OWN",
        "PRIORITY",
        "CONTACT",
        "METHOD",
    ])
}

fn parameter() -> impl Strategy<Value = (&'static str, String)> {
    prop_oneof![
        (
            Just("PARTSTAT"),
            select(vec![
                "ACCEPTED",
                "DECLINED",
                "TENTATIVE",
                "DELEGATED",
                "NEEDS-ACTION",
                "COMPLETED",
                "x"
            ])
            .prop_map(str::to_owned)
        ),
        (Just("RSVP"), select(vec!["TRUE", "FALSE", "?"]).prop_map(str::to_owned)),
        (Just("CUTYPE"), select(vec!["ROOM", "RESOURCE", "GROUP"]).prop_map(str::to_owned)),
        (select(vec!["DELEGATED-TO", "DELEGATED-FROM", "SENT-BY"]), person()),
        (Just("ROLE"), select(vec!["CHAIR", "NON-PARTICIPANT"]).prop_map(str::to_owned)),
        (Just("SCHEDULE-AGENT"), select(vec!["SERVER", "CLIENT", "NONE"]).prop_map(str::to_owned)),
        (Just("TZID"), select(vec!["Europe/Berlin", "Nowhere", ""]).prop_map(str::to_owned)),
        (Just("VALUE"), select(vec!["DATE", "DATE-TIME", "x"]).prop_map(str::to_owned)),
        (Just("CN"), "\\PC{0,10}"),
        (Just("RANGE"), select(vec!["THISANDFUTURE", "THISANDPRIOR"]).prop_map(str::to_owned)),
    ]
}

fn property() -> impl Strategy<Value = Property> {
    (name(), value(), vec(parameter(), 0..3)).prop_map(|(name, value, parameters)| {
        parameters
            .into_iter()
            .fold(Property::new(name, value), |property, (name, value)| property.with(name, &value))
    })
}

/// What makes a component a series, or one occurrence of it, in the ways that programs write it.
fn occasion(dates: bool) -> impl Strategy<Value = Vec<Property>> {
    let one = |name: &'static str, value: &'static str| vec![Property::new(name, value)];
    let series = vec![
        one("RRULE", "FREQ=DAILY;COUNT=5"),
        one("RRULE", "FREQ=DAILY"),
        one("RDATE", if dates { "20260302,20260303" } else { "20260302T090000Z,20260303T090000Z" }),
    ];
    let days = if dates {
        vec!["20260301", "20260302", "20260303", "20260309"]
    } else {
        vec!["20260301T090000Z", "20260302T090000Z", "20260303T090000Z", "20260302T090500Z"]
    };
    let excluded = prop::option::weighted(0.4, select(days.clone()));
    let instance = (select(days), any::<bool>(), 0..3_u8).prop_map(move |(day, range, form)| {
        let mut id = match form {
            // The same in another zone.
            0 if !dates => {
                Property::new("RECURRENCE-ID", day.replace("T09", "T10").replace('Z', ""))
                    .with("TZID", "Europe/Berlin")
            }
            _ => Property::new("RECURRENCE-ID", day),
        };
        if range && form > 0 {
            id.set_parameter("RANGE", "THISANDFUTURE");
        }
        vec![id]
    });
    prop_oneof![
        3 => Just(Vec::new()),
        3 => (select(series), excluded).prop_map(|(mut series, excluded)| {
            series.extend(excluded.map(|day| Property::new("EXDATE", day)));
            series
        }),
        4 => instance,
    ]
}

/// Properties without which little happens, most of the time in their place.
fn sensible() -> impl Strategy<Value = Vec<Property>> {
    let people = vec((select(&PEOPLE[..]), parameter()), 0..5);
    let occasion = any::<bool>().prop_flat_map(|dates| (Just(dates), occasion(dates)));
    (select(&PEOPLE[..]), people, 0..4i64, 0..5i64, occasion).prop_map(
        |(organizer, people, sequence, second, (dates, occasion))| {
            let stamp = cx(second).now.format("%Y%m%dT%H%M%SZ").to_string();
            let mut properties = vec![
                Property::new("UID", "u"),
                Property::new("DTSTAMP", stamp),
                Property::new("SEQUENCE", sequence.to_string()),
                Property::new("ORGANIZER", address(organizer).as_str()),
                Property::new("DTSTART", if dates { "20260301" } else { "20260301T090000Z" }),
            ];
            properties.extend(people.into_iter().map(|(person, (name, value))| {
                Property::new("ATTENDEE", address(person).as_str()).with(name, &value)
            }));
            properties.extend(occasion);
            properties
        },
    )
}

fn component() -> impl Strategy<Value = Component> {
    let kind = prop_oneof![
        8 => Just("VEVENT"),
        4 => Just("VTODO"),
        2 => select(vec!["VJOURNAL", "VFREEBUSY"]),
        1 => select(vec!["VTIMEZONE", "VALARM", "X-Y"]),
    ];
    let inner = vec((select(vec!["VALARM", "STANDARD", "VEVENT"]), vec(property(), 0..3)), 0..2);
    (kind, prop::option::weighted(0.9, sensible()), vec(property(), 0..6), inner).prop_map(
        |(kind, sensible, more, inner)| {
            let mut component = Component::new(kind);
            component.properties = sensible.unwrap_or_default();
            component.properties.extend(more);
            component.components = inner
                .into_iter()
                .map(|(name, properties)| Component { properties, ..Component::new(name) })
                .collect();
            component
        },
    )
}

/// A VCALENDAR of anything, most often a message about one event.
pub(super) fn calendar() -> impl Strategy<Value = Component> {
    let methods = vec![
        "PUBLISH",
        "REQUEST",
        "REPLY",
        "ADD",
        "CANCEL",
        "REFRESH",
        "COUNTER",
        "DECLINECOUNTER",
        "request",
        "?",
    ];
    let components = prop_oneof![4 => vec(component(), 1..2), 3 => vec(component(), 0..5)];
    (prop::option::weighted(0.95, select(methods)), components, any::<bool>()).prop_map(
        |(method, components, header)| {
            let mut calendar = Component::new("VCALENDAR");
            if header {
                calendar.properties =
                    vec![Property::new("VERSION", "2.0"), Property::new("PRODID", "x")];
            }
            calendar.properties.extend(method.map(|method| Property::new("METHOD", method)));
            calendar.components = components;
            calendar
        },
    )
}

/// A stored object of anything: what no step would give, too.
pub(super) fn object() -> impl Strategy<Value = Option<Object>> {
    let role = select(vec![Role::Organizer, Role::Attendee]);
    prop::option::weighted(
        0.8,
        (calendar(), role).prop_map(|(mut calendar, role)| {
            calendar.remove("METHOD");
            // One component for each instance.
            let mut met = HashSet::new();
            calendar
                .components
                .retain(|part| part.name != "VEVENT" || met.insert(part.recurrence_id()));
            Object {
                calendar,
                role,
                received: Vec::new(),
                rescheduled: Vec::new(),
                proposals: Vec::new(),
                held: Vec::new(),
            }
        }),
    )
}

pub(super) fn anybody() -> impl Strategy<Value = CalAddress> {
    select(&PEOPLE[..]).prop_map(address)
}

use std::path::Path;

use super::tables::{self, COMPONENTS, NAMES, TOP, Table};
use crate::{
    ical::{self, Component, Property},
    itip::{Method, validate},
};

/// The rows of the RFC's tables, where the checkout stands beside them.
fn rows() -> Option<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["../shared", "../../shared"].iter().find_map(|shared| {
        std::fs::read_to_string(here.join(shared).join("itip/rfc5546-restrictions.tsv")).ok()
    })
}

fn presence(table: &Table, bit: u64) -> &'static str {
    match bit {
        bit if table.once & bit != 0 => "1",
        bit if table.some & bit != 0 => "1+",
        bit if table.optional & bit != 0 => "0 or 1",
        bit if table.never & bit != 0 => "0",
        _ => "0+",
    }
}

/// The table that a heading of the RFC names. The table of VTIMEZONE holds those of its observances.
fn table<'a>(heading: &str, inside: &str) -> &'a Table {
    if let Some(rest) = heading.strip_prefix("METHOD:") {
        let (method, component) = rest.split_once(" of a ").unwrap();
        return tables::of(method.parse().unwrap(), component).unwrap();
    }
    let component = match heading.split(' ').next().unwrap() {
        "Properties" => "VCALENDAR",
        "VTIMEZONE" if !inside.is_empty() => inside,
        component => component,
    };
    tables::common(component).unwrap()
}

#[test]
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn the_tables_are_those_of_the_rfc() {
    let Some(rows) = rows() else {
        eprintln!("left out: the rows of RFC 5546 §3 are not beside this checkout");
        return;
    };
    let mut compared = 0;
    let mut inside = "";
    for row in rows.lines().skip(1) {
        let mut fields = row.split('\t');
        let [heading, name, expected] = std::array::from_fn(|_| fields.next().unwrap());
        match name {
            "STANDARD" | "DAYLIGHT" => inside = name,
            "LAST-MODIFIED" | "TZID" | "VTIMEZONE" | "VALARM" => inside = "",
            _ => {}
        }
        let bracket = inside == name || heading.starts_with(name);
        if !bracket && tables::bit(name) != 0 {
            let found = presence(table(heading, inside), tables::bit(name));
            assert_eq!(found, expected, "{heading}: {name} (in {inside:?})");
        }
        compared += 1;
    }
    assert_eq!(compared, 870);
}

fn component_of(method: Method, name: &str) -> Option<(Component, &'static Table)> {
    let table = tables::of(method, name)?;
    let mut component = Component::new(name);
    for (bit, name) in NAMES {
        if bit & (table.once | table.some) & !TOP & !tables::METHOD != 0 {
            component.properties.push(property(name));
        }
    }
    Some((component, table))
}

fn property(name: &str) -> Property {
    let value = match name {
        "SEQUENCE" | "PRIORITY" => "1",
        "DTSTART" | "DTEND" | "DTSTAMP" => "20261204T150000Z",
        "ORGANIZER" | "ATTENDEE" => "mailto:a@example.com",
        _ => "x",
    };
    Property::new(name, value)
}

fn message(method: Method, component: Component) -> Component {
    let mut calendar = Component::new("VCALENDAR");
    calendar.properties = vec![
        Property::new("VERSION", "2.0"),
        Property::new("PRODID", "x"),
        Property::new("METHOD", method.as_str()),
    ];
    calendar.components.push(component);
    calendar
}

/// Each table in turn: the least that it asks for is valid; without any of it, with what it forbids, or with two of what
/// may be there once, it is not.
#[test]
fn what_the_tables_ask_for_is_asked_for() {
    let mut tables = 0;
    for method in Method::ALL {
        for name in ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"] {
            let Some((least, table)) = component_of(method, name) else {
                let problems = validate(&message(method, Component::new(name)));
                assert_eq!(problems[0].rule, "itip-method");
                continue;
            };
            tables += 1;
            assert_eq!(validate(&message(method, least.clone())), [], "{method} {name}");
            for (bit, part) in NAMES.iter().filter(|(bit, _)| bit & COMPONENTS == 0) {
                let breaks = |rule: &str, with: Component| {
                    let problems = validate(&message(method, with));
                    let found = problems.iter().any(|problem| {
                        problem.rule == rule && problem.property.as_deref() == Some(*part)
                    });
                    assert!(found, "{method} {name}: {part} {rule}: {problems:?}");
                };
                let mut with = least.clone();
                with.properties.push(property(part));
                match presence(table, *bit) {
                    "0" => breaks("itip-forbidden", with),
                    "1" if *part != "METHOD" => {
                        breaks("itip-repeated", with);
                        let mut without = least.clone();
                        without.remove(part);
                        breaks("itip-missing", without);
                    }
                    "1+" => {
                        let mut without = least.clone();
                        without.remove(part);
                        breaks("itip-missing", without);
                    }
                    "0 or 1" => {
                        with.properties.push(property(part));
                        breaks("itip-repeated", with);
                    }
                    _ => {}
                }
            }
        }
    }
    assert_eq!(tables, 22);
}

fn problems(text: &str) -> Vec<String> {
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}\r\nEND:VCALENDAR\r\n",
        text.trim()
    );
    let (read, lines) = ical::parse_located(text.as_bytes(), &ical::Limits::default()).unwrap();
    super::validate_at(&read.value, &lines)
        .into_iter()
        .map(|p| {
            format!("{} {}:{} {}", p.line, p.component, p.property.unwrap_or_default(), p.text)
        })
        .collect()
}

#[test]
fn the_comments_of_the_tables() {
    let event = "BEGIN:VEVENT\nUID:u\nDTSTAMP:20261204T150000Z\nORGANIZER:mailto:a@b";
    for (text, expected) in [
        (
            format!("METHOD:CANCEL\n{event}\nSEQUENCE:1\nSTATUS:CONFIRMED\nEND:VEVENT"),
            vec!["10 VEVENT:STATUS with METHOD:CANCEL, STATUS must be CANCELLED"],
        ),
        (
            format!(
                "METHOD:ADD\n{event}\nSEQUENCE:0\nSUMMARY:\nDTSTART:20261204T150000Z\nEND:VEVENT"
            ),
            vec!["9 VEVENT:SEQUENCE with METHOD:ADD, SEQUENCE must be greater than 0"],
        ),
        (
            format!(
                "METHOD:REPLY\n{event}\nATTENDEE:mailto:b@b\nREQUEST-STATUS:2.0;Success\nREQUEST-STATUS:3.1;Bad\nEND:VEVENT"
            ),
            vec!["11 VEVENT:REQUEST-STATUS status codes of these classes must not stand together"],
        ),
        (
            format!(
                "METHOD:REPLY\n{event}\nATTENDEE;DELEGATED-TO=\"mailto:c@b\":mailto:b@b\nATTENDEE:mailto:c@b\nEND:VEVENT"
            ),
            vec![],
        ),
        (
            format!("METHOD:REPLY\n{event}\nATTENDEE:mailto:b@b\nATTENDEE:mailto:c@b\nEND:VEVENT"),
            vec!["10 VEVENT:ATTENDEE ATTENDEE is there more than once"],
        ),
        (
            format!(
                "METHOD:COUNTER\n{event}\nSEQUENCE:1\nSUMMARY:x\nDTSTART;TZID=Europe/Berlin:20261204T150000\nDTEND:20261204T150000Z\nDURATION:PT1H\nEND:VEVENT"
            ),
            vec![
                "11 VEVENT:DTSTART there is no VTIMEZONE for Europe/Berlin",
                "13 VEVENT:DURATION DTEND and DURATION must not both be there",
            ],
        ),
        ("METHOD:REQUEST".to_owned(), vec!["4 VCALENDAR: there is nothing to schedule"]),
        ("METHOD:NONSENSE".to_owned(), vec!["4 VCALENDAR:METHOD METHOD is none of RFC 5546"]),
        ("X-NOTHING:1".to_owned(), vec![]),
        (
            "METHOD:REPLY\nMETHOD:REPLY\nBEGIN:VJOURNAL\nEND:VJOURNAL".to_owned(),
            vec![
                "5 VCALENDAR:METHOD METHOD is there more than once",
                "5 VCALENDAR:METHOD VJOURNAL does not take METHOD:REPLY",
            ],
        ),
    ] {
        assert_eq!(problems(&text), expected, "{text}");
    }
}

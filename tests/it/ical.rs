//! iCalendar text from outside: the styles of other programs, and what must hold for every text and object.

use std::{
    fmt::Write,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use convene::ical::{self, Component, Limits, Parameter, Property};
use expect_test::expect_file;
use proptest::{collection::vec, prelude::*};

/// What a text is read as, and what is said about it.
fn report(text: &[u8]) -> String {
    let problems = ical::validate_text(text, &Limits::default()).unwrap();
    let mut out = String::new();
    for problem in problems {
        let property = problem.property.map_or_else(String::new, |name| format!(" {name}"));
        let ical::Problem { line, component, rule, text, .. } = problem;
        writeln!(out, "{line}: {component}{property}: {rule}: {text}").unwrap();
    }
    out.push('\n');
    out.push_str(&ical::write(&ical::parse_bytes(text).unwrap().value).replace("\r\n", "\n"));
    out
}

#[test]
fn texts_of_other_programs_are_read_as_written_down() {
    let folder = Path::new("tests/data/ical").canonicalize().unwrap();
    let mut files: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "ics"));
    files.sort();
    assert!(files.len() >= 16, "{} files", files.len());
    for file in files {
        let text = fs::read(&file).unwrap();
        expect_file![file.with_extension("ics.out")].assert_eq(&report(&text));
        round_trip(&text);
    }
}

/// Checks what must hold for everything that can be read.
fn round_trip(text: &[u8]) {
    let Ok(read) = ical::parse_bytes(text) else { return };
    let written = ical::write(&read.value);
    assert_lines(&written);
    let again = ical::parse(&written).unwrap();
    assert_eq!(again.problems, [], "{written}");
    assert_eq!(again.value, read.value, "{written}");
    assert_eq!(ical::write(&again.value), written);
}

/// Checks the line ends, and that no line is too long. That no character is split, a `String` proves by itself.
fn assert_lines(written: &str) {
    assert!(written.ends_with("\r\n"));
    assert_eq!(written.matches('\n').count(), written.matches("\r\n").count());
    assert_eq!(written.matches('\r').count(), written.matches("\r\n").count());
    for line in written.split("\r\n") {
        assert!(line.len() <= 75, "{line}");
        assert!(!line.chars().any(|c| c.is_ascii_control() && c != '\t'), "{line:?}");
    }
}

/// A name that is not a bracket, and for parameters none that has only one value.
fn name() -> impl Strategy<Value = String> {
    "X-[A-Z0-9-]{0,20}|ATTENDEE|DTSTART|MEMBER"
}

/// Text without the control characters that no content line may hold.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,100}",
        "\\PC{0,60}",
        "[a\t,;:\\\\\"^é会🗓\u{feff}\u{85}\u{2028}]{0,90}",
        Just(String::new()),
    ]
}

fn property() -> impl Strategy<Value = Property> {
    let parameter =
        (name(), vec(prop_oneof![value(), "[a-z\n\"^]{0,9}"], 1..4)).prop_map(|(name, values)| {
            Parameter { name: name.into(), values: values.into_iter().map(Into::into).collect() }
        });
    let named = prop_oneof![
        4 => (name(), value()).prop_map(|(name, value)| Property::new(&name, value)),
        1 => value().prop_map(|value| Property::new_text("SUMMARY", &value)),
    ];
    (named, vec(parameter, 0..4))
        .prop_map(|(property, parameters)| Property { parameters, ..property })
}

fn calendar() -> impl Strategy<Value = Component> {
    let leaf = (name(), vec(property(), 0..4)).prop_map(|(name, properties)| Component {
        name: name.into(),
        properties,
        components: Vec::new(),
    });
    let inside = leaf.prop_recursive(4, 12, 3, |inner| {
        (name(), vec(property(), 0..4), vec(inner, 0..3)).prop_map(
            |(name, properties, components)| Component {
                name: name.into(),
                properties,
                components,
            },
        )
    });
    (vec(property(), 0..4), vec(inside, 0..3)).prop_map(|(properties, components)| Component {
        name: "VCALENDAR".into(),
        properties,
        components,
    })
}

/// Text that is nearly a calendar.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let pieces: &[&[u8]] = &[
        b"BEGIN:",
        b"END:",
        b"VCALENDAR",
        b"VEVENT",
        b"VTIMEZONE",
        b"STANDARD",
        b"VALARM",
        b"\r\n",
        b"\r\n",
        b"\n",
        b"\r",
        b"\n ",
        b"\r\n\t",
        b":",
        b";",
        b",",
        b"=",
        b"\"",
        b"^n",
        b"^",
        b"\\",
        b"CN=",
        b"TZID=Europe/Berlin",
        b"TZID=X",
        b"TZID:X",
        b"DTSTART",
        b"RRULE:",
        b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        b"TZOFFSETFROM:+0100",
        b"TZOFFSETTO:+0200",
        b"20261204T150000",
        b"20260329T023000Z",
        b"PT15M",
        b"\xc3",
        b"\xa9",
        b"\xf0\x9f\x98\x80",
        b"\0",
        b"\x7f",
        b"\xef\xbb\xbf",
        b"x",
        b"ATTENDEE",
        b"mailto:a@example.com",
    ];
    let piece = prop_oneof![
        20 => proptest::sample::select(pieces.to_vec()).prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>(), 0..8),
    ];
    vec(piece, 0..120).prop_map(|pieces| {
        let mut text = b"BEGIN:VCALENDAR\r\n".to_vec();
        text.extend(pieces.concat());
        text
    })
}

/// Does everything with a calendar that can be done with one.
fn use_up(calendar: &Component) {
    ical::validate(calendar);
    let mut changed = calendar.clone();
    ical::ensure_timezones(&mut changed);
    let zones = ical::Zones::of(&changed);
    for component in &changed.components {
        for time in component.properties.iter().filter_map(Property::time) {
            if let Some(at) = zones.instant(&time, chrono_tz::UTC) {
                zones.wall(at, time.tzid().unwrap_or("UTC"));
            }
        }
        if let Some(event) = ical::Event::of(component) {
            event.span(&zones);
            event.attendees().for_each(|attendee| drop(attendee.address()));
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(calendar in calendar()) {
        let written = ical::write(&calendar);
        assert_lines(&written);
        let read = ical::parse(&written).unwrap();
        prop_assert_eq!(read.problems, []);
        prop_assert_eq!(read.value, calendar);
    }

    #[test]
    fn what_is_read_is_written_the_same_each_time(text in nearly()) {
        round_trip(&text);
    }

    #[test]
    fn every_text_is_read_or_refused(text in vec(any::<u8>(), 0..400)) {
        round_trip(&text);
    }

    #[test]
    fn nothing_in_a_calendar_makes_trouble(text in nearly()) {
        if let Ok(read) = ical::parse_bytes(&text) {
            use_up(&read.value);
        }
    }

    #[test]
    fn no_program_can_write_what_is_no_calendar(
        name in ".{0,20}", value in "(?s).{0,100}", parameter in "(?s).{0,30}",
    ) {
        let mut calendar = Component::new("VCALENDAR");
        let property = Property::new(&name, value).with(&parameter, &name).with("X-P", &parameter);
        calendar.properties.push(property);
        calendar.components.push(Component::new(&name));
        let written = ical::write(&calendar);
        assert_lines(&written);
        let read = ical::parse(&written).unwrap();
        prop_assert_eq!(&read.problems, &[]);
        prop_assert!(read.value.properties.len() <= 1);
        prop_assert_eq!(ical::write(&read.value), written);
    }

    #[test]
    fn the_icalendar_crate_reads_the_same(calendar in plain_calendar()) {
        let written = icalendar::parser::unfold(&ical::write(&calendar));
        let theirs = icalendar::parser::read_calendar(&written).unwrap();
        prop_assert_eq!(theirs.components.len(), calendar.components.len());
        assert_same(&theirs.properties, &calendar.properties);
        for (theirs, ours) in theirs.components.iter().zip(&calendar.components) {
            prop_assert_eq!(theirs.name.as_str(), ours.name.as_str());
            assert_same(&theirs.properties, &ours.properties);
        }
    }
}

/// A calendar with nothing in it that the crate loses: no lists, escapes or empty values in parameters, no escapes in
/// values.
fn plain_calendar() -> impl Strategy<Value = Component> {
    let property = || {
        (
            name(),
            proptest::collection::btree_map("X-[A-Z]{1,9}", "[a-z:;,.é ]{1,20}", 0..3),
            "[ -Z^-~é会]{0,90}",
        )
            .prop_map(|(name, parameters, value)| {
                let mut property = Property::new(&name, value);
                for (name, value) in parameters {
                    property.set_parameter(&name, &value);
                }
                property
            })
    };
    let event = vec(property(), 1..5).prop_map(|properties| Component {
        name: "VEVENT".into(),
        properties,
        components: Vec::new(),
    });
    (vec(property(), 1..4), vec(event, 0..3)).prop_map(|(properties, components)| Component {
        name: "VCALENDAR".into(),
        properties,
        components,
    })
}

fn assert_same(theirs: &[icalendar::parser::Property<'_>], ours: &[Property]) {
    assert_eq!(theirs.len(), ours.len());
    for (theirs, ours) in theirs.iter().zip(ours) {
        assert_eq!(theirs.name.as_str(), ours.name.as_str());
        assert_eq!(theirs.val.as_str(), ours.value);
        let theirs: Vec<_> = theirs
            .params
            .iter()
            .map(|p| (p.key.as_str(), p.val.as_ref().map_or("", |value| value.as_str())))
            .collect();
        let ours: Vec<_> =
            ours.parameters.iter().map(|p| (p.name.as_str(), p.values[0].as_str())).collect();
        assert_eq!(theirs, ours);
    }
}

/// A text of about a mebibyte: a head, and a unit again and again.
fn big(head: &str, unit: &str) -> String {
    format!("{head}{}", unit.repeat((1 << 20) / unit.len()))
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    // Without limits, so that it is the work that is measured. A quadratic step in any of them takes minutes.
    let most = usize::MAX;
    let limits = Limits {
        octets: most,
        line_octets: most,
        depth: 16,
        components: most,
        properties: most,
        parameters: most,
    };
    let event = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n";
    let line = "BEGIN:VCALENDAR\nA";
    for (head, unit) in [
        (event, "A:\n"),
        (event, "junk\n"),
        (event, "\n"),
        (event, "\r"),
        (event, "\n "),
        (event, "END:A\n"),
        (event, "A;B=\"\n"),
        (event, "DTSTART;TZID=a/b/c/d/e/f:20200101T000000\n"),
        ("BEGIN:VCALENDAR\nA:", "\n x"),
        ("BEGIN:VCALENDAR\nSUMMARY:", "\\"),
        ("BEGIN:VCALENDAR\n", "BEGIN:A\nEND:A\n"),
        ("", "BEGIN:VCALENDAR\n"),
        ("", "A:B\n"),
        (line, ";A=:"),
        (line, ";A=b"),
        (line, ";A"),
        (line, ";"),
        ("BEGIN:VCALENDAR\nA;B=", ","),
        ("BEGIN:VCALENDAR\nA;B=", "\"\","),
        ("BEGIN:VCALENDAR\nA;CN=", ","),
        ("BEGIN:VCALENDAR\nA;B=", "^"),
    ] {
        let text = big(head, unit);
        let begun = Instant::now();
        if let Ok(read) = ical::parse_with(text.as_bytes(), &limits) {
            ical::write(&read.value);
            use_up(&read.value);
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{head:?} {unit:?}");
    }
}

#[test]
fn a_calendar_of_five_megabytes_is_refused_at_once() {
    let text = format!("BEGIN:VCALENDAR\r\n{}", "A:b\r\n".repeat(1_000_000));
    let begun = Instant::now();
    let refused = ical::parse(&text).unwrap_err();
    assert_eq!(refused.to_string(), "the calendar has more than 1048576 octets");
    assert!(begun.elapsed() < Duration::from_millis(50));
}

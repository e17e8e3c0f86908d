//! What `export` attaches is right: by our own rules, and for the libraries of other languages.

use convene::{
    ical::{self, Component},
    itip,
    testing::World,
};
use serde_json::{Value, json};

use crate::{
    interop::{Sample, check},
    said::last_file,
};

/// What somebody gets who exports the newest meeting.
async fn exported(world: &World, new: &str) -> String {
    let card = world.says("ana", new).await;
    assert!(card.contains("[m"), "{card}");
    let number = card.lines().find_map(|line| line.trim().strip_prefix('#')).unwrap().to_owned();
    world.says("bo", &format!("!meet export #{number}")).await;
    last_file(world).content
}

#[tokio::test]
async fn every_reader_takes_what_is_exported() {
    let world = World::new().await;
    let full = exported(
        &world,
        "!meet Sprint review; äöü, 日本 fri 15:00-15:45 @bo mail kim@example.com in Room 5, \"left\"\n\
         Bring the numbers; all of them, please.\nAnd a very long line that has to be folded somewhere, with 日本語 in it.",
    )
    .await;
    let winter = exported(&world, "!meet Call 2027-01-15 09:00 America/New_York for 30m").await;
    let utc = exported(&world, "!meet Sync fri 15:00-15:45 UTC").await;
    let day = exported(&world, "!meet Offsite 2026-12-24 all day").await;
    for ics in [&full, &winter, &utc, &day] {
        let calendar = ical::parse(ics).unwrap();
        assert_eq!(calendar.problems, [], "{ics}");
        assert_eq!(itip::validate(&calendar.value), [], "{ics}");
        assert_eq!(ical::write(&calendar.value), *ics);
        assert!(ics.contains("METHOD:PUBLISH\r\n") && !ics.contains("ATTENDEE"), "{ics}");
        assert!(ics.lines().all(|line| line.len() <= 75), "{ics}");
    }
    let sample = |name: &str, ics: &String, zones: i64, of: Value| {
        let event = event(ics);
        let mut expected = json!({
            "uid": event.value("UID"), "sequence": 0, "description": event.text("DESCRIPTION"),
            "location": null, "status": "CONFIRMED", "organizer": "mailto:ana@stage.invalid",
            "attendees": [], "tzid": null,
        });
        expected.as_object_mut().unwrap().extend(of.as_object().unwrap().clone());
        let expected = json!({"method": "PUBLISH", "timezones": zones, "events": [expected]});
        Sample { name: name.to_owned(), ics: ics.clone(), expected }
    };
    check(&[
        sample(
            "full",
            &full,
            1,
            json!({
                "summary": "Sprint review; äöü, 日本", "location": "Room 5, \"left\"",
                "start": "2026-12-04T14:00:00Z", "end": "2026-12-04T14:45:00Z", "tzid": "Europe/Berlin",
            }),
        ),
        sample(
            "winter",
            &winter,
            1,
            json!({
                "summary": "Call", "start": "2027-01-15T14:00:00Z", "end": "2027-01-15T14:30:00Z",
                "tzid": "America/New_York",
            }),
        ),
        sample(
            "utc",
            &utc,
            0,
            json!({
                "summary": "Sync", "start": "2026-12-04T15:00:00Z", "end": "2026-12-04T15:45:00Z",
            }),
        ),
        sample(
            "day",
            &day,
            0,
            json!({
                "summary": "Offsite", "start": "2026-12-24", "end": "2026-12-25",
            }),
        ),
    ]);
    let text = event(&full).text("DESCRIPTION").unwrap();
    assert!(text.starts_with("Bring the numbers; all of them, please.\nAnd a very long"), "{text}");
    assert!(text.contains("ana") && text.contains("kim@example.com"), "{text}");
    world.end().await;
}

/// The event of a calendar.
fn event(ics: &str) -> Component {
    let calendar = ical::parse(ics).unwrap().value;
    calendar.children("VEVENT").next().unwrap().clone()
}

//! A value means what its field means, whatever stands in it.

use convene::{
    command::{Ask, Holds, find_command, offers},
    itip::Meeting,
    model::Partstat,
};
use proptest::{prelude::*, sample::select};

use super::*;

/// Words that mean something elsewhere in a line.
const WORDS: &[&str] = &[
    "#3",
    "#2",
    "@everyone",
    "@cy",
    "kim@example.com",
    "\n",
    "this",
    "and following",
    "all",
    "fri 16:00",
    "in Room 5",
    "because",
    "\"",
    "title:",
    "when:",
    "place: x",
    "to",
    "with",
    "<@1>",
    "yes",
    "off",
    "é",
    "*",
    "| x",
    "`",
    "tomorrow",
    "!meet",
    "cancel #2",
    "mailto:a@b.c",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(select(WORDS), 1..6).prop_map(|words| words.join(" "))
}

/// What is kept of a text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kept(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

async fn meeting(world: &World, number: i64) -> Option<Meeting> {
    let mut tx = world.store.read().await.unwrap();
    let stored = tx.find_object_by_number(number).await.unwrap()?;
    Some(stored.object.meeting(chrono_tz::Europe::Berlin))
}

fn run<F: Future<Output = ()>>(test: F) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

async fn with_two_meetings() -> World {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo in Room 5").await;
    world.says("ana", "!meet Lunch sat 12:30 @bo").await;
    world
}

proptest! {
    #![proptest_config(crate::cases(24))]

    #[test]
    fn a_new_meeting_has_what_was_filled_in(title in text(), place in text(), about in text()) {
        run(async {
            let world = World::with_forms().await;
            let values = [
                ("title", &*title), ("when", "fri 15:00-15:45"), ("place", &place), ("description", &about),
            ];
            world.fills("ana", "new", &values).await;
            let made = meeting(&world, 1).await;
            let named = kept(&line(&title));
            assert_eq!(named.is_some(), made.is_some());
            if let Some(made) = made {
                assert_eq!(Some(made.summary), named);
                assert_eq!(made.location, kept(&line(&place)));
                assert_eq!(made.description, kept(&about));
                assert_eq!(made.span.start.local().to_string(), "2026-12-04 15:00:00");
                assert_eq!(made.attendees.len(), 1);
            }
            assert!(meeting(&world, 2).await.is_none());
            world.end().await;
        });
    }

    #[test]
    fn an_edit_changes_what_was_filled_in(title in text(), place in text(), about in text()) {
        run(async {
            let world = with_two_meetings().await;
            let other = meeting(&world, 2).await;
            let changes = [("title", &*title), ("place", &*place), ("description", &*about)];
            revises(&world, "ana", "edit #1", &changes).await;
            let now = meeting(&world, 1).await.unwrap();
            if let Some(named) = kept(&line(&title)) {
                assert_eq!(now.summary, named);
                assert_eq!(now.location, kept(&place));
                assert_eq!(now.description, kept(&about));
            } else {
                assert_eq!(now.summary, "Sprint review");
            }
            assert_eq!(now.span.start.local().to_string(), "2026-12-04 15:00:00");
            assert_eq!(meeting(&world, 2).await, other);
            world.end().await;
        });
    }

    #[test]
    fn an_answer_has_the_comment_that_was_filled_in(comment in text()) {
        run(async {
            let world = with_two_meetings().await;
            let other = meeting(&world, 2).await;
            world.fills("bo", "no #1", &[("comment", &comment)]).await;
            let now = meeting(&world, 1).await.unwrap();
            let bo = now.attendees.iter().find(|who| who.address.key().contains("bo@")).unwrap();
            assert_eq!((bo.partstat, &bo.comment), (Partstat::Declined, &kept(&line(&comment))));
            assert_eq!(meeting(&world, 2).await, other);
            world.end().await;
        });
    }

    #[test]
    fn whatever_is_filled_in_is_about_the_meeting_that_was_chosen(
        at in 0..offers().len(),
        texts in prop::collection::vec(text(), 12),
        who in select(&["ana", "bo", "cy"][..]),
    ) {
        run(async {
            let world = with_two_meetings().await;
            let other = meeting(&world, 2).await;
            let command = offers()[at].name.text;
            let Some(offered) = find_command(command).and_then(|spec| spec.offered) else {
                // A file comes by itself.
                assert_eq!(command, "import");
                return world.end().await;
            };
            let values: Vec<_> = offered.fields.iter().zip(&texts).map(|(ask, text)| value(ask, text)).collect();
            world.fills(who, command, &values).await;
            let own = matches!(command, "forget-me");
            assert!(own || meeting(&world, 2).await == other, "{command} {values:?}");
            for shown in world.stage.messages() {
                for pinged in &shown.message.mentions {
                    assert!(["ana", "bo", "dee"].contains(&pinged.id.as_str()), "{command} pings {pinged:?}");
                }
            }
            assert!(meeting(&world, 3).await.is_none_or(|_| command == "new"));
            world.end().await;
        });
    }
}

/// A value that the field takes; what is a text may be any.
fn value<'v>(ask: &Ask, text: &'v str) -> (&'static str, &'v str) {
    let value = match ask.holds {
        _ if ask.name == "meeting" => "#1",
        Holds::Choice(choices) => choices.first().map_or("", |(_, value)| value),
        Holds::Person => "@dee",
        Holds::Text | Holds::Known | Holds::File => text,
    };
    (ask.name, value)
}

#[tokio::test]
async fn a_value_that_is_too_long_is_said_to_be() {
    let world = with_two_meetings().await;
    let long = "x".repeat(4001);
    for (form, field) in [
        ("edit #1", "place"),
        ("edit #1", "description"),
        ("edit #1", "title"),
        ("cancel #1", "why"),
        ("no #1", "comment"),
    ] {
        let said = revises(&world, "ana", form, &[(field, &long)]).await;
        assert!(said.contains("too long"), "{form} {field}: {said}");
    }
    world.end().await;
}

//! Forms: what they ask, what they do, and what is suggested while somebody types.

use chrono::TimeDelta;
use convene::{chat::OPENS, testing::World};
use expect_test::expect;

mod meaning;
mod suggested;

/// The values of a form as it is shown, some of them replaced.
async fn refilled(
    world: &World,
    who: &str,
    form: &str,
    changes: &[(&str, &str)],
) -> (String, Vec<(String, String)>) {
    let form = world.form(who, form, &[]).await.unwrap().unwrap();
    let values = form.inputs.into_iter().map(|input| {
        let change = changes.iter().find(|(name, _)| *name == input.name);
        (input.name, change.map_or(input.value, |(_, value)| (*value).to_owned()))
    });
    (form.id, values.collect())
}

/// Somebody opens a form, changes some of what it shows, and sends it.
async fn revises(world: &World, who: &str, form: &str, changes: &[(&str, &str)]) -> String {
    let (id, values) = refilled(world, who, form, changes).await;
    submits(world, who, &id, &values).await
}

async fn submits(world: &World, who: &str, id: &str, values: &[(String, String)]) -> String {
    let values: Vec<_> =
        values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.fills(who, id, &values).await
}

#[tokio::test]
async fn a_meeting_is_made_of_a_form() {
    let world = World::with_forms().await;
    expect![[""]].assert_eq(&world.opens("ana", "new", &[]).await);
    expect![[""]].assert_eq(&world.opens("ana", "new", &[("with", "@bo")]).await);
    expect![[""]].assert_eq(
        &world
            .fills(
                "ana",
                "new @bo",
                &[
                    ("title", "Lunch \"at\" 12:00 in town, tomorrow"),
                    ("when", "fri 15:00-15:45"),
                    ("place", "the garden"),
                    ("people", "kim@example.com"),
                    ("description", "Bring\n\n#3 @everyone"),
                ],
            )
            .await,
    );
    expect![[""]].assert_eq(&world.fills("ana", "new", &[("title", "Lunch tomorrow 12:00")]).await);
    expect![[""]].assert_eq(&world.fills("ana", "new", &[("when", "fri 15:00")]).await);
    expect![[""]].assert_eq(
        &world
            .fills("ana", "new", &[("title", "x"), ("when", "fri 15:00"), ("people", "@everyone")])
            .await,
    );
    expect![[""]].assert_eq(
        &world
            .fills(
                "ana",
                "new",
                &[("title", "x"), ("when", "fri 15:00"), ("people", "some people")],
            )
            .await,
    );
    world.end().await;
}

#[tokio::test]
async fn a_meeting_is_made_of_a_message() {
    let world = World::with_forms().await;
    let text = "Shall we meet fri 15:00 in Room 5 with @bo?\nI have\nnumbers";
    expect![[""]].assert_eq(&world.opens("ana", "new", &[("text", text)]).await);
    let text = "Sprint review\n\nWhen: tomorrow 9am for 30m\nBring cake";
    expect![[""]].assert_eq(&world.opens("ana", "new", &[("text", text)]).await);
    let long = "Long ".repeat(2000);
    let form = world.form("ana", "new", &[("text", &long)]).await.unwrap().unwrap();
    for input in form.inputs {
        assert!(input.value.chars().count() <= input.max, "{}", input.name);
    }
    world.end().await;
}

#[tokio::test]
async fn an_edit_is_one_step_and_one_announcement() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo in Room 5").await;
    expect![[""]].assert_eq(&world.opens("ana", "edit #1", &[]).await);
    let changes =
        [("title", "Demo"), ("when", "fri 16:00-17:00"), ("place", ""), ("description", "a\nb")];
    expect![[""]].assert_eq(&revises(&world, "ana", "edit #1", &changes).await);
    expect![[""]].assert_eq(&revises(&world, "ana", "edit #1", &[]).await);
    expect![[""]].assert_eq(&revises(&world, "ana", "edit #1", &[("title", "")]).await);
    expect![[""]].assert_eq(&revises(&world, "ana", "edit #1", &[("description", "")]).await);
    expect![[""]].assert_eq(
        &world.says("ana", "!meet edit #1 title: Review when: sat 10:00 place: Hall").await,
    );
    expect![[""]].assert_eq(&world.fills("ana", "edit", &[("meeting", "review")]).await);
    expect![[""]].assert_eq(&world.opens("bo", "edit #1", &[]).await);
    expect![[""]].assert_eq(&world.opens("ana", "edit #9", &[]).await);
    expect![[""]].assert_eq(&world.fills("bo", "edit #1", &[("title", "x")]).await);
    world.advance(TimeDelta::days(10)).await;
    expect![[""]].assert_eq(&world.opens("ana", "edit #1", &[]).await);
    world.end().await;
}

#[tokio::test]
async fn what_a_form_showed_and_nobody_touched_stays_as_it_is_by_now() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 in Room 5").await;
    let (id, values) = refilled(&world, "ana", "edit #1", &[("title", "Demo")]).await;
    world.says("ana", "!meet place #1 Room 6").await;
    world.says("ana", "!meet move #1 to 17:00").await;
    expect![[""]].assert_eq(&submits(&world, "ana", &id, &values).await);
    world.end().await;
}

#[tokio::test]
async fn a_series_is_asked_which_dates() {
    let world = World::with_forms().await;
    world.takes("ana", "series.ics", SERIES).await;
    expect![[""]].assert_eq(&world.opens("ana", "edit #1", &[]).await);
    expect![[""]].assert_eq(&world.opens("ana", "cancel #1", &[]).await);
    expect![[""]].assert_eq(
        &revises(&world, "ana", "edit #1", &[("title", "Once"), ("place", "Hall")]).await,
    );
    expect![[""]].assert_eq(
        &revises(
            &world,
            "ana",
            "edit #1",
            &[("when", "11:00"), ("title", "Always"), ("dates", "all")],
        )
        .await,
    );
    expect![[""]]
        .assert_eq(&revises(&world, "ana", "edit #1", &[("title", "x"), ("dates", "some")]).await);
    expect![[""]].assert_eq(
        &world.fills("ana", "cancel", &[("meeting", "#1"), ("why", "and following me")]).await,
    );
    expect![[""]]
        .assert_eq(&world.presses("ana", "m1", "cancel #1 this date and following me").await);
    expect![[""]].assert_eq(
        &world.fills("ana", "edit", &[("meeting", "#1"), ("title", "a when: 3:00")]).await,
    );
    world.end().await;
}

#[tokio::test]
async fn answers_proposals_and_cancelling_have_forms() {
    let world = World::with_forms().await;
    let card = world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    expect![[""]].assert_eq(&card);
    expect![[""]].assert_eq(&world.opens("bo", "yes #1", &[]).await);
    expect![[""]]
        .assert_eq(&world.fills("bo", "yes #1", &[("comment", "all #3 good\n@ana")]).await);
    expect![[""]].assert_eq(&world.opens("bo", "propose #1", &[]).await);
    expect![[""]].assert_eq(
        &world
            .fills("bo", "propose #1", &[("when", "17:00"), ("why", "because because I can")])
            .await,
    );
    expect![[""]].assert_eq(&world.opens("ana", "propose #1", &[]).await);
    expect![[""]].assert_eq(&world.fills("ana", "decline", &[("comment", "bo is away")]).await);
    expect![[""]].assert_eq(&world.opens("bo", "cancel #1", &[]).await);
    expect![[""]].assert_eq(&world.opens("ana", "cancel #1", &[]).await);
    expect![[""]]
        .assert_eq(&world.fills("ana", "cancel #1", &[("why", "this and following")]).await);
    expect![[""]].assert_eq(&world.opens("bo", "maybe #1", &[]).await);
    expect![[""]].assert_eq(&world.opens("bo", "list", &[]).await);
    expect![[""]].assert_eq(&world.opens("bo", "nonsense", &[]).await);
    expect![[""]].assert_eq(&world.fills("bo", "nonsense", &[]).await);
    world.end().await;
}

#[tokio::test]
async fn every_form_that_a_card_offers_opens() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    let card = world.stage.messages().remove(0).message;
    let ids = card.buttons.iter().chain(&card.menu).map(|button| button.id.clone());
    let forms: Vec<_> = ids.filter_map(|id| Some(id.strip_prefix(OPENS)?.to_owned())).collect();
    assert_eq!(forms.len(), 6);
    for form in forms {
        let who = if form.starts_with("propose") { "bo" } else { "ana" };
        let form = world.form(who, &form, &[]).await.unwrap().unwrap();
        assert!((1..=5).contains(&form.inputs.len()) && form.id.len() <= 100, "{form:?}");
        assert!(form.title.chars().count() <= 45, "{form:?}");
        for input in form.inputs {
            assert!(input.label.chars().count() <= 45 && input.hint.chars().count() <= 100);
            assert!((1..=4000).contains(&input.max) && input.value.chars().count() <= input.max);
        }
    }
    world.end().await;
}

/// Every weekday at ten.
const SERIES: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\n\
    UID:series@example.com\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Europe/Berlin:20261202T100000\r\n\
    DTEND;TZID=Europe/Berlin:20261202T101500\r\nRRULE:FREQ=DAILY;COUNT=10\r\nSUMMARY:Daily\r\n\
    END:VEVENT\r\nEND:VCALENDAR\r\n";

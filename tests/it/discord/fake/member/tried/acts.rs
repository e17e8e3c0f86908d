//! What people do by themselves, and how it looks to the others.

use expect_test::expect;
use serde_json::json;

use super::{
    super::super::{change::Upload, events, rights, world::Overwrite},
    Stage, check,
};

#[tokio::test]
async fn what_people_write_is_seen() {
    let Stage { fake, olga, bo, cem } = &Stage::set().await;
    let said = bo.says(fake.general, "Shall we, @cem? @everyone in #general <t:1796122800:t>");
    bo.edits(said, "Shall we, @cem? #general is <t:1796122800:t>");
    cem.replies(said, &format!("Yes, {} and {}", bo.mention(), olga.mention()));
    let file = Upload { name: "plan.txt".to_owned(), content: b"x".to_vec(), ..Upload::default() };
    cem.uploads(fake.general, "the plan", &[file]);
    cem.reacts(said, "👍");
    olga.reacts(said, "👍");
    olga.reacts(said, "❌");
    olga.unreacts(said, "❌");
    let thread = bo.begins_thread(said, "Details");
    olga.says(thread, "inside");
    let gone = cem.says(fake.random, "elsewhere");
    assert_eq!(bo.sees(fake.random), "cem: elsewhere\n");
    olga.deletes(gone);
    assert_eq!((bo.sees(fake.random), bo.reads(gone)), (String::new(), "(gone)\n".to_owned()));
    check(
        &olga.sees(fake.general),
        &expect![[r#"
        bo (edited): Shall we, @cem? #general is 11:00
          👍 2
          pings cem
          thread Details
            olga: inside
        cem (answering): Yes, @bo and @olga
          pings olga, bo
        cem: the plan
          file plan.txt
    "#]],
    );
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn what_somebody_may_not_see_is_nothing() {
    let Stage { fake, olga, cem, .. } = &Stage::set().await;
    olga.says(fake.general, "for some");
    let hidden =
        Overwrite { id: cem.id, member: true, deny: rights::VIEW_CHANNEL, ..Overwrite::default() };
    olga.overwrites(fake.general, hidden);
    assert_eq!(cem.sees(fake.general), "(nothing)\n");
    assert_eq!(olga.sees(fake.general), "olga: for some\n");
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn the_events_of_the_guild_are_seen() {
    let Stage { fake, bo, cem, .. } = &Stage::set().await;
    let body = json!({
        "name": "Review", "description": "Of the sprint, <t:1796122800:R>", "entity_type": 3,
        "scheduled_start_time": "2026-12-01T11:00:00Z", "scheduled_end_time": "2026-12-01T12:00:00Z",
        "entity_metadata": { "location": "Roof" },
    });
    let guild = fake.guild;
    events::create(&mut fake.world(), guild, fake.bot, &body);
    let event = bo.event("Review").unwrap();
    assert_eq!(bo.event("Retro"), None);
    bo.interested(event);
    cem.interested(event);
    cem.uninterested(event);
    check(
        &bo.sees(fake.general),
        &expect![[r#"
        event Review (scheduled): 1 December 2026 12:00 to 1 December 2026 13:00, Roof, 1 interested
          | Of the sprint, in 3 hours
    "#]],
    );
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn what_one_person_sees_only_that_person_can_use() {
    let (stage, _bot) = Stage::with_bot().await;
    let card = stage.olga.slash("/meet new title:Review").await.message.unwrap();
    let alone = stage.bo.press(card, "Going").await.message.unwrap();
    assert_eq!(stage.cem.try_press(alone, "Going").await.unwrap_err(), "the message is not there");
    stage.olga.deletes(card);
    assert_eq!(stage.bo.try_press(card, "Going").await.unwrap_err(), "the message is not there");
    stage.is_well();
}

/// Fifty people press at once; how long each waited is there to be read.
#[tokio::test]
async fn fifty_press_at_once() {
    let (stage, _bot) = Stage::with_bot().await;
    let card = stage.olga.slash("/meet new title:Review").await.message.unwrap();
    let people = (0..50).map(|n| stage.fake.member(&format!("guest-{n}")));
    let pressed: Vec<_> = people.map(|person| (person.taps(card, "✅ Going"), person)).collect();
    for (asked, person) in pressed {
        assert_eq!(
            person.outcome(asked).await.said,
            "Convene (only for you): You are going, @everyone.\n"
        );
    }
    let waited = super::interactions::waited(&stage.fake.world());
    assert_eq!(waited.iter().flatten().count(), 51);
    stage.is_well();
}

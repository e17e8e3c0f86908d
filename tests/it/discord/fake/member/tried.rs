//! People of the fake tried against a bot that is not ours: a small one, on serenity as it is.

mod acts;
mod bot;
mod lines;

use std::time::Duration;

use expect_test::{Expect, expect};
use serde_json::json;

use self::bot::Bot;
use super::{
    super::{
        Fake, Settings,
        change::Upload,
        gateway::Began,
        interactions, rights,
        world::{Overwrite, World},
    },
    Member,
};

/// The fake with three people, and a bot where it is wanted.
struct Stage {
    fake: Fake,
    /// Runs the guild.
    olga: Member,
    /// In Berlin, and in German.
    bo: Member,
    cem: Member,
}

impl Stage {
    async fn set() -> Self {
        let fake = Fake::start(Settings::default()).await;
        let [olga, bo, cem] = ["olga", "bo", "cem"].map(|name| fake.member(name));
        bo.is_at_home_in("de", "Europe/Berlin");
        Self { fake, olga, bo, cem }
    }

    /// The stage with the small bot on it, once it has said what its commands are.
    async fn with_bot() -> (Self, Bot) {
        let stage = Self::set().await;
        let bot = stage.starts_bot().await;
        (stage, bot)
    }

    async fn starts_bot(&self) -> Bot {
        let bot = Bot::start(&self.fake).await;
        let registered = self.olga.until(|world| (world.commands.len() == 3).then_some(()));
        assert!(registered.await.is_some(), "{:#?}", self.fake.journal());
        bot
    }

    /// That nothing was wrong, in the end.
    fn is_well(&self) {
        assert_eq!(self.fake.verify(), Vec::<String>::new());
    }
}

fn check(seen: &str, wanted: &Expect) {
    wanted.assert_eq(seen);
}

#[tokio::test]
async fn what_a_command_brings_is_seen_by_everyone_or_by_one() {
    let (stage, _bot) = Stage::with_bot().await;
    let outcome = stage.olga.slash("/meet new title:Sprint review when:fri 15:00").await;
    assert!(!outcome.ephemeral);
    let card = outcome.message.unwrap();
    check(
        &stage.bo.sees(stage.fake.general),
        &expect![[r#"
        Convene:
          | # Sprint review [green]
          | Tuesday, 1 December 2026 12:00, in 3 hours
          | Going: nobody
          | yet
          | -- all times are yours
          [✅ Going] [Close]
          {More: Edit | Cancel}
    "#]],
    );
    let alone = stage.bo.press(card, "✅ Going").await;
    assert!(alone.ephemeral);
    check(
        &alone.said,
        &expect![[r#"
        Convene (only for you): You are going, @everyone.
    "#]],
    );
    check(
        &stage.bo.sees(stage.fake.general),
        &expect![[r#"
        Convene:
          | # Sprint review [green]
          | Tuesday, 1 December 2026 12:00, in 3 hours
          | Going: nobody
          | yet
          | -- all times are yours
          [✅ Going] [Close]
          {More: Edit | Cancel}
        Convene (only for you): You are going, @everyone.
    "#]],
    );
    check(
        &stage.cem.sees(stage.fake.general),
        &expect![[r#"
        Convene:
          | # Sprint review [green]
          | Tuesday, 1 December 2026 11:00, in 3 hours
          | Going: nobody
          | yet
          | -- all times are yours
          [✅ Going] [Close]
          {More: Edit | Cancel}
    "#]],
    );
    stage.bo.deletes(alone.message.unwrap());
    assert!(!stage.bo.sees(stage.fake.general).contains("only for you"));
    stage.is_well();
}

#[tokio::test]
async fn a_command_is_held_to_what_was_registered() {
    let (stage, _bot) = Stage::with_bot().await;
    let why = async |text: &str| stage.olga.try_slash(text, &[]).await.unwrap_err();
    let cases = [
        "/meat",
        "/meet old",
        "/meet new when:fri",
        "/meet new title:x kind:odd",
        "/meet new title:x seats:9",
    ];
    let long = format!("/meet new title:{}", "x".repeat(101));
    let mut all = Vec::new();
    for case in cases.into_iter().chain([&*long]) {
        all.push(why(case).await);
    }
    all.push(stage.bo.try_slash("/meet new title:x", &[]).await.unwrap_err());
    check(
        &all.join("\n"),
        &expect![[r#"
            /meat is not offered here
            there is no "old" under "meet"
            "title" is required
            "odd" is no choice of "kind"
            "9" is out of bounds, for "seats"
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" is too long or too short, for "title"
            there is no "new title:x" under "meet""#]],
    );
    stage.is_well();
}

#[tokio::test]
async fn who_may_use_a_command_is_asked() {
    let (stage, _bot) = Stage::with_bot().await;
    let muted = Overwrite {
        id: stage.cem.id,
        member: true,
        deny: rights::USE_APPLICATION_COMMANDS,
        ..Overwrite::default()
    };
    stage.olga.overwrites(stage.fake.general, muted);
    assert!(stage.cem.try_slash("/meet list", &[]).await.is_err());
    let talk = stage.fake.world().talk(stage.cem.id, stage.fake.bot);
    let there = stage.cem.at(talk);
    assert!(there.try_slash("/meet list", &[]).await.is_err(), "it is for guilds alone");
    assert_eq!(
        there.user_command("Meet with", &stage.olga).await.form().shown["title"],
        "Meet with olga"
    );
    stage.is_well();
}

#[tokio::test]
async fn what_is_typed_is_suggested_upon() {
    let (stage, _bot) = Stage::with_bot().await;
    let choices = stage.olga.autocomplete("/meet new title:Review when:fri").await;
    let names: Vec<_> = choices.iter().map(|one| (&*one.name, &*one.value)).collect();
    assert_eq!(names, [("fri at noon", "fri 12:00")]);
    let choices = stage.bo.autocomplete("/meet neu titel:Review wann:fr").await;
    assert_eq!(choices[0].name, "fr mittags");
    stage.is_well();
}

#[tokio::test]
#[should_panic(expected = "has no autocomplete")]
async fn what_has_no_suggestions_suggests_nothing() {
    let (stage, _bot) = Stage::with_bot().await;
    stage.olga.autocomplete("/meet new kind:l").await;
}

#[tokio::test]
async fn a_form_is_filled_in() {
    let (stage, _bot) = Stage::with_bot().await;
    let said = stage.cem.says(stage.fake.general, "Let us talk about the roof");
    let outcome = stage.olga.message_command("Make a meeting of this", said).await;
    check(
        &outcome.said,
        &expect![[r#"
        form New meeting
          Title *: Let us talk about the roof
          When: (say it in words)"#]],
    );
    let form = outcome.form();
    let missing = stage.olga.try_submit(form, &[("title", "")]).await.unwrap_err();
    let long = stage.olga.try_submit(form, &[("title", &"x".repeat(46))]).await.unwrap_err();
    let unknown = stage.olga.try_submit(form, &[("place", "roof")]).await.unwrap_err();
    let other = stage.bo.try_submit(form, &[]).await.unwrap_err();
    check(
        &[missing, long, unknown, other].join("\n"),
        &expect![[r#"
        "Title" must be filled in
        "Title" takes 0 to 45 characters
        the form asks for no "place"
        the form was shown to somebody else"#]],
    );
    let made = stage.olga.submit(form, &[("When", "fri 16:00")]).await;
    check(
        &made.said,
        &expect![[r#"
        Convene (only for you): title=Let us talk about the roof; when=fri 16:00
    "#]],
    );
    stage.is_well();
}

#[tokio::test]
async fn a_press_can_edit_defer_and_choose() {
    let (stage, _bot) = Stage::with_bot().await;
    let card = stage.olga.slash("/meet new title:Review when:fri").await.message.unwrap();
    assert_eq!(stage.olga.select(card, "Edit").await.form().shown["title"], "Edit");
    stage.olga.press(card, "Close").await;
    check(
        &stage.cem.reads(card),
        &expect![[r#"
        Convene (edited):
          | # Review [grey]
          | Tuesday, 1 December 2026 11:00, in 3 hours
          | Going: nobody
          | yet
          | -- all times are yours
          [✅ Going (off)] [Close (off)]
          {More: Edit | Cancel (off)}
    "#]],
    );
    let off = stage.bo.try_press(card, "✅ Going").await.unwrap_err();
    let gone = stage.bo.try_press(card, "Maybe").await.unwrap_err();
    check(
        &[off, gone].join("\n"),
        &expect![[r#"
        the button "✅ Going" cannot be pressed
        no button says "Maybe""#]],
    );
    let late = stage.bo.slash("/meet list").await;
    assert!(late.ephemeral);
    check(
        &late.said,
        &expect![[r#"
        Convene (only for you): There are no meetings in #general.
    "#]],
    );
    let next = stage.olga.slash("/meet new title:Review when:sat").await.message.unwrap();
    assert_eq!(stage.olga.select(next, "Cancel").await.said, "");
    let said = stage.olga.finds(stage.fake.general, "called off").await;
    assert_eq!(stage.olga.reads(said), "Convene (only for you, answering): It is called off.\n");
    let seen = stage.olga.waits_for(stage.fake.general, |seen| seen.contains("~~")).await;
    assert!(seen.contains("Convene (edited): ~~Review~~\n"), "{seen}");
    assert!(stage.cem.try_press(next, "✅ Going").await.is_err());
    stage.is_well();
}

#[tokio::test]
async fn a_file_comes_with_a_command() {
    let (stage, _bot) = Stage::with_bot().await;
    let file = Upload {
        name: "day.ics".to_owned(),
        mime: Some("text/calendar".to_owned()),
        content: b"BEGIN:VCALENDAR".to_vec(),
        ..Upload::default()
    };
    let outcome = stage.olga.slash_with("/meet import file:day.ics", &[file]).await;
    assert_eq!(outcome.said, "Convene (only for you): day.ics says BEGIN:VCALENDAR\n");
    assert!(stage.fake.world().interactions[&outcome.interaction].took.is_some());
    stage.is_well();
}

#[tokio::test]
async fn only_one_answer_in_time_is_taken() {
    let stage = Stage::set().await;
    let asked = |world: &mut World| {
        let (application, user, channel) = (stage.fake.bot, stage.olga.id, stage.fake.general);
        let data = json!({ "component_type": 2, "custom_id": "x" });
        let (kind, message) = (interactions::kind::COMPONENT, None);
        let asked = interactions::asked::Asked { application, user, channel, kind, data, message };
        interactions::asked::ask(world, asked)
    };
    let mut world = stage.fake.world();
    let id = asked(&mut world);
    let token = world.interactions[&id].token.clone();
    let mut take = |body: &serde_json::Value, within: u64| {
        interactions::take(&mut world, (id, &token), body, Duration::from_secs(within))
    };
    let say = json!({ "type": 4, "data": { "content": "hello" } });
    assert_eq!(take(&say, 0).unwrap_err().code, 10062);
    for unfit in [json!({ "type": 8 }), json!({ "type": 5, "data": { "flags": 4 } }), json!({})] {
        assert_eq!(take(&unfit, 3).unwrap_err().code, 50035, "{unfit}");
    }
    assert_eq!(take(&json!({ "type": 7 }), 3).unwrap_err().code, 10062);
    assert!(take(&say, 3).is_ok());
    assert_eq!(take(&say, 3).unwrap_err().code, 40060);
    assert_eq!(interactions::waited(&world).len(), 1);
    assert!(interactions::waited(&world)[0].is_some());
}

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
    expect![[r#"
        <new> New meeting
          title (Title*): 
          when (When*): 
          place (Where): 
          people (Who else, by mail address): 
          description (What it is about): 
    "#]]
    .assert_eq(&world.opens("ana", "new", &[]).await);
    expect![[r#"
        <new @bo> New meeting with bo
          title (Title*): 
          when (When*): 
          place (Where): 
          people (Who else, by mail address): 
          description (What it is about): 
    "#]]
    .assert_eq(&world.opens("ana", "new", &[("with", "@bo")]).await);
    expect![[r#"
        [m1]
        Lunch "at" 12:00 in town, tomorrow

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Where      the garden
        Organizer  ana

          Bring

          #3 now

        ✅ Going (1 of 3): ana
        … no answer (2): bo, kim@example.com

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m2 pings bo]
        ana invited bo, kim@example.com to “Lunch "at" 12:00 in town, tomorrow” (#1), Fri 4 Dec 2026, 15:00–15:45 CET.
    "#]].assert_eq(
        &world
            .fills(
                "ana",
                "new @bo",
                &[
                    ("title", "Lunch \"at\" 12:00 in town, tomorrow"),
                    ("when", "fri 15:00-15:45"),
                    ("place", "the garden"),
                    ("people", "kim@example.com"),
                    ("description", "Bring\n\n#3 now"),
                ],
            )
            .await,
    );
    world.end().await;
}

#[tokio::test]
async fn what_a_form_lacks_is_said() {
    let world = World::with_forms().await;
    expect![[r#"
        [m1 only for ana]
        Something is missing: the time. Write `!meet new TITLE WHEN [@PEOPLE] [in PLACE]`
    "#]]
    .assert_eq(&world.fills("ana", "new", &[("title", "Lunch")]).await);
    expect![[r#"
        [m2 only for ana]
        Something is missing: the title. Write `!meet new TITLE WHEN [@PEOPLE] [in PLACE]`
    "#]]
    .assert_eq(&world.fills("ana", "new", &[("when", "fri 15:00")]).await);
    expect![[r#"
        [m3 only for ana]
        I do not invite a whole room at once. Everyone who sees the card can answer it; to invite people, name them: `!meet invite #12 @ana @bo`
    "#]].assert_eq(
        &world
            .fills("ana", "new", &[("title", "x"), ("when", "fri 15:00"), ("people", "@everyone")])
            .await,
    );
    expect![[r#"
        [m4 only for ana]
        I do not know who `some people` is. Mention somebody of this room, for example `!meet invite #12 @ana`
    "#]].assert_eq(
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
    expect![[r#"
        <new> New meeting
          title (Title*): Shall we meet
          when (When*): fri 15:00
          place (Where): Room 5 with @bo?
          people (Who else, by mail address): 
          description (What it is about): I have
            numbers
    "#]]
    .assert_eq(&world.opens("ana", "new", &[("text", text)]).await);
    let text = "Sprint review\n\nWhen: tomorrow 9am for 30m\nBring cake";
    expect![[r#"
        <new> New meeting
          title (Title*): Sprint review
          when (When*): tomorrow 9am for 30m
          place (Where): 
          people (Who else, by mail address): 
          description (What it is about): When: tomorrow 9am for 30m
            Bring cake
    "#]]
    .assert_eq(&world.opens("ana", "new", &[("text", text)]).await);
    let text = "Every thursday choir 19:30 until 25 feb in the hall";
    let form = world.form("ana", "new", &[("text", text)]).await.unwrap().unwrap();
    let when = &form.inputs.iter().find(|input| input.name == "when").unwrap().value;
    assert!(when.to_lowercase().contains("every") && when.contains("until"), "{when}");
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
    expect![[r#"
        <edit #1 11476a37.7de09af8.15dde521.811c9dc5> Edit Sprint review
          title (Title*): Sprint review
          when (When*): Fri 4 Dec 2026 15:00-15:45
          place (Where): Room 5
          description (What it is about): 
    "#]]
    .assert_eq(&world.opens("ana", "edit #1", &[]).await);
    let changes =
        [("title", "Demo"), ("when", "fri 16:00-17:00"), ("place", ""), ("description", "a\nb")];
    expect![[r#"
        [~m1]
        Demo

        When       Fri 4 Dec 2026, 16:00–17:00 CET · in 3 days
        Length     1 h
        Organizer  ana

          a
          b

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m3 pings bo]
        ana changed the title, the time, the place and the description of “Demo” (#1); it is now at Fri 4 Dec 2026, 16:00–17:00 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&revises(&world, "ana", "edit #1", &changes).await);
    expect![[r#"
        [m4 only for ana]
        “Demo” (#1) already is like that.
    "#]]
    .assert_eq(&revises(&world, "ana", "edit #1", &[]).await);
    expect![[r#"
        [m5 only for ana]
        The meeting needs a title. Put it before the time: `!meet Sprint review fri 15:00`
    "#]]
    .assert_eq(&revises(&world, "ana", "edit #1", &[("title", "")]).await);
    expect![[r#"
        [~m1]
        Demo

        When       Fri 4 Dec 2026, 16:00–17:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m6]
        ana changed the description of “Demo” (#1).
    "#]].assert_eq(&revises(&world, "ana", "edit #1", &[("description", "")]).await);
    world.end().await;
}

#[tokio::test]
async fn an_edit_can_be_typed_and_is_for_editors() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo in Room 5").await;
    expect![[r#"
        [~m1]
        Review

        When       Sat 5 Dec 2026, 10:00–10:45 CET · in 4 days
        Length     45 min
        Where      Hall
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m3 pings bo]
        ana changed the title, the time and the place of “Review” (#1); it is now at Sat 5 Dec 2026, 10:00–10:45 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(
        &world.says("ana", "!meet edit #1 title: Review when: sat 10:00 place: Hall").await,
    );
    expect![[r#"
        [m4 only for ana]
        Something is missing: what shall be different. Write `!meet edit [#NUMBER | LETTERS] [DATES] [title: TITLE] [when: WHEN] [place: PLACE] [description: TEXT]`
    "#]].assert_eq(&world.fills("ana", "edit", &[("meeting", "review")]).await);
    expect![[r#"
        [bo is told] Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.opens("bo", "edit #1", &[]).await);
    expect![[r#"
        [ana is told] There is no meeting `#9` here. See them all: `!meet list`
    "#]]
    .assert_eq(&world.opens("ana", "edit #9", &[]).await);
    expect![[r#"
        [m5 only for bo]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.fills("bo", "edit #1", &[("title", "x")]).await);
    world.advance(TimeDelta::days(10)).await;
    expect![[r#"
        [ana is told] “Review” (#1) is over, so nothing about it can change. Make a new one: `!meet Review fri 15:00`
    "#]].assert_eq(&world.opens("ana", "edit #1", &[]).await);
    world.end().await;
}

#[tokio::test]
async fn an_edit_of_everything_is_one_request() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo in Room 5").await;
    let requests = async || {
        let mut tx = world.store.read().await.unwrap();
        let stored = tx.find_object_by_number(1).await.unwrap().unwrap();
        let uid = stored.object.meeting(chrono_tz::UTC).uid;
        let log = tx.log_of(&uid).await.unwrap();
        log.iter().map(|entry| (entry.method.clone(), entry.sequence)).collect::<Vec<_>>()
    };
    let before = requests().await;
    let changes =
        [("title", "Demo"), ("when", "fri 16:00"), ("place", "Hall"), ("description", "a")];
    revises(&world, "ana", "edit #1", &changes).await;
    let after = requests().await;
    assert_eq!(after.len(), before.len() + 1, "{after:?}");
    assert!(after.contains(&("REQUEST".to_owned(), 1)), "{after:?}");
    world.end().await;
}

#[tokio::test]
async fn what_a_form_showed_and_nobody_touched_stays_as_it_is_by_now() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 in Room 5").await;
    let (id, values) = refilled(&world, "ana", "edit #1", &[("title", "Demo")]).await;
    world.says("ana", "!meet place #1 Room 6").await;
    world.says("ana", "!meet move #1 to 17:00").await;
    expect![[r#"
        [~m1]
        Demo

        When       Fri 4 Dec 2026, 17:00–17:45 CET · in 3 days
        Length     45 min
        Where      Room 6
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m4]
        ana renamed “Sprint review” to “Demo” (#1).
    "#]].assert_eq(&submits(&world, "ana", &id, &values).await);
    world.end().await;
}

#[tokio::test]
async fn a_series_is_asked_which_dates() {
    let world = World::with_forms().await;
    world.takes("ana", "series.ics", SERIES).await;
    expect![[r#"
        <edit #1 bc3889be.10dcf906.811c9dc5.811c9dc5> Edit Daily
          title (Title*): Daily
          when (When*): Wed 2 Dec 2026 10:00-10:15
          place (Where): 
          description (What it is about): 
          dates (Which dates*): this
    "#]]
    .assert_eq(&world.opens("ana", "edit #1", &[]).await);
    expect![[r#"
        <cancel #1> Cancel Daily
          why (Why): 
          dates (Which dates*): this
    "#]]
    .assert_eq(&world.opens("ana", "cancel #1", &[]).await);
    expect![[r#"
        [~m1]
        Once

        When       Wed 2 Dec 2026, 10:00–10:15 CET · tomorrow
        Repeats    every day until 11 Dec 2026
        Length     15 min
        Where      Hall
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m3]
        ana changed the title and the place of “Once” (#1), only Wed 2 Dec 2026, 10:00–10:15 CET.
    "#]].assert_eq(
        &revises(&world, "ana", "edit #1", &[("title", "Once"), ("place", "Hall")]).await,
    );
    expect![[r#"
        [~m1]
        Once

        When       Wed 2 Dec 2026, 11:00–11:15 CET · tomorrow
        Repeats    every day until 11 Dec 2026
        Length     15 min
        Where      Hall
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m4]
        ana changed the title and the time of “Once” (#1), all dates; it is now at Wed 2 Dec 2026, 11:00–11:15 CET. Its own words stay on Wed 2 Dec.
        Everyone is asked to answer again.
    "#]].assert_eq(
        &revises(
            &world,
            "ana",
            "edit #1",
            &[("when", "11:00"), ("title", "Always"), ("dates", "all")],
        )
        .await,
    );
    expect![[r#"
        [m5 only for ana]
        `dates` cannot be `some`. It takes this, this and following, all, or a day such as 24 dec.
    "#]]
    .assert_eq(&revises(&world, "ana", "edit #1", &[("title", "x"), ("dates", "some")]).await);
    world.end().await;
}

#[tokio::test]
async fn words_that_name_dates_are_not_read_out_of_a_value() {
    let world = World::with_forms().await;
    world.takes("ana", "series.ics", SERIES).await;
    expect![[r#"
        [m3 only for ana]
        “Daily” (#1) repeats. Say which dates.
        Only Wed 2 Dec 2026, 10:00–10:15 CET: `!meet cancel #1 this date and following me`
        That and all later dates: `!meet cancel #1 this and following and following me`
        All dates: `!meet cancel #1 all and following me`
          buttons: cancel #1 this date and following me | cancel #1 this and following and following me | cancel #1 all and following me
    "#]].assert_eq(
        &world.fills("ana", "cancel", &[("meeting", "#1"), ("why", "and following me")]).await,
    );
    expect![[r#"
        [~m1]
        Daily

        When       Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days
        Repeats    every day until 11 Dec 2026, not on Wed 2 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m4]
        ana cancelled “Daily” (#1), only Wed 2 Dec 2026, 10:00–10:15 CET: and following me
    "#]]
        .assert_eq(&world.presses("ana", "m1", "cancel #1 this date and following me").await);
    expect![[r#"
        [m5 only for ana]
        “Daily” (#1) repeats. Say which dates.
        Only Thu 3 Dec 2026, 10:00–10:15 CET: `!meet edit #1 this`
        That and all later dates: `!meet edit #1 this and following`
        All dates: `!meet edit #1 all`
          buttons: edit #1 this | edit #1 this and following | edit #1 all
    "#]]
    .assert_eq(&world.fills("ana", "edit", &[("meeting", "#1"), ("title", "a when: 3:00")]).await);
    world.end().await;
}

#[tokio::test]
async fn answers_have_a_form() {
    let world = World::with_forms().await;
    let card = world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    expect![[r#"
        [m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m2 pings bo]
        ana invited bo to “Sprint review” (#1), Fri 4 Dec 2026, 15:00–15:45 CET.
    "#]].assert_eq(&card);
    expect![[r#"
        <yes #1> ✅ Going: Sprint review
          comment (Comment): 
    "#]]
    .assert_eq(&world.opens("bo", "yes #1", &[]).await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (2 of 2): ana, bo (all #3 good @ana)

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m3 only for bo]
        ✅ You said yes to “Sprint review” (#1), Fri 4 Dec 2026, 15:00–15:45 CET: all #3 good @ana
    "#]]
        .assert_eq(&world.fills("bo", "yes #1", &[("comment", "all #3 good\n@ana")]).await);
    world.end().await;
}

#[tokio::test]
async fn proposals_have_a_form() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo in Room 5").await;
    expect![[r#"
        <propose #1> Another time for Sprint review
          when (What time would suit you*): 
          why (Why): 
    "#]]
    .assert_eq(&world.opens("bo", "propose #1", &[]).await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        🕒 bo proposes Fri 4 Dec 2026, 17:00–17:45 CET: because because I can

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1 | accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m3 pings ana]
        🕒 bo proposes another time for “Sprint review” (#1):
        Fri 4 Dec 2026, 17:00–17:45 CET
        instead of Fri 4 Dec 2026, 15:00–15:45 CET.
        Reason: because because I can
        ana decides: `!meet accept #1 bo` or `!meet decline #1 bo`
          buttons: accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid
    "#]].assert_eq(
        &world
            .fills("bo", "propose #1", &[("when", "17:00"), ("why", "because because I can")])
            .await,
    );
    expect![[r#"
        [ana is told] You decide about #1 yourself. Move it: `!meet move #1 to thu 15:00`
    "#]]
    .assert_eq(&world.opens("ana", "propose #1", &[]).await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m4 pings bo]
        ❌ bo's time for “Sprint review” (#1) is declined: it stays Fri 4 Dec 2026, 15:00–15:45 CET.
        Reason: bo is away
    "#]].assert_eq(&world.fills("ana", "decline", &[("comment", "bo is away")]).await);
    world.end().await;
}

#[tokio::test]
async fn cancelling_has_a_form() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo in Room 5").await;
    expect![[r#"
        [bo is told] Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.opens("bo", "cancel #1", &[]).await);
    expect![[r#"
        <cancel #1> Cancel Sprint review
          why (Why): 
    "#]]
    .assert_eq(&world.opens("ana", "cancel #1", &[]).await);
    expect![[r#"
        [~m1]
        CANCELLED: Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
        [m3 pings bo]
        ana cancelled “Sprint review” (#1), Fri 4 Dec 2026, 15:00–15:45 CET: this and following
    "#]]
    .assert_eq(&world.fills("ana", "cancel #1", &[("why", "this and following")]).await);
    expect![[r#"
        [bo is told] “Sprint review” (#1) is cancelled, so nothing about it can change. Make a new one: `!meet Sprint review fri 15:00`
    "#]].assert_eq(&world.opens("bo", "maybe #1", &[]).await);
    expect![[r#"
        nothing is asked
    "#]]
    .assert_eq(&world.opens("bo", "list", &[]).await);
    expect![[r#"
        [bo is told] That message is not the card of a meeting, or is no longer. React to a card, or answer with a word: `!meet yes #12`
    "#]].assert_eq(&world.opens("bo", "nonsense", &[]).await);
    expect![[r#"
        [m4 only for bo]
        That message is not the card of a meeting, or is no longer. React to a card, or answer with a word: `!meet yes #12`
    "#]].assert_eq(&world.fills("bo", "nonsense", &[]).await);
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

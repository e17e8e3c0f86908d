//! The last step is taken back.

use chrono::TimeDelta;
use expect_test::expect;

use super::{moved::dates, *};
use crate::said::says;

async fn chess() -> World {
    let world = World::new().await;
    world.says("ana", "!meet Chess every monday 19:00 @bo").await;
    world.says("bo", "!meet yes all").await;
    world
}

#[tokio::test]
async fn undo_takes_back_the_last_change_and_not_the_meeting() {
    for change in [
        "skip next",
        "rename #1 all Blitz",
        "move #1 all to 20:00",
        "move #1 this and following to tue 20:00",
        "place #1 this Park",
        "cancel #1 14 dec",
        "pause until 10 jan",
        "end #1 on 21 dec",
        "add #1 sat 10:00",
        "repeat #1 every other monday",
        "cancel #1 all",
    ] {
        let world = chess().await;
        let (before, show) = (dates(&world).await, world.says("ana", "!meet show #1").await);
        world.says("ana", &format!("!meet {change}")).await;
        let shown = without_ids(&world.says("ana", "!meet show #1").await);
        assert_ne!(shown, without_ids(&show), "{change}");
        says(
            &world.says("ana", "!meet undo").await,
            "ana took the last change of “Chess” (#1) back",
        );
        assert_eq!(dates(&world).await, before, "{change}");
        let shown = without_ids(&world.says("ana", "!meet show #1").await);
        assert_eq!(shown, without_ids(&show), "{change}");
        let again = world.says("ana", "!meet undo #1").await;
        says(&again, "You took the last change of “Chess” (#1) back already");
        world.end().await;
    }
}

fn without_ids(text: &str) -> String {
    text.lines().skip(1).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn what_is_old_or_of_others_is_not_taken_back() {
    let world = chess().await;
    world.says("ana", "!meet cohost #1 @bo").await;
    world.says("bo", "!meet rename #1 all Blitz").await;
    says(&world.says("ana", "!meet undo #1").await, "was not yours");
    world.clock.advance(TimeDelta::seconds(601));
    says(&world.says("bo", "!meet undo #1").await, "in the last 10 minutes");
    world.end().await;
}

#[tokio::test]
async fn who_answered_since_is_still_there() {
    let world = chess().await;
    world.says("ana", "!meet move #1 all to 20:00").await;
    world.reacts("bo", "m1", "❌").await;
    world.reacts("cleo", "m1", "✅").await;
    expect![[r#"
        [~m1]
        Chess

        When       Mon 7 Dec 2026, 19:00–20:00 CET · in 6 days
        Repeats    every week on Mon
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6 pings bo]
        ana took the last change of “Chess” (#1) back; it is as it was before: Mon 7 Dec 2026, 19:00–20:00 CET.
    "#]].assert_eq(&world.says("ana", "!meet undo").await);
    world.end().await;
}

#[tokio::test]
async fn who_answered_what_was_only_renamed_has_answered_it() {
    let world = chess().await;
    world.says("ana", "!meet rename #1 all Blitz").await;
    world.reacts("bo", "m1", "❌").await;
    world.reacts("cleo", "m1", "✅").await;
    expect![[r#"
        [~m1]
        Chess

        When       Mon 7 Dec 2026, 19:00–20:00 CET · in 6 days
        Repeats    every week on Mon
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 3): ana, cleo
        ❌ Can't (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6]
        ana took the last change of “Chess” (#1) back; it is as it was before: Mon 7 Dec 2026, 19:00–20:00 CET.
    "#]].assert_eq(&world.says("ana", "!meet undo").await);
    world.end().await;
}

#[tokio::test]
async fn an_answer_for_all_is_for_the_dates_that_were_answered_by_themselves_too() {
    let world = chess().await;
    world.says("bo", "!meet maybe on 14 dec").await;
    world.says("bo", "!meet no #1 all").await;
    let list = world.says("bo", "!meet list this month").await;
    assert_eq!(list.matches("1 going, 1 can't").count(), 4, "{list}");
    world.end().await;
}

#[tokio::test]
async fn two_proposals_of_one_person_are_told_apart_and_fall_with_their_date() {
    let world = chess().await;
    world.says("bo", "!meet propose #1 this 19:30").await;
    expect![[r#"
        [~m1]
        Chess

        When       Mon 7 Dec 2026, 19:00–20:00 CET · in 6 days
        Repeats    every week on Mon
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        🕒 bo proposes Mon 7 Dec 2026, 19:30–20:30 CET
        🕒 bo proposes for all dates Mon 7 Dec 2026, 20:30–21:30 CET

        #1
          buttons: yes #1 | maybe #1 | no #1 | accept #1 on 7 Dec 2026 mailto:bo@stage.invalid | decline #1 on 7 Dec 2026 mailto:bo@stage.invalid | accept #1 all mailto:bo@stage.invalid | decline #1 all mailto:bo@stage.invalid
        [m6 pings ana]
        🕒 bo proposes another time for “Chess” (#1), all dates:
        Mon 7 Dec 2026, 20:30–21:30 CET
        instead of Mon 7 Dec 2026, 19:00–20:00 CET.
        ana decides: `!meet accept #1 bo` or `!meet decline #1 bo`
          buttons: accept #1 all mailto:bo@stage.invalid | decline #1 all mailto:bo@stage.invalid
    "#]].assert_eq(&world.says("bo", "!meet propose #1 all 20:30").await);
    expect![[r#"
        [m7 only for ana]
        More than one proposal is open for #1. Say whose: `!meet accept #1 on 7 Dec 2026 bo` or `!meet accept #1 all bo`
    "#]].assert_eq(&world.says("ana", "!meet accept #1 bo").await);
    expect![[r#"
        [~m1]
        Chess

        When       Mon 14 Dec 2026, 19:00–20:00 CET · in 13 days
        Repeats    every week on Mon, not on Mon 7 Dec
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        🕒 bo proposes for all dates Mon 7 Dec 2026, 20:30–21:30 CET

        #1
          buttons: yes #1 | maybe #1 | no #1 | accept #1 all mailto:bo@stage.invalid | decline #1 all mailto:bo@stage.invalid
        [m8 pings bo]
        “Chess” (#1) has changed since bo proposed Mon 7 Dec 2026, 19:30–20:30 CET, so that proposal is void.
        [m9 pings bo]
        ana cancelled “Chess” (#1), only Mon 7 Dec 2026, 19:00–20:00 CET.
    "#]].assert_eq(&world.says("ana", "!meet skip #1").await);
    world.end().await;
}

#[tokio::test]
async fn a_second_date_on_a_day_is_said_with_its_time() {
    let world = chess().await;
    let added = world.says("ana", "!meet add #1 7 dec 20:30").await;
    says(&added, "To answer that date: `!meet yes #1 on 7 Dec 2026 20:30`");
    let said = world.says("bo", "!meet yes #1 on 7 Dec 2026 20:30").await;
    says(&said, "only Mon 7 Dec 2026, 20:30–21:30 CET");
    world.end().await;
}

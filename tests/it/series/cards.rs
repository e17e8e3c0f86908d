//! Dates of a series that have cards of their own.

use chrono::TimeDelta;
use convene::{chat::Action, model::MessageId, testing::World};
use expect_test::expect;

use super::with_standup;
use crate::said::{says, says_not};

/// A room where each date gets a card a day before, with the standup of Friday at nine; it is Tuesday.
async fn with_cards() -> World {
    let world = with_standup().await;
    world.says("mods", "!meet settings cards each").await;
    world
}

#[tokio::test]
async fn a_date_gets_a_card_of_its_own_which_stays_with_it() {
    let world = with_cards().await;
    // Wednesday at ten, Thursday at ten.
    expect![[""]].assert_eq(&world.advance(TimeDelta::days(1)).await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 23 hours
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 23 hours
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1 · this date
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.advance(TimeDelta::days(1)).await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 23 hours
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [~m4]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 23 hours
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1 · this date
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.reacts("bo", "m4", "✅").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 23 hours
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        ❌ Can't (1): cleo (the dentist)

        #1
          buttons: yes #1 | maybe #1 | no #1
        [~m4]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 23 hours
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        ❌ Can't (1): cleo (the dentist)

        #1 · this date
          buttons: yes #1 | maybe #1 | no #1
        [m5 only for cleo]
        ❌ You said no to “Standup” (#1), only Fri 4 Dec 2026, 09:00–09:15 CET: the dentist
    "#]]
    .assert_eq(&world.replies("cleo", "m4", "no the dentist").await);
    // Friday at ten: it is over, and the card of the whole shows the next.
    expect![[r#"
        [~m4]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · 45 minutes ago
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        ❌ Can't (1): cleo (the dentist)

        #1 · this date · over
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 7 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6]
        While I was away:
        #1 “Standup” began Fri 4 Dec, 09:00.
    "#]]
    .assert_eq(&world.advance(TimeDelta::days(1)).await);
    expect![[r#"
        [m7 only for cleo]
        “Standup” (#1) is over, so nothing about it can change. Make a new one: `!meet Standup fri 15:00`
    "#]].assert_eq(&world.replies("cleo", "m4", "yes").await);
    // What happens to other dates leaves it as it is.
    expect![[r#"
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 7 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, cleo
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m8 only for cleo]
        ✅ You said yes to “Standup” (#1), only Fri 11 Dec 2026, 09:00–09:15 CET.
    "#]]
    .assert_eq(&world.says("cleo", "!meet yes #1").await);
    world.end().await;
}

#[tokio::test]
async fn what_happens_to_a_date_is_said_by_its_card() {
    let world = with_cards().await;
    world.advance(TimeDelta::days(2)).await;
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 11:00–11:15 CET · tomorrow
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [~m4]
        Standup

        When       Fri 4 Dec 2026, 11:00–11:15 CET · tomorrow
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1 · this date
          buttons: yes #1 | maybe #1 | no #1
        [m5]
        ana moved one date of “Standup” (#1) to Fri 4 Dec 2026, 11:00–11:15 CET; it was Fri 4 Dec 2026, 09:00–09:15 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.replies("ana", "m4", "!meet move to 11:00").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 8 days
        Repeats    every week on Fri until 25 Dec 2026, not on Fri 4 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [~m4]
        CANCELLED: Standup

        When       Fri 4 Dec 2026, 11:00–11:15 CET
        Repeats    every week on Fri until 25 Dec 2026, not on Fri 4 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1 · this date
        [m6]
        ana cancelled “Standup” (#1), only Fri 4 Dec 2026, 11:00–11:15 CET.
    "#]]
    .assert_eq(&world.replies("ana", "m4", "!meet skip").await);
    expect![[r#"
        [m7 only for bo]
        “Standup” (#1) is cancelled, so nothing about it can change. Make a new one: `!meet Standup fri 15:00`
    "#]].assert_eq(&world.reacts("bo", "m4", "✅").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 11:00–11:15 CET · tomorrow
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [~m4]
        Standup

        When       Fri 4 Dec 2026, 11:00–11:15 CET · tomorrow
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1 · this date
          buttons: yes #1 | maybe #1 | no #1
        [m8]
        ana put one date (Fri 4 Dec) of “Standup” (#1) back; the next is Fri 4 Dec 2026, 11:00–11:15 CET.
    "#]].assert_eq(&world.says("ana", "!meet unskip #1 4 dec").await);
    world.end().await;
}

#[tokio::test]
async fn where_all_dates_move_their_cards_go_along() {
    let world = with_cards().await;
    world.advance(TimeDelta::days(2)).await;
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 10:30–10:45 CET · tomorrow
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [~m4]
        Standup

        When       Fri 4 Dec 2026, 10:30–10:45 CET · tomorrow
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1 · this date
          buttons: yes #1 | maybe #1 | no #1
        [m5]
        ana moved all dates of “Standup” (#1), the next to Fri 4 Dec 2026, 10:30–10:45 CET; it was Fri 4 Dec 2026, 09:00–09:15 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.says("ana", "!meet move #1 all to 10:30").await);
    world.end().await;
}

#[tokio::test]
async fn cards_come_at_once_where_their_time_has_come() {
    let world = with_standup().await;
    expect![[r#"
        [m3]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1 · this date
          buttons: yes #1 | maybe #1 | no #1
        [m4]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1 · this date
          buttons: yes #1 | maybe #1 | no #1
        [m5 only for mods]
        `cards` is now each 14 days; it was series.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings cards each 2 weeks before").await);
    expect![[r#"
        [m6 only for mods]
        `cards` is now series; it was each 14 days.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings cards series").await);
    expect![[r#"
        [m7 only for bo]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1)
          ana

        … no answer (2)
          bo
          cleo

        #1
    "#]]
    .assert_eq(&world.replies("bo", "m4", "!meet show").await);
    expect![[""]].assert_eq(&world.restarts().await);
    expect![[r#"
        [~m1]
        CANCELLED: Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
        [~m3]
        CANCELLED: Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1 · this date
        [~m4]
        CANCELLED: Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1 · this date
        [m8 pings bo]
        ana cancelled “Standup” (#1), all dates.
    "#]]
    .assert_eq(&world.says("ana", "!meet cancel #1 all").await);
    world.end().await;
}

#[tokio::test]
async fn a_reminder_comes_in_the_thread_of_the_date() {
    let world = with_cards().await;
    world.advance(TimeDelta::days(2)).await;
    world.advance(TimeDelta::minutes(22 * 60 + 45)).await;
    let messages = world.stage.messages();
    let thread = messages.last().and_then(|shown| shown.message.thread.clone());
    assert_eq!(thread, Some(MessageId("m4".to_owned())));
    world.end().await;
}

#[tokio::test]
async fn what_is_taken_back_takes_the_cards_of_its_dates_along() {
    let world = World::new().await;
    world.says("mods", "!meet settings cards each 1 week").await;
    expect![[r#"
        [m2]
        Tea

        When       Fri 4 Dec 2026, 16:00–17:00 CET · in 3 days
        Repeats    every week on Fri
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3]
        Tea

        When       Fri 4 Dec 2026, 16:00–17:00 CET · in 3 days
        Repeats    every week on Fri
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1 · this date
          buttons: yes #1 | maybe #1 | no #1
        [m4 only for ana]
        I took “Tea” (#1) as Fri 4 Dec 2026, 16:00–17:00 CET, every week on Fri; then Fri 11 Dec, Fri 18 Dec, Fri 25 Dec.
        To take that back: `!meet undo #1`
          buttons: undo #1
    "#]].assert_eq(&world.says("ana", "!meet Tea every friday 16:00").await);
    expect![[r#"
        [~m2]
        “Tea” (#1) was taken back, as if it had never been made.
        [~m3]
        “Tea” (#1) was taken back, as if it had never been made.
        [m5 only for ana]
        “Tea” (#1) was taken back, as if it had never been made.
    "#]]
    .assert_eq(&world.says("ana", "!meet undo").await);
    world.end().await;
}

#[tokio::test]
async fn a_card_of_a_date_that_is_taken_away_stays_away() {
    let world = with_cards().await;
    world.advance(TimeDelta::days(2)).await;
    let gone = MessageId("m4".to_owned());
    world.acts("mods", Action::Remove { message: gone }).await;
    let answered = world.says("bo", "!meet yes #1").await;
    assert!(answered.contains("[~m1]") && !answered.contains("[~m4]"), "{answered}");
    world.end().await;
}

#[tokio::test]
async fn a_room_says_when_cards_come() {
    let world = World::new().await;
    for (said, heard) in [
        ("each", "`cards` is now each 1 day; it was series."),
        ("each 3 days ahead", "`cards` is now each 3 days; it was each 1 day."),
        ("each 5 weeks", "at most four weeks"),
        ("each card", "at most four weeks"),
        ("all", "at most four weeks"),
        ("default", "`cards` is now series; it was each 3 days."),
    ] {
        let told = world.says("mods", &format!("!meet settings cards {said}")).await;
        assert!(told.contains(heard), "{said}: {told}");
    }
    world.end().await;
}

/// A sync on Tuesdays and Thursdays: m2 is its card, m3 that of Tuesday the first, m4 that of Thursday.
async fn sync() -> World {
    let world = World::new().await;
    world.says("mods", "!meet settings cards each 3 days").await;
    world.says("ana", "!meet Sync every tue and thu 14:00 @bo @cy").await;
    world
}

#[tokio::test]
async fn a_date_that_is_called_off_stays_as_it_was() {
    let world = sync().await;
    let said = world.replies("bo", "m4", "no sick").await;
    says(&said, "#1 · this date");
    world.replies("ana", "m4", "!meet rename Demo").await;
    world.replies("ana", "m4", "!meet place Room 5").await;
    let said = world.replies("ana", "m4", "!meet skip").await;
    let (_, card) = said.split_once("[~m4]").unwrap();
    for words in ["CANCELLED: Demo", "Where      Room 5", "❌ Can't (1): bo (sick)"] {
        says(card, words);
    }
    world.end().await;
}

#[tokio::test]
async fn the_card_of_a_date_goes_along_with_the_series() {
    let world = sync().await;
    world.replies("bo", "m4", "no too early").await;
    let said = world.says("ana", "!meet move all to 15:00").await;
    let (_, card) = said.split_once("[~m4]").unwrap();
    says(card, "When       Thu 3 Dec 2026, 15:00–16:00 CET");
    says(card, "… no answer (2): bo, cy\n");
    says_not(&said, "CANCELLED");
    assert_eq!(said.matches("#1 · this date").count(), 2, "{said}");
    let back = world.says("ana", "!meet undo").await;
    says_not(&back, "CANCELLED");
    says(back.split_once("[~m4]").unwrap().1, "When       Thu 3 Dec 2026, 14:00–15:00 CET");
    world.end().await;
}

#[tokio::test]
async fn a_step_is_taken_back_on_the_card_of_its_date_and_what_was_said_is_there_again() {
    let world = sync().await;
    world.replies("bo", "m3", "maybe perhaps late").await;
    world.replies("ana", "m3", "!meet cancel room is gone").await;
    let other = world.reacts("ana", "m4", "↩️").await;
    says(
        &other,
        "What you did last to “Sync” (#1) is not about this date, so nothing was changed.",
    );
    let back = world.reacts("ana", "m3", "↩️").await;
    says(&back, "it is as it was before: Tue 1 Dec 2026, 14:00–15:00 CET.");
    says(&back, "🤔 Maybe (1): bo (perhaps late)");
    world.end().await;
}

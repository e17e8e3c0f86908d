//! A meeting that was just made is taken back.

use super::*;
use crate::said::says;

#[tokio::test]
async fn a_new_meeting_of_nobody_else_is_gone_again() {
    let world = World::new().await;
    expect![[r#"
        [m1]
        Lunch

        When       Fri 11 Dec 2026, 12:00–13:00 CET · in 10 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2 only for ana]
        I took “Lunch” (#1) as Fri 11 Dec 2026, 12:00–13:00 CET: next week, Fri 11 Dec 2026.
        To take that back: `!meet undo #1`
          buttons: undo #1
    "#]]
    .assert_eq(&world.says("ana", "!meet Lunch next friday 12:00").await);
    expect![[r#"
        [~m1]
        “Lunch” (#1) was taken back, as if it had never been made.
        [m3 only for ana]
        “Lunch” (#1) was taken back, as if it had never been made.
    "#]]
    .assert_eq(&world.presses("ana", "m2", "undo #1").await);
    expect![[r#"
        [m4 only for ana]
        The next 14 days

        No meetings. Make one: `!meet Sprint review fri 15:00-15:45`
    "#]]
    .assert_eq(&world.says("ana", "!meet list").await);
    expect![[r#"
        [m5 only for ana]
        There is no meeting `#1` here. See them all: `!meet list`
    "#]]
    .assert_eq(&world.presses("ana", "m2", "undo #1").await);
    expect![[""]].assert_eq(&world.reacts("bo", "m1", "✅").await);
    world.end().await;
}

#[tokio::test]
async fn who_is_invited_hears_that_it_is_off() {
    let world = World::new().await;
    world.says("ana", "!meet Dinner thu 19:00").await;
    world.says("ana", "!meet Lunch fri 12:00 @bo").await;
    expect![[r#"
        [~m2]
        CANCELLED: Lunch

        When       Fri 4 Dec 2026, 12:00–13:00 CET
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #2
        [m4 pings bo]
        ana cancelled “Lunch” (#2), Fri 4 Dec 2026, 12:00–13:00 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet undo").await);
    world.end().await;
}

#[tokio::test]
async fn what_is_answered_old_or_of_others_stays() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:00").await;
    expect![[r#"
        [m2 only for bo]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.says("bo", "!meet undo #1").await);
    world.clock.advance(TimeDelta::minutes(10));
    world.says("ana", "!meet Dinner fri 19:00").await;
    world.reacts("ana", "m1", "🤔").await;
    world.reacts("bo", "m3", "✅").await;
    expect![[r#"
        [m4 only for ana]
        “Dinner” (#2) cannot be taken back any more, because somebody has answered it. To call it off: `!meet cancel #2`
    "#]].assert_eq(&world.says("ana", "!meet undo #2").await);
    world.clock.advance(TimeDelta::seconds(1));
    expect![[r#"
        [m5 only for ana]
        “Lunch” (#1) cannot be taken back any more, because it was made more than 10 minutes ago. To call it off: `!meet cancel #1`
    "#]].assert_eq(&world.says("ana", "!meet undo lunch").await);
    world.end().await;
}

#[tokio::test]
async fn a_reaction_does_it_where_there_are_no_buttons() {
    let world = World::without_buttons().await;
    expect![[r#"
        [m1]
        Lunch

        When       Fri 11 Dec 2026, 12:00–13:00 CET · in 10 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          reactions: ✅ 🤔 ❌
        [m2 only for ana in thread of u0]
        I took “Lunch” (#1) as Fri 11 Dec 2026, 12:00–13:00 CET: next week, Fri 11 Dec 2026.
        To take that back: `!meet undo #1`
        ↩️ Undo
          reactions: ↩️
    "#]]
    .assert_eq(&world.says("ana", "!meet Lunch next friday 12:00").await);
    expect![[r#"
        [m3 only for bo in thread of m2]
        Only the one whom I asked can answer that question, so nothing was changed. All that you can ask of me: `!meet help`
    "#]].assert_eq(&world.reacts("bo", "m2", "↩️").await);
    expect![[r#"
        [~m1]
        “Lunch” (#1) was taken back, as if it had never been made.
        [~m2]
        “Lunch” (#1) was taken back, as if it had never been made.
        [m4 only for ana in thread of m2]
        “Lunch” (#1) was taken back, as if it had never been made.
    "#]]
    .assert_eq(&world.reacts("ana", "m2", "↩").await);
    world.end().await;
}

#[tokio::test]
async fn a_move_is_taken_back_by_one_tap() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:00").await;
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 11 Dec 2026, 12:00–13:00 CET · in 10 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2]
        ana moved “Lunch” (#1) to Fri 11 Dec 2026, 12:00–13:00 CET; it was Fri 4 Dec 2026, 12:00–13:00 CET.
        Everyone is asked to answer again.
        [m3 only for ana]
        I took “Lunch” (#1) as Fri 11 Dec 2026, 12:00–13:00 CET: next week, Fri 11 Dec 2026.
        To take that back: `!meet undo #1`
          buttons: undo #1
    "#]].assert_eq(&world.says("ana", "!meet move #1 next friday").await);
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 12:00–13:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4]
        ana took the last change of “Lunch” (#1) back; it is as it was before: Fri 4 Dec 2026, 12:00–13:00 CET.
    "#]].assert_eq(&world.presses("ana", "m3", "undo #1").await);
    world.end().await;
}

#[tokio::test]
async fn what_somebody_did_last_is_taken_back_by_a_reaction_to_the_card() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.says("ana", "!meet rename #1 Brunch").await;
    expect![[r#"
        [m3 only for bo]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.reacts("bo", "m1", "↩️").await);
    let back = world.reacts("ana", "m1", "↩️").await;
    assert!(back.contains("ana took the last change of “Lunch” (#1) back"), "{back}");
    world.says("ana", "!meet Tea sat 16:00").await;
    let gone = world.reacts("ana", "m5", "↩️").await;
    assert!(gone.contains("“Tea” (#2) was taken back, as if it had never been made."), "{gone}");
    world.end().await;
}

#[tokio::test]
async fn undo_takes_back_the_very_last_step_and_nothing_older() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:00 @bo").await;
    world.says("ana", "!meet Sync every tuesday 14:00 @bo").await;
    world.says("ana", "!meet skip #2 8 dec").await;
    let back = world.says("ana", "!meet undo").await;
    says(&back, "as it was before: Tue 8 Dec 2026, 14:00–15:00 CET.");
    for line in ["!meet undo", "!meet undo #2"] {
        says(
            &world.says("ana", line).await,
            "You took the last change of “Sync” (#2) back already, and nothing more of it can be.",
        );
    }
    let list = world.says("ana", "!meet list").await;
    says(&list, "#1 Lunch");
    says(&list, "#2 Sync");
    world.end().await;
}

#[tokio::test]
async fn what_has_no_undo_is_named_and_nothing_else_is_taken_back() {
    for (line, named) in [
        ("!meet zone London", "What you did last here (`zone`) has no undo"),
        ("!meet remind #1 1h", "What you did last here (`remind` for “Sync” (#1)) has no undo"),
        ("!meet remind me fri 9:00 cake", "What you did last here (`remind`) has no undo"),
        ("!meet yes #1", "What you did last here (`yes` for “Sync” (#1)) has no undo"),
        ("!meet snooze #1", "What you did last here (`snooze` for “Sync” (#1)) has no undo"),
        ("!meet cohost #1 @bo", "What you did last here (`cohost` for “Sync” (#1)) has no undo"),
    ] {
        let world = World::new().await;
        world.says("ana", "!meet Sync every tuesday 14:00 @bo").await;
        world.says("ana", "!meet maybe #1").await;
        world.says("ana", "!meet rename #1 all Weekly").await;
        world.says("ana", "!meet rename #1 all Sync").await;
        let before = world.says("ana", "!meet show #1").await;
        world.says("ana", line).await;
        let refused = world.says("ana", "!meet undo").await;
        says(&refused, named);
        says(&refused, "so nothing was changed.");
        let way = if line.contains("cohost") || !line.contains("#1") { "help" } else { "undo #1" };
        says(&refused, &format!("`!meet {way}"));
        if !line.contains("#1") {
            let body = |text: &str| text.lines().skip(1).collect::<Vec<_>>().join("\n");
            assert_eq!(body(&world.says("ana", "!meet show #1").await), body(&before), "{line}");
        }
        world.end().await;
    }
}

#[tokio::test]
async fn what_was_called_off_by_undo_stays_off() {
    let world = World::new().await;
    world.says("ana", "!meet Sync every tuesday 14:00 @bo").await;
    says(&world.says("ana", "!meet undo").await, "ana cancelled “Sync” (#1), all dates.");
    says(&world.says("ana", "!meet undo").await, "back already");
    says(&world.reacts("ana", "m1", "↩️").await, "back already");
    world.says("ana", "!meet remind me fri 9:00 cake").await;
    says(&world.says("ana", "!meet undo").await, "(`remind`) has no undo");
    world.says("bo", "!meet list").await;
    says(&world.says("bo", "!meet undo").await, "You did nothing here in the last 10 minutes");
    world.end().await;
}

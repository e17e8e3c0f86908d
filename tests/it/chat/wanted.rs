//! Lines that would make a meeting and want something else.

use std::fmt::Write as _;

use convene::testing::World;
use expect_test::expect;

/// What ana is told after each line, in a room with `Sync` (#1) and `1:1` (#2).
async fn told(lines: &[&str]) -> String {
    let world = World::new().await;
    world.says("ana", "!meet Sync every tuesday 14:00 @bo").await;
    world.says("ana", "!meet 1:1 every thursday 10:00").await;
    let mut out = String::new();
    for line in lines {
        let said = world.says("ana", &format!("!meet {line}")).await;
        let told: Vec<_> = said.lines().skip(1).filter(|line| !line.is_empty()).take(1).collect();
        let _ = writeln!(out, "{line}\n  {}", told.join("\n  "));
    }
    world.end().await;
    out
}

#[tokio::test]
async fn what_wants_something_of_a_meeting_makes_none() {
    expect![[r#"
        postpone #1 to fri 15:00
          `postpone #1 to fri 15:00` reads like something else than a new meeting, so none was made. Do you mean `!meet move #1 to fri 15:00`? To make one that is called so: `!meet new postpone #1 to fri 15:00`
        shift sync to 15:00
          `shift sync to 15:00` reads like something else than a new meeting, so none was made. Do you mean `!meet move sync to 15:00`? To make one that is called so: `!meet new shift sync to 15:00`
        change sync to 15:00
          `change sync to 15:00` reads like something else than a new meeting, so none was made. Do you mean `!meet move sync to 15:00`? To make one that is called so: `!meet new change sync to 15:00`
        push sync to 16:00
          `push sync to 16:00` reads like something else than a new meeting, so none was made. Do you mean `!meet move sync to 16:00`? To make one that is called so: `!meet new push sync to 16:00`
        push sync back to 16:00
          `push sync back to 16:00` reads like something else than a new meeting, so none was made. Do you mean `!meet move sync to 16:00`? To make one that is called so: `!meet new push sync back to 16:00`
        update #1 time 15:00
          `update #1 time 15:00` reads like something else than a new meeting, so none was made. Do you mean `!meet move #1 15:00`? To make one that is called so: `!meet new update #1 time 15:00`
        postpone to fri 15:00
          `postpone to fri 15:00` reads like something else than a new meeting, so none was made. Do you mean `!meet move to fri 15:00`? To make one that is called so: `!meet new postpone to fri 15:00`
        1:1 move next week to thursday
          `1:1 move next week to thursday` reads like something else than a new meeting, so none was made. Do you mean `!meet move 1:1 next week to thursday`? To make one that is called so: `!meet new 1:1 move next week to thursday`
        nein #2 am 8. Dezember
          `nein #2 am 8. Dezember` reads like something else than a new meeting, so none was made. Do you mean `!meet no #2 am 8. Dezember`? To make one that is called so: `!meet new nein #2 am 8. Dezember`
        verschiebe #2 auf 12 Uhr
          `verschiebe #2 auf 12 Uhr` reads like something else than a new meeting, so none was made. Do you mean `!meet move #2 to 12:00`? To make one that is called so: `!meet new verschiebe #2 auf 12 Uhr`
        Ticket #2 review fri 10:00
          `Ticket #2 review fri 10:00` reads like something else than a new meeting, so none was made. All that can be done with one: `!meet help` To make one that is called so: `!meet new Ticket #2 review fri 10:00`
        what is on tomorrow
          `what is on tomorrow` reads like something else than a new meeting, so none was made. Do you mean `!meet list tomorrow`? To make one that is called so: `!meet new what is on tomorrow`
        what's on next week?
          `what's on next week?` reads like something else than a new meeting, so none was made. Do you mean `!meet list next week`? To make one that is called so: `!meet new what's on next week?`
    "#]].assert_eq(
        &told(&[
            "postpone #1 to fri 15:00",
            "shift sync to 15:00",
            "change sync to 15:00",
            "push sync to 16:00",
            "push sync back to 16:00",
            "update #1 time 15:00",
            "postpone to fri 15:00",
            "1:1 move next week to thursday",
            "nein #2 am 8. Dezember",
            "verschiebe #2 auf 12 Uhr",
            "Ticket #2 review fri 10:00",
            "what is on tomorrow",
            "what's on next week?",
        ])
        .await,
    );
}

#[tokio::test]
async fn a_meeting_of_such_a_name_is_made_all_the_same() {
    expect![[r#"
        new Ticket #2 review fri 10:00
          Ticket #2 review
        Ticket #77 review fri 11:00
          Ticket #77 review
        Change board fri 12:00
          Change board
        push to prod fri 15:00
          push to prod
        change of plans fri 16:00
          change of plans
        Sync with Bo fri 17:00
          Sync with Bo
        "Postpone #1" sat 17:00
          Postpone #1
    "#]]
    .assert_eq(
        &told(&[
            "new Ticket #2 review fri 10:00",
            "Ticket #77 review fri 11:00",
            "Change board fri 12:00",
            "push to prod fri 15:00",
            "change of plans fri 16:00",
            "Sync with Bo fri 17:00",
            "\"Postpone #1\" sat 17:00",
        ])
        .await,
    );
}

#[tokio::test]
async fn in_a_reply_the_meeting_needs_no_name() {
    let world = World::new().await;
    world.says("ana", "!meet Tea fri 14:00").await;
    expect![[r#"
        [m2 only for ana]
        `postpone to fri 15:00` reads like something else than a new meeting, so none was made. Do you mean `!meet move to fri 15:00`? To make one that is called so: `!meet new postpone to fri 15:00`
    "#]].assert_eq(&world.replies("ana", "m1", "!meet postpone to fri 15:00").await);
    world.end().await;
}

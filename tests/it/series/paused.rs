//! What a pause takes out of a series comes back as it was, and nothing else.

use expect_test::expect;

use super::{moved::dates, *};
use crate::said::says;

#[tokio::test]
async fn a_pause_gives_back_what_it_took_and_no_more() {
    let world = World::new().await;
    world.says("ana", "!meet Yoga every tuesday 18:00 except 22 dec @bo").await;
    world.says("ana", "!meet skip 15 dec").await;
    world.says("ana", "!meet rename #1 29 dec and following to Power yoga").await;
    world.says("ana", "!meet move on 8 dec to 19:30").await;
    world.says("ana", "!meet place on 8 dec Park").await;
    world.says("bo", "!meet yes on 8 dec").await;
    let before = dates(&world).await;
    let show = world.says("ana", "!meet show #1").await;
    says(
        &world.says("ana", "!meet pause until 12 jan").await,
        "To have them back: `!meet resume #1`",
    );
    assert_eq!(dates(&world).await, "");
    expect![[r#"
        [~m1]
        Yoga

        When       Tue 1 Dec 2026, 18:00–19:00 CET · in 8 hours
        Repeats    every week on Tue, not from Tue 15 Dec to Tue 22 Dec
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m13 pings bo]
        ana put 4 dates (Tue 1 Dec, Tue 8 Dec, Tue 29 Dec and Tue 5 Jan 2027) of “Yoga” (#1) back; the next is Tue 1 Dec 2026, 18:00–19:00 CET.
    "#]].assert_eq(&world.says("ana", "!meet resume").await);
    assert_eq!(dates(&world).await, before);
    expect![[r#"
        Yoga · Tue 1 Dec 2026, 18:00–19:00
        Yoga · Tue 8 Dec 2026, 19:30–20:30
        Power yoga · Tue 29 Dec 2026, 18:00–19:00
    "#]]
    .assert_eq(&before);
    assert_eq!(without_ids(&world.says("ana", "!meet show #1").await), without_ids(&show));
    says(&world.says("ana", "!meet resume").await, "was taken out by a pause");
    world.end().await;
}

/// A text without the line that says which message it is.
fn without_ids(text: &str) -> String {
    text.lines().skip(1).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn what_changes_meanwhile_is_so_for_what_comes_back() {
    let world = World::new().await;
    world.says("ana", "!meet Yoga every tuesday 18:00 @bo").await;
    world.says("ana", "!meet rename #1 on 8 dec to Beach yoga").await;
    world.says("ana", "!meet place on 15 dec Park").await;
    world.says("ana", "!meet pause until 22 dec").await;
    world.says("ana", "!meet move #1 all to 19:00").await;
    world.says("ana", "!meet rename #1 all Yin").await;
    world.says("ana", "!meet resume from 10 dec").await;
    expect![[r#"
        Yin · Tue 15 Dec 2026, 19:00–20:00
        Yin · Tue 22 Dec 2026, 19:00–20:00
        Yin · Tue 29 Dec 2026, 19:00–20:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.says("ana", "!meet resume").await;
    expect![[r#"
        Yin · Tue 1 Dec 2026, 19:00–20:00
        Beach yoga · Tue 8 Dec 2026, 19:00–20:00
        Yin · Tue 15 Dec 2026, 19:00–20:00
        Yin · Tue 22 Dec 2026, 19:00–20:00
        Yin · Tue 29 Dec 2026, 19:00–20:00
    "#]]
    .assert_eq(&dates(&world).await);
    let same = world.says("ana", "!meet place #1 on 15 dec Park").await;
    says(&same, "already has that place");
    world.end().await;
}

#[tokio::test]
async fn a_date_that_was_called_off_alone_comes_back_as_it_was() {
    let world = World::new().await;
    world.says("ana", "!meet Yoga every tuesday 18:00 @bo").await;
    world.says("ana", "!meet rename #1 on 8 dec to Beach yoga").await;
    world.says("ana", "!meet skip 8 dec rain").await;
    world.says("ana", "!meet unskip 8 dec").await;
    expect![[r#"
        Yoga · Tue 1 Dec 2026, 18:00–19:00
        Beach yoga · Tue 8 Dec 2026, 18:00–19:00
        Yoga · Tue 15 Dec 2026, 18:00–19:00
        Yoga · Tue 22 Dec 2026, 18:00–19:00
        Yoga · Tue 29 Dec 2026, 18:00–19:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.end().await;
}

#[tokio::test]
async fn another_rhythm_keeps_what_was_off_added_and_the_end() {
    let world = World::new().await;
    world.says("ana", "!meet Yoga every monday 18:00 until 22 feb except 21 dec @bo").await;
    world.says("ana", "!meet add #1 sat 10:00").await;
    expect![[r#"
        [~m1]
        Yoga

        When       Sat 5 Dec 2026, 10:00–11:00 CET · in 4 days
        Repeats    every 2 weeks on Mon until 15 Feb 2027, also on Sat 5 Dec, not on Mon 21 Dec
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5 pings bo]
        ana said how “Yoga” (#1) repeats: every 2 weeks on Mon until 15 Feb 2027, also on Sat 5 Dec, not on Mon 21 Dec; the next date is Sat 5 Dec 2026, 10:00–11:00 CET.
        Everyone is asked to answer again.
        [m6 only for ana]
        I took “Yoga” (#1) as Sat 5 Dec 2026, 10:00–11:00 CET, every 2 weeks on Mon until 15 Feb 2027, also on Sat 5 Dec, not on Mon 21 Dec; then Mon 7 Dec, Mon 4 Jan 2027, Mon 18 Jan 2027.
        To take that back: `!meet undo #1`
          buttons: undo #1
    "#]].assert_eq(&world.says("ana", "!meet repeat #1 every other monday").await);
    world.end().await;
}

#[tokio::test]
async fn a_pause_is_a_stretch_of_days_too() {
    for line in [
        "pause sync 20 dec - 3 jan",
        "pause sync 20 dec to 3 jan",
        "pause 20 dec - 3 jan",
        "pause sync next week",
    ] {
        let world = World::new().await;
        world.says("ana", "!meet Sync every tuesday 14:00").await;
        let said = world.says("ana", &format!("!meet {line}")).await;
        let date = if line.ends_with("week") { "8 Dec" } else { "22 Dec" };
        assert!(said.contains(date), "{line}: {said}");
        assert!(!said.contains("15 Dec"), "{line}: {said}");
        world.end().await;
    }
    let world = World::new().await;
    world.says("ana", "!meet Sync every tuesday 14:00").await;
    let said = world.says("ana", "!meet pause over christmas").await;
    assert!(said.contains("until"), "{said}");
    world.end().await;
}

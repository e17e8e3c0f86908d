//! A network where everybody in a room reads what the bot says to one: nobody hears there of a meeting of another room.

use std::sync::atomic::Ordering;

use super::*;

#[tokio::test]
async fn nobody_hears_of_another_rooms_meetings() {
    let world = World::new().await;
    world.says("ana", "!meet Salaries fri 12:30 @bo").await;
    world.overheard.store(true, Ordering::SeqCst);
    let club = ("stage", "club");
    world.says_in(club, "bo", "!meet Chess sat 15:00").await;
    for asked in ["show #1", "export #1", "yes #1", "share #1", "delegate #1 @cy"] {
        expect![[r#"
            #1 is not in this room, where everyone reads what I say. Ask me where it is, or where nobody else is than you and me.
        "#]]
        .assert_eq(&said(&world.says_in(club, "bo", &format!("!meet {asked}")).await));
    }
    expect![[r#"
        Everyone in this room reads what I say, so I do not say that here. Ask me where nobody else is than you and me.
    "#]]
    .assert_eq(&said(&world.says_in(club, "bo", "!meet my-data").await));
    let mine = world.says_in(club, "bo", "!meet mine").await;
    assert!(mine.contains("Chess") && !mine.contains("Salaries"), "{mine}");
    assert!(mine.contains("for all of them ask me where nobody else is"), "{mine}");
    // Who is not invited learns no more than before: that there is no such meeting for them.
    let dora = world.says_in(club, "dora", "!meet show #1").await;
    assert!(dora.contains("There is no meeting `#1` here"), "{dora}");
    let here = world.says("bo", "!meet show #1").await;
    assert!(here.contains("Salaries"), "{here}");

    world.overheard.store(false, Ordering::SeqCst);
    let alone = world.says_in(("stage", "alone"), "bo", "!meet mine").await;
    assert!(alone.contains("Salaries") && alone.contains("Chess"), "{alone}");
    world.end().await;
}

#[tokio::test]
async fn nobody_reads_what_somebody_wants_to_be_reminded_of_elsewhere() {
    let world = World::new().await;
    world.alone.store(true, Ordering::SeqCst);
    expect![[r#"
        [m1 only for bo]
        I remind you on Fri 4 Dec 2026, 09:00 CET: “buy a ring for Cy”
        r1 · take it away: `!meet remind delete 1`
    "#]]
    .assert_eq(
        &world.says_in(("stage", "alone"), "bo", "!remind me fri 9:00 buy a ring for Cy").await,
    );
    world.alone.store(false, Ordering::SeqCst);
    world.overheard.store(true, Ordering::SeqCst);
    world.says("bo", "!remind us fri 15:00 submit timesheets").await;
    world.says("bo", "!remind me fri 16:00 call mum").await;
    let club = ("stage", "club");
    expect![[r#"
        Nothing to be reminded of. Ask for it: `!meet remind me tomorrow 9:00 buy cake`
        You have more in other rooms; for all of them ask me where nobody else is.
    "#]]
    .assert_eq(&said(&world.says_in(club, "bo", "!remind list").await));
    expect![[r#"
        r2 “submit timesheets”
            Fri 4 Dec, 15:00 · for everyone here
        r3 “call mum”
            Fri 4 Dec, 16:00 · for you
        You have more in other rooms; for all of them ask me where nobody else is.

        Take one away: `!meet remind delete NUMBER`
    "#]]
    .assert_eq(&said(&world.says("bo", "!remind list").await));
    world.overheard.store(false, Ordering::SeqCst);
    world.alone.store(true, Ordering::SeqCst);
    let all = said(&world.says_in(("stage", "alone"), "bo", "!remind list").await);
    expect![[r#"
        r1 “buy a ring for Cy”
            Fri 4 Dec, 09:00 · for you
        r2 “submit timesheets”
            Fri 4 Dec, 15:00 · for everyone in team
        r3 “call mum”
            Fri 4 Dec, 16:00 · for you

        Take one away: `!meet remind delete NUMBER`
    "#]]
    .assert_eq(&all);
    world.end().await;
}

/// What was said, without where.
fn said(heard: &str) -> String {
    let lines: Vec<_> = heard.lines().filter(|line| !line.starts_with('[')).collect();
    lines.join("\n") + "\n"
}

use super::*;

const HEAD: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n";

fn event(uid: &str, title: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261120T100000Z\r\nSUMMARY:{title}\r\n\
        DTSTART:20261204T140000Z\r\nDTEND:20261204T150000Z\r\nEND:VEVENT\r\n"
    )
}

fn file(events: &str) -> String {
    format!("{HEAD}{events}END:VCALENDAR\r\n")
}

#[tokio::test]
async fn a_file_becomes_a_meeting_when_its_dropper_says_so() {
    let world = World::without_buttons().await;
    let content = file(&event("u1", "Budget"));
    expect![[r#"
        [m1 only for ana in thread of u0]
        Shall I make a meeting of that file?
        “Budget”, Fri 4 Dec 2026, 15:00–16:00 CET
        Reply `yes` or `no`.
        ✅ Yes · ❌ No
          reactions: ✅ ❌
    "#]]
    .assert_eq(&world.uploads("ana", "x.ics", &content).await);
    expect![[r#"
        [m2 only for bo in thread of m1]
        Only the one whom I asked can answer that question, so nothing was changed. All that you can ask of me: `!meet help`
    "#]].assert_eq(&world.reacts("bo", "m1", "✅").await);
    expect![[r#"
        [m3 only for ana in thread of m1]
        That question takes `yes` or `no`, so nothing was made of the file yet. Reply one of them.
    "#]]
    .assert_eq(&world.replies("ana", "m1", "maybe").await);
    expect![[r#"
        [m4]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          reactions: ✅ 🤔 ❌
        [m5 only for ana in thread of m1]
        Taken from the file: “Budget” (#1), Fri 4 Dec 2026, 15:00–16:00 CET.
    "#]]
    .assert_eq(&world.reacts("ana", "m1", "✅").await);
    expect![[r#"
        [m6 only for ana in thread of m1]
        That message is not the card of a meeting, or is no longer. React to a card, or answer with a word: `!meet yes #12`
    "#]].assert_eq(&world.reacts("ana", "m1", "✅").await);
    expect![[r#"
        [m7 only for ana in thread of u5]
        The file brings nothing new: “Budget” (#1) is here already, as new or newer.
    "#]]
    .assert_eq(&world.uploads("ana", "x.ics", &content).await);
    world.end().await;
}

#[tokio::test]
async fn a_word_decides_too_and_no_leaves_the_file_alone() {
    let world = World::new().await;
    let both = file(&[event("u1", "Budget"), event("u2", "Lunch")].concat());
    expect![[r#"
        [m1 only for ana]
        Shall I make meetings of that file? There are 2 in it.
        “Budget”, Fri 4 Dec 2026, 15:00–16:00 CET
        “Lunch”, Fri 4 Dec 2026, 15:00–16:00 CET
        Reply `yes` or `no`.
          buttons: yes | no
    "#]]
    .assert_eq(&world.uploads("ana", "x.ics", &both).await);
    expect![[r#"
        [m2 only for ana]
        I left that file alone: no meeting was made of it.
    "#]]
    .assert_eq(&world.replies("ana", "m1", "no").await);
    expect![[""]].assert_eq(&world.replies("ana", "m1", "yes").await);
    expect![[r#"
        [m3 only for ana]
        That message is not the card of a meeting, or is no longer. React to a card, or answer with a word: `!meet yes #12`
    "#]].assert_eq(&world.presses("ana", "m1", "yes").await);
    world.uploads("ana", "x.ics", &both).await;
    expect![[r#"
        [m5]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6 only for ana]
        Taken from the file: “Budget” (#1), Fri 4 Dec 2026, 15:00–16:00 CET.
        [m7]
        Lunch

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #2
          buttons: yes #2 | maybe #2 | no #2
        [m8 only for ana]
        Taken from the file: “Lunch” (#2), Fri 4 Dec 2026, 15:00–16:00 CET.
    "#]]
    .assert_eq(&world.replies("ana", "m4", "yes, please").await);
    world.end().await;
}

#[tokio::test]
async fn a_file_is_forgotten_after_a_day() {
    let world = World::new().await;
    world.uploads("ana", "x.ics", &file(&event("u1", "Budget"))).await;
    let sweep = async |hours| {
        let mut tx = world.store.begin().await.unwrap();
        let before = world.clock.now() + TimeDelta::hours(hours);
        let swept = tx.sweep_dropped_files(before).await.unwrap();
        tx.commit().await.unwrap();
        swept
    };
    assert_eq!((sweep(0).await, sweep(1).await), (0, 1));
    expect![[r#"
        [m2 only for ana]
        That message is not the card of a meeting, or is no longer. React to a card, or answer with a word: `!meet yes #12`
    "#]].assert_eq(&world.presses("ana", "m1", "yes").await);
    world.end().await;
}

#[tokio::test]
async fn what_waits_is_mine_and_goes_with_me() {
    let world = World::new().await;
    world.uploads("ana", "x.ics", &file(&event("u1", "Budget"))).await;
    world.says("ana", "!meet my-data").await;
    let data = world.stage.messages()[1].message.files[0].content.clone();
    assert!(data.contains("SUMMARY:Budget"), "{data}");
    world.says("ana", "!meet forget-me yes").await;
    expect![[r#"
        [m4 only for ana]
        That message is not the card of a meeting, or is no longer. React to a card, or answer with a word: `!meet yes #12`
    "#]].assert_eq(&world.presses("ana", "m1", "yes").await);
    world.end().await;
}

//! What goes wrong, and what the person is told: each a sentence, and nothing has changed.

#![expect(clippy::too_many_lines, reason = "what people see is long, and stands where it is seen")]

use convene::{chat::Action, model::MessageId, testing::World};
use expect_test::expect;

use crate::said::last_file;

#[tokio::test]
async fn lines_that_cannot_be_understood() {
    let world = World::new().await;
    for (line, said) in [
        (
            "!meet Lunch fri 25:00",
            expect![[r#"
                [m1 only for ana]
                “25:00” is not a time I can read; write for instance “15:00 or 3pm”.
                Try `fri 15:00-15:45` or `tomorrow 9am for 30m`
            "#]],
        ),
        (
            "!meet Lunch",
            expect![[r#"
            [m2 only for ana]
            I do not know `Lunch`. All commands: `!meet help`
        "#]],
        ),
        (
            "!meet lsit",
            expect![[r#"
            [m3 only for ana]
            I do not know `lsit`. Do you mean `!meet list`? All commands: `!meet help`
        "#]],
        ),
        (
            "!meet frobnicate",
            expect![[r#"
            [m4 only for ana]
            I do not know `frobnicate`. All commands: `!meet help`
        "#]],
        ),
        (
            "!meet fri 15:00",
            expect![[r#"
            [m5 only for ana]
            The meeting needs a title. Put it before the time: `!meet Sprint review fri 15:00`
        "#]],
        ),
        (
            "!meet new",
            expect![[r#"
                [m6 only for ana]
                Something is missing: a title and a time. Write `!meet new TITLE WHEN [@PEOPLE] [in PLACE]`
            "#]],
        ),
        (
            "!meet Lunch 2020-01-01 12:00",
            expect![[r#"
                [m7 only for ana]
                “2020-01-01” is over: it was Wed 1 Jan 2020.
                Try `fri 15:00-15:45` or `tomorrow 9am for 30m`
            "#]],
        ),
        (
            "!meet Lunch fri 15:00 @everyone",
            expect![[r#"
            [m8 only for ana]
            I do not invite a whole room at once. Everyone who sees the card can answer it; to invite people, name them: `!meet invite #12 @ana @bo`
        "#]],
        ),
        (
            "!meet Lunch 03/04 12:00-11:00",
            expect![[r#"
                [m9 only for ana]
                “12:00-11:00” ends before it starts.
                Try `fri 15:00-15:45` or `tomorrow 9am for 30m`
            "#]],
        ),
        (
            "!meet yes",
            expect![[r#"
                [m10 only for ana]
                Which meeting? Reply to its card, or say its number: `!meet yes #12`
            "#]],
        ),
        (
            "!meet move",
            expect![[r#"
                [m11 only for ana]
                Which meeting? Reply to its card, or say its number: `!meet move #12`
            "#]],
        ),
        (
            "!meet show #7",
            expect![[r#"
            [m12 only for ana]
            There is no meeting `#7` here. See them all: `!meet list`
        "#]],
        ),
    ] {
        said.assert_eq(&world.says("ana", line).await);
    }
    world.end().await;
}

#[tokio::test]
async fn hostile_titles_are_shown_harmlessly_or_refused() {
    let world = World::new().await;
    let long = format!("!meet {} fri 15:00", "x".repeat(10_000));
    expect![[r#"
        [m1 only for ana]
        The title is too long: 10010 characters, and 200 are allowed. Shorten it, and say the rest in the description: `!meet describe #12 what it is about`
    "#]].assert_eq(&world.says("ana", &long).await);
    expect![[r#"
        [m2]
        <b>Bold</b> & reverse

        When       Fri 4 Dec 2026, 15:00–15:31 CET · in 3 days
        Length     31 min
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.says("ana", "!meet <b>Bold</b> & \u{202e}reverse\u{1b}[31m fri 15:00").await);
    expect![[r#"
        [m3 only for ana]
        The meeting needs a title. Put it before the time: `!meet Sprint review fri 15:00`
    "#]]
    .assert_eq(&world.says("ana", "!meet rename #1 \u{7}\u{200e}").await);
    world.end().await;
}

#[tokio::test]
async fn reactions_on_other_messages_and_other_reactions_are_left_alone() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    assert_eq!(world.reacts("bo", "m99", "✅").await, "");
    assert_eq!(world.reacts("bo", "m1", "🎉").await, "");
    // Where only the bot's messages can be reacted to, it is said.
    let to = MessageId("m99".to_owned());
    let reaction = Action::React { to, emoji: "✅".to_owned(), ours: true };
    expect![[r#"
        [m2 only for bo]
        That message is not the card of a meeting, or is no longer. React to a card, or answer with a word: `!meet yes #12`
    "#]].assert_eq(&world.acts("bo", reaction).await);
    assert_eq!(world.says("bo", "hello everyone").await, "");
    assert_eq!(world.replies("bo", "m1", "that sounds nice").await, "");
    expect![[r#"
        [m3 only for bo]
        There is no meeting `#99` here. See them all: `!meet list`
    "#]]
    .assert_eq(&world.presses("bo", "m99", "yes #99").await);
    expect![[r#"
        [m4 only for bo]
        That message is not the card of a meeting, or is no longer. React to a card, or answer with a word: `!meet yes #12`
    "#]]
    .assert_eq(&world.presses("bo", "m1", "rm -rf #1").await);
    world.end().await;
}

#[tokio::test]
async fn files_that_are_too_big_or_broken() {
    let world = World::new().await;
    let big = format!("BEGIN:VCALENDAR\r\n{}", "X-A:b\r\n".repeat(800_000));
    expect![[r#"
        [m1 only for ana]
        `big.ics` is too big: 5600 kB, and 1048 kB are allowed. Export only the one meeting and drop that file.
    "#]].assert_eq(&world.takes("ana", "big.ics", &big).await);
    expect![[r#"
        [m2 only for ana]
        I cannot read that calendar file: there is no event in it, and line 2 is broken: the line has no colon and was left out. Export it again from your calendar, as .ics.
    "#]].assert_eq(&world.takes("ana", "broken.ics", "BEGIN:VCALENDAR\r\nhello").await);
    expect![[r#"
        [m3 only for ana]
        I cannot read that calendar file: this is no calendar: no line says BEGIN:VCALENDAR. Export it again from your calendar, as .ics.
    "#]].assert_eq(&world.takes("ana", "text.ics", "hello").await);
    assert_eq!(world.takes("ana", "photo.jpg", "hello").await, "");
    world.end().await;
}

#[tokio::test]
async fn an_export_comes_back_as_the_meeting_it_is() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30 in the garden").await;
    expect![[r#"
        [m2 only for bo]
        “Lunch” (#1) as a calendar file: Lunch-1.ics
        Open it with your calendar to import the meeting.
          file: Lunch-1.ics (text/calendar; charset=utf-8)
    "#]]
    .assert_eq(&world.says("bo", "!meet export #1").await);
    let file = last_file(&world);
    expect![[r#"
        [m3 only for bo]
        The file brings nothing new: “Lunch” (#1) is here already, as new or newer.
    "#]]
    .assert_eq(&world.takes("bo", &file.name, &file.content).await);
    let other = file.content.replace("UID:", "UID:other-").replace("Lunch", "Dinner");
    expect![[r#"
        [m4]
        Dinner

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Where      the garden
        Organizer  bo

          Accepted (1): ana

        ✅ Going (1 of 1): bo

        #2
          buttons: yes #2 | maybe #2 | no #2
        [m5 only for bo]
        Taken from the file: “Dinner” (#2), Fri 4 Dec 2026, 12:30–13:30 CET.
    "#]]
    .assert_eq(&world.takes("bo", &file.name, &other).await);
    world.end().await;
}

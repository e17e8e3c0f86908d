//! Transcripts of the plain room against a bot that makes cards.

use std::io::Cursor;

use expect_test::{Expect, expect};
use tokio::io::AsyncReadExt as _;

use super::{super::fake::Fake, *};
use crate::clock::SeededIds;

/// What is printed where `input` is piped in, the folder of files called `FILES`.
async fn run(input: &str, echo: bool) -> String {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    std::fs::write(folder.path().join("invite.ics"), "BEGIN:VCALENDAR").unwrap();
    let input = input.replace("FOLDER", &folder.path().to_string_lossy());
    let (mut out, output) = tokio::io::duplex(1 << 20);
    let ids = Arc::new(SeededIds::new(1));
    let room =
        Plain::new(Cursor::new(input.into_bytes()), output, ids, files, echo, Called::default());
    let room: Arc<dyn Network> = Arc::new(room);
    room.run(&Fake::on(Arc::clone(&room))).await.unwrap();
    let mut printed = String::new();
    out.read_to_string(&mut printed).await.unwrap();
    printed.replace(&*folder.path().to_string_lossy(), "FOLDER")
}

async fn check(input: &str, expected: Expect) {
    expected.assert_eq(&run(input, true).await);
}

#[tokio::test]
async fn a_meeting_is_made_and_answered() {
    check(
        "ana: !meet Lunch\nbo: +yes\n[can't]\nana: -✅ m1\nkim: [2 m1]\n>m1 see you\n",
        expect![[r#"
            ana: !meet Lunch
            m1  Lunch
                Fri 4 Dec 2026, 12:30-13:30 CET
                #1
                [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            bo reacts with ✅ to m1
            ~ m1 changed:
            m1  Lunch
                Fri 4 Dec 2026, 12:30-13:30 CET
                ✅ bo
                #1
                [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            bo presses [❌ Can't] on m1
            ~ m1 changed:
            m1  Lunch
                Fri 4 Dec 2026, 12:30-13:30 CET
                ✅ bo
                no bo
                #1
                [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            ana takes ✅ back from m1
            ~ m1 changed:
            m1  Lunch
                Fri 4 Dec 2026, 12:30-13:30 CET
                ✅ bo
                no bo
                not ✅ ana
                #1
                [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            kim presses [🤔 Maybe] on m1
            ~ m1 changed:
            m1  Lunch
                Fri 4 Dec 2026, 12:30-13:30 CET
                ✅ bo
                no bo
                not ✅ ana
                maybe kim
                #1
                [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            kim: ↳ m1 see you
        "#]],
    )
    .await;
}

#[tokio::test]
async fn private_words_answers_and_files_are_marked() {
    check(
        "ana: !meet Lunch\n!meet secret\nbo: [sure]\n[sure m2]\n+yes\nana: [sure]\n!meet export\n!meet export\n",
        expect![[r#"
            ana: !meet Lunch
            m1  Lunch
                Fri 4 Dec 2026, 12:30-13:30 CET
                #1
                [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            ana: !meet secret
            m2  ↳ m1 (only ana sees this)
                Nobody else reads this.
                [1 Sure]
            * m1 has no button `sure`; it has [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            * only ana sees m2
            bo reacts with ✅ to m1
            ~ m1 changed:
            m1  Lunch
                Fri 4 Dec 2026, 12:30-13:30 CET
                ✅ bo
                #1
                [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            ana presses [Sure] on m2
            ~ m1 changed:
            m1  Lunch
                Fri 4 Dec 2026, 12:30-13:30 CET
                ✅ bo
                sure ana
                #1
                [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            ana: !meet export
            m3  ↳ ana
                Here it is.
                file: FOLDER/files/lunch.ics
            ana: !meet export
            m4  ↳ ana
                Here it is.
                file: FOLDER/files/lunch.ics
        "#]],
    )
    .await;
}

#[tokio::test]
async fn what_cannot_be_done_is_said() {
    check(
        "hello\n+yes\n[1]\nana: hello\n+yes\n[1]\n+yes m7\n+yep\n>\n/meet x\n/upload\nhere: x\n!meet Lunch\n[7]\nlocked\n",
        expect![[r#"
            * who says that? begin with a name, like `ana: hello`; ana then speaks until another name does
            * who says that? begin with a name, like `ana: +yes`; ana then speaks until another name does
            * who says that? begin with a name, like `ana: [1]`; ana then speaks until another name does
            ana: hello
            * there is no card here yet; make a meeting first, like `ana: !meet Lunch tomorrow 12:30`
            * no message here has buttons
            * there is no message m7 in this room
            * `+yep` is no reaction here: use +yes, +maybe, +no or an emoji like +👍; a `-` takes it back
            * say something after the `>`
            * there is no `/meet` here; `/help` lists what there is, and how the bot's commands begin
            * say which: `/upload invite.ics`
            * `here` is no person's name here, because `@here` has a meaning of its own; choose another one
            ana: !meet Lunch
            m1  Lunch
                Fri 4 Dec 2026, 12:30-13:30 CET
                #1
                [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            * m1 has no button `7`; it has [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
            ana: locked
            * The database is locked; try again in a moment.
        "#]],
    )
    .await;
}

#[tokio::test]
async fn rooms_people_and_uploads() {
    check(
        "/who\nana: hi\nbo: hi\n/moderator\n/who\n!meet elsewhere\n/room #team\n/who\n/upload FOLDER/invite.ics\n\
         /upload FOLDER/none.ics\n/upload FOLDER\n/quit\nana: unread\n",
        expect![[r#"
            * nobody has spoken in #room yet
            ana: hi
            bo: hi
            * bo moderates this terminal
            * in #room: ana, bo (speaks now) (moderates)
            bo: !meet elsewhere
            #team m1  Over here.
            * you are in #team now
            * in #team: bo (speaks now) (moderates)
            bo drops FOLDER/invite.ics in the room
            m2  invite.ics has 15 octets.
            bo drops FOLDER/none.ics in the room
            * this file cannot be read: No such file or directory (os error 2); check its path
            bo drops FOLDER in the room
            * this is no file; give the path of one
        "#]],
    )
    .await;
}

#[tokio::test]
async fn a_terminal_that_shows_what_is_typed_is_welcomed_and_not_repeated() {
    expect![[r#"
        * ana: !meet Lunch tomorrow 12:30   ana makes a meeting
          bo: +yes                          bo answers; so does [1]
          /help                             everything else
        * there is no card here yet; make a meeting first, like `ana: !meet Lunch tomorrow 12:30`
        * ana: some text    speaks as ana, who stays the speaker
          ana: !meet help   the bot's commands; @bot works too
          +yes +maybe +no   reacts to the latest card; so does +👍
          -yes              takes a reaction back
          >some text        replies to the latest card
          [1] or [going]    presses a button of the latest message
          +yes m3           the same on m3; also >m3 text, [1 m3]
          /upload a.ics     drops a file in the room
          /room team        goes to another room
          /who              says who is here
          /moderator        lets the speaker moderate, or no longer
          /quit             leaves
    "#]]
    .assert_eq(&run("ana: hello\n+yes\n/help\n", false).await);
}

#[tokio::test]
async fn nothing_that_steers_a_terminal_comes_out() {
    let printed =
        run("ana: \u{1b}[2J\u{202e}hi\u{7}\n!meet Lunch\nan\u{1b}a: hi\n+\u{1b}[31m✅\n", true)
            .await;
    let steers = |c: char| c != '\n' && crate::network::console::clean::is_hidden(c);
    assert!(!printed.contains(steers), "{printed:?}");
    assert!(printed.contains("ana: \u{fffd}[2J\u{fffd}hi\u{fffd}"), "{printed:?}");
}

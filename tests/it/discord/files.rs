//! Calendar files that come and go.

use convene::ical;
use expect_test::expect;

use super::{
    fake::world::Id,
    play,
    stage::{Stage, calendar, without_distance},
};

/// A title with what a file or a network can lose.
const TITLE: &str =
    "Größe „Review“; 🎉 \u{5d0}\u{5d1} 100 % <b>& a title that is long enough to be folded";

fn event(lines: &str) -> String {
    let head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:one\r\n\
        DTSTAMP:20261120T100000Z\r\nDTSTART:20270305T140000Z\r\nDTEND:20270305T150000Z\r\n";
    format!("{head}{lines}END:VEVENT\r\nEND:VCALENDAR\r\n")
}

/// The octets of the one file on a message.
fn file_on(stage: &Stage, message: Id) -> String {
    let world = stage.fake.world();
    let [file] = world.messages[&message].attachments.as_slice() else { panic!("not one file") };
    String::from_utf8(file.content.clone()).unwrap()
}

#[test]
fn a_meeting_is_taken_as_a_file() {
    play(async {
        let mut stage = Stage::open().await;
        stage.ana.slash(&format!("/meet new title:{TITLE} when:2027-03-05 15:00 with:@bo")).await;
        let card = stage.card(stage.fake.general, TITLE).await;
        let exported = stage.bo.slash("/meet export meeting:#1").await;
        assert!(exported.ephemeral);
        expect![[r#"
            Convene (only for you): **Größe „Review“; 🎉 אב 100 % \<b\>\& a title that is long enough to be folded** (#1) as a calendar file: Größe-Review-אב-100-b-a-title-that-is-lo-1.ics
              Open it with your calendar to import the meeting.
              file Größe-Review-אב-100-b-a-title-that-is-lo-1.ics
        "#]].assert_eq(&exported.said);
        let text = file_on(&stage, exported.message.unwrap());
        let read = ical::parse(&text).unwrap();
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        assert_eq!(ical::write(&read.value), text);
        assert!(text.contains("METHOD:PUBLISH\r\n"), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains(&TITLE.replace(';', "\\;")), "{text}");
        stage.bo.select(card, "📎 Calendar file").await;
        let again = stage.bo.finds(stage.fake.general, "file Größe").await;
        assert_eq!(file_on(&stage, again), text);
        stage.ends_well();
    });
}

#[test]
fn a_file_becomes_a_meeting_once_that_is_said() {
    play(async {
        let mut stage = Stage::open().await;
        let file = [calendar("lunch.ics", &event("SUMMARY:Lunch\r\nLOCATION:The garden\r\n"))];
        let asked = stage.ana.slash_with("/meet import file:lunch.ics", &file).await;
        assert!(asked.ephemeral);
        expect![[r#"
            Convene (only for you): Shall I make a meeting of that file?
              **Lunch**, Friday, 5 March 2027 15:00
              Reply `yes` or `no`.
              [✅ Yes] [❌ No]
        "#]]
        .assert_eq(&without_distance(&asked.said));
        stage.ana.press(asked.message.unwrap(), "✅ Yes").await;
        let card = stage.card(stage.fake.general, "Lunch").await;
        expect![[r#"
            Convene:
              | # Lunch [green]
              | Friday, 5 March 2027 15:00
              | Length: 1 h
              | Where: The garden
              | Organizer: ana
              | ✅ Going (1 of 1): ana
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "#1").await);
        let again = stage.ana.slash_with("/meet import file:lunch.ics", &file).await;
        expect![[r#"
            Convene (only for you): The file brings nothing new: **Lunch** (#1) is here already, as new or newer.
        "#]].assert_eq(&again.said);
        stage.ends_well();
    });
}

#[test]
fn a_file_in_a_message_is_taken_from_its_menu() {
    play(async {
        let mut stage = Stage::open().await;
        let file = calendar("dinner.ics", &event("SUMMARY:Dinner\r\n"));
        let sent = stage.bo.uploads(stage.fake.general, "shall we?", &[file]);
        let asked = stage.ana.message_command("Make a meeting of this", sent).await;
        expect![[r#"
            Convene (only for you): Shall I make a meeting of that file?
              **Dinner**, Friday, 5 March 2027 15:00
              Reply `yes` or `no`.
              [✅ Yes] [❌ No]
        "#]]
        .assert_eq(&without_distance(&asked.said));
        stage.ana.press(asked.message.unwrap(), "❌ No").await;
        let left = stage.ana.finds(stage.fake.general, "left that file alone").await;
        assert!(stage.ana.reads(left).contains("only for you"));
        stage.ends_well();
    });
}

#[test]
fn a_file_that_is_none_is_refused() {
    play(async {
        let mut stage = Stage::open().await;
        let mut said = String::new();
        for (name, content) in [
            ("broken.ics", "BEGIN:VCALENDAR".to_owned()),
            ("notes.txt", "nothing".to_owned()),
            ("huge.ics", "x".repeat(2_000_000)),
        ] {
            let mut file = calendar(name, &content);
            if name == "notes.txt" {
                file.mime = Some("text/plain".to_owned());
            }
            let refused = stage.ana.slash_with(&format!("/meet import file:{name}"), &[file]).await;
            assert!(refused.ephemeral, "{name}");
            said.push_str(&refused.said);
        }
        expect![[r#"
            Convene (only for you): I cannot read that calendar file: there is no event in it, and line 1 is broken: the text ends before the calendar does. Export it again from your calendar, as .ics.
            Convene (only for you): I do nothing with `notes.txt`. Drop a calendar file (.ics) with one meeting.
            Convene (only for you): `huge.ics` is too big: 2000 kB, and 1000 kB are allowed. Export only the one meeting and drop that file.
        "#]].assert_eq(&said);
        stage.ends_well();
    });
}

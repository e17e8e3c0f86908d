//! Forms, what is suggested while somebody types, and another language.

use std::fmt::Write as _;

use expect_test::expect;

use super::{
    fake::member::{Choice, Outcome},
    play,
    stage::{Stage, joined, without_distance},
};

const WHEN: &str = "2027-03-05 15:00-15:45";

/// What is suggested, a line each.
fn suggested(choices: &[Choice]) -> String {
    let lines = choices.iter().map(|choice| format!("{} => {}", choice.name, choice.value));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_command_with_nothing_opens_a_form() {
    play(async {
        let mut stage = Stage::open().await;
        let opened: Outcome = stage.ana.slash("/meet new").await;
        expect![[r#"
            form New meeting
              Title *: (Sprint review)
              When *: (fri 15:00-15:45)
              Where: (Room 5)
              Who else, by mail address: (kim@example.com)
              What it is about:"#]]
        .assert_eq(&opened.said);
        let form = opened.form();
        assert!(stage.ana.try_submit(form, &[("title", "Lunch")]).await.is_err());
        let wrong = stage.ana.submit(form, &[("title", "Lunch"), ("when", "soonish")]).await;
        expect![[r#"
            Convene (only for you): “soonish” is not a time I can read; write for instance “fri 15:00-15:45”.
              Try `fri 15:00-15:45` or `tomorrow 9am for 30m`
        "#]].assert_eq(&wrong.said);
        let values = [("title", "Lunch"), ("when", WHEN), ("people", "kim@example.com")];
        let made = stage.ana.submit(form, &values).await;
        assert!(made.ephemeral);
        let card = stage.card(stage.fake.general, "Lunch").await;
        expect![[r#"
            Convene:
              | # Lunch [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (1 of 2): ana
              | … no answer (1): kim@example.com
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "#1").await);
        stage.ends_well();
    });
}

#[test]
fn a_message_becomes_a_meeting() {
    play(async {
        let mut stage = Stage::open().await;
        let said = stage.bo.says(
            stage.fake.general,
            "Review with @ana 2027-03-05 15:00-15:45 in Room 5\nI have *numbers*",
        );
        let opened = stage.ana.message_command("Make a meeting of this", said).await;
        expect![[r#"
            form New meeting
              Title *: Review with @ana
              When *: 2027-03-05 15:00-15:45
              Where: Room 5
              Who else, by mail address: (kim@example.com)
              What it is about: I have *numbers*"#]]
        .assert_eq(&opened.said);
        stage.ana.submit(opened.form(), &[("Title", "Review")]).await;
        let card = stage.card(stage.fake.general, "Review").await;
        expect![[r#"
            Convene:
              | # Review [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Where: Room 5
              | Organizer: ana
              | > I have \*numbers\*
              | ✅ Going (1 of 1): ana
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "#1").await);
        stage.ends_well();
    });
}

#[test]
fn a_person_is_met() {
    play(async {
        let mut stage = Stage::open().await;
        let opened = stage.ana.user_command("Meet with", &stage.bo).await;
        expect![[r#"
            form New meeting with bo
              Title *: (Sprint review)
              When *: (fri 15:00-15:45)
              Where: (Room 5)
              Who else, by mail address: (kim@example.com)
              What it is about:"#]]
        .assert_eq(&opened.said);
        stage.ana.submit(opened.form(), &[("title", "One to one"), ("when", WHEN)]).await;
        let card = stage.card(stage.fake.general, "One to one").await;
        expect![[r#"
            Convene:
              | # One to one [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (1 of 2): ana
              | … no answer (1): bo
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "#1").await);
        assert!(stage.shows("pings bo").await.contains("One to one"));
        stage.ends_well();
    });
}

#[test]
fn a_meeting_is_changed_by_forms() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Reveiw", WHEN).await;
        stage.bo.press(card, "✅ Going").await;
        stage.reads(card, "Going (2 of 2)").await;
        let opened = stage.ana.select(card, "✏️ Edit").await;
        expect![[r#"
            form Edit Reveiw
              Title *: Reveiw
              When *: Fri 5 Mar 2027 15:00-15:45
              Where: (Room 5)
              What it is about:"#]]
        .assert_eq(&opened.said);
        stage.ana.submit(opened.form(), &[("title", "Review"), ("place", "Room 5")]).await;
        expect![[r#"
            Convene (edited):
              | # Review [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Where: Room 5
              | Organizer: ana
              | ✅ Going (2 of 2): ana
              | bo
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "Room 5").await);
        let opened = stage.ana.slash("/meet move").await;
        expect![[r#"
            form Move Review
              When *: Fri 5 Mar 2027 15:00-15:45"#]]
        .assert_eq(&opened.said);
        if let Some(form) = &opened.form {
            stage.ana.submit(form, &[("when", "2027-03-06 10:00-11:00")]).await;
        }
        stage.reads(card, "6 March 2027 10:00").await;
        stage.bo.select(card, "✏️ Edit").await;
        let refused = stage.bo.finds(stage.fake.general, "Only ana").await;
        expect![[r#"
            Convene (only for you): Only ana, the co-hosts and the moderators of its room can do that.
        "#]].assert_eq(&stage.bo.reads(refused));
        stage.ends_well();
    });
}

#[test]
fn what_is_typed_is_said_back() {
    play(async {
        let mut stage = Stage::open().await;
        stage.meeting("Sprint review", WHEN).await;
        stage.meeting("Lunch", "2027-03-06 12:00").await;
        let typed = async |text: &str| suggested(&stage.ana.autocomplete(text).await);
        expect!["Fri 5 Mar 2027, 15:00–15:45 CET, 45 min => 2027-03-05 15:00-15:45"]
            .assert_eq(&typed("/meet new title:x when:2027-03-05 15:00-15:45").await);
        expect!["“blursday” is not a time I can read; did you mean “thursday”? => blursday"]
            .assert_eq(&typed("/meet new title:x when:blursday").await);
        expect![[r#"
            #1 Sprint review · Fri 5 Mar, 15:00 => #1
            #2 Lunch · Sat 6 Mar, 12:00 => #2"#]]
        .assert_eq(&typed("/meet yes meeting:").await);
        expect!["#1 Sprint review · Fri 5 Mar, 15:00 => #1"]
            .assert_eq(&typed("/meet yes meeting:spr").await);
        expect!["Sat 6 Mar 2027, 13:00–14:00 CET, 1 h => 13:00"]
            .assert_eq(&typed("/meet move meeting:#2 when:13:00").await);
        let zones = typed("/meet zone zone:new york").await;
        assert!(zones.contains("=> America/New_York"), "{zones}");
        assert!(stage.ana.autocomplete("/meet new title:x when:").await.len() > 1);
        stage.ends_well();
    });
}

#[test]
fn somebody_has_it_in_german() {
    play(async {
        let mut stage = Stage::open().await;
        let dirk = joined(&stage.fake, "dirk", "Europe/Berlin");
        dirk.is_at_home_in("de", "Europe/Berlin");
        dirk.slash(&format!("/meet neu titel:Mittagessen wann:{WHEN} mit:@bo ort:Garten")).await;
        let card = stage.card(stage.fake.general, "Mittagessen").await;
        expect![[r#"
            Convene:
              | # Mittagessen [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Where: Garten
              | Organizer: dirk
              | ✅ Going (1 of 2): dirk
              | … no answer (1): bo
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "#1").await);
        let asked = dirk.autocomplete("/meet verschieben treffen:Mitt").await;
        expect!["#1 Mittagessen · Fri 5 Mar, 15:00 => #1"].assert_eq(&suggested(&asked));
        dirk.slash("/meet verschieben treffen:#1 wann:16:00").await;
        stage.reads(card, "16:00").await;
        let opened = dirk.user_command("Treffen mit", &stage.bo).await;
        assert!(opened.form.is_some(), "{}", opened.said);
        assert!(dirk.try_slash("/meet new", &[]).await.is_err());
        stage.ends_well();
    });
}

/// What ana alone sees of some commands.
async fn alone(stage: &Stage, commands: &[&str]) -> String {
    let mut said = String::new();
    for command in commands {
        let answer = stage.ana.slash(&format!("/meet {command}")).await;
        assert!(answer.ephemeral, "{command}");
        // What the clock shows is another thing each time.
        let lines = answer.said.lines().map(str::trim_end).filter(|line| !line.contains("lock "));
        let _ = writeln!(said, "/meet {command}\n{}", lines.collect::<Vec<_>>().join("\n"));
    }
    without_distance(&said)
}

#[test]
fn what_is_for_one_is_seen_by_one() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Lunch", WHEN).await;
        let before = without_distance(&stage.bo.sees(stage.fake.general));
        let commands = ["list", "show meeting:#1", "mine", "zone zone:Europe/Paris", "zone"];
        expect![[r#"
            /meet list
            Convene (only for you):
              | # The next 14 days [green]
              | No meetings. Make one: `/meet new Sprint review fri 15:00-15:45`
            /meet show meeting:#1
            Convene (only for you):
              | # Lunch [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Organizer: ana
              |
              | ✅ **Going** (1)
              | - ana
              | -- #1
            /meet mine
            Convene (only for you):
              | # Your meetings [green]
              | #1 **Lunch**
              | > Friday, 5 March 2027 15:00 · 1 going · you said yes
            /meet zone zone:Europe/Paris

            /meet zone
              Change it: `/meet zone Europe/Berlin`
        "#]]
        .assert_eq(&alone(&stage, &commands).await);
        let commands = ["settings", "doctor", "show meeting:#9", "yes meeting:nothing"];
        expect![[r#"
            /meet settings
            Convene (only for you): `zone` Europe/Berlin (default)
                  The zone of those who chose none of their own, and of the cards.
              `length` 1 h (default)
                  How long a meeting is when nobody says.
              `reminder` 15 min (default)
                  How long before the start those who come are reminded.
              `answers` open (default)
                  Whether everyone here may answer, or only who is invited.
              `dates` asked about (default)
                  Whether 03/04 is the 3rd of April (uk) or March the 4th (us), and whether times are said in German, French or Spanish too (de, fr, es).
              `create` everyone (default)
                  Whether everyone here may make meetings, or only moderators.
              `calendar` on (default)
                  Whether meetings are shown in the calendar beside this room, where the network has one.
              `cards` series (default)
                  Whether a series has one card, which shows its next date, or each date also one of its own, and how long before.
              `start` off (default)
                  Whether it is said that a meeting begins, when it does.
              `digest` off (default)
                  When this room is told what is on that day, or that week.
              `quiet` off (default)
                  When this room is not disturbed by reminders and digests.

              Change one: `/meet settings NAME VALUE`
            /meet doctor
            Convene (only for you): ✅ OK: I can read and write my database.
              ✅ OK: Every message went out.
              ❌ Not OK: I cannot send mail. Give people without chat the file that export gives.
            /meet show meeting:#9
            Convene (only for you): There is no meeting `#9` here. See them all: `/meet list`
            /meet yes meeting:nothing
            Convene (only for you): There is no meeting `nothing` here. See them all: `/meet list`
        "#]].assert_eq(&alone(&stage, &commands).await);
        stage.reads(card, "#1").await;
        assert_eq!(without_distance(&stage.bo.sees(stage.fake.general)), before);
        stage.ends_well();
    });
}

#[test]
fn help_names_what_is_offered() {
    play(async {
        let mut stage = Stage::open().await;
        expect![[r#"
            /meet help
            Convene (only for you):
              | # What I can do [green]
              | Make a meeting: `/meet new Sprint review fri 15:00-15:45`
              | Answer with the buttons of its card, with a reaction (✅ yes, 🤔 maybe, ❌ no) or with a word.
              |
              | `/meet new` Make a meeting: its title, when it is, who shall come, where.
              | `/meet list` Show what is on in this room.
              | `/meet show` Show a meeting in full: every name, every comment, who has not answered.
              | `/meet mine` Show the meetings you are in, with your answers.
              | `/meet yes` Say that you come.
              | `/meet no` Say that you do not come.
              | `/meet maybe` Say that you may come.
              | `/meet move` Move a meeting to another time; everyone is asked again.
              | `/meet edit` Change a meeting: its title, its time, its place and what it is about, in one step.
              | `/meet invite` Invite people, also by mail address.
              | `/meet cohost` Let somebody else change a meeting too, or no longer.
              | `/meet cancel` Call a meeting off; everyone in it is told.
              | `/meet propose` Propose another time; the organizer accepts or declines it.
              | `/meet accept` Accept a proposed time: the meeting moves there.
              | `/meet decline` Decline a proposed time: the meeting stays where it is.
              | `/meet delegate` Send somebody else in your place.
              | `/meet remind` Be reminded of a meeting or of anything else, you alone or everyone here.
              | `/meet share` Show a meeting in another room too: get a word for it, and type that word there.
              | `/meet export` Get the meeting as a calendar file (.ics).
              | `/meet zone` Say or see in which time zone your times are meant.
              | `/meet settings` See or change what holds in this room, such as its zone and who makes meetings.
              | `/meet help` Show what can be typed, or one command in full.
              | `/meet doctor` Say what works here, what does not, and how to mend it.
              | `/meet my-data` Get everything that is kept of you, as a file.
              | `/meet forget-me` Remove what is kept of you: your answers, your zone, your name; your own meetings are called off.
              | More about one: `/meet help NAME`
            /meet help command:move
            Convene (only for you): `/meet move [#NUMBER | LETTERS to] [DATES] WHEN`
              Move a meeting to another time; everyone is asked again.
              For example: `/meet move #12 to 16:00`
              or `/meet move sprint to fri 15:00-15:45`
              or `/meet move mon 10:00 for 2h`
              or `/meet move #12 this and following to 16:00`
              Also: `reschedule`
              Who may: the organizer, co-hosts and moderators
        "#]].assert_eq(&alone(&stage, &["help", "help command:move"]).await);
        stage.ends_well();
    });
}

//! A meeting that repeats, as people make it in a sentence, answer it and change it.

use std::fmt::Write as _;

use expect_test::expect;

use super::{
    fake::{member::Choice, world::Id},
    play,
    stage::{Stage, joined, without_distance},
};

/// A Monday morning in Berlin, four weeks before Easter.
const NOW: &str = "2027-03-01T07:00:00Z";

/// What people type for it.
const WEEKDAYS: &str = "every weekday 9:15 for 15m except 12 mar until Easter";

/// The standup of every weekday, made by ana; its card.
async fn standup(stage: &Stage) -> Id {
    stage.meeting("Standup", WEEKDAYS).await
}

/// What a command of ana's answers her.
async fn told(stage: &Stage, command: &str) -> String {
    without_distance(&stage.ana.slash(&format!("/meet {command}")).await.said)
}

/// What is on a card once these words are, without its controls.
async fn on(stage: &Stage, card: Id, words: &str) -> String {
    let read = stage.reads(card, words).await;
    let lines = read.lines().filter_map(|line| line.strip_prefix("  | "));
    text(lines.filter(|line| !line.starts_with("Organizer")))
}

/// Lines as a text.
fn text<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    lines.fold(String::new(), |all, line| all + line + "\n")
}

/// What was said to everybody of a meeting.
fn news(seen: &str) -> String {
    let said = without_distance(seen);
    text(said.lines().filter(|line| line.starts_with("Convene (answering): ")))
}

/// What is suggested, a line each.
fn suggested(choices: &[Choice]) -> String {
    let lines = choices.iter().map(|choice| format!("{} => {}", choice.name, choice.value));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_series_is_said_back_while_it_is_typed() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        let mut said = String::new();
        for typed in [
            "title:Standup when:every weekday 9:15 for 15m until Easter",
            "title:Standup when:every weekday 9:15 for 15m except 12 mar until Easter",
            "title:Standup when:every other Tuesday 18:00 10 times",
            "title:Standup when:every weekday 9:15 until Eastre",
            "title:Standup when:Tue, Thu and Fri 18:00",
            "title:Standup when:<t:1804158000:F>",
            "when:Standup every weekday 9:15 for 15m until Easter",
        ] {
            let choices = stage.ana.autocomplete(&format!("/meet new {typed}")).await;
            let _ = writeln!(said, "{typed}\n  {}", suggested(&choices).replace('\n', "\n  "));
        }
        expect![[r#"
            title:Standup when:every weekday 9:15 for 15m until Easter
              Mon 1 Mar 2027, 09:15–09:30 CET, every weekday until 26 Mar 2027; then Tue 2 Mar, Wed 3 Mar => every weekday 9:15 for 15m until Easter
            title:Standup when:every weekday 9:15 for 15m except 12 mar until Easter
              Mon 1 Mar 2027, 09:15–09:30 CET, every weekday until 26 Mar 2027, not on Fri 12 Mar; then Tue 2 Mar => every weekday 9:15 for 15m except 12 mar until Easter
            title:Standup when:every other Tuesday 18:00 10 times
              Tue 2 Mar 2027, 18:00–19:00 CET, every 2 weeks on Tue until 6 Jul 2027; then Tue 16 Mar, Tue 30 Mar => every other Tuesday 18:00 10 times
            title:Standup when:every weekday 9:15 until Eastre
              “until Eastre” is not a time I can read; write for instance “fri 15:00-15:45”. => every weekday 9:15 until Eastre
            title:Standup when:Tue, Thu and Fri 18:00
              Tue 2 Mar 2027, 18:00–19:00 CET, on Tue 2 Mar, Thu 4 Mar and Fri 5 Mar => Tue, Thu and Fri 18:00
            title:Standup when:<t:1804158000:F>
              Thu 4 Mar 2027, 12:00–13:00 CET, 1 h => <t:1804158000:F>
            when:Standup every weekday 9:15 for 15m until Easter
              Standup: Mon 1 Mar 2027, 09:15–09:30 CET, every weekday until 26 Mar 2027; then Tue 2 Mar, Wed 3 Mar => Standup every weekday 9:15 for 15m until Easter
        "#]].assert_eq(&said);
        stage.ends_well();
    });
}

#[test]
fn a_whole_sentence_fits_into_either_field() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        let made = told(&stage, &format!("new title:Standup {WEEKDAYS}")).await;
        expect![[r#"
            Convene (only for you): I took **Standup** (#1) as Monday, 1 March 2027 09:15, every weekday until 26 Mar 2027, not on Fri 12 Mar; then Tue 2 Mar, Wed 3 Mar, Thu 4 Mar.
              To take that back: `/meet do undo #1`
              [↩️ Undo]
        "#]].assert_eq(&made);
        let card = stage.card(stage.fake.general, "Standup").await;
        expect![[r#"
            # Standup [green]
            Monday, 1 March 2027 09:15
            Repeats: every weekday until 26 Mar 2027, not on Fri 12 Mar
            Length: 15 min
            ✅ Going (1 of 1): ana
            -- #1
        "#]]
        .assert_eq(&on(&stage, card, "Repeats").await);
        told(&stage, "new when:Choir every thursday 20:00 in the church").await;
        let card = stage.card(stage.fake.general, "Choir").await;
        let shown = stage.reads(card, "Repeats: every week on Thu").await;
        assert!(shown.contains("Where: the church"), "{shown}");
        stage.ends_well();
    });
}

#[test]
fn a_form_and_a_message_make_a_series() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        let opened = stage.ana.slash("/meet new").await;
        let values = [("title", "Standup"), ("when", WEEKDAYS)];
        let made = stage.ana.submit(opened.form(), &values).await;
        assert!(made.said.contains("[↩️ Undo]"), "{}", made.said);
        let card = stage.card(stage.fake.general, "Standup").await;
        stage.reads(card, "Repeats: ").await;
        let text = "Book club every first Monday of the month 19:00-21:00 in the library";
        let said = stage.bo.says(stage.fake.general, text);
        let opened = stage.ana.message_command("Make a meeting of this", said).await;
        expect![[r#"
            form New meeting
              Title *: Book club
              When *: every first Monday of the month 19:00-21:00
              Where: the library
              Who else, by mail address: (kim@example.com)
              What it is about:"#]]
        .assert_eq(&opened.said);
        stage.ana.submit(opened.form(), &[]).await;
        let card = stage.card(stage.fake.general, "Book club").await;
        stage.reads(card, "Repeats: ").await;
        stage.ends_well();
    });
}

#[test]
fn a_series_is_undone_by_one_press_within_ten_minutes() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        let made = stage.ana.slash(&format!("/meet new title:Standup when:{WEEKDAYS}")).await;
        let card = stage.card(stage.fake.general, "Standup").await;
        stage.ana.press(made.message.unwrap(), "↩️ Undo").await;
        expect![[r#"
            Convene (edited): **Standup** (#1) was taken back, as if it had never been made.
        "#]]
        .assert_eq(&stage.reads(card, "taken back").await);
        let made = stage.ana.slash(&format!("/meet new title:Daily when:{WEEKDAYS}")).await;
        let card = stage.card(stage.fake.general, "Daily").await;
        stage.goes_on_at("2027-03-01T07:11:00Z").await;
        let late = stage.ana.press(made.message.unwrap(), "↩️ Undo").await;
        assert_eq!(late.said, "");
        let refused = stage.ana.finds(stage.fake.general, "minutes").await;
        expect![[r#"
            Convene (only for you): **Daily** (#2) cannot be taken back any more, because it was made more than 10 minutes ago. To call it off: `/meet cancel #2`
        "#]].assert_eq(&without_distance(&stage.ana.reads(refused)));
        stage.reads(card, "Repeats").await;
        stage.ends_well();
    });
}

#[test]
fn one_date_is_answered_or_all() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        let [cy, dan] = ["cy", "dan"].map(|name| joined(&stage.fake, name, "UTC"));
        let card = standup(&stage).await;
        stage.bo.press(card, "✅ Going").await;
        cy.slash("/meet yes meeting:#1 dates:all dates").await;
        let said = cy.slash("/meet no meeting:#1 dates:4 mar").await.said;
        assert!(said.contains("only Thursday, 4 March 2027 08:15"), "{said}");
        let opened = dan.select(card, "💬 Can't, with a comment").await;
        expect![[r#"
            form ❌ Can't: Standup
              Comment: (Everyone in the meeting reads it)
              Which dates *: this"#]]
        .assert_eq(&opened.said);
        let values = [("comment", "on holiday"), ("dates", "this and following")];
        dan.submit(opened.form(), &values).await;
        let suggestions = cy.autocomplete("/meet no meeting:#1 dates:11").await;
        expect!["Thu 11 Mar 2027, 09:15–09:30 CET => Thu 11 Mar 2027"]
            .assert_eq(&suggested(&suggestions));
        expect![[r#"
            # Standup [green]
            Monday, 1 March 2027 09:15
            Repeats: every weekday until 26 Mar 2027, not on Fri 12 Mar
            Length: 15 min
            ✅ Going (3 of 4): ana
            bo
            cy
            ❌ Can't (1): dan (on holiday)
            -- #1
        "#]]
        .assert_eq(&on(&stage, card, "on holiday").await);
        // What is typed is answered in the thread of it, if there is one.
        stage.fake.expect(10003, 1);
        cy.replies(card, "@Convene no on 5 mar dentist");
        cy.finds(stage.fake.general, ": dentist").await;
        // The card goes on to the next date, which has answers of its own.
        stage.goes_on_at("2027-03-01T08:29:59Z").await;
        expect![[r#"
            # Standup [green]
            Tuesday, 2 March 2027 09:15
            Repeats: every weekday until 26 Mar 2027, not on Fri 12 Mar
            Length: 15 min
            ✅ Going (2 of 3): ana
            cy
            ❌ Can't (1): dan (on holiday)
            -- #1
        "#]]
        .assert_eq(&on(&stage, card, "2 March").await);
        let mine = without_distance(&cy.slash("/meet mine").await.said);
        let answers = mine.lines().filter(|line| line.contains(" · ")).skip(1).take(4);
        expect![[r#"
              | > Wednesday, 3 March 2027 08:15 · 2 going, 1 can't · you said yes
              | > Thursday, 4 March 2027 08:15 · 1 going, 2 can't · you said no
              | > Friday, 5 March 2027 08:15 · 1 going, 2 can't · you said no
              | > Monday, 8 March 2027 08:15 · 2 going, 1 can't · you said yes
        "#]]
        .assert_eq(&text(answers.map(str::trim)));
        stage.ends_well();
    });
}

#[test]
fn dates_are_skipped_added_paused_and_put_back() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        let card = stage.meeting("Choir", "every thursday 20:00-21:30 until june").await;
        stage.bo.slash("/meet yes meeting:#1 dates:all").await;
        stage.reads(card, "Going (2").await;
        let mut said = String::new();
        for command in [
            "cancel meeting:#1 dates:this why:no room",
            "cancel meeting:#1 dates:25 mar",
            "do text:skip choir 25 mar",
            "do text:unskip choir 25 mar",
            "do text:add #1 sat 13 mar 10:00",
            "do text:pause #1 from 1 apr until 20 apr",
            "do text:pause #1 until 4 mar",
            "do text:skip #1 next",
            "do text:resume #1",
            "do text:end #1 on 29 apr",
            "list period:this month",
        ] {
            let answer = told(&stage, command).await;
            let _ = write!(said, "/meet {command}\n{answer}");
        }
        expect![[r#"
            /meet cancel meeting:#1 dates:this why:no room
            /meet cancel meeting:#1 dates:25 mar
            /meet do text:skip choir 25 mar
            Convene (only for you): **Choir** (#1) is off on Thu 25 Mar 2027. To put that date back: `/meet do unskip #1 Thu 25 Mar 2027`
            /meet do text:unskip choir 25 mar
            /meet do text:add #1 sat 13 mar 10:00
            /meet do text:pause #1 from 1 apr until 20 apr
            /meet do text:pause #1 until 4 mar
            Convene (only for you): **Choir** (#1) has no date to take out before Thu 4 Mar. See when it is: `/meet list this year`
            /meet do text:skip #1 next
            /meet do text:resume #1
            /meet do text:end #1 on 29 apr
            /meet list period:this month
            Convene (only for you):
              | # This month [green]
              | #1 **Choir**
              | > Saturday, 13 March 2027 10:00 · 1 going
              | #1 **Choir**
              | > Thursday, 18 March 2027 20:00 · 2 going
              | #1 **Choir**
              | > Thursday, 25 March 2027 20:00 · 2 going
        "#]].assert_eq(&said);
        expect![[r#"
            # Choir [green]
            Saturday, 13 March 2027 10:00
            Repeats: every week on Thu until 29 Apr 2027, also on Sat 13 Mar, not from Thu 4 Mar to Thu 11 Mar
            Length: 1 h 30
            ✅ Going (1 of 2): ana
            … no answer (1): bo
            -- #1
        "#]].assert_eq(&on(&stage, card, "29 Apr").await);
        expect![[r#"
            Convene (answering): @bo ana cancelled **Choir** (#1), only Thursday, 4 March 2027 14:00: no room
            Convene (answering): @bo ana cancelled **Choir** (#1), only Thursday, 25 March 2027 15:00.
            Convene (answering): @bo ana put one date (Thu 25 Mar) of **Choir** (#1) back; the next is Thursday, 11 March 2027 14:00.
            Convene (answering): @bo ana added a date to **Choir** (#1): Saturday, 13 March 2027 04:00. To answer that date: `/meet yes #1 on 13 Mar 2027`
            Convene (answering): @bo ana took 3 dates (Thu 1 Apr, Thu 8 Apr and Thu 15 Apr) out of **Choir** (#1); the next is Thursday, 11 March 2027 14:00. To have them back: `/meet do resume #1`
            Convene (answering): @bo ana cancelled **Choir** (#1), only Thursday, 11 March 2027 14:00.
            Convene (answering): @bo ana put 3 dates (Thu 1 Apr, Thu 8 Apr and Thu 15 Apr) of **Choir** (#1) back; the next is Saturday, 13 March 2027 04:00.
            Convene (answering): @bo ana said when **Choir** (#1) ends: its last date is Thu 29 Apr 2027.
        "#]].assert_eq(&news(&stage.shows("ends: its last date").await));
        stage.ends_well();
    });
}

#[test]
fn one_date_is_edited_or_that_and_those_after_it_or_all() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        let card = standup(&stage).await;
        let opened = stage.ana.select(card, "✏️ Edit").await;
        expect![[r#"
            form Edit Standup
              Title *: Standup
              When *: Mon 1 Mar 2027 09:15-09:30
              Where: (Room 5)
              What it is about:
              Which dates *: this"#]]
        .assert_eq(&opened.said);
        let values = [("when", "9:30"), ("place", "Room 5"), ("dates", "this")];
        stage.ana.submit(opened.form(), &values).await;
        expect![[r#"
            # Standup [green]
            Monday, 1 March 2027 09:30
            Repeats: every weekday until 26 Mar 2027, not on Fri 12 Mar
            Length: 15 min
            Where: Room 5
            ✅ Going (1 of 1): ana
            -- #1
        "#]]
        .assert_eq(&on(&stage, card, "Room 5").await);
        let opened = stage.ana.select(card, "✏️ Edit").await;
        stage.ana.submit(opened.form(), &[("title", "Daily"), ("dates", "all")]).await;
        expect![[r#"
            # Daily [green]
            Monday, 1 March 2027 09:30
            Repeats: every weekday until 26 Mar 2027, not on Fri 12 Mar
            Length: 15 min
            Where: Room 5
            ✅ Going (1 of 1): ana
            -- #1
        "#]]
        .assert_eq(&on(&stage, card, "Daily").await);
        // Where nothing is said but which date, it is asked for the rest.
        let opened = stage.ana.slash("/meet edit meeting:#1 dates:8 mar and following").await;
        expect![[r#"
            form Edit Daily
              Title *: Daily
              When *: Mon 8 Mar 2027 09:15-09:30
              Where: (Room 5)
              What it is about:
              Which dates *: 8 mar and following"#]]
        .assert_eq(&opened.said);
        stage.ana.submit(opened.form(), &[("when", "10:00 for 20 min")]).await;
        let opened = stage.ana.slash("/meet move meeting:daily").await;
        expect![[r#"
            form Move Daily
              When *: Mon 1 Mar 2027 09:30-09:45
              Which dates *: this"#]]
        .assert_eq(&opened.said);
        told(&stage, "cancel meeting:#1 dates:9 mar").await;
        let asked = stage.ana.slash("/meet edit meeting:#1 place:Online").await;
        expect![[r#"
            Convene (only for you): **Daily** (#1) repeats. Say which dates.
              Only Monday, 1 March 2027 09:30: `/meet edit #1 this place: Online`
              That and all later dates: `/meet edit #1 this and following place: Online`
              All dates: `/meet edit #1 all place: Online`
              [This date] [This and all later ones] [All dates]
        "#]]
        .assert_eq(&asked.said);
        let listed = told(&stage, "list period:9 mar").await;
        assert!(listed.contains("No meetings"), "{listed}");
        let listed = told(&stage, "list period:10 mar").await;
        assert!(listed.contains("Wednesday, 10 March 2027 10:00"), "{listed}");
        stage.ends_well();
    });
}

#[test]
fn somebody_makes_a_series_in_german() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        let dirk = joined(&stage.fake, "dirk", "Europe/Berlin");
        dirk.is_at_home_in("de", "Europe/Berlin");
        let when = "jeden Werktag 9:15 für 15 Minuten außer 12. März bis Ostern";
        let typed = dirk.autocomplete(&format!("/meet neu titel:Runde wann:{when}")).await;
        expect!["Mon 1 Mar 2027, 09:15–09:30 CET, every weekday until 26 Mar 2027, not on Fri 12 Mar; then Tue 2 Mar => jeden Werktag 9:15 für 15 Minuten außer 12. März bis Ostern"].assert_eq(&suggested(&typed));
        dirk.slash(&format!("/meet neu titel:Runde wann:{when}")).await;
        let card = stage.card(stage.fake.general, "Runde").await;
        stage.reads(card, "Repeats: every weekday until 26 Mar 2027, not on Fri 12 Mar").await;
        // What is typed is answered in the thread of it, if there is one.
        stage.fake.expect(10003, 1);
        dirk.says(stage.fake.general, "@Convene Chor jeden zweiten Dienstag um 20 Uhr");
        let card = stage.card(stage.fake.general, "Chor").await;
        stage.reads(card, "Repeats: every 2 weeks on Tue").await;
        stage.ends_well();
    });
}

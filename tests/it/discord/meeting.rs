//! A meeting on Discord, from its making to its end.

use expect_test::expect;

use super::{
    fake::{trouble::Trouble, world::Id},
    play,
    stage::{Stage, calendar, joined, without_distance},
};

/// When all these meetings are: far away, so that today's date changes nothing.
const WHEN: &str = "2027-03-05 15:00-15:45";

/// The route by which a card is redrawn.
const EDIT: &str = "PATCH /channels/{id}/messages/{id}";

/// A meeting with bo in it.
async fn review(stage: &Stage) -> Id {
    stage.ana.slash(&format!("/meet new title:Review when:{WHEN} with:@bo")).await;
    stage.card(stage.fake.general, "Review").await
}

#[test]
fn a_sentence_makes_a_series() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Standup", "every friday 9:15 for 15m 10 times").await;
        let shown = stage.reads(card, "Repeats: every week on Fri until").await;
        assert!(shown.contains("Length: 15 min"), "{shown}");
        stage.bo.slash("/meet no meeting:#1 dates:all").await;
        stage.reads(card, "Can't (1): bo").await;
        stage.ana.slash("/meet do text:skip #1 next").await;
        let shown = stage.reads(card, ", not on Fri ").await;
        assert!(shown.contains("Can't (1): bo"), "{shown}");
        stage.ends_well();
    });
}

#[test]
fn a_meeting_is_made_with_what_was_said() {
    play(async {
        let mut stage = Stage::open().await;
        let text = format!(
            "/meet new title:Sprint review when:{WHEN} place:Room 5 with:@bo \
             people:kim@example.com description:What we did"
        );
        stage.ana.slash(&text).await;
        let card = stage.card(stage.fake.general, "Sprint review").await;
        expect![[r#"
            Convene:
              | # Sprint review [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Where: Room 5
              | Organizer: ana
              | > What we did
              | ✅ Going (1 of 3): ana
              | … no answer (2): bo
              | kim@example.com
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "#1").await);
        let told = stage.shows("pings bo").await;
        expect![[r#"
            Convene:
              | # Sprint review [green]
              | Friday, 5 March 2027 09:00
              | Length: 45 min
              | Where: Room 5
              | Organizer: ana
              | > What we did
              | ✅ Going (1 of 3): ana
              | … no answer (2): bo
              | kim@example.com
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
            Convene (answering): @bo ana invited bo, kim@example.com to **Sprint review** (#1), Friday, 5 March 2027 09:00.
              pings bo
            event Sprint review (scheduled): 5 March 2027 09:00 to 5 March 2027 09:45, Room 5, 0 interested
              | What we did
              | 
              | Organizer: ana
              | Answer on its card in the chat (#1); to be interested here is no answer.
        "#]].assert_eq(&without_distance(&told));
        stage.ends_well();
    });
}

#[test]
fn everyone_answers_as_they_like() {
    play(async {
        let mut stage = Stage::open().await;
        let [cy, dan, eve] = ["cy", "dan", "eve"].map(|name| joined(&stage.fake, name, "UTC"));
        let card = review(&stage).await;
        stage.bo.press(card, "✅ Going").await;
        stage.reads(card, "Going (2 of 2)").await;
        cy.reacts(card, "🤔");
        stage.reads(card, "Maybe (1)").await;
        // Whether there is a thread to answer in shows by trying.
        stage.fake.expect(10003, 1);
        dan.replies(card, "@Convene no I am away");
        stage.reads(card, "I am away").await;
        let thread = stage.bo.begins_thread(card, "Review");
        eve.at(thread).says(thread, "@Convene yes");
        stage.reads(card, "Going (3 of 5)").await;
        cy.unreacts(card, "🤔");
        stage.reads(card, "no answer (1)").await;
        stage.bo.press(card, "❌ Can't").await;
        expect![[r#"
            Convene (edited):
              | # Review [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (2 of 5): ana
              | eve
              | ❌ Can't (2): bo
              | dan (I am away)
              | … no answer (1): cy
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "Can't (2)").await);
        // Who pressed a button or reacted sees the card; nothing else is said.
        stage.bo.slash("/meet mine").await;
        expect![[r#"
            Convene (edited):
              | # Review [green]
              | Friday, 5 March 2027 09:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (2 of 5): ana
              | eve
              | ❌ Can't (2): bo
              | dan (I am away)
              | … no answer (1): cy
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
              thread Review
                eve: @Convene yes
                  pings Convene
                Convene (quietly): @eve ✅ You said yes to **Review** (#1), Friday, 5 March 2027 09:00.
                  You were not invited; you are on the list now.
                  pings eve
            Convene (answering): @bo ana invited bo to **Review** (#1), Friday, 5 March 2027 09:00.
              pings bo
            dan (answering): @Convene no I am away
              pings Convene
            Convene (quietly, answering): @dan ❌ You said no to **Review** (#1), Friday, 5 March 2027 09:00: I am away
              You were not invited; you are on the list now.
              pings dan
            Convene (only for you):
              | # Your meetings [green]
              | #1 **Review**
              | > Friday, 5 March 2027 09:00 · 2 going, 2 can't · you said no
            event Review (scheduled): 5 March 2027 09:00 to 5 March 2027 09:45, —, 0 interested
              | Organizer: ana
              | Answer on its card in the chat (#1); to be interested here is no answer.
        "#]].assert_eq(&without_distance(&stage.bo.sees(stage.fake.general)));
        stage.ends_well();
    });
}

#[test]
fn an_answer_has_a_comment() {
    play(async {
        let mut stage = Stage::open().await;
        let card = review(&stage).await;
        let opened = stage.bo.select(card, "💬 Going, with a comment").await;
        expect![[r#"
            form ✅ Going: Review
              Comment: (Everyone in the meeting reads it)"#]]
        .assert_eq(&opened.said);
        stage.bo.submit(opened.form(), &[("comment", "I bring *cake* for @everyone")]).await;
        expect![[r#"
            Convene (edited):
              | # Review [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (2 of 2): ana
              | bo (I bring \*cake\* for @¦everyone)
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "cake").await.replace('\u{200b}', "¦"));
        stage.bo.slash("/meet no meeting:Review comment:no cake after all").await;
        assert!(!stage.reads(card, "no cake after all").await.contains("I bring"));
        stage.ends_well();
    });
}

#[test]
fn a_move_asks_everyone_again() {
    play(async {
        let mut stage = Stage::open().await;
        let card = review(&stage).await;
        stage.bo.press(card, "✅ Going").await;
        stage.reads(card, "Going (2 of 2)").await;
        stage.ana.slash("/meet move meeting:#1 when:16:00").await;
        expect![[r#"
            Convene (edited):
              | # Review [green]
              | Friday, 5 March 2027 16:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (1 of 2): ana
              | … no answer (1): bo
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "16:00").await);
        let news = stage.bo.finds(stage.fake.general, "moved **Review**").await;
        expect![[r#"
            Convene (answering): @bo ana moved **Review** (#1) to Friday, 5 March 2027 10:00; it was Fri 5 Mar 2027, 15:00–15:45 CET.
              Everyone is asked to answer again.
              pings bo
        "#]].assert_eq(&without_distance(&stage.bo.reads(news)));
        let refused = stage.bo.slash("/meet move meeting:#1 when:17:00").await;
        expect![[r#"
            Convene (only for you): Only ana, the co-hosts and the moderators of its room can do that. You can propose another time: `/meet propose thu 15:00`
        "#]].assert_eq(&refused.said);
        stage.ends_well();
    });
}

#[test]
fn a_proposal_is_accepted_by_a_button() {
    play(async {
        let mut stage = Stage::open().await;
        let card = review(&stage).await;
        let opened = stage.bo.press(card, "🕒 Propose").await;
        expect![[r#"
            form Another time for Review
              What time would suit you *: (fri 15:00-15:45)
              Why: (The organizer reads it)"#]]
        .assert_eq(&opened.said);
        let values = [("when", "2027-03-05 09:00"), ("why", "I fly home")];
        stage.bo.submit(opened.form(), &values).await;
        expect![[r#"
            Convene (edited):
              | # Review [orange]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (1 of 2): ana
              | … no answer (1): bo
              | 🕒 Other times: **bo**: Friday, 5 March 2027 09:00 (I fly home)
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose] [🕒 Accept bo's time]
              [🕒 Decline bo's time]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "Other times").await);
        let asked = stage.ana.finds(stage.fake.general, "[✅ Accept]").await;
        expect![[r#"
            Convene (answering): @ana
              | # 🕒 Another time for Review? [orange]
              | **bo** proposes Friday, 5 March 2027 09:00
              | instead of Friday, 5 March 2027 15:00.
              | Reason: I fly home
              | ana decides: `/meet accept #1 bo` or `/meet decline #1 bo`
              | -- #1
              [✅ Accept] [❌ Decline]
              pings ana
        "#]]
        .assert_eq(&without_distance(&stage.ana.reads(asked)));
        stage.bo.press(asked, "✅ Accept").await;
        let refused = stage.bo.finds(stage.fake.general, "Only ana").await;
        expect![[r#"
            Convene (only for you, answering): Only ana, the co-hosts and the moderators of its room can do that.
        "#]].assert_eq(&stage.bo.reads(refused));
        stage.ana.press(asked, "✅ Accept").await;
        stage.ana.waits_on(card, |seen| !seen.contains("Other times")).await;
        expect![[r#"
            Convene (edited):
              | # Review [green]
              | Friday, 5 March 2027 09:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (2 of 2): ana
              | bo
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "March 2027 09:00").await);
        let told = stage.bo.finds(stage.fake.general, "is accepted").await;
        expect![[r#"
            Convene (answering): @bo ✅ bo's time for **Review** (#1) is accepted: it is now Friday, 5 March 2027 03:00.
              bo comes.
              pings bo
        "#]].assert_eq(&without_distance(&stage.bo.reads(told)));
        stage.ends_well();
    });
}

#[test]
fn a_proposal_is_declined_on_the_card() {
    play(async {
        let mut stage = Stage::open().await;
        let card = review(&stage).await;
        stage.bo.slash("/meet propose meeting:#1 when:2027-03-05 18:00").await;
        stage.reads(card, "Other times").await;
        stage.ana.press(card, "🕒 Decline bo's time").await;
        let told = stage.bo.finds(stage.fake.general, "is declined").await;
        expect![[r#"
            Convene (answering): @bo ❌ bo's time for **Review** (#1) is declined: it stays Friday, 5 March 2027 09:00.
              pings bo
        "#]].assert_eq(&without_distance(&stage.bo.reads(told)));
        stage.ana.waits_on(card, |seen| !seen.contains("Other times")).await;
        stage.reads(card, "March 2027 15:00").await;
        stage.ends_well();
    });
}

#[test]
fn somebody_else_comes() {
    play(async {
        let mut stage = Stage::open().await;
        joined(&stage.fake, "cy", "UTC");
        let card = review(&stage).await;
        let sent = stage.bo.slash("/meet delegate who:@cy meeting:#1").await;
        expect![[r#""#]].assert_eq(&without_distance(&sent.said));
        expect![[r#"
            Convene (edited):
              | # Review [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (1 of 2): ana
              | … no answer (1): bo → cy
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "cy").await);
        stage.shows("pings cy").await;
        stage.ends_well();
    });
}

#[test]
fn a_meeting_is_called_off() {
    play(async {
        let mut stage = Stage::open().await;
        let card = review(&stage).await;
        stage.shows("(scheduled)").await;
        let opened = stage.ana.select(card, "🗑️ Cancel").await;
        expect![[r#"
            form Cancel Review
              Why: (Everyone in the meeting reads it)"#]]
        .assert_eq(&opened.said);
        stage.ana.submit(opened.form(), &[("why", "Everyone is ill")]).await;
        expect![[r#"
            Convene (edited):
              | # CANCELLED: Review [red]
              | ~~Friday, 5 March 2027 15:00~~
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (1 of 2): ana
              | … no answer (1): bo
              | -- #1
        "#]]
        .assert_eq(&stage.reads(card, "CANCELLED").await);
        let told = stage.bo.finds(stage.fake.general, "Everyone is ill").await;
        expect![[r#"
            Convene (answering): @bo ana cancelled **Review** (#1), Friday, 5 March 2027 09:00: Everyone is ill
              pings bo
        "#]].assert_eq(&without_distance(&stage.bo.reads(told)));
        stage.bo.waits_for(stage.fake.general, |seen| !seen.contains("(scheduled)")).await;
        let late = stage.bo.slash("/meet yes meeting:#1").await;
        expect![[r#"
            Convene (only for you): **Review** (#1) is cancelled, so nothing about it can change. Make a new one: `/meet new Review fri 15:00`
        "#]].assert_eq(&late.said);
        assert!(stage.bo.try_press(card, "✅ Going").await.is_err());
        stage.ends_well();
    });
}

#[test]
fn a_card_that_is_not_redrawn_yet_takes_no_late_answer() {
    play(async {
        let mut stage = Stage::open().await;
        let card = review(&stage).await;
        stage.fake.trouble(EDIT, Trouble::Broken(503), 1000);
        stage.ana.slash("/meet cancel meeting:#1").await;
        stage.bo.press(card, "✅ Going").await;
        let refused = stage.bo.finds(stage.fake.general, "is cancelled").await;
        expect![[r#"
            Convene (only for you, answering): **Review** (#1) is cancelled, so nothing about it can change. Make a new one: `/meet new Review fri 15:00`
        "#]].assert_eq(&stage.bo.reads(refused));
        stage.fake.calm();
        stage.reads(card, "CANCELLED").await;
        stage.ends_well();
    });
}

#[test]
fn to_press_twice_is_to_press_once() {
    play(async {
        let mut stage = Stage::open().await;
        let card = review(&stage).await;
        for _ in 0..3 {
            stage.bo.taps(card, "✅ Going");
        }
        stage.reads(card, "Going (2 of 2)").await;
        stage.bo.press(card, "✅ Going").await;
        stage.bo.slash("/meet mine").await;
        expect![[r#"
            Convene (edited):
              | # Review [green]
              | Friday, 5 March 2027 09:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (2 of 2): ana
              | bo
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
            Convene (answering): @bo ana invited bo to **Review** (#1), Friday, 5 March 2027 09:00.
              pings bo
            Convene (only for you):
              | # Your meetings [green]
              | #1 **Review**
              | > Friday, 5 March 2027 09:00 · 2 going · you said yes
            event Review (scheduled): 5 March 2027 09:00 to 5 March 2027 09:45, —, 0 interested
              | Organizer: ana
              | Answer on its card in the chat (#1); to be interested here is no answer.
        "#]].assert_eq(&without_distance(&stage.bo.sees(stage.fake.general)));
        stage.ends_well();
    });
}

/// A meeting of every week, out of a file.
async fn standup(stage: &Stage) -> Id {
    let rule = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\n\
            UID:standup\r\nDTSTAMP:20261120T100000Z\r\nDTSTART:20270305T080000Z\r\n\
            DTEND:20270305T081500Z\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\nSUMMARY:Standup\r\n\
            END:VEVENT\r\nEND:VCALENDAR\r\n";
    let file = calendar("standup.ics", rule);
    let asked = stage.ana.slash_with("/meet import file:standup.ics", &[file]).await;
    stage.ana.press(asked.message.unwrap(), "✅ Yes").await;
    stage.card(stage.fake.general, "Standup").await
}

#[test]
fn a_series_goes_date_by_date() {
    play(async {
        let mut stage = Stage::open().await;
        let card = standup(&stage).await;
        expect![[r#"
            Convene:
              | # Standup [green]
              | Friday, 5 March 2027 09:00
              | Repeats: every week on Fri until 2 Apr 2027
              | Length: 15 min
              | Organizer: ana
              | ✅ Going (1 of 1): ana
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "Repeats").await);
        stage.bo.press(card, "✅ Going").await;
        stage.reads(card, "Going (2 of 2)").await;
        let said = stage.bo.slash("/meet no meeting:#1 dates:all dates").await;
        expect![[r#"
            Convene (only for you): ❌ You said no to **Standup** (#1), all dates.
        "#]]
        .assert_eq(&said.said);
        let asked = stage.ana.slash("/meet move meeting:#1 when:10:00").await;
        expect![[r#"
            Convene (only for you): **Standup** (#1) repeats. Say which dates.
              Only Friday, 5 March 2027 09:00: `/meet move #1 this 10:00`
              That and all later dates: `/meet move #1 this and following 10:00`
              All dates: `/meet move #1 all 10:00`
              [This date] [This and all later ones] [All dates]
        "#]]
        .assert_eq(&asked.said);
        stage.ana.press(asked.message.unwrap(), "This date").await;
        expect![[r#"
            Convene (edited):
              | # Standup [green]
              | Friday, 5 March 2027 10:00
              | Repeats: every week on Fri until 2 Apr 2027
              | Length: 15 min
              | Organizer: ana
              | ✅ Going (1 of 2): ana
              | … no answer (1): bo
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "10:00").await);
        stage.ends_well();
    });
}

#[test]
fn a_date_is_skipped_before_all_are_called_off() {
    play(async {
        let mut stage = Stage::open().await;
        let card = standup(&stage).await;
        stage.ana.says(stage.fake.general, "@Convene skip #1");
        expect![[r#"
            Convene (edited):
              | # Standup [green]
              | Friday, 12 March 2027 09:00
              | Repeats: every week on Fri until 2 Apr 2027, not on Fri 5 Mar 2027
              | Length: 15 min
              | Organizer: ana
              | ✅ Going (1 of 1): ana
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&stage.reads(card, "12 March").await);
        stage.ana.slash("/meet cancel meeting:#1 dates:all dates").await;
        expect![[r#"
            Convene (edited):
              | # CANCELLED: Standup [red]
              | ~~Friday, 12 March 2027 09:00~~
              | Repeats: every week on Fri until 2 Apr 2027, not on Fri 5 Mar 2027
              | Length: 15 min
              | Organizer: ana
              | ✅ Going (1 of 1): ana
              | -- #1
        "#]]
        .assert_eq(&stage.reads(card, "CANCELLED").await);
        stage.ends_well();
    });
}

#[test]
fn sixty_answers_are_counted_and_listed() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Party", WHEN).await;
        for number in 0..60 {
            let guest = joined(&stage.fake, &format!("guest{number:02}"), "UTC");
            guest.taps(card, "✅ Going");
        }
        let read = stage.reads(card, "Going (61 of 61)").await;
        expect![[r#"
            Convene (edited):
              | # Party [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (61 of 61): ana
              | guest00
              | guest01
              | guest02
              | guest03
              | guest04
              | guest05
              | guest06
              | guest07
              | guest08
              | guest09
              | guest10
              | guest11
              | guest12
              | guest13
              | guest14
              | guest15
              | guest16
              | guest17
              | guest18
              | +41 more
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&read);
        stage.bo.select(card, "👥 Who comes").await;
        let full = stage.bo.finds(stage.fake.general, "guest59").await;
        let full = stage.bo.reads(full);
        assert!(full.contains("only for you"), "{full}");
        assert!((0..60).all(|number| full.contains(&format!("guest{number:02}"))), "{full}");
        stage.ends_well();
    });
}

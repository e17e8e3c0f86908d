//! What people are reminded of, when, and who of them.

use std::fmt::Write as _;

use expect_test::expect;

use super::{
    fake::{member::Member, world::Id},
    play,
    stage::{Stage, joined, without_distance},
};

/// A Monday morning in Berlin: nine o'clock.
const NOW: &str = "2027-03-01T08:00:00Z";

const THREADS: &str = "threads = true";

/// Review at ten: ana organizes it, bo comes, cy may, dan does not, eve has not answered. Gives its card, cy and dan.
async fn review(stage: &Stage) -> (Id, Member, Member) {
    let [cy, dan, _eve] = ["cy", "dan", "eve"].map(|name| joined(&stage.fake, name, "UTC"));
    let new = "/meet new title:Review when:10:00-10:45 with:@bo with2:@cy with3:@dan with4:@eve";
    stage.ana.slash(new).await;
    let card = stage.card(stage.fake.general, "Review").await;
    stage.bo.press(card, "✅ Going").await;
    cy.press(card, "🤔 Maybe").await;
    dan.press(card, "❌ Can't").await;
    stage.reads(card, "no answer (1)").await;
    (card, cy, dan)
}

/// What a command of somebody's answers them, a line of it that names the command included.
async fn tells(who: &Member, command: &str) -> String {
    let answer = who.slash(&format!("/meet {command}")).await;
    let lines = answer.said.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    format!("/meet {command}\n{}\n", without_distance(&lines))
}

/// When a message was sent, by the clock of the world: `08:45`.
fn sent_at(message: Id) -> String {
    // Its id has the milliseconds since the beginning of 2015 in it.
    let at = i64::try_from(message >> 22).unwrap() + 1_420_070_400_000;
    chrono::DateTime::from_timestamp_millis(at).unwrap().format("%H:%M").to_string()
}

#[test]
fn those_who_come_are_reminded_in_the_thread_and_once_more_where_they_want_it() {
    play(async {
        let mut stage = Stage::open_at(NOW, THREADS).await;
        // The first thing said there shows that there is no thread yet.
        stage.fake.expect(10003, 1);
        let (card, cy, _) = review(&stage).await;
        stage.goes_on_at("2027-03-01T08:44:56Z").await;
        stage.shows("starts in").await;
        let reminder = stage.bo.at(card).finds(card, "starts in").await;
        assert_eq!(sent_at(reminder), "08:45");
        stage.bo.at(card).press(reminder, "⏰ Again in 10 min").await;
        stage.bo.at(card).finds(card, "again").await;
        cy.at(card).replies(reminder, "snooze 12 min");
        cy.at(card).finds(card, "again").await;
        stage.ana.at(card).reacts(reminder, "⏰");
        stage.ana.at(card).finds(card, "@ana I remind you again").await;
        stage.goes_on_at("2027-03-01T08:54:56Z").await;
        let bo = stage.bo.at(card);
        let again = bo.waits_for(card, |seen| seen.matches("starts").count() > 2).await;
        let inside = again.split("event ").next().unwrap();
        expect![[r#"
            Convene: @bo @cy @dan @eve ana invited bo, cy, dan, eve to **Review** (#1), Monday, 1 March 2027 04:00.
              pings bo, cy, dan, eve
            Convene: @ana @bo @cy ⏰ **Review** starts in 5 minutes: Monday, 1 March 2027 04:00
              ana, bo, cy
              #1
              [⏰ Again in 10 min]
              ⏰ 1
              pings ana, bo, cy
            Convene (only for you, answering): I remind you again of **Review** at 1 March 2027 03:55.
            cy (answering): snooze 12 min
              pings Convene
            Convene (quietly): @cy I remind you again of **Review** at 1 March 2027 03:57.
              pings cy
            Convene (quietly): @ana I remind you again of **Review** at 1 March 2027 03:55.
              pings ana
            Convene: @bo ⏰ **Review** starts in 5 minutes: Monday, 1 March 2027 04:00
              bo
              #1
              [⏰ Again in 10 min]
              pings bo
            Convene: @ana ⏰ **Review** starts in 5 minutes: Monday, 1 March 2027 04:00
              ana
              #1
              [⏰ Again in 10 min]
              pings ana
        "#]].assert_eq(&without_distance(inside));
        stage.ends_well();
    });
}

#[test]
fn it_is_said_that_a_meeting_begins_where_that_is_wanted() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        stage.olga.slash("/meet settings name:start value:on").await;
        let new = "/meet new title:Standup when:every weekday 9:30 for 15m with:@bo";
        stage.ana.slash(new).await;
        let card = stage.card(stage.fake.general, "Standup").await;
        stage.bo.slash("/meet yes meeting:#1 dates:all").await;
        stage.ana.slash("/meet remind meeting:#1 before:off for:everyone here").await;
        stage.goes_on_at("2027-03-01T08:29:57Z").await;
        let begins = stage.bo.finds(stage.fake.general, "starts").await;
        let said = stage.bo.reads(begins);
        assert!(
            said.ends_with(
                "pings ana, bo
"
            ),
            "{said}"
        );
        assert_eq!(sent_at(begins), "08:30");
        assert_eq!(stage.fake.world().messages[&begins].reply_to, Some(card));
        // For this date it is over, for the next the answer is there still.
        stage.goes_on_at("2027-03-01T08:44:57Z").await;
        let next = stage.reads(card, "2 March 2027 09:30").await;
        assert!(next.contains("Going (2 of 2)"), "{next}");
        stage.bo.waits_for(stage.fake.general, |seen| seen.contains("2 March 2027 03:30 to")).await;
        stage.ends_well();
    });
}

#[test]
#[expect(clippy::too_many_lines, reason = "what people see is long, and stands where it is seen")]
fn people_are_reminded_of_what_they_like() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        review(&stage).await;
        let mut said = String::new();
        for typed in ["tomorrow", "9:30", "every friday 15:00"] {
            let typed = format!("/meet remind text:buy cake when:{typed}");
            let choices = stage.ana.autocomplete(&typed).await;
            let _ = writeln!(said, "{typed}\n  {}", choices.first().unwrap().name);
        }
        for command in [
            "remind text:buy cake when:today 9:30",
            "remind text:submit timesheets when:every monday 9:30 for:everyone here",
            "remind text:buy cake",
            "remind text:too late when:8:00",
            "remind text:tomorrow 9:00 call the bank",
            "remind when:thu water the plants for:everyone here",
            "remind meeting:#1 before:1 hour, 20 min for:everyone here",
            "remind meeting:#1 before:5 min",
            "remind before:1 hour",
            "remind delete:3",
            "remind",
            "do text:remind us in 2 hours lock the door",
        ] {
            said.push_str(&tells(&stage.ana, command).await);
        }
        expect![[r#"
            /meet remind text:buy cake when:tomorrow
              Tue 2 Mar 2027, 09:00 CET
            /meet remind text:buy cake when:9:30
              Mon 1 Mar 2027, 09:30 CET
            /meet remind text:buy cake when:every friday 15:00
              Fri 5 Mar 2027, 15:00 CET, every week on Fri; then Fri 12 Mar, Fri 19 Mar, Fri 26 Mar
            /meet remind text:buy cake when:today 9:30
            Convene (only for you): I remind you on Monday, 1 March 2027 09:30: **buy cake**
              Everyone here will read it. For your eyes only, say it to me in a room of ours alone, or say there: `/meet do remind me here`
              r1 · take it away: `/meet remind delete 1`
            /meet remind text:submit timesheets when:every monday 9:30 for:everyone here
            Convene (only for you): I remind everyone here on Monday, 1 March 2027 09:30, every week on Mon: **submit timesheets**
              r2 · take it away: `/meet remind delete 2`
            /meet remind text:buy cake
            Convene (only for you): Say when, and what of: `/meet remind me tomorrow 9:00 buy cake` or, for everyone here, `/meet remind us fri 15:00 submit timesheets`
            /meet remind text:too late when:8:00
            Convene (only for you): I remind you on Tuesday, 2 March 2027 08:00: **too late**
              Everyone here will read it. For your eyes only, say it to me in a room of ours alone, or say there: `/meet do remind me here`
              r3 · take it away: `/meet remind delete 3`
            /meet remind text:tomorrow 9:00 call the bank
            Convene (only for you): I remind you on Tuesday, 2 March 2027 09:00: **call the bank**
              Everyone here will read it. For your eyes only, say it to me in a room of ours alone, or say there: `/meet do remind me here`
              r4 · take it away: `/meet remind delete 4`
            /meet remind when:thu water the plants for:everyone here
            Convene (only for you): I remind everyone here on Thursday, 4 March 2027 09:00: **water the plants**
              Assumed: 9:00, since no time was said.
              r5 · take it away: `/meet remind delete 5`
            /meet remind meeting:#1 before:1 hour, 20 min for:everyone here
            Convene (only for you): Those who come are reminded of **Review** (#1) 1 h, 20 min before.
            /meet remind meeting:#1 before:5 min
            Convene (only for you): I remind you of **Review** (#1) 5 min before.
            /meet remind before:1 hour
            Convene (only for you): I remind you of each meeting that you come to 1 h before.
            /meet remind delete:3
            Convene (only for you): Taken away: **too late** (r3).
            /meet remind
            Convene (only for you): r1 **buy cake**
                  1 March 2027 09:30 · for you
              r2 **submit timesheets**
                  1 March 2027 09:30 · every week on Mon · for everyone here
              r4 **call the bank**
                  2 March 2027 09:00 · for you
              r5 **water the plants**
                  4 March 2027 09:00 · for everyone here

              Take one away: `/meet remind delete NUMBER`
            /meet do text:remind us in 2 hours lock the door
            Convene (only for you): I remind everyone here on Monday, 1 March 2027 11:00: **lock the door**
              r6 · take it away: `/meet remind delete 6`
        "#]].assert_eq(&said);
        stage.bo.says(stage.fake.general, "@Convene remind me in 30 minutes to check the oven");
        // What is typed is answered in the thread of it, if there is one; and so is a reaction.
        stage.fake.expect(10003, 2);
        let said = stage.bo.finds(stage.fake.general, "check the oven**").await;
        expect![[r#"
            Convene (quietly, answering): @bo I remind you on Monday, 1 March 2027 03:30: **check the oven**
              Everyone here will read it. For your eyes only, say it to me in a room of ours alone, or say there: `/meet do remind me here`
              r7 · take it away: `/meet remind delete 7`
              pings bo
        "#]].assert_eq(&without_distance(&stage.bo.reads(said)));
        stage.goes_on_at("2027-03-01T08:29:57Z").await;
        stage.ana.finds(stage.fake.general, "⏰ **submit").await;
        let cake = stage.ana.finds(stage.fake.general, "⏰ **buy cake").await;
        assert_eq!(sent_at(cake), "08:30");
        let mut seen = String::new();
        for words in ["⏰ **buy cake", "⏰ **submit"] {
            let id = stage.ana.finds(stage.fake.general, words).await;
            seen.push_str(&stage.ana.reads(id));
        }
        expect![[r#"
            Convene: @ana ⏰ **buy cake**
              For ana
              r1
              [⏰ Again in 10 min]
              pings ana
            Convene: ⏰ **submit timesheets**
              r2 · every week on Mon
              [⏰ Again in 10 min]
        "#]]
        .assert_eq(&seen);
        stage.ana.press(cake, "⏰ Again in 10 min").await;
        stage.bo.reacts(cake, "⏰");
        let again = stage.bo.finds(stage.fake.general, "again of **buy").await;
        expect![[r#"
            Convene (quietly, answering): @bo I remind you again of **buy cake** at 1 March 2027 03:40.
              pings bo
        "#]].assert_eq(&stage.bo.reads(again));
        stage.ends_well();
    });
}

#[test]
fn a_room_is_told_what_is_on_and_left_alone_at_night() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        let mut said = String::new();
        for command in [
            "settings name:digest value:daily 8:00",
            "settings name:quiet value:21:00-8:00",
            "settings name:digest value:every noon",
        ] {
            said.push_str(&tells(&stage.olga, command).await);
        }
        expect![[r#"
            /meet settings name:digest value:daily 8:00
            Convene (only for you): `digest` is now daily 08:00; it was off.
            /meet settings name:quiet value:21:00-8:00
            Convene (only for you): `quiet` is now 21:00-08:00; it was off.
            /meet settings name:digest value:every noon
            Convene (only for you): `digest` cannot be `every noon`. It takes daily 8:00, weekdays 8:00, weekly mon 8:00, several with commas between them, or off, or default.
        "#]].assert_eq(&said);
        stage.meeting("Breakfast", "every tuesday 8:05").await;
        stage.meeting("Lunch", "tomorrow 12:00").await;
        let late = stage.ana.slash("/meet remind text:sleep when:tomorrow 1:00 for:everyone here");
        expect![[r#"
            Convene (only for you): I remind everyone here on Tuesday, 2 March 2027 08:00: **sleep**
              That is in the quiet hours of this room, so it comes when they are over.
              r1 · take it away: `/meet remind delete 1`
        "#]]
        .assert_eq(&without_distance(&late.await.said));
        let mine = stage.ana.slash("/meet remind text:dream when:tomorrow 1:00").await;
        assert!(!mine.said.contains("quiet"), "{}", mine.said);
        // A quarter of an hour before five past eight it is quiet still.
        stage.goes_on_at("2027-03-02T06:49:59Z").await;
        stage.ana.finds(stage.fake.general, "dream").await;
        stage.goes_on_at("2027-03-02T06:59:57Z").await;
        let mut seen = String::new();
        for words in ["# Today", "⏰ **Breakfast", "⏰ **sleep"] {
            let id = stage.ana.finds(stage.fake.general, words).await;
            let _ = write!(seen, "{} {}", sent_at(id), without_distance(&stage.ana.reads(id)));
        }
        expect![[r#"
            07:00 Convene (quietly):
              | # Today, Tue 2 Mar [green]
              | #1 **Breakfast**
              | > Tuesday, 2 March 2027 08:055 minutes · 1 going
              | #2 **Lunch**
              | > Tuesday, 2 March 2027 12:004 hours · 1 going
            07:00 Convene (answering): @ana ⏰ **Breakfast** starts in 5 minutes: Tuesday, 2 March 2027 08:05
              ana
              #1
              [⏰ Again in 10 min]
              pings ana
            07:00 Convene: ⏰ **sleep**
              r1
              [⏰ Again in 10 min]
        "#]].assert_eq(&seen);
        stage.ends_well();
    });
}

#[test]
fn who_wants_it_has_what_is_theirs_alone_in_direct_messages() {
    play(async {
        let mut stage = Stage::open_at(NOW, "").await;
        let (_, cy, _) = review(&stage).await;
        let talk = stage.fake.world().talk(stage.bo.id, stage.fake.bot);
        let bo = stage.bo.at(talk);
        bo.says(talk, "remind me here");
        bo.finds(talk, "comes here").await;
        expect![[r#"
            /meet remind before:30 min
            Convene (only for you): I remind you of each meeting that you come to 30 min before.
              What is for you alone comes to the room that you chose; `/meet do remind me anywhere` undoes that.
        "#]].assert_eq(&tells(&bo, "remind before:30 min").await);
        expect![[r#"
            /meet do text:remind me here
            Convene (only for you): What is for you alone comes here from now on; `/meet do remind me anywhere` undoes that.
        "#]].assert_eq(&tells(&bo, "do text:remind me here").await);
        stage.bo.slash("/meet remind text:buy cake when:9:30").await;
        stage.goes_on_at("2027-03-01T08:29:57Z").await;
        bo.finds(talk, "⏰ **buy cake").await;
        let alone = bo.finds(talk, "⏰ **Review").await;
        expect![[r#"
            Convene: @bo ⏰ **Review** starts in 30 minutes: Monday, 1 March 2027 04:00
              bo
              #1
              [⏰ Again in 10 min]
              pings bo
        "#]]
        .assert_eq(&without_distance(&bo.reads(alone)));
        stage.goes_on_at("2027-03-01T08:44:57Z").await;
        let all = stage.ana.finds(stage.fake.general, "⏰ **Review").await;
        expect![[r#"
            Convene (answering): @ana @cy ⏰ **Review** starts in 15 minutes: Monday, 1 March 2027 10:00
              ana, bo, cy
              #1
              [⏰ Again in 10 min]
              pings ana, cy
        "#]].assert_eq(&without_distance(&stage.ana.reads(all)));
        // Nobody else is written to.
        let with_cy = stage.fake.world().talk(cy.id, stage.fake.bot);
        assert_eq!(cy.at(with_cy).sees(with_cy), "");
        stage.ends_well();
    });
}

#[test]
fn a_reminder_comes_also_where_the_thread_or_the_card_is_gone() {
    play(async {
        let mut stage = Stage::open_at(NOW, THREADS).await;
        let (card, ..) = review(&stage).await;
        stage.bo.at(card).waits_for(card, |seen| seen.contains("invited")).await;
        stage.olga.deletes_channel(card);
        stage.fake.expect(10003, 2);
        stage.goes_on_at("2027-03-01T08:44:57Z").await;
        stage.bo.at(card).finds(card, "starts in").await;
        let new = "/meet new title:Tea when:10:30";
        stage.ana.slash(new).await;
        let tea = stage.card(stage.fake.general, "Tea").await;
        stage.olga.deletes(tea);
        stage.fake.expect(10003, 4);
        stage.fake.expect(10008, 4);
        stage.goes_on_at("2027-03-01T09:14:57Z").await;
        let reminder = stage.ana.finds(stage.fake.general, "⏰ **Tea").await;
        expect![[r#"
            Convene: @ana ⏰ **Tea** starts in 15 minutes: Monday, 1 March 2027 10:30
              ana
              #2
              [⏰ Again in 10 min]
              pings ana
        "#]]
        .assert_eq(&without_distance(&stage.ana.reads(reminder)));
        stage.ends_well();
    });
}

#[test]
fn a_reminder_comes_once_wherever_the_bot_is_killed() {
    play(async {
        for point in
            ["work.reminding", "discord.sent", "work.sent", "work.before-commit", "work.committed"]
        {
            let mut stage = Stage::open_at(NOW, "").await;
            let (card, ..) = review(&stage).await;
            stage.bot.stop();
            stage.is("2027-03-01T08:44:57Z");
            stage.bot.start_until(point);
            stage.bot.wait_until_killed();
            stage.starts().await;
            stage.ana.finds(stage.fake.general, "starts in").await;
            // What is asked for now is said after all that was left to say.
            stage.ana.slash("/meet move meeting:#1 when:10:05").await;
            stage.reads(card, "10:05").await;
            let seen = stage.ana.sees(stage.fake.general);
            assert_eq!(seen.matches("⏰ **Review** starts").count(), 1, "{point}:\n{seen}");
            stage.ends_well();
        }
    });
}

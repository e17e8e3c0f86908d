//! How people name dates of a series: several at once, in other words, in other languages.

use expect_test::expect;

use super::*;
use crate::said::{says, says_not};

/// What was said last, without the cards that were redrawn before.
fn said_last(heard: &str) -> &str {
    let starts = heard.match_indices("[m").filter_map(|(at, _)| heard.split_at_checked(at));
    let starts = starts.filter(|(before, _)| before.is_empty() || before.ends_with('\n'));
    starts.last().map_or("", |(_, last)| last)
}

/// What people type, each with what is said back.
pub(super) async fn talk(world: &World, lines: &[(&str, &str)]) -> String {
    let mut heard = String::new();
    for (who, line) in lines {
        let said = world.says(who, &format!("!meet {line}")).await;
        // Without the number of the message.
        let said = said_last(&said).split_once('\n').map_or("", |(_, said)| said);
        heard.extend(["> ", who, ": ", line, "\n", said]);
    }
    heard
}

/// Every weekday at nine from Wednesday, the second of December 2026, on; it is the first, a Tuesday.
async fn with_daily() -> World {
    let world = World::new().await;
    world.says("ana", "!meet Scrum every weekday 9:00 for 15m @bo").await;
    world
}

pub(super) async fn with_chess() -> World {
    let world = World::new().await;
    world.says("ana", "!meet Chess every monday 19:00 @bo").await;
    world
}

#[tokio::test]
async fn an_answer_is_for_the_days_that_it_begins_with() {
    let world = with_chess().await;
    expect![[r#"
        > bo: no #1 14 dec
        ❌ You said no to “Chess” (#1), only Mon 14 Dec 2026, 19:00–20:00 CET.
        > bo: no #1 21.12, I am away
        ❌ You said no to “Chess” (#1), only Mon 21 Dec 2026, 19:00–20:00 CET: I am away
        > bo: no #1 tomorrow
        “Chess” (#1) has no date on Wed 2 Dec 2026. The nearest: Mon 7 Dec 2026, 19:00–20:00 CET. All dates: `!meet list this year`
        > bo: maybe #1 from 14 dec to 4 jan
        🤔 You said maybe to “Chess” (#1), 4 dates (Mon 14 Dec, Mon 21 Dec, Mon 28 Dec and Mon 4 Jan 2027).
        > bo: no next week skiing
        ❌ You said no to “Chess” (#1), only Mon 7 Dec 2026, 19:00–20:00 CET: skiing
        > bo: yes chess on 14 and 28 dec
        ✅ You said yes to “Chess” (#1), 2 dates (Mon 14 Dec and Mon 28 Dec).
        > bo: yes next two
        ✅ You said yes to “Chess” (#1), 2 dates (Mon 7 Dec and Mon 14 Dec).
        > bo: no until 20 dec
        ❌ You said no to “Chess” (#1), 2 dates (Mon 7 Dec and Mon 14 Dec).
        > bo: no until january
        I cannot tell which dates of #1 `until january` stands for, so nothing was changed. Name one: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, or all: `!meet no #1 all`
        > bo: no #1 every monday
        I cannot tell which dates of #1 `every monday` stands for, so nothing was changed. Name one: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, or all: `!meet no #1 all`
        > bo: no next year
        ❌ You said no to “Chess” (#1), 52 dates (from Mon 4 Jan 2027 to Mon 27 Dec 2027).
        > bo: yes next two
        ✅ You said yes to “Chess” (#1), 2 dates (Mon 7 Dec and Mon 14 Dec).
    "#]].assert_eq(
        &talk(
            &world,
            &[
                ("bo", "no #1 14 dec"),
                ("bo", "no #1 21.12, I am away"),
                ("bo", "no #1 tomorrow"),
                ("bo", "maybe #1 from 14 dec to 4 jan"),
                ("bo", "no next week skiing"),
                ("bo", "yes chess on 14 and 28 dec"),
                ("bo", "yes next two"),
                ("bo", "no until 20 dec"),
                ("bo", "no until january"),
                ("bo", "no #1 every monday"),
                ("bo", "no next year"),
                ("bo", "yes next two"),
            ],
        )
        .await,
    );
    world.end().await;
}

#[tokio::test]
async fn an_answer_to_all_is_said_in_many_words() {
    let world = with_chess().await;
    for line in [
        "yes to all",
        "no for all",
        "yes chess to all",
        "no to every date of chess",
        "yes all of them",
        "no all, I am away",
    ] {
        let heard = world.says("bo", &format!("!meet {line}")).await;
        assert!(said_last(&heard).contains("all dates"), "{line}: {heard}");
    }
    world.says("mods", "!meet settings language de").await;
    expect![[r#"
        > bo: yes für alle
        ✅ You said yes to “Chess” (#1), all dates.
        > bo: no am 7. Dezember
        ❌ You said no to “Chess” (#1), only Mon 7 Dec 2026, 19:00–20:00 CET.
        > bo: yes vom 7. Dezember bis 20. Dezember
        ✅ You said yes to “Chess” (#1), 2 dates (Mon 7 Dec and Mon 14 Dec).
        > bo: no nächste Woche krank
        ❌ You said no to “Chess” (#1), only Mon 7 Dec 2026, 19:00–20:00 CET: krank
    "#]]
    .assert_eq(
        &talk(
            &world,
            &[
                ("bo", "yes für alle"),
                ("bo", "no am 7. Dezember"),
                ("bo", "yes vom 7. Dezember bis 20. Dezember"),
                ("bo", "no nächste Woche krank"),
            ],
        )
        .await,
    );
    world.end().await;
}

#[tokio::test]
async fn a_comment_that_only_has_a_time_in_it_is_a_comment() {
    let world = with_chess().await;
    for comment in [
        "at 19:30 I have to leave",
        "in 10 minutes there",
        "20 min late",
        "sick today",
        "until 20:00 only",
        "3 days of fever",
    ] {
        let heard = world.says("bo", &format!("!meet maybe {comment}")).await;
        let expected = format!("only Mon 7 Dec 2026, 19:00–20:00 CET: {comment}");
        assert!(said_last(&heard).contains(&expected), "{comment}: {heard}");
    }
    world.end().await;
}

#[tokio::test]
async fn a_comment_behind_a_day_can_begin_with_on() {
    let world = with_chess().await;
    expect![[r#"
        > bo: no #1 mon on the train
        ❌ You said no to “Chess” (#1), only Mon 7 Dec 2026, 19:00–20:00 CET: on the train
        > bo: yes 14 dec on my way
        ✅ You said yes to “Chess” (#1), only Mon 14 Dec 2026, 19:00–20:00 CET: on my way
        > bo: no from 21 dec on
        ❌ You said no to “Chess” (#1), Mon 21 Dec 2026, 19:00–20:00 CET and all later dates.
        > ana: rename #1 on 28 dec and following to Blitz
        ana renamed “Chess” to “Blitz” (#1), Mon 28 Dec 2026, 19:00–20:00 CET and all later dates.
    "#]]
    .assert_eq(
        &talk(
            &world,
            &[
                ("bo", "no #1 mon on the train"),
                ("bo", "yes 14 dec on my way"),
                ("bo", "no from 21 dec on"),
                ("ana", "rename #1 on 28 dec and following to Blitz"),
            ],
        )
        .await,
    );
    world.end().await;
}

#[tokio::test]
async fn dates_are_skipped_by_days_of_every_kind() {
    let world = with_daily().await;
    expect![[r#"
        > ana: skip 23.12
        ana cancelled “Scrum” (#1), only Wed 23 Dec 2026, 09:00–09:15 CET.
        > ana: skip next week
        ana took 5 dates (from Mon 7 Dec to Fri 11 Dec) out of “Scrum” (#1); the next is Wed 2 Dec 2026, 09:00–09:15 CET.
        > ana: skip next three
        ana took 3 dates (Wed 2 Dec, Thu 3 Dec and Fri 4 Dec) out of “Scrum” (#1); the next is Mon 14 Dec 2026, 09:00–09:15 CET.
        > ana: skip #1 next 2, we are away
        ana took 2 dates (Mon 14 Dec and Tue 15 Dec: we are away) out of “Scrum” (#1); the next is Wed 16 Dec 2026, 09:00–09:15 CET.
        > ana: skip 24 dec to 2 jan
        ana took 7 dates (from Thu 24 Dec to Fri 1 Jan 2027) out of “Scrum” (#1); the next is Wed 16 Dec 2026, 09:00–09:15 CET.
        > ana: skip 4-5 jan
        ana took 2 dates (Mon 4 Jan 2027 and Tue 5 Jan 2027) out of “Scrum” (#1); the next is Wed 16 Dec 2026, 09:00–09:15 CET.
        > ana: skip 16 and 17 dec
        ana took 2 dates (Wed 16 Dec and Thu 17 Dec) out of “Scrum” (#1); the next is Fri 18 Dec 2026, 09:00–09:15 CET.
        > ana: skip the next one
        ana cancelled “Scrum” (#1), only Fri 18 Dec 2026, 09:00–09:15 CET.
        > ana: skip friday
        “Scrum” (#1) is off on Fri 4 Dec 2026. To put that date back: `!meet unskip #1 Fri 4 Dec 2026`
        > ana: skip christmas
        “Scrum” (#1) is off on Fri 25 Dec 2026. To put that date back: `!meet unskip #1 Fri 25 Dec 2026`
        > ana: skip
        ana cancelled “Scrum” (#1), only Mon 21 Dec 2026, 09:00–09:15 CET.
        > ana: unskip 24 dec to 2 jan
        ana put 7 dates (from Thu 24 Dec to Fri 1 Jan 2027) of “Scrum” (#1) back; the next is Tue 22 Dec 2026, 09:00–09:15 CET.
    "#]].assert_eq(
        &talk(
            &world,
            &[
                ("ana", "skip 23.12"),
                ("ana", "skip next week"),
                ("ana", "skip next three"),
                ("ana", "skip #1 next 2, we are away"),
                ("ana", "skip 24 dec to 2 jan"),
                ("ana", "skip 4-5 jan"),
                ("ana", "skip 16 and 17 dec"),
                ("ana", "skip the next one"),
                ("ana", "skip friday"),
                ("ana", "skip christmas"),
                ("ana", "skip"),
                ("ana", "unskip 24 dec to 2 jan"),
            ],
        )
        .await,
    );
    world.end().await;
}

#[tokio::test]
async fn dates_are_cancelled_by_days_of_every_kind() {
    let world = with_chess().await;
    expect![[r#"
        > ana: cancel #1 from 21 dec to 28 dec
        ana took 2 dates (Mon 21 Dec and Mon 28 Dec) out of “Chess” (#1); the next is Mon 7 Dec 2026, 19:00–20:00 CET.
        > ana: cancel fri
        “Chess” (#1) has no date on Fri 4 Dec 2026. The nearest: Mon 7 Dec 2026, 19:00–20:00 CET. All dates: `!meet list this year`
        > ana: cancel monday
        ana cancelled “Chess” (#1), only Mon 7 Dec 2026, 19:00–20:00 CET.
        > ana: cancel #1 next
        ana cancelled “Chess” (#1), only Mon 14 Dec 2026, 19:00–20:00 CET.
        > ana: cancel next chess we are away
        ana cancelled “Chess” (#1), only Mon 4 Jan 2027, 19:00–20:00 CET: we are away
        > ana: cancel until june
        I cannot tell which dates of #1 `until june` stands for, so nothing was changed. Name one: `!meet cancel #1 on 24 dec`, one and all later ones: `!meet cancel #1 from 24 dec on`, or all: `!meet cancel #1 all`
        > ana: show #1 on 25 jan
        Chess

        When       Mon 25 Jan 2027, 19:00–20:00 CET · in 7 weeks
        Repeats    every week on Mon, not from Mon 7 Dec to Mon 4 Jan 2027
        Length     1 h
        Organizer  ana

        ✅ Going (1)
          ana

        … no answer (1)
          bo

        #1
        > ana: show #1 on 26 jan
        “Chess” (#1) has no date on Tue 26 Jan 2027. The nearest: Mon 25 Jan 2027, 19:00–20:00 CET and Mon 1 Feb 2027, 19:00–20:00 CET. All dates: `!meet list this year`
    "#]].assert_eq(
        &talk(
            &world,
            &[
                ("ana", "cancel #1 from 21 dec to 28 dec"),
                ("ana", "cancel fri"),
                ("ana", "cancel monday"),
                ("ana", "cancel #1 next"),
                ("ana", "cancel next chess we are away"),
                ("ana", "cancel until june"),
                ("ana", "show #1 on 25 jan"),
                ("ana", "show #1 on 26 jan"),
            ],
        )
        .await,
    );
    world.end().await;
}

#[tokio::test]
async fn the_last_day_of_a_series_is_named_and_never_guessed() {
    let world = with_chess().await;
    expect![[r#"
        > ana: end
        Something is missing: the last day. Write `!meet end [#NUMBER] on DAY | never`
        > ana: end chess
        Something is missing: the last day. Write `!meet end [#NUMBER] on DAY | never`
        > ana: end #1 after 10 times
        Something is missing: the last day. Write `!meet end [#NUMBER] on DAY | never`
        > ana: end #1 on blursday
        “blursday” is not a time I can read; write for instance “this week”.
        Try `fri 15:00-15:45` or `tomorrow 9am for 30m`
        > ana: end #1 1 march
        ana said when “Chess” (#1) ends: its last date is Mon 1 Mar 2027.
        > ana: end chess 8 march
        ana said when “Chess” (#1) ends: its last date is Mon 8 Mar 2027.
        > ana: end chess after 15 march
        “Chess” (#1) has no date on Mon 15 Mar 2027. The nearest: Mon 8 Mar 2027, 19:00–20:00 CET. All dates: `!meet list this year`
        > ana: end chess never
        ana said that “Chess” (#1) goes on without an end.
        > ana: pause #1 for 2 weeks
        ana took 2 dates (Mon 7 Dec and Mon 14 Dec) out of “Chess” (#1); the next is Mon 21 Dec 2026, 19:00–20:00 CET. To have them back: `!meet resume #1`
        > ana: pause
        Something is missing: until when. Write `!meet pause [#NUMBER] [from DAY] until DAY`
    "#]].assert_eq(
        &talk(
            &world,
            &[
                ("ana", "end"),
                ("ana", "end chess"),
                ("ana", "end #1 after 10 times"),
                ("ana", "end #1 on blursday"),
                ("ana", "end #1 1 march"),
                ("ana", "end chess 8 march"),
                ("ana", "end chess after 15 march"),
                ("ana", "end chess never"),
                ("ana", "pause #1 for 2 weeks"),
                ("ana", "pause"),
            ],
        )
        .await,
    );
    world.says("mods", "!meet settings language German").await;
    expect![[r#"
        > ana: end #1 am 1. März
        ana said when “Chess” (#1) ends: its last date is Mon 1 Mar 2027.
        > ana: pause #1 bis 1. Februar
        ana took 6 dates (from Mon 21 Dec to Mon 25 Jan 2027) out of “Chess” (#1); the next is Mon 1 Feb 2027, 19:00–20:00 CET. To have them back: `!meet resume #1`
        > ana: end #1 nie
        ana said that “Chess” (#1) goes on without an end.
    "#]].assert_eq(
        &talk(
            &world,
            &[
                ("ana", "end #1 am 1. März"),
                ("ana", "pause #1 bis 1. Februar"),
                ("ana", "end #1 nie"),
            ],
        )
        .await,
    );
    world.end().await;
}

#[tokio::test]
async fn an_answer_from_a_date_on_overrules_those_for_single_dates() {
    let world = with_chess().await;
    let going = async |day: &str| {
        let said = world.says("bo", &format!("!meet show #1 on {day}")).await;
        said.lines().find(|line| line.contains("Going")).unwrap_or_default().trim().to_owned()
    };
    world.says("bo", "!meet yes on 7, 21 and 28 dec").await;
    world.says("bo", "!meet no from 14 dec on").await;
    assert_eq!(
        [going("7 dec").await, going("14 dec").await, going("21 dec").await, going("28 dec").await],
        ["✅ Going (2)", "✅ Going (1)", "✅ Going (1)", "✅ Going (1)"]
    );
    world.says("bo", "!meet yes all").await;
    world.says("bo", "!meet no this and following").await;
    assert_eq!([going("7 dec").await, going("21 dec").await], ["✅ Going (1)", "✅ Going (1)"]);
    world.says("bo", "!meet yes this and following").await;
    assert_eq!([going("7 dec").await, going("21 dec").await], ["✅ Going (2)", "✅ Going (2)"]);
    world.end().await;
}

#[tokio::test]
async fn from_a_day_on_begins_with_the_first_date_from_then_on() {
    let world = with_chess().await;
    expect![[r#"
        > bo: no from 20 dec on
        ❌ You said no to “Chess” (#1), Mon 21 Dec 2026, 19:00–20:00 CET and all later dates.
        > bo: yes from january on
        ✅ You said yes to “Chess” (#1), Mon 4 Jan 2027, 19:00–20:00 CET and all later dates.
        > bo: maybe 9 dec and following
        🤔 You said maybe to “Chess” (#1), Mon 14 Dec 2026, 19:00–20:00 CET and all later dates.
        > bo: no from next week on skiing
        ❌ You said no to “Chess” (#1), Mon 7 Dec 2026, 19:00–20:00 CET and all later dates: skiing
        > bo: no from january skiing
        I cannot tell which dates of #1 `from january` stands for, so nothing was changed. Name one: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, or all: `!meet no #1 all`
        > ana: move from january on to 20:00
        ana moved one and all later dates of “Chess” (#1) to Mon 4 Jan 2027, 20:00–21:00 CET; it was Mon 4 Jan 2027, 19:00–20:00 CET.
        Everyone is asked to answer again.
        > ana: rename from 20 dec on Blitz
        ana renamed “Chess” to “Blitz” (#1), Mon 21 Dec 2026, 19:00–20:00 CET and all later dates.
        > ana: cancel from 10 jan on
        ana cancelled “Blitz” (#1), Mon 11 Jan 2027, 20:00–21:00 CET and all later dates.
        > bo: no from 10 jan on
        “Chess” (#1) has no date on Sun 10 Jan 2027. The nearest: Mon 4 Jan 2027, 20:00–21:00 CET. All dates: `!meet list this year`
    "#]]
    .assert_eq(
        &talk(
            &world,
            &[
                ("bo", "no from 20 dec on"),
                ("bo", "yes from january on"),
                ("bo", "maybe 9 dec and following"),
                ("bo", "no from next week on skiing"),
                ("bo", "no from january skiing"),
                ("ana", "move from january on to 20:00"),
                ("ana", "rename from 20 dec on Blitz"),
                ("ana", "cancel from 10 jan on"),
                ("bo", "no from 10 jan on"),
            ],
        )
        .await,
    );
    world.end().await;
}

#[tokio::test]
async fn a_series_ends_with_what_was_held() {
    for day in ["today", "yesterday", "on 1 dec"] {
        let world = World::new().await;
        world.says("ana", "!meet Sync every tuesday 14:00 @bo").await;
        let said = world.says("ana", "!meet end #1 yesterday").await;
        says(&said, "That would leave no date");
        world.clock.set("2026-12-01T14:30:00Z".parse().unwrap());
        world.look().await;
        let said = world.says("ana", &format!("!meet end #1 {day}")).await;
        says(&said, "its last date is Tue 1 Dec 2026");
        says_not(&world.says("bo", "!meet list this month").await, "8 Dec");
        world.end().await;
    }
}

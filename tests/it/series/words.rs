//! How people name dates of a series: several at once, in other words, in other languages.

use expect_test::{Expect, expect};

use super::*;

/// What was said last, without the cards that were redrawn before.
fn said_last(heard: &str) -> &str {
    let starts = heard
        .match_indices("[m")
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || heard[..*at].ends_with('\n'));
    starts.last().map_or("", |at| &heard[at..])
}

async fn says(world: &World, who: &str, line: &str, expected: Expect) {
    expected.assert_eq(said_last(&world.says(who, line).await));
}

/// Every weekday at nine from Wednesday, the second of December 2026, on; it is the first, a Tuesday.
async fn with_daily() -> World {
    let world = World::new().await;
    world.says("ana", "!meet Scrum every weekday 9:00 for 15m @bo").await;
    world
}

async fn with_chess() -> World {
    let world = World::new().await;
    world.says("ana", "!meet Chess every monday 19:00 @bo").await;
    world
}

#[tokio::test]
async fn an_answer_is_for_the_days_that_it_begins_with() {
    let world = with_chess().await;
    says(
        &world,
        "bo",
        "!meet no #1 14 dec",
        expect![[r#"
        [m4 only for bo]
        ❌ You said no to “Chess” (#1), only Mon 14 Dec 2026, 19:00–20:00 CET.
    "#]],
    )
    .await;
    says(
        &world,
        "bo",
        "!meet no #1 21.12, I am away",
        expect![[r#"
        [m5 only for bo]
        ❌ You said no to “Chess” (#1), only Mon 21 Dec 2026, 19:00–20:00 CET: I am away
    "#]],
    )
    .await;
    says(&world, "bo", "!meet no #1 tomorrow", expect![[r#"
        [m6 only for bo]
        “Chess” (#1) has no date on Wed 2 Dec 2026. The nearest: Mon 7 Dec 2026, 19:00–20:00 CET. All dates: `!meet list this year`
    "#]]).await;
    says(&world, "bo", "!meet maybe #1 from 14 dec to 4 jan", expect![[r#"
        [m7 only for bo]
        🤔 You said maybe to “Chess” (#1), 4 dates (Mon 14 Dec, Mon 21 Dec, Mon 28 Dec and Mon 4 Jan 2027).
    "#]]).await;
    says(
        &world,
        "bo",
        "!meet no next week skiing",
        expect![[r#"
        [m8 only for bo]
        ❌ You said no to “Chess” (#1), only Mon 7 Dec 2026, 19:00–20:00 CET: skiing
    "#]],
    )
    .await;
    says(
        &world,
        "bo",
        "!meet yes chess on 14 and 28 dec",
        expect![[r#"
        [m9 only for bo]
        ✅ You said yes to “Chess” (#1), 2 dates (Mon 14 Dec and Mon 28 Dec).
    "#]],
    )
    .await;
    says(
        &world,
        "bo",
        "!meet yes next two",
        expect![[r#"
        [m10 only for bo]
        ✅ You said yes to “Chess” (#1), 2 dates (Mon 7 Dec and Mon 14 Dec).
    "#]],
    )
    .await;
    says(
        &world,
        "bo",
        "!meet no until 20 dec",
        expect![[r#"
        [m11 only for bo]
        ❌ You said no to “Chess” (#1), 2 dates (Mon 7 Dec and Mon 14 Dec).
    "#]],
    )
    .await;
    says(&world, "bo", "!meet no until january", expect![[r#"
        [m12 only for bo]
        I cannot tell which dates of #1 `until january` stands for, so nothing was changed. Name one: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, or all: `!meet no #1 all`
    "#]]).await;
    says(&world, "bo", "!meet no #1 every monday", expect![[r#"
        [m13 only for bo]
        I cannot tell which dates of #1 `every monday` stands for, so nothing was changed. Name one: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, or all: `!meet no #1 all`
    "#]]).await;
    says(
        &world,
        "bo",
        "!meet no next year",
        expect![[r#"
        [m14 only for bo]
        ❌ You said no to “Chess” (#1), 52 dates (from Mon 4 Jan 2027 to Mon 27 Dec 2027).
    "#]],
    )
    .await;
    says(
        &world,
        "bo",
        "!meet yes next two",
        expect![[r#"
        [m15 only for bo]
        ✅ You said yes to “Chess” (#1), 2 dates (Mon 7 Dec and Mon 14 Dec).
    "#]],
    )
    .await;
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
    says(
        &world,
        "bo",
        "!meet yes für alle",
        expect![[r#"
            [m11 only for bo]
            ✅ You said yes to “Chess” (#1), all dates.
        "#]],
    )
    .await;
    says(
        &world,
        "bo",
        "!meet no am 7. Dezember",
        expect![[r#"
            [m12 only for bo]
            ❌ You said no to “Chess” (#1), only Mon 7 Dec 2026, 19:00–20:00 CET.
        "#]],
    )
    .await;
    says(
        &world,
        "bo",
        "!meet yes vom 7. Dezember bis 20. Dezember",
        expect![[r#"
        [m13 only for bo]
        ✅ You said yes to “Chess” (#1), 2 dates (Mon 7 Dec and Mon 14 Dec).
    "#]],
    )
    .await;
    says(
        &world,
        "bo",
        "!meet no nächste Woche krank",
        expect![[r#"
            [m14 only for bo]
            ❌ You said no to “Chess” (#1), only Mon 7 Dec 2026, 19:00–20:00 CET: krank
        "#]],
    )
    .await;
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
async fn dates_are_skipped_by_days_of_every_kind() {
    let world = with_daily().await;
    says(
        &world,
        "ana",
        "!meet skip 23.12",
        expect![[r#"
            [m4 pings bo]
            ana cancelled “Scrum” (#1), only Wed 23 Dec 2026, 09:00–09:15 CET.
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet skip next week",
        expect![[r#"
            [m5 pings bo]
            ana took 5 dates (from Mon 7 Dec to Fri 11 Dec) out of “Scrum” (#1); the next is Wed 2 Dec 2026, 09:00–09:15 CET.
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet skip next three",
        expect![[r#"
            [m6 pings bo]
            ana took 3 dates (Wed 2 Dec, Thu 3 Dec and Fri 4 Dec) out of “Scrum” (#1); the next is Mon 14 Dec 2026, 09:00–09:15 CET.
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet skip #1 next 2, we are away",
        expect![[r#"
            [m7 pings bo]
            ana took 2 dates (Mon 14 Dec and Tue 15 Dec: we are away) out of “Scrum” (#1); the next is Wed 16 Dec 2026, 09:00–09:15 CET.
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet skip 24 dec to 2 jan",
        expect![[r#"
            [m8 pings bo]
            ana took 7 dates (from Thu 24 Dec to Fri 1 Jan 2027) out of “Scrum” (#1); the next is Wed 16 Dec 2026, 09:00–09:15 CET.
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet skip 4-5 jan",
        expect![[r#"
            [m9 only for ana]
            There is no meeting `14-15` here. See them all: `!meet list`
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet skip 16 and 17 dec",
        expect![[r#"
            [m10 pings bo]
            ana took 2 dates (Wed 16 Dec and Thu 17 Dec) out of “Scrum” (#1); the next is Fri 18 Dec 2026, 09:00–09:15 CET.
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet skip the next one",
        expect![[r#"
            [m11 pings bo]
            ana cancelled “Scrum” (#1), only Fri 18 Dec 2026, 09:00–09:15 CET.
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet skip friday",
        expect![[r#"
            [m12 only for ana]
            “Scrum” (#1) is off on Fri 4 Dec 2026. To put that date back: `!meet unskip #1 Fri 4 Dec 2026`
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet skip christmas",
        expect![[r#"
            [m13 only for ana]
            “Scrum” (#1) is off on Fri 25 Dec 2026. To put that date back: `!meet unskip #1 Fri 25 Dec 2026`
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet skip",
        expect![[r#"
            [m14 pings bo]
            ana cancelled “Scrum” (#1), only Mon 21 Dec 2026, 09:00–09:15 CET.
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet unskip 24 dec to 2 jan",
        expect![[r#"
            [m15 pings bo]
            ana put 7 dates (from Thu 24 Dec to Fri 1 Jan 2027) of “Scrum” (#1) back; the next is Tue 22 Dec 2026, 09:00–09:15 CET.
        "#]],
    )
    .await;
    world.end().await;
}

#[tokio::test]
async fn dates_are_cancelled_by_days_of_every_kind() {
    let world = with_chess().await;
    says(&world, "ana", "!meet cancel #1 from 21 dec to 28 dec", expect![[r#"
        [m4 pings bo]
        ana took 2 dates (Mon 21 Dec and Mon 28 Dec) out of “Chess” (#1); the next is Mon 7 Dec 2026, 19:00–20:00 CET.
    "#]]).await;
    says(&world, "ana", "!meet cancel fri", expect![[r#"
        [m5 only for ana]
        “Chess” (#1) has no date on Fri 4 Dec 2026. The nearest: Mon 7 Dec 2026, 19:00–20:00 CET. All dates: `!meet list this year`
    "#]]).await;
    says(
        &world,
        "ana",
        "!meet cancel monday",
        expect![[r#"
        [m6 pings bo]
        ana cancelled “Chess” (#1), only Mon 7 Dec 2026, 19:00–20:00 CET.
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet cancel #1 next",
        expect![[r#"
        [m7 pings bo]
        ana cancelled “Chess” (#1), only Mon 14 Dec 2026, 19:00–20:00 CET.
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet cancel next chess we are away",
        expect![[r#"
        [m8 pings bo]
        ana cancelled “Chess” (#1), only Mon 4 Jan 2027, 19:00–20:00 CET: we are away
    "#]],
    )
    .await;
    says(&world, "ana", "!meet cancel until june", expect![[r#"
        [m9 only for ana]
        I cannot tell which dates of #1 `until june` stands for, so nothing was changed. Name one: `!meet cancel #1 on 24 dec`, one and all later ones: `!meet cancel #1 from 24 dec on`, or all: `!meet cancel #1 all`
    "#]]).await;
    says(
        &world,
        "ana",
        "!meet show #1 on 25 jan",
        expect![[r#"
        [m10 only for ana]
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
    "#]],
    )
    .await;
    says(&world, "ana", "!meet show #1 on 26 jan", expect![[r#"
        [m11 only for ana]
        “Chess” (#1) has no date on Tue 26 Jan 2027. The nearest: Mon 25 Jan 2027, 19:00–20:00 CET and Mon 1 Feb 2027, 19:00–20:00 CET. All dates: `!meet list this year`
    "#]]).await;
    world.end().await;
}

#[tokio::test]
async fn a_day_that_a_title_begins_with_is_a_title() {
    let world = World::new().await;
    world.says("ana", "!meet Friday drinks every monday 19:00").await;
    world.says("ana", "!meet Christmas party 20 dec 19:00").await;
    says(
        &world,
        "ana",
        "!meet show friday",
        expect![[r#"
        [m4 only for ana]
        Friday drinks

        When       Mon 7 Dec 2026, 19:00–20:00 CET · in 6 days
        Repeats    every week on Mon
        Length     1 h
        Organizer  ana

        ✅ Going (1)
          ana

        #1
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet cancel christmas",
        expect![[r#"
        [m5]
        ana cancelled “Christmas party” (#2), Sun 20 Dec 2026, 19:00–20:00 CET.
    "#]],
    )
    .await;
    world.end().await;
}

#[tokio::test]
async fn a_title_and_a_place_are_set_for_a_day() {
    let world = with_chess().await;
    says(
        &world,
        "ana",
        "!meet rename #1 on 14 dec Beach chess",
        expect![[r#"
        [m4]
        ana renamed “Chess” to “Beach chess” (#1), only Mon 14 Dec 2026, 19:00–20:00 CET.
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet rename #1 all to Quick chess",
        expect![[r#"
        [m5]
        ana renamed “Chess” to “Quick chess” (#1), all dates.
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet rename #1 all to Gardening",
        expect![[r#"
            [m6]
            ana renamed “Quick chess” to “Do list” (#1), all dates.
        "#]],
    )
    .await;
    says(&world, "ana", "!meet rename #1 next week Blitz", expect![[r#"
        [m7 only for ana]
        I cannot tell which dates of #1 `next week` stands for, so nothing was changed. Name one: `!meet rename #1 on 24 dec`, one and all later ones: `!meet rename #1 from 24 dec on`, or all: `!meet rename #1 all`
    "#]]).await;
    says(
        &world,
        "ana",
        "!meet rename #1",
        expect![[r#"
        [m8 only for ana]
        Something is missing: the new title. Write `!meet rename [#NUMBER] [DATES] TITLE`
    "#]],
    )
    .await;
    says(&world, "ana", "!meet place next week Park", expect![[r#"
        [m9 only for ana]
        I cannot tell which dates of #1 `next week` stands for, so nothing was changed. Name one: `!meet place #1 on 24 dec`, one and all later ones: `!meet place #1 from 24 dec on`, or all: `!meet place #1 all`
    "#]]).await;
    says(&world, "ana", "!meet place on 14 and 21 dec Park", expect![[r#"
        [m10 only for ana]
        That is 2 dates of “Do list” (#1), and `place` takes one of them at a time; nothing was changed. Name one: `!meet place #1 on 24 dec`, one and all later ones: `!meet place #1 from 24 dec on`, or all: `!meet place #1 all`
    "#]]).await;
    says(
        &world,
        "ana",
        "!meet move #1",
        expect![[r#"
        [m11 only for ana]
        Something is missing: the time. Write `!meet move [#NUMBER | LETTERS to] [DATES] WHEN`
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet move garden all by 30 min",
        expect![[r#"
            [m12 only for ana]
            “Do list” (#1) repeats. Say which dates.
            Only Mon 7 Dec 2026, 19:00–20:00 CET: `!meet move #1 this do all by 30 min`
            That and all later dates: `!meet move #1 this and following do all by 30 min`
            All dates: `!meet move #1 all do all by 30 min`
        "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet move #1 all to tuesdays 10:00",
        expect![[r#"
            [m13 only for ana]
            `tuesdays 10:00` says how a meeting repeats. To change that: `!meet repeat #1 tuesdays 10:00`
        "#]],
    )
    .await;
    says(&world, "ana", "!meet add #1 12 dec and 13 dec 11:00", expect![[r#"
        [m14 only for ana]
        `12 dec and 13 dec 11:00` is more than one date. Take one at a time: `!meet add #1 Sat 12 Dec 2026 11:00-12:00`
    "#]]).await;
    world.end().await;
}

#[tokio::test]
async fn the_last_day_of_a_series_is_named_and_never_guessed() {
    let world = with_chess().await;
    says(
        &world,
        "ana",
        "!meet end",
        expect![[r#"
        [m4 only for ana]
        Something is missing: the last day. Write `!meet end [#NUMBER] on DAY | never`
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet end chess",
        expect![[r#"
        [m5 only for ana]
        Something is missing: the last day. Write `!meet end [#NUMBER] on DAY | never`
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet end #1 after 10 times",
        expect![[r#"
        [m6 only for ana]
        Something is missing: the last day. Write `!meet end [#NUMBER] on DAY | never`
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet end #1 on blursday",
        expect![[r#"
        [m7 only for ana]
        “blursday” is not a time I can read; write for instance “this week”.
        Try `fri 15:00-15:45` or `tomorrow 9am for 30m`
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet end #1 1 march",
        expect![[r#"
        [m8 pings bo]
        ana said when “Chess” (#1) ends: its last date is Mon 1 Mar 2027.
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet end chess 8 march",
        expect![[r#"
        [m9 pings bo]
        ana said when “Chess” (#1) ends: its last date is Mon 8 Mar 2027.
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet end chess after 15 march",
        expect![[r#"
        [m10 pings bo]
        ana said when “Chess” (#1) ends: its last date is Mon 15 Mar 2027.
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet end chess never",
        expect![[r#"
        [m11 pings bo]
        ana said that “Chess” (#1) goes on without an end.
    "#]],
    )
    .await;
    says(&world, "ana", "!meet pause #1 for 2 weeks", expect![[r#"
        [m12 pings bo]
        ana took 2 dates (Mon 7 Dec and Mon 14 Dec) out of “Chess” (#1); the next is Mon 21 Dec 2026, 19:00–20:00 CET.
    "#]]).await;
    says(&world, "ana", "!meet pause", expect![[r#"
        [m13 only for ana]
        Something is missing: until when. Write `!meet pause [#NUMBER] [from DAY] until DAY | for LENGTH`
    "#]]).await;
    world.says("mods", "!meet settings language German").await;
    says(
        &world,
        "ana",
        "!meet end #1 am 1. März",
        expect![[r#"
            [m15 pings bo]
            ana said when “Chess” (#1) ends: its last date is Mon 1 Mar 2027.
        "#]],
    )
    .await;
    says(&world, "ana", "!meet pause #1 bis 1. Februar", expect![[r#"
        [m16 pings bo]
        ana took 6 dates (from Mon 21 Dec to Mon 25 Jan 2027) out of “Chess” (#1); the next is Mon 1 Feb 2027, 19:00–20:00 CET.
    "#]]).await;
    says(
        &world,
        "ana",
        "!meet end #1 nie",
        expect![[r#"
            [m17 pings bo]
            ana said that “Chess” (#1) goes on without an end.
        "#]],
    )
    .await;
    world.end().await;
}

#[tokio::test]
async fn a_title_that_begins_with_the_word_of_a_command_has_a_capital() {
    let world = World::new().await;
    for title in [
        "Yes we can",
        "Skip level with Bo",
        "Show and tell",
        "My birthday",
        "List review",
        "Move house",
        "Place Vendôme",
        "Send gifts",
        "Remind the team",
    ] {
        let heard = world.says("ana", &format!("!meet {title} fri 15:00")).await;
        assert!(heard.contains(&format!("]\n{title}\n")), "{title}: {heard}");
    }
    world.end().await;

    let world = with_chess().await;
    says(&world, "ana", "!meet Move chess all to 20:00", expect![[r#"
        [m4 pings bo]
        ana moved all dates of “Chess” (#1), the next to Mon 7 Dec 2026, 20:00–21:00 CET; it was Mon 7 Dec 2026, 19:00–20:00 CET.
        Everyone is asked to answer again.
    "#]]).await;
    says(
        &world,
        "ana",
        "!meet Skip next",
        expect![[r#"
        [m5 pings bo]
        ana cancelled “Chess” (#1), only Mon 7 Dec 2026, 20:00–21:00 CET.
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet Cancel on 21 dec we are away",
        expect![[r#"
        [m6 pings bo]
        ana cancelled “Chess” (#1), only Mon 21 Dec 2026, 20:00–21:00 CET: we are away
    "#]],
    )
    .await;
    says(
        &world,
        "bo",
        "!meet Yes I come at 19:30",
        expect![[r#"
        [m7 only for bo]
        ✅ You said yes to “Chess” (#1), only Mon 14 Dec 2026, 20:00–21:00 CET: I come at 19:30
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet Show chess",
        expect![[r#"
        [m8 only for ana]
        Chess

        When       Mon 14 Dec 2026, 20:00–21:00 CET · in 13 days
        Repeats    every week on Mon, not on Mon 7 Dec and Mon 21 Dec
        Length     1 h
        Organizer  ana

        ✅ Going (2)
          ana
          bo: I come at 19:30

        #1
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet Weekly sync fri 15:00",
        expect![[r#"
        [m9]
        Weekly sync

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #2
          buttons: yes #2 | maybe #2 | no #2
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet weekly sync sat 15:00",
        expect![[r#"
        [m10]
        weekly sync

        When       Sat 5 Dec 2026, 15:00–16:00 CET · in 4 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #3
          buttons: yes #3 | maybe #3 | no #3
    "#]],
    )
    .await;
    says(
        &world,
        "ana",
        "!meet week",
        expect![[r#"
        [m11 only for ana]
        This week

        #2 Weekly sync
            Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days · 1 going
        #3 weekly sync
            Sat 5 Dec 2026, 15:00–16:00 CET · in 4 days · 1 going
    "#]],
    )
    .await;
    says(&world, "mods", "!meet settings dates", expect![[r#"
        [m12 only for mods]
        `dates` uk (default)
            Whether 03/04 is the 3rd of April (uk) or March the 4th (us), and whether times are said in German, French or Spanish too (de, fr, es).

        Change one: `!meet settings NAME VALUE`
    "#]]).await;
    says(
        &world,
        "mods",
        "!meet settings locale fr",
        expect![[r#"
        [m13 only for mods]
        `dates` is now fr; it was uk.
    "#]],
    )
    .await;
    says(
        &world,
        "mods",
        "!meet settings colour",
        expect![[r#"
        [m14 only for mods]
        There is no setting `colour`. All settings: `!meet settings`
    "#]],
    )
    .await;
    world.end().await;
}

//! Titles and places beside dates: what begins like a day or a command, and what is set for one date.

use expect_test::expect;

use super::{
    words::{talk, with_chess},
    *,
};
use crate::said::says;

#[tokio::test]
async fn a_day_that_a_title_begins_with_is_a_title() {
    let world = World::new().await;
    world.says("ana", "!meet Friday drinks every monday 19:00").await;
    world.says("ana", "!meet Christmas party 20 dec 19:00").await;
    expect![[r#"
        > ana: show friday
        Friday drinks

        When       Mon 7 Dec 2026, 19:00–20:00 CET · in 6 days
        Repeats    every week on Mon
        Length     1 h
        Organizer  ana

        ✅ Going (1)
          ana

        #1
        > ana: cancel christmas
        ana cancelled “Christmas party” (#2), Sun 20 Dec 2026, 19:00–20:00 CET.
    "#]]
    .assert_eq(&talk(&world, &[("ana", "show friday"), ("ana", "cancel christmas")]).await);
    world.end().await;
}

#[tokio::test]
async fn a_title_and_a_place_are_set_for_a_day() {
    let world = with_chess().await;
    expect![[r#"
        > ana: rename #1 on 14 dec Beach chess
        ana renamed “Chess” to “Beach chess” (#1), only Mon 14 Dec 2026, 19:00–20:00 CET.
        > ana: rename #1 all to Quick chess
        ana renamed “Chess” to “Quick chess” (#1), all dates, except on Mon 14 Dec.
        > ana: rename #1 all to Gardening
        ana renamed “Quick chess” to “Gardening” (#1), all dates, except on Mon 14 Dec.
        > ana: rename #1 next week Blitz
        I cannot tell which dates of #1 `next week` stands for, so nothing was changed. Name one: `!meet rename #1 on 24 dec`, one and all later ones: `!meet rename #1 from 24 dec on`, or all: `!meet rename #1 all`
        > ana: rename #1
        Something is missing: the new title. Write `!meet rename [#NUMBER] [DATES] TITLE`
        > ana: place next week Park
        I cannot tell which dates of #1 `next week` stands for, so nothing was changed. Name one: `!meet place #1 on 24 dec`, one and all later ones: `!meet place #1 from 24 dec on`, or all: `!meet place #1 all`
        > ana: place on 14 and 21 dec Park
        That is 2 dates of “Gardening” (#1), and `place` takes one of them at a time; nothing was changed. Name one: `!meet place #1 on 24 dec`, one and all later ones: `!meet place #1 from 24 dec on`, or all: `!meet place #1 all`
        > ana: move #1
        Something is missing: the time. Write `!meet move [#NUMBER | LETTERS to] [DATES] WHEN`
        > ana: move garden all by 30 min
        ana moved all dates of “Gardening” (#1), the next to Mon 7 Dec 2026, 19:30–20:30 CET; it was Mon 7 Dec 2026, 19:00–20:00 CET.
        Everyone is asked to answer again.
        > ana: move #1 all to tuesdays 10:00
        `tuesdays 10:00` says how a meeting repeats. To change that: `!meet repeat #1 tuesdays 10:00`
        > ana: add #1 12 dec and 13 dec 11:00
        `12 dec and 13 dec 11:00` is more than one date. Take one at a time: `!meet add #1 Sat 12 Dec 2026 11:00-12:00`
    "#]].assert_eq(
        &talk(
            &world,
            &[
                ("ana", "rename #1 on 14 dec Beach chess"),
                ("ana", "rename #1 all to Quick chess"),
                ("ana", "rename #1 all to Gardening"),
                ("ana", "rename #1 next week Blitz"),
                ("ana", "rename #1"),
                ("ana", "place next week Park"),
                ("ana", "place on 14 and 21 dec Park"),
                ("ana", "move #1"),
                ("ana", "move garden all by 30 min"),
                ("ana", "move #1 all to tuesdays 10:00"),
                ("ana", "add #1 12 dec and 13 dec 11:00"),
            ],
        )
        .await,
    );
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
    expect![[r#"
        > ana: Move chess all to 20:00
        ana moved all dates of “Chess” (#1), the next to Mon 7 Dec 2026, 20:00–21:00 CET; it was Mon 7 Dec 2026, 19:00–20:00 CET.
        Everyone is asked to answer again.
        > ana: Skip next
        ana cancelled “Chess” (#1), only Mon 7 Dec 2026, 20:00–21:00 CET.
        > ana: Cancel on 21 dec we are away
        ana cancelled “Chess” (#1), only Mon 21 Dec 2026, 20:00–21:00 CET: we are away
        > bo: Yes I come at 19:30
        ✅ You said yes to “Chess” (#1), only Mon 14 Dec 2026, 20:00–21:00 CET: I come at 19:30
        > ana: Show chess
        Chess

        When       Mon 14 Dec 2026, 20:00–21:00 CET · in 13 days
        Repeats    every week on Mon, not on Mon 7 Dec and Mon 21 Dec
        Length     1 h
        Organizer  ana

        ✅ Going (2)
          ana
          bo: I come at 19:30

        #1
        > ana: Weekly sync fri 15:00
        Weekly sync

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #2
          buttons: yes #2 | maybe #2 | no #2
        > ana: weekly sync sat 15:00
        weekly sync

        When       Sat 5 Dec 2026, 15:00–16:00 CET · in 4 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #3
          buttons: yes #3 | maybe #3 | no #3
        > ana: week
        This week

        #2 Weekly sync
            Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days · 1 going
        #3 weekly sync
            Sat 5 Dec 2026, 15:00–16:00 CET · in 4 days · 1 going
        > mods: settings dates
        `dates` uk (default)
            Whether 03/04 is the 3rd of April (uk) or March the 4th (us), and whether times are said in German, French or Spanish too (de, fr, es).

        Change one: `!meet settings NAME VALUE`
        > mods: settings locale fr
        `dates` is now fr; it was uk.
        > mods: settings colour
        There is no setting `colour`. All settings: `!meet settings`
    "#]].assert_eq(
        &talk(
            &world,
            &[
                ("ana", "Move chess all to 20:00"),
                ("ana", "Skip next"),
                ("ana", "Cancel on 21 dec we are away"),
                ("bo", "Yes I come at 19:30"),
                ("ana", "Show chess"),
                ("ana", "Weekly sync fri 15:00"),
                ("ana", "weekly sync sat 15:00"),
                ("ana", "week"),
                ("mods", "settings dates"),
                ("mods", "settings locale fr"),
                ("mods", "settings colour"),
            ],
        )
        .await,
    );
    world.end().await;
}

#[tokio::test]
async fn a_date_that_keeps_its_own_words_is_named_where_all_are_changed() {
    let world = World::new().await;
    world.says("ana", "!meet Yoga every tuesday 14:00 @bo").await;
    world.says("ana", "!meet rename this Beach yoga").await;
    world.says("ana", "!meet place this Beach").await;
    let said = world.says("ana", "!meet rename #1 all to Yin").await;
    says(&said, "ana renamed “Yoga” to “Yin” (#1), all dates, except on Tue 1 Dec.");
    let said = world.says("ana", "!meet place #1 all Hall").await;
    says(&said, "all dates, except on Tue 1 Dec: Hall");
    // It is called by both its titles.
    let said = world.says("ana", "!meet move yin all to 15:00").await;
    says(&said, "the next to Tue 1 Dec 2026, 15:00–16:00 CET");
    says(&world.says("bo", "!meet no yin 15 dec").await, "only Tue 15 Dec 2026");
    says(&world.says("bo", "!meet show yin").await, "Beach yoga");
    says(&world.says("bo", "!meet show beach").await, "Beach yoga");
    world.says("ana", "!meet rename #1 from 15 dec on Flow").await;
    let said = world.says("ana", "!meet rename #1 all to Rest").await;
    says(
        &said,
        "ana renamed “Yin” to “Rest” (#1), all dates, except on Tue 1 Dec, Tue 15 Dec, Tue 22 Dec and later.",
    );
    let said = world.says("ana", "!meet rename #1 this and following to Stretch").await;
    says(&said, "and all later dates, except on Tue 15 Dec, Tue 22 Dec and later.");
    world.end().await;
}

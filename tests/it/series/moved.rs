//! Dates that were moved, or named, by themselves, when those around them are too.

use expect_test::expect;

use super::*;
use crate::said::says;

/// The dates to come of the only meeting, a line each: title and time.
pub(super) async fn dates(world: &World) -> String {
    let list = world.says("ana", "!meet list this month").await;
    let lines: Vec<&str> = list.lines().map(str::trim).collect();
    let title = |line: &str| line.split_once(' ').map_or("", |(_, title)| title).to_owned();
    let when = |line: &str| line.split(" CET").next().unwrap_or_default().to_owned();
    let dates = lines.windows(2).filter(|pair| pair[0].starts_with('#'));
    dates
        .flat_map(|pair| [title(pair[0]), " · ".to_owned(), when(pair[1]), "\n".to_owned()])
        .collect()
}

async fn every_monday() -> World {
    let world = World::new().await;
    world.says("ana", "!meet Chess every monday 9:00 @bo").await;
    world
}

#[tokio::test]
async fn a_clock_time_for_this_and_following_is_that_of_each_of_them() {
    let world = every_monday().await;
    world.says("ana", "!meet move this and following to 14:00").await;
    world.says("ana", "!meet move this to 15:00").await;
    world.says("ana", "!meet move on 21 dec to 18:30").await;
    let said = world.says("ana", "!meet move this and following to 16:00").await;
    says(
        &said,
        "ana moved one and all later dates of “Chess” (#1) to Mon 7 Dec 2026, 16:00–17:00 CET",
    );
    expect![[r#"
        Chess · Mon 7 Dec 2026, 16:00–17:00
        Chess · Mon 14 Dec 2026, 16:00–17:00
        Chess · Mon 21 Dec 2026, 16:00–17:00
        Chess · Mon 28 Dec 2026, 16:00–17:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.end().await;
}

#[tokio::test]
async fn a_clock_time_for_all_is_that_of_each_of_them() {
    let world = every_monday().await;
    world.says("ana", "!meet move #1 this to 10:00").await;
    world.says("ana", "!meet move on 14 dec to 15 dec 23:30").await;
    world.says("ana", "!meet move 21 dec and following to 11:00 for 2h").await;
    let said = world.says("ana", "!meet move #1 all to 12:00").await;
    says(&said, "ana moved all dates of “Chess” (#1), the next to Mon 7 Dec 2026, 12:00–13:00 CET");
    expect![[r#"
        Chess · Mon 7 Dec 2026, 12:00–13:00
        Chess · Tue 15 Dec 2026, 12:00–13:00
        Chess · Mon 21 Dec 2026, 12:00–14:00
        Chess · Mon 28 Dec 2026, 12:00–14:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.says("ana", "!meet move #1 all to 12:00").await;
    let said = world.says("ana", "!meet move #1 all to tue").await;
    says(&said, "the next to Tue");
    expect![[r#"
        Chess · Tue 8 Dec 2026, 12:00–13:00
        Chess · Tue 15 Dec 2026, 12:00–13:00
        Chess · Tue 22 Dec 2026, 12:00–14:00
        Chess · Tue 29 Dec 2026, 12:00–14:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.end().await;
}

#[tokio::test]
async fn a_range_that_began_with_the_date_that_is_shown_goes_where_all_go() {
    let world = every_monday().await;
    world.says("ana", "!meet move #1 this and following to 10:45").await;
    world.says("ana", "!meet move #1 all to 12:00").await;
    expect![[r#"
        Chess · Mon 7 Dec 2026, 12:00–13:00
        Chess · Mon 14 Dec 2026, 12:00–13:00
        Chess · Mon 21 Dec 2026, 12:00–13:00
        Chess · Mon 28 Dec 2026, 12:00–13:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.end().await;
}

#[tokio::test]
async fn the_date_that_is_named_gets_the_title_though_it_has_its_own() {
    let world = every_monday().await;
    world.says("ana", "!meet rename this Blitz").await;
    let said = world.says("ana", "!meet rename this and following Daily").await;
    says(
        &said,
        "ana renamed “Blitz” to “Daily” (#1), Mon 7 Dec 2026, 09:00–10:00 CET and all later dates.",
    );
    expect![[r#"
        Daily · Mon 7 Dec 2026, 09:00–10:00
        Daily · Mon 14 Dec 2026, 09:00–10:00
        Daily · Mon 21 Dec 2026, 09:00–10:00
        Daily · Mon 28 Dec 2026, 09:00–10:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.end().await;
}

#[tokio::test]
async fn what_is_over_stays_when_all_dates_move() {
    let world = World::new().await;
    world.says("ana", "!meet Standup every weekday 9:15-9:30 @bo").await;
    world.clock.set("2026-12-02T07:00:00Z".parse().unwrap());
    world.says("bo", "!meet yes").await;
    world.says("ana", "!meet move on 7 dec to 10:00").await;
    world.clock.set("2026-12-02T13:00:00Z".parse().unwrap());
    world.look().await;
    // That of this morning was held, and is not held once more.
    let said = world.says("ana", "!meet move all to 16:00").await;
    says(
        &said,
        "the next to Thu 3 Dec 2026, 16:00–16:15 CET; it was Thu 3 Dec 2026, 09:15–09:30 CET",
    );
    expect![[r#"
        Standup · Wed 2 Dec 2026, 09:15–09:30
        Standup · Thu 3 Dec 2026, 16:00–16:15
        Standup · Fri 4 Dec 2026, 16:00–16:15
        Standup · Mon 7 Dec 2026, 16:00–16:15
    "#]]
    .assert_eq(&first_dates(&world, 4).await);
    let list = world.says("bo", "!meet list this month").await;
    says(&list, "Wed 2 Dec 2026, 09:15–09:30 CET · 5 hours ago · 2 going");
    // And so on the next day, by as much for each.
    world.clock.set("2026-12-03T16:00:00Z".parse().unwrap());
    world.look().await;
    world.says("ana", "!meet move on 8 dec to 12:00").await;
    let said = world.says("ana", "!meet move all 30 min later").await;
    says(
        &said,
        "the next to Fri 4 Dec 2026, 16:30–16:45 CET; it was Fri 4 Dec 2026, 16:00–16:15 CET",
    );
    expect![[r#"
        Standup · Wed 2 Dec 2026, 09:15–09:30
        Standup · Thu 3 Dec 2026, 16:00–16:15
        Standup · Fri 4 Dec 2026, 16:30–16:45
        Standup · Mon 7 Dec 2026, 16:30–16:45
        Standup · Tue 8 Dec 2026, 12:30–12:45
        Standup · Wed 9 Dec 2026, 16:30–16:45
    "#]]
    .assert_eq(&first_dates(&world, 6).await);
    world.says("ana", "!meet undo").await;
    says(&first_dates(&world, 6).await, "Standup · Fri 4 Dec 2026, 16:00–16:15");
    world.end().await;
}

#[tokio::test]
async fn all_dates_to_come_go_to_another_day() {
    let world = World::new().await;
    world.says("ana", "!meet Sync every tuesday 14:00 @bo").await;
    world.says("ana", "!meet move on 15 dec to wed 16 dec 18:00").await;
    world.clock.set("2026-12-01T14:30:00Z".parse().unwrap());
    world.look().await;
    let card = world.says("ana", "!meet move all to thu 10 dec").await;
    says(
        &card,
        "the next to Thu 10 Dec 2026, 14:00–15:00 CET; it was Tue 8 Dec 2026, 14:00–15:00 CET",
    );
    says(&card, "every week on Thu");
    expect![[r#"
        Sync · Tue 1 Dec 2026, 14:00–15:00
        Sync · Thu 10 Dec 2026, 14:00–15:00
        Sync · Thu 17 Dec 2026, 18:00–19:00
        Sync · Thu 24 Dec 2026, 14:00–15:00
        Sync · Thu 31 Dec 2026, 14:00–15:00
    "#]]
    .assert_eq(&dates(&world).await);
    // What was moved by itself, and was held before its day, stays.
    world.says("ana", "!meet move on 24 dec to 3 dec").await;
    world.clock.set("2026-12-04T14:30:00Z".parse().unwrap());
    world.look().await;
    world.says("ana", "!meet move all to 9:00").await;
    expect![[r#"
        Sync · Tue 1 Dec 2026, 14:00–15:00
        Sync · Thu 3 Dec 2026, 14:00–15:00
        Sync · Thu 10 Dec 2026, 09:00–10:00
        Sync · Thu 17 Dec 2026, 09:00–10:00
        Sync · Thu 31 Dec 2026, 09:00–10:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.end().await;
}

/// The first dates of the month.
async fn first_dates(world: &World, count: usize) -> String {
    dates(world).await.split_inclusive('\n').take(count).collect()
}

#[tokio::test]
async fn dates_of_whole_days_stay_on_their_days_when_all_get_a_time() {
    let world = World::new().await;
    world.says("ana", "!meet Hike every friday @bo").await;
    world.says("ana", "!meet move this to sat").await;
    world.says("ana", "!meet move on 11 dec to 12 dec").await;
    world.says("ana", "!meet move all to 10:00").await;
    expect![[r#"
        Hike · Sat 5 Dec 2026, 10:00–11:00
        Hike · Sat 12 Dec 2026, 10:00–11:00
        Hike · Fri 18 Dec 2026, 10:00–11:00
        Hike · Fri 25 Dec 2026, 10:00–11:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.says("ana", "!meet move on 18 dec to 16:00").await;
    world.clock.set("2026-12-06T14:30:00Z".parse().unwrap());
    world.look().await;
    world.says("ana", "!meet move all to 12:00").await;
    expect![[r#"
        Hike · Sat 5 Dec 2026, 10:00–11:00
        Hike · Sat 12 Dec 2026, 12:00–13:00
        Hike · Fri 18 Dec 2026, 12:00–13:00
        Hike · Fri 25 Dec 2026, 12:00–13:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.end().await;
}

#[tokio::test]
async fn whole_days_to_come_get_a_time() {
    let world = World::new().await;
    world.says("ana", "!meet Hike every friday @bo").await;
    world.says("ana", "!meet move on 18 dec to 19 dec").await;
    world.clock.set("2026-12-06T14:30:00Z".parse().unwrap());
    world.look().await;
    let said = world.says("ana", "!meet move all to 12:00").await;
    says(&said, "the next to Fri 11 Dec 2026, 12:00");
    expect![[r#"
        Hike · Fri 4 Dec 2026, 12:00–13:00
        Hike · Fri 11 Dec 2026, 12:00–13:00
        Hike · Sat 19 Dec 2026, 12:00–13:00
        Hike · Fri 25 Dec 2026, 12:00–13:00
    "#]]
    .assert_eq(&dates(&world).await);
    world.end().await;
}

//! A series that a sentence made, over the changes of the clocks.

use convene::{ical, itip::Series, model::wall_clock, testing::World};

use crate::said::{last_file, says};

#[tokio::test]
async fn a_series_keeps_its_wall_time_in_card_reminder_and_file() {
    let world = World::new().await;
    let card = world.says("ana", "!meet Standup every weekday 9:15 for 15m 500 times").await;
    says(&card, "Wed 2 Dec 2026, 09:15–09:30 CET");
    for (friday, reminder, monday) in [
        ("2027-03-26T12:00:00Z", "2027-03-29T07:00:00Z", "Mon 29 Mar 2027, 09:15–09:30 CEST"),
        ("2027-10-29T12:00:00Z", "2027-11-01T08:00:00Z", "Mon 1 Nov 2027, 09:15–09:30 CET"),
    ] {
        world.clock.set(friday.parse().unwrap());
        says(&world.look().await, monday);
        world.clock.set(reminder.parse().unwrap());
        says(&world.look().await, &format!("starts in 15 minutes: {monday}"));
    }
    world.says("ana", "!meet export #1").await;
    let calendar = ical::parse(&last_file(&world).content).unwrap().value;
    let (from, to) =
        ("2026-01-01T00:00:00Z".parse().unwrap(), "2030-01-01T00:00:00Z".parse().unwrap());
    let series = Series::of(&calendar);
    let dates = series.between(from, to, chrono_tz::UTC);
    let clock = |at| wall_clock(at, chrono_tz::Europe::Berlin).format("%H:%M").to_string();
    let hours: Vec<_> = dates.map(|date| (clock(date.start), clock(date.end))).collect();
    assert_eq!(hours.len(), 500);
    assert!(hours.iter().all(|(start, end)| start == "09:15" && end == "09:30"), "{hours:?}");
    world.end().await;
}

#[tokio::test]
async fn only_the_date_whose_hour_the_clocks_skip_moves() {
    let world = World::new().await;
    // The clocks of the first night go from 02:00 to 03:00.
    for sentence in
        ["every sunday 2:30 starting 28 mar 2027", "every sunday 2:30-3:30 from 28 mar 2027"]
    {
        let said = world.says("ana", &format!("!meet Watch {sentence}")).await;
        says(&said, "Sun 28 Mar 2027, 03:30–04:30 CEST");
        says(&said, "the clocks skip 02:30, so 03:30");
        world.says("ana", "!meet export watch").await;
        let calendar = ical::parse(&last_file(&world).content).unwrap().value;
        let (from, to) =
            ("2026-01-01T00:00:00Z".parse().unwrap(), "2028-04-01T00:00:00Z".parse().unwrap());
        let series = Series::of(&calendar);
        let clock = |at| wall_clock(at, chrono_tz::Europe::Berlin).format("%H:%M").to_string();
        let hours: Vec<_> = series
            .between(from, to, chrono_tz::UTC)
            .map(|date| (clock(date.start), clock(date.end)))
            .collect();
        // And a year later the clocks skip it again, on a 26th.
        let moved = |(start, end): &(String, String)| start == "03:30" && end == "04:30";
        let kept = |(start, end): &(String, String)| start == "02:30" && end == "03:30";
        assert_eq!(hours.len(), 53, "{sentence}");
        assert!(moved(&hours[0]) && moved(&hours[52]), "{sentence}: {hours:?}");
        // Where 02:30 comes twice it is the first one, and an hour later it is 02:30 again.
        let others = hours[1..52].iter().filter(|hours| !kept(hours)).collect::<Vec<_>>();
        assert_eq!(others, [&("02:30".to_owned(), "02:30".to_owned())], "{sentence}");
        world.says("ana", "!meet undo").await;
    }
    world.end().await;
}

#[tokio::test]
async fn a_time_that_the_clocks_skip_is_the_rule_all_the_same() {
    for (phrase, first, later) in [
        ("all to 2:45", "03:45–04:45 CEST", "02:45–03:45 CEST"),
        ("this and following to 2:15", "03:15–04:15 CEST", "02:15–03:15 CEST"),
        ("all to 1:00-2:15", "01:00", "01:00–02:15 CEST"),
        ("all 30 min later", "03:00–04:00 CEST", "03:00–04:00 CEST"),
        ("all to 4:00", "04:00–05:00 CEST", "04:00–05:00 CEST"),
    ] {
        let world = World::new().await;
        world.clock.set("2027-03-27T12:00:00Z".parse().unwrap());
        world.says("ana", "!meet Dawn every sunday 2:30 until may").await;
        let said = world.says("ana", &format!("!meet move {phrase}")).await;
        says(&said, first);
        says(
            &world.says("ana", "!meet show #1 on 4 april").await,
            &format!("Sun 4 Apr 2027, {later}"),
        );
        world.says("ana", "!meet repeat every sunday 2:10-2:50").await;
        says(
            &world.says("ana", "!meet show #1 on 4 april").await,
            "Sun 4 Apr 2027, 02:10–02:50 CEST",
        );
        world.end().await;
    }
    // On the day, of a series that began before.
    let world = World::new().await;
    world.says("ana", "!meet Dawn every sunday 2:30 until may").await;
    world.clock.set("2027-03-27T12:00:00Z".parse().unwrap());
    world.look().await;
    let said = world.says("ana", "!meet move all to 2:45").await;
    says(&said, "Sun 28 Mar 2027, 03:45–04:45 CEST");
    let later = world.says("ana", "!meet show #1 on 4 april").await;
    says(&later, "Sun 4 Apr 2027, 02:45–03:45 CEST");
    world.end().await;
}

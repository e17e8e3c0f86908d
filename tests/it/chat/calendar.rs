//! What the calendar of a network shows of meetings.

use super::*;

const DAILY: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:daily\r\n\
    DTSTAMP:20261120T100000Z\r\nSUMMARY:Daily\r\nDTSTART:20261204T150000Z\r\nDTEND:20261204T151500Z\r\n\
    RRULE:FREQ=DAILY;COUNT=2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[tokio::test]
async fn a_meeting_is_shown_until_it_is_called_off() {
    let world = World::rich().await;
    expect![[r#"
        [m1]
        Open: Lunch
        <t:1796383800:F> (<t:1796383800:R>)
        Length: 1 h
        Where: Room 5
        Organizer: ana
        ## ✅ Going (1 of 2)
        ana
        ## … no answer (1)
        bo
        -# #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m2 pings bo]
        ana invited bo to **Lunch** (#1), <t:1796383800:F>.
    "#]]
    .assert_eq(&world.says("ana", "!meet Lunch fri 12:30 @bo in Room 5").await);
    expect![[r#"
        e1 in team: Lunch 1796383800-1796387400 (Room 5)
    "#]]
    .assert_eq(&world.stage.calendar());
    // Answers are nothing to a calendar.
    expect![[r#"
        [~m1]
        Open: Lunch
        <t:1796383800:F> (<t:1796383800:R>)
        Length: 1 h
        Where: Room 5
        Organizer: ana
        ## ✅ Going (2 of 2)
        ana
        bo
        -# #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
    "#]]
    .assert_eq(&world.presses("bo", "m1", "yes #1").await);
    assert_eq!(world.stage.event_calls(), 1);
    world.says("ana", "!meet move #1 to 13:00").await;
    world.says("ana", "!meet rename #1 Brunch").await;
    expect![[r#"
        e1 in team: Brunch 1796385600-1796389200 (Room 5)
    "#]]
    .assert_eq(&world.stage.calendar());
    assert_eq!(world.stage.event_calls(), 3);
    expect![[r#"
        [~m1]
        Cancelled: CANCELLED: Brunch
        ~~<t:1796385600:F>~~
        Length: 1 h
        Where: Room 5
        Organizer: ana
        ## ✅ Going (1 of 2)
        ana
        ## … no answer (1)
        bo
        -# #1
        [m5 pings bo]
        ana cancelled **Brunch** (#1), <t:1796385600:F>.
    "#]]
    .assert_eq(&world.says("ana", "!meet cancel #1").await);
    assert_eq!((world.stage.calendar().as_str(), world.stage.event_calls()), ("", 4));
    world.end().await;
}

#[tokio::test]
async fn what_somebody_took_away_stays_away_until_the_time_changes() {
    let world = World::rich().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.stage.take_event_away("e1");
    world.says("ana", "!meet rename #1 Brunch").await;
    world.says("ana", "!meet rename #1 Breakfast").await;
    assert_eq!((world.stage.calendar().as_str(), world.stage.event_calls()), ("", 2));
    world.says("ana", "!meet move #1 to 13:00").await;
    expect![[r#"
        e1 in team: Breakfast 1796385600-1796389200
    "#]]
    .assert_eq(&world.stage.calendar());
    world.end().await;
}

#[tokio::test]
async fn the_next_date_of_a_series_is_shown() {
    let world = World::rich().await;
    world.takes("ana", "daily.ics", DAILY).await;
    expect![[r#"
        e1 in team: Daily 1796396400-1796397300
    "#]]
    .assert_eq(&world.stage.calendar());
    world.clock.set("2026-12-04T16:00:00Z".parse().unwrap());
    world.look().await;
    expect![[r#"
        e1 in team: Daily 1796396400-1796397300
        e2 in team: Daily 1796482800-1796483700
    "#]]
    .assert_eq(&world.stage.calendar());
    world.clock.set("2026-12-05T16:00:00Z".parse().unwrap());
    world.look().await;
    assert_eq!(world.stage.event_calls(), 2, "what is over is nobody's to take away");
    world.end().await;
}

#[tokio::test]
async fn a_room_can_do_without() {
    let world = World::rich().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.says("mods", "!meet settings calendar off").await;
    assert_eq!(world.stage.calendar(), "");
    world.says("ana", "!meet move #1 to 13:00").await;
    assert_eq!(world.stage.calendar(), "");
    world.says("mods", "!meet settings calendar on").await;
    expect![[r#"
        e2 in team: Lunch 1796385600-1796389200
    "#]]
    .assert_eq(&world.stage.calendar());
    world.end().await;
}

#[tokio::test]
async fn what_has_no_card_has_no_event() {
    let world = World::rich().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.acts("mods", Action::Remove { message: MessageId("m1".to_owned()) }).await;
    assert_eq!(world.stage.calendar(), "");
    world.says("ana", "!meet show #1").await;
    expect![[r#"
        e2 in team: Lunch 1796383800-1796387400
    "#]]
    .assert_eq(&world.stage.calendar());
    world.end().await;
}

#[tokio::test]
async fn a_calendar_that_cannot_be_reached_is_told_later() {
    let world = World::rich().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.stage.down(true);
    world.says("ana", "!meet move #1 to 13:00").await;
    world.stage.down(false);
    world.advance(TimeDelta::minutes(1)).await;
    expect![[r#"
        e1 in team: Lunch 1796385600-1796389200
    "#]]
    .assert_eq(&world.stage.calendar());
    world.end().await;
}

#[tokio::test]
async fn an_answer_that_is_lost_makes_no_second_event() {
    let world = World::rich().await;
    world.stage.lose_next_event();
    world.says("ana", "!meet Lunch fri 12:30").await;
    // What changes until the next try is in it.
    world.says("ana", "!meet rename #1 Brunch").await;
    world.advance(TimeDelta::minutes(1)).await;
    expect![[r#"
        e1 in team: Brunch 1796383800-1796387400
    "#]]
    .assert_eq(&world.stage.calendar());
    world.says("ana", "!meet move #1 to 13:00").await;
    expect![[r#"
        e1 in team: Brunch 1796385600-1796389200
    "#]]
    .assert_eq(&world.stage.calendar());
    world.end().await;
}

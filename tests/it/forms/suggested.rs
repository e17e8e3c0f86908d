//! What a value could be that somebody is typing.

use super::*;

fn lines(found: &[(String, String)]) -> String {
    let lines: Vec<_> = found.iter().map(|(value, label)| format!("{value} = {label}")).collect();
    lines.join("\n")
}

#[tokio::test]
async fn meetings_are_found_by_letters_and_by_number() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45").await;
    world.says("ana", "!meet Lunch tomorrow 12:30").await;
    world.says("ana", "!meet Review of the year 14 dec").await;
    world.says("ana", "!meet Old review tomorrow 9:00").await;
    world.says("ana", "!meet cancel #4").await;
    world.says("ana", "!meet zone Europe/London").await;
    let found = async |text: &str| lines(&world.types("ana", "edit", ("meeting", text), &[]).await);
    expect![[r#"
        #2 = #2 Lunch · Wed 2 Dec, 11:30
        #1 = #1 Sprint review · Fri 4 Dec, 14:00
        #3 = #3 Review of the year · Mon 14 Dec"#]]
    .assert_eq(&found("").await);
    expect![[r#"
        #1 = #1 Sprint review · Fri 4 Dec, 14:00
        #3 = #3 Review of the year · Mon 14 Dec"#]]
    .assert_eq(&found("REVIEW").await);
    expect!["#1 = #1 Sprint review · Fri 4 Dec, 14:00"].assert_eq(&found("#1").await);
    expect!["#2 = #2 Lunch · Wed 2 Dec, 11:30"].assert_eq(&found("2").await);
    expect![[""]].assert_eq(&found("%").await);
    world.end().await;
}

#[tokio::test]
async fn a_time_is_said_back_in_the_zone_of_who_types() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45").await;
    let found = async |form: &str, text: &str, values: &[(&str, &str)]| {
        lines(&world.types("ana", form, ("when", text), values).await)
    };
    expect![[r#"
        today 16:00 = today 16:00 · Tue 1 Dec 2026, 16:00–17:00 CET, 1 h
        tomorrow 10:00 = tomorrow 10:00 · Wed 2 Dec 2026, 10:00–11:00 CET, 1 h
        tomorrow 14:00 = tomorrow 14:00 · Wed 2 Dec 2026, 14:00–15:00 CET, 1 h
        mon 10:00 = mon 10:00 · Mon 7 Dec 2026, 10:00–11:00 CET, 1 h
        wed 14:00 = wed 14:00 · Wed 2 Dec 2026, 14:00–15:00 CET, 1 h
        fri 15:00 = fri 15:00 · Fri 4 Dec 2026, 15:00–16:00 CET, 1 h"#]]
    .assert_eq(&found("new", "", &[]).await);
    expect!["fri 15:00-15:45 = Fri 4 Dec 2026, 15:00–15:45 CET, 45 min"]
        .assert_eq(&found("new", "fri 15:00-15:45", &[]).await);
    expect!["fri 15:00 New York = Fri 4 Dec 2026, 15:00–16:00 EST (UTC−5) (21:00–22:00 CET for you), 1 h"]
    .assert_eq(&found("new", "fri 15:00 New York", &[]).await);
    expect!["14-16 dec = Mon 14 – Wed 16 Dec 2026"]
        .assert_eq(&found("new", "14-16 dec", &[]).await);
    expect!["17:00 = Fri 4 Dec 2026, 17:00–17:45 CET, 45 min"]
        .assert_eq(&found("move", "17:00", &[("meeting", "#1")]).await);
    expect!["fri 15 = “15” is not a time I can read; write for instance “fri 15:00-15:45”."]
        .assert_eq(&found("new", "fri 15", &[]).await);
    expect!["someday = “someday” is not a time I can read; write for instance “fri 15:00-15:45”."]
        .assert_eq(&found("new", "someday", &[]).await);
    expect![[""]].assert_eq(&found("new", &"9".repeat(101), &[]).await);
    world.end().await;
}

#[tokio::test]
async fn zones_periods_settings_and_commands_are_known() {
    let world = World::with_forms().await;
    let found = async |form: &str, field: &str, text: &str, values: &[(&str, &str)]| {
        lines(&world.types("ana", form, (field, text), values).await)
    };
    expect![[r#"
        Europe/Berlin = Europe/Berlin · 10:00 CET
        UTC = UTC · 09:00 UTC"#]]
    .assert_eq(&found("zone", "zone", "", &[]).await);
    expect!["America/New_York = America/New_York · 04:00 EST"]
        .assert_eq(&found("zone", "zone", "new y", &[]).await);
    expect!["Europe/Berlin = Europe/Berlin · 10:00 CET"]
        .assert_eq(&found("zone", "zone", "munich", &[]).await);
    expect!["nowhere = I know no time zone “nowhere”."]
        .assert_eq(&found("zone", "zone", "nowhere", &[]).await);
    expect![[r#"
        this week = this week · Mon 30 Nov – Sun 6 Dec 2026
        this month = this month · Tue 1 – Thu 31 Dec 2026
        this year = this year · Thu 1 Jan – Thu 31 Dec 2026"#]]
    .assert_eq(&found("list", "period", "this", &[]).await);
    expect!["14 dec = 14 dec · Mon 14 Dec 2026, all day"]
        .assert_eq(&found("list", "period", "14 dec", &[]).await);
    expect!["whenever = “whenever” is not a time I can read; write for instance “this week”."]
        .assert_eq(&found("list", "period", "whenever", &[]).await);
    expect!["zone = zone · The zone of those who chose none of their own, and of the cards."]
        .assert_eq(&found("settings", "name", "z", &[]).await);
    expect!["Europe/Berlin = Europe/Berlin · 10:00 CET"]
        .assert_eq(&found("settings", "value", "mun", &[("name", "zone")]).await);
    expect![[r#"
        d = d · takes a length such as 30m or 1h
        default = default · as it is everywhere else"#]]
    .assert_eq(&found("settings", "value", "d", &[("name", "length")]).await);
    expect![[r#"
        describe = describe · Say what a meeting is about; `none` takes the text away.
        decline = decline · Decline a proposed time: the meeting stays where it is.
        delegate = delegate · Send somebody else in your place."#]]
    .assert_eq(&found("help", "command", "de", &[]).await);
    expect![[""]].assert_eq(&found("help", "nothing", "de", &[]).await);
    let many = world.types("ana", "zone", ("zone", "a"), &[]).await;
    assert_eq!(many.len(), 25);
    world.end().await;
}

#[tokio::test]
async fn whatever_is_typed_fits() {
    let world = World::with_forms().await;
    let title = "x".repeat(200);
    world.says("ana", &format!("!meet {title} fri 15:00")).await;
    let hostile =
        ["", "#", "#x", "\u{0}\n\"", "@everyone", &"é".repeat(4000), "24:00-99:99", "%_\\"];
    for text in hostile {
        for field in ["meeting", "when", "period", "zone", "name", "value", "command"] {
            for (value, label) in world.types("ana", "move", (field, text), &[]).await {
                for said in [value, label] {
                    assert!((1..=100).contains(&said.chars().count()), "{field} {said:?}");
                }
            }
        }
    }
    world.end().await;
}

#[tokio::test]
async fn the_dates_of_a_series_are_known() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Standup every friday 9:00 for 15m until 18 dec").await;
    let found = async |text: &str| {
        lines(&world.types("ana", "cancel", ("dates", text), &[("meeting", "#1")]).await)
    };
    expect![[r#"
        this = this date: the next one
        this and following = this and following dates
        all = all dates
        Fri 4 Dec 2026 = Fri 4 Dec 2026, 09:00–09:15 CET
        Fri 11 Dec 2026 = Fri 11 Dec 2026, 09:00–09:15 CET
        Fri 18 Dec 2026 = Fri 18 Dec 2026, 09:00–09:15 CET"#]]
    .assert_eq(&found("").await);
    expect!["Fri 11 Dec 2026 = Fri 11 Dec 2026, 09:00–09:15 CET"].assert_eq(&found("11 d").await);
    expect!["24 dec = 24 dec"].assert_eq(&found("24 dec").await);
    world.end().await;
}

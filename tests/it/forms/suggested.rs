//! What a value could be that somebody is typing.

use super::*;

fn lines(found: &[(String, String)]) -> String {
    found.iter().map(|(value, label)| format!("{value} = {label}\n")).collect()
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
    expect![[""]].assert_eq(&found("").await);
    expect![[""]].assert_eq(&found("REVIEW").await);
    expect![[""]].assert_eq(&found("#1").await);
    expect![[""]].assert_eq(&found("2").await);
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
    expect![[""]].assert_eq(&found("new", "", &[]).await);
    expect![[""]].assert_eq(&found("new", "fri 15:00-15:45", &[]).await);
    expect![[""]].assert_eq(&found("new", "fri 15:00 New York", &[]).await);
    expect![[""]].assert_eq(&found("new", "14-16 dec", &[]).await);
    expect![[""]].assert_eq(&found("move", "17:00", &[("meeting", "#1")]).await);
    expect![[""]].assert_eq(&found("new", "fri 15", &[]).await);
    expect![[""]].assert_eq(&found("new", "someday", &[]).await);
    expect![[""]].assert_eq(&found("new", &"9".repeat(101), &[]).await);
    world.end().await;
}

#[tokio::test]
async fn zones_periods_settings_and_commands_are_known() {
    let world = World::with_forms().await;
    let found = async |form: &str, field: &str, text: &str, values: &[(&str, &str)]| {
        lines(&world.types("ana", form, (field, text), values).await)
    };
    expect![[""]].assert_eq(&found("zone", "zone", "", &[]).await);
    expect![[""]].assert_eq(&found("zone", "zone", "new y", &[]).await);
    expect![[""]].assert_eq(&found("zone", "zone", "munich", &[]).await);
    expect![[""]].assert_eq(&found("zone", "zone", "nowhere", &[]).await);
    expect![[""]].assert_eq(&found("list", "period", "this", &[]).await);
    expect![[""]].assert_eq(&found("list", "period", "14 dec", &[]).await);
    expect![[""]].assert_eq(&found("list", "period", "whenever", &[]).await);
    expect![[""]].assert_eq(&found("settings", "name", "z", &[]).await);
    expect![[""]].assert_eq(&found("settings", "value", "mun", &[("name", "zone")]).await);
    expect![[""]].assert_eq(&found("settings", "value", "d", &[("name", "length")]).await);
    expect![[""]].assert_eq(&found("help", "command", "de", &[]).await);
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

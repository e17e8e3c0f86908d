#![expect(clippy::too_many_lines, reason = "what people see is long, and stands where it is seen")]

use super::*;

#[tokio::test]
async fn it_says_hello_once() {
    let world = World::without_buttons().await;
    expect![[r#"
        [m1]
        Hello! I plan meetings with everyone in this room. One line makes one: `!meet Sprint review fri 15:00-15:45`
        Answer its card with a reaction (✅ yes, 🤔 maybe, ❌ no) or with a word. All that I can do: `!meet help`
    "#]].assert_eq(&world.acts("mods", Action::Join).await);
    expect![[""]].assert_eq(&world.acts("mods", Action::Join).await);
    world.end().await;
}

#[tokio::test]
async fn nothing_is_sent_to_a_room_that_it_has_left() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30 @bo").await;
    world.stage.down(true);
    world.reacts("bo", "m1", "✅").await;
    world.says("bo", "!meet list").await;
    world.acts("mods", Action::Leave).await;
    world.stage.down(false);
    expect![[""]].assert_eq(&world.advance(TimeDelta::minutes(1)).await);
    // Over the reminder, but not to the end.
    world.clock.set("2026-12-04T11:45:00Z".parse().unwrap());
    expect![[""]].assert_eq(&world.look().await);
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · now
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3]
        Hello! I plan meetings with everyone in this room. One line makes one: `!meet Sprint review fri 15:00-15:45`
        Answer its card with a reaction (✅ yes, 🤔 maybe, ❌ no) or with a word. All that I can do: `!meet help`
    "#]].assert_eq(&world.acts("mods", Action::Join).await);
    world.end().await;
}

#[tokio::test]
async fn a_word_in_a_room_says_that_it_is_back() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.acts("mods", Action::Leave).await;
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2 only for bo]
        ✅ You said yes to “Lunch” (#1), Fri 4 Dec 2026, 12:30–13:30 CET.
        You were not invited; you are on the list now.
    "#]]
    .assert_eq(&world.says("bo", "!meet yes #1").await);
    world.end().await;
}

#[tokio::test]
async fn a_room_that_is_replaced_moves_with_all_that_is_in_it() {
    let world = World::without_buttons().await;
    world.says("mods", "!meet settings reminder 30m").await;
    world.says("ana", "!meet Breakfast tomorrow 8:00").await;
    world.says("ana", "!meet Lunch fri 12:30 @bo").await;
    world.advance(TimeDelta::days(1)).await;
    world.stage.down(true);
    world.says("bo", "!meet list").await;
    world.stage.down(false);
    for _ in 0..2 {
        world.acts("mods", Action::Replace { by: room("new") }).await;
    }
    expect![[r#"
        [m6 only for bo]
        The next 14 days

        #2 Lunch
            Fri 4 Dec 2026, 12:30–13:30 CET · in 2 days · 1 going
        [m7]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 2 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #2
          reactions: ✅ 🤔 ❌
    "#]]
    .assert_eq(&world.advance(TimeDelta::seconds(1)).await);
    let places: Vec<_> = world.stage.messages().iter().map(|shown| shown.room.id.clone()).collect();
    expect!["team team team team team new new"].assert_eq(&places.join(" "));
    let said = async |text| {
        let mut happening = world.happening("bo", say(text));
        happening.room = room("new");
        world.receive(happening).await.unwrap();
        world.look().await
    };
    expect![[r#"
        [m8 only for bo in thread of u6]
        The next 14 days

        #2 Lunch
            Fri 4 Dec 2026, 12:30–13:30 CET · in 2 days · 1 going
    "#]]
    .assert_eq(&said("!meet list").await);
    expect![[r#"
        [m9 only for bo in thread of u7]
        `zone` Europe/Berlin (default)
            The zone of those who chose none of their own, and of the cards.
        `length` 1 h (default)
            How long a meeting is when nobody says.
        `reminder` 30 min
            How long before the start those who come are reminded.
        `answers` open (default)
            Whether everyone here may answer, or only who is invited.
        `dates` uk (default)
            Whether 03/04 is the 3rd of April (uk) or March the 4th (us), and whether times are said in German, French or Spanish too (de, fr, es).
        `create` everyone (default)
            Whether everyone here may make meetings, or only moderators.
        `calendar` on (default)
            Whether meetings are shown in the calendar beside this room, where the network has one.
        `cards` series (default)
            Whether a series has one card, which shows its next date, or each date also one of its own, and how long before.
        `start` off (default)
            Whether it is said that a meeting begins, when it does.
        `digest` off (default)
            When this room is told what is on that day, or that week.
        `quiet` off (default)
            When this room is not disturbed by reminders and digests.

        Change one: `!meet settings NAME VALUE`
    "#]]
    .assert_eq(&said("!meet settings").await);
    expect![[r#"
        [m10]
        Breakfast

        When       Wed 2 Dec 2026, 08:00–09:00 CET · 1 hour ago
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1 · over
    "#]]
    .assert_eq(&said("!meet show #1").await);
    world.end().await;
}

fn say(text: &str) -> Action {
    Action::Say(convene::chat::Said { text: text.to_owned(), ..Default::default() })
}

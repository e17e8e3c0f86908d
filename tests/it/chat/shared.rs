//! One meeting in several rooms, on several networks.

#![expect(clippy::too_many_lines, reason = "what people see is long, and stands where it is seen")]

use super::*;
use convene::chat::Filled;

const CLUB: (&str, &str) = ("elsewhere", "club");

/// A lunch of ana's, and the word for it.
async fn lunch(world: &World) -> String {
    world.says("ana", "!meet Lunch fri 12:30 @bo").await;
    word_in(&world.says("ana", "!meet share #1").await)
}

fn word_in(said: &str) -> String {
    let (_, after) = said.split_once("!meet share ").unwrap();
    after.chars().take_while(|c| *c != '`').collect()
}

fn press(to: &str, button: &str) -> Action {
    Action::Press { to: MessageId(to.to_owned()), button: button.to_owned() }
}

#[tokio::test]
async fn a_meeting_is_answered_in_two_rooms() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30 @bo").await;
    let said = world.says("ana", "!meet share #1").await;
    let word = word_in(&said);
    expect![[r#"
        [m3 only for ana]
        To show “Lunch” (#1) in another room, on any network where I am, type there: `!meet share WORD`
        Everyone there can answer it then, and both rooms have one list of answers. The word is good for 24 hours.
    "#]].assert_eq(&said.replace(&word, "WORD"));
    let again = world.says("ana", "!meet share lunch").await;
    assert_eq!(word_in(&again), word);
    expect![[r#"
        [m1]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.says_in(CLUB, "cy", &format!("!meet share {}", word.to_lowercase())).await);
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 3): ana, cy
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.acts_in(CLUB, "cy", press("m1", "yes #1")).await);
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 3): ana, cy
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.look().await);
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 13:00–14:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cy

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5 pings bo]
        ana moved “Lunch” (#1) to Fri 4 Dec 2026, 13:00–14:00 CET; it was Fri 4 Dec 2026, 12:30–13:30 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.says("ana", "!meet move #1 to 13:00").await);
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 13:00–14:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cy

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2 pings cy]
        ana moved “Lunch” (#1) to Fri 4 Dec 2026, 13:00–14:00 CET; it was Fri 4 Dec 2026, 12:30–13:30 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.elsewhere.news());
    world.clock.set("2026-12-04T11:45:00Z".parse().unwrap());
    expect![[r#"
        [m6 pings ana]
        ⏰ “Lunch” starts in 15 minutes: Fri 4 Dec 2026, 13:00–14:00 CET
        ana
        #1
          buttons: snooze #1
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 13:00–14:00 CET · in 15 minutes
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cy

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.look().await);
    expect![[r#"
        [m3]
        ⏰ “Lunch” starts in 15 minutes: Fri 4 Dec 2026, 13:00–14:00 CET
        ana
        #1
          buttons: snooze #1
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 13:00–14:00 CET · in 15 minutes
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cy

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.elsewhere.news());
    expect![[r#"
        [m4 only for dee]
        Lunch

        When       Fri 4 Dec 2026, 13:00–14:00 CET · in 15 minutes
        Length     1 h
        Organizer  ana

        ✅ Going (1)
          ana

        … no answer (2)
          bo
          cy

        #1
    "#]]
    .assert_eq(&world.says_in(CLUB, "dee", "!meet show lunch").await);
    world.end().await;
}

#[tokio::test]
async fn a_word_works_once_in_a_room() {
    let world = World::new().await;
    let word = lunch(&world).await;
    let line = format!("!meet share {word}");
    let happening = {
        let mut happening = world.happening("mods", say(&line));
        happening.room = room("hall");
        happening
    };
    for _ in 0..2 {
        world.receive(happening.clone()).await.unwrap();
    }
    let first = world.look().await;
    assert_eq!(first.matches("Lunch").count(), 1, "{first}");
    expect![[r#"
        [m5 only for mods]
        “Lunch” (#1) is shown in this room already.
    "#]]
    .assert_eq(&world.says_in(("stage", "hall"), "mods", &line).await);
    expect![[r#"
        [m6 only for ana]
        “Lunch” (#1) is shown in this room already.
    "#]]
    .assert_eq(&world.says("ana", &line).await);
    world.end().await;
}

#[tokio::test]
async fn who_may_not_is_told_so() {
    let world = World::new().await;
    let word = lunch(&world).await;
    expect![[r#"
        [m4 only for bo]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.says("bo", "!meet share #1").await);
    expect![[r#"
        [m1 only for cy]
        `K7QM-2FXD` stands for no meeting; such a word is good for a day. Ask for a new one where the meeting is: `!meet share #12`
    "#]].assert_eq(&world.says_in(CLUB, "cy", "!meet share K7QM-2FXD").await);
    world.says_in(CLUB, "mods", "!meet settings create moderators").await;
    expect![[r#"
        [m3 only for cy]
        Only moderators of this room can make meetings here. Ask one of them.
    "#]]
    .assert_eq(&world.says_in(CLUB, "cy", &format!("!meet share {word}")).await);
    expect![[r#"
        [m4 only for cy]
        Only moderators of this room can make meetings here. Ask one of them.
    "#]]
    .assert_eq(&world.says_in(CLUB, "cy", "!meet Dinner fri 19:00").await);
    world.says_in(CLUB, "mods", &format!("!meet share {word}")).await;
    // Who moderates the other room has nothing to say about the meeting.
    expect![[r#"
        [m6 only for mods]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.says_in(CLUB, "mods", "!meet cancel #1").await);
    // Neither by a form.
    let form = Filled {
        form: "cancel".to_owned(),
        values: vec![("meeting".to_owned(), "#1".to_owned())],
        ..Filled::default()
    };
    expect![[r#"
        [m7 only for mods]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.acts_in(CLUB, "mods", Action::Fill(form)).await);
    world.advance(TimeDelta::hours(25)).await;
    world.elsewhere.news();
    expect![[r#"
        [m8 only for mods]
        `MPFA-BA0K` stands for no meeting; such a word is good for a day. Ask for a new one where the meeting is: `!meet share #12`
    "#]].assert_eq(
        &world.says_in(("elsewhere", "hall"), "mods", &format!("!meet share {word}")).await,
    );
    world.end().await;
}

#[tokio::test]
async fn a_room_can_be_left() {
    let world = World::new().await;
    let word = lunch(&world).await;
    expect![[r#"
        [m4 only for ana]
        No other room shows “Lunch” (#1), so it stays here. To call it off: `!meet cancel #1`
    "#]]
    .assert_eq(&world.says("ana", "!meet share #1 off").await);
    world.says_in(CLUB, "cy", &format!("!meet share {word}")).await;
    expect![[r#"
        [m2 only for cy]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.says_in(CLUB, "cy", "!meet share #1 off").await);
    expect![[r#"
        [~m1]
        “Lunch” (#1) is no longer shown in this room.
        [m3 only for mods]
        “Lunch” (#1) is no longer shown in this room.
    "#]]
    .assert_eq(&world.says_in(CLUB, "mods", "!meet share #1 off").await);
    expect![[r#"
        [m4 only for cy]
        There is no meeting `#1` here. See them all: `!meet list`
    "#]]
    .assert_eq(&world.acts_in(CLUB, "cy", press("m1", "yes #1")).await);
    world.reacts("bo", "m1", "✅").await;
    assert!(world.elsewhere.is_quiet());
    // It can come back.
    let again = world.says_in(CLUB, "cy", &format!("!meet share {word}")).await;
    assert!(again.contains("Lunch"), "{again}");
    world.end().await;
}

fn say(text: &str) -> Action {
    Action::Say(convene::chat::Said { text: text.to_owned(), ..Default::default() })
}

use super::*;

#[tokio::test]
async fn an_answer_stands_in_the_thread_of_the_question_where_everyone_sees_it() {
    let world = World::without_buttons().await;
    expect![[r#"
        [m1 only for ana in thread of u0]
        Your zone is now Europe/Lisbon; the clock there shows 09:00 WET.
    "#]]
    .assert_eq(&world.says("ana", "!meet zone Europe/Lisbon").await);
    expect![[r#"
        [m2 only for ana in thread of u1]
        I do not know `lsit`. Do you mean `!meet list`? All commands: `!meet help`
    "#]]
    .assert_eq(&world.says("ana", "!meet lsit").await);
    expect![[r#"
        [m3]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 WET (UTC) · in 3 days
        Here       13:30–14:30 CET
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          reactions: ✅ 🤔 ❌
        [m4 pings bo in thread of m3]
        ana invited bo to “Lunch” (#1), Fri 4 Dec 2026, 12:30–13:30 WET (UTC), 13:30–14:30 CET here.
    "#]]
    .assert_eq(&world.says("ana", "!meet Lunch fri 12:30 @bo").await);
    expect![[r#"
        [~m3]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 WET (UTC) · in 3 days
        Here       13:30–14:30 CET
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          reactions: ✅ 🤔 ❌
        [m5 only for bo in thread of m3]
        ✅ You said yes to “Lunch” (#1), Fri 4 Dec 2026, 12:30–13:30 WET (UTC), 13:30–14:30 CET here.
    "#]].assert_eq(&world.replies("bo", "m3", "yes").await);
    world.end().await;
}

#[tokio::test]
async fn a_reply_to_the_command_is_a_reply_to_its_meeting() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.says("ana", "!meet Dinner fri 19:30").await;
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 only for bo]
        ✅ You said yes to “Lunch” (#1), Fri 4 Dec 2026, 12:30–13:30 CET.
        You were not invited; you are on the list now.
    "#]]
    .assert_eq(&world.replies("bo", "u0", "yes").await);
    expect![[r#"
        [~m2]
        Dinner

        When       Fri 4 Dec 2026, 19:30–20:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        ❌ Can't (1): bo

        #2
          buttons: yes #2 | maybe #2 | no #2
        [m4 only for bo]
        ❌ You said no to “Dinner” (#2), Fri 4 Dec 2026, 19:30–20:30 CET.
        You were not invited; you are on the list now.
    "#]]
    .assert_eq(&world.replies("bo", "u1", "!meet no").await);
    world.end().await;
}

#[tokio::test]
async fn an_answer_for_one_person_says_what_it_answers() {
    let world = World::new().await;
    world.says("ana", "!meet zone Europe/Lisbon").await;
    let shown = world.stage.messages().remove(0);
    assert_eq!(shown.message.thread, Some(MessageId("u0".to_owned())));
    world.end().await;
}

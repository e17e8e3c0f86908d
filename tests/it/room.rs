//! What a team does in a room, and what it sees.

#![expect(clippy::too_many_lines, reason = "what people see is long, and stands where it is seen")]

use chrono::TimeDelta;
use convene::testing::World;
use expect_test::expect;

use crate::said::last_file;

#[tokio::test]
async fn a_meeting_from_the_first_line_to_the_reminder() {
    let world = World::new().await;
    expect![[r#"
        [m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2 pings bo, cleo]
        ana invited bo, cleo to “Sprint review” (#1), Fri 4 Dec 2026, 15:00–15:45 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo @cleo in Room 5").await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.reacts("bo", "m1", "👍🏽").await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        🤔 Maybe (1): cleo (depends on the train)

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 only for cleo]
        🤔 You said maybe to “Sprint review” (#1), Fri 4 Dec 2026, 15:00–15:45 CET: depends on the train
    "#]].assert_eq(&world.says("cleo", "!meet maybe depends on the train").await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (3 of 4): ana, bo, dan
        🤔 Maybe (1): cleo (depends on the train)

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 only for dan]
        ✅ You said yes to “Sprint review” (#1), Fri 4 Dec 2026, 15:00–15:45 CET.
        You were not invited; you are on the list now.
    "#]]
    .assert_eq(&world.replies("dan", "m1", "yes").await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (2 of 4): ana, dan
        🤔 Maybe (1): cleo (depends on the train)
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.unreacts("bo", "m1", "👍🏽").await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (2 of 4): ana, dan
        🤔 Maybe (1): cleo (depends on the train)
        ❌ Can't (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.presses("bo", "m1", "no #1").await);
    world.clock.set("2026-12-04T13:44:59Z".parse().unwrap());
    expect![[""]].assert_eq(&world.look().await);
    expect![[r#"
        [m5 pings ana, cleo, dan]
        ⏰ “Sprint review” starts in 15 minutes: Fri 4 Dec 2026, 15:00–15:45 CET
        Where: Room 5
        ana, cleo, dan
        #1
          buttons: snooze #1
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 15 minutes
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (2 of 4): ana, dan
        🤔 Maybe (1): cleo (depends on the train)
        ❌ Can't (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.advance(TimeDelta::seconds(1)).await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::hours(1)).await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · 1 minute ago
        Length     45 min
        Where      Room 5
        Organizer  ana

        ✅ Going (2 of 4): ana, dan
        🤔 Maybe (1): cleo (depends on the train)
        ❌ Can't (1): bo

        #1 · over
    "#]]
    .assert_eq(&world.advance(TimeDelta::minutes(1)).await);
    expect![[r#"
        [m6 only for bo]
        “Sprint review” (#1) is over, so nothing about it can change. Make a new one: `!meet Sprint review fri 15:00`
    "#]].assert_eq(&world.reacts("bo", "m1", "✅").await);
    world.end().await;
}

#[tokio::test]
async fn another_time_is_proposed_declined_proposed_and_accepted() {
    let world = World::new().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo @cleo").await;
    world.reacts("cleo", "m1", "✅").await;
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (2 of 3): ana, cleo
        … no answer (1): bo

        🕒 bo proposes Thu 3 Dec 2026, 15:00–15:45 CET: I am in a train

        #1
          buttons: yes #1 | maybe #1 | no #1 | accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid
        [m3 pings ana]
        🕒 bo proposes another time for “Sprint review” (#1):
        Thu 3 Dec 2026, 15:00–15:45 CET
        instead of Fri 4 Dec 2026, 15:00–15:45 CET.
        Reason: I am in a train
        ana decides: `!meet accept #1 bo` or `!meet decline #1 bo`
          buttons: accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid
    "#]].assert_eq(
        &world.replies("bo", "m1", "!meet propose thu 15:00 because I am in a train").await,
    );
    expect![[r#"
        [m4 only for cleo]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.presses("cleo", "m3", "accept #1 mailto:bo@stage.invalid").await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (2 of 3): ana, cleo
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5 pings bo]
        ❌ bo's time for “Sprint review” (#1) is declined: it stays Fri 4 Dec 2026, 15:00–15:45 CET.
        Reason: the room is taken
    "#]]
    .assert_eq(&world.says("ana", "!meet decline #1 @bo the room is taken").await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (2 of 3): ana, cleo
        … no answer (1): bo

        🕒 bo proposes Thu 3 Dec 2026, 16:00–16:45 CET

        #1
          buttons: yes #1 | maybe #1 | no #1 | accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid
        [m6 pings ana]
        🕒 bo proposes another time for “Sprint review” (#1):
        Thu 3 Dec 2026, 16:00–16:45 CET
        instead of Fri 4 Dec 2026, 15:00–15:45 CET.
        ana decides: `!meet accept #1 bo` or `!meet decline #1 bo`
          buttons: accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid
    "#]]
    .assert_eq(&world.says("bo", "!meet propose #1 thu 16:00").await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Thu 3 Dec 2026, 16:00–16:45 CET · in 2 days
        Length     45 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m7 pings bo, cleo]
        ✅ bo's time for “Sprint review” (#1) is accepted: it is now Thu 3 Dec 2026, 16:00–16:45 CET.
        bo comes; everyone else is asked to answer again.
    "#]]
    .assert_eq(&world.says("ana", "!meet accept").await);
    expect![[r#"
        [m8 only for ana]
        bo has no open proposal for “Sprint review” (#1). See what is open: `!meet show #1`
    "#]]
    .assert_eq(&world.says("ana", "!meet accept #1 @bo").await);
    world.end().await;
}

#[tokio::test]
async fn the_organizer_and_co_hosts_edit_and_nobody_else() {
    let world = World::new().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    world.reacts("bo", "m1", "✅").await;
    expect![[r#"
        [m3 only for bo]
        Only ana, the co-hosts and the moderators of its room can do that. You can propose another time: `!meet propose thu 15:00`
    "#]].assert_eq(&world.says("bo", "!meet move #1 to 16:00").await);
    expect![[r#"
        [m4 pings bo]
        ana added bo as co-host of “Sprint review” (#1): moving, editing and cancelling it is allowed now.
    "#]].assert_eq(&world.says("ana", "!meet cohost #1 @bo").await);
    expect![[r#"
        [~m1]
        Sprint review and demo

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5]
        bo renamed “Sprint review” to “Sprint review and demo” (#1).
    "#]]
    .assert_eq(&world.says("bo", "!meet rename #1 Sprint review and demo").await);
    expect![[r#"
        [~m1]
        Sprint review and demo

        When       Fri 4 Dec 2026, 16:00–16:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6 pings ana]
        bo moved “Sprint review and demo” (#1) to Fri 4 Dec 2026, 16:00–16:45 CET; it was Fri 4 Dec 2026, 15:00–15:45 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.says("bo", "!meet move sprint to 16:00").await);
    expect![[r#"
        [~m1]
        Sprint review and demo

        When       Fri 4 Dec 2026, 16:00–16:45 CET · in 3 days
        Length     45 min
        Where      Room 7
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m7]
        ana set the place of “Sprint review and demo” (#1): Room 7
    "#]]
    .assert_eq(&world.says("ana", "!meet place Room 7").await);
    expect![[r#"
        [~m1]
        Sprint review and demo

        When       Fri 4 Dec 2026, 16:00–16:45 CET · in 3 days
        Length     45 min
        Where      Room 7
        Organizer  ana

          Bring the numbers

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m8]
        ana changed the description of “Sprint review and demo” (#1).
    "#]]
    .assert_eq(&world.says("ana", "!meet describe #1 Bring the numbers").await);
    expect![[r#"
        [~m1]
        Sprint review and demo

        When       Fri 4 Dec 2026, 16:00–16:45 CET · in 3 days
        Length     45 min
        Where      Room 7
        Organizer  ana

          Bring the numbers

        ✅ Going (1 of 4): ana
        … no answer (3): bo, dan, kim@example.com

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m9 pings dan]
        ana invited dan, kim@example.com to “Sprint review and demo” (#1), Fri 4 Dec 2026, 16:00–16:45 CET.
    "#]].assert_eq(&world.says("ana", "!meet invite @dan mail kim@example.com").await);
    expect![[r#"
        [~m1]
        Sprint review and demo

        When       Fri 4 Dec 2026, 16:00–16:45 CET · in 3 days
        Length     45 min
        Where      Room 7
        Organizer  ana

          Bring the numbers

        ✅ Going (1 of 3): ana
        … no answer (2): bo, kim@example.com

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m10 pings dan]
        ana took dan off the list of “Sprint review and demo” (#1).
    "#]]
    .assert_eq(&world.says("ana", "!meet uninvite @dan").await);
    expect![[r#"
        [m11 pings bo]
        ana removed bo as co-host of “Sprint review and demo” (#1).
    "#]]
    .assert_eq(&world.says("ana", "!meet cohost @bo off").await);
    expect![[r#"
        [~m1]
        CANCELLED: Sprint review and demo

        When       Fri 4 Dec 2026, 16:00–16:45 CET
        Length     45 min
        Where      Room 7
        Organizer  ana

          Bring the numbers

        ✅ Going (1 of 3): ana
        … no answer (2): bo, kim@example.com

        #1
        [m12 pings ana, bo]
        mods cancelled “Sprint review and demo” (#1), Fri 4 Dec 2026, 16:00–16:45 CET: the office is closed
    "#]].assert_eq(&world.says("mods", "!meet cancel #1 the office is closed").await);
    expect![[r#"
        [m13 only for bo]
        “Sprint review and demo” (#1) is cancelled, so nothing about it can change. Make a new one: `!meet Sprint review and demo fri 15:00`
    "#]].assert_eq(&world.says("bo", "!meet yes #1").await);
    expect![[r#"
        [m14 only for ana]
        “Sprint review and demo” (#1) is cancelled, so nothing about it can change. Make a new one: `!meet Sprint review and demo fri 15:00`
    "#]].assert_eq(&world.says("ana", "!meet move #1 to 17:00").await);
    world.end().await;
}

#[tokio::test]
async fn somebody_else_goes() {
    let world = World::new().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo → sam

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 pings sam]
        bo → sam: bo asks sam to go to “Sprint review” (#1) instead.
        sam can answer: `!meet yes #1`
    "#]]
    .assert_eq(&world.says("bo", "!meet delegate @sam").await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (2 of 2): ana, bo → sam

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.reacts("sam", "m1", "✅").await);
    expect![[r#"
        [m4 only for sam]
        bo sent you, so you cannot send bo back. Answer yourself: `!meet yes #12`
    "#]]
    .assert_eq(&world.says("sam", "!meet delegate @bo").await);
    expect![[r#"
        [m5 only for bo]
        You cannot send yourself. Name somebody else: `!meet delegate #12 @sam`
    "#]]
    .assert_eq(&world.says("bo", "!meet delegate @bo").await);
    expect![[r#"
        [m6 only for ana]
        The organizer of #1 cannot send somebody else. Make somebody a co-host: `!meet cohost #1 @sam`
    "#]].assert_eq(&world.says("ana", "!meet delegate @bo").await);
    world.end().await;
}

#[tokio::test]
async fn lists_and_one_meeting_in_full() {
    let world = World::new().await;
    expect![[r#"
        [m1 only for ana]
        The next 14 days

        No meetings. Make one: `!meet Sprint review fri 15:00-15:45`
    "#]]
    .assert_eq(&world.says("ana", "!meet list").await);
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    world.says("bo", "!meet Lunch tomorrow 12:30").await;
    world.says("bo", "!meet no #1 sick that day").await;
    expect![[r#"
        [m6 only for ana]
        This week

        #2 Lunch
            Wed 2 Dec 2026, 12:30–13:30 CET · tomorrow · 1 going
        #1 Sprint review
            Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days · 1 going, 1 can't
    "#]]
    .assert_eq(&world.says("ana", "!meet list this week").await);
    expect![[r#"
        [m7 only for ana]
        Tomorrow

        #2 Lunch
            Wed 2 Dec 2026, 12:30–13:30 CET · tomorrow · 1 going
    "#]]
    .assert_eq(&world.says("ana", "!meet list tomorrow").await);
    expect![[r#"
        [m8 only for bo]
        Your meetings

        #2 Lunch
            Wed 2 Dec 2026, 12:30–13:30 CET · tomorrow · 1 going · you said yes
        #1 Sprint review
            Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days · 1 going, 1 can't · you said no
    "#]]
    .assert_eq(&world.says("bo", "!meet mine").await);
    expect![[r#"
        [m9 only for cleo]
        Your meetings

        No meetings. Make one: `!meet Sprint review fri 15:00-15:45`
    "#]]
    .assert_eq(&world.says("cleo", "!meet mine").await);
    expect![[r#"
        [m10 only for cleo]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (1)
          ana

        ❌ Can't (1)
          bo: sick that day

        #1
    "#]]
    .assert_eq(&world.says("cleo", "!meet show spri").await);
    expect![[r#"
        [m11 only for bo]
        More than one meeting fits. Say its number:
        #2 Lunch, Wed 2 Dec 2026, 12:30–13:30 CET
        #1 Sprint review, Fri 4 Dec 2026, 15:00–15:45 CET
    "#]]
    .assert_eq(&world.says("bo", "!meet yes").await);
    expect![[r#"
        [m12 only for cleo]
        There is no meeting `#9` here. See them all: `!meet list`
    "#]]
    .assert_eq(&world.says("cleo", "!meet show #9").await);
    world.end().await;
}

#[tokio::test]
async fn zones_and_settings() {
    let world = World::new().await;
    expect![[r#"
        [m1 only for ana]
        Your times are read in Europe/Berlin (this bot's zone); the clock there shows 10:00 CET.
        Change it: `!meet zone Europe/Berlin`
    "#]]
    .assert_eq(&world.says("ana", "!meet zone").await);
    expect![[r#"
        [m2 only for ana]
        Your zone is now America/New_York; the clock there shows 04:00 EST.
    "#]]
    .assert_eq(&world.says("ana", "!meet zone America/New_York").await);
    expect![[r#"
        [m3]
        Call

        When       Fri 4 Dec 2026, 15:00–16:00 EST (UTC−5) · in 3 days
        Here       21:00–22:00 CET
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.says("ana", "!meet Call fri 15:00").await);
    expect![[r#"
        [m4 only for ana]
        I do not know the zone `Nowhere/Atall`. Name a region and a city: `!meet zone Europe/Berlin`
    "#]]
    .assert_eq(&world.says("ana", "!meet zone Nowhere/Atall").await);
    expect![[r#"
        [m5 only for ana]
        The zone is now Europe/Berlin; the clock there shows 10:00 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet zone none").await);
    expect![[r#"
        [m6 only for ana]
        `zone` Europe/Berlin (default)
            The zone of those who chose none of their own, and of the cards.
        `length` 1 h (default)
            How long a meeting is when nobody says.
        `reminder` 15 min (default)
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
    .assert_eq(&world.says("ana", "!meet settings").await);
    expect![[r#"
        [m7 only for ana]
        Only moderators of this room can change the settings of this room. Ask one of them.
    "#]]
    .assert_eq(&world.says("ana", "!meet settings length 30m").await);
    expect![[r#"
        [m8 only for mods]
        `length` is now 30 min; it was 1 h.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings length 30m").await);
    expect![[r#"
        [m9 only for mods]
        `answers` is now invited; it was open.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings answers invited").await);
    expect![[r#"
        [m10 only for mods]
        There is no setting `anwsers`. Do you mean `answers`? All settings: `!meet settings`
    "#]]
    .assert_eq(&world.says("mods", "!meet settings anwsers open").await);
    expect![[r#"
        [m11 only for mods]
        `reminder` cannot be `3 parsecs`. It takes lengths such as 15m or 1 day, 15 min, up to five of at most four weeks, or off, or default.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings reminder 3 parsecs").await);
    expect![[r#"
        [m12 only for bo]
        Only those who are invited can answer “Call” (#1). Ask ana to invite you: `!meet invite #1 @you`
    "#]].assert_eq(&world.reacts("bo", "m3", "✅").await);
    expect![[r#"
        [m13 only for mods]
        `reminder` is now off; it was 15 min.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings reminder off").await);
    expect![[r#"
        [m14]
        Tea

        When       Fri 4 Dec 2026, 16:00–16:30 CET · in 3 days
        Length     30 min
        Organizer  ana

        ✅ Going (1 of 1): ana

        #2
          buttons: yes #2 | maybe #2 | no #2
    "#]]
    .assert_eq(&world.says("ana", "!meet Tea fri 16:00").await);
    world.end().await;
}

#[tokio::test]
async fn help_doctor_and_what_is_kept_of_me() {
    let world = World::new().await;
    expect![[r#"
        [m1 only for ana]
        Make a meeting in one line: `!meet Sprint review fri 15:00-15:45`
        Answer with a reaction (✅ yes, 🤔 maybe, ❌ no) or with a word:

        `!meet new TITLE WHEN [@PEOPLE] [in PLACE]`
            Make a meeting: its title, when it is, who shall come, where.
        `!meet undo [#NUMBER]`
            Take back what you last did to a meeting: a change, or making it.
        `!meet list [today | tomorrow | this week | next week | this month | DATE]`
            Show what is on in this room.
        `!meet show [#NUMBER | LETTERS] [DAY]`
            Show a meeting in full: every name, every comment, who has not answered.
        `!meet mine`
            Show the meetings you are in, with your answers.
        `!meet yes [#NUMBER | LETTERS] [DATES] [COMMENT]`
            Say that you come.
        `!meet no [#NUMBER | LETTERS] [DATES] [COMMENT]`
            Say that you do not come.
        `!meet maybe [#NUMBER | LETTERS] [DATES] [COMMENT]`
            Say that you may come.
        `!meet move [#NUMBER | LETTERS to] [DATES] WHEN`
            Move a meeting to another time; everyone is asked again.
        `!meet edit [#NUMBER | LETTERS] [DATES] [title: TITLE] [when: WHEN] [place: PLACE] [description: TEXT]`
            Change a meeting: its title, its time, its place and what it is about, in one step.
        `!meet rename [#NUMBER] [DATES] TITLE`
            Give a meeting another title.
        `!meet place [#NUMBER] [DATES] PLACE | none`
            Say where a meeting is; `none` takes the place away.
        `!meet describe [#NUMBER] [DATES] TEXT | none`
            Say what a meeting is about; `none` takes the text away.
        `!meet invite [#NUMBER | LETTERS] [DATES] @PEOPLE [mail ADDRESS]`
            Invite people, also by mail address.
        `!meet uninvite [#NUMBER | LETTERS] [DATES] @PEOPLE`
            Take people off a meeting.
        `!meet cohost [#NUMBER] @PERSON [off]`
            Let somebody else change a meeting too, or no longer.
        `!meet cancel [#NUMBER | LETTERS] [DATES] [WHY]`
            Call a meeting off; everyone in it is told.
        `!meet skip [#NUMBER] [next [N] | DAYS] [WHY]`
            Call off the next date of a series, a few, or some by day.
        `!meet unskip [#NUMBER] DAY`
            Put a date of a series back that was called off.
        `!meet add [#NUMBER] WHEN`
            Hold a meeting once more, on another date.
        `!meet pause [#NUMBER] [from DAY] until DAY`
            Call off all dates of a series up to a day.
        `!meet resume [#NUMBER] [from DAY]`
            End the pause of a series.
        `!meet end [#NUMBER] on DAY | never`
            Say when a series ends.
        `!meet repeat [#NUMBER] every DAYS [WHEN] | never`
            Say how a meeting repeats, or that it does not.
        `!meet propose [#NUMBER] [DATES] WHEN [because WHY]`
            Propose another time; the organizer accepts or declines it.
        `!meet accept [#NUMBER] [@WHO]`
            Accept a proposed time: the meeting moves there.
        `!meet decline [#NUMBER] [@WHO] [WHY]`
            Decline a proposed time: the meeting stays where it is.
        `!meet delegate [#NUMBER] [DATES] @PERSON`
            Send somebody else in your place.
        `!meet remind [me | us] WHEN TEXT | [me] [#NUMBER] LENGTHS | list | delete NUMBER`
            Be reminded of a meeting or of anything else, you alone or everyone here.
        `!meet snooze [#NUMBER | LETTERS | rNUMBER] [LENGTH | until WHEN]`
            Be reminded once more, you alone: in ten minutes, or when you say.
        `!meet share [#NUMBER | LETTERS] [off] | WORD`
            Show a meeting in another room too: get a word for it, and type that word there.
        `!meet export [#NUMBER | LETTERS]`
            Get the meeting as a calendar file (.ics).
        `!meet zone [ZONE | none]`
            Say or see in which time zone your times are meant.
        `!meet settings [NAME VALUE | NAME default]`
            See or change what holds in this room, such as its zone and who makes meetings.
        `!meet help [COMMAND]`
            Show what can be typed, or one command in full.
        `!meet doctor`
            Say what works here, what does not, and how to mend it.
        `!meet my-data`
            Get everything that is kept of you, as a file.
        `!meet forget-me [yes]`
            Remove what is kept of you: your answers, your zone, your name; your own meetings are called off.

        DATES are some of a meeting that repeats: `this`, `this and following`, `all` or `on 24 dec`.
        More about one: `!meet help NAME`
    "#]].assert_eq(&world.says("ana", "!meet").await);
    expect![[r#"
        [m2 only for ana]
        `!meet propose [#NUMBER] [DATES] WHEN [because WHY]`
        Propose another time; the organizer accepts or declines it.
        For example: `!meet propose thu 15:00`
        or `!meet propose #12 fri 10:00 because I am in a train`
        Also: `counter`, `suggest`
        Who may: everyone here
    "#]]
    .assert_eq(&world.says("ana", "!meet help propose").await);
    expect![[r#"
        [m3 only for ana]
        ✅ OK: I can read and write my database.
        ✅ OK: The clock says 10:00 CET in Europe/Berlin, this room's zone.
        ✅ OK: Every message went out.
        ❌ Not OK: I cannot send mail. Give people without chat the file that export gives.
    "#]]
    .assert_eq(&world.says("ana", "!meet doctor").await);
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    world.says("bo", "!meet Lunch tomorrow 12:30 @ana").await;
    expect![[r#"
        [m8 only for bo]
        All that I keep about you is in my-data.json.
        Have it deleted: `!meet forget-me`
          file: my-data.json (application/json; charset=utf-8)
    "#]]
    .assert_eq(&world.says("bo", "!meet my-data").await);
    let data = last_file(&world).content;
    assert!(data.contains("mailto:bo@stage.invalid"), "{data}");
    expect![[r#"
        [m9 only for bo]
        This removes you, 1 of your answers and your settings, and cancels 1 meeting that you organize. It cannot be undone.
        If you mean it: `!meet forget-me yes`
          buttons: forget-me yes
    "#]].assert_eq(&world.says("bo", "!meet forget-me").await);
    expect![[r#"
        [~m6]
        CANCELLED: Lunch

        When       Wed 2 Dec 2026, 12:30–13:30 CET
        Length     1 h

        ✅ Going (0 of 1)
        … no answer (1): ana

        #2
        [m10 pings ana]
        The organizer cancelled “Lunch” (#2), Wed 2 Dec 2026, 12:30–13:30 CET.
        [~m4]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m11 only for bo]
        You are forgotten: 1 answer removed, 1 meeting cancelled.
    "#]]
    .assert_eq(&world.says("bo", "!meet forget-me yes").await);
    let shown = world.stage.messages();
    let card = shown.iter().find(|shown| shown.message.text.starts_with("Sprint review")).unwrap();
    assert!(!card.message.text.contains("bo"), "{}", card.message.text);
    world.end().await;
}

#[tokio::test]
async fn a_meeting_is_meant_by_letters_or_not_at_all() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch with @bo and @cy fri 12:00").await;
    let first = world.stage.messages()[0].message.text.clone();
    assert!(first.starts_with("Lunch\n"), "{first}");
    expect![[r#"
        [m3 only for ana]
        There is no meeting `standup` here. See them all: `!meet list`
    "#]]
    .assert_eq(&world.says("ana", "!meet cancel standup").await);
    expect![[r#"
        [m4 only for ana]
        There is no meeting `#0` here. See them all: `!meet list`
    "#]]
    .assert_eq(&world.says("ana", "!meet cancel #0").await);
    expect![[r#"
        [m5 only for ana]
        There is no meeting `Room 3` here. See them all: `!meet list`
    "#]]
    .assert_eq(&world.says("ana", "!meet move Room 3 to 17:00").await);
    expect![[r#"
        [m6 only for ana]
        There is no meeting `standup` here. See them all: `!meet list`
    "#]]
    .assert_eq(&world.says("ana", "!meet show standup").await);
    expect![[r#"
        [~m1]
        Dinner

        When       Fri 4 Dec 2026, 12:00–13:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cy

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m7]
        ana renamed “Lunch” to “Dinner” (#1).
    "#]]
    .assert_eq(&world.says("ana", "!meet rename lunch to Dinner").await);
    expect![[r#"
        [~m1]
        Dinner

        When       Fri 4 Dec 2026, 12:00–13:00 CET · in 3 days
        Length     1 h
        Where      Room 3
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cy

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m8]
        ana set the place of “Dinner” (#1): Room 3
    "#]]
    .assert_eq(&world.says("ana", "!meet place dinner Room 3").await);
    expect![[r#"
        [~m1]
        Dinner

        When       Fri 4 Dec 2026, 12:00–13:00 CET · in 3 days
        Length     1 h
        Where      Room 3
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cy

        🕒 eve proposes Fri 4 Dec 2026, 13:00–14:00 CET

        #1
          buttons: yes #1 | maybe #1 | no #1 | accept #1 mailto:eve@stage.invalid | decline #1 mailto:eve@stage.invalid
        [m9 pings ana]
        🕒 eve proposes another time for “Dinner” (#1):
        Fri 4 Dec 2026, 13:00–14:00 CET
        instead of Fri 4 Dec 2026, 12:00–13:00 CET.
        ana decides: `!meet accept #1 eve` or `!meet decline #1 eve`
          buttons: accept #1 mailto:eve@stage.invalid | decline #1 mailto:eve@stage.invalid
    "#]].assert_eq(&world.says("eve", "!meet propose dinner fri 13:00").await);
    expect![[r#"
        [m10 only for ana]
        cy has no open proposal for “Dinner” (#1). See what is open: `!meet show #1`
    "#]]
    .assert_eq(&world.says("ana", "!meet accept #1 cy").await);
    expect![[""]].assert_eq(&world.reacts("bo", "m9", "✅").await);
    expect![[r#"
        [~m1]
        Dinner

        When       Fri 4 Dec 2026, 13:00–14:00 CET · in 3 days
        Length     1 h
        Where      Room 3
        Organizer  ana

        ✅ Going (2 of 4): ana, eve
        … no answer (2): bo, cy

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m11 pings bo, cy, eve]
        ✅ eve's time for “Dinner” (#1) is accepted: it is now Fri 4 Dec 2026, 13:00–14:00 CET.
        eve comes; everyone else is asked to answer again.
    "#]]
    .assert_eq(&world.says("ana", "!meet accept #1 eve").await);
    world.end().await;
}

#[tokio::test]
async fn whole_days_are_whole_days_everywhere() {
    let world = World::new().await;
    world.says("ana", "!meet Offsite 2026-12-24 all day").await;
    world.says("bo", "!meet zone America/New_York").await;
    expect![[r#"
        [m3 only for bo]
        This month

        #1 Offsite
            Thu 24 Dec 2026, all day · in 3 weeks · 1 going
    "#]]
    .assert_eq(&world.says("bo", "!meet list this month").await);
    world.end().await;
}

#[tokio::test]
async fn the_reminder_follows_the_rooms_setting() {
    let world = World::new().await;
    world.says("ana", "!meet Tea 11:00").await;
    world.says("mods", "!meet settings reminder off").await;
    assert_eq!(world.advance(TimeDelta::minutes(50)).await, "");
    world.says("mods", "!meet settings reminder 5m").await;
    let reminded = world.advance(TimeDelta::minutes(5)).await;
    assert!(reminded.contains("starts in 5 minutes"), "{reminded}");
    world.end().await;
}

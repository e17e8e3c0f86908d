//! Who may change what; and what the bot does where it may not do everything.

use expect_test::expect;

use super::{
    fake::{
        member::Member,
        rights,
        world::{Id, Overwrite},
    },
    play,
    stage::{self, Stage},
};

const WHEN: &str = "2027-03-05 15:00";

/// Somebody more in the guild, with a role of these rights.
fn joined_with(stage: &Stage, name: &str, rights: u64) -> Member {
    let member = stage::joined(&stage.fake, name, "Europe/Berlin");
    let mut world = stage.fake.world();
    let role = world.add_role(stage.fake.guild, name, rights);
    let guild = world.guilds.get_mut(&stage.fake.guild).unwrap();
    guild.members.get_mut(&member.id).unwrap().roles.push(role);
    drop(world);
    member
}

/// Takes rights from the bot in #general, and gives back all others.
fn deny(stage: &Stage, deny: u64) {
    let overwrite = Overwrite { id: stage.fake.bot, member: true, allow: 0, deny };
    stage.olga.overwrites(stage.fake.general, overwrite);
}

/// Takes the right to make events from the bot.
fn deny_events(stage: &Stage) {
    let mut world = stage.fake.world();
    let guild = world.guilds.get_mut(&stage.fake.guild).unwrap();
    for role in guild.roles.values_mut().filter(|role| role.name == "Convene") {
        role.permissions &= !rights::CREATE_EVENTS;
    }
}

/// What the doctor finds wrong.
async fn findings(who: &Member) -> String {
    let said = who.slash("/meet doctor").await.said;
    let wrong = said.lines().filter(|line| line.contains("Not OK") && !line.contains("mail"));
    wrong.map(|line| line.trim().to_owned() + "\n").collect()
}

#[test]
fn a_meeting_is_changed_by_those_who_answer_for_it() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Sprint review", WHEN).await;
        let refused = stage.bo.slash("/meet move meeting:#1 when:2027-03-05 16:00").await;
        assert!(refused.ephemeral);
        expect![[r#"
            Convene (only for you): Only ana, the co-hosts and the moderators of its room can do that. You can propose another time: `/meet propose thu 15:00`
        "#]].assert_eq(&refused.said);
        stage.ana.slash("/meet cohost who:@bo meeting:#1").await;
        stage.bo.slash("/meet move meeting:#1 when:2027-03-05 16:00").await;
        stage.shows("5 March 2027 10:00").await;
        let kim = joined_with(&stage, "kim", rights::MANAGE_EVENTS);
        kim.slash("/meet edit meeting:#1 title:Sprint demo").await;
        stage.shows("# Sprint demo").await;
        let dan = joined_with(&stage, "dan", rights::MANAGE_THREADS);
        let refused = dan.slash("/meet cancel meeting:#1").await;
        assert!(refused.ephemeral && refused.said.contains("ana"), "{}", refused.said);
        assert!(!dan.reads(card).contains("[red]"), "{}", dan.reads(card));
        stage.olga.slash("/meet cancel meeting:#1 why:nobody is here").await;
        stage.shows("# CANCELLED: Sprint demo [red]").await;
        stage.ends_well();
    });
}

#[test]
fn moderators_say_who_makes_meetings() {
    play(async {
        let mut stage = Stage::open().await;
        let refused = stage.ana.slash("/meet settings name:create value:moderators").await;
        assert!(refused.ephemeral);
        expect![[r#"
            Convene (only for you): Only moderators of this room can change the settings of this room. Ask one of them.
        "#]].assert_eq(&refused.said);
        stage.olga.slash("/meet settings name:create value:moderators").await;
        let refused = stage.ana.slash(&format!("/meet new title:Lunch when:{WHEN}")).await;
        assert!(refused.ephemeral);
        expect![[r#"
            Convene (only for you): Only moderators of this room can make meetings here. Ask one of them.
        "#]].assert_eq(&refused.said);
        let kim = joined_with(&stage, "kim", rights::MANAGE_EVENTS);
        kim.slash(&format!("/meet new title:Lunch when:{WHEN}")).await;
        let card = stage.card(stage.fake.general, "Lunch").await;
        stage.ana.press(card, "✅ Going").await;
        stage.shows("Going (2").await;
        stage.ends_well();
    });
}

#[test]
fn the_doctor_says_what_is_missing_here_and_how_to_grant_it() {
    play(async {
        let mut stage = Stage::open_with("threads = true\nreactions = true\nevents = true").await;
        assert_eq!(findings(&stage.ana).await, "");
        deny(&stage, rights::SEND_MESSAGES);
        expect![[r#"
            ❌ Not OK: I cannot write here, so no meeting can be shown here. Somebody who manages this channel can open its settings, choose Permissions, add my role, and allow “Send Messages”.
        "#]].assert_eq(&findings(&stage.ana).await);
        deny(&stage, rights::EMBED_LINKS | rights::ATTACH_FILES | rights::READ_MESSAGE_HISTORY);
        expect![[r#"
            ❌ Not OK: My cards are plain text here. Somebody who manages this channel can open its settings, choose Permissions, add my role, and allow “Embed Links”.
            ❌ Not OK: I cannot put .ics files into the channel; /meet export gives you one all the same. Somebody who manages this channel can open its settings, choose Permissions, add my role, and allow “Attach Files”.
            ❌ Not OK: I cannot put reactions under my cards or find what I wrote here. Somebody who manages this channel can open its settings, choose Permissions, add my role, and allow “Read Message History”.
        "#]].assert_eq(&findings(&stage.ana).await);
        deny(&stage, rights::CREATE_PUBLIC_THREADS | rights::ADD_REACTIONS);
        deny_events(&stage);
        expect![[r#"
            ❌ Not OK: I cannot put reactions under my cards; buttons work. Somebody who manages this channel can open its settings, choose Permissions, add my role, and allow “Add Reactions”.
            ❌ Not OK: I cannot open a thread for a meeting; I write in the channel instead. Somebody who manages this channel can open its settings, choose Permissions, add my role, and allow “Create Public Threads”.
            ❌ Not OK: I cannot show meetings among the server's events. Somebody who manages this channel can open its settings, choose Permissions, add my role, and allow “Create Events”.
        "#]].assert_eq(&findings(&stage.ana).await);
        assert_eq!(findings(&stage.ana.at(stage.fake.random)).await.lines().count(), 1);
        stage.ends_well();
    });
}

#[test]
fn what_the_bot_is_not_to_do_it_does_not_miss() {
    play(async {
        let mut stage = Stage::open_with("events = false").await;
        deny(&stage, rights::CREATE_PUBLIC_THREADS | rights::ADD_REACTIONS);
        deny_events(&stage);
        assert_eq!(findings(&stage.ana).await, "");
        stage.ends_well();
    });
}

#[test]
fn where_panels_are_forbidden_a_card_is_text() {
    play(async {
        let mut stage = Stage::open().await;
        deny(&stage, rights::EMBED_LINKS);
        stage.fake.expect(50013, 10);
        stage.ana.slash(&format!("/meet new title:Lunch when:{WHEN}")).await;
        let card = text_card(&stage, "Lunch").await;
        let shown = stage.bo.reads(card);
        assert!(shown.contains("**Lunch**") && shown.contains("[✅ Going]"), "{shown}");
        stage.bo.press(card, "✅ Going").await;
        stage.shows("(2 of 2)").await;
        // Once it may, the next change is shown as everywhere.
        deny(&stage, 0);
        stage.bo.press(card, "❌ Can't").await;
        stage.shows("# Lunch").await;
        let shown = stage.bo.reads(card);
        assert_eq!(shown.matches("Lunch").count(), 1, "{shown}");
        stage.ends_well();
    });
}

/// The card of a meeting, where it is no panel.
async fn text_card(stage: &Stage, title: &str) -> Id {
    let found = stage.ana.until(|world| {
        let mut all = world.messages.values();
        all.find(|one| one.content.contains(title) && !one.components.is_empty()).map(|one| one.id)
    });
    found.await.unwrap_or_else(|| panic!("no card:\n{}", stage.ana.sees(stage.fake.general)))
}

#[test]
fn where_the_bot_may_not_write_its_answers_still_come() {
    play(async {
        let mut stage = Stage::open().await;
        deny(&stage, rights::SEND_MESSAGES);
        let said = stage.ana.slash(&format!("/meet new title:Lunch when:{WHEN}")).await;
        assert!(said.ephemeral);
        expect![[r#"
            Convene (only for you): I may not write in this channel, so I cannot show a meeting here. Somebody who manages it can allow it to me: `/meet doctor` says how.
        "#]].assert_eq(&said.said);
        let listed = stage.ana.slash("/meet list").await;
        assert!(listed.ephemeral);
        assert!(listed.said.contains("No meetings"), "{}", listed.said);
        stage.ends_well();
    });
}

#[test]
fn a_calendar_file_comes_where_files_are_forbidden() {
    play(async {
        let mut stage = Stage::open().await;
        stage.meeting("Lunch", WHEN).await;
        deny(&stage, rights::ATTACH_FILES);
        let said = stage.bo.slash("/meet export meeting:#1").await;
        assert!(said.ephemeral && said.said.contains(".ics"), "{}", said.said);
        stage.ends_well();
    });
}

//! Where the bot is talked to: in servers, alone, and where it is no member.

use std::fmt::Write as _;

use expect_test::expect;

use super::{
    fake::{rights, world::User},
    play,
    stage::{Stage, joined, without_distance},
};

const WHEN: &str = "2027-03-05 15:00-15:45";

#[test]
fn nobody_is_pinged_by_what_people_write() {
    play(async {
        let mut stage = Stage::open().await;
        let role = stage.fake.world().add_role(stage.fake.guild, "team", 0);
        if let Some(guild) = stage.fake.world().guilds.get_mut(&stage.fake.guild) {
            guild.roles.entry(role).and_modify(|role| role.mentionable = true);
        }
        let olga = stage.olga.mention();
        let title =
            format!("@everyone @here {olga} <@&{role}> **b** ~~s~~ [a](http://x) `c` \u{202e}tfel");
        let text = format!("{olga} {}", "@everyone *x* ".repeat(280));
        let made = stage
            .ana
            .slash(&format!(
                "/meet new title:{title} when:{WHEN} place:{title} with:@bo description:{text}"
            ))
            .await;
        assert!(made.ephemeral, "{}", made.said);
        let card = stage.ana.finds(stage.fake.general, "[✅ Going]").await;
        let opened = stage.bo.select(card, "💬 Maybe, with a comment").await;
        stage.bo.submit(opened.form(), &[("comment", &title)]).await;
        stage.reads(card, "Maybe (1)").await;
        let moved = stage.ana.slash("/meet move meeting:#1 when:16:00").await;
        assert!(moved.ephemeral, "{}", moved.said);
        let opened = stage.ana.select(card, "🗑️ Cancel").await;
        stage.ana.submit(opened.form(), &[("why", &format!("@everyone {olga}"))]).await;
        let read = stage.reads(card, "CANCELLED").await;
        expect![[r#"
            Convene (edited):
              | # CANCELLED: @¦everyone @¦here <@¦OLGA> <@¦&TEAM> **b** ~~s~~ [a](http://x) `c` tfel [red]
              | ~~Friday, 5 March 2027 16:00~~
              | Length: 45 min
              | Where: @¦everyone @¦here \<@¦OLGA\> \<@¦\&TEAM\> \*\*b\*\* \~\~s\~\~ \[a\](http://x) \`c\` tfel
              | Organizer: ana
              | > \<@¦OLGA\> … … … … … … … … @¦everyone \*x\* @¦everyone \*x\* @¦everyone \*x\* @¦everyone \*x\*…
              | ✅ Going (1 of 2): ana
              | … no answer (1): bo
              | -- #1
        "#]].assert_eq(&read
            .replace(&stage.olga.id.to_string(), "OLGA")
            .replace(&role.to_string(), "TEAM")
            .replace('\u{200b}', "¦")
            .replace(&" @¦everyone \\*x\\*".repeat(10), " …"));
        let pinged: Vec<_> = {
            let world = stage.fake.world();
            let bot = stage.fake.bot;
            let own = world.messages.values().filter(|one| one.author == bot);
            own.flat_map(|one| {
                assert!(!one.pinged_everyone && one.pinged_roles.is_empty(), "{}", one.content);
                one.pinged.clone()
            })
            .collect()
        };
        assert!(!pinged.is_empty());
        assert!(pinged.iter().all(|id| *id == stage.bo.id), "{pinged:?}");
        stage.ends_well();
    });
}

#[test]
fn what_cannot_be_is_said_to_one_in_a_sentence() {
    play(async {
        let mut stage = Stage::open().await;
        stage.meeting("Lunch", WHEN).await;
        let mut said = String::new();
        for command in [
            "new title:Lunch when:2020-01-01 12:00",
            "new title:Lunch",
            "new title:Lunch when:25:99",
            "move meeting:#7 when:16:00",
            "propose meeting:#1 when:16:00",
            "delegate who:@bo meeting:#1",
            "invite meeting:#1 people:@everyone",
            "zone zone:Atlantis",
            "settings name:colour value:red",
            "yes meeting:#1 dates:all dates",
        ] {
            let refused = stage.ana.slash(&format!("/meet {command}")).await;
            assert!(refused.ephemeral, "{command}");
            let _ = write!(said, "/meet {command}\n{}", without_distance(&refused.said));
        }
        expect![[r#"
            /meet new title:Lunch when:2020-01-01 12:00
            Convene (only for you): “2020-01-01” is over: it was Wed 1 Jan 2020.
              Try `fri 15:00-15:45` or `tomorrow 9am for 30m`
            /meet new title:Lunch
            Convene (only for you): Something is missing: the time. Write `/meet new TITLE WHEN [@PEOPLE] [in PLACE]`
            /meet new title:Lunch when:25:99
            Convene (only for you): “25:99” is not a time I can read; write for instance “15:00 or 3pm”.
              Try `fri 15:00-15:45` or `tomorrow 9am for 30m`
            /meet move meeting:#7 when:16:00
            Convene (only for you): There is no meeting `#7` here. See them all: `/meet list`
            /meet propose meeting:#1 when:16:00
            Convene (only for you): You decide about #1 yourself. Move it: `/meet move #1 to thu 15:00`
            /meet delegate who:@bo meeting:#1
            Convene (only for you): The organizer of #1 cannot send somebody else. Make somebody a co-host: `/meet cohost #1 @sam`
            /meet invite meeting:#1 people:@everyone
            Convene (only for you): I do not invite a whole room at once. Everyone who sees the card can answer it; to invite people, name them: `/meet invite #12 @ana @bo`
            /meet zone zone:Atlantis
            Convene (only for you): I do not know the zone `Atlantis`. Do you mean `Canada/Atlantic`? Name a region and a city: `/meet zone Europe/Berlin`
            /meet settings name:colour value:red
            Convene (only for you): There is no setting `colour`. All settings: `/meet settings`
            /meet yes meeting:#1 dates:all dates
            Convene (only for you): ✅ You said yes to **Lunch** (#1), Friday, 5 March 2027 15:00.
        "#]].assert_eq(&said);
        stage.ends_well();
    });
}

#[test]
fn two_servers_have_meetings_of_their_own() {
    play(async {
        let mut stage = Stage::set("").await;
        let elsewhere = {
            let mut world = stage.fake.world();
            let guild = world.add_guild("Other", stage.olga.id);
            let role = world.add_role(guild, "Convene", rights::EVERYONE | rights::CREATE_EVENTS);
            world.add_member(guild, stage.fake.bot, &[role]);
            world.add_member(guild, stage.bo.id, &[]);
            world.add_channel(guild, "general")
        };
        stage.bot.start();
        stage.is_ready().await;
        stage.meeting("Lunch", WHEN).await;
        let bo = stage.bo.at(elsewhere);
        assert!(bo.slash("/meet list").await.said.contains("No meetings"));
        bo.slash(&format!("/meet new title:Dinner when:{WHEN}")).await;
        stage.bo.finds(elsewhere, "# Dinner").await;
        let mut said = String::new();
        for meeting in ["Lunch", "#1"] {
            said.push_str(&bo.slash(&format!("/meet show meeting:{meeting}")).await.said);
        }
        expect![[r#"
            Convene (only for you): There is no meeting `Lunch` here. See them all: `/meet list`
            Convene (only for you): There is no meeting `#1` here. See them all: `/meet list`
        "#]]
        .assert_eq(&said);
        assert!(!stage.bo.sees(stage.fake.general).contains("Dinner"));
        assert!(
            bo.autocomplete("/meet yes meeting:")
                .await
                .iter()
                .all(|one| !one.name.contains("Lunch"))
        );
        stage.ends_well();
    });
}

#[test]
fn the_bot_is_talked_to_alone() {
    play(async {
        let mut stage = Stage::open().await;
        let talk = stage.fake.world().talk(stage.ana.id, stage.fake.bot);
        let ana = stage.ana.at(talk);
        ana.says(talk, &format!("Dentist {WHEN}"));
        let card = ana.finds(talk, "# Dentist").await;
        expect![[r#"
            Convene:
              | # Dentist [green]
              | Friday, 5 March 2027 15:00
              | Length: 45 min
              | Organizer: ana
              | ✅ Going (1 of 1): ana
              | -- #1
              [✅ Going] [🤔 Maybe] [❌ Can't] [🕒 Propose]
              {…: 💬 Going, with a comment | 💬 Maybe, with a comment | 💬 Can't, with a comment | 👥 Who comes | ✏️ Edit | 📎 Calendar file | 🗑️ Cancel}
        "#]].assert_eq(&without_distance(&ana.reads(card)));
        ana.press(card, "❌ Can't").await;
        ana.waits_on(card, |seen| seen.contains("Can't (1)")).await;
        let listed = ana.slash("/meet list").await;
        expect![[r#"
            Convene (only for you):
              | # The next 14 days [green]
              | No meetings. Make one: `/meet new Sprint review fri 15:00-15:45`
        "#]]
        .assert_eq(&without_distance(&listed.said));
        let doctor = ana.slash("/meet doctor").await.said;
        let doctor = doctor.lines().filter(|line| !line.contains("clock")).collect::<Vec<_>>();
        expect![[r#"
            Convene (only for you): ✅ OK: I can read and write my database.
              ✅ OK: Every message went out.
              ❌ Not OK: I cannot send mail. Give people without chat the file that export gives."#]]
        .assert_eq(&doctor.join("\n"));
        stage.ends_well();
    });
}

#[test]
fn where_the_bot_is_no_member_it_helps_one_person() {
    play(async {
        let mut stage = Stage::open().await;
        let cy = joined(&stage.fake, "cy", "UTC");
        let (elsewhere, talk) = {
            let mut world = stage.fake.world();
            let guild = world.add_guild("Elsewhere", cy.id);
            let dan = world.add_user(User { name: "dan".to_owned(), ..User::default() });
            world.installs.insert((stage.fake.bot, cy.id));
            (world.add_channel(guild, "general"), world.talk(cy.id, dan))
        };
        for place in [elsewhere, talk] {
            let cy = cy.at(place);
            let mut said = String::new();
            for command in
                ["mine", "help command:zone", "new title:Lunch when:2027-03-05 12:00", "new"]
            {
                let answer = cy.slash(&format!("/meet {command}")).await;
                assert!(answer.ephemeral || answer.form.is_some(), "{command}");
                let _ = write!(said, "/meet {command}\n{}", without_distance(&answer.said));
            }
            if place == elsewhere {
                expect![[r#"
                    /meet mine
                    Convene (only for you):
                      | # Your meetings [green]
                      | No meetings. Make one: `/meet new Sprint review fri 15:00-15:45`
                    /meet help command:zone
                    Convene (only for you): `/meet zone [ZONE | none]`
                      Say or see in which time zone your times are meant.
                      For example: `/meet zone Europe/Berlin`
                      or `/meet zone`
                      Also: `timezone`, `tz`
                      Who may: everyone here
                    /meet new title:Lunch when:2027-03-05 12:00
                    Convene (only for you): I am not a member here, so I cannot show a meeting to anybody but you. Ask whoever manages this server to add me to it; in the messages between people I cannot be.
                    /meet new
                    Convene (only for you): I am not a member here, so I cannot show a meeting to anybody but you. Ask whoever manages this server to add me to it; in the messages between people I cannot be.
                "#]].assert_eq(&said);
            } else {
                expect![[r#"
                    /meet mine
                    Convene (only for you):
                      | # Your meetings [green]
                      | No meetings. Make one: `/meet new Sprint review fri 15:00-15:45`
                    /meet help command:zone
                    Convene (only for you): `/meet zone [ZONE | none]`
                      Say or see in which time zone your times are meant.
                      For example: `/meet zone Europe/Berlin`
                      or `/meet zone`
                      Also: `timezone`, `tz`
                      Who may: everyone here
                    /meet new title:Lunch when:2027-03-05 12:00
                    Convene (only for you): I am not a member here, so I cannot show a meeting to anybody but you. Ask whoever manages this server to add me to it; in the messages between people I cannot be.
                    /meet new
                    Convene (only for you): I am not a member here, so I cannot show a meeting to anybody but you. Ask whoever manages this server to add me to it; in the messages between people I cannot be.
                "#]].assert_eq(&said);
            }
        }
        stage.ends_well();
    });
}

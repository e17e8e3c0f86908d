//! Meetings among the events of a guild.

use expect_test::expect;

use super::{
    fake::{change::Upload, events, rights, world::Id},
    play,
    stage::Stage,
};

const WHEN: &str = "2027-03-05 15:00";
const MADE: &str = "POST /guilds/{id}/scheduled-events";

/// A series of three Mondays.
const STANDUP: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:standup@example.com\r\n\
    DTSTAMP:20261101T000000Z\r\nDTSTART:20270301T090000Z\r\nDTEND:20270301T091500Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n\
    SUMMARY:Standup\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// What ana sees of the events.
fn shown(stage: &Stage) -> String {
    let seen = stage.ana.sees(stage.fake.general);
    seen.find("event ").map_or_else(String::new, |at| seen[at..].to_owned())
}

/// Waits until ana sees these words in what is said of the events.
async fn becomes(stage: &Stage, words: &str) -> String {
    let told = |seen: &str| seen.find("event ").is_some_and(|at| seen[at..].contains(words));
    stage.ana.waits_for(stage.fake.general, told).await;
    shown(stage)
}

async fn event(stage: &Stage, title: &str) -> Id {
    becomes(stage, &format!("event {title} ")).await;
    stage.ana.event(title).unwrap()
}

#[test]
fn a_meeting_is_an_event_from_its_making_to_its_end() {
    play(async {
        let mut stage = Stage::open().await;
        stage.ana.slash(&format!("/meet new title:Sprint review when:{WHEN} place:Room 5")).await;
        expect![[r#"
            event Sprint review (scheduled): 5 March 2027 15:00 to 5 March 2027 16:00, Room 5, 0 interested
              | Organizer: ana
              | Answer on its card in the chat (#1); to be interested here is no answer.
        "#]].assert_eq(&becomes(&stage, "event Sprint review").await);
        stage.ana.slash("/meet move meeting:#1 when:2027-03-05 16:00-17:30").await;
        becomes(&stage, "16:00 to 5 March 2027 17:30").await;
        stage.ana.slash("/meet edit meeting:#1 title:Sprint demo place:Room 7").await;
        becomes(&stage, "event Sprint demo (scheduled)").await;
        becomes(&stage, "Room 7").await;
        stage.ana.slash("/meet cancel meeting:#1").await;
        becomes(&stage, "event Sprint demo (cancelled)").await;
        assert_eq!(stage.fake.asked(MADE).len(), 1);
        stage.ends_well();
    });
}

#[test]
fn the_next_date_of_a_series_is_the_event() {
    play(async {
        let mut stage = Stage::open().await;
        let (name, mime) = ("standup.ics".to_owned(), Some("text/calendar".to_owned()));
        let file = Upload { n: 0, name, mime, content: STANDUP.into() };
        stage.ana.slash_with("/meet import file:standup.ics", &[file]).await;
        let asked = stage.ana.finds(stage.fake.general, "Standup").await;
        stage.ana.press(asked, "✅ Yes").await;
        expect![[r#"
            event Standup (scheduled): 1 March 2027 10:00 to 1 March 2027 10:15, —, 0 interested
              | Organizer: ana
              | Repeats: every week on Mon until 15 Mar 2027
              | Answer on its card in the chat (#1); to be interested here is no answer.
        "#]]
        .assert_eq(&becomes(&stage, "event Standup").await);
        stage.ana.slash("/meet cancel meeting:#1 dates:this date").await;
        becomes(&stage, "8 March 2027 10:00").await;
        stage.ana.slash("/meet cancel meeting:#1 dates:all dates").await;
        becomes(&stage, "event Standup (cancelled)").await;
        assert_eq!(stage.fake.asked(MADE).len(), 1);
        stage.ends_well();
    });
}

#[test]
fn to_be_interested_is_no_answer() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Lunch", WHEN).await;
        let lunch = event(&stage, "Lunch").await;
        stage.bo.press(card, "✅ Going").await;
        stage.shows("Going (2").await;
        let before = stage.ana.reads(card);
        stage.bo.interested(lunch);
        stage.olga.interested(lunch);
        stage.bo.uninterested(lunch);
        // What comes after it was taken, so it was too.
        let said = stage.bo.slash("/meet show meeting:#1").await.said;
        assert!(said.contains("**Going** (2)"), "{said}");
        assert_eq!(stage.ana.reads(card), before);
        stage.ends_well();
    });
}

#[test]
fn an_event_that_a_moderator_took_away_comes_back_at_another_time_only() {
    play(async {
        let mut stage = Stage::open().await;
        stage.meeting("Lunch", WHEN).await;
        let lunch = event(&stage, "Lunch").await;
        events::delete(&mut stage.fake.world(), lunch);
        stage.fake.expect(10070, 1);
        stage.ana.slash("/meet edit meeting:#1 title:Late lunch").await;
        stage.shows("# Late lunch").await;
        stage.ana.slash("/meet edit meeting:#1 title:Brunch").await;
        stage.shows("# Brunch").await;
        assert_eq!(stage.ana.event("Late lunch").or_else(|| stage.ana.event("Brunch")), None);
        stage.ana.slash("/meet move meeting:#1 when:2027-03-06 11:00").await;
        becomes(&stage, "event Brunch (scheduled): 6 March 2027 11:00").await;
        stage.ends_well();
    });
}

#[test]
fn a_guild_with_a_hundred_events_takes_no_more_and_nothing_else_suffers() {
    play(async {
        let mut stage = Stage::open().await;
        fill(&stage);
        stage.fake.expect(30038, 3);
        let lunch = stage.meeting("Lunch", WHEN).await;
        stage.meeting("Dinner", "2027-03-05 19:00").await;
        stage.bo.press(lunch, "✅ Going").await;
        stage.shows("Going (2").await;
        let told = stage.fake.asked(MADE).len();
        stage.ends_well();
        assert!(told <= 2, "it was tried {told} times");
        assert_eq!(stage.ana.event("Lunch"), None);
        let said = stage.bot.said();
        assert_eq!(said.matches("100 events").count(), usize::from(told > 0), "{said}");
    });
}

/// Makes as many events as a guild can have.
fn fill(stage: &Stage) {
    let mut world = stage.fake.world();
    let body = serde_json::json!({
        "name": "Quiz", "entity_type": 3, "entity_metadata": { "location": "pub" },
        "scheduled_start_time": "2027-06-01T18:00:00Z", "scheduled_end_time": "2027-06-01T20:00:00Z",
    });
    for _ in 0..100 {
        events::create(&mut world, stage.fake.guild, stage.olga.id, &body);
    }
}

#[test]
fn where_the_bot_may_make_no_events_it_makes_no_noise() {
    play(async {
        let mut stage = Stage::open().await;
        {
            let mut world = stage.fake.world();
            let guild = world.guilds.get_mut(&stage.fake.guild).unwrap();
            for role in guild.roles.values_mut() {
                role.permissions &= !rights::CREATE_EVENTS;
            }
        }
        stage.fake.expect(50013, 2);
        let card = stage.meeting("Lunch", WHEN).await;
        stage.meeting("Dinner", "2027-03-05 19:00").await;
        stage.bo.press(card, "✅ Going").await;
        stage.shows("Going (2").await;
        stage.ends_well();
        assert_eq!(shown(&stage), "");
        let said = stage.bot.said();
        assert!(said.matches("Create Events").count() <= 1, "{said}");
    });
}

#[test]
fn a_room_can_keep_its_meetings_out_of_the_events() {
    play(async {
        let mut stage = Stage::open().await;
        stage.meeting("Lunch", WHEN).await;
        event(&stage, "Lunch").await;
        stage.olga.slash("/meet settings name:calendar value:off").await;
        becomes(&stage, "event Lunch (cancelled)").await;
        stage.ends_well();
    });
}

#[test]
fn without_the_setting_there_are_no_events() {
    play(async {
        let mut stage = Stage::open_with("events = false").await;
        stage.meeting("Lunch", WHEN).await;
        stage.ana.slash("/meet move meeting:#1 when:2027-03-06 11:00").await;
        stage.shows("6 March 2027").await;
        stage.ends_well();
        assert_eq!(stage.fake.asked(MADE).len(), 0);
    });
}

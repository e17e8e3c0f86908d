//! Events of the guild's Events tab.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    super::{change, events, rights},
    Client, Fake, Settings,
    messages::WIDE,
};

fn review() -> Value {
    json!({
        "name": "Sprint review", "privacy_level": 2, "entity_type": 3,
        "scheduled_start_time": "2026-12-01T10:00:00+00:00", "scheduled_end_time": "2026-12-01T11:00:00+00:00",
        "entity_metadata": { "location": "Room 5" }, "description": "d",
    })
}

#[tokio::test]
async fn an_event_is_made_moved_begins_and_ends() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let all = format!("/guilds/{}/scheduled-events", fake.guild);
    let made = bot.post(&all, review()).await.ok();
    assert_eq!(
        (&made["status"], &made["entity_metadata"]["location"]),
        (&json!(1), &json!("Room 5"))
    );
    let one = format!("{all}/{}", made["id"].as_str().unwrap());
    let moved = json!({ "scheduled_start_time": "2026-12-01T09:00:00Z" });
    assert_eq!(
        bot.patch(&one, moved).await.ok()["scheduled_start_time"],
        "2026-12-01T09:00:00.000000+00:00"
    );
    fake.advance(Duration::from_mins(90));
    assert_eq!(bot.get(&one).await.ok()["status"], 2);
    fake.expect(50035, 2);
    bot.patch(&one, json!({ "status": 4 })).await.refused(400, 50035);
    bot.patch(&one, json!({ "scheduled_start_time": "2026-12-01T12:00:00Z" }))
        .await
        .refused(400, 50035);
    fake.advance(Duration::from_hours(3));
    assert_eq!(bot.get(&one).await.ok()["status"], 3);
    fake.expect(180_000, 1);
    bot.patch(&one, json!({ "name": "x" })).await.refused(400, 180_000);
    assert_eq!(bot.get(&all).await.ok(), json!([]));
    bot.delete(&one).await.ok();
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn events_that_discord_refuses_are_refused() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let all = format!("/guilds/{}/scheduled-events", fake.guild);
    let with = |changes: Value| {
        let mut one = review();
        for (field, value) in changes.as_object().unwrap() {
            one[field] = value.clone();
        }
        one
    };
    let rule = |rule: Value| {
        let mut whole = json!({ "start": "2026-12-01T10:00:00Z", "interval": 1 });
        for (field, value) in rule.as_object().unwrap() {
            whole[field] = value.clone();
        }
        with(json!({ "recurrence_rule": whole }))
    };
    let wrong = [
        with(json!({ "name": "x".repeat(101) })),
        with(json!({ "description": "x".repeat(1001) })),
        with(json!({ "entity_metadata": { "location": "x".repeat(101) } })),
        with(json!({ "entity_metadata": {} })),
        with(json!({ "scheduled_end_time": null })),
        with(json!({ "scheduled_end_time": "2026-12-01T10:00:00Z" })),
        with(json!({ "scheduled_start_time": "2026-11-01T10:00:00Z" })),
        with(json!({ "channel_id": fake.general.to_string() })),
        rule(json!({ "frequency": 2, "interval": 3, "by_weekday": [1] })),
        rule(json!({ "frequency": 2, "by_weekday": [1], "count": 5 })),
        rule(json!({ "frequency": 2, "by_weekday": [1, 2] })),
        rule(json!({ "frequency": 3, "by_weekday": [0, 2, 4] })),
        rule(json!({ "frequency": 1, "by_month_day": [3] })),
        rule(json!({ "frequency": 0, "by_month": [3] })),
    ];
    fake.expect(50035, wrong.len());
    for body in &wrong {
        bot.post(&all, body.clone()).await.refused(400, 50035);
    }
    for body in [
        rule(json!({ "frequency": 2, "interval": 2, "by_weekday": [1] })),
        rule(json!({ "frequency": 3, "by_weekday": [0, 1, 2, 3, 4] })),
        rule(json!({ "frequency": 1, "by_n_weekday": [{ "n": 1, "day": 2 }] })),
        rule(json!({ "frequency": 0, "by_month": [12], "by_month_day": [1] })),
    ] {
        bot.post(&all, body).await.ok();
    }
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn a_hundred_are_the_most_and_those_interested_come_by_pages() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let all = format!("/guilds/{}/scheduled-events", fake.guild);
    let first = bot.post(&all, review()).await.ok();
    for _ in 1..100 {
        bot.post(&all, review()).await.ok();
    }
    fake.expect(30038, 1);
    bot.post(&all, review()).await.refused(400, 30038);
    let id = change::number(&first["id"]).unwrap();
    bot.patch(&format!("{all}/{id}"), json!({ "status": 4 })).await.ok();
    let id = change::number(&bot.post(&all, review()).await.ok()["id"]).unwrap();
    for name in ["a", "b", "c"] {
        let who = fake.member(name).id;
        events::interested(&mut fake.world(), id, who, true);
    }
    let one = bot.get(&format!("{all}/{id}/users?limit=2&with_member=true")).await.ok();
    let after = one[1]["user_id"].as_str().unwrap();
    let two = bot.get(&format!("{all}/{id}/users?after={after}")).await.ok();
    assert_eq!((one.as_array().unwrap().len(), two.as_array().unwrap().len()), (2, 1));
    assert_eq!(bot.get(&format!("{all}/{id}?with_user_count=true")).await.ok()["user_count"], 3);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn events_take_a_right() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let all = format!("/guilds/{}/scheduled-events", fake.guild);
    let role = fake.world().guilds[&fake.guild].members[&fake.bot].roles[0];
    let set = |rights: u64| {
        let mut world = fake.world();
        world.guilds.get_mut(&fake.guild).unwrap().roles.get_mut(&role).unwrap().permissions =
            rights;
    };
    let one = format!("{all}/{}", bot.post(&all, review()).await.ok()["id"].as_str().unwrap());
    set(0);
    fake.expect(50013, 2);
    bot.post(&all, review()).await.refused(403, 50013);
    bot.patch(&one, json!({ "name": "x" })).await.refused(403, 50013);
    set(rights::MANAGE_EVENTS);
    bot.patch(&one, json!({ "name": "x" })).await.ok();
    assert_eq!(fake.verify(), Vec::<String>::new());
}

//! Messages, their files, reactions and threads; whom they ping.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    super::{
        change,
        limits::{Pace, Paces},
        spec,
    },
    Client, Fake, Settings,
};

#[tokio::test]
async fn a_message_is_sent_read_edited_and_taken_away() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let body = json!({
        "content": " Sprint review ", "nonce": "one",
        "embeds": [{ "title": "T", "description": "D", "color": 5, "fields": [{ "name": "n", "value": "v" }] }],
        "components": [
            { "type": 1, "components": [{ "type": 2, "style": 1, "label": "Going", "custom_id": "go" }] },
            { "type": 1, "components": [
                { "type": 3, "custom_id": "more", "options": [{ "label": "Edit", "value": "edit" }] }] },
        ],
    });
    let sent = bot.post(&messages, body).await.ok();
    assert_eq!(sent["content"], "Sprint review");
    assert_eq!(sent["nonce"], "one");
    assert_eq!(sent["components"][1]["components"][0]["max_values"], 1);
    let id = sent["id"].as_str().unwrap();
    let edited = bot
        .patch(&format!("{messages}/{id}"), json!({ "content": null, "components": [] }))
        .await
        .ok();
    assert_eq!(
        (edited["content"].as_str(), edited["embeds"][0]["title"].as_str()),
        (Some(""), Some("T"))
    );
    assert!(edited["edited_timestamp"].is_string());
    let read = bot.get(&format!("{messages}/{id}")).await.ok();
    assert_eq!(read["components"], json!([]));
    let second = bot.post(&messages, json!({ "content": "2" })).await.ok();
    assert_eq!(bot.get(&format!("{messages}?limit=1")).await.ok()[0]["id"], second["id"]);
    assert_eq!(bot.get(&format!("{messages}?after={id}")).await.ok()[0]["id"], second["id"]);
    fake.expect(50006, 1);
    bot.patch(&format!("{messages}/{id}"), json!({ "embeds": [] })).await.refused(400, 50006);
    bot.delete(&format!("{messages}/{id}")).await.ok();
    fake.expect(10008, 1);
    bot.patch(&format!("{messages}/{id}"), json!({ "content": "x" })).await.refused(404, 10008);
    assert_eq!(fake.verify(), Vec::<String>::new());
    let told: Vec<&str> = fake.world().told.iter().map(|one| one.name).collect();
    assert_eq!(told, ["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_CREATE", "MESSAGE_DELETE"]);
}

#[tokio::test]
async fn bodies_that_discord_refuses_are_refused_where_they_are_wrong() {
    if spec::known().is_none() {
        return;
    }
    let fake =
        Fake::start(Settings { paces: Paces { global: 500, ..WIDE }, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let row = |inner: Value| json!({ "type": 1, "components": inner });
    let button = |id: &str| json!({ "type": 2, "style": 1, "label": "b", "custom_id": id });
    let rows: Vec<Value> = (0..6).map(|n| row(json!([button(&n.to_string())]))).collect();
    let large: Vec<Value> = (0..2).map(|_| json!({ "description": "x".repeat(3500) })).collect();
    let options: Vec<Value> =
        (0..26).map(|n| json!({ "label": "l", "value": n.to_string() })).collect();
    let wrong = [
        (json!({ "content": "x".repeat(2001) }), "content"),
        (json!({ "content": "x".repeat(4001) }), "content"),
        (json!({ "embeds": large }), "embeds"),
        (json!({ "embeds": [{ "title": "x".repeat(257) }] }), "embeds.0.title"),
        (json!({ "components": rows }), "components"),
        (
            json!({ "components": [row(json!([button("a"), button("a")]))] }),
            "components.0.components.1.custom_id",
        ),
        (
            json!({ "components": [row(json!([{ "type": 2, "style": 5, "label": "l", "url": "https://e.org", "custom_id": "c" }]))] }),
            "components.0.components.0.url",
        ),
        (
            json!({ "components": [row(json!([{ "type": 2, "style": 1, "label": "l" }]))] }),
            "components.0.components.0.custom_id",
        ),
        (
            json!({ "components": [row(json!([{ "type": 2, "style": 1, "label": "l".repeat(81), "custom_id": "c" }]))] }),
            "components.0.components.0.label",
        ),
        (
            json!({ "components": [row(json!([{ "type": 3, "custom_id": "c", "options": options }]))] }),
            "components.0.components.0.options",
        ),
        (json!({ "components": [button("a")] }), "components.0"),
        (
            json!({ "components": [row(json!([button("a"), { "type": 3, "custom_id": "c", "options": [{ "label": "l", "value": "v" }] }]))] }),
            "components.0",
        ),
        (json!({ "content": "x", "flags": 1 << 15 }), "content"),
        (
            json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
            "allowed_mentions.users",
        ),
        (json!({ "content": "x", "nonce": "x".repeat(26), "enforce_nonce": true }), "nonce"),
        (json!({ "content": 5 }), "content"),
        (
            json!({ "content": "x", "message_reference": { "message_id": "9" } }),
            "message_reference",
        ),
    ];
    fake.expect(50035, wrong.len());
    for (body, at) in &wrong {
        let refused = bot.post(&messages, body.clone()).await.refused(400, 50035);
        let place = format!("/errors/{}", at.replace('.', "/"));
        assert!(refused.pointer(&place).is_some(), "{at} is not blamed in {refused} for {body}");
    }
    fake.expect(50006, 1);
    bot.post(&messages, json!({ "content": "  " })).await.refused(400, 50006);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

/// So wide that nothing comes too soon.
pub(super) const WIDE: Paces = {
    let pace = Pace { requests: 500, per: Duration::from_secs(1) };
    Paces { sends: pace, edits: pace, reactions: pace, others: pace, global: 5000 }
};

#[tokio::test]
async fn a_nonce_that_is_enforced_holds_once_for_some_minutes() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let body = json!({ "content": "once", "nonce": "key", "enforce_nonce": true });
    let first = bot.post(&messages, body.clone()).await.ok();
    let again = bot.post(&messages, body.clone()).await.ok();
    assert_eq!(first["id"], again["id"]);
    fake.advance(Duration::from_mins(6));
    let later = bot.post(&messages, body).await.ok();
    assert_ne!(first["id"], later["id"]);
    let loose = json!({ "content": "twice", "nonce": "key" });
    let (one, two) =
        (bot.post(&messages, loose.clone()).await.ok(), bot.post(&messages, loose).await.ok());
    assert_ne!(one["id"], two["id"]);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn files_come_with_a_message_and_stay_only_where_they_are_named() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let body = json!({ "content": "two", "attachments": [{ "id": 0, "filename": "a.ics" }, { "id": "1" }] });
    let files = [("x.ics", "BEGIN:A"), ("b.ics", "BEGIN:B")];
    let sent = bot.upload(Method::POST, &messages, &body, &files).await.ok();
    let names = |message: &Value| -> Vec<String> {
        let files = message["attachments"].as_array().unwrap().iter();
        files.map(|file| file["filename"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&sent), ["a.ics", "b.ics"]);
    assert_eq!(fake.asked("POST /channels/{id}/messages")[0].files, ["x.ics", "b.ics"]);
    let address = sent["attachments"][1]["url"].as_str().unwrap();
    assert_eq!(bot.fetch(address).await.text, "BEGIN:B");
    let (unsigned, _) = address.split_once('?').unwrap();
    assert_eq!(bot.fetch(unsigned).await.status, 404);
    let message = format!("{messages}/{}", sent["id"].as_str().unwrap());
    assert_eq!(names(&bot.patch(&message, json!({ "content": "still two" })).await.ok()).len(), 2);
    let keep = json!({ "attachments": [{ "id": sent["attachments"][1]["id"] }] });
    assert_eq!(names(&bot.patch(&message, keep).await.ok()), ["b.ics"]);
    let more = bot
        .upload(Method::PATCH, &message, &json!({ "content": "c" }), &[("c.ics", "C")])
        .await
        .ok();
    assert_eq!(names(&more), ["b.ics", "c.ics"]);
    assert_eq!(names(&bot.patch(&message, json!({ "attachments": [] })).await.ok()).len(), 0);
    fake.expect(50035, 1);
    let unnamed = json!({ "content": "x", "attachments": [{ "id": 3 }] });
    bot.upload(Method::POST, &messages, &unnamed, &[("c.ics", "C")]).await.refused(400, 50035);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn only_those_are_pinged_whom_allowed_mentions_lets() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let (ana, bo) = (fake.member("ana").id, fake.member("bo").id);
    let messages = format!("/channels/{}/messages", fake.general);
    let text = format!("<@{ana}> <@{bo}> @everyone");
    for (allowed, pinged) in [
        (Value::Null, vec![ana, bo]),
        (json!({ "parse": [] }), vec![]),
        (json!({ "parse": [], "users": [ana.to_string()] }), vec![ana]),
        (json!({ "parse": ["users"] }), vec![ana, bo]),
    ] {
        let mut body = json!({ "content": text });
        if !allowed.is_null() {
            body["allowed_mentions"] = allowed;
        }
        let sent = bot.post(&messages, body).await.ok();
        let world = fake.world();
        let message = &world.messages[&change::number(&sent["id"]).unwrap()];
        assert_eq!(message.pinged.iter().copied().collect::<Vec<_>>(), pinged);
        assert!(!message.pinged_everyone, "the bot may not ping everyone");
    }
    let role = fake.world().add_role(fake.guild, "crew", 0);
    fake.world().guilds.get_mut(&fake.guild).unwrap().roles.get_mut(&role).unwrap().mentionable =
        true;
    fake.world().add_member(fake.guild, ana, &[role]);
    let sent = bot.post(&messages, json!({ "content": format!("<@&{role}>") })).await.ok();
    {
        let world = fake.world();
        let message = &world.messages[&change::number(&sent["id"]).unwrap()];
        assert!(world.pinged(message, ana) && !world.pinged(message, bo));
    }
    // Somebody who does not see the channel is not pinged there.
    fake.world().guilds.get_mut(&fake.guild).unwrap().members.remove(&bo);
    let sent = bot.post(&messages, json!({ "content": text })).await.ok();
    assert_eq!(sent["mentions"].as_array().unwrap().len(), 1);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn reactions_are_put_read_by_pages_and_taken_back() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let sent = bot.post(&messages, json!({ "content": "x" })).await.ok();
    let id = change::number(&sent["id"]).unwrap();
    let reactions = format!("{messages}/{id}/reactions");
    bot.put(&format!("{reactions}/%E2%9C%85/@me"), Value::Null).await.ok();
    bot.put(&format!("{reactions}/%E2%9C%85/@me"), Value::Null).await.ok();
    let people: Vec<u64> = ["a", "b", "c"].iter().map(|name| fake.member(name).id).collect();
    for one in &people {
        change::react(&mut fake.world(), id, *one, "✅");
    }
    let first = bot.get(&format!("{reactions}/%E2%9C%85?limit=2")).await.ok();
    let after = first[1]["id"].as_str().unwrap();
    let second = bot.get(&format!("{reactions}/%E2%9C%85?limit=100&after={after}")).await.ok();
    assert_eq!((first.as_array().unwrap().len(), second.as_array().unwrap().len()), (2, 2));
    bot.delete(&format!("{reactions}/%E2%9C%85/@me")).await.ok();
    let read = bot.get(&format!("{messages}/{id}")).await.ok();
    assert_eq!(read["reactions"][0]["count"], 3);
    assert_eq!(read["reactions"][0]["me"], false);
    fake.expect(10014, 1);
    bot.put(&format!("{reactions}/smile/@me"), Value::Null).await.refused(404, 10014);
    fake.expect(50013, 1);
    bot.delete(&format!("{reactions}/%E2%9C%85/{}", people[0])).await.refused(403, 50013);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn a_thread_begins_at_a_message_once_and_goes_to_the_archive() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let id = bot.post(&messages, json!({ "content": "x" })).await.ok()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let begin = format!("{messages}/{id}/threads");
    let thread =
        bot.post(&begin, json!({ "name": "Sprint review", "auto_archive_duration": 60 })).await;
    assert_eq!(thread.status, 201);
    assert_eq!(thread.body["id"].as_str().unwrap(), id);
    fake.expect(160_004, 1);
    bot.post(&begin, json!({ "name": "again" })).await.refused(400, 160_004);
    let read = bot.get(&format!("{messages}/{id}")).await.ok();
    assert_eq!((&read["thread"]["name"], &read["flags"]), (&json!("Sprint review"), &json!(32)));
    let said =
        bot.post(&format!("/channels/{id}/messages"), json!({ "content": "in it" })).await.ok();
    fake.advance(Duration::from_mins(61));
    let read = bot.get(&format!("/channels/{id}")).await.ok();
    assert_eq!(read["thread_metadata"]["archived"], true);
    let edit = format!("/channels/{id}/messages/{}", said["id"].as_str().unwrap());
    fake.expect(50083, 1);
    bot.patch(&edit, json!({ "content": "y" })).await.refused(400, 50083);
    bot.patch(&format!("/channels/{id}"), json!({ "archived": false })).await.ok();
    bot.patch(&edit, json!({ "content": "y" })).await.ok();
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn old_messages_take_few_edits_in_an_hour() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let id = bot.post(&messages, json!({ "content": "x" })).await.ok()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    fake.advance(Duration::from_hours(2));
    for n in 0..30 {
        bot.patch(&format!("{messages}/{id}"), json!({ "content": n.to_string() })).await.ok();
    }
    fake.expect(30046, 1);
    bot.patch(&format!("{messages}/{id}"), json!({ "content": "y" })).await.refused(429, 30046);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

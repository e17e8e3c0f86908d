//! First answers to interactions, and what follows them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{
    super::world::{Id, Interaction},
    Client, Fake, Settings,
};

/// Somebody uses a slash command.
fn asked(fake: &Fake) -> (Id, String, String) {
    let user = fake.member("ana").id;
    let mut world = fake.world();
    let id = world.next_id();
    let token = format!("token-{id}");
    let asked = Interaction {
        id,
        token: token.clone(),
        kind: 2,
        application: fake.bot,
        guild: Some(fake.guild),
        channel: fake.general,
        user,
        data: json!({ "type": 1, "name": "meet" }),
        message: None,
        created: world.now(),
        asked: Instant::now(),
        answered: None,
        took: None,
        answer: Value::Null,
        original: None,
        ephemeral: false,
        thinking: false,
    };
    world.interactions.insert(id, asked);
    (id, format!("/interactions/{id}/{token}/callback"), format!("/webhooks/{}/{token}", fake.bot))
}

#[tokio::test]
async fn thinking_is_edited_and_others_follow() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let (id, callback, webhook) = asked(&fake);
    fake.expect(10015, 1);
    bot.post(&webhook, json!({ "content": "too soon" })).await.refused(404, 10015);
    assert_eq!(
        bot.post(&callback, json!({ "type": 5, "data": { "flags": 64 } })).await.status,
        204
    );
    fake.expect(40060, 1);
    bot.post(&callback, json!({ "type": 4, "data": { "content": "x" } })).await.refused(400, 40060);
    let original = format!("{webhook}/messages/@original");
    assert_eq!(bot.get(&original).await.ok()["flags"], 64 | 128);
    let edited = bot.patch(&original, json!({ "content": "done" })).await.ok();
    assert_eq!((&edited["content"], &edited["flags"]), (&json!("done"), &json!(64)));
    let more = bot.post(&webhook, json!({ "content": "more", "flags": 64 })).await.ok();
    let more = format!("{webhook}/messages/{}", more["id"].as_str().unwrap());
    bot.patch(&more, json!({ "content": "less" })).await.ok();
    bot.delete(&more).await.ok();
    let hidden = fake.world().interactions[&id].original.unwrap();
    fake.expect(10008, 2);
    bot.get(&format!("/channels/{}/messages/{hidden}", fake.general)).await.refused(404, 10008);
    bot.delete(&original).await.ok();
    bot.get(&original).await.refused(404, 10008);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn the_first_follow_up_takes_the_place_of_thinking() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let (id, callback, webhook) = asked(&fake);
    bot.post(&callback, json!({ "type": 5 })).await.ok();
    let first = bot.post(&webhook, json!({ "content": "one" })).await.ok();
    assert_eq!(
        first["id"].as_str().unwrap(),
        fake.world().interactions[&id].original.unwrap().to_string()
    );
    let second = bot.post(&webhook, json!({ "content": "two" })).await.ok();
    assert_ne!(first["id"], second["id"]);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn a_webhook_lives_for_fifteen_minutes() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let (_, callback, webhook) = asked(&fake);
    let callback = format!("{callback}?with_response=true");
    let answered = bot.post(&callback, json!({ "type": 4, "data": { "content": "hi" } })).await;
    assert_eq!(answered.ok()["resource"]["message"]["content"], "hi");
    fake.advance(Duration::from_mins(14));
    bot.post(&webhook, json!({ "content": "in time" })).await.ok();
    fake.advance(Duration::from_mins(2));
    fake.expect(50027, 1);
    bot.post(&webhook, json!({ "content": "too late" })).await.refused(401, 50027);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn who_is_slow_or_a_stranger_is_not_heard() {
    let first_answer = Duration::from_millis(1);
    let fake = Fake::start(Settings { first_answer, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let (id, callback, _) = asked(&fake);
    fake.world().interactions.get_mut(&id).unwrap().asked =
        Instant::now().checked_sub(Duration::from_secs(1)).unwrap();
    fake.expect(10062, 2);
    bot.post(&callback, json!({ "type": 5 })).await.refused(404, 10062);
    bot.post("/interactions/5/stranger/callback", json!({ "type": 5 })).await.refused(404, 10062);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn forms_that_discord_refuses_are_refused() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let input = |id: &str| json!({ "type": 4, "custom_id": id, "style": 1, "label": "When" });
    let row = |inner: Value| json!({ "type": 1, "components": [inner] });
    let form = |title: &str, rows: Vec<Value>| json!({ "type": 9, "data": { "custom_id": "new", "title": title, "components": rows } });
    let mut long = input("a");
    long["value"] = json!("x".repeat(11));
    long["max_length"] = json!(10);
    let wrong = [
        form("", vec![row(input("a"))]),
        form(&"x".repeat(46), vec![row(input("a"))]),
        form("New", Vec::new()),
        form("New", (0..6).map(|n| row(input(&n.to_string()))).collect()),
        form("New", vec![row(input("a")), row(input("a"))]),
        form("New", vec![row(long)]),
    ];
    fake.expect(50035, wrong.len());
    for body in wrong {
        let (_, callback, _) = asked(&fake);
        bot.post(&callback, body).await.refused(400, 50035);
    }
    let (id, callback, _) = asked(&fake);
    bot.post(&callback, form("New", vec![row(input("a"))])).await.ok();
    assert_eq!(fake.world().interactions[&id].answered, Some(9));
    assert_eq!(fake.verify(), Vec::<String>::new());
}

//! The fake tried by hand: each of its rules broken once, and each of its answers asked for, over its own wire.

mod client;
mod commands;
mod events;
mod messages;
mod rights;
mod speed;
mod webhooks;

use serde_json::json;

use self::client::Client;
use super::{Fake, Settings, spec};

#[tokio::test]
async fn a_bot_finds_its_way_in() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    assert!(bot.get("/gateway").await.ok()["url"].as_str().unwrap().starts_with("ws://127.0.0.1:"));
    assert_eq!(bot.get("/gateway/bot").await.ok()["shards"], 1);
    assert_eq!(bot.get("/users/@me").await.ok()["username"], "Convene");
    assert_eq!(bot.get("/applications/@me").await.ok()["name"], "Convene");
    assert_eq!(bot.get("/users/@me/guilds?limit=200").await.ok()[0]["name"], "Team");
    let guild = fake.guild;
    assert_eq!(bot.get(&format!("/guilds/{guild}")).await.ok()["name"], "Team");
    assert_eq!(bot.get(&format!("/guilds/{guild}/channels")).await.ok()[1]["name"], "random");
    let ana = fake.member("ana").id;
    let member = bot.get(&format!("/guilds/{guild}/members/{ana}")).await.ok();
    assert_eq!(member["user"]["username"], "ana");
    assert_eq!(bot.get(&format!("/users/{ana}")).await.ok()["username"], "ana");
    let talk =
        bot.post("/users/@me/channels", json!({ "recipient_id": ana.to_string() })).await.ok();
    assert_eq!(talk["recipients"][0]["username"], "ana");
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn who_does_not_say_who_they_are_is_not_let_in() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake).saying("MTA.other.token");
    bot.get("/users/@me").await.refused(401, 0);
    let wrong = fake.verify();
    assert_eq!(wrong.len(), 1, "{wrong:#?}");
    assert!(wrong[0].contains("401"), "{wrong:#?}");
    fake.expect(401, 1);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn what_no_bot_should_send_is_told_at_the_end() {
    if spec::known().is_none() {
        return;
    }
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    bot.post(&messages, json!({ "content": "x", "embed": {} })).await.ok();
    bot.get(&format!("{messages}?limt=5")).await.ok();
    bot.post(&messages, json!({ "content": "x", "flags": 64 })).await.ok();
    bot.get("/users/@me/nothing").await.refused(404, 0);
    bot.named("curl/8").get("/users/@me").await.ok();
    let wrong = fake.verify().join("\n");
    for told in [
        "nobody reads this",
        "has no parameter limt",
        "there is no GET",
        "came from \"curl/8\"",
        "for one person alone",
    ] {
        assert!(wrong.contains(told), "{told} is not in\n{wrong}");
    }
}

#[tokio::test]
async fn ids_that_are_none_are_gone() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let general = fake.general;
    for (path, code) in [
        ("/channels/9".to_owned(), 10003),
        (format!("/channels/{general}/messages/9"), 10008),
        ("/users/9".to_owned(), 10013),
        ("/guilds/9".to_owned(), 10004),
        (format!("/guilds/{}/members/9", fake.guild), 10007),
        (format!("/guilds/{}/scheduled-events/9", fake.guild), 10070),
        (format!("/applications/{}/commands/9", fake.bot), 10063),
    ] {
        fake.expect(code, 1);
        bot.get(&path).await.refused(404, code);
    }
    assert_eq!(fake.verify(), Vec::<String>::new());
}

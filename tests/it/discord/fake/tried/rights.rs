//! What a bot may not do, and what it is told then.

use serde_json::json;

use super::{
    super::{
        rights,
        world::{Overwrite, World},
    },
    Client, Fake, Settings,
    messages::WIDE,
};

/// Takes rights from everybody in #general.
fn deny(fake: &Fake, rights: u64) {
    let overwrite = Overwrite { id: fake.guild, member: false, allow: 0, deny: rights };
    let mut world = fake.world();
    // What the bot's own role gives it does not count against an overwrite of the channel.
    world.channels.get_mut(&fake.general).unwrap().overwrites = vec![overwrite];
}

#[tokio::test]
async fn each_right_is_asked_for() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let id = bot.post(&messages, json!({ "content": "x" })).await.ok()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    fake.expect(50001, 2);
    fake.expect(50013, 6);
    fake.expect(160_002, 1);
    deny(&fake, rights::VIEW_CHANNEL);
    bot.post(&messages, json!({ "content": "x" })).await.refused(403, 50001);
    bot.get(&format!("/channels/{}", fake.general)).await.refused(403, 50001);
    deny(&fake, rights::SEND_MESSAGES);
    bot.post(&messages, json!({ "content": "x" })).await.refused(403, 50013);
    deny(&fake, rights::EMBED_LINKS);
    bot.post(&messages, json!({ "embeds": [{ "title": "x" }] })).await.refused(403, 50013);
    deny(&fake, rights::ATTACH_FILES);
    let body = json!({ "content": "x" });
    bot.upload(reqwest::Method::POST, &messages, &body, &[("a.ics", "A")])
        .await
        .refused(403, 50013);
    deny(&fake, rights::READ_MESSAGE_HISTORY);
    bot.get(&format!("{messages}/{id}")).await.refused(403, 50013);
    assert_eq!(bot.get(&messages).await.ok(), json!([]));
    let answer = json!({ "content": "x", "message_reference": { "message_id": id } });
    bot.post(&messages, answer).await.refused(400, 160_002);
    deny(&fake, rights::ADD_REACTIONS);
    let reaction = format!("{messages}/{id}/reactions/%E2%9C%85/@me");
    bot.put(&reaction, serde_json::Value::Null).await.refused(403, 50013);
    deny(&fake, rights::CREATE_PUBLIC_THREADS);
    bot.post(&format!("{messages}/{id}/threads"), json!({ "name": "x" })).await.refused(403, 50013);
    deny(&fake, 0);
    bot.post(&messages, json!({ "content": "x" })).await.ok();
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn threads_talks_and_other_peoples_messages_have_rules_of_their_own() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let ana = fake.member("ana");
    let messages = format!("/channels/{}/messages", fake.general);
    let said = ana.says(fake.general, "hello");
    fake.expect(50005, 1);
    bot.patch(&format!("{messages}/{said}"), json!({ "content": "x" })).await.refused(403, 50005);
    fake.expect(50013, 2);
    bot.delete(&format!("{messages}/{said}")).await.refused(403, 50013);
    // What people write is not for the bot.
    assert_eq!(bot.get(&format!("{messages}/{said}")).await.ok()["content"], "");
    let thread = bot.post(&format!("{messages}/{said}/threads"), json!({ "name": "x" })).await.ok();
    deny(&fake, rights::SEND_MESSAGES_IN_THREADS);
    let inside = format!("/channels/{}/messages", thread["id"].as_str().unwrap());
    bot.post(&inside, json!({ "content": "x" })).await.refused(403, 50013);
    let talk =
        bot.post("/users/@me/channels", json!({ "recipient_id": ana.id.to_string() })).await.ok();
    let talk = format!("/channels/{}/messages", talk["id"].as_str().unwrap());
    bot.post(&talk, json!({ "content": "psst" })).await.ok();
    fake.world().users.get_mut(&ana.id).unwrap().closed = true;
    fake.expect(50007, 1);
    bot.post(&talk, json!({ "content": "psst" })).await.refused(403, 50007);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[test]
fn overwrites_count_in_their_order() {
    let mut world = World::new(1_796_112_000_000, false);
    let owner = world.add_user(super::super::world::User::default());
    let user = world.add_user(super::super::world::User::default());
    let guild = world.add_guild("Team", owner);
    let role = world.add_role(guild, "r", 0);
    world.add_member(guild, user, &[role]);
    let channel = world.add_channel(guild, "c");
    let send = rights::SEND_MESSAGES;
    let one = |id, member, allow, deny| Overwrite { id, member, allow, deny };
    let mut may = |overwrites: &[Overwrite]| {
        world.channels.get_mut(&channel).unwrap().overwrites = overwrites.to_vec();
        assert!(world.may(owner, channel, rights::ALL), "the owner may always");
        world.may(user, channel, send)
    };
    assert!(may(&[]));
    assert!(!may(&[one(guild, false, 0, send)]));
    assert!(may(&[one(role, false, send, 0), one(guild, false, 0, send)]));
    assert!(!may(&[one(user, true, 0, send), one(role, false, send, 0)]));
    assert!(may(&[one(user, true, send, 0), one(role, false, 0, send)]));
    assert!(!may(&[one(user, true, send, rights::VIEW_CHANNEL)]), "who does not see does nothing");
    world.channels.get_mut(&channel).unwrap().overwrites = Vec::new();
    let member = world.guilds.get_mut(&guild).unwrap().members.get_mut(&user).unwrap();
    member.timed_out = Some(1_796_112_000_001);
    assert!(!world.may(user, channel, send) && world.may(user, channel, rights::VIEW_CHANNEL));
    world.advance(std::time::Duration::from_secs(1));
    assert!(world.may(user, channel, send));
}

//! The people themselves, without a bot: what the tests rest on works.

use serde_json::json;

use super::{
    homeserver::Homeserver,
    people::{Event, People},
    person::{Person, To},
    play, tools,
};

/// Two people in a room.
struct Two {
    homeserver: Homeserver,
    people: std::sync::Arc<People>,
    ana: Person,
    bo: Person,
    room: String,
    encrypted: bool,
}

impl Two {
    async fn meet(encrypted: bool) -> Option<Self> {
        let tools = tools()?;
        let homeserver = Homeserver::start(&tools);
        let people = People::start(&tools, &homeserver);
        let (ana, bo) = (people.person("ana").await, people.person("bo").await);
        let room = ana.create_room("Room", encrypted, &[&bo.id]).await;
        bo.join(&room).await;
        ana.wait_for_member(&room, &bo.id).await;
        Some(Self { homeserver, people, ana, bo, room, encrypted })
    }

    /// What bo sees of something that ana did.
    async fn seen_by_bo(&self, id: &str) -> Event {
        let seen = self.bo.wait_for(id, |event| {
            event.id.as_deref() == Some(id) && event.kind != "m.room.encrypted"
        });
        let event = seen.await;
        assert_eq!(event.sender, self.ana.id);
        assert_eq!(event.encrypted, self.encrypted && event.kind != "m.reaction", "{event:?}");
        event
    }
}

async fn talk(encrypted: bool) {
    let Some(two) = Two::meet(encrypted).await else { return };
    let Two { ana, bo, room, .. } = &two;
    let said = ana.say(room, "Hello").await;
    assert_eq!(two.seen_by_bo(&said).await.body(), "Hello");
    for (to, relation) in [(To::Reply(&said), "m.in_reply_to"), (To::Thread(&said), "m.thread")] {
        let id = ana.answer(room, to, relation).await;
        let answer = two.seen_by_bo(&id).await;
        assert_eq!(answer.content["m.relates_to"]["m.in_reply_to"]["event_id"], said.as_str());
        assert_eq!(answer.relates("m.thread").is_some(), relation == "m.thread");
    }
    let reaction = ana.react(room, &said, "✅").await;
    assert_eq!(two.seen_by_bo(&reaction).await.relates("m.annotation"), Some(said.as_str()));
    ana.edit(room, &said, "Hello, all").await;
    assert_eq!(bo.wait_until_shows(&said, "all").await, "Hello, all");
    ana.redact(room, &said).await;
    bo.wait_for("the redaction", |event| event.redacts.as_deref() == Some(said.as_str())).await;
    assert_eq!(bo.shows(&said), None);
    let content: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    let file = ana.upload(room, "some.bin", "application/octet-stream", &content).await;
    let file = two.seen_by_bo(&file).await;
    assert_eq!(bo.download(&file).await, content);
    assert_eq!(file.content.get("file").is_some(), encrypted);
}

#[test]
fn people_talk_in_an_encrypted_room() {
    play(talk(true));
}

#[test]
fn people_talk_in_a_plain_room() {
    play(talk(false));
}

#[test]
fn people_come_and_go_and_have_more_than_one_device() {
    play(async {
        let Some(two) = Two::meet(false).await else { return };
        let Two { people, ana, bo, room, .. } = &two;
        let refused = ana.try_send_plain(room, "m.room.message", &json!({ "msgtype": 7 })).await;
        assert!(refused.is_err(), "the homeserver knows what a message is");
        ana.encrypt(room).await;
        bo.wait_for("encryption", |event| event.kind == "m.room.encryption").await;
        let telephone = people.device("bo's telephone", "bo").await;
        let said = ana.say(room, "Hello").await;
        for device in [bo, &telephone] {
            let event = device.wait_for("the text", |event| {
                event.id.as_deref() == Some(&said) && event.body() == "Hello"
            });
            assert!(event.await.encrypted);
        }
        telephone.log_out().await;
        bo.rename("Bo <b>").await;
        ana.wait_for("the name", |event| event.content["displayname"] == "Bo <b>").await;
        bo.leave(room).await;
        ana.wait_for("bo's leaving", |event| event.is_member("leave", &bo.id)).await;
        let other = ana.create_room("Other", true, &[]).await;
        ana.invite(&other, &bo.id).await;
        bo.join(&other).await;
        ana.kick(&other, &bo.id).await;
        let gone = |event: &Event| event.room == other && event.is_member("leave", &bo.id);
        assert_eq!(ana.wait_for("the kick", gone).await.sender, ana.id);
    });
}

#[test]
fn a_homeserver_that_comes_back_has_everything() {
    play(async {
        let Some(mut two) = Two::meet(true).await else { return };
        let said = two.ana.say(&two.room, "before").await;
        two.seen_by_bo(&said).await;
        two.homeserver.stop();
        two.homeserver.resume();
        let said = two.ana.say(&two.room, "after").await;
        assert_eq!(two.seen_by_bo(&said).await.body(), "after");
    });
}

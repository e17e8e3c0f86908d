//! What a person does, and what they see.

use std::{fs, sync::Arc};

use serde_json::{Value, json};

use tokio::task::JoinSet;

use super::people::{Event, People, shown};

/// Somebody at one of their devices.
#[derive(Debug, Clone)]
pub(super) struct Person {
    people: Arc<People>,
    device: String,
    /// Their account.
    pub(super) id: String,
}

/// A message that answers another one, or is in its thread.
#[derive(Debug, Clone, Copy)]
pub(super) enum To<'m> {
    /// An answer.
    Reply(&'m str),
    /// A message of the thread that begins there.
    Thread(&'m str),
}

impl Person {
    pub(super) const fn new(people: Arc<People>, device: String, id: String) -> Self {
        Self { people, device, id }
    }

    async fn act(&self, what: &str, with: Value) -> Value {
        self.people.ask(&self.device, what, with).await
    }

    async fn sent(&self, what: &str, with: Value) -> String {
        self.act(what, with).await["event"].as_str().unwrap().to_owned()
    }

    /// Makes a room and invites others.
    pub(super) async fn create_room(
        &self,
        name: &str,
        encrypted: bool,
        invited: &[&str],
    ) -> String {
        let encryption = json!({ "type": ENCRYPTION, "state_key": "", "content": encryption() });
        let state = if encrypted { vec![encryption] } else { Vec::new() };
        let room = json!({ "name": name, "invite": invited, "initial_state": state });
        self.act("create_room", room).await["room"].as_str().unwrap().to_owned()
    }

    /// Accepts the invitation to a room, once it has come.
    pub(super) async fn join(&self, room: &str) {
        self.wait_for("an invitation", |event| {
            event.room == room && event.is_member("invite", &self.id)
        })
        .await;
        self.act("join", json!({ "room": room })).await;
    }

    pub(super) async fn leave(&self, room: &str) {
        self.act("leave", json!({ "room": room })).await;
    }

    pub(super) async fn invite(&self, room: &str, user: &str) {
        self.act("invite", json!({ "room": room, "user": user })).await;
    }

    pub(super) async fn kick(&self, room: &str, user: &str) {
        self.act("kick", json!({ "room": room, "user": user })).await;
    }

    /// Says something.
    pub(super) async fn say(&self, room: &str, text: &str) -> String {
        self.send(room, &json!({ "msgtype": "m.text", "body": text })).await
    }

    /// Says so many things that are nobody's business, all at once; gives how many.
    pub(super) async fn chatter(&self, room: &str, times: usize) -> usize {
        let mut saying = JoinSet::new();
        for number in 0..times {
            let (person, room) = (self.clone(), room.to_owned());
            saying.spawn(async move { person.say(&room, &format!("Number {number}")).await });
        }
        saying.join_all().await.len()
    }

    /// Answers a message.
    pub(super) async fn answer(&self, room: &str, to: To<'_>, text: &str) -> String {
        let relation = match to {
            To::Reply(to) => json!({ "m.in_reply_to": { "event_id": to } }),
            To::Thread(root) => json!({
                "rel_type": "m.thread", "event_id": root,
                "is_falling_back": true, "m.in_reply_to": { "event_id": root },
            }),
        };
        self.send(room, &json!({ "msgtype": "m.text", "body": text, "m.relates_to": relation }))
            .await
    }

    /// Corrects what they said.
    pub(super) async fn edit(&self, room: &str, message: &str, text: &str) -> String {
        let content = json!({
            "msgtype": "m.text", "body": format!("* {text}"),
            "m.new_content": { "msgtype": "m.text", "body": text },
            "m.relates_to": { "rel_type": "m.replace", "event_id": message },
        });
        self.send(room, &content).await
    }

    /// Sends a message with this content.
    pub(super) async fn send(&self, room: &str, content: &Value) -> String {
        self.send_event(room, "m.room.message", content).await
    }

    /// Sends any event, encrypted where the room is.
    pub(super) async fn send_event(&self, room: &str, kind: &str, content: &Value) -> String {
        self.sent("send", json!({ "room": room, "type": kind, "content": content })).await
    }

    /// Sends an event unencrypted, also where the room is not for that; an error is what the homeserver said.
    pub(super) async fn try_send_plain(
        &self,
        room: &str,
        kind: &str,
        content: &Value,
    ) -> Result<Value, String> {
        let event = json!({ "room": room, "type": kind, "content": content });
        self.people.try_ask(&self.device, "send_plain", event).await
    }

    /// Puts a reaction on a message.
    pub(super) async fn react(&self, room: &str, message: &str, key: &str) -> String {
        let relation = json!({ "rel_type": "m.annotation", "event_id": message, "key": key });
        self.send_event(room, "m.reaction", &json!({ "m.relates_to": relation })).await
    }

    /// Takes something away.
    pub(super) async fn redact(&self, room: &str, event: &str) {
        self.act("redact", json!({ "room": room, "event": event })).await;
    }

    /// Sets something of a room's state.
    pub(super) async fn set_state(&self, room: &str, kind: &str, content: &Value) {
        self.act("set_state", json!({ "room": room, "type": kind, "content": content })).await;
    }

    /// Puts a room into a space.
    pub(super) async fn add_to_space(&self, space: &str, room: &str) {
        let child = json!({ "via": ["matrix.test"] });
        let state =
            json!({ "room": space, "type": "m.space.child", "key": room, "content": child });
        self.act("set_state", state).await;
    }

    /// Has a room encrypted from now on.
    pub(super) async fn encrypt(&self, room: &str) {
        self.set_state(room, ENCRYPTION, &encryption()).await;
        self.wait_for("encryption", |event| event.room == room && event.kind == ENCRYPTION).await;
    }

    /// Changes what they are called.
    pub(super) async fn rename(&self, name: &str) {
        self.act("rename", json!({ "name": name })).await;
    }

    /// Drops a file in a room.
    pub(super) async fn upload(
        &self,
        room: &str,
        name: &str,
        mime: &str,
        content: &[u8],
    ) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        self.sent("upload", json!({ "room": room, "path": path, "mime": mime })).await
    }

    /// What is in the file of a message.
    pub(super) async fn download(&self, message: &Event) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        self.act("download", json!({ "content": message.content, "path": path })).await;
        fs::read(path).unwrap()
    }

    /// Keeps the keys of what is said from now on from somebody's devices.
    pub(super) async fn shun(&self, user: &str) {
        self.act("shun", json!({ "user": user })).await;
    }

    /// Compares emojis with somebody in a room; their program has to know how.
    pub(super) async fn verify(&self, room: &str, user: &str) {
        self.act("verify", json!({ "room": room, "user": user })).await;
    }

    /// Whether somebody is verified, was it with another identity, and which of their devices are their own.
    pub(super) async fn trust(&self, user: &str) -> Value {
        self.act("trust", json!({ "user": user })).await
    }

    /// Closes the program on this device.
    pub(super) async fn log_out(&self) {
        self.act("logout", json!({})).await;
    }

    /// Waits until they see such an event, or gives the first one that they have seen.
    pub(super) async fn wait_for(&self, what: &str, is: impl Fn(&Event) -> bool) -> Event {
        let find =
            |events: &[&Event]| events.iter().find(|event| is(event)).map(|event| (*event).clone());
        self.people.until(&self.device, what, find).await
    }

    /// Waits until somebody is in a room.
    pub(super) async fn wait_for_member(&self, room: &str, user: &str) {
        self.wait_for(&format!("{user} in the room"), |event| {
            event.room == room && event.is_member("join", user)
        })
        .await;
    }

    /// Waits until a message shows a text, after all its edits.
    pub(super) async fn wait_until_shows(&self, message: &str, text: &str) -> String {
        let shows = |events: &[&Event]| {
            shown(events, message).filter(|shown| shown.contains(text)).map(str::to_owned)
        };
        self.people.until(&self.device, &format!("{text:?} in {message}"), shows).await
    }

    /// What a message shows, after all its edits.
    pub(super) fn shows(&self, message: &str) -> Option<String> {
        self.people.now(&self.device, |events| shown(events, message).map(str::to_owned))
    }

    /// Everything that they have seen and that is so.
    pub(super) fn seen(&self, is: impl Fn(&Event) -> bool) -> Vec<Event> {
        let all = |events: &[&Event]| {
            events.iter().filter(|event| is(event)).map(|event| (*event).clone()).collect()
        };
        self.people.now(&self.device, all)
    }
}

const ENCRYPTION: &str = "m.room.encryption";

fn encryption() -> Value {
    json!({ "algorithm": "m.megolm.v1.aes-sha2" })
}

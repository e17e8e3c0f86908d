//! Polls of the network's own, by the connector alone.

use std::{
    fs,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use convene::{
    chat::{Action, Bot, Inbound, Message, Network as _, NotTaken, Poll},
    clock::SystemIds,
    model::{MessageId, RoomRef},
    network::matrix::{Login, MATRIX, Matrix, Settings},
};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::{
    homeserver::Homeserver,
    people::{PASSWORD, People, SERVER},
    play, tools,
};

/// A bot that only listens.
#[derive(Debug, Default)]
struct Ear {
    heard: Mutex<Vec<Action>>,
    more: Notify,
    stop: Notify,
}

#[async_trait]
impl Bot for Ear {
    async fn receive(&self, inbound: Inbound) -> Result<(), NotTaken> {
        self.heard.lock().unwrap().push(inbound.action);
        self.more.notify_one();
        Ok(())
    }

    async fn settle(&self) {}

    async fn stopped(&self) {
        self.stop.notified().await;
    }

    async fn open_cards(&self, _room: &RoomRef) -> Vec<MessageId> {
        Vec::new()
    }
}

impl Ear {
    async fn until(&self, is: impl Fn(&Action) -> bool) {
        while !self.heard.lock().unwrap().iter().any(&is) {
            self.more.notified().await;
        }
    }
}

#[test]
fn votes_arrive() {
    play(async {
        let Some(tools) = tools() else { return };
        let homeserver = Homeserver::start(&tools);
        let people = People::start(&tools, &homeserver);
        people.register("convene").await;
        let ana = people.person("ana").await;
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("bot")).unwrap();
        let settings = Settings {
            homeserver: homeserver.url(),
            user: "convene".to_owned(),
            login: Login::Password(PASSWORD.into()),
            folder: folder.path().join("bot"),
            passphrase: None,
            recovery_key: folder.path().join("key"),
            name: "Convene".to_owned(),
            allow: vec!["*".to_owned()],
            block: Vec::new(),
            verify: Vec::new(),
            max_file: 1000,
        };
        let network = Matrix::new(settings, Arc::new(SystemIds));
        let ear = Ear::default();
        let scene = async {
            let id = format!("@convene:{SERVER}");
            let room = ana.create_room("Team", true, &[&id]).await;
            ear.until(|action| matches!(action, Action::Join)).await;
            let poll = Poll {
                question: "When?".to_owned(),
                choices: ["Mon", "Tue", "Wed"].map(ToOwned::to_owned).to_vec(),
                most: 2,
            };
            let at = RoomRef { network: MATRIX, id: room.clone() };
            let message = Message { poll: Some(poll), ..Message::default() };
            let sent = network.send("key", &at, &message).await.unwrap();
            let start = "org.matrix.msc3381.poll.start";
            let seen = ana.wait_for("the poll", |event| event.kind == start).await;
            assert_eq!((seen.id(), seen.encrypted), (sent.0.clone(), true));
            let answers = seen.content[start]["answers"].as_array().unwrap();
            let chosen: Vec<&Value> = [2, 0].map(|at| &answers[at]["id"]).to_vec();
            let vote = json!({
                "m.relates_to": { "rel_type": "m.reference", "event_id": sent.0 },
                "org.matrix.msc3381.poll.response": { "answers": chosen },
            });
            ana.send_event(&room, "org.matrix.msc3381.poll.response", &vote).await;
            let is_vote = |action: &Action| matches!(action, Action::Vote { to, choices } if *to == sent && *choices == [2, 0]);
            ear.until(is_vote).await;
            network.close_poll("end", &at, &sent).await.unwrap();
            let end = "org.matrix.msc3381.poll.end";
            let ended = ana.wait_for("its end", |event| event.kind == end).await;
            assert_eq!(ended.relates("m.reference"), Some(&*sent.0));
            ear.stop.notify_one();
        };
        let (ended, ()) = tokio::join!(network.run(&ear), scene);
        ended.unwrap();
    });
}

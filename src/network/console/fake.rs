//! A bot for the tests of the rooms: it makes a card of what it is asked for, and counts answers.

use std::sync::{Arc, Mutex, OnceLock};

use async_trait::async_trait;

use crate::{
    chat::{Action, Bot, Button, File, Inbound, Message, Network, NotTaken},
    model::{MessageId, RoomRef},
};

/// The bot. It answers on the network it was given.
#[derive(Debug, Default)]
pub(super) struct Fake {
    network: OnceLock<Arc<dyn Network>>,
    pub(super) heard: Mutex<Vec<Inbound>>,
    answers: Mutex<Vec<String>>,
}

impl Fake {
    pub(super) fn on(network: Arc<dyn Network>) -> Self {
        Self { network: OnceLock::from(network), ..Self::default() }
    }

    fn network(&self) -> &dyn Network {
        &**self.network.get().unwrap()
    }

    async fn say(&self, inbound: &Inbound, text: &str) -> Result<(), NotTaken> {
        let key = format!("key-{}", self.heard.lock().unwrap().len());
        let message = match text {
            "locked" => {
                return Err(NotTaken {
                    say: "The database is locked; try again in a moment.".to_owned(),
                    source: Box::new(std::io::Error::other("locked")),
                });
            }
            "!meet Lunch" => {
                return self.send("card", &inbound.room, &self.card()).await;
            }
            "!meet secret" => Message {
                text: "Nobody else reads this.".to_owned(),
                only_for: Some(inbound.sender.user.account.clone()),
                thread: Some(MessageId("card".to_owned())),
                buttons: vec![button("sure", "Sure")],
                ..Message::default()
            },
            "!meet export" => Message {
                text: "Here it is.".to_owned(),
                thread: Some(MessageId(inbound.id.clone())),
                files: vec![File {
                    name: "../lunch.ics".to_owned(),
                    mime: "text/calendar".to_owned(),
                    content: "BEGIN:VCALENDAR\r\n".to_owned(),
                }],
                ..Message::default()
            },
            "!meet elsewhere" => {
                let room = RoomRef { id: "team".to_owned(), ..inbound.room.clone() };
                let message = Message { text: "Over here.".to_owned(), ..Message::default() };
                return self.send(&key, &room, &message).await;
            }
            _ => return Ok(()),
        };
        self.send(&key, &inbound.room, &message).await
    }

    async fn send(&self, key: &str, room: &RoomRef, message: &Message) -> Result<(), NotTaken> {
        self.network().send(key, room, message).await.unwrap();
        Ok(())
    }

    async fn answer(&self, inbound: &Inbound, answer: &str) {
        let answer = format!("{answer} {}", inbound.sender.user.name);
        self.answers.lock().unwrap().push(answer);
        let card = MessageId("card".to_owned());
        self.network().edit("edit", &inbound.room, &card, &self.card()).await.unwrap();
    }

    /// The card as it is now.
    pub(super) fn card(&self) -> Message {
        let answers = self.answers.lock().unwrap().join("\n");
        let text = format!("Lunch\nFri 4 Dec 2026, 12:30-13:30 CET\n{answers}\n#1");
        Message {
            text: text.replace("\n\n", "\n"),
            buttons: vec![
                button("yes", "✅ Going"),
                button("maybe", "🤔 Maybe"),
                button("no", "❌ Can't"),
            ],
            reactions: vec!["✅".to_owned(), "🤔".to_owned(), "❌".to_owned()],
            ..Message::default()
        }
    }
}

fn button(id: &str, label: &str) -> Button {
    Button { id: id.to_owned(), label: label.to_owned() }
}

#[async_trait]
impl Bot for Fake {
    async fn receive(&self, inbound: Inbound) -> Result<(), NotTaken> {
        self.heard.lock().unwrap().push(inbound.clone());
        match &inbound.action {
            Action::Say(said) => return self.say(&inbound, &said.text).await,
            Action::React { emoji, .. } => self.answer(&inbound, emoji).await,
            Action::Unreact { emoji, .. } => self.answer(&inbound, &format!("not {emoji}")).await,
            Action::Press { button, .. } => self.answer(&inbound, button).await,
            Action::Upload(file) => {
                let text = format!("{} has {} octets.", file.name, file.content.len());
                let message = Message { text, ..Message::default() };
                return self.send("upload", &inbound.room, &message).await;
            }
            other => panic!("a console has no {other:?}"),
        }
        Ok(())
    }

    async fn settle(&self) {}

    async fn stopped(&self) {
        std::future::pending::<()>().await;
    }

    async fn open_cards(&self, _room: &RoomRef) -> Vec<MessageId> {
        Vec::new()
    }
}

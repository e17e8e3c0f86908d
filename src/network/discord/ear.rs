//! Hearing: events in the order in which they came, acknowledged at once, looked up beside each other, and handed on in
//! that order.

use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
};

use serenity::model::id::{GuildId, MessageId as Message};
use tokio::{
    sync::mpsc,
    task::{JoinHandle, JoinSet},
};

use super::{
    convert::{
        self, Asked, Attachment, Deed, Heard, Me, Server, Session, Snowflake, Token, What, Work,
    },
    directory::Directory,
    error::ApiError,
    files,
    interactions::Answers,
    place::Place,
    shards::{Ended, Told},
};
use crate::{
    chat::{Action, Filled, Inbound, Offer, Sender, User},
    clock::Ids,
};

/// So many interactions are remembered, because Discord may tell of one twice.
const REMEMBERED: usize = 1_000;

/// A file that is not there.
const NO_FILE: &str = "I could not fetch that file from Discord. Please upload it once more.";

/// What both the ear and the listener need.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) answers: Answers,
    pub(super) directory: Directory,
    pub(super) client: reqwest::Client,
    pub(super) ids: Arc<dyn Ids>,
    pub(super) offers: Vec<Offer>,
    /// The permissions that the bot does not miss.
    pub(super) needless: u64,
    pub(super) max_file: usize,
}

/// A task that ends when nobody waits for it any more.
#[derive(Debug)]
pub(super) struct Owned<T>(JoinHandle<T>);

impl<T: Send + 'static> Owned<T> {
    pub(super) fn spawn(task: impl Future<Output = T> + Send + 'static) -> Self {
        Self(tokio::spawn(task))
    }

    /// What it gives; nothing where it broke.
    pub(super) async fn end(&mut self) -> Option<T> {
        (&mut self.0).await.ok()
    }
}

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A happening, on its way to the bot.
#[derive(Debug)]
pub(super) struct Delivery {
    pub(super) inbound: Inbound,
    /// Where it is a command that Discord shows as being thought about, or a button.
    pub(super) token: Option<Token>,
}

/// What has to happen in its turn.
#[derive(Debug)]
pub(super) enum InTurn {
    /// The bot is told.
    Deliver(Owned<Vec<Delivery>>),
    /// The bot was taken out of a server, or a channel was deleted. `since` tells this from another time.
    Leave {
        /// The server, or a channel of it.
        server: GuildId,
        channel: Option<Place>,
        since: String,
    },
    /// Messages were deleted.
    Gone(Place, Vec<Message>),
    /// Reactions on a message were taken away by somebody else.
    Cleared(Place, Message),
    /// A session began.
    Session(Session),
}

/// What waits for nothing.
#[derive(Debug)]
pub(super) enum Aside {
    /// Somebody wants to see a form.
    Open(Box<Asked>, Filled),
    /// Somebody is typing in a field.
    Suggest(Box<Asked>, Filled, String, String),
    /// The bot knows who it is.
    Register(Snowflake),
    /// What was asked is done.
    Finish(Token),
    /// What was asked was not done, and why.
    Say(Token, String),
}

/// The ear.
#[derive(Debug)]
pub(super) struct Ear {
    desk: Arc<Desk>,
    me: Option<(Snowflake, User)>,
    servers: HashSet<GuildId>,
    asked: VecDeque<Snowflake>,
    in_turn: mpsc::UnboundedSender<InTurn>,
    aside: mpsc::UnboundedSender<Aside>,
    refusals: JoinSet<()>,
}

impl Ear {
    pub(super) fn new(
        desk: Arc<Desk>,
        in_turn: mpsc::UnboundedSender<InTurn>,
        aside: mpsc::UnboundedSender<Aside>,
    ) -> Self {
        Self {
            desk,
            me: None,
            servers: HashSet::new(),
            asked: VecDeque::new(),
            in_turn,
            aside,
            refusals: JoinSet::new(),
        }
    }

    /// Hears until nothing comes any more.
    pub(super) async fn hear(mut self, mut told: mpsc::UnboundedReceiver<Told>) -> Option<Ended> {
        while let Some(told) = told.recv().await {
            match told {
                Told::Event(event) => self.take(*event),
                Told::End(ended) => return Some(ended),
            }
            while self.refusals.try_join_next().is_some() {}
        }
        None
    }

    fn take(&mut self, event: serenity::model::event::Event) {
        let user = self.me.as_ref().map(|(id, _)| *id);
        let me = Me { user, offers: &self.desk.offers, needless: self.desk.needless };
        let heard = convert::raw(event).and_then(|(kind, data)| convert::read(&kind, &data, &me));
        match heard {
            None => {}
            Some(Heard::Session(session)) => self.begin(session),
            Some(Heard::Server(server)) => self.arrive(server),
            Some(Heard::ServerGone(server)) => {
                self.servers.remove(&server);
                let since = self.desk.directory.forget_server(server).unwrap_or_default();
                self.queue(InTurn::Leave { server, channel: None, since });
            }
            Some(Heard::Channels(channels)) => self.desk.directory.learn(channels),
            Some(Heard::ChannelGone(place)) => {
                self.desk.directory.forget_channel(place.channel);
                if let Some(server) = place.guild {
                    // Ids of channels do not come again.
                    self.queue(InTurn::Leave {
                        server,
                        channel: Some(place),
                        since: String::new(),
                    });
                }
            }
            Some(Heard::Asked(asked)) => self.asked(*asked),
            Some(Heard::Done(deed)) => {
                let looked_up = Owned::spawn(look_up(Arc::clone(&self.desk), *deed));
                self.queue(InTurn::Deliver(looked_up));
            }
            Some(Heard::Cleared { place, message }) => self.queue(InTurn::Cleared(place, message)),
            Some(Heard::Gone { place, messages }) => self.queue(InTurn::Gone(place, messages)),
        }
    }

    fn begin(&mut self, session: Session) {
        if self.me.is_none() {
            tracing::info!("connected to Discord, in {} servers", session.servers.len());
            self.aside(Aside::Register(session.application));
        }
        self.me = Some((session.me, session.account.clone()));
        self.servers.extend(&session.servers);
        self.queue(InTurn::Session(session));
    }

    /// A server is there. One that the session did not begin with is new, and where it has a channel for news of its own,
    /// the bot says there that it is there.
    fn arrive(&mut self, server: Server) {
        let is_new = self.servers.insert(server.id);
        let id = format!("joined {} {}", server.id, server.joined);
        let place = server.system_channel.map(|channel| Place { guild: Some(server.id), channel });
        self.desk.directory.learn_server(server);
        let Some((place, (_, me))) = place.zip(self.me.as_ref()).filter(|_| is_new) else { return };
        let name = self.desk.directory.name(place).unwrap_or_default();
        let inbound = about(id, place, name, me.clone(), Action::Join);
        let ready = Owned::spawn(async { vec![Delivery { inbound, token: None }] });
        self.queue(InTurn::Deliver(ready));
    }

    fn asked(&mut self, asked: Asked) {
        if self.asked.contains(&asked.token.id) {
            return;
        }
        if self.asked.len() >= REMEMBERED {
            self.asked.pop_front();
        }
        self.asked.push_back(asked.token.id);
        let desk = Arc::clone(&self.desk);
        match asked.what.clone() {
            What::Do(work) => self.queue(InTurn::Deliver(Owned::spawn(attend(desk, asked, work)))),
            What::Open(filled) => self.aside(Aside::Open(Box::new(asked), filled)),
            What::Suggest(filled, field, text) => {
                self.aside(Aside::Suggest(Box::new(asked), filled, field, text));
            }
            What::Refuse(sentence) => {
                self.refusals.spawn(async move {
                    let refused = desk.answers.refuse(&asked.token, sentence).await;
                    note(refused, "a refusal could not be said");
                });
            }
        }
    }

    // Where nobody takes them any more, the bot is stopping.

    fn queue(&self, what: InTurn) {
        let _ = self.in_turn.send(what);
    }

    fn aside(&self, what: Aside) {
        let _ = self.aside.send(what);
    }
}

/// Acknowledges what somebody wants, and then looks up what is to be known of it.
async fn attend(desk: Arc<Desk>, asked: Asked, work: Work) -> Vec<Delivery> {
    if let Err(error) = desk.answers.acknowledge(&asked).await {
        // Discord has said to that person that it failed, so it must not be done behind their back.
        tracing::warn!("a command could not be acknowledged in time: {error}");
        return Vec::new();
    }
    stop_point!("discord.acknowledged");
    let action = match work {
        Work::Act(action) => action,
        Work::Read(file) => {
            let Some(action) = fetch(&desk, &file).await else {
                note(desk.answers.say(&asked.token, NO_FILE).await, "an answer could not be given");
                return Vec::new();
            };
            action
        }
    };
    let inbound = complete(&desk, asked.inbound(action)).await;
    vec![Delivery { inbound, token: Some(asked.token) }]
}

/// Gives names to the room and to the people of a happening.
pub(super) async fn complete(desk: &Desk, mut inbound: Inbound) -> Inbound {
    let Some(place) = Place::of(&inbound.room) else { return inbound };
    if let Some(name) = desk.directory.name(place).filter(|name| !name.is_empty()) {
        inbound.room_name = name;
    }
    desk.directory.call(place.guild, &mut inbound.sender.user).await;
    desk.directory.call_mentioned(place.guild, &mut inbound.action).await;
    inbound
}

/// Looks up where something happened and who did it, and fetches the files that came with it.
async fn look_up(desk: Arc<Desk>, mut deed: Deed) -> Vec<Delivery> {
    let room = match desk.directory.room(deed.place).await {
        Ok(room) => room,
        Err(error) => {
            tracing::warn!(
                "what somebody did was not heard, because its channel is not known: {error}"
            );
            return Vec::new();
        }
    };
    let files = std::mem::take(&mut deed.files);
    let said = deed.inbound(|| desk.ids.token(), room);
    let said = complete(&desk, said).await;
    let mut inbounds = Vec::new();
    for (place, file) in files.iter().enumerate() {
        let Some(action) = fetch(&desk, file).await else { continue };
        let id = if place == 0 { said.id.clone() } else { format!("{} file {place}", said.id) };
        inbounds.push(Inbound { id, action, ..said.clone() });
    }
    if files.is_empty() {
        inbounds.push(said);
    }
    inbounds.into_iter().map(|inbound| Delivery { inbound, token: None }).collect()
}

async fn fetch(desk: &Desk, file: &Attachment) -> Option<Action> {
    match files::read(&desk.client, file, desk.max_file).await {
        Ok(action) => Some(action),
        Err(error) => {
            tracing::warn!("a file could not be fetched: {}", error.without_url());
            None
        }
    }
}

/// What the bot is told that nobody did.
pub(super) fn about(
    id: String,
    place: Place,
    room_name: String,
    me: User,
    action: Action,
) -> Inbound {
    Inbound {
        id,
        message: None,
        thread: None,
        room: place.room(),
        room_name,
        sender: Sender { user: me, moderator: false, locale: None },
        action,
        lacks: Vec::new(),
        overheard: place.guild.is_some(),
        alone: place.guild.is_none(),
    }
}

/// Puts a failure in the log that nobody else hears of.
pub(super) fn note(done: Result<(), ApiError>, what: &str) {
    if let Err(error) = done {
        tracing::warn!("{what}: {error}");
    }
}

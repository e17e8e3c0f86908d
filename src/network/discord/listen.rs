//! Listening: one happening after another to the bot, and beside that what cannot wait.
//!
//! What is told in its turn reaches the bot in the order in which Discord sent it. A session that begins anew says
//! nothing of what happened before it; what can be missed then, reactions and deletions, is looked up card by card, in
//! turn too, so that what is looked up and what is told do not overtake each other.

use std::{
    error::Error,
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use secrecy::ExposeSecret as _;
use serenity::model::id::{GuildId, MessageId as Message};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep, timeout},
};

use super::{
    DISCORD, Discord, commands,
    convert::{self, Asked, Session, Snowflake, Token},
    directory::Directory,
    ear::{Aside, Delivery, Desk, Ear, InTurn, Owned, about, complete, note},
    error::ApiError,
    http::{self, Api},
    interactions::Answers,
    looks::{Look, Looks},
    place::Place,
    resync::{self, Now},
    shards::{Ended, Gateway},
    way,
};
use crate::{
    chat::{Action, Bot, Filled, Inbound, Suggestion, User},
    model::MessageId,
    network::hand::hand,
};

/// How long the bot may think about a form or a suggestion. Discord gives three seconds with the way there and back.
const THINKING: Duration = Duration::from_secs(2);
/// How long the bot goes on with what it was asked once it is to stop.
const FINISHING: Duration = Duration::from_secs(2);

/// The bot took too long.
const TOO_SLOW: &str = "That took me too long. Please try it once more.";
/// There is no form.
const NO_FORM: &str = "There is nothing to fill in here any more. The card shows how it is now.";

/// What is done beside everything else.
type Beside<'l> = Pin<Box<dyn Future<Output = ()> + Send + 'l>>;

/// Listens until the bot stops or Discord wants it no more.
///
/// # Errors
///
/// Discord wants it no more.
pub(super) async fn listen(
    discord: &Discord,
    bot: &dyn Bot,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let api = discord.speaker.api();
    let way = tokio::select! {
        way = way::find(api, discord.settings.shards) => way?,
        () = bot.stopped() => return Ok(()),
    };
    // A client of its own, because what the gateway's thread opened ends with it.
    let client = http::client(discord.settings.connect.as_ref())?;
    let token = discord.settings.token.expose_secret().to_owned();
    let (gateway, told) = Gateway::open(client, token, way)?;
    let desk = Arc::new(Desk {
        answers: Answers::new(Arc::clone(api), Arc::clone(&discord.deferred)),
        directory: Directory::new(Arc::clone(api)),
        client: discord.client.clone(),
        ids: Arc::clone(&discord.ids),
        offers: discord.settings.offers.clone(),
        needless: convert::needless(&discord.settings),
        max_file: discord.settings.max_file,
    });
    let (in_turn, turns) = mpsc::unbounded_channel();
    let (aside, beside) = mpsc::unbounded_channel();
    let mut ear = Owned::spawn(Ear::new(Arc::clone(&desk), in_turn, aside.clone()).hear(told));
    let listener = Listener { bot, api, desk: &desk };
    let working = async {
        tokio::join!(listener.take_turns(turns, aside), listener.work_beside(beside));
    };
    let mut working = pin!(working);
    let ended = tokio::select! {
        ended = ear.end() => ended.flatten(),
        // Work ends where the ear has; why that has is not lost because the end of the work was seen first.
        () = &mut working => ear.end().await.flatten(),
        () = api.revoked() => Some(Ended::Token),
        () = bot.stopped() => {
            drop(gateway);
            // Whoever was told that the bot is at it is not left without an answer, where that is soon.
            let _ = timeout(FINISHING, working).await;
            return Ok(());
        }
    };
    drop(gateway);
    ended.map_or(Ok(()), |ended| Err(ended.into()))
}

/// A card could not be looked at, and can be later.
struct NotSeen;

/// What has the bot.
struct Listener<'l> {
    bot: &'l dyn Bot,
    api: &'l Arc<Api>,
    desk: &'l Arc<Desk>,
}

impl Listener<'_> {
    /// One thing after another. Between two cards that are looked at, everything is done that came meanwhile.
    async fn take_turns(
        &self,
        mut turns: mpsc::UnboundedReceiver<InTurn>,
        aside: mpsc::UnboundedSender<Aside>,
    ) {
        let mut looks = Looks::default();
        let mut session = None;
        loop {
            let turn = match looks.next() {
                None => tokio::select! {
                    turn = turns.recv() => turn,
                    () = looks.wait() => None,
                },
                Some(look) => {
                    match self.look(&look).await {
                        Ok(()) => looks.succeeded(),
                        Err(NotSeen) => looks.put_off(look, Instant::now()),
                    }
                    turns.try_recv().ok()
                }
            };
            let mut next = turn;
            while let Some(turn) = next {
                match turn {
                    InTurn::Session(new) => {
                        self.bot.reachable(&DISCORD).await;
                        let new = Arc::new(new);
                        session = Some(Arc::clone(&new));
                        looks.extend(self.cards(&new).await);
                    }
                    InTurn::Cleared(place, message) => {
                        looks.extend(self.cleared(session.as_ref(), place, message).await);
                    }
                    turn => self.take(turn, session.as_deref(), &aside).await,
                }
                next = turns.try_recv().ok();
            }
            if looks.is_empty() && turns.is_closed() && turns.is_empty() {
                return;
            }
        }
    }

    async fn take(
        &self,
        turn: InTurn,
        session: Option<&Session>,
        aside: &mpsc::UnboundedSender<Aside>,
    ) {
        match turn {
            InTurn::Deliver(mut looked_up) => {
                for delivery in looked_up.end().await.unwrap_or_default() {
                    self.deliver(delivery, aside).await;
                }
            }
            InTurn::Leave { server, channel, since } => {
                let rooms = self.rooms_of(server, channel).await;
                for place in rooms {
                    self.left(place, &since, session).await;
                }
            }
            InTurn::Gone(place, messages) => {
                let cards = self.bot.open_cards(&place.room()).await;
                let gone = messages.iter().map(|message| MessageId(message.to_string()));
                for message in gone.filter(|message| cards.contains(message)) {
                    self.removed(place, message, session).await;
                }
            }
            InTurn::Session(_) | InTurn::Cleared(..) => {}
        }
    }

    async fn deliver(
        &self,
        Delivery { inbound, token }: Delivery,
        aside: &mpsc::UnboundedSender<Aside>,
    ) {
        let Some(token) = token else { return hand(self.bot, inbound).await };
        let after = match self.bot.receive(inbound).await {
            Ok(()) => Aside::Finish(token),
            Err(error) => {
                tracing::warn!("a command could not be kept: {error}");
                Aside::Say(token, error.say)
            }
        };
        // What works beside ends with this.
        let _ = aside.send(after);
    }

    /// The rooms with open cards in a server or a channel.
    async fn rooms_of(&self, server: GuildId, channel: Option<Place>) -> Vec<Place> {
        let rooms = self.bot.open_rooms(&DISCORD).await;
        let places = rooms.iter().filter_map(Place::of);
        places
            .filter(|place| place.guild == Some(server))
            .filter(|place| channel.is_none_or(|channel| channel == *place))
            .collect()
    }

    async fn left(&self, place: Place, since: &str, session: Option<&Session>) {
        let Some(session) = session else { return };
        let id = format!("left {} {since}", place.room().id);
        hand(self.bot, self.happening(id.trim_end().to_owned(), place, session, Action::Leave))
            .await;
    }

    async fn removed(&self, place: Place, message: MessageId, session: Option<&Session>) {
        let Some(session) = session else { return };
        let id = format!("gone {}", message.0);
        hand(self.bot, self.happening(id, place, session, Action::Remove { message })).await;
    }

    fn happening(&self, id: String, place: Place, session: &Session, action: Action) -> Inbound {
        let name = self.desk.directory.name(place).unwrap_or_default();
        about(id, place, name, session.account.clone(), action)
    }

    /// The cards that are to be looked at because a session began. In a server that the bot is not in any more there are
    /// none.
    async fn cards(&self, session: &Arc<Session>) -> Vec<Look> {
        let mut looks = Vec::new();
        for room in self.bot.open_rooms(&DISCORD).await {
            let Some(place) = Place::of(&room).filter(|place| session.tells_of(place.guild)) else {
                continue;
            };
            if place.guild.is_some_and(|server| !session.servers.contains(&server)) {
                self.left(place, &session.id, Some(session)).await;
                continue;
            }
            let cards = self.bot.open_cards(&room).await;
            let look = |card| Look { session: Arc::clone(session), room: room.clone(), card };
            looks.extend(cards.into_iter().map(look));
        }
        looks
    }

    async fn cleared(
        &self,
        session: Option<&Arc<Session>>,
        place: Place,
        message: Message,
    ) -> Option<Look> {
        let (room, card) = (place.room(), MessageId(message.to_string()));
        let is_card = self.bot.open_cards(&room).await.contains(&card);
        let session = Arc::clone(session.filter(|_| is_card)?);
        Some(Look { session, room, card })
    }

    /// Looks at a card, and tells the bot what changed.
    async fn look(&self, Look { session, room, card }: &Look) -> Result<(), NotSeen> {
        let Some((place, message)) = Place::of(room).zip(card.0.parse::<Snowflake>().ok()) else {
            return Ok(());
        };
        match resync::look(self.api, place, message.into(), session.me).await {
            Ok(Now::There(now)) => {
                let known = self.bot.reactions(room, card).await;
                self.changed(place, session, card, resync::difference(&now, &known)).await;
            }
            Ok(Now::Gone) => self.removed(place, card.clone(), Some(session)).await,
            Ok(Now::NoRoom) => self.left(place, "", Some(session)).await,
            Err(error @ (ApiError::Refused(_) | ApiError::Unauthorized)) => {
                tracing::warn!("how a card is answered by reactions now is not known: {error}");
            }
            Err(error) => {
                tracing::warn!("a card could not be looked at; I look again later: {error}");
                return Err(NotSeen);
            }
        }
        Ok(())
    }

    async fn changed(
        &self,
        place: Place,
        session: &Session,
        card: &MessageId,
        difference: resync::Difference,
    ) {
        // In one session a reaction is looked up once, unless somebody else took reactions away; so the id is fresh.
        let fresh = self.desk.ids.token();
        let id = |what: &str, user: &User, emoji: &str| {
            format!("{what} {} {} {} {emoji} {fresh}", session.id, card.0, user.account.id)
        };
        let gone = difference.gone.into_iter().filter_map(|(user, emoji)| {
            let user = convert::named(user.id.parse().ok()?, "");
            let id = id("gone", &user, &emoji);
            Some((id, user, Action::Unreact { to: card.clone(), emoji }))
        });
        let new = difference.new.into_iter().map(|(user, emoji)| {
            let id = id("new", &user, &emoji);
            (id, user, Action::React { to: card.clone(), emoji, ours: true })
        });
        for (id, user, action) in gone.chain(new) {
            let name = self.desk.directory.name(place).unwrap_or_default();
            let mut inbound = about(id, place, name, user, action);
            inbound.thread = Some(card.clone());
            hand(self.bot, complete(self.desk, inbound).await).await;
        }
    }

    /// What waits for nothing, all of it at once.
    async fn work_beside(&self, mut beside: mpsc::UnboundedReceiver<Aside>) {
        let mut working: FuturesUnordered<Beside<'_>> = FuturesUnordered::new();
        loop {
            tokio::select! {
                Some(next) = beside.recv() => working.push(Box::pin(self.beside(next))),
                Some(()) = working.next() => {}
                else => return,
            }
        }
    }

    async fn beside(&self, what: Aside) {
        match what {
            Aside::Open(asked, filled) => {
                note(self.open(*asked, filled).await, "a form could not be shown");
            }
            Aside::Suggest(asked, filled, field, text) => {
                let shown = self.suggest(&asked, filled, field, text).await;
                if let Err(error) = shown {
                    // Whoever types on has a later one shown.
                    tracing::debug!("a suggestion could not be shown: {error}");
                }
            }
            Aside::Register(application) => self.register(application).await,
            Aside::Finish(token) => self.finish(&token).await,
            Aside::Say(token, sentence) => {
                note(
                    self.desk.answers.say(&token, &sentence).await,
                    "an answer could not be given",
                );
            }
        }
    }

    /// Shows a form, or says why there is none.
    async fn open(&self, asked: Asked, filled: Filled) -> Result<(), ApiError> {
        let token = asked.token.clone();
        let inbound = asked.inbound(Action::Open(filled));
        let thought = timeout(THINKING, async {
            let inbound = complete(self.desk, inbound).await;
            self.bot.form(&inbound).await
        });
        match thought.await {
            Ok(Ok(Some(form))) => self.desk.answers.show(&token, &form).await,
            Ok(Ok(None)) => self.desk.answers.refuse(&token, NO_FORM).await,
            Ok(Err(refused)) => self.desk.answers.refuse(&token, &refused.say).await,
            Err(_) => self.desk.answers.refuse(&token, TOO_SLOW).await,
        }
    }

    async fn suggest(
        &self,
        asked: &Asked,
        filled: Filled,
        field: String,
        text: String,
    ) -> Result<(), ApiError> {
        let typing = asked.typing(filled, field, text);
        let thought: Vec<Suggestion> =
            timeout(THINKING, self.bot.suggest(&typing)).await.unwrap_or_default();
        self.desk.answers.suggest(&asked.token, &thought).await
    }

    /// Once everything is said that a command leads to, nothing says any more that the bot is thinking.
    async fn finish(&self, token: &Token) {
        self.bot.settle().await;
        note(
            self.desk.answers.finish(token).await,
            "what shows that I think could not be taken away",
        );
    }

    /// Sends the commands to Discord, until it takes or refuses them.
    async fn register(&self, application: Snowflake) {
        let mut failures = 0_u32;
        loop {
            match commands::register(self.api, application.into(), &self.desk.offers).await {
                Ok(true) => return tracing::info!("Discord has my commands now"),
                Ok(false) => return,
                Err(error @ (ApiError::Refused(_) | ApiError::Unauthorized)) => {
                    return tracing::error!("Discord does not take my commands: {error}");
                }
                Err(error) => {
                    tracing::warn!(
                        "the commands could not be sent to Discord; I try again: {error}"
                    );
                    failures += 1;
                    sleep(Duration::from_secs(1 << failures.min(6))).await;
                }
            }
        }
    }
}

//! Listening: from the homeserver's answers to happenings, in order, none lost and none twice.
//!
//! Each answer of the homeserver is acted on whole before the position behind it is kept. A bot that is killed in
//! between hears the same again, and the bot's inbox knows what it acted on already. Where the homeserver leaves events
//! out because there were too many, they are fetched backwards down to the kept position; where even that is too much,
//! the reactions on open cards are read, which say how people answer now.

use std::time::Duration;

use matrix_sdk::{
    Client, Room,
    config::{SyncSettings, SyncToken},
    deserialized_responses::{TimelineEvent, TimelineEventKind},
    ruma::{
        EventId, OwnedEventId, UserId,
        api::{
            client::{
                filter::{FilterDefinition, LazyLoadOptions},
                sync::sync_events::v3::Filter,
            },
            error::ErrorKind,
        },
        events::{AnySyncStateEvent, AnySyncTimelineEvent, room::member::MembershipState},
    },
    sync::SyncResponse,
};
use tokio::time::{sleep, timeout};

use super::{
    MATRIX, Settings,
    convert::{self, Event, Me, Surroundings, What},
    draw, files,
    memory::{Memory, Reaction},
    room, rooms,
    turns::Turns,
    unread::Unread,
};
use crate::{
    chat::{Action, Bot, Inbound, Sender},
    model::MessageId,
    network::hand::hand,
};

mod coming;
mod gap;

/// How long the homeserver may wait for something to tell.
const POLL: Duration = Duration::from_secs(30);
/// The same while a message waits for its key.
const SOON: Duration = Duration::from_secs(3);
/// How many events of a room come with an answer; more are fetched.
const TIMELINE: u32 = 50;
/// How long listening waits for what the bot says to what it heard. A homeserver does one thing after the other: asked at
/// once for more, it would look for that before it takes the answer that people wait for. What the connector remembers for
/// itself is written after that too: people wait for none of it, and whoever is killed before hears the same again.
const SPEAK_FIRST: Duration = Duration::from_secs(1);

/// Why listening ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// The homeserver takes the token no more. Where it is `soft` the device is still known.
    Refused {
        /// Whether the device is still known.
        soft: bool,
    },
}

/// What goes wrong inside: the library's stores, or a request.
type Result<T> = matrix_sdk::Result<T>;

/// The ear.
pub(super) struct Listener<'b> {
    client: Client,
    settings: &'b Settings,
    me: Me,
    memory: Memory,
    unread: Unread,
    turns: &'b Turns,
    bot: &'b dyn Bot,
    /// Whether the bot was told anything since it last spoke.
    handed: bool,
}

impl<'b> Listener<'b> {
    /// Goes on where the last one ended.
    pub(super) async fn new(
        client: Client,
        settings: &'b Settings,
        turns: &'b Turns,
        bot: &'b dyn Bot,
    ) -> Result<Self> {
        let user = client.user_id().ok_or(matrix_sdk::Error::AuthenticationRequired)?.to_owned();
        let shown = client.account().get_display_name().await.ok().flatten();
        let names = [Some(settings.name.clone()), shown].into_iter().flatten().collect();
        let memory = Memory::of(&client, &settings.folder);
        let unread = Unread::of(&client).await?;
        let me = Me { user, names };
        Ok(Self { me, client, settings, memory, unread, turns, bot, handed: false })
    }

    /// Listens until the homeserver takes the token no more.
    pub(super) async fn listen(&mut self) -> Result<Ended> {
        let mut away = Away::default();
        loop {
            let wait = if self.unread.is_empty() { POLL } else { SOON };
            let settings = SyncSettings::new().filter(filter()).timeout(wait);
            let position = self.memory.position().map(ToOwned::to_owned);
            let settings = match &position {
                // A new device of a bot that has listened before knows no room yet.
                Some(position) => settings
                    .full_state(self.client.joined_rooms().is_empty())
                    .token(position.clone()),
                None => settings.token(SyncToken::NoToken),
            };
            match self.answer(settings).await {
                Ok(response) => {
                    stop_point!("matrix.heard");
                    let next = response.next_batch.clone();
                    // The library gives the same answer of the homeserver only once, so it is held on to.
                    while let Err(error) = self.take(response.clone(), position.as_deref()).await {
                        sleep(away.wait(&error)).await;
                    }
                    if std::mem::take(&mut self.handed) {
                        let _ = timeout(SPEAK_FIRST, self.bot.settle()).await;
                    }
                    self.memory.keep().await?;
                    self.memory.set_position(next)?;
                    if away.over() {
                        self.bot.reachable(&MATRIX).await;
                    }
                    stop_point!("matrix.position");
                }
                Err(error) => match error.client_api_error_kind() {
                    Some(ErrorKind::UnknownToken(data)) => {
                        return Ok(Ended::Refused { soft: data.soft_logout });
                    }
                    _ => sleep(away.wait(&error)).await,
                },
            }
        }
    }

    /// Waits for the homeserver's answer. The library reads it, and asks for the keys that this makes it need.
    async fn answer(&self, settings: SyncSettings) -> Result<SyncResponse> {
        let mut answers = self.client.subscribe_to_all_room_updates();
        let read = async move { drop(answers.recv().await) };
        self.turns.listen(self.client.sync_once(settings), read).await
    }

    /// Acts on one answer of the homeserver. What fails at the network's side for one room holds up no other.
    async fn take(&mut self, response: SyncResponse, since: Option<&str>) -> Result<()> {
        for room in self.client.invited_rooms() {
            rooms::answer_invitation(self.settings, &room).await;
        }
        for id in response.rooms.left.keys() {
            self.left(id).await?;
        }
        for (id, update) in response.rooms.joined {
            if let Some(room) = self.client.get_room(&id) {
                self.joined(&room, update, since).await?;
            }
        }
        self.read_late().await
    }

    async fn event(&mut self, room: &Room, event: TimelineEvent) -> Result<()> {
        if let TimelineEventKind::UnableToDecrypt { event: raw, utd_info } = &event.kind {
            if event.sender().is_some_and(|sender| sender != self.me.user) {
                self.unread.add(room.room_id(), raw, utd_info).await?;
            }
            return Ok(());
        }
        match convert::read(event.raw(), &self.me) {
            Some(event) => self.act(room, event).await,
            None => Ok(()),
        }
    }

    /// Tries again what could not be decrypted, and says so where that has waited long enough.
    async fn read_late(&mut self) -> Result<()> {
        if self.unread.is_empty() {
            return Ok(());
        }
        for late in self.unread.due().await? {
            if let Some(room) = self.client.get_room(&late.room) {
                match late.read {
                    Some(event) => self.event(&room, event).await?,
                    None => self.unreadable(&room, &late.sender, late.withheld).await?,
                }
            }
            self.unread.done(&late.id).await?;
        }
        Ok(())
    }

    async fn unreadable(&mut self, room: &Room, sender: &UserId, withheld: bool) -> Result<()> {
        let around = room::surroundings(room, sender, &[]).await?;
        // Once for each person in each room.
        let id = format!("unreadable {} {sender}", room.room_id());
        let action = Action::Unreadable { withheld };
        self.hand(happening(id, sender, action, None, &around)).await;
        Ok(())
    }

    /// Tells the bot what an event says.
    async fn act(&mut self, room: &Room, event: Event) -> Result<()> {
        let action = match &event.what {
            What::Text(text) => {
                let mut text = text.clone();
                let found = room::find_people(room, &convert::names_in(&text)).await?;
                text.mentions.extend(found);
                let mentioned: Vec<_> = text.mentions.iter().map(|pill| &*pill.user).collect();
                let around = room::surroundings(room, &event.sender, &mentioned).await?;
                let said = convert::said(&text, &around.names);
                self.hand(convert::inbound(&event, Action::Say(said), &around)).await;
                return Ok(());
            }
            What::Reaction { to, emoji } => {
                Action::React { to: MessageId(to.to_string()), emoji: emoji.clone(), ours: false }
            }
            What::Redaction { of } => {
                if let Some((to, reaction)) = self.memory.reaction(of).await? {
                    return self.taken_back(room, of, to, reaction).await;
                }
                Action::Remove { message: MessageId(of.to_string()) }
            }
            What::File { name, mime, octets, source } => {
                let file = files::Wanted { name, mime, octets: *octets, source };
                match files::read(&self.client, &file, self.settings.max_file).await? {
                    Some(action) => action,
                    None => return Ok(()),
                }
            }
            What::Vote { poll, answers } => {
                Action::Vote { to: MessageId(poll.to_string()), choices: draw::choices(answers) }
            }
        };
        let around = room::surroundings(room, &event.sender, &[]).await?;
        self.hand(convert::inbound(&event, action, &around)).await;
        if let What::Reaction { to, emoji } = event.what {
            self.memory.note_reaction(to, event.id, Reaction { by: event.sender, emoji });
        }
        Ok(())
    }

    /// A reaction is gone. Whoever took it away, it was the answer of who had put it there.
    async fn taken_back(
        &mut self,
        room: &Room,
        event: &EventId,
        to: OwnedEventId,
        reaction: Reaction,
    ) -> Result<()> {
        let around = room::surroundings(room, &reaction.by, &[]).await?;
        let card = MessageId(to.to_string());
        let action = Action::Unreact { to: card.clone(), emoji: reaction.emoji };
        let id = format!("gone {event}");
        self.hand(happening(id, &reaction.by, action, Some(card), &around)).await;
        Ok(self.memory.forget_reaction(&to, event).await?)
    }

    /// Tells the bot something, which is then waited for before listening goes on.
    async fn hand(&mut self, inbound: Inbound) {
        self.handed = true;
        hand(self.bot, inbound).await;
    }
}

/// What the bot is told that is no event of somebody's.
fn happening(
    id: String,
    sender: &UserId,
    action: Action,
    thread: Option<MessageId>,
    around: &Surroundings<'_>,
) -> Inbound {
    Inbound {
        id,
        message: None,
        thread,
        room: room::reference(around.room),
        room_name: around.room_name.clone(),
        sender: Sender {
            user: convert::user(sender, &around.names),
            moderator: around.moderator,
            locale: None,
        },
        action,
        lacks: around.lacks.clone(),
        overheard: around.overheard,
        alone: !around.overheard,
    }
}

/// Waiting for a homeserver that does not answer.
#[derive(Debug, Default)]
struct Away {
    failures: u32,
}

impl Away {
    /// How long to wait this time; says so the first time.
    fn wait(&mut self, error: &matrix_sdk::Error) -> Duration {
        if self.failures == 0 {
            tracing::warn!("the homeserver does not answer; I keep trying: {error}");
        }
        self.failures += 1;
        if let Some(ErrorKind::LimitExceeded(limit)) = error.client_api_error_kind()
            && let Some(matrix_sdk::ruma::api::error::RetryAfter::Delay(delay)) = limit.retry_after
        {
            return delay.min(Duration::from_mins(1));
        }
        Duration::from_millis(500 << self.failures.min(5))
    }

    /// The homeserver answered; gives whether it did not before, and says so.
    fn over(&mut self) -> bool {
        let again = std::mem::take(&mut self.failures) > 0;
        if again {
            tracing::info!("the homeserver answers again");
        }
        again
    }
}

/// Only what the bot needs: no presence, no typing, no receipts; of members those who say something.
fn filter() -> Filter {
    let none = || vec!["*".to_owned()];
    let mut filter = FilterDefinition::default();
    filter.presence.not_types = none();
    filter.room.ephemeral.not_types = none();
    filter.room.timeline.limit = Some(TIMELINE.into());
    let members = LazyLoadOptions::Enabled { include_redundant_members: false };
    filter.room.state.lazy_load_options = members;
    filter.room.timeline.lazy_load_options = members;
    Filter::FilterDefinition(filter)
}

/// Whether trying again later can help.
pub(super) fn is_passing(error: &matrix_sdk::Error) -> bool {
    match error {
        matrix_sdk::Error::Http(error) => {
            super::error::is_offline(error)
                || matches!(error.client_api_error_kind(), Some(ErrorKind::LimitExceeded(_)))
        }
        _ => false,
    }
}

/// Whether an event made the bot a member of the room, or invited it.
fn is_my_membership(event: &TimelineEvent, me: &UserId) -> bool {
    matches!(membership_of(event, me), Some(MembershipState::Join | MembershipState::Invite))
}

/// Whether by an event the bot left the room, or was put out.
fn is_my_leave(event: &TimelineEvent, me: &UserId) -> bool {
    matches!(membership_of(event, me), Some(MembershipState::Leave | MembershipState::Ban))
}

/// What an event makes of somebody's membership.
fn membership_of(event: &TimelineEvent, who: &UserId) -> Option<MembershipState> {
    let Ok(AnySyncTimelineEvent::State(AnySyncStateEvent::RoomMember(event))) =
        event.raw().deserialize()
    else {
        return None;
    };
    (event.state_key() == who).then(|| event.membership().clone())
}

//! A session: what one shard of a bot was told, whether or not it is connected.

use serde_json::{Value, json};

use super::{
    super::{
        rights,
        world::{Audience, Id, Told, World},
    },
    frames::{Frame, Identity},
    rules::{self, op},
};

/// How long a session outlives its connection, by the fake's clock.
const OUTLIVES_MS: i64 = 3 * 60 * 1000;

#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: String,
    identity: Identity,
    /// The bot whose it is.
    pub(super) bot: Id,
    /// What was told, in order; the first has the number one.
    told: Vec<Frame>,
    /// The connection it is on now.
    pub(super) connection: Option<u64>,
    /// Since when it is on none.
    left_at: Option<i64>,
}

impl Session {
    pub(super) fn new(id: String, identity: Identity, bot: Id, connection: u64) -> Self {
        Self { id, identity, bot, told: Vec::new(), connection: Some(connection), left_at: None }
    }

    /// Tells an event, if this session is to know of it.
    pub(super) fn tell(&mut self, told: &Told, world: &World) {
        let guild = match told.to {
            Audience::Guild(guild) | Audience::Bot(_, Some(guild)) => Some(guild),
            Audience::Talk(_) | Audience::Bot(_, None) => None,
        };
        let here = rules::shard_of(guild, self.identity.shard.1) == self.identity.shard.0;
        if !here || !self.hears(told, world) {
            return;
        }
        let blind = self.identity.intents & rules::MESSAGE_CONTENT == 0;
        let data = match told.name {
            "MESSAGE_CREATE" | "MESSAGE_UPDATE" if blind => {
                rules::without_content(told.data.clone(), &self.bot.to_string())
            }
            _ => told.data.clone(),
        };
        self.append(told.name, &data);
    }

    fn hears(&self, told: &Told, world: &World) -> bool {
        let asked = |in_guild| {
            rules::wanted(told.name, in_guild)
                .is_none_or(|intents| intents & self.identity.intents != 0)
        };
        match told.to {
            Audience::Bot(bot, _) => bot == self.bot,
            Audience::Talk(talk) => {
                let there = world.channels.get(&talk);
                there.is_some_and(|talk| talk.recipients.contains(&self.bot)) && asked(false)
            }
            Audience::Guild(guild) => {
                let there = world.guilds.get(&guild);
                let member = there.is_some_and(|guild| guild.members.contains_key(&self.bot));
                member && self.sees(&told.data, world) && asked(true)
            }
        }
    }

    /// Whether the bot may see the channel that an event is about, if it is about one that is there.
    fn sees(&self, event: &Value, world: &World) -> bool {
        let channel = event["channel_id"].as_str().and_then(|id| id.parse::<Id>().ok());
        channel.is_none_or(|channel| {
            !world.channels.contains_key(&channel)
                || world.may(self.bot, channel, rights::VIEW_CHANNEL)
        })
    }

    /// Tells something whatever the intents are.
    pub(super) fn append(&mut self, name: &str, data: &Value) {
        let frame = json!({ "op": op::DISPATCH, "t": name, "s": self.last() + 1, "d": data });
        self.told.push(Frame::new(frame.to_string(), self.identity.compress));
    }

    /// The number of what was told last.
    pub(super) fn last(&self) -> u64 {
        self.told.len() as u64
    }

    /// What was told after a number.
    pub(super) fn after(&self, number: u64) -> Vec<Frame> {
        let known = usize::try_from(number).unwrap();
        self.told.iter().skip(known).cloned().collect()
    }

    pub(super) fn leave(&mut self, connection: u64, now: i64) {
        if self.connection == Some(connection) {
            self.connection = None;
            self.left_at = Some(now);
        }
    }

    pub(super) const fn join(&mut self, connection: u64) {
        self.connection = Some(connection);
        self.left_at = None;
    }

    pub(super) fn is_over(&self, now: i64) -> bool {
        self.left_at.is_some_and(|left| now - left > OUTLIVES_MS)
    }
}

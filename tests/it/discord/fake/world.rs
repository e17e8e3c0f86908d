//! What there is in the fake Discord: one world, behind one lock, that everybody's requests and hands change.
//!
//! Holds facts only. What may be done with them is in `rules`, `rights` and `change`; how they look on the wire is in
//! `show`. Every change is told to the gateway by [`World::tell`].

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::sync::watch;

use super::rights;

/// An id, as Discord numbers everything: a snowflake.
pub(crate) type Id = u64;

/// The first millisecond of Discord's own time.
const EPOCH: i64 = 1_420_070_400_000;

/// Kinds of channels.
pub(crate) mod channel {
    /// A text channel of a guild.
    pub(crate) const TEXT: u8 = 0;
    /// A talk between two.
    pub(crate) const DM: u8 = 1;
    /// A thread that whoever sees its parent sees too.
    pub(crate) const PUBLIC_THREAD: u8 = 11;
}

/// Everything there is.
#[derive(Debug, Default)]
pub(crate) struct World {
    /// Milliseconds of Unix time at which the world began, and by how much a test moved the clock since.
    began: i64,
    moved: i64,
    /// Whether the clock goes on by itself.
    running: Option<Instant>,
    last_id: Id,
    /// The bots, by the id of their application, which is their user's too.
    pub(crate) applications: BTreeMap<Id, Application>,
    pub(crate) users: BTreeMap<Id, User>,
    pub(crate) guilds: BTreeMap<Id, Guild>,
    /// Channels, talks and threads.
    pub(crate) channels: BTreeMap<Id, Channel>,
    /// Messages that are there, ephemeral ones too.
    pub(crate) messages: BTreeMap<Id, Message>,
    /// Slash, user and message commands.
    pub(crate) commands: Vec<Command>,
    pub(crate) events: BTreeMap<Id, ScheduledEvent>,
    /// Who added which bot to their own account: the bot's application, and the user.
    pub(crate) installs: BTreeSet<(Id, Id)>,
    /// What people asked of a bot, answered or not.
    pub(crate) interactions: BTreeMap<Id, Interaction>,
    /// What the gateway has to tell, in order; a session of the gateway is a place in it.
    pub(crate) told: Vec<Told>,
    /// What bots sent with which nonce, and when: `enforce_nonce` finds the first one again.
    pub(crate) nonces: BTreeMap<(Id, String), (Id, i64)>,
    /// Files that were ever uploaded, for those who have their addresses.
    pub(crate) files: BTreeMap<Id, Attachment>,
    /// When messages older than an hour were edited, by channel.
    pub(crate) old_edits: BTreeMap<Id, Vec<i64>>,
    changes: watch::Sender<u64>,
}

/// A bot.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    pub(crate) id: Id,
    pub(crate) name: String,
    /// What it says with every request, without the word before it.
    pub(crate) token: String,
    /// How many commands it created in the last day, by guild (0: everywhere).
    pub(crate) created: BTreeMap<Id, u32>,
}

/// Somebody with an account.
#[derive(Debug, Clone, Default)]
pub(crate) struct User {
    pub(crate) id: Id,
    /// Their name, which nobody else has.
    pub(crate) name: String,
    /// What they are called where they have no other name.
    pub(crate) global_name: Option<String>,
    pub(crate) bot: bool,
    /// The language of their program (`en-US`, `de`).
    pub(crate) locale: String,
    /// The zone of their program (`Europe/Berlin`), in which they see times.
    pub(crate) zone: String,
    /// Whether they take no direct messages.
    pub(crate) closed: bool,
}

/// A server.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guild {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) owner: Id,
    pub(crate) system_channel: Option<Id>,
    pub(crate) locale: String,
    /// By id; the one with the guild's own id is @everyone's.
    pub(crate) roles: BTreeMap<Id, Role>,
    pub(crate) members: BTreeMap<Id, Member>,
    /// Whether Discord itself has lost it for now.
    pub(crate) unavailable: bool,
}

/// What some members are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Role {
    pub(crate) id: Id,
    pub(crate) name: String,
    /// Bits of `rights`.
    pub(crate) permissions: u64,
    pub(crate) position: u32,
    /// Whether anybody may ping it.
    pub(crate) mentionable: bool,
}

/// A user in a guild.
#[derive(Debug, Clone, Default)]
pub(crate) struct Member {
    pub(crate) user: Id,
    pub(crate) nick: Option<String>,
    pub(crate) roles: Vec<Id>,
    pub(crate) joined: i64,
    /// Until when they may only look, in milliseconds.
    pub(crate) timed_out: Option<i64>,
}

/// Where things are said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Channel {
    pub(crate) id: Id,
    /// One of [`channel`].
    pub(crate) kind: u8,
    pub(crate) guild: Option<Id>,
    pub(crate) name: String,
    /// Of a thread, the channel it is in.
    pub(crate) parent: Option<Id>,
    pub(crate) overwrites: Vec<Overwrite>,
    /// Of a talk, who is in it.
    pub(crate) recipients: Vec<Id>,
    pub(crate) last_message: Option<Id>,
    pub(crate) thread: Option<Thread>,
}

/// What a channel is more, where it is a thread. One begun at a message has the message's id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Thread {
    pub(crate) owner: Id,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    /// In minutes.
    pub(crate) auto_archive: u64,
    pub(crate) changed: i64,
    pub(crate) members: BTreeSet<Id>,
    pub(crate) messages: u32,
}

/// What a role or a member may otherwise do in one channel.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Overwrite {
    /// The role or the user.
    pub(crate) id: Id,
    pub(crate) member: bool,
    pub(crate) allow: u64,
    pub(crate) deny: u64,
}

/// Something said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Message {
    pub(crate) id: Id,
    pub(crate) channel: Id,
    pub(crate) author: Id,
    /// 0 said, 18 thread begun, 19 a reply, 20 answers a slash command, 23 answers another command.
    pub(crate) kind: u8,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    /// As they were sent, numbered from 1 (`id`).
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) flags: u64,
    pub(crate) tts: bool,
    pub(crate) sent: i64,
    pub(crate) edited: Option<i64>,
    /// How often it was edited.
    pub(crate) edits: u32,
    pub(crate) pinned: bool,
    pub(crate) reactions: Vec<Reaction>,
    /// The message it answers.
    pub(crate) reply_to: Option<Id>,
    pub(crate) nonce: Option<Value>,
    /// Who alone sees it, where it is ephemeral.
    pub(crate) only_for: Option<Id>,
    /// The interaction it answers.
    pub(crate) interaction: Option<Id>,
    /// Whom its text mentions now, as far as `allowed_mentions` let it.
    pub(crate) mentions: BTreeSet<Id>,
    /// Whom it pinged when it was sent; an edit pings nobody.
    pub(crate) pinged: BTreeSet<Id>,
    pub(crate) pinged_roles: BTreeSet<Id>,
    pub(crate) pinged_everyone: bool,
}

/// A file with a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Attachment {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) mime: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) content: Vec<u8>,
    pub(crate) ephemeral: bool,
}

/// An emoji under a message.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reaction {
    /// The character itself; a guild's own emoji would be `name:id`.
    pub(crate) emoji: String,
    /// Who put it there, in order.
    pub(crate) users: Vec<Id>,
}

/// A registered command.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    pub(crate) id: Id,
    pub(crate) application: Id,
    /// The guild it is for, or everywhere.
    pub(crate) guild: Option<Id>,
    /// 1 slash, 2 user, 3 message.
    pub(crate) kind: u64,
    pub(crate) name: String,
    /// The whole of it, as it is answered to its bot.
    pub(crate) shown: Value,
}

/// An event in a guild's Events tab.
#[derive(Debug, Clone, Default)]
pub(crate) struct ScheduledEvent {
    pub(crate) id: Id,
    pub(crate) guild: Id,
    pub(crate) channel: Option<Id>,
    pub(crate) creator: Id,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// In milliseconds.
    pub(crate) start: i64,
    pub(crate) end: Option<i64>,
    /// 1 scheduled, 2 going on, 3 over, 4 cancelled.
    pub(crate) status: u64,
    /// 1 stage, 2 voice, 3 elsewhere.
    pub(crate) kind: u64,
    pub(crate) location: Option<String>,
    pub(crate) recurrence: Option<Value>,
    pub(crate) interested: BTreeSet<Id>,
}

/// Something a person asked of a bot: a command, a press, a form.
#[derive(Debug, Clone)]
pub(crate) struct Interaction {
    pub(crate) id: Id,
    pub(crate) token: String,
    /// 2 command, 3 component, 4 autocomplete, 5 form.
    pub(crate) kind: u8,
    pub(crate) application: Id,
    pub(crate) guild: Option<Id>,
    pub(crate) channel: Id,
    pub(crate) user: Id,
    /// What the gateway told of it under `data`.
    pub(crate) data: Value,
    /// The message that was pressed on, or that a form was opened from.
    pub(crate) message: Option<Id>,
    /// By the world's clock, which its fifteen minutes go by.
    pub(crate) created: i64,
    /// By a real clock, which its three seconds go by.
    pub(crate) asked: Instant,
    /// The kind of the first answer (4 to 9), and how long it took.
    pub(crate) answered: Option<u8>,
    pub(crate) took: Option<Duration>,
    /// `data` of the first answer: a form, or suggestions.
    pub(crate) answer: Value,
    /// The message that `@original` is.
    pub(crate) original: Option<Id>,
    /// Whether the first answer was for that person alone; what follows a deferred one is too.
    pub(crate) ephemeral: bool,
    /// Whether it was deferred by 5 and `@original` is still the "thinking" one.
    pub(crate) thinking: bool,
}

/// Something the gateway has to tell.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// Its `t`.
    pub(crate) name: &'static str,
    /// Its `d`.
    pub(crate) data: Value,
    /// Who hears of it.
    pub(crate) to: Audience,
}

/// Who hears of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Bots in this guild, by the shard that has it and the intents they asked for.
    Guild(Id),
    /// Bots in this talk.
    Talk(Id),
    /// One bot, whatever its intents are; a guild says which shard.
    Bot(Id, Option<Id>),
}

impl World {
    /// An empty world at a time in milliseconds; its clock goes on by itself where `running`.
    pub(crate) fn new(began: i64, running: bool) -> Self {
        Self { began, running: running.then(Instant::now), ..Self::default() }
    }

    /// Milliseconds of Unix time.
    pub(crate) fn now(&self) -> i64 {
        let passed = self.running.map_or(Duration::ZERO, |since| since.elapsed());
        self.began + self.moved + i64::try_from(passed.as_millis()).unwrap()
    }

    /// Moves the clock. Whoever does this lets `change::time_passes` draw the consequences.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.moved += i64::try_from(by.as_millis()).unwrap();
    }

    /// An id higher than all before it, with the time in it.
    pub(crate) fn next_id(&mut self) -> Id {
        let by_time = u64::try_from((self.now() - EPOCH).max(1)).unwrap() << 22;
        self.last_id = by_time.max(self.last_id + 1);
        self.last_id
    }

    /// Tells something by the gateway.
    pub(crate) fn tell(&mut self, name: &'static str, to: Audience, data: Value) {
        self.told.push(Told { name, data, to });
        self.touch();
    }

    /// Says that something changed, to those who wait for what they see.
    pub(crate) fn touch(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// Says each time when something changed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Who hears of what happens in a channel.
    pub(crate) fn audience(&self, channel: Id) -> Audience {
        self.channels
            .get(&channel)
            .and_then(|found| found.guild)
            .map_or(Audience::Talk(channel), Audience::Guild)
    }

    /// Adds a bot.
    pub(crate) fn add_application(&mut self, name: &str, token: &str) -> Id {
        let id = self.add_user(User { name: name.to_owned(), bot: true, ..User::default() });
        let application = Application {
            id,
            name: name.to_owned(),
            token: token.to_owned(),
            created: BTreeMap::new(),
        };
        self.applications.insert(id, application);
        id
    }

    /// Adds somebody; what is left empty is as usual.
    pub(crate) fn add_user(&mut self, user: User) -> Id {
        let id = self.next_id();
        let or =
            |value: String, usual: &str| if value.is_empty() { usual.to_owned() } else { value };
        let (locale, zone) = (or(user.locale, "en-US"), or(user.zone, "UTC"));
        self.users.insert(id, User { id, locale, zone, ..user });
        id
    }

    /// Adds a guild with what everybody may do in a new one, and its owner in it.
    pub(crate) fn add_guild(&mut self, name: &str, owner: Id) -> Id {
        let id = self.next_id();
        let name = name.to_owned();
        let everyone = Role {
            id,
            name: "@everyone".to_owned(),
            permissions: rights::EVERYONE,
            ..Role::default()
        };
        let roles = BTreeMap::from([(id, everyone)]);
        let locale = "en-US".to_owned();
        self.guilds.insert(id, Guild { id, name, owner, locale, roles, ..Guild::default() });
        self.add_member(id, owner, &[]);
        id
    }

    /// Adds a role above the others.
    pub(crate) fn add_role(&mut self, guild: Id, name: &str, permissions: u64) -> Id {
        let id = self.next_id();
        let roles = &mut self.guilds.get_mut(&guild).unwrap().roles;
        let position = u32::try_from(roles.len()).unwrap();
        let name = name.to_owned();
        roles.insert(id, Role { id, name, permissions, position, mentionable: false });
        id
    }

    /// Puts somebody into a guild, without telling anybody.
    pub(crate) fn add_member(&mut self, guild: Id, user: Id, roles: &[Id]) {
        let member =
            Member { user, roles: roles.to_vec(), joined: self.now(), ..Member::default() };
        self.guilds.get_mut(&guild).unwrap().members.insert(user, member);
    }

    /// Adds a text channel, without telling anybody.
    pub(crate) fn add_channel(&mut self, guild: Id, name: &str) -> Id {
        let id = self.next_id();
        let (guild, name) = (Some(guild), name.to_owned());
        self.channels
            .insert(id, Channel { id, kind: channel::TEXT, guild, name, ..Channel::default() });
        id
    }

    /// The talk between two, made where there is none.
    pub(crate) fn talk(&mut self, one: Id, other: Id) -> Id {
        let both = |found: &&Channel| {
            found.kind == channel::DM
                && found.recipients.contains(&one)
                && found.recipients.contains(&other)
        };
        if let Some(found) = self.channels.values().find(both) {
            return found.id;
        }
        let id = self.next_id();
        let recipients = vec![one, other];
        self.channels
            .insert(id, Channel { id, kind: channel::DM, recipients, ..Channel::default() });
        id
    }

    /// Keeps a file where its address leads.
    pub(crate) fn keep(&mut self, file: Attachment) -> Attachment {
        self.files.insert(file.id, file.clone());
        file
    }

    /// Whether a bot is where somebody would use it: in the guild, or in the talk.
    pub(crate) fn has_bot(&self, bot: Id, channel: Id) -> bool {
        self.root(channel).is_some_and(|here| match here.guild {
            Some(guild) => {
                self.guilds.get(&guild).is_some_and(|guild| guild.members.contains_key(&bot))
            }
            None => here.recipients.contains(&bot),
        })
    }

    /// The application that says this token.
    pub(crate) fn by_token(&self, token: &str) -> Option<Id> {
        self.applications.values().find(|one| one.token == token).map(|one| one.id)
    }

    /// The channel itself, or the one a thread is in: where rights and visibility come from.
    pub(crate) fn root(&self, channel: Id) -> Option<&Channel> {
        let found = self.channels.get(&channel)?;
        found.parent.map_or(Some(found), |parent| self.channels.get(&parent))
    }
}

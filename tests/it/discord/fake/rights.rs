//! Who may do what: permissions of roles, overwrites of channels, time-outs.
//!
//! <https://docs.discord.com/developers/topics/permissions>

use super::world::{Channel, Guild, Id, World};

pub(crate) const ADMINISTRATOR: u64 = 1 << 3;
pub(crate) const MANAGE_CHANNELS: u64 = 1 << 4;
pub(crate) const MANAGE_GUILD: u64 = 1 << 5;
pub(crate) const ADD_REACTIONS: u64 = 1 << 6;
pub(crate) const VIEW_CHANNEL: u64 = 1 << 10;
pub(crate) const SEND_MESSAGES: u64 = 1 << 11;
pub(crate) const MANAGE_MESSAGES: u64 = 1 << 13;
pub(crate) const EMBED_LINKS: u64 = 1 << 14;
pub(crate) const ATTACH_FILES: u64 = 1 << 15;
pub(crate) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
pub(crate) const MENTION_EVERYONE: u64 = 1 << 17;
pub(crate) const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
pub(crate) const MANAGE_EVENTS: u64 = 1 << 33;
pub(crate) const MANAGE_THREADS: u64 = 1 << 34;
pub(crate) const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
pub(crate) const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;
pub(crate) const CREATE_EVENTS: u64 = 1 << 44;

/// What everybody may do in a new guild.
pub(crate) const EVERYONE: u64 = ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS;

/// All there are.
pub(crate) const ALL: u64 = (1 << 53) - 1;

/// What somebody who is timed out can still do.
const TIMED_OUT: u64 = VIEW_CHANNEL | READ_MESSAGE_HISTORY;

/// What the two of a talk may do there.
const TALK: u64 = ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | MENTION_EVERYONE
    | USE_APPLICATION_COMMANDS;

impl World {
    /// What somebody may do in a guild, whatever the channel.
    pub(crate) fn rights_in_guild(&self, user: Id, guild: Id) -> u64 {
        let Some(guild) = self.guilds.get(&guild) else { return 0 };
        let rights = by_roles(user, guild);
        self.while_timed_out(user, guild, rights)
    }

    /// What somebody may do in a channel, a talk or a thread.
    pub(crate) fn rights(&self, user: Id, channel: Id) -> u64 {
        let Some(found) = self.root(channel) else { return 0 };
        let Some(guild) = found.guild else {
            return if found.recipients.contains(&user) { TALK } else { 0 };
        };
        let Some(guild) = self.guilds.get(&guild) else { return 0 };
        let rights = by_roles(user, guild);
        let rights =
            if rights & ADMINISTRATOR == 0 { overwritten(user, guild, found, rights) } else { ALL };
        let rights = if rights & VIEW_CHANNEL == 0 { 0 } else { rights };
        self.while_timed_out(user, guild, rights)
    }

    /// Whether somebody may do all of `wanted` in a channel.
    pub(crate) fn may(&self, user: Id, channel: Id, wanted: u64) -> bool {
        self.rights(user, channel) & wanted == wanted
    }

    /// Whether somebody may write in a channel: in a thread that takes a right of its own.
    pub(crate) fn may_write(&self, user: Id, channel: Id) -> bool {
        let thread = self.channels.get(&channel).is_some_and(|found| found.thread.is_some());
        self.may(user, channel, if thread { SEND_MESSAGES_IN_THREADS } else { SEND_MESSAGES })
    }

    fn while_timed_out(&self, user: Id, guild: &Guild, rights: u64) -> u64 {
        let until = guild.members.get(&user).and_then(|member| member.timed_out);
        let out = until.is_some_and(|until| until > self.now());
        if out && rights & ADMINISTRATOR == 0 { rights & TIMED_OUT } else { rights }
    }
}

fn by_roles(user: Id, guild: &Guild) -> u64 {
    let Some(member) = guild.members.get(&user) else { return 0 };
    let own = member.roles.iter().chain([&guild.id]).filter_map(|role| guild.roles.get(role));
    let rights = own.fold(0, |all, role| all | role.permissions);
    if guild.owner == user || rights & ADMINISTRATOR != 0 { ALL } else { rights }
}

/// First those of @everyone, then those of all roles together, then those of the member.
fn overwritten(user: Id, guild: &Guild, channel: &Channel, rights: u64) -> u64 {
    let roles = guild.members.get(&user).map_or(&[][..], |member| &member.roles);
    let everyone = |id: Id, member: bool| !member && id == guild.id;
    let of_roles = |id: Id, member: bool| !member && id != guild.id && roles.contains(&id);
    let own = |id: Id, member: bool| member && id == user;
    let steps: [&dyn Fn(Id, bool) -> bool; 3] = [&everyone, &of_roles, &own];
    steps.iter().fold(rights, |rights, step| {
        let which = channel.overwrites.iter().filter(|one| step(one.id, one.member));
        let (allow, deny) =
            which.fold((0, 0), |(allow, deny), one| (allow | one.allow, deny | one.deny));
        (rights & !deny) | allow
    })
}

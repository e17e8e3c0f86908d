//! What those do who run a guild.

use serde_json::json;

use super::{
    super::{
        change, gateway, rights, show,
        world::{Audience, Id, Overwrite, World},
    },
    Member,
};

impl Member {
    /// Takes a bot out of the guild they are in.
    pub(crate) fn kicks_bot(&self, bot: Id) {
        let mut world = self.world();
        let guild = self.guild(&world, rights::MANAGE_GUILD);
        change::kick_bot(&mut world, guild, bot);
    }

    /// Brings a bot into the guild they are in.
    pub(crate) fn invites_bot(&self, bot: Id) {
        let mut world = self.world();
        let guild = self.guild(&world, rights::MANAGE_GUILD);
        world.add_member(guild, bot, &[]);
        let told = gateway::guild_create(&world, bot, guild);
        world.tell("GUILD_CREATE", Audience::Bot(bot, Some(guild)), told);
    }

    /// Takes a channel away.
    pub(crate) fn deletes_channel(&self, channel: Id) {
        let mut world = self.world();
        self.guild(&world, rights::MANAGE_CHANNELS);
        change::delete_channel(&mut world, channel);
    }

    /// Says what a member or role may or may not do in a channel.
    pub(crate) fn overwrites(&self, channel: Id, overwrite: Overwrite) {
        let mut world = self.world();
        self.guild(&world, rights::MANAGE_CHANNELS);
        if let Some(found) = world.channels.get_mut(&channel) {
            found.overwrites.retain(|one| one.id != overwrite.id);
            found.overwrites.push(overwrite);
        }
        change::channel_changed(&mut world, channel);
    }

    /// Sees somebody leave the guild.
    pub(crate) fn sees_off(&self, user: Id) {
        let mut world = self.world();
        let guild = self.guild(&world, rights::MANAGE_GUILD);
        world.guilds.get_mut(&guild).unwrap().members.remove(&user);
        let told = json!({ "guild_id": show::id(guild), "user": show::user(&world, user) });
        world.tell("GUILD_MEMBER_REMOVE", Audience::Guild(guild), told);
    }

    /// The guild they are in, where they have these rights.
    fn guild(&self, world: &World, needed: u64) -> Id {
        let guild = world.root(self.channel).and_then(|channel| channel.guild).unwrap();
        let rights = world.rights_in_guild(self.id, guild);
        assert_eq!(rights & needed, needed, "{} has no right to do that", self.id);
        guild
    }
}

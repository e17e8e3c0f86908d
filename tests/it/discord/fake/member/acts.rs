//! What people do without asking a bot for anything: write, react, be interested, take away.

use serde_json::json;

use super::{
    super::{
        change::{self, Upload},
        events, rights,
        world::{Id, Message, World},
    },
    Member,
};

impl Member {
    /// Writes something; `@name` becomes a mention, as their program makes it one.
    pub(crate) fn says(&self, channel: Id, text: &str) -> Id {
        self.writes((channel, None), text, &[])
    }

    /// Answers a message.
    pub(crate) fn replies(&self, to: Id, text: &str) -> Id {
        let channel = self.world().messages[&to].channel;
        self.writes((channel, Some(to)), text, &[])
    }

    /// Drops files into a channel, with some words.
    pub(crate) fn uploads(&self, channel: Id, text: &str, files: &[Upload]) -> Id {
        self.writes((channel, None), text, files)
    }

    fn writes(&self, (channel, reply_to): (Id, Option<Id>), text: &str, files: &[Upload]) -> Id {
        let mut world = self.world();
        assert!(world.may_write(self.id, channel), "{} may not write there", self.id);
        let content = with_mentions(&world, channel, text);
        let message = Message { channel, author: self.id, reply_to, ..Message::default() };
        change::post(&mut world, message, &json!({ "content": content }), files)
    }

    /// Corrects what they wrote.
    pub(crate) fn edits(&self, message: Id, text: &str) {
        let mut world = self.world();
        let channel = self.own(&world, message);
        let content = with_mentions(&world, channel, text);
        change::edit(&mut world, message, &json!({ "content": content }), &[]);
    }

    /// Takes a message away: their own, another's where they moderate, or one that only they see.
    pub(crate) fn deletes(&self, message: Id) {
        let mut world = self.world();
        let there = &world.messages[&message];
        let moderates = world.may(self.id, there.channel, rights::MANAGE_MESSAGES);
        let own = there.author == self.id || there.only_for == Some(self.id);
        assert!(own || moderates, "{} may not take that away", self.id);
        change::delete(&mut world, message);
    }

    /// Puts a reaction under a message.
    pub(crate) fn reacts(&self, message: Id, emoji: &str) {
        let mut world = self.world();
        let there = &world.messages[&message];
        let known = there.reactions.iter().any(|one| one.emoji == emoji);
        let needed = rights::READ_MESSAGE_HISTORY | if known { 0 } else { rights::ADD_REACTIONS };
        assert!(world.may(self.id, there.channel, needed), "{} may not react there", self.id);
        assert!(there.only_for.is_none(), "nobody can react to what one person sees");
        change::react(&mut world, message, self.id, emoji);
    }

    /// Takes a reaction back.
    pub(crate) fn unreacts(&self, message: Id, emoji: &str) {
        change::unreact(&mut self.world(), message, self.id, emoji);
    }

    /// Presses "Interested" on an event of the guild.
    pub(crate) fn interested(&self, event: Id) {
        events::interested(&mut self.world(), event, self.id, true);
    }

    /// Presses "Interested" again.
    pub(crate) fn uninterested(&self, event: Id) {
        events::interested(&mut self.world(), event, self.id, false);
    }

    /// The event of the guild with this name.
    pub(crate) fn event(&self, name: &str) -> Option<Id> {
        let world = self.world();
        let guild = world.root(self.channel).and_then(|channel| channel.guild)?;
        let here = |name: &str| {
            let mut events = world.events.values().rev();
            events.find(|event| event.guild == guild && event.name == name).map(|event| event.id)
        };
        here(name)
    }

    /// Begins a thread at a message.
    pub(crate) fn begins_thread(&self, message: Id, name: &str) -> Id {
        let mut world = self.world();
        let parent = world.messages[&message].channel;
        assert!(world.may(self.id, parent, rights::CREATE_PUBLIC_THREADS), "{} may not", self.id);
        change::start_thread(&mut world, (parent, Some(message)), self.id, name, 1440)
    }

    fn own(&self, world: &World, message: Id) -> Id {
        let there = &world.messages[&message];
        assert_eq!(there.author, self.id, "people correct only what they wrote");
        there.channel
    }
}

/// Turns `@name` into a mention where somebody of that name is there.
fn with_mentions(world: &World, channel: Id, text: &str) -> String {
    let root = world.root(channel);
    let guild = root.and_then(|channel| channel.guild).and_then(|guild| world.guilds.get(&guild));
    let talkers = root.map(|channel| channel.recipients.clone()).unwrap_or_default();
    let there = guild.map_or(talkers, |guild| guild.members.keys().copied().collect());
    let mut people: Vec<_> = there.iter().filter_map(|id| world.users.get(id)).collect();
    // The longest name first, so that Ana's mention is not taken out of Anabel's.
    people.sort_by_key(|user| std::cmp::Reverse(user.name.len()));
    people.iter().fold(text.to_owned(), |text, user| {
        text.replace(&format!("@{}", user.name), &format!("<@{}>", user.id))
    })
}

//! Where something is on Discord, from the ids that the bot keeps.

use std::num::NonZeroU64;

use serenity::model::id::{ApplicationId, ChannelId, GuildId, MessageId as Snowflake};

use super::DISCORD;
use crate::{
    chat::SendError,
    model::{MessageId, RoomRef},
};

/// What stands for the server in the room of a direct message, as in Discord's own links.
const DIRECT: &str = "@me";

/// A channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The server; none for a conversation with one person.
    pub(super) guild: Option<GuildId>,
    /// The channel.
    pub(super) channel: ChannelId,
}

impl Place {
    /// The channel that a room is: `GUILD/CHANNEL`, or `@me/CHANNEL`.
    pub(super) fn of(room: &RoomRef) -> Option<Self> {
        let (guild, channel) = room.id.split_once('/')?;
        let guild = match guild {
            DIRECT => None,
            guild => Some(number(guild)?.into()),
        };
        Some(Self { guild, channel: number(channel)?.into() })
    }

    /// The room that the channel is.
    pub(super) fn room(self) -> RoomRef {
        let guild = self.guild.map_or_else(|| DIRECT.to_owned(), |guild| guild.to_string());
        RoomRef { network: DISCORD, id: format!("{guild}/{}", self.channel) }
    }

    /// The same, for sending.
    pub(super) fn to(room: &RoomRef) -> Result<Self, SendError> {
        Self::of(room)
            .ok_or_else(|| SendError::Permanent("that room is no channel of Discord's".into()))
    }
}

/// What answers a command or a press of a button, for fifteen minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interaction<'a> {
    /// The application.
    pub(super) application: ApplicationId,
    /// What lets the bot answer.
    pub(super) token: &'a str,
}

impl<'a> Interaction<'a> {
    /// Reads `INTERACTION:APPLICATION:TOKEN`.
    pub(super) fn of(thread: &'a MessageId) -> Option<Self> {
        let (_, rest) = thread.0.split_once(':')?;
        let (application, token) = rest.split_once(':')?;
        Some(Self { application: number(application)?.into(), token })
    }
}

/// A message's id.
pub(super) fn message(id: &MessageId) -> Result<Snowflake, SendError> {
    snowflake(&id.0).ok_or_else(|| SendError::Permanent("that is no message of Discord's".into()))
}

/// A message's id, where it is one.
pub(super) fn snowflake(id: &str) -> Option<Snowflake> {
    number(id).map(Into::into)
}

fn number(text: &str) -> Option<NonZeroU64> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(id: &str) -> RoomRef {
        RoomRef { network: DISCORD, id: id.to_owned() }
    }

    #[test]
    fn a_room_is_a_channel_of_a_server_or_of_a_person() {
        let place = Place::of(&room("41/42")).unwrap();
        assert_eq!(place.guild.map(GuildId::get), Some(41));
        assert_eq!(place.channel.get(), 42);
        assert_eq!(Place::of(&room("@me/42")).unwrap().guild, None);
        for id in ["41/42", "@me/42"] {
            assert_eq!(Place::of(&room(id)).unwrap().room(), room(id));
        }
        for wrong in ["42", "0/42", "41/0", "41/", "/42", "a/42", "41/42/43", "-1/42"] {
            assert_eq!(Place::of(&room(wrong)), None, "{wrong}");
        }
    }

    #[test]
    fn what_answers_an_interaction_is_not_a_message() {
        let id = MessageId("1:2:a:b".to_owned());
        let interaction = Interaction::of(&id).unwrap();
        assert_eq!((interaction.application.get(), interaction.token), (2, "a:b"));
        assert_eq!(Interaction::of(&MessageId("12".to_owned())), None);
    }
}

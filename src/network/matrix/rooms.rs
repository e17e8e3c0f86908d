//! Coming and going: invitations, rooms that are left, and rooms that are replaced by others.

use matrix_sdk::{
    Room,
    ruma::{RoomId, UserId},
};

use super::Settings;

/// Whether somebody's invitation to a room is accepted.
pub(super) fn is_welcome(settings: &Settings, inviter: Option<&UserId>, room: &RoomId) -> bool {
    let fits = |patterns: &[String]| {
        inviter.is_some_and(|user| is_listed(patterns, user))
            || patterns.iter().any(|pattern| matches(pattern, room.as_str()))
    };
    fits(&settings.allow) && !fits(&settings.block)
}

/// Whether the bot shall not go to a room, whoever asks.
pub(super) fn is_blocked(settings: &Settings, room: &RoomId) -> bool {
    settings.block.iter().any(|pattern| matches(pattern, room.as_str()))
}

/// Whether somebody is in a list of patterns.
pub(super) fn is_listed(patterns: &[String], user: &UserId) -> bool {
    patterns.iter().any(|pattern| {
        matches(pattern, user.as_str()) || matches(pattern, user.server_name().as_str())
    })
}

/// Whether a text is what a pattern says, where `*` stands for any letters. Case does not matter.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_lowercase(), text.to_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// Joins a room or turns the invitation down. Gives whether there is still something to do: the homeserver could not be
/// asked now.
pub(super) async fn answer_invitation(settings: &Settings, room: &Room) -> bool {
    let inviter = room.invite_details().await.ok().and_then(|invite| invite.inviter);
    let inviter = inviter.as_ref().map(|member| member.user_id());
    let welcome = is_welcome(settings, inviter, room.room_id());
    let done = if welcome { room.join().await } else { room.leave().await };
    match done {
        Ok(()) if welcome => tracing::info!("joined a room by invitation"),
        Ok(()) => tracing::info!("turned an invitation down: [network.matrix] does not allow it"),
        Err(matrix_sdk::Error::Http(error)) if super::error::is_offline(&error) => return true,
        Err(error) => {
            tracing::warn!("an invitation could not be answered: {error}");
            // A room that cannot be joined any more would be asked for at each round.
            let _ = room.leave().await;
        }
    }
    false
}

/// Goes to the room that replaces this one. Where that needs an invitation, it comes by itself when people upgrade a room.
pub(super) async fn follow(room: &Room) {
    let Some(successor) = room.successor_room() else { return };
    let via = [room.own_user_id().server_name().to_owned()];
    let client = room.client();
    if client
        .get_room(&successor.room_id)
        .is_some_and(|next| next.state() == matrix_sdk::RoomState::Joined)
    {
        return;
    }
    if let Err(error) = client.join_room_by_id_or_alias((*successor.room_id).into(), &via).await {
        tracing::warn!("the room that replaces another one could not be joined: {error}");
    }
}

/// The room that replaces this one, where the bot is in it and it says so too.
pub(super) fn successor(room: &Room) -> Option<Room> {
    let next = room.client().get_room(&room.successor_room()?.room_id)?;
    let claims = next.predecessor_room()?.room_id == room.room_id();
    (claims && next.state() == matrix_sdk::RoomState::Joined).then_some(next)
}

/// The room that this one replaces, where that room says so too: anybody can claim to replace a room.
pub(super) fn replaced(room: &Room) -> Option<Room> {
    let former = room.client().get_room(&room.predecessor_room()?.room_id)?;
    let successor = former.successor_room()?;
    (successor.room_id == room.room_id()).then_some(former)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, text, expected) in [
            ("*", "@ana:example.org", true),
            ("@ana:example.org", "@Ana:example.org", true),
            ("@ana:example.org", "@ana:example.org.evil", false),
            ("@*:example.org", "@ana:example.org", true),
            ("@*:example.org", "@ana:example.net", false),
            ("*.example.org", "chat.example.org", true),
            ("*.example.org", "example.org", false),
            ("a*a", "a", false),
            ("a*b*c", "a-b-b-c", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}

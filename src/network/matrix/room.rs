//! What is known of a room: what it and its people are called, who moderates it, and what the bot may not do there.

use std::collections::{BTreeMap, BTreeSet};

use matrix_sdk::{
    Room, RoomMemberships,
    room::RoomMember,
    ruma::{
        OwnedUserId, UserId,
        events::{
            MessageLikeEventType,
            room::power_levels::{RoomPowerLevels, UserPowerLevel},
        },
    },
};

use super::convert::{Pill, Surroundings};
use crate::{chat::Lack, model::RoomRef};

/// From this power level on somebody moderates a room.
const MODERATOR: i64 = 50;

/// The room as the rest of the bot names it.
pub(super) fn reference(room: &matrix_sdk::ruma::RoomId) -> RoomRef {
    RoomRef { network: super::MATRIX, id: room.to_string() }
}

/// Looks up what has to be known of a room when somebody does something in it.
pub(super) async fn surroundings<'r>(
    room: &'r Room,
    sender: &UserId,
    mentioned: &[&UserId],
) -> matrix_sdk::Result<Surroundings<'r>> {
    let levels = room.power_levels_or_default().await;
    let users: BTreeSet<&UserId> = mentioned.iter().copied().chain([sender]).collect();
    let mut names = BTreeMap::new();
    for user in users {
        names.insert(user.to_owned(), called(room, user).await?);
    }
    let moderator = match levels.for_user(sender) {
        UserPowerLevel::Int(level) => i64::from(level) >= MODERATOR,
        // Who made the room, from version 12 on.
        _ => true,
    };
    Ok(Surroundings {
        room: room.room_id(),
        room_name: name(room).await?,
        names,
        moderator,
        lacks: lacks(room, &levels),
        // Who is invited can read it later.
        overheard: room.active_members_count() != 2,
    })
}

/// What people call a room.
pub(super) async fn name(room: &Room) -> matrix_sdk::Result<String> {
    let name = match room.cached_display_name() {
        Some(name) => name,
        None => room.display_name().await?,
    };
    Ok(name.to_string())
}

/// What somebody is called in a room. Of two with one name each is told apart by their account's first part.
async fn called(room: &Room, user: &UserId) -> matrix_sdk::Result<String> {
    let member = room.get_member_no_sync(user).await?;
    Ok(member.as_ref().map_or_else(|| user.localpart().to_owned(), name_of))
}

fn name_of(member: &RoomMember) -> String {
    let local = member.user_id().localpart();
    match member.display_name().map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) if member.name_ambiguous() => format!("{name} ({local})"),
        Some(name) => name.to_owned(),
        None => local.to_owned(),
    }
}

/// Finds those whom words like `@ana` mean: by their whole account, its first part, or the name they are called by.
/// What fits nobody or several is left a word.
pub(super) async fn find_people(room: &Room, words: &[&str]) -> matrix_sdk::Result<Vec<Pill>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let members = room.members(RoomMemberships::JOIN | RoomMemberships::INVITE).await?;
    let found = words.iter().filter_map(|word| {
        let user = find_person(&members, word)?;
        Some(Pill { text: Some((*word).to_owned()), user })
    });
    Ok(found.collect())
}

fn find_person(members: &[RoomMember], word: &str) -> Option<OwnedUserId> {
    let wanted = word.trim_start_matches('@').trim_matches('"').to_lowercase();
    let only = |fits: &dyn Fn(&RoomMember) -> bool| {
        let mut found = members.iter().filter(|member| fits(member));
        found.next().filter(|_| found.next().is_none()).map(|member| member.user_id().to_owned())
    };
    let id = format!("@{wanted}");
    only(&|member| member.user_id().as_str().to_lowercase() == id)
        .or_else(|| only(&|member| member.user_id().localpart().to_lowercase() == wanted))
        .or_else(|| only(&|member| member.name().to_lowercase() == wanted))
}

/// What the bot may not do in a room, with what grants it.
fn lacks(room: &Room, levels: &RoomPowerLevels) -> Vec<Lack> {
    let me = room.own_user_id();
    let sends = |kind| levels.user_can_send_message(me, kind);
    let grant =
        |what: &str| format!("In the room's settings, under roles and permissions, {what}.");
    let mut lacks = Vec::new();
    let mut lack = |may: bool, what: &str, remedy: String| {
        if !may {
            lacks.push(Lack { what: what.to_owned(), remedy });
        }
    };
    lack(
        sends(MessageLikeEventType::RoomMessage),
        "I may not write in this room.",
        grant("lower what sending messages needs, or give me a higher role"),
    );
    if room.encryption_state().is_encrypted() {
        lack(
            sends(MessageLikeEventType::RoomEncrypted),
            "I may not send encrypted messages, and this room is encrypted.",
            grant("lower what sending messages needs, or give me a higher role"),
        );
    }
    lack(
        sends(MessageLikeEventType::Reaction),
        "I may not put reactions on my cards, so people have to find them themselves.",
        grant("lower what sending reactions needs, or give me a higher role"),
    );
    lack(
        levels.user_can_redact_own_event(me),
        "I may not take my own reactions away, so an old card keeps its controls.",
        grant("lower what removing one's own messages needs, or give me a higher role"),
    );
    lacks
}

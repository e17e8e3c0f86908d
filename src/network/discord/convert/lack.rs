//! What the bot may not do in a channel (topics/permissions). Pure.

use crate::{chat::Lack, network::discord::Settings};

/// A permission that the bot needs for something.
struct Need {
    /// Any of these is enough.
    bits: u64,
    /// What Discord calls it.
    name: &'static str,
    /// What does not work without it.
    without: &'static str,
}

/// Has every other permission.
const ADMINISTRATOR: u64 = 1 << 3;
/// May change what the server is.
const MANAGE_GUILD: u64 = 1 << 5;
/// May put reactions under messages.
const ADD_REACTIONS: u64 = 1 << 6;
/// May begin threads.
const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
/// May write in threads.
const SEND_IN_THREADS: u64 = 1 << 38;
/// May change everybody's events.
const MANAGE_EVENTS: u64 = 1 << 33;
/// May make events, and change those.
const CREATE_EVENTS: u64 = 1 << 44;

/// Sees the channel.
const VIEW_CHANNEL: u64 = 1 << 10;
/// May write in it.
const SEND_MESSAGES: u64 = 1 << 11;

const NEEDS: &[Need] = &[
    need(
        VIEW_CHANNEL,
        "View Channel",
        "I do not see this channel, so no meeting can be shown here.",
    ),
    need(SEND_MESSAGES, "Send Messages", "I cannot write here, so no meeting can be shown here."),
    need(1 << 14, "Embed Links", "My cards are plain text here."),
    need(
        1 << 15,
        "Attach Files",
        "I cannot put .ics files into the channel; /meet export gives you one all the same.",
    ),
    need(
        1 << 16,
        "Read Message History",
        "I cannot put reactions under my cards or find what I wrote here.",
    ),
    need(ADD_REACTIONS, "Add Reactions", "I cannot put reactions under my cards; buttons work."),
    need(
        CREATE_PUBLIC_THREADS,
        "Create Public Threads",
        "I cannot open a thread for a meeting; I write in the channel instead.",
    ),
    need(
        SEND_IN_THREADS,
        "Send Messages in Threads",
        "I cannot write in threads; I write in the channel instead.",
    ),
    need(
        CREATE_EVENTS | MANAGE_EVENTS,
        "Create Events",
        "I cannot show meetings among the server's events.",
    ),
];

const fn need(bits: u64, name: &'static str, without: &'static str) -> Need {
    Need { bits, name, without }
}

/// The permissions that a bot with these settings has no use for.
pub(in super::super) fn needless(settings: &Settings) -> u64 {
    let unless = |wanted: bool, bits: u64| if wanted { 0 } else { bits };
    unless(settings.reactions, ADD_REACTIONS)
        | unless(settings.threads, CREATE_PUBLIC_THREADS | SEND_IN_THREADS)
        | unless(settings.events, CREATE_EVENTS)
}

/// What permissions lack, as sentences.
pub(super) fn lacks(permissions: u64) -> Vec<Lack> {
    let has = |bits| permissions & (bits | ADMINISTRATOR) != 0;
    let missing = NEEDS.iter().filter(|need| !has(need.bits));
    missing
        .map(|need| Lack {
            what: need.without.to_owned(),
            remedy: format!(
                "Somebody who manages this channel can open its settings, choose Permissions, add my role, and allow \u{201c}{}\u{201d}.",
                need.name
            ),
        })
        .collect()
}

/// Whether the bot can write with these permissions.
pub(super) const fn writes(permissions: u64) -> bool {
    const BOTH: u64 = VIEW_CHANNEL | SEND_MESSAGES;
    permissions & ADMINISTRATOR != 0 || permissions & BOTH == BOTH
}

/// Whether somebody with these permissions may decide about other people's meetings.
pub(super) const fn moderates(permissions: u64) -> bool {
    permissions & (ADMINISTRATOR | MANAGE_GUILD | MANAGE_EVENTS) != 0
}

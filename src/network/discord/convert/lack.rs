//! What the bot may not do in a channel (topics/permissions). Pure.

use crate::chat::Lack;

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
/// May change everybody's events.
const MANAGE_EVENTS: u64 = 1 << 33;
/// May make events, and change those.
const CREATE_EVENTS: u64 = 1 << 44;

const NEEDS: &[Need] = &[
    need(1 << 10, "View Channel", "I do not see this channel, so no meeting can be shown here."),
    need(1 << 11, "Send Messages", "I cannot write here, so no meeting can be shown here."),
    need(1 << 14, "Embed Links", "My cards are empty here."),
    need(1 << 15, "Attach Files", "I cannot give you .ics files here."),
    need(
        1 << 16,
        "Read Message History",
        "I cannot put reactions under my cards or find what I wrote here.",
    ),
    need(1 << 6, "Add Reactions", "I cannot put reactions under my cards; buttons work."),
    need(
        1 << 35,
        "Create Public Threads",
        "I cannot open a thread for a meeting; I write in the channel instead.",
    ),
    need(
        1 << 38,
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

/// Whether somebody with these permissions may decide about other people's meetings.
pub(super) const fn moderates(permissions: u64) -> bool {
    permissions & (ADMINISTRATOR | MANAGE_GUILD | MANAGE_EVENTS) != 0
}

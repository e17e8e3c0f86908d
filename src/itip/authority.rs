//! Who really sent a message.

use crate::model::CalAddress;

/// Who a message came from, as the transport knows it, and whose calendar it came to.
#[derive(Debug, Clone, Copy)]
pub struct Authority<'a> {
    /// All addresses of the one who sent it; several addresses of one person match one ATTENDEE.
    pub addresses: &'a [CalAddress],
    /// How well that is known.
    pub trust: Trust,
    /// All addresses of the one whose calendar it came to; empty where several people share it (a room).
    pub owner: &'a [CalAddress],
}

/// How well it is known who sent a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// A network or a login vouches for them.
    Proven,
    /// The message only says so: a mail's From.
    Claimed,
}

impl<'a> Authority<'a> {
    /// Someone whom a network vouches for, writing to a shared calendar.
    pub const fn proven(addresses: &'a [CalAddress]) -> Self {
        Self { addresses, trust: Trust::Proven, owner: &[] }
    }

    /// Someone who only says who they are.
    pub const fn claimed(addresses: &'a [CalAddress]) -> Self {
        Self { addresses, trust: Trust::Claimed, owner: &[] }
    }

    /// The same, arriving in the calendar of one person.
    #[must_use]
    pub const fn to(self, owner: &'a [CalAddress]) -> Self {
        Self { owner, ..self }
    }

    /// Whether the sender has this address.
    pub fn is(&self, address: &CalAddress) -> bool {
        self.addresses.contains(address)
    }

    /// Whether the calendar's owner has this address.
    pub fn owns(&self, address: &CalAddress) -> bool {
        self.owner.contains(address)
    }
}

//! The Discord network, tried with a Discord of our own, which is made from Discord's description of itself.

mod fake;

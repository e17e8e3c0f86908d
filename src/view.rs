//! What people read: typed template contexts, and the templates that draw them.
//!
//! Turns a view and a network's capabilities into a [`Message`](crate::chat::Message). It never asks the store.

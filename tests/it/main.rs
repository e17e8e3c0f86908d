//! Everything that is tested from outside of the crate, in one binary.

#![cfg(test)]

mod hostile;
mod interop;
mod layers;
mod room;
mod machine;
mod store;

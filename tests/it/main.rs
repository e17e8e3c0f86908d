//! Everything that is tested from outside of the crate, in one binary.

#![cfg(test)]

mod crowd;
mod hostile;
mod interop;
mod killed;
mod layers;
mod room;
mod machine;
mod manual;
mod pages;
mod store;

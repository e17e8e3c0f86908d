//! The chat networks. The only users of their client libraries.

#[cfg(any(feature = "discord", feature = "matrix"))]
mod check;
pub mod console;
#[cfg(feature = "discord")]
pub mod discord;
#[cfg(any(feature = "discord", feature = "matrix"))]
mod hand;
#[cfg(feature = "matrix")]
pub mod matrix;

#[cfg(any(feature = "discord", feature = "matrix"))]
pub use check::Check;

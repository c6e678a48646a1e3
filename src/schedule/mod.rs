//! What falls due, and when.
//!
//! - [`clock`]: the clock, which is a parameter everywhere.

pub mod clock;

//! griffin tried out over the stand-in for Discord, without an account: a region with its people, the story of design
//! section 9, and a clock that jumps. A production build leaves it out (cargo feature `sandbox`).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `region.rs` | the server, its people, griffin in it, and moving the clock through what falls due |
//! | `play.rs` | what people do and see, told as it happens; a refusal nobody expected ends it |
//! | `solid_fuel.rs` | the story, chapter by chapter |
//! | `console.rs` | the story as plain text |

pub mod console;
pub mod play;
pub mod region;
pub mod solid_fuel;

pub use play::{Event, Play};
pub use region::Region;

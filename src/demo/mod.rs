//! griffin tried out over the stand-in for Discord, without an account: a region with its people, the story of design
//! section 9, and a clock that jumps. A production build leaves it out (cargo feature `sandbox`).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `region.rs` | the server, its people, griffin in it, and moving the clock through what falls due |
//! | `play.rs` | what people do and see, told as it happens; a refusal nobody expected ends it |
//! | `solid_fuel.rs` | the story, chapter by chapter |
//! | `scenes.rs`, `stage.rs` | what the sandbox's page offers to start from and to try, and who does it for the page |
//! | `files.rs` | a world's database file |
//! | `console.rs` | the story as plain text |
//! | `readable.rs` | the text of a message as a person reads it |

pub mod console;
pub mod files;
pub mod play;
mod readable;
pub mod region;
pub mod scenes;
pub mod solid_fuel;
pub mod stage;

pub use play::{Event, Play};
pub use region::Region;
pub use stage::Stage;

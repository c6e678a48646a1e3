//! Words: every text that a person reads, in each language, by key ([Fluent](https://projectfluent.org)).
//!
//! The texts are in `en/` and `cy/`, one file for each capability or room; a key begins with its file's name. What is
//! not in Welsh yet is said in English, key by key. This crate knows nothing of griffin.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `lang.rs` | the languages |
//! | `text.rs` | a text to be said: a key and what goes into it |
//! | `bundles.rs` | private: the texts themselves |

mod bundles;
mod lang;
mod text;

pub use bundles::{Progress, has, how_much, progress};
pub use lang::Lang;
pub use text::{Arg, Join, Named, Text};

//! The chairs of members: what they do in their Discord client, and what they see there.
//!
//! Each act comes twice: `types` panics with Discord's words when the client itself would refuse
//! (a required option is missing, a button is disabled), `try_types` returns them as a
//! [`Refusal`]. Whatever the bot answers, also nothing at all, is an [`Answer`].

mod answer;
mod channel;
mod command_line;
mod completes;
mod components;
mod filling;
mod finding;
mod form;
mod member;
mod message;
mod parts;
mod refusal;
mod text;
mod values;
mod waiting;

pub use self::{
    answer::{Answer, Outcome},
    channel::{Channel, ChannelRef, Post, ScheduledEvent},
    completes::Choice,
    form::{Form, Input, ShowsForm},
    member::Member,
    message::{Message, ShowsMessage},
    parts::{Button, Embed, Field, File, Menu, MenuOption},
    refusal::Refusal,
};
pub(crate) use self::{command_line::borrowed, finding::is_shown};

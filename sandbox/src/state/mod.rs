//! Everything the sandbox knows, in one place and behind one lock.
//!
//! REST handlers, the gateway and the members' chairs all work on this; whatever is changed here
//! is told to the gateway's sessions in the same step, so no observer sees one without the other.
//!
//! - what there is: `channel`, `guild`, `interaction`, `mentions`, `message`, `record`, `user`,
//!   `sessions`, `intents`;
//! - all of it together: `world`;
//! - what happens in it: `emit`, `permitted`, `channels`, `guilds`, `mentioning`, `messages`,
//!   `threads`, `interactions`.

mod channel;
mod channels;
mod emit;
mod guild;
mod guilds;
pub(crate) mod intents;
mod interaction;
mod interactions;
mod json;
mod mentioning;
mod mentions;
mod message;
mod messages;
mod permitted;
mod record;
mod sessions;
mod threads;
mod user;
mod world;

pub use self::{
    channel::ChannelKind,
    record::{Complaint, RequestRecord},
};
pub(crate) use self::{
    channel::{Channel, Overwrite, OverwriteKind, Tag, Thread},
    emit::Audience,
    guild::{Guild, GuildMember, Role, ScheduledEvent, Webhook},
    interaction::{Interaction, InteractionKind, NewInteraction, Response},
    json::with_fields,
    mentions::{AllowedMentions, Mentions},
    message::{Attachment, Author, Message, NewMessage, flags},
    sessions::{Frame, Gateway, Session},
    user::{Application, StoredFile, User},
    world::State,
};

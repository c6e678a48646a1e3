//! A stand-in for Discord on loopback: gateway, REST API version 10, and the chairs of members.
//!
//! A bot is pointed at [`Sandbox::api_url`] and talks to it as to the real thing; a test sits in
//! a [`client::Member`]'s chair, types commands, presses buttons, fills in forms and reads what
//! comes back. Nothing in here knows any particular bot: it is a reading of Discord's public
//! documentation, so whatever works here is expected to work there, and whatever Discord would
//! refuse is refused here with the same code.
//!
//! - `sandbox`, `setup`, `controls`, `looking`: the handle a test holds;
//! - `state`: the world and what happens in it; `shared`: the lock it is behind;
//! - `rest`: the API, one file per resource; `validate`: how strictly bodies are read;
//! - `gateway`: the socket through which a bot hears of events; `server`, `line`: its and the API's port;
//! - [`client`]: what members do and see;
//! - [`page`]: the same for a person at a browser.

pub mod client;

mod controls;
mod director;
mod error;
mod faults;
mod gateway;
pub mod limits;
mod line;
mod looking;
mod options;
pub mod page;
pub mod permissions;
mod ratelimit;
mod rest;
mod sandbox;
mod server;
mod setup;
mod shared;
mod snowflake;
mod state;
mod validate;

pub use self::{
    director::{Director, Fact, Pace, Scene, Step},
    faults::{Fault, Matcher},
    options::{Clock, Options, SystemClock},
    sandbox::Sandbox,
    snowflake::{Snowflake, created_at},
    state::{ChannelKind, Complaint, RequestRecord},
};

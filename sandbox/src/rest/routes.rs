//! The table of routes, each with its rate limit.

use super::{
    Call, Outcome, applications, channels, commands, events, guilds, interactions, members,
    messages, pins, roles, thread_members, threads, users, webhooks,
};
use crate::{error::ApiError, limits, limits::RateLimit, state::State};

type Handler = fn(&mut State, &Call) -> Outcome;

/// A route.
pub(crate) struct Route {
    method: &'static str,
    /// The path; `{}` stands for a variable segment.
    pattern: &'static str,
    pub(crate) handler: Handler,
    /// Its rate limit, which may depend on the body.
    pub(crate) limit: fn(&Call) -> Option<RateLimit>,
    /// Whether the bot's token is needed; routes with a token in their path go without.
    pub(crate) needs_token: bool,
}

impl Route {
    /// The top-level resource which the limit is counted for: the first variable, and for
    /// webhooks also their token.
    pub(crate) fn limit_key(&self, call: &Call) -> String {
        let count = if self.needs_token { 1 } else { 2 };
        call.params
            .iter()
            .take(count)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("/")
    }
}

/// A route together with what takes the place of its variables.
pub(crate) struct Found {
    pub(crate) route: &'static Route,
    pub(crate) params: Vec<String>,
}

macro_rules! routes {
    ($($method:ident $pattern:literal $handler:path, $limit:expr;)*) => {
        &[$(Route {
            method: stringify!($method),
            pattern: $pattern,
            handler: $handler,
            limit: $limit,
            needs_token: true,
        }),*]
    };
}

macro_rules! tokenless {
    ($($method:ident $pattern:literal $handler:path, $limit:expr;)*) => {
        &[$(Route {
            method: stringify!($method),
            pattern: $pattern,
            handler: $handler,
            limit: $limit,
            needs_token: false,
        }),*]
    };
}

fn other(_: &Call) -> Option<RateLimit> {
    Some(limits::OTHER)
}

fn unlimited(_: &Call) -> Option<RateLimit> {
    None
}

/// Names and topics have a limit of their own.
fn channel_edit(call: &Call) -> Option<RateLimit> {
    let renames = ["name", "topic"]
        .iter()
        .any(|key| !call.body[key].is_null());
    Some(if renames {
        limits::CHANNEL_RENAME
    } else {
        limits::CHANNEL_EDIT
    })
}

#[rustfmt::skip]
const ROUTES: &[Route] = routes! {
    GET "/gateway/bot" applications::gateway_bot, other;
    GET "/oauth2/applications/@me" applications::me, other;
    GET "/applications/@me" applications::me, other;
    GET "/applications/{}/commands" commands::list, other;
    PUT "/applications/{}/commands" commands::overwrite, |_| Some(limits::COMMANDS_WRITE);
    POST "/applications/{}/commands" commands::create, |_| Some(limits::COMMANDS_WRITE);
    GET "/applications/{}/commands/{}" commands::get, other;
    PATCH "/applications/{}/commands/{}" commands::edit, |_| Some(limits::COMMANDS_WRITE);
    DELETE "/applications/{}/commands/{}" commands::delete, |_| Some(limits::COMMANDS_WRITE);
    GET "/applications/{}/guilds/{}/commands" commands::list, other;
    PUT "/applications/{}/guilds/{}/commands" commands::overwrite, |_| Some(limits::COMMANDS_WRITE);
    POST "/applications/{}/guilds/{}/commands" commands::create, |_| Some(limits::COMMANDS_WRITE);
    GET "/applications/{}/guilds/{}/commands/permissions" commands::permissions, other;
    GET "/applications/{}/guilds/{}/commands/{}" commands::get, other;
    PATCH "/applications/{}/guilds/{}/commands/{}" commands::edit, |_| Some(limits::COMMANDS_WRITE);
    DELETE "/applications/{}/guilds/{}/commands/{}" commands::delete, |_| Some(limits::COMMANDS_WRITE);

    GET "/users/@me" users::me, other;
    GET "/users/@me/guilds" users::guilds, other;
    GET "/users/@me/guilds/{}/member" members::me, other;
    POST "/users/@me/channels" users::open_direct_channel, |_| Some(limits::DIRECT_MESSAGE_OPEN);
    GET "/users/{}" users::get, other;

    GET "/channels/{}" channels::get, other;
    PATCH "/channels/{}" channels::edit, channel_edit;
    DELETE "/channels/{}" channels::delete, |_| Some(limits::CHANNEL_EDIT);
    PUT "/channels/{}/permissions/{}" channels::put_overwrite, |_| Some(limits::CHANNEL_EDIT);
    DELETE "/channels/{}/permissions/{}" channels::delete_overwrite, |_| Some(limits::CHANNEL_EDIT);
    POST "/channels/{}/typing" channels::typing, other;
    GET "/channels/{}/messages" messages::list, |_| Some(limits::MESSAGE_READ);
    POST "/channels/{}/messages" messages::create, |_| Some(limits::MESSAGE_CREATE);
    GET "/channels/{}/messages/pins" pins::list_paged, other;
    PUT "/channels/{}/messages/pins/{}" pins::pin, |_| Some(limits::CHANNEL_EDIT);
    DELETE "/channels/{}/messages/pins/{}" pins::unpin, |_| Some(limits::CHANNEL_EDIT);
    GET "/channels/{}/messages/{}" messages::get, |_| Some(limits::MESSAGE_READ);
    PATCH "/channels/{}/messages/{}" messages::edit, |_| Some(limits::MESSAGE_EDIT);
    DELETE "/channels/{}/messages/{}" messages::delete, |_| Some(limits::MESSAGE_DELETE);
    GET "/channels/{}/pins" pins::list, other;
    PUT "/channels/{}/pins/{}" pins::pin, |_| Some(limits::CHANNEL_EDIT);
    DELETE "/channels/{}/pins/{}" pins::unpin, |_| Some(limits::CHANNEL_EDIT);
    POST "/channels/{}/threads" threads::create, |_| Some(limits::THREAD_CREATE);
    POST "/channels/{}/messages/{}/threads" threads::create_from_message, |_| Some(limits::THREAD_CREATE);
    GET "/channels/{}/threads/archived/public" threads::archived_public, other;
    GET "/channels/{}/thread-members" thread_members::list, other;
    PUT "/channels/{}/thread-members/{}" thread_members::join, other;
    DELETE "/channels/{}/thread-members/{}" thread_members::leave, other;
    GET "/channels/{}/webhooks" webhooks::of_channel, other;
    POST "/channels/{}/webhooks" webhooks::create, other;

    GET "/guilds/{}" guilds::get, other;
    GET "/guilds/{}/channels" guilds::channels, other;
    POST "/guilds/{}/channels" guilds::create_channel, other;
    GET "/guilds/{}/threads/active" guilds::active_threads, other;
    GET "/guilds/{}/webhooks" webhooks::of_guild, other;
    GET "/guilds/{}/members" members::list, |_| Some(limits::MEMBERS_READ);
    GET "/guilds/{}/members/search" members::search, |_| Some(limits::MEMBERS_READ);
    GET "/guilds/{}/members/@me" members::me, |_| Some(limits::MEMBERS_READ);
    GET "/guilds/{}/members/{}" members::get, |_| Some(limits::MEMBERS_READ);
    PUT "/guilds/{}/members/{}/roles/{}" members::add_role, |_| Some(limits::MEMBER_ROLES);
    DELETE "/guilds/{}/members/{}/roles/{}" members::remove_role, |_| Some(limits::MEMBER_ROLES);
    GET "/guilds/{}/roles" roles::list, other;
    POST "/guilds/{}/roles" roles::create, other;
    GET "/guilds/{}/roles/{}" roles::get, other;
    PATCH "/guilds/{}/roles/{}" roles::edit, other;
    DELETE "/guilds/{}/roles/{}" roles::delete, other;
    GET "/guilds/{}/scheduled-events" events::list, other;
    POST "/guilds/{}/scheduled-events" events::create, |_| Some(limits::EVENTS_WRITE);
    GET "/guilds/{}/scheduled-events/{}" events::get, other;
    PATCH "/guilds/{}/scheduled-events/{}" events::edit, |_| Some(limits::EVENTS_WRITE);
    DELETE "/guilds/{}/scheduled-events/{}" events::delete, |_| Some(limits::EVENTS_WRITE);
    GET "/webhooks/{}" webhooks::get, other;
    PATCH "/webhooks/{}" webhooks::edit, other;
    DELETE "/webhooks/{}" webhooks::delete, other;
};

#[rustfmt::skip]
const TOKENLESS: &[Route] = tokenless! {
    GET "/gateway" applications::gateway, unlimited;
    POST "/interactions/{}/{}/callback" interactions::callback, unlimited;
    GET "/webhooks/{}/{}" webhooks::get_with_token, |_| Some(limits::WEBHOOK);
    POST "/webhooks/{}/{}" webhooks::execute, |_| Some(limits::WEBHOOK);
    DELETE "/webhooks/{}/{}" webhooks::delete_with_token, |_| Some(limits::WEBHOOK);
    GET "/webhooks/{}/{}/messages/{}" webhooks::get_message, |_| Some(limits::WEBHOOK);
    PATCH "/webhooks/{}/{}/messages/{}" webhooks::edit_message, |_| Some(limits::WEBHOOK);
    DELETE "/webhooks/{}/{}/messages/{}" webhooks::delete_message, |_| Some(limits::WEBHOOK);
};

/// Finds the route of a request: 404 for an unknown path, 405 for a wrong method.
pub(crate) fn find(call: &Call) -> Result<Found, ApiError> {
    let segments: Vec<&str> = call.path.split('/').skip(1).collect();
    let mut path_known = false;
    for route in ROUTES.iter().chain(TOKENLESS) {
        let pattern: Vec<&str> = route.pattern.split('/').skip(1).collect();
        let fits = pattern.len() == segments.len()
            && pattern
                .iter()
                .zip(&segments)
                .all(|(want, have)| *want == "{}" || want == have);
        if !fits {
            continue;
        }
        path_known = true;
        if route.method == call.method {
            let variables = pattern
                .iter()
                .zip(&segments)
                .filter(|(want, _)| **want == "{}");
            let params = variables.map(|(_, have)| (*have).to_owned()).collect();
            return Ok(Found { route, params });
        }
    }
    Err(if path_known {
        ApiError::method_not_allowed()
    } else {
        ApiError::not_found()
    })
}

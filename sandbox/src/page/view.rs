//! What a member sees, as JSON for the browser. Texts stand as they were sent: the browser puts
//! names and dates in, in its own time zone.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    ChannelKind, Snowflake,
    client::is_shown,
    permissions,
    snowflake::iso8601,
    state::{Channel, Guild, InteractionKind, Message, State, flags},
};

/// How many letters of a post's first message its list shows.
const EXCERPT: usize = 160;
/// How much of what happened is shown.
const FEED: usize = 60;

fn guild(state: &State) -> Option<&Guild> {
    state.guilds.values().next()
}

fn sees(state: &State, who: Snowflake, channel: &Channel) -> bool {
    if channel.recipient.is_some() {
        return channel.recipient == Some(who);
    }
    state.channel_permissions(channel, who) & permissions::VIEW_CHANNEL != 0
}

fn is_visible(message: &Message, who: Snowflake) -> bool {
    !message.is_ephemeral() || message.visible_to == Some(who)
}

/// The server: its channels and posts, and the people in it.
pub(super) fn world(state: &State, who: Snowflake) -> Value {
    let Some(guild) = guild(state) else {
        return Value::Null;
    };
    let seen = |channel: &&Channel| sees(state, who, channel);
    let inside = |channel: &&Channel| channel.guild_id == Some(guild.id);
    let top = state
        .channels
        .values()
        .filter(|channel| inside(channel) && channel.thread.is_none());
    let mut channels: Vec<&Channel> = top.filter(seen).collect();
    channels.sort_by_key(|channel| (channel.kind.is_forum(), channel.position, channel.id));
    let channels: Vec<Value> = channels
        .into_iter()
        .map(|channel| channel_json(state, who, channel))
        .collect();
    let letters = state
        .channels
        .values()
        .find(|channel| channel.recipient == Some(who));
    json!({
        "server": guild.name,
        "bot": { "id": state.application.bot_id.to_string(), "name": state.application.name, "online": state.gateway.is_connected() },
        "me": guild.members.contains_key(&who).then(|| who.to_string()),
        "letters_open": state.users.get(&who).is_some_and(|user| user.takes_direct_messages),
        "letters": letters.map(|channel| json!({ "id": channel.id.to_string(), "last": last(state, channel, who) })),
        "people": people(state, guild),
        "roles": roles(state, guild),
        "names": names(state, guild),
        "channels": channels,
    })
}

/// The members a browser may sit in the chair of: everybody but bots and the account which owns
/// the server, which is nobody's.
fn people(state: &State, guild: &Guild) -> Vec<Value> {
    let members = guild.members.values();
    let persons = members.filter(|member| {
        let bot = state.users.get(&member.user_id).is_none_or(|user| user.bot);
        !bot && member.user_id != guild.owner_id
    });
    persons
        .map(|member| {
            let roles = member.roles.iter().filter_map(|id| guild.roles.get(id));
            json!({
                "id": member.user_id.to_string(),
                "name": state.name_in(Some(guild.id), member.user_id),
                "roles": roles.map(|role| role.name.clone()).collect::<Vec<_>>(),
            })
        })
        .collect()
}

fn roles(state: &State, guild: &Guild) -> Vec<Value> {
    let own = |bot: Option<Snowflake>| bot == Some(state.application.bot_id);
    let roles = guild.roles.values();
    let roles = roles.filter(|role| role.id != guild.id && !own(role.bot_id));
    roles
        .map(|role| json!({ "id": role.id.to_string(), "name": role.name }))
        .collect()
}

/// What mentions are shown as.
fn names(state: &State, guild: &Guild) -> BTreeMap<String, String> {
    let users = state.users.keys().map(|id| {
        let name = state.name_in(Some(guild.id), *id);
        (format!("@{id}"), format!("@{name}"))
    });
    let roles = guild.roles.values().map(|role| {
        let name = role.name.trim_start_matches('@');
        (format!("@&{}", role.id), format!("@{name}"))
    });
    let channels = state.channels.values();
    let channels = channels.filter(|channel| channel.guild_id == Some(guild.id));
    let channels = channels.map(|channel| {
        let sign = if channel.thread.is_some() { "" } else { "#" };
        (
            format!("#{}", channel.id),
            format!("{sign}{}", channel.name),
        )
    });
    users.chain(roles).chain(channels).collect()
}

/// The newest message of a channel which a member sees.
fn last(state: &State, channel: &Channel, who: Snowflake) -> Option<String> {
    let messages = state.messages.get(&channel.id)?;
    let newest = messages.values().rev().find(|one| is_visible(one, who))?;
    Some(newest.id.to_string())
}

/// The newest message of a channel which notified a member.
fn pinged(state: &State, channel: &Channel, who: Snowflake) -> Option<String> {
    let messages = state.messages.get(&channel.id)?;
    let mut newest = messages.values().rev();
    let found = newest.find(|one| one.mentions.notified.contains(&who))?;
    Some(found.id.to_string())
}

fn channel_json(state: &State, who: Snowflake, channel: &Channel) -> Value {
    let inside = state.channels.values();
    let mut posts: Vec<&Channel> = inside
        .filter(|one| one.parent_id == Some(channel.id) && one.thread.is_some())
        .collect();
    posts.sort_by_key(|post| {
        let thread = post.thread.as_ref();
        std::cmp::Reverse(thread.map(|thread| thread.active_at))
    });
    let posts = posts
        .into_iter()
        .map(|post| post_json(state, who, channel, post));
    json!({
        "id": channel.id.to_string(),
        "kind": if channel.kind.is_forum() { "forum" } else if channel.kind == ChannelKind::Category { "category" } else { "text" },
        "name": channel.name,
        "topic": channel.topic,
        "tags": channel.available_tags.iter().map(|tag| tag.name.clone()).collect::<Vec<_>>(),
        "last": last(state, channel, who),
        "pinged": pinged(state, channel, who),
        "posts": posts.collect::<Vec<_>>(),
    })
}

fn post_json(state: &State, who: Snowflake, forum: &Channel, post: &Channel) -> Value {
    let thread = post.thread.as_ref();
    let tags = thread.map_or(&[][..], |thread| &thread.applied_tags);
    let named = |id: &Snowflake| {
        let mut known = forum.available_tags.iter();
        known.find(|tag| tag.id == *id).map(|tag| tag.name.clone())
    };
    let starter = state.message(post.id, post.id);
    let text = starter.map(|message| {
        let embed = message.embeds.first();
        let title = embed.and_then(|embed| embed["description"].as_str());
        let text = if message.content.is_empty() {
            title.unwrap_or_default()
        } else {
            &message.content
        };
        text.chars().take(EXCERPT).collect::<String>()
    });
    let author = thread.map(|thread| state.name_in(forum.guild_id, thread.owner_id));
    json!({
        "id": post.id.to_string(),
        "title": post.name,
        "tags": tags.iter().filter_map(named).collect::<Vec<_>>(),
        "archived": thread.is_some_and(|thread| thread.archived),
        "locked": thread.is_some_and(|thread| thread.locked),
        "count": thread.map(|thread| thread.message_count),
        "active": thread.map(|thread| iso8601(thread.active_at)),
        "author": author,
        "excerpt": text,
        "last": last(state, post, who),
        "pinged": pinged(state, post, who),
    })
}

/// The commands which are shown to a member in a place, as they were registered.
pub(super) fn commands(state: &State, who: Snowflake, place: Snowflake) -> Value {
    let all = state.commands.iter();
    let shown = all.filter(|command| {
        // In a forum itself nothing can be typed: only in its posts.
        let typed = |channel: &Channel| !channel.kind.is_forum();
        command["type"] == 1
            && state.channels.get(&place).is_some_and(typed)
            && is_shown(state, who, place, command)
    });
    json!(shown.collect::<Vec<_>>())
}

/// A channel or post with its newest messages.
pub(super) fn place(state: &State, who: Snowflake, id: Snowflake, show: usize) -> Value {
    let Some(channel) = state
        .channels
        .get(&id)
        .filter(|channel| sees(state, who, channel))
    else {
        return Value::Null;
    };
    let all = state
        .messages
        .get(&id)
        .into_iter()
        .flat_map(|all| all.values());
    let visible: Vec<&Message> = all.filter(|message| is_visible(message, who)).collect();
    let earlier = visible.len().saturating_sub(show);
    // The card a post was opened with stays in sight of a reader, however long the post has grown.
    let first = visible
        .first()
        .filter(|message| earlier > 0 && message.id == id);
    let shown = first.into_iter().chain(visible.iter().skip(earlier));
    let has = state.channel_permissions(channel, who);
    let write = match &channel.thread {
        _ if channel.recipient.is_some() => true,
        Some(thread) if thread.locked => has & permissions::MANAGE_THREADS != 0,
        Some(_) => has & permissions::SEND_MESSAGES_IN_THREADS != 0,
        None => has & permissions::SEND_MESSAGES != 0 && channel.kind.is_text(),
    };
    json!({
        "id": id.to_string(),
        "write": write,
        "earlier": earlier.saturating_sub(usize::from(first.is_some())),
        "messages": shown.map(|message| message_json(state, who, message)).collect::<Vec<_>>(),
    })
}

/// The newest direct messages from the bot.
pub(super) fn letters(state: &State, who: Snowflake, show: usize) -> Value {
    let mut channels = state.channels.values();
    let channel = channels.find(|channel| channel.recipient == Some(who));
    channel.map_or(Value::Null, |channel| place(state, who, channel.id, show))
}

fn message_json(state: &State, who: Snowflake, message: &Message) -> Value {
    let guild = guild(state).map(|guild| guild.id);
    let author = match message.author.user() {
        Some(id) => {
            let bot = state.users.get(&id).is_some_and(|user| user.bot);
            json!({ "id": id.to_string(), "name": state.name_in(guild, id), "bot": bot })
        }
        None => json!({ "name": "Webhook", "bot": true }),
    };
    let used = message
        .interaction
        .and_then(|id| state.interactions.get(&id));
    let used = used.and_then(|one| {
        let command = one.command_name.as_ref()?;
        Some(json!({ "who": state.name_in(guild, one.user_id), "command": command }))
    });
    let reply = message
        .reference
        .and_then(|id| state.message(message.channel_id, id));
    let reply = reply.map(|original| {
        let name = original.author.user().map(|id| state.name_in(guild, id));
        let title = original
            .embeds
            .first()
            .and_then(|embed| embed["title"].as_str());
        let text = match original.content.as_str() {
            "" => title.unwrap_or_default(),
            content => content,
        };
        let text: String = text.chars().take(80).collect();
        json!({ "id": original.id.to_string(), "who": name, "text": text })
    });
    let files = message.attachments.iter().map(|file| {
        json!({
            "name": file.filename,
            "description": file.description,
            "type": file.content_type,
            "size": file.size,
            "url": format!("/files/{}/{}", file.id, file.filename),
        })
    });
    let suppressed = message.flags & flags::SUPPRESS_EMBEDS != 0;
    json!({
        "id": message.id.to_string(),
        "place": message.channel_id.to_string(),
        "author": author,
        "at": iso8601(message.timestamp),
        "edited": message.edited.map(iso8601),
        "text": message.content,
        "embeds": if suppressed { json!([]) } else { json!(message.embeds) },
        "components": message.components,
        "files": files.collect::<Vec<_>>(),
        "private": message.is_ephemeral(),
        "thinking": message.flags & flags::LOADING != 0,
        "notified": message.mentions.notified.contains(&who),
        "used": used,
        "reply": reply,
    })
}

/// What happened in the whole world, the newest last: what people did, what was posted, what was
/// told. It is a spectator's view: direct messages to anybody are in it, private answers are not.
pub(super) fn feed(state: &State) -> Value {
    let guild = guild(state).map(|guild| guild.id);
    let name = |id: Snowflake| state.name_in(guild, id);
    let mut items = Vec::new();
    let deeds = state.interactions.values().rev();
    let deeds = deeds.filter(|one| one.kind != InteractionKind::Autocomplete);
    for deed in deeds.take(FEED) {
        let at = crate::snowflake::created_at(deed.id);
        items.push((at, json!({
            "kind": "did", "who": name(deed.user_id), "text": deed.deed, "place": deed.channel_id.to_string(),
        })));
    }
    let public =
        |message: &&Message| !message.is_ephemeral() && message.flags & flags::LOADING == 0;
    for (id, messages) in &state.messages {
        let Some(channel) = state.channels.get(id) else {
            continue;
        };
        for message in messages.values().rev().filter(public).take(FEED) {
            let title = message
                .embeds
                .first()
                .and_then(|embed| embed["title"].as_str());
            let text = if message.content.is_empty() {
                title.unwrap_or_default()
            } else {
                &message.content
            };
            let notified = message.mentions.notified.iter().map(|id| name(*id));
            items.push((
                message.timestamp,
                json!({
                    "kind": if channel.recipient.is_some() { "letter" } else { "posted" },
                    "who": message.author.user().map(name),
                    "to": channel.recipient.map(name),
                    "notified": notified.collect::<Vec<_>>(),
                    "text": text.chars().take(2 * EXCERPT).collect::<String>(),
                    "place": id.to_string(),
                    "in": place_name(state, channel),
                }),
            ));
        }
    }
    for (at, text) in state.narration.iter().rev().take(FEED) {
        items.push((*at, json!({ "kind": "told", "text": text })));
    }
    items.sort_by_key(|(at, _)| *at);
    let start = items.len().saturating_sub(FEED);
    let items = items.into_iter().skip(start).map(|(at, mut item)| {
        item["at"] = json!(iso8601(at));
        item
    });
    json!(items.collect::<Vec<_>>())
}

fn place_name(state: &State, channel: &Channel) -> String {
    let parent = channel.parent_id.and_then(|id| state.channels.get(&id));
    match parent.filter(|_| channel.thread.is_some()) {
        Some(parent) => format!("#{} › {}", parent.name, channel.name),
        None => format!("#{}", channel.name),
    }
}

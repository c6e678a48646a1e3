//! Furnishing a sandbox: guilds, roles, members and channels, as an administrator would.

use std::collections::BTreeMap;

use serde_json::json;

use crate::{
    client::Member,
    permissions,
    sandbox::Sandbox,
    snowflake::{Snowflake, iso8601},
    state::{Audience, intents, with_fields},
    state::{
        Channel, ChannelKind, Guild, GuildMember, Overwrite, OverwriteKind, Role, State, Tag, User,
    },
};

impl Sandbox {
    /// Adds a guild with the bot as a member, a role of the bot's own, and `@everyone`.
    pub fn add_guild(&self, name: &str) -> Snowflake {
        self.shared.change(|state| {
            let (id, now) = state.mint();
            let (role_id, _) = state.mint();
            let bot = state.application.bot_id;
            let role = |id, name: &str, permissions, position, bot_id| Role {
                id,
                name: name.to_owned(),
                permissions,
                position,
                color: 0,
                hoist: false,
                mentionable: false,
                bot_id,
            };
            let bot_name = state.application.name.clone();
            let roles = BTreeMap::from([
                (
                    id,
                    role(id, "@everyone", permissions::DEFAULT_EVERYONE, 0, None),
                ),
                (
                    role_id,
                    role(
                        role_id,
                        &bot_name,
                        state.options.bot_permissions,
                        1,
                        Some(bot),
                    ),
                ),
            ]);
            let member = |user_id, roles| GuildMember {
                user_id,
                nick: None,
                roles,
                joined_at: now,
            };
            let owner = state.application.owner_id;
            let members = BTreeMap::from([
                (owner, member(owner, Vec::new())),
                (bot, member(bot, vec![role_id])),
            ]);
            let guild = Guild {
                id,
                name: name.to_owned(),
                owner_id: owner,
                preferred_locale: "en-GB".into(),
                system_channel_id: None,
                roles,
                members,
            };
            let body = state.guild_create_json(&guild, false);
            state.guilds.insert(id, guild);
            state.emit(Audience::Guild(id), intents::GUILDS, "GUILD_CREATE", body);
            id
        })
    }

    /// The guild which was added first.
    ///
    /// # Panics
    ///
    /// Panics when there is none.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test's mistake; documented")]
    pub fn guild(&self) -> Snowflake {
        self.shared
            .read(|state| state.guilds.keys().next().copied())
            .expect("the sandbox has no guild: add one with add_guild")
    }

    /// Adds a role below the bot's own, with a set of [`permissions`] beyond `@everyone`'s.
    pub fn add_role(&self, guild: Snowflake, name: &str, permissions: u64) -> Snowflake {
        self.shared.change(|state| {
            let (id, _) = state.mint();
            state.add_role(
                guild,
                Role {
                    id,
                    name: name.to_owned(),
                    permissions,
                    position: 1,
                    color: 0,
                    hoist: false,
                    mentionable: true,
                    bot_id: None,
                },
            );
            id
        })
    }

    /// The identifier of a role by its name in the first guild.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<Snowflake> {
        self.shared.read(|state| {
            let roles = state.guilds.values().flat_map(|guild| guild.roles.values());
            roles
                .into_iter()
                .find(|role| role.name == name)
                .map(|role| role.id)
        })
    }

    /// Adds a user of this display name to a guild; a user known from another guild joins.
    pub fn add_member(&self, guild: Snowflake, name: &str, roles: &[Snowflake]) -> Member {
        let id = self.shared.change(|state| {
            let known = state
                .users
                .values()
                .find(|user| user.display_name == name && !user.bot);
            let id = match known {
                Some(user) => user.id,
                None => {
                    let (id, _) = state.mint();
                    let user = User {
                        id,
                        username: name.to_lowercase().replace(' ', "."),
                        display_name: name.to_owned(),
                        bot: false,
                        locale: "en-GB".into(),
                        takes_direct_messages: true,
                    };
                    state.users.insert(id, user);
                    id
                }
            };
            let (_, now) = state.mint();
            let member = GuildMember {
                user_id: id,
                nick: None,
                roles: roles.to_vec(),
                joined_at: now,
            };
            let body = with_fields(
                state.member_json(&member),
                json!({ "guild_id": guild.to_string() }),
            );
            if let Some(place) = state.guilds.get_mut(&guild) {
                place.members.insert(id, member);
            }
            state.emit(
                Audience::Guild(guild),
                intents::GUILD_MEMBERS,
                "GUILD_MEMBER_ADD",
                body,
            );
            id
        });
        Member::new(self.clone(), id, Some(guild))
    }

    /// The chair of a member by display name, in the first guild they belong to.
    ///
    /// # Panics
    ///
    /// Panics when nobody has that name.
    #[must_use]
    pub fn member(&self, name: &str) -> Member {
        let found = self.shared.read(|state| {
            let user = state
                .users
                .values()
                .find(|user| user.display_name == name)?;
            let guild = state
                .guilds
                .values()
                .find(|guild| guild.members.contains_key(&user.id));
            Some((user.id, guild.map(|guild| guild.id)))
        });
        let Some((id, guild)) = found else {
            panic!("nobody here is called {name:?}\n{}", self.picture());
        };
        Member::new(self.clone(), id, guild)
    }

    /// Takes a member out of a guild.
    pub fn remove_member(&self, guild: Snowflake, user: Snowflake) {
        self.shared.change(|state| {
            let body = json!({ "guild_id": guild.to_string(), "user": state.user_json(user) });
            if let Some(place) = state.guilds.get_mut(&guild) {
                place.members.remove(&user);
            }
            state.emit(
                Audience::Guild(guild),
                intents::GUILD_MEMBERS,
                "GUILD_MEMBER_REMOVE",
                body,
            );
        });
    }

    /// Gives a member a role.
    pub fn give_role(&self, guild: Snowflake, user: Snowflake, role: Snowflake) {
        self.shared
            .change(|state| state.set_role(guild, user, role, true));
    }

    /// Takes a role from a member.
    pub fn take_role(&self, guild: Snowflake, user: Snowflake, role: Snowflake) {
        self.shared
            .change(|state| state.set_role(guild, user, role, false));
    }

    /// Sets the language of a user's client, such as "fr".
    pub fn set_locale(&self, user: Snowflake, locale: &str) {
        self.shared.change(|state| {
            if let Some(user) = state.users.get_mut(&user) {
                locale.clone_into(&mut user.locale);
            }
        });
    }

    /// Adds a channel of any kind.
    pub fn add_channel(&self, guild: Snowflake, kind: ChannelKind, name: &str) -> Snowflake {
        self.build_channel(guild, kind, name, |_, _| {})
    }

    /// Adds a text channel.
    pub fn add_text_channel(&self, guild: Snowflake, name: &str) -> Snowflake {
        self.add_channel(guild, ChannelKind::Text, name)
    }

    /// Adds a forum with tags.
    pub fn add_forum(&self, guild: Snowflake, name: &str, tags: &[&str]) -> Snowflake {
        self.build_channel(guild, ChannelKind::Forum, name, |state, channel| {
            channel.available_tags = tags
                .iter()
                .map(|tag| Tag {
                    id: state.mint().0,
                    name: (*tag).to_owned(),
                    moderated: false,
                    emoji_id: serde_json::Value::Null,
                    emoji_name: serde_json::Value::Null,
                })
                .collect();
        })
    }

    /// Makes a forum refuse posts without a tag, or accept them.
    pub fn require_tag(&self, forum: Snowflake, required: bool) {
        self.shared.change(|state| {
            if let Some(channel) = state.channels.get_mut(&forum) {
                channel.flags = if required { 1 << 4 } else { 0 };
            }
            state.tell_channel("CHANNEL_UPDATE", forum, None);
        });
    }

    /// Gives a forum these tags: one of a name that it has stays the same tag, and any other is taken away, from every post
    /// too.
    pub fn set_tags(&self, forum: Snowflake, names: &[&str]) {
        self.shared.change(|state| {
            let before = state
                .channels
                .get(&forum)
                .map(|it| it.available_tags.clone());
            let before = before.unwrap_or_default();
            let mut tags = Vec::new();
            for name in names {
                let known = before.iter().find(|tag| tag.name == *name).cloned();
                tags.push(known.unwrap_or_else(|| Tag {
                    id: state.mint().0,
                    name: (*name).to_owned(),
                    moderated: false,
                    emoji_id: serde_json::Value::Null,
                    emoji_name: serde_json::Value::Null,
                }));
            }
            let posts = state.channels.values_mut();
            for thread in posts
                .filter(|it| it.parent_id == Some(forum))
                .filter_map(|it| it.thread.as_mut())
            {
                thread
                    .applied_tags
                    .retain(|id| tags.iter().any(|tag| tag.id == *id));
            }
            if let Some(channel) = state.channels.get_mut(&forum) {
                channel.available_tags = tags;
            }
            state.tell_channel("CHANNEL_UPDATE", forum, None);
        });
    }

    /// Lets only so many threads and posts of a guild be active, so that one more is refused with 160006.
    pub fn limit_active_threads(&self, most: usize) {
        self.shared
            .change(|state| state.options.active_threads = most);
    }

    fn build_channel(
        &self,
        guild: Snowflake,
        kind: ChannelKind,
        name: &str,
        set: impl FnOnce(&mut State, &mut Channel),
    ) -> Snowflake {
        self.shared.change(|state| {
            let (id, _) = state.mint();
            let mut channel = Channel::new(id, kind, name);
            channel.guild_id = Some(guild);
            set(state, &mut channel);
            state.channels.insert(id, channel);
            state.tell_channel("CHANNEL_CREATE", id, None);
            id
        })
    }

    /// Sets what a role may do in a channel, against what it may do elsewhere.
    pub fn overwrite_role(&self, channel: Snowflake, role: Snowflake, allow: u64, deny: u64) {
        self.overwrite(channel, OverwriteKind::Role, role, allow, deny);
    }

    /// Sets what a member (or the bot) may do in a channel, against what they may do elsewhere.
    pub fn overwrite_member(&self, channel: Snowflake, user: Snowflake, allow: u64, deny: u64) {
        self.overwrite(channel, OverwriteKind::Member, user, allow, deny);
    }

    fn overwrite(
        &self,
        channel: Snowflake,
        kind: OverwriteKind,
        id: Snowflake,
        allow: u64,
        deny: u64,
    ) {
        self.shared.change(|state| {
            if let Some(channel) = state.channels.get_mut(&channel) {
                channel.overwrites.retain(|overwrite| overwrite.id != id);
                if allow != 0 || deny != 0 {
                    channel.overwrites.push(Overwrite {
                        id,
                        kind,
                        allow,
                        deny,
                    });
                }
            }
            state.tell_channel("CHANNEL_UPDATE", channel, None);
        });
    }

    /// The time inside the sandbox.
    #[must_use]
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.shared.read(State::now)
    }

    /// The time inside the sandbox, as Discord would write it.
    #[must_use]
    pub fn time(&self) -> String {
        self.shared.read(|state| iso8601(state.now()))
    }
}

//! What only a test can do: break lines, order faults, take permissions away, read the records.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::{
    Complaint, Fault, Matcher, RequestRecord,
    faults::PlannedFault,
    gateway::{Audience, Frame, intents},
    permissions,
    sandbox::Sandbox,
    snowflake::Snowflake,
    state::{OverwriteKind, Response},
};

impl Sandbox {
    /// Breaks all gateway connections without a word; the sessions can be resumed.
    pub fn drop_gateway(&self) {
        self.shared.change(|state| {
            state.gateway.tell_all(|| Frame::Cut);
            // From this moment on nothing is sent on the old line, even if its task is slow.
            for session in state.gateway.sessions.values_mut() {
                session.sender = None;
            }
        });
    }

    /// Asks all sessions to reconnect (op 7).
    pub fn request_reconnect(&self) {
        let text = json!({ "op": 7, "t": null, "s": null, "d": null }).to_string();
        self.shared
            .change(|state| state.gateway.tell_all(|| Frame::Text(text.clone())));
    }

    /// Tells all sessions that they are invalid (op 9); unless `resumable` they are forgotten.
    pub fn invalidate_session(&self, resumable: bool) {
        let text = json!({ "op": 9, "t": null, "s": null, "d": resumable }).to_string();
        self.shared.change(|state| {
            state.gateway.tell_all(|| Frame::Text(text.clone()));
            if !resumable {
                state.gateway.sessions.clear();
            }
        });
    }

    /// Delivers the event of the last interaction again, as Discord may after a resume.
    ///
    /// # Panics
    ///
    /// Panics when there was no interaction yet.
    pub fn replay_last_interaction(&self) {
        let last = self
            .shared
            .read(|state| state.interactions.keys().next_back().copied());
        self.replay_interaction(last.expect("there was no interaction yet"));
    }

    /// Delivers the event of an interaction again.
    pub fn replay_interaction(&self, id: Snowflake) {
        self.shared.change(|state| {
            let Some(interaction) = state.interactions.get(&id) else {
                return;
            };
            let (guild, event) = (interaction.guild_id, Arc::clone(&interaction.event));
            state.deliver_interaction(guild, &event);
        });
    }

    /// The event by which the bot was told of the last interaction, as it went over the gateway.
    pub fn last_interaction_event(&self) -> Option<Value> {
        self.shared.read(|state| {
            let (_, last) = state.interactions.last_key_value()?;
            Some(Value::clone(&last.event))
        })
    }

    /// Sends the bot an event as it stands, whatever it holds: what no Discord would send, or a newer one.
    pub fn send_event(&self, event: &'static str, data: Value) {
        self.shared.change(|state| {
            state.emit(Audience::FirstShard, intents::ALWAYS, event, data);
        });
    }

    /// Ends the life of all interaction tokens, as 15 minutes would.
    pub fn expire_interaction_tokens(&self) {
        self.shared.change(|state| {
            for interaction in state.interactions.values_mut() {
                interaction.expired = true;
            }
        });
    }

    /// Orders a fault for requests to come. Faults are met in the order they were ordered.
    pub fn fail_next(&self, matcher: Matcher, fault: Fault) {
        self.shared
            .change(|state| state.faults.push(PlannedFault { matcher, fault }));
    }

    /// How many ordered faults have not been met. One is met when its request arrives, also if
    /// that is then answered late.
    #[must_use]
    pub fn faults_to_come(&self) -> usize {
        self.shared.read(|state| state.faults.len())
    }

    /// Takes back the faults which have not been met; returns how many there were.
    pub fn clear_faults(&self) -> usize {
        self.shared
            .change(|state| std::mem::take(&mut state.faults).len())
    }

    /// Makes a user refuse direct messages (50007).
    pub fn close_direct_messages(&self, user: Snowflake) {
        self.set_direct_messages(user, false);
    }

    /// Makes a user take direct messages again.
    pub fn open_direct_messages(&self, user: Snowflake) {
        self.set_direct_messages(user, true);
    }

    fn set_direct_messages(&self, user: Snowflake, open: bool) {
        self.shared.change(|state| {
            if let Some(user) = state.users.get_mut(&user) {
                user.takes_direct_messages = open;
            }
        });
    }

    /// Deletes a channel, thread or post with all it holds.
    pub fn delete_channel(&self, channel: Snowflake) {
        self.shared.change(|state| state.delete_channel(channel));
    }

    /// Deletes a message.
    pub fn delete_message(&self, channel: Snowflake, message: Snowflake) {
        self.shared
            .change(|state| state.delete_message(channel, message));
    }

    /// Tells those who watch what happens, in a sentence or a few lines of plain text.
    pub fn narrate(&self, text: impl Into<String>) {
        let text = text.into();
        self.shared.change(|state| {
            let now = state.now();
            state.narration.push((now, text));
        });
    }

    /// What was told by [`Self::narrate`], the oldest first, and when.
    #[must_use]
    pub fn narration(&self) -> Vec<(chrono::DateTime<chrono::Utc>, String)> {
        self.shared.read(|state| state.narration.clone())
    }

    /// Deletes a command, as an administrator cannot but another deployment of the bot can.
    pub fn forget_commands(&self) {
        self.shared.change(|state| state.commands = Arc::default());
    }

    /// Tells the sandbox that its clock was moved: threads which have been silent for too long are
    /// archived now, rather than at the next request or look. Wakes all who wait.
    pub fn clock_moved(&self) {
        self.shared.change(|state| state.archive_silent_threads());
    }

    /// Archives a thread or post, or wakes it.
    pub fn set_archived(&self, thread: Snowflake, archived: bool) {
        self.shared
            .change(|state| state.set_archived(thread, archived));
    }

    /// Locks a thread or post, or unlocks it.
    pub fn set_locked(&self, thread: Snowflake, locked: bool) {
        self.shared.change(|state| {
            let place = state
                .channels
                .get_mut(&thread)
                .and_then(|channel| channel.thread.as_mut());
            if let Some(place) = place {
                place.locked = locked;
            }
            state.tell_channel("THREAD_UPDATE", thread, None);
        });
    }

    /// Sets the permissions of the bot's own role in a guild. What `@everyone` may do remains.
    pub fn set_bot_permissions(&self, guild: Snowflake, permissions: u64) {
        self.shared.change(|state| {
            let bot = state.application.bot_id;
            let role = state
                .guilds
                .get(&guild)
                .and_then(|guild| guild.roles.values().find(|role| role.bot_id == Some(bot)))
                .map(|role| role.id);
            if let Some(role) = role {
                state.change_role(guild, role, |role| role.permissions = permissions);
            }
        });
    }

    /// Denies the bot permissions in a channel, such as [`permissions::SEND_MESSAGES`].
    pub fn deny_bot(&self, channel: Snowflake, permissions: u64) {
        self.overwrite_member(channel, self.bot_user_id(), 0, permissions);
    }

    /// Gives the bot these permissions in a channel, in place of what was said of it there before.
    pub fn allow_bot(&self, channel: Snowflake, permissions: u64) {
        self.overwrite_member(channel, self.bot_user_id(), permissions, 0);
    }

    /// Takes back what [`Self::deny_bot`] or [`Self::allow_bot`] did.
    pub fn restore_bot(&self, channel: Snowflake) {
        let bot = self.bot_user_id();
        self.shared.change(|state| {
            if let Some(channel) = state.channels.get_mut(&channel) {
                let own = |kind, id| kind == OverwriteKind::Member && id == bot;
                channel
                    .overwrites
                    .retain(|overwrite| !own(overwrite.kind, overwrite.id));
            }
            state.tell_channel("CHANNEL_UPDATE", channel, None);
        });
    }

    /// Sets what everybody may do in a guild.
    pub fn set_everyone_permissions(&self, guild: Snowflake, permissions: u64) {
        self.shared.change(|state| {
            state.change_role(guild, guild, |role| role.permissions = permissions);
        });
    }

    /// Throws the bot out of a guild (`GUILD_DELETE`).
    pub fn remove_bot(&self, guild: Snowflake) {
        self.shared.change(|state| {
            let bot = state.application.bot_id;
            let body = json!({ "id": guild.to_string(), "unavailable": false });
            state.emit(
                Audience::Guild(guild),
                intents::GUILDS,
                "GUILD_DELETE",
                body,
            );
            if let Some(guild) = state.guilds.get_mut(&guild) {
                guild.members.remove(&bot);
            }
        });
    }

    /// All requests so far, the oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.shared.read(|state| state.requests.clone())
    }

    /// How many requests there were so far.
    #[must_use]
    pub fn requests_made(&self) -> usize {
        self.shared.read(|state| state.requests.len())
    }

    /// How often a file of a message or a command was asked for so far.
    #[must_use]
    pub fn files_asked_for(&self) -> usize {
        self.shared.read(|state| state.files_asked_for)
    }

    /// All that a strict reader of the API objected to; a test harness asserts that it is empty.
    #[must_use]
    pub fn complaints(&self) -> Vec<Complaint> {
        self.shared.read(|state| state.complaints.clone())
    }

    /// Takes the complaints, for a test which provoked some and checks the others at its end.
    pub fn take_complaints(&self) -> Vec<Complaint> {
        self.shared
            .change(|state| std::mem::take(&mut state.complaints))
    }

    /// How many requests were answered with 429.
    #[must_use]
    pub fn too_many_requests(&self) -> usize {
        self.shared.read(|state| state.rate_limiter.too_many)
    }

    /// How many requests were answered with 401, 403 or 429 in the last ten minutes; at 10,000
    /// Discord bans the address.
    #[must_use]
    pub fn invalid_requests(&self) -> usize {
        self.shared.read(|state| {
            let window = crate::limits::INVALID_REQUESTS_WINDOW;
            state
                .rate_limiter
                .invalid
                .iter()
                .filter(|at| at.elapsed() < window)
                .count()
        })
    }

    /// How often a bot has identified, and how often it has resumed.
    #[must_use]
    pub fn connections(&self) -> (usize, usize) {
        self.shared
            .read(|state| (state.gateway.identifies, state.gateway.resumes))
    }

    /// The kinds of event which have been sent over the gateway.
    #[must_use]
    pub fn events_sent(&self) -> Vec<String> {
        self.shared
            .read(|state| state.gateway.sent.iter().cloned().collect())
    }

    /// Interactions which the bot has not answered so far, in words.
    #[must_use]
    pub fn unanswered(&self) -> Vec<String> {
        self.shared.read(|state| {
            let open = state
                .interactions
                .values()
                .filter(|one| one.response == Response::None);
            open.map(|interaction| interaction.deed.clone()).collect()
        })
    }

    /// The identifiers and tokens of interactions which the bot has not answered so far, for a
    /// test which answers in its place.
    #[must_use]
    pub fn open_interactions(&self) -> Vec<(Snowflake, String)> {
        self.shared.read(|state| {
            let open = state
                .interactions
                .values()
                .filter(|one| one.response == Response::None);
            open.map(|interaction| (interaction.id, interaction.token.clone()))
                .collect()
        })
    }

    /// The bot's permissions in a channel, by name.
    #[must_use]
    pub fn bot_permissions_in(&self, channel: Snowflake) -> Vec<&'static str> {
        self.shared.read(|state| {
            let bot = state.application.bot_id;
            let channel = state.channels.get(&channel);
            channel.map_or_else(Vec::new, |channel| {
                permissions::names(state.channel_permissions(channel, bot))
            })
        })
    }
}

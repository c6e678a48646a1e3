//! Looking at a sandbox from outside: channels, waiting for something, a picture for a failure.

use std::{fmt::Write, time::Duration};

use serde_json::Value;

use crate::{
    client::{Channel, Message, Post, ScheduledEvent},
    sandbox::Sandbox,
    snowflake::Snowflake,
};

/// How many of the last requests a picture shows.
const PICTURED_REQUESTS: usize = 15;
/// How many of the last messages of a channel a picture shows.
const PICTURED_MESSAGES: usize = 8;

impl Sandbox {
    /// Waits until `look` finds something. It is asked again after each change; nothing polls.
    ///
    /// # Panics
    ///
    /// Panics after `deadline` with what was awaited and a picture of what there is instead.
    pub async fn wait_for<T>(
        &self,
        what: &str,
        deadline: Duration,
        mut look: impl FnMut(&Self) -> Option<T>,
    ) -> T {
        let mut changes = self.shared.subscribe();
        let search = async {
            loop {
                changes.mark_unchanged();
                if let Some(found) = look(self) {
                    return found;
                }
                // The sender lives as long as this handle.
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        match tokio::time::timeout(deadline, search).await {
            Ok(found) => found,
            Err(_) => panic!(
                "no {what} within {deadline:?}; instead:\n{}",
                self.picture()
            ),
        }
    }

    /// Waits until a bot is connected to the gateway.
    ///
    /// # Panics
    ///
    /// Panics after `deadline`.
    pub async fn connected(&self, deadline: Duration) {
        self.wait_for("connection of a bot", deadline, |sandbox| {
            sandbox.is_connected().then_some(())
        })
        .await;
    }

    /// Waits until a bot is connected and has registered a command of this name.
    ///
    /// # Panics
    ///
    /// Panics after `deadline`.
    pub async fn registered(&self, command: &str, deadline: Duration) {
        self.wait_for(
            &format!("bot with the command /{command}"),
            deadline,
            |sandbox| {
                let known = sandbox.commands().iter().any(|one| one["name"] == command);
                (sandbox.is_connected() && known).then_some(())
            },
        )
        .await;
    }

    /// Whether a bot is connected to the gateway.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.shared.read(|state| state.gateway.is_connected())
    }

    /// The registered commands, as the API answers them.
    #[must_use]
    pub fn commands(&self) -> Vec<Value> {
        self.shared.read(|state| state.commands.to_vec())
    }

    /// A channel (not a thread) by name, in whichever guild.
    ///
    /// # Panics
    ///
    /// Panics when there is none of that name.
    #[must_use]
    pub fn channel(&self, name: &str) -> Channel {
        match self.find_channel(name) {
            Some(channel) => channel,
            None => panic!("there is no channel #{name}\n{}", self.picture()),
        }
    }

    /// A channel (not a thread) by name, if there is one.
    #[must_use]
    pub fn find_channel(&self, name: &str) -> Option<Channel> {
        let name = name.trim_start_matches('#');
        let id = self.shared.read(|state| {
            let mut all = state.channels.values();
            let found = all.find(|channel| {
                channel.name == name && channel.thread.is_none() && channel.recipient.is_none()
            });
            found.map(|channel| channel.id)
        })?;
        Some(Channel::new(self.clone(), id))
    }

    /// A channel, thread or direct-message channel by its identifier.
    #[must_use]
    pub fn channel_by_id(&self, id: Snowflake) -> Option<Channel> {
        let known = self.shared.read(|state| state.channels.contains_key(&id));
        known.then(|| Channel::new(self.clone(), id))
    }

    /// Threads and posts everywhere, the oldest first.
    #[must_use]
    pub fn threads(&self) -> Vec<Post> {
        self.shared.look(|state| {
            let threads = state
                .channels
                .values()
                .filter(|channel| channel.thread.is_some());
            threads
                .filter_map(|channel| Post::read(state, channel))
                .collect()
        })
    }

    /// The scheduled events of all guilds, the oldest first.
    #[must_use]
    pub fn scheduled_events(&self) -> Vec<ScheduledEvent> {
        self.shared
            .look(|state| state.events.values().map(ScheduledEvent::read).collect())
    }

    /// Everything there is to see, for a person reading a failed test.
    #[must_use]
    pub fn picture(&self) -> String {
        let mut picture = String::new();
        let mut line = |text: String| {
            // Writing to a String cannot fail.
            let _ = writeln!(picture, "{text}");
        };
        self.shared.look(|state| {
            line(format!("  bot connected: {}", state.gateway.is_connected()));
            let names: Vec<&str> = state
                .commands
                .iter()
                .filter_map(|command| command["name"].as_str())
                .collect();
            line(format!("  commands: {}", names.join(", ")));
            for channel in state.channels.values() {
                let messages = state.messages.get(&channel.id);
                let title = match (channel.recipient, &channel.thread) {
                    (Some(user), _) => {
                        format!("direct messages with {}", state.name_in(None, user))
                    }
                    (None, Some(thread)) if thread.archived => {
                        format!("{} (archived)", channel.name)
                    }
                    _ => format!("#{}", channel.name),
                };
                line(format!(
                    "  {title}: {} messages",
                    messages.map_or(0, |all| all.len())
                ));
                let all: Vec<_> = messages.into_iter().flat_map(|all| all.values()).collect();
                for message in all.iter().skip(all.len().saturating_sub(PICTURED_MESSAGES)) {
                    let shown = Message::read(state, message).render();
                    line(format!("    {}", shown.replace('\n', "\n    ")));
                }
            }
            let skipped = state.requests.len().saturating_sub(PICTURED_REQUESTS);
            line(format!("  requests ({skipped} earlier ones not shown):"));
            for request in state.requests.iter().skip(skipped) {
                line(format!("    {request}"));
            }
            for interaction in state.interactions.values().rev().take(3) {
                line(format!(
                    "  interaction {}: {:?}",
                    interaction.deed, interaction.response
                ));
            }
            for complaint in &state.complaints {
                line(format!("  complaint: {complaint}"));
            }
        });
        picture
    }
}

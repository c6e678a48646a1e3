//! Interactions begun, and given up.

use std::{sync::Arc, time::Instant};

use serde_json::{Value, json};

use super::{
    Audience, Complaint, Interaction, InteractionKind, NewInteraction, Response, State, intents,
};
use crate::snowflake::Snowflake;

impl State {
    /// Makes an interaction and sends its event.
    pub(crate) fn start_interaction(&mut self, new: NewInteraction) -> Snowflake {
        let (id, _) = self.mint();
        // Real tokens are long and opaque; only their uniqueness matters here.
        let token = format!("aW50ZXJhY3Rpb246{id:x}");
        let guild_id = self
            .channels
            .get(&new.channel)
            .and_then(|channel| channel.guild_id);
        let metadata = Arc::new(self.metadata_json(id, guild_id, &new));
        let event = Arc::new(self.interaction_json(id, &token, guild_id, &new));
        let interaction = Interaction {
            id,
            token: token.clone(),
            kind: new.kind,
            user_id: new.user,
            guild_id,
            channel_id: new.channel,
            deed: new.deed,
            command_name: new.command_name,
            event: Arc::clone(&event),
            metadata,
            started: Instant::now(),
            expired: false,
            given_up: false,
            response: Response::None,
            original: None,
            source: new.source,
            completed: false,
            followups: Vec::new(),
        };
        self.interactions.insert(id, interaction);
        self.tokens.insert(token, id);
        self.deliver_interaction(guild_id, &event);
        id
    }

    /// Sends an interaction's event; every session gets it, whatever its intents.
    pub(crate) fn deliver_interaction(&mut self, guild: Option<Snowflake>, event: &Value) {
        let audience = guild.map_or(Audience::FirstShard, Audience::Guild);
        self.emit(audience, intents::ALWAYS, "INTERACTION_CREATE", event);
    }

    fn interaction_json(
        &self,
        id: Snowflake,
        token: &str,
        guild_id: Option<Snowflake>,
        new: &NewInteraction,
    ) -> Value {
        let channel = self.channels.get(&new.channel);
        let permissions = |user| {
            channel
                .map_or(0, |channel| self.channel_permissions(channel, user))
                .to_string()
        };
        let locale = self
            .users
            .get(&new.user)
            .map_or("en-US", |user| user.locale.as_str());
        let mut json = json!({
            "id": id.to_string(),
            "application_id": self.application.id.to_string(),
            "type": new.kind.number(),
            "data": new.data,
            "channel": channel.map(|channel| self.interaction_channel_json(channel, new.user)),
            "channel_id": new.channel.to_string(),
            "token": token,
            "version": 1,
            "app_permissions": permissions(self.application.bot_id),
            "locale": locale,
            "entitlements": [],
            "authorizing_integration_owners": { "0": guild_id.unwrap_or(0).to_string() },
            "context": if guild_id.is_some() { 0 } else { 1 },
            "attachment_size_limit": crate::limits::FILE_BYTES,
        });
        match guild_id.and_then(|id| self.guilds.get(&id)) {
            Some(guild) => {
                json["guild_id"] = json!(guild.id.to_string());
                json["guild_locale"] = json!(guild.preferred_locale);
                json["guild"] = json!({
                    "id": guild.id.to_string(),
                    "locale": guild.preferred_locale,
                    "features": ["COMMUNITY"],
                });
                if let Some(member) = guild.members.get(&new.user) {
                    let mut member = self.member_json(member);
                    member["permissions"] = json!(permissions(new.user));
                    json["member"] = member;
                }
            }
            None => json["user"] = self.user_json(new.user),
        }
        if let Some(source) = new.source {
            json["message"] = self.message_json_by_id(new.channel, source);
        }
        json
    }

    fn metadata_json(
        &self,
        id: Snowflake,
        guild: Option<Snowflake>,
        new: &NewInteraction,
    ) -> Value {
        let mut json = json!({
            "id": id.to_string(),
            "type": new.kind.number(),
            "user": self.user_json(new.user),
            "authorizing_integration_owners": { "0": guild.unwrap_or(0).to_string() },
        });
        match new.kind {
            InteractionKind::Command | InteractionKind::Autocomplete => {
                json["name"] = json!(new.command_name);
                json["command_type"] = json!(1);
            }
            InteractionKind::Component => {
                json["interacted_message_id"] = json!(new.source.map(|id| id.to_string()));
            }
            InteractionKind::Modal => {
                json["triggering_interaction_metadata"] = json!(new.trigger.as_deref());
            }
        }
        json
    }

    /// The deprecated `interaction` field, which only answers to commands have.
    pub(crate) fn legacy_interaction_json(&self, interaction: &Interaction) -> Option<Value> {
        let name = interaction.command_name.as_ref()?;
        Some(json!({
            "id": interaction.id.to_string(),
            "type": interaction.kind.number(),
            "name": name,
            "user": self.user_json(interaction.user_id),
        }))
    }

    /// Whether the token of an interaction can still be used.
    pub(crate) fn token_lives(&self, interaction: &Interaction) -> bool {
        !interaction.expired && interaction.started.elapsed() < self.options.token_life
    }

    /// Marks an unanswered interaction as failed; `true` if it was still unanswered.
    pub(crate) fn give_up(&mut self, id: Snowflake) -> bool {
        let Some(interaction) = self.interactions.get_mut(&id) else {
            return false;
        };
        if interaction.response != Response::None || interaction.given_up {
            return false;
        }
        interaction.given_up = true;
        let deed = interaction.deed.clone();
        self.complain(Complaint::LateAnswer { interaction: deed });
        true
    }
}

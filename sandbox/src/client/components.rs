//! Buttons pressed and menus chosen from.

use serde_json::{Value, json};

use super::{Answer, Button, Member, Menu, Message, Refusal, ShowsMessage, values};
use crate::{
    snowflake::Snowflake,
    state::{InteractionKind, NewInteraction, State, with_fields},
};

/// The number of a button's type.
const BUTTON: u64 = 2;

impl Member {
    /// Presses a button by what stands on it. The message is taken as it is now, not as it was
    /// when it was read.
    ///
    /// # Panics
    ///
    /// Panics when there is no such button, or it is greyed out.
    pub async fn presses(&self, message: &impl ShowsMessage, label: &str) -> Answer {
        self.granted(self.try_presses(message, label).await)
    }

    /// As [`Self::presses`], with the client's refusal as an error.
    ///
    /// # Errors
    ///
    /// Fails when there is no such button, or it is greyed out.
    pub async fn try_presses(
        &self,
        message: &impl ShowsMessage,
        label: &str,
    ) -> Result<Answer, Refusal> {
        let message = self.current(message)?;
        let button = message.button(label).ok_or_else(|| {
            Refusal::new(format!(
                "there is no button {label:?} under:\n{}",
                message.render()
            ))
        })?;
        self.press_button(&message, button).await
    }

    /// Presses a button by its custom id: two buttons of a message may bear the same words.
    pub(crate) async fn try_presses_id(
        &self,
        message: &Message,
        custom_id: &str,
    ) -> Result<Answer, Refusal> {
        let message = self.current(message)?;
        let mut buttons = message.buttons.iter();
        let button = buttons.find(|button| button.custom_id.as_deref() == Some(custom_id));
        let button = button.ok_or_else(|| Refusal::new("The button is gone."))?;
        self.press_button(&message, button).await
    }

    async fn press_button(&self, message: &Message, button: &Button) -> Result<Answer, Refusal> {
        let label = &button.label;
        if button.disabled {
            return Err(Refusal::new(format!("the button {label:?} is disabled")));
        }
        let Some(custom_id) = button.custom_id.as_deref() else {
            return Err(Refusal::new(format!(
                "the button {label:?} only opens a link"
            )));
        };
        let deed = format!("pressed {label:?}");
        Ok(self.press(message, custom_id, BUTTON, None, &deed).await)
    }

    /// Sends a press of a button which the message need not have, as a modified client can.
    ///
    /// # Panics
    ///
    /// Panics when the message is gone.
    pub async fn presses_custom_id(&self, message: &impl ShowsMessage, custom_id: &str) -> Answer {
        let message = self.granted(self.current(message));
        self.press(
            &message,
            custom_id,
            BUTTON,
            None,
            &format!("pressed {custom_id:?}"),
        )
        .await
    }

    /// Chooses from a menu, found by its placeholder or custom id: options by their labels (or
    /// values), users, roles and channels by their names or mentions.
    ///
    /// # Panics
    ///
    /// Panics when there is no such menu or option, or too few or many are chosen.
    pub async fn chooses(
        &self,
        message: &impl ShowsMessage,
        menu: &str,
        options: &[&str],
    ) -> Answer {
        self.granted(self.try_chooses(message, menu, options).await)
    }

    /// As [`Self::chooses`], with the client's refusal as an error.
    ///
    /// # Errors
    ///
    /// Fails when there is no such menu or option, or too few or many are chosen.
    pub async fn try_chooses(
        &self,
        message: &impl ShowsMessage,
        menu: &str,
        options: &[&str],
    ) -> Result<Answer, Refusal> {
        let message = self.current(message)?;
        let menu = message.menu(menu).ok_or_else(|| {
            Refusal::new(format!(
                "there is no menu {menu:?} under:\n{}",
                message.render()
            ))
        })?;
        if menu.disabled {
            return Err(Refusal::new("the menu is disabled"));
        }
        let count = u64::try_from(options.len()).unwrap_or(u64::MAX);
        if count < menu.least || count > menu.most {
            let message = format!("between {} and {} must be chosen", menu.least, menu.most);
            return Err(Refusal::new(message));
        }
        let channel = message.channel_id;
        let (values, resolved) = self
            .sandbox
            .shared
            .look(|state| self.choose(state, channel, menu, options))?;
        let deed = format!("chose {options:?}");
        let mut data = json!({ "values": values });
        if let Some(resolved) = resolved {
            data["resolved"] = resolved;
        }
        Ok(self
            .press(&message, &menu.custom_id, menu.kind, Some(data), &deed)
            .await)
    }

    fn choose(
        &self,
        state: &State,
        place: Snowflake,
        menu: &Menu,
        options: &[&str],
    ) -> Result<(Vec<String>, Option<Value>), Refusal> {
        let guild = state
            .channels
            .get(&place)
            .and_then(|channel| channel.guild_id);
        let mut resolved = values::Resolved::default();
        let mut chosen = Vec::new();
        for option in options {
            let missing = || Refusal::new(format!("the menu has no {option:?}"));
            if menu.kind == 3 {
                let fits = |one: &&super::MenuOption| one.label == *option || one.value == *option;
                let found = menu.options.iter().find(fits).ok_or_else(missing)?;
                chosen.push(found.value.clone());
                continue;
            }
            let user = || values::user_id(state, guild, option);
            let role = || values::role_id(state, guild, option);
            let id = match menu.kind {
                5 => user(),
                6 => role(),
                7 => user().or_else(role),
                _ => values::channel_id(state, guild, option),
            };
            let id = id.ok_or_else(missing)?;
            if menu.kind == 8 {
                resolved.channel(state, self.id(), id);
            } else if state.users.contains_key(&id) {
                resolved.user(state, guild, id);
            } else {
                resolved.role(state, id);
            }
            chosen.push(id.to_string());
        }
        Ok((chosen, resolved.json()))
    }

    /// A message as it is now, if this member sees it.
    fn current(&self, message: &impl ShowsMessage) -> Result<Message, Refusal> {
        let old = message
            .shown_message()
            .ok_or_else(|| Refusal::new("there is no message"))?;
        self.sandbox.shared.look(|state| {
            let message = state.message(old.channel_id, old.id);
            let message = message.ok_or_else(|| Refusal::new("the message was deleted"))?;
            let hidden = message.is_ephemeral() && message.visible_to != Some(self.id());
            let unseen = state.channels.get(&old.channel_id).is_none_or(|channel| {
                state.channel_permissions(channel, self.id()) & crate::permissions::VIEW_CHANNEL
                    == 0
            });
            if hidden || unseen {
                return Err(Refusal::new("the member does not see this message"));
            }
            Ok(Message::read(state, message))
        })
    }

    async fn press(
        &self,
        message: &Message,
        custom_id: &str,
        kind: u64,
        chosen: Option<Value>,
        deed: &str,
    ) -> Answer {
        let data = json!({ "custom_id": custom_id, "component_type": kind, "id": 2 });
        let data = with_fields(data, chosen.unwrap_or_else(|| json!({})));
        let id = self.sandbox.shared.change(|state| {
            state.start_interaction(NewInteraction {
                kind: InteractionKind::Component,
                user: self.id(),
                channel: message.channel_id,
                deed: deed.to_owned(),
                command_name: None,
                data,
                source: Some(message.id),
                trigger: None,
            })
        });
        self.answer_to(id).await
    }
}

//! First answers to interactions (Interactions, Receiving and Responding).

use serde_json::{Value, json};

use super::{Call, Outcome, Reply, payload};
use crate::{
    error::ApiError,
    snowflake::Snowflake,
    state::{
        AllowedMentions, Author, Interaction, InteractionKind, NewMessage, Response, State, flags,
    },
    validate::interaction::{
        self, CHOICES, DEFERRED_MESSAGE, DEFERRED_UPDATE, FORM, MESSAGE, UPDATE,
    },
};

/// A message which answers an interaction, with everything but its contents.
pub(super) fn new_answer(state: &State, interaction: &Interaction) -> NewMessage {
    let mut new = NewMessage::new(
        interaction.channel_id,
        Author::User(state.application.bot_id),
        "",
    );
    new.allowed = AllowedMentions::of_interaction();
    new.interaction = Some(interaction.id);
    match (interaction.kind, interaction.source) {
        // An answer to a command is shown under it, one to a component as a reply to its message.
        (InteractionKind::Command, _) => new.kind = 20,
        (_, Some(source)) => {
            new.kind = 19;
            new.reference = Some(source);
        }
        _ => {}
    }
    new.visible_to = Some(interaction.user_id);
    new
}

/// POST /interactions/{interaction.id}/{interaction.token}/callback
pub(super) fn callback(state: &mut State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    let interaction = state
        .interactions
        .get(&id)
        .filter(|interaction| interaction.token == call.text(1))
        .cloned()
        .ok_or_else(ApiError::unknown_interaction)?;
    if interaction.response != Response::None {
        return Err(ApiError::already_acknowledged());
    }
    if interaction.started.elapsed() > state.options.first_answer_limit {
        // The member may not have looked yet; the complaint must not depend on it.
        state.give_up(id);
        return Err(ApiError::unknown_interaction());
    }
    if interaction.given_up {
        return Err(ApiError::unknown_interaction());
    }
    let kind = interaction::check(&call.body, interaction.kind, interaction.source.is_some())?;
    let data = &call.body["data"];
    let (response, original) = match kind {
        MESSAGE => {
            let mut new = new_answer(state, &interaction);
            payload::fill(state, call, data, "data", &mut new)?;
            (Response::Message, Some(state.create_message(new)))
        }
        DEFERRED_MESSAGE => {
            let mut new = new_answer(state, &interaction);
            new.flags = flags::LOADING | data["flags"].as_u64().unwrap_or(0) & flags::EPHEMERAL;
            (Response::Deferred, Some(state.create_message(new)))
        }
        DEFERRED_UPDATE => (Response::UpdateDeferred, interaction.source),
        UPDATE => {
            if let Some(source) = interaction.source {
                payload::edit(state, call, data, "data", interaction.channel_id, source)?;
            }
            (Response::Updated, interaction.source)
        }
        CHOICES => (
            Response::Choices(data["choices"].as_array().cloned().unwrap_or_default()),
            None,
        ),
        FORM => (Response::Form(data.clone()), None),
        _ => return Err(ApiError::not_found()),
    };
    if let Some(interaction) = state.interactions.get_mut(&id) {
        interaction.response = response;
        interaction.original = original;
    }
    if call.query_flag("with_response") {
        return Ok(Reply::ok(callback_json(
            state,
            &interaction,
            kind,
            original,
        )));
    }
    Ok(Reply::Empty)
}

fn callback_json(
    state: &State,
    interaction: &Interaction,
    kind: u64,
    original: Option<Snowflake>,
) -> Value {
    let message = original.and_then(|id| state.message(interaction.channel_id, id));
    let mut about = json!({ "id": interaction.id.to_string(), "type": interaction.kind.number() });
    let mut resource = json!({ "type": kind });
    if let Some(message) = message {
        about["response_message_id"] = json!(message.id.to_string());
        about["response_message_loading"] = json!(message.flags & flags::LOADING != 0);
        about["response_message_ephemeral"] = json!(message.is_ephemeral());
        resource["message"] = state.message_json(message, false);
    }
    json!({ "interaction": about, "resource": resource })
}

/// The interaction of a token which can still be used, or 10015.
fn living(state: &State, token: &str) -> Result<Interaction, ApiError> {
    let interaction = state
        .tokens
        .get(token)
        .and_then(|id| state.interactions.get(id))
        .ok_or_else(ApiError::unknown_webhook)?;
    // Before the first answer there is no webhook yet, and after 15 minutes no longer.
    if interaction.response == Response::None || !state.token_lives(interaction) {
        return Err(ApiError::unknown_webhook());
    }
    Ok(interaction.clone())
}

/// POST /webhooks/{application.id}/{interaction.token}: a follow-up. The first one after "is
/// thinking…" takes the place of that.
pub(super) fn follow_up(state: &mut State, call: &Call) -> Outcome {
    let interaction = living(state, call.text(1))?;
    let waiting = interaction.response == Response::Deferred && !interaction.completed;
    if let Some(original) = interaction.original.filter(|_| waiting) {
        return edit(state, call, &interaction, original);
    }
    let mut new = new_answer(state, &interaction);
    if new.kind == 20 {
        // Follow-ups refer to the first answer.
        new.kind = 19;
        new.reference = interaction.original;
    }
    payload::fill(state, call, &call.body, "", &mut new)?;
    let id = state.create_message(new);
    if let Some(interaction) = state.interactions.get_mut(&interaction.id) {
        interaction.followups.push(id);
    }
    let message = state
        .message(interaction.channel_id, id)
        .ok_or_else(ApiError::unknown_message)?;
    Ok(Reply::ok(state.message_json(message, false)))
}

/// The message of an interaction's webhook which a path names: `@original` or an identifier.
fn named(state: &State, call: &Call) -> Result<(Interaction, Snowflake), ApiError> {
    let interaction = living(state, call.text(1))?;
    let id = if call.text(2) == "@original" {
        interaction.original.ok_or_else(ApiError::unknown_message)?
    } else {
        let id = call.id(2)?;
        if !interaction.followups.contains(&id) && interaction.original != Some(id) {
            return Err(ApiError::unknown_message());
        }
        id
    };
    if state.message(interaction.channel_id, id).is_none() {
        return Err(ApiError::unknown_message());
    }
    Ok((interaction, id))
}

/// GET /webhooks/{application.id}/{interaction.token}/messages/{message.id}
pub(super) fn get_message(state: &mut State, call: &Call) -> Outcome {
    let (interaction, id) = named(state, call)?;
    Ok(Reply::ok(
        state.message_json_by_id(interaction.channel_id, id),
    ))
}

/// PATCH /webhooks/{application.id}/{interaction.token}/messages/{message.id}
pub(super) fn edit_message(state: &mut State, call: &Call) -> Outcome {
    let (interaction, id) = named(state, call)?;
    edit(state, call, &interaction, id)
}

fn edit(state: &mut State, call: &Call, interaction: &Interaction, id: Snowflake) -> Outcome {
    payload::edit(state, call, &call.body, "", interaction.channel_id, id)?;
    if let Some(interaction) = state.interactions.get_mut(&interaction.id)
        && interaction.original == Some(id)
    {
        interaction.completed = true;
    }
    Ok(Reply::ok(
        state.message_json_by_id(interaction.channel_id, id),
    ))
}

/// DELETE /webhooks/{application.id}/{interaction.token}/messages/{message.id}
pub(super) fn delete_message(state: &mut State, call: &Call) -> Outcome {
    let (interaction, id) = named(state, call)?;
    state.delete_message(interaction.channel_id, id);
    if let Some(interaction) = state.interactions.get_mut(&interaction.id)
        && interaction.original == Some(id)
    {
        interaction.completed = true;
    }
    Ok(Reply::Empty)
}

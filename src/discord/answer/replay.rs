//! The answer to a command that is run again by a press: it takes the place of the message with that button.

use std::sync::atomic::Ordering;

use poise::serenity_prelude as serenity;
use poise::serenity_prelude::CreateInteractionResponse;

use super::super::Context;
use super::Answer;
use super::persisting::{is_answered, persist};

/// Whether the command was typed before, and is now run again by a press.
pub(in crate::discord) fn is_again(ctx: Context<'_>) -> bool {
    let Context::Application(it) = ctx else {
        return false;
    };
    ctx.data().replays.of(it.interaction.id.get()).is_some()
}

/// Says that an answer will come, where the button is; once.
pub(in crate::discord) async fn defer(ctx: Context<'_>) -> Result<(), serenity::Error> {
    let Context::Application(it) = ctx else {
        return Ok(());
    };
    if it.has_sent_initial_response.load(Ordering::SeqCst) {
        return Ok(());
    }
    let response = CreateInteractionResponse::Acknowledge;
    it.interaction.create_response(ctx.http(), response).await?;
    it.has_sent_initial_response.store(true, Ordering::SeqCst);
    Ok(())
}

/// Answers in place of the message with the button.
pub(in crate::discord) async fn tell(
    ctx: Context<'_>,
    answer: Answer,
) -> Result<(), serenity::Error> {
    let Context::Application(it) = ctx else {
        return Ok(());
    };
    if it.has_sent_initial_response.load(Ordering::SeqCst) {
        let edit = answer.into_edit();
        let edited = persist(|| it.interaction.edit_response(ctx.http(), edit.clone()));
        return edited.await.map(drop);
    }
    let response = CreateInteractionResponse::UpdateMessage(answer.into_response());
    let told = persist(|| it.interaction.create_response(ctx.http(), response.clone())).await;
    match told {
        Err(error) if !is_answered(&error) => return Err(error),
        _ => {}
    }
    it.has_sent_initial_response.store(true, Ordering::SeqCst);
    Ok(())
}

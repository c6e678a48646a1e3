//! What a command found, kept until its officer says yes to it.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::asking::interaction;
use super::super::replays::Yes;
use super::super::{Context, Press, Result, id};
use super::kept::{Taken, put, take};
use crate::values::{Actor, Refusal};
use crate::words::text;

/// Keeps what a command found, until its officer says yes to it: for a day. Says the number under which [`held`] gives it
/// back.
///
/// # Errors
/// A fault, if it can't be kept.
pub async fn hold(ctx: Context<'_>, found: &impl Serialize) -> Result<i64> {
    let (row, kept) = (id(interaction(ctx)), serde_json::to_string(found)?);
    put(ctx.data(), row, id(ctx.author().id), kept, None).await?;
    Ok(row)
}

/// What was kept for this person, for the press that says yes to it; and who says so, as the one who does it: however often
/// they press, it is done once.
///
/// # Errors
/// Refused where it is too old or another's.
pub async fn held<T: DeserializeOwned>(press: &Press<'_>) -> Result<(T, Actor)> {
    let (row, actor) = (press.row()?, press.actor()?);
    let pressed = Taken {
        row,
        by: actor.interaction_id,
        is_yes: true,
    };
    let kept = take(press.data, actor.user_id, pressed).await?;
    let found = serde_json::from_str(&kept.ok_or_else(gone)?)?;
    let agreed = actor.agreed;
    Ok((found, Yes { row, agreed }.by(actor)))
}

/// It is too old, or done already.
pub(in crate::discord) fn gone() -> Refusal {
    Refusal::new(
        text!("discord-done-or-too-old"),
        text!("discord-give-the-command-again"),
    )
    .for_good()
}

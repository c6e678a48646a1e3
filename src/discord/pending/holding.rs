//! What a command found, kept until its officer says yes to it.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::{Data, Press, Result};
use super::kept::{put, take};
use crate::values::{Actor, Refusal};
use crate::words::text;

/// Keeps what a command found, until its officer says yes to it: for a day. The interaction by which it was typed is the
/// number under which [`held`] gives it back.
///
/// # Errors
/// A fault, if it can't be kept.
pub async fn hold(data: &Data, actor: &Actor, found: &impl Serialize) -> Result<()> {
    let kept = serde_json::to_string(found)?;
    put(data, actor.interaction_id, actor.user_id, kept).await
}

/// What was kept for this person, for the press that says yes to it.
///
/// # Errors
/// Refused where it is too old or another's, or where an earlier yes has changed something already.
pub async fn held<T: DeserializeOwned>(press: &Press<'_>) -> Result<T> {
    let (row, actor) = (press.row()?, press.actor()?);
    let kept = take(press.data, row, actor.user_id, actor.interaction_id).await?;
    Ok(serde_json::from_str(&kept.ok_or_else(gone)?)?)
}

/// It is too old, or done already.
pub(in crate::discord) fn gone() -> Refusal {
    Refusal::new(
        text!("discord-done-or-too-old"),
        text!("discord-give-the-command-again"),
    )
    .for_good()
}

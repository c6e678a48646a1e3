//! What a registrar types and presses: `/authority succeed`, `/authority merge`, and Undo while the day is ahead.

use futures::FutureExt;

use super::cards;
use super::service::{self, Merge, Succeed};
use crate::discord::press::Handler;
use crate::discord::{self, Context, Press, Result, answer};

/// Who handles Undo.
pub fn handlers() -> Vec<(&'static str, Handler)> {
    vec![(cards::KEEP, |press| keep(press).boxed())]
}

/// Says when an authority ceases, and who succeeds it.
#[poise::command(slash_command)]
pub async fn succeed(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::authority"] authority: String,
    on: String,
    #[autocomplete = "crate::authorities::offers::successors"] successors: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Succeed {
        authority,
        on,
        successors,
    };
    let work = service::succeed(&ctx.data().ledger, &actor, request);
    let ended = answer::waiting(ctx, work).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::ended(&ended, lang)).await
}

/// Makes one authority of two entries.
#[poise::command(slash_command)]
pub async fn merge(
    ctx: Context<'_>,
    #[autocomplete = "crate::authorities::offers::authority"] authority: String,
    #[autocomplete = "crate::authorities::offers::authority"] into: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let request = Merge { authority, into };
    let work = service::merge(&ctx.data().ledger, &actor, request);
    let ended = answer::waiting(ctx, work).await?;
    let lang = discord::lang(ctx).await;
    answer::send(ctx, cards::ended(&ended, lang)).await
}

async fn keep(press: &Press<'_>) -> Result<()> {
    let actor = press.actor()?;
    let id = press.row()?;
    let kept = press
        .updating(service::keep(&press.data.ledger, &actor, id))
        .await?;
    press.update(cards::ended(&kept, press.lang().await)).await
}

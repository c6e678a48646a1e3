//! `/contact set`, and **Take it back**.

use futures::FutureExt;

use super::{cards, service};
use crate::discord::press::Handler;
use crate::discord::{self, Context, Press, Result, answer};

/// Who handles the button.
pub fn presses() -> Vec<(&'static str, Handler)> {
    vec![(cards::TAKE_BACK, |press| take_back(press).boxed())]
}

/// Whom to ask about a tender.
#[poise::command(slash_command, subcommands("set"), subcommand_required)]
pub async fn contact(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Says whom to ask about a tender of yours.
#[poise::command(slash_command)]
async fn set(
    ctx: Context<'_>,
    #[autocomplete = "crate::tenders::offers::tender"] tender: String,
    name: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::set(&ctx.data().ledger, &actor, tender, name);
    let done = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::set(&done, discord::lang(ctx).await)).await
}

async fn take_back(press: &Press<'_>) -> Result<()> {
    let (actor, tender_id) = (press.actor()?, press.row()?);
    let work = service::take_back(&press.data.ledger, &actor, tender_id);
    let done = press.updating(work).await?;
    press
        .update(cards::taken_back(&done, press.lang().await))
        .await
}

//! `/report tender` and `/report region`.

use super::{cards, service};
use crate::discord::{self, Context, Result, answer};

/// How tenders are answered and used.
#[poise::command(slash_command, subcommands("tender", "region"), subcommand_required)]
pub async fn report(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Shows how a tender was answered, how long it took, and what is called off of what was declared.
#[poise::command(slash_command)]
async fn tender(
    ctx: Context<'_>,
    #[autocomplete = "crate::tenders::offers::tender"] tender: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let (db, now) = (ctx.data().ledger.reader(), ctx.data().clock.now());
    let found = answer::waiting(ctx, service::tender(&db, &actor, &tender, now)).await?;
    answer::send(ctx, cards::tender(&found, discord::lang(ctx).await)).await
}

/// Shows how a region's tenders were answered, and which contracts nobody uses.
#[poise::command(slash_command)]
async fn region(
    ctx: Context<'_>,
    #[autocomplete = "crate::forums::offers::forum"] region: String,
    year: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let (db, now) = (ctx.data().ledger.reader(), ctx.data().clock.now());
    let work = service::region(&db, &actor, &region, year.as_deref(), now);
    let found = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::region(&found, discord::lang(ctx).await)).await
}

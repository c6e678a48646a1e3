//! `/savings report`.

use super::cards;
use super::service::{self, Ask};
use crate::authorities::commands::{offer_authority, offer_region};
use crate::discord::{self, Context, Result, answer};

/// What buying together spared.
#[poise::command(slash_command, subcommands("report"), subcommand_required)]
pub async fn savings(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Shows a financial year's cash savings: your authorities' and the total; for registrars, everybody's.
#[poise::command(slash_command)]
async fn report(
    ctx: Context<'_>,
    #[description = "Financial year, such as 2027-28; the one that runs, if left out"] year: Option<
        String,
    >,
    #[description = "Only this authority"]
    #[autocomplete = "offer_authority"]
    authority: Option<String>,
    #[description = "Only the authorities of this region"]
    #[autocomplete = "offer_region"]
    region: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let ask = Ask {
        year,
        authority,
        region,
    };
    let (db, now) = (ctx.data().ledger.reader(), ctx.data().clock.now());
    let found = answer::waiting(ctx, service::report(&db, &actor, &ask, now)).await?;
    answer::send(ctx, cards::report(&found)).await
}

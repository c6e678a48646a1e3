//! `/report tender` and `/report region`.

use poise::serenity_prelude::CreateAutocompleteResponse;

use super::{cards, service};
use crate::discord::autocomplete::{self, Offer};
use crate::discord::{self, Context, Result, answer};
use crate::forums::service as forums;
use crate::tenders::service as tenders;

/// How tenders are answered and used.
#[poise::command(slash_command, subcommands("tender", "region"), subcommand_required)]
pub async fn report(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Shows how a tender was answered, how long it took, and what is called off of what was declared.
#[poise::command(slash_command)]
async fn tender(
    ctx: Context<'_>,
    #[description = "The tender's reference"]
    #[autocomplete = "offer_tender"]
    tender: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let (db, now) = (ctx.data().ledger.reader(), ctx.data().clock.now());
    let found = answer::waiting(ctx, service::tender(&db, &actor, &tender, now)).await?;
    answer::send(ctx, cards::tender(&found)).await
}

/// Shows how a region's tenders were answered, and which contracts nobody uses.
#[poise::command(slash_command)]
async fn region(
    ctx: Context<'_>,
    #[description = "The region"]
    #[autocomplete = "offer_region"]
    region: String,
    #[description = "Announced in this financial year, such as 2027-28; the one that runs, if left out"]
    year: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let (db, now) = (ctx.data().ledger.reader(), ctx.data().clock.now());
    let work = service::region(&db, &actor, &region, year.as_deref(), now);
    let found = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::region(&found)).await
}

async fn offer_tender(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    // Sifted by the service already.
    autocomplete::offer("", async {
        let actor = discord::actor(ctx)?;
        let found = tenders::search(&ctx.data().ledger.reader(), actor.guild_id, typed).await?;
        let offer = |it: &tenders::Tender| {
            Offer::new(
                format!("{} {}", it.reference, it.title),
                it.reference.as_str(),
            )
        };
        Ok(found.iter().map(offer).collect())
    })
    .await
}

async fn offer_region(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let actor = discord::actor(ctx)?;
        let found = forums::list(&ctx.data().ledger.reader(), actor.guild_id).await?;
        Ok(found
            .iter()
            .map(|it| Offer::new(it.region.as_str(), it.region.as_str()))
            .collect())
    })
    .await
}

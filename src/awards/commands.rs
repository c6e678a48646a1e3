//! `/tender award` and `/tender indicate`: subcommands of `/tender`, whose parent is in `tenders::commands`.

use super::rules::Bands;
use super::service::{self, Request};
use super::{cards, offers};
use crate::discord::{self, Context, Result, answer};
use crate::servers;
use crate::values::{Quantity, When};

/// Records the award of a lot.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn award(
    ctx: Context<'_>,
    #[description = "The tender's reference"]
    #[autocomplete = "offers::to_award"]
    tender: String,
    #[description = "The lot's name or number"]
    #[autocomplete = "offers::lot"]
    lot: String,
    #[description = "Who won it"] supplier: String,
    #[description = "A unit price, 142.50, or bands by volume, 0:150; 500:142.50; 1000:138"] price: String,
    #[description = "Most that may be called off over the term"] ceiling: Option<String>,
    #[description = "Is the supplier a small or medium-sized enterprise?"] sme: Option<bool>,
    #[description = "Is the supplier local?"] local: Option<bool>,
    #[description = "The day the award notice is published; today if left out"] notice_on: Option<
        String,
    >,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let data = ctx.data();
    let (recorded, tz) = answer::waiting(ctx, async {
        let tz = servers::service::settings(&data.ledger.reader(), actor.guild_id)
            .await?
            .time_zone;
        let day = |text: String| When::parse(&text, data.clock.now(), tz);
        let request = Request {
            tender,
            lot,
            supplier,
            bands: Bands::parse(&price)?,
            ceiling: ceiling.as_deref().map(Quantity::parse).transpose()?,
            sme: sme.unwrap_or(false),
            local: local.unwrap_or(false),
            notice_on: notice_on.map(day).transpose()?.map(|when| when.date),
            standstill_ends: None,
        };
        Ok((service::record(&data.ledger, &actor, request).await?, tz))
    })
    .await?;
    answer::send(ctx, cards::recorded(&recorded, tz)).await
}

/// Gives the price you expect for a lot before its award: others see what joining may bring.
#[poise::command(slash_command)]
pub async fn indicate(
    ctx: Context<'_>,
    #[description = "The tender's reference"]
    #[autocomplete = "offers::unawarded"]
    tender: String,
    #[description = "The lot's name or number"]
    #[autocomplete = "offers::lot"]
    lot: String,
    #[description = "A unit price, or bands by volume, 0:150; 500:142.50; none takes it back"]
    price: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::indicate(&ctx.data().ledger, &actor, tender, lot, price);
    let indicated = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::indicated(&indicated)).await
}

//! `/tender award` and `/tender indicate`: subcommands of `/tender`, whose parent is in `tenders::commands`.

use super::rules::{self, Bands};
use super::service::{self, Request};
use super::{cards, offers};
use crate::discord::{self, Context, Result, answer};
use crate::servers;
use crate::tenders::service as tenders;
use crate::values::When;

/// Records the award of a lot.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn award(
    ctx: Context<'_>,
    #[autocomplete = "offers::to_award"] tender: String,
    #[autocomplete = "offers::lot"] lot: String,
    supplier: String,
    price: String,
    ceiling: Option<String>,
    sme: Option<bool>,
    local: Option<bool>,
    notice_on: Option<String>,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let data = ctx.data();
    let (recorded, tz) = answer::waiting(ctx, async {
        let reader = data.ledger.reader();
        let tz = servers::service::settings(&reader, actor.guild_id)
            .await?
            .time_zone;
        let unit = tenders::unit_of(&reader, actor.guild_id, &tender, &lot).await?;
        let bands = Bands::parse_per(&price, &unit)?;
        let ceiling = ceiling.map(|text| rules::read_ceiling(&text, &unit, &bands));
        let day = |text: String| When::parse(&text, data.clock.now(), tz);
        let request = Request {
            tender,
            lot,
            supplier,
            bands,
            ceiling: ceiling.transpose()?,
            sme: sme.unwrap_or(false),
            local: local.unwrap_or(false),
            notice_on: notice_on.map(day).transpose()?.map(|when| when.date),
            standstill_ends: None,
        };
        Ok((service::record(&data.ledger, &actor, request).await?, tz))
    })
    .await?;
    let lang = discord::lang(ctx).await;
    let answer = cards::recorded(&recorded, tz, lang);
    answer::send(ctx, answer.with_receipt(recorded.receipt.as_ref(), lang)).await
}

/// Gives the price you expect for a lot before its award: others see what joining may bring.
#[poise::command(slash_command)]
pub async fn indicate(
    ctx: Context<'_>,
    #[autocomplete = "offers::unawarded"] tender: String,
    #[autocomplete = "offers::lot"] lot: String,
    price: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::indicate(&ctx.data().ledger, &actor, tender, lot, price);
    let indicated = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::indicated(&indicated, discord::lang(ctx).await)).await
}

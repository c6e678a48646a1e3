//! `/tender award` and `/tender indicate`: subcommands of `/tender`, whose parent is in `tenders::commands`.

use poise::serenity_prelude::{CreateAutocompleteResponse, ResolvedValue};

use super::cards;
use super::rules::Bands;
use super::service::{self, Request};
use crate::authorities::service as authorities;
use crate::discord::autocomplete::{self, Offer};
use crate::discord::{self, Context, Result, answer};
use crate::servers;
use crate::tenders::service::{self as tenders, Listed, Wanted};
use crate::values::{Quantity, Stage, When};

/// How many pages of tenders an autocomplete looks through.
const PAGES: u32 = 5;

/// Records the award of a lot.
#[expect(clippy::too_many_arguments, reason = "they are the command's options")]
#[poise::command(slash_command)]
pub async fn award(
    ctx: Context<'_>,
    #[description = "The tender's reference"]
    #[autocomplete = "offer_tender"]
    tender: String,
    #[description = "The lot's name or number"]
    #[autocomplete = "offer_lot"]
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
    #[autocomplete = "offer_unawarded"]
    tender: String,
    #[description = "The lot's name or number"]
    #[autocomplete = "offer_lot"]
    lot: String,
    #[description = "A unit price, or bands by volume, 0:150; 500:142.50; none takes it back"]
    price: String,
) -> Result<()> {
    let actor = discord::actor(ctx)?;
    let work = service::indicate(&ctx.data().ledger, &actor, tender, lot, price);
    let indicated = answer::waiting(ctx, work).await?;
    answer::send(ctx, cards::indicated(&indicated)).await
}

/// Offers the tenders that the person leads and that are not awarded yet.
async fn offer_unawarded(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let stages = [Stage::Collecting, Stage::Collected, Stage::OutToTender];
    offer_led(ctx, typed, &stages).await
}

/// Offers the tenders that the person may award: out to tender or awarded, and led by an authority of theirs.
pub async fn offer_tender(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    offer_led(ctx, typed, &[Stage::OutToTender, Stage::Awarded]).await
}

async fn offer_led(ctx: Context<'_>, typed: &str, stages: &[Stage]) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let actor = discord::actor(ctx)?;
        let reader = ctx.data().ledger.reader();
        let theirs = authorities::mandates_of(&reader, actor.guild_id, actor.user_id).await?;
        let leads = |tender: &Listed| {
            theirs
                .iter()
                .any(|m| m.acts() && m.authority.id == tender.tender.lead_id)
        };
        let mut found = at_stages(ctx, stages, true).await?;
        found.retain(leads);
        Ok(found.iter().map(tender_offer).collect())
    })
    .await
}

/// Offers the lots of the tender that was given.
pub async fn offer_lot(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let actor = discord::actor(ctx)?;
        let reader = ctx.data().ledger.reader();
        let Some(tender) = given(ctx, "tender") else {
            return Ok(Vec::new());
        };
        let tender = service::tender(&reader, actor.guild_id, tender).await?;
        let lots = service::lots(&reader, tender.id).await?;
        Ok(lots
            .iter()
            .map(|lot| Offer::new(format!("{} {}", lot.number, lot.title), &lot.title))
            .collect())
    })
    .await
}

/// The tenders at these stages, of the person's authorities only or all of the server's: for an autocomplete.
///
/// # Errors
/// A fault, if they can't be read.
pub async fn at_stages(ctx: Context<'_>, stages: &[Stage], mine: bool) -> Result<Vec<Listed>> {
    let actor = discord::actor(ctx)?;
    let reader = ctx.data().ledger.reader();
    let mut found = Vec::new();
    for &stage in stages {
        for page in 0..PAGES {
            let wanted = Wanted {
                stage: Some(stage),
                region: None,
                mine,
                page,
            };
            let read = tenders::list(&reader, &actor, &wanted).await?;
            found.extend(read.lines);
            if page + 1 >= read.pages {
                break;
            }
        }
    }
    Ok(found)
}

/// A tender to choose.
pub fn tender_offer(listed: &Listed) -> Offer {
    let tender = &listed.tender;
    Offer::new(
        format!("{} {}", tender.reference, tender.title),
        tender.reference.as_str(),
    )
}

/// What was given for another option of the command that is being typed.
pub fn given<'a>(ctx: Context<'a>, name: &str) -> Option<&'a str> {
    let Context::Application(ctx) = ctx else {
        return None;
    };
    let option = ctx.args.iter().find(|option| option.name == name)?;
    match option.value {
        ResolvedValue::String(text) => Some(text),
        ResolvedValue::Autocomplete { value, .. } => Some(value),
        _ => None,
    }
}

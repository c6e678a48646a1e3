//! What the options of `/tender award`, `/tender indicate` and call-offs offer while a person types.

use poise::serenity_prelude::{CreateAutocompleteResponse, ResolvedValue};

use crate::authorities::service as authorities;
use crate::discord::autocomplete::{self, Offer};
use crate::discord::{self, Context, Result};
use crate::tenders::service::{self as tenders, Listed, Wanted};
use crate::values::Stage;

/// How many pages of tenders are looked through.
const PAGES: u32 = 5;

/// Offers the tenders that the person leads and that are not awarded yet.
pub async fn unawarded(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let stages = [Stage::Collecting, Stage::Collected, Stage::OutToTender];
    offer_led(ctx, typed, &stages).await
}

/// Offers the tenders that the person may award: out to tender or awarded, and led by an authority of theirs.
pub async fn to_award(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    offer_led(ctx, typed, &[Stage::OutToTender, Stage::Awarded]).await
}

/// Offers the tenders that the person leads and whose contracts run.
pub async fn running(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    offer_led(ctx, typed, &[Stage::CallOff]).await
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
pub async fn lot(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let actor = discord::actor(ctx)?;
        let reader = ctx.data().ledger.reader();
        let Some(tender) = given(ctx, "tender") else {
            return Ok(Vec::new());
        };
        let tender = tenders::find(&reader, actor.guild_id, tender).await?;
        let lots = tenders::lots(&reader, tender.id).await?;
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

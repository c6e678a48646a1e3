//! What an option that names a tender offers while a person types, to anybody who may look.

use poise::serenity_prelude::CreateAutocompleteResponse;

use super::service::{self as tenders, Tender};
use crate::discord::autocomplete::{self, Offer};
use crate::discord::{self, Context};

/// A tender to choose.
pub fn of_tender(tender: &Tender) -> Offer {
    Offer::new(
        format!("{} {}", tender.reference, tender.title),
        tender.reference.as_str(),
    )
}

/// Every tender of the server, that of the post where the person types first: everybody may look.
pub async fn tender(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let here = tenders::of_thread(&db, actor.guild_id, discord::id(ctx.channel_id())).await?;
        let mut found = tenders::search(&db, actor.guild_id, typed).await?;
        if let Some(here) = here {
            found.retain(|tender| tender.id != here.id);
            found.insert(0, here);
        }
        Ok(found.iter().map(of_tender).collect())
    })
    .await
}

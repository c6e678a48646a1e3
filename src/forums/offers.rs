//! What options that name a region with a forum offer while a person types.

use poise::serenity_prelude::CreateAutocompleteResponse;

use super::service as forums;
use crate::discord::autocomplete::{self, Offer};
use crate::discord::{self, Context};

/// The regions that have a forum.
pub async fn forum(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let found = forums::list(&db, actor.guild_id).await?;
        Ok(found
            .iter()
            .map(|it| Offer::new(it.region.as_str(), it.region.as_str()))
            .collect())
    })
    .await
}

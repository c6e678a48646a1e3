//! What options that name an authority or its region offer while a person types.

use poise::serenity_prelude::CreateAutocompleteResponse;

use super::service as authorities;
use crate::discord::autocomplete::{self, Offer};
use crate::discord::{self, Context};
use crate::words::Lang;

type Offered = CreateAutocompleteResponse;

/// The authorities of this server.
pub async fn authority(ctx: Context<'_>, typed: &str) -> Offered {
    // The service knows near ones, too; what it found is not sifted again.
    autocomplete::offer("", async {
        let (actor, db) = discord::asking(ctx)?;
        let found = authorities::suggest(&db, actor.guild_id, typed).await?;
        let offer = |it: &authorities::Authority| {
            Offer::new(
                authorities::called_in(it, Lang::English),
                it.short_name.as_str(),
            )
        };
        Ok(found.iter().map(offer).collect())
    })
    .await
}

/// The authorities that the person acts for.
pub async fn own(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let theirs = authorities::mandates_of(&db, actor.guild_id, actor.user_id).await?;
        let acting = theirs.iter().filter(|it| it.acts()).map(|it| &it.authority);
        let offer =
            |it: &authorities::Authority| Offer::new(it.name.as_str(), it.short_name.as_str());
        Ok(acting.map(offer).collect())
    })
    .await
}

/// The regions that authorities of this server belong to.
pub async fn region(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = discord::asking(ctx)?;
        let regions = authorities::regions(&db, actor.guild_id).await?;
        Ok(regions.iter().map(|it| Offer::new(it, it)).collect())
    })
    .await
}

/// A list of successors: what was typed up to the last semicolon, with each authority that may come next.
pub async fn successors(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer("", async {
        let (actor, db) = discord::asking(ctx)?;
        let (before, last) = typed.rsplit_once(';').unwrap_or(("", typed));
        let found = authorities::suggest(&db, actor.guild_id, last.trim()).await?;
        let before = match before {
            "" => String::new(),
            _ => format!("{before}; "),
        };
        let offer = |it: &authorities::Authority| {
            let all = format!("{before}{}", it.short_name);
            Offer::new(all.as_str(), all.as_str())
        };
        Ok(found.iter().map(offer).collect())
    })
    .await
}

//! What options of several capabilities' commands offer while a person types: tenders, authorities, regions. What only one
//! capability asks for is offered by its own commands.

use poise::serenity_prelude::CreateAutocompleteResponse;

use crate::authorities::service as authorities;
use crate::discord::autocomplete::{self, Offer};
use crate::discord::{self, Context, Result};
use crate::forums::service as forums;
use crate::ledger::Reader;
use crate::tenders::service::{self as tenders, Tender};
use crate::values::Actor;

type Offered = CreateAutocompleteResponse;

fn asking(ctx: Context<'_>) -> Result<(Actor, Reader)> {
    Ok((discord::actor(ctx)?, ctx.data().ledger.reader()))
}

/// A tender to choose.
pub fn of_tender(tender: &Tender) -> Offer {
    Offer::new(
        format!("{} {}", tender.reference, tender.title),
        tender.reference.as_str(),
    )
}

/// Every tender of the server, that of the post where the person types first: everybody may look.
pub async fn tender(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = asking(ctx)?;
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

/// The authorities of this server.
pub async fn authority(ctx: Context<'_>, typed: &str) -> Offered {
    // The service knows near ones, too; what it found is not sifted again.
    autocomplete::offer("", async {
        let (actor, db) = asking(ctx)?;
        let found = authorities::suggest(&db, actor.guild_id, typed).await?;
        let offer = |it: &authorities::Authority| {
            Offer::new(authorities::called(it), it.short_name.as_str())
        };
        Ok(found.iter().map(offer).collect())
    })
    .await
}

/// The authorities that the person acts for.
pub async fn own(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = asking(ctx)?;
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
        let (actor, db) = asking(ctx)?;
        let regions = authorities::regions(&db, actor.guild_id).await?;
        Ok(regions.iter().map(|it| Offer::new(it, it)).collect())
    })
    .await
}

/// The regions that have a forum.
pub async fn forum(ctx: Context<'_>, typed: &str) -> Offered {
    autocomplete::offer(typed, async {
        let (actor, db) = asking(ctx)?;
        let found = forums::list(&db, actor.guild_id).await?;
        Ok(found
            .iter()
            .map(|it| Offer::new(it.region.as_str(), it.region.as_str()))
            .collect())
    })
    .await
}

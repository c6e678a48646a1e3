//! Prices that a lead expects before an award, so that whoever has not joined sees what joining may bring.

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::rules::{self, Bands};
use super::{facts, store};
use crate::ledger::{About, Cause, Ledger, Result};
use crate::tenders::service as tenders;
use crate::values::{Actor, Unit};

/// Indicative prices that were given, or taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicated {
    /// The tender's reference.
    pub reference: String,
    /// The lot's title.
    pub lot: String,
    /// Its unit.
    pub unit: Unit,
    /// The prices; none: taken back.
    pub bands: Option<Bands>,
}

/// Gives the prices that the lead expects for a lot, in place of what was given before; `none` takes them back.
///
/// # Errors
/// Refused to those who don't act for the lead, once the lot is awarded, and when the price can't be read.
pub async fn indicate(
    ledger: &Ledger,
    actor: &Actor,
    reference: String,
    lot: String,
    price: String,
) -> Result<Indicated> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                let tender = tenders::find(tx, actor.guild_id, &reference).await?;
                tenders::require_lead(tx, &actor, &tender).await?;
                let lot = tenders::lot(tx, tender.id, &lot).await?;
                let awarded = !store::awards(tx, &[lot.id]).await?.is_empty();
                rules::may_indicate(tender.reference.as_str(), tender.stage, &lot.title, awarded)?;
                let bands = match price.trim().to_lowercase().as_str() {
                    "none" | "-" => None,
                    _ => Some(Bands::parse_per(&price, &lot.unit)?),
                };
                store::put_indicative(tx, lot.id, bands.as_ref()).await?;
                tx.tell(&facts::Indicated {
                    about: About::tender(tender.id, tender.lead_id),
                    reference: tender.reference.clone(),
                    lot: lot.title.clone(),
                    bands: bands.clone(),
                })
                .await?;
                Ok(Indicated {
                    reference: tender.reference.to_string(),
                    lot: lot.title,
                    unit: lot.unit,
                    bands,
                })
            }
            .boxed()
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calloffs::service::next_band;
    use crate::tenders::service as tenders;
    use crate::testing::{ABW, BRY, GUILD, REF, World, refused, scenes};
    use crate::values::Quantity;

    async fn indicated(world: &World, who: &str, price: &str) -> Result<Indicated> {
        let (reference, lot) = (REF.to_owned(), "House coal".to_owned());
        indicate(
            &world.ledger,
            &world.by(who),
            reference,
            lot,
            price.to_owned(),
        )
        .await
    }

    async fn on_card(world: &World) -> Option<Bands> {
        let db = world.ledger.reader();
        let tender = tenders::find(&db, GUILD, REF).await.unwrap();
        let card = crate::dossiers::service::card(&db, &tender).await.unwrap();
        card.indicative.get(&world.lots[0]).cloned()
    }

    #[tokio::test]
    async fn a_lead_tells_what_it_expects_until_the_award() {
        for world in scenes::out_to_tender().await {
            let told = refused(indicated(&world, BRY, "150").await);
            assert!(told.contains("Only officers of the lead"), "{told}");
            let told = refused(indicated(&world, ABW, "cheap").await);
            assert!(told.contains("cheap"), "{told}");
            assert_eq!(on_card(&world).await, None);
            indicated(&world, ABW, "150").await.unwrap();
            indicated(&world, ABW, "0:155; 700:149; 1000:140")
                .await
                .unwrap();
            let bands = on_card(&world).await.unwrap();
            assert_eq!(bands, Bands::parse("0:155; 700:149; 1000:140").unwrap());
            // 713.75 t are declared a year.
            let next = next_band(&bands, Quantity::parse("713.75").unwrap(), None).unwrap();
            assert_eq!(next.to_go.to_string(), "286.25");
            indicated(&world, ABW, "none").await.unwrap();
            assert_eq!(on_card(&world).await, None);
            indicated(&world, ABW, "150").await.unwrap();
            world.award(ABW, world.house_coal()).await.unwrap();
            // What was expected gives way to what was agreed.
            assert_eq!(on_card(&world).await, None);
            let told = refused(indicated(&world, ABW, "150").await);
            assert!(told.contains("has already been awarded"), "{told}");
        }
    }
}

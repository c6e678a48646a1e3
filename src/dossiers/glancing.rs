//! Many tenders at a glance, as everybody may see them.

use std::collections::HashMap;

use crate::authorities::service::Authority;
use crate::ledger::{Db, Fault, Result};
use crate::requirements;
use crate::requirements::service::LotTotals;
use crate::tenders::rules::Responses;
use crate::tenders::service::{self as tenders, Lot, Tender};
use crate::values::{AuthorityId, TenderId};

/// A tender at a glance: what a digest needs of its card, and no names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// The tender.
    pub tender: Tender,
    /// The lead's short name.
    pub lead: String,
    /// How many of those invited have answered.
    pub responses: Responses,
    /// Its lots in order, each with its totals as far as everybody may see them.
    pub totals: Vec<LotTotals>,
}

/// These tenders of a server, in the order of their rows, by a few reads for many: some hundreds at a time, as each is a
/// parameter of a query. `register` is the server's.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn glances(
    db: &impl Db,
    guild_id: i64,
    register: &[Authority],
    ids: &[TenderId],
) -> Result<Vec<Glance>> {
    let mut lots: HashMap<TenderId, Vec<Lot>> = HashMap::new();
    for (tender, lot) in tenders::lots_of(db, ids).await? {
        lots.entry(tender).or_default().push(lot);
    }
    let found = tenders::by_ids(db, guild_id, ids).await?;
    let mut responses = tenders::responses_of(db, register, &found).await?;
    let tenders = found;
    let of: Vec<(&Tender, Vec<Lot>)> = tenders
        .iter()
        .map(|tender| (tender, lots.remove(&tender.id).unwrap_or_default()))
        .collect();
    let totals = requirements::service::public_totals_of(db, &of).await?;
    let leads: HashMap<AuthorityId, &str> = register
        .iter()
        .map(|it| (it.id, it.short_name.as_str()))
        .collect();
    let glance = |(tender, totals): (&Tender, Vec<LotTotals>)| {
        let lead = leads.get(&tender.lead_id).ok_or_else(|| {
            Fault::new(format!("{} has no lead in the register", tender.reference))
        })?;
        Ok(Glance {
            tender: tender.clone(),
            lead: (*lead).to_owned(),
            responses: responses.remove(&tender.id).unwrap_or_default(),
            totals,
        })
    };
    tenders.iter().zip(totals).map(glance).collect()
}

#[cfg(test)]
mod tests {
    use super::super::service::card;
    use super::*;
    use crate::tenders::service::{Announce, announce, decline, find, join};
    use crate::testing::{ABW, GUILD, REF, TRA, World, part, scenes};

    /// Both tenders at a glance say what their cards say.
    async fn like_the_cards(world: &World, references: &[&str]) {
        let db = world.reader();
        let register = crate::authorities::service::list(&db, GUILD).await.unwrap();
        let mut cards = Vec::new();
        for reference in references {
            let tender = find(&db, GUILD, reference).await.unwrap();
            cards.push(card(&db, &tender).await.unwrap());
        }
        let ids: Vec<TenderId> = cards.iter().map(|it| it.tender.id).collect();
        let all = glances(&db, GUILD, &register, &ids).await.unwrap();
        let of_cards: Vec<Glance> = cards
            .into_iter()
            .map(|it| Glance {
                tender: it.tender,
                lead: it.lead.short_name,
                responses: it.responses,
                totals: it.totals,
            })
            .collect();
        assert_eq!(all, of_cards);
    }

    #[tokio::test]
    async fn many_at_a_glance_say_what_their_cards_say() {
        for (world, _) in scenes::announced().await {
            let other = Announce {
                title: "Salt".into(),
                reference: Some("SALT-1".into()),
                regions: Some("South Wales".into()),
                open_book: true,
                ..World::solid_fuel()
            };
            announce(&world.ledger, &world.by(ABW), other)
                .await
                .unwrap();
            let references = [REF, "SALT-1"];
            like_the_cards(&world, &references).await;
            world.declare_all().await;
            decline(&world.ledger, &world.by(TRA), part("TRA", ""))
                .await
                .unwrap();
            like_the_cards(&world, &references).await;
            world.deadline().await;
            let late = part("TRA", "");
            join(&world.ledger, &world.by(TRA), late).await.unwrap();
            like_the_cards(&world, &references).await;
            assert_eq!(glances(&world.reader(), GUILD, &[], &[]).await.unwrap(), []);
        }
    }
}

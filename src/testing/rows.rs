//! What no use case shows, and what none does at that stage: rows, read and put there.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{call_off, call_off_total, delivery, duty, ledger_entry, participation, requirement};
use futures::FutureExt;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::databases::Seeded;
use super::{GUILD, World};
use crate::ledger::{Cause, Db, Result, Tx};
use crate::tenders::service as tenders;
use crate::values::{
    AuthorityId, DeliveryState, LotId, Part, Quantity, Stage, TenderId, UnitPrice,
};

/// A total: lot, year, authority (0: all of them) and quantity.
pub(crate) type Total = (LotId, i32, AuthorityId, Quantity);

impl World {
    /// The kinds of the server's entries in the ledger, in order.
    pub(crate) async fn kinds(&self) -> Vec<String> {
        let rows = ledger_entry::Entity::find()
            .filter(ledger_entry::Column::GuildId.eq(GUILD))
            .order_by_asc(ledger_entry::Column::Seq)
            .all(&self.ledger.database().read);
        rows.await.unwrap().into_iter().map(|it| it.kind).collect()
    }

    /// The kinds of the tender's entries since the scene began, in order.
    pub(crate) async fn entries(&self) -> Vec<String> {
        let rows = ledger_entry::Entity::find()
            .filter(ledger_entry::Column::TenderId.eq(self.tender_id))
            .filter(ledger_entry::Column::Seq.gt(self.before))
            .order_by_asc(ledger_entry::Column::Seq)
            .all(&self.ledger.database().read);
        rows.await.unwrap().into_iter().map(|it| it.kind).collect()
    }

    /// How many entries the server has.
    pub(super) async fn length(&self) -> i64 {
        let rows = ledger_entry::Entity::find().filter(ledger_entry::Column::GuildId.eq(GUILD));
        let count = rows.count(&self.ledger.database().read).await.unwrap();
        i64::try_from(count).unwrap()
    }

    async fn letters_in_order(&self) -> Vec<delivery::Model> {
        let rows = delivery::Entity::find()
            .filter(delivery::Column::GuildId.eq(GUILD))
            .filter(delivery::Column::State.eq(DeliveryState::Waiting))
            .order_by_asc(delivery::Column::Id)
            .all(&self.ledger.database().read);
        rows.await.unwrap()
    }

    /// What waits to be sent: kind, subject, lane, arguments.
    pub(crate) async fn waiting(&self) -> Vec<(String, i64, String, String)> {
        let rows = self.letters_in_order().await.into_iter();
        rows.map(|it| (it.kind, it.subject_id, it.lane, it.args))
            .collect()
    }

    /// The kinds of what waits to be sent.
    pub(crate) async fn letters(&self) -> Vec<String> {
        let rows = self.letters_in_order().await.into_iter();
        rows.map(|it| it.kind).collect()
    }

    /// What waits to be sent of one kind: subject, lane, arguments.
    pub(crate) async fn queued(&self, kind: &str) -> Vec<(i64, String, serde_json::Value)> {
        let rows = self.letters_in_order().await.into_iter();
        rows.filter(|it| it.kind == kind)
            .map(|it| {
                let args = serde_json::from_str(&it.args).unwrap();
                (it.subject_id, it.lane, args)
            })
            .collect()
    }

    /// The server's duties: kind, subject, when due, state.
    pub(crate) async fn duties(&self) -> Vec<(String, i64, DateTime<Utc>, String)> {
        let rows = duty::Entity::find()
            .filter(duty::Column::GuildId.eq(GUILD))
            .order_by_asc(duty::Column::Id)
            .all(&self.ledger.database().read);
        let rows = rows.await.unwrap().into_iter();
        rows.map(|it| {
            (
                it.kind,
                it.subject_id,
                it.due_at,
                it.state.as_str().to_owned(),
            )
        })
        .collect()
    }

    /// Who declared at which price paid before: lot, authority, price.
    pub(crate) async fn baselines(&self) -> Vec<(LotId, AuthorityId, Option<UnitPrice>)> {
        let rows = requirement::Entity::find()
            .select_only()
            .column(requirement::Column::LotId)
            .column(requirement::Column::AuthorityId)
            .column(requirement::Column::Baseline)
            .filter(requirement::Column::LotId.is_in(self.lots))
            .filter(requirement::Column::Current.eq(true))
            .into_tuple()
            .all(&self.ledger.database().read);
        rows.await.unwrap()
    }

    /// The totals as kept, and the same counted again from the call-offs, in order.
    pub(crate) async fn totals(&self) -> (Vec<Total>, Vec<Total>) {
        let db = &self.ledger.database().read;
        let kept = call_off_total::Entity::find()
            .filter(call_off_total::Column::LotId.is_in(self.lots))
            .all(db);
        let kept = kept.await.unwrap().into_iter();
        let mut kept: Vec<Total> = kept
            .map(|it| (it.lot_id, it.year, it.authority_id, it.quantity))
            .collect();
        kept.sort_unstable();
        let mut counted = BTreeMap::new();
        let rows = call_off::Entity::find()
            .filter(call_off::Column::LotId.is_in(self.lots))
            .all(db);
        for row in rows.await.unwrap() {
            for who in [AuthorityId(0), row.authority_id] {
                let sum: &mut Quantity = counted.entry((row.lot_id, row.year, who)).or_default();
                *sum = sum.checked_add(row.quantity).unwrap();
            }
        }
        let counted = counted
            .into_iter()
            .map(|((lot, year, who), sum)| (lot, year, who, sum));
        (kept, counted.collect())
    }

    /// As if all that is queued had been sent.
    pub(crate) async fn sent(&self) {
        let written = self.ledger.write(Cause::due(GUILD), |tx| {
            async move {
                let all = delivery::Entity::delete_many();
                let all = all.filter(delivery::Column::GuildId.eq(GUILD));
                all.exec(tx.conn()).await?;
                Ok(())
            }
            .boxed()
        });
        written.await.unwrap();
    }

    /// As if the tender were at this stage already.
    pub(crate) async fn set_stage(&self, stage: Stage) {
        let tender_id = self.tender_id;
        let written = self.ledger.write(Cause::due(GUILD), move |tx| {
            async move {
                let tender = tenders::by_id(tx, GUILD, tender_id).await?;
                let tender = tenders::Tender { stage, ..tender };
                tx.tell(&Seeded).await?;
                tenders::save(tx, &tender, chrono_tz::Europe::London).await
            }
            .boxed()
        });
        written.await.unwrap();
    }

    /// As if an authority's part in the tender were this one.
    pub(crate) async fn participation(&self, authority: &str, state: Part) {
        let (tender_id, authority_id) = (self.tender_id, self.ids[authority]);
        let written = self.ledger.write(Cause::due(GUILD), move |tx| {
            async move { take_part(tx, tender_id, authority_id, state).await }.boxed()
        });
        written.await.unwrap();
    }

    /// As if these authorities had said that they need none of a lot.
    pub(crate) async fn nil_returns(&self, lot: usize, authorities: &[&str]) {
        let lot_id = self.lots[lot];
        let ids: Vec<AuthorityId> = authorities.iter().map(|who| self.ids[who]).collect();
        let written = self.ledger.write(Cause::due(GUILD), move |tx| {
            async move { need_none(tx, lot_id, ids).await }.boxed()
        });
        written.await.unwrap();
    }
}

async fn take_part(
    tx: &Tx,
    tender_id: TenderId,
    authority_id: AuthorityId,
    state: Part,
) -> Result<()> {
    let before = participation::Entity::find()
        .filter(participation::Column::TenderId.eq(tender_id))
        .filter(participation::Column::AuthorityId.eq(authority_id))
        .one(tx.conn())
        .await?;
    if let Some(before) = before {
        tx.remove(before).await?;
    }
    tx.add(participation::Model {
        id: 0,
        tender_id,
        authority_id,
        state,
        answered: true,
        wave: 1,
        reason: None,
        at: tx.now(),
        to_confirm: None,
    })
    .await?;
    tx.tell(&Seeded).await
}

async fn need_none(tx: &Tx, lot_id: LotId, authority_ids: Vec<AuthorityId>) -> Result<()> {
    let declared = requirement::Entity::find()
        .filter(requirement::Column::LotId.eq(lot_id))
        .filter(requirement::Column::Current.eq(true))
        .filter(requirement::Column::AuthorityId.is_in(authority_ids))
        .all(tx.conn())
        .await?;
    for row in declared {
        tx.save(requirement::Model {
            expected: Quantity::ZERO,
            ..row
        })
        .await?;
    }
    tx.tell(&Seeded).await
}

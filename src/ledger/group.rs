//! What the changes of one server in one batch share: its chain, locked once; what they record, queue, write and answer,
//! sent to the database together; and what they have read that still is so.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex as StdMutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use entity::{answer, delivery, ledger_entry, ledger_head};
use sea_orm::sea_query::{OnConflict, UpdateStatement};
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter,
    QuerySelect, QueryTrait,
};
use serde_json::Value;
use tokio::sync::Mutex;

use crate::database::memory::Memory;
use crate::database::rows::seal::SEALS;
use crate::database::rows::writes;
use crate::database::rows::written::Rows;
use crate::database::tables::Tables;
use crate::database::transaction::Transaction;
use crate::database::{Db, restored};
use crate::error::Result;
use crate::ledger::pending::Pending;
use crate::ledger::shared::Shared;
use crate::ledger::{Cause, Entry, Outgoing, Receipt, chain};
use crate::values::DeliveryState;

/// How a batch left the chain of a server, and what is true while it stands so.
pub(crate) struct Standing {
    head: ledger_head::Model,
    memory: Memory,
}

impl Standing {
    /// Rows of these tables may have been written by a change of another server's, or of none.
    pub fn forget(&mut self, tables: Tables) {
        self.memory.forget(tables);
    }
}

/// The changes of one server in one batch.
pub(crate) struct Group {
    within: Arc<Transaction>,
    guild_id: i64,
    memory: StdMutex<Memory>,
    pub(super) shared: Arc<Shared>,
    /// How many changes are not over.
    to_come: AtomicUsize,
    /// The outcomes that interactions of this group had, before or in it, as JSON.
    known: StdMutex<HashMap<i64, String>>,
    waiting: Mutex<Waiting>,
}

/// What waits to be sent to the database.
struct Waiting {
    /// The chain's head as it will be; none for griffin's own housekeeping, which has no chain.
    head: Option<ledger_head::Model>,
    /// As the database has it.
    found: Option<ledger_head::Model>,
    rows: Rows,
    entries: Vec<ledger_entry::ActiveModel>,
    outgoing: Vec<delivery::ActiveModel>,
    /// Coalescing keys among them: a second is not queued.
    keys: HashSet<String>,
    answers: Vec<answer::ActiveModel>,
    /// Whether any delivery was queued.
    queued: bool,
    /// When an older state of the database was put back, once somebody had to know.
    restored: Option<Option<DateTime<Utc>>>,
}

impl Group {
    /// Locks the server's chain at its head, so that changes of one server run one after the other even among processes,
    /// and then looks which of these causes had an outcome before. What is remembered is so if the chain is where the last
    /// batch left it; where nobody else writes it is.
    pub async fn open(
        within: Arc<Transaction>,
        guild_id: i64,
        causes: &[Cause],
        standing: Option<Standing>,
        shared: Arc<Shared>,
    ) -> Result<Arc<Self>> {
        let left = standing.as_ref().filter(|_| within.alone());
        let head = match (guild_id, left) {
            (0, _) => None,
            (_, Some(left)) => Some(left.head.clone()),
            (guild_id, None) => Some(lock_head(&within, guild_id).await?),
        };
        let mut memory = standing.filter(|left| head.as_ref() == Some(&left.head));
        if let Some(left) = &mut memory {
            // Changes of others in the same batch.
            left.forget(within.wrote().uncovered());
        }
        let interactions: Vec<i64> = causes.iter().filter_map(|it| it.interaction_id).collect();
        let known = outcomes_of(&Directly(&within), interactions).await?;
        Ok(Arc::new(Group {
            guild_id,
            memory: StdMutex::new(memory.map_or_else(Memory::default, |left| left.memory)),
            shared,
            to_come: AtomicUsize::new(causes.len()),
            known: StdMutex::new(known),
            waiting: Mutex::new(Waiting {
                found: head.clone(),
                head,
                rows: Rows::default(),
                entries: Vec::new(),
                outgoing: Vec::new(),
                keys: HashSet::new(),
                answers: Vec::new(),
                queued: false,
                restored: None,
            }),
            within,
        }))
    }

    /// The batch's transaction.
    pub fn within(&self) -> &Transaction {
        &self.within
    }

    /// How many of its changes are not over, with the one that is under way.
    pub fn to_come(&self) -> usize {
        self.to_come.load(Ordering::Relaxed)
    }

    /// One of its changes is over.
    pub fn over(&self) {
        self.to_come.fetch_sub(1, Ordering::Relaxed);
    }

    /// What is remembered.
    pub fn memory(&self) -> MutexGuard<'_, Memory> {
        // A panic leaves it between two rows at worst, and the change that panicked is undone in it.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it leaves the server's chain, once all of it is sent; and whether a delivery was queued.
    pub fn standing(self) -> (Option<Standing>, bool) {
        let mut memory = self
            .memory
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        memory.end_batch(self.within.alone());
        let waiting = self.waiting.into_inner();
        let standing = waiting.head.map(|head| Standing { head, memory });
        (standing, waiting.queued)
    }

    /// The outcome that this interaction had before, as JSON, if it was seen before.
    pub fn answered(&self, cause: Cause) -> Option<String> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&cause.interaction_id?).cloned()
    }

    /// Takes in what a change recorded, queued and wrote, and its outcome as JSON; its receipt, if it recorded anything.
    pub async fn take(
        &self,
        cause: Cause,
        now: DateTime<Utc>,
        pending: Pending,
        rows: Rows,
        outcome: String,
    ) -> Result<Option<Receipt>> {
        let mut waiting = self.waiting.lock().await;
        let receipt = waiting.append(self.guild_id, now, pending.entries, pending.seals)?;
        waiting.rows.absorb(rows);
        for outgoing in pending.outgoing {
            if let Some(key) = &outgoing.coalesce
                && (self.is_queued(key) || !waiting.keys.insert(key.clone()))
            {
                continue;
            }
            let tried_at = self.tried_at(&mut waiting, now, outgoing.due_at).await?;
            let row = queued(self.guild_id, now, outgoing, tried_at);
            waiting.outgoing.push(row);
            waiting.queued = true;
        }
        if let Some(id) = cause.interaction_id {
            waiting.answers.push(answer::ActiveModel {
                interaction_id: Set(id),
                outcome: Set(outcome.clone()),
                at: Set(now),
            });
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(id, outcome);
        }
        Ok(receipt)
    }

    /// Whether a delivery with this key waits already, as far as is known where nobody else writes; from now on one does.
    fn is_queued(&self, key: &str) -> bool {
        self.within.alone() && !self.shared.queued().insert(key.to_owned())
    }

    /// Whether something of these tables waits to be sent.
    pub async fn waits(&self, tables: Tables) -> bool {
        self.waiting.lock().await.tables().meets(tables)
    }

    /// Sends what waits, all of it at once.
    ///
    /// # Errors
    /// The database's.
    pub async fn send(&self) -> std::result::Result<(), DbErr> {
        let mut waiting = self.waiting.lock().await;
        let (gone, mut all) = waiting.rows.take();
        for rows in chunks(&mut waiting.entries) {
            all.push(ledger_entry::Entity::insert_many(rows).into_query().into());
        }
        waiting.keys.clear();
        for rows in chunks(&mut waiting.outgoing) {
            // One with its key may wait already.
            let queued = delivery::Entity::insert_many(rows)
                .on_conflict(OnConflict::new().do_nothing().to_owned());
            all.push(queued.into_query().into());
        }
        for rows in chunks(&mut waiting.answers) {
            all.push(answer::Entity::insert_many(rows).into_query().into());
        }
        if let (Some(found), Some(head)) = (&waiting.found, &waiting.head)
            && found != head
        {
            all.push(moves(head).into());
        }
        writes::make(&self.within, gone, all).await?;
        waiting.found = waiting.head.clone();
        Ok(())
    }

    /// What was due before an older state was put back may have been sent since the copy was made: it is looked for first.
    async fn tried_at(
        &self,
        waiting: &mut Waiting,
        now: DateTime<Utc>,
        due_at: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>> {
        if due_at >= now {
            return Ok(None);
        }
        let restored = match waiting.restored {
            Some(restored) => restored,
            None => restored::last_put_back(&Directly(&self.within)).await?,
        };
        waiting.restored = Some(restored);
        Ok(restored.filter(|at| due_at <= *at).map(|_| due_at))
    }
}

impl Waiting {
    fn tables(&self) -> Tables {
        let of = |there: bool, name: &str| match there {
            true => Tables::of(name),
            false => Tables::default(),
        };
        self.rows
            .tables()
            .and(of(!self.entries.is_empty(), "ledger_entry"))
            .and(of(self.found != self.head, "ledger_head"))
            .and(of(!self.outgoing.is_empty(), "delivery"))
            .and(of(!self.answers.is_empty(), "answer"))
    }

    /// Adds a change's entries to the chain; the last of them carries the seals of the rows that it wrote.
    fn append(
        &mut self,
        guild_id: i64,
        now: DateTime<Utc>,
        entries: Vec<(Cause, Entry)>,
        seals: BTreeMap<String, Option<String>>,
    ) -> Result<Option<Receipt>> {
        let Some(head) = &mut self.head else {
            return Ok(None);
        };
        let mut receipt = None;
        let mut seals = (!seals.is_empty()).then_some(seals);
        let last = entries.len().saturating_sub(1);
        // Unique in the ledger, so one entry of a change carries it: the last that was asked for, as what it was about.
        let carrier = entries
            .iter()
            .rposition(|(cause, _)| cause.interaction_id.is_some())
            .unwrap_or(last);
        for (at, (cause, entry)) in entries.into_iter().enumerate() {
            let seals = seals.take_if(|_| at == last);
            let mut row = ledger_entry::Model {
                id: 0,
                guild_id,
                seq: head.seq + 1,
                at: now,
                actor: cause.actor,
                authority_id: entry.authority_id,
                tender_id: entry.tender_id,
                kind: entry.kind.to_owned(),
                data: with_seals(entry.data, seals)?,
                interaction_id: cause.interaction_id.filter(|_| at == carrier),
                prev_hash: std::mem::take(&mut head.hash),
                hash: String::new(),
            };
            row.hash = chain::hash(&row);
            head.seq = row.seq;
            head.hash.clone_from(&row.hash);
            if at == carrier {
                receipt = Some(Receipt::of(row.seq, &row.hash));
            }
            self.entries.push(ledger_entry::ActiveModel {
                id: NotSet,
                ..row.into()
            });
        }
        Ok(receipt)
    }
}

/// The particulars of an entry, with the seals of the rows that its change wrote.
fn with_seals(data: Value, seals: Option<BTreeMap<String, Option<String>>>) -> Result<String> {
    let Some(seals) = seals else {
        return Ok(data.to_string());
    };
    let mut all = match data {
        Value::Object(all) => all,
        Value::Null => serde_json::Map::new(),
        other => [("data".to_owned(), other)].into_iter().collect(),
    };
    all.insert(SEALS.to_owned(), serde_json::to_value(seals)?);
    Ok(Value::Object(all).to_string())
}

fn queued(
    guild_id: i64,
    now: DateTime<Utc>,
    o: Outgoing,
    tried_at: Option<DateTime<Utc>>,
) -> delivery::ActiveModel {
    delivery::ActiveModel {
        id: NotSet,
        guild_id: Set(guild_id),
        kind: Set(o.kind),
        subject_id: Set(o.subject_id),
        args: Set(o.args),
        lane: Set(o.lane),
        coalesce: Set(o.coalesce),
        priority: Set(o.rank.number()),
        due_at: Set(o.due_at),
        not_before: Set(o.not_before),
        state: Set(DeliveryState::Waiting),
        attempts: Set(0),
        lease_owner: Set(None),
        lease_until: Set(None),
        tried_at: Set(tried_at),
        channel_id: Set(None),
        message_id: Set(None),
        error: Set(None),
        created_at: Set(now),
        sent_at: Set(None),
    }
}

/// What moves a chain's head, which is locked.
fn moves(head: &ledger_head::Model) -> UpdateStatement {
    let to = ledger_head::ActiveModel {
        seq: Set(head.seq),
        hash: Set(head.hash.clone()),
        ..Default::default()
    };
    ledger_head::Entity::update_many()
        .set(to)
        .filter(ledger_head::Column::GuildId.eq(head.guild_id))
        .into_query()
}

/// Those of these interactions that have an outcome, with it as JSON.
pub(super) async fn outcomes_of(
    db: &impl Db,
    interactions: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, String>> {
    let mut interactions = interactions.into_iter().peekable();
    if interactions.peek().is_none() {
        return Ok(HashMap::new());
    }
    let rows = answer::Entity::find()
        .filter(answer::Column::InteractionId.is_in(interactions))
        .all(db.conn())
        .await?;
    let of_one = |row: answer::Model| (row.interaction_id, row.outcome);
    Ok(rows.into_iter().map(of_one).collect())
}

/// What a batch goes through, outside of any change.
struct Directly<'t>(&'t Transaction);

impl Db for Directly<'_> {
    type Conn = Transaction;

    fn conn(&self) -> &Transaction {
        self.0
    }
}

/// All of `rows`, in parts of which each fits a write.
fn chunks<T>(rows: &mut Vec<T>) -> Vec<Vec<T>> {
    let mut parts = Vec::new();
    let mut rest = std::mem::take(rows);
    while rest.len() > writes::ROWS {
        let more = rest.split_off(writes::ROWS);
        parts.push(std::mem::replace(&mut rest, more));
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}

async fn lock_head(txn: &Transaction, guild_id: i64) -> Result<ledger_head::Model> {
    let find = || ledger_head::Entity::find_by_id(guild_id).lock_exclusive();
    if let Some(head) = find().one(txn).await? {
        return Ok(head);
    }
    let first = ledger_head::Model {
        guild_id,
        seq: 0,
        hash: chain::GENESIS.to_owned(),
    };
    ledger_head::Entity::insert(ledger_head::ActiveModel::from(first.clone()))
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(txn)
        .await?;
    // Another process may have made it first: take what is there, under the lock.
    Ok(find().one(txn).await?.unwrap_or(first))
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use sea_orm::PaginatorTrait;
    use sea_orm::sea_query::Expr;

    use super::*;
    use crate::ledger::{Ledger, Rank};
    use crate::testing::databases::ledgers;

    const GUILD: i64 = 7;

    fn card(now: DateTime<Utc>) -> Outgoing {
        Outgoing {
            kind: "test.card".into(),
            subject_id: 5,
            args: "null".into(),
            lane: "post:5".into(),
            coalesce: Some("card:5".into()),
            rank: Rank::ASKED,
            due_at: now,
            not_before: now,
        }
    }

    async fn queues(ledger: &Ledger) {
        let queued = ledger.write(Cause::due(GUILD), |tx| {
            async move {
                tx.enqueue(card(tx.now())).await;
                Ok(())
            }
            .boxed()
        });
        queued.await.unwrap();
    }

    async fn claims(ledger: &Ledger) {
        let claimed = ledger.write(Cause::HOUSEKEEPING, |tx| {
            async move {
                let all = delivery::Entity::update_many();
                all.col_expr(delivery::Column::State, Expr::value(DeliveryState::Claimed))
                    .exec(tx.conn())
                    .await?;
                Ok(())
            }
            .boxed()
        });
        claimed.await.unwrap();
    }

    #[tokio::test]
    async fn a_card_waits_once_and_again_when_it_was_claimed() {
        let folder = tempfile::tempdir().unwrap();
        for (ledger, url) in ledgers(folder.path()).await {
            let waiting = async || {
                let all = delivery::Entity::find();
                all.count(&ledger.database().read).await.unwrap()
            };
            let (mut queued, armed) = (ledger.queued(), ledger.armed());
            queues(&ledger).await;
            assert!(queued.has_changed().unwrap(), "{url}");
            queued.borrow_and_update();
            queues(&ledger).await;
            queues(&ledger).await;
            assert_eq!(waiting().await, 1, "{url}");
            // Others may have claimed it on PostgreSQL: there it is looked for again.
            let alone = ledger.database().kind() == "SQLite";
            assert_eq!(queued.has_changed().unwrap(), !alone, "{url}");
            assert!(!armed.has_changed().unwrap(), "{url}");
            claims(&ledger).await;
            queued.borrow_and_update();
            assert!(!armed.has_changed().unwrap(), "{url}");
            queues(&ledger).await;
            assert_eq!(waiting().await, 2, "{url}");
            assert!(queued.has_changed().unwrap(), "{url}");
        }
    }
}

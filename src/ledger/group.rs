//! What the changes of one server in one batch share: its chain, locked once; what they record, queue and answer, written
//! together at the end; and what they have read that still is so.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{answer, delivery, ledger_entry, ledger_head};
use sea_orm::sea_query::{OnConflict, UpdateStatement};
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait,
};

use super::later::Leftover;
use super::memory::{Memory, Standing};
use super::pending::Pending;
use super::{Cause, Conn, Db, Entry, Fault, Outgoing, Result, chain, copies, writes};

/// The changes of one server in one batch.
pub(super) struct Group {
    shared: Arc<Conn>,
    guild_id: i64,
    /// The chain's head as it will be; none for griffin's own housekeeping, which has no chain.
    head: Option<ledger_head::Model>,
    /// As it was when nothing of this was written.
    found: Option<ledger_head::Model>,
    /// What is recorded and not written yet.
    entries: Vec<ledger_entry::ActiveModel>,
    outgoing: Vec<delivery::ActiveModel>,
    /// Coalescing keys among them: a second is not queued.
    keys: HashSet<String>,
    /// Whether anything was queued that did not wait already, as far as is known.
    pub(super) queued: bool,
    answers: Vec<answer::ActiveModel>,
    left: Leftover,
    /// The outcomes that interactions of this group had, before or in it, as JSON.
    known: HashMap<i64, String>,
    /// When an older state of the database was put back, once somebody had to know.
    restored: Option<Option<DateTime<Utc>>>,
    /// No interaction after this one was answered before, where that is known.
    newest: Option<i64>,
    pub(super) memory: Arc<Memory>,
    /// Who asked for these changes by an interaction, each once.
    pub(super) actors: Arc<[i64]>,
}

impl Group {
    /// Locks the server's chain at its head, so that changes of one server run one after the other even among processes,
    /// and then looks which of these causes had an outcome before. What is remembered of the batch before is so if the
    /// chain is where that left it, `standing`. It need not be looked up where nobody else writes, nor where no transaction
    /// is under way: there it is found out when all is written.
    pub async fn open(
        shared: Arc<Conn>,
        guild_id: i64,
        causes: &[Cause],
        standing: Option<Standing>,
    ) -> Result<Self> {
        let standing = standing.filter(|it| it.head.guild_id == guild_id);
        let (alone, idle) = (shared.alone(), shared.is_idle());
        let left = standing.as_ref().filter(|_| alone || idle);
        let mut newest = left.and_then(|it| it.newest);
        let head = match (guild_id, left) {
            (0, _) => None,
            (_, Some(left)) => Some(left.head.clone()),
            (guild_id, _) => Some(lock_head(&shared, guild_id).await?),
        };
        let memory = standing.and_then(|it| it.at(head.as_ref()?));
        let mut interactions: Vec<i64> = causes.iter().filter_map(|it| it.interaction_id).collect();
        if alone && newest.is_none() && !interactions.is_empty() {
            newest = Some(newest_answered(&shared).await?);
        }
        interactions.retain(|id| newest.is_none_or(|newest| *id <= newest));
        if idle && !alone {
            // One that has an answer can't be given another: then all of it is looked at again.
            interactions.clear();
        }
        let known = outcomes_of(&Shared(&shared), interactions).await?;
        let actors = causes.iter().filter(|it| it.interaction_id.is_some());
        let actors: BTreeSet<i64> = actors.map(|it| it.actor).collect();
        Ok(Group {
            shared,
            guild_id,
            found: head.clone(),
            head,
            entries: Vec::new(),
            outgoing: Vec::new(),
            keys: HashSet::new(),
            queued: false,
            answers: Vec::new(),
            left: Leftover::default(),
            known,
            restored: None,
            newest,
            memory: memory.unwrap_or_default(),
            actors: actors.into_iter().collect(),
        })
    }

    /// How it leaves the server's chain, once all of it is written.
    pub fn standing(self) -> Option<Standing> {
        Some(Standing::of(self.head?, self.memory, self.newest))
    }

    /// The outcome that this interaction had before, as JSON, if it was seen before.
    pub fn answered(&self, cause: Cause) -> Option<&str> {
        let outcome = self.known.get(&cause.interaction_id?)?;
        Some(outcome)
    }

    /// Takes in what a change recorded and queued, and its outcome as JSON.
    pub async fn take(
        &mut self,
        cause: Cause,
        now: DateTime<Utc>,
        pending: Pending,
        outcome: String,
    ) -> Result<()> {
        self.append(now, pending.entries)?;
        for outgoing in pending.outgoing {
            if let Some(key) = &outgoing.coalesce
                && (self.waits(key) || !self.keys.insert(key.clone()))
            {
                continue;
            }
            let row = self.waiting(now, outgoing).await?;
            self.outgoing.push(row);
            self.queued = true;
        }
        for left in pending.left {
            self.left.add(left);
        }
        if let Some(id) = cause.interaction_id {
            self.answers.push(answer::ActiveModel {
                interaction_id: Set(id),
                outcome: Set(outcome.clone()),
                at: Set(now),
            });
            self.known.insert(id, outcome);
            self.newest = self.newest.map(|newest| newest.max(id));
        }
        Ok(())
    }

    /// Whether a delivery with this key waits already, as far as is remembered; from now on one does. Where nobody else
    /// writes, whoever claims one ends the memory.
    fn waits(&self, key: &str) -> bool {
        #[derive(Clone)]
        struct Waits;
        if !self.shared.alone() {
            return false;
        }
        let waits = self.memory.get::<Waits>(key).is_some();
        self.memory.put(key.to_owned(), Waits);
        waits
    }

    /// Writes the rows that were left.
    pub async fn write_left(&mut self) -> Result<()> {
        let left = self.left.take();
        if !self.shared.is_idle() {
            return writes::make(&self.shared, left).await;
        }
        match left.is_empty() {
            true => Ok(()),
            false => Err(Fault::new("rows would be written without their entries").into()),
        }
    }

    /// Writes what was taken in, all of it at once.
    pub async fn write(&mut self) -> Result<()> {
        let mut all = self.left.take();
        for rows in chunks(&mut self.entries) {
            all.push(ledger_entry::Entity::insert_many(rows).into_query().into());
        }
        self.keys.clear();
        for rows in chunks(&mut self.outgoing) {
            // One with its key may wait already.
            let queued = delivery::Entity::insert_many(rows)
                .on_conflict(OnConflict::new().do_nothing().to_owned());
            all.push(queued.into_query().into());
        }
        for rows in chunks(&mut self.answers) {
            all.push(answer::Entity::insert_many(rows).into_query().into());
        }
        let (Some(found), Some(head)) = (&self.found, &self.head) else {
            return match self.shared.is_idle() {
                false => writes::make(&self.shared, all).await,
                true => Err(Fault::new("without a chain there must be a transaction").into()),
            };
        };
        let from = Some(found).filter(|_| !self.shared.alone());
        let moves = moves(from, head);
        if self.shared.is_idle() {
            writes::make_and_commit(&self.shared, moves, all).await?;
        } else {
            if found != head {
                all.push(moves.into());
            }
            writes::make(&self.shared, all).await?;
        }
        self.found.clone_from(&self.head);
        Ok(())
    }

    fn append(&mut self, now: DateTime<Utc>, entries: Vec<(Cause, Entry)>) -> Result<()> {
        let Some(head) = &mut self.head else {
            return Ok(());
        };
        let mut carried = false;
        for (cause, entry) in entries {
            // Unique in the ledger, so only the first entry of a change carries it.
            let interaction_id = cause.interaction_id.filter(|_| !carried);
            carried |= interaction_id.is_some();
            let mut row = ledger_entry::Model {
                id: 0,
                guild_id: self.guild_id,
                seq: head.seq + 1,
                at: now,
                actor: cause.actor,
                authority_id: entry.authority_id,
                tender_id: entry.tender_id,
                kind: entry.kind.to_owned(),
                data: serde_json::to_string(&entry.data)?,
                interaction_id,
                prev_hash: std::mem::take(&mut head.hash),
                hash: String::new(),
            };
            row.hash = chain::hash(&row);
            head.seq = row.seq;
            head.hash.clone_from(&row.hash);
            self.entries.push(ledger_entry::ActiveModel {
                id: NotSet,
                ..row.into()
            });
        }
        Ok(())
    }

    /// What was due before an older state was put back may have been sent since the copy was made: it is looked for first.
    async fn waiting(&mut self, now: DateTime<Utc>, o: Outgoing) -> Result<delivery::ActiveModel> {
        let mut tried_at = None;
        if o.due_at < now {
            let restored = match self.restored {
                Some(restored) => restored,
                None => copies::last_put_back(&Shared(&self.shared)).await?,
            };
            self.restored = Some(restored);
            tried_at = restored.filter(|at| o.due_at <= *at).map(|_| o.due_at);
        }
        Ok(delivery::ActiveModel {
            id: NotSet,
            guild_id: Set(self.guild_id),
            kind: Set(o.kind),
            subject_id: Set(o.subject_id),
            args: Set(o.args),
            lane: Set(o.lane),
            coalesce: Set(o.coalesce),
            priority: Set(o.rank.number()),
            due_at: Set(o.due_at),
            not_before: Set(o.not_before),
            state: Set("waiting".to_owned()),
            attempts: Set(0),
            lease_owner: Set(None),
            lease_until: Set(None),
            tried_at: Set(tried_at),
            channel_id: Set(None),
            message_id: Set(None),
            error: Set(None),
            created_at: Set(now),
            sent_at: Set(None),
        })
    }
}

/// What moves a chain's head: from there only, if others may have moved it.
fn moves(from: Option<&ledger_head::Model>, head: &ledger_head::Model) -> UpdateStatement {
    let to = ledger_head::ActiveModel {
        seq: Set(head.seq),
        hash: Set(head.hash.clone()),
        ..Default::default()
    };
    let moved = ledger_head::Entity::update_many()
        .set(to)
        .filter(ledger_head::Column::GuildId.eq(head.guild_id));
    match from {
        Some(from) => moved
            .filter(ledger_head::Column::Seq.eq(from.seq))
            .filter(ledger_head::Column::Hash.eq(from.hash.as_str()))
            .into_query(),
        None => moved.into_query(),
    }
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

/// The newest interaction that has an answer: Discord numbers them by time. Whether an older one has must be looked up.
async fn newest_answered(txn: &Conn) -> Result<i64> {
    let newest = answer::Entity::find()
        .select_only()
        .column_as(answer::Column::InteractionId.max(), "newest")
        .into_tuple::<Option<i64>>()
        .one(txn)
        .await?;
    Ok(newest.flatten().unwrap_or(i64::MIN))
}

/// What a batch goes through, outside of any change.
struct Shared<'t>(&'t Conn);

impl Db for Shared<'_> {
    type Conn = Conn;

    fn conn(&self) -> &Conn {
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

async fn lock_head(txn: &Conn, guild_id: i64) -> Result<ledger_head::Model> {
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

    use super::super::testing::ledgers;
    use super::super::{Ledger, Rank};
    use super::*;

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

    /// Queues a card by a change that leaves its rows.
    async fn queues(ledger: &Ledger) {
        let queued = ledger.write_later(Cause::due(GUILD), |tx| {
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
                all.col_expr(delivery::Column::State, Expr::value("claimed"))
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
            assert!(armed.has_changed().unwrap(), "{url}");
            queues(&ledger).await;
            assert_eq!(waiting().await, 2, "{url}");
            assert!(queued.has_changed().unwrap(), "{url}");
        }
    }
}

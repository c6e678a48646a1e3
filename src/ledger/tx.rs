//! What a change may do: read and write rows, record an entry, queue deliveries.

use std::sync::{Mutex as StdMutex, PoisonError};

use chrono::{DateTime, Utc};
use entity::{answer, delivery, ledger_entry, ledger_head};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseConnection,
    DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::Mutex;

use super::{Reader, Result, chain, copies};
use crate::values::Actor;

/// Somewhere rows can be read: what is committed, or a change that is under way.
pub trait Db: Sync {
    /// sea-orm's connection behind it; only `store.rs` files and this folder use it.
    type Conn: ConnectionTrait;

    /// The connection.
    fn conn(&self) -> &Self::Conn;
}

impl Db for Reader {
    type Conn = DatabaseConnection;

    fn conn(&self) -> &DatabaseConnection {
        &self.0
    }
}

/// Who asked for a change, where, and by which interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The Discord server; 0 for griffin's own housekeeping, which has no chain.
    pub guild_id: i64,
    /// The officer's Discord user id; 0 for griffin itself.
    pub actor: i64,
    /// The Discord interaction: the same one twice changes things once.
    pub interaction_id: Option<i64>,
}

impl Cause {
    /// A person acting by an interaction.
    pub fn by(actor: &Actor) -> Self {
        Cause {
            guild_id: actor.guild_id,
            actor: actor.user_id,
            interaction_id: Some(actor.interaction_id),
        }
    }

    /// griffin acting by itself in a server, because something fell due.
    pub fn due(guild_id: i64) -> Self {
        Cause {
            guild_id,
            actor: 0,
            interaction_id: None,
        }
    }
}

/// One line of the ledger, as a service records it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was done, such as `requirement.declared`.
    pub kind: &'static str,
    /// For whom.
    pub authority_id: Option<i64>,
    /// The tender it is about.
    pub tender_id: Option<i64>,
    /// The particulars.
    pub data: Value,
}

/// A delivery, as a service queues it. What it says is worked out when it is sent.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Names who composes it, such as `tender.card`.
    pub kind: &'static str,
    /// The row it is about.
    pub subject_id: i64,
    /// What else the composer needs.
    pub args: Value,
    /// Deliveries of one lane are sent in order.
    pub lane: String,
    /// While one with this key waits, a second is not queued.
    pub coalesce: Option<String>,
    /// Smaller goes first among lanes.
    pub priority: i32,
    /// When it fell due.
    pub due_at: DateTime<Utc>,
    /// Not to be sent before.
    pub not_before: DateTime<Utc>,
}

#[derive(Default)]
struct Pending {
    entries: Vec<(Cause, Entry)>,
    outgoing: Vec<Outgoing>,
}

/// A change under way, in a savepoint of the writer's transaction.
pub struct Tx {
    savepoint: DatabaseTransaction,
    cause: Cause,
    now: DateTime<Utc>,
    head: Option<ledger_head::Model>,
    pending: Mutex<Pending>,
    /// When what is done now fell due; none: the cause asked for it now.
    due_at: StdMutex<Option<DateTime<Utc>>>,
}

impl Db for Tx {
    type Conn = DatabaseTransaction;

    fn conn(&self) -> &DatabaseTransaction {
        &self.savepoint
    }
}

impl Tx {
    /// Opens a change and locks the server's chain at its head, so that changes of one server run
    /// one after the other even among processes.
    pub(super) async fn open(
        savepoint: DatabaseTransaction,
        cause: Cause,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let head = match cause.guild_id {
            0 => None,
            guild_id => Some(lock_head(&savepoint, guild_id).await?),
        };
        Ok(Tx {
            savepoint,
            cause,
            now,
            head,
            pending: Mutex::default(),
            due_at: StdMutex::default(),
        })
    }

    /// When the change happens: one moment for all that belongs to it.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Says that what comes is done because something fell due at `due_at`: it is griffin's own doing, and what it
    /// queues was due then, and so is late where that is long ago (design, section 3, rule 4). None: what comes is what
    /// the cause asked for.
    pub fn fell_due(&self, due_at: Option<DateTime<Utc>>) {
        *self.due_at.lock().unwrap_or_else(PoisonError::into_inner) = due_at;
    }

    fn due(&self) -> Option<DateTime<Utc>> {
        *self.due_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who asked for it.
    pub fn cause(&self) -> Cause {
        self.cause
    }

    /// Records what was done; it is written when the change succeeds.
    pub async fn record(&self, entry: Entry) {
        let cause = match self.due() {
            Some(_) => Cause::due(self.cause.guild_id),
            None => self.cause,
        };
        self.pending.lock().await.entries.push((cause, entry));
    }

    /// Queues a delivery; it is written when the change succeeds.
    pub async fn enqueue(&self, mut outgoing: Outgoing) {
        if let Some(due_at) = self.due() {
            outgoing.due_at = outgoing.due_at.min(due_at);
        }
        self.pending.lock().await.outgoing.push(outgoing);
    }

    /// The outcome that this interaction had before, if it was seen before.
    pub(super) async fn answered(&self) -> Result<Option<Value>> {
        let Some(id) = self.cause.interaction_id else {
            return Ok(None);
        };
        let Some(row) = answer::Entity::find_by_id(id).one(&self.savepoint).await? else {
            return Ok(None);
        };
        Ok(Some(serde_json::from_str(&row.outcome)?))
    }

    /// Writes what was recorded and queued, and the outcome, and releases the savepoint.
    pub(super) async fn finish(self, outcome: &impl Serialize) -> Result<()> {
        let overdue = {
            let pending = self.pending.lock().await;
            pending.outgoing.iter().any(|o| o.due_at < self.now)
        };
        let restored = match overdue {
            true => copies::last_put_back(&self).await?,
            false => None,
        };
        let pending = self.pending.into_inner();
        if let Some(head) = self.head {
            append(&self.savepoint, self.now, head, pending.entries).await?;
        }
        if !pending.outgoing.is_empty() {
            let rows = pending
                .outgoing
                .into_iter()
                .map(|o| waiting(self.cause.guild_id, self.now, restored, o));
            delivery::Entity::insert_many(rows)
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(&self.savepoint)
                .await?;
        }
        if let Some(id) = self.cause.interaction_id {
            let answer = answer::ActiveModel {
                interaction_id: Set(id),
                outcome: Set(serde_json::to_string(outcome)?),
                at: Set(self.now),
            };
            answer::Entity::insert(answer)
                .exec_without_returning(&self.savepoint)
                .await?;
        }
        Ok(self.savepoint.commit().await?)
    }

    pub(super) async fn roll_back(self) -> Result<()> {
        Ok(self.savepoint.rollback().await?)
    }
}

async fn lock_head(txn: &DatabaseTransaction, guild_id: i64) -> Result<ledger_head::Model> {
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

async fn append(
    txn: &DatabaseTransaction,
    now: DateTime<Utc>,
    mut head: ledger_head::Model,
    entries: Vec<(Cause, Entry)>,
) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut rows = Vec::with_capacity(entries.len());
    let mut carried = false;
    for (cause, entry) in entries {
        // Unique in the ledger, so only the first entry of a change carries it.
        let interaction_id = cause.interaction_id.filter(|_| !carried);
        carried |= interaction_id.is_some();
        let mut row = ledger_entry::Model {
            id: 0,
            guild_id: cause.guild_id,
            seq: head.seq + 1,
            at: now,
            actor: cause.actor,
            authority_id: entry.authority_id,
            tender_id: entry.tender_id,
            kind: entry.kind.to_owned(),
            data: serde_json::to_string(&entry.data)?,
            interaction_id,
            prev_hash: head.hash,
            hash: String::new(),
        };
        row.hash = chain::hash(&row);
        head.seq = row.seq;
        head.hash = row.hash.clone();
        rows.push(ledger_entry::ActiveModel {
            id: NotSet,
            ..row.into()
        });
    }
    ledger_entry::Entity::insert_many(rows)
        .exec_without_returning(txn)
        .await?;
    ledger_head::Entity::update_many()
        .set(ledger_head::ActiveModel {
            seq: Set(head.seq),
            hash: Set(head.hash),
            ..Default::default()
        })
        .filter(ledger_head::Column::GuildId.eq(head.guild_id))
        .exec(txn)
        .await?;
    Ok(())
}

/// What was due before an older state was put back may have been sent since the copy was made: it is looked for first.
fn waiting(
    guild_id: i64,
    now: DateTime<Utc>,
    restored: Option<DateTime<Utc>>,
    o: Outgoing,
) -> delivery::ActiveModel {
    let tried_at = restored
        .is_some_and(|at| o.due_at <= at)
        .then_some(o.due_at);
    delivery::ActiveModel {
        id: NotSet,
        guild_id: Set(guild_id),
        kind: Set(o.kind.to_owned()),
        subject_id: Set(o.subject_id),
        args: Set(o.args.to_string()),
        lane: Set(o.lane),
        coalesce: Set(o.coalesce),
        priority: Set(o.priority),
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
    }
}

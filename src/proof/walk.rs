//! Walks a server's chain, and keeps which entry wrote each row last.

use std::collections::HashMap;

use entity::covered::TABLES;
use entity::{ledger_entry, ledger_head};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Deserialize;

use super::verified::{Broken, Verified};
use crate::database::rows::seal;
use crate::error::Result;
use crate::ledger::chain;

/// How many entries are held in memory at once.
const PAGE: u64 = 5_000;

/// A row's key: most are one number or two, and there are millions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    One(i64),
    Two(i64, i64),
    Other(Box<str>),
}

impl Key {
    /// The key as a seal's name has it behind the table.
    pub fn of(text: &str) -> Self {
        let mut numbers = text.split(' ').map(str::parse::<i64>);
        match (numbers.next(), numbers.next(), numbers.next()) {
            (Some(Ok(one)), None, _) => Key::One(one),
            (Some(Ok(one)), Some(Ok(two)), None) => Key::Two(one, two),
            _ => Key::Other(text.into()),
        }
    }

    /// As it was.
    pub fn text(&self) -> String {
        match self {
            Key::One(one) => one.to_string(),
            Key::Two(one, two) => format!("{one} {two}"),
            Key::Other(text) => text.to_string(),
        }
    }
}

/// The entry that wrote a row last, and the hash of the row then; none: it took the row away.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sealed {
    pub seq: i64,
    pub hash: Option<u128>,
}

/// Which entry wrote each row last: by the table's place and the row's key.
pub(super) type Last = HashMap<(u8, Key), Sealed>;

#[derive(Deserialize)]
struct Particulars {
    #[serde(default)]
    seals: HashMap<String, Option<String>>,
}

/// The seals that an entry carries.
pub(super) fn seals(entry: &ledger_entry::Model) -> HashMap<String, Option<String>> {
    serde_json::from_str(&entry.data).map_or_else(|_| HashMap::new(), |it: Particulars| it.seals)
}

/// The hash in a seal, as a number.
pub(super) fn hash_in(seal: &str) -> Option<u128> {
    u128::from_str_radix(seal.get(..32)?, 16).ok()
}

/// Where a server's record ends, as it is noted.
pub(super) async fn head(
    at: &DatabaseTransaction,
    guild_id: i64,
) -> Result<Option<ledger_head::Model>> {
    Ok(ledger_head::Entity::find_by_id(guild_id).one(at).await?)
}

/// Walks the chain from its first entry to its end. What is wrong with it is noted once; it is walked on, as there may be
/// seals behind.
pub(super) async fn walk(at: &DatabaseTransaction, verified: &mut Verified) -> Result<Last> {
    let mut last = Last::new();
    let mut seq = 0;
    let mut after = None;
    loop {
        let mut page = ledger_entry::Entity::find()
            .filter(ledger_entry::Column::GuildId.eq(verified.guild_id))
            .order_by_asc(ledger_entry::Column::Seq)
            .limit(PAGE);
        if let Some(after) = after {
            page = page.filter(ledger_entry::Column::Seq.gt(after));
        }
        let page = page.all(at).await?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            after = Some(entry.seq);
            if let Some(wrong) = wrong_with(&entry, seq, &verified.head) {
                verified.breaks(wrong);
            }
            seq = entry.seq;
            verified.entries += 1;
            if entry.kind == seal::SEALED {
                verified.sealed.push(entry.seq);
            }
            note(&entry, &mut last);
            verified.head = entry.hash;
        }
    }
    match head(at, verified.guild_id).await? {
        Some(head) if (head.seq, head.hash.as_str()) != (seq, verified.head.as_str()) => {
            verified.breaks(Broken::EndsElsewhere {
                seq,
                head: head.seq,
            });
        }
        None if verified.entries > 0 => {
            verified.breaks(Broken::NoHead { seq });
        }
        _ => {}
    }
    Ok(last)
}

fn wrong_with(entry: &ledger_entry::Model, before: i64, head: &str) -> Option<Broken> {
    let seq = entry.seq;
    if seq < 1 {
        Some(Broken::BelowFirst { seq })
    } else if seq != before.max(0) + 1 {
        Some(Broken::Missing {
            seq: before.max(0) + 1,
            before: before.max(0),
            after: seq,
        })
    } else if entry.prev_hash != head {
        Some(Broken::Unlinked { seq })
    } else if chain::hash(entry) != entry.hash {
        Some(Broken::Changed { seq })
    } else {
        None
    }
}

fn note(entry: &ledger_entry::Model, last: &mut Last) {
    for (name, seal) in seals(entry) {
        let (table, key) = name.split_once(' ').unwrap_or((name.as_str(), ""));
        let place = TABLES.iter().position(|it| it.name == table);
        if let Some(place) = place.and_then(|place| u8::try_from(place).ok()) {
            let hash = seal.map(|seal| hash_in(&seal).unwrap_or_default());
            let sealed = Sealed {
                seq: entry.seq,
                hash,
            };
            last.insert((place, Key::of(key)), sealed);
        }
    }
}

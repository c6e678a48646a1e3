//! What one authority had goes to others: shown before, done on the day, told to those whom it concerns.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::letters::{self, Request};
use super::super::questions::{Leads, Moving};
use super::super::rules::{Authority, Ending, Mandate, Role, State};
use super::super::store::NewMandate;
use super::super::{facts, finding, looking, mandates, store};
use super::rules::{self, Handover};
use crate::ledger::{About, Result, Tx};
use crate::schedule::duties;
use crate::values::{AuthorityId, Heirs, Preview, day};
use crate::words::{Text, text};

/// How many lines of what moves are shown.
const SHOWN: usize = 14;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The authority, as it is now.
    pub authority: Authority,
    /// Its successors, as they are now.
    pub heirs: Vec<Authority>,
    /// How many officers are told.
    pub told: usize,
    /// Whether two entries were one authority.
    pub merged: bool,
}

impl Ended {
    /// With which shares they succeed it.
    pub fn named(&self) -> Text {
        let heirs = self.authority.ending.as_ref().map(|it| &it.heirs);
        heirs.map_or_else(Default::default, |it| rules::named(it, &self.heirs))
    }
}

/// All that will move, in figures.
///
/// # Errors
/// What one of those above refuses to let go.
pub async fn preview(tx: &Tx, handover: &Handover, on: NaiveDate) -> Result<Preview> {
    let (whom, heirs) = (finding::called(&handover.from), handover.named());
    let title = match handover.merged {
        true => text!("authorities-merge-preview", whom, heirs),
        false => text!("authorities-succeed-preview", whom, heirs, day = day(on)),
    };
    let held = store::mandates_for(tx, handover.from.id).await?;
    let held = held.iter().filter(|it| it.state == State::Held).count();
    let moves = tx.inquire(&Moving(handover.clone())).await?.concat();
    let nothing = (moves.is_empty() && held == 0).then(|| text!("authorities-moves-nothing"));
    let more = moves.len().saturating_sub(SHOWN);
    let mandates = match (held, handover.merged || handover.to.len() == 1) {
        (0, _) => None,
        (count, true) => Some(text!("authorities-moves-mandates", count)),
        (count, false) => Some(text!("authorities-moves-mandates-to-each", count)),
    };
    let more = (more > 0).then(|| text!("authorities-import-more", more));
    let names = text!(
        "authorities-moves-names",
        name = finding::called(&handover.from)
    );
    Ok(Preview::of(title)
        .lines(mandates)
        .lines(moves.into_iter().take(SHOWN))
        .lines(more)
        .lines(nothing)
        .line(names))
}

/// What was settled, with the register as it is now.
///
/// # Errors
/// A fault, if the database fails.
pub async fn settled(tx: &Tx, from: Authority, heirs: &Heirs) -> Result<Handover> {
    let register = looking::list(tx, from.guild_id).await?;
    let of = |id| register.iter().find(|it| it.id == id).cloned();
    Ok(Handover {
        to: heirs.ids().filter_map(of).collect(),
        heirs: heirs.clone(),
        from,
        merged: false,
    })
}

/// Does it: mandates here, and all else where it is heard.
///
/// # Errors
/// What one of those above refuses to let go.
pub async fn hand_over(tx: &Tx, handover: Handover, on: NaiveDate) -> Result<Ended> {
    let from = &handover.from;
    let told = recipients(tx, from, &handover.heirs).await?;
    let authority = Authority {
        ending: Some(Ending {
            on,
            heirs: handover.heirs.clone(),
            ended: true,
        }),
        ..from.clone()
    };
    store::update(tx, &authority).await?;
    let mut heirs = handover.to.clone();
    for heir in &mut heirs {
        rules::remember(from, heir);
        store::update(tx, heir).await?;
    }
    hand_mandates(tx, &handover).await?;
    replace_in_plans(tx, from.id, &handover.heirs).await?;
    disarm(tx, from.id).await?;
    let merged = handover.merged;
    let about = About::authority(from.id);
    match merged {
        true => tx.tell(&facts::Merged::of(about, handover)).await?,
        false => tx.tell(&facts::Succeeded::of(about, handover)).await?,
    }
    send(tx, authority.id, &told, merged).await?;
    Ok(Ended {
        authority,
        heirs,
        told: told.len(),
        merged,
    })
}

/// Who acts for it acts for each of its successors, in the same role; whoever asked to, asks for the largest.
async fn hand_mandates(tx: &Tx, handover: &Handover) -> Result<()> {
    for mandate in store::mandates_for(tx, handover.from.id).await? {
        let heirs = handover.to.iter();
        match mandate.state {
            State::Held => {
                for heir in heirs {
                    let before = between(tx, &mandate, heir).await?;
                    let stays = before.as_ref().is_some_and(|it| {
                        it.state == State::Held
                            && (it.role == Role::Officer || mandate.role == Role::Observer)
                    });
                    if !stays {
                        put(tx, before.as_ref(), &mandate, heir, State::Held).await?;
                    }
                }
            }
            State::Requested => {
                if let Some(heir) = handover.first() {
                    let before = between(tx, &mandate, heir).await?;
                    let open = [State::Held, State::Requested];
                    if before.as_ref().is_none_or(|it| !open.contains(&it.state)) {
                        let asked = put(tx, before.as_ref(), &mandate, heir, State::Requested);
                        let mandate_id = asked.await?.id;
                        tx.send(&Request { mandate_id }).await?;
                    }
                }
            }
            State::Refused | State::Revoked => continue,
        }
        put(tx, Some(&mandate), &mandate, &handover.from, State::Revoked).await?;
    }
    Ok(())
}

async fn between(tx: &Tx, mandate: &Mandate, heir: &Authority) -> Result<Option<Mandate>> {
    let theirs = store::mandates_of(tx, heir.guild_id, mandate.user_id).await?;
    Ok(theirs.into_iter().find(|it| it.authority.id == heir.id))
}

async fn put(
    tx: &Tx,
    before: Option<&Mandate>,
    like: &Mandate,
    authority: &Authority,
    state: State,
) -> Result<Mandate> {
    let new = NewMandate {
        authority: authority.clone(),
        user_id: like.user_id,
        officer_name: like.officer_name.clone(),
        role: like.role,
        state,
        reason: like.reason.clone(),
        decided_by: like.decided_by,
    };
    store::save(tx, before, new, tx.now()).await
}

/// Whoever was to be succeeded by the one that has ceased is succeeded by those who succeeded it.
async fn replace_in_plans(tx: &Tx, gone: AuthorityId, by: &Heirs) -> Result<()> {
    let guild_id = tx.cause().guild_id;
    for mut authority in looking::present(tx, guild_id).await? {
        let Some(ending) = authority.ending.as_mut() else {
            continue;
        };
        if ending.heirs.ids().any(|id| id == gone) {
            ending.heirs = ending.heirs.replacing(gone, by);
            store::update(tx, &authority).await?;
        }
    }
    Ok(())
}

/// Nothing of it falls due any more.
///
/// # Errors
/// A fault, if the database fails.
pub async fn disarm(tx: &Tx, id: AuthorityId) -> Result<()> {
    for kind in rules::DUTIES {
        duties::withdraw(tx, kind, id).await?;
    }
    Ok(())
}

/// Tells those whom it concerns how it stands; says to how many.
///
/// # Errors
/// A fault, if the database fails.
pub async fn tell(tx: &Tx, authority: &Authority, heirs: &Heirs, merged: bool) -> Result<usize> {
    let told = recipients(tx, authority, heirs).await?;
    send(tx, authority.id, &told, merged).await?;
    Ok(told.len())
}

async fn send(tx: &Tx, authority_id: AuthorityId, to: &BTreeSet<i64>, merged: bool) -> Result<()> {
    for user_id in to.iter().copied() {
        tx.send(&letters::Ending {
            authority_id,
            user_id,
            merged,
        })
        .await?;
    }
    Ok(())
}

/// Its officers, those of its successors, and those of the leads of what it takes part in.
async fn recipients(tx: &Tx, authority: &Authority, heirs: &Heirs) -> Result<BTreeSet<i64>> {
    let authority_id = authority.id;
    let leads = tx.inquire(&Leads { authority_id }).await?.concat();
    let mut concerned: BTreeSet<AuthorityId> = leads.into_iter().chain(heirs.ids()).collect();
    concerned.insert(authority_id);
    let mut users = BTreeSet::new();
    for id in concerned {
        users.extend(mandates::officers_of(tx, id).await?);
    }
    Ok(users)
}

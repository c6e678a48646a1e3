//! What commands and buttons of call-offs share: how a call-off is named, and what it saves.

use chrono_tz::Tz;

use super::super::cards::Saving;
use super::super::service::Done;
use crate::authorities::service as authorities;
use crate::discord::{Press, Result};
use crate::ledger::Reader;
use crate::requirements::service as requirements;
use crate::servers;
use crate::tenders::service::{self as tenders, Tender};
use crate::values::{Actor, AuthorityId, CallOffId, Exact, Refusal, TenderId};
use crate::words::text;

pub(super) async fn time_zone(reader: &Reader, actor: &Actor) -> Result<Tz> {
    Ok(servers::service::settings(reader, actor.guild_id)
        .await?
        .time_zone)
}

/// The number of a call-off, with or without the list's signs.
pub(super) fn number(text: &str) -> Result<CallOffId> {
    let digits = text.trim().trim_start_matches('#').trim_matches('`');
    Ok(digits.parse().map_err(|_| {
        Refusal::new(
            text!("calloffs-not-a-number", given = text),
            text!("calloffs-not-a-number-help"),
        )
    })?)
}

/// What a call-off saves against the price that its authority paid before; nothing where it can't be read, for the
/// call-off is recorded all the same.
pub(super) async fn saving(reader: &Reader, done: &Done) -> Option<Saving> {
    let (lot, whose) = (done.call_off.lot_id, done.call_off.authority_id);
    let declared = match requirements::current(reader, done.tender_id, Some(whose)).await {
        Ok(declared) => declared,
        Err(error) => {
            tracing::warn!(%error, call_off = %done.call_off.id, "its baseline could not be read");
            return None;
        }
    };
    // The contract year's own baseline comes before that of every year, which is year 0.
    let year = i32::from(done.call_off.year.get());
    let of = |year| {
        declared
            .iter()
            .find(|r| r.lot_id == lot && r.year == year)
            .and_then(|r| r.baseline)
    };
    let baseline = of(year).or_else(|| of(0));
    let Some(baseline) = baseline else {
        return Some(Saving::NoBaseline);
    };
    let mut parts = done.call_off.parts.iter();
    let saved = parts.try_fold(Exact::default(), |sum, part| {
        sum.checked_add(Exact::saving(baseline, part.price, part.quantity)?)
    });
    saved?.round().map(Saving::Of)
}

/// The tender that a button is about.
pub(super) async fn tender_of(press: &Press<'_>, actor: &Actor, id: TenderId) -> Result<Tender> {
    tenders::by_id(&press.data.ledger.reader(), actor.guild_id, id).await
}

pub(super) fn unknown_authority() -> Refusal {
    Refusal::new(
        text!("calloffs-authority-gone"),
        text!("calloffs-authority-gone-help"),
    )
}

/// What the services call an authority of this server.
pub(super) async fn short_name(reader: &Reader, actor: &Actor, id: AuthorityId) -> Result<String> {
    let register = authorities::list(reader, actor.guild_id).await?;
    let found = register.into_iter().find(|authority| authority.id == id);
    Ok(found.ok_or_else(unknown_authority)?.short_name)
}

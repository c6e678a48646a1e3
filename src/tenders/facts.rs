//! What can have happened to a tender: the names that it has in the ledger, with the particulars recorded there.

use chrono::{DateTime, NaiveDate, Utc};

use super::rules::NewLot;
use super::store::{Amendment, Lot, Post, Tender};
use crate::ledger::About;
use crate::ledger::fact::facts;
use crate::values::{AmendmentId, AuthorityId, Money, Reference, Stage};

/// About this tender, for its lead.
pub(super) fn about(tender: &Tender) -> About {
    About::tender(tender.id, tender.lead_id)
}

facts! {
    /// It was announced.
    Announced = "tender.announced" {
        /// As it was announced.
        tender: Tender,
        /// Its lots.
        lots: Vec<Lot>,
        /// The regions.
        regions: Vec<String>,
    }
    /// There is more time to answer.
    Extended = "tender.extended" {
        /// When answers were due.
        from: DateTime<Utc>,
        /// When they are due now.
        to: DateTime<Utc>,
        /// Why.
        reason: Option<String>,
    }
    /// The lead closed collecting before the deadline.
    Closed = "tender.closed" {
        /// Why.
        reason: Option<String>,
    }
    /// The deadline came, and requirements are frozen.
    Collected = "tender.collected" {
        /// None: it came by itself.
        reason: Option<String>,
    }
    /// Requirements are collected again.
    Reopened = "tender.reopened" {
        /// When answers are due.
        respond_by: DateTime<Utc>,
        /// Why.
        reason: Option<String>,
    }
    /// What was done by mistake was taken back: a cancellation, or an early close.
    Restored = "tender.restored" {
        /// The stage that was a mistake.
        from: Stage,
        /// The stage that it is at again.
        to: Stage,
    }
    /// It was given up.
    Cancelled = "tender.cancelled" {
        /// Why.
        reason: Option<String>,
        /// At which stage it was.
        from: Stage,
    }
    /// It was not meant to be announced, and nobody had declared: it is offered nowhere any more.
    Withdrawn = "tender.withdrawn" {
        /// Why.
        reason: Option<String>,
        /// At which stage it was.
        from: Stage,
    }
    /// It was withdrawn by mistake, and is on again.
    PutBack = "tender.put_back" {
        /// The stage that it is at again.
        to: Stage,
    }
    /// The notice is published, and who is entitled is fixed.
    Published = "tender.published" {
        /// Its address or number.
        notice: Option<String>,
        /// When bids are due.
        bids_by: Option<DateTime<Utc>>,
        /// What the notice says that it is worth.
        value: Option<Money>,
        /// Whether something was taken over from the notice.
        taken_from_notice: bool,
        /// The day.
        published_on: Option<NaiveDate>,
        /// The short names of those who may call off.
        entitled: Vec<String>,
    }
    /// The contract has begun: call-offs are open.
    Started = "tender.started" {
        /// The tender's reference.
        reference: Reference,
    }
    /// The contract has ended.
    Ended = "tender.ended" {
        /// The tender's reference.
        reference: Reference,
    }
    /// It is time to plan the next round.
    RenewalDue = "tender.renewal_due" {
        /// The contract's last day.
        ends: NaiveDate,
    }
    /// Those who have not answered are reminded.
    Chased = "tender.chased" {
        /// Their short names.
        outstanding: Vec<String>,
        /// Their regions.
        #[serde(skip)]
        regions: Vec<String>,
    }
    /// The lead changed something of it.
    Edited = "tender.edited" {
        /// As it was.
        before: Tender,
        /// As it is now.
        after: Tender,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// The lead changed where it is announced.
    Regions = "tender.regions" {
        /// The regions that came.
        added: Vec<String>,
        /// The posts of those that went.
        dropped: Vec<Post>,
        /// Those of them that took part, and don't any more: what they had declared goes.
        out: Vec<AuthorityId>,
        /// Why.
        reason: Option<String>,
    }
    /// The lead passed it on.
    LeadPassedOn = "tender.lead" {
        /// Who led it.
        from: AuthorityId,
        /// Who leads it.
        to: AuthorityId,
        /// Why.
        reason: Option<String>,
    }
    /// What was published was corrected while bids are out.
    NoticeCorrected = "tender.corrected" {
        /// As it was.
        before: Tender,
        /// As it is now.
        after: Tender,
        /// The short names of those that may call off, and could not.
        gained: Vec<String>,
        /// The short names of those that may not any more.
        lost: Vec<String>,
        /// Whom it concerns: those that may call off, or could.
        told: Vec<AuthorityId>,
        /// Why.
        reason: String,
    }
    /// It has more lots.
    LotsAdded = "lot.added" {
        /// Those that came.
        lots: Vec<NewLot>,
    }
    /// A lot's title or unit was corrected.
    LotEdited = "lot.edited" {
        /// As it was.
        before: Lot,
        /// As it is now.
        after: Lot,
    }
    /// The lead removed a lot.
    LotRemoved = "lot.removed" {
        /// As it was.
        lot: Lot,
        /// Why.
        reason: Option<String>,
        /// Whose quantities no longer count by it.
        dropped: Vec<AuthorityId>,
    }
    /// An authority takes part.
    Joined = "tender.joined" {
        /// The tender's reference.
        reference: Reference,
        /// What it said.
        reason: Option<String>,
    }
    /// An authority asks the lead to be admitted.
    AskedToJoin = "tender.asked_to_join" {
        /// The tender's reference.
        reference: Reference,
        /// What it said.
        reason: Option<String>,
        /// Whether it had asked before.
        #[serde(skip)]
        again: bool,
    }
    /// An authority that may not call off has its need kept for the next round.
    KeptForNextRound = "tender.next_round" {
        /// The tender's reference.
        reference: Reference,
        /// What it said.
        reason: Option<String>,
    }
    /// An authority said that it does not take part.
    Declined = "tender.declined" {
        /// The tender's reference.
        reference: Reference,
        /// Why.
        reason: Option<String>,
    }
    /// An authority left.
    Left = "tender.left" {
        /// The tender's reference.
        reference: Reference,
        /// Why.
        reason: Option<String>,
    }
    /// The lead admitted an authority.
    Admitted = "tender.admitted" {
        /// The tender's reference.
        reference: Reference,
        /// 1 while requirements are collected, else 2.
        wave: i32,
        /// The lead's row.
        by: AuthorityId,
    }
    /// What an authority had in it moved to others: the authority has ceased, or was registered twice.
    HandedOn = "tender.handed_on" {
        /// Its short name.
        from: String,
        /// Theirs.
        to: Vec<String>,
        /// Who leads it from now on, if the lead moved.
        lead: Option<String>,
    }
    /// The lead changed another authority's answer or order: what it was and what it is.
    AnswerAmended(Amendment) = "tender.answer_amended";
    /// That authority said that it isn't right.
    Objected = "tender.objected" {
        /// The row of what was changed.
        amendment_id: AmendmentId,
    }
    /// Somebody deleted its post in a region.
    PostLost = "tender.post_lost" {
        /// The region.
        region: String,
        /// The thread that is gone.
        thread_id: Option<i64>,
    }
    /// Somebody deleted its card in a region.
    CardLost = "tender.card_lost" {
        /// The region.
        region: String,
        /// The message that is gone.
        message_id: Option<i64>,
    }
}

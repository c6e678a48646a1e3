//! Use cases of tenders.
//!
//! - `announce`: a new tender; `copying`: the next round of one.
//! - `amending`: what a lead changes of another authority's answer, and the objection to it.
//! - `parts`: join, decline, leave, ask to join late, admit; `answering`: what a requirement changes of that.
//! - `running`: extend, close, reopen, cancel, chase; `by_lead`: how each such change begins;
//!   `changing`: what a change comes to, whoever makes it.
//! - `editing`: the tender and its lots; `moving`: who leads it, and where it is announced; `correcting`: what was
//!   published wrongly.
//! - `removing`: a lot, or a tender that nobody meant to announce.
//! - `due`: what is done when something falls due.
//! - `edits`: what `/tender edit` is told, and what it comes to.
//! - `publish`: the notice; `entitling`: who may call off.
//! - `looking`: find, answers, list, search; `many`: many tenders at once.
//! - `milestones`: a tender's dates.
//! - `posts`: where its posts are in Discord.
//! - `previews`: what a lead is shown before a tender is changed for everybody.
//! - `effects`: what every change does besides writing its own rows: duties.
//!
//! Whoever changes a tender from another capability (an award, a requirement) does it inside its own transaction with
//! [`save`], [`answer`] and [`nil`]. Whoever sweeps what
//! is due calls [`fell_due`].

mod amending;
mod announce;
mod answering;
mod by_lead;
mod changing;
mod copying;
mod correcting;
mod due;
mod editing;
mod edits;
mod effects;
mod entitling;
mod handing;
mod looking;
mod many;
mod milestones;
mod moving;
mod parts;
mod posts;
mod previews;
mod publish;
mod removing;
mod running;

pub use super::rules::{AnswerState, Part, Responses};
pub use super::store::{Amended, Amendment, Lot, Participation, Post, Tender};
pub use amending::{
    Objection, SeenAmendment, amend, amending, amendment, object, see_amendment, why_amended,
};
pub use announce::{Announce, Announced, announce};
pub use answering::{answer, confirm_answer, nil, reopen_answers, require_invited, unanswer};
pub use changing::Changed;
pub use copying::{EarlierLot, earlier_lots, next_announcement};
pub use due::{catch_up, close_at_deadline, end, fell_due, find_by_now, start, start_in};
pub use editing::{add_lot, edit, edit_lot};
pub use edits::Edit;
pub use effects::{save, settle, settle_lot};
pub use handing::of_lots;
pub(super) use handing::{hand_over, leads, moving};
pub use looking::{
    Listed, Page, Respondent, Wanted, Who, answers, answers_of, by_id, entitled, find, find_lot,
    in_region, lead, lead_of, list, lot, lots, next_round, of_post, of_thread, open_of,
    outstanding, part_of, participants, posts, require_lead, responses, search, shared_between,
    term, unit_of,
};
pub use many::{by_ids, in_forum, lots_of, responses_of};
pub use milestones::{Due, Milestone, milestones};
pub use parts::{Admitted, Joined, Left, TakePart, admit, decline, join, leave};
pub use posts::{
    Lost, card_lost, forget_post, place_card, place_post, post_lost, running, with_posts,
};
pub use publish::{Publish, Published, bids_missing, may_publish, publish};
pub use removing::{Removed, remove_lot, withdraw};
pub use running::{Chased, cancel, chase, close, extend, reopen, restore};

#[cfg(test)]
mod tests;

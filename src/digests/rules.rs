//! What a digest says: pure decisions over values.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::values::{Quantity, Stage, Unit, time_zone};

/// How long before a contract's end a digest says that it ends soon, in months (design, section 2: renewal is
/// announced 9 months before).
pub const ENDS_SOON_MONTHS: u32 = 9;
/// How far ahead a digest looks for what is coming due next, in days.
pub const AHEAD_DAYS: u64 = 35;

/// A tender, as much of it as a digest needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Such as `SF-2027-01`.
    pub reference: String,
    /// What is bought.
    pub title: String,
    /// The lead's short name.
    pub lead: String,
    /// Its post in this forum, once it is there.
    pub thread_id: Option<i64>,
    /// Where it stands.
    pub stage: Stage,
    /// When answers are due.
    pub respond_by: DateTime<Utc>,
    /// How many authorities were invited.
    pub invited: u32,
    /// How many of them have answered.
    pub answered: u32,
    /// When bids are due.
    pub bids_by: Option<DateTime<Utc>>,
    /// Last day of the standstill.
    pub standstill_ends: Option<NaiveDate>,
    /// First day of the contract.
    pub starts: NaiveDate,
    /// Last day of the contract.
    pub ends: NaiveDate,
    /// Its lots, in order.
    pub lots: Vec<SeenLot>,
}

/// A lot, as much of it as a digest needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenLot {
    /// What it is.
    pub title: String,
    /// Its unit.
    pub unit: Unit,
    /// Who won it, and when that was recorded.
    pub award: Option<(String, DateTime<Utc>)>,
    /// What was declared for the contract year that runs and what was called off in it, as far as everybody may see
    /// it (design, section 3, rule 8); none: hidden.
    pub volumes: Option<Volumes>,
}

/// What was declared for a contract year, and called off in it, by all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volumes {
    /// The contract year, from 1.
    pub year: u16,
    /// Declared.
    pub declared: Quantity,
    /// Called off.
    pub called_off: Quantity,
}

impl Volumes {
    /// Called off of what was declared in whole per cent, rounded down; none where nothing was declared.
    pub fn percent(self) -> Option<i128> {
        let declared = i128::from(self.declared.thousandths());
        let called_off = i128::from(self.called_off.thousandths());
        (called_off * 100).checked_div(declared)
    }
}

/// What a section is about, in the order of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// Requirements are being collected.
    Open,
    /// Bids are awaited.
    OutToTender,
    /// Won since the last digest, or in standstill.
    Awarded,
    /// Call-offs are possible.
    CallOff,
    /// Contracts that end within [`ENDS_SOON_MONTHS`].
    EndsSoon,
    /// What falls due within [`AHEAD_DAYS`].
    Next,
}

/// Which tender a line is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Such as `SF-2027-01`.
    pub reference: String,
    /// What is bought.
    pub title: String,
    /// The lead's short name.
    pub lead: String,
    /// Its post.
    pub thread_id: Option<i64>,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// When answers are due, and how many have not come: a count, no names.
    AnswersDue {
        /// When.
        at: DateTime<Utc>,
        /// How many were invited.
        invited: u32,
        /// How many have not answered.
        missing: u32,
    },
    /// Until when bids may come, if that is known.
    BidsDue(Option<DateTime<Utc>>),
    /// Bids were due, and nothing is awarded yet.
    BidsWereDue(DateTime<Utc>),
    /// Lots and who won them, and the standstill's last moment.
    Awarded {
        /// Lot and supplier.
        lots: Vec<(String, String)>,
        /// The last moment of the standstill, while it runs.
        standstill: Option<DateTime<Utc>>,
    },
    /// Lots that can be called off: title, unit, and how much was.
    CallOff(Vec<(String, Unit, Option<Volumes>)>),
    /// The contract's last moment.
    Ends(DateTime<Utc>),
    /// What falls due, and when.
    Due(DueWhat, DateTime<Utc>),
}

/// What falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueWhat {
    /// Answers.
    Answers,
    /// Bids.
    Bids,
    /// The standstill's end.
    Standstill,
    /// The contract's start.
    Start,
    /// The contract's end.
    End,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The tender.
    pub about: About,
    /// What is said of it.
    pub says: Says,
}

/// A heading and what stands below it: at least one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub heading: Heading,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// When a digest is made, and since when it tells what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The last digest; an award recorded after it is new.
    pub since: DateTime<Utc>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The server's time zone.
    pub tz: Tz,
}

impl Window {
    fn today(&self) -> NaiveDate {
        time_zone::local_date(self.now, self.tz)
    }

    fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        time_zone::end_of_day(day, self.tz)
    }
}

/// The sections of a digest that have something to say, in their order.
pub fn sections(tenders: &[Seen], window: Window) -> Vec<Section> {
    let one_each = |heading, say: fn(&Seen, Window) -> Option<Says>| {
        let line = |seen: &Seen| {
            Some(Line {
                about: about(seen),
                says: say(seen, window)?,
            })
        };
        Section {
            heading,
            lines: tenders.iter().filter_map(line).collect(),
        }
    };
    let mut all = vec![
        one_each(Heading::Open, open),
        one_each(Heading::OutToTender, out_to_tender),
        one_each(Heading::Awarded, awarded),
        one_each(Heading::CallOff, call_off),
        one_each(Heading::EndsSoon, ends_soon),
        Section {
            heading: Heading::Next,
            lines: coming(tenders, window),
        },
    ];
    all.retain(|section| !section.lines.is_empty());
    all
}

fn about(seen: &Seen) -> About {
    About {
        reference: seen.reference.clone(),
        title: seen.title.clone(),
        lead: seen.lead.clone(),
        thread_id: seen.thread_id,
    }
}

fn open(seen: &Seen, _: Window) -> Option<Says> {
    (seen.stage == Stage::Collecting).then(|| Says::AnswersDue {
        at: seen.respond_by,
        invited: seen.invited,
        missing: seen.invited.saturating_sub(seen.answered),
    })
}

fn out_to_tender(seen: &Seen, window: Window) -> Option<Says> {
    let says = match seen.bids_by {
        Some(due) if due < window.now => Says::BidsWereDue(due),
        due => Says::BidsDue(due),
    };
    (seen.stage == Stage::OutToTender).then_some(says)
}

fn awarded(seen: &Seen, window: Window) -> Option<Says> {
    let is_news = |at: DateTime<Utc>| seen.stage == Stage::Awarded || at > window.since;
    if matches!(seen.stage, Stage::Ended | Stage::Cancelled) {
        return None;
    }
    let won = |lot: &SeenLot| {
        let (supplier, at) = lot.award.as_ref()?;
        is_news(*at).then(|| (lot.title.clone(), supplier.clone()))
    };
    let lots: Vec<_> = seen.lots.iter().filter_map(won).collect();
    let standstill = seen.standstill_ends.map(|day| window.end_of(day));
    let standstill = standstill.filter(|end| *end >= window.now);
    (!lots.is_empty()).then_some(Says::Awarded { lots, standstill })
}

fn call_off(seen: &Seen, _: Window) -> Option<Says> {
    let lots = seen.lots.iter().filter(|lot| lot.award.is_some());
    let lots: Vec<_> = lots
        .map(|lot| (lot.title.clone(), lot.unit.clone(), lot.volumes))
        .collect();
    (seen.stage == Stage::CallOff && !lots.is_empty()).then_some(Says::CallOff(lots))
}

fn ends_soon(seen: &Seen, window: Window) -> Option<Says> {
    let today = window.today();
    // Counted back from the end, as the renewal is: 31 March less nine months is 30 June.
    let from = seen
        .ends
        .checked_sub_months(Months::new(ENDS_SOON_MONTHS))?;
    let soon = seen.stage == Stage::CallOff && from <= today && today <= seen.ends;
    soon.then(|| Says::Ends(window.end_of(seen.ends)))
}

/// What falls due within [`AHEAD_DAYS`], the soonest first.
fn coming(tenders: &[Seen], window: Window) -> Vec<Line> {
    let last = window.today().checked_add_days(Days::new(AHEAD_DAYS));
    let last = last.map_or(DateTime::<Utc>::MAX_UTC, |day| window.end_of(day));
    let mut due: Vec<(DateTime<Utc>, Line)> = Vec::new();
    for seen in tenders {
        for (what, at) in dates(seen, window) {
            if at >= window.now && at <= last {
                due.push((
                    at,
                    Line {
                        about: about(seen),
                        says: Says::Due(what, at),
                    },
                ));
            }
        }
    }
    due.sort_by(|a, b| (a.0, &a.1.about.reference).cmp(&(b.0, &b.1.about.reference)));
    due.into_iter().map(|(_, line)| line).collect()
}

/// The dates that still matter at a tender's stage.
fn dates(seen: &Seen, window: Window) -> Vec<(DueWhat, DateTime<Utc>)> {
    let start = (
        DueWhat::Start,
        time_zone::start_of_day(seen.starts, window.tz),
    );
    let standstill = seen
        .standstill_ends
        .map(|day| (DueWhat::Standstill, window.end_of(day)));
    match seen.stage {
        Stage::Collecting => vec![(DueWhat::Answers, seen.respond_by), start],
        Stage::Collected => vec![start],
        Stage::OutToTender => {
            let bids = seen.bids_by.map(|at| (DueWhat::Bids, at));
            bids.into_iter().chain(standstill).chain([start]).collect()
        }
        Stage::Awarded => standstill.into_iter().chain([start]).collect(),
        Stage::CallOff => vec![(DueWhat::End, window.end_of(seen.ends))],
        Stage::Ended | Stage::Cancelled => Vec::new(),
    }
}

//! Decisions about tenders: pure functions over values; no I/O, no clock, no Discord.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::values::text::{fold, words};
use crate::values::time_zone::{local_date, local_to_utc, start_of_day};
use crate::values::{Invalid, Refusal, Regime, Stage, Term, Unit, day, holidays};
use crate::words::{Text, text};

pub use crate::values::Part;

/// The most characters of a title: with its reference it must fit the name of a forum post.
pub const TITLE_MAX: usize = 70;
/// The most characters of a description, of a reason, or of a notice.
pub const DESCRIPTION_MAX: usize = 1_000;
/// The most characters of a reason, and of a notice's number or address.
pub const REASON_MAX: usize = 300;
/// The most characters of a lot's title: it is the label of a field in a form.
pub const LOT_TITLE_MAX: usize = 40;
/// The most lots: as many as a menu offers.
pub const LOTS_MAX: usize = 25;

/// A lot as it was typed, before it has a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLot {
    /// What it is.
    pub title: String,
    /// Its unit of measure.
    pub unit: Unit,
}

/// Reads lots: `House coal, tonne; Smokeless fuel, tonne` (design, section 6). The unit follows the last comma.
///
/// # Errors
/// None at all, more than [`LOTS_MAX`], a lot without a unit or without a title, a title twice.
pub fn parse_lots(text: &str) -> Result<Vec<NewLot>, Refusal> {
    let invalid =
        |given: &str, help: Text| Refusal::from(Invalid::new(text!("tenders-a-lot"), given, help));
    let mut lots: Vec<NewLot> = Vec::new();
    for part in text.split([';', '\n']) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let Some((title, unit)) = part.rsplit_once(',') else {
            return Err(invalid(part, text!("tenders-a-lot-help")));
        };
        let lot = new_lot(title, unit)?;
        if lots.iter().any(|l| same_name(&l.title, &lot.title)) {
            return Err(invalid(
                part,
                text!("tenders-lot-twice", lot = lot.title.as_str()),
            ));
        }
        lots.push(lot);
    }
    match lots.len() {
        0 => Err(Refusal::new(
            text!("tenders-no-lot"),
            text!("tenders-a-lot-help"),
        )),
        1..=LOTS_MAX => Ok(lots),
        many => Err(Refusal::new(
            text!("tenders-too-many-lots", count = many),
            text!("tenders-too-many-lots-help", most = LOTS_MAX),
        )),
    }
}

/// A lot from its title and its unit.
///
/// # Errors
/// No title, one that is too long, or no unit.
pub fn new_lot(title: &str, unit: &str) -> Result<NewLot, Refusal> {
    Ok(NewLot {
        title: text(text!("tenders-what-lot"), title, LOT_TITLE_MAX)?,
        unit: Unit::parse(unit)?,
    })
}

/// Whether two names are the same to a person, whatever their case and spaces.
pub fn same_name(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// A text that must say something and must fit, its white space made single spaces. `what` it is, as a sentence begins
/// with it: "The title".
///
/// # Errors
/// Nothing in it, or too much.
pub fn text(what: impl Into<Text>, given: &str, max: usize) -> Result<String, Refusal> {
    let text = words(given);
    let (what, length) = (what.into(), text.chars().count());
    if length == 0 {
        return Err(Refusal::new(
            text!("tenders-empty", what),
            text!("tenders-empty-help"),
        ));
    }
    if length > max {
        return Err(Refusal::new(
            text!("tenders-too-long", what, length),
            text!("tenders-too-long-help", most = max),
        ));
    }
    Ok(text)
}

/// A text that may be left out; blank is left out.
///
/// # Errors
/// There is too much in it.
pub fn optional_text(
    what: impl Into<Text>,
    given: Option<&str>,
    max: usize,
) -> Result<Option<String>, Refusal> {
    match given.map(str::trim).filter(|g| !g.is_empty()) {
        Some(given) => text(what, given, max).map(Some),
        None => Ok(None),
    }
}

/// The parts of a list of names as people type it: commas, semicolons and line breaks separate them.
pub fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text
        .split([';', ',', '\n'])
        .map(str::trim)
        .filter(|n| !n.is_empty())
    {
        if !names.iter().any(|n| same_name(n, name)) {
            names.push(name.to_owned());
        }
    }
    names
}

/// As [`names`], but a text that is one known name as a whole is not taken apart: a region may have a comma in it.
pub fn names_among(text: &str, known: impl Fn(&str) -> bool) -> Vec<String> {
    if known(text) {
        return vec![text.trim().to_owned()];
    }
    names(text)
}

/// Checks the dates of a tender: responses are due in the future and before the contract starts, which does not end
/// before it starts (design, section 2).
///
/// # Errors
/// Any of that doesn't hold.
pub fn check_dates(
    respond_by: DateTime<Utc>,
    starts: NaiveDate,
    ends: NaiveDate,
    now: DateTime<Utc>,
    tz: Tz,
) -> Result<Term, Refusal> {
    let term = Term::new(starts, ends)?;
    if respond_by <= now {
        return Err(Refusal::new(
            text!(
                "tenders-deadline-past",
                day = day(local_date(respond_by, tz))
            ),
            text!("tenders-deadline-past-help"),
        ));
    }
    if respond_by >= start_of_day(starts, tz) {
        return Err(Refusal::new(
            text!(
                "tenders-starts-before-deadline",
                starts = day(starts),
                due = day(local_date(respond_by, tz))
            ),
            text!("tenders-starts-before-deadline-help"),
        ));
    }
    Ok(term)
}

/// What the law says of a change to a tender that is published, as a line of help: Procurement Act 2023, section 31. None:
/// another law.
pub fn law_of_changes(regime: Regime) -> Option<Text> {
    match regime {
        Regime::England | Regime::Wales | Regime::NorthernIreland => {
            Some(text!("tenders-law-of-changes"))
        }
        Regime::Scotland | Regime::Other => None,
    }
}

/// Checks that bids are due before the contract starts.
///
/// # Errors
/// They aren't.
pub fn bids_before_start(due: NaiveDate, starts: NaiveDate) -> Result<(), Refusal> {
    if due < starts {
        return Ok(());
    }
    Err(Refusal::new(
        text!("tenders-bids-after-start", starts = day(starts)),
        text!("tenders-bids-after-start-help"),
    ))
}

/// The kinds of duties that a tender has.
pub const DUTIES: [&str; 7] = [
    "tender.chase.7d",
    "tender.chase.2d",
    "tender.chase.1wd",
    "tender.deadline",
    "tender.start",
    "tender.end",
    "tender.renewal",
];

/// How long before the contract's end its renewal is announced, in months (design, section 2).
pub const RENEWAL_MONTHS: u32 = 9;

/// What is to become of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// It falls due then, whatever it was before.
    At(DateTime<Utc>),
    /// It will not be done.
    Withdraw,
    /// Its moment is past: what was armed or done stays so.
    Leave,
}

/// When each of [`DUTIES`] falls due: chases 7 days, 2 days and 1 working day before the deadline at 09:00 local, the
/// deadline, the contract's first moment and the one after its last, and its renewal (design, section 2).
///
/// Chases and the deadline belong to collecting; a chase or a renewal whose hour is past is left out.
pub fn calendar(
    stage: Stage,
    respond_by: DateTime<Utc>,
    starts: NaiveDate,
    ends: NaiveDate,
    now: DateTime<Utc>,
    tz: Tz,
) -> [(&'static str, Arm); 7] {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    let at_nine = |date: Option<NaiveDate>| match date.map(|d| local_to_utc(d.and_time(nine), tz)) {
        Some(at) if at > now => Arm::At(at),
        _ => Arm::Withdraw,
    };
    // What is past is left as it is, except for a stage that still waits for it: an award after the contract's start.
    let at = |instant: DateTime<Utc>, waits: Stage| {
        if instant > now || stage == waits {
            Arm::At(instant)
        } else {
            Arm::Leave
        }
    };
    let deadline = local_date(respond_by, tz);
    let collecting = |arm: Arm| {
        if stage == Stage::Collecting {
            arm
        } else {
            Arm::Withdraw
        }
    };
    // A chase that the deadline itself overtakes (a deadline at 08:00) isn't sent.
    let chase = |date: Option<NaiveDate>| match at_nine(date) {
        Arm::At(at) if at < respond_by => collecting(Arm::At(at)),
        _ => Arm::Withdraw,
    };
    let running = |arm: Arm| if stage.is_over() { Arm::Withdraw } else { arm };
    let after_end = ends.succ_opt().unwrap_or(ends);
    let arms = [
        chase(deadline.checked_sub_days(Days::new(7))),
        chase(deadline.checked_sub_days(Days::new(2))),
        chase(Some(holidays::working_days_before(deadline, 1))),
        collecting(at(respond_by, Stage::Collecting)),
        running(at(start_of_day(starts, tz), Stage::Awarded)),
        running(at(start_of_day(after_end, tz), Stage::CallOff)),
        running(at_nine(
            ends.checked_sub_months(Months::new(RENEWAL_MONTHS)),
        )),
    ];
    let [a, b, c, d, e, f, g] = DUTIES;
    let [ka, kb, kc, kd, ke, kf, kg] = arms;
    [
        (a, ka),
        (b, kb),
        (c, kc),
        (d, kd),
        (e, ke),
        (f, kf),
        (g, kg),
    ]
}

/// Where an invited authority stands with its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerState {
    /// Invited, and nothing was heard of it.
    Invited,
    /// Joined, but its requirement is outstanding.
    Outstanding,
    /// It declared, or said that it needs none: a full answer (design, section 1).
    Answered,
    /// It answered, and the terms have changed since: it is asked whether its answer still holds.
    ToConfirm,
    /// It said that it does not take part.
    Declined,
    /// It asks to join late.
    Asked,
}

impl AnswerState {
    /// From its row, if it has one.
    pub const fn of(row: Option<(Part, bool)>) -> Self {
        match row {
            None => Self::Invited,
            Some((Part::Asked, _)) => Self::Asked,
            Some((_, true)) => Self::Answered,
            Some((Part::Joined, false)) => Self::Outstanding,
            Some((Part::Declined | Part::Withdrawn, false)) => Self::Declined,
        }
    }

    /// The same, where its answer may have to be confirmed.
    #[must_use]
    pub const fn reopened(self, to_confirm: bool) -> Self {
        match self {
            Self::Answered if to_confirm => Self::ToConfirm,
            it => it,
        }
    }

    /// Whether it is to be chased: only those who have not answered ever are, or whose answer is open again.
    pub const fn is_outstanding(self) -> bool {
        matches!(self, Self::Invited | Self::Outstanding | Self::ToConfirm)
    }
}

/// How many of those invited have answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responses {
    /// All that were invited.
    pub invited: u32,
    /// Those that answered, with a declaration, a nil return or by declining.
    pub answered: u32,
    /// Those that joined late, counted apart.
    pub late: u32,
}

impl Responses {
    /// Counts them; one that asks to join late was not waited for.
    pub fn count(states: impl IntoIterator<Item = AnswerState>) -> Self {
        let mut responses = Self::default();
        for state in states {
            if state != AnswerState::Asked {
                responses.invited += 1;
                responses.answered += u32::from(!state.is_outstanding());
            }
        }
        responses
    }

    /// As they were when collecting closed, with so many that joined late since; as they are, while it hasn't.
    pub fn at_close(self, invited: Option<i32>, answered: Option<i32>, late: usize) -> Self {
        let count = |it: i32| u32::try_from(it).ok();
        match (invited.and_then(count), answered.and_then(count)) {
            (Some(invited), Some(answered)) => Self {
                invited,
                answered,
                late: u32::try_from(late).unwrap_or(u32::MAX),
            },
            _ => self,
        }
    }

    /// The response rate in whole per cent, rounded down, so that 100 means all; 100 where nobody was invited.
    pub fn percent(self) -> u32 {
        (self.answered * 100)
            .checked_div(self.invited)
            .unwrap_or(100)
    }
}

/// What comes of an authority's wish to join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joining {
    /// It joins.
    Joins,
    /// The lead is asked whether it may join late.
    Asks,
    /// It is not entitled: its need is kept for the next round.
    NextRound,
}

/// Who may join when (design, section 2): while requirements are collected every invited authority; later one that is
/// entitled may ask the lead; before the notice fixes who is entitled, one that was invited may.
///
/// # Errors
/// It was not invited, or the tender is over.
pub fn joining(
    stage: Stage,
    reference: &str,
    invited: bool,
    entitled: bool,
) -> Result<Joining, Refusal> {
    match stage {
        Stage::Collecting if invited => Ok(Joining::Joins),
        Stage::Collected if invited => Ok(Joining::Asks),
        Stage::Collecting | Stage::Collected => Err(Refusal::new(
            text!("tenders-not-in-your-region", reference),
            text!("tenders-not-in-your-region-help"),
        )),
        Stage::OutToTender | Stage::Awarded | Stage::CallOff if entitled => Ok(Joining::Asks),
        Stage::OutToTender | Stage::Awarded | Stage::CallOff => Ok(Joining::NextRound),
        Stage::Ended | Stage::Cancelled => Err(Refusal::new(
            over(stage, reference),
            text!("tenders-over-help"),
        )),
    }
}

/// That a tender at this stage is over, and how it came to that.
pub fn over(stage: Stage, reference: &str) -> Text {
    match stage {
        Stage::Cancelled => text!("tenders-was-cancelled", reference),
        _ => text!("tenders-has-ended", reference),
    }
}

/// Checks that a tender may go from one stage to another.
///
/// # Errors
/// It may not; the refusal says what its stage allows.
pub fn step(from: Stage, to: Stage, reference: &str) -> Result<(), Refusal> {
    if from.can_become(to) {
        return Ok(());
    }
    let help = match from {
        Stage::Collecting if to == from => text!("tenders-step-still-collecting-help"),
        Stage::Collecting => text!("tenders-step-collecting-help"),
        Stage::Collected => text!("tenders-step-collected-help"),
        Stage::OutToTender => text!("tenders-step-out-to-tender-help"),
        Stage::Awarded => text!("tenders-step-awarded-help"),
        Stage::CallOff => text!("tenders-step-call-off-help"),
        Stage::Ended | Stage::Cancelled => text!("tenders-step-over-help"),
    };
    let wrong = match (from, from == to) {
        (Stage::Ended | Stage::Cancelled, true) => over(from, reference),
        (_, true) => text!("tenders-step-done", reference, stage = from.label()),
        (_, false) => text!(
            "tenders-step-wrong",
            reference,
            from = from.label(),
            to = to.label()
        ),
    };
    Err(Refusal::new(wrong, help))
}

/// For how long a cancellation can be taken back, in hours (design, section 2a).
pub const TAKEN_BACK_HOURS: i64 = 24;

/// What is known of a tender's last step that may have been a mistake.
#[derive(Clone, Copy, Debug)]
pub struct LastStep<'a> {
    /// Its reference.
    pub reference: &'a str,
    /// Where it stands.
    pub stage: Stage,
    /// When answers are due.
    pub respond_by: DateTime<Utc>,
    /// If it is cancelled: at which stage that was, and when.
    pub cancelled: Option<(Stage, DateTime<Utc>)>,
}

/// The stage that a tender is at again when its last step is taken back: a cancellation, for [`TAKEN_BACK_HOURS`]; an early
/// close, until the deadline.
///
/// # Errors
/// It is too late, or there is nothing to take back.
pub fn stage_taken_back(last: &LastStep<'_>, now: DateTime<Utc>) -> Result<Stage, Refusal> {
    let reference = last.reference;
    match (last.stage, last.cancelled) {
        (Stage::Cancelled, Some((from, at))) if now - at <= TimeDelta::hours(TAKEN_BACK_HOURS) => {
            Ok(from)
        }
        (Stage::Cancelled, _) => Err(Refusal::new(
            text!(
                "tenders-restore-too-late",
                reference,
                hours = TAKEN_BACK_HOURS
            ),
            text!("tenders-restore-too-late-help"),
        )
        .for_good()),
        (Stage::Collected, _) if now < last.respond_by => Ok(Stage::Collecting),
        (Stage::Collected, _) => Err(Refusal::new(
            text!("tenders-deadline-was", reference),
            text!("tenders-deadline-was-help"),
        )
        .for_good()),
        (stage, _) => Err(Refusal::new(
            text!(
                "tenders-nothing-to-take-back",
                reference,
                stage = stage.label()
            ),
            Text::default(),
        )
        .for_good()),
    }
}

/// When a tender at this stage moves on by itself: at its deadline, at the start of the contract's first day, after its
/// last (design, section 2). None: it waits for somebody.
pub fn moves_on_at(
    stage: Stage,
    respond_by: DateTime<Utc>,
    starts: NaiveDate,
    ends: NaiveDate,
    tz: Tz,
) -> Option<DateTime<Utc>> {
    match stage {
        Stage::Collecting => Some(respond_by),
        Stage::Awarded => Some(start_of_day(starts, tz)),
        Stage::CallOff => Some(start_of_day(ends.succ_opt().unwrap_or(ends), tz)),
        _ => None,
    }
}

/// The stage as it is at a moment: at the deadline collecting is over, whether or not the tender has been moved yet.
pub fn stage_at(stage: Stage, respond_by: DateTime<Utc>, now: DateTime<Utc>) -> Stage {
    match stage {
        Stage::Collecting if now >= respond_by => Stage::Collected,
        stage => stage,
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;

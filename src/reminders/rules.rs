//! What a reminder is, and what may be done with it.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::values::{
    AuthorityId, LotId, Recurrence, Refusal, ReminderId, Stage, TenderId, time_zone,
};
use crate::words::{Text, text};

pub use crate::values::ReminderState as State;

/// The longest message of an officer.
pub const MESSAGE: usize = 500;

/// A reminder to call off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Row number; what people call it by.
    pub id: ReminderId,
    /// The tender.
    pub tender_id: TenderId,
    /// The lot, if it is about one.
    pub lot_id: Option<LotId>,
    /// For which authority.
    pub authority_id: AuthorityId,
    /// The officer who set it, and whom it reminds.
    pub user_id: i64,
    /// When it comes.
    pub schedule: Recurrence,
    /// What the officer wants to read.
    pub message: Option<String>,
    /// Where it stands.
    pub state: State,
    /// When it was set.
    pub created_at: DateTime<Utc>,
}

impl Reminder {
    /// Whether it reminds the same officer of the same, at the same times.
    pub fn is_same_as(&self, other: &Reminder) -> bool {
        let what = |it: &Reminder| (it.tender_id, it.lot_id, it.authority_id, it.user_id);
        what(self) == what(other)
            && self.schedule == other.schedule
            && self.message == other.message
    }
}

/// Why the same reminder is not set again: it is there as number `id`.
pub fn set_already(id: ReminderId, schedule: Text) -> Refusal {
    Refusal::new(
        text!("reminders-set-already", number = id, schedule),
        text!("reminders-set-already-help"),
    )
}

/// What an officer does with a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// It doesn't come for now.
    Pause,
    /// It comes again.
    Resume,
    /// It comes in a week, and then on its schedule.
    PutOff,
    /// It never comes again.
    Delete,
}

/// The state after a step; the same step twice is no fault of the person's and changes nothing more.
///
/// # Errors
/// Refused for a reminder that is deleted, and for putting off one that is paused.
pub fn after(id: ReminderId, state: State, step: Step) -> Result<State, Refusal> {
    match (state, step) {
        (State::Deleted, Step::Delete) => Ok(State::Deleted),
        (State::Deleted, _) => Err(Refusal::new(
            text!("reminders-is-deleted", number = id),
            text!("reminders-is-deleted-help"),
        )),
        (State::Paused, Step::PutOff) => Err(Refusal::new(
            text!("reminders-is-paused", number = id),
            text!("reminders-is-paused-help"),
        )),
        (_, Step::Pause) => Ok(State::Paused),
        (_, Step::Resume | Step::PutOff) => Ok(State::Active),
        (_, Step::Delete) => Ok(State::Deleted),
    }
}

/// Refuses a reminder, or a step that has it come again, under a tender that is over.
///
/// # Errors
/// It is over.
pub fn not_over(reference: &str, stage: Stage) -> Result<(), Refusal> {
    if !stage.is_over() {
        return Ok(());
    }
    Err(Refusal::new(
        text!("reminders-over", reference, stage = stage.label()),
        text!("reminders-over-help"),
    ))
}

/// Refuses anybody whose authority takes no part.
///
/// # Errors
/// It has not joined, and is not the lead.
pub fn takes_part(reference: &str, short_name: &str, part: bool) -> Result<(), Refusal> {
    if part {
        return Ok(());
    }
    Err(Refusal::new(
        text!("reminders-no-part", authority = short_name, reference),
        text!("reminders-no-part-help"),
    ))
}

/// An officer's message; none, if it is blank.
///
/// # Errors
/// It is too long.
pub fn message(text: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let length = text.chars().count();
    if length > MESSAGE {
        return Err(Refusal::new(
            text!("reminders-message-too-long", length),
            text!("reminders-message-too-long-help", most = MESSAGE),
        ));
    }
    Ok(Some(text.to_owned()))
}

/// The number that a text means: `12`, `#12`, or an autocomplete's line that was left as shown, `12: …`.
///
/// # Errors
/// It isn't one.
pub fn number(text: &str) -> Result<ReminderId, Refusal> {
    let digits = text.trim().trim_start_matches('#');
    let digits = digits
        .split(|c: char| !c.is_ascii_digit())
        .next()
        .unwrap_or_default();
    digits.parse().map_err(|_| unknown(text))
}

/// What someone is told who asks for a reminder that there isn't, or not for them.
pub fn unknown(text: &str) -> Refusal {
    let given: String = text.trim().chars().take(60).collect();
    Refusal::new(
        text!("reminders-unknown", given),
        text!("reminders-unknown-help"),
    )
}

/// A week after `now` by the wall clock of the zone.
pub fn in_a_week(now: DateTime<Utc>, tz: Tz) -> DateTime<Utc> {
    let week = TimeDelta::days(7);
    let local = time_zone::utc_to_local(now, tz).checked_add_signed(week);
    local.map_or(now + week, |local| time_zone::local_to_utc(local, tz))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::London;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_deleted_stays_deleted() {
        for step in [Step::Pause, Step::Resume, Step::PutOff] {
            assert!(
                after(ReminderId(1), State::Deleted, step).is_err(),
                "{step:?}"
            );
        }
        assert_eq!(
            after(ReminderId(1), State::Deleted, Step::Delete),
            Ok(State::Deleted)
        );
        assert!(
            after(ReminderId(1), State::Paused, Step::PutOff)
                .unwrap_err()
                .help
                .to_string()
                .contains("resume")
        );
        assert_eq!(
            after(ReminderId(1), State::Paused, Step::Resume),
            Ok(State::Active)
        );
        assert_eq!(
            after(ReminderId(1), State::Active, Step::Pause),
            Ok(State::Paused)
        );
        for state in [State::Active, State::Paused, State::Deleted] {
            assert_eq!(State::kept(state.as_str()), Some(state));
        }
    }

    #[test]
    fn a_week_is_seven_days_by_the_wall_clock() {
        let before: DateTime<Utc> = "2027-03-22T09:00:00Z".parse().unwrap();
        assert_eq!(
            in_a_week(before, London).to_rfc3339(),
            "2027-03-29T08:00:00+00:00"
        );
    }

    #[test]
    fn a_message_is_cut_by_nobody_but_refused() {
        assert_eq!(message(Some("  ")), Ok(None));
        assert_eq!(
            message(Some(&"é".repeat(MESSAGE)))
                .unwrap()
                .unwrap()
                .chars()
                .count(),
            MESSAGE
        );
        assert!(message(Some(&"é".repeat(MESSAGE + 1))).is_err());
    }

    proptest! {
        #[test]
        fn every_number_is_read_as_shown(id in 1..i64::MAX) {
            prop_assert_eq!(number(&format!("#{id}")), Ok(ReminderId(id)));
            prop_assert_eq!(number(&format!("{id}: SF-2027-01, every 2 weeks")), Ok(ReminderId(id)));
        }

        #[test]
        fn no_text_breaks_it(text in ".{0,80}") {
            let _ = number(&text);
        }
    }
}

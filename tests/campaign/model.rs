//! What should have happened: kept beside griffin, from what people typed and what the clock passed, in the plainest
//! way, and with none of griffin's rules but working days.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Europe::London;

use crate::world::{AUTHORITIES, REGIONS};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Collecting,
    Collected,
    OutToTender,
    Awarded,
    CallOff,
    Ended,
    Cancelled,
}

impl Stage {
    /// The tag of a post at this stage.
    pub fn tag(self) -> &'static str {
        match self {
            Stage::Collecting => "Collecting",
            Stage::Collected => "Requirements in",
            Stage::OutToTender => "Out to tender",
            Stage::Awarded => "Awarded",
            Stage::CallOff => "Call-offs open",
            Stage::Ended => "Ended",
            Stage::Cancelled => "Cancelled",
        }
    }
}

/// How often something is to be seen: at least and at most.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    pub least: u32,
    pub most: u32,
}

impl Seen {
    pub fn add(&mut self, times: RangeInclusive<u32>) {
        self.least += times.start();
        self.most += times.end();
    }

    pub fn holds(self, times: u32) -> bool {
        (self.least..=self.most).contains(&times)
    }
}

pub struct CallOff {
    pub authority: &'static str,
    pub lot: &'static str,
    pub quantity: u32,
    /// How often it was corrected.
    pub corrected: usize,
}

pub struct Reminder {
    pub officer: &'static str,
    /// Stands in each of its messages, and in no other's.
    pub message: String,
    pub region: &'static str,
    pub schedule: (&'static str, Every),
    pub seen: Seen,
}

#[derive(Clone, Copy, Debug)]
pub enum Every {
    Day,
    Week(Weekday),
}

pub struct Tender {
    pub reference: String,
    pub lead: &'static str,
    pub lots: Vec<&'static str>,
    pub stage: Stage,
    /// The day at whose end answers are due.
    pub respond_by: NaiveDate,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
    /// What each declares of each lot a year, in units.
    pub declared: BTreeMap<(&'static str, &'static str), u32>,
    /// Who has answered, and when griffin said so.
    pub answered: BTreeMap<&'static str, DateTime<Utc>>,
    pub awarded: BTreeMap<&'static str, String>,
    /// The lots that are left without an award.
    pub left_out: BTreeSet<&'static str>,
    pub call_offs: BTreeMap<String, CallOff>,
    pub reminders: Vec<Reminder>,
    /// What is said in the post of each region, by a part of its text.
    pub notices: BTreeMap<(&'static str, String), Seen>,
    /// The regions whose post was deleted: what was said there before is gone.
    pub post_gone: BTreeSet<&'static str>,
}

#[derive(Default)]
pub struct Model {
    pub tenders: Vec<Tender>,
    /// How many digests each region has got.
    pub digests: BTreeMap<&'static str, Seen>,
    /// The channels that each region's forum has had, the present one last.
    pub channels: BTreeMap<&'static str, Vec<String>>,
    /// Messages and posts that somebody deleted.
    pub deleted: BTreeSet<u64>,
    /// Since when people have acted; none: since the round began.
    awake_since: Option<DateTime<Utc>>,
}

pub fn local(now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&London).date_naive()
}

/// A local time of a day as a moment: where the clocks go forward over it, right after the gap; where it comes twice,
/// the first time (design, section 3, rule 4).
pub fn moment(date: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    match London.from_local_datetime(&date.and_time(time)).earliest() {
        Some(at) => at.to_utc(),
        None => moment(date, hour + 1, 0),
    }
}

/// The moments of a schedule that lie after `from`, up to `to`.
pub fn passed(every: Every, hour: u32, minute: u32, from: DateTime<Utc>, to: DateTime<Utc>) -> u32 {
    let mut times = 0;
    let mut day = local(from);
    while day <= local(to) {
        let right = match every {
            Every::Day => true,
            Every::Week(weekday) => day.weekday() == weekday,
        };
        let at = moment(day, hour, minute);
        if right && from < at && at <= to {
            times += 1;
        }
        day = day + Days::new(1);
    }
    times
}

impl Tender {
    /// Who has not answered yet, of a region.
    pub fn missing(&self, region: &str) -> Vec<&'static str> {
        let here = AUTHORITIES.iter().filter(|it| it.1 == region);
        here.map(|it| it.0)
            .filter(|it| !self.answered.contains_key(it))
            .collect()
    }

    /// Something is said in the posts of all regions.
    pub fn say(&mut self, text: &str) {
        for (region, _, _) in REGIONS {
            self.say_in(region, text, 1..=1);
        }
    }

    /// It has come to another stage. What was so before it need not be said any more, or not in these words, if griffin
    /// could not send it in time.
    pub fn moved(&mut self, stage: Stage) {
        self.stage = stage;
        for ((_, text), seen) in &mut self.notices {
            if !still_so(text, stage) {
                seen.least = 0;
            }
        }
    }

    pub fn say_in(&mut self, region: &'static str, text: &str, times: RangeInclusive<u32>) {
        let key = (region, text.to_owned());
        self.notices.entry(key).or_default().add(times);
    }

    /// Nine in the morning of the days on which those are chased who have not answered.
    fn chases(&self) -> Vec<DateTime<Utc>> {
        let deadline = self.respond_by;
        let working = griffin::values::holidays::working_days_before(deadline, 1);
        [deadline - Days::new(7), deadline - Days::new(2), working]
            .map(|day| moment(day, 9, 0))
            .to_vec()
    }

    /// Something may have fallen due in the seconds in which people acted, and be done or not.
    fn woke(&mut self, from: DateTime<Utc>, to: DateTime<Utc>) {
        let chases = self.chases();
        if chases.iter().any(|at| from < *at && *at <= to) {
            for (region, _, _) in REGIONS {
                self.say_in(region, CHASE, 0..=1);
            }
        }
        for reminder in &mut self.reminders {
            if passed(reminder.schedule.1, 9, 0, from, to) > 0 {
                reminder.seen.add(0..=1);
            }
        }
    }

    /// Time passed, and griffin was down meanwhile. `settled`: all that was due before had been done.
    pub fn slept(&mut self, from: DateTime<Utc>, to: DateTime<Utc>, settled: bool) {
        let over = |day: NaiveDate| moment(day, 0, 0) <= to;
        if self.stage == Stage::Collecting {
            let chases = self.chases();
            let crossed = chases.iter().any(|at| from < *at && *at <= to);
            let closed = over(self.respond_by + Days::new(1));
            for (region, _, _) in REGIONS {
                if crossed && !self.missing(region).is_empty() {
                    // Of a tender that has closed meanwhile nobody is chased.
                    let least = u32::from(settled && !closed);
                    self.say_in(region, CHASE, least..=1);
                }
            }
            if closed {
                self.moved(Stage::Collected);
                self.say(COLLECTED);
            }
        }
        if self.stage == Stage::Awarded && over(self.starts) {
            self.moved(Stage::CallOff);
            self.say(STARTED);
        }
        if self.stage == Stage::CallOff && over(self.ends + Days::new(1)) {
            self.moved(Stage::Ended);
            self.say(ENDED);
        }
        let stage = self.stage;
        for reminder in &mut self.reminders {
            let times = passed(reminder.schedule.1, 9, 0, from, to);
            if times > 0 && stage <= Stage::Ended {
                let least = u32::from(settled && stage == Stage::CallOff);
                reminder.seen.add(least..=1);
            }
        }
    }
}

/// When each region's digest comes.
const DIGESTS: [(Every, u32, u32); 2] = [(Every::Week(Weekday::Mon), 9, 0), (Every::Day, 1, 30)];

/// What is said of a tender, as far as it is always the same.
pub const CHASE: &str = "Still to answer here";
pub const EXTENDED: &str = "answers are now due";
pub const COLLECTED: &str = "requirements are in and fixed";
pub const PUBLISHED: &str = "is out to tender";
pub const STARTED: &str = "the contract has begun";
pub const ENDED: &str = "the contract has ended";
pub const CANCELLED: &str = "was cancelled.";
pub const RESTORED: &str = "is on again";
pub const LEFT_OUT: &str = "there is no award for";

/// Whether what is said of a tender is said in these words at this stage.
fn still_so(text: &str, stage: Stage) -> bool {
    match text {
        EXTENDED => stage == Stage::Collecting,
        PUBLISHED => stage == Stage::OutToTender,
        CANCELLED => stage == Stage::Cancelled,
        RESTORED => stage != Stage::Cancelled,
        _ => true,
    }
}

impl Model {
    /// Of a server that is set up.
    pub fn new() -> Self {
        let first = REGIONS.map(|(region, channel, _)| (region, vec![channel.to_owned()]));
        Model {
            channels: first.into(),
            ..Model::default()
        }
    }

    /// The channel of a region's forum.
    pub fn channel(&self, region: &str) -> &str {
        self.channels[region].last().unwrap()
    }

    /// People have acted until now: what fell due meanwhile may be done, or not yet.
    pub fn awake_until(&mut self, now: DateTime<Utc>) {
        let since = self.awake_since.replace(now).unwrap_or(now);
        for tender in &mut self.tenders {
            tender.woke(since, now);
        }
        for ((region, _, _), (every, hour, minute)) in REGIONS.into_iter().zip(DIGESTS) {
            if passed(every, hour, minute, since, now) > 0 {
                self.digests.entry(region).or_default().add(0..=1);
            }
        }
    }

    /// Time passed while griffin was down; says which digests are to come of it.
    pub fn slept(&mut self, from: DateTime<Utc>, to: DateTime<Utc>, settled: bool) -> String {
        let mut said = Vec::new();
        self.awake_until(from);
        self.awake_since = Some(to);
        for tender in &mut self.tenders {
            tender.slept(from, to, settled);
        }
        for ((region, _, _), (every, hour, minute)) in REGIONS.into_iter().zip(DIGESTS) {
            if passed(every, hour, minute, from, to) > 0 {
                // A digest says what may be done: nothing, while a lead prepares its notice.
                let running = |it: &Tender| {
                    !matches!(it.stage, Stage::Collected | Stage::Ended | Stage::Cancelled)
                };
                let least = u32::from(settled && self.tenders.iter().any(running));
                self.digests.entry(region).or_default().add(least..=1);
                let surely = ["perhaps", "surely"][least as usize];
                said.push(format!("{surely} a digest in {region}"));
            }
        }
        said.join(", ")
    }
}

//! Whatever people and the settings say in words: read, or refused with a reason.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Europe::London;
use griffin::awards::rules::Bands;
use griffin::config::Config;
use griffin::discord::CustomId;
use griffin::requirements::table;
use griffin::tenders::rules;
use griffin::values::{
    FinancialYear, Money, Percent, Quantity, Recurrence, Reference, Unit, UnitPrice, When, cpv,
};
use griffin::webhooks::rules::{Service, address, secret};

use crate::Run;

/// What people type, about right: the seeds from which it is broken.
const TYPED: [&str; 24] = [
    "420",
    "1,250.5",
    "£142.50",
    "14.25p",
    "-£12.00",
    "0:152; 400:147.50; 700:143.25",
    "18 Dec 17:00",
    "in 3 weeks",
    "2027-04-01",
    "18/12/2026",
    "every tuesday 9am",
    "first working day of the month 8:30",
    "monthly on the 1st 09:00",
    "House coal, tonne; Smokeless fuel, tonne",
    "SF-2027-01",
    "09110000-3",
    "2027-28",
    "2.5 %",
    "v1:requirement.form:1-2",
    "lot,quantity,year\nHouse coal,420,1\n",
    "2027/S 000-012345",
    "https://hooks.slack.com/services/T/B/x",
    "[discord]\nshards = 2\n",
    "South Wales; Mid and West Wales",
];
/// What is put in at random.
const ODD: [&str; 20] = [
    "",
    " ",
    "\0",
    "\n",
    "\"",
    ",",
    ";",
    ":",
    "-",
    ".",
    "9",
    "99999999999999999999",
    "é",
    "𐀀",
    "\u{202e}",
    "\u{200b}",
    "%",
    "e",
    "/",
    "@everyone",
];

/// A text broken in a few places.
pub fn broken(run: &mut Run, text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..run.chance.below(5) {
        let at = usize::try_from(run.chance.below(chars.len() as u64 + 1)).unwrap();
        match run.chance.below(4) {
            0 if at < chars.len() => {
                chars.remove(at);
            }
            1 if at < chars.len() => chars.truncate(at),
            2 => {
                let again = chars.clone();
                if chars.len() < 5_000 {
                    chars.extend(again);
                }
            }
            _ => {
                let odd = ODD[usize::try_from(run.chance.below(ODD.len() as u64)).unwrap()];
                for (n, c) in odd.chars().enumerate() {
                    chars.insert((at + n).min(chars.len()), c);
                }
            }
        }
    }
    chars.into_iter().collect()
}

/// Reads it in every way that there is.
fn read(text: &str, now: DateTime<Utc>) {
    let _ = Quantity::parse(text);
    let _ = UnitPrice::parse(text);
    for unit in ["tonne", "metre", "pack of 500"] {
        let unit = Unit::parse(unit).unwrap();
        let _ = (
            Quantity::parse_in(text, &unit),
            UnitPrice::parse_per(text, &unit),
        );
    }
    let _ = Money::parse(text);
    let _ = Percent::parse(text);
    let _ = FinancialYear::parse(text);
    let _ = Unit::parse(text);
    let _ = Reference::parse(text);
    if let Ok(when) = When::parse(text, now, London) {
        let _ = (when.instant(London), when.start(London));
    }
    let _ = Recurrence::kept(text);
    if let Ok(schedule) = Recurrence::parse(text, now, London) {
        let _ = (schedule.describe(), schedule.next_after(now, London));
    }
    if let Ok(bands) = Bands::parse(text) {
        let _ = bands.to_string();
    }
    let _ = rules::parse_lots(text);
    let _ = rules::names(text);
    let _ = cpv::parse(text);
    let _ = table::read(text);
    if let Ok(id) = text.parse::<CustomId>() {
        let _ = (id.row(), id.rows());
    }
    let _ = griffin::notices::number(text);
    for service in Service::ALL {
        let _ = (address(service, text, false), secret(service, Some(text)));
    }
}

pub fn run(run: &mut Run) {
    let now: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    while run.goes_on() {
        let seed = TYPED[usize::try_from(run.chance.below(TYPED.len() as u64)).unwrap()];
        let text = broken(run, seed);
        // What panics in here is caught, so that the case is told.
        let _ = std::panic::catch_unwind(|| read(&text, now));
        if run.chance.below(50) == 0 {
            std::fs::write(file.path(), &text).unwrap();
            let vars = HashMap::from([("GRIFFIN__HTTP__LISTEN".to_owned(), text.clone())]);
            let _ = std::panic::catch_unwind(|| Config::read(Some(file.path()), vars).map(drop));
        }
        run.nothing_panicked(&text);
    }
}

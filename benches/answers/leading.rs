//! What a lead does with a tender of its own.

use chrono::{Days, TimeDelta, Utc};

use crate::commands::{Act, Command, Scene, Turn, types};

/// Every command of a lead's.
pub fn all() -> Vec<Command> {
    use Scene::Leading;
    vec![
        Command::write("tender announce", Leading, |it| types(announce(it))),
        Command::write("tender edit", Leading, |it| {
            types(format!(
                "/tender edit tender:{} title:Fuel {}",
                own(it),
                it.turn
            ))
        }),
        Command::write("tender extend", Leading, |it| {
            // Eight weeks from now is its deadline: each turn a minute later.
            let first = Utc::now().naive_utc().date() + Days::new(57);
            let at = first.and_time(chrono::NaiveTime::MIN) + minutes(it.turn);
            let at = at.format("%Y-%m-%d %H:%M");
            types(format!(
                "/tender extend tender:{} respond_by:{at} reason:More time",
                own(it)
            ))
        }),
        Command::write("tender chase", Leading, |it| {
            types(format!("/tender chase tender:{}", own(it)))
        }),
        Command::write("tender close and reopen, in turn", Leading, |it| {
            types(if it.turn.is_multiple_of(2) {
                format!("/tender close tender:{} reason:Early", own(it))
            } else {
                format!(
                    "/tender reopen tender:{} respond_by:in 9 weeks reason:Too early",
                    own(it)
                )
            })
        }),
        Command::write("tender indicate", Leading, |it| {
            types(format!(
                "/tender indicate tender:{} lot:Coal price:{}",
                own(it),
                it.turn + 1
            ))
        }),
        Command::write("lot edit", Leading, |it| {
            types(format!(
                "/lot edit tender:{} lot:1 title:Coal {}",
                own(it),
                it.turn
            ))
        }),
        Command::write("lot add", Leading, |it| {
            types(format!("/lot add tender:{} lot:Coke, tonne", another(it)))
        })
        .after(announced),
        Command::write("tender cancel", Leading, |it| {
            types(format!(
                "/tender cancel tender:{} reason:No money",
                another(it)
            ))
        })
        .after(announced),
        Command::write("tender publish", Leading, |it| types(publish(it))).after(closed),
        Command::write("tender award", Leading, |it| {
            types(format!(
                "/tender award tender:{} lot:Coal supplier:Cwm Coal price:142.50",
                another(it)
            ))
        })
        .after(published),
        Command::write("tender admit", Leading, |it| {
            types(format!(
                "/tender admit tender:{} authority:{}",
                admits(it),
                asks(it).1
            ))
        })
        .after(asked),
    ]
}

fn minutes(turn: usize) -> TimeDelta {
    TimeDelta::minutes(i64::try_from(turn).unwrap_or_default())
}

/// The tender that an officer leads from the beginning.
fn own(it: &Turn) -> String {
    format!("L{:02}", it.officer)
}

/// One that was announced for this turn.
fn another(it: &Turn) -> String {
    format!("P{:02}-{}", it.officer, it.turn)
}

fn announce(it: &Turn) -> String {
    let dates = "respond_by:in 8 weeks starts:in 20 weeks ends:in 100 weeks";
    format!(
        "/tender announce title:Fuel {dates} lot:Coal, tonne reference:{}",
        another(it)
    )
}

fn publish(it: &Turn) -> String {
    format!(
        "/tender publish tender:{} notice:000123-2027 bids_by:in 10 weeks entitled:South Wales",
        another(it)
    )
}

fn announced(it: &Turn) -> Vec<(usize, Act)> {
    vec![(it.officer, types(announce(it)))]
}

fn closed(it: &Turn) -> Vec<(usize, Act)> {
    let close = format!("/tender close tender:{}", another(it));
    announced(it)
        .into_iter()
        .chain([(it.officer, types(close))])
        .collect()
}

fn published(it: &Turn) -> Vec<(usize, Act)> {
    closed(it)
        .into_iter()
        .chain([(it.officer, types(publish(it)))])
        .collect()
}

/// So many authorities ask to join a tender late before another is needed.
const LATE: usize = 60;

/// The tender to which an authority is admitted in this turn.
fn admits(it: &Turn) -> String {
    format!("P{:02}-{}", it.officer, it.turn / LATE * LATE)
}

/// Who asks to be admitted in this turn: an officer other than the lead, and their authority.
fn asks(it: &Turn) -> (usize, String) {
    let others = 64 - 1;
    let n = (it.officer + it.turn % LATE % others) % 64 + 1;
    (n, format!("C{n:02}"))
}

fn asked(it: &Turn) -> Vec<(usize, Act)> {
    let mut before = match it.turn % LATE {
        0 => published(it),
        _ => Vec::new(),
    };
    let (officer, _) = asks(it);
    before.push((
        officer,
        types(format!("/tender join tender:{}", admits(it))),
    ));
    before
}

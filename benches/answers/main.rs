//! How long an answer takes: `/requirement declare` (a durable write) and `/tender show`, at 1, 16 and 64 at once,
//! as ratios to a bare serenity bot that says pong, over the same stand-in in the same run (design, section 8). The two are
//! asked in turn, slice by slice: a shared machine is now quick and now slow, for minutes.
//!
//! `cargo bench --bench answers`, or `-- --rounds 1 --requests 2000` for a quick look. PostgreSQL is measured too where
//! `TEST_POSTGRES_URL` names a server (`.ci/with-postgres cargo bench --bench answers`). `--at 64` measures that many at once
//! and no other number, `--only show` one of the two, for a profile.

#![expect(
    clippy::expect_used,
    reason = "a measurement that fails says so by a panic"
)]
#![expect(clippy::float_arithmetic, reason = "ratios and milliseconds")]

mod load;
mod pong;
mod region;
mod table;

use std::time::Duration;

use region::{Bot, Region};
use table::Row;

/// How many ask at once.
const AT_ONCE: [usize; 3] = [1, 16, 64];
/// How long anything may take before the measurement is given up.
pub const DEADLINE: Duration = Duration::from_secs(60);

struct Arguments {
    rounds: usize,
    requests: usize,
    at_once: Vec<usize>,
    declare: bool,
    show: bool,
}

impl Arguments {
    /// What was typed after `--`; what cargo adds itself is passed over.
    fn read() -> Self {
        let typed: Vec<String> = std::env::args().collect();
        let after = |name: &str| {
            let at = typed.iter().position(|word| word == name)?;
            typed.get(at + 1)
        };
        let number = |name: &str| after(name)?.parse().ok();
        let only = after("--only");
        Arguments {
            rounds: number("--rounds").unwrap_or(3),
            requests: number("--requests").unwrap_or(4000),
            at_once: number("--at").map_or(AT_ONCE.to_vec(), |only| vec![only]),
            declare: only.is_none_or(|only| only == "declare"),
            show: only.is_none_or(|only| only == "show"),
        }
    }
}

fn main() {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() == Some("pong") {
        let url = words.next().expect("the stand-in's address");
        let token = words.next().expect("the token");
        return pong::run(&url, &token);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(measure(&Arguments::read()));
}

async fn measure(arguments: &Arguments) {
    let mut kinds = vec![("SQLite", None)];
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) => kinds.push(("PostgreSQL", Some(url))),
        Err(_) => eprintln!("PostgreSQL is not measured: TEST_POSTGRES_URL is not set"),
    }
    let mut rows: Vec<Row> = Vec::new();
    for round in 0..arguments.rounds {
        eprintln!("round {} of {}", round + 1, arguments.rounds);
        let floor = Region::with(Bot::Pong).await;
        for (kind, server) in &kinds {
            let region = Region::with(Bot::Griffin(server.as_deref())).await;
            for &at_once in arguments.at_once.iter().filter(|_| arguments.declare) {
                let (pong, load) = load::beside(
                    &floor,
                    &region,
                    at_once,
                    arguments.requests,
                    |officer, n| region.declares(officer, n),
                )
                .await;
                rows.push(Row::of(&format!("declare, {kind}"), load, pong));
            }
            for &at_once in arguments.at_once.iter().filter(|_| arguments.show) {
                let shows = |_, _| region.shows();
                let (pong, load) =
                    load::beside(&floor, &region, at_once, arguments.requests, shows).await;
                rows.push(Row::of(&format!("show, {kind}"), load, pong));
            }
            region.end().await;
        }
        floor.end().await;
    }
    println!("{}", table::table(&rows));
}

//! How long an answer takes: `/requirement declare` (a durable write) and `/tender show`, at 1, 16 and 64 at once,
//! as ratios to a bare serenity bot that says pong, over the same stand-in in the same run (design, section 8).
//!
//! `cargo bench --bench answers`, or `-- --rounds 1 --requests 2000` for a quick look. PostgreSQL is measured too where
//! `TEST_POSTGRES_URL` names a server (`.ci/with-postgres cargo bench --bench answers`). `--at 64` measures that many at once
//! and no other number, for a profile.

mod load;
mod pong;
mod region;
mod table;

use std::time::Duration;

use load::Load;
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
}

impl Arguments {
    /// What was typed after `--`; what cargo adds itself is passed over.
    fn read() -> Self {
        let typed: Vec<String> = std::env::args().collect();
        let number = |name: &str| {
            let at = typed.iter().position(|word| word == name);
            at.and_then(|at| typed.get(at + 1)?.parse().ok())
        };
        Arguments {
            rounds: number("--rounds").unwrap_or(3),
            requests: number("--requests").unwrap_or(4000),
            at_once: number("--at").map_or(AT_ONCE.to_vec(), |only| vec![only]),
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
        let region = Region::with(Bot::Pong).await;
        for &at_once in &arguments.at_once {
            let load = Load::run(&region, at_once, arguments.requests, |_, _| {
                "/ping".to_owned()
            })
            .await;
            rows.push(Row::floor(round, load));
        }
        region.end().await;
        for (kind, server) in &kinds {
            let region = Region::with(Bot::Griffin(server.as_deref())).await;
            for &at_once in &arguments.at_once {
                let load = Load::run(&region, at_once, arguments.requests, |officer, n| {
                    region.declares(officer, n)
                })
                .await;
                rows.push(Row::of(round, &format!("declare, {kind}"), load));
            }
            for &at_once in &arguments.at_once {
                let load = Load::run(&region, at_once, arguments.requests, |_, _| region.shows());
                rows.push(Row::of(round, &format!("show, {kind}"), load.await));
            }
            region.end().await;
        }
    }
    println!("{}", table::table(&rows));
}

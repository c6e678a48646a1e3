//! How long an answer takes: every command that writes, and what is read most, at 1, 16 and 64 at once, over the stand-in for
//! Discord (design, section 8). Beside each, in the same run and in turn with it, slice by slice, for a shared machine is now
//! quick and now slow for minutes: a bare serenity bot that says pong, and what a user would write instead, a bot with
//! discord.js and one with discord.py that do one durable write with an audit row and nothing else (`peers/`).
//!
//! `cargo bench --bench answers`, or `-- --quick` for a look. PostgreSQL is measured too where `TEST_POSTGRES_URL` names a
//! server (`.ci/with-postgres cargo bench --bench answers`). `--only declare,join` measures the commands with one of these in
//! their name, `--at 64` that many at once and no other number, `--requests 4000` makes so many at 64, `--rounds 3` does all
//! of it three times. The peers' packages are installed under `target/` (npm, and pip in an environment of its own). A peer
//! that can't be installed is left out, and so is what happens in call-off without Debian's `faketime`; both are said.

#![expect(
    clippy::expect_used,
    reason = "a measurement that fails says so by a panic"
)]
#![expect(clippy::float_arithmetic, reason = "ratios and milliseconds")]

mod bot;
mod commands;
mod disk;
mod leading;
mod load;
mod peers;
mod pong;
mod process;
mod region;
mod scene;
mod table;

use std::time::Duration;

use bot::Bot;
use commands::{Command, DECLARE, PONG};
use load::Load;
use peers::Peers;
use region::Region;
use table::Row;

/// How many ask at once.
const AT_ONCE: [usize; 3] = [1, 16, 64];
/// How long anything may take before the measurement is given up.
pub const DEADLINE: Duration = Duration::from_secs(60);
/// How often a peer is asked before anything is measured: Node compiles what it runs often.
const WARM: usize = 2000;

struct Arguments {
    rounds: usize,
    requests: usize,
    at_once: Vec<usize>,
    only: Option<String>,
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
        let quick = typed.iter().any(|word| word == "--quick");
        Arguments {
            rounds: number("--rounds").unwrap_or(1),
            requests: number("--requests").unwrap_or(if quick { 320 } else { 1280 }),
            at_once: number("--at").map_or(AT_ONCE.to_vec(), |only| vec![only]),
            only: after("--only").cloned(),
        }
    }

    /// How many requests are made where so many ask at once: fewer where fewer do, because it takes as long.
    fn requests_at(&self, at_once: usize) -> usize {
        match at_once {
            1 => self.requests / 5,
            2..=16 => self.requests / 2,
            _ => self.requests,
        }
    }

    fn wants(&self, command: &Command) -> bool {
        self.only
            .as_deref()
            .is_none_or(|only| only.split(',').any(|it| command.name.contains(it)))
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
    let peers = Peers::install();
    let commands: Vec<Command> = commands::all()
        .into_iter()
        .filter(|command| arguments.wants(command))
        .collect();
    for (kind, server) in &kinds {
        let mut rows: Vec<Row> = Vec::new();
        for round in 1..=arguments.rounds {
            let floors = Floors::start(&peers).await;
            for command in &commands {
                eprintln!("{kind}, round {round}: {}", command.name);
                floors
                    .beside(command, server.as_deref(), arguments, &mut rows)
                    .await;
            }
            floors.end().await;
        }
        println!("### {kind}\n\n{}", table::table(&rows));
    }
    println!("Not measured:\n");
    for (what, why) in commands::LEFT_OUT {
        println!("- {what}: {why}");
    }
}

/// What griffin is held against: the bare pong, and the peers that could be installed.
struct Floors {
    all: Vec<(&'static str, Region, Command)>,
}

impl Floors {
    async fn start(peers: &Peers) -> Self {
        let folder = || tempfile::tempdir().expect("a folder");
        let pong = Region::with(&Bot::Pong, folder()).await;
        let mut all = vec![("pong", pong, PONG)];
        for (name, bot) in peers.bots() {
            all.push((name, Region::with(&bot, folder()).await, DECLARE));
        }
        for (_, region, command) in &all {
            load::ask(region, command, AT_ONCE[1], WARM).await;
        }
        Floors { all }
    }

    /// Measures a command of griffin's, in a region of its own so that none waits for what another has queued.
    async fn beside(
        &self,
        command: &Command,
        server: Option<&str>,
        arguments: &Arguments,
        rows: &mut Vec<Row>,
    ) {
        let Some(region) = scene::griffin(command.scene, server).await else {
            eprintln!(
                "NOT MEASURED: {} (needs Debian's package faketime)",
                command.name
            );
            return;
        };
        for &at_once in &arguments.at_once {
            let requests = arguments.requests_at(at_once);
            // A peer's declaration is nothing to hold a reading against.
            let floors = self
                .all
                .iter()
                .filter(|it| command.writes() || it.0 == "pong");
            let mut asked: Vec<(&str, &Region, &Command)> = floors
                .map(|(name, region, floor)| (*name, region, floor))
                .collect();
            asked.push((command.name, &region, command));
            let loads = load::in_turn(&asked, at_once, requests).await;
            let (griffin, beside): (Vec<_>, Vec<_>) = loads
                .into_iter()
                .partition(|(name, _): &(&str, Load)| *name == command.name);
            for (_, load) in griffin {
                rows.push(Row::of(command, load, &beside));
            }
        }
        region.has_written(command).await;
        region.end().await;
    }

    async fn end(self) {
        for (_, region, _) in self.all {
            region.end().await;
        }
    }
}

//! The campaign: random region life against the real program over the stand-in for Discord, while it is killed and
//! everything around it fails; after each round what there is is held against a model of what should have happened
//! (design, section 3, rules 1 to 5 and 10).
//!
//! `cargo test --test campaign -- --kills 2000` runs rounds until griffin was killed so many times on each database
//! (PostgreSQL where Debian's package `postgresql` is installed: each round has a server of its own, which may crash).
//! Root runs it on small disks, which may be full. A failed round names its seed, and
//! `--seed N --rounds 1` runs it again: the same people do the same in the same order, and the same goes wrong.
//! What processes do in between is timing, so a rare fault may take several runs. Two rounds are played at the same
//! time;
//! `TEST_LOGS=1 … --beside 1` shows a round and griffin's log. Without arguments it is short; CI asks for more.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that fails says so by a panic"
)]

mod life;
mod model;
mod server;
mod storage;
mod troubles;
mod verdict;
mod world;

#[path = "../whole/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "a part of it is used here")]
mod support;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::time::Instant;

use chrono::{DateTime, TimeZone, Utc};
use clap::Parser;
use futures::{FutureExt, StreamExt, stream};

use model::Model;
use storage::Storage;
use support::process::has_faketime;
use troubles::Amiss;
use world::World;

/// How many times griffin is killed in a round.
const IN_A_ROUND: u32 = 25;

#[derive(Clone, Parser)]
#[command(about = "Kills griffin at random moments while a region works with it.")]
struct Options {
    /// How many times griffin is killed, on each database.
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// The seed of the first round; the next ones follow it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// So many rounds, whatever the number of kills.
    #[arg(long)]
    rounds: Option<u64>,
    /// How many rounds are played at the same time: they wait more than they work.
    #[arg(long, default_value_t = 2)]
    beside: usize,
    /// What the test harness is asked otherwise; not used here.
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    others: Vec<String>,
}

/// Rounds begin shortly before the clocks change, one way and the other, and at the turn of a year.
fn beginning(seed: u64) -> DateTime<Utc> {
    let (year, month, day) = [(2027, 3, 22), (2027, 10, 25), (2027, 12, 20), (2028, 3, 20)]
        [usize::try_from(seed % 4).unwrap()];
    Utc.with_ymd_and_hms(year, month, day, 10, 0, 0).unwrap()
}

async fn round(seed: u64, storage: Storage, tally: &mut u32) {
    let mut world = World::new(storage, seed, beginning(seed)).await;
    let outcome = AssertUnwindSafe(play(&mut world, seed))
        .catch_unwind()
        .await;
    *tally += world.kills;
    if let Err(panic) = outcome {
        println!("{}", world.diary.join("\n"));
        println!("{}", world.sandbox.picture());
        println!("the round of seed {seed} FAILED");
        std::panic::resume_unwind(panic);
    }
}

async fn play(world: &mut World, seed: u64) {
    let mut model = Model::new();
    let mut amiss = Amiss::default();
    let slow = world.chance.below(4) == 0;
    if slow {
        troubles::delay_past_the_time_out(world);
    }
    while world.kills < IN_A_ROUND {
        let killed = match world.chance.below(3) {
            0 => Some(usize::try_from(world.chance.below(5)).unwrap()),
            _ => None,
        };
        if world.chance.below(3) == 0 {
            troubles::fault(world);
        }
        life::act(world, &mut model, killed).await;
        match world.chance.below(10) {
            0 | 1 => troubles::trouble(world, &mut model, &mut amiss).await,
            2 | 3 => {
                let mut settled = !amiss.something() && world.chance.below(2) == 0;
                if settled {
                    world.sandbox.clear_faults();
                    settled = world.settle().await;
                }
                let time = troubles::absence(world);
                world.note(format!("griffin is down for {} hours", time.num_hours()));
                let from = world.now();
                world.sleep_through(time).await;
                let to = world.now();
                let said = model.slept(from, to, settled);
                world.note(format!("expected: {said}"));
                if settled {
                    world.settle().await;
                }
            }
            _ => {}
        }
    }
    amiss.end(world, &mut model).await;
    model.awake_until(world.now());
    verdict::hold(world, &model).await;
    let tenders = model.tenders.len();
    let orders: usize = model.tenders.iter().map(|it| it.call_offs.len()).sum();
    println!(
        "seed {seed}: {} kills, {tenders} tenders, {orders} orders: all as it should be",
        world.kills
    );
}

#[tokio::main]
async fn main() -> ExitCode {
    if std::env::args().any(|arg| arg == "--list") {
        println!("campaign: test");
        return ExitCode::SUCCESS;
    }
    if !has_faketime() {
        return ExitCode::SUCCESS;
    }
    let options = Options::parse();
    let began = Instant::now();
    let kills = std::sync::Mutex::new(BTreeMap::<&str, u32>::new());
    // Each has at least this many kills.
    let rounds = options
        .rounds
        .unwrap_or_else(|| options.kills.div_ceil(IN_A_ROUND).into());
    let both = async |seed| {
        for storage in [Some(Storage::sqlite()), Storage::postgres()] {
            let Some(storage) = storage else {
                eprintln!("NOT RUN on PostgreSQL: its server is not installed");
                continue;
            };
            let kind = match storage.url.starts_with("sqlite:") {
                true => "SQLite",
                false => "PostgreSQL",
            };
            let mut tally = 0;
            round(seed, storage, &mut tally).await;
            *kills.lock().unwrap().entry(kind).or_default() += tally;
        }
    };
    stream::iter(options.seed..options.seed + rounds)
        .map(both)
        .buffer_unordered(options.beside.max(1))
        .collect::<()>()
        .await;
    for (kind, times) in kills.into_inner().unwrap() {
        println!("{kind}: killed {times} times, and everything as it should be");
    }
    println!("in {} s", began.elapsed().as_secs());
    ExitCode::SUCCESS
}

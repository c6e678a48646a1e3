//! Bad input by the million: everything that comes from outside, broken at random for as long as it is told to
//! (design, section 3, rule 10). No panic anywhere in the process, no hang, and no memory that grows.
//!
//! `cargo test --release --test fuzz -- --seconds 600` gives each target ten minutes; without arguments it is a second,
//! so that the targets themselves are tested. `--target gateway` runs one, `--seed N` begins with another seed. A failure
//! names its target, seed and case, with which it comes again.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that fails says so by a panic"
)]

mod files;
mod gateway;
mod texts;

#[path = "../whole/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "a part of it is used here")]
mod support;

use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::Parser;
use support::chance::Seeded;
use support::memory::resident;

/// How much more memory the process may hold after a target than before it, in MiB: what libraries keep, not what grows.
const MEMORY: u64 = 300;

#[derive(Parser)]
#[command(about = "Breaks what comes from outside at random.")]
struct Options {
    /// How long each target runs, in seconds.
    #[arg(long, default_value_t = 1)]
    seconds: u64,
    /// The seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One target alone: texts, files or gateway.
    #[arg(long)]
    target: Option<String>,
    /// What the test harness is asked otherwise; not used here.
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    others: Vec<String>,
}

/// A target under way.
pub struct Run {
    /// Its name, as `--target` takes it.
    pub name: &'static str,
    /// What chance began with.
    pub seed: u64,
    /// What breaks its input.
    pub chance: Seeded,
    until: Instant,
    cases: u64,
}

/// What panicked, anywhere in the process.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Run {
    /// Whether there is time for another case.
    pub fn goes_on(&mut self) -> bool {
        self.cases += 1;
        Instant::now() < self.until
    }

    /// So many cases more than [`Run::goes_on`] counted.
    pub fn counts(&mut self, more: u64) {
        self.cases += more;
    }

    /// Fails if anything has panicked since.
    pub fn nothing_panicked(&self, case: &dyn std::fmt::Debug) {
        let panics = std::mem::take(&mut *PANICS.lock().unwrap());
        self.none_of(panics, case);
    }

    /// Fails if these panics are any.
    pub fn none_of(&self, panics: Vec<String>, case: &dyn std::fmt::Debug) {
        if panics.is_empty() {
            return;
        }
        let case = format!("{case:?}");
        let case: String = case.chars().take(4_000).collect();
        println!(
            "{} FAILED with --seed {} in case {}: {panics:#?}\n{case}",
            self.name, self.seed, self.cases
        );
        std::process::exit(1);
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    if std::env::args().any(|arg| arg == "--list") {
        println!("fuzz: test");
        return ExitCode::SUCCESS;
    }
    let options = Options::parse();
    std::panic::set_hook(Box::new(|info| {
        PANICS.lock().unwrap().push(info.to_string());
    }));
    for name in ["texts", "files", "gateway"] {
        if options.target.as_ref().is_some_and(|it| it != name) {
            continue;
        }
        let mut run = Run {
            name,
            seed: options.seed,
            chance: Seeded(options.seed),
            until: Instant::now() + Duration::from_secs(options.seconds),
            cases: 0,
        };
        let before = resident("self") / 1024;
        let grown = match name {
            "texts" => {
                texts::run(&mut run);
                (resident("self") / 1024).saturating_sub(before)
            }
            "files" => {
                files::run(&mut run).await;
                (resident("self") / 1024).saturating_sub(before)
            }
            // The stand-in keeps what it was asked: griffin is a process of its own.
            _ => gateway::run(&mut run).await,
        };
        run.nothing_panicked(&"the end");
        println!("{name}: {} cases, {grown} MiB more than before", run.cases);
        if grown > MEMORY {
            println!("{name} FAILED: that is more than {MEMORY} MiB");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

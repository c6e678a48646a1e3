//! A closed loop: a number of clients ask at once, each asking again as soon as it has its answer.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;

use crate::commands::Command;
use crate::disk::Disk;
use crate::region::Region;

/// What came of it.
#[derive(Clone, Debug)]
pub struct Load {
    /// How many asked at once.
    pub at_once: usize,
    /// Slice by slice.
    pub slices: Vec<Slice>,
    /// Half of the answers took no longer; of those in quiet slices, where there are any.
    pub p50: Duration,
    /// 99 of a hundred took no longer.
    pub p99: Duration,
    /// Seconds of processor time of the bot for a thousand answers.
    pub cpu: f64,
    /// The bot's memory afterwards, in MiB.
    pub memory: f64,
}

/// What came of a slice.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// Answers a second.
    pub rate: f64,
    /// How long it took just before to make a page durable.
    pub sync: Duration,
}

impl Slice {
    /// Whether the machine had little else to do: on a busy one, whoever waits for the disk waits for a processor as well.
    pub fn is_quiet(&self) -> bool {
        self.sync <= QUIET
    }
}

/// In how many slices the requests are made; in up to twice as many, where too few were quiet.
const SLICES: usize = 8;
/// So many quiet slices are enough to judge by.
pub const ENOUGH: usize = 3;
/// How often the disk is tried before each.
const SYNCS: usize = 5;
/// A page takes no longer to be made durable where nobody else is busy.
const QUIET: Duration = Duration::from_micros(400);

/// Has `at_once` officers of each region ask what stands beside it, in turn, slice by slice, until each has had `requests`
/// answers or so, after a tenth of them to warm up; longer, while the machine is busy with something else.
pub async fn in_turn<'a>(
    asked: &[(&'a str, &'a Region, &'a Command)],
    at_once: usize,
    requests: usize,
) -> Vec<(&'a str, Load)> {
    let mut tallies: Vec<Tally> = asked.iter().map(|_| Tally::default()).collect();
    for (_, region, command) in asked {
        ask(region, command, at_once, requests / 10).await;
    }
    let mut quiet = 0;
    for round in 0..2 * SLICES {
        if round >= SLICES && quiet >= ENOUGH {
            break;
        }
        for ((_, region, command), tally) in asked.iter().zip(&mut tallies) {
            region.prepare(command, at_once, requests / SLICES).await;
            tally.add(region, command, at_once, requests / SLICES).await;
        }
        let last = |tally: &Tally| tally.slices.last().is_some_and(Slice::is_quiet);
        quiet += usize::from(tallies.iter().all(last));
    }
    let ended = asked.iter().zip(tallies);
    ended
        .map(|((name, region, _), tally)| (*name, tally.end(region, at_once)))
        .collect()
}

/// What the slices of one came to so far.
#[derive(Default)]
struct Tally {
    took: Vec<Vec<Duration>>,
    slices: Vec<Slice>,
    cpu: f64,
}

impl Tally {
    async fn add(&mut self, region: &Region, command: &Command, at_once: usize, requests: usize) {
        let mut disk = Disk::of(&region.folder);
        let mut syncs: Vec<Duration> = (0..SYNCS).map(|_| disk.sync()).collect();
        syncs.sort_unstable();
        let (cpu, started) = (region.cpu(), Instant::now());
        let took = asking(region, command, at_once, requests).await;
        let elapsed = started.elapsed();
        self.slices.push(Slice {
            rate: took.len() as f64 / elapsed.as_secs_f64(),
            sync: syncs[SYNCS / 2],
        });
        self.took.push(took);
        self.cpu += region.cpu() - cpu;
    }

    fn end(self, region: &Region, at_once: usize) -> Load {
        let many: usize = self.took.iter().map(Vec::len).sum();
        let quiet = self.slices.iter().any(Slice::is_quiet);
        let counted = self.slices.iter().zip(&self.took);
        let counted = counted.filter(|(slice, _)| slice.is_quiet() || !quiet);
        let mut took: Vec<Duration> = counted.flat_map(|(_, took)| took.clone()).collect();
        took.sort_unstable();
        let at = |share: usize| took[(took.len() - 1) * share / 100];
        Load {
            at_once,
            p50: at(50),
            p99: at(99),
            cpu: self.cpu / many as f64 * 1000.0,
            memory: region.memory(),
            slices: self.slices,
        }
    }
}

/// Prepares and asks, and measures nothing.
pub async fn ask(region: &Region, command: &Command, at_once: usize, requests: usize) {
    let requests = requests.max(at_once);
    region.prepare(command, at_once, requests).await;
    asking(region, command, at_once, requests).await;
}

async fn asking(
    region: &Region,
    command: &Command,
    at_once: usize,
    requests: usize,
) -> Vec<Duration> {
    let next = AtomicUsize::new(0);
    let next = &next;
    let asked = (1..=at_once).map(|officer| async move {
        let mut took = Vec::new();
        while next.fetch_add(1, Ordering::Relaxed) < requests {
            let Some(turn) = region.next_turn(command, officer) else {
                break; // It has used up what was prepared.
            };
            let act = (command.line)(&turn);
            let started = Instant::now();
            let answer = region.does(officer, &act).await;
            took.push(started.elapsed());
            region.check(&act, &answer);
        }
        took
    });
    join_all(asked).await.into_iter().flatten().collect()
}

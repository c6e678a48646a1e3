//! A closed loop: so many ask at once, each again as soon as it has its answer.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;

use crate::region::Region;

/// What came of it.
#[derive(Clone, Debug)]
pub struct Load {
    /// How many asked at once.
    pub at_once: usize,
    /// Answers a second.
    pub throughput: f64,
    /// Half of the answers took no longer.
    pub p50: Duration,
    /// 99 of a hundred took no longer.
    pub p99: Duration,
    /// Seconds of processor time of the bot for a thousand answers.
    pub cpu: f64,
    /// The bot's memory afterwards, in MiB.
    pub memory: f64,
}

/// In how many slices the requests are made, the floor's and griffin's in turn.
const SLICES: usize = 5;

/// Has `at_once` officers of each of the two ask until there were `requests` answers, in turn, after a tenth of them to warm
/// up: what the floor's bot was asked came to, and what `line` has them ask in `region`.
pub async fn beside(
    floor: &Region,
    region: &Region,
    at_once: usize,
    requests: usize,
    line: impl Fn(usize, usize) -> String,
) -> (Load, Load) {
    let ping = |_, _| "/ping".to_owned();
    ask(floor, at_once, 0..requests / 10, &ping).await;
    ask(region, at_once, 0..requests / 10, &line).await;
    let (mut pong, mut load) = (Tally::default(), Tally::default());
    for slice in 0..SLICES {
        let part = requests * slice / SLICES..requests * (slice + 1) / SLICES;
        pong.add(floor, at_once, part.clone(), &ping).await;
        load.add(region, at_once, part, &line).await;
    }
    (pong.end(floor, at_once), load.end(region, at_once))
}

/// What the slices of one came to so far.
#[derive(Default)]
struct Tally {
    took: Vec<Duration>,
    elapsed: Duration,
    cpu: f64,
}

impl Tally {
    async fn add(
        &mut self,
        region: &Region,
        at_once: usize,
        part: Range<usize>,
        line: &impl Fn(usize, usize) -> String,
    ) {
        let (cpu, started) = (region.cpu(), Instant::now());
        self.took.extend(ask(region, at_once, part, line).await);
        self.elapsed += started.elapsed();
        self.cpu += region.cpu() - cpu;
    }

    fn end(mut self, region: &Region, at_once: usize) -> Load {
        self.took.sort_unstable();
        let (took, many) = (&self.took, self.took.len());
        let at = |share: usize| took[(many - 1) * share / 100];
        Load {
            at_once,
            throughput: many as f64 / self.elapsed.as_secs_f64(),
            p50: at(50),
            p99: at(99),
            cpu: self.cpu / many as f64 * 1000.0,
            memory: region.memory(),
        }
    }
}

async fn ask(
    region: &Region,
    at_once: usize,
    part: Range<usize>,
    line: &impl Fn(usize, usize) -> String,
) -> Vec<Duration> {
    let next = AtomicUsize::new(part.start);
    let next = &next;
    let officers = region.officers().iter().take(at_once).enumerate();
    let asked = officers.map(|(number, officer)| async move {
        let mut took = Vec::new();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= part.end {
                return took;
            }
            let line = line(number, n);
            let started = Instant::now();
            let answer = officer.types(&line).await;
            took.push(started.elapsed());
            assert!(
                !answer.failed() && !answer.says("Not done"),
                "{line}\n{answer}"
            );
        }
    });
    join_all(asked).await.into_iter().flatten().collect()
}

//! A closed loop: so many ask at once, each again as soon as it has its answer.

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

impl Load {
    /// Has `at_once` officers ask until there were `requests` answers, after a tenth of them to warm up.
    pub async fn run(
        region: &Region,
        at_once: usize,
        requests: usize,
        line: impl Fn(usize, usize) -> String,
    ) -> Self {
        ask(region, at_once, requests / 10, &line).await;
        let (cpu, started) = (region.cpu(), Instant::now());
        let mut took = ask(region, at_once, requests, &line).await;
        let (elapsed, cpu) = (started.elapsed(), region.cpu() - cpu);
        took.sort_unstable();
        let at = |share: usize| took[(took.len() - 1) * share / 100];
        Load {
            at_once,
            throughput: took.len() as f64 / elapsed.as_secs_f64(),
            p50: at(50),
            p99: at(99),
            cpu: cpu / took.len() as f64 * 1000.0,
            memory: region.memory(),
        }
    }
}

async fn ask(
    region: &Region,
    at_once: usize,
    requests: usize,
    line: &impl Fn(usize, usize) -> String,
) -> Vec<Duration> {
    let next = AtomicUsize::new(0);
    let next = &next;
    let officers = region.officers().iter().take(at_once).enumerate();
    let asked = officers.map(|(number, officer)| async move {
        let mut took = Vec::new();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= requests {
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

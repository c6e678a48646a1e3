//! The table: medians over the rounds, each as a ratio to the floor of its own round.

use crate::load::Load;

/// One measurement.
pub struct Row {
    round: usize,
    what: String,
    load: Load,
}

const FLOOR: &str = "pong";

impl Row {
    /// Of the floor.
    pub fn floor(round: usize, load: Load) -> Self {
        Row::of(round, FLOOR, load)
    }

    /// Of griffin.
    pub fn of(round: usize, what: &str, load: Load) -> Self {
        Row {
            round,
            what: what.to_owned(),
            load,
        }
    }
}

/// The table in Markdown.
pub fn table(rows: &[Row]) -> String {
    let mut text = "| what | at once | answers/s | ratio to pong (min–max) | p50 ms | p99 ms | p99 ratio | CPU s/1,000 | memory MiB |\n\
                    | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n".to_owned();
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        let key = (row.what.as_str(), row.load.at_once);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let same: Vec<&Row> = rows
            .iter()
            .filter(|r| (r.what.as_str(), r.load.at_once) == key)
            .collect();
        let floor = |r: &Row| {
            let found = rows.iter().find(|f| {
                f.what == FLOOR && f.round == r.round && f.load.at_once == r.load.at_once
            });
            found.map_or(&r.load, |f| &f.load).clone()
        };
        let mut ratios: Vec<f64> = same
            .iter()
            .map(|r| r.load.throughput / floor(r).throughput)
            .collect();
        ratios.sort_by(f64::total_cmp);
        let median = |value: &dyn Fn(&Row) -> f64| {
            let mut values: Vec<f64> = same.iter().map(|r| value(r)).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        let ms = |d: std::time::Duration| d.as_secs_f64() * 1000.0;
        text += &format!(
            "| {} | {} | {:.0} | {:.2} ({:.2}–{:.2}) | {:.2} | {:.2} | {:.1} | {:.3} | {:.0} |\n",
            row.what,
            row.load.at_once,
            median(&|r| r.load.throughput),
            ratios[ratios.len() / 2],
            ratios[0],
            ratios[ratios.len() - 1],
            median(&|r| ms(r.load.p50)),
            median(&|r| ms(r.load.p99)),
            median(&|r| ms(r.load.p99) / ms(floor(r).p99)),
            median(&|r| r.load.cpu),
            median(&|r| r.load.memory),
        );
    }
    text
}

//! The table: medians over the rounds, each as a ratio to the floor that was asked in turn with it.

use crate::load::Load;

/// One measurement.
pub struct Row {
    what: String,
    load: Load,
    floor: Load,
}

impl Row {
    /// Of griffin, and of the floor beside it.
    pub fn of(what: &str, load: Load, floor: Load) -> Self {
        Row {
            what: what.to_owned(),
            load,
            floor,
        }
    }
}

/// The table in Markdown.
pub fn table(rows: &[Row]) -> String {
    let mut text = "| what | at once | answers/s | ratio to pong (min–max) | p50 ms | p99 ms | p99 ratio | CPU s/1,000 | memory MiB |\n\
                    | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n".to_owned();
    let floors = rows
        .iter()
        .map(|row| Row::of("pong", row.floor.clone(), row.floor.clone()));
    let floors: Vec<Row> = floors.collect();
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for row in floors.iter().chain(rows) {
        let key = (row.what.as_str(), row.load.at_once);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let same: Vec<&Row> = floors
            .iter()
            .chain(rows)
            .filter(|r| (r.what.as_str(), r.load.at_once) == key)
            .collect();
        let sorted = |value: &dyn Fn(&Row) -> f64| {
            let mut values: Vec<f64> = same.iter().map(|r| value(r)).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let median = |value: &dyn Fn(&Row) -> f64| sorted(value)[same.len() / 2];
        let ratios = sorted(&|r| r.load.throughput / r.floor.throughput);
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
            median(&|r| ms(r.load.p99) / ms(r.floor.p99)),
            median(&|r| r.load.cpu),
            median(&|r| r.load.memory),
        );
    }
    text
}

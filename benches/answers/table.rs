//! The table: each command as ratios to those that were asked in turn with it, and whether it reaches the goals of the design
//! (section 8). Rates and their ratios are medians of the slices, which a moment in which the machine had other things to do
//! doesn't move. A busy one flatters griffin, whose batches share one sync of the disk where a peer waits for one a
//! declaration: slices in which it wasn't quiet don't count, where there are others.

use std::time::Duration;

use crate::commands::Command;
use crate::load::{ENOUGH, Load, Slice};

/// No answer in a hundred takes longer, in milliseconds.
const P99_GOAL: f64 = 100.0;
/// One that comes alone is no more behind a pong, in milliseconds.
const BEHIND_GOAL: f64 = 1.0;
/// What a command that writes is to be of the discord.py bot's rate, at the most that ask at once.
const PY_GOAL: f64 = 2.0;

/// One measurement.
pub struct Row {
    what: &'static str,
    goal: Option<f64>,
    load: Load,
    beside: Vec<(String, Load)>,
}

impl Row {
    /// Of a command, and of the floors beside it.
    pub fn of(command: &Command, load: Load, beside: &[(&str, Load)]) -> Self {
        let beside = beside
            .iter()
            .map(|(name, load)| ((*name).to_owned(), load.clone()));
        Row {
            what: command.name,
            goal: command.goal,
            load,
            beside: beside.collect(),
        }
    }

    /// In how many slices the machine was quiet, for it and all beside it.
    fn quiet(&self) -> usize {
        let beside = || self.beside.iter().map(|(_, load)| load);
        let quiet = |n: &usize| {
            let mut all = beside().chain([&self.load]);
            all.all(|it| it.slices.get(*n).is_some_and(Slice::is_quiet))
        };
        (0..self.load.slices.len()).filter(quiet).count()
    }

    fn floor(&self, name: &str) -> Option<&Load> {
        let found = self.beside.iter().find(|(it, _)| it == name);
        found.map(|(_, load)| load)
    }
}

/// The table in Markdown.
pub fn table(rows: &[Row]) -> String {
    let mut text = "| what | at once | answers/s | of pong | of discord.js | of discord.py | p50 ms | p99 ms | CPU s/1,000 | memory MiB | sync ms | goal reached |\n\
                    | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n".to_owned();
    let mut sizes: Vec<usize> = rows.iter().map(|row| row.load.at_once).collect();
    sizes.sort_unstable();
    sizes.dedup();
    for name in ["pong", "discord.js", "discord.py"] {
        for &size in &sizes {
            let of_size: Vec<&Row> = rows.iter().filter(|row| row.load.at_once == size).collect();
            let loads: Vec<&Load> = of_size.iter().filter_map(|row| row.floor(name)).collect();
            let of_pong = of_size
                .iter()
                .filter_map(|row| Some((row.floor(name)?, row.floor("pong")?)));
            let of_pong = shown(of_pong.flat_map(|(own, pong)| slices(own, pong)).collect());
            if !loads.is_empty() {
                text += &line(name, &loads, [of_pong, String::new(), String::new()], "");
            }
        }
    }
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        let key = (row.what, row.load.at_once);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let same: Vec<&Row> = rows
            .iter()
            .filter(|it| (it.what, it.load.at_once) == key)
            .collect();
        let loads: Vec<&Load> = same.iter().map(|row| &row.load).collect();
        let ratios = ["pong", "discord.js", "discord.py"].map(|name| shown(ratios(&same, name)));
        text += &line(row.what, &loads, ratios, &reached(&same, sizes.last()));
    }
    text
}

fn line(what: &str, loads: &[&Load], of: [String; 3], goal: &str) -> String {
    let median = |value: &dyn Fn(&Load) -> f64| median(loads.iter().map(|it| value(it)).collect());
    let [pong, js, py] = of;
    format!(
        "| {what} | {} | {:.0} | {pong} | {js} | {py} | {:.2} | {:.2} | {:.3} | {:.0} | {:.2} | {goal} |\n",
        loads.first().map_or(0, |load| load.at_once),
        self::median(loads.iter().flat_map(|it| rates(it)).collect()),
        median(&|it| ms(it.p50)),
        median(&|it| ms(it.p99)),
        median(&|it| it.cpu),
        median(&|it| it.memory),
        self::median(
            loads
                .iter()
                .flat_map(|it| &it.slices)
                .map(|it| ms(it.sync))
                .collect()
        ),
    )
}

/// The ratios to a floor.
fn ratios(same: &[&Row], floor: &str) -> Vec<f64> {
    let beside = same
        .iter()
        .filter_map(|row| Some((&row.load, row.floor(floor)?)));
    beside.flat_map(|(own, floor)| slices(own, floor)).collect()
}

/// One's rate as a ratio to another's, slice by slice, for these are asked in turn.
fn slices(own: &Load, other: &Load) -> Vec<f64> {
    let pairs: Vec<(&Slice, &Slice)> = own.slices.iter().zip(&other.slices).collect();
    let quiet = |it: &&(&Slice, &Slice)| it.0.is_quiet() && it.1.is_quiet();
    let quiet: Vec<_> = pairs.iter().filter(quiet).copied().collect();
    let counted = if quiet.is_empty() { pairs } else { quiet };
    let ratio = |(own, other): (&Slice, &Slice)| own.rate / other.rate;
    counted.into_iter().map(ratio).collect()
}

/// The rates that count.
fn rates(load: &Load) -> Vec<f64> {
    let quiet = load.slices.iter().filter(|it| it.is_quiet());
    let quiet: Vec<f64> = quiet.map(|it| it.rate).collect();
    if quiet.is_empty() {
        return load.slices.iter().map(|it| it.rate).collect();
    }
    quiet
}

fn shown(ratios: Vec<f64>) -> String {
    if ratios.is_empty() {
        return String::new();
    }
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(0.0, f64::max);
    format!("{:.2} ({least:.2}–{most:.2})", median(ratios))
}

/// Whether the goals are reached that hold for so many at once, or which isn't.
fn reached(same: &[&Row], most: Option<&usize>) -> String {
    if same.iter().map(|row| row.quiet()).sum::<usize>() < ENOUGH {
        return "not judged: the machine was busy".to_owned();
    }
    let mut missed = Vec::new();
    let median = |value: &dyn Fn(&Row) -> f64| median(same.iter().map(|it| value(it)).collect());
    let p99 = median(&|row| ms(row.load.p99));
    if p99 >= P99_GOAL {
        missed.push(format!("p99 {p99:.0} ms"));
    }
    let Some(first) = same.first() else {
        return String::new();
    };
    let at_once = first.load.at_once;
    if at_once == 1 {
        let behind =
            median(&|row| ms(row.load.p50) - row.floor("pong").map_or(0.0, |it| ms(it.p50)));
        if behind >= BEHIND_GOAL {
            missed.push(format!("{behind:.1} ms behind pong"));
        }
    }
    if let Some(goal) = first.goal.filter(|_| Some(&at_once) == most && at_once > 1) {
        for (peer, goal) in [("discord.js", goal), ("discord.py", PY_GOAL)] {
            let ratios = ratios(same, peer);
            let measured = !ratios.is_empty();
            let ratio = self::median(ratios);
            if !measured {
                missed.push(format!("{peer} was not measured"));
            } else if ratio < goal {
                missed.push(format!("{ratio:.2} of {peer}, not {goal}"));
            }
        }
    }
    match missed.is_empty() {
        true => "yes".to_owned(),
        false => format!("no: {}", missed.join("; ")),
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

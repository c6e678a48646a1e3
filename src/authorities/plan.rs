//! Pure: what a table would add to the register and change in it, line by line, and which of its lines are wrong.

use std::collections::HashMap;

use super::differences::{changes, known, odd_region, updated};
use super::finding::called;
use super::rules::{Authority, Registration};
use super::table::{Line, Table};
use super::taken::Taken;
use crate::values::{AuthorityId, Preview, Refusal};
use crate::words::{Join, Text, text};

/// How many characters explain wrong lines; of the others the numbers are given. With the numbers of every
/// second line of the longest table it is less than an embed of Discord holds (4,096).
const EXPLAINED: usize = 1_000;
/// As much where good lines are done, which are told beside them: both in one message (2,000).
const EXPLAINED_BESIDE: usize = 400;
/// How many authorities that are added, or changed, are named.
const NAMED: usize = 5;

/// What a table comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Those to add, each with its short name, in the table's order.
    pub added: Vec<(Registration, String)>,
    /// Those to change: as they stand, and as they are to stand.
    pub changed: Vec<(Authority, Authority)>,
    /// How many lines say what stands already.
    pub same: usize,
    /// The lines that are wrong, by number, each with what is.
    pub wrong: Vec<(u64, Vec<Refusal>)>,
    /// The columns that are passed over.
    passed_over: Vec<String>,
    /// What to ask about regions.
    odd: Vec<Text>,
}

/// Finds out what a table comes to, given the register and the regions that have a forum. Lines that give a short name
/// find room first, so that no suggestion takes it from them.
pub fn of(register: &[Authority], forums: &[String], table: Table) -> Plan {
    let mut plan = Plan {
        passed_over: table.passed_over,
        ..Plan::default()
    };
    let mut taken = Taken::by(register).with_regions(forums);
    let regions: Vec<String> = taken.regions().map(str::to_owned).collect();
    let mut new: Vec<(u64, Registration)> = Vec::new();
    let mut seen: HashMap<AuthorityId, u64> = HashMap::new();
    for Line { number, read } in table.lines {
        match read {
            Err(refusals) => plan.wrong.push((number, refusals)),
            Ok(line) => match known(register, &line) {
                Some(before) => plan.change(&mut taken, &mut seen, before, number, &line),
                None => new.push((number, line)),
            },
        }
    }
    new.sort_by_key(|(number, line)| (line.short_name.is_none(), *number));
    let mut added = Vec::new();
    for (number, mut line) in new {
        match taken.place(&mut line) {
            Ok(short_name) => {
                taken.take(&line, &short_name, number);
                added.push((number, line, short_name));
            }
            Err(refusal) => plan.wrong.push((number, vec![refusal])),
        }
    }
    added.sort_by_key(|(number, ..)| *number);
    plan.wrong.sort_by_key(|(number, _)| *number);
    plan.added = added
        .into_iter()
        .map(|(_, line, short)| (line, short))
        .collect();
    plan.ask_about_regions(&regions);
    plan
}

impl Plan {
    /// A line about an authority that is there.
    fn change(
        &mut self,
        taken: &mut Taken,
        seen: &mut HashMap<AuthorityId, u64>,
        before: &Authority,
        number: u64,
        line: &Registration,
    ) {
        if let Some(line) = seen.insert(before.id, number) {
            seen.insert(before.id, line);
            let name = called(before);
            let twice = text!("authorities-name-twice", name, line);
            let refusal = Refusal::new(twice, Text::default());
            return self.wrong.push((number, vec![refusal]));
        }
        let mut after = updated(before, line);
        after.region = taken.spelled(&after.region);
        if let Err(refusal) = taken.change(before, &after, number) {
            return self.wrong.push((number, vec![refusal]));
        }
        match changes(before, &after).is_empty() {
            true => self.same += 1,
            false => self.changed.push((before.clone(), after)),
        }
    }

    fn ask_about_regions(&mut self, known: &[String]) {
        let added = self.added.iter().map(|(line, _)| &line.region);
        let changed = self.changed.iter().map(|(_, after)| &after.region);
        let mut odd = Vec::new();
        for region in added.chain(changed) {
            let asked = odd_region(region, known.iter().map(String::as_str));
            odd.extend(asked.filter(|it| !odd.contains(it)));
        }
        self.odd = odd;
    }

    /// Whether it changes anything.
    pub fn does_nothing(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }

    /// What is shown before it is done.
    pub fn preview(&self) -> Preview {
        let added = self.added.iter().map(|(line, short)| {
            Text::verbatim(format!("{} ({short}), {}", line.name, line.region))
        });
        let changed = self.changed.iter().map(|(before, after)| {
            let changes = changes(before, after).into_iter().map(|it| it.text());
            let changes = Text::joined(Join::Semicolon, changes);
            text!(
                "authorities-import-change",
                authority = before.short_name.as_str(),
                changes
            )
        });
        let mut preview = Preview::of(text!("authorities-import-preview"));
        if !self.added.is_empty() {
            let count = self.added.len();
            preview = preview
                .line(text!("authorities-import-adds", count))
                .lines(first(added, count));
        }
        if !self.changed.is_empty() {
            let count = self.changed.len();
            preview = preview
                .line(text!(
                    "authorities-import-changes",
                    count,
                    columns = self.columns()
                ))
                .lines(first(changed, count));
        }
        if self.same > 0 {
            preview = preview.line(text!("authorities-import-same", count = self.same));
        }
        if !self.passed_over.is_empty() {
            let columns = Text::joined(Join::Comma, self.passed_over.iter().map(Text::verbatim));
            preview = preview.line(text!("authorities-import-passes-over", columns));
        }
        let odd = self.odd.clone();
        let wrong = match self.wrong.len() {
            0 => Vec::new(),
            count => [text!("authorities-import-leaves-out", count)]
                .into_iter()
                .chain(said(&self.wrong, EXPLAINED_BESIDE))
                .collect(),
        };
        let asked = odd.len();
        preview.odd(first(odd, asked)).odd(wrong)
    }

    /// Which columns change, each with how often: "Address (3), Email (1)".
    fn columns(&self) -> Text {
        let mut columns: Vec<(Text, usize)> = Vec::new();
        let all = self
            .changed
            .iter()
            .flat_map(|(before, after)| changes(before, after));
        for change in all {
            match columns.iter_mut().find(|(what, _)| *what == change.what) {
                Some((_, count)) => *count += 1,
                None => columns.push((change.what, 1)),
            }
        }
        let column = |(what, count)| text!("authorities-import-column", what, count);
        Text::joined(Join::Comma, columns.into_iter().map(column))
    }

    /// The numbers of the lines that are left out: `3, 5–9, 12`; nothing, if none is.
    pub fn left_out(&self) -> String {
        let numbers: Vec<u64> = self.wrong.iter().map(|(number, _)| *number).collect();
        ranges(&numbers)
    }

    /// What is wrong, where no line is right: the first lines with what it is, and the numbers of all the others.
    pub fn all_wrong(&self) -> Refusal {
        let count = text!("authorities-lines-wrong", count = self.wrong.len());
        let lines = [count].into_iter().chain(said(&self.wrong, EXPLAINED));
        Refusal::new(Text::lines(lines), text!("authorities-lines-wrong-help"))
    }
}

/// The first of some lines, and how many more there are.
fn first(lines: impl IntoIterator<Item = Text>, count: usize) -> Vec<Text> {
    let mut shown: Vec<Text> = lines.into_iter().take(NAMED).collect();
    if count > shown.len() {
        shown.push(text!("authorities-import-more", more = count - shown.len()));
    }
    shown
}

/// The first wrong lines with what is wrong, in so many characters, and the numbers of all the others.
fn said(wrong: &[(u64, Vec<Refusal>)], mut left: usize) -> Vec<Text> {
    let most = left;
    let mut lines = Vec::new();
    let mut others = Vec::new();
    for (number, refusals) in wrong {
        let (what, length) = explained(refusals, most);
        match left.checked_sub(length) {
            Some(rest) if others.is_empty() => {
                left = rest;
                lines.push(text!("authorities-line", number = *number, what));
            }
            _ => others.push(*number),
        }
    }
    if !others.is_empty() {
        lines.push(text!("authorities-lines-too", lines = ranges(&others)));
    }
    lines
}

/// What is wrong with a line, as much as may be said of one; and how long that is in English.
fn explained(refusals: &[Refusal], most: usize) -> (Text, usize) {
    let (mut said, mut length) = (Vec::new(), 0);
    for refusal in refusals {
        let more = refusal.to_string().chars().count() + 1;
        if length + more > most {
            break;
        }
        length += more;
        said.extend([refusal.wrong.clone(), refusal.help.clone()]);
    }
    (Text::sentences(said), length)
}

/// Numbers in order, those that follow each other as a range: `3, 5–9, 12`.
fn ranges(numbers: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let shown = runs.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::rules::Kind;
    use super::super::table;
    use super::*;

    fn council(id: i64, name: &str, short_name: &str) -> Authority {
        Authority {
            id: AuthorityId(id),
            guild_id: 7,
            name: name.to_owned(),
            short_name: short_name.to_owned(),
            kind: Kind::Unitary,
            region: "South Wales".to_owned(),
            role_id: None,
            address: None,
            email: None,
            identifier: None,
            name_cy: None,
            former_names: Vec::new(),
            ending: None,
        }
    }

    fn plan(rows: &str) -> Plan {
        let register = [
            council(1, "Aberwen Council", "ABW"),
            council(2, "Bryncoch County Borough", "BRY"),
        ];
        let text = format!("name,kind,region,short_name\n{rows}");
        of(&register, &[], table::read(text.as_bytes()).unwrap())
    }

    fn wrong(plan: &Plan) -> Vec<String> {
        let line = |(number, why): &(u64, Vec<Refusal>)| format!("{number}: {}", why[0].wrong);
        plan.wrong.iter().map(line).collect()
    }

    #[test]
    fn nobody_is_changed_twice_and_no_short_name_goes_to_two() {
        let twice =
            plan("Aberwen Council,county,South Wales,\nABERWEN COUNCIL,other,South Wales,\n");
        assert_eq!(twice.changed.len(), 1);
        assert_eq!(twice.changed[0].1.kind, Kind::County);
        assert_eq!(
            wrong(&twice),
            ["3: “Aberwen Council (ABW)” is in line 2 already."]
        );
        // Another's short name, whether another has it or another line takes it.
        let taken = plan("Aberwen Council,unitary,South Wales,BRY\n");
        assert_eq!(
            wrong(&taken),
            ["2: Bryncoch County Borough already has the short name BRY."]
        );
        let taken = plan(
            "Aberwen Council,unitary,South Wales,NEW\nBryncoch County Borough,unitary,South Wales,NEW\n",
        );
        assert_eq!(wrong(&taken), ["3: Line 2 already has the short name NEW."]);
        assert_eq!(taken.changed[0].1.former_names, ["ABW"]);
    }

    #[test]
    fn a_misspelt_name_is_mended_by_its_short_name_and_not_registered_beside_it() {
        let mended = plan(
            "Brynoch County Borough,unitary,South Wales,BRY\nBrynoch County Borough,unitary,South Wales,\n",
        );
        assert_eq!(mended.changed[0].1.name, "Brynoch County Borough");
        assert_eq!(mended.added, []);
        assert_eq!(
            wrong(&mended),
            ["3: “Brynoch County Borough” is in line 2 already."]
        );
        assert!(plan("Aberwen Council,unitary,south wales,abw\n").does_nothing());
    }

    #[test]
    fn a_long_plan_still_fits_a_message() {
        let rows: String = (0..400)
            .map(|n| {
                format!(
                    "{} {n},unitary,{} {n},\n",
                    "Very long name ".repeat(5),
                    "Region ".repeat(5)
                )
            })
            .collect();
        let long = plan(&rows).preview();
        let all = long.lines.iter().chain(&long.odd);
        let length: usize = all.map(|it| it.to_string().chars().count() + 6).sum();
        assert!(length < 1_900, "{length}");
        assert!(
            long.lines
                .iter()
                .any(|it| it.to_string() == "… and 395 more")
        );
    }
}

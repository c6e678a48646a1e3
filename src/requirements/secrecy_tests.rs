use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::testing::t;

/// An authority's quantity of every year of one, and who knows it.
fn share(quantity: &str, known_by: &[i64]) -> Share {
    Share {
        quantities: vec![t(quantity)],
        known_by: known_by.iter().copied().collect(),
    }
}

fn shares(of: &[(i64, &str, &[i64])]) -> Shares {
    let all = of
        .iter()
        .map(|(id, quantity, known_by)| (AuthorityId(*id), share(quantity, known_by)));
    all.collect()
}

/// What is kept when these are shown after those.
fn shown(before: &Before, now: &Shares) -> Before {
    let mut after: Before = before.clone();
    after.values_mut().for_each(|it| it.1 = false);
    for (id, share) in now {
        for (year, quantity) in share.quantities.iter().enumerate() {
            if !quantity.is_zero() {
                after.insert((*id, year), (*quantity, true));
            }
        }
    }
    after
}

#[test]
fn an_officer_of_two_of_three_cannot_subtract_the_third() {
    let none = Before::new();
    let three = [
        (1, "420", &[1_i64][..]),
        (2, "96.25", &[2]),
        (3, "12", &[2]),
    ];
    assert!(!moves(&none, &shares(&three), true));
    // Nor of two of four: what is left is of two, and each of these takes off its own.
    let mut four = three.to_vec();
    four.push((4, "185.5", &[4]));
    assert!(!moves(&none, &shares(&four), true));
    four.push((5, "310", &[5]));
    assert!(moves(&none, &shares(&four), false));
    // Three that each have an officer of their own: each sees those of two, and takes off none of them. One short.
    let own = [
        (1, "420", &[1_i64][..]),
        (2, "96.25", &[2]),
        (3, "12", &[3]),
    ];
    assert!(!moves(&none, &shares(&own), true));
    // Two people who know three each are two.
    let two = [1, 2, 3, 4, 5, 6].map(|id| (id, "10", if id < 4 { &[1_i64][..] } else { &[2] }));
    assert!(!moves(&none, &shares(&two), true));
}

#[test]
fn a_shown_total_never_moves_by_one() {
    let four = [
        (1, "420", &[1_i64][..]),
        (2, "185.5", &[2]),
        (3, "96.25", &[3]),
        (4, "310", &[4]),
    ];
    let first = shares(&four);
    assert!(moves(&Before::new(), &first, false));
    let before = shown(&Before::new(), &first);
    let mut more = four.to_vec();
    for id in 5..9 {
        more.push((id, "50", &[]));
        let now = shares(&more);
        // Those without an officer are nobody's: three are enough.
        assert_eq!(moves(&before, &now, false), id >= 7, "{id}");
        assert_eq!(moves(&before, &now, true), id >= 7, "at the close: {id}");
    }
    // One that left would be read off as well; one that changed only at the close, and then just by how much.
    assert!(!moves(
        &before,
        &shares(&[four[0], four[1], four[2], (4, "0", &[4])]),
        true
    ));
    let changed = shares(&[four[0], four[1], four[2], (4, "290", &[4])]);
    assert!(!moves(&before, &changed, false) && moves(&before, &changed, true));
    assert!(!moves(&before, &first, true), "nothing has changed");
}

#[test]
fn three_that_left_hide_nobody_who_stays() {
    let crowd = |ids: &[i64]| -> Shares {
        let all = ids.iter().map(|id| (AuthorityId(*id), share("50", &[])));
        all.collect()
    };
    let first = crowd(&[1, 2, 3]);
    let before = shown(&Before::new(), &first);
    let second = crowd(&[1, 2, 3, 4, 5, 6, 7]);
    assert!(moves(&before, &second, false));
    let before = shown(&before, &second);
    // Without 5, 6 and 7 the first total is all but the fourth's.
    assert!(!moves(&before, &crowd(&[1, 2, 3, 4]), true));
}

#[test]
fn a_thousandth_of_a_tonne_hides_nothing() {
    let tiny = [
        (1, "0.001", &[1_i64][..]),
        (2, "0.001", &[2]),
        (3, "0.001", &[3]),
        (4, "420", &[4]),
    ];
    assert!(!moves(&Before::new(), &shares(&tiny), true));
    let even = [(1, "40", &[][..]), (2, "50", &[]), (3, "60", &[])];
    let first = shares(&even);
    assert!(moves(&Before::new(), &first, false));
    // Nor in what is added to a total.
    let mut more = even.to_vec();
    more.extend([(4, "0.001", &[][..]), (5, "0.001", &[]), (6, "90", &[])]);
    assert!(!moves(
        &shown(&Before::new(), &first),
        &shares(&more),
        false
    ));
}

#[test]
fn who_needs_some_in_one_year_alone_is_not_read_off_between_two_years() {
    let years = |of: &[[&str; 2]]| -> Shares {
        (1..)
            .zip(of)
            .map(|(id, years)| {
                let quantities = years.iter().map(|it| t(it)).collect::<Vec<_>>();
                let known_by = BTreeSet::new();
                (
                    AuthorityId(id),
                    Share {
                        quantities,
                        known_by,
                    },
                )
            })
            .collect()
    };
    let all = [["10", "10"], ["20", "20"], ["30", "30"]];
    assert!(moves(&Before::new(), &years(&all), false));
    let one = [all[0], all[1], all[2], ["25", "0"]];
    assert!(!moves(&Before::new(), &years(&one), true));
    let three = [all[0], all[1], all[2], ["25", "0"], ["15", "0"], ["5", "0"]];
    assert!(moves(&Before::new(), &years(&three), true));
}

/// A quantity that nobody was told: an authority's, as it was declared for the so-manieth time.
type Unknown = (i64, usize);

/// The unknowns that a reader can compute from sums of them: those that stand alone in the reduced rows.
fn found(sums: &[BTreeSet<Unknown>]) -> Vec<Unknown> {
    const PRIME: i128 = (1 << 61) - 1;
    let inverse = |of: i128| {
        let (mut base, mut power, mut result) = (of, PRIME - 2, 1);
        while power > 0 {
            if power % 2 == 1 {
                result = result * base % PRIME;
            }
            base = base * base % PRIME;
            power /= 2;
        }
        result
    };
    let mut rows: Vec<BTreeMap<Unknown, i128>> = Vec::new();
    for sum in sums {
        let mut row: BTreeMap<Unknown, i128> = sum.iter().map(|it| (*it, 1)).collect();
        let take = |row: &mut BTreeMap<Unknown, i128>, from: &BTreeMap<Unknown, i128>| {
            let Some((pivot, _)) = from.first_key_value() else {
                return;
            };
            let Some(times) = row.get(pivot).copied() else {
                return;
            };
            for (at, value) in from {
                let cell = row.entry(*at).or_default();
                *cell = (*cell - times * value).rem_euclid(PRIME);
            }
            row.retain(|_, value| *value != 0);
        };
        for known in &rows {
            take(&mut row, known);
        }
        let Some((_, first)) = row.first_key_value() else {
            continue;
        };
        let times = inverse(*first);
        row.values_mut().for_each(|it| *it = *it * times % PRIME);
        for known in &mut rows {
            take(known, &row);
        }
        rows.push(row);
        rows.sort_by(|one, other| one.keys().next().cmp(&other.keys().next()));
    }
    let alone = rows.iter().filter(|row| row.len() == 1);
    alone.filter_map(|row| row.keys().next().copied()).collect()
}

#[test]
fn the_reader_of_these_tests_can_subtract() {
    let sum = |of: &[i64]| of.iter().map(|id| (*id, 0)).collect::<BTreeSet<Unknown>>();
    assert_eq!(found(&[sum(&[1, 2, 3]), sum(&[1, 2, 3, 4])]), [(4, 0)]);
    assert_eq!(found(&[sum(&[1, 2]), sum(&[2, 3]), sum(&[1, 3])]).len(), 3);
    assert_eq!(found(&[sum(&[1, 2, 3]), sum(&[4, 5])]), []);
}

/// Somebody declares: who, how much of each year, and whether collecting closes then.
#[derive(Clone, Debug)]
struct Step {
    who: i64,
    years: [i64; 2],
    closing: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let year = prop_oneof![1 => Just(0_i64), 4 => 1..6_i64];
    let years = prop_oneof![
        3 => year.clone().prop_map(|it| [it, it]),
        1 => [year.clone(), year],
    ];
    let step = (0..9_i64, years, prop::bool::weighted(0.15));
    let step = step.prop_map(|(who, years, closing)| Step {
        who,
        years,
        closing,
    });
    prop::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whoever has read every total that was ever shown, and knows their own authorities' quantities, has found out no
    /// other's.
    #[test]
    fn nobody_finds_out_a_quantity(
        steps in steps(),
        officers in prop::collection::vec(prop::collection::btree_set(0..12_i64, 0..3), 9),
    ) {
        let mut now = Shares::new();
        let mut versions: BTreeMap<i64, [usize; 2]> = BTreeMap::new();
        let mut count = 0;
        let mut before = Before::new();
        let mut sums: Vec<BTreeSet<Unknown>> = Vec::new();
        for step in &steps {
            let new = step.years.map(|it| Quantity::from_thousandths(it * 1_000));
            let had = now.get(&AuthorityId(step.who)).map(|it| it.quantities.clone());
            let version = versions.entry(step.who).or_default();
            count += 2;
            for year in 0..2 {
                if had.as_ref().is_none_or(|had| had[year] != new[year]) {
                    // One quantity of both years, where it is the same.
                    version[year] = match year == 1 && new[0] == new[1] {
                        true => version[0],
                        false => count + year,
                    };
                }
            }
            let known_by = officers[usize::try_from(step.who).unwrap()].clone();
            now.insert(AuthorityId(step.who), Share { quantities: new.to_vec(), known_by });
            if !moves(&before, &now, step.closing) {
                continue;
            }
            before = shown(&before, &now);
            sums.extend([0, 1].map(|year| {
                let some = now.iter().filter(|(_, it)| !it.quantities[year].is_zero());
                some.map(|(id, _)| (id.0, versions[&id.0][year])).collect()
            }));
        }
        for reader in std::iter::once(None).chain((0..12).map(Some)) {
            let knows = |who: i64| {
                let who = usize::try_from(who).unwrap();
                reader.is_some_and(|it| officers[who].contains(&it))
            };
            let read: Vec<BTreeSet<Unknown>> = sums
                .iter()
                .map(|sum| sum.iter().copied().filter(|(who, _)| !knows(*who)).collect())
                .collect();
            prop_assert_eq!(found(&read), vec![], "{:?} of {:?}", reader, read);
        }
    }
}

use proptest::prelude::*;

use super::*;
use crate::testing::t;
use crate::values::{AuthorityId, Heir};

fn heirs(shares: &[i64]) -> Heirs {
    let heir = |(id, hundredths): (i64, &i64)| Heir {
        authority_id: AuthorityId(id),
        hundredths: *hundredths,
    };
    Heirs::new((1..).zip(shares).map(heir).collect()).unwrap()
}

fn line(expected: &str) -> Amounts {
    Amounts {
        expected: t(expected),
        at_least: None,
        at_most: None,
        committed: true,
        baseline: None,
    }
}

fn quantities(lines: &ByYear) -> Vec<(i32, String)> {
    let shown = |(year, (_, line)): (&i32, &(i64, Amounts))| (*year, line.expected.to_string());
    lines.iter().map(shown).collect()
}

#[test]
fn all_moves_by_share_where_nothing_was_called_off() {
    let declared = ByYear::from([(0, (7, line("420")))]);
    let shared = share(&declared, &BTreeMap::new(), 2, &heirs(&[6_000, 4_000]));
    assert_eq!(shared.stays, ByYear::new());
    assert_eq!(quantities(&shared.moves[0]), [(0, "252".to_owned())]);
    assert_eq!(quantities(&shared.moves[1]), [(0, "168".to_owned())]);
}

#[test]
fn what_was_called_off_stays_and_only_the_rest_moves() {
    let declared = ByYear::from([(0, (7, line("420")))]);
    let called_off = BTreeMap::from([(1, t("400"))]);
    let shared = share(&declared, &called_off, 2, &heirs(&[6_000, 4_000]));
    assert_eq!(quantities(&shared.stays), [(1, "400".to_owned())]);
    let each = |year: &str, next: &str| vec![(1, year.to_owned()), (2, next.to_owned())];
    assert_eq!(quantities(&shared.moves[0]), each("12", "252"));
    assert_eq!(quantities(&shared.moves[1]), each("8", "168"));
    // More than it had declared.
    let called_off = BTreeMap::from([(1, t("500"))]);
    let shared = share(&declared, &called_off, 2, &heirs(&[10_000]));
    assert_eq!(quantities(&shared.stays), [(1, "420".to_owned())]);
    assert_eq!(quantities(&shared.moves[0]), [(2, "420".to_owned())]);
}

#[test]
fn a_successor_that_declared_itself_has_both() {
    let price = |text| Some(UnitPrice::parse(text).unwrap());
    let of = |expected, baseline, committed| Amounts {
        baseline,
        committed,
        ..line(expected)
    };
    let own = ByYear::from([(0, (1, of("100", price("170"), true)))]);
    let more = ByYear::from([(0, (2, of("300", price("180"), true)))]);
    let both = together(&own, &more, 2).unwrap();
    assert_eq!(
        both,
        ByYear::from([(0, (1, of("400", price("177.50"), true)))])
    );
    // Of different years, and one of them indicative.
    let more = ByYear::from([(2, (2, of("300", None, false)))]);
    let both = together(&own, &more, 2).unwrap();
    assert_eq!(
        both,
        ByYear::from([
            (1, (1, of("100", price("170"), true))),
            (2, (1, of("400", None, false)))
        ])
    );
}

fn any_line() -> impl Strategy<Value = Amounts> {
    (
        0..1_000_000_000_i64,
        proptest::option::of(0..1_000_000_000_i64),
        proptest::option::of(0..1_000_000_000_i64),
    )
        .prop_map(|(expected, less, more)| {
            let q = Quantity::from_thousandths;
            Amounts {
                expected: q(expected),
                at_least: less.map(|it| q((expected - it).max(0))),
                at_most: more.map(|it| q(expected + it)),
                ..line("0")
            }
        })
}

proptest! {
    #[test]
    fn nothing_is_lost_and_each_part_is_between_its_least_and_its_most(
        lines in proptest::collection::btree_map(0..4_i32, any_line(), 1..4),
        called_off in proptest::collection::btree_map(1..4_i32, 0..1_500_000_000_i64, 0..3),
        cut in 1..10_000_i64,
    ) {
        let heirs = heirs(&[cut, 10_000 - cut]);
        let declared: ByYear = lines.into_iter().map(|(year, line)| (year, (1, line))).collect();
        let called_off: BTreeMap<i32, Quantity> = called_off
            .into_iter()
            .map(|(year, it)| (year, Quantity::from_thousandths(it)))
            .collect();
        let shared = share(&declared, &called_off, 3, &heirs);
        let of = |lines: &ByYear, year: i32| -> i64 {
            let line = lines.get(&year).or_else(|| lines.get(&0));
            line.map_or(0, |(_, it)| it.expected.thousandths())
        };
        for year in 1..=3 {
            let moved: i64 = shared.moves.iter().map(|it| of(it, year)).sum();
            prop_assert_eq!(of(&shared.stays, year) + moved, of(&declared, year), "{}", year);
        }
        for (_, part) in shared.moves.iter().flat_map(|it| it.values()) {
            prop_assert!(part.at_least.is_none_or(|it| it <= part.expected));
            prop_assert!(part.at_most.is_none_or(|it| it >= part.expected));
        }
    }
}

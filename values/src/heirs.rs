//! Who succeeds an authority that ceases, and with which shares.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{AuthorityId, Percent, Quantity};

/// All of it, in hundredths of a per cent.
const WHOLE: i64 = 10_000;

/// A successor with its share of what the authority had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heir {
    /// The successor.
    pub authority_id: AuthorityId,
    /// Its share, more than nothing, in hundredths of a per cent.
    pub hundredths: i64,
}

/// The successors of an authority, at least one, each once; their shares add up to all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Heir>", into = "Vec<Heir>")]
pub struct Heirs {
    all: Vec<Heir>,
    text: String,
}

impl Heirs {
    /// These; none where there is none of them, one twice or without a share, or where the shares are not all of it.
    pub fn new(all: Vec<Heir>) -> Option<Self> {
        let ids: BTreeSet<AuthorityId> = all.iter().map(|it| it.authority_id).collect();
        let sum = all
            .iter()
            .try_fold(0_i64, |sum, it| sum.checked_add(it.hundredths));
        let right = !all.is_empty()
            && ids.len() == all.len()
            && all.iter().all(|it| it.hundredths > 0)
            && sum == Some(WHOLE);
        let line = |it: &Heir| format!("{} {}", it.authority_id, it.hundredths);
        let text = all.iter().map(line).collect::<Vec<_>>().join("\n");
        right.then_some(Heirs { all, text })
    }

    /// One for all of it.
    pub fn one(authority_id: AuthorityId) -> Self {
        let hundredths = WHOLE;
        let all = vec![Heir {
            authority_id,
            hundredths,
        }];
        let text = format!("{authority_id} {hundredths}");
        Heirs { all, text }
    }

    /// What the database keeps: a line each, its row and its share in hundredths of a per cent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reads what [`Heirs::as_str`] gives, and nothing else.
    pub fn kept(text: &str) -> Option<Self> {
        let read = |line: &str| {
            let (id, share) = line.split_once(' ')?;
            Some(Heir {
                authority_id: AuthorityId(id.parse().ok()?),
                hundredths: share.parse().ok()?,
            })
        };
        let all = text.split('\n').map(read).collect::<Option<Vec<_>>>()?;
        Heirs::new(all).filter(|it| it.text == text)
    }

    /// Each of them, in the order in which they were named.
    pub fn iter(&self) -> impl Iterator<Item = Heir> {
        self.all.iter().copied()
    }

    /// The rows of the successors.
    pub fn ids(&self) -> impl Iterator<Item = AuthorityId> {
        self.all.iter().map(|it| it.authority_id)
    }

    /// The one with the largest share, of equal ones the first named: it takes what can't be shared.
    pub fn first(&self) -> AuthorityId {
        let largest = self.all.iter().map(|it| it.hundredths).max();
        let found = self.all.iter().find(|it| Some(it.hundredths) == largest);
        found.map_or(AuthorityId(0), |it| it.authority_id)
    }

    /// Splits a quantity by the shares, in their order: to the last thousandth, so that the parts add up to it. What is left
    /// of rounding down goes, a thousandth each, to those who lost most by it (largest remainder), of equal ones to the
    /// first.
    pub fn split(&self, quantity: Quantity) -> Vec<Quantity> {
        let parts = self.split_whole(quantity.thousandths());
        parts.into_iter().map(Quantity::from_thousandths).collect()
    }

    fn split_whole(&self, whole: i64) -> Vec<i64> {
        let exact = |it: &Heir| i128::from(whole) * i128::from(it.hundredths);
        let of = i128::from(WHOLE);
        let mut parts: Vec<i128> = self.all.iter().map(|it| exact(it).div_euclid(of)).collect();
        let lost = |at: &usize| {
            let lost = self.all.get(*at).map_or(0, |it| exact(it).rem_euclid(of));
            std::cmp::Reverse(lost)
        };
        let mut by_loss: Vec<usize> = (0..parts.len()).collect();
        by_loss.sort_by_key(lost);
        let left = i128::from(whole) - parts.iter().sum::<i128>();
        for at in by_loss.into_iter().take(usize::try_from(left).unwrap_or(0)) {
            if let Some(part) = parts.get_mut(at) {
                *part += 1;
            }
        }
        // Each is no more than the whole.
        let fits = |part: i128| i64::try_from(part).unwrap_or(whole);
        parts.into_iter().map(fits).collect()
    }

    /// With an authority that has ceased itself replaced by its own successors: they share its share. One that is left with
    /// nothing by that is left out.
    #[must_use]
    pub fn replacing(&self, gone: AuthorityId, by: &Heirs) -> Self {
        let mut all: Vec<Heir> = Vec::new();
        let mut add = |authority_id, hundredths| match all
            .iter_mut()
            .find(|it| it.authority_id == authority_id)
        {
            Some(it) => it.hundredths += hundredths,
            None => all.push(Heir {
                authority_id,
                hundredths,
            }),
        };
        for heir in &self.all {
            if heir.authority_id == gone {
                let shares = by.split_whole(heir.hundredths);
                for (id, share) in by.ids().zip(shares).filter(|(_, share)| *share > 0) {
                    add(id, share);
                }
            } else {
                add(heir.authority_id, heir.hundredths);
            }
        }
        Heirs::new(all).unwrap_or_else(|| self.clone())
    }
}

impl Heir {
    /// Its share as people read it, without the sign: `60`, `33.33`.
    pub fn percent(&self) -> String {
        Percent::from_hundredths(self.hundredths).to_string()
    }
}

/// What was read as successors are none ([`Heirs::new`]).
#[derive(Clone, Copy, Debug)]
pub struct NoHeirs;

impl std::fmt::Display for NoHeirs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NoHeirs")
    }
}

impl TryFrom<Vec<Heir>> for Heirs {
    type Error = NoHeirs;

    fn try_from(all: Vec<Heir>) -> Result<Self, Self::Error> {
        Heirs::new(all).ok_or(NoHeirs)
    }
}

impl From<Heirs> for Vec<Heir> {
    fn from(heirs: Heirs) -> Self {
        heirs.all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn heirs(shares: &[(i64, i64)]) -> Option<Heirs> {
        let heir = |(id, hundredths): &(i64, i64)| Heir {
            authority_id: AuthorityId(*id),
            hundredths: *hundredths,
        };
        Heirs::new(shares.iter().map(heir).collect())
    }

    fn t(thousandths: i64) -> Quantity {
        Quantity::from_thousandths(thousandths)
    }

    /// Any shares that add up: the distances between cuts.
    fn any_heirs() -> impl Strategy<Value = Heirs> {
        proptest::collection::btree_set(1..WHOLE, 0..8).prop_map(|cuts| {
            let mut last = 0;
            let mut shares = Vec::new();
            for (id, cut) in (1..).zip(cuts.into_iter().chain([WHOLE])) {
                shares.push((id, cut - last));
                last = cut;
            }
            heirs(&shares).unwrap()
        })
    }

    #[test]
    fn what_rounding_leaves_goes_to_who_lost_most_by_it() {
        let thirds = heirs(&[(1, 3_333), (2, 3_333), (3, 3_334)]).unwrap();
        assert_eq!(thirds.split(t(100)), [t(33), t(33), t(34)]);
        assert_eq!(thirds.split(t(2)), [t(1), t(0), t(1)]);
        let two = heirs(&[(1, 6_000), (2, 4_000)]).unwrap();
        assert_eq!(two.split(t(420_000)), [t(252_000), t(168_000)]);
        assert_eq!(two.split(t(1)), [t(1), t(0)]);
        assert_eq!(two.first(), AuthorityId(1));
        assert_eq!(thirds.first(), AuthorityId(3));
    }

    #[test]
    fn shares_are_all_of_it_and_nobody_is_there_twice() {
        assert_eq!(heirs(&[]), None);
        assert_eq!(heirs(&[(1, 9_999)]), None);
        assert_eq!(heirs(&[(1, 5_000), (1, 5_000)]), None);
        assert_eq!(heirs(&[(1, 10_000), (2, 0)]), None);
        assert_eq!(
            Heirs::kept("1 6000\n2 4000"),
            heirs(&[(1, 6_000), (2, 4_000)])
        );
        assert_eq!(Heirs::kept("1 06000\n2 4000"), None);
        assert_eq!(Heirs::kept(""), None);
    }

    proptest! {
        #[test]
        fn the_sum_is_kept_for_any_shares(heirs in any_heirs(), whole in 0..i64::MAX) {
            let parts = heirs.split(t(whole));
            prop_assert_eq!(parts.len(), heirs.iter().count());
            prop_assert_eq!(Quantity::checked_sum(parts.iter().copied()), Some(t(whole)));
            for (heir, part) in heirs.iter().zip(parts) {
                let exact = i128::from(whole) * i128::from(heir.hundredths);
                let off = i128::from(part.thousandths()) * i128::from(WHOLE) - exact;
                prop_assert!(off.abs() < i128::from(WHOLE), "{}", off);
            }
        }

        #[test]
        fn it_is_kept_and_read_back_and_stays_whole_when_a_successor_ceases(
            heirs in any_heirs(),
            others in any_heirs(),
        ) {
            prop_assert_eq!(Heirs::kept(heirs.as_str()), Some(heirs.clone()));
            let moved = heirs.iter().map(|it| Heir { authority_id: AuthorityId(it.authority_id.0 + 4), ..it });
            let moved = Heirs::new(moved.collect()).unwrap();
            let replaced = others.replacing(AuthorityId(1), &moved);
            prop_assert_eq!(replaced.iter().map(|it| it.hundredths).sum::<i64>(), WHOLE);
            prop_assert!(replaced.ids().all(|id| id != AuthorityId(1)));
        }
    }
}

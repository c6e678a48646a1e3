//! What a process does next about the shards, given who keeps which.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How long after one shard has identified itself the next one may, of those that Discord counts together (topics/gateway,
/// "Rate Limiting": `max_concurrency` of them in 5 s). A second more, as the claim is made a little before.
pub const BETWEEN: Duration = Duration::from_secs(6);

/// A shard, and who keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 0.
    pub number: u32,
    /// The process that keeps it.
    pub holder: Option<String>,
    /// Whether that process was connected.
    pub ready: bool,
    /// How long ago it was last taken.
    pub claimed: Option<Duration>,
}

/// What a process does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It takes these.
    Claim(Vec<u32>),
    /// It lets another have this one.
    Release(u32),
}

/// What `me` does next; nothing, when the shards are as evenly split as they can be.
///
/// `alive` are the processes that are there, `me` among them; `left` the shards that `me` has just released, and does not
/// take back; `together` how many shards Discord lets identify themselves at once (`max_concurrency`, at least 1).
#[must_use]
pub fn next(
    shards: &[Shard],
    me: &str,
    alive: &BTreeSet<String>,
    left: &BTreeSet<u32>,
    together: u32,
) -> Option<Step> {
    let mut kept: BTreeMap<&str, usize> = alive.iter().map(|name| (name.as_str(), 0)).collect();
    let mut free = Vec::new();
    for shard in shards {
        let holder = shard.holder.as_deref();
        match holder.and_then(|holder| kept.get_mut(holder)) {
            Some(count) => *count += 1,
            None => free.push(shard.number),
        }
    }
    let mine = kept.get(me).copied().unwrap_or_default();
    let fair = shards.len().div_ceil(alive.len().max(1));
    if !free.is_empty() {
        let mut busy: BTreeSet<u32> = shards
            .iter()
            .filter(|shard| shard.claimed.is_some_and(|ago| ago < BETWEEN))
            .map(|shard| shard.number % together.max(1))
            .collect();
        let claims: Vec<u32> = free
            .into_iter()
            .filter(|number| !left.contains(number))
            .filter(|number| busy.insert(number % together.max(1)))
            .take(fair.saturating_sub(mine))
            .collect();
        return (!claims.is_empty()).then_some(Step::Claim(claims));
    }
    let fewest = kept.values().min().copied().unwrap_or_default();
    if mine < fewest + 2 {
        return None;
    }
    // The highest number: who was there first keeps the first shard, which gets the direct messages.
    let of_mine = shards
        .iter()
        .filter(|shard| shard.holder.as_deref() == Some(me));
    of_mine.map(|shard| shard.number).max().map(Step::Release)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn held(holders: &[Option<&str>]) -> Vec<Shard> {
        let shard = |(n, holder): (usize, &Option<&str>)| Shard {
            number: u32::try_from(n).unwrap(),
            holder: holder.map(str::to_owned),
            ready: holder.is_some(),
            claimed: None,
        };
        holders.iter().enumerate().map(shard).collect()
    }

    fn named(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn decided(shards: &[Shard], me: &str, alive: &[&str]) -> Option<Step> {
        next(shards, me, &named(alive), &BTreeSet::new(), 1)
    }

    #[test]
    fn the_first_takes_one_shard_after_the_other_with_a_pause_between() {
        let mut shards = held(&[None, None]);
        assert_eq!(decided(&shards, "a", &["a"]), Some(Step::Claim(vec![0])));
        shards[0].holder = Some("a".to_owned());
        shards[0].claimed = Some(Duration::from_secs(5));
        assert_eq!(decided(&shards, "a", &["a"]), None);
        shards[0].claimed = Some(BETWEEN);
        assert_eq!(decided(&shards, "a", &["a"]), Some(Step::Claim(vec![1])));
    }

    #[test]
    fn as_many_at_once_as_discord_says() {
        let shards = held(&[None; 5]);
        let step = next(&shards, "a", &named(&["a"]), &BTreeSet::new(), 2);
        assert_eq!(step, Some(Step::Claim(vec![0, 1])));
    }

    #[test]
    fn one_shard_stays_where_it_is_and_the_others_stand_by() {
        let shards = held(&[Some("a")]);
        for me in ["a", "b", "c"] {
            assert_eq!(decided(&shards, me, &["a", "b", "c"]), None, "{me}");
        }
        assert_eq!(
            decided(&shards, "b", &["b", "c"]),
            Some(Step::Claim(vec![0])),
            "a has gone"
        );
    }

    #[test]
    fn who_has_two_more_than_another_lets_one_go_and_does_not_take_it_back() {
        let shards = held(&[Some("a"), Some("a"), Some("b")]);
        let all = ["a", "b", "c"];
        assert_eq!(decided(&shards, "a", &all), Some(Step::Release(1)));
        assert_eq!(decided(&shards, "b", &all), None);
        let shards = held(&[Some("a"), None, Some("b")]);
        let left = BTreeSet::from([1]);
        assert_eq!(
            next(&shards, "a", &named(&["a"]), &left, 1),
            Some(Step::Claim(vec![2]))
        );
        assert_eq!(next(&shards, "a", &named(&all), &left, 1), None);
        assert_eq!(decided(&shards, "c", &all), Some(Step::Claim(vec![1])));
    }

    proptest! {
        /// However they begin, and whoever is there, after a while each shard is kept, and nobody has two more than another.
        #[test]
        fn in_the_end_they_are_split_evenly(
            holders in proptest::collection::vec(proptest::option::of("[a-e]"), 1..12),
            alive in proptest::collection::btree_set("[a-d]", 1..5),
            together in 1..4_u32,
        ) {
            let holders: Vec<Option<&str>> = holders.iter().map(|it| it.as_deref()).collect();
            let mut shards = held(&holders);
            let mut left: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
            for _ in 0..200 {
                for me in &alive {
                    let gone = left.entry(me.clone()).or_default();
                    match next(&shards, me, &alive, gone, together) {
                        Some(Step::Claim(numbers)) => {
                            prop_assert!(!numbers.is_empty());
                            for number in numbers {
                                let shard = &mut shards[usize::try_from(number).unwrap()];
                                let free = shard.holder.as_ref().is_none_or(|it| !alive.contains(it));
                                prop_assert!(free, "{shard:?} was taken from somebody");
                                shard.holder = Some(me.clone());
                            }
                        }
                        Some(Step::Release(number)) => {
                            let shard = &mut shards[usize::try_from(number).unwrap()];
                            prop_assert_eq!(shard.holder.as_ref(), Some(me));
                            shard.holder = None;
                            gone.insert(number);
                        }
                        None => {}
                    }
                    // What was left is forgotten once somebody has it.
                    gone.retain(|n| shards[usize::try_from(*n).unwrap()].holder.is_none());
                }
            }
            let count = |name: &String| shards.iter().filter(|s| s.holder.as_ref() == Some(name)).count();
            let counts: Vec<usize> = alive.iter().map(count).collect();
            prop_assert_eq!(counts.iter().sum::<usize>(), shards.len(), "{:?}", &shards);
            prop_assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1, "{counts:?}");
        }
    }
}

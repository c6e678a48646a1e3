//! When to try again.

use chrono::TimeDelta;

/// After the first failure; it doubles with each further one.
const FIRST: TimeDelta = TimeDelta::seconds(2);
/// Never longer than this: nothing is given up because time passed.
pub const LONGEST: TimeDelta = TimeDelta::minutes(15);

/// After Discord forbade it: whoever took the permission away gives it back by hand, and then griffin is told of it.
const FORBIDDEN: TimeDelta = TimeDelta::minutes(15);
/// What stays forbidden is tried no less often than this.
const LONGEST_FORBIDDEN: TimeDelta = TimeDelta::hours(6);

/// What only a start, or somebody, may help: no time does.
pub const UNTIL_WOKEN: TimeDelta = TimeDelta::days(36_500);

/// How long to wait after try number `attempt` (from 1) was forbidden: few of these, as Discord bars whoever makes
/// 10,000 such requests in ten minutes (topics/rate-limits).
pub fn after_forbidden(attempt: i32) -> TimeDelta {
    let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(8);
    (FORBIDDEN * 2_i32.pow(doublings)).min(LONGEST_FORBIDDEN)
}

/// How long to wait after try number `attempt` (from 1) failed: exponential, of which the upper
/// half is jitter by `seed`, so that many that failed together don't come back together.
pub fn after(attempt: i32, seed: i64) -> TimeDelta {
    let doublings = u32::try_from(attempt.saturating_sub(1))
        .unwrap_or(0)
        .min(16);
    let full = (FIRST * 2_i32.pow(doublings)).min(LONGEST);
    let half = full.num_milliseconds() / 2;
    let jitter = scramble(seed, attempt).rem_euclid(half + 1);
    TimeDelta::milliseconds(half + jitter)
}

/// splitmix64's finisher: neighbours in, strangers out.
fn scramble(seed: i64, attempt: i32) -> i64 {
    let mut z = seed.cast_unsigned() ^ u64::from(attempt.cast_unsigned()).rotate_left(32);
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)).cast_signed()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_lies_between_half_and_all_of_a_doubling_that_ends(attempt: i32, seed: i64) {
            let wait = after(attempt, seed);
            let doublings = attempt.clamp(1, 17) - 1;
            let full = (TimeDelta::seconds(2) * (1 << doublings)).min(LONGEST);
            prop_assert!(wait >= full / 2 && wait <= full, "{wait} of {full}");
        }

        #[test]
        fn it_never_shrinks_by_more_than_the_jitter(attempt in 1..40_i32, seed: i64) {
            prop_assert!(after(attempt + 1, seed) * 2 >= after(attempt, seed));
        }
    }

    #[test]
    fn those_that_fail_together_come_back_apart() {
        let waits: HashSet<_> = (0..100).map(|id| after(5, id)).collect();
        assert!(waits.len() > 95, "{}", waits.len());
    }
}

//! What goes first among the lanes of the outbox: the one list.

/// Smaller goes first. Within a lane what was queued first is sent first, whatever its rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(i32);

impl Rank {
    /// What a registrar or an officer waits for: a request, a decision, a trouble.
    pub const ASKED: Self = Rank(0);
    /// A new post.
    pub const POST: Self = Rank(3);
    /// What is said in a post.
    pub const NOTICE: Self = Rank(4);
    /// A reminder on an officer's own schedule, and what is asked on one.
    pub const REMINDER: Self = Rank(5);
    /// A region's digest.
    pub const DIGEST: Self = Rank(6);
    /// An edit of a card: the newest state wins, and it may come a moment later.
    pub const CARD: Self = Rank(7);
    /// What is told elsewhere, where nobody waits for it.
    pub const ELSEWHERE: Self = Rank(8);

    /// As it is kept in a row.
    pub fn number(self) -> i32 {
        self.0
    }

    /// As a row has it, which may have been queued under an older list.
    pub fn kept(number: i32) -> Self {
        Rank(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_waits_for_goes_first_and_nothing_overtakes_a_new_post_but_that() {
        let list = [
            Rank::ASKED,
            Rank::POST,
            Rank::NOTICE,
            Rank::REMINDER,
            Rank::DIGEST,
            Rank::CARD,
            Rank::ELSEWHERE,
        ];
        assert!(list.is_sorted() && list.iter().all(|it| Rank::kept(it.number()) == *it));
    }
}

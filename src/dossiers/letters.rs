//! What is sent of tenders by itself: a post in each region's forum, its card, and what is said in it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::news::News;
use crate::ledger::{Letter, Rank};
use crate::tenders::service::Post;
use crate::values::{AmendmentId, AuthorityId, LotId, PostId, TenderId};
use crate::words::Text;

/// All that goes into one post goes there in order.
pub(super) fn lane(post_id: PostId) -> String {
    format!("post:{post_id}")
}

/// A new post in a region's forum, with the card as its first message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPost {
    /// The post's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub post_id: PostId,
}

impl Letter for NewPost {
    const KIND: &'static str = "tender.post";
    const RANK: Rank = Rank::POST;

    fn subject(&self) -> i64 {
        self.post_id.into()
    }

    fn lane(&self, _: i64) -> String {
        lane(self.post_id)
    }

    fn coalesce(&self) -> Option<String> {
        Some(lane(self.post_id))
    }
}

/// An edit of the card in a post: the newest state wins (design, section 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardEdit {
    /// The post's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub post_id: PostId,
}

impl Letter for CardEdit {
    const KIND: &'static str = "tender.card";
    const RANK: Rank = Rank::CARD;

    fn subject(&self) -> i64 {
        self.post_id.into()
    }

    fn lane(&self, _: i64) -> String {
        lane(self.post_id)
    }

    fn coalesce(&self) -> Option<String> {
        Some(format!("card:{}", self.post_id))
    }
}

/// Takes a post away whose tender was not meant to be announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostGone {
    /// The post's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub post_id: PostId,
}

impl Letter for PostGone {
    const KIND: &'static str = "tender.post_gone";
    const RANK: Rank = Rank::CARD;

    fn subject(&self) -> i64 {
        self.post_id.into()
    }

    fn lane(&self, _: i64) -> String {
        lane(self.post_id)
    }

    fn coalesce(&self) -> Option<String> {
        Some(format!("gone:{}", self.post_id))
    }
}

/// What is said last in the post of a region that is not invited any more, before it is closed. The post has no row any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostLeft {
    /// The tender's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub tender_id: TenderId,
    /// The post as it was.
    pub post: Post,
    /// Why.
    pub reason: Option<String>,
    /// Whether this is the post's end: its card says so, and it is closed. Else those concerned are told.
    pub closes: bool,
    /// Who took part, and doesn't any more.
    pub out: Vec<AuthorityId>,
}

impl Letter for PostLeft {
    const KIND: &'static str = "tender.post_left";
    const RANK: Rank = Rank::NOTICE;

    fn subject(&self) -> i64 {
        self.tender_id.into()
    }

    fn lane(&self, _: i64) -> String {
        lane(self.post.id)
    }
}

/// Something said in a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostMessage {
    /// The tender's row.
    #[serde(rename = "subject_id", skip_serializing)]
    pub tender_id: TenderId,
    /// The post's row.
    pub post_id: PostId,
    /// What it is about.
    #[serde(flatten)]
    pub said: Said,
}

/// What is said in a tender's post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Said {
    /// Whoever has not answered is reminded.
    Chase,
    /// The lead changed an authority's answer or order.
    Amended {
        /// Whose it is.
        authority_id: AuthorityId,
        /// The row of what was changed.
        amendment_id: AmendmentId,
    },
    /// That authority said that it isn't right.
    Objected {
        /// Whose answer or order it is.
        authority_id: AuthorityId,
        /// The row of what was changed.
        amendment_id: AmendmentId,
    },
    /// A ceiling comes closer: the lead and those who still need some are told how it stands.
    Headroom {
        /// The lot whose award has it.
        lot_id: LotId,
        /// The threshold that was reached, in per cent.
        percent: u8,
    },
    /// The terms have changed on which authorities have answered: they are asked whether that still holds.
    ToConfirm {
        /// What it makes of what was declared.
        lines: Vec<Text>,
        /// Why, as the lead said.
        reason: Option<String>,
    },
    /// An authority asks to join late: the lead decides.
    Asked {
        /// The authority's row.
        authority_id: AuthorityId,
    },
    /// The lead passed the tender on: the officers of both are told.
    LeadPassedOn {
        /// Who led it.
        from: AuthorityId,
        /// Who leads it.
        to: AuthorityId,
        /// Why.
        reason: Option<String>,
    },
    /// What was published was corrected: all that may call off, or could, are told.
    Corrected(Correction),
    /// The lead removed a lot: those who had declared some of it are told.
    LotRemoved {
        /// What it was.
        lot: String,
        /// Why.
        reason: String,
        /// Whose quantities no longer count.
        authorities: Vec<AuthorityId>,
    },
    /// The lead admitted an authority.
    Admitted {
        /// The authority's row.
        authority_id: AuthorityId,
    },
    /// News of the tender.
    #[serde(untagged)]
    News(News),
}

/// A correction of what was published, each old and new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When bids were due and are, if that changed.
    pub bids: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// The contract's first and last day, as they were and are, if they changed.
    pub contract: Option<((NaiveDate, NaiveDate), (NaiveDate, NaiveDate))>,
    /// The short names of those that may call off, and could not.
    pub gained: Vec<String>,
    /// The short names of those that may not any more.
    pub lost: Vec<String>,
    /// Who is told.
    pub told: Vec<AuthorityId>,
    /// Why.
    pub reason: String,
}

impl Letter for PostMessage {
    const KIND: &'static str = "tender.notice";
    const RANK: Rank = Rank::NOTICE;

    fn subject(&self) -> i64 {
        self.tender_id.into()
    }

    fn lane(&self, _: i64) -> String {
        lane(self.post_id)
    }

    /// However many were missed, those who have not answered are named once, and so is whoever won a lot.
    fn coalesce(&self) -> Option<String> {
        let post_id = self.post_id;
        match self.said {
            Said::Chase => Some(format!("chase:{post_id}")),
            Said::Headroom { lot_id, .. } => Some(format!("headroom:{post_id}:{lot_id}")),
            Said::News(News::Awarded { lot_id, .. }) => Some(format!("awarded:{post_id}:{lot_id}")),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::values::LotId;
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_that_is_said_is_read_as_it_was_written() {
        let reason = || Some("More time".to_owned());
        for said in [
            Said::Chase,
            Said::Asked {
                authority_id: AuthorityId(3),
            },
            Said::Admitted {
                authority_id: AuthorityId(3),
            },
            Said::LotRemoved {
                lot: "House coal".into(),
                reason: "Gas".into(),
                authorities: vec![AuthorityId(3)],
            },
            Said::LeadPassedOn {
                from: AuthorityId(3),
                to: AuthorityId(4),
                reason: reason(),
            },
            Said::Corrected(Correction {
                bids: Some((DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH)),
                contract: None,
                gained: vec!["DYF".into()],
                lost: Vec::new(),
                told: vec![AuthorityId(3)],
                reason: "Gas".into(),
            }),
            Said::Amended {
                authority_id: AuthorityId(3),
                amendment_id: AmendmentId(5),
            },
            Said::News(News::Extended { reason: reason() }),
            Said::News(News::Collected {
                reason: None,
                early: true,
            }),
            Said::News(News::Awarded {
                lot_id: LotId(4),
                replaced: true,
            }),
            Said::News(News::Ended),
        ] {
            let notice = PostMessage {
                tender_id: TenderId(1),
                post_id: PostId(2),
                said,
            };
            let mut args = serde_json::to_value(&notice).unwrap();
            assert_eq!(args["post_id"], 2);
            args["subject_id"] = json!(1);
            assert_eq!(serde_json::from_value::<PostMessage>(args).unwrap(), notice);
        }
    }
}

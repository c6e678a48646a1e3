//! News of a tender: what everybody hears of it, in its posts and elsewhere, and the facts that it comes from.

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::awards::facts::{NotAwarded, Recorded, Replaced, Varied};
use crate::capability::Capability;
use crate::ledger::{Fault, Result, Tx};
use crate::tenders::facts::{
    Announced, Cancelled, Closed, Collected, Ended, Extended, Published, PutBack, RenewalDue,
    Reopened, Restored, Started, Withdrawn,
};
use crate::values::{LotId, Stage, TenderId, VariationId};

/// What has become of a tender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum News {
    /// It was announced.
    Announced,
    /// There is more time to answer.
    Extended {
        /// Why.
        reason: Option<String>,
    },
    /// Requirements are collected again.
    Reopened {
        /// Why.
        reason: Option<String>,
    },
    /// Requirements are in.
    Collected {
        /// Why, where the lead closed it early and said so.
        reason: Option<String>,
        /// Whether the lead closed it before the deadline.
        #[serde(default)]
        early: bool,
    },
    /// It is out to tender.
    Published,
    /// A lot was awarded.
    Awarded {
        /// The lot's row.
        lot_id: LotId,
        /// Whether in place of an award that was recorded before.
        #[serde(default)]
        replaced: bool,
    },
    /// A lot was left without an award.
    NotAwarded {
        /// The lot's row.
        lot_id: LotId,
        /// Why.
        reason: Option<String>,
    },
    /// The running contract was varied.
    Varied {
        /// The variation's row.
        variation_id: VariationId,
        /// Why.
        reason: Option<String>,
    },
    /// The contract has begun.
    Started,
    /// It is time to plan the next round.
    Renewal,
    /// The contract has ended.
    Ended,
    /// It was given up.
    Cancelled {
        /// Why.
        reason: Option<String>,
    },
    /// What was done by mistake was taken back.
    Restored {
        /// The stage that was a mistake.
        from: Stage,
    },
    /// It was not meant to be announced.
    Withdrawn {
        /// Why.
        reason: Option<String>,
    },
    /// It was withdrawn by mistake.
    PutBack,
}

impl News {
    /// Its name, such as `published`.
    pub fn name(&self) -> &'static str {
        match self {
            News::Announced => "announced",
            News::Extended { .. } => "extended",
            News::Reopened { .. } => "reopened",
            News::Collected { .. } => "collected",
            News::Published => "published",
            News::Awarded { .. } => "awarded",
            News::NotAwarded { .. } => "not_awarded",
            News::Varied { .. } => "varied",
            News::Started => "started",
            News::Renewal => "renewal",
            News::Ended => "ended",
            News::Cancelled { .. } => "cancelled",
            News::Restored { .. } => "restored",
            News::Withdrawn { .. } => "withdrawn",
            News::PutBack => "put_back",
        }
    }

    /// Whether it is still told of a tender that is at this stage. What has happened is, in words that are so now; what is to
    /// be done because of it is not, once it is too late or somebody took it back.
    pub fn is_told_at(&self, stage: Stage) -> bool {
        match self {
            News::Announced | News::Extended { .. } | News::Reopened { .. } => {
                stage == Stage::Collecting
            }
            News::Collected { .. } => stage != Stage::Collecting,
            News::Renewal => stage == Stage::CallOff,
            News::Restored { from } => stage != *from,
            News::Withdrawn { .. } => stage == Stage::Cancelled,
            News::PutBack => stage != Stage::Cancelled,
            News::Published
            | News::Awarded { .. }
            | News::NotAwarded { .. }
            | News::Varied { .. }
            | News::Started
            | News::Ended
            | News::Cancelled { .. } => true,
        }
    }

    /// Why, as whoever did it said.
    pub fn reason(&self) -> Option<&str> {
        match self {
            News::Extended { reason }
            | News::Reopened { reason }
            | News::Collected { reason, .. }
            | News::NotAwarded { reason, .. }
            | News::Varied { reason, .. }
            | News::Withdrawn { reason }
            | News::Cancelled { reason } => reason.as_deref(),
            _ => None,
        }
    }
}

/// Somebody who passes news on.
pub trait Hearer: 'static {
    /// Does its part of the change that the news comes from.
    fn hear(tx: &Tx, tender_id: TenderId, news: News) -> BoxFuture<'_, Result<()>>;
}

/// With the facts that are news, told to `H`.
pub fn heard_by<H: Hearer>(capability: Capability) -> Capability {
    /// What a fact tells, of which tender.
    async fn tell<H: Hearer>(tx: &Tx, tender_id: Option<TenderId>, news: News) -> Result<()> {
        let none = || Fault::new(format!("{}, and of no tender", news.name()));
        let tender_id = tender_id.ok_or_else(none)?;
        H::hear(tx, tender_id, news).await
    }
    macro_rules! hears {
        ($($fact:ident: |$it:ident| $news:expr;)*) => {
            capability$(.hears::<$fact>(|tx, $it| tell::<H>(tx, $it.about.tender_id, $news).boxed()))*
        };
    }
    hears! {
        Announced: |it| News::Announced;
        Extended: |it| News::Extended { reason: it.reason.clone() };
        Reopened: |it| News::Reopened { reason: it.reason.clone() };
        Closed: |it| News::Collected { reason: it.reason.clone(), early: true };
        Collected: |it| News::Collected { reason: it.reason.clone(), early: false };
        Published: |it| News::Published;
        Recorded: |it| News::Awarded { lot_id: it.told.award.lot_id, replaced: false };
        Replaced: |it| News::Awarded { lot_id: it.told.award.lot_id, replaced: true };
        NotAwarded: |it| News::NotAwarded {
            lot_id: it.lot_id,
            reason: Some(it.reason.clone()),
        };
        Varied: |it| News::Varied {
            variation_id: it.told.variation_id,
            reason: Some(it.told.reason.clone()),
        };
        Started: |it| News::Started;
        RenewalDue: |it| News::Renewal;
        Ended: |it| News::Ended;
        Cancelled: |it| News::Cancelled { reason: it.reason.clone() };
        Restored: |it| News::Restored { from: it.from };
        Withdrawn: |it| News::Withdrawn { reason: it.reason.clone() };
        PutBack: |it| News::PutBack;
    }
}

/// What is told for each fact that is news, in the order of [`heard_by`].
#[cfg(test)]
pub(crate) fn of_each_fact(lot_id: LotId) -> Vec<News> {
    let reason = || Some("More time".to_owned());
    let awarded = |replaced| News::Awarded { lot_id, replaced };
    vec![
        News::Announced,
        News::Extended { reason: reason() },
        News::Reopened { reason: reason() },
        News::Collected {
            reason: reason(),
            early: true,
        },
        News::Collected {
            reason: None,
            early: false,
        },
        News::Published,
        awarded(false),
        awarded(true),
        News::NotAwarded {
            lot_id,
            reason: reason(),
        },
        News::Varied {
            variation_id: VariationId(1),
            reason: reason(),
        },
        News::Started,
        News::Renewal,
        News::Ended,
        News::Cancelled { reason: reason() },
        News::Restored {
            from: Stage::Cancelled,
        },
        News::Withdrawn { reason: reason() },
        News::PutBack,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nobody;

    impl Hearer for Nobody {
        fn hear(_: &Tx, _: TenderId, _: News) -> BoxFuture<'_, Result<()>> {
            async { Ok(()) }.boxed()
        }
    }

    #[test]
    fn each_fact_has_its_news_and_each_news_its_name_in_the_outbox() {
        let heard = heard_by::<Nobody>(Capability::named("nobody"))
            .hears
            .table();
        let news = of_each_fact(LotId(4));
        assert_eq!(heard.len(), news.len());
        for news in news {
            let kept = serde_json::to_value(&news).unwrap();
            assert_eq!(kept["what"], news.name());
            assert_eq!(serde_json::from_value::<News>(kept).unwrap(), news);
        }
    }
}

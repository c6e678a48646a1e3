//! The numbers of rows, each of its own type, so that a lot's number can't be handed where a tender's is wanted. They are
//! written as bare numbers everywhere: in columns, in the record, in letters and in the ids of buttons.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $id:ident),* $(,)?) => {$(
        $(#[doc = $doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        #[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
        pub struct $id(pub i64);

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $id {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, ParseIntError> {
                text.parse().map(Self)
            }
        }

        impl From<i64> for $id {
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        impl From<$id> for words::Arg {
            fn from(id: $id) -> Self {
                id.to_string().into()
            }
        }

        impl From<$id> for i64 {
            fn from(id: $id) -> i64 {
                id.0
            }
        }
    )*};
}

ids!(
    /// The number of a tender's row.
    TenderId,
    /// The number of a lot's row.
    LotId,
    /// The number of an authority's row; 0 stands for all together where sums are kept.
    AuthorityId,
    /// The number of a mandate's row.
    MandateId,
    /// The number of a forum's row.
    ForumId,
    /// The number of the row of a tender's post in a forum.
    PostId,
    /// The number of an award's row.
    AwardId,
    /// The number of the row of a call-off or a correction.
    CallOffId,
    /// The number of a reminder's row, as its officers see it.
    ReminderId,
    /// The number of a webhook's row.
    WebhookId,
    /// The number of the row of a variation of a contract.
    VariationId,
    /// The number of the row of what a lead changed of another authority's answer.
    AmendmentId,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_and_read_as_a_bare_number() {
        let id = TenderId(7);
        assert_eq!(id.to_string(), "7");
        assert_eq!("7".parse(), Ok(id));
        assert!("seven".parse::<TenderId>().is_err());
        assert_eq!(serde_json::to_string(&Some(id)).unwrap(), "7");
        assert_eq!(serde_json::from_str::<TenderId>("7").unwrap(), id);
    }
}

//! Values that a column keeps as a word: what is written is `as_str`, what is read is `kept`.
//!
//! sea_orm's own derives would do except for what they say of a word that nobody wrote: that there is one. Here the
//! error names the column and the row.

use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, StringLen, ValueType, ValueTypeErr};
use sea_orm::{
    ActiveValue, ColIdx, DbErr, IntoActiveValue, QueryResult, TryGetError, TryGetable, Value,
};

use super::{
    AuthorityKind, DeliveryState, DutyState, Ground, Heirs, MandateState, NoAward, Part, Reference,
    Regime, ReminderState, Role, Stage, Summed, Unit, VariationKind, WebhookService, WebhookTopics,
};

/// The error for a word that is none of a type's: it says in which column it is, and in which row as far as the query
/// has the row's number.
fn unknown<I: ColIdx>(row: &QueryResult, column: I, what: &str, text: &str) -> TryGetError {
    let named = column.as_str().unwrap_or_default();
    // Where a query joins tables, each one's columns have a prefix: `A_stage` goes with `A_id`.
    let prefix = ["A_", "B_"].into_iter().find(|it| named.starts_with(it));
    let prefix = prefix.unwrap_or_default();
    let key = ["id", "guild_id"]
        .into_iter()
        .find_map(|key| Some((key, row.try_get::<i64>(prefix, key).ok()?)));
    let of = key.map_or_else(String::new, |(key, number)| {
        format!(" of the row with {key} {number}")
    });
    let column = match column.as_usize() {
        Some(at) => format!("column {at}"),
        None => format!("column {}", named.strip_prefix(prefix).unwrap_or(named)),
    };
    TryGetError::DbErr(DbErr::Type(format!(
        "“{text}” is kept in {column}{of}, and is no {what}"
    )))
}

macro_rules! kept_as_words {
    ($($type:ident),*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                value.as_str().into()
            }
        }

        impl TryGetable for $type {
            fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
                let text = String::try_get_by(row, column)?;
                $type::kept(&text).ok_or_else(|| unknown(row, column, stringify!($type), &text))
            }
        }

        impl ValueType for $type {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                let text = <String as ValueType>::try_from(value)?;
                $type::kept(&text).ok_or(ValueTypeErr)
            }

            fn type_name() -> String {
                stringify!($type).to_owned()
            }

            fn array_type() -> ArrayType {
                ArrayType::String
            }

            fn column_type() -> ColumnType {
                ColumnType::String(StringLen::None)
            }
        }

        impl Nullable for $type {
            fn null() -> Value {
                Value::String(None)
            }
        }

        impl IntoActiveValue<$type> for $type {
            fn into_active_value(self) -> ActiveValue<$type> {
                ActiveValue::Set(self)
            }
        }
    )*};
}

kept_as_words!(
    AuthorityKind,
    DeliveryState,
    DutyState,
    Ground,
    Heirs,
    MandateState,
    NoAward,
    Part,
    Reference,
    Regime,
    ReminderState,
    Role,
    Stage,
    Summed,
    Unit,
    VariationKind,
    WebhookService,
    WebhookTopics
);

// A word in a key: no number that a database gave out makes one.
impl sea_orm::TryFromU64 for Summed {
    fn try_from_u64(_: u64) -> Result<Self, DbErr> {
        Err(DbErr::ConvertFromU64("Summed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<T: Into<Value> + Clone>(all: &[T]) -> Vec<String> {
        let word = |value: &T| match value.clone().into() {
            Value::String(Some(word)) => word,
            other => panic!("{other:?}"),
        };
        all.iter().map(word).collect()
    }

    /// Each word, as databases have it: another would lose what is kept there.
    #[test]
    fn what_was_kept_is_read_and_written_alike() {
        macro_rules! hold {
            ($type:ident, $words:expr) => {
                assert_eq!(words(&$type::ALL), $words);
                for (value, word) in $type::ALL.into_iter().zip($words) {
                    let read = <$type as ValueType>::try_from(Value::from(word));
                    assert_eq!(read.ok(), Some(value));
                    let typed = Value::from(word.to_uppercase());
                    assert!(<$type as ValueType>::try_from(typed).is_err());
                }
                assert_eq!(<$type as Nullable>::null(), Value::String(None));
            };
        }
        hold!(
            Stage,
            [
                "collecting",
                "collected",
                "out_to_tender",
                "awarded",
                "call_off",
                "ended",
                "cancelled"
            ]
        );
        hold!(
            Regime,
            ["england", "wales", "northern-ireland", "scotland", "other"]
        );
        hold!(
            DeliveryState,
            ["waiting", "claimed", "sent", "withdrawn", "failed"]
        );
        hold!(DutyState, ["armed", "done", "withdrawn"]);
        hold!(
            WebhookService,
            ["discord", "teams", "slack", "discourse", "json"]
        );
        hold!(WebhookTopics, ["all", "digests", "milestones"]);
        hold!(NoAward, ["no_bids", "none_suitable", "withdrawn"]);
        hold!(
            VariationKind,
            ["price", "supplier", "extension", "end", "ceiling"]
        );
        hold!(
            Ground,
            [
                "index",
                "agreement",
                "renamed",
                "assigned",
                "provided",
                "terminated"
            ]
        );
        hold!(Part, ["joined", "declined", "withdrawn", "asked"]);
        hold!(Role, ["officer", "observer"]);
        hold!(MandateState, ["requested", "held", "refused", "revoked"]);
        hold!(ReminderState, ["active", "paused", "deleted"]);
        hold!(
            AuthorityKind,
            [
                "county",
                "unitary",
                "district",
                "metropolitan",
                "london-borough",
                "police",
                "fire",
                "health",
                "national-park",
                "college",
                "university",
                "town-or-community",
                "combined",
                "housing-association",
                "voluntary",
                "other"
            ]
        );
        let reference = Reference::parse("SF-2027-01").unwrap();
        assert_eq!(words(&[reference]), ["SF-2027-01"]);
        assert_eq!(words(&[Unit::parse("Tonnes").unwrap()]), ["tonne"]);
    }
}

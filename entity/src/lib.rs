//! One file a table: shapes and relations, no rules.

pub mod absence;
pub mod amendment;
pub mod answer;
pub mod authority;
pub mod award;
pub mod award_band;
pub mod call_off;
pub mod call_off_part;
pub mod call_off_sum;
pub mod call_off_total;
pub mod choice;
pub mod covered;
pub mod delivery;
pub mod duty;
pub mod entitled;
pub mod forum;
pub mod indicative_band;
pub mod ledger_entry;
pub mod ledger_head;
pub mod lot;
pub mod mandate;
pub mod next_round;
pub mod officer;
pub mod participation;
pub mod pending_command;
pub mod post;
pub mod process;
pub mod reminder;
pub mod requirement;
pub mod restoration;
pub mod savings_target;
pub mod server;
pub mod shard;
pub mod shown_part;
pub mod shown_total;
pub mod tender;
pub mod tender_cost;
pub mod variation;
pub mod variation_band;
pub mod webhook;
pub mod write_check;

#[cfg(test)]
mod tests {
    use sea_orm::{ColumnTrait, ColumnType};

    use super::*;

    /// Exact sums need whole numbers of the database's (design, section 3, rule 7): a quantity, a price or an amount is one.
    #[test]
    fn quantities_and_money_are_whole_numbers() {
        for (column, may_be_null) in [
            (requirement::Column::Expected.def(), false),
            (requirement::Column::AtLeast.def(), true),
            (requirement::Column::AtMost.def(), true),
            (requirement::Column::Baseline.def(), true),
            (award::Column::Ceiling.def(), true),
            (award_band::Column::FromQuantity.def(), false),
            (award_band::Column::Price.def(), false),
            (indicative_band::Column::FromQuantity.def(), false),
            (indicative_band::Column::Price.def(), false),
            (call_off::Column::Quantity.def(), false),
            (call_off_part::Column::Quantity.def(), false),
            (call_off_part::Column::Price.def(), false),
            (call_off_sum::Column::Quantity.def(), false),
            (call_off_sum::Column::Price.def(), false),
            (call_off_total::Column::Quantity.def(), false),
            (savings_target::Column::Hundredths.def(), false),
            (tender::Column::Value.def(), true),
            (tender_cost::Column::Pence.def(), false),
            (variation::Column::Ceiling.def(), true),
            (variation_band::Column::FromQuantity.def(), false),
            (variation_band::Column::Price.def(), false),
        ] {
            assert_eq!(*column.get_column_type(), ColumnType::BigInteger);
            assert_eq!(column.is_null(), may_be_null);
        }
    }
}

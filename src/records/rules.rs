//! An entry: what it holds, which are shown, and how one reads in plain words.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::values::{AuthorityId, Money, Quantity, TenderId, UnitPrice};
use crate::words::{Text, text};

/// An entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place in the chain, from 1.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: a Discord user id; 0 for griffin itself.
    pub actor: i64,
    /// For whom: the authority's short name.
    pub authority: Option<String>,
    /// The authority's row.
    pub authority_id: Option<AuthorityId>,
    /// The tender's row.
    pub tender_id: Option<TenderId>,
    /// What was done.
    pub kind: String,
    /// The particulars.
    pub data: Value,
    /// Its hash.
    pub hash: String,
}

/// Which entries are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sift {
    /// Of this tender.
    pub tender_id: Option<TenderId>,
    /// For this authority.
    pub authority_id: Option<AuthorityId>,
    /// From this moment.
    pub since: Option<DateTime<Utc>>,
}

/// The particulars that say most, as "name: value"; those of another kind of entry are left out.
pub fn particulars(data: &Value) -> Vec<(&'static str, Text)> {
    let mut told = Vec::new();
    // Of a variation, what was and what is says most.
    let varied: &[&str] = match data["variation_id"].is_number() {
        true => &["before", "now", "from"],
        false => &[],
    };
    for key in varied {
        if let Some(text) = data[key].as_str() {
            told.push((*key, Text::verbatim(text)));
        }
    }
    for key in [
        "reference",
        "title",
        "name",
        "region",
        "role",
        "lot",
        "notice",
        "reason",
        "officer",
        "error",
    ] {
        // An announcement has all of its tender.
        let text = data[key].as_str().or(data["tender"][key].as_str());
        if let Some(text) = text {
            told.push((key, Text::verbatim(text)));
        }
    }
    for stated in data["stated"].as_array().into_iter().flatten() {
        if let Some(quantity) = stated["requirement"]["expected"].as_i64() {
            let lot = stated["lot"].as_i64().unwrap_or_default();
            let quantity = Quantity::from_thousandths(quantity);
            let quantity = quantity.to_string();
            told.push(("declared", text!("records-of-lot", quantity, lot)));
        }
    }
    if let Some(quantity) = data["call_off"]["quantity"].as_i64() {
        let quantity = Quantity::from_thousandths(quantity).to_string();
        told.push(("quantity", Text::verbatim(quantity)));
    }
    let award = &data["award"];
    if let Some(supplier) = award["supplier"].as_str() {
        told.push(("supplier", Text::verbatim(supplier)));
    }
    for band in award["bands"].as_array().into_iter().flatten() {
        if let Some(price) = band["price"].as_i64() {
            let price = UnitPrice::from_ten_thousandths(price).to_string();
            told.push(("price", Text::verbatim(price)));
        }
    }
    if let Some(amount) = data["ceiling_amount"].as_i64() {
        let amount = Money::from_pence(amount).to_string();
        told.push(("ceiling", Text::verbatim(amount)));
    }
    told
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_entry_reads_as_a_person_would_say_it() {
        let data = json!({ "reference": "SF-2027-01", "stated": [{ "lot": 1, "requirement": { "expected": 185_500 } }] });
        let told = particulars(&data).into_iter();
        let told: Vec<_> = told
            .map(|(name, value)| (name, value.to_string()))
            .collect();
        assert_eq!(
            told,
            [
                ("reference", "SF-2027-01".to_owned()),
                ("declared", "185.5 of lot 1".to_owned())
            ]
        );
        let announced = json!({ "tender": { "reference": "SF-2027-01", "title": "Solid fuel" } });
        let told = particulars(&announced);
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(particulars(&json!({ "other": [1] })), []);
    }
}

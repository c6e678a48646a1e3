//! The units of measure that griffin knows: how they are typed, and how they are said.

use words::{Text, text};

/// The units that have a proper plural, an abbreviation and other spellings: (name, plural, abbreviation, spellings).
pub(super) const KNOWN: &[(&str, &str, &str, &[&str])] = &[
    ("tonne", "tonnes", "t", &["ton", "tons"]),
    ("kilogram", "kilograms", "kg", &["kilo", "kilos", "kgs"]),
    (
        "litre",
        "litres",
        "l",
        &["liter", "liters", "ltr", "ltrs", "lt"],
    ),
    (
        "cubic metre",
        "cubic metres",
        "m³",
        &["m3", "cubic meter", "cubic meters", "cu m"],
    ),
    (
        "square metre",
        "square metres",
        "m²",
        &["m2", "square meter", "square meters", "sq m"],
    ),
    ("metre", "metres", "m", &["meter", "meters"]),
    ("kWh", "kWh", "kWh", &["kilowatt hour", "kilowatt hours"]),
    ("MWh", "MWh", "MWh", &["megawatt hour", "megawatt hours"]),
    ("each", "each", "ea", &["no", "no.", "number"]),
    ("hour", "hours", "h", &["hr", "hrs"]),
    ("day", "days", "d", &[]),
    ("month", "months", "mo", &[]),
    ("year", "years", "yr", &["yrs"]),
    ("pack", "packs", "pk", &[]),
    ("box", "boxes", "bx", &[]),
    ("ream", "reams", "rm", &[]),
];

/// A known unit after a number: `tonnes` after 2. Of a fraction, after any number that is neither one nor few.
pub(super) fn after(n: i64, unit: &str) -> Option<Text> {
    Some(match unit {
        "tonne" => text!("values-unit-tonne", n),
        "kilogram" => text!("values-unit-kilogram", n),
        "litre" => text!("values-unit-litre", n),
        "cubic metre" => text!("values-unit-cubic-metre", n),
        "square metre" => text!("values-unit-square-metre", n),
        "metre" => text!("values-unit-metre", n),
        "kWh" => text!("values-unit-kwh"),
        "MWh" => text!("values-unit-mwh"),
        "each" => text!("values-unit-each"),
        "hour" => text!("values-unit-hour", n),
        "day" => text!("values-unit-day", n),
        "month" => text!("values-unit-month", n),
        "year" => text!("values-unit-year", n),
        "pack" => text!("values-unit-pack", n),
        "box" => text!("values-unit-box", n),
        "ream" => text!("values-unit-ream", n),
        _ => return None,
    })
}

/// A known unit by itself, in a heading: `tonnes`.
pub(super) fn alone(unit: &str) -> Option<Text> {
    Some(match unit {
        "tonne" => text!("values-units-tonne"),
        "kilogram" => text!("values-units-kilogram"),
        "litre" => text!("values-units-litre"),
        "cubic metre" => text!("values-units-cubic-metre"),
        "square metre" => text!("values-units-square-metre"),
        "metre" => text!("values-units-metre"),
        "hour" => text!("values-units-hour"),
        "day" => text!("values-units-day"),
        "month" => text!("values-units-month"),
        "year" => text!("values-units-year"),
        "pack" => text!("values-units-pack"),
        "box" => text!("values-units-box"),
        "ream" => text!("values-units-ream"),
        "kWh" => text!("values-unit-kwh"),
        "MWh" => text!("values-unit-mwh"),
        "each" => text!("values-unit-each"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_unit_is_said_as_it_is_read() {
        for (name, plural, ..) in KNOWN {
            let said = |n| after(n, name).unwrap().to_string();
            assert_eq!(
                (said(1), said(2)),
                ((*name).to_owned(), (*plural).to_owned())
            );
            assert_eq!(alone(name).unwrap().to_string(), *plural);
        }
        assert_eq!((after(2, "pallet"), alone("pallet")), (None, None));
    }
}

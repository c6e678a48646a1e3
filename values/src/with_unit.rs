//! Figures typed with the unit of their lot: `620 tonnes`, `142.50/t`.

use words::text;

use super::{Invalid, Quantity, Unit, UnitPrice};

impl Quantity {
    /// As [`Quantity::parse`], with the unit behind it, if somebody types that: `620 tonnes`, `620t`, `1.2k t`.
    ///
    /// # Errors
    /// As [`Quantity::parse`], and another unit than this one, which the help names.
    pub fn parse_in(text: &str, unit: &Unit) -> Result<Self, Invalid> {
        let help = text!("values-quantity-unit-help", unit = unit.plural());
        let seen = super::text::words(text);
        let plain = match unit.before_it(&seen) {
            Some(number) if !number.is_empty() => Self::read(number, help),
            _ => Self::read(&seen, help),
        };
        let named = seen
            .find(char::is_alphabetic)
            .and_then(|at| Unit::known(&seen[at..]));
        plain.map_err(|invalid| {
            let help = match named.filter(|other| other != unit && !seen.ends_with(['m', 'M'])) {
                Some(other) => {
                    let (unit, other) = (unit.plural(), other.plural());
                    text!("values-quantity-other-unit", unit, other)
                }
                None => invalid.help,
            };
            Invalid::new(invalid.what, text, help)
        })
    }
}

impl UnitPrice {
    /// As [`UnitPrice::parse`], with what it is the price of, if somebody types that: `142.50/t`, `£142.50 per tonne`,
    /// `142.50 a tonne`, `14.25p/kWh`, `£3 each`.
    ///
    /// # Errors
    /// As [`UnitPrice::parse`], and the price of another unit than this one, which the help names.
    pub fn parse_per(text: &str, unit: &Unit) -> Result<Self, Invalid> {
        let seen = super::text::words(text);
        let price = match unit.before_it(&seen).map(|before| before.trim_end()) {
            Some(before) if per(before).is_some() => per(before),
            Some(before) if unit.as_str() == "each" => Some(before),
            _ => None,
        };
        if let Some(price) = price {
            return Self::parse(price)
                .map_err(|invalid| Invalid::new(invalid.what, text, invalid.help));
        }
        // Of another unit, where one is named after a "per".
        let words = seen.char_indices().map(|(at, _)| seen.split_at(at));
        let other = words
            .filter(|(before, _)| per(before.trim_end()).is_some())
            .find_map(|(_, other)| Unit::known(other));
        match other {
            Some(other) => {
                let help = text!(
                    "values-price-other-unit",
                    unit = unit.as_str(),
                    other = other.as_str()
                );
                Err(Invalid::new(text!("values-a-price"), text, help))
            }
            None => Self::parse(text),
        }
    }
}

/// The price before "per", "/" or "a", where a text ends so.
fn per(text: &str) -> Option<&str> {
    if let Some(price) = text.strip_suffix('/') {
        return Some(price.trim_end());
    }
    let (price, word) = text.rsplit_once(' ')?;
    let is_per = ["per", "a", "an"]
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it));
    is_per.then_some(price)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_the_unit_of_the_lot() {
        for (text, unit, thousandths) in [
            ("620 tonnes", "tonne", 620_000),
            ("620t", "tonne", 620_000),
            ("620 t", "tonne", 620_000),
            ("620\u{a0}Tonnes", "tonne", 620_000),
            ("1,250.5 tons", "tonne", 1_250_500),
            ("1.2k t", "tonne", 1_200_000),
            ("1.2kt", "tonne", 1_200_000),
            ("1 tonne", "tonne", 1_000),
            ("620", "tonne", 620_000),
            ("5k", "tonne", 5_000_000),
            ("5 kWh", "kWh", 5_000),
            ("5kwh", "kWh", 5_000),
            ("5k kWh", "kWh", 5_000_000),
            ("1.2 million kWh", "kWh", 1_200_000_000),
            ("5m", "metre", 5_000),
            ("12 each", "each", 12_000),
            ("3 pallets", "pallet", 3_000),
            ("3 packs of 500", "pack of 500", 3_000),
            ("2\u{202f}000 l", "litre", 2_000_000),
        ] {
            let unit = Unit::parse(unit).unwrap();
            let read = Quantity::parse_in(text, &unit).map(Quantity::thousandths);
            assert_eq!(read, Ok(thousandths), "{text}");
        }
        for (text, unit, help) in [
            (
                "620 kg",
                "tonne",
                "This lot is counted in tonnes, not in kilograms: write how many tonnes.",
            ),
            ("620 litres", "tonne", "in tonnes, not in litres"),
            ("620 tonnes", "litre", "in litres, not in tonnes"),
            (
                "620 bags",
                "tonne",
                "Write a number, such as 1250, 1,250.5 or 1.2k, with or without tonnes after it.",
            ),
            ("about 620 t", "tonne", "with or without tonnes"),
            ("tonnes", "tonne", "with or without tonnes"),
            ("1,25 t", "tonne", "thousands"),
            ("-5 t", "tonne", "less than 0"),
            ("2m", "tonne", "millions or metres"),
            ("2mt", "tonne", "Write a number, such as"),
        ] {
            let unit = Unit::parse(unit).unwrap();
            let invalid = Quantity::parse_in(text, &unit).expect_err(text);
            assert!(invalid.help.to_string().contains(help), "{text}: {invalid}");
            assert_eq!(invalid.given, text);
        }
    }

    #[test]
    fn reads_prices_of_the_lots_unit() {
        let unit = |text| Unit::parse(text).unwrap();
        for (text, of, ten_thousandths) in [
            ("142.50/t", "tonne", 1_425_000),
            ("£142.50/t", "tonne", 1_425_000),
            ("£142.50 per tonne", "tonne", 1_425_000),
            ("142.50 a tonne", "tonne", 1_425_000),
            ("£142.50 / Tonne", "tonne", 1_425_000),
            ("£142.50\u{a0}per\u{a0}t", "tonne", 1_425_000),
            ("142.50", "tonne", 1_425_000),
            ("£1.2k a tonne", "tonne", 12_000_000),
            ("14.25p/kWh", "kWh", 1_425),
            ("14.25p per kWh", "kWh", 1_425),
            ("£3 each", "each", 30_000),
            ("£3 an hour", "hour", 30_000),
            ("£12 per pack of 500", "pack of 500", 120_000),
        ] {
            let read = UnitPrice::parse_per(text, &unit(of)).map(UnitPrice::ten_thousandths);
            assert_eq!(read, Ok(ten_thousandths), "{text}");
        }
        for (text, of, help) in [
            (
                "£142.50 per kg",
                "tonne",
                "This lot is priced by the tonne, not by the kilogram: write the price of one tonne.",
            ),
            ("142.50/kWh", "tonne", "by the tonne, not by the kWh"),
            ("142.50 tonnes", "tonne", "Write it in pounds"),
            ("£142.50 per bag", "tonne", "Write it in pounds"),
            ("142,50/t", "tonne", "thousands"),
            ("/t", "tonne", "Write it in pounds"),
        ] {
            let invalid = UnitPrice::parse_per(text, &unit(of)).expect_err(text);
            assert!(invalid.help.to_string().contains(help), "{text}: {invalid}");
            assert_eq!(invalid.given, text);
        }
    }

    proptest! {
        /// What a card shows, with its unit, can be typed.
        #[test]
        fn what_is_shown_with_its_unit_is_read_back(
            thousandths in 0..=Quantity::MAX_TYPED.thousandths(), unit in prop::sample::select(vec!["tonne", "kWh", "m3", "each", "bag", "pack of 500", "box"]),
        ) {
            let (quantity, unit) = (Quantity::from_thousandths(thousandths), Unit::parse(unit).unwrap());
            prop_assert_eq!(Quantity::parse_in(&unit.show(quantity).to_string(), &unit), Ok(quantity));
            let short = format!("{quantity}{}", unit.abbreviation());
            prop_assert_eq!(Quantity::parse_in(&short, &unit), Ok(quantity));
        }

        #[test]
        fn no_text_panics(text in any::<String>(), near in "[-−£pP0-9,.kKmM t/aper]{0,30}") {
            for unit in ["tonne", "metre", "k", "p", "each"] {
                let unit = Unit::parse(unit).unwrap();
                for text in [&text, &near] {
                    let _ = (Quantity::parse_in(text, &unit), UnitPrice::parse_per(text, &unit));
                }
            }
        }
    }
}

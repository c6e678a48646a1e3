//! What a person sees of awards: a value in, a message out.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::rules::{Bands, highest};
use super::service::{Award, Done, Indicated, LeftOut, Recorded, Varied};
use crate::discord::{Answer, escape};
use crate::values::{Stage, Unit, VariationKind, day as values_day, time_zone};
use crate::words::{Lang, Text, say, text};

/// A day as Discord shows it; its noon, so that people in a zone near by see the same day.
pub fn day(date: NaiveDate, tz: Tz) -> String {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    format!(
        "<t:{}:D>",
        time_zone::local_to_utc(date.and_time(noon), tz).timestamp()
    )
}

/// An award that was recorded, for the lead's officer.
pub fn recorded(recorded: &Recorded, tz: Tz, lang: Lang) -> Answer {
    let (reference, lot) = (&recorded.reference, escape::line(&recorded.lot));
    let rule = recorded.standstill_rule.say(lang);
    let mut lines = vec![
        if recorded.same {
            say!(lang, "awards-same", reference, lot)
        } else if recorded.replaced {
            say!(lang, "awards-replaced", reference, lot)
        } else {
            say!(lang, "awards-recorded", reference, lot)
        },
        award(&recorded.award, &recorded.unit, lang),
        say!(
            lang,
            "awards-standstill",
            last_day = day(recorded.standstill_ends, tz),
            notice_on = day(recorded.notice_on, tz),
            rule = escape::line(rule.trim_end_matches('.'))
        ),
    ];
    if let Some(amount) = recorded.ceiling_amount {
        let price = highest(&recorded.award.bands).to_string();
        let amount = amount.to_string();
        lines.push(say!(lang, "awards-ceiling-was-money", amount, price));
    }
    if recorded.starts_too_early {
        lines.push(say!(lang, "awards-starts-too-early"));
    }
    if recorded.unawarded.is_empty() {
        lines.push(say!(lang, "awards-all-awarded", reference));
    } else {
        let open = recorded
            .unawarded
            .iter()
            .map(|lot| Text::verbatim(escape::line(lot)));
        lines.push(say!(lang, "awards-still-open", lots = Text::and(open)));
    }
    Answer::text(lines.join("\n"))
}

/// A lot that was left without an award, for the lead's officer.
pub fn left_out(it: &LeftOut, lang: Lang) -> Answer {
    let (reference, lot) = (&it.reference, escape::line(&it.lot));
    let mut lines = vec![say!(
        lang,
        "awards-none",
        reference,
        lot,
        why = it.why.label(),
        reason = escape::line(&it.reason)
    )];
    if !it.unawarded.is_empty() {
        let open = it.unawarded.iter();
        let open = open.map(|lot| Text::verbatim(escape::line(lot)));
        lines.push(say!(lang, "awards-still-open", lots = Text::and(open)));
    } else if it.any_awarded {
        lines.push(say!(lang, "awards-every-outcome", reference));
    } else {
        lines.push(say!(lang, "awards-none-at-all", reference));
    }
    Answer::text(lines.join("\n"))
}

/// A contract that was varied, for the lead's officer.
pub fn varied(done: &Done, lang: Lang) -> Answer {
    let it = &done.varied.variation;
    let told = done.varied.told(escape::line);
    let regions = done.regions.iter();
    let regions = regions.map(|it| Text::verbatim(escape::line(it)));
    let mut lines = vec![
        say!(
            lang,
            "awards-varied",
            reference = &done.reference,
            told = told.say(lang)
        ),
        say!(lang, "awards-varied-why", reason = escape::line(&it.reason)),
        say!(lang, "awards-varied-where", regions = Text::and(regions)),
        match it.kind {
            VariationKind::End | VariationKind::Extension => {
                say!(lang, "awards-varied-correct-end")
            }
            VariationKind::Price | VariationKind::Supplier | VariationKind::Ceiling => {
                say!(lang, "awards-varied-correct", from = values_day(it.from))
            }
        },
    ];
    if done.stage == Stage::Ended {
        lines.push(say!(lang, "awards-varied-ended"));
    }
    Answer::text(lines.join("\n"))
}

/// Indicative prices that were given, or taken back.
pub fn indicated(it: &Indicated, lang: Lang) -> Answer {
    let (reference, lot) = (&it.reference, escape::line(&it.lot));
    Answer::text(match &it.bands {
        Some(bands) => [
            say!(lang, "awards-indicated", reference, lot),
            price(bands, &it.unit, lang),
            say!(lang, "awards-indicated-on-card"),
        ]
        .join("\n"),
        None => say!(lang, "awards-taken-back", reference, lot),
    })
}

/// An award: supplier, price and ceiling, in lines of markdown.
pub fn award(award: &Award, unit: &Unit, lang: Lang) -> String {
    let supplier = escape::line(&award.supplier);
    let most = |it| escape::line(&unit.show(it).say(lang));
    [
        match (award.sme, award.local) {
            (true, true) => say!(lang, "awards-supplier-sme-local", supplier),
            (true, false) => say!(lang, "awards-supplier-sme", supplier),
            (false, true) => say!(lang, "awards-supplier-local", supplier),
            (false, false) => say!(lang, "awards-supplier", supplier),
        },
        price(&award.bands, unit, lang),
        match award.ceiling {
            Some(ceiling) => say!(lang, "awards-ceiling", most = most(ceiling)),
            None => say!(lang, "awards-no-ceiling"),
        },
    ]
    .into_iter()
    .chain(provided(award, lang))
    .collect::<Vec<_>>()
    .join("\n")
}

/// What an award provides for: extensions, and an index.
fn provided(award: &Award, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if !award.extensions.is_empty() {
        let options = award.extensions.told();
        lines.push(say!(lang, "awards-extensions", options));
    }
    if let Some(index) = &award.index {
        lines.push(say!(lang, "awards-index", index = escape::line(index)));
    }
    lines
}

/// The last changes of a lot's contract, a line each; `most` of them, and how many came before.
pub fn changes(of_lot: &[&Varied], most: usize, lang: Lang) -> Vec<String> {
    let before = of_lot.len().saturating_sub(most);
    let mut lines = Vec::new();
    if before > 0 {
        lines.push(say!(lang, "awards-earlier-changes", before));
    }
    let shown = of_lot.iter().skip(before);
    lines.extend(shown.map(|varied| varied.changed(escape::line).say(lang)));
    lines
}

/// The unit price; bands as a small table of what all call off in a contract year.
pub fn price(bands: &Bands, unit: &Unit, lang: Lang) -> String {
    if let [only] = bands.as_slice() {
        let price = only.price.to_string();
        return match unit.as_str() {
            "each" => say!(lang, "awards-price-each", price),
            unit => say!(lang, "awards-price-per", price, unit = escape::line(unit)),
        };
    }
    let rows: Vec<(String, String)> = bands
        .as_slice()
        .iter()
        .map(|band| (band.from.to_string(), band.price.to_string()))
        .collect();
    let wide = |of: fn(&(String, String)) -> &String| {
        rows.iter()
            .map(|row| of(row).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (volume, price) = (wide(|row| &row.0), wide(|row| &row.1));
    let unit = unit.abbreviation();
    let table: Vec<String> = rows
        .iter()
        .map(|(from, each)| {
            let (from, price) = (format!("{from:>volume$}"), format!("{each:>price$}"));
            say!(lang, "awards-band", from, unit, price)
        })
        .collect();
    let head = text!("awards-price-by-volume").say(lang);
    // A unit has no backtick: nothing in the block can end it.
    format!("{head}\n```\n{}\n```", table.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::testing::shows;
    use crate::testing::date;
    use crate::values::{AwardId, LotId, TenderId};
    use crate::values::{Quantity, Stage};

    fn coal() -> Recorded {
        Recorded {
            tender_id: TenderId(1),
            reference: "SF-2027-01".to_owned(),
            stage: Stage::OutToTender,
            lot: "House coal".to_owned(),
            unit: Unit::parse("tonne").unwrap(),
            award: Award {
                id: AwardId(1),
                lot_id: LotId(1),
                supplier: "Cwm Fuels Ltd".to_owned(),
                bands: Bands::parse("0:152; 400:147.50; 1000:143.25").unwrap(),
                ceiling: None,
                sme: true,
                local: true,
                at: "2027-03-11T10:00:00Z".parse().unwrap(),
                extensions: Default::default(),
                index: None,
                variations: Vec::new(),
            },
            ceiling_amount: None,
            replaced: false,
            same: false,
            notice_on: date(2027, 3, 11),
            standstill_ends: date(2027, 3, 23),
            standstill_rule: Text::verbatim("8 working days beginning with the day of the notice"),
            starts_too_early: false,
            unawarded: vec!["Smokeless fuel".to_owned()],
        }
    }

    #[test]
    fn an_award_shows_its_bands_its_ceiling_and_the_standstill_with_its_rule() {
        assert_eq!(
            recorded(&coal(), chrono_tz::Europe::London, Lang::English).content(),
            "**Awarded: SF-2027-01, House coal**\nSupplier: Cwm Fuels Ltd (SME, local)\n\
             Price by how much everybody orders in a contract year:\n```\nfrom     0 t  £152.00\nfrom   400 t  £147.50\n\
             from 1,000 t  £143.25\n```\nCeiling: none\n\
             The standstill's last day is <t:1805803200:D>, as the award notice is published on <t:1804766400:D>. \
             The rule: 8 working days beginning with the day of the notice.\nStill to be awarded: Smokeless fuel."
        );
    }

    #[test]
    fn an_award_reads_well() {
        let mut smokeless = coal();
        smokeless.lot = "Smokeless fuel".to_owned();
        smokeless.award.supplier = "Northern Smokeless plc".to_owned();
        smokeless.award.bands = Bands::parse("241.60").unwrap();
        smokeless.award.ceiling = Some(Quantity::parse("1200").unwrap());
        smokeless.replaced = true;
        smokeless.starts_too_early = true;
        smokeless.unawarded.clear();
        let london = chrono_tz::Europe::London;
        shows!("award", |lang| recorded(&coal(), london, lang));
        shows!("award_replaced", |lang| recorded(&smokeless, london, lang));
    }

    #[test]
    fn what_was_typed_is_escaped_and_early_starts_are_pointed_out() {
        let mut award = coal();
        award.replaced = true;
        award.lot = "**@everyone".to_owned();
        award.award.supplier = "[Cwm](https://x.example)\n# Fuels".to_owned();
        award.award.bands = Bands::parse("241.60").unwrap();
        award.award.ceiling = Some(Quantity::parse("1200").unwrap());
        award.award.sme = false;
        award.starts_too_early = true;
        award.unawarded.clear();
        let text = recorded(&award, chrono_tz::Europe::London, Lang::English).content();
        assert!(
            text.starts_with("**Award replaced: SF-2027-01, \\*\\*@\u{200b}everyone**"),
            "{text}"
        );
        assert!(
            text.contains("\nSupplier: \\[Cwm\\](https\\://x.example) # Fuels (local)\n"),
            "{text}"
        );
        assert!(
            text.contains(
                "Price: £241.60 per tonne\nCeiling: 1,200 tonnes over the whole contract"
            ),
            "{text}"
        );
        assert!(
            text.contains("**The contract would start before the standstill is over**"),
            "{text}"
        );
        assert!(
            text.contains("Every lot of SF-2027-01 is awarded now."),
            "{text}"
        );
    }
}

//! What a lead is shown before a running contract is varied: what it costs at the declared volume, who is told, and what
//! looks odd (design, section 2a).

use chrono_tz::Tz;

use super::award::{Change, Varied};
use super::law::{self, Figure};
use super::oddities;
use super::questions::{Ordered, Orders};
use super::rules::Bands;
use super::running::Of;
use crate::ledger::{Result, Tx};
use crate::requirements::rules::by_year;
use crate::requirements::service as requirements;
use crate::tenders::service as tenders;
use crate::values::{
    ContractYear, Exact, LotId, Part, Preview, Quantity, VariationKind, day, time_zone,
};
use crate::words::{Text, text};

/// Before a variation is recorded.
pub(super) async fn varying(tx: &Tx, of: &Of, varied: &Varied, tz: Tz) -> Result<Preview> {
    let it = &varied.variation;
    let today = time_zone::local_date(tx.now(), tz);
    let unit = of.lot.as_ref().map(|lot| &lot.unit);
    let reference = of.tender.reference.as_str();
    let told = varied.told(str::to_owned);
    let mut preview = Preview::of(text!("awards-vary-preview", reference, told))
        .line(text!(
            "awards-vary-before",
            before = varied.before.told(unit)
        ))
        .line(text!(
            "awards-vary-why",
            ground = it.grounded(),
            reason = it.reason.as_str()
        ));
    let mut figure = Figure::Nothing;
    let orders = match &of.lot {
        Some(lot) => orders(tx, lot.id, it.from).await?,
        None => Orders::default(),
    };
    match (&it.change, &varied.before) {
        (Change::Price(now), Change::Price(before)) => {
            let cost = Costs::of(tx, of, now, before, it.from).await?;
            if let Some(cost) = cost {
                preview = preview.line(cost.told(of));
                figure = Figure::Cost(cost.at_award, cost.now);
            }
            preview = preview.line(text!("awards-vary-orders-keep", from = day(it.from)));
            if orders.since > 0 {
                preview = preview.odd([text!(
                    "awards-odd-orders-since",
                    count = orders.since,
                    from = day(it.from)
                )]);
            }
            if let Some(unit) = unit {
                preview = preview.odd(oddities::varied_price(now, before, unit));
            }
        }
        (Change::Ceiling(now), Change::Ceiling(before)) => {
            let at_award = of.award().and_then(|award| award.ceiling);
            if let (Some(then), Some(now)) = (at_award, *now) {
                figure = Figure::Ceiling(then, now);
            }
            if let Some(unit) = unit {
                let called_off = unit.show(orders.called_off);
                preview = preview
                    .line(text!("awards-vary-called-off", called_off))
                    .odd(oddities::varied_ceiling(
                        *now,
                        *before,
                        orders.called_off,
                        unit,
                    ));
            }
        }
        (Change::Supplier(_), _) => {
            preview = preview.line(text!("awards-vary-name-kept", from = day(it.from)));
        }
        (Change::Ends(now), Change::Ends(before)) => {
            let of_this = |other: &&super::award::Variation| other.lot_id == it.lot_id;
            let first = of
                .history
                .iter()
                .filter(of_this)
                .filter(|it| it.ends_before.is_some())
                .min_by_key(|it| it.id);
            let at_award = first.and_then(|it| it.ends_before).unwrap_or(*before);
            figure = Figure::Term(of.tender.starts, at_award, *now);
            preview = preview.line(match &of.lot {
                Some(lot) => text!("awards-vary-end-of-lot", lot = lot.title.as_str()),
                None => text!("awards-vary-end-of-all", lots = of.lots.len()),
            });
            if it.kind == VariationKind::Extension {
                let (offered, used) = of.extensions();
                preview = preview.odd(oddities::extension(offered, used, *now, *before));
            } else {
                preview = preview.odd(oddities::moved_end(*now, *before));
            }
        }
        _ => {}
    }
    let odd = oddities::varied_from(it.kind, it.from, today, of.tender.starts, of.ends());
    let posts = tenders::posts(tx, of.tender.id).await?;
    let parts = tenders::participants(tx, of.tender.id).await?;
    let others = parts
        .iter()
        .filter(|it| it.authority_id != of.tender.lead_id);
    let joined = others.filter(|it| it.part == Part::Joined).count();
    let regions = Text::and(posts.iter().map(|post| Text::verbatim(&post.region)));
    Ok(preview
        .line(text!("awards-vary-told", regions, joined))
        .lines(law::help(of.tender.regime, it.kind, figure))
        .odd(odd))
}

async fn orders(tx: &Tx, lot_id: LotId, since: chrono::NaiveDate) -> Result<Orders> {
    let said = tx.inquire(&Ordered { lot_id, since }).await?;
    Ok(said.into_iter().next().unwrap_or_default())
}

/// What a contract year at the declared volume costs.
struct Costs {
    year: ContractYear,
    volume: Quantity,
    at_award: Exact,
    before: Exact,
    now: Exact,
}

impl Costs {
    /// In the contract year of a day; none where nothing was declared for it, or it doesn't fit.
    async fn of(
        tx: &Tx,
        of: &Of,
        now: &Bands,
        before: &Bands,
        from: chrono::NaiveDate,
    ) -> Result<Option<Self>> {
        let (Some(award), Some(lot)) = (of.award(), &of.lot) else {
            return Ok(None);
        };
        let term = tenders::term(&of.tender)?;
        let clamped = from.clamp(term.starts(), term.ends());
        let year = term.year_of(clamped).unwrap_or(ContractYear::FIRST);
        let declared = requirements::expected(tx, &[lot.id]).await?;
        let mut who: Vec<_> = declared.iter().map(|it| it.1).collect();
        who.sort_unstable();
        who.dedup();
        let of_year = |who| {
            let lines = declared.iter().filter(|it| it.1 == who);
            let years = by_year(lines.map(|it| (it.2, it.3)), term.years());
            years.get(&i32::from(year.get())).copied()
        };
        let volume = Quantity::checked_sum(who.into_iter().filter_map(of_year));
        let costs = volume.filter(|it| *it > Quantity::ZERO).and_then(|volume| {
            Some(Costs {
                year,
                volume,
                at_award: award.bands.cost(volume)?,
                before: before.cost(volume)?,
                now: now.cost(volume)?,
            })
        });
        Ok(costs)
    }

    fn told(&self, of: &Of) -> Text {
        let shown = |it: Exact| it.round().map_or_else(String::new, |it| it.to_string());
        let unit = of.lot.as_ref().map(|lot| &lot.unit);
        let volume = unit.map_or_else(Text::default, |unit| unit.show(self.volume));
        let year = self.year.get();
        let (before, now) = (shown(self.before), shown(self.now));
        let since = Figure::Cost(self.before, self.now).change();
        let change = since.map_or_else(Text::default, law::told);
        text!("awards-vary-cost", volume, year, before, now, change)
    }
}

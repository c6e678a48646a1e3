//! All that an export says of one tender, as far as the person may see it (design, section 3, rule 8), read once.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::authorities::service::{self as authorities, Authority};
use crate::awards::service::{Award, Varied};
use crate::calloffs::service::{self as calloffs, CallOff};
use crate::dossiers::service::{self as dossiers, Section};
use crate::ledger::{Reader, Result};
use crate::requirements::rules::by_year;
use crate::requirements::service::{self as requirements, LotTotals, Row};
use crate::savings::rules::{Bought, baseline_of};
use crate::tenders::service::{
    self as tenders, Lot, Milestone, Respondent, Responses, Tender, Who,
};
use crate::values::time_zone::local_date;
use crate::values::{Actor, AuthorityId, FinancialYear, LotId, Quantity, Term, UnitPrice};
use crate::words::Lang;

/// A tender with what belongs to it.
pub(super) struct Contents {
    pub tender: Tender,
    pub lead: Who,
    pub lots: Vec<Lot>,
    pub term: Term,
    pub regions: Vec<String>,
    pub answers: Vec<Respondent>,
    pub responses: Responses,
    /// Declared, by lot and year, as far as the person may see it.
    pub totals: Vec<LotTotals>,
    /// The same as far as everybody may.
    pub public_totals: Vec<LotTotals>,
    /// The requirements that count, as far as the person may see them.
    pub requirements: Vec<Row>,
    /// Whether these are every authority's.
    pub everything: bool,
    /// The awards as they were recorded; [`Contents::award`] is as it is today.
    pub awards: Vec<Award>,
    /// What changed of them while the contract ran.
    pub variations: Vec<Varied>,
    /// The day of the export.
    pub today: NaiveDate,
    /// Called off by all together over the term, by lot, as far as the person may see it.
    pub called_off: BTreeMap<LotId, Quantity>,
    /// The call-offs that the person may see, the oldest first.
    pub call_offs: Vec<CallOff>,
    pub milestones: Vec<Milestone>,
    pub sections: Vec<(Section, String)>,
    /// The register of the server.
    pub register: Vec<Authority>,
    /// The server's.
    pub time_zone: Tz,
    /// In which language it is written.
    pub lang: Lang,
}

/// A part of a call-off at one price, with what was paid before.
pub(super) struct Saved<'a> {
    pub call_off: &'a CallOff,
    pub year: FinancialYear,
    pub bought: Bought,
}

impl Contents {
    /// Reads a tender's.
    ///
    /// # Errors
    /// Refused where there is no such tender.
    pub async fn read(
        db: &Reader,
        actor: &Actor,
        reference: &str,
        (now, time_zone): (DateTime<Utc>, Tz),
        lang: Lang,
    ) -> Result<Self> {
        let shown = requirements::show(db, actor, reference).await?;
        let card = dossiers::card(db, &shown.tender).await?;
        let call_offs = calloffs::every(db, actor, shown.tender.reference.as_str()).await?;
        let called_off = match shown.everything {
            true => {
                let ids: Vec<LotId> = card.lots.iter().map(|lot| lot.id).collect();
                let all = calloffs::of_all(db, &ids).await?;
                all.into_iter().map(|(lot, it)| (lot, it.term)).collect()
            }
            false => card.called_off,
        };
        let register = authorities::list(db, actor.guild_id).await?;
        Ok(Self {
            term: tenders::term(&shown.tender)?,
            milestones: tenders::milestones(&shown.tender),
            tender: shown.tender,
            lead: card.lead,
            lots: card.lots,
            regions: card.posts.into_iter().map(|post| post.region).collect(),
            answers: card.answers,
            responses: card.responses,
            totals: shown.totals,
            public_totals: card.totals,
            requirements: shown.rows,
            everything: shown.everything,
            awards: card.awards,
            variations: card.variations,
            today: local_date(now, time_zone),
            sections: card.sections,
            called_off,
            call_offs,
            register,
            time_zone,
            lang,
        })
    }

    /// What is in one of the card's lines.
    pub fn section(&self, wanted: Section) -> Option<&str> {
        let found = self.sections.iter().find(|(section, _)| *section == wanted);
        found.map(|(_, text)| text.as_str())
    }

    pub fn authority(&self, id: AuthorityId) -> Option<&Authority> {
        self.register.iter().find(|it| it.id == id)
    }

    /// An authority's short name.
    pub fn short_name(&self, id: AuthorityId) -> &str {
        self.authority(id).map_or("", |it| it.short_name.as_str())
    }

    pub fn lot(&self, id: LotId) -> Option<&Lot> {
        self.lots.iter().find(|it| it.id == id)
    }

    /// A lot's award, with the supplier, the price and the ceiling of the day of the export.
    pub fn award(&self, lot_id: LotId) -> Option<Award> {
        let award = self.awards.iter().find(|it| it.lot_id == lot_id)?;
        Some(award.on(self.today))
    }

    /// What an authority expects to need of a lot in each contract year; none: it has declared nothing that the person
    /// may see.
    pub fn by_year(&self, lot_id: LotId, authority_id: AuthorityId) -> Option<Vec<Quantity>> {
        let of: Vec<_> = self
            .requirements
            .iter()
            .map(|row| &row.requirement)
            .filter(|it| it.lot_id == lot_id && it.authority_id == authority_id)
            .collect();
        if of.is_empty() {
            return None;
        }
        let years = self.term.years();
        let found = by_year(of.iter().map(|it| (it.year, it.expected)), years);
        let of_year = |year| found.get(&year).copied().unwrap_or_default();
        Some((1..=i32::from(years)).map(of_year).collect())
    }

    /// What was bought, part by part, with the baseline that the authority declared.
    pub fn saved(&self) -> Vec<Saved<'_>> {
        let baselines: BTreeMap<(AuthorityId, LotId, i32), UnitPrice> = self
            .requirements
            .iter()
            .filter_map(|row| {
                let it = &row.requirement;
                Some(((it.authority_id, it.lot_id, it.year), it.baseline?))
            })
            .collect();
        let mut all = Vec::new();
        for call_off in &self.call_offs {
            let year = FinancialYear::of(local_date(call_off.at, self.time_zone));
            let (authority_id, lot_id) = (call_off.authority_id, call_off.lot_id);
            let of = |year| baselines.get(&(authority_id, lot_id, year)).copied();
            let baseline = baseline_of(i32::from(call_off.year.get()), of);
            all.extend(call_off.parts.iter().map(|part| Saved {
                call_off,
                year,
                bought: Bought {
                    authority_id,
                    lot_id,
                    quantity: part.quantity,
                    price: part.price,
                    baseline,
                },
            }));
        }
        all
    }
}

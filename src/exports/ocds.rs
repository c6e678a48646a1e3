//! A tender as open contracting data: who buys with whom, in which lots, under which framework agreement. Call-offs are
//! left out: each is a contracting process of its own, with an identifier of its own (open-contracting/standard,
//! issue 1624), and who orders how much when is for the authority to publish.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::Number;

use super::contents::Contents;
use super::ocds_shape::*;
use crate::authorities::service::Authority;
use crate::awards::service::{Award, Change, Varied};
use crate::records::service::Entry;
use crate::tenders::service::Lot;
use crate::values::cell::Cell;
use crate::values::time_zone::{end_of_day, start_of_day};
use crate::values::{NoAward, Stage, cpv};
use crate::words::{Join, Lang, Text, say, text};

/// The extensions used, by their published addresses.
const EXTENSIONS: [&str; 3] = [
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_techniques_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_organizationScale_extension/master/extension.json",
];
/// A release says the same whoever exports it.
const LANGUAGE: Lang = Lang::English;
const CURRENCY: &str = "GBP";
/// What a release is rebuilt from.
pub(super) const TOLD: &[&str] = &[
    "tender.announced",
    "tender.extended",
    "tender.edited",
    "tender.reopened",
    "tender.collected",
    "tender.closed",
    "tender.published",
    "tender.joined",
    "tender.left",
    "tender.admitted",
    "tender.started",
    "tender.ended",
    "tender.cancelled",
    "tender.restored",
    "tender.withdrawn",
    "tender.put_back",
    "lot.added",
    "lot.edited",
    "lot.removed",
    "award.recorded",
    "award.replaced",
    "award.none",
    "award.varied",
    "requirement.declared",
    "requirement.imported",
    "requirement.none",
    "requirement.withdrawn",
];
/// What is told of a change to the tender.
fn amended(kind: &str) -> Option<Text> {
    Some(match kind {
        "tender.extended" => text!("exports-amended-extended"),
        "tender.edited" => text!("exports-amended-edited"),
        "tender.reopened" => text!("exports-amended-reopened"),
        "tender.restored" => text!("exports-amended-restored"),
        "tender.put_back" => text!("exports-amended-restored"),
        "lot.removed" => text!("exports-amended-lot-removed"),
        "lot.added" => text!("exports-amended-lot-added"),
        _ => return None,
    })
}

/// Takes tenders one after the other.
pub(super) struct Contracting {
    prefix: String,
    publisher: String,
    name: String,
    now: DateTime<Utc>,
    releases: Vec<Release>,
}

impl Contracting {
    /// `prefix` is the publisher's, as registered with the Open Contracting Partnership.
    pub fn new(prefix: &str, publisher: &str, name: &str, now: DateTime<Utc>) -> Self {
        Self {
            prefix: prefix.to_owned(),
            publisher: publisher.to_owned(),
            name: name.to_owned(),
            now,
            releases: Vec::new(),
        }
    }

    pub fn add(&mut self, of: &Contents, entries: &[Entry]) {
        let release = release(&self.prefix, of, entries, self.now);
        self.releases.push(release);
    }

    fn package<T>(&self, kind: &str, contents: T) -> Package<T> {
        Package {
            uri: format!("urn:griffin:{kind}:{}:{}", self.name, self.now.timestamp()),
            version: "1.1",
            extensions: EXTENSIONS,
            published_date: moment(self.now),
            publisher: Publisher {
                name: self.publisher.clone(),
            },
            contents,
        }
    }

    /// The release package and the record package.
    pub fn finish(mut self) -> serde_json::Result<(Vec<u8>, Vec<u8>)> {
        let releases = std::mem::take(&mut self.releases);
        let record = |release: &Release| Record {
            ocid: release.ocid.clone(),
            compiled_release: Release {
                id: format!("{}-compiled", release.id),
                tag: vec!["compiled"],
                ..release.clone()
            },
            releases: vec![release.clone()],
        };
        let records = releases.iter().map(record).collect();
        Ok((
            serde_json::to_vec_pretty(&self.package("releases", Releases { releases }))?,
            serde_json::to_vec_pretty(&self.package("records", Records { records }))?,
        ))
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn days(starts: NaiveDate, ends: NaiveDate, time_zone: Tz) -> Period {
    Period {
        start_date: Some(moment(start_of_day(starts, time_zone))),
        end_date: Some(moment(end_of_day(ends, time_zone))),
    }
}

/// Exact: the digits become the number's.
fn number(cell: &Cell) -> Option<Number> {
    serde_json::from_str(&cell.number()?).ok()
}

fn release(prefix: &str, of: &Contents, entries: &[Entry], now: DateTime<Utc>) -> Release {
    let tender = &of.tender;
    let tag = match tender.stage {
        Stage::Collecting | Stage::Collected => "planning",
        Stage::OutToTender => "tender",
        Stage::Awarded => "award",
        Stage::CallOff => "contract",
        Stage::Ended => "contractTermination",
        Stage::Cancelled => "tenderCancellation",
    };
    // A release is what was known at its date: the last change of the tender, or the export where nothing is recorded.
    let date = entries.iter().map(|it| it.at).max().unwrap_or(now);
    Release {
        ocid: format!("{prefix}-{}-{}", tender.guild_id, tender.reference),
        id: format!("{}-{}", tender.reference, date.timestamp()),
        date: moment(date),
        tag: vec![tag],
        initiation_type: "tender",
        language: LANGUAGE.code(),
        parties: parties(of),
        tender: self::tender(of, entries),
        awards: of.awards.iter().filter_map(|it| award(of, it)).collect(),
        contracts: of.awards.iter().filter_map(|it| contract(of, it)).collect(),
    }
}

fn tender(of: &Contents, entries: &[Entry]) -> OcdsTender {
    let it = &of.tender;
    let status = match it.stage {
        Stage::Collecting | Stage::Collected => "planned",
        Stage::OutToTender => "active",
        Stage::Awarded | Stage::CallOff | Stage::Ended => "complete",
        Stage::Cancelled => "cancelled",
    };
    let lot = |lot: &Lot| OcdsLot {
        id: lot.number.to_string(),
        title: lot.title.clone(),
        // OCDS, "tenderStatus".
        status: match lot.no_award {
            Some(NoAward::Withdrawn) => "withdrawn",
            Some(NoAward::NoBids | NoAward::NoneSuitable) => "unsuccessful",
            None => status,
        },
    };
    let notice = it.notice.as_deref().map(|notice| Document {
        id: "notice".to_owned(),
        document_type: "tenderNotice",
        title: say!(LANGUAGE, "exports-notice-title", notice),
        url: notice.starts_with("https://").then(|| notice.to_owned()),
    });
    OcdsTender {
        id: it.reference.to_string(),
        title: it.title.clone(),
        description: it.description.clone(),
        status,
        procuring_entity: of
            .authority(it.lead_id)
            .map(reference)
            .unwrap_or_else(|| Reference {
                id: of.lead.short_name.clone(),
                name: of.lead.name.clone(),
            }),
        items: of.lots.iter().map(|lot| item(of, lot, None)).collect(),
        lots: of.lots.iter().map(lot).collect(),
        techniques: Techniques {
            has_framework_agreement: true,
            framework_agreement: FrameworkAgreement {
                method: "withoutReopeningCompetition",
            },
        },
        value: it.value.and_then(|amount| {
            Some(Value {
                amount: number(&Cell::Amount(amount))?,
                currency: "GBP",
            })
        }),
        tender_period: it.bids_by.map(|bids_by| Period {
            start_date: it
                .published_on
                .map(|day| moment(start_of_day(day, of.time_zone))),
            end_date: Some(moment(bids_by)),
        }),
        contract_period: days(it.starts, it.ends, of.time_zone),
        documents: notice.into_iter().collect(),
        amendments: entries.iter().filter_map(amendment).collect(),
    }
}

fn amendment(entry: &Entry) -> Option<Amendment> {
    let description = amended(&entry.kind)?.say(LANGUAGE);
    Some(Amendment {
        id: entry.number.to_string(),
        date: moment(entry.at),
        rationale: entry.data["reason"].as_str().map(str::to_owned),
        description,
    })
}

/// A lot as what is bought in it over the term, where everybody may see how much: whoever exports it, a release says the
/// same.
fn item(of: &Contents, lot: &Lot, award: Option<&Award>) -> Item {
    let years = of.public_totals.iter().find(|it| it.lot.id == lot.id);
    let quantity = years.and_then(|it| {
        let totals: Option<Vec<_>> = it.years.iter().map(|year| year.total).collect();
        crate::values::Quantity::checked_sum(totals?.into_iter().map(|it| it.expected))
    });
    let price = award.and_then(|it| match it.bands.as_slice() {
        [only] => number(&Cell::Price(only.price)),
        _ => None,
    });
    Item {
        id: lot.number.to_string(),
        description: lot.title.clone(),
        classification: of.tender.category.as_deref().map(|code| Classification {
            scheme: "CPV",
            id: code.to_owned(),
            description: cpv::find(code).map_or_else(String::new, |it| it.name.to_owned()),
        }),
        quantity: quantity.and_then(|it| number(&Cell::Quantity(it))),
        unit: OcdsUnit {
            name: lot.unit.as_str().to_owned(),
            value: price.map(|amount| Value {
                amount,
                currency: CURRENCY,
            }),
        },
        related_lot: lot.number.to_string(),
    }
}

fn supplier(name: &str) -> Reference {
    Reference {
        id: format!("supplier-{}", super::rules::stem(name).to_lowercase()),
        name: name.to_owned(),
    }
}

fn award(of: &Contents, it: &Award) -> Option<OcdsAward> {
    let lot = of.lot(it.lot_id)?;
    let bands = it.bands.as_slice();
    let by_band = (bands.len() > 1).then(|| {
        let band = |band: &crate::awards::rules::Band| {
            let (from, price) = (lot.unit.show(band.from), band.price.to_string());
            text!("exports-band", from, price)
        };
        let bands = Text::joined(Join::Semicolon, bands.iter().map(band));
        text!("exports-price-by-volume", unit = lot.unit.as_str(), bands)
    });
    let ceiling = it
        .ceiling
        .map(|ceiling| text!("exports-ceiling", most = lot.unit.show(ceiling)));
    let said = Text::sentences([by_band, ceiling].into_iter().flatten());
    Some(OcdsAward {
        id: lot.number.to_string(),
        title: lot.title.clone(),
        description: (!said.is_empty()).then(|| said.say(LANGUAGE)),
        status: "active",
        date: moment(
            of.tender
                .notice_on
                .map_or(it.at, |day| start_of_day(day, of.time_zone)),
        ),
        suppliers: vec![supplier(&it.supplier)],
        items: vec![item(of, lot, Some(it))],
        contract_period: days(of.tender.starts, of.tender.ends, of.time_zone),
        related_lots: vec![lot.number.to_string()],
    })
}

fn contract(of: &Contents, it: &Award) -> Option<Contract> {
    let lot = of.lot(it.lot_id)?;
    Some(Contract {
        id: lot.number.to_string(),
        award_id: lot.number.to_string(),
        title: lot.title.clone(),
        status: match of.tender.stage {
            Stage::Ended => "terminated",
            Stage::CallOff => "active",
            Stage::Cancelled => "cancelled",
            _ => "pending",
        },
        period: days(
            of.tender.starts,
            it.ends().unwrap_or(of.tender.ends),
            of.time_zone,
        ),
        items: vec![item(of, lot, Some(&it.on(of.today)))],
        amendments: of
            .variations
            .iter()
            .filter(|varied| varied.variation.lot_id.is_none_or(|id| id == lot.id))
            .map(varied)
            .collect(),
    })
}

/// A variation of a running contract, as OCDS has it: an amendment of the contract.
fn varied(varied: &Varied) -> Amendment {
    let it = &varied.variation;
    Amendment {
        id: format!("variation-{}", it.id),
        date: moment(it.at),
        rationale: Some(it.reason.clone()),
        description: varied.told(str::to_owned).say(LANGUAGE),
    }
}

/// The lead, whoever takes part, and the suppliers, those before a change included.
fn parties(of: &Contents) -> Vec<Party> {
    let mut parties: Vec<Party> = Vec::new();
    for authority in &of.register {
        let leads = authority.id == of.tender.lead_id;
        let joined = of
            .answers
            .iter()
            .any(|it| it.who.id == authority.id && it.joined());
        // Many buyers, and one that runs the procedure (OCDS, guidance on buyers and suppliers).
        let roles = match (leads, joined) {
            (true, _) => vec!["procuringEntity", "buyer"],
            (false, true) => vec!["buyer"],
            (false, false) => continue,
        };
        let name = reference(authority);
        parties.push(Party {
            id: name.id,
            name: name.name,
            identifier: identifier(authority),
            address: authority
                .address
                .clone()
                .map(|street_address| Address { street_address }),
            contact_point: authority.email.clone().map(|email| ContactPoint { email }),
            roles,
            details: None,
        });
    }
    let suppliers = of.awards.iter().flat_map(|award| {
        let later = award.variations.iter();
        let later = later.filter_map(move |it| match &it.change {
            Change::Supplier(name) => Some((award, name)),
            _ => None,
        });
        std::iter::once((award, &award.supplier)).chain(later)
    });
    for (award, name) in suppliers {
        // Of a supplier that came later nobody said.
        let sme = *name == award.supplier;
        let Reference { id, name } = supplier(name);
        if parties.iter().any(|it| it.id == id) {
            continue;
        }
        parties.push(Party {
            id,
            name,
            identifier: None,
            address: None,
            contact_point: None,
            roles: vec!["supplier", "tenderer"],
            details: (sme && award.sme).then_some(Details { scale: "sme" }),
        });
    }
    parties
}

fn reference(authority: &Authority) -> Reference {
    Reference {
        id: match identifier(authority) {
            Some(it) => format!("{}-{}", it.scheme, it.id),
            None => authority.short_name.clone(),
        },
        name: authority.name.clone(),
    }
}

/// A scheme of org-id.guide and the number in it: `GB-PPON-PABC-1234-DEFG`, or a bare PPON. Anything else names no
/// register, and isn't an identifier there.
fn identifier(authority: &Authority) -> Option<Identifier> {
    let given = authority.identifier.as_deref()?.trim();
    let (scheme, id) = match given.strip_prefix("GB-") {
        Some(rest) => {
            let (list, id) = rest.split_once(['-', ':', ' '])?;
            (format!("GB-{list}"), id)
        }
        None if is_ppon(given) => ("GB-PPON".to_owned(), given),
        None => return None,
    };
    Some(Identifier {
        scheme,
        id: id.trim().to_owned(),
        legal_name: authority.name.clone(),
    })
}

/// Whether a text is a Public Procurement Organisation Number: `PABC-1234-DEFG`.
fn is_ppon(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, digits, last] = parts[..] else {
        return false;
    };
    let letters = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_uppercase());
    first.starts_with('P')
        && letters(first)
        && digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_digit())
        && letters(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ppon_is_told_from_other_texts() {
        assert!(is_ppon("PABC-1234-DEFG"));
        for other in [
            "",
            "PABC",
            "XABC-1234-DEFG",
            "PABC-123-DEFG",
            "PABC-1234-defg",
            "PABC-1234-DEFG-1",
        ] {
            assert!(!is_ppon(other), "{other}");
        }
    }
}

//! A tender's or a region's files, each showing what the person may see (design, section 3, rule 8).

use std::fs::File;
use std::io::{Seek, Write};

use chrono::{DateTime, Utc};

use super::calendar::Dates;
use super::contents::Contents;
use super::csv_files::CsvFiles;
use super::ocds::{self, Contracting};
use super::rules::{Format, stem};
use super::workbook::{self, RegionWorkbook};
use crate::authorities::service as authorities;
use crate::ledger::{Fault, Reader, Result};
use crate::records::service as records;
use crate::tenders::service::{self as tenders, Tender};
use crate::values::{Actor, AuthorityId, Refusal, Stage};
use crate::words::{Lang, text};
use crate::{forums, servers};

/// A file that was made: in no folder, and gone once it is dropped.
#[derive(Debug)]
pub struct Made {
    /// Its name: `SF-2027-01.xlsx`.
    pub name: String,
    file: File,
    /// How long it is, in bytes.
    pub bytes: u64,
}

impl Made {
    fn new(name: String, mut file: File) -> Result<Self> {
        let bytes = file.seek(std::io::SeekFrom::End(0)).map_err(fault)?;
        file.rewind().map_err(fault)?;
        Ok(Self { name, file, bytes })
    }

    fn of(name: String, bytes: &[u8]) -> Result<Self> {
        let mut file = tempfile::tempfile().map_err(fault)?;
        file.write_all(bytes).map_err(fault)?;
        Self::new(name, file)
    }

    /// What is in it.
    ///
    /// # Errors
    /// A fault, if it can't be read.
    pub fn read(&mut self) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        self.copy_to(&mut all)?;
        Ok(all)
    }

    /// Writes it elsewhere.
    ///
    /// # Errors
    /// A fault, if it can't be read or written.
    pub fn copy_to(&mut self, to: &mut impl Write) -> Result<()> {
        self.file.rewind().map_err(fault)?;
        std::io::copy(&mut self.file, to).map_err(fault)?;
        Ok(())
    }
}

fn fault(error: impl std::fmt::Display) -> Fault {
    Fault::new(format!("an export can't be written: {error}"))
}

/// What came of an export.
#[derive(Debug)]
pub struct Exported {
    /// What it is of: a tender's reference, or a region.
    pub of: String,
    /// The format.
    pub format: Format,
    /// The files.
    pub files: Vec<Made>,
    /// How many tenders are in it.
    pub tenders: usize,
    /// Whether a workbook has sheets to declare in.
    pub to_fill_in: bool,
    /// Whether every authority's figures are in it; otherwise those of the person's own, and the totals they may see.
    pub everything: bool,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// A tender's reference, or a region.
    pub of: String,
    /// The format.
    pub format: Format,
    /// In which language: headings, stages and notes. Open contracting data is always in English.
    pub lang: Lang,
    /// What identifiers of open contracting processes begin with.
    pub ocid_prefix: String,
}

/// Refuses whoever is neither a registrar nor has a mandate.
async fn require_officer(db: &Reader, actor: &Actor) -> Result<servers::service::Settings> {
    let settings = servers::service::settings(db, actor.guild_id).await?;
    if servers::service::is_registrar(&settings, actor)
        || !authorities::mandates_of(db, actor.guild_id, actor.user_id)
            .await?
            .is_empty()
    {
        return Ok(settings);
    }
    Err(Refusal::new(
        text!("exports-not-for-you"),
        text!("exports-not-for-you-help"),
    )
    .into())
}

/// A tender as a file.
///
/// # Errors
/// Refused to those without a mandate, and where there is no such tender.
pub async fn tender(db: &Reader, actor: &Actor, ask: &Ask, now: DateTime<Utc>) -> Result<Exported> {
    let settings = require_officer(db, actor).await?;
    let of = Contents::read(db, actor, &ask.of, (now, settings.time_zone), ask.lang).await?;
    let name = stem(of.tender.reference.as_str());
    let own = to_declare(db, actor, &of).await?;
    let files = match ask.format {
        Format::Xlsx => {
            let file = workbook::tender(&of, &own, now)?;
            vec![Made::new(format!("{name}.xlsx"), file)?]
        }
        Format::Csv => {
            let mut all = CsvFiles::new(ask.lang)?;
            all.add(&of)?;
            vec![Made::new(format!("{name}-csv.zip"), all.finish()?)?]
        }
        Format::Ocds => {
            let mut all = Contracting::new(&ask.ocid_prefix, &of.lead.name, &name, now);
            all.add(&of, &changes(db, &of.tender).await?);
            packages(all, &name)?
        }
        Format::Ics => {
            let mut all = Dates::new(&format!("{} {}", of.tender.reference, of.tender.title), now);
            all.add(&of);
            vec![Made::of(format!("{name}.ics"), &all.finish())?]
        }
    };
    Ok(Exported {
        of: of.tender.reference.to_string(),
        format: ask.format,
        files,
        tenders: 1,
        to_fill_in: !own.is_empty(),
        everything: of.everything,
    })
}

/// The authorities for which the person may hand a filled-in sheet in.
async fn to_declare(db: &Reader, actor: &Actor, of: &Contents) -> Result<Vec<AuthorityId>> {
    if of.tender.stage != Stage::Collecting {
        return Ok(Vec::new());
    }
    let theirs = authorities::mandates_of(db, actor.guild_id, actor.user_id).await?;
    let acting = theirs
        .iter()
        .filter(|it| it.acts())
        .map(|it| it.authority.id);
    let invited = |id: &AuthorityId| of.answers.iter().any(|it| it.who.id == *id);
    Ok(acting.filter(invited).collect())
}

async fn changes(db: &Reader, tender: &Tender) -> Result<Vec<records::Entry>> {
    records::of_kinds(db, tender.guild_id, tender.id, ocds::TOLD).await
}

fn packages(of: Contracting, name: &str) -> Result<Vec<Made>> {
    let (releases, records) = of.finish()?;
    Ok(vec![
        Made::of(format!("{name}-release-package.json"), &releases)?,
        Made::of(format!("{name}-record-package.json"), &records)?,
    ])
}

/// The file of a region that is being made.
enum Making {
    Xlsx(Box<RegionWorkbook>),
    Csv(CsvFiles),
    Ocds(Contracting),
    Ics(Dates),
}

/// A region's tenders as a file; `progress` hears how many of how many are in it.
///
/// # Errors
/// Refused to those without a mandate, where there is no such region, and where a workbook can't hold it.
pub async fn region(
    db: &Reader,
    actor: &Actor,
    ask: &Ask,
    now: DateTime<Utc>,
    progress: impl Fn(usize, usize),
) -> Result<Exported> {
    let settings = require_officer(db, actor).await?;
    let region = forums::service::find(db, actor.guild_id, &ask.of)
        .await?
        .region;
    let all = tenders::in_region(db, actor.guild_id, &region).await?;
    let name = stem(&region);
    let mut making = match ask.format {
        Format::Xlsx => Making::Xlsx(Box::new(RegionWorkbook::new(&region, ask.lang)?)),
        Format::Csv => Making::Csv(CsvFiles::new(ask.lang)?),
        Format::Ocds => Making::Ocds(Contracting::new(&ask.ocid_prefix, &region, &name, now)),
        Format::Ics => Making::Ics(Dates::new(&region, now)),
    };
    let mut everything = true;
    for (at, tender) in all.iter().enumerate() {
        progress(at, all.len());
        let reference = tender.reference.as_str();
        let of = Contents::read(db, actor, reference, (now, settings.time_zone), ask.lang).await?;
        everything &= of.everything;
        match &mut making {
            Making::Xlsx(it) => it.add(&of)?,
            Making::Csv(it) => it.add(&of)?,
            Making::Ocds(it) => it.add(&of, &changes(db, &of.tender).await?),
            Making::Ics(it) => it.add(&of),
        }
    }
    let files = match making {
        Making::Xlsx(it) => vec![Made::new(format!("{name}.xlsx"), it.finish()?)?],
        Making::Csv(it) => vec![Made::new(format!("{name}-csv.zip"), it.finish()?)?],
        Making::Ocds(it) => packages(it, &name)?,
        Making::Ics(it) => vec![Made::of(format!("{name}.ics"), &it.finish())?],
    };
    Ok(Exported {
        of: region,
        format: ask.format,
        files,
        tenders: all.len(),
        to_fill_in: false,
        everything,
    })
}

/// Whoever runs griffin, at its command line: they have the database, and see what a registrar sees.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn operator(db: &Reader, guild_id: i64) -> Result<Actor> {
    let settings = servers::service::settings(db, guild_id).await?;
    Ok(Actor {
        guild_id,
        user_id: 0,
        name: "griffin".to_owned(),
        manager: true,
        roles: settings.registrar_role.into_iter().collect(),
        interaction_id: 0,
        agreed: crate::values::Agreed::Nothing,
    })
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;

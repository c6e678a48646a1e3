//! The solid-fuel story of design section 9: one council organises the tender, the others say what they need, and call
//! off whenever they want coal.

use chrono::NaiveDate;

use super::play::Play;
use super::region::{FORUMS, MANAGER, OFFICERS, REGISTRAR};
use crate::ledger::{Fault, Result};

/// The tender's reference: made from its title, its year and a number.
pub const REFERENCE: &str = "SF-2027-01";
const MEGAN: &str = "Megan Howell";
const OWAIN: &str = "Owain Price";
const NIA: &str = "Nia Rees";
const GWEN: &str = "Gwen Tudor";
const SIONED: &str = "Sioned Parry";
const SOUTH: &str = FORUMS[0].1;
const WEST: &str = FORUMS[1].1;

/// The register, as the registrar hands it in.
const REGISTER: &str = "\
name,kind,region,short_name
Aberwen County Council,county,South Wales,ABW
Bryncoch County Borough,unitary,South Wales,BRY
Dyffryn Vale Council,unitary,South Wales,DYF
Glanmor City Council,unitary,Mid and West Wales,GLA
Pennant Fire and Rescue,fire,South Wales,PFR
Traeth District Council,district,Mid and West Wales,TRA
";
/// What Bryncoch needs, from its own spreadsheet.
const BRYNCOCH: &str = "\
lot,quantity,baseline
House coal,185.5,175.25
Smokeless fuel,80,270.00
";

/// A part of the story that may be stopped after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Chapter {
    /// griffin is set up, councils registered, forums opened.
    SetUp,
    /// The tender is announced.
    Announced,
    /// Councils declare, are chased, and the deadline comes.
    Collecting,
    /// Published and awarded.
    Awarded,
    /// The first contract year's call-offs.
    FirstYear,
    /// To the contract's end.
    End,
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// Plays the story, to the end of `until`.
///
/// # Errors
/// A fault, where something is refused that should not be, or not refused that should be.
pub async fn play(it: &mut Play, until: Chapter) -> Result<()> {
    for chapter in [
        Chapter::SetUp,
        Chapter::Announced,
        Chapter::Collecting,
        Chapter::Awarded,
        Chapter::FirstYear,
        Chapter::End,
    ] {
        if chapter > until {
            break;
        }
        match chapter {
            Chapter::SetUp => set_up(it).await?,
            Chapter::Announced => announced(it).await?,
            Chapter::Collecting => collecting(it).await?,
            Chapter::Awarded => award(it).await?,
            Chapter::FirstYear => first_year(it).await?,
            Chapter::End => end(it).await?,
        }
    }
    Ok(())
}

async fn set_up(it: &mut Play) -> Result<()> {
    it.chapter("A server is set up");
    it.types(
        MANAGER,
        "/griffin setup nation:wales time_zone:Europe/London registrar_role:@Registrar",
    )
    .await?;
    let register = ("register.csv", REGISTER);
    it.attaches(REGISTRAR, "/authority import file:register.csv", register)
        .await?;
    for (officer, authorities) in OFFICERS {
        for authority in authorities.iter().filter(|name| **name != "DYF") {
            let line = format!("/mandate grant officer:@{officer} authority:{authority}");
            it.types(REGISTRAR, &line).await?;
        }
    }
    it.types(
        NIA,
        "/mandate request authority:DYF reason:I buy for Dyffryn Vale and for Pennant Fire",
    )
    .await?;
    let request = it.region.sandbox.channel("registrars").messages();
    let request = request.into_iter().rfind(|m| m.button("Confirm").is_some());
    let request = request.ok_or_else(|| Fault::new("the registrars were not asked"))?;
    it.presses(REGISTRAR, &request, "Confirm").await?;
    for (region, channel) in FORUMS {
        let line = format!(
            "/forum open region:{region} channel:#{channel} digest:first working day of the month 8:30"
        );
        it.types(REGISTRAR, &line).await?;
    }
    Ok(())
}

async fn announced(it: &mut Play) -> Result<()> {
    it.chapter("A tender is announced");
    it.is_refused(
        super::region::NEWCOMER,
        "/tender announce title:Solid fuel 2027–2029 respond_by:18 Dec starts:2027-04-01 ends:2029-03-31 \
         lot:House coal, tonne",
    )
    .await?;
    it.types(
        MEGAN,
        "/tender announce title:Solid fuel 2027–2029 respond_by:18 Dec starts:2027-04-01 ends:2029-03-31 \
         lot:House coal, tonne; Smokeless fuel, tonne category:09110000-3 \
         regions:South Wales, Mid and West Wales",
    )
    .await
    .map(drop)
}

async fn collecting(it: &mut Play) -> Result<()> {
    it.chapter("The councils say what they need");
    it.types(
        MEGAN,
        "/requirement declare tender:SF-2027-01 lot:House coal quantity:420 baseline:168",
    )
    .await?;
    it.types(
        MEGAN,
        "/requirement declare tender:SF-2027-01 lot:Smokeless fuel quantity:150 baseline:£262.00",
    )
    .await?;
    let table = ("bryncoch.csv", BRYNCOCH);
    let preview = it
        .attaches(
            OWAIN,
            "/requirement import tender:SF-2027-01 file:bryncoch.csv",
            table,
        )
        .await?;
    if let Some(preview) = preview.message {
        it.presses(OWAIN, &preview, "Declare all of this").await?;
    }
    it.types(
        MEGAN,
        "/tender indicate tender:SF-2027-01 lot:House coal price:0:155; 400:149; 700:144",
    )
    .await?;
    it.is_refused(
        NIA,
        "/requirement declare tender:SF-2027-01 lot:House coal quantity:a few lorries as:DYF",
    )
    .await?;
    it.types(
        NIA,
        "/requirement declare tender:SF-2027-01 lot:House coal quantity:96.25 as:DYF baseline:181",
    )
    .await?;
    it.types(
        NIA,
        "/requirement declare tender:SF-2027-01 lot:House coal quantity:12 as:PFR baseline:190",
    )
    .await?;
    it.types(NIA, "/requirement declare tender:SF-2027-01 lot:Smokeless fuel quantity:6.5 as:PFR baseline:288").await?;
    it.until(day(2026, 12, 14), 10, 0).await?;
    let card = it.card(WEST, REFERENCE)?;
    it.fills(
        GWEN,
        &card,
        "Declare requirement",
        &[("Smokeless fuel (tonnes)", "290")],
    )
    .await?;
    it.until(day(2026, 12, 17), 15, 0).await?;
    it.types(
        GWEN,
        "/requirement declare tender:SF-2027-01 lot:Smokeless fuel quantity:310 baseline:255.50",
    )
    .await?;
    it.cards(REFERENCE).await?;
    let card = it.card(WEST, REFERENCE)?;
    it.presses(SIONED, &card, "We need none").await?;
    it.until(day(2026, 12, 19), 9, 0).await?;
    it.is_refused(
        GWEN,
        "/requirement declare tender:SF-2027-01 lot:Smokeless fuel quantity:320",
    )
    .await?;
    it.types(MEGAN, "/requirement show tender:SF-2027-01")
        .await?;
    it.cards(REFERENCE).await
}

async fn award(it: &mut Play) -> Result<()> {
    it.chapter("Out to tender, and the award");
    it.until(day(2027, 1, 12), 10, 0).await?;
    it.types(
        MEGAN,
        "/tender publish tender:SF-2027-01 notice:2027/S 000-001234 bids_by:19 February 2027 12:00 \
         entitled:South Wales, Mid and West Wales",
    )
    .await?;
    it.until(day(2027, 3, 11), 9, 0).await?;
    it.is_refused(
        OWAIN,
        "/tender award tender:SF-2027-01 lot:House coal supplier:Cwm Fuels Ltd price:152",
    )
    .await?;
    it.types(
        MEGAN,
        "/tender award tender:SF-2027-01 lot:House coal supplier:Cwm Fuels Ltd \
         price:0:152; 400:147.50; 700:143.25 sme:true local:true",
    )
    .await?;
    it.types(
        MEGAN,
        "/tender award tender:SF-2027-01 lot:Smokeless fuel supplier:Northern Smokeless plc price:241.60 \
         ceiling:1,200",
    )
    .await?;
    it.types(MEGAN, "/tender timeline tender:SF-2027-01")
        .await?;
    it.cards(REFERENCE).await
}

async fn first_year(it: &mut Play) -> Result<()> {
    it.chapter("The first contract year: everybody calls off when they want");
    it.until(day(2027, 4, 1), 9, 0).await?;
    it.types(
        MEGAN,
        "/calloff record tender:SF-2027-01 lot:House coal quantity:400 order_number:ABW-4711",
    )
    .await?;
    let card = it.card(SOUTH, REFERENCE)?;
    it.fills(
        OWAIN,
        &card,
        "Call off",
        &[
            ("Lot: its name or number", "House coal"),
            ("Quantity, such as 1,250.5", "185.5"),
        ],
    )
    .await?;
    it.types(
        NIA,
        "/calloff record tender:SF-2027-01 lot:House coal quantity:96.25 as:DYF",
    )
    .await?;
    it.types(
        MEGAN,
        "/calloff record tender:SF-2027-01 lot:House coal quantity:20",
    )
    .await?;
    it.types(
        GWEN,
        "/calloff record tender:SF-2027-01 lot:Smokeless fuel quantity:200",
    )
    .await?;
    it.types(
        NIA,
        "/calloff record tender:SF-2027-01 lot:Smokeless fuel quantity:6.5 as:PFR",
    )
    .await?;
    it.is_refused(
        GWEN,
        "/calloff record tender:SF-2027-01 lot:Smokeless fuel quantity:5000",
    )
    .await?;
    let set = it
        .types(
            GWEN,
            "/reminder calloff tender:SF-2027-01 schedule:monthly on the 1st 09:00 message:Look at the bunkers",
        )
        .await?;
    if let Some(set) = set.message {
        it.presses(GWEN, &set, "Remind me by direct message")
            .await?;
    }
    it.types(
        NIA,
        "/reminder calloff tender:SF-2027-01 schedule:monthly on the 1st 09:00 lot:House coal as:DYF",
    )
    .await?;
    it.until(day(2027, 5, 2), 9, 0).await?;
    it.types(GWEN, "/calloff balance tender:SF-2027-01").await?;
    it.until(day(2027, 7, 1), 10, 0).await?;
    it.types(
        SIONED,
        "/tender join tender:SF-2027-01 reason:Our own contract has ended",
    )
    .await?;
    it.types(MEGAN, "/tender admit tender:SF-2027-01 authority:TRA")
        .await?;
    it.types(
        SIONED,
        "/calloff record tender:SF-2027-01 lot:House coal quantity:10",
    )
    .await?;
    it.types(MEGAN, "/calloff list tender:SF-2027-01").await?;
    it.types(MEGAN, "/savings target percent:3").await?;
    it.types(REGISTRAR, "/savings cost region:South Wales amount:5,000")
        .await?;
    it.types(NIA, "/savings report").await?;
    let report = it.types(REGISTRAR, "/savings report year:2027-28").await?;
    if let Some(report) = report.message {
        it.presses(REGISTRAR, &report, "Show the call-offs").await?;
    }
    it.types(REGISTRAR, "/savings report year:2026-27").await?;
    it.types(MEGAN, "/report tender tender:SF-2027-01").await?;
    it.types(NIA, "/report region region:South Wales year:2026-27")
        .await?;
    it.types(MEGAN, "/export tender tender:SF-2027-01 format:xlsx")
        .await?;
    it.cards(REFERENCE).await
}

async fn end(it: &mut Play) -> Result<()> {
    it.chapter("To the contract's end");
    it.types(GWEN, "/reminder delete reminder:1").await?;
    it.types(NIA, "/reminder pause reminder:2").await?;
    // Twenty more months of the same digests would tell a reader nothing new.
    it.types(REGISTRAR, "/digest pause region:Mid and West Wales")
        .await?;
    it.types(
        REGISTRAR,
        "/digest schedule region:South Wales schedule:0 9 1 1,7 *",
    )
    .await?;
    it.until(day(2028, 7, 1), 9, 0).await?;
    it.until(day(2029, 4, 1), 9, 0).await?;
    it.is_refused(
        MEGAN,
        "/calloff record tender:SF-2027-01 lot:House coal quantity:1",
    )
    .await?;
    it.cards(REFERENCE).await
}

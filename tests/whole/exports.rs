//! Files out and tables in, as an officer does it.

use std::io::{Cursor, Read};

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use sandbox::ChannelKind::Forum;
use sandbox::client::Answer;

use crate::support::councils::{announced, card, does};
use crate::support::region::DEADLINE;

fn sheets(answer: &Answer) -> Vec<(String, Vec<Vec<String>>)> {
    let bytes = answer.files[0].bytes.to_vec();
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let text = |row: &[calamine::Data]| row.iter().map(ToString::to_string).collect();
    let sheets = workbook.worksheets().into_iter();
    sheets
        .map(|(name, range)| (name, range.rows().map(text).collect()))
        .collect()
}

#[tokio::test]
async fn a_workbook_is_filled_in_offline_and_handed_in() {
    let (region, [megan, owain, _]) = announced(Forum).await;
    let exported = does(&owain, "/export tender tender:SF-1 format:xlsx").await;
    assert!(exported.private, "{exported}");
    assert_eq!(exported.files[0].filename, "SF-1.xlsx");
    let sheets = sheets(&exported);
    let (name, rows) = sheets.last().unwrap();
    assert_eq!(name, "Declare BRY");
    assert_eq!(rows[1][0], "House coal");

    // What they send back: the same sheet, with their quantities.
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(name).unwrap();
    for (column, cell) in (0..).zip(&rows[0]) {
        sheet.write_string(0, column, cell).unwrap();
    }
    sheet.write_string(1, 0, "House coal").unwrap();
    sheet.write_number(1, 2, 185.5).unwrap();
    sheet.write_number(1, 6, 175.25).unwrap();
    let filled = workbook.save_to_buffer().unwrap();
    let before = region.entries().await;
    let with = owain.attaches("file", "filled.xlsx", filled);
    let preview = does(&with, "/requirement import tender:SF-1 file:filled.xlsx").await;
    assert!(
        preview.private && preview.says("Not declared yet"),
        "{preview}"
    );
    assert!(
        preview.says("185\\.5 tonnes") || preview.says("185.5 tonnes"),
        "{preview}"
    );
    assert_eq!(region.entries().await, before, "a preview changes nothing");

    let message = preview.message.unwrap();
    let done = owain.presses(&message, "Declare all of this").await;
    assert!(done.says("**Declared**"), "{done}");
    let declared = |s: &sandbox::Sandbox| card(s)?.says("1 of 3").then_some(());
    region
        .sandbox
        .wait_for("the answer on the card", DEADLINE, declared)
        .await;
    assert!(
        done.buttons.is_empty(),
        "said yes to, it asks no more: {done}"
    );

    // The lead's workbook has it.
    let exported = does(&megan, "/export tender tender:SF-1 format:xlsx").await;
    let schedule = self::sheets(&exported)
        .into_iter()
        .find(|(name, _)| name == "Requirement schedule");
    let rows = schedule.unwrap().1;
    assert!(
        rows.iter().any(|row| row[2] == "BRY" && row[3] == "185.5"),
        "{rows:?}"
    );
    region.end().await;
}

#[tokio::test]
async fn a_table_that_is_looked_at_and_left_changes_nothing() {
    let (region, [_, owain, _]) = announced(Forum).await;
    does(
        &owain,
        "/requirement declare tender:SF-1 lot:House coal quantity:5",
    )
    .await;
    let before = region.entries().await;
    let with = owain.attaches("file", "r.csv", "lot,quantity\nHouse coal,7\n");
    let preview = does(&with, "/requirement import tender:SF-1 file:r.csv").await;
    assert!(preview.says("(it was 5 tonnes)"), "{preview}");
    let left = owain
        .presses(&preview.message.unwrap(), "Change nothing")
        .await;
    assert!(left.says("Nothing has changed"), "{left}");
    assert_eq!(region.entries().await, before);
    let shown = does(&owain, "/requirement show tender:SF-1").await;
    assert!(shown.says("5 tonnes"), "{shown}");
    let same = owain.attaches("file", "r.csv", "lot,quantity\nHouse coal,5\n");
    let same = does(&same, "/requirement import tender:SF-1 file:r.csv").await;
    assert!(
        same.says("Nothing to declare") && same.buttons.is_empty(),
        "{same}"
    );
    region.end().await;
}

/// What takes long tells how far it is, and becomes the file.
#[tokio::test]
async fn a_big_region_is_exported_before_the_persons_eyes() {
    let (region, [megan, ..]) = announced(Forum).await;
    for number in 2..=120 {
        let line = format!(
            "/tender announce title:Fuel respond_by:18/12/2026 starts:2027-04-01 ends:2029-03-31 lot:Coal, tonne; Coke, \
             tonne; Peat, tonne; Oil, litre reference:SF-{number}"
        );
        does(&megan, &line).await;
    }
    let first = does(&megan, "/export region region:South Wales format:xlsx").await;
    let id = first.message.as_ref().unwrap().id;
    let megan = &megan;
    let finished = move |_: &sandbox::Sandbox| {
        let seen = megan.sees("general");
        let message = seen.into_iter().find(|it| it.id == id)?;
        (!message.files.is_empty()).then_some(message)
    };
    let done = region
        .sandbox
        .wait_for("the file", DEADLINE, finished)
        .await;
    assert!(done.private && done.says("120 tenders"), "{done}");
    assert_eq!(done.files[0].filename, "South-Wales.xlsx");
    region.end().await;
}

#[tokio::test]
async fn what_was_declared_can_be_looked_at() {
    let (region, [megan, owain, gwen]) = announced(Forum).await;
    for (who, tonnes) in [(&megan, "420"), (&owain, "185.5")] {
        let line = format!("/requirement declare tender:SF-1 lot:House coal quantity:{tonnes}");
        does(who, &line).await;
    }
    let shown = does(&megan, "/requirement show tender:SF-1").await;
    let picture = &shown.files[0];
    assert!(
        picture.bytes.starts_with(b"\x89PNG"),
        "{}",
        picture.filename
    );
    let alt = picture.description.as_deref().unwrap_or_default();
    assert!(alt.contains("House coal: ABW 420, BRY 185.5"), "{alt}");
    // What others declared is theirs to see, and of two others together too.
    let shown = does(&owain, "/requirement show tender:SF-1").await;
    assert!(shown.files.is_empty(), "{shown}");
    does(
        &gwen,
        "/requirement declare tender:SF-1 lot:House coal quantity:96.25",
    )
    .await;
    let shown = does(&owain, "/requirement show tender:SF-1").await;
    assert!(shown.files.is_empty(), "{shown}");
    region.end().await;
}

#[tokio::test]
async fn a_region_is_exported_in_every_format() {
    let (region, [_, owain, _]) = announced(Forum).await;
    does(
        &owain,
        "/requirement declare tender:SF-1 lot:House coal quantity:5",
    )
    .await;
    for (format, begins, file) in [
        ("xlsx", "PK", "South-Wales.xlsx"),
        ("csv", "PK", "South-Wales-csv.zip"),
        ("ocds", "{", "South-Wales-release-package.json"),
        ("ics", "BEGIN:VCALENDAR", "South-Wales.ics"),
    ] {
        let line = format!("/export region region:South Wales format:{format}");
        let exported = does(&owain, &line).await;
        assert!(
            exported.private && exported.says("South Wales"),
            "{exported}"
        );
        assert_eq!(exported.files[0].filename, file);
        assert!(
            exported.files[0].bytes.starts_with(begins.as_bytes()),
            "{format}"
        );
    }
    let exported = does(&owain, "/export region region:South Wales format:csv").await;
    let mut zip = zip::ZipArchive::new(Cursor::new(&exported.files[0].bytes)).unwrap();
    let mut text = String::new();
    let mut table = zip.by_name("requirements.csv").unwrap();
    table.read_to_string(&mut text).unwrap();
    assert!(
        text.contains("SF-1,House coal,tonne,BRY,every,5,"),
        "{text}"
    );
    let stranger = region.officer("Nobody Yet");
    for line in [
        "/export region region:South Wales format:csv",
        "/export tender tender:SF-1 format:xlsx",
    ] {
        let refused = stranger.types(line).await;
        assert!(
            refused.private && refused.says("/mandate request"),
            "{refused}"
        );
    }
    let refused = owain.types("/export region region:North format:csv").await;
    assert!(refused.says("isn't a region"), "{refused}");
    region.end().await;
}

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;

use super::*;
use crate::awards::service as awards;
use crate::calloffs::service as calloffs;
use crate::testing::{ABW, BRY, GLA, GUILD, NIA, REF, World, at, order, refused, scenes};
use crate::values::{Ground, VariationKind};

/// The call-offs of the first contract year (design, section 9).
const STORY: [(&str, &str, &str, &str); 6] = [
    (ABW, "ABW", "House coal", "400"),
    (BRY, "BRY", "House coal", "185.5"),
    (NIA, "DYF", "House coal", "96.25"),
    (ABW, "ABW", "House coal", "20"),
    (GLA, "GLA", "Smokeless fuel", "200"),
    (NIA, "PFR", "Smokeless fuel", "6.5"),
];

async fn played(world: &World) {
    world.opens_call_offs().await;
    for (who, authority, lot, tonnes) in STORY {
        let request = calloffs::Request {
            site: Some("=cmd|'/c calc'!A1".to_owned()),
            ..order(lot, tonnes, Some(authority))
        };
        calloffs::record(&world.ledger, &world.by(who), request)
            .await
            .unwrap();
    }
}

async fn made(world: &World, who: &str, format: Format) -> Exported {
    let ask = Ask {
        of: REF.to_owned(),
        format,
        lang: Lang::English,
        ocid_prefix: "ocds-a1b2c3".to_owned(),
    };
    let now = at("2027-06-01T09:00:00Z");
    tender(&world.ledger.reader(), &world.by(who), &ask, now)
        .await
        .unwrap()
}

async fn sheets(world: &World, who: &str) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut made = made(world, who, Format::Xlsx).await;
    let bytes = made.files[0].read().unwrap();
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut sheets = BTreeMap::new();
    for (name, range) in workbook.worksheets() {
        let shown = |cell: &Data| match cell {
            Data::Float(number) => format!("{number}"),
            other => other.to_string(),
        };
        let rows = range.rows().map(|row| row.iter().map(shown).collect());
        sheets.insert(name, rows.collect());
    }
    sheets
}

async fn tables(world: &World, who: &str) -> BTreeMap<String, String> {
    let mut made = made(world, who, Format::Csv).await;
    let bytes = made.files[0].read().unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut tables = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let name = file.name().unwrap().into_owned();
        tables.insert(name, text);
    }
    tables
}

fn row<'a>(sheet: &'a [Vec<String>], begins: &[&str]) -> &'a [String] {
    let found = sheet
        .iter()
        .find(|row| row.iter().zip(begins).all(|(cell, begin)| cell == begin));
    found.unwrap_or_else(|| panic!("no row {begins:?} in {sheet:#?}"))
}

#[tokio::test]
async fn the_leads_workbook_has_every_figure_of_the_story() {
    for world in scenes::out_to_tender().await {
        played(&world).await;
        let sheets = sheets(&world, ABW).await;
        let schedule = &sheets["Requirement schedule"];
        let coal = row(schedule, &["House coal", "tonne", "All authorities"]);
        assert_eq!(
            coal[3..],
            ["713.75", "713.75", "1427.5", "701.75", "725.75"]
        );
        let smokeless = row(schedule, &["Smokeless fuel", "tonne", "All authorities"]);
        assert_eq!(smokeless[3..6], ["546.5", "546.5", "1093"]);
        let abw = row(schedule, &["House coal", "tonne", "ABW"]);
        assert_eq!(abw[3..], ["420", "420", "840", "420", "420"]);
        let savings = &sheets["Savings"];
        for (who, saved) in [
            ("ABW", "6817.44"),
            ("BRY", "5147.63"),
            ("DYF", "3224.38"),
            ("GLA", "2780"),
            ("PFR", "301.6"),
            ("All shown here", "18271.04"),
        ] {
            assert_eq!(row(savings, &[who])[1..3], [saved, saved], "{who}");
        }
        assert_eq!(sheets["Savings by call-off"].last().unwrap()[9], "18271.04");
        let call_offs = &sheets["Call-offs"];
        // As it was typed, and a text.
        assert_eq!(call_offs[1][10], "=cmd|'/c calc'!A1");
        assert!(
            sheets["Timeline"]
                .iter()
                .any(|row| row[1] == "Contract's first day")
        );
    }
}

#[tokio::test]
async fn an_officer_gets_their_own_figures_and_the_totals() {
    for world in scenes::out_to_tender().await {
        played(&world).await;
        let sheets = sheets(&world, GLA).await;
        let schedule = &sheets["Requirement schedule"];
        let all = "All authorities (griffin's total)";
        assert_eq!(
            row(schedule, &["Smokeless fuel", "tonne", all])[3..5],
            ["546.5", "546.5"]
        );
        assert!(!schedule.iter().any(|row| row[2] == "ABW"), "{schedule:#?}");
        let tables = tables(&world, GLA).await;
        for other in ["ABW", "BRY", "DYF", "PFR"] {
            for of in ["requirements.csv", "call_offs.csv", "savings.csv"] {
                assert!(!tables[of].contains(other), "{other} in {of}");
            }
        }
        assert!(tables["savings.csv"].contains(",GLA,Smokeless fuel,tonne,"));
        assert!(tables["savings.csv"].contains(",200,255.50,241.60,2780.00\r\n"));
        assert!(tables["call_offs.csv"].contains(",'=cmd|'/c calc'!A1,"));
        assert!(tables["declared.csv"].starts_with("\u{feff}Tender,Lot,Unit,"));
    }
}

#[tokio::test]
async fn whoever_has_no_mandate_gets_no_file() {
    for world in scenes::out_to_tender().await {
        let ask = Ask {
            of: REF.to_owned(),
            format: Format::Csv,
            lang: Lang::English,
            ocid_prefix: String::new(),
        };
        let now = at("2027-06-01T09:00:00Z");
        let stranger = world.by("Somebody");
        let told = refused(tender(&world.ledger.reader(), &stranger, &ask, now).await);
        assert!(told.contains("/mandate request"), "{told}");
        let unknown = Ask {
            of: "XX-1".to_owned(),
            ..ask
        };
        let officer = world.by(GLA);
        let told = refused(tender(&world.ledger.reader(), &officer, &unknown, now).await);
        assert!(told.contains("XX-1"), "{told}");
    }
}

#[tokio::test]
async fn the_calendar_has_each_date_under_an_identifier_that_stays() {
    for world in scenes::calling_off().await {
        let mut made = made(&world, GLA, Format::Ics).await;
        let text = String::from_utf8(made.files[0].read().unwrap()).unwrap();
        let unfolded = text.replace("\r\n ", "");
        let uid = format!("UID:{}-{}-starts@griffin", GUILD, world.tender_id);
        let event = unfolded
            .split("BEGIN:VEVENT")
            .find(|it| it.contains(&uid))
            .unwrap();
        assert!(event.contains("DTSTART;VALUE=DATE:20270401\r\n"), "{event}");
        assert!(event.contains("DTEND;VALUE=DATE:20270402\r\n"), "{event}");
        assert!(event.contains("SF-2027-01"), "{event}");
        let deadline = unfolded
            .split("BEGIN:VEVENT")
            .find(|it| it.contains("-respond_by@griffin"))
            .unwrap();
        assert!(
            deadline.contains("DTSTART:") && !deadline.contains("DTEND"),
            "{deadline}"
        );
        // The last day of the standstill (design, section 9).
        assert!(
            unfolded.contains("DTSTART;VALUE=DATE:20270323\r\n"),
            "{unfolded}"
        );
    }
}

fn schema(name: &str) -> Value {
    let path = format!("{}/tests/ocds/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// JSON merge patch (RFC 7396): how an extension is applied.
fn merge(into: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *into = patch.clone();
        return;
    };
    if !into.is_object() {
        *into = Value::Object(serde_json::Map::new());
    }
    for (key, value) in patch {
        match value {
            Value::Null => {
                into.as_object_mut().unwrap().remove(key);
            }
            value => merge(&mut into[key.as_str()], value),
        }
    }
}

fn validator(package: &str) -> jsonschema::Validator {
    let mut release = schema("release-schema");
    for extension in ["lots", "techniques"] {
        merge(&mut release, &schema(extension));
    }
    let mut package = schema(package);
    // griffin keeps releases by their dates, and gives no versioned one: its schema isn't here.
    if let Some(record) = package.pointer_mut("/definitions/record/properties") {
        record.as_object_mut().unwrap().remove("versionedRelease");
    }
    let address = release["id"].as_str().unwrap().to_owned();
    let registry = jsonschema::Registry::new()
        .add(address, release)
        .unwrap()
        .prepare()
        .unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .with_registry(&registry)
        .build(&package)
        .unwrap()
}

fn hold(package: &str, contents: &Value) {
    let validator = validator(package);
    let wrong: Vec<String> = validator
        .iter_errors(contents)
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{contents:#}");
    // What is wrong is found: the test can fail.
    let mut broken = contents.clone();
    let release = match package {
        "release-package-schema" => &mut broken["releases"][0],
        _ => &mut broken["records"][0]["compiledRelease"],
    };
    release["tender"]["status"] = Value::from("somehow");
    assert!(!validator.is_valid(&broken));
}

#[tokio::test]
async fn open_contracting_data_is_valid_by_the_published_schema() {
    for world in scenes::out_to_tender().await {
        played(&world).await;
        // Two are left that declared coal: how much is not everybody's to see.
        world.nil_returns(0, &["DYF", "PFR"]).await;
        let mut made = made(&world, ABW, Format::Ocds).await;
        let of =
            |made: &mut Made| -> Value { serde_json::from_slice(&made.read().unwrap()).unwrap() };
        let (releases, records) = (of(&mut made.files[0]), of(&mut made.files[1]));
        // As everybody may see it, whoever asks: the same release under the same identifier.
        let mut others = self::made(&world, GLA, Format::Ocds).await;
        let others = of(&mut others.files[0]);
        assert_eq!(others["releases"], releases["releases"]);
        hold("release-package-schema", &releases);
        hold("record-package-schema", &records);
        let release = &releases["releases"][0];
        assert!(
            release["ocid"]
                .as_str()
                .unwrap()
                .starts_with("ocds-a1b2c3-")
        );
        assert_eq!(release["tag"], serde_json::json!(["contract"]));
        let roles = |name: &str| {
            let parties = release["parties"].as_array().unwrap();
            let found = parties.iter().find(|it| it["name"] == name);
            found.map(|it| it["roles"].clone()).unwrap_or_default()
        };
        assert_eq!(
            roles("Aberwen County Council"),
            serde_json::json!(["procuringEntity", "buyer"])
        );
        assert_eq!(
            roles("Pennant Fire and Rescue"),
            serde_json::json!(["buyer"])
        );
        assert_eq!(
            roles("Cwm Fuels Ltd"),
            serde_json::json!(["supplier", "tenderer"])
        );
        assert_eq!(roles("Traeth District Council"), Value::Null);
        let lots = release["tender"]["lots"].as_array().unwrap();
        assert_eq!(lots.len(), 2);
        assert_eq!(
            release["awards"][1]["items"][0]["unit"]["value"]["amount"],
            241.6
        );
        assert_eq!(
            release["awards"][0]["relatedLots"],
            serde_json::json!(["1"])
        );
        assert_eq!(release["contracts"][0]["amendments"], Value::Null);
        let description = release["awards"][0]["description"].as_str().unwrap();
        assert!(
            description.contains("from 400 tonnes £147.50"),
            "{description}"
        );
        assert_eq!(
            records["records"][0]["compiledRelease"]["tag"],
            serde_json::json!(["compiled"])
        );
    }
}

/// What changed while the contract ran: in the workbook, in the tables, and as amendments of the contract.
#[tokio::test]
async fn a_varied_contract_is_exported_with_what_it_was_and_what_it_is() {
    for world in scenes::out_to_tender().await {
        played(&world).await;
        for (kind, from, value, ground, index) in [
            (
                VariationKind::Price,
                "2027-05-01",
                "250",
                None,
                Some("CPI 138.2"),
            ),
            (VariationKind::Price, "2027-07-01", "260", None, None),
            (
                VariationKind::Supplier,
                "2027-05-01",
                "=Northern Heat plc",
                Some(Ground::Renamed),
                None,
            ),
            (VariationKind::Ceiling, "2027-05-01", "1300", None, None),
        ] {
            let request = awards::Vary {
                tender: REF.into(),
                lot: Some("2".into()),
                kind,
                from: Some(from.into()),
                value: Some(value.into()),
                ground,
                index: index.map(str::to_owned),
                reason: "Agreed".into(),
            };
            let varied = awards::vary(&world.ledger, &world.by(ABW), request).await;
            varied.unwrap();
        }
        // The export is of 1 June.
        let sheets = sheets(&world, ABW).await;
        let first = row(&sheets["Variations"], &[REF, "Smokeless fuel", "price"]);
        assert_eq!(
            first[4..8],
            [
                "£241.60 per tonne",
                "£250.00 per tonne",
                "by an index: CPI 138.2",
                "Agreed"
            ]
        );
        let tables = tables(&world, GLA).await;
        let lots = &tables["lots.csv"];
        assert!(lots.contains(",'=Northern Heat plc,250.00,"), "{lots}");
        assert!(lots.contains(",1300,"), "{lots}");
        let varied = &tables["variations.csv"];
        assert_eq!(varied.lines().count(), 5, "{varied}");
        let mut made = made(&world, ABW, Format::Ocds).await;
        let releases: Value = serde_json::from_slice(&made.files[0].read().unwrap()).unwrap();
        hold("release-package-schema", &releases);
        let release = &releases["releases"][0];
        let contract = &release["contracts"][1];
        assert_eq!(contract["items"][0]["unit"]["value"]["amount"], 250.0);
        let amendments = contract["amendments"].as_array().unwrap();
        assert_eq!(amendments.len(), 4);
        assert_eq!(amendments[0]["rationale"], "Agreed");
        // The award stays as it was recorded; both names are parties.
        let award = &release["awards"][1];
        assert_eq!(award["items"][0]["unit"]["value"]["amount"], 241.6);
        let parties = release["parties"].to_string();
        for name in ["Northern Smokeless plc", "Northern Heat plc"] {
            assert!(parties.contains(name), "{parties}");
        }
    }
}

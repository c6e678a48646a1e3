//! Files that officers hand in, broken at random: through the services, on a real database. Nothing is changed by what is
//! refused or only looked at.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};
use griffin::authorities::service as authorities;
use griffin::clock::ManualClock;
use griffin::exports::rules::Format;
use griffin::exports::service as exports;
use griffin::forums::service as forums;
use griffin::ledger::{Database, Ledger};
use griffin::requirements::service as requirements;
use griffin::servers;
use griffin::tenders::service as tenders;
use griffin::values::{Actor, Regime};
use griffin::words::Lang;

use crate::Run;
use crate::support::workbooks;
use crate::texts::broken;

const CSV: &str = "lot,quantity,year,at_least,at_most,committed,baseline,supplier_now,note\n\
                   House coal,420,,400,450,yes,168.00,Cwm Fuels Ltd,as before\nSmokeless fuel,150,1,,,,262,,\n";
const REGISTER: &str = "name,kind,region,short_name\nNew Council,unitary,South Wales,NEW\n";

fn by(user_id: i64, interaction_id: i64) -> Actor {
    Actor {
        guild_id: 7,
        user_id,
        name: "Somebody".to_owned(),
        manager: user_id == 1,
        roles: Vec::new(),
        interaction_id,
        agreed: griffin::values::Agreed::Everything,
    }
}

/// A server with a tender, and its officer's workbook.
async fn begin(ledger: &Ledger, now: DateTime<Utc>) -> Vec<u8> {
    let set_up = servers::rules::SetUp {
        nation: Some(Regime::Wales),
        ..servers::rules::SetUp::default()
    };
    servers::service::set_up(ledger, &by(1, 1), set_up)
        .await
        .unwrap();
    let register = authorities::Register {
        name: "Aberwen Council".to_owned(),
        kind: "unitary".to_owned(),
        region: "South Wales".to_owned(),
        short_name: Some("ABW".to_owned()),
        ..authorities::Register::default()
    };
    authorities::register(ledger, &by(1, 2), register)
        .await
        .unwrap();
    let grant = authorities::Grant {
        user_id: 2,
        officer_name: "Somebody".to_owned(),
        authority: "ABW".to_owned(),
        role: authorities::Role::Officer,
    };
    authorities::grant(ledger, &by(1, 3), grant).await.unwrap();
    let open = forums::Open {
        region: "South Wales".to_owned(),
        channel_id: 8,
        ..forums::Open::default()
    };
    forums::open(ledger, &by(1, 4), open).await.unwrap();
    let announce = tenders::Announce {
        title: "Solid fuel".to_owned(),
        respond_by: "18 Dec 2026".to_owned(),
        starts: "2027-04-01".to_owned(),
        ends: "2029-03-31".to_owned(),
        lots: "House coal, tonne; Smokeless fuel, tonne".to_owned(),
        reference: Some("SF-1".to_owned()),
        ..tenders::Announce::default()
    };
    tenders::announce(ledger, &by(2, 5), announce)
        .await
        .unwrap();
    let ask = exports::Ask {
        of: "SF-1".to_owned(),
        format: Format::Xlsx,
        lang: Lang::English,
        ocid_prefix: "ocds-fuzz".to_owned(),
    };
    let mut made = exports::tender(&ledger.reader(), &by(2, 6), &ask, now)
        .await
        .unwrap();
    made.files[0].read().unwrap()
}

fn broken_bytes(run: &mut Run, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + run.chance.below(8) {
        if bytes.is_empty() {
            break;
        }
        let at = usize::try_from(run.chance.below(bytes.len() as u64)).unwrap();
        match run.chance.below(6) {
            0 => bytes.truncate(at),
            1 => {
                bytes.remove(at);
            }
            _ => bytes[at] = u8::try_from(run.chance.below(256)).unwrap(),
        }
    }
    bytes
}

pub async fn run(run: &mut Run) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let database = Database::open(&url).await.unwrap();
    griffin::proof::migrate_up(&database).await.unwrap();
    let now: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
    let ledger = Ledger::start(
        database,
        Arc::new(ManualClock::new(now)),
        griffin::capabilities::hears(),
    );
    let workbook = begin(&ledger, now).await;
    let making = Instant::now();
    let mut hostile = workbooks::all("ABW");
    hostile.push(("as much as is taken", workbooks::heaviest("ABW")));
    run.until += making.elapsed();
    let db = ledger.reader();
    let before = griffin::proof::verify(&db).await.unwrap();
    let mut interaction = 100;
    while run.goes_on() {
        interaction += 1;
        let file = match run.chance.below(64) {
            // Each is as much work as several hundred of the others.
            0 => {
                let at = run.chance.below(hostile.len() as u64);
                hostile[usize::try_from(at).unwrap()].1.clone()
            }
            1..22 => broken(run, CSV).into_bytes(),
            22..43 => {
                let text = broken(run, CSV);
                broken_bytes(run, text.as_bytes())
            }
            _ => broken_bytes(run, &workbook),
        };
        let officer = by(2, interaction);
        let looked = requirements::preview(&db, &officer, "SF-1", None, file.clone(), None, now);
        let _ = looked.await;
        run.nothing_panicked(&file);
        if run.chance.below(4) == 0 {
            // Whoever isn't a registrar registers nobody, whatever the table says.
            let table = broken(run, REGISTER).into_bytes();
            let refused = authorities::import(&ledger, &by(2, interaction), table.clone()).await;
            assert!(refused.is_err());
            run.nothing_panicked(&table);
        }
    }
    let after = griffin::proof::verify(&db).await.unwrap();
    assert_eq!(
        format!("{before:?}"),
        format!("{after:?}"),
        "looking changes nothing"
    );
}

//! How long it takes to verify a ledger of a million entries, each of a change that wrote a row, as a ratio to reading entries
//! and rows alone in the same run (design, section 8); and what it costs a change to make sure that it is kept.
//!
//! `cargo bench --bench ledger`, or `-- --entries 100000` for a quick look. PostgreSQL is measured too where
//! `TEST_POSTGRES_URL` names an empty database (`.ci/with-postgres cargo bench --bench ledger`).

#![expect(
    clippy::expect_used,
    reason = "a measurement that fails says so by a panic"
)]
#![expect(clippy::float_arithmetic, reason = "ratios and milliseconds")]

use std::sync::Arc;
use std::time::Instant;

use entity::{authority, ledger_entry, lot, requirement, tender};
use futures::FutureExt;
use griffin::clock::SystemClock;
use griffin::ledger::{About, Cause, Database, Db, Fact, Hears, Ledger};
use griffin::proof;
use griffin::values::{
    AuthorityId, AuthorityKind, LotId, Quantity, Reference, Regime, Stage, TenderId, Unit,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

/// How many changes are asked for at once.
const AT_ONCE: u64 = 1_024;
/// How many rows the floor reads at once: as many as the verification does.
const PAGE: u64 = 5_000;
/// The server.
const GUILD: i64 = 7;
/// How many changes are timed, in how many slices; each slice is held against as many checks.
const CHANGES: u32 = 2_000;
const SLICES: u32 = 10;

/// A fact of the size of a declaration.
#[derive(Serialize)]
struct Declared {
    lot: i64,
    year: i64,
    expected: u64,
    committed: bool,
}

impl Declared {
    fn of(expected: u64) -> Self {
        Declared {
            lot: 1,
            year: 0,
            expected,
            committed: true,
        }
    }
}

impl Fact for Declared {
    const KIND: &'static str = "requirement.declared";

    fn about(&self) -> About {
        About::tender(TenderId(1), AuthorityId(3))
    }
}

fn main() {
    let typed: Vec<String> = std::env::args().collect();
    let at = typed.iter().position(|word| word == "--entries");
    let entries: u64 = at
        .and_then(|at| typed.get(at + 1)?.parse().ok())
        .unwrap_or(1_000_000);
    let folder = tempfile::tempdir().expect("a folder");
    let mut kinds = vec![(
        "SQLite",
        format!("sqlite://{}/griffin.sqlite", folder.path().display()),
    )];
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) => kinds.push(("PostgreSQL", url)),
        Err(_) => eprintln!("PostgreSQL is not measured: TEST_POSTGRES_URL is not set"),
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    println!(
        "| what | entries, a row each | recorded in s | read alone in s | verified in s | ratio to reading |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for (kind, url) in &kinds {
        runtime.block_on(measure(kind, url, entries));
    }
    println!();
    println!(
        "| what | a change of one entry in µs | looking twice where the file is in µs | share |"
    );
    println!("| --- | --- | --- | --- |");
    for (kind, url) in &kinds {
        runtime.block_on(checks(kind, url));
    }
}

/// Changes that come alone, and what the checks of one take: the file's identity is looked at before and after a commit.
async fn checks(kind: &str, url: &str) {
    let database = Database::open(url).await.expect("a database");
    let ledger = Ledger::start(database.clone(), Arc::new(SystemClock), Hears::default());
    let (mut changing, mut checking) = (0.0, 0.0);
    for _ in 0..SLICES {
        let began = Instant::now();
        for _ in 0..CHANGES / SLICES {
            let changed = ledger.write(Cause::due(GUILD), |tx| {
                async move { tx.tell(&Declared::of(420_000)).await }.boxed()
            });
            changed.await.expect("it is made");
        }
        changing += began.elapsed().as_secs_f64();
        let began = Instant::now();
        for _ in 0..2 * CHANGES / SLICES {
            assert!(database.is_in_place(), "the file is there");
        }
        checking += began.elapsed().as_secs_f64();
    }
    let each = |seconds: f64| seconds * 1e6 / f64::from(CHANGES);
    println!(
        "| {kind} | {:.0} | {:.1} | {:.1}% |",
        each(changing),
        each(checking),
        100.0 * checking / changing
    );
}

/// The lot and the authority of which the rows are.
async fn whose(ledger: &Ledger) -> (LotId, AuthorityId) {
    let made = ledger.write(Cause::due(GUILD), |tx| {
        async move {
            let authority = tx.add(authority::Model {
                id: AuthorityId(0),
                guild_id: GUILD,
                name: "Aberwen County Council".to_owned(),
                short_name: "ABW".to_owned(),
                kind: AuthorityKind::County,
                region: "South Wales".to_owned(),
                role_id: None,
                address: None,
                email: None,
                identifier: None,
                created_at: tx.now(),
                name_cy: None,
                former_names: None,
                ends_on: None,
                heirs: None,
                ended: false,
            });
            let lead_id = authority.await?.id;
            let day = tx.now().date_naive();
            let tender = tx.add(tender::Model {
                id: TenderId(0),
                guild_id: GUILD,
                reference: Reference::parse("SF-2027-01").expect("a reference"),
                title: "Solid fuel".to_owned(),
                description: None,
                lead_id,
                category: None,
                regime: Regime::Wales,
                open_book: false,
                stage: Stage::Collecting,
                respond_by: tx.now(),
                starts: day,
                ends: day,
                notice: None,
                value: None,
                bids_by: None,
                published_on: None,
                notice_on: None,
                standstill_ends: None,
                cancelled_from: None,
                cancelled_at: None,
                reason: None,
                created_by: 1,
                created_at: tx.now(),
                invited_at_close: None,
                answered_at_close: None,
                withdrawn_at: None,
            });
            let tender_id = tender.await?.id;
            let lot = tx.add(lot::Model {
                id: LotId(0),
                tender_id,
                number: 1,
                title: "House coal".to_owned(),
                unit: Unit::parse("tonne").expect("a unit"),
                no_award: None,
                no_award_reason: None,
                removed_at: None,
            });
            let lot_id = lot.await?.id;
            tx.tell(&Declared::of(0)).await?;
            Ok((lot_id.0, lead_id.0))
        }
        .boxed()
    });
    let (lot, lead) = made.await.expect("they are there");
    (LotId(lot), AuthorityId(lead))
}

/// A change that writes a row of the size of a declaration.
async fn declares(ledger: &Ledger, lot_id: LotId, authority_id: AuthorityId, revision: i32) {
    let declared = ledger.write(Cause::due(GUILD), move |tx| {
        async move {
            tx.add(requirement::Model {
                id: 0,
                lot_id,
                authority_id,
                year: 0,
                revision,
                current: true,
                expected: Quantity::from_thousandths(420_000),
                at_least: None,
                at_most: None,
                committed: true,
                baseline: None,
                supplier_now: Some("Cwm Fuels Ltd".to_owned()),
                note: None,
                late: false,
                by_user: 1,
                at: tx.now(),
            })
            .await?;
            tx.tell(&Declared::of(420_000)).await
        }
        .boxed()
    });
    declared.await.expect("it is recorded");
}

async fn measure(kind: &str, url: &str, entries: u64) {
    let database = Database::open(url).await.expect("a database");
    griffin::proof::migrate_up(&database)
        .await
        .expect("its tables");
    let ledger = Ledger::start(database, Arc::new(SystemClock), Hears::default());
    let (lot_id, authority_id) = whose(&ledger).await;
    let began = Instant::now();
    let mut revision = 0;
    for _ in 0..entries.div_ceil(AT_ONCE) {
        let some = (0..AT_ONCE).map(|_| {
            revision += 1;
            declares(&ledger, lot_id, authority_id, revision)
        });
        futures::future::join_all(some).await;
    }
    let recorded = began.elapsed().as_secs_f64();

    let reader = ledger.reader();
    let began = Instant::now();
    let (mut last, mut rows) = (0, 0);
    loop {
        let page = ledger_entry::Entity::find()
            .filter(ledger_entry::Column::GuildId.eq(GUILD))
            .filter(ledger_entry::Column::Seq.gt(last))
            .order_by_asc(ledger_entry::Column::Seq)
            .limit(PAGE)
            .all(reader.conn())
            .await
            .expect("a page");
        let Some(end) = page.last() else { break };
        last = end.seq;
        rows += page.len();
    }
    let mut last = 0;
    loop {
        let page = requirement::Entity::find()
            .filter(requirement::Column::Id.gt(last))
            .order_by_asc(requirement::Column::Id)
            .limit(PAGE)
            .all(reader.conn())
            .await
            .expect("a page");
        let Some(end) = page.last() else { break };
        last = end.id;
    }
    let read = began.elapsed().as_secs_f64();

    let began = Instant::now();
    let found = proof::verify(&reader)
        .await
        .expect("it can be read")
        .servers;
    let verified = began.elapsed().as_secs_f64();
    let [chain] = found.as_slice() else {
        panic!("one chain: {found:?}")
    };
    assert_eq!((chain.broken.as_ref(), chain.entries), (None, rows as u64));
    assert!(chain.differ.is_empty() && chain.rows + 1 >= chain.entries);
    println!(
        "| {kind} | {rows} | {recorded:.1} | {read:.1} | {verified:.1} | {:.2} |",
        verified / read
    );
}

//! What a big region costs: a card, a balance, a digest, the savings of a year and exports, as the services answer, at a
//! tenth of the region and at the whole of it (design, section 8: 150 authorities, 2,000 tenders, 2 million call-offs).
//!
//! `cargo bench --bench region`, or `-- --tenth` for the tenth alone. PostgreSQL is measured too where `TEST_POSTGRES_URL`
//! names an empty database (`.ci/with-postgres cargo bench --bench region`).

#![expect(
    clippy::expect_used,
    reason = "a measurement that fails says so by a panic"
)]
#![expect(clippy::float_arithmetic, reason = "ratios and milliseconds")]

mod seed;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use griffin::authorities::service as authorities;
use griffin::calloffs::service::{self as calloffs, AskBalance};
use griffin::clock::SystemClock;
use griffin::digests::service as digests;
use griffin::exports::rules::Format;
use griffin::exports::service as exports;
use griffin::ledger::{Database, Ledger, Reader};
use griffin::reports::service as reports;
use griffin::savings::service as savings;
use griffin::servers;
use griffin::tenders::service as tenders;
use griffin::values::{Actor, ForumId, Regime};
use griffin::words::Lang;

use seed::{GUILD, Size};

const WHOLE: Size = Size {
    tenders: 2_000,
    call_offs: 2_000_000,
};
const TENTH: Size = Size {
    tenders: 200,
    call_offs: 200_000,
};
/// How often each thing is done; the middle one counts.
const TIMES: usize = 9;

fn main() {
    let tenth_alone = std::env::args().any(|word| word == "--tenth");
    let sizes = match tenth_alone {
        true => vec![TENTH],
        false => vec![TENTH, WHOLE],
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    println!("| what | database | tenders | call-offs | ms | memory MiB |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for size in sizes {
        let folder = tempfile::tempdir().expect("a folder");
        let file = format!("sqlite://{}/griffin.sqlite", folder.path().display());
        runtime.block_on(measure("SQLite", &file, size));
        match std::env::var("TEST_POSTGRES_URL") {
            Ok(url) => runtime.block_on(measure("PostgreSQL", &url, size)),
            Err(_) => eprintln!("PostgreSQL is not measured: TEST_POSTGRES_URL is not set"),
        }
    }
}

/// What this process holds in memory, in MiB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}

/// Who asks: a registrar, and an officer of one authority.
struct People {
    registrar: Actor,
    officer: Actor,
}

impl People {
    async fn new(ledger: &Ledger) -> Self {
        let actor = |user_id: i64, manager: bool| Actor {
            guild_id: GUILD,
            user_id,
            name: "Somebody".to_owned(),
            manager,
            roles: Vec::new(),
            interaction_id: user_id,
            agreed: griffin::values::Agreed::Everything,
        };
        let people = Self {
            registrar: actor(1, true),
            officer: actor(2, false),
        };
        let ask = servers::rules::SetUp {
            nation: Some(Regime::Wales),
            ..servers::rules::SetUp::default()
        };
        servers::service::set_up(ledger, &people.registrar, ask)
            .await
            .expect("a server");
        people
    }
}

async fn measure(kind: &str, url: &str, size: Size) {
    let database = Database::open(url).await.expect("a database");
    griffin::proof::migrate_up(&database)
        .await
        .expect("its tables");
    let ledger = Ledger::start(
        database.clone(),
        Arc::new(SystemClock),
        griffin::capabilities::hears(),
    );
    let people = People::new(&ledger).await;
    seed::write(url, size).await;
    let grant = authorities::Grant {
        user_id: people.officer.user_id,
        officer_name: "Somebody".to_owned(),
        // Of tender T-1, in its first place.
        authority: "A8".to_owned(),
        role: authorities::Role::Officer,
    };
    let granter = Actor {
        interaction_id: 3,
        ..people.registrar.clone()
    };
    authorities::grant(&ledger, &granter, grant)
        .await
        .expect("a mandate");
    let db = ledger.reader();
    let now: DateTime<Utc> = "2028-02-01T12:00:00Z".parse().expect("a moment");
    let row = |what: &str, time: Duration| {
        println!(
            "| {what} | {kind} | {} | {} | {:.1} | {} |",
            size.tenders,
            size.call_offs,
            time.as_secs_f64() * 1_000.0,
            memory()
        );
    };
    row("card", middle(async || card(&db).await).await);
    row(
        "balance",
        middle(async || balance(&db, &people.officer, now).await).await,
    );
    let some = seed::DIGEST.min(size.tenders);
    for (what, forum) in [
        ("digest, all tenders".to_owned(), 1),
        (format!("digest, {some} tenders"), 2),
    ] {
        row(
            &what,
            middle(async || digest(&db, ForumId(forum), now).await).await,
        );
    }
    for (what, who) in [
        ("savings, registrar", &people.registrar),
        ("savings, officer", &people.officer),
    ] {
        row(what, middle(async || year(&db, who, now).await).await);
    }
    row(
        "report of a tender",
        middle(async || report(&db, &people.registrar, now).await).await,
    );
    for format in [Format::Xlsx, Format::Csv] {
        let what = format!("export of a tender, {format}");
        row(
            &what,
            middle(async || export(&db, &people.registrar, format, now).await).await,
        );
    }
    let began = Instant::now();
    region(&db, &people.registrar, now).await;
    row("export of the region, csv", began.elapsed());
    if kind == "PostgreSQL" {
        drop(ledger);
        database.migrate_down(None).await.expect("nothing is left");
    }
}

async fn middle(mut once: impl AsyncFnMut()) -> Duration {
    once().await;
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        once().await;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    times[TIMES / 2]
}

async fn card(db: &Reader) {
    let tender = tenders::find(db, GUILD, "T-1").await.expect("a tender");
    let card = griffin::dossiers::service::card(db, &tender)
        .await
        .expect("a card");
    assert!(!card.called_off.is_empty());
}

async fn balance(db: &Reader, who: &Actor, now: DateTime<Utc>) {
    let ask = AskBalance {
        tender: "T-1".to_owned(),
        ..AskBalance::default()
    };
    let balance = calloffs::balance(db, who, &ask, now)
        .await
        .expect("a balance");
    assert!(!balance.lots[0].called_off.is_zero());
}

async fn digest(db: &Reader, forum: ForumId, now: DateTime<Utc>) {
    let digest = digests::gather(db, forum, now).await.expect("a digest");
    assert!(!digest.is_empty());
}

async fn year(db: &Reader, who: &Actor, now: DateTime<Utc>) {
    let ask = savings::Ask::default();
    let report = savings::report(db, who, &ask, now).await.expect("a report");
    assert!(report.total.is_some_and(|it| it.rounded().is_some()));
}

async fn report(db: &Reader, who: &Actor, now: DateTime<Utc>) {
    let report = reports::tender(db, who, "T-1", now)
        .await
        .expect("a report");
    assert_eq!(report.uses.len(), 2);
}

async fn export(db: &Reader, who: &Actor, format: Format, now: DateTime<Utc>) {
    let ask = exports::Ask {
        of: "T-1".to_owned(),
        format,
        lang: Lang::English,
        ocid_prefix: "ocds-bench".to_owned(),
    };
    let made = exports::tender(db, who, &ask, now).await.expect("a file");
    assert!(made.files[0].bytes > 1_000);
}

async fn region(db: &Reader, who: &Actor, now: DateTime<Utc>) {
    let ask = exports::Ask {
        of: "South".to_owned(),
        format: Format::Csv,
        lang: Lang::English,
        ocid_prefix: "ocds-bench".to_owned(),
    };
    let made = exports::region(db, who, &ask, now, |_, _| {})
        .await
        .expect("a file");
    assert!(made.files[0].bytes > 1_000);
}

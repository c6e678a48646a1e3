//! The authorities, officers and tender of design section 9, for the tests of tenders and requirements.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Europe::London;
use futures::FutureExt;

use super::service::{self as tenders, Announce, Announced, Changed, Publish, TakePart};
use super::store::seen;
use crate::authorities::service::{self as authorities, Grant, Register, Role};
use crate::clock::ManualClock;
use crate::forums::service as forums;
use crate::ledger::testing::fresh_postgres;
use crate::ledger::{Cause, Database, Error, Ledger, Reader, Result};
use crate::requirements::service::{self as requirements, Declare, Line};
use crate::servers::service as servers;
use crate::values::{Actor, Refusal, Regime, Stage, TenderId};

pub(crate) const GUILD: i64 = 1_234_567_890_123_456_789;
pub(crate) const REGISTRAR: i64 = 1;
/// One officer each; Nia Rees acts for both `DYF` and `PFR`.
pub(crate) const ABW: i64 = 11;
pub(crate) const BRY: i64 = 12;
pub(crate) const NIA: i64 = 13;
pub(crate) const GLA: i64 = 14;
pub(crate) const TRA: i64 = 15;
/// Of an authority in a region that is not invited.
pub(crate) const FAR: i64 = 16;
/// Reads for `BRY`, and does not act.
pub(crate) const OBSERVER: i64 = 17;
pub(crate) const REF: &str = "SF-2027-01";

/// A server with the story's register, on a file of its own.
pub(crate) struct Story {
    pub ledger: Ledger,
    pub clock: Arc<ManualClock>,
    next: AtomicI64,
    _dir: tempfile::TempDir,
}

pub(crate) fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

/// A time by the clocks in London.
pub(crate) fn local(y: i32, m: u32, d: u32, hour: u32, minute: u32, second: u32) -> DateTime<Utc> {
    London
        .with_ymd_and_hms(y, m, d, hour, minute, second)
        .unwrap()
        .to_utc()
}

pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result.unwrap_err() {
        Error::Refused(refusal) => refusal,
        Error::Fault(fault) => panic!("a fault: {fault}"),
    }
}

pub(crate) fn line(lot: &str, quantity: &str, baseline: &str) -> Line {
    Line {
        lot: lot.into(),
        quantity: quantity.into(),
        baseline: Some(baseline.into()),
        ..Line::default()
    }
}

impl Story {
    /// Monday 23 November 2026, 09:30 in London; nothing announced yet.
    pub(crate) async fn begin() -> Self {
        let dir = tempfile::tempdir().unwrap();
        // `TEST_STORIES_ON=postgres .ci/with-postgres cargo test` runs them all on the other database.
        let url = match (
            std::env::var("TEST_STORIES_ON"),
            std::env::var("TEST_POSTGRES_URL"),
        ) {
            (Ok(kind), Ok(server)) if kind == "postgres" => fresh_postgres(&server).await,
            _ => format!("sqlite://{}", dir.path().join("griffin.db").display()),
        };
        let database = Database::open(&url).await.unwrap();
        crate::proof::migrate_up(&database).await.unwrap();
        let clock = Arc::new(ManualClock::new(local(2026, 11, 23, 9, 30, 0)));
        let ledger = Ledger::start(database, clock.clone(), crate::capabilities::hears());
        let story = Story {
            ledger,
            clock,
            next: AtomicI64::new(1),
            _dir: dir,
        };
        let set_up = servers::SetUp {
            nation: Some(Regime::Wales),
            ..servers::SetUp::default()
        };
        servers::set_up(&story.ledger, &story.by(REGISTRAR), set_up)
            .await
            .unwrap();
        for (name, short, kind, region, officer) in [
            (
                "Aberwen County Council",
                "ABW",
                "county",
                "South Wales",
                ABW,
            ),
            (
                "Bryncoch County Borough",
                "BRY",
                "unitary",
                "South Wales",
                BRY,
            ),
            ("Dyffryn Vale Council", "DYF", "unitary", "South Wales", NIA),
            (
                "Glanmor City Council",
                "GLA",
                "unitary",
                "Mid and West Wales",
                GLA,
            ),
            ("Pennant Fire and Rescue", "PFR", "fire", "South Wales", NIA),
            (
                "Traeth District Council",
                "TRA",
                "district",
                "Mid and West Wales",
                TRA,
            ),
            ("Farholm Council", "FAR", "unitary", "North East", FAR),
        ] {
            let register = Register {
                name: name.into(),
                kind: kind.into(),
                region: region.into(),
                short_name: Some(short.into()),
                ..Register::default()
            };
            authorities::register(&story.ledger, &story.by(REGISTRAR), register)
                .await
                .unwrap();
            story.grant(officer, short, Role::Officer).await;
        }
        story.grant(OBSERVER, "BRY", Role::Observer).await;
        for (region, channel_id) in [("South Wales", 501), ("Mid and West Wales", 502)] {
            let open = forums::Open {
                region: region.into(),
                channel_id,
                ..forums::Open::default()
            };
            forums::open(&story.ledger, &story.by(REGISTRAR), open)
                .await
                .unwrap();
        }
        story.send_all().await;
        story
    }

    async fn grant(&self, user_id: i64, authority: &str, role: Role) {
        let grant = Grant {
            user_id,
            officer_name: format!("officer {user_id}"),
            authority: authority.into(),
            role,
        };
        authorities::grant(&self.ledger, &self.by(REGISTRAR), grant)
            .await
            .unwrap();
    }

    /// A new interaction of this person's.
    pub(crate) fn by(&self, user_id: i64) -> Actor {
        Actor {
            guild_id: GUILD,
            user_id,
            name: format!("officer {user_id}"),
            manager: user_id == REGISTRAR,
            roles: vec![],
            interaction_id: self.next.fetch_add(1, Ordering::Relaxed),
        }
    }

    pub(crate) fn reader(&self) -> Reader {
        self.ledger.reader()
    }

    /// Forgets what is queued, as if it were sent.
    pub(crate) async fn send_all(&self) {
        self.ledger
            .write(Cause::due(0), |tx| seen::send_all(tx).boxed())
            .await
            .unwrap();
    }

    pub(crate) fn solid_fuel() -> Announce {
        Announce {
            title: "Solid fuel 2027–2029".into(),
            respond_by: "18 December 2026 17:00".into(),
            starts: "1 April 2027".into(),
            ends: "31 March 2029".into(),
            lots: "House coal, tonne; Smokeless fuel, t".into(),
            category: Some("09110000-3".into()),
            regions: Some("South Wales, mid and west wales".into()),
            ..Announce::default()
        }
    }

    pub(crate) async fn announced() -> (Self, Announced) {
        let story = Self::begin().await;
        let announced = tenders::announce(&story.ledger, &story.by(ABW), Self::solid_fuel())
            .await
            .unwrap();
        (story, announced)
    }

    pub(crate) async fn declare(
        &self,
        user: i64,
        authority: &str,
        lines: Vec<Line>,
    ) -> Result<requirements::Declared> {
        let declare = Declare {
            tender: REF.into(),
            authority: Some(authority.into()),
            lines,
        };
        let by = self.by(user);
        Ok(requirements::declare(&self.ledger, &by, declare)
            .await?
            .done)
    }

    /// Section 9's table; GLA declares 290 first, and revises to 310.
    pub(crate) async fn declare_all(&self) {
        let smokeless = |quantity, baseline| line("Smokeless fuel", quantity, baseline);
        let coal = |quantity, baseline| line("House coal", quantity, baseline);
        self.declare(
            ABW,
            "ABW",
            vec![coal("420", "168.00"), smokeless("150", "262.00")],
        )
        .await
        .unwrap();
        self.declare(
            BRY,
            "BRY",
            vec![coal("185.5", "175.25"), smokeless("80", "270.00")],
        )
        .await
        .unwrap();
        self.declare(NIA, "DYF", vec![coal("96.25", "181.00")])
            .await
            .unwrap();
        self.declare(
            NIA,
            "PFR",
            vec![coal("12", "190.00"), smokeless("6.5", "288.00")],
        )
        .await
        .unwrap();
        self.declare(GLA, "GLA", vec![smokeless("290", "255.50")])
            .await
            .unwrap();
        let revised = Line {
            baseline: None,
            ..smokeless("310", "")
        };
        self.declare(GLA, "GLA", vec![revised]).await.unwrap();
    }

    pub(crate) fn part(authority: &str, reason: &str) -> TakePart {
        TakePart {
            tender: REF.into(),
            authority: Some(authority.into()),
            reason: Some(reason.into()),
        }
    }

    /// On 12 January 2027, with every authority of both regions entitled.
    pub(crate) async fn publish(&self) -> tenders::Published {
        self.clock.advance_to(local(2027, 1, 12, 10, 0, 0));
        let publish = Publish {
            tender: REF.into(),
            notice: "2027/S 000-001234".into(),
            bids_by: Some("19 February 2027 12:00".into()),
            taken: None,
            entitled: Some("South Wales; Mid and West Wales".into()),
        };
        tenders::publish(&self.ledger, &self.by(ABW), publish)
            .await
            .unwrap()
    }

    /// As if every lot had been awarded.
    pub(crate) async fn awarded(&self, tender_id: TenderId) {
        let awarded = move |tender| tenders::Tender {
            stage: Stage::Awarded,
            ..tender
        };
        self.ledger
            .write(Cause::due(GUILD), move |tx| {
                async move {
                    let tender = tenders::by_id(tx, GUILD, tender_id).await?;
                    tx.tell(&crate::ledger::testing::Seeded).await?;
                    tenders::save(tx, &awarded(tender), chrono_tz::Europe::London).await
                }
                .boxed()
            })
            .await
            .unwrap();
    }

    /// At the deadline.
    pub(crate) async fn deadline(&self, tender_id: TenderId) -> Option<Changed> {
        self.clock.advance_to(local(2026, 12, 18, 17, 0, 0));
        tenders::close_at_deadline(&self.ledger, GUILD, tender_id)
            .await
            .unwrap()
    }
    /// What time it is.
    pub(crate) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        use crate::clock::Clock;
        self.clock.now()
    }
}

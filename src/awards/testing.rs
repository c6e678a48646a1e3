//! The world of the design's section 9, out to tender, for the tests of awards and call-offs.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use futures::FutureExt;

use super::rules::Bands;
use super::service::{self, Recorded, Request};
pub(crate) use super::store::seed;
use crate::authorities;
use crate::authorities::service::{Grant, Register, Role};
use crate::calloffs::service as calloffs;
use crate::clock::ManualClock;
use crate::ledger::testing::fresh_postgres;
use crate::ledger::{Cause, Database, Error, Ledger, Result};
use crate::servers;
use crate::values::{
    Actor, AuthorityId, LotId, Part, Quantity, Refusal, Regime, Stage, TenderId, UnitPrice,
};

/// Short name, full name, kind, region, officer.
const AUTHORITIES: [(&str, &str, &str, &str, &str); 6] = [
    (
        "ABW",
        "Aberwen County Council",
        "county",
        "South Wales",
        "Gwen Parry",
    ),
    (
        "BRY",
        "Bryncoch County Borough",
        "unitary",
        "South Wales",
        "Idris Bowen",
    ),
    (
        "DYF",
        "Dyffryn Vale Council",
        "unitary",
        "Mid and West Wales",
        "Nia Rees",
    ),
    (
        "GLA",
        "Glanmor City Council",
        "unitary",
        "South Wales",
        "Sara Lloyd",
    ),
    (
        "PFR",
        "Pennant Fire and Rescue",
        "fire",
        "Mid and West Wales",
        "Nia Rees",
    ),
    (
        "TRA",
        "Traeth District Council",
        "district",
        "Mid and West Wales",
        "Owen Pugh",
    ),
];

/// Lot, authority, tonnes a year, baseline.
const DECLARED: [(usize, &str, &str, &str); 8] = [
    (0, "ABW", "420", "168.00"),
    (0, "BRY", "185.5", "175.25"),
    (0, "DYF", "96.25", "181.00"),
    (0, "PFR", "12", "190.00"),
    (1, "ABW", "150", "262.00"),
    (1, "BRY", "80", "270.00"),
    (1, "PFR", "6.5", "288.00"),
    (1, "GLA", "310", "255.50"),
];

pub const TENDER: &str = "SF-2027-01";

/// A tender that is out, and what tests ask of it.
pub struct World {
    pub ledger: Ledger,
    pub clock: ManualClock,
    pub guild_id: i64,
    pub tender_id: TenderId,
    /// House coal, smokeless fuel.
    pub lots: [LotId; 2],
    pub ids: HashMap<&'static str, AuthorityId>,
    /// The database's address.
    pub url: String,
    interactions: AtomicI64,
    _dir: tempfile::TempDir,
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn t(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The refusal, as a person reads it.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    match outcome {
        Err(Error::Refused(refusal)) => Refusal::to_string(&refusal),
        other => panic!("not refused: {other:?}"),
    }
}

/// On SQLite, and on PostgreSQL where `TEST_POSTGRES_URL` says so; each on a database of its own, as nobody else's sweeper may
/// act on what is due here.
pub async fn worlds() -> Vec<World> {
    let mut worlds = vec![World::new(None).await];
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        worlds.push(World::new(Some(fresh_postgres(&server).await)).await);
    }
    worlds
}

impl World {
    pub async fn new(postgres: Option<String>) -> World {
        let dir = tempfile::tempdir().unwrap();
        let file = format!("sqlite://{}", dir.path().join("griffin.db").display());
        let url = postgres.unwrap_or(file);
        let database = Database::open(&url).await.unwrap();
        crate::proof::migrate_up(&database).await.unwrap();
        let guild_id = 1_000_000;
        let clock = ManualClock::new(at("2027-03-11T10:00:00Z"));
        let ledger = Ledger::start(
            database,
            Arc::new(clock.clone()),
            crate::capabilities::hears(),
        );
        let mut world = World {
            ledger,
            clock,
            guild_id,
            tender_id: TenderId(0),
            lots: [LotId(0); 2],
            ids: HashMap::new(),
            url,
            interactions: AtomicI64::new(guild_id),
            _dir: dir,
        };
        world.people().await;
        world.out_to_tender().await;
        world
    }

    /// A person in the server: Gwen Parry, Idris Bowen, Nia Rees, Sara Lloyd, Owen Pugh, or anybody.
    pub fn actor(&self, name: &str) -> Actor {
        Actor {
            guild_id: self.guild_id,
            user_id: name
                .bytes()
                .fold(7, |id, byte| id * 31 % 1_000_003 + i64::from(byte)),
            name: name.to_owned(),
            manager: name == "Registrar",
            roles: Vec::new(),
            interaction_id: self.interactions.fetch_add(1, Ordering::Relaxed),
        }
    }

    async fn people(&mut self) {
        let registrar = self.actor("Registrar");
        let asked = servers::rules::SetUp {
            nation: Some(Regime::Wales),
            ..Default::default()
        };
        servers::service::set_up(&self.ledger, &registrar, asked)
            .await
            .unwrap();
        for (short_name, name, kind, region, officer) in AUTHORITIES {
            let request = Register {
                name: name.to_owned(),
                kind: kind.to_owned(),
                region: region.to_owned(),
                short_name: Some(short_name.to_owned()),
                role_id: None,
                address: None,
                email: None,
                identifier: None,
            };
            let registrar = self.actor("Registrar");
            let authority = authorities::service::register(&self.ledger, &registrar, request).await;
            self.ids.insert(short_name, authority.unwrap().id);
            self.grant(officer, short_name, Role::Officer).await;
        }
    }

    pub async fn grant(&self, officer: &str, authority: &str, role: Role) {
        let grant = Grant {
            user_id: self.actor(officer).user_id,
            officer_name: officer.to_owned(),
            authority: authority.to_owned(),
            role,
        };
        authorities::service::grant(&self.ledger, &self.actor("Registrar"), grant)
            .await
            .unwrap();
    }

    async fn out_to_tender(&mut self) {
        let (guild_id, ids) = (self.guild_id, self.ids.clone());
        let made = self.ledger.write(Cause::due(guild_id), move |tx| {
            async move {
                let (tender, lots) = seed::solid_fuel(tx, guild_id, ids["ABW"], tx.now()).await?;
                for who in ["ABW", "BRY", "DYF", "GLA", "PFR"] {
                    seed::participation(tx, tender, ids[who], Part::Joined, tx.now()).await?;
                }
                for (lot, who, tonnes, baseline) in DECLARED {
                    let baseline = UnitPrice::parse(baseline).unwrap();
                    seed::requirement(tx, lots[lot], ids[who], t(tonnes), baseline, tx.now())
                        .await?;
                }
                Ok((tender, lots))
            }
            .boxed()
        });
        (self.tender_id, self.lots) = made.await.unwrap();
    }

    /// Another writer on the same database, as a second process has it (PostgreSQL only).
    pub async fn second_writer(&self) -> Option<Ledger> {
        if self.url.starts_with("sqlite:") {
            return None;
        }
        let database = Database::open(&self.url).await.unwrap();
        Some(Ledger::start(
            database,
            Arc::new(self.clock.clone()),
            crate::capabilities::hears(),
        ))
    }

    pub async fn set_stage(&self, stage: Stage) {
        let tender_id = self.tender_id;
        let written = self.ledger.write(Cause::due(self.guild_id), move |tx| {
            async move { seed::set_stage(tx, tender_id, stage).await }.boxed()
        });
        written.await.unwrap();
    }

    pub async fn participation(&self, authority: &str, state: Part) {
        let (tender_id, id) = (self.tender_id, self.ids[authority]);
        let written = self.ledger.write(Cause::due(self.guild_id), move |tx| {
            async move { seed::participation(tx, tender_id, id, state, tx.now()).await }.boxed()
        });
        written.await.unwrap();
    }

    /// As if these authorities had said that they need none of a lot.
    pub async fn nil_returns(&self, lot: usize, authorities: &[&str]) {
        let lot_id = self.lots[lot];
        let ids: Vec<AuthorityId> = authorities.iter().map(|who| self.ids[who]).collect();
        let written = self.ledger.write(Cause::due(self.guild_id), move |tx| {
            async move { seed::nil_returns(tx, lot_id, ids).await }.boxed()
        });
        written.await.unwrap();
    }

    /// As if all that is queued had been sent.
    pub async fn sent(&self) {
        let guild_id = self.guild_id;
        let written = self.ledger.write(Cause::due(guild_id), move |tx| {
            async move { seed::sent(tx, guild_id).await }.boxed()
        });
        written.await.unwrap();
    }

    pub fn house_coal(&self) -> Request {
        Request {
            tender: TENDER.to_owned(),
            lot: "House coal".to_owned(),
            supplier: "Cwm Fuels Ltd".to_owned(),
            bands: Bands::parse("0:152; 400:147.50; 700:143.25").unwrap(),
            ceiling: None,
            sme: true,
            local: true,
            notice_on: None,
            standstill_ends: None,
        }
    }

    pub fn smokeless(&self) -> Request {
        Request {
            lot: "Smokeless fuel".to_owned(),
            supplier: "Northern Smokeless plc".to_owned(),
            bands: Bands::parse("241.60").unwrap(),
            ceiling: Some(t("1200")),
            sme: false,
            local: false,
            ..self.house_coal()
        }
    }

    pub async fn award(&self, who: &str, request: Request) -> Result<Recorded> {
        let actor = self.actor(who);
        Ok(service::record(&self.ledger, &actor, request).await?.done)
    }

    /// Somebody calls off so many tonnes of a lot.
    pub async fn orders(&self, who: &str, lot: &str, tonnes: &str) {
        let request = calloffs::Request {
            tender: TENDER.to_owned(),
            lot: lot.to_owned(),
            quantity: t(tonnes),
            acting_as: None,
            deliver_on: None,
            site: None,
            order_number: None,
        };
        calloffs::record(&self.ledger, &self.actor(who), request)
            .await
            .unwrap();
    }

    /// Both lots awarded, and the contract running since this morning.
    pub async fn calling_off(&self) {
        self.award("Gwen Parry", self.house_coal()).await.unwrap();
        self.award("Gwen Parry", self.smokeless()).await.unwrap();
        self.clock.advance_to(at("2027-04-01T08:00:00Z"));
        self.set_stage(Stage::CallOff).await;
    }
}

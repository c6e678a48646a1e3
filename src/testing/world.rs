//! One server of a scene: who is there, and what they do.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};

use super::databases::Fresh;
use super::people::{
    ABW, BRY, COUNCILS, Council, ELSEWHERE, GLA, GUILD, MANAGER, MID, NIA, OBSERVER, REF,
    REGISTRAR, REGISTRAR_ROLE, SOUTH, user_id,
};
use super::values::{at, line, local, order, t};
use crate::authorities::service::{self as authorities, Grant, Role};
use crate::awards::rules::Bands;
use crate::awards::service as awards;
use crate::calloffs::service as calloffs;
use crate::clock::{Clock, ManualClock, SharedClock};
use crate::forums::service as forums;
use crate::ledger::{Ledger, Reader, Result};
use crate::requirements::service::{self as requirements, Declare, Line};
use crate::servers::service as servers;
use crate::tenders::service::{self as tenders, Announce, Announced, Changed, Publish};
use crate::values::{Actor, AuthorityId, LotId, Regime, TenderId};

/// A server in a database of its own.
pub(crate) struct World {
    pub ledger: Ledger,
    pub clock: ManualClock,
    /// The councils' rows by short name.
    pub ids: HashMap<&'static str, AuthorityId>,
    /// The tender's row, and those of its lots: house coal and smokeless fuel. 0: not announced.
    pub tender_id: TenderId,
    pub lots: [LotId; 2],
    pub fresh: Fresh,
    /// How many entries there were when the scene began.
    pub(super) before: i64,
    interactions: AtomicI64,
}

impl World {
    pub(crate) async fn server(fresh: Fresh) -> Self {
        let clock = ManualClock::new(at("2026-11-23T09:00:00Z"));
        let hears = crate::capabilities::hears();
        World {
            ledger: fresh.ledger(Arc::new(clock.clone()), hears).await,
            clock,
            ids: HashMap::new(),
            tender_id: TenderId(0),
            lots: [LotId(0); 2],
            fresh,
            before: 0,
            interactions: AtomicI64::new(1),
        }
    }

    pub(crate) async fn registered(fresh: Fresh) -> Self {
        let mut world = World::server(fresh).await;
        world.registers().await;
        world
    }

    pub(crate) async fn councils(fresh: Fresh) -> Self {
        let mut world = World::registered(fresh).await;
        world.register(&ELSEWHERE).await;
        for council in COUNCILS.iter().chain([&ELSEWHERE]) {
            world
                .grant(council.officer, council.short_name, Role::Officer)
                .await;
        }
        world.grant(OBSERVER, "BRY", Role::Observer).await;
        for (region, channel_id) in [(SOUTH, 501), (MID, 502)] {
            let open = forums::Open {
                region: region.into(),
                channel_id,
                ..forums::Open::default()
            };
            forums::open(&world.ledger, &world.by(REGISTRAR), open)
                .await
                .unwrap();
        }
        world.sent().await;
        world
    }

    pub(crate) async fn announced(fresh: Fresh) -> (Self, Announced) {
        let mut world = World::councils(fresh).await;
        let announced = tenders::announce(&world.ledger, &world.by(ABW), World::solid_fuel())
            .await
            .unwrap();
        world.tender_id = announced.tender.id;
        world.lots = [announced.lots[0].id, announced.lots[1].id];
        (world, announced)
    }

    pub(crate) async fn out_to_tender(fresh: Fresh) -> Self {
        let (mut world, _) = World::announced(fresh).await;
        world.declare_all().await;
        world.publish().await;
        world.clock.advance_to(at("2027-03-11T10:00:00Z"));
        world.begins().await;
        world
    }

    pub(crate) async fn calling_off(fresh: Fresh) -> Self {
        let mut world = World::out_to_tender(fresh).await;
        world.opens_call_offs().await;
        world.begins().await;
        world
    }

    /// What was done so far was before the scene.
    async fn begins(&mut self) {
        self.sent().await;
        self.before = self.length().await;
    }

    /// Another process on the same database, where it can have one (PostgreSQL).
    pub(crate) async fn second_writer(&self) -> Option<Ledger> {
        if self.ledger.database().kind() == "SQLite" {
            return None;
        }
        let clock = self.shared_clock();
        Some(self.fresh.ledger(clock, crate::capabilities::hears()).await)
    }

    pub(crate) fn reader(&self) -> Reader {
        self.ledger.reader()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(crate) fn shared_clock(&self) -> SharedClock {
        Arc::new(self.clock.clone())
    }

    /// Somebody, by a new interaction.
    pub(crate) fn by(&self, name: &str) -> Actor {
        Actor {
            guild_id: GUILD,
            user_id: user_id(name),
            name: name.to_owned(),
            manager: name == MANAGER,
            roles: match name {
                REGISTRAR => vec![5, REGISTRAR_ROLE],
                _ => vec![5],
            },
            interaction_id: self.interactions.fetch_add(1, Ordering::Relaxed),
            agreed: crate::values::Agreed::Everything,
        }
    }

    /// The manager sets the server up, with registrars.
    pub(crate) async fn set_up(&self) -> servers::SetUpDone {
        let request = servers::SetUp {
            nation: Some(Regime::Wales),
            registrar_role: Some(REGISTRAR_ROLE),
            ..servers::SetUp::default()
        };
        servers::set_up(&self.ledger, &self.by(MANAGER), request)
            .await
            .unwrap()
    }

    /// It is set up, and the six councils are registered.
    pub(crate) async fn registers(&mut self) {
        self.set_up().await;
        for council in &COUNCILS {
            self.register(council).await;
        }
    }

    async fn register(&mut self, council: &Council) {
        let registrar = self.by(REGISTRAR);
        let registered = authorities::register(&self.ledger, &registrar, council.register()).await;
        self.ids.insert(council.short_name, registered.unwrap().id);
    }

    pub(crate) async fn grant(&self, officer: &str, authority: &str, role: Role) {
        let grant = Grant {
            user_id: user_id(officer),
            officer_name: officer.into(),
            authority: authority.into(),
            role,
        };
        authorities::grant(&self.ledger, &self.by(REGISTRAR), grant)
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

    pub(crate) async fn declare(
        &self,
        who: &str,
        authority: &str,
        lines: Vec<Line>,
    ) -> Result<requirements::Declared> {
        let declare = Declare {
            tender: REF.into(),
            authority: Some(authority.into()),
            lines,
            reason: Some("As they said on the phone".into()),
        };
        let declared = requirements::declare(&self.ledger, &self.by(who), declare).await?;
        Ok(declared.done)
    }

    /// Section 9's table; GLA declares 290 first, and revises to 310.
    pub(crate) async fn declare_all(&self) {
        let coal = |quantity, baseline| line("House coal", quantity, baseline);
        let smokeless = |quantity, baseline| line("Smokeless fuel", quantity, baseline);
        let revised = Line {
            baseline: None,
            ..smokeless("310", "")
        };
        for (who, authority, lines) in [
            (
                ABW,
                "ABW",
                vec![coal("420", "168.00"), smokeless("150", "262.00")],
            ),
            (
                BRY,
                "BRY",
                vec![coal("185.5", "175.25"), smokeless("80", "270.00")],
            ),
            (NIA, "DYF", vec![coal("96.25", "181.00")]),
            (
                NIA,
                "PFR",
                vec![coal("12", "190.00"), smokeless("6.5", "288.00")],
            ),
            (GLA, "GLA", vec![smokeless("290", "255.50")]),
            (GLA, "GLA", vec![revised]),
        ] {
            self.declare(who, authority, lines).await.unwrap();
        }
    }

    /// The deadline for requirements comes.
    pub(crate) async fn deadline(&self) -> Option<Changed> {
        self.clock.advance_to(local(2026, 12, 18, 17, 0, 0));
        tenders::close_at_deadline(&self.ledger, GUILD, self.tender_id)
            .await
            .unwrap()
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

    pub(crate) fn house_coal(&self) -> awards::Request {
        awards::Request {
            tender: REF.into(),
            lot: "House coal".into(),
            supplier: "Cwm Fuels Ltd".into(),
            bands: Bands::parse("0:152; 400:147.50; 700:143.25").unwrap(),
            ceiling: None,
            ceiling_amount: None,
            sme: true,
            local: true,
            notice_on: None,
            standstill_ends: None,
            extensions: Default::default(),
            index: None,
        }
    }

    pub(crate) fn smokeless(&self) -> awards::Request {
        awards::Request {
            lot: "Smokeless fuel".into(),
            supplier: "Northern Smokeless plc".into(),
            bands: Bands::parse("241.60").unwrap(),
            ceiling: Some(t("1200")),
            ceiling_amount: None,
            sme: false,
            local: false,
            ..self.house_coal()
        }
    }

    pub(crate) async fn award(
        &self,
        who: &str,
        request: awards::Request,
    ) -> Result<awards::Recorded> {
        let recorded = awards::record(&self.ledger, &self.by(who), request).await?;
        Ok(recorded.done)
    }

    /// Both lots are awarded, and the contract begins.
    pub(crate) async fn opens_call_offs(&self) {
        self.award(ABW, self.house_coal()).await.unwrap();
        self.award(ABW, self.smokeless()).await.unwrap();
        self.clock.advance_to(at("2027-04-01T08:00:00Z"));
        let started = tenders::start(&self.ledger, GUILD, self.tender_id).await;
        started.unwrap().unwrap();
    }

    /// Somebody calls off so many tonnes of a lot for the one authority that they act for.
    pub(crate) async fn orders(&self, who: &str, lot: &str, tonnes: &str) {
        let order = order(lot, tonnes, None);
        calloffs::record(&self.ledger, &self.by(who), order)
            .await
            .unwrap();
    }

    /// Somebody calls off so many tonnes of a lot for this authority.
    pub(crate) async fn orders_for(&self, who: &str, authority: &str, lot: &str, tonnes: &str) {
        let order = order(lot, tonnes, Some(authority));
        calloffs::record(&self.ledger, &self.by(who), order)
            .await
            .unwrap();
    }
}

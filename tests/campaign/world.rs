//! The world of one round: a server with its people, the real program, and one clock for both.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{call_off, delivery};
use griffin::delivery::queue;
use griffin::ledger::{Database, Db, Result};
use griffin::schedule::duties;
use sandbox::client::{Answer, Member, Outcome};
use sandbox::{Clock, Options, Sandbox};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::storage::{GRIFFIN, Storage};
use crate::support::ahead::Ahead;
use crate::support::chance::Seeded;
use crate::support::councils::{SET_UP, council, does, founding, server};
use crate::support::process::{DEADLINE, Process};

/// The authorities, the region of each and who acts for it.
pub const AUTHORITIES: [(&str, &str, &str); 6] = [
    ("ABW", "South Wales", "Megan"),
    ("BRY", "South Wales", "Owain"),
    ("GLA", "South Wales", "Gwen"),
    ("DYF", "Mid Wales", "Nia"),
    ("PFR", "Mid Wales", "Nia"),
    ("TRA", "Mid Wales", "Sioned"),
];
/// The regions, the first channel of each and the schedule of its digest.
pub const REGIONS: [(&str, &str, &str); 2] = [
    ("South Wales", "south-wales", "every monday 9am"),
    ("Mid Wales", "mid-wales", "daily 01:30"),
];
/// How often a person types a line again that was not answered.
const PATIENCE: u32 = 40;
/// How often all is looked at while waiting for the database, which tells nobody of its changes.
const LOOK: Duration = Duration::from_millis(50);

/// What came of a line.
pub struct Told {
    pub answer: Answer,
    /// The interaction by which it was done: that of the line, or of the preview that was said yes to.
    pub by: u64,
    /// How often it was typed.
    pub typed: u32,
}

impl Told {
    pub fn refused(&self) -> bool {
        self.answer.says("Not done")
    }
}

pub struct World {
    pub griffin: Process,
    pub sandbox: Sandbox,
    /// Looks on.
    pub database: Database,
    pub storage: Storage,
    /// What was answered as done, by its interaction.
    pub done: Vec<(i64, String)>,
    pub chance: Seeded,
    pub kills: u32,
    /// What happened, for whoever reads a failed round.
    pub diary: Vec<String>,
    clock: Ahead,
}

/// Types a line and says yes to its preview, and to the next one if something has changed meanwhile; the last answer, and
/// the interaction by which it was done.
async fn agrees(who: &Member, line: &str) -> (Answer, u64) {
    let mut answer = who.types(line).await;
    let mut by = answer.interaction_id;
    while answer.button("Go ahead").is_some() {
        by = answer.interaction_id;
        answer = who.presses(&answer, "Go ahead").await;
    }
    (answer, by)
}

impl World {
    /// A set-up server at `start`, and griffin on a database that lies on `storage`.
    pub async fn new(storage: Storage, seed: u64, start: DateTime<Utc>) -> Self {
        let database = Database::open(&storage.url).await.unwrap();
        griffin::proof::migrate_up(&database).await.unwrap();
        let clock = Ahead::at(start);
        let options = Options {
            clock: Arc::new(clock.clone()),
            application_name: "griffin".into(),
            rate_limits_shortened: 40,
            // Whoever was killed never answers: nobody need wait long for that.
            first_answer_limit: Duration::from_millis(1_200),
            patience: Duration::from_secs(3),
            ..Options::default()
        };
        let mut griffin = Process::with(&storage.url, options).await;
        griffin.outlives_large_files = true;
        let sandbox = griffin.sandbox.clone();
        let councils = AUTHORITIES
            .map(|(short_name, region, officer)| council(short_name, short_name, region, officer));
        let rhys = server(&sandbox, &councils);
        let mut world = World {
            griffin,
            sandbox,
            database,
            storage,
            done: Vec::new(),
            chance: Seeded(seed),
            kills: 0,
            diary: Vec::new(),
            clock,
        };
        world.start().await;
        does(&rhys, SET_UP).await;
        for line in founding(&councils) {
            does(&rhys, &line).await;
        }
        for (region, _, digest) in REGIONS {
            let schedule = format!("/digest schedule region:{region} schedule:{digest}");
            does(&rhys, &schedule).await;
        }
        world
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub fn note(&mut self, text: impl Into<String>) {
        let line = format!("{} {}", self.now().format("%F %T"), text.into());
        if std::env::var_os("TEST_LOGS").is_some() {
            eprintln!("{line}");
        }
        self.diary.push(line);
    }

    /// The number that griffin gave an order, as its list shows it.
    pub async fn number_of_order(&self, order: &str) -> i64 {
        let until = Instant::now() + DEADLINE;
        loop {
            let rows = call_off::Entity::find()
                .filter(call_off::Column::OrderNumber.eq(order))
                .filter(call_off::Column::Corrects.is_null());
            match rows.one(self.database.reader().conn()).await {
                Ok(row) => return row.expect("an order that was recorded").id.0,
                // A connection may have ended with the server.
                Err(error) => assert!(Instant::now() < until, "{error}"),
            }
        }
    }

    pub fn member(&self, name: &str) -> Member {
        self.sandbox.member(name)
    }

    /// Starts griffin on the world's clock.
    pub async fn start(&mut self) {
        self.mend().await;
        self.griffin.environment = self.clock.environment();
        let known_by = ("PGAPPNAME", GRIFFIN.to_owned());
        self.griffin.environment.push(known_by);
        self.griffin.start().await;
    }

    /// Something goes wrong with what the database lies on.
    pub fn breaks(&mut self) {
        let which = self.chance.below(5);
        let what = self.storage.breaks(which, self.griffin.id());
        self.note(what);
    }

    /// What the database lies on is as it should be again.
    pub async fn mend(&mut self) {
        if self.storage.is_broken() {
            self.note("the database is mended");
            self.storage.mend().await;
        }
    }

    /// Kills griffin, lets so much time pass, and starts it.
    pub async fn sleep_through(&mut self, time: TimeDelta) {
        self.kills += 1;
        self.griffin.kill();
        self.clock.moves(time);
        self.sandbox.clock_moved();
        self.start().await;
    }

    /// Somebody types a line, and again until it is answered: as people do. With `killed`, griffin is killed some
    /// requests later the first time, and started again. What is wrong with the database is mended after a while.
    pub async fn tell(&mut self, who: &str, line: &str, killed: Option<usize>) -> Told {
        self.note(format!(
            "{who}: {line}{}",
            killed
                .map(|n| format!(" [killed {n} requests later]"))
                .unwrap_or_default()
        ));
        let member = self.member(who);
        for typed in 1..=PATIENCE {
            let (answer, by) = match killed.filter(|_| typed == 1) {
                Some(later) => self.killed_while(&member, line, later).await,
                None => agrees(&member, line).await,
            };
            let answered = !matches!(answer.outcome, Outcome::Failed | Outcome::Thinking);
            let fault =
                answer.says("Something went wrong") || answer.says("its database is missing");
            if answered && !fault {
                let first = answer.render().lines().next().unwrap_or("").to_owned();
                self.note(format!("  {first}"));
                let told = Told { answer, by, typed };
                if !told.refused() && !line.starts_with("/tender show") {
                    self.done.push((told.by.cast_signed(), line.to_owned()));
                }
                return told;
            }
            self.note(format!("  no answer ({:?})", answer.outcome));
            if typed > 1 {
                self.mend().await;
            }
        }
        panic!("never answered: {line}");
    }

    async fn killed_while(&mut self, who: &Member, line: &str, later: usize) -> (Answer, u64) {
        self.kills += 1;
        let sandbox = self.sandbox.clone();
        let seen = sandbox.requests_made();
        let mut asked = tokio::spawn({
            let (who, line) = (who.clone(), line.to_owned());
            async move { agrees(&who, &line).await }
        });
        let reached = |s: &Sandbox| (s.requests_made() > seen + later).then_some(());
        let moment = sandbox.wait_for("the moment to kill it", DEADLINE, reached);
        tokio::pin!(moment);
        let answer = tokio::select! {
            () = &mut moment => None,
            answer = &mut asked => Some(answer.unwrap()),
        };
        self.griffin.kill();
        let answer = match answer {
            Some(answer) => answer,
            None => asked.await.unwrap(),
        };
        self.start().await;
        answer
    }

    /// What griffin has still to do: duties that are due, deliveries under way, and those that wait for later.
    pub async fn left(&self) -> (usize, u64, u64) {
        let until = Instant::now() + DEADLINE;
        loop {
            // A connection may have ended with the server.
            match self.counted().await {
                Ok(left) => return left,
                Err(error) => assert!(Instant::now() < until, "{error}"),
            }
        }
    }

    async fn counted(&self) -> Result<(usize, u64, u64)> {
        let (reader, now) = (self.database.reader(), self.now());
        let due = duties::due(&reader, now).await?.len();
        let on_its_way = queue::on_its_way(&reader, now).await?;
        let unfinished = queue::unfinished(&reader).await?;
        Ok((due, on_its_way, unfinished))
    }

    /// Waits until nothing is due, nothing under way, and nothing put off for a moment only; whether nothing waits for
    /// later either.
    pub async fn settle(&self) -> bool {
        let until = Instant::now() + DEADLINE;
        while Instant::now() < until {
            let (due, on_its_way, unfinished) = self.left().await;
            if due == 0 && on_its_way == 0 {
                if unfinished == 0 {
                    return true;
                }
                if self.put_off_for_long().await {
                    return false;
                }
            }
            tokio::time::sleep(LOOK).await;
        }
        let rows = delivery::Entity::find();
        let open = delivery::Column::State.is_in(["waiting", "claimed"]);
        let rows = rows.filter(open).all(self.database.reader().conn()).await;
        panic!(
            "still on its way after {DEADLINE:?}, at {}: {rows:#?}",
            self.now()
        );
    }

    async fn put_off_for_long(&self) -> bool {
        let next = queue::next(&self.database.reader()).await.unwrap();
        next.is_some_and(|next| next > self.now() + TimeDelta::seconds(10))
    }
}

//! A region of 64 authorities with an officer each, and a bot in a process of its own.

use std::process::{Child, Command, Stdio};

use sandbox::client::Member;
use sandbox::{Options, Sandbox, permissions};
use sea_orm::ConnectionTrait;

use crate::{AT_ONCE, DEADLINE};

/// Which bot.
pub enum Bot<'a> {
    /// The floor.
    Pong,
    /// griffin on SQLite, or on a database of its own on this PostgreSQL server.
    Griffin(Option<&'a str>),
}

/// A server with a bot in it.
pub struct Region {
    sandbox: Sandbox,
    officers: Vec<Member>,
    bot: Child,
    _folder: tempfile::TempDir,
}

impl Region {
    /// The server, with the bot connected; with griffin there are the tender and the mandates as well.
    pub async fn with(bot: Bot<'_>) -> Self {
        let sandbox = Sandbox::start(Options::default())
            .await
            .expect("a stand-in");
        let guild = sandbox.add_guild("Buying together");
        sandbox.add_text_channel(guild, "general");
        sandbox.add_forum(guild, "south-wales", &[]);
        let managers = sandbox.add_role(guild, "Managers", permissions::MANAGE_GUILD);
        let manager = sandbox.add_member(guild, "Rhys Morgan", &[managers]);
        let most = AT_ONCE.into_iter().max().unwrap_or(1);
        let officers: Vec<Member> = (0..most)
            .map(|n| sandbox.add_member(guild, &format!("Officer {n:02}"), &[]))
            .collect();
        let folder = tempfile::tempdir().expect("a folder");
        let child = match bot {
            Bot::Pong => Command::new(std::env::current_exe().expect("this program"))
                .args(["pong", &sandbox.api_url(), &sandbox.token()])
                .spawn(),
            Bot::Griffin(server) => {
                let url = match server {
                    Some(server) => fresh_postgres(server).await,
                    None => format!("sqlite://{}/griffin.sqlite", folder.path().display()),
                };
                Command::new(env!("CARGO_BIN_EXE_griffin"))
                    .arg("serve")
                    .current_dir(folder.path())
                    .env("DISCORD_TOKEN", sandbox.token())
                    .env("DATABASE_URL", url)
                    .env("GRIFFIN__DISCORD__API_URL", sandbox.api_url())
                    .env("GRIFFIN__LOG__FILTER", "warn")
                    .stderr(Stdio::null())
                    .spawn()
            }
        };
        let region = Region {
            sandbox,
            officers,
            bot: child.expect("the bot starts"),
            _folder: folder,
        };
        match bot {
            Bot::Pong => region.sandbox.registered("ping", DEADLINE).await,
            Bot::Griffin(_) => {
                region.sandbox.registered("griffin", DEADLINE).await;
                region.announce(&manager).await;
            }
        }
        region
    }

    async fn announce(&self, manager: &Member) {
        let does = async |who: &Member, line: &str| {
            let answer = who.types(line).await;
            assert!(
                !answer.failed() && !answer.says("Not done"),
                "{line}\n{answer}"
            );
        };
        does(manager, "/griffin setup nation:wales").await;
        does(
            manager,
            "/forum open region:South Wales channel:#south-wales",
        )
        .await;
        for n in 0..self.officers.len() {
            does(manager, &format!("/authority register name:Council {n:02} kind:unitary region:South Wales short_name:C{n:02}")).await;
            does(
                manager,
                &format!("/mandate grant officer:@Officer {n:02} authority:C{n:02}"),
            )
            .await;
        }
        let lead = self.officers.first().expect("there are officers");
        does(lead, "/tender announce title:Solid fuel respond_by:in 8 weeks starts:in 20 weeks ends:in 100 weeks lot:House coal, tonne; Smokeless fuel, tonne reference:SF-01").await;
    }

    /// What an officer types to declare, each time another quantity.
    pub fn declares(&self, officer: usize, n: usize) -> String {
        let lot = if (officer + n).is_multiple_of(2) {
            "House coal"
        } else {
            "Smokeless fuel"
        };
        format!(
            "/requirement declare tender:SF-01 lot:{lot} quantity:{}",
            n + 1
        )
    }

    /// What anybody types to see the tender.
    pub fn shows(&self) -> String {
        "/tender show tender:SF-01".to_owned()
    }

    /// Those who ask.
    pub fn officers(&self) -> &[Member] {
        &self.officers
    }

    /// Processor seconds that the bot has used.
    pub fn cpu(&self) -> f64 {
        let stat = self.read("stat");
        // utime and stime, the 14th and 15th field; the second one, in brackets, may hold blanks.
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let ticks = |at: usize| {
            fields
                .get(at)
                .and_then(|n| n.parse::<f64>().ok())
                .unwrap_or(0.0)
        };
        // Linux counts them in hundredths of a second for whoever reads this file.
        (ticks(11) + ticks(12)) / 100.0
    }

    /// The bot's resident memory in MiB.
    pub fn memory(&self) -> f64 {
        let status = self.read("status");
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .unwrap_or_default();
        let kib = line.split_whitespace().next().and_then(|n| n.parse().ok());
        kib.unwrap_or(0.0) / 1024.0
    }

    fn read(&self, what: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{what}", self.bot.id())).unwrap_or_default()
    }

    /// Ends the bot and the server.
    pub async fn end(mut self) {
        self.bot.kill().expect("the bot runs");
        self.bot.wait().expect("the bot ends");
        let complaints = self.sandbox.complaints();
        assert!(complaints.is_empty(), "{complaints:#?}");
        let refused = self.sandbox.too_many_requests();
        assert_eq!(refused, 0, "requests were answered with 429");
        self.sandbox.shutdown();
    }
}

async fn fresh_postgres(server: &str) -> String {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let name = format!("griffin_bench_{}_{number}", std::process::id());
    let admin = sea_orm::Database::connect(server)
        .await
        .expect("PostgreSQL answers");
    let create = format!("CREATE DATABASE {name}");
    admin
        .execute_unprepared(&create)
        .await
        .expect("a database is made");
    let (base, _) = server.rsplit_once('/').expect("an address with a database");
    format!("{base}/{name}")
}

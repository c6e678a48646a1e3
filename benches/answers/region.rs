//! A server with 65 officers and a bot, and what they have asked it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use futures::future::join_all;
use sandbox::client::{Answer, Member};
use sandbox::{Options, Sandbox, permissions};
use sea_orm::{ConnectionTrait, Database, Statement};
use tempfile::TempDir;

use crate::bot::{Bot, Running};
use crate::commands::{Act, Command, Turn};
use crate::{AT_ONCE, DEADLINE, process};

/// The forum's channel, in which the tenders' posts are.
pub const FORUM: &str = "south-wales";

/// A server with a bot in it.
pub struct Region {
    /// The stand-in.
    pub sandbox: Sandbox,
    /// The lead's officer, and then those who ask.
    pub officers: Vec<Member>,
    /// A member who may manage the server.
    pub manager: Member,
    /// The bot's files.
    pub folder: TempDir,
    bot: Option<Running>,
    /// The database's address, where it is griffin's.
    database: Option<String>,
    asked: Vec<Asked>,
    answers: AtomicUsize,
}

/// What an officer has asked so far.
#[derive(Default)]
struct Asked {
    /// How many turns it has had.
    turns: AtomicUsize,
    /// What the bot answered to what was prepared for each turn.
    prepared: Mutex<Vec<String>>,
}

impl Region {
    /// The server, with a bot that is connected and has its commands registered; its files lie in `folder`.
    pub async fn with(bot: &Bot<'_>, folder: TempDir) -> Self {
        let sandbox = Sandbox::start(Options::default())
            .await
            .expect("a stand-in");
        let guild = sandbox.add_guild("Buying together");
        sandbox.add_text_channel(guild, "general");
        sandbox.add_forum(guild, FORUM, &[]);
        let managers = sandbox.add_role(guild, "Managers", permissions::MANAGE_GUILD);
        let manager = sandbox.add_member(guild, "Rhys Morgan", &[managers]);
        let most = AT_ONCE.into_iter().max().unwrap_or(1);
        let officers: Vec<Member> = (0..=most)
            .map(|n| sandbox.add_member(guild, &format!("Officer {n:02}"), &[]))
            .collect();
        let child = bot.start(&sandbox, folder.path());
        sandbox.registered(bot.registers(), DEADLINE).await;
        Region {
            asked: officers.iter().map(|_| Asked::default()).collect(),
            answers: AtomicUsize::new(0),
            database: match bot {
                Bot::Griffin(url, _) => Some((*url).to_owned()),
                _ => None,
            },
            sandbox,
            officers,
            manager,
            folder,
            bot: Some(child),
        }
    }

    /// Ends the bot, and starts it again as another.
    pub async fn again(&mut self, bot: &Bot<'_>) {
        self.bot = None;
        let before = self.sandbox.connections().0;
        self.bot = Some(bot.start(&self.sandbox, self.folder.path()));
        let identified = |s: &Sandbox| (s.connections().0 > before).then_some(());
        self.sandbox.wait_for("the bot", DEADLINE, identified).await;
    }

    /// Prepares what so many officers need to ask about so many times, and half as often again, for some are quicker.
    pub async fn prepare(&self, command: &Command, at_once: usize, requests: usize) {
        let more = requests.div_ceil(at_once) * 3 / 2 + 2;
        let officers = (1..=at_once).map(|officer| async move {
            let Some(asked) = self.asked.get(officer) else {
                return;
            };
            let from = self.prepared(officer);
            let until = asked.turns.load(Ordering::Relaxed) + more;
            for turn in from..until {
                let turn = Turn {
                    officer,
                    turn,
                    word: String::new(),
                };
                let mut word = None;
                for (by, act) in (command.before)(&turn) {
                    let answer = self.does(by, &act).await;
                    self.check(&act, &answer);
                    word = Some(number(&answer.text));
                }
                let mut prepared = asked
                    .prepared
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                // Where nothing more is prepared, what was last is asked about again.
                let word = word.or_else(|| prepared.last().cloned());
                prepared.push(word.unwrap_or_default());
            }
        });
        join_all(officers).await;
    }

    fn prepared(&self, officer: usize) -> usize {
        let prepared = self.asked.get(officer).map(|asked| &asked.prepared);
        prepared.map_or(0, |it| {
            it.lock().unwrap_or_else(PoisonError::into_inner).len()
        })
    }

    /// An officer's next turn; none, if nothing is prepared for it.
    pub fn next_turn(&self, command: &Command, officer: usize) -> Option<Turn> {
        let asked = self.asked.get(officer)?;
        let turn = asked.turns.load(Ordering::Relaxed);
        let prepared = asked
            .prepared
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let word = prepared.get(turn)?.clone();
        asked.turns.store(turn + 1, Ordering::Relaxed);
        if command.writes() {
            self.answers.fetch_add(1, Ordering::Relaxed);
        }
        Some(Turn {
            officer,
            turn,
            word,
        })
    }

    /// Has an officer do something; gives the answer.
    pub async fn does(&self, officer: usize, act: &Act) -> Answer {
        let who = self.officers.get(officer).expect("an officer");
        match act {
            // Where griffin asks first, the yes belongs to it: two answers.
            Act::Types(line) => who.types_and_presses(line, "Go ahead").await,
            Act::Hands(line, csv) => {
                let with = who.attaches("file", "table.csv", csv.clone());
                let preview = with.types(line).await;
                assert!(!preview.says("Not done"), "{act:?}\n{preview}");
                who.presses(&preview, "Declare all of this").await
            }
            Act::Presses(label) => {
                let card = self
                    .sandbox
                    .channel(FORUM)
                    .posts()
                    .into_iter()
                    .find_map(|post| post.title.starts_with("SF-01").then_some(post.starter)?);
                who.presses(&card.expect("the card"), label).await
            }
        }
    }

    /// Fails where something was not answered, or refused.
    pub fn check(&self, act: &Act, answer: &Answer) {
        let done = !answer.failed() && !answer.says("Not done") && !answer.says("already");
        assert!(done, "{act:?}\n{answer}");
    }

    /// Fails where a command that writes has written less than an entry for each answer.
    pub async fn has_written(&self, command: &Command) {
        let Some(url) = self.database.as_ref().filter(|_| command.writes()) else {
            return;
        };
        let db = Database::connect(url).await.expect("the database answers");
        let count = "SELECT COUNT(*) AS entries FROM ledger_entry";
        let count = Statement::from_string(db.get_database_backend(), count);
        let row = db.query_one_raw(count).await.expect("the ledger is read");
        let entries: i64 = row
            .and_then(|row| row.try_get("", "entries").ok())
            .unwrap_or_default();
        let answers = self.answers.load(Ordering::Relaxed);
        assert!(
            usize::try_from(entries).is_ok_and(|entries| entries >= answers),
            "{}: {answers} answers, {entries} entries",
            command.name
        );
    }

    /// Processor seconds that the bot has used.
    pub fn cpu(&self) -> f64 {
        self.bot.as_ref().map_or(0.0, |bot| process::cpu(bot.id()))
    }

    /// The bot's resident memory in MiB.
    pub fn memory(&self) -> f64 {
        self.bot
            .as_ref()
            .map_or(0.0, |bot| process::memory(bot.id()))
    }

    /// Ends the bot and the server.
    pub async fn end(mut self) {
        self.bot = None;
        let complaints = self.sandbox.complaints();
        assert!(complaints.is_empty(), "{complaints:#?}");
        let requests = self.sandbox.requests();
        let refused: Vec<_> = requests.iter().filter(|it| it.status == 429).collect();
        if let Some(first) = refused.first() {
            // What is sent besides comes up against Discord's limits; no answer does.
            let (many, method, path) = (refused.len(), &first.method, &first.path);
            eprintln!("answered with 429: {many}, the first {method} {path}");
            assert!(
                refused
                    .iter()
                    .all(|it| !it.path.starts_with("/interactions")),
                "an answer was refused"
            );
        }
        self.sandbox.shutdown();
    }
}

/// The number of what an answer is about: the first after a sign for one.
fn number(text: &str) -> String {
    let after = text.split_once(['#', '`']).map_or(text, |(_, after)| after);
    let digits = after.chars().skip_while(|c| !c.is_ascii_digit());
    digits.take_while(char::is_ascii_digit).collect()
}

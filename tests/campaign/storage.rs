//! What the database of a round lies on, and what goes wrong with it: a full disk, a disk that fails, a file that is taken
//! away, connections that end, a server that crashes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use griffin::ledger::{Database, Db};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::server::Server;
use crate::support::disk::{SmallDisk, limit_files};

/// By this name PostgreSQL knows griffin's connections from those that look on.
pub const GRIFFIN: &str = "griffin of the campaign";

/// A database of a round, with what it lies on.
pub struct Storage {
    pub url: String,
    server: Option<Arc<Server>>,
    /// After the server, which lies on it; before the folder.
    disk: Option<SmallDisk>,
    folder: TempDir,
    wrong: Option<Wrong>,
}

/// What is wrong now.
enum Wrong {
    Full,
    /// The process can't write any file.
    Failing(u32),
    /// A file is elsewhere; perhaps another is in its place.
    Away {
        file: PathBuf,
        aside: PathBuf,
    },
    /// Connections end, over and over until told to stop.
    Ending(JoinHandle<()>, Arc<AtomicBool>),
    /// The server is down.
    Crashed,
}

impl Storage {
    /// A new SQLite file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Storage {
            url: format!("sqlite://{}/griffin.sqlite", folder.path().display()),
            server: None,
            disk: SmallDisk::mounted(folder.path(), 48),
            folder,
            wrong: None,
        }
    }

    /// A PostgreSQL server of its own, so that no other round meets its troubles; none where it is not installed.
    pub fn postgres() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let disk = SmallDisk::mounted(folder.path(), 96);
        let server = Server::start(folder.path());
        assert!(
            server.is_some() || std::env::var_os("REQUIRE_POSTGRES").is_none(),
            "REQUIRE_POSTGRES is set, and PostgreSQL's server is not installed"
        );
        let server = server?;
        Some(Storage {
            url: server.url(),
            server: Some(Arc::new(server)),
            disk,
            folder,
            wrong: None,
        })
    }

    fn file(&self, end: &str) -> PathBuf {
        self.folder.path().join(format!("griffin.sqlite{end}"))
    }

    /// Something goes wrong, by the number `which`, with griffin as the process `griffin`; what, for the diary.
    pub fn breaks(&mut self, which: u64, griffin: u32) -> &'static str {
        assert!(self.wrong.is_none(), "one trouble at a time");
        let (wrong, what) = match (&self.server, which % 5) {
            (_, 0 | 1) if self.disk.is_some() => {
                self.disk.as_ref().unwrap().fill();
                (Wrong::Full, "the disk is full")
            }
            (None, 3) => (self.moves_away("", false), "the database file is gone"),
            (None, 4) => {
                let wrong = self.moves_away("", true);
                (wrong, "another file is in the database's place")
            }
            (None, 2) if self.file("-wal").exists() => {
                (self.moves_away("-wal", false), "the -wal is gone")
            }
            (None, _) => {
                limit_files(griffin, Some(0));
                (Wrong::Failing(griffin), "the disk fails")
            }
            (Some(server), 2) => {
                server.crash();
                (Wrong::Crashed, "the server has crashed")
            }
            (Some(_), _) => {
                let over = Arc::new(AtomicBool::new(false));
                let ending = tokio::spawn(end_connections(self.url.clone(), over.clone()));
                (Wrong::Ending(ending, over), "connections end")
            }
        };
        self.wrong = Some(wrong);
        what
    }

    fn moves_away(&self, end: &str, replaced: bool) -> Wrong {
        let (file, aside) = (self.file(end), self.folder.path().join("aside"));
        std::fs::rename(&file, &aside).unwrap();
        if replaced {
            std::fs::write(&file, "").unwrap();
        }
        Wrong::Away { file, aside }
    }

    /// Whether something is wrong.
    pub fn is_broken(&self) -> bool {
        self.wrong.is_some()
    }

    /// All is well again.
    pub async fn mend(&mut self) {
        match self.wrong.take() {
            None => {}
            Some(Wrong::Full) => self.disk.as_ref().unwrap().free(),
            // It may have been killed meanwhile.
            Some(Wrong::Failing(griffin)) if !Path::new(&format!("/proc/{griffin}")).exists() => {}
            Some(Wrong::Failing(griffin)) => limit_files(griffin, None),
            Some(Wrong::Away { file, aside }) => std::fs::rename(aside, file).unwrap(),
            Some(Wrong::Ending(ending, over)) => {
                over.store(true, Ordering::Relaxed);
                ending.await.unwrap();
            }
            Some(Wrong::Crashed) => {}
        }
        // A server on a full disk may have crashed as well.
        if let Some(server) = &self.server {
            server.again();
        }
    }
}

/// Ends griffin's connections, and again as soon as there are others.
async fn end_connections(url: String, over: Arc<AtomicBool>) {
    let database = Database::open(&url).await.unwrap();
    let end = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{GRIFFIN}'"
    );
    while !over.load(Ordering::Relaxed) {
        let reader = database.reader();
        reader.conn().execute_unprepared(&end).await.unwrap();
    }
    database.close().await.unwrap();
}

//! The real program, in a process of its own, that may be killed at any moment.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use sandbox::{Options, Sandbox};

use super::watched;

/// How long anything may take before a test fails.
pub const DEADLINE: Duration = Duration::from_secs(180);

/// Where Debian's package `faketime` puts its library.
const FAKETIME: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

/// Whether a process can be given another clock; says plainly if not, and fails where it had to be there.
pub fn has_faketime() -> bool {
    let there = std::path::Path::new(FAKETIME).exists();
    if !there {
        assert!(
            std::env::var_os("REQUIRE_FAKETIME").is_none(),
            "{FAKETIME} is not there"
        );
        eprintln!("NOT RUN: {FAKETIME} is not there (Debian's package faketime)");
    }
    there
}

/// The environment of a process with another clock: `@2024-02-26 09:00:00` to begin with, or `+147d` ahead.
pub fn faketime(clock: &str) -> Vec<(&'static str, String)> {
    vec![
        ("LD_PRELOAD", FAKETIME.to_owned()),
        ("FAKETIME", clock.to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
    ]
}

/// A stand-in for Discord on the system's clock, and `griffin serve` against it.
pub struct Process {
    pub sandbox: Sandbox,
    url: String,
    child: Option<Child>,
    /// Environment variables besides the usual ones.
    pub environment: Vec<(&'static str, String)>,
    /// Where it reports how it is doing (`http.listen`).
    pub listen: Option<SocketAddr>,
    /// Where its log goes; none: nowhere, or with `TEST_LOGS` where the test's goes.
    pub log: Option<PathBuf>,
    /// Whether it goes on where a file may not grow any more, and is not ended by the system (SIGXFSZ).
    pub outlives_large_files: bool,
}

impl Process {
    /// The stand-in; griffin is not started yet.
    pub async fn new(url: &str) -> Self {
        let options = Options {
            // A killed griffin never answers; nobody need wait the whole 3 s for that.
            first_answer_limit: Duration::from_millis(2_500),
            ..Options::default()
        };
        Self::with(url, options).await
    }

    /// The same with a stand-in set up in another way.
    pub async fn with(url: &str, options: Options) -> Self {
        Process {
            sandbox: Sandbox::start(options).await.unwrap(),
            url: url.to_owned(),
            child: None,
            environment: Vec::new(),
            listen: None,
            log: None,
            outlives_large_files: false,
        }
    }

    /// Another process on the same database and the same server, which listens; not started yet.
    pub fn beside(&self) -> Self {
        Process {
            sandbox: self.sandbox.clone(),
            url: self.url.clone(),
            child: None,
            environment: Vec::new(),
            listen: Some(watched::free()),
            log: None,
            outlives_large_files: false,
        }
    }

    /// Sends it a signal, such as `STOP` or `CONT`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([format!("-{name}"), self.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// The command that runs griffin with these arguments.
    pub fn griffin(&self, words: &[&str]) -> Command {
        let program = env!("CARGO_BIN_EXE_griffin");
        let mut command = match self.outlives_large_files {
            true => {
                let mut command = Command::new("env");
                command.args(["--ignore-signal=XFSZ", program]);
                command
            }
            false => Command::new(program),
        };
        command
            .args(words)
            .current_dir(std::env::temp_dir())
            .env("DISCORD_TOKEN", self.sandbox.token())
            .env("DATABASE_URL", &self.url)
            .env("GRIFFIN__DISCORD__API_URL", self.sandbox.api_url())
            // Nobody outside is asked.
            .env("GRIFFIN__NOTICES__FIND_A_TENDER", "")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        if let Some(at) = self.listen {
            command.env("GRIFFIN__HTTP__LISTEN", at.to_string());
        }
        command
    }

    /// Whether griffin did with these words what it was told to, and what it said: it must end by itself.
    pub async fn told(&self, words: &[&str]) -> (bool, String) {
        said(self.griffin(words)).await
    }

    /// Starts griffin, and waits until it is connected and its commands are there; of one that listens, until it says
    /// that it is ready: others may have the only shard.
    pub async fn start(&mut self) {
        let before = self.sandbox.connections().0;
        let log = match (&self.log, std::env::var_os("TEST_LOGS")) {
            (Some(file), _) => std::fs::File::create(file).unwrap().into(),
            (None, Some(_)) => Stdio::inherit(),
            (None, None) => Stdio::null(),
        };
        let child = self.griffin(&["serve"]).stderr(log).spawn().unwrap();
        self.child = Some(child);
        let anew = |s: &Sandbox| (s.connections().0 > before).then_some(());
        let connected = async {
            if let Some(at) = self.listen {
                watched::asked_until(at, "/readyz", |status, _| status == 200).await;
            } else {
                self.sandbox.wait_for("a new session", DEADLINE, anew).await;
            }
            self.sandbox.registered("griffin", DEADLINE).await;
        };
        let child = self.child.as_mut().expect("it was started");
        let ended = async {
            // The stand-in does not hear of a process that ends.
            let mut look = tokio::time::interval(Duration::from_millis(100));
            loop {
                look.tick().await;
                if let Some(status) = child.try_wait().unwrap() {
                    return status;
                }
            }
        };
        tokio::select! {
            () = connected => {}
            status = ended => panic!("griffin ended before it was connected: {status}"),
        }
    }

    /// Its number in the system.
    pub fn id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// Kills it (SIGKILL).
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Tells it to stop (SIGTERM), and waits until it has.
    pub async fn stop(&mut self) -> ExitStatus {
        let told = Command::new("kill").arg(self.id().to_string()).status();
        assert!(told.unwrap().success());
        self.ends_within(Duration::from_secs(10)).await
    }

    /// Waits until it has ended by itself.
    pub async fn ended(&mut self) -> ExitStatus {
        self.ends_within(DEADLINE).await
    }

    async fn ends_within(&mut self, limit: Duration) -> ExitStatus {
        let mut child = self.child.take().expect("it runs");
        let ended = tokio::task::spawn_blocking(move || child.wait().unwrap());
        let ended = tokio::time::timeout(limit, ended).await;
        ended.expect("it ends in time").unwrap()
    }
}

/// Whether this griffin did what it was told to, and what it said: it must end by itself.
pub async fn said(mut command: Command) -> (bool, String) {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = child.spawn().unwrap();
    let id = child.id();
    let ended = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap());
    let Ok(output) = tokio::time::timeout(DEADLINE / 3, ended).await else {
        let _ = Command::new("kill")
            .args(["-KILL", &id.to_string()])
            .status();
        panic!("it goes on: {command:?}");
    };
    let output = output.unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (output.status.success(), said)
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

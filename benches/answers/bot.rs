//! The bots that are asked, each in a process of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sandbox::Sandbox;

/// Where Debian's package `faketime` puts its library.
const FAKETIME: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

/// Which bot.
pub enum Bot<'a> {
    /// The floor.
    Pong,
    /// A program that runs a peer's script.
    Peer(PathBuf, PathBuf),
    /// griffin on the database at this address, its clock so many days behind.
    Griffin(&'a str, Option<u32>),
}

/// A bot's process, which is ended when this is dropped.
pub struct Running(Child);

impl Running {
    /// The process's number.
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Bot<'_> {
    /// Starts it against the stand-in; what it keeps in files lies in `folder`.
    pub fn start(&self, sandbox: &Sandbox, folder: &Path) -> Running {
        let mut command = match self {
            Bot::Pong => {
                let mut command = Command::new(std::env::current_exe().expect("this program"));
                command.args(["pong", &sandbox.api_url(), &sandbox.token()]);
                command
            }
            Bot::Peer(program, script) => {
                let mut command = Command::new(program);
                command
                    .arg(script)
                    .arg(sandbox.api_url())
                    .arg(folder.join("peer.sqlite"));
                command
            }
            Bot::Griffin(url, behind) => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_griffin"));
                command
                    .arg("serve")
                    .env("DATABASE_URL", url)
                    .env("GRIFFIN__DISCORD__API_URL", sandbox.api_url())
                    .env("GRIFFIN__NOTICES__FIND_A_TENDER", "")
                    .env("GRIFFIN__LOG__FILTER", "error")
                    .stderr(Stdio::null());
                if let Some(days) = behind {
                    command
                        .env("LD_PRELOAD", FAKETIME)
                        .env("FAKETIME", format!("-{days}d"))
                        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
                }
                command
            }
        };
        let started = command
            .current_dir(folder)
            .env("DISCORD_TOKEN", sandbox.token())
            .stdin(Stdio::null())
            .spawn();
        Running(started.expect("the bot starts"))
    }

    /// A command that it has registered once it is ready.
    pub fn registers(&self) -> &'static str {
        match self {
            Bot::Pong => "ping",
            Bot::Peer(..) => "declare",
            Bot::Griffin(..) => "griffin",
        }
    }
}

/// Whether a process can be given another clock.
pub fn has_faketime() -> bool {
    Path::new(FAKETIME).exists()
}

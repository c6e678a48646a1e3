//! A PostgreSQL of a test's own, which may crash and be started again.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A server in a folder of its own, on loopback; it ends with this.
pub struct Server {
    bin: PathBuf,
    home: PathBuf,
    port: u16,
    as_root: bool,
}

/// Where Debian keeps the newest server's programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let bins = versions.filter_map(|it| Some(it.ok()?.path().join("bin")));
    bins.filter(|bin| bin.join("initdb").exists()).max()
}

impl Server {
    /// Made and started in `home`; none where PostgreSQL's server is not installed.
    pub fn start(home: &Path) -> Option<Self> {
        let bin = programs()?;
        let id = Command::new("id").arg("-u").output().unwrap().stdout;
        let as_root = String::from_utf8(id).unwrap().trim() == "0";
        if as_root {
            // The server will not run as root.
            let owned = Command::new("chown").arg("postgres").arg(home).status();
            assert!(owned.unwrap().success());
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let server = Server {
            bin,
            home: home.to_owned(),
            port,
            as_root,
        };
        server.run(
            "initdb",
            &[
                "-U",
                "griffin",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--wal-segsize=1",
            ],
        );
        server.begin();
        Some(server)
    }

    /// Its address, with the database that every server has.
    pub fn url(&self) -> String {
        format!("postgres://griffin@127.0.0.1:{}/postgres", self.port)
    }

    fn run(&self, program: &str, words: &[&str]) -> bool {
        let program = self.bin.join(program);
        let mut command = match self.as_root {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
            false => Command::new(program),
        };
        let done = command
            .args(words)
            .arg("-D")
            .arg(self.home.join("data"))
            .current_dir(&self.home)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        done.unwrap().success()
    }

    fn begin(&self) {
        let home = self.home.display();
        let options = format!(
            "-h 127.0.0.1 -p {} -k {home} -c min_wal_size=2MB -c max_wal_size=8MB",
            self.port
        );
        let log = self.home.join("log").display().to_string();
        assert!(self.run("pg_ctl", &["-w", "-l", &log, "-o", &options, "start"]));
    }

    /// Ends it as a crash would.
    pub fn crash(&self) {
        self.run("pg_ctl", &["-m", "immediate", "stop"]);
    }

    /// Starts it again, unless it runs.
    pub fn again(&self) {
        if !self.run("pg_ctl", &["status"]) {
            self.begin();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.crash();
    }
}

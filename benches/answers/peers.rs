//! What a user would write instead: where the peers are installed, and how.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::bot::Bot;

/// The folder of a peer's sources.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/answers/peers");
/// Where they are installed, under `target/`.
const INSTALLED: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/peers");

/// Those that could be installed.
pub struct Peers {
    discord_js: Option<PathBuf>,
    discord_py: Option<PathBuf>,
}

impl Peers {
    /// Installs both from the package registries, as far as they are not there yet, and says which can't be.
    pub fn install() -> Self {
        let told = |name: &str, installed: Result<PathBuf, String>| match installed {
            Ok(folder) => Some(folder),
            Err(why) => {
                eprintln!("NOT MEASURED: {name} can't be installed: {why}");
                None
            }
        };
        Peers {
            discord_js: told("discord.js", discord_js()),
            discord_py: told("discord.py", discord_py()),
        }
    }

    /// Each by its name.
    pub fn bots(&self) -> Vec<(&'static str, Bot<'static>)> {
        let js = self.discord_js.clone().map(|folder| {
            let script = folder.join("bot.js");
            ("discord.js", Bot::Peer("node".into(), script))
        });
        let py = self.discord_py.clone().map(|folder| {
            let (python, script) = (folder.join("bin/python"), folder.join("bot.py"));
            ("discord.py", Bot::Peer(python, script))
        });
        js.into_iter().chain(py).collect()
    }
}

fn discord_js() -> Result<PathBuf, String> {
    let folder = copied("discord.js", &["package.json", "bot.js"])?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
        .arg(&folder);
    run(&mut npm)?;
    // That the module was built for this machine shows only when it is loaded.
    let loads = "require('libsql'); require('discord.js')";
    run(Command::new("node")
        .args(["-e", loads])
        .current_dir(&folder))?;
    Ok(folder)
}

fn discord_py() -> Result<PathBuf, String> {
    let folder = copied("discord.py", &["requirements.txt", "bot.py"])?;
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let python = folder.join("bin/python");
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
    ];
    run(Command::new(&python)
        .args(pip)
        .arg(folder.join("requirements.txt")))?;
    run(Command::new(&python).args(["-c", "import discord, sqlite3"]))?;
    Ok(folder)
}

/// Copies a peer's files to where it is installed.
fn copied(name: &str, files: &[&str]) -> Result<PathBuf, String> {
    let folder = Path::new(INSTALLED).join(name);
    let failed = |error: std::io::Error| error.to_string();
    std::fs::create_dir_all(&folder).map_err(failed)?;
    for file in files {
        let from = Path::new(SOURCES).join(name).join(file);
        std::fs::copy(from, folder.join(file)).map_err(failed)?;
    }
    Ok(folder)
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let ended = command.stdin(Stdio::null()).output();
    let ended = ended.map_err(|error| format!("{program}: {error}"))?;
    if ended.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ended.stderr);
    Err(format!("{program}: {}", said.trim()))
}

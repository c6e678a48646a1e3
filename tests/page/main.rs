//! The sandbox's page, in a real browser, through the page alone: `*.test.mjs` beside this file act as officers would.
//!
//! It needs Node, the packages of `package.json` here (`npm install` in this folder) and a Chromium of the system's.
//! Where one is missing it says so and passes; with `REQUIRE_BROWSER` set, as in CI, it fails.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

/// The names under which systems know a Chromium; `CHROMIUM` in the environment goes before.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

fn browser() -> Option<PathBuf> {
    let told = std::env::var_os("CHROMIUM").map(PathBuf::from);
    told.or_else(|| BROWSERS.iter().find_map(|name| in_path(name)))
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn run(node: &Path, browser: &Path, folder: &Path) -> Result<bool, Box<dyn std::error::Error>> {
    let data = tempfile::tempdir()?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_griffin"));
    command
        .args(["sandbox", "--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .stdout(Stdio::piped());
    let mut sandbox = Running(command.spawn()?);
    let output = sandbox.0.stdout.take().ok_or("no output")?;
    let lines = BufReader::new(output).lines().map_while(Result::ok);
    let mut said = lines.filter_map(|line| {
        let (_, rest) = line.split_once("Open ")?;
        rest.split_whitespace().next().map(str::to_owned)
    });
    let address = said
        .next()
        .ok_or("the sandbox did not say where its page is")?;
    let mut tests = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    tests.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    tests.sort();
    let wanted = std::env::args().nth(1).filter(|arg| !arg.starts_with('-'));
    if let Some(wanted) = wanted {
        tests.retain(|path| path.to_string_lossy().contains(&wanted));
    }
    if tests.is_empty() {
        return Ok(true);
    }
    let status = Command::new(node)
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args(tests)
        .env("PAGE", &address)
        .env("CHROMIUM", browser)
        .env("TZ", "Europe/London")
        .current_dir(folder)
        .status()?;
    Ok(status.success())
}

fn main() -> ExitCode {
    if std::env::args().any(|arg| arg == "--list") {
        println!("page: test");
        return ExitCode::SUCCESS;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page");
    let node = in_path("node");
    let browser = browser();
    let packages = folder.join("node_modules/playwright-core").is_dir();
    let missing: Vec<&str> = [
        (node.is_some(), "Node (node) was not found"),
        (browser.is_some(), "no Chromium was found (set CHROMIUM)"),
        (
            packages,
            "the packages are missing: run npm install in tests/page",
        ),
    ]
    .iter()
    .filter(|(there, _)| !there)
    .map(|(_, why)| *why)
    .collect();
    let (Some(node), Some(browser), true) = (node, browser, packages) else {
        let why = missing.join("; ");
        println!("The tests of the page did NOT run: {why}.");
        return match std::env::var_os("REQUIRE_BROWSER") {
            Some(_) => ExitCode::FAILURE,
            None => ExitCode::SUCCESS,
        };
    };
    match run(&node, &browser, &folder) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("The tests of the page could not be run: {error}");
            ExitCode::FAILURE
        }
    }
}

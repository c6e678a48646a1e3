//! What the disk takes to make something durable: a peer waits for it at each declaration, griffin once a batch.

use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A file on the disk on which the databases lie.
pub struct Disk(File);

/// SQLite's page.
const PAGE: [u8; 4096] = [7; 4096];

impl Disk {
    /// In a bot's folder.
    pub fn of(folder: &TempDir) -> Self {
        Disk(tempfile::tempfile_in(folder).expect("a file"))
    }

    /// Appends a page and makes it durable; gives how long that took.
    pub fn sync(&mut self) -> Duration {
        let started = Instant::now();
        self.0.write_all(&PAGE).expect("it is written");
        self.0.sync_data().expect("it is durable");
        started.elapsed()
    }
}

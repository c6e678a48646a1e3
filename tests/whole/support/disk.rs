//! A disk that can be full, and a process whose files may not grow.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A disk of a few megabytes at a folder, which is there until this is dropped.
pub struct SmallDisk(pub PathBuf);

impl SmallDisk {
    /// A disk of so many MiB; none where this user may not make one, which is said plainly.
    pub fn mounted(folder: &Path, mebibytes: u32) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &format!("size={mebibytes}m"), "tmpfs"])
            .arg(folder);
        let done = mount.output().is_ok_and(|output| output.status.success());
        if !done {
            eprintln!("NOT RUN: only root may make a small disk");
        }
        done.then(|| SmallDisk(folder.to_owned()))
    }

    fn filler(&self) -> PathBuf {
        self.0.join("full")
    }

    /// Takes all the room that is left.
    pub fn fill(&self) {
        let mut filler = std::fs::File::create(self.filler()).unwrap();
        while filler.write_all(&[7; 4_096]).is_ok() {}
        // What is left of a page.
        while filler.write_all(&[7]).is_ok() {}
    }

    /// Gives the room back.
    pub fn free(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }

    /// From now on nothing can be written there; or it can again.
    pub fn writable(&self, may: bool) {
        let how = if may { "remount,rw" } else { "remount,ro" };
        let done = Command::new("mount")
            .args(["-o", how])
            .arg(&self.0)
            .status();
        assert!(done.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// Lets no file of the process grow beyond so many bytes; none: any size. Writing more fails (EFBIG), which SQLite takes
/// for an error of the disk.
pub fn limit_files(process: u32, bytes: Option<u64>) {
    let most = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
    let limited = Command::new("prlimit")
        .args([
            "--pid",
            &process.to_string(),
            &format!("--fsize={most}:unlimited"),
        ])
        .status();
    assert!(limited.unwrap().success());
}

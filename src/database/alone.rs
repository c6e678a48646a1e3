//! One process for an SQLite file (design, section 7): a lock on a file beside it, which the system lifts when the
//! process ends, however it ends. It lies beside the file itself, whatever links lead there, so that no second name gets
//! past it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::database::file;
use crate::error::{Fault, Result};

/// Holds the database for this process until it is dropped. The file that is locked also says how many entries the
/// database had at least, so that an empty or older one in its place is noticed.
#[derive(Debug)]
pub struct Alone(Option<File>);

/// The end of what a lock's file says; the number stands before it.
const MARK: &str =
    "entries were recorded in the database beside this file. griffin reads this: leave it there.";

fn lock_of(file: &Path) -> PathBuf {
    file.with_added_extension("lock")
}

fn marked(text: &str) -> u64 {
    let number = text.strip_suffix(MARK).unwrap_or_default();
    number.trim().parse().unwrap_or_default()
}

impl Alone {
    /// Takes the SQLite file at `path`; none: PostgreSQL is for several processes.
    ///
    /// # Errors
    /// A fault, if another process has it, the folder can't be written, or the file has a second name of its own
    /// ([`file::real`]).
    pub fn with(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Alone(None));
        };
        let path = file::real(path)?;
        let lock = lock_of(&path);
        let opened = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&lock);
        let file = opened.map_err(|why| {
            Fault::new(format!(
                "{} can't be opened: {why}; griffin must write in its folder",
                lock.display()
            ))
        })?;
        match file.try_lock() {
            Ok(()) => Ok(Alone(Some(file))),
            Err(TryLockError::WouldBlock) => Err(Fault::new(format!(
                "another griffin runs on {}; an SQLite file is for one process, several share a PostgreSQL",
                path.display()
            ))
            .into()),
            Err(TryLockError::Error(why)) => {
                Err(Fault::new(format!("{} can't be locked: {why}", lock.display())).into())
            }
        }
    }

    /// How many entries the database had at least when griffin last had it; 0: that is not known.
    ///
    /// # Errors
    /// A fault, if the lock's file can't be read.
    pub fn mark(&self) -> Result<u64> {
        let Some(mut file) = self.0.as_ref() else {
            return Ok(0);
        };
        let mut text = String::new();
        file.rewind().map_err(Fault::new)?;
        // Somebody may have written anything there.
        let read = file.take(1_000).read_to_string(&mut text);
        Ok(read.map_or(0, |_| marked(&text)))
    }

    /// Says how many entries the database has.
    ///
    /// # Errors
    /// A fault, if the lock's file can't be written.
    pub fn set_mark(&self, entries: u64) -> Result<()> {
        let Some(mut file) = self.0.as_ref() else {
            return Ok(());
        };
        // Always as long, so that a full disk doesn't cut it off.
        let text = format!("{entries:>20} {MARK}");
        let written = file
            .rewind()
            .and_then(|()| file.write_all(text.as_bytes()))
            .and_then(|()| file.set_len(text.len() as u64))
            .and_then(|()| file.sync_data());
        Ok(written.map_err(Fault::new)?)
    }
}

/// How many entries the database at `file` had at least when griffin last had it, whoever has it now; 0: that is not known.
pub fn mark_of(file: &Path) -> u64 {
    let mut text = String::new();
    let read = File::open(lock_of(file)).map(|it| it.take(1_000).read_to_string(&mut text));
    read.map_or(0, |_| marked(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_one_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("griffin.sqlite");
        let first = Alone::with(Some(&path)).unwrap();
        let refused = Alone::with(Some(&path)).unwrap_err();
        assert!(
            refused.plain().contains("another griffin runs on"),
            "{refused}"
        );
        assert!(Alone::with(None).is_ok());
        #[cfg(unix)]
        {
            // There is no file yet, and another way to where it will be.
            let link = folder.path().join("elsewhere");
            std::os::unix::fs::symlink(folder.path(), &link).unwrap();
            assert!(Alone::with(Some(&link.join("griffin.sqlite"))).is_err());
        }
        drop(first);
        assert!(Alone::with(Some(&path)).is_ok());
    }

    #[test]
    fn what_a_database_had_is_known_to_whoever_has_it_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("griffin.sqlite");
        assert_eq!(mark_of(&path), 0);
        let first = Alone::with(Some(&path)).unwrap();
        assert_eq!(first.mark().unwrap(), 0);
        first.set_mark(123_456).unwrap();
        first.set_mark(9).unwrap();
        assert_eq!((first.mark().unwrap(), mark_of(&path)), (9, 9));
        drop(first);
        assert_eq!(Alone::with(Some(&path)).unwrap().mark().unwrap(), 9);
        for text in [
            "",
            "17",
            "17 apples",
            "\0\u{fffd} entries",
            &"7".repeat(5_000),
        ] {
            std::fs::write(lock_of(&path), text).unwrap();
            assert_eq!(
                (
                    Alone::with(Some(&path)).unwrap().mark().unwrap(),
                    mark_of(&path)
                ),
                (0, 0)
            );
        }
        let nowhere = Alone::with(None).unwrap();
        nowhere.set_mark(5).unwrap();
        assert_eq!(nowhere.mark().unwrap(), 0);
    }
}

//! One process to an SQLite file (design, section 7): a lock on a file beside it, which the system lifts when the
//! process ends, however it ends. It lies beside the file itself, whatever links lead there, so that no second name gets
//! past it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::{Fault, Result, file};

/// Holds the database for this process until it is dropped.
#[derive(Debug)]
pub struct Alone(#[expect(dead_code, reason = "held, not read")] Option<File>);

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
        let lock = path.with_added_extension("lock");
        let opened = OpenOptions::new()
            .create(true)
            .truncate(false)
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
}

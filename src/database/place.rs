//! Whether an SQLite file is still where it was opened. A process goes on with a file that was deleted or replaced as if
//! nothing had happened (SQLite, "How To Corrupt An SQLite Database File", unlinking a file while in use); and a young
//! database lives wholly in the `-wal` beside it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::error::Fault;
use crate::values::Refusal;
use crate::words::text;

/// How often the place is looked at while nothing is written.
const LOOK: Duration = Duration::from_secs(2);
/// How long a file may be gone before griffin ends: somebody may be moving it back.
const GRACE: Duration = Duration::from_secs(20);

/// Where an SQLite database was opened, and which files were there.
#[derive(Clone, Debug)]
pub struct Place(Arc<Opened>);

#[derive(Debug)]
struct Opened {
    path: PathBuf,
    wal_path: PathBuf,
    file: Identity,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// The `-wal`, once it was seen: it stays as long as the database is open.
    wal: Option<Identity>,
    /// Since when one of them is gone.
    gone: Option<Instant>,
}

/// A file, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    device: u64,
    number: u64,
}

impl Identity {
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let found = path.metadata().ok()?;
        Some(Identity {
            device: found.dev(),
            number: found.ino(),
        })
    }

    /// Elsewhere an open file can't be taken away.
    #[cfg(not(unix))]
    fn of(path: &Path) -> Option<Self> {
        path.metadata().ok().map(|_| Identity {
            device: 0,
            number: 0,
        })
    }
}

impl Place {
    /// Of the database that was opened at `path`; none: it has no file.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let path = path.canonicalize().ok()?;
        let mut wal_path = path.clone().into_os_string();
        wal_path.push("-wal");
        let wal_path = PathBuf::from(wal_path);
        Some(Place(Arc::new(Opened {
            file: Identity::of(&path)?,
            known: Mutex::default(),
            path,
            wal_path,
        })))
    }

    /// The file, by its one full name.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Looks whether the files are those that were opened; says so in the log when that has changed.
    ///
    /// # Errors
    /// One is gone, or another is in its place.
    pub(crate) fn look(&self) -> Result<(), Refusal> {
        let here = &self.0;
        let mut known = here.known.lock().unwrap_or_else(PoisonError::into_inner);
        let missing = if Identity::of(&here.path) != Some(here.file) {
            Some(&here.path)
        } else {
            let wal = Identity::of(&here.wal_path);
            known.wal = known.wal.or(wal);
            (known.wal != wal).then_some(&here.wal_path)
        };
        match (missing, known.gone) {
            (None, None) => return Ok(()),
            (None, Some(_)) => {
                known.gone = None;
                tracing::warn!(file = %here.path.display(), "the database is back in its place");
                return Ok(());
            }
            (Some(file), None) => {
                known.gone = Some(Instant::now());
                tracing::error!(
                    file = %file.display(),
                    "THE DATABASE IS GONE: this file was deleted, moved or replaced while griffin had it open. \
                     Nothing is recorded any more. Put the file back now, or stop griffin and restore a copy"
                );
            }
            (Some(_), Some(_)) => {}
        }
        Err(Refusal::new(
            text!("database-gone"),
            text!("database-gone-help"),
        ))
    }

    /// Ends once the database has been gone for [`GRACE`], with what to say of it.
    pub(crate) async fn lost(&self) -> Fault {
        self.lost_for(GRACE).await
    }

    async fn lost_for(&self, grace: Duration) -> Fault {
        let mut looking = tokio::time::interval(LOOK);
        loop {
            looking.tick().await;
            if self.look().is_ok() {
                continue;
            }
            let known = self.0.known.lock().unwrap_or_else(PoisonError::into_inner);
            if known.gone.is_some_and(|since| since.elapsed() >= grace) {
                return Fault::new(format!(
                    "the database {} (or its -wal) was deleted, moved or replaced while griffin had it open, and did not \
                     come back. What was recorded before is in the file that was taken away: put it back with its -wal, \
                     or restore a copy by griffin restore; then start again",
                    self.path().display()
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    fn opened(folder: &Path) -> (Place, PathBuf, PathBuf) {
        let (file, wal) = (folder.join("griffin.db"), folder.join("griffin.db-wal"));
        std::fs::write(&file, "file").unwrap();
        let place = Place::of(&file).unwrap();
        assert_eq!(place.look(), Ok(()));
        std::fs::write(&wal, "wal").unwrap();
        assert_eq!(place.look(), Ok(()));
        (place, file, wal)
    }

    #[test]
    fn a_file_that_is_deleted_moved_or_replaced_is_missed_until_it_is_back() {
        for which in ["griffin.db", "griffin.db-wal"] {
            let folder = tempfile::tempdir().unwrap();
            let (place, ..) = opened(folder.path());
            let (file, aside) = (folder.path().join(which), folder.path().join("aside"));
            std::fs::rename(&file, &aside).unwrap();
            assert!(
                place
                    .look()
                    .unwrap_err()
                    .wrong
                    .to_string()
                    .contains("its database is missing")
            );
            std::fs::write(&file, "another").unwrap();
            assert!(place.look().is_err(), "another {which}");
            std::fs::rename(&aside, &file).unwrap();
            assert_eq!(place.look(), Ok(()));
            std::fs::remove_file(&file).unwrap();
            assert!(place.look().is_err());
        }
    }

    #[tokio::test]
    async fn it_is_lost_once_it_has_been_gone_for_a_while_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let (place, file, _) = opened(folder.path());
        assert!(place.lost_for(Duration::ZERO).now_or_never().is_none());
        let aside = folder.path().join("aside");
        std::fs::rename(&file, &aside).unwrap();
        assert!(place.lost_for(GRACE).now_or_never().is_none());
        let lost = place.lost_for(Duration::ZERO).await;
        assert!(lost.to_string().contains("griffin.db"), "{lost}");
        std::fs::rename(&aside, &file).unwrap();
        assert!(place.lost_for(Duration::ZERO).now_or_never().is_none());
    }
}

//! The database file of a world.

use std::path::{Path, PathBuf};

use crate::ledger::{Fault, Result};

/// The database's name in its folder.
pub const FILE: &str = "griffin.sqlite";
/// The name of the database before.
pub const FORMER: &str = "griffin.previous.sqlite";

/// The database file of a new world: the stand-in keeps nothing, so an older file knows channels that are gone. That
/// one is kept beside it.
///
/// # Errors
/// A fault, if the file that is there can't be moved.
pub fn fresh(folder: &Path) -> Result<PathBuf> {
    let file = folder.join(FILE);
    let former = folder.join(FORMER);
    for end in ["", "-wal", "-shm"] {
        let with = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        let moved = match std::fs::exists(with(&file)) {
            Ok(true) => std::fs::rename(with(&file), with(&former)),
            Ok(false) if std::fs::exists(with(&former)).unwrap_or(false) => {
                std::fs::remove_file(with(&former))
            }
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        moved.map_err(|why| Fault::new(format!("{} can't be put aside: {why}", file.display())))?;
    }
    Ok(file)
}

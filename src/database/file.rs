//! The file of an SQLite database: which one an address names, whatever links lead to it, and the address of one. Nothing
//! in here opens it: whoever closes a file that SQLite has open in the same process lets go SQLite's own locks on it
//! ("How To Corrupt An SQLite Database File", section 2.2).

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sea_orm::sqlx::sqlite::SqliteConnectOptions;

use crate::error::{Fault, Result};

/// The file that an address such as `sqlite://data/griffin.sqlite` names, read as whatever opens it reads it (`%20` is a
/// space); none: it is no SQLite address.
///
/// # Errors
/// A line that says what would be right, if the address names no file (a database in memory is gone with the
/// connection, and each has its own), or asks for more than to read and write it.
pub fn named(address: &str) -> std::result::Result<Option<PathBuf>, String> {
    if !address.starts_with("sqlite:") {
        return Ok(None);
    }
    let asked = address.split_once('?').map(|(_, asked)| asked);
    if !matches!(asked, None | Some("" | "mode=rw" | "mode=rwc")) {
        let why = "database.url (or DATABASE_URL) asks for more than a file: griffin reads and writes it; leave out the \
                   question mark and what follows (a question mark in a name is written %3F).";
        return Err(why.to_owned());
    }
    let options = SqliteConnectOptions::from_str(address)
        .map_err(|why| format!("database.url (or DATABASE_URL) can't be read: {why}."))?;
    let file = options.get_filename();
    // What begins so is an address of SQLite's own; sqlx makes one of `:memory:`.
    let own = file.to_str().is_none_or(|name| name.starts_with("file:"));
    if own || file.file_name().is_none() {
        let why = "database.url (or DATABASE_URL) names no file: write sqlite:// and its path, such as \
                   sqlite://data/griffin.sqlite. A database in memory would be lost when griffin ends.";
        return Err(why.to_owned());
    }
    Ok(Some(file.to_owned()))
}

/// The file itself, whatever links lead to it: two names of one file give the same. Its folder has to exist, the file
/// needn't.
///
/// # Errors
/// A fault, if it has a second name of its own (a hard link: SQLite would keep what was committed last beside the name by
/// which it was opened, and not find it by the other), a link leads nowhere, or it is a folder.
pub fn real(named: &Path) -> Result<PathBuf> {
    let cant = |why| Fault::new(format!("{} can't be found: {why}", named.display()));
    match named.canonicalize() {
        Ok(file) => {
            only_name(&file)?;
            Ok(file)
        }
        Err(why) if why.kind() == ErrorKind::NotFound => {
            if named.symlink_metadata().is_ok() {
                let why = "is a link that leads nowhere: is the disk there that it leads to? Make the link right, or name \
                           the file itself in database.url";
                return Err(Fault::new(format!("{} {why}", named.display())).into());
            }
            let name = named.file_name().ok_or_else(|| cant(why))?;
            let folder = named.parent().filter(|it| !it.as_os_str().is_empty());
            let folder = folder.unwrap_or(Path::new("."));
            Ok(folder.canonicalize().map_err(cant)?.join(name))
        }
        Err(why) => Err(cant(why).into()),
    }
}

fn only_name(file: &Path) -> Result<()> {
    let found = file
        .metadata()
        .map_err(|why| Fault::new(format!("{} can't be read: {why}", file.display())))?;
    let wrong = if found.is_dir() {
        "is a folder: database.url must name a file in it, such as griffin.sqlite".to_owned()
    } else if links(&found) > 1 {
        format!(
            "has another name elsewhere (a hard link), by which SQLite would damage it. `find / -xdev -samefile {}` lists \
             its names: remove all but one",
            file.display()
        )
    } else {
        return Ok(());
    };
    Err(Fault::new(format!("{} {wrong}", file.display())).into())
}

#[cfg(unix)]
fn links(file: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(file)
}

#[cfg(not(unix))]
fn links(_: &std::fs::Metadata) -> u64 {
    1
}

/// The address of a file, whatever its name has in it.
///
/// # Errors
/// A fault, if its name isn't Unicode: SQLite takes nothing else.
pub fn address(file: &Path) -> Result<String> {
    // From its beginning on, so that no name is taken for `:memory:` or another address.
    let file = std::path::absolute(file).map_err(Fault::new)?;
    let name = text(&file)?.replace('%', "%25").replace('?', "%3F");
    Ok(format!("sqlite://{name}"))
}

/// A path as text.
///
/// # Errors
/// A fault, if it is no Unicode.
pub(crate) fn text(path: &Path) -> Result<&str> {
    let text = path.to_str();
    Ok(text.ok_or_else(|| Fault::new(format!("{} is no readable name", path.display())))?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_names_the_file_that_is_opened() {
        for (address, file) in [
            ("sqlite://data/griffin.sqlite", "data/griffin.sqlite"),
            ("sqlite:griffin.sqlite", "griffin.sqlite"),
            ("sqlite://./griffin.sqlite?mode=rwc", "./griffin.sqlite"),
            ("sqlite:///srv/my%20db.sqlite?mode=rw", "/srv/my db.sqlite"),
            ("sqlite:/srv/my db.sqlite", "/srv/my db.sqlite"),
            ("sqlite://50%25%3F.sqlite", "50%?.sqlite"),
        ] {
            assert_eq!(named(address), Ok(Some(PathBuf::from(file))), "{address}");
        }
        assert_eq!(named("postgres://u@h/n"), Ok(None));
    }

    #[test]
    fn what_names_no_file_is_refused() {
        for address in [
            "sqlite::memory:",
            "sqlite://:memory:",
            "sqlite:",
            "sqlite://",
            "sqlite:///",
            "sqlite://data/..",
            "sqlite:file:griffin.sqlite",
            "sqlite://%66ile:griffin.sqlite",
        ] {
            let why = named(address).unwrap_err();
            assert!(why.contains("names no file"), "{address}: {why}");
        }
        for address in [
            "sqlite://?mode=memory",
            "sqlite://griffin.sqlite?mode=ro",
            "sqlite://griffin.sqlite?immutable=1",
            "sqlite://griffin.sqlite?vfs=unix-none",
            "sqlite://griffin.sqlite?mode=rwc&cache=shared",
        ] {
            let why = named(address).unwrap_err();
            assert!(why.contains("leave out the question mark"), "{why}");
        }
        assert!(named("sqlite://%ff").unwrap_err().contains("can't be read"));
    }

    proptest! {
        #[test]
        fn a_file_is_named_by_its_address(name in "[^/\0]{1,20}", near in "(%|%2|%20|\\?|#|:|file:|sqlite:|memory:| ){1,6}") {
            for name in [name, near] {
                prop_assume!(name != "." && name != "..");
                let file = Path::new("/srv").join(name);
                prop_assert_eq!(named(&address(&file).unwrap()), Ok(Some(file)));
            }
        }

        #[test]
        fn no_address_breaks_it(text in ".{0,40}", near in "(:|/|\\.|%2|%00|%ff|file:|\\?|mode=|&|a){0,12}") {
            for text in [text, near] {
                let _ = named(&format!("sqlite:{text}"));
            }
        }
    }
}

//! Settings: config.toml's defaults, then a file, then the environment; checked at start.
//!
//! The token is apart: it comes from `DISCORD_TOKEN` or from the file that `DISCORD_TOKEN_FILE` names, and is never
//! printed or logged (design, section 7).

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use config::{Environment, File, FileFormat};
use secrecy::SecretString;
use serde::Deserialize;

use crate::database;

/// The defaults, each with its unit and a line on what it does.
pub const DEFAULTS: &str = include_str!("../config.toml");
/// The file that is read when none is named.
const FILE: &str = "config.toml";
/// What the log never goes beyond, whatever `log.filter` says: these crates log request bodies.
const CAPS: &str = "serenity=warn,hyper=warn,hyper_util=warn,reqwest=warn,h2=warn,tungstenite=warn";

/// All settings, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// How Discord is reached.
    pub discord: Discord,
    /// Where rows are kept.
    pub database: DatabaseAddress,
    /// Defaults of a server.
    pub server: Server,
    /// What exports are made with.
    pub exports: Exports,
    /// Where published notices are read.
    pub notices: Notices,
    /// What goes outside Discord.
    pub webhooks: Webhooks,
    /// Where health and figures are answered ([`crate::watch`]); none: nowhere.
    pub listen: Option<SocketAddr>,
    /// What is logged, with the caps: for tracing's `EnvFilter`.
    pub log_filter: String,
}

/// How Discord is reached.
#[derive(Clone, Debug)]
pub struct Discord {
    /// Another base for Discord's REST, without a slash at its end.
    pub api_url: Option<String>,
    /// The one server to register the commands for.
    pub guild: Option<NonZeroU64>,
    /// How many shards; none: as Discord recommends.
    pub shards: Option<u32>,
    /// The token, where one is given.
    pub token: Option<SecretString>,
}

/// Defaults of a server.
#[derive(Clone, Debug)]
pub struct Server {
    /// The time zone until `/griffin setup` chooses one.
    pub time_zone: chrono_tz::Tz,
}

/// What exports are made with.
#[derive(Clone, Debug)]
pub struct Exports {
    /// What identifiers of open contracting processes begin with: the publisher's registered prefix.
    pub ocid_prefix: String,
}

/// Where published notices are read.
#[derive(Clone, Debug)]
pub struct Notices {
    /// The address of Find a Tender; none: it is not asked.
    pub find_a_tender: Option<reqwest::Url>,
}

/// What goes outside Discord.
#[derive(Clone, Debug)]
pub struct Webhooks {
    /// Whether addresses that are not on the public internet may be.
    pub private_networks: bool,
}

/// A database's address, whose password is shown to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseAddress {
    /// The whole address.
    pub url: String,
    /// The file that it names; none: PostgreSQL.
    file: Option<PathBuf>,
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.url.split(':').next().unwrap_or_default();
        write!(f, "DatabaseAddress({scheme}:…)")
    }
}

/// Why griffin does not start: a line for whoever runs it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct Wrong(String);

fn wrong(line: impl Into<String>) -> Wrong {
    Wrong(line.into())
}

/// The shape of config.toml.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    discord: WrittenDiscord,
    database: WrittenDatabase,
    server: WrittenServer,
    exports: WrittenExports,
    notices: WrittenNotices,
    webhooks: WrittenWebhooks,
    http: WrittenHttp,
    log: WrittenLog,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDiscord {
    api_url: String,
    guild: u64,
    shards: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDatabase {
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenServer {
    time_zone: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenExports {
    ocid_prefix: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNotices {
    find_a_tender: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWebhooks {
    private_networks: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHttp {
    listen: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLog {
    filter: String,
}

impl Config {
    /// Reads the defaults, the file (`file`, or `./config.toml` if it is there) and the process's environment.
    ///
    /// # Errors
    /// The first setting that is wrong, in a line that names it and says what would be right.
    pub fn load(file: Option<&Path>) -> Result<Self, Wrong> {
        Config::read(
            file,
            std::env::vars_os()
                .filter_map(|(key, value)| {
                    Some((key.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
        )
    }

    /// As [`Config::load`], with these environment variables.
    ///
    /// # Errors
    /// The first setting that is wrong.
    pub fn read(file: Option<&Path>, vars: HashMap<String, String>) -> Result<Self, Wrong> {
        let file = match file {
            Some(named) => File::from(named).format(FileFormat::Toml),
            None => File::from(Path::new(FILE))
                .format(FileFormat::Toml)
                .required(false),
        };
        let environment = Environment::with_prefix("GRIFFIN")
            .prefix_separator("__")
            .separator("__")
            .source(Some(vars.clone()));
        let written: Written = config::Config::builder()
            .add_source(File::from_str(DEFAULTS, FileFormat::Toml))
            .add_source(file)
            .add_source(environment)
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(|error| wrong(format!("The settings can't be read: {error}.")))?;
        check(written, &vars)
    }

    /// The token.
    ///
    /// # Errors
    /// A line that says how to give one.
    pub fn token(&self) -> Result<&SecretString, Wrong> {
        self.discord.token.as_ref().ok_or_else(|| {
            wrong(
                "No token is given: set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to the name of a file that holds it.",
            )
        })
    }

    /// The SQLite file, as database.url names it; none: PostgreSQL.
    pub fn database_file(&self) -> Option<&Path> {
        self.database.file.as_deref()
    }

    /// The folder that an SQLite file lies in, which must be there before it is opened.
    pub fn database_folder(&self) -> Option<&Path> {
        let folder = self.database_file()?.parent()?;
        (!folder.as_os_str().is_empty()).then_some(folder)
    }
}

fn check(written: Written, vars: &HashMap<String, String>) -> Result<Config, Wrong> {
    let url = vars
        .get("DATABASE_URL")
        .filter(|url| !url.is_empty())
        .cloned();
    // Not echoed: an address may hold a password.
    let url = url.unwrap_or(written.database.url);
    if !["sqlite:", "postgres:", "postgresql:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        return Err(wrong(
            "database.url (or DATABASE_URL) must begin with sqlite:// or postgres://.",
        ));
    }
    let file = database::file::named(&url).map_err(wrong)?;
    let time_zone = &written.server.time_zone;
    let time_zone = time_zone.parse().map_err(|_| {
        wrong(format!(
            "server.time_zone is “{time_zone}”, which is no IANA time zone such as Europe/London."
        ))
    })?;
    Ok(Config {
        discord: Discord {
            api_url: api_url(&written.discord.api_url)?,
            guild: NonZeroU64::new(written.discord.guild),
            shards: Some(written.discord.shards).filter(|&n| n > 0),
            token: token(vars)?,
        },
        database: DatabaseAddress { url, file },
        server: Server { time_zone },
        exports: Exports {
            ocid_prefix: ocid_prefix(&written.exports.ocid_prefix)?,
        },
        notices: Notices {
            find_a_tender: find_a_tender(&written.notices.find_a_tender)?,
        },
        webhooks: Webhooks {
            private_networks: written.webhooks.private_networks,
        },
        listen: listen(&written.http.listen)?,
        log_filter: format!("{},{CAPS}", written.log.filter),
    })
}

fn api_url(given: &str) -> Result<Option<String>, Wrong> {
    let base = given.trim().trim_end_matches('/');
    if base.is_empty() {
        return Ok(None);
    }
    let parsed = reqwest::Url::parse(base).ok();
    let usable = parsed.is_some_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.path() == "/"
            && url.query().is_none()
    });
    if usable {
        Ok(Some(base.to_owned()))
    } else {
        Err(wrong(format!(
            "discord.api_url is “{given}”; it must be http:// or https:// and a host, without a path, such as \
             http://127.0.0.1:8080."
        )))
    }
}

fn find_a_tender(given: &str) -> Result<Option<reqwest::Url>, Wrong> {
    let given = given.trim();
    if given.is_empty() {
        return Ok(None);
    }
    let parsed = reqwest::Url::parse(given).ok();
    let usable = |url: &reqwest::Url| {
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.query().is_none()
    };
    parsed.filter(usable).map(Some).ok_or_else(|| {
        wrong(format!(
            "notices.find_a_tender is “{given}”; it must be https:// and a host, such as \
             https://www.find-tender.service.gov.uk, or empty."
        ))
    })
}

fn ocid_prefix(given: &str) -> Result<String, Wrong> {
    let usable = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let given = given.trim().trim_end_matches('-');
    if given.is_empty() || given.len() > 60 || !given.chars().all(usable) {
        return Err(wrong(format!(
            "exports.ocid_prefix is “{given}”; it must be letters, digits and hyphens, such as ocds-a1b2c3."
        )));
    }
    Ok(given.to_owned())
}

fn listen(given: &str) -> Result<Option<SocketAddr>, Wrong> {
    match given.trim() {
        "" => Ok(None),
        given => given.parse().map(Some).map_err(|_| {
            wrong(format!(
                "http.listen is “{given}”; it must be an address and a port, such as 127.0.0.1:9464, or empty."
            ))
        }),
    }
}

fn token(vars: &HashMap<String, String>) -> Result<Option<SecretString>, Wrong> {
    let given = |name: &str| vars.get(name).filter(|value| !value.trim().is_empty());
    let token = match (given("DISCORD_TOKEN"), given("DISCORD_TOKEN_FILE")) {
        (Some(_), Some(_)) => {
            return Err(wrong(
                "Both DISCORD_TOKEN and DISCORD_TOKEN_FILE are set: leave one of them out.",
            ));
        }
        (None, None) => return Ok(None),
        (Some(token), None) => token.clone(),
        (None, Some(path)) => std::fs::read_to_string(path).map_err(|error| {
            wrong(format!(
                "DISCORD_TOKEN_FILE names “{path}”, which can't be read: {error}."
            ))
        })?,
    };
    let token = token.trim();
    // Whatever it is, it is not echoed.
    if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(wrong(
            "The token is empty or has spaces or line breaks inside: copy it again from Discord.",
        ));
    }
    Ok(Some(SecretString::new(token.to_owned())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    use super::*;

    fn with(vars: &[(&str, &str)]) -> Result<Config, Wrong> {
        let empty = tempfile::NamedTempFile::new().unwrap();
        read(empty.path(), vars)
    }

    fn read(file: &Path, vars: &[(&str, &str)]) -> Result<Config, Wrong> {
        Config::read(
            Some(file),
            vars.iter()
                .map(|&(k, v)| (k.to_owned(), v.to_owned()))
                .collect(),
        )
    }

    #[test]
    fn the_defaults_stand_and_need_no_token() {
        let config = with(&[]).unwrap();
        assert_eq!(config.database.url, "sqlite://data/griffin.sqlite");
        assert_eq!(config.database_folder(), Some(Path::new("data")));
        assert_eq!(config.server.time_zone, chrono_tz::Europe::London);
        assert_eq!(
            (
                config.discord.api_url,
                config.discord.guild,
                config.discord.shards
            ),
            (None, None, None)
        );
        assert!(config.discord.token.is_none());
    }

    #[test]
    fn the_environment_overrides_the_file_which_overrides_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mine.toml");
        std::fs::write(
            &file,
            "[discord]\nshards = 2\nguild = 41\n[server]\ntime_zone = \"Europe/Dublin\"\n",
        )
        .unwrap();
        let vars = [
            ("GRIFFIN__DISCORD__SHARDS", "3"),
            ("DATABASE_URL", "postgres://u:p@h/n"),
            ("GRIFFIN_X", "no"),
        ];
        let config = read(&file, &vars).unwrap();
        assert_eq!(config.discord.shards, Some(3));
        assert_eq!(config.discord.guild, NonZeroU64::new(41));
        assert_eq!(config.server.time_zone, chrono_tz::Europe::Dublin);
        assert_eq!(config.database.url, "postgres://u:p@h/n");
        assert_eq!(config.database_folder(), None);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let line = |vars: &[(&str, &str)]| with(vars).unwrap_err().to_string();
        assert!(line(&[("GRIFFIN__DISCORD__SHARDS", "many")]).contains("shards"));
        assert!(line(&[("GRIFFIN__DISCORD__SHARD", "1")]).contains("shard"));
        assert!(
            line(&[("GRIFFIN__SERVER__TIME_ZONE", "Wales")])
                .contains("server.time_zone is “Wales”")
        );
        assert!(line(&[("GRIFFIN__DISCORD__API_URL", "discord")]).contains("discord.api_url"));
        assert!(
            line(&[("GRIFFIN__DISCORD__API_URL", "http://h/api/v10")]).contains("without a path")
        );
        assert!(
            read(Path::new("/nowhere/at/all.toml"), &[])
                .unwrap_err()
                .to_string()
                .contains("all.toml")
        );
    }

    #[test]
    fn a_password_and_a_token_are_never_shown() {
        let vars = [
            ("DATABASE_URL", "postgres://u:hunter2@h/n"),
            ("DISCORD_TOKEN", "abc.def.ghi"),
        ];
        let config = with(&vars).unwrap();
        assert_eq!(config.token().unwrap().expose_secret(), "abc.def.ghi");
        let shown = format!("{config:?}");
        assert!(
            !shown.contains("hunter2") && !shown.contains("abc.def"),
            "{shown}"
        );
        let lines = [
            with(&[("DATABASE_URL", "mysql://u:hunter2@h/n")]).unwrap_err(),
            with(&[("DISCORD_TOKEN", "hunter2 hunter2")]).unwrap_err(),
            with(&[("DISCORD_TOKEN", "hunter2"), ("DISCORD_TOKEN_FILE", "x")]).unwrap_err(),
        ];
        assert!(
            lines
                .iter()
                .all(|line| !line.to_string().contains("hunter2")),
            "{lines:?}"
        );
    }

    #[test]
    fn a_token_may_come_from_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "abc.def.ghi\n").unwrap();
        let config = with(&[("DISCORD_TOKEN_FILE", file.path().to_str().unwrap())]).unwrap();
        assert_eq!(config.token().unwrap().expose_secret(), "abc.def.ghi");
        assert!(
            with(&[])
                .unwrap()
                .token()
                .unwrap_err()
                .to_string()
                .contains("DISCORD_TOKEN_FILE")
        );
        assert!(
            with(&[("DISCORD_TOKEN_FILE", "/nowhere/t")])
                .unwrap_err()
                .to_string()
                .contains("/nowhere/t")
        );
    }

    #[test]
    fn what_people_type_is_never_logged_by_serenity() {
        let config = with(&[("GRIFFIN__LOG__FILTER", "debug,serenity=trace")]).unwrap();
        assert!(config.log_filter.ends_with(CAPS));
    }

    proptest! {
        #[test]
        fn no_file_and_no_variable_breaks_it(
            text in any::<String>(),
            near in "(\\[(discord|http|log|server)\\]|listen|shards|guild|=|\"|1|-1|\n| |[a-z]{1,3}){0,24}",
            value in ".{0,24}",
        ) {
            let file = tempfile::NamedTempFile::new().unwrap();
            for text in [text, near] {
                std::fs::write(file.path(), text).unwrap();
                // Read, or refused with a reason.
                if let Err(wrong) = read(file.path(), &[]) {
                    prop_assert!(!wrong.to_string().is_empty());
                }
            }
            for name in ["GRIFFIN__HTTP__LISTEN", "GRIFFIN__DISCORD__API_URL"] {
                if let Err(wrong) = with(&[(name, &value)]) {
                    let setting = name.rsplit("__").next().unwrap().to_lowercase();
                    prop_assert!(wrong.to_string().contains(&setting), "{wrong}");
                }
            }
            let secret = format!("hunter2{value}");
            for name in ["DATABASE_URL", "DISCORD_TOKEN"] {
                if let Err(wrong) = with(&[(name, &secret)]) {
                    prop_assert!(!wrong.to_string().contains("hunter2"), "{wrong}");
                }
            }
        }
    }
}

//! `griffin check`: whether settings, token, database and Discord are right, a line each.

use std::process::ExitCode;

use griffin::bot;
use griffin::config::Config;
use griffin::database::contents;
use griffin::forums;
use griffin::ledger::{Fault, Result};
use griffin::servers::NEEDED;
use secrecy::ExposeSecret;

/// Prints a line for each thing that must be right; fails if one is not.
pub async fn check(config: &Config) -> ExitCode {
    println!("ok     settings");
    let mut right = say("database", database(config).await);
    right &= say("Discord", discord(config).await);
    right &= say("channels", channels(config).await);
    if right {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn say(what: &str, found: Result<String>) -> bool {
    match &found {
        Ok(fine) => println!("ok     {what}: {fine}"),
        Err(wrong) => println!("WRONG  {what}: {}", wrong.plain()),
    }
    found.is_ok()
}

/// Whether there is no database yet.
fn is_new(config: &Config) -> Result<bool> {
    Ok(crate::opened::located(config)?.is_some_and(|file| !file.exists()))
}

async fn database(config: &Config) -> Result<String> {
    if is_new(config)? {
        return Ok("SQLite, none yet: `griffin serve` makes it".to_owned());
    }
    let database = crate::opened::open(config).await?;
    let (_, pending) = database.migrations().await?;
    contents::require_sound(&database.reader(), "the file").await?;
    let kind = database.kind();
    database.close().await?;
    Ok(match pending.len() {
        0 => format!("{kind}, up to date"),
        1 => format!("{kind}, one step behind: `griffin serve` takes it"),
        n => format!("{kind}, {n} steps behind: `griffin serve` takes them"),
    })
}

async fn discord(config: &Config) -> Result<String> {
    let token = config.token().map_err(Fault::new)?;
    let http = bot::connect(config, token.expose_secret()).await?;
    let user = http.get_current_user().await.map_err(Fault::new)?;
    let servers = http.get_guilds(None, None).await.map_err(Fault::new)?;
    for server in &servers {
        let missing = NEEDED.difference(server.permissions);
        if !missing.is_empty() && !server.permissions.administrator() {
            return Err(Fault::new(format!(
                "in the server {} griffin lacks: {missing}",
                server.name
            ))
            .into());
        }
    }
    let count = match servers.len() {
        0 => "in no server yet: invite it (docs/running.md)".to_owned(),
        1 => "in one server, with all permissions that it needs".to_owned(),
        n => format!("in {n} servers, with all permissions that it needs"),
    };
    Ok(format!("the token is {}'s, {count}", user.name))
}

/// Whether each region's forum channel is there to be seen.
async fn channels(config: &Config) -> Result<String> {
    let token = config.token().map_err(Fault::new)?;
    let http = bot::connect(config, token.expose_secret()).await?;
    if is_new(config)? {
        return Ok("not looked at: there is no database yet".to_owned());
    }
    let database = crate::opened::open(config).await?;
    if !database.migrations().await?.1.is_empty() {
        return Ok("not looked at: the database is behind".to_owned());
    }
    let forums = forums::service::everywhere(&database.reader()).await?;
    for forum in &forums {
        let id = u64::try_from(forum.channel_id).unwrap_or(1);
        http.get_channel(id.into()).await.map_err(|why| {
            Fault::new(format!(
                "the forum of {} can't be seen: {why}",
                forum.region
            ))
        })?;
    }
    Ok(match forums.len() {
        0 => "no region has its forum yet".to_owned(),
        1 => "the one forum is there".to_owned(),
        n => format!("all {n} forums are there"),
    })
}

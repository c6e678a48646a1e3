//! What griffin's region is like before a command is measured.

use sea_orm::ConnectionTrait;

use crate::bot::{self, Bot};
use crate::commands::{Act, Scene};
use crate::region::{FORUM, Region};

/// How many days ago the tender in call-off was announced.
const BEHIND: u32 = 60;

/// griffin on SQLite, or on a database of its own on this PostgreSQL server, with what a scene needs; none, where it can't be
/// given another clock.
pub async fn griffin(scene: Scene, server: Option<&str>) -> Option<Region> {
    let late = scene == Scene::CallOff;
    if late && !bot::has_faketime() {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let url = match server {
        Some(server) => fresh_postgres(server).await,
        None => format!("sqlite://{}/griffin.sqlite", folder.path().display()),
    };
    let behind = late.then_some(BEHIND);
    let mut region = Region::with(&Bot::Griffin(&url, behind), folder).await;
    set_up(&region, scene).await;
    if late {
        region.again(&Bot::Griffin(&url, None)).await;
    }
    Some(region)
}

/// 65 authorities with an officer each, and the tender SF-01, led by the first.
async fn set_up(region: &Region, scene: Scene) {
    let manages = async |line: &str| {
        let answer = region.manager.types(line).await;
        region.check(&Act::Types(line.to_owned()), &answer);
    };
    manages("/griffin setup nation:wales").await;
    manages(&format!("/forum open region:South Wales channel:#{FORUM}")).await;
    for n in 0..region.officers.len() {
        manages(&format!("/authority register name:Council {n:02} kind:unitary region:South Wales short_name:C{n:02}")).await;
        manages(&format!(
            "/mandate grant officer:@Officer {n:02} authority:C{n:02}"
        ))
        .await;
    }
    let does = async |officer: usize, line: &str| {
        let act = Act::Types(line.to_owned());
        let answer = region.does(officer, &act).await;
        region.check(&act, &answer);
    };
    let dates = match scene {
        Scene::CallOff => "respond_by:in 2 weeks starts:in 4 weeks",
        _ => "respond_by:in 8 weeks starts:in 20 weeks",
    };
    does(0, &format!("/tender announce title:Solid fuel {dates} ends:in 100 weeks lot:House coal, tonne; Smokeless fuel, tonne reference:SF-01")).await;
    let posted = |s: &sandbox::Sandbox| s.channel(FORUM).posts().pop()?.starter;
    region
        .sandbox
        .wait_for("the card", crate::DEADLINE, posted)
        .await;
    match scene {
        Scene::Collecting => {}
        Scene::Leading => {
            for n in 1..region.officers.len() {
                does(n, &format!("/tender announce title:Fuel {dates} ends:in 100 weeks lot:Coal, tonne reference:L{n:02}")).await;
            }
        }
        Scene::CallOff => {
            for n in 0..region.officers.len() {
                for lot in 1..=2 {
                    does(n, &format!("/requirement declare tender:SF-01 lot:{lot} quantity:5,000 baseline:160")).await;
                }
            }
            does(0, "/tender close tender:SF-01").await;
            does(
                0,
                "/tender publish tender:SF-01 notice:000123-2027 bids_by:in 3 weeks",
            )
            .await;
            for lot in 1..=2 {
                does(0, &format!("/tender award tender:SF-01 lot:{lot} supplier:Cwm Coal price:0:150; 500:142.50; 1000:138")).await;
            }
        }
        Scene::Register => {
            let guild = region.sandbox.guild();
            let managers = region.sandbox.role("Managers").expect("the role");
            for officer in &region.officers {
                region.sandbox.give_role(guild, officer.id(), managers);
            }
        }
    }
}

async fn fresh_postgres(server: &str) -> String {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let name = format!("griffin_bench_{}_{number}", std::process::id());
    let admin = sea_orm::Database::connect(server)
        .await
        .expect("PostgreSQL answers");
    let create = format!("CREATE DATABASE {name}");
    admin
        .execute_unprepared(&create)
        .await
        .expect("a database is made");
    let (base, _) = server.rsplit_once('/').expect("an address with a database");
    format!("{base}/{name}")
}

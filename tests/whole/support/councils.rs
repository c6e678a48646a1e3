//! The councils of the tests with an officer each, the server that they share, and a tender that the first of them leads.

use std::collections::BTreeSet;

use sandbox::client::{Answer, Member, Message};
use sandbox::{ChannelKind, Sandbox, permissions};

use super::process::{self, Process};
use super::region::{DEADLINE, Region};

/// A council, and who is to act for it.
#[derive(Clone, Copy)]
pub struct Council {
    pub short_name: &'static str,
    pub name: &'static str,
    pub region: &'static str,
    pub officer: &'static str,
}

pub const ABERWEN: Council = council("ABW", "Aberwen", "South Wales", "Megan Howell");
pub const BRYNCOCH: Council = council("BRY", "Bryncoch", "South Wales", "Owain Price");
pub const GLANMOR: Council = council("GLA", "Glanmor", "South Wales", "Gwen Tudor");
pub const DYFFRYN: Council = council("DYF", "Dyffryn Vale", "Mid Wales", "Nia Rees");
pub const PENNANT: Council = council("PFR", "Pennant Fire", "Mid Wales", "Nia Rees");

pub const fn council(
    short_name: &'static str,
    name: &'static str,
    region: &'static str,
    officer: &'static str,
) -> Council {
    Council {
        short_name,
        name,
        region,
        officer,
    }
}

/// What announces the tender in a server that is on the system's clock.
pub const COAL: &str = "/tender announce title:Coal respond_by:in 3 weeks starts:in 20 weeks ends:in 100 weeks \
                        lot:Coal, tonne reference:SF-1";

/// A region's forum.
fn channel(region: &str) -> String {
    region.to_lowercase().replace(' ', "-")
}

fn regions(councils: &[Council]) -> BTreeSet<&'static str> {
    councils.iter().map(|it| it.region).collect()
}

/// The server of these councils as griffin finds it: with Rhys Morgan, who manages it, a forum for each region, and the
/// officers.
pub fn server(sandbox: &Sandbox, councils: &[Council]) -> Member {
    let guild = sandbox.add_guild("Buying together");
    sandbox.add_text_channel(guild, "general");
    for region in regions(councils) {
        sandbox.add_forum(guild, &channel(region), &[]);
    }
    let managers = sandbox.add_role(guild, "Managers", permissions::MANAGE_GUILD);
    let rhys = sandbox.add_member(guild, "Rhys Morgan", &[managers]);
    let officers: BTreeSet<_> = councils.iter().map(|it| it.officer).collect();
    for officer in officers {
        if officer != "Rhys Morgan" {
            sandbox.add_member(guild, officer, &[]);
        }
    }
    rhys
}

/// What sets griffin up.
pub const SET_UP: &str = "/griffin setup nation:wales";

/// What a registrar then types: forums, councils and mandates.
pub fn founding(councils: &[Council]) -> Vec<String> {
    let open = |region| {
        let channel = channel(region);
        format!("/forum open region:{region} channel:#{channel}")
    };
    let mut lines: Vec<String> = regions(councils).into_iter().map(open).collect();
    for council in councils {
        let Council {
            short_name,
            name,
            region,
            officer,
        } = council;
        lines.push(format!(
            "/authority register name:{name} kind:unitary region:{region} short_name:{short_name}"
        ));
        lines.push(format!(
            "/mandate grant officer:@{officer} authority:{short_name}"
        ));
    }
    lines
}

/// A server in which griffin runs, set up for these councils; their officers.
pub async fn founded<const N: usize>(griffin: &mut Process, councils: [Council; N]) -> [Member; N] {
    let rhys = server(&griffin.sandbox, &councils);
    griffin.start().await;
    does(&rhys, SET_UP).await;
    for line in founding(&councils) {
        does(&rhys, &line).await;
    }
    councils.map(|it| griffin.sandbox.member(it.officer))
}

/// Somebody types a line, and says yes to what it would do, if they are asked.
pub async fn agrees(who: &Member, line: &str) -> Answer {
    who.types_and_presses(line, "Go ahead").await
}

/// Somebody does something that is not refused, and says yes to what it would do, if they are asked.
pub async fn does(who: &Member, line: &str) -> Answer {
    let answer = agrees(who, line).await;
    assert!(
        !answer.says("Not done") && !answer.failed(),
        "{line}\n{answer}"
    );
    answer
}

/// Rhys Morgan is Aberwen's officer too.
pub const ALONE: Council = Council {
    officer: "Rhys Morgan",
    ..ABERWEN
};

/// Starts griffin in a server with one council, and has its officer, who is the server's manager too, announce a tender.
pub async fn alone(griffin: &mut Process) -> Member {
    let [rhys] = founded(griffin, [ALONE]).await;
    does(&rhys, COAL).await;
    let posted = |s: &Sandbox| s.channel("south-wales").posts().pop();
    griffin
        .sandbox
        .wait_for("the post", process::DEADLINE, posted)
        .await;
    rhys
}

/// A set-up region whose home is this channel, three councils with an officer each, and a tender of the first one.
pub async fn announced(kind: ChannelKind) -> (Region, [Member; 3]) {
    announced_in(Region::start().await, kind).await
}

/// As [`announced`], on this empty database.
pub async fn announced_on(url: &str) -> (Region, [Member; 3]) {
    announced_in(Region::on(url.to_owned()).await, ChannelKind::Forum).await
}

/// As [`announced`], in a region that was started.
pub async fn announced_in(region: Region, kind: ChannelKind) -> (Region, [Member; 3]) {
    region.set_up().await;
    let guild = region.sandbox.guild();
    region.sandbox.add_channel(guild, kind, "south-wales");
    let officers = region.founded([ABERWEN, BRYNCOCH, GLANMOR]).await;
    let line = "/tender announce title:Solid fuel respond_by:18/12/2026 starts:2027-04-01 ends:2029-03-31 \
                lot:House coal, tonne reference:SF-1";
    does(&officers[0], line).await;
    region
        .sandbox
        .wait_for("the post", DEADLINE, |s| card(s).map(drop))
        .await;
    (region, officers)
}

/// The card: the first message of the post, or the message from which the thread began.
pub fn card(sandbox: &Sandbox) -> Option<Message> {
    let channel = sandbox.channel("south-wales");
    let post = channel
        .posts()
        .into_iter()
        .find(|p| p.title.starts_with("SF-1"))?;
    let above = || channel.messages().into_iter().find(|m| m.id == post.id);
    post.starter.clone().or_else(above)
}

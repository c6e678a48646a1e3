//! Three councils with an officer each, and a tender that the first of them leads.

use sandbox::client::{Answer, Member, Message};
use sandbox::{ChannelKind, Sandbox, permissions};

use super::process::{self, Process};
use super::region::{DEADLINE, Region};

/// Somebody does something that is not refused.
pub async fn does(who: &Member, line: &str) -> Answer {
    let answer = who.types(line).await;
    assert!(
        !answer.says("Not done") && !answer.failed(),
        "{line}\n{answer}"
    );
    answer
}

/// Starts griffin in a server with one council, and has its officer, Rhys, who is the server's manager too, announce a
/// tender.
pub async fn alone(griffin: &mut Process) -> Member {
    let sandbox = griffin.sandbox.clone();
    let guild = sandbox.add_guild("Buying together");
    sandbox.add_text_channel(guild, "general");
    sandbox.add_forum(guild, "south-wales", &[]);
    let managers = sandbox.add_role(guild, "Managers", permissions::MANAGE_GUILD);
    let rhys = sandbox.add_member(guild, "Rhys", &[managers]);
    griffin.start().await;
    for line in [
        "/griffin setup nation:wales",
        "/authority register name:Aberwen kind:county region:South Wales short_name:ABW",
        "/mandate grant officer:@Rhys authority:ABW",
        "/forum open region:South Wales channel:#south-wales",
        "/tender announce title:Coal respond_by:in 3 weeks starts:in 20 weeks ends:in 100 weeks lot:Coal, tonne reference:SF-1",
    ] {
        does(&rhys, line).await;
    }
    let posted = |s: &Sandbox| s.channel("south-wales").posts().pop();
    sandbox
        .wait_for("the post", process::DEADLINE, posted)
        .await;
    rhys
}

/// A set-up region whose home is this channel, three councils with an officer each, and a tender of the first one.
pub async fn announced(kind: ChannelKind) -> (Region, [Member; 3]) {
    let region = Region::start().await;
    region.set_up().await;
    let guild = region.sandbox.guild();
    region.sandbox.add_channel(guild, kind, "south-wales");
    let carys = region.member("Carys Pugh");
    does(
        &carys,
        "/forum open region:South Wales channel:#south-wales",
    )
    .await;
    let mut officers = Vec::new();
    for (name, short) in [
        ("Megan Howell", "ABW"),
        ("Owain Price", "BRY"),
        ("Gwen Tudor", "GLA"),
    ] {
        let line = format!(
            "/authority register name:Council {short} kind:unitary region:South Wales short_name:{short}"
        );
        does(&carys, &line).await;
        officers.push(region.officer(name));
        does(
            &carys,
            &format!("/mandate grant officer:@{name} authority:{short}"),
        )
        .await;
    }
    let officers: [Member; 3] = officers.try_into().unwrap();
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

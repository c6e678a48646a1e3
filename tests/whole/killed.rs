//! griffin is killed anywhere in the story and started again: nothing is lost, nothing comes twice (design, section 3,
//! rules 1 to 3).

use std::collections::{BTreeMap, HashMap};

use entity::{delivery, ledger_entry, requirement};
use griffin::ledger::Db;
use sandbox::client::{Answer, Member, Message};
use sandbox::{Fault, Matcher, Sandbox, permissions};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::chance::Seeded;
use crate::support::councils::{
    ABERWEN, ALONE, BRYNCOCH, COAL, DYFFRYN, SET_UP, agrees, founding, server,
};
use crate::support::process::{DEADLINE, Process, faketime, has_faketime};
use crate::support::{Fresh, on_each_database};

/// griffin, and the chances that it is killed.
pub struct Trial {
    pub griffin: Process,
    pub chance: Seeded,
    pub kills: u32,
}

impl Trial {
    /// Somebody types a command; griffin may be killed on the way, and is started again. Who gets no answer types it
    /// again, as a person would.
    async fn does(&mut self, who: &Member, line: &str) -> Answer {
        for _ in 0..20 {
            let answer = if self.chance.below(2) == 0 {
                self.killed_while(who, line).await
            } else {
                agrees(who, line).await
            };
            if !answer.failed() {
                return answer;
            }
        }
        panic!("never answered: {line}");
    }

    /// Somebody types a command, and griffin is killed on the way and started again.
    pub async fn killed_while(&mut self, who: &Member, line: &str) -> Answer {
        self.kills += 1;
        // Some requests later; or after the answer, where no more come.
        let later = usize::try_from(self.chance.below(4)).unwrap();
        if self.chance.below(3) == 0 {
            let route = ["/channels/*/messages", "/channels/*/threads"][later % 2];
            self.griffin
                .sandbox
                .fail_next(Matcher::route("POST", route), Fault::LoseAnswer);
        }
        let sandbox = self.griffin.sandbox.clone();
        let seen = sandbox.requests_made();
        let asked = tokio::spawn({
            let (who, line) = (who.clone(), line.to_owned());
            async move { agrees(&who, &line).await }
        });
        let reached = |s: &Sandbox| (s.requests_made() > seen + later).then_some(());
        let moment = sandbox.wait_for("the moment to kill it", DEADLINE, reached);
        tokio::pin!(moment);
        let mut asked = asked;
        let answer = tokio::select! {
            () = &mut moment => None,
            answer = &mut asked => Some(answer.unwrap()),
        };
        self.griffin.kill();
        let answer = match answer {
            Some(answer) => answer,
            None => asked.await.unwrap(),
        };
        self.griffin.start().await;
        answer
    }
}

fn refused(answer: &Answer) -> bool {
    answer.says("Not done")
}

/// A card as its reader sees it, without what is the message's own: the mark, buttons, and "in 3 days".
pub fn shown(message: &Message) -> Vec<(String, String)> {
    let embed = &message.embeds[0];
    let title = (
        embed.title.clone().unwrap_or_default(),
        embed.description.clone().unwrap_or_default(),
    );
    let fields = embed
        .fields
        .iter()
        .map(|f| (f.name.clone(), f.value.clone()));
    [title].into_iter().chain(fields).collect()
}

/// A message's text without the marks of deliveries.
fn text(message: &Message) -> String {
    let lines = message.content.lines();
    let own = lines.filter(|line| !line.starts_with("-# no"));
    own.collect::<Vec<_>>().join("\n")
}

async fn killed_anywhere(seed: u64, fresh: Fresh) {
    let Fresh { url, database } = fresh;
    let mut griffin = Process::new(&url).await;
    let sandbox = griffin.sandbox.clone();
    let councils = [ABERWEN, BRYNCOCH, DYFFRYN];
    let rhys = server(&sandbox, &councils);
    let [megan, owain, nia] = &councils.map(|it| sandbox.member(it.officer));
    griffin.start().await;
    let mut trial = Trial {
        griffin,
        chance: Seeded(seed),
        kills: 0,
    };

    // Refused the second time: it was done before griffin was killed.
    trial.does(&rhys, SET_UP).await;
    for line in founding(&councils) {
        trial.does(&rhys, &line).await;
    }
    let announce = format!("{COAL} regions:all");
    trial.does(megan, &announce).await;
    for (who, quantity) in [(megan, 420), (owain, 185), (nia, 96), (owain, 190)] {
        let line = format!("/requirement declare tender:SF-1 lot:Coal quantity:{quantity}");
        let answer = trial.does(who, &line).await;
        assert!(!refused(&answer), "{answer}");
    }
    trial.does(megan, "/tender close tender:SF-1").await;
    trial
        .does(
            megan,
            "/tender publish tender:SF-1 notice:000123-2027 bids_by:in 6 weeks",
        )
        .await;
    trial
        .does(
            megan,
            "/tender award tender:SF-1 lot:Coal supplier:Cwm Fuels price:142.50",
        )
        .await;
    assert!(trial.kills >= 5, "seed {seed}: {} kills", trial.kills);

    // In the end every card is true, and each notice there once.
    let answer = nia.types("/tender show tender:SF-1").await;
    let card = shown(answer.message.as_ref().unwrap());
    assert!(card[0].1.contains("Awarded"), "{card:?}");
    sandbox.clear_faults();
    for forum in ["south-wales", "mid-wales"] {
        let stands = |s: &Sandbox| {
            let posts = s.channel(forum).posts();
            let of: Vec<_> = posts
                .iter()
                .filter(|p| p.title.starts_with("SF-1"))
                .collect();
            let [post] = of[..] else { return None };
            let true_now = post.starter.as_ref().is_some_and(|it| shown(it) == card);
            let told = post
                .messages
                .iter()
                .any(|m| m.says("was awarded to Cwm Fuels"));
            (true_now && told && post.tags == ["Awarded"]).then(|| post.messages.clone())
        };
        let messages = sandbox
            .wait_for("one post with the true card", DEADLINE, stands)
            .await;
        let mut times: HashMap<String, u32> = HashMap::new();
        for message in messages.iter().skip(1) {
            *times.entry(text(message)).or_default() += 1;
        }
        assert!(times.values().all(|n| *n == 1), "seed {seed}: {times:?}");
        assert_eq!(times.len(), 3, "collected, published, awarded: {times:?}");
    }
    assert!(trial.griffin.stop().await.success());
    let verified = trial.griffin.griffin(&["verify"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");

    let reader = database.reader();
    let entries = ledger_entry::Entity::find()
        .all(reader.conn())
        .await
        .unwrap();
    let mut done: BTreeMap<&str, u32> = BTreeMap::new();
    for entry in &entries {
        *done.entry(&entry.kind).or_default() += 1;
    }
    for (kind, times) in [
        ("authority.registered", 3),
        ("tender.announced", 1),
        ("tender.published", 1),
        ("award.recorded", 1),
    ] {
        assert_eq!(done.get(kind), Some(&times), "seed {seed}: {done:?}");
    }
    let current = requirement::Entity::find()
        .filter(requirement::Column::Current.eq(true))
        .count(reader.conn())
        .await
        .unwrap();
    assert_eq!(current, 3);
    let left = delivery::Entity::find()
        .filter(delivery::Column::State.is_in(["waiting", "claimed", "failed"]))
        .all(reader.conn())
        .await
        .unwrap();
    assert!(left.is_empty(), "seed {seed}: {left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_anywhere_it_goes_on_and_nothing_is_lost_or_doubled() {
    on_each_database(async |fresh| killed_anywhere(7, fresh).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_other_moments_too() {
    on_each_database(async |fresh| killed_anywhere(2026, fresh).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_on_the_same_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let mut griffin = Process::new(&url).await;
    griffin.start().await;
    let second = griffin.griffin(&["serve"]).output().unwrap();
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(1), "{said}");
    assert!(said.contains("another griffin runs on"), "{said}");
    assert!(griffin.stop().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn check_says_what_is_right_and_what_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let mut griffin = Process::new(&url).await;
    let sandbox = griffin.sandbox.clone();
    let rhys = server(&sandbox, &[]);
    let forum = sandbox.add_forum(sandbox.guild(), "south-wales", &[]);
    griffin.start().await;
    rhys.types("/griffin setup nation:wales").await;
    rhys.types("/forum open region:South Wales channel:#south-wales")
        .await;
    assert!(griffin.stop().await.success());
    let check = |griffin: &Process| {
        let output = griffin.griffin(&["check"]).output().unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    let (code, said) = check(&griffin);
    assert_eq!(code, Some(0), "{said}");
    for line in [
        "ok     settings",
        "up to date",
        "with all permissions",
        "the one forum is there",
    ] {
        assert!(said.contains(line), "{said}");
    }
    sandbox.delete_channel(forum);
    let (code, said) = check(&griffin);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("WRONG  channels: the forum of South Wales"),
        "{said}"
    );
    sandbox.set_bot_permissions(sandbox.guild(), permissions::VIEW_CHANNEL);
    let (_, said) = check(&griffin);
    assert!(
        said.contains("griffin lacks") && said.contains("Manage Channels"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_or_an_answer_it_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
    let griffin = Process::new(&url).await;
    let run = |change: &dyn Fn(&mut std::process::Command)| {
        let mut command = griffin.griffin(&["serve"]);
        change(&mut command);
        let output = command.output().unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, said) = run(&|command| {
        command.env_remove("DISCORD_TOKEN");
    });
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("DISCORD_TOKEN"), "{said}");
    let (code, said) = run(&|command| {
        command.env("GRIFFIN__DISCORD__API_URL", "http://127.0.0.1:9");
    });
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("/gateway"), "{said}");
    assert!(!said.contains(&griffin.sandbox.token()), "{said}");
}

/// griffin's clock in another year than Discord's: nothing may compare the two.
#[tokio::test(flavor = "multi_thread")]
async fn its_clock_may_be_in_another_year_than_discords() {
    if !has_faketime() {
        return;
    }
    for (now, deadline, chased) in [
        ("@2024-02-26 09:00:00", "29/02/2024", "29 February 2024"),
        ("@2031-03-24 09:00:00", "31 March 2031", "31 March 2031"),
        ("@2036-12-30 09:00:00", "2 Jan", "2 January 2037"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/griffin.sqlite", folder.path().display());
        let mut griffin = Process::new(&url).await;
        griffin.environment = faketime(now);
        griffin.environment.push(("TZ", "UTC".to_owned()));
        let sandbox = griffin.sandbox.clone();
        let rhys = server(&sandbox, &[ALONE]);
        griffin.start().await;
        let announce = format!(
            "/tender announce title:Coal respond_by:{deadline} starts:in 20 weeks ends:in 100 weeks lot:Coal, tonne \
             reference:SF-1"
        );
        // Its answer to the post is lost: whoever looks for it must find it, whatever the clocks say.
        sandbox.fail_next(
            Matcher::route("POST", "/channels/*/threads"),
            Fault::LoseAnswer,
        );
        let mut lines = vec![SET_UP.to_owned()];
        lines.extend(founding(&[ALONE]));
        lines.push(announce);
        lines.push("/requirement declare tender:SF-1 lot:Coal quantity:420".to_owned());
        for line in lines {
            let answer = rhys.types(&line).await;
            assert!(
                !answer.failed() && !refused(&answer),
                "{now} {line}\n{answer}"
            );
        }
        let card = |s: &Sandbox| {
            let posts = s.channel("south-wales").posts();
            let answered = posts.iter().any(|post| post.says("Answered: 1 of 1"));
            answered.then(|| (posts.len(), posts[0].clone()))
        };
        let (posts, post) = sandbox.wait_for("the card", DEADLINE, card).await;
        assert_eq!(posts, 1, "{now}");
        assert!(post.says(chased), "{now}: {post:?}");
        assert!(griffin.stop().await.success());
        assert!(
            sandbox.complaints().is_empty(),
            "{:?}",
            sandbox.complaints()
        );
    }
}

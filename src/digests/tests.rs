//! Rules and messages, and digests gathered from a real database through the services of tenders.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Europe::London;
use futures::FutureExt;

use super::letters::{DigestMore, DigestPost};
use super::rules::{Heading, Seen, SeenLot, Volumes, Window, sections};
use super::wording::Plain;
use super::{cards, composing, duties, service};
use crate::delivery::{Arrived, Compose, Composed, Delivery, queue};
use crate::discord::limits;
use crate::discord::testing::shows;
use crate::ledger::Cause;
use crate::schedule::sweeper::Sweeper;
use crate::testing::{ABW, BRY, GLA, GUILD, NIA, REGISTRAR, World, date, local, refusal, scenes};
use crate::values::ForumId;
use crate::values::{Quantity, Stage, Unit};
use crate::words::Lang;
use crate::{forums, tenders};

fn seen(stage: Stage) -> Seen {
    Seen {
        reference: "SF-2027-01".to_owned(),
        title: "Solid *fuel*".to_owned(),
        lead: "ABW".to_owned(),
        thread_id: Some(77),
        stage,
        respond_by: local(2026, 12, 18, 17, 0, 0),
        invited: 6,
        answered: 4,
        bids_by: Some(local(2027, 2, 19, 12, 0, 0)),
        standstill_ends: None,
        starts: date(2027, 4, 1),
        ends: date(2029, 3, 31),
        lots: vec![SeenLot {
            title: "House coal".to_owned(),
            unit: Unit::parse("tonne").unwrap(),
            award: Some(("Cwm Fuels Ltd".to_owned(), local(2027, 3, 11, 9, 0, 0))),
            volumes: None,
        }],
    }
}

fn window(now: DateTime<Utc>) -> Window {
    Window {
        since: now - Duration::days(7),
        now,
        tz: London,
    }
}

fn headings(seen: Seen, now: DateTime<Utc>) -> Vec<Heading> {
    let sections = sections(&[seen], window(now));
    sections.into_iter().map(|s| s.heading).collect()
}

#[test]
fn each_stage_has_its_section_and_empty_ones_say_nothing() {
    use Heading::{Awarded, CallOff, EndsSoon, Next, Open, OutToTender};
    let none = |stage| Seen {
        lots: vec![],
        ..seen(stage)
    };
    let early = local(2026, 11, 1, 9, 0, 0);
    assert_eq!(headings(none(Stage::Collecting), early), [Open]);
    let near = local(2026, 12, 1, 9, 0, 0);
    assert_eq!(headings(none(Stage::Collecting), near), [Open, Next]);
    assert_eq!(headings(none(Stage::Collected), near), []);
    let bids = local(2027, 1, 13, 9, 0, 0);
    assert_eq!(headings(none(Stage::OutToTender), bids), [OutToTender]);
    let won = local(2027, 3, 12, 9, 0, 0);
    assert_eq!(headings(seen(Stage::Awarded), won), [Awarded, Next]);
    let running = local(2027, 5, 1, 9, 0, 0);
    assert_eq!(headings(seen(Stage::CallOff), running), [CallOff]);
    let end = local(2029, 3, 1, 9, 0, 0);
    assert_eq!(
        headings(seen(Stage::CallOff), end),
        [CallOff, EndsSoon, Next]
    );
    for over in [Stage::Ended, Stage::Cancelled] {
        assert_eq!(headings(seen(over), won), []);
    }
    assert!(sections(&[], window(won)).is_empty());
}

#[test]
fn what_ends_within_nine_months_ends_soon() {
    let ends_soon = |now| headings(seen(Stage::CallOff), now).contains(&Heading::EndsSoon);
    assert!(!ends_soon(local(2028, 6, 29, 12, 0, 0)));
    assert!(ends_soon(local(2028, 6, 30, 23, 0, 0)));
    assert!(ends_soon(local(2029, 3, 31, 23, 0, 0)));
    assert!(!ends_soon(local(2029, 4, 1, 0, 0, 0)));
}

#[test]
fn an_award_is_news_once_the_standstill_is_over() {
    let awarded = |now| headings(seen(Stage::CallOff), now).contains(&Heading::Awarded);
    assert!(awarded(local(2027, 3, 18, 8, 0, 0)));
    assert!(!awarded(local(2027, 3, 18, 10, 0, 0)));
}

#[test]
fn the_share_called_off_is_whole_and_rounded_down() {
    let share = |declared, called_off| {
        let of = Quantity::from_thousandths;
        let (declared, called_off) = (of(declared), of(called_off));
        Volumes {
            year: 1,
            declared,
            called_off,
        }
        .percent()
    };
    assert_eq!(share(713_750, 701_750), Some(98));
    assert_eq!(share(0, 5), None);
    assert_eq!(share(i64::MAX, i64::MAX), Some(100));
}

#[test]
fn a_digest_reads_well() {
    let at = |stage, reference: &str, title: &str| Seen {
        reference: reference.to_owned(),
        title: title.to_owned(),
        thread_id: None,
        ..seen(stage)
    };
    let mut running = at(Stage::CallOff, "ST-2025-02", "Stationery");
    running.lots[0].title = "Paper".to_owned();
    running.lots[0].volumes = Some(Volumes {
        year: 2,
        declared: Quantity::parse("713.75").unwrap(),
        called_off: Quantity::parse("681.75").unwrap(),
    });
    let mut awarded = at(Stage::Awarded, "SF-2027-01", "Solid fuel");
    awarded.standstill_ends = Some(date(2027, 3, 23));
    let mut collecting = at(Stage::Collecting, "GR-2027-03", "Road salt");
    collecting.respond_by = local(2027, 3, 19, 17, 0, 0);
    let mut bidding = at(Stage::OutToTender, "VH-2027-02", "Vans");
    bidding.bids_by = Some(local(2027, 4, 2, 12, 0, 0));
    running.ends = date(2027, 9, 30);
    let sections = sections(
        &[collecting, bidding, awarded, running],
        window(local(2027, 3, 12, 9, 0, 0)),
    );
    let digest_in = |language| service::Digest {
        forum: forums::service::Forum {
            id: ForumId(1),
            guild_id: GUILD,
            region: "South Wales".to_owned(),
            channel_id: 4,
            threads: false,
            language,
            tags: Default::default(),
            digest: None,
            paused: false,
            last_digest_at: None,
        },
        on: date(2027, 3, 12),
        sections: sections.clone(),
        record: Some("1234 0123456789abcdef0123456789abcdef".parse().unwrap()),
    };
    shows!("digest", |lang| {
        let digest = digest_in(lang);
        format!("{}\n{}", cards::title(&digest), text(&digest))
    });
    let plain = |lang| {
        let line = |it| super::wording::line(&Plain(London), it, lang);
        let said = sections.iter().map(|section| {
            let heading = super::wording::heading(section.heading).say(lang);
            let lines: Vec<String> = section.lines.iter().map(line).collect();
            format!("{heading}\n{}", lines.join("\n"))
        });
        said.collect::<Vec<_>>().join("\n")
    };
    shows!("digest_elsewhere", plain);
}

async fn digest(world: &World) -> service::Digest {
    let reader = world.reader();
    let forum = forums::service::find(&reader, GUILD, "South Wales")
        .await
        .unwrap();
    service::gather(&reader, forum.id, world.now())
        .await
        .unwrap()
}

fn text(digest: &service::Digest) -> String {
    let messages = cards::messages(digest);
    let texts: Vec<_> = messages.into_iter().map(|m| m.content).collect();
    texts.join("\n---\n")
}

#[tokio::test]
async fn a_digest_follows_the_story() {
    for world in scenes::councils().await {
        let nothing = digest(&world).await;
        assert!(nothing.is_empty() && cards::messages(&nothing).is_empty());
    }
    for (world, _) in scenes::announced().await {
        world.declare_all().await;
        let open = digest(&world).await;
        let due = local(2026, 12, 18, 17, 0, 0).timestamp();
        assert_eq!(cards::title(&open), "Digest, South Wales, 23 November 2026");
        let shown = text(&open);
        let line = format!("answers are due <t:{due}:F>; 1 of 6 hasn't answered yet.");
        assert!(shown.contains(&line), "{shown}");
        assert!(
            !shown.contains("TRA") && !shown.contains("Traeth"),
            "{shown}"
        );
        world.deadline().await.unwrap();
        assert!(digest(&world).await.is_empty());
        world.publish().await;
        let bids = local(2027, 2, 19, 12, 0, 0).timestamp();
        let shown = text(&digest(&world).await);
        assert!(shown.contains(&format!("**Out to tender**\n- **SF-2027-01** Solid fuel 2027–2029 (led by ABW): bids are due <t:{bids}:F>.")), "{shown}");
        world.clock.advance_to(local(2027, 3, 11, 9, 0, 0));
        world.award(ABW, world.house_coal()).await.unwrap();
        world.award(ABW, world.smokeless()).await.unwrap();
        let shown = text(&digest(&world).await);
        let end = crate::values::time_zone::end_of_day(date(2027, 3, 23), London).timestamp();
        assert!(shown.contains(&format!("House coal to Cwm Fuels Ltd; Smokeless fuel to Northern Smokeless plc; the standstill ends <t:{end}:F>.")), "{shown}");
        world.clock.advance_to(local(2027, 4, 1, 9, 0, 0));
        tenders::service::start(&world.ledger, GUILD, world.tender_id)
            .await
            .unwrap();
        for (who, short, quantity) in [
            (ABW, "ABW", "400"),
            (BRY, "BRY", "185.5"),
            (NIA, "DYF", "96.25"),
        ] {
            world.orders_for(who, short, "House coal", quantity).await;
        }
        // Nia Rees knows two of the four that declared coal: of the two others each would be read off.
        let shown = text(&digest(&world).await);
        assert!(
            shown.contains("House coal; Smokeless fuel: 0 ordered of the 546.5 tonnes"),
            "{shown}"
        );
        for (who, short, quantity) in [
            (ABW, "ABW", "150"),
            (BRY, "BRY", "80"),
            (NIA, "PFR", "6.5"),
            (GLA, "GLA", "200"),
        ] {
            world
                .orders_for(who, short, "Smokeless fuel", quantity)
                .await;
        }
        let shown = text(&digest(&world).await);
        assert!(
            shown.contains(
                "Smokeless fuel: 436.5 ordered of the 546.5 tonnes declared for contract year 1 (79%)"
            ),
            "{shown}"
        );
        world.clock.advance_to(local(2029, 1, 8, 9, 0, 0));
        assert!(text(&digest(&world).await).contains("**Ending within nine months**"));
    }
}

#[tokio::test]
async fn one_that_was_missed_is_queued_once_and_posted() {
    for (world, _) in scenes::announced().await {
        let registrar = world.by(REGISTRAR);
        let region = "South Wales";
        let forum =
            forums::service::schedule_digest(&world.ledger, &registrar, region, "every monday 9am")
                .await
                .unwrap();
        world.sent().await;
        world.clock.advance_to(local(2026, 12, 16, 12, 0, 0));
        let clock = world.shared_clock();
        let mut sweeper = Sweeper::new(world.ledger.clone(), clock.clone(), duties::acts());
        sweeper.sweep().await.unwrap();
        sweeper.sweep().await.unwrap();
        let mut claimed = claim(&world).await;
        assert_eq!(claimed.len(), 1, "missed three times, queued once");
        let delivery = claimed.remove(0);
        let letter: DigestPost = delivery.letter().unwrap();
        let composed = composing::composer(&world.ledger, &clock)
            .compose(&letter, &delivery)
            .await
            .unwrap();
        let Composed::Post {
            channel_id,
            title,
            message,
            ..
        } = composed
        else {
            panic!("{composed:?}");
        };
        assert_eq!(
            (channel_id, title.as_str()),
            (forum.channel_id, "Digest, South Wales, 16 December 2026")
        );
        assert!(message.content.contains("6 of 6 haven't answered yet"));
    }
}

/// What is claimed of what is queued.
async fn claim(world: &World) -> Vec<Delivery> {
    let (give, take) = std::sync::mpsc::channel();
    world
        .ledger
        .write(Cause::due(0), move |tx| {
            async move {
                let claimed = queue::claim(tx, "me", 10).await?;
                let _ = give.send(claimed);
                Ok(())
            }
            .boxed()
        })
        .await
        .unwrap();
    take.recv().unwrap()
}

#[tokio::test]
async fn a_long_digest_continues_in_its_post_with_everything_escaped() {
    for world in scenes::councils().await {
        let title = format!("*@everyone* [coal]({}", "x".repeat(48));
        for _ in 0..12 {
            let announce = tenders::service::Announce {
                title: title.clone(),
                ..World::solid_fuel()
            };
            tenders::service::announce(&world.ledger, &world.by(ABW), announce)
                .await
                .unwrap();
        }
        world.sent().await;
        let digest = digest(&world).await;
        let messages = cards::messages(&digest);
        assert!(messages.len() > 1);
        for message in &messages {
            assert!(limits::length(&message.content) < limits::CONTENT - 100);
            assert!(
                message.content.starts_with("**"),
                "each says what it is about"
            );
            assert!(!message.content.contains("@everyone"));
            assert!(!message.content.contains("[coal]"));
            assert!(message.mentions.users.is_empty());
        }
        let due: usize = messages
            .iter()
            .map(|m| m.content.matches("answers are due").count())
            .sum();
        let lines: usize = digest.sections.iter().map(|s| s.lines.len()).sum();
        assert_eq!(due, lines, "nothing is lost at a page's end");
        // It is queued by hand, by a registrar only, and the rest follows in the thread, in order.
        let by_person = service::now(&world.ledger, &world.by(ABW), "South Wales").await;
        assert!(refusal(by_person).wrong.to_string().contains("registrar"));
        service::now(&world.ledger, &world.by(REGISTRAR), "South Wales")
            .await
            .unwrap();
        let post = claim(&world).await.remove(0);
        let clock = world.shared_clock();
        let composer = composing::composer(&world.ledger, &clock);
        let sent = Arc::new(composing::composer(&world.ledger, &clock));
        world
            .ledger
            .write(Cause::due(GUILD), move |tx| {
                async move {
                    let letter: DigestPost = post.letter()?;
                    let at = Arrived {
                        channel_id: 4242,
                        message_id: 1,
                    };
                    sent.sent(tx, &letter, &post, at).await?;
                    queue::sent(tx, &post, 4242, 1).await
                }
                .boxed()
            })
            .await
            .unwrap();
        let more = claim(&world).await.remove(0);
        let letter: DigestMore = more.letter().unwrap();
        assert_eq!((more.kind.as_str(), letter.part), ("digest.more", 1));
        let composed = composer.compose(&letter, &more).await.unwrap();
        let Composed::Send {
            channel_id,
            message,
        } = composed
        else {
            panic!("{composed:?}");
        };
        assert_eq!((channel_id, &message.content), (4242, &messages[1].content));
    }
}

#[tokio::test]
async fn nothing_to_say_is_not_posted_and_a_preview_says_so() {
    for world in scenes::councils().await {
        let nothing = service::now(&world.ledger, &world.by(REGISTRAR), "South Wales").await;
        assert!(
            refusal(nothing)
                .wrong
                .to_string()
                .contains("nothing to say")
        );
        let preview = service::preview(&world.reader(), &world.by(BRY), "south wales", world.now())
            .await
            .unwrap();
        let answers = cards::previewed(&preview, Lang::English);
        assert!(answers[0].content().contains("wouldn't be posted"));
        let unknown =
            service::preview(&world.reader(), &world.by(BRY), "Mercia", world.now()).await;
        assert!(refusal(unknown).wrong.to_string().contains("Mercia"));
    }
}

#[tokio::test]
async fn a_commands_options_are_those_of_the_design() {
    let digest = super::commands().remove(0);
    let named: Vec<(String, Vec<String>)> = digest
        .subcommands
        .iter()
        .map(|c| {
            (
                c.name.to_string(),
                c.parameters.iter().map(|p| p.name.to_string()).collect(),
            )
        })
        .collect();
    let of = |name: &str, options: &[&str]| {
        (
            name.to_owned(),
            options.iter().map(|o| (*o).to_owned()).collect::<Vec<_>>(),
        )
    };
    let expected = [
        of("schedule", &["region", "schedule"]),
        of("preview", &["region"]),
        of("now", &["region"]),
        of("pause", &["region"]),
    ];
    assert_eq!(named, expected);
}

//! The use cases on a real database, with the authorities of the story (design, section 9).

use std::sync::Arc;

use chrono::TimeDelta;
use futures::FutureExt;

use super::composing;
use super::service::{
    self, Authority, Browse, Decide, Edit, Grant, Kind, Mandate, Register, RequestMandate, Revoke,
    Role, State,
};
use crate::clock::Clock;
use crate::delivery::facts::{Gone, MemberLeft};
use crate::delivery::queue;
use crate::delivery::testing::{sent_now, texts};
use crate::ledger::{About, Cause, Error, Result};
use crate::servers;
use crate::testing::{ABW, GLA, GUILD, MANAGER, NIA, REGISTRAR, World, refusal, scenes, user_id};
use crate::values::{Actor, Agreed, AuthorityId, MandateId, Onward, Regime};
use crate::words::Lang;

fn typed(name: &str, kind: &str, region: &str, short_name: Option<&str>) -> Register {
    Register {
        name: name.to_owned(),
        kind: kind.to_owned(),
        region: region.to_owned(),
        short_name: short_name.map(str::to_owned),
        ..Register::default()
    }
}

async fn register(world: &World, request: Register) -> Result<Authority> {
    service::register(&world.ledger, &world.by(REGISTRAR), request).await
}

async fn ask(world: &World, actor: &Actor, authority: &str) -> Result<Mandate> {
    let request = RequestMandate {
        authority: authority.to_owned(),
        reason: Some("I buy its fuel.".to_owned()),
    };
    service::request_mandate(&world.ledger, actor, request).await
}

async fn decide(
    world: &World,
    actor: &Actor,
    mandate_id: MandateId,
    confirm: bool,
) -> Result<Mandate> {
    let request = Decide {
        mandate_id,
        confirm,
    };
    service::decide_mandate(&world.ledger, actor, request).await
}

async fn grant(
    world: &World,
    actor: &Actor,
    to: &str,
    authority: &str,
    role: Role,
) -> Result<Mandate> {
    let request = Grant {
        user_id: user_id(to),
        officer_name: to.to_owned(),
        authority: authority.to_owned(),
        role,
    };
    service::grant(&world.ledger, actor, request).await
}

async fn revoke(world: &World, actor: &Actor, from: &str, authority: &str) -> Result<Mandate> {
    let request = Revoke {
        user_id: user_id(from),
        authority: authority.to_owned(),
    };
    service::revoke(&world.ledger, actor, request).await
}

fn shorts(authorities: &[Authority]) -> Vec<&str> {
    authorities.iter().map(|a| a.short_name.as_str()).collect()
}

#[tokio::test]
async fn a_registrar_registers() {
    for world in scenes::servers().await {
        world.set_up().await;
        let request = Register {
            role_id: Some(44),
            address: Some("Neuadd y Sir,\n Aberwen".to_owned()),
            email: Some(" caffael@aberwen.gov.example ".to_owned()),
            identifier: Some("PABC-1234-WXYZ".to_owned()),
            ..typed(
                "  Aberwen  County Council ",
                "County",
                "South Wales",
                Some("abw"),
            )
        };
        let abw = register(&world, request).await.unwrap();
        assert_eq!(abw.name, "Aberwen County Council");
        assert_eq!((abw.short_name.as_str(), abw.kind), ("ABW", Kind::County));
        assert_eq!(abw.address.as_deref(), Some("Neuadd y Sir, Aberwen"));
        assert_eq!(abw.email.as_deref(), Some("caffael@aberwen.gov.example"));
        let reader = world.ledger.reader();
        assert_eq!(
            service::by_id(&reader, abw.id).await.unwrap(),
            Some(abw.clone())
        );

        let acc = typed("Ammanfryn County Council", "county", "SOUTH wales", None);
        let acc = register(&world, acc).await.unwrap();
        assert_eq!(acc.short_name, "ACC");
        assert_eq!(
            acc.region, "South Wales",
            "a region is spelled as the first spelled it"
        );
        let other = typed("Afonwen County Council", "county", "South Wales", None);
        assert_eq!(register(&world, other).await.unwrap().short_name, "ACC2");
        let kinds = world.kinds().await;
        assert_eq!(kinds[1..], ["authority.registered"; 3]);
    }
}

#[tokio::test]
async fn register_refuses_with_help() {
    for mut world in scenes::servers().await {
        let not_set_up = refusal(register(&world, typed("A B", "county", "R", None)).await);
        assert!(not_set_up.help.to_string().contains("/griffin setup"));
        world.registers().await;
        let before = world.kinds().await.len();
        let (ledger, nia) = (&world.ledger, world.by(NIA));
        let by_person = service::register(ledger, &nia, typed("A B", "county", "R", None)).await;
        assert!(refusal(by_person).wrong.to_string().contains("registrar"));
        for (request, wrong, help) in [
            (
                typed("A B", "guild", "R", None),
                "“guild”",
                "london-borough",
            ),
            (
                typed(" ", "county", "R", None),
                "authority's name",
                "1 to 100",
            ),
            (typed("A B", "county", "", None), "region", "1 to 60"),
            (
                typed("A B", "county", "R", Some("A-B")),
                "“A-B”",
                "such as ABW",
            ),
            (
                typed("A B", "county", "R", Some("abw")),
                "Aberwen County Council already has the short name ABW",
                "such as B2",
            ),
            (
                typed("aberwen county council", "county", "R", None),
                "as ABW",
                "different body",
            ),
            (typed("燃料", "county", "R", None), "“燃料”", "2 to 10"),
            (
                Register {
                    email: Some("nobody".into()),
                    ..typed("A B", "county", "R", None)
                },
                "“nobody”",
                "aberwen.gov.example",
            ),
            (
                Register {
                    role_id: Some(GUILD),
                    ..typed("A B", "county", "R", None)
                },
                "@everyone",
                "role",
            ),
            (
                Register {
                    address: Some("x".repeat(301)),
                    ..typed("A B", "county", "R", None)
                },
                "an address",
                "1 to 300",
            ),
            (
                Register {
                    identifier: Some("9".repeat(51)),
                    ..typed("A B", "county", "R", None)
                },
                "an identifier",
                "1 to 50",
            ),
        ] {
            let said = refusal(register(&world, request).await).to_string();
            assert!(said.contains(wrong) && said.contains(help), "{said}");
        }
        assert_eq!(world.kinds().await.len(), before);
    }
}

#[tokio::test]
async fn the_register_is_listed_found_and_shown() {
    for world in scenes::registered().await {
        let reader = world.ledger.reader();

        let browse = async |region: Option<&str>, kind, page| {
            let region = region.map(str::to_owned);
            let request = Browse { region, kind, page };
            service::browse(&reader, GUILD, &request).await
        };
        let all = browse(None, None, 0).await.unwrap();
        assert_eq!(
            shorts(&all.authorities),
            ["ABW", "BRY", "DYF", "GLA", "PFR", "TRA"]
        );
        assert_eq!((all.page, all.pages, all.total), (1, 1, 6));
        let south = browse(Some("south WALES"), Some(Kind::Unitary), 1)
            .await
            .unwrap();
        assert_eq!(shorts(&south.authorities), ["BRY", "GLA"]);
        assert_eq!(browse(None, Some(Kind::Police), 1).await.unwrap().total, 0);
        let nowhere = refusal(browse(Some("Mercia"), None, 1).await);
        assert_eq!(
            nowhere.help.to_string(),
            "Choose Mid and West Wales or South Wales."
        );

        for text in [
            "gla",
            "glanmor city council",
            " Glanmor City Council (GLA) ",
        ] {
            assert_eq!(
                service::find(&reader, GUILD, text)
                    .await
                    .unwrap()
                    .short_name,
                "GLA"
            );
        }
        let slip = refusal(service::find(&reader, GUILD, "Glanmorr").await);
        assert_eq!(
            slip.help.to_string(),
            "Did you mean Glanmor City Council (GLA)?"
        );
        assert!(slip.wrong.to_string().contains("“Glanmorr”"));
        let elsewhere = refusal(service::find(&reader, GUILD + 500_000, "GLA").await);
        assert!(elsewhere.help.to_string().contains("/authority register"));

        let regions = ["mid and west wales".to_owned()];
        let mid = service::in_regions(&reader, GUILD, &regions).await.unwrap();
        assert_eq!(shorts(&mid), ["DYF", "PFR", "TRA"]);
        assert!(
            service::in_regions(&reader, GUILD, &[])
                .await
                .unwrap()
                .is_empty()
        );
        let suggested = service::suggest(&reader, GUILD, "council").await.unwrap();
        assert_eq!(shorts(&suggested), ["ABW", "DYF", "GLA", "TRA"]);

        grant(&world, &world.by(REGISTRAR), NIA, "DYF", Role::Officer)
            .await
            .unwrap();
        let shown = service::show(&reader, GUILD, "DYF").await.unwrap();
        assert_eq!(shown.authority.name, "Dyffryn Vale Council");
        assert_eq!(shown.mandates.len(), 1);
        refusal(service::show(&reader, GUILD, "QQQ").await);
    }
}

#[tokio::test]
async fn long_lists_have_pages() {
    for world in scenes::servers().await {
        world.set_up().await;
        let mut csv = "name,kind,region\n".to_owned();
        for number in 0..45 {
            csv.push_str(&format!("Body {number:02} of Wales,other,South Wales\n"));
        }
        service::import(&world.ledger, &world.by(REGISTRAR), csv.into_bytes())
            .await
            .unwrap();
        let mut seen = Vec::new();
        for page in 1..=3 {
            let request = Browse {
                page,
                ..Browse::default()
            };
            let page = service::browse(&world.ledger.reader(), GUILD, &request).await;
            let page = page.unwrap();
            assert_eq!((page.pages, page.total), (3, 45));
            seen.extend(page.authorities.into_iter().map(|a| a.id));
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 45);
        let request = Browse {
            page: 99,
            ..Browse::default()
        };
        let last = service::browse(&world.ledger.reader(), GUILD, &request).await;
        let last = last.unwrap();
        assert_eq!((last.page, last.authorities.len()), (3, 5));
    }
}

/// The question that is asked before something is done.
fn asked<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(Error::Asks(preview)) => {
            let lines = preview.lines.iter().chain(&preview.odd);
            let all = [&preview.title].into_iter().chain(lines);
            all.map(|it| it.to_string()).collect::<Vec<_>>().join("\n")
        }
        other => panic!("it was not asked about: {other:?}"),
    }
}

/// A registrar who has not agreed to anything yet.
fn unasked(world: &World) -> Actor {
    Actor {
        agreed: Agreed::Nothing,
        ..world.by(REGISTRAR)
    }
}

#[tokio::test]
async fn an_import_says_what_it_would_do_and_does_the_good_lines_after_a_yes() {
    for world in scenes::servers().await {
        world.set_up().await;
        let aberwen = typed(
            "Aberwen County Council",
            "county",
            "South Wales",
            Some("ABW"),
        );
        register(&world, aberwen).await.unwrap();
        let before = world.kinds().await.len();
        let import = async |actor: Actor, csv: &str| {
            service::import(&world.ledger, &actor, csv.as_bytes().to_vec()).await
        };
        let csv = "gss,name,kind,region,short_name,address,email,identifier\n\
            W1,Bryncoch County Borough,County borough,South Wales,BRY,,,\n\
            \n\
            W2,Traeth District Council,guild,Mid and West Wales,TRA,,nobody,\n\
            W3,Glanmor City Council,unitary,S. Wales,bry,,,\n\
            W4,Aberwen county council,county,south wales,,Neuadd y Sir,,PABC\n\
            W5,Pennant Fire and Rescue,fire,Mid and West Wales,PFR,,,,more\n\
            W6,Glanmor City Council,unitary,S. Wales,,,,\n";
        let said = asked(import(unasked(&world), csv).await);
        for line in [
            "Take in this file?",
            "2 authorities are new:",
            "Bryncoch County Borough (BRY), South Wales",
            "1 authority changes: Address (1), Identifier (1)",
            "ABW: Address: nothing → Neuadd y Sir; Identifier: nothing → PABC",
            "Columns that griffin passes over: gss",
            "S. Wales: do you mean South Wales?",
            "3 lines are wrong and are left out:",
        ] {
            assert!(said.contains(line), "{line}\n{said}");
        }
        assert!(
            said.contains("Line 4: “guild”") && said.contains("Line 5: "),
            "{said}"
        );
        assert_eq!(world.kinds().await.len(), before, "nothing is done before");

        let done = import(world.by(REGISTRAR), csv).await.unwrap();
        assert_eq!(done.short_names, ["BRY", "GCC"]);
        assert_eq!((done.changed, done.same), (vec!["ABW".to_owned()], 0));
        assert_eq!(done.left_out, "4–5, 7");
        let reader = world.ledger.reader();
        let abw = service::find(&reader, GUILD, "ABW").await.unwrap();
        assert_eq!(
            abw.name, "Aberwen County Council",
            "another case is no other name"
        );
        assert_eq!(abw.address.as_deref(), Some("Neuadd y Sir"));
        assert_eq!(
            world.kinds().await[before..],
            [
                "authority.edited",
                "authority.registered",
                "authority.registered"
            ]
        );

        // Once more: there is nothing to do, and nothing is asked.
        let good = "name,kind,region,address\nAberwen County Council,county,South Wales,\n";
        let again = import(unasked(&world), good).await.unwrap();
        assert_eq!((again.same, again.short_names.len()), (1, 0));
        let wrong = refusal(import(unasked(&world), "name,kind,region\nX,guild,Y\n").await);
        assert!(
            wrong.to_string().contains("nothing was registered"),
            "{wrong}"
        );

        let by_person = world.by(NIA);
        let by_person = service::import(&world.ledger, &by_person, csv.into()).await;
        assert!(refusal(by_person).wrong.to_string().contains("registrar"));

        // Tregaron's suggestion would be TCC, which a later line names.
        let csv = "\u{feff}Kind;Name;Region;Short Name;Address\r\n\
            unitary;Tregaron City Council;south wales;;\"Sgwâr y Farchnad;\r\nTregaron\"\r\n\
            college;Tregaron Community College;South Wales;TCC;\r\n";
        let imported = import(world.by(REGISTRAR), csv).await.unwrap();
        assert_eq!(imported.short_names, ["TCC2", "TCC"]);
        let tregaron = service::find(&reader, GUILD, "TCC2").await.unwrap();
        assert_eq!(tregaron.region, "South Wales");
        let address = tregaron.address.as_deref();
        assert_eq!(address, Some("Sgwâr y Farchnad; Tregaron"));
    }
}

#[tokio::test]
async fn what_the_register_says_is_corrected_and_the_old_name_still_finds_it() {
    for (world, _) in scenes::announced().await {
        let edit = async |actor: Actor, authority: &str, edit: Edit| {
            service::edit(&world.ledger, &actor, authority.to_owned(), edit).await
        };
        let before = world.kinds().await.len();
        world.sent().await;
        let name = Edit {
            name: Some("Aberwen Council".to_owned()),
            name_cy: Some("Cyngor Aberwen".to_owned()),
            short_name: Some("abe".to_owned()),
            email: Some("buy@aberwen.example".to_owned()),
            ..Edit::default()
        };
        let edited = edit(unasked(&world), "ABW", name.clone()).await.unwrap();
        let said: Vec<String> = edited
            .changes
            .iter()
            .map(|it| it.text().to_string())
            .collect();
        assert_eq!(
            said,
            [
                "Name: Aberwen County Council → Aberwen Council",
                "Welsh name: nothing → Cyngor Aberwen",
                "Short name: ABW → ABE",
                "Email: nothing → buy@aberwen.example",
            ]
        );
        assert_eq!(world.kinds().await[before..], ["authority.edited"]);
        // Its tender's cards follow.
        let waiting = world.waiting().await;
        let cards = waiting.iter().filter(|(kind, ..)| kind == "tender.card");
        assert_eq!(cards.count(), 2, "{waiting:?}");
        let reader = world.ledger.reader();
        for text in ["ABE", "cyngor aberwen", "Aberwen County Council", "abw"] {
            let found = service::find(&reader, GUILD, text).await.unwrap();
            assert_eq!(found.name, "Aberwen Council", "{text}");
        }
        let near = service::suggest(&reader, GUILD, "aberwen county")
            .await
            .unwrap();
        assert_eq!(near[0].short_name, "ABE");

        let nothing = refusal(edit(unasked(&world), "ABE", name).await);
        assert!(nothing.to_string().contains("already"), "{nothing}");
        for (edit_to, says) in [
            (
                Edit {
                    name: Some("glanmor city council".into()),
                    ..Edit::default()
                },
                "as GLA",
            ),
            (
                Edit {
                    short_name: Some("GLA".into()),
                    ..Edit::default()
                },
                "Glanmor",
            ),
            (
                Edit {
                    email: Some("nobody".into()),
                    ..Edit::default()
                },
                "“nobody”",
            ),
            (
                Edit {
                    role_id: Some(GUILD),
                    ..Edit::default()
                },
                "@everyone",
            ),
        ] {
            let said = refusal(edit(world.by(REGISTRAR), "ABE", edit_to).await).to_string();
            assert!(said.contains(says), "{said}");
        }
        let by_nia = refusal(edit(world.by(NIA), "ABE", Edit::default()).await);
        assert!(by_nia.to_string().contains("registrar"), "{by_nia}");

        // A region is asked about only if it is new.
        let region = |to: &str| Edit {
            region: Some(to.to_owned()),
            ..Edit::default()
        };
        let near = asked(edit(unasked(&world), "GLA", region("S. Wales")).await);
        assert!(
            near.contains("S. Wales: do you mean South Wales?"),
            "{near}"
        );
        assert!(near.contains("Region: South Wales → S. Wales"), "{near}");
        let new = asked(edit(unasked(&world), "GLA", region("Mercia")).await);
        assert!(
            new.contains("Mercia is a new region: there is no forum"),
            "{new}"
        );
        let spelled = edit(unasked(&world), "GLA", region("mid AND west Wales")).await;
        assert_eq!(spelled.unwrap().authority.region, "Mid and West Wales");
        let agreed = edit(world.by(REGISTRAR), "GLA", region("Mercia"))
            .await
            .unwrap();
        assert_eq!(agreed.authority.region, "Mercia");
        let request = typed("Powys Fire", "fire", "Soth Wales", None);
        let near = asked(service::register(&world.ledger, &unasked(&world), request).await);
        assert!(near.contains("do you mean South Wales?"), "{near}");
        let proof = crate::proof::verify(&reader).await.unwrap();
        assert!(proof.servers.iter().all(|it| it.is_whole()), "{proof:?}");
    }
}

#[tokio::test]
async fn the_last_officer_of_a_tenders_lead_is_not_taken_away_unasked() {
    for (world, _) in scenes::announced().await {
        let before = world.kinds().await.len();
        let said = asked(revoke(&world, &unasked(&world), ABW, "ABW").await);
        assert!(
            said.contains("Nobody else acts for Aberwen County Council (ABW)"),
            "{said}"
        );
        assert!(
            said.contains("It leads SF-2027-01 Solid fuel 2027–2029"),
            "{said}"
        );
        assert_eq!(world.kinds().await.len(), before);
        // Who has nothing under way, or another officer, is not asked about.
        revoke(&world, &unasked(&world), GLA, "GLA").await.unwrap();
        world.grant(NIA, "ABW", Role::Officer).await;
        revoke(&world, &unasked(&world), NIA, "ABW").await.unwrap();
        revoke(&world, &world.by(REGISTRAR), ABW, "ABW")
            .await
            .unwrap();
    }
}

/// Discord says that an officer is no longer in the server.
async fn leaves(world: &World, officer: &str) {
    let user_id = user_id(officer);
    let left = world.ledger.write(Cause::due(GUILD), move |tx| {
        async move {
            queue::left(tx, GUILD, user_id).await?;
            tx.tell(&MemberLeft::of(About::SERVER, Gone { user_id }))
                .await
        }
        .boxed()
    });
    left.await.unwrap();
}

#[tokio::test]
async fn of_an_officer_who_left_the_registrars_hear_what_hangs_on_them() {
    for (world, _) in scenes::announced().await {
        let channel = servers::service::SetUp {
            registrar_channel: Some(5),
            ..Default::default()
        };
        servers::service::set_up(&world.ledger, &world.by(MANAGER), channel)
            .await
            .unwrap();
        world.sent().await;
        let letters = composing::composers(&world.ledger, Arc::new(world.clock.clone()));
        world.grant(ABW, "DYF", Role::Observer).await;
        world.grant(ABW, "GLA", Role::Officer).await;
        leaves(&world, ABW).await;
        let said = texts(&sent_now(&world.ledger, &letters).await).concat();
        for expected in [
            "They hold these 3 mandates",
            "officer of **Aberwen County Council (ABW)**: nobody else in this server acts for it",
            "- officer of **Glanmor City Council (GLA)**\n",
            "- observer of **Dyffryn Vale Council (DYF)**\n",
        ] {
            assert!(said.contains(expected), "{expected}: {said}");
        }
        // Whoever has left can't stand in for the last who is there.
        world.grant(NIA, "ABW", Role::Officer).await;
        asked(revoke(&world, &unasked(&world), NIA, "ABW").await);
        let (reader, abw) = (world.ledger.reader(), world.ids["ABW"]);
        let here = async || {
            let now = world.clock.now();
            service::officers_here(&reader, abw, now).await.unwrap()
        };
        assert_eq!(here().await, [user_id(NIA)]);
        assert_eq!(service::officers_of(&reader, abw).await.unwrap().len(), 2);
        // After a day it may be otherwise: they are looked up again.
        world.clock.advance(TimeDelta::days(1));
        assert_eq!(here().await.len(), 2);
        // Of whom nothing hangs on, nobody is told.
        leaves(&world, "somebody").await;
        assert!(sent_now(&world.ledger, &letters).await.is_empty());
    }
}

#[tokio::test]
async fn who_has_no_mandate_is_led_to_ask_for_one() {
    for world in scenes::registered().await {
        let reader = world.ledger.reader();
        let way = async |given: Option<&str>| {
            let refused = refusal(service::acting_for(&reader, &world.by(NIA), given).await);
            match refused.onward {
                Onward::Press(way) => Some((way.kind.into_owned(), AuthorityId(way.row))),
                _ => None,
            }
        };
        let dyf = world.ids["DYF"];
        let to = |id| Some((service::ASK.to_owned(), id));
        assert_eq!(way(None).await, to(AuthorityId(0)));
        assert_eq!(way(Some("DYF")).await, to(dyf));
        let asked = service::request_for(&world.ledger, &world.by(NIA), dyf).await;
        assert_eq!(asked.unwrap().state, State::Requested);
        // Asked for already, or typed by somebody who acts for another: there is nothing to ask for.
        assert_eq!(way(Some("DYF")).await, None);
        world.grant(NIA, "PFR", Role::Officer).await;
        assert_eq!(way(Some("GLA")).await, None);
        let gone = service::request_for(&world.ledger, &world.by(NIA), AuthorityId(0)).await;
        refusal(gone);
    }
}

#[tokio::test]
async fn a_mandate_is_asked_for_and_decided() {
    for world in scenes::registered().await {
        let reader = world.ledger.reader();
        let nia = || Actor {
            name: "Nia\n Rees".to_owned(),
            ..world.by(NIA)
        };
        let none = refusal(service::acting_for(&reader, &nia(), None).await);
        assert!(none.help.to_string().contains("/mandate request"), "{none}");

        let asked = ask(&world, &nia(), "dyffryn vale council").await.unwrap();
        assert_eq!((asked.state, asked.role), (State::Requested, Role::Officer));
        assert_eq!(asked.officer_name, "Nia Rees");
        assert_eq!(asked.reason.as_deref(), Some("I buy its fuel."));
        let waiting = world.waiting().await;
        assert_eq!(waiting.len(), 1);
        let (kind, subject, lane, _) = &waiting[0];
        assert_eq!(
            (kind.as_str(), *subject),
            ("mandate.request", i64::from(asked.id))
        );
        assert_eq!(*lane, format!("registrars:{GUILD}"));
        assert!(
            !service::acts_for(&reader, &nia(), asked.authority.id)
                .await
                .unwrap()
        );
        assert!(
            !service::reads_for(&reader, &nia(), asked.authority.id)
                .await
                .unwrap()
        );
        let pending = refusal(service::acting_for(&reader, &nia(), None).await);
        assert!(
            pending
                .wrong
                .to_string()
                .contains("asked for Dyffryn Vale Council (DYF)"),
            "{pending}"
        );
        let again = refusal(ask(&world, &nia(), "DYF").await);
        assert!(
            again.wrong.to_string().contains("asked to act for"),
            "{again}"
        );
        assert_eq!(service::mine(&reader, &nia()).await.unwrap().len(), 1);
        assert!(
            service::mandates_of(&reader, GUILD, user_id(NIA))
                .await
                .unwrap()
                .is_empty()
        );

        assert!(
            refusal(decide(&world, &nia(), asked.id, true).await)
                .wrong
                .to_string()
                .contains("registrar")
        );
        let no = decide(&world, &world.by(REGISTRAR), asked.id, false)
            .await
            .unwrap();
        assert_eq!(
            (no.state, no.decided_by),
            (State::Refused, Some(user_id(REGISTRAR)))
        );
        let late = refusal(decide(&world, &world.by(REGISTRAR), asked.id, true).await);
        assert!(
            late.wrong.to_string().contains("already been refused"),
            "{late}"
        );
        assert!(service::mine(&reader, &nia()).await.unwrap().is_empty());

        let anew = ask(&world, &nia(), "DYF").await.unwrap();
        assert_eq!((anew.id, anew.decided_by), (asked.id, None));
        let yes = decide(&world, &world.by(REGISTRAR), anew.id, true)
            .await
            .unwrap();
        assert_eq!(yes.state, State::Held);
        let late = refusal(decide(&world, &world.by(REGISTRAR), anew.id, false).await);
        assert!(
            late.wrong.to_string().contains("already been confirmed"),
            "{late}"
        );
        let told: Vec<_> = world
            .waiting()
            .await
            .into_iter()
            .filter(|w| w.0 == "mandate.decided")
            .collect();
        assert_eq!(told.len(), 1, "one that says how it is");
        assert_eq!(told[0].1, anew.id.0);
        assert_eq!(told[0].2, format!("user:{}", user_id(NIA)));
        assert_eq!(told[0].3, format!(r#"{{"user_id":{}}}"#, user_id(NIA)));
        let acting = service::acting_for(&reader, &nia(), None).await.unwrap();
        assert_eq!(acting.short_name, "DYF");
        assert!(
            refusal(ask(&world, &nia(), "DYF").await)
                .wrong
                .to_string()
                .contains("act for")
        );
        assert_eq!(
            world.kinds().await[7..],
            [
                "mandate.requested",
                "mandate.refused",
                "mandate.requested",
                "mandate.confirmed"
            ]
        );
    }
}

#[tokio::test]
async fn what_was_decided_is_told_as_it_is_when_it_is_sent() {
    for world in scenes::registered().await {
        let letters = composing::composers(&world.ledger, Arc::new(world.clock.clone()));
        let said = async || texts(&sent_now(&world.ledger, &letters).await);
        let nia = || world.by(NIA);
        let asked = ask(&world, &nia(), "DYF").await.unwrap();
        said().await;
        decide(&world, &world.by(REGISTRAR), asked.id, false)
            .await
            .unwrap();
        assert!(said().await[0].starts_with("A registrar decided"));
        // Decided again before the officer was told.
        ask(&world, &nia(), "DYF").await.unwrap();
        decide(&world, &world.by(REGISTRAR), asked.id, false)
            .await
            .unwrap();
        ask(&world, &nia(), "DYF").await.unwrap();
        assert_eq!(said().await, [] as [String; 0], "nothing is decided");
        decide(&world, &world.by(REGISTRAR), asked.id, false)
            .await
            .unwrap();
        ask(&world, &nia(), "DYF").await.unwrap();
        decide(&world, &world.by(REGISTRAR), asked.id, true)
            .await
            .unwrap();
        let told = said().await;
        assert!(
            matches!(&told[..], [one] if one.starts_with("You now act for")),
            "once, and as it is: {told:#?}"
        );
    }
}

#[tokio::test]
async fn requests_are_refused_with_help() {
    for mut world in scenes::servers().await {
        assert!(
            refusal(ask(&world, &world.by(NIA), "DYF").await)
                .help
                .to_string()
                .contains("/griffin setup")
        );
        world.registers().await;
        let nia = || world.by(NIA);
        let slip = refusal(ask(&world, &nia(), "DIF").await);
        assert_eq!(
            slip.help.to_string(),
            "Did you mean Dyffryn Vale Council (DYF)?"
        );
        let request = RequestMandate {
            authority: "DYF".to_owned(),
            reason: Some("x".repeat(501)),
        };
        let long = refusal(service::request_mandate(&world.ledger, &nia(), request).await);
        assert!(long.help.to_string().contains("1 to 500"));
        grant(&world, &world.by(REGISTRAR), NIA, "DYF", Role::Observer)
            .await
            .unwrap();
        assert!(
            refusal(ask(&world, &nia(), "DYF").await)
                .wrong
                .to_string()
                .contains("observer")
        );
        assert!(
            refusal(decide(&world, &world.by(REGISTRAR), MandateId(i64::MAX), true).await)
                .wrong
                .to_string()
                .contains("register")
        );
        assert!(world.waiting().await.is_empty());
    }
}

#[tokio::test]
async fn a_registrar_decides_in_their_own_server_alone() {
    let world = &scenes::registered().await[0];
    let asked = ask(world, &world.by(NIA), "DYF").await.unwrap();
    let mut elsewhere = world.by(MANAGER);
    elsewhere.guild_id += 1_000_000;
    let there = servers::service::SetUp {
        nation: Some(Regime::Wales),
        ..Default::default()
    };
    servers::service::set_up(&world.ledger, &elsewhere, there)
        .await
        .unwrap();
    elsewhere.interaction_id += 1;
    let said = refusal(decide(world, &elsewhere, asked.id, true).await);
    assert!(
        said.wrong
            .to_string()
            .contains("isn't in this server's register"),
        "{said}"
    );
    // Nor does a mandate here count there.
    decide(world, &world.by(REGISTRAR), asked.id, true)
        .await
        .unwrap();
    let mut nia = world.by(NIA);
    let reader = world.ledger.reader();
    assert!(
        service::acts_for(&reader, &nia, asked.authority.id)
            .await
            .unwrap()
    );
    nia.guild_id = elsewhere.guild_id;
    assert!(
        !service::acts_for(&reader, &nia, asked.authority.id)
            .await
            .unwrap()
    );
    assert!(
        !service::reads_for(&reader, &nia, asked.authority.id)
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn nia_acts_for_two_and_says_for_which() {
    for world in scenes::registered().await {
        let reader = world.ledger.reader();
        let nia = world.by(NIA);
        let by_person = refusal(grant(&world, &nia, NIA, "DYF", Role::Officer).await);
        assert!(by_person.wrong.to_string().contains("registrar"));
        grant(&world, &world.by(REGISTRAR), NIA, "DYF", Role::Officer)
            .await
            .unwrap();
        grant(&world, &world.by(REGISTRAR), NIA, "PFR", Role::Officer)
            .await
            .unwrap();
        grant(&world, &world.by(REGISTRAR), NIA, "TRA", Role::Observer)
            .await
            .unwrap();
        let twice = refusal(grant(&world, &world.by(REGISTRAR), NIA, "PFR", Role::Officer).await);
        assert!(
            twice
                .wrong
                .to_string()
                .contains("Nia Rees is already an officer for Pennant"),
            "{twice}"
        );

        let which = refusal(service::acting_for(&reader, &nia, None).await);
        assert_eq!(
            which.help.to_string(),
            "Choose Dyffryn Vale Council (DYF) or Pennant Fire and Rescue (PFR)."
        );
        let pfr = service::acting_for(&reader, &nia, Some("pfr"))
            .await
            .unwrap();
        assert!(service::acts_for(&reader, &nia, pfr.id).await.unwrap());
        let observed = refusal(service::acting_for(&reader, &nia, Some("TRA")).await);
        assert!(
            observed.wrong.to_string().contains("observers read")
                && observed.help.to_string().contains("/mandate grant"),
            "{observed}"
        );
        let not = refusal(service::acting_for(&reader, &nia, Some("ABW")).await);
        assert_eq!(
            not.wrong.to_string(),
            "You don't act for Aberwen County Council (ABW)."
        );
        assert!(
            not.help.to_string().contains("(PFR)")
                && not.help.to_string().contains("/mandate request ABW"),
            "{not}"
        );
        refusal(service::acting_for(&reader, &nia, Some("QQQ")).await);

        let tra = service::find(&reader, GUILD, "TRA").await.unwrap();
        assert!(!service::acts_for(&reader, &nia, tra.id).await.unwrap());
        assert!(service::reads_for(&reader, &nia, tra.id).await.unwrap());
        assert!(
            service::officers_of(&reader, tra.id)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            service::of_authority(&reader, tra.id).await.unwrap().len(),
            1
        );
        assert_eq!(
            service::officers_of(&reader, pfr.id).await.unwrap(),
            [user_id(NIA)]
        );
        assert_eq!(
            service::mandates_of(&reader, GUILD, user_id(NIA))
                .await
                .unwrap()
                .len(),
            3
        );
        // The other role is a change.
        let acts = grant(&world, &world.by(REGISTRAR), NIA, "TRA", Role::Officer)
            .await
            .unwrap();
        assert!(acts.acts());
    }
}

#[tokio::test]
async fn a_mandate_taken_back_is_gone_at_once() {
    for world in scenes::registered().await {
        let reader = world.ledger.reader();
        let nia = world.by(NIA);
        let none = refusal(revoke(&world, &world.by(REGISTRAR), NIA, "DYF").await);
        assert!(none.wrong.to_string().contains("has no mandate"), "{none}");
        let asked = ask(&world, &world.by(NIA), "DYF").await.unwrap();
        let asked_only = refusal(revoke(&world, &world.by(REGISTRAR), NIA, "DYF").await);
        assert!(
            asked_only.wrong.to_string().contains("has asked"),
            "{asked_only}"
        );
        decide(&world, &world.by(REGISTRAR), asked.id, true)
            .await
            .unwrap();
        let by_person = refusal(revoke(&world, &world.by(NIA), NIA, "DYF").await);
        assert!(by_person.wrong.to_string().contains("registrar"));
        assert!(
            service::acts_for(&reader, &nia, asked.authority.id)
                .await
                .unwrap()
        );
        let gone = revoke(&world, &world.by(REGISTRAR), NIA, "DYF")
            .await
            .unwrap();
        assert_eq!(gone.state, State::Revoked);
        assert!(
            !service::acts_for(&reader, &nia, asked.authority.id)
                .await
                .unwrap()
        );
        refusal(service::acting_for(&reader, &nia, Some("DYF")).await);
        assert!(
            service::officers_of(&reader, asked.authority.id)
                .await
                .unwrap()
                .is_empty()
        );
        let late = refusal(decide(&world, &world.by(REGISTRAR), asked.id, true).await);
        assert!(
            late.wrong.to_string().contains("already been taken back"),
            "{late}"
        );
        refusal(revoke(&world, &world.by(REGISTRAR), NIA, "QQQ").await);
        refusal(revoke(&world, &world.by(REGISTRAR), NIA, "DYF").await);
    }
}

#[tokio::test]
async fn the_same_interaction_twice_changes_once() {
    for world in scenes::registered().await {
        let registrar = world.by(REGISTRAR);
        let new = typed("Cwmpas Trust", "voluntary", "South Wales", None);
        let first = service::register(&world.ledger, &registrar, new.clone())
            .await
            .unwrap();
        let second = service::register(&world.ledger, &registrar, new)
            .await
            .unwrap();
        assert_eq!(first, second);

        let nia = world.by(NIA);
        let asked = ask(&world, &nia, "DYF").await.unwrap();
        assert_eq!(ask(&world, &nia, "DYF").await.unwrap(), asked);
        assert_eq!(world.waiting().await.len(), 1);
        let press = world.by(REGISTRAR);
        let held = decide(&world, &press, asked.id, true).await.unwrap();
        assert_eq!(decide(&world, &press, asked.id, true).await.unwrap(), held);
        assert_eq!(world.waiting().await.len(), 2);
        let granting = world.by(REGISTRAR);
        let granted = grant(&world, &granting, NIA, "PFR", Role::Officer)
            .await
            .unwrap();
        assert_eq!(
            grant(&world, &granting, NIA, "PFR", Role::Officer)
                .await
                .unwrap(),
            granted
        );
        let revoking = world.by(REGISTRAR);
        let revoked = revoke(&world, &revoking, NIA, "PFR").await.unwrap();
        assert_eq!(
            revoke(&world, &revoking, NIA, "PFR").await.unwrap(),
            revoked
        );
        let importing = world.by(REGISTRAR);
        let csv = || b"name,kind,region\nGwent College,college,South Wales".to_vec();
        let imported = service::import(&world.ledger, &importing, csv())
            .await
            .unwrap();
        assert_eq!(
            service::import(&world.ledger, &importing, csv())
                .await
                .unwrap(),
            imported
        );
        assert_eq!(
            world.kinds().await[7..],
            [
                "authority.registered",
                "mandate.requested",
                "mandate.confirmed",
                "mandate.granted",
                "mandate.revoked",
                "authority.registered",
            ]
        );
    }
}

#[tokio::test]
async fn an_officer_chooses_direct_messages() {
    for world in scenes::servers().await {
        let reader = world.ledger.reader();
        let nia = || world.by(NIA);
        assert!(
            !service::prefers_direct(&reader, user_id(NIA))
                .await
                .unwrap()
        );
        assert!(
            service::set_prefers_direct(&world.ledger, &nia(), true)
                .await
                .unwrap()
        );
        assert!(
            service::prefers_direct(&reader, user_id(NIA))
                .await
                .unwrap()
        );
        assert!(
            !service::set_prefers_direct(&world.ledger, &nia(), false)
                .await
                .unwrap()
        );
        assert!(
            !service::prefers_direct(&reader, user_id(NIA))
                .await
                .unwrap()
        );
        assert_eq!(
            world.kinds().await,
            ["officer.preferred", "officer.preferred"]
        );
    }
}

#[tokio::test]
async fn a_person_is_answered_in_their_own_language_else_in_the_servers() {
    for world in scenes::servers().await {
        let reader = world.ledger.reader();
        let nia = || world.by(NIA);
        let nias = user_id(NIA);
        let lang = async || service::language_of(&reader, GUILD, nias).await.unwrap();
        // Not set up yet, and then in Welsh.
        assert_eq!(lang().await, Lang::English);
        let welsh = servers::service::SetUp {
            language: Some("cy".to_owned()),
            nation: Some(Regime::Wales),
            ..Default::default()
        };
        servers::service::set_up(&world.ledger, &world.by(MANAGER), welsh)
            .await
            .unwrap();
        assert_eq!(lang().await, Lang::Welsh);
        let chooses = async |language| {
            let chosen = service::choose_language(&world.ledger, &nia(), language).await;
            assert_eq!(chosen.unwrap(), language);
        };
        chooses(Lang::English).await;
        assert_eq!(lang().await, Lang::English);
        chooses(Lang::Welsh).await;
        // One choice leaves the other alone.
        let direct = service::set_prefers_direct(&world.ledger, &nia(), true).await;
        assert!(direct.unwrap());
        assert_eq!(lang().await, Lang::Welsh);
        chooses(Lang::English).await;
        assert!(service::prefers_direct(&reader, nias).await.unwrap());
    }
}

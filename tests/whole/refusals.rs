//! What each command refuses, and how: in private, with help, the person's own words shown back, and nothing changed
//! (design, section 3, rule 11).

use sandbox::ChannelKind::Forum;
use sandbox::client::Member;

use crate::support::councils::{announced, does};
use crate::support::region::Region;

/// Types each line; each is refused, and says this.
async fn are_refused(region: &Region, lines: &[(&Member, &str, &str)]) {
    let before = region.entries().await;
    let mut wrong = Vec::new();
    for (who, line, says) in lines {
        let answer = who.types(line).await;
        let read = answer.render().replace('\\', "");
        let first = line.split_whitespace().next().unwrap();
        let back = format!("> {first}");
        for needed in ["Not done.", "(only you can see this)", says, &back] {
            if !read.to_lowercase().contains(&needed.to_lowercase()) {
                wrong.push(format!("no {needed:?}: {read}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(region.entries().await, before, "something was changed");
}

#[tokio::test]
async fn strangers_observers_and_others_than_the_lead() {
    let (region, [megan, owain, _]) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    let stranger = region.officer("Dafydd Jones");
    let table = "lot,quantity\nHouse coal,1\n";
    let importing = stranger.attaches("file", "r.csv", table);
    let observer = region.officer("Elin Watt");
    does(
        &carys,
        "/mandate grant officer:@Elin Watt authority:BRY role:observer",
    )
    .await;
    are_refused(
        &region,
        &[
            (&stranger, "/griffin setup nation:wales", "Manage Server"),
            (
                &stranger,
                "/authority register name:X kind:police region:South Wales",
                "registrar",
            ),
            (
                &stranger,
                "/mandate grant officer:@Dafydd Jones authority:ABW",
                "registrar",
            ),
            (
                &stranger,
                "/mandate revoke officer:@Megan Howell authority:ABW",
                "registrar",
            ),
            (
                &stranger,
                "/forum open region:North channel:#south-wales",
                "registrar",
            ),
            (
                &stranger,
                "/digest schedule region:South Wales schedule:every monday 9am",
                "registrar",
            ),
            (&stranger, "/digest now region:South Wales", "registrar"),
            (&stranger, "/digest pause region:South Wales", "registrar"),
            (&stranger, "/ledger show", "registrar"),
            (&stranger, "/savings target percent:3", "/mandate request"),
            (&stranger, "/savings cost region:South Wales amount:5000", "registrar"),
            (&stranger, "/export tender tender:SF-1 format:xlsx", "/mandate request"),
            (&stranger, "/export region region:South Wales format:csv", "/mandate request"),
            (&stranger, "/ledger verify", "registrar"),
            (&stranger, "/tender join tender:SF-1", "/mandate request"),
            (&stranger, "/tender decline tender:SF-1", "/mandate request"),
            (&stranger, "/tender leave tender:SF-1", "/mandate request"),
            (
                &stranger,
                "/requirement declare tender:SF-1 lot:House coal quantity:1",
                "/mandate request",
            ),
            (
                &stranger,
                "/requirement none tender:SF-1",
                "/mandate request",
            ),
            (
                &stranger,
                "/requirement withdraw tender:SF-1",
                "/mandate request",
            ),
            (
                &stranger,
                "/requirement declare tender:SF-1 lot:House coal quantity:1 as:ABW",
                "don't act for",
            ),
            (
                &stranger,
                "/reminder calloff tender:SF-1 schedule:every monday 9am",
                "/mandate request",
            ),
            (
                &observer,
                "/requirement declare tender:SF-1 lot:House coal quantity:1 as:BRY",
                "observers read",
            ),
            (&observer, "/requirement none tender:SF-1", "bserver"),
            (&owain, "/tender edit tender:SF-1 title:Mine", "lead"),
            (
                &owain,
                "/tender extend tender:SF-1 respond_by:2027-01-10 reason:x",
                "lead",
            ),
            (&owain, "/tender close tender:SF-1", "lead"),
            (&owain, "/tender cancel tender:SF-1 reason:x", "lead"),
            (&owain, "/tender chase tender:SF-1", "lead"),
            (&owain, "/lot add tender:SF-1 lot:Peat, tonne", "lead"),
            (&owain, "/lot edit tender:SF-1 lot:1 title:Peat", "lead"),
            (&owain, "/tender admit tender:SF-1 authority:GLA", "lead"),
        (&owain, "/tender reopen tender:SF-1 respond_by:2027-01-10 reason:x", "lead"),
        (&owain, "/tender publish tender:SF-1 notice:1 bids_by:2027-02-19", "lead"),
        (&owain, "/tender award tender:SF-1 lot:House coal supplier:X price:1", "lead"),
        (&stranger, "/tender announce title:X respond_by:18 Dec 2026 starts:2027-04-01 ends:2029-03-31 lot:X, tonne", "/mandate request"),
        (&stranger, "/calloff record tender:SF-1 lot:House coal quantity:1", "ollect"),
        (&stranger, "/calloff balance tender:SF-1", "mandate"),
        (&importing, "/requirement import tender:SF-1 file:r.csv", "/mandate request"),
        (&stranger, "/mandate request authority:Nowhere", "Nowhere"),
        (&importing, "/authority import file:r.csv", "registrar"),
        ],
    )
    .await;
    drop(megan);
    region.end().await;
}

#[tokio::test]
async fn dates_quantities_prices_and_names_that_are_none() {
    let (region, [megan, owain, _]) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    let announce = |respond: &str, starts: &str, ends: &str, lot: &str| {
        format!(
            "/tender announce title:Salt respond_by:{respond} starts:{starts} ends:{ends} lot:{lot}"
        )
    };
    let past = announce("yesterday", "2027-04-01", "2029-03-31", "Salt, tonne");
    let backwards = announce("18 Dec 2026", "2029-04-01", "2027-03-31", "Salt, tonne");
    let no_date = announce("soonish", "2027-04-01", "2029-03-31", "Salt, tonne");
    let thirtieth = announce("30 Feb 2027", "2027-04-01", "2029-03-31", "Salt, tonne");
    let no_lot = announce("18 Dec 2026", "2027-04-01", "2029-03-31", ";;");
    are_refused(
        &region,
        &[
            (&megan, &past, "has already passed"),
            (&megan, &backwards, "end"),
            (&megan, &no_date, "soonish"),
            (&megan, &thirtieth, "30 Feb"),
            (&megan, &no_lot, "lot"),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:lots",
                "isn't a quantity",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:-5",
                "-5",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:1.2345",
                "1.2345",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:99999999999999999999",
                "9999",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:5 at_least:9",
                "least you would need",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:5 at_most:2",
                "most you would need",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:5 year:7",
                "7",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:5 baseline:cheap",
                "cheap",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:Diesel quantity:5",
                "Diesel",
            ),
            (
                &owain,
                "/requirement declare tender:XX-9 lot:House coal quantity:5",
                "XX-9",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:5 as:Nowhere",
                "Nowhere",
            ),
            (&owain, "/tender show tender:nothing", "nothing"),
            (&owain, "/tender list region:Atlantis", "Atlantis"),
            (&owain, "/requirement withdraw tender:SF-1", "declared"),
            (
                &owain,
                "/calloff record tender:SF-1 lot:House coal quantity:5",
                "call",
            ),
            (
                &owain,
                "/reminder calloff tender:SF-1 schedule:now and then",
                "now and then",
            ),
            (
                &owain,
                "/reminder calloff tender:SF-1 schedule:6 monthly",
                "every 6 months on the 1st, or monthly on the 6th",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:5 kg",
                "counted in tonnes, not in kilograms",
            ),
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:5 baseline:£168/kg",
                "by the tonne, not by the kilogram",
            ),
            (&owain, "/reminder pause reminder:99", "99"),
            (
                &carys,
                "/digest schedule region:South Wales schedule:0 0 31 2 *",
                "0 0 31 2",
            ),
            (&carys, "/digest preview region:Atlantis", "Atlantis"),
            (
                &carys,
                "/forum open region:South Wales channel:#south-wales digest:whenever",
                "whenever",
            ),
            (&carys, "/ledger show since:2031-01-01", "hasn't come yet"),
            (&carys, "/authority show authority:Nowhere", "Nowhere"),
            (
                &carys,
                "/authority edit authority:ABW short_name:BRY",
                "Bryncoch",
            ),
            (
                &carys,
                "/authority edit authority:ABW region:south wales",
                "already",
            ),
            (
                &megan,
                "/tender publish tender:SF-1 notice:x bids_by:2027-02-19",
                "ollect",
            ),
            (
                &megan,
                "/tender award tender:SF-1 lot:House coal supplier:X price:152",
                "Stop collecting",
            ),
            (
                &megan,
                "/tender extend tender:SF-1 respond_by:2026-11-24 reason:x",
                "2026",
            ),
            (&megan, "/tender cancel tender:SF-1", "reason"),
            (&megan, "/tender edit tender:SF-1", "nothing"),
            (
                &megan,
                "/tender reopen tender:SF-1 respond_by:2027-01-10 reason:x",
                "ollecting",
            ),
            (&megan, "/tender admit tender:SF-1 authority:GLA", "GLA"),
            (&megan, "/tender timeline tender:XX-9", "XX-9"),
            (
                &megan,
                "/lot add tender:SF-1 lot:House coal, tonne",
                "House coal",
            ),
            (&megan, "/lot edit tender:SF-1 lot:9 title:Peat", "9"),
            (&megan, "/lot edit tender:SF-1 lot:1", "title"),
            (
                &owain,
                "/calloff correct tender:SF-1 call_off:7 quantity:5",
                "7",
            ),
            (&owain, "/calloff list tender:XX-9", "XX-9"),
            (&owain, "/calloff balance tender:SF-1 year:9", "9"),
            (&owain, "/reminder resume reminder:99", "99"),
            (&owain, "/reminder delete reminder:mine", "mine"),
            (&owain, "/requirement show tender:SF-1 as:BRY", "lot"),
            (&owain, "/mandate list authority:Nowhere", "Nowhere"),
            (&owain, "/help command:dance", "dance"),
            (&owain, "/savings report year:sometime", "financial year"),
            (&owain, "/savings report authority:ABW", "its own officers"),
            (&owain, "/savings report region:Atlantis", "Atlantis"),
        ],
    )
    .await;
    does(&megan, "/tender close tender:SF-1").await;
    does(
        &megan,
        "/tender publish tender:SF-1 notice:000123-2027 bids_by:2027-02-19",
    )
    .await;
    are_refused(
        &region,
        &[
            (
                &owain,
                "/requirement declare tender:SF-1 lot:House coal quantity:5",
                "requirements are fixed",
            ),
            (
                &megan,
                "/tender award tender:SF-1 lot:House coal supplier:X price:cheap",
                "cheap",
            ),
            (
                &megan,
                "/tender award tender:SF-1 lot:House coal supplier:X price:5:152; 2:100",
                "first price starts at",
            ),
            (
                &megan,
                "/tender award tender:SF-1 lot:House coal supplier:X price:152 ceiling:none at all",
                "none at all",
            ),
            (
                &megan,
                "/tender award tender:SF-1 lot:House coal supplier:X price:152 notice_on:someday",
                "someday",
            ),
            (
                &megan,
                "/lot add tender:SF-1 lot:Peat, tonne",
                "its lots are fixed",
            ),
            (
                &megan,
                "/tender award tender:SF-1 lot:House coal supplier:X price:152 extensions:soon",
                "soon",
            ),
            (
                &megan,
                "/tender vary tender:SF-1 kind:price lot:House coal from:2027-10-01 value:160 reason:More",
                "can't be varied at the stage",
            ),
        ],
    )
    .await;
    region.end().await;
}

#[tokio::test]
async fn files_that_can_not_be_read() {
    let (region, [_, owain, _]) = announced(Forum).await;
    let carys = region.member("Carys Pugh");
    let before = region.entries().await;
    let large = vec![b'x'; 600 * 1024];
    for (bytes, says) in [
        (b"PK\x03\x04workbook".to_vec(), "can't read that workbook"),
        (vec![0xff, 0xfe, 0x00], "UTF-8"),
        (large, "too large"),
        (b"".to_vec(), "Not done"),
        (b"fruit,colour\napple,red\n".to_vec(), "quantity"),
        (b"lot,quantity\nHouse coal,5\nDiesel,7\n".to_vec(), "Diesel"),
        (
            b"lot,quantity\nHouse coal,5\nHouse coal,6\n".to_vec(),
            "twice",
        ),
        (b"lot,quantity\n=cmd()|x,5\n".to_vec(), "cmd"),
    ] {
        let with = owain.attaches("file", "r.csv", bytes);
        let answer = with
            .types("/requirement import tender:SF-1 file:r.csv")
            .await;
        assert!(
            answer.private && answer.says("Not done."),
            "{says}: {answer}"
        );
        assert!(
            answer.render().replace('\\', "").contains(says),
            "no {says:?}: {answer}"
        );
    }
    for (text, says) in [
        ("name,kind,region\nX,spaceship,South Wales\n", "spaceship"),
        ("name,kind\nX,police\n", "region"),
    ] {
        let with = carys.attaches("file", "a.csv", text);
        let answer = with.types("/authority import file:a.csv").await;
        assert!(
            answer.private && answer.says("Not done."),
            "{says}: {answer}"
        );
        assert!(
            answer.render().replace('\\', "").contains(says),
            "no {says:?}: {answer}"
        );
    }
    assert_eq!(region.entries().await, before);
    region.end().await;
}

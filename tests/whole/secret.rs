//! What totals tell, in members' words (design, section 3, rule 8): whoever reads them and subtracts learns of nobody what
//! they need.

use crate::support::councils::{ABERWEN, BRYNCOCH, DYFFRYN, GLANMOR, PENNANT, council, does};
use crate::support::region::Region;

#[tokio::test]
async fn a_total_tells_of_no_council_what_it_needs() {
    let region = Region::start().await;
    region.set_up().await;
    let guild = region.sandbox.guild();
    for channel in ["south-wales", "mid-wales"] {
        region.sandbox.add_forum(guild, channel, &[]);
    }
    let traeth = council("TRA", "Traeth", "South Wales", "Owen Pugh");
    let councils = [ABERWEN, BRYNCOCH, GLANMOR, DYFFRYN, PENNANT, traeth];
    let [megan, owain, gwen, nia, _, owen] = region.founded(councils).await;
    let said = does(
        &megan,
        "/tender announce title:Coal respond_by:18/12/2026 starts:2027-04-01 ends:2028-03-31 \
         lot:House coal, tonne reference:SF-1 regions:South Wales, Mid Wales",
    )
    .await;
    assert!(said.says("once three others have declared"), "{said}");
    assert!(
        said.says("`open_book` would show everybody everything"),
        "{said}"
    );
    let on_card = async |text: &str| {
        let card = does(&owain, "/tender show tender:SF-1").await;
        assert!(card.says(text), "{text}: {card}");
    };
    let declares = |as_council: &str, tonnes: &str| {
        format!("/requirement declare tender:SF-1 lot:1 quantity:{tonnes} as:{as_council}")
    };

    // Nia Rees acts for two of the three: what is left is Aberwen's.
    does(&megan, &declares("ABW", "420")).await;
    does(&nia, &declares("DYF", "96.25")).await;
    does(&nia, &declares("PFR", "12")).await;
    on_card("3 of 6").await;
    on_card("total shown once three others have declared").await;
    let shown = does(&nia, "/requirement show tender:SF-1").await;
    assert!(!shown.says("528.25") && !shown.says("420"), "{shown}");
    let lead = does(&megan, "/requirement show tender:SF-1").await;
    assert!(
        lead.says("528.25 tonnes") && lead.says("DYF: 96.25 tonnes"),
        "{lead}"
    );

    // With two more, each of them has three others.
    does(&owain, &declares("BRY", "185.5")).await;
    on_card("4 of 6").await;
    on_card("total shown once three others have declared").await;
    does(&gwen, &declares("GLA", "310")).await;
    on_card("1,023.75 tonnes by 5 authorities").await;

    // All can see who answers next: the total stays.
    does(&owen, &declares("TRA", "10")).await;
    on_card("6 of 6").await;
    on_card("1,023.75 tonnes by 5 authorities").await;
    let shown = does(&owain, "/requirement show tender:SF-1").await;
    assert!(
        shown.says("1,023.75 tonnes") && !shown.says("1,033.75"),
        "{shown}"
    );
    // Nor does the close tell what one that came alone needs.
    does(&megan, "/tender close tender:SF-1").await;
    on_card("Requirements in").await;
    on_card("1,023.75 tonnes by 5 authorities").await;
    region.end().await;
}

#[tokio::test]
async fn two_with_next_to_nothing_do_not_read_the_thirds() {
    let region = Region::start().await;
    region.set_up().await;
    let guild = region.sandbox.guild();
    region.sandbox.add_forum(guild, "south-wales", &[]);
    let others = [
        council("TRA", "Traeth", "South Wales", "Owen Pugh"),
        council("LLY", "Llyn", "South Wales", "Ann Dale"),
    ];
    let councils = [ABERWEN, BRYNCOCH, GLANMOR, others[0], others[1]];
    let [megan, owain, gwen, owen, ann] = region.founded(councils).await;
    does(
        &megan,
        "/tender announce title:Coal respond_by:18/12/2026 starts:2027-04-01 ends:2028-03-31 \
         lot:House coal, tonne reference:SF-1",
    )
    .await;
    for who in [&owain, &owen, &ann] {
        does(who, "/requirement declare tender:SF-1 lot:1 quantity:0.001").await;
    }
    does(&gwen, "/requirement declare tender:SF-1 lot:1 quantity:310").await;
    does(&megan, "/tender close tender:SF-1").await;
    let said = does(&owain, "/tender show tender:SF-1").await;
    assert!(
        said.says("total shown once three others have declared"),
        "{said}"
    );
    let shown = does(&owain, "/requirement show tender:SF-1").await;
    assert!(!shown.says("310"), "{shown}");
    region.end().await;
}

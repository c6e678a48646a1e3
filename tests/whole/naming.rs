//! A tender and a lot are found from what a person typed in the same way by every command.

use sandbox::ChannelKind;

use crate::support::councils::{announced, does};

#[tokio::test]
async fn every_command_finds_a_tender_and_a_lot_as_tender_show_does() {
    let (region, [megan, ..]) = announced(ChannelKind::Forum).await;
    let typed = ["SF-1", "Solid fuel", "solid FUEL", "SF-1 Solid fuel"];
    let lots = ["House coal", "house", "1", "lot 1"];
    for tender in typed {
        let shown = does(&megan, &format!("/tender show tender:{tender}")).await;
        assert!(shown.says("SF-1"), "{tender}: {shown}");
    }
    for lot in lots {
        let line = format!("/requirement declare tender:SF-1 lot:{lot} quantity:420");
        does(&megan, &line).await;
    }
    does(&megan, "/tender close tender:Solid fuel").await;
    does(
        &megan,
        "/tender publish tender:Solid fuel notice:000123-2027 bids_by:2027-02-12",
    )
    .await;
    for (tender, lot) in typed.into_iter().zip(lots) {
        for line in [
            format!("/tender indicate tender:{tender} lot:{lot} price:150"),
            format!("/tender award tender:{tender} lot:{lot} supplier:Cwm Fuels price:142.50"),
        ] {
            let done = megan.types(&line).await;
            let found = !done.says("There is no") && done.says("House coal");
            assert!(found && !done.failed(), "{line}: {done}");
        }
    }
    // The contract has not begun: what is refused is that, and not the tender or the lot.
    for (tender, lot) in typed.into_iter().zip(lots) {
        for line in [
            format!("/calloff record tender:{tender} lot:{lot} quantity:5"),
            format!("/calloff balance tender:{tender} lot:{lot}"),
            format!("/calloff list tender:{tender} lot:{lot}"),
        ] {
            let answer = megan.types(&line).await;
            assert!(
                !answer.says("There is no tender") && !answer.says("There is no lot"),
                "{line}: {answer}"
            );
        }
    }
    region.end().await;
}

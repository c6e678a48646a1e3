//! An award as a lead types it: a ceiling in pounds, the day of a notice that is out already.

use sandbox::ChannelKind::Forum;

use crate::support::councils::{announced, does};

#[tokio::test]
async fn a_ceiling_in_pounds_is_shown_as_what_it_buys_and_binds_as_that() {
    let (region, [megan, ..]) = announced(Forum).await;
    does(&megan, "/tender close tender:SF-1").await;
    let published = "/tender publish tender:SF-1 notice:000123-2027 bids_by:19/02/2027 12.30";
    let published = does(&megan, published).await;
    assert!(published.says("12:30"), "{published}");
    let march = chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2027, 3, 1, 9, 0, 0).unwrap();
    region.clock.advance_to(march);
    region.sandbox.clock_moved();

    let line = "/tender award tender:SF-1 lot:1 supplier:Cwm Fuels price:0:152; 400:147.50 \
                ceiling:£250k notice_on:22 Feb";
    let asked = megan.types(line).await;
    for said in [
        "£250,000.00, which buys 1,644.736 tonnes",
        "at £152.00, the highest price",
        "22 February 2027",
    ] {
        assert!(asked.says(said), "{said}\n{asked}");
    }
    let awarded = megan.presses(&asked, "Go ahead").await;
    for said in ["1,644", "£250,000.00", "22 February 2027"] {
        assert!(awarded.says(said), "{said}\n{awarded}");
    }
    // What was typed is in the record, as an amount of money.
    let carys = region.member("Carys Pugh");
    let record = carys.types("/ledger show tender:SF-1").await;
    assert!(record.says("ceiling £250,000.00"), "{record}");

    region
        .clock
        .advance_to(chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2027, 4, 1, 8, 0, 1).unwrap());
    region.sandbox.clock_moved();
    let beyond = "/calloff record tender:SF-1 lot:1 quantity:1645 as:ABW";
    let beyond = megan.types(beyond).await;
    assert!(beyond.says("1,644") && beyond.says("Not done"), "{beyond}");
    region.end().await;
}

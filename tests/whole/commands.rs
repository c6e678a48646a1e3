//! The commands as Discord has them registered: the table of design section 6, with what it says of options there.

use serde_json::Value;

use crate::support::region::Region;

/// Each command and its options: `*` required, `~` with autocomplete; text where no kind is named.
const TABLE: &[(&str, &str)] = &[
    (
        "griffin setup",
        "category:channel nation:choice time_zone registrar_role:role language",
    ),
    ("griffin language", "language*:choice"),
    ("griffin status", ""),
    (
        "authority register",
        "name* kind*:choice region*~ short_name role:role address email identifier name_cy",
    ),
    (
        "authority edit",
        "authority*~ name name_cy kind:choice region~ short_name role:role address email identifier",
    ),
    ("authority succeed", "authority*~ on* successors*~"),
    ("authority merge", "authority*~ into*~"),
    ("authority list", "region~ kind:choice page:number"),
    ("authority show", "authority*~"),
    ("authority import", "file*:file"),
    ("mandate request", "authority*~ reason"),
    ("mandate grant", "officer*:officer authority*~ role:choice"),
    ("mandate revoke", "officer*:officer authority*~"),
    ("mandate mine", ""),
    ("mandate list", "authority~"),
    ("forum open", "region*~ channel*:channel digest language"),
    ("help", "command~"),
    (
        "tender announce",
        "title* respond_by* starts* ends* lot* lead~ category~ regions~ description open_book:yes-or-no reference",
    ),
    ("tender copy", "tender*~"),
    ("tender drafts", ""),
    ("tender show", "tender*~"),
    ("tender list", "stage:choice region~ mine:yes-or-no"),
    ("tender timeline", "tender*~"),
    ("tender join", "tender*~ as~ reason"),
    ("tender decline", "tender*~ as~ reason"),
    ("tender leave", "tender*~ as~ reason"),
    (
        "tender edit",
        "tender*~ title description category~ starts ends open_book:yes-or-no notice bids_by lead~ regions~ entitled~ reason",
    ),
    ("tender extend", "tender*~ respond_by reason"),
    ("tender close", "tender*~ reason"),
    ("tender reopen", "tender*~ respond_by reason"),
    ("tender cancel", "tender*~ reason"),
    ("tender withdraw", "tender*~ reason"),
    ("tender publish", "tender*~ notice* bids_by entitled~"),
    ("tender admit", "tender*~ authority*~"),
    ("tender chase", "tender*~"),
    (
        "tender award",
        "tender*~ lot*~ supplier price ceiling sme:yes-or-no local:yes-or-no notice_on outcome:choice reason extensions index",
    ),
    (
        "tender vary",
        "tender*~ kind*:choice reason* lot~ from value ground:choice index",
    ),
    ("lot add", "tender*~ lot*"),
    ("lot edit", "tender*~ lot*~ title unit"),
    ("lot remove", "tender*~ lot*~ reason"),
    (
        "requirement declare",
        "tender*~ lot*~ quantity* at_least at_most committed:yes-or-no year as~ baseline supplier_now note reason",
    ),
    ("requirement none", "tender*~ as~ reason"),
    ("requirement show", "tender*~ lot~ as~"),
    ("requirement withdraw", "tender*~ lot~ year as~ reason"),
    ("requirement import", "tender*~ file*:file as~ reason"),
    (
        "calloff record",
        "tender*~ lot*~ quantity* as~ deliver_on site order_number",
    ),
    ("calloff list", "tender*~ lot~ authority~ page:number"),
    ("calloff balance", "tender*~ lot~ as~ year"),
    (
        "calloff correct",
        "tender*~ call_off*~ quantity lot~ deliver_on site order_number reason",
    ),
    ("reminder calloff", "tender*~ schedule*~ lot~ as~ message"),
    ("reminder list", ""),
    ("reminder pause", "reminder*~"),
    ("reminder resume", "reminder*~"),
    ("reminder delete", "reminder*~"),
    ("digest schedule", "region*~ schedule*"),
    ("digest preview", "region*~"),
    ("digest now", "region*~"),
    ("digest pause", "region*~"),
    ("ledger show", "tender~ authority~ since"),
    ("ledger verify", "tender~ anchor receipt"),
    ("savings report", "year authority~ region~ tender~"),
    ("savings target", "percent* as~"),
    ("savings cost", "region*~ amount*"),
    ("tender indicate", "tender*~ lot*~ price*"),
    ("report tender", "tender*~"),
    ("report region", "region*~ year"),
    ("export tender", "tender*~ format*:choice"),
    ("export region", "region*~ format*:choice"),
    ("webhook add", "region*~ service*:choice topics:choice"),
    ("webhook list", ""),
    ("webhook remove", "name*~"),
    ("webhook test", "name*~"),
];

fn option(option: &Value) -> String {
    let kind = match option["type"].as_u64() {
        _ if option["choices"]
            .as_array()
            .is_some_and(|it| !it.is_empty()) =>
        {
            ":choice"
        }
        Some(3) => "",
        Some(4) => ":number",
        Some(5) => ":yes-or-no",
        Some(6) => ":officer",
        Some(7) => ":channel",
        Some(8) => ":role",
        Some(11) => ":file",
        other => panic!("{other:?}: {option}"),
    };
    let required = if option["required"] == true { "*" } else { "" };
    let offers = if option["autocomplete"] == true {
        "~"
    } else {
        ""
    };
    format!(
        "{}{required}{kind}{offers}",
        option["name"].as_str().unwrap()
    )
}

fn options(of: &Value) -> Vec<Value> {
    of["options"].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn the_commands_are_those_of_the_design() {
    let region = Region::start().await;
    let mut found = Vec::new();
    for command in region.sandbox.commands() {
        let name = command["name"].as_str().unwrap();
        let parts: Vec<Value> = options(&command)
            .into_iter()
            .filter(|it| it["type"] == 1)
            .collect();
        let line = |of: &Value| options(of).iter().map(option).collect::<Vec<_>>().join(" ");
        if parts.is_empty() {
            found.push((name.to_owned(), line(&command)));
        }
        for part in &parts {
            found.push((
                format!("{name} {}", part["name"].as_str().unwrap()),
                line(part),
            ));
        }
    }
    let mut wanted: Vec<(String, String)> = TABLE
        .iter()
        .map(|(name, options)| ((*name).to_owned(), (*options).to_owned()))
        .collect();
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted);
    region.end().await;
}

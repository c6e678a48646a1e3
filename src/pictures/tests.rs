use super::*;
use crate::values::{Money, Quantity};

fn tonnes(text: &str) -> Cell {
    match text {
        "" => Cell::Empty,
        text => Cell::Quantity(Quantity::parse(text).unwrap()),
    }
}

fn series(name: &str, values: &[&str], against: bool) -> Series {
    Series {
        name: name.to_owned(),
        values: values.iter().map(|it| tonnes(it)).collect(),
        against,
    }
}

/// What the story's councils declare (design, section 9).
fn declared() -> Chart {
    Chart {
        kind: Kind::Stacked,
        name: "SF-2027-01-declared".into(),
        title: "SF-2027-01: declared a contract year".into(),
        unit: "tonnes".into(),
        categories: vec!["House coal".into(), "Smokeless fuel".into()],
        series: vec![
            series("ABW", &["420", "150"], false),
            series("BRY", &["185.5", "80"], false),
            series("DYF", &["96.25", ""], false),
            series("GLA", &["", "310"], false),
            series("PFR", &["12", "6.5"], false),
        ],
    }
}

fn called_off() -> Chart {
    Chart {
        kind: Kind::Lines,
        name: "SF-2027-01-called-off".into(),
        title: "SF-2027-01 Smokeless fuel".into(),
        unit: "tonnes".into(),
        categories: ["Apr 27", "Oct 27", "Apr 28", "Oct 28", "Apr 29"]
            .map(str::to_owned)
            .into(),
        series: vec![
            series("Called off", &["0", "206.5", "320", "", ""], false),
            series(
                "Declared",
                &["0", "273.25", "546.5", "819.75", "1093"],
                true,
            ),
            series("Ceiling", &["1200", "1200", "1200", "1200", "1200"], true),
        ],
    }
}

fn savings() -> Chart {
    let pounds = |pence: &[i64]| {
        pence
            .iter()
            .map(|it| Cell::Amount(Money::from_pence(*it)))
            .collect()
    };
    Chart {
        kind: Kind::Beside,
        name: "savings".into(),
        title: "Cash savings by financial year".into(),
        unit: "£".into(),
        categories: ["2026–27", "2027–28", "2028–29"].map(str::to_owned).into(),
        series: vec![
            Series {
                name: "Saved".into(),
                values: pounds(&[-120_000, 1_827_104, 950_000]),
                against: false,
            },
            Series {
                name: "Target".into(),
                values: pounds(&[300_000, 520_500, 500_000]),
                against: true,
            },
        ],
    }
}

/// The width and the height that a PNG says it has (PNG, 11.2.2).
fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    (number(16), number(20))
}

#[tokio::test]
async fn every_kind_is_a_picture_with_a_text_for_whoever_can_not_see_it() {
    for chart in [declared(), called_off(), savings()] {
        let picture = draw(chart, Lang::English).await.unwrap();
        let (width, height) = size(&picture.png);
        assert!(
            width == 1_200 && (400..2_000).contains(&height),
            "{width} × {height}"
        );
        assert!(picture.png.len() < 200 * 1024, "{}", picture.png.len());
        // `LOOK_AT=folder cargo test --lib pictures` leaves them there to be looked at.
        if let Some(folder) = std::env::var_os("LOOK_AT") {
            let path = std::path::Path::new(&folder).join(&picture.name);
            std::fs::write(path, &picture.png).unwrap();
        }
    }
    assert_eq!(
        declared().alt(Lang::English),
        "SF-2027-01: declared a contract year, in tonnes. House coal: ABW 420, BRY 185.5, DYF 96.25, PFR 12; \
         Smokeless fuel: ABW 150, BRY 80, GLA 310, PFR 6.5."
    );
}

#[tokio::test]
async fn what_people_typed_is_a_text_in_it_and_an_empty_chart_is_drawn_too() {
    let mut chart = declared();
    chart.title = "<script>&\"' ]]> \u{0} \u{202e}".into();
    chart.categories = vec![
        "</text><image href='http://127.0.0.1/x'/>".into(),
        String::new(),
    ];
    chart.series[0].name = "&amp;<b>".into();
    assert!(draw(chart, Lang::English).await.is_ok());
    for kind in [Kind::Stacked, Kind::Lines, Kind::Beside] {
        let empty = Chart {
            kind,
            categories: Vec::new(),
            series: Vec::new(),
            ..declared()
        };
        assert!(draw(empty, Lang::English).await.is_ok(), "{kind:?}");
        let many = Chart {
            kind,
            categories: (0..40).map(|at| format!("Lot number {at}")).collect(),
            series: vec![Series {
                values: vec![tonnes("5"); 40],
                ..declared().series[0].clone()
            }],
            ..declared()
        };
        assert!(draw(many, Lang::English).await.is_ok(), "{kind:?}");
    }
}

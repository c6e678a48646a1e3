//! Drawing.

#![expect(clippy::float_arithmetic, reason = "pixels")]

use charts_rs::{
    Align, BarChart, Box as Margin, ChartBase, Color, HorizontalBarChart, LegendCategory,
    LineChart, Position, Series as Drawn, YAxisConfig,
};

use super::{Chart, Kind, Picture, Series};
use crate::ledger::{Fault, Result};
use crate::values::cell::Cell;
use crate::words::Lang;

/// Okabe and Ito's colours (Color Universal Design, 2008), those that stand out on white first.
const COLORS: [(u8, u8, u8); 8] = [
    (0, 114, 178),
    (230, 159, 0),
    (0, 158, 115),
    (213, 94, 0),
    (204, 121, 167),
    (86, 180, 233),
    (110, 110, 110),
    (240, 228, 66),
];
/// How wide it is drawn, and how wide the file is, in pixels: twice that, for screens that show fine lines.
const WIDTH: (f32, u32) = (600.0, 1_200);
/// Text, in pixels of 600: some 11 on a phone, which shows a picture some 350 wide.
const TEXT: f32 = 18.0;
const TITLE: f32 = 21.0;
/// The height of a chart with an upright axis, and of a lying bar with what is above and below all of them.
const HEIGHT: f32 = 420.0;
const BAR: (f32, f32) = (60.0, 190.0);
/// A category's name is cut after so many characters.
const NAME_MAX: usize = 22;
const DASHES: &str = "8,5";

/// Draws a chart, on a thread where that holds nothing up; the text for whoever can't see it is in this language.
///
/// # Errors
/// A fault, if it can't be drawn.
pub async fn draw(chart: Chart, lang: Lang) -> Result<Picture> {
    let alt = chart.alt(lang);
    let name = format!("{}.png", chart.name);
    let png = tokio::task::spawn_blocking(move || png(&chart));
    let png = png.await.map_err(Fault::new)??;
    Ok(Picture { name, png, alt })
}

fn png(chart: &Chart) -> Result<Vec<u8>> {
    let svg = match chart.kind {
        Kind::Stacked => stacked(chart).svg(),
        Kind::Lines => lines(chart).svg(),
        Kind::Beside => beside(chart).svg(),
    };
    let svg = svg.map_err(Fault::new)?;
    let png = charts_rs::svg_to_png_with_size(&svg, Some(WIDTH.1), None);
    Ok(png.map_err(Fault::new)?)
}

/// A picture shows no more than about three digits: the nearest number is as good as the exact one.
fn value(cell: &Cell) -> Option<f32> {
    cell.number()?.parse().ok()
}

fn drawn(series: &Series) -> Drawn {
    let values = series.values.iter().map(value);
    Drawn {
        name: plain(&series.name),
        data: values.collect(),
        stroke_dash_array: series.against.then(|| DASHES.to_owned()),
        ..Drawn::default()
    }
}

/// A text without what XML forbids in it.
fn plain(text: &str) -> String {
    let forbidden = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|c| !forbidden(*c)).collect()
}

fn names(chart: &Chart) -> Vec<String> {
    let cut = |name: &String| match name.chars().count() > NAME_MAX {
        true => name.chars().take(NAME_MAX - 1).chain(['…']).collect(),
        false => name.clone(),
    };
    chart.categories.iter().map(|it| plain(&cut(it))).collect()
}

/// What all have: sizes, colours, title, legend.
fn dress(base: &mut ChartBase, axes: &mut [YAxisConfig], chart: &Chart, height: f32) {
    base.width = WIDTH.0;
    base.height = height;
    base.margin = Margin {
        left: 12.0,
        top: 12.0,
        right: 24.0,
        bottom: 12.0,
    };
    base.background_color = Color::white();
    base.title.text = plain(&chart.title);
    base.title.font.size = TITLE;
    base.title.align = Align::Left;
    base.legend.font.size = TEXT;
    base.legend.position = Some(Position::Bottom);
    base.legend.category = match chart.kind {
        Kind::Lines => LegendCategory::Normal,
        Kind::Stacked | Kind::Beside => LegendCategory::Rect,
    };
    base.legend.show = Some(chart.series.len() > 1);
    base.series.colors = COLORS.map(Color::from).to_vec();
    base.x_axis.font.size = TEXT;
    base.x_axis.height = TEXT * 2.2;
    for axis in axes {
        axis.font.size = TEXT;
        axis.formatter = Some("{t}".to_owned());
    }
}

fn stacked(chart: &Chart) -> HorizontalBarChart {
    // Lying bars are drawn from the bottom up.
    let series = chart.series.iter().map(|it| {
        let mut drawn = drawn(it);
        drawn.data.resize(chart.categories.len(), None);
        drawn.data.reverse();
        drawn.stack = Some("all".to_owned());
        drawn
    });
    let names = names(chart).into_iter().rev().collect();
    let mut it = HorizontalBarChart::new(series.collect(), names);
    let bars = f32::from(u8::try_from(chart.categories.len()).unwrap_or(u8::MAX));
    let HorizontalBarChart {
        base,
        y_axis_configs,
        ..
    } = &mut it;
    dress(base, y_axis_configs, chart, BAR.0 * bars + BAR.1);
    base.x_axis.title = plain(&chart.unit);
    it
}

fn lines(chart: &Chart) -> LineChart {
    let mut it = LineChart::new(chart.series.iter().map(drawn).collect(), names(chart));
    let LineChart {
        base,
        y_axis_configs,
        ..
    } = &mut it;
    dress(base, y_axis_configs, chart, HEIGHT);
    base.series.stroke_width = 4.0;
    from_nothing(y_axis_configs, chart);
    it
}

fn beside(chart: &Chart) -> BarChart {
    let mut it = BarChart::new(chart.series.iter().map(drawn).collect(), names(chart));
    let BarChart {
        base,
        y_axis_configs,
        ..
    } = &mut it;
    dress(base, y_axis_configs, chart, HEIGHT);
    from_nothing(y_axis_configs, chart);
    it
}

/// The upright axis begins at nothing, or below it where a value does: a cut axis makes little look like much.
fn from_nothing(axes: &mut [YAxisConfig], chart: &Chart) {
    let values = chart
        .series
        .iter()
        .flat_map(|it| it.values.iter().filter_map(value));
    let least = values.fold(0.0, f32::min);
    for axis in axes {
        axis.title = Some(plain(&chart.unit));
        if least >= 0.0 {
            axis.min = Some(0.0);
        }
    }
}

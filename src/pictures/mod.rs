//! Charts as PNG, for whoever would rather look than read. Drawn by charts-rs with the font it brings (Roboto), so that
//! they look the same everywhere: on white, legible in Discord's light and dark look alike, at the size to which a phone
//! shrinks them, in colours that the colour-blind tell apart (Okabe and Ito, 2008), with units on the axes and a text for
//! whoever can't see them.

mod draw;

use crate::values::cell::Cell;
use crate::words::{Lang, say};

pub use draw::draw;

/// A picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file's name.
    pub name: String,
    /// The file.
    pub png: Vec<u8>,
    /// What it shows, in words.
    pub alt: String,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Picture({}, {} bytes: {})",
            self.name,
            self.png.len(),
            self.alt
        )
    }
}

/// How the values of a chart are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A bar for each category, its series one after the other.
    Stacked,
    /// A line for each series over the categories.
    Lines,
    /// Bars of the series side by side, for each category.
    Beside,
}

/// A series of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name, as the legend has it.
    pub name: String,
    /// A value for each category; [`Cell::Empty`] where there is none.
    pub values: Vec<Cell>,
    /// Whether it is what the others are held against: a dashed line.
    pub against: bool,
}

/// What a picture is of.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// How it is shown.
    pub kind: Kind,
    /// The file's name without its ending.
    pub name: String,
    /// What it says above.
    pub title: String,
    /// The unit of the values, as the axis has it: `tonnes`.
    pub unit: String,
    /// What stands along the other axis.
    pub categories: Vec<String>,
    /// The values.
    pub series: Vec<Series>,
}

impl Chart {
    /// What it shows, in words.
    pub fn alt(&self, lang: Lang) -> String {
        let mut parts = Vec::new();
        for (at, category) in self.categories.iter().enumerate() {
            let values: Vec<String> = self
                .series
                .iter()
                .filter_map(|it| Some(format!("{} {}", it.name, it.values.get(at)?.grouped()?)))
                .collect();
            if !values.is_empty() {
                parts.push(format!("{category}: {}", values.join(", ")));
            }
        }
        let values = parts.join("; ");
        let (title, unit) = (self.title.as_str(), self.unit.as_str());
        say!(lang, "pictures-alt", title, unit, values)
    }
}

/// The most series that are told apart by colour; the rest of them is one, "others".
pub const SERIES_MAX: usize = 7;

#[cfg(test)]
mod tests;

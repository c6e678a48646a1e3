//! What a digest's lines say, whoever shows them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::rules::{About, DueWhat, Heading, Line, Says, Volumes};
use crate::values::{Unit, time_zone};
use crate::words::{Join, Lang, Text, text};

/// How whoever shows a digest writes what is in its lines.
pub trait Wording {
    /// A moment.
    fn moment(&self, at: DateTime<Utc>) -> Text;
    /// What a person typed.
    fn typed(&self, text: &str) -> String;
    /// A tender by what leads to it.
    fn tender(&self, about: &About) -> String;
    /// A tender by its reference and title.
    fn titled(&self, about: &About) -> String;
}

/// Plain text, by the clocks of one time zone.
pub struct Plain(pub Tz);

impl Wording for Plain {
    fn moment(&self, at: DateTime<Utc>) -> Text {
        time_zone::told(at, self.0)
    }

    fn typed(&self, text: &str) -> String {
        text.to_owned()
    }

    fn tender(&self, about: &About) -> String {
        self.titled(about)
    }

    fn titled(&self, about: &About) -> String {
        format!("{} {}", about.reference, about.title)
    }
}

/// What stands above a section.
pub fn heading(heading: Heading) -> Text {
    match heading {
        Heading::Open => text!("digests-open"),
        Heading::OutToTender => text!("digests-out-to-tender"),
        Heading::Awarded => text!("digests-awarded"),
        Heading::CallOff => text!("digests-call-off"),
        Heading::EndsSoon => text!("digests-ends-soon"),
        Heading::Next => text!("digests-next"),
    }
}

/// A line, without a bullet.
pub fn line(as_: &impl Wording, line: &Line, lang: Lang) -> String {
    let about = &line.about;
    let tender = text!(
        "digests-tender",
        tender = as_.tender(about),
        lead = as_.typed(&about.lead)
    );
    let said = match &line.says {
        Says::AnswersDue {
            at,
            invited,
            missing,
        } => {
            let (at, missing) = (as_.moment(*at), *missing);
            match missing {
                0 => text!("digests-all-answered", tender, at),
                _ => text!(
                    "digests-answers-due",
                    tender,
                    at,
                    missing,
                    invited = *invited
                ),
            }
        }
        Says::BidsDue(Some(at)) => text!("digests-bids-due", tender, at = as_.moment(*at)),
        Says::BidsWereDue(at) => text!("digests-bids-were-due", tender, at = as_.moment(*at)),
        Says::BidsDue(None) => text!("digests-bids-awaited", tender),
        Says::Awarded { lots, standstill } => {
            let won = lots.iter().map(|(lot, supplier)| {
                let (lot, supplier) = (as_.typed(lot), as_.typed(supplier));
                text!("digests-won", lot, supplier)
            });
            let won = Text::joined(Join::Semicolon, won);
            match standstill {
                Some(end) => text!("digests-in-standstill", tender, won, at = as_.moment(*end)),
                None => text!("digests-about", tender, what = won),
            }
        }
        Says::CallOff(lots) => {
            let lots = lots.iter().map(|it| called_off(as_, it, lang));
            text!(
                "digests-about",
                tender,
                what = Text::joined(Join::Semicolon, lots)
            )
        }
        Says::Ends(end) => text!("digests-ends", tender, at = as_.moment(*end)),
        Says::Due(what, at) => {
            let (at, tender) = (as_.moment(*at), as_.titled(about));
            match what {
                DueWhat::Answers => text!("digests-next-answers", at, tender),
                DueWhat::Bids => text!("digests-next-bids", at, tender),
                DueWhat::Standstill => text!("digests-next-standstill", at, tender),
                DueWhat::Start => text!("digests-next-start", at, tender),
                DueWhat::End => text!("digests-next-end", at, tender),
            }
        }
    };
    said.say(lang)
}

fn called_off(
    as_: &impl Wording,
    (lot, unit, volumes): &(String, Unit, Option<Volumes>),
    lang: Lang,
) -> Text {
    let (lot, unit) = (as_.typed(lot), as_.typed(&unit.plural().say(lang)));
    let Some(volumes) = volumes else {
        return Text::verbatim(lot);
    };
    let (ordered, declared) = (volumes.called_off.to_string(), volumes.declared.to_string());
    let year = volumes.year;
    match volumes.percent() {
        Some(percent) => {
            let percent = percent.to_string();
            text!(
                "digests-ordered",
                lot,
                ordered,
                declared,
                unit,
                year,
                percent
            )
        }
        None => text!("digests-ordered-of-nothing", lot, ordered, unit, year),
    }
}

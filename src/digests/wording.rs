//! What a digest's lines say, whoever shows them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::rules::{About, DueWhat, Heading, Line, Says, Volumes};
use crate::values::{Unit, time_zone};

/// How whoever shows a digest writes what is in its lines.
pub trait Wording {
    /// A moment.
    fn moment(&self, at: DateTime<Utc>) -> String;
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
    fn moment(&self, at: DateTime<Utc>) -> String {
        time_zone::told(at, self.0).to_string()
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
pub fn heading(heading: Heading) -> &'static str {
    match heading {
        Heading::Open => "Open: requirements are being collected",
        Heading::OutToTender => "Out to tender",
        Heading::Awarded => "Awarded",
        Heading::CallOff => "Call-offs are possible",
        Heading::EndsSoon => "Ending within nine months",
        Heading::Next => "Coming due next",
    }
}

/// A line, without a bullet.
pub fn line(as_: &impl Wording, line: &Line) -> String {
    let about = &line.about;
    let name = format!("{} (lead {})", as_.tender(about), as_.typed(&about.lead));
    match &line.says {
        Says::AnswersDue {
            at: due,
            invited,
            missing,
        } => {
            let missing = match missing {
                0 => "all have answered".to_owned(),
                missing => format!("{missing} of {invited} have not answered yet"),
            };
            format!("{name}: answers are due {}; {missing}.", as_.moment(*due))
        }
        Says::BidsDue(Some(due)) => format!("{name}: bids are due {}.", as_.moment(*due)),
        Says::BidsWereDue(due) => format!("{name}: bids were due {}.", as_.moment(*due)),
        Says::BidsDue(None) => format!("{name}."),
        Says::Awarded { lots, standstill } => {
            let won = |(lot, supplier): &(String, String)| {
                format!("{} to {}", as_.typed(lot), as_.typed(supplier))
            };
            let lots: Vec<String> = lots.iter().map(won).collect();
            let standstill =
                standstill.map(|end| format!("; the standstill ends {}", as_.moment(end)));
            format!(
                "{name}: {}{}.",
                lots.join("; "),
                standstill.unwrap_or_default()
            )
        }
        Says::CallOff(lots) => {
            let lots: Vec<String> = lots.iter().map(|it| called_off(as_, it)).collect();
            format!("{name}: {}.", lots.join("; "))
        }
        Says::Ends(end) => format!("{name}: the contract ends {}.", as_.moment(*end)),
        Says::Due(what, due) => {
            let what = match what {
                DueWhat::Answers => "answers are due",
                DueWhat::Bids => "bids are due",
                DueWhat::Standstill => "the standstill ends",
                DueWhat::Start => "the contract starts",
                DueWhat::End => "the contract ends",
            };
            format!("{}: {}: {what}.", as_.moment(*due), as_.titled(about))
        }
    }
}

fn called_off(
    as_: &impl Wording,
    (lot, unit, volumes): &(String, Unit, Option<Volumes>),
) -> String {
    let (lot, unit) = (as_.typed(lot), as_.typed(&unit.plural().to_string()));
    let Some(volumes) = volumes else {
        return lot;
    };
    let percent = volumes.percent().map(|percent| format!(" ({percent}%)"));
    format!(
        "{lot}: {} of {} {unit} declared for contract year {} called off{}",
        volumes.called_off,
        volumes.declared,
        volumes.year,
        percent.unwrap_or_default()
    )
}

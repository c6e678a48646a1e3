//! What people are told of a letter that is not sent: what it is, why, and what would help (design, section 3, rule 5).

use serde::{Deserialize, Serialize};

use super::refusals::{Kind, Lack, Refused, reference};
use crate::ledger::called;
use crate::words::{Text, text};

/// A letter that is not sent, in words. All are in Discord's markdown; `why` goes on a sentence, `cure` is one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stuck {
    /// What it is: "the post of SF-1 in South Wales".
    pub what: Text,
    /// Why it isn't sent.
    pub why: Text,
    /// What would help.
    pub cure: Text,
}

impl Stuck {
    /// What can be said of any letter of this kind that is not sent, by what its error says.
    pub(super) fn of(id: i64, kind: &str, error: &str) -> Self {
        let what = called::letter(kind);
        let kind = Refused::of_error(error).map_or(Kind::OurFault, |it| it.kind());
        let (why, cure) = match kind {
            Kind::Passes => (text!("delivery-why-passes"), text!("delivery-cure-passes")),
            Kind::NeedsSomebody(lack) => lacks(lack),
            Kind::OurFault => (
                text!("delivery-why-fault", reference = reference(id)),
                text!("delivery-cure-fault"),
            ),
        };
        Stuck { what, why, cure }
    }
}

fn lacks(lack: Lack) -> (Text, Text) {
    match lack {
        Lack::Permission => (
            text!("delivery-why-permission"),
            text!("delivery-cure-permission"),
        ),
        Lack::Channel => (
            text!("delivery-why-channel"),
            text!("delivery-cure-channel"),
        ),
        Lack::ChannelKind => (
            text!("delivery-why-channel-kind"),
            text!("delivery-cure-channel-kind"),
        ),
        Lack::Tag => (
            text!("delivery-why-tag-demanded"),
            text!("delivery-cure-tag-demanded"),
        ),
        Lack::ModeratedTags => (
            text!("delivery-why-moderated-tags"),
            text!("delivery-cure-moderated-tags"),
        ),
        Lack::Locked => (text!("delivery-why-locked"), text!("delivery-cure-locked")),
        Lack::Filter => (text!("delivery-why-filter"), text!("delivery-cure-filter")),
        Lack::DirectMessages => (
            text!("delivery-why-direct-messages"),
            text!("delivery-cure-direct-messages"),
        ),
    }
}

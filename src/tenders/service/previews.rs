//! What a lead is shown before a tender is changed for everybody (design, section 2a).

use super::super::store::Tender;
use super::looking;
use crate::ledger::{Result, Tx};
use crate::values::Preview;
use crate::words::{Text, text};

/// Before it is given up: who has answered, and who is told.
pub(super) async fn cancelling(tx: &Tx, tender: &Tender, reason: &str) -> Result<Preview> {
    let answers = looking::answers(tx, tender).await?;
    let answered = answers
        .iter()
        .filter(|it| !it.state.is_outstanding())
        .count();
    Ok(
        Preview::of(text!("tenders-cancel-preview", tender = called(tender)))
            .line(text!(
                "tenders-cancel-preview-answers",
                answered,
                invited = answers.len()
            ))
            .line(text!("tenders-preview-told", reason))
            .line(text!("tenders-cancel-preview-undo")),
    )
}

/// "SF-2027-01 Solid fuel"
fn called(tender: &Tender) -> Text {
    Text::verbatim(format!("{} {}", tender.reference, tender.title))
}

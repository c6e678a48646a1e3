//! Forms filled in and sent.

use serde_json::json;

use super::{Answer, Form, Input, Member, Refusal, ShowsForm};
use crate::state::{InteractionKind, NewInteraction};

impl Member {
    /// Fills in a form (inputs by their labels; what is in others beforehand is kept) and
    /// sends it.
    ///
    /// # Panics
    ///
    /// Panics with Discord's words when its client would not send the form.
    pub async fn fills(&self, form: &impl ShowsForm, values: &[(&str, &str)]) -> Answer {
        self.granted(self.try_fills(form, values).await)
    }

    /// As [`Self::fills`], with the client's refusal as an error.
    ///
    /// # Errors
    ///
    /// Fails when Discord's client would not send the form.
    pub async fn try_fills(
        &self,
        form: &impl ShowsForm,
        values: &[(&str, &str)],
    ) -> Result<Answer, Refusal> {
        let form = form
            .shown_form()
            .ok_or_else(|| Refusal::new("no form has opened"))?
            .clone();
        self.try_form(form, values).await
    }

    async fn try_form(&self, form: Form, values: &[(&str, &str)]) -> Result<Answer, Refusal> {
        for (label, _) in values {
            if form.input(label).is_none() {
                let message = format!("the form has no input {label:?}:\n{}", form.render());
                return Err(Refusal::new(message));
            }
        }
        let mut rows = Vec::new();
        for input in &form.inputs {
            let given = values.iter().find(|(label, _)| *label == input.label);
            let value = given.map_or(input.value.as_str(), |(_, value)| value);
            check(input, value)?;
            let field = json!({ "type": 4, "id": rows.len() + 1, "custom_id": input.custom_id, "value": value });
            rows.push(if input.labelled {
                json!({ "type": 18, "id": rows.len() + 1, "component": field })
            } else {
                json!({ "type": 1, "id": rows.len() + 1, "components": [field] })
            });
        }
        let data = json!({ "custom_id": form.custom_id, "components": rows });
        let deed = format!("sent the form {:?}", form.title);
        let interaction = self.sandbox.shared.change(|state| {
            let opener = state.interactions.get(&form.opened_by).cloned();
            let opener = opener.ok_or_else(|| Refusal::new("the form is gone"))?;
            Ok(state.start_interaction(NewInteraction {
                kind: InteractionKind::Modal,
                user: self.id(),
                channel: opener.channel_id,
                deed,
                command_name: None,
                data,
                source: opener.source,
                trigger: Some(opener.metadata),
            }))
        })?;
        Ok(self.answer_to(interaction).await)
    }
}

fn check(input: &Input, value: &str) -> Result<(), Refusal> {
    let refuse = |words: String| Err(Refusal::at(&input.label, words));
    let length = u64::try_from(value.chars().count()).unwrap_or(u64::MAX);
    if input.required && value.is_empty() {
        return refuse("This field is required".to_owned());
    }
    if !value.is_empty() && length < input.least {
        let least = input.least;
        return refuse(format!("Must be at least {least} characters in length."));
    }
    if length > input.most {
        let most = input.most;
        return refuse(format!("Must be {most} or fewer in length."));
    }
    if !input.long && value.contains('\n') {
        return refuse("a short input has one line only".to_owned());
    }
    Ok(())
}

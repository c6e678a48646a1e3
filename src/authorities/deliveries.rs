//! What the register sends by itself: requests for mandates to the registrars, and their decisions to the officer.

use std::sync::Arc;

use async_trait::async_trait;

use super::service::LINE;
use super::{cards, service};
use crate::delivery::{Compose, Composed, Delivery, Mentions, Message};
use crate::ledger::{Error, Ledger, Reader, Result};
use crate::servers;
use crate::words::Lang;

/// Who composes what the register sends, and what griffin tells the registrars.
pub fn composers(ledger: &Ledger) -> Vec<Arc<dyn Compose>> {
    vec![Arc::new(Register {
        reader: ledger.reader(),
    })]
}

struct Register {
    reader: Reader,
}

const REQUEST: &str = "mandate.request";
const DECIDED: &str = "mandate.decided";

#[async_trait]
impl Compose for Register {
    fn kinds(&self) -> &[&'static str] {
        &[REQUEST, DECIDED, LINE]
    }

    async fn compose(&self, delivery: &Delivery) -> Result<Composed> {
        if delivery.kind == LINE {
            return self
                .to_registrars(delivery.guild_id, |lang| {
                    Message::text(cards::line_to_registrars(&delivery.args, lang))
                })
                .await;
        }
        let Some(mandate) = service::mandate(&self.reader, delivery.subject_id).await? else {
            return Ok(Composed::Nothing("the mandate is not there".to_owned()));
        };
        if delivery.kind == REQUEST {
            if mandate.state != super::rules::State::Requested {
                return Ok(Composed::Nothing("it was decided already".to_owned()));
            }
            return self
                .to_registrars(delivery.guild_id, |lang| {
                    let mut message = Message::text(cards::request_text(&mandate, lang));
                    message.components = vec![cards::request_buttons(mandate.id, lang)];
                    message
                })
                .await;
        }
        let user_id = mandate.user_id;
        let lang = service::language_of(&self.reader, delivery.guild_id, user_id).await?;
        let confirmed = delivery.args["what"] == "confirmed";
        Ok(Composed::Direct {
            user_id,
            message: Message::text(cards::decided(&mandate, confirmed, lang)).in_lang(lang),
            fallback: None,
        })
    }
}

impl Register {
    /// What all registrars of a server read, in its language.
    async fn to_registrars(
        &self,
        guild_id: i64,
        said: impl FnOnce(Lang) -> Message,
    ) -> Result<Composed> {
        let settings = match servers::service::settings(&self.reader, guild_id).await {
            Ok(settings) => settings,
            Err(Error::Refused(why)) => return Ok(Composed::Nothing(why.to_string())),
            Err(fault) => return Err(fault),
        };
        let mut message = said(settings.language).in_lang(settings.language);
        message.mentions = Mentions::default();
        Ok(match settings.registrar_channel {
            Some(channel_id) => Composed::Send {
                channel_id,
                message,
            },
            None => {
                Composed::Nothing("there is no registrars' channel: run /griffin setup".to_owned())
            }
        })
    }
}

//! Composes what the register sends by itself, when it is sent.

use std::sync::Arc;

use async_trait::async_trait;

use super::letters::{Decided, RegistrarsLine, Request};
use super::rules::State;
use super::{cards, service};
use crate::delivery::{Compose, Composed, Composers, Delivery, Mentions, Message};
use crate::ledger::{Error, Ledger, Reader, Result};
use crate::servers;

/// Who composes what the register sends, and what griffin tells the registrars.
pub fn composers(ledger: &Ledger) -> Composers {
    let register = Arc::new(Register {
        reader: ledger.reader(),
    });
    Composers::default()
        .and::<Request>(register.clone())
        .and::<Decided>(register.clone())
        .and::<RegistrarsLine>(register)
}

struct Register {
    reader: Reader,
}

/// Why nothing is said of a mandate.
const GONE: &str = "the mandate is not there";

#[async_trait]
impl Compose<Request> for Register {
    async fn compose(&self, letter: &Request, delivery: &Delivery) -> Result<Composed> {
        let Some(mandate) = service::mandate(&self.reader, letter.mandate_id).await? else {
            return Ok(Composed::Nothing(GONE.to_owned()));
        };
        if mandate.state != State::Requested {
            return Ok(Composed::Nothing("it was decided already".to_owned()));
        }
        let mut message = Message::text(cards::request_text(&mandate));
        message.components = vec![cards::request_buttons(mandate.id)];
        self.to_registrars(delivery.guild_id, message).await
    }
}

#[async_trait]
impl Compose<Decided> for Register {
    async fn compose(&self, letter: &Decided, _: &Delivery) -> Result<Composed> {
        let Some(mandate) = service::mandate(&self.reader, letter.mandate_id).await? else {
            return Ok(Composed::Nothing(GONE.to_owned()));
        };
        Ok(match cards::decided_text(&mandate) {
            Some(text) => Composed::Direct {
                user_id: mandate.user_id,
                message: Message::text(text),
                fallback: None,
            },
            None => Composed::Nothing("outdated".to_owned()),
        })
    }
}

#[async_trait]
impl Compose<RegistrarsLine> for Register {
    async fn compose(&self, letter: &RegistrarsLine, delivery: &Delivery) -> Result<Composed> {
        let text = cards::line_to_registrars(&letter.said);
        self.to_registrars(delivery.guild_id, Message::text(text))
            .await
    }
}

impl Register {
    async fn to_registrars(&self, guild_id: i64, mut message: Message) -> Result<Composed> {
        let settings = match servers::service::settings(&self.reader, guild_id).await {
            Ok(settings) => settings,
            Err(Error::Refused(why)) => return Ok(Composed::Nothing(why.to_string())),
            Err(fault) => return Err(fault),
        };
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

//! Composes what the register sends by itself, when it is sent.

use std::sync::Arc;

use async_trait::async_trait;

use super::letters::{Decided, Departed, Ending, RegistrarsLine, Request};
use super::rules::State;
use super::{cards, service, succession};
use crate::clock::SharedClock;
use crate::delivery::{Compose, Composed, Composers, Delivery, Mentions, Message};
use crate::ledger::{Error, Ledger, Reader, Result};
use crate::servers;
use crate::words::Lang;

/// Who composes what the register sends, and what griffin tells the registrars.
pub fn composers(ledger: &Ledger, clock: SharedClock) -> Composers {
    let register = Arc::new(Register {
        reader: ledger.reader(),
        clock,
    });
    Composers::default()
        .and::<Request>(register.clone())
        .and::<Decided>(register.clone())
        .and::<Departed>(register.clone())
        .and::<Ending>(register.clone())
        .and::<RegistrarsLine>(register)
}

struct Register {
    reader: Reader,
    clock: SharedClock,
}

/// Nothing is said of a mandate that is not there.
fn gone() -> Composed {
    Composed::Nothing("the mandate is not there".to_owned())
}

#[async_trait]
impl Compose<Request> for Register {
    async fn compose(&self, letter: &Request, delivery: &Delivery) -> Result<Composed> {
        let Some(mandate) = service::mandate(&self.reader, letter.mandate_id).await? else {
            return Ok(gone());
        };
        if mandate.state != State::Requested {
            return Ok(Composed::Nothing("it was decided already".to_owned()));
        }
        self.to_registrars(delivery.guild_id, |lang| {
            let mut message = Message::text(cards::request_text(&mandate, lang));
            message.components = vec![cards::request_buttons(mandate.id, lang)];
            message
        })
        .await
    }
}

#[async_trait]
impl Compose<Decided> for Register {
    async fn compose(&self, letter: &Decided, delivery: &Delivery) -> Result<Composed> {
        let Some(mandate) = service::mandate(&self.reader, letter.mandate_id).await? else {
            return Ok(gone());
        };
        let (guild_id, user_id) = (delivery.guild_id, mandate.user_id);
        let lang = service::language_of(&self.reader, guild_id, user_id).await?;
        Ok(match cards::decided_text(&mandate, lang) {
            Some(text) => Composed::Direct {
                user_id,
                message: Message::text(text).in_lang(lang),
                fallback: None,
            },
            None => Composed::Nothing("outdated".to_owned()),
        })
    }
}

#[async_trait]
impl Compose<Departed> for Register {
    async fn compose(&self, letter: &Departed, delivery: &Delivery) -> Result<Composed> {
        let (guild_id, now) = (delivery.guild_id, self.clock.now());
        let mandates = service::mandates_of(&self.reader, guild_id, letter.user_id).await?;
        let mut held = Vec::new();
        for mandate in mandates {
            let others = service::officers_here(&self.reader, mandate.authority.id, now).await?;
            let last = mandate.acts() && others.iter().all(|other| *other == letter.user_id);
            held.push((mandate, last));
        }
        if held.is_empty() {
            return Ok(Composed::Nothing(
                "they hold no mandate any more".to_owned(),
            ));
        }
        self.to_registrars(guild_id, |lang| Message::text(cards::departed(&held, lang)))
            .await
    }
}

#[async_trait]
impl Compose<Ending> for Register {
    async fn compose(&self, letter: &Ending, delivery: &Delivery) -> Result<Composed> {
        let Some(authority) = service::by_id(&self.reader, letter.authority_id).await? else {
            return Ok(Composed::Nothing("the authority is not there".to_owned()));
        };
        let (guild_id, user_id) = (delivery.guild_id, letter.user_id);
        let register = service::list(&self.reader, guild_id).await?;
        let lang = service::language_of(&self.reader, guild_id, user_id).await?;
        let text = succession::cards::told(&authority, &register, letter.merged, lang);
        Ok(Composed::Direct {
            user_id,
            message: Message::text(text).in_lang(lang),
            fallback: None,
        })
    }
}

#[async_trait]
impl Compose<RegistrarsLine> for Register {
    async fn compose(&self, letter: &RegistrarsLine, delivery: &Delivery) -> Result<Composed> {
        self.to_registrars(delivery.guild_id, |lang| {
            Message::text(cards::line_to_registrars(&letter.said, lang))
        })
        .await
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

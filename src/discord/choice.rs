//! Options with fixed choices, as texts: poise's own are numbers, which say nothing in a log or an old invocation.

use async_trait::async_trait;
use poise::serenity_prelude as serenity;
use poise::{SlashArgError, SlashArgument};

use crate::words::{Lang, Text};

/// Values of which a person chooses one: 25 at most.
pub trait Choice: Copy + Send + Sync + 'static {
    /// Every one, in the order shown.
    const OFFERED: &'static [Self];

    /// What the option holds, such as `northern-ireland`.
    fn value(self) -> &'static str;

    /// What is shown; what the option holds, unless said otherwise. Discord has no Welsh, so it is shown in English.
    fn shown(self) -> Text {
        Text::verbatim(self.value())
    }
}

/// An option that holds one of the choices of `T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneOf<T>(pub T);

#[async_trait]
impl<T: Choice> SlashArgument for OneOf<T> {
    async fn extract(
        _: &serenity::Context,
        _: &serenity::CommandInteraction,
        value: &serenity::ResolvedValue<'_>,
    ) -> Result<Self, SlashArgError> {
        let serenity::ResolvedValue::String(text) = *value else {
            return Err(SlashArgError::new_command_structure_mismatch(
                "expected text",
            ));
        };
        let found = T::OFFERED.iter().find(|choice| choice.value() == text);
        // Discord itself takes no other: what is not offered is of a command that has changed.
        let gone = SlashArgError::new_command_structure_mismatch("no such choice");
        found.map(|&choice| OneOf(choice)).ok_or(gone)
    }

    fn create(builder: serenity::CreateCommandOption) -> serenity::CreateCommandOption {
        let builder = builder.kind(serenity::CommandOptionType::String);
        T::OFFERED.iter().fold(builder, |builder, choice| {
            builder.add_string_choice(choice.shown().say(Lang::English), choice.value())
        })
    }
}

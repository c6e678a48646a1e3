//! An answer for whatever can go wrong before, in and after a command: a member is never left with "did not respond".

use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{
    CommandInteraction, CommandType, CreateAutocompleteResponse, CreateInteractionResponse,
};

use super::asking::{interaction, lang_of};
use super::{Answer, Context, Data, Error, answer, pending};
use crate::values::Refusal;
use crate::words::text;
use answer::replay;

/// poise's error handler.
pub async fn on_error(error: poise::FrameworkError<'_, Data, Error>) {
    use poise::FrameworkError as E;
    let told = match error {
        E::Command { error, ctx, .. } => {
            let lang = super::lang(ctx).await;
            tell(ctx, pending::to_command(ctx, &error, lang).await).await
        }
        E::CommandPanic { payload, ctx, .. } => {
            let cause = format!("panicked: {}", payload.unwrap_or_default());
            let (what, lang) = (&ctx.command().qualified_name, super::lang(ctx).await);
            tell(ctx, answer::broken(&cause, what, interaction(ctx), lang)).await
        }
        E::UnknownInteraction {
            interaction,
            framework,
            ..
        } => {
            let (guild, user) = (interaction.guild_id, interaction.user.id);
            let lang = lang_of(framework.user_data, guild, user).await;
            let given = format!("/{}", interaction.data.name);
            let answer = answer::refused(&changed(), &given, lang);
            tell_unknown(framework.serenity_context, interaction, answer).await
        }
        E::EventHandler { error, event, .. } => {
            tracing::error!(cause = %error, event = event.snake_case_name(), "a fault");
            Ok(())
        }
        E::Setup {
            error, framework, ..
        } => {
            // Else every later event would wait for ever.
            tracing::error!(cause = %error, "griffin could not be set up");
            framework.shard_manager().shutdown_all().await;
            Ok(())
        }
        // Messages are not read: griffin has no intent for them.
        E::DynamicPrefix { .. } | E::UnknownCommand { .. } | E::NonCommandMessage { .. } => Ok(()),
        other => match other.ctx() {
            Some(ctx) => {
                let refusal = refusal(&other);
                let lang = super::lang(ctx).await;
                tell(ctx, answer::refused(&refusal, &super::given(ctx), lang)).await
            }
            None => Ok(()),
        },
    };
    if let Err(error) = told {
        tracing::warn!(%error, "a person could not be told of an error");
    }
}

/// What is refused before a command runs.
fn refusal(error: &poise::FrameworkError<'_, Data, Error>) -> Refusal {
    use poise::FrameworkError as E;
    match error {
        E::ArgumentParse { input, .. } => match input {
            Some(input) => Refusal::new(
                text!("discord-option-unreadable", given = input),
                text!("discord-option-unreadable-help"),
            ),
            None => Refusal::new(
                text!("discord-an-option-unreadable"),
                text!("discord-option-unreadable-help"),
            ),
        },
        E::SubcommandRequired { .. } => Refusal::new(
            text!("discord-part-missing"),
            text!("discord-part-missing-help"),
        ),
        E::CommandStructureMismatch { .. } => changed(),
        E::CooldownHit {
            remaining_cooldown, ..
        } => Refusal::new(
            text!("discord-too-soon"),
            text!(
                "discord-too-soon-help",
                seconds = remaining_cooldown.as_secs() + 1
            ),
        ),
        E::MissingBotPermissions {
            missing_permissions: missing,
            ..
        } => Refusal::new(
            text!("discord-griffin-may-not"),
            text!(
                "discord-permission-needed",
                permission = missing.to_string()
            ),
        ),
        E::MissingUserPermissions {
            missing_permissions: Some(missing),
            ..
        } => Refusal::new(
            text!("discord-you-may-not-here"),
            text!(
                "discord-your-permission-needed",
                permission = missing.to_string()
            ),
        ),
        E::MissingUserPermissions { .. } | E::NotAnOwner { .. } | E::CommandCheckFailed { .. } => {
            Refusal::new(
                text!("discord-you-may-not"),
                text!("discord-you-may-not-help"),
            )
        }
        E::PermissionFetchFailed { .. } => Refusal::new(
            text!("discord-permissions-unknown"),
            text!("discord-in-a-minute"),
        ),
        E::GuildOnly { .. } => answer::only_in_a_server(),
        E::DmOnly { .. } => Refusal::new(
            text!("discord-only-direct"),
            text!("discord-only-direct-help"),
        ),
        E::NsfwOnly { .. } => Refusal::new(
            text!("discord-not-in-this-channel"),
            text!("discord-another-channel"),
        ),
        _ => Refusal::new(text!("discord-unknown"), text!("discord-unknown-help")),
    }
}

fn changed() -> Refusal {
    Refusal::new(
        text!("discord-command-changed"),
        text!("discord-command-changed-help"),
    )
}

async fn tell(ctx: Context<'_>, answer: Answer) -> Result<(), serenity::Error> {
    let Context::Application(application) = ctx else {
        return Ok(());
    };
    if application.interaction_type == poise::CommandInteractionType::Autocomplete {
        // An autocomplete can't be answered with words: it offers nothing.
        return offer_nothing(ctx.serenity_context(), application.interaction).await;
    }
    if replay::is_again(ctx) {
        return replay::tell(ctx, answer).await;
    }
    let reply = answer.into_reply();
    match answer::persist(|| ctx.send(reply.clone())).await {
        // It has been answered after all: the answer arrived, and what Discord said of it did not.
        Err(error) if answer::is_answered(&error) => Ok(()),
        sent => sent.map(drop),
    }
}

async fn tell_unknown(
    serenity: &serenity::Context,
    interaction: &CommandInteraction,
    answer: Answer,
) -> Result<(), serenity::Error> {
    // poise hands on autocompletes of unknown commands, too: one has an option in focus.
    if interaction.data.kind == CommandType::ChatInput && interaction.data.autocomplete().is_some()
    {
        return offer_nothing(serenity, interaction).await;
    }
    interaction
        .create_response(
            serenity,
            CreateInteractionResponse::Message(answer.into_response()),
        )
        .await
}

async fn offer_nothing(
    serenity: &serenity::Context,
    interaction: &CommandInteraction,
) -> Result<(), serenity::Error> {
    let nothing = CreateAutocompleteResponse::new();
    interaction
        .create_response(serenity, CreateInteractionResponse::Autocomplete(nothing))
        .await
}

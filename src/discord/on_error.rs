//! An answer for whatever can go wrong before, in and after a command: a member is never left with "did not respond".

use poise::serenity_prelude as serenity;
use poise::serenity_prelude::{
    CommandInteraction, CommandType, CreateAutocompleteResponse, CreateInteractionResponse,
};

use super::{Answer, Context, Data, Error, answer, pending};
use crate::values::Refusal;

/// poise's error handler.
pub async fn on_error(error: poise::FrameworkError<'_, Data, Error>) {
    use poise::FrameworkError as E;
    let told = match error {
        E::Command { error, ctx, .. } => {
            let answer = match pending::ask(ctx, &error).await {
                Some(menu) => menu,
                None => answer::of_error(
                    &error,
                    &ctx.command().qualified_name,
                    &super::given(ctx),
                    interaction(ctx),
                ),
            };
            tell(ctx, answer).await
        }
        E::CommandPanic { payload, ctx, .. } => {
            let cause = format!("panicked: {}", payload.unwrap_or_default());
            tell(
                ctx,
                answer::broken(&cause, &ctx.command().qualified_name, interaction(ctx)),
            )
            .await
        }
        E::UnknownInteraction {
            interaction,
            framework,
            ..
        } => {
            let refusal = changed();
            let answer = answer::refused(&refusal, &format!("/{}", interaction.data.name));
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
                tell(ctx, answer::refused(&refusal, &super::given(ctx))).await
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
                format!("“{input}” can't be read."),
                "Choose one of what the option offers.",
            ),
            None => Refusal::new("An option can't be read.", "Choose one of what it offers."),
        },
        E::SubcommandRequired { .. } => Refusal::new(
            "This command has parts.",
            "Choose one of those that Discord lists as you type.",
        ),
        E::CommandStructureMismatch { .. } => changed(),
        E::CooldownHit {
            remaining_cooldown, ..
        } => Refusal::new(
            "That was too soon after the last time.",
            format!("Try again in {} seconds.", remaining_cooldown.as_secs() + 1),
        ),
        E::MissingBotPermissions {
            missing_permissions,
            ..
        } => Refusal::new(
            "griffin may not do that here.",
            format!("It needs the permission {missing_permissions}."),
        ),
        E::MissingUserPermissions {
            missing_permissions: Some(missing),
            ..
        } => Refusal::new(
            "You may not do that here.",
            format!("It needs the permission {missing}."),
        ),
        E::MissingUserPermissions { .. } | E::NotAnOwner { .. } | E::CommandCheckFailed { .. } => {
            Refusal::new("You may not do that.", "Ask a registrar of this server.")
        }
        E::PermissionFetchFailed { .. } => Refusal::new(
            "Discord did not say what you may do here.",
            "Try again in a minute.",
        ),
        E::GuildOnly { .. } => answer::only_in_a_server(),
        E::DmOnly { .. } => Refusal::new(
            "This works only in a direct message.",
            "Give it to griffin there.",
        ),
        E::NsfwOnly { .. } => {
            Refusal::new("This does not work in this channel.", "Try another one.")
        }
        _ => Refusal::new("griffin can't do that.", "/help lists what it can."),
    }
}

fn changed() -> Refusal {
    Refusal::new(
        "This command has changed since your Discord learnt it.",
        "Type it anew in a minute; /help lists what there is.",
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

fn interaction(ctx: Context<'_>) -> u64 {
    match ctx {
        Context::Application(ctx) => ctx.interaction.id.get(),
        Context::Prefix(ctx) => ctx.msg.id.get(),
    }
}

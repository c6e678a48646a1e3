//! The bot: one command for each way to answer.

use serenity::{
    all::{
        ActionRowComponent, AutocompleteChoice, ButtonStyle, ChunkGuildFilter, CommandInteraction,
        CommandOptionType, ComponentInteraction, ComponentInteractionDataKind, Context,
        CreateActionRow, CreateAttachment, CreateAutocompleteResponse, CreateButton, CreateCommand,
        CreateCommandOption, CreateEmbed, CreateInputText, CreateInteractionResponse,
        CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateModal,
        CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption, EditInteractionResponse,
        EventHandler, InputTextStyle, Interaction, ModalInteraction, Permissions, Ready,
        ResolvedValue,
    },
    async_trait,
};

pub struct Bot;

#[async_trait]
impl EventHandler for Bot {
    async fn ready(&self, ctx: Context, ready: Ready) {
        // A shard may have no guild.
        let Some(guild) = ready.guilds.first().map(|guild| guild.id) else {
            return;
        };
        ctx.shard
            .chunk_guild(guild, None, false, ChunkGuildFilter::None, None);
        guild
            .set_commands(&ctx.http, commands())
            .await
            .expect("commands are accepted");
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let result = match interaction {
            Interaction::Command(command) => answer(&ctx, &command).await,
            Interaction::Component(component) => press(&ctx, &component).await,
            Interaction::Modal(modal) => submit(&ctx, &modal).await,
            Interaction::Autocomplete(typing) => complete(&ctx, &typing).await,
            _ => Ok(()),
        };
        if let Err(error) = result {
            eprintln!("the bot failed: {error}");
        }
    }
}

fn option(kind: CommandOptionType, name: &str) -> CreateCommandOption {
    CreateCommandOption::new(kind, name, format!("The {name}"))
}

fn commands() -> Vec<CreateCommand> {
    use CommandOptionType as Kind;
    let plain = |name: &str| CreateCommand::new(name).description(format!("Does {name}"));
    vec![
        plain("ping"),
        plain("echo")
            .add_option(option(Kind::String, "text").required(true).max_length(20))
            .add_option(
                option(Kind::Integer, "times")
                    .min_int_value(1)
                    .max_int_value(5),
            )
            .add_option(option(Kind::Boolean, "loud"))
            .add_option(option(Kind::Number, "price")),
        plain("private"),
        plain("slow"),
        plain("later"),
        plain("silent"),
        plain("panel"),
        plain("form"),
        plain("nothing"),
        plain("file").add_option(option(Kind::Attachment, "data").required(true)),
        plain("who")
            .add_option(option(Kind::User, "user"))
            .add_option(option(Kind::Channel, "channel"))
            .add_option(option(Kind::Role, "role"))
            .add_option(option(Kind::Mentionable, "anyone")),
        plain("admin").default_member_permissions(Permissions::MANAGE_GUILD),
        plain("club").add_option(
            option(Kind::SubCommand, "join")
                .add_sub_option(
                    option(Kind::String, "club")
                        .required(true)
                        .set_autocomplete(true),
                )
                .add_sub_option(
                    option(Kind::String, "as")
                        .add_string_choice("Dover", "DOV")
                        .add_string_choice("Poole", "POO"),
                ),
        ),
    ]
}

fn message(text: impl Into<String>) -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new().content(text)
}

fn reply(text: impl Into<String>) -> CreateInteractionResponse {
    CreateInteractionResponse::Message(message(text))
}

async fn answer(ctx: &Context, command: &CommandInteraction) -> serenity::Result<()> {
    let response = match command.data.name.as_str() {
        "ping" => reply("pong"),
        "private" | "admin" => CreateInteractionResponse::Message(message("psst").ephemeral(true)),
        "echo" | "who" | "club" => reply(describe(command)),
        "slow" => {
            command.defer(&ctx.http).await?;
            let done = EditInteractionResponse::new()
                .content("done <t:1772355600:F>")
                .embed(
                    CreateEmbed::new()
                        .title("Result")
                        .field("Total", "42", true),
                );
            command.edit_response(&ctx.http, done).await?;
            return Ok(());
        }
        "later" => {
            command.defer_ephemeral(&ctx.http).await?;
            for text in ["first", "second"] {
                let followup = CreateInteractionResponseFollowup::new().content(text);
                command.create_followup(&ctx.http, followup).await?;
            }
            return Ok(());
        }
        "nothing" => {
            command.defer(&ctx.http).await?;
            return command.delete_response(&ctx.http).await;
        }
        "panel" => {
            CreateInteractionResponse::Message(message("pressed 0").components(panel(false)))
        }
        "form" => CreateInteractionResponse::Modal(form()),
        "file" => {
            let ResolvedValue::Attachment(file) = command.data.options()[0].value else {
                return Ok(());
            };
            let bytes = file.download().await?;
            let shouted = String::from_utf8_lossy(&bytes).to_uppercase();
            let file = CreateAttachment::bytes(shouted.into_bytes(), "loud.csv");
            CreateInteractionResponse::Message(message("here").add_file(file))
        }
        _ => return Ok(()),
    };
    command.create_response(&ctx.http, response).await
}

fn describe(command: &CommandInteraction) -> String {
    let mut options = command.data.options();
    if let [first] = &options[..]
        && let ResolvedValue::SubCommand(inner) = &first.value
    {
        options = inner.clone();
    }
    let shown: Vec<String> = options
        .iter()
        .map(|option| match &option.value {
            ResolvedValue::User(user, member) => {
                format!("{}={} member={}", option.name, user.id, member.is_some())
            }
            ResolvedValue::Channel(channel) => format!("{}={}", option.name, channel.id),
            ResolvedValue::Role(role) => format!("{}={}", option.name, role.name),
            ResolvedValue::String(text) => format!("{}={text}", option.name),
            ResolvedValue::Integer(number) => format!("{}={number}", option.name),
            ResolvedValue::Number(number) => format!("{}={number}", option.name),
            ResolvedValue::Boolean(is) => format!("{}={is}", option.name),
            other => format!("{}={other:?}", option.name),
        })
        .collect();
    shown.join(" ")
}

fn panel(used: bool) -> Vec<CreateActionRow> {
    let options = vec![
        CreateSelectMenuOption::new("Dover", "DOV"),
        CreateSelectMenuOption::new("Poole", "POO"),
    ];
    let menu = CreateSelectMenu::new("town", CreateSelectMenuKind::String { options })
        .placeholder("Which town?")
        .max_values(2);
    vec![
        CreateActionRow::Buttons(vec![
            CreateButton::new("count").label("Count"),
            CreateButton::new("once").label("Once").disabled(used),
            CreateButton::new("ask")
                .label("Ask")
                .style(ButtonStyle::Success),
            CreateButton::new("ack").label("Ack"),
            CreateButton::new_link("https://example.org").label("Link"),
        ]),
        CreateActionRow::SelectMenu(menu),
        CreateActionRow::SelectMenu(CreateSelectMenu::new(
            "person",
            CreateSelectMenuKind::User {
                default_users: None,
            },
        )),
    ]
}

fn form() -> CreateModal {
    let price = CreateInputText::new(InputTextStyle::Short, "Price", "price").value("1.00");
    let note = CreateInputText::new(InputTextStyle::Paragraph, "Note", "note")
        .required(false)
        .max_length(10);
    CreateModal::new("offer", "Offer").components(vec![
        CreateActionRow::InputText(price),
        CreateActionRow::InputText(note),
    ])
}

async fn press(ctx: &Context, component: &ComponentInteraction) -> serenity::Result<()> {
    let update = |text: String, used| {
        CreateInteractionResponse::UpdateMessage(message(text).components(panel(used)))
    };
    let response = match (component.data.custom_id.as_str(), &component.data.kind) {
        ("count", _) => {
            let before: u64 = component.message.content["pressed ".len()..]
                .parse()
                .unwrap_or(0);
            update(format!("pressed {}", before + 1), false)
        }
        ("once", _) => update("pressed 0".into(), true),
        ("ask", _) => CreateInteractionResponse::Modal(form()),
        ("ack", _) => {
            component.defer(&ctx.http).await?;
            let edit = EditInteractionResponse::new().content("acknowledged");
            component.edit_response(&ctx.http, edit).await?;
            return Ok(());
        }
        ("town", ComponentInteractionDataKind::StringSelect { values }) => {
            update(format!("chosen {}", values.join(",")), false)
        }
        ("person", ComponentInteractionDataKind::UserSelect { values }) => {
            reply(format!("person {}", values[0]))
        }
        (other, _) => CreateInteractionResponse::Message(
            message(format!("unknown button {other}")).ephemeral(true),
        ),
    };
    component.create_response(&ctx.http, response).await
}

async fn submit(ctx: &Context, modal: &ModalInteraction) -> serenity::Result<()> {
    let values: Vec<String> = modal
        .data
        .components
        .iter()
        .flat_map(|row| &row.components)
        .filter_map(|part| match part {
            ActionRowComponent::InputText(input) => input.value.clone(),
            _ => None,
        })
        .collect();
    let text = format!("offered {}", values.join(" / "));
    let response = if modal.message.is_some() {
        CreateInteractionResponse::UpdateMessage(message(text))
    } else {
        reply(text)
    };
    modal.create_response(&ctx.http, response).await
}

async fn complete(ctx: &Context, typing: &CommandInteraction) -> serenity::Result<()> {
    let typed = typing
        .data
        .autocomplete()
        .map(|option| option.value.to_owned())
        .unwrap_or_default();
    let choices = ["CH-01", "CH-02", "GO-01"]
        .iter()
        .filter(|name| name.starts_with(&typed))
        .map(|name| AutocompleteChoice::new(format!("{name} · open"), *name))
        .collect();
    let response = CreateAutocompleteResponse::new().set_choices(choices);
    typing
        .create_response(&ctx.http, CreateInteractionResponse::Autocomplete(response))
        .await
}

//! The floor: a bare serenity bot that says pong.

use serenity::all::{
    Client, ClientBuilder, Command, Context, CreateCommand, CreateInteractionResponse,
    CreateInteractionResponseMessage, EventHandler, GatewayIntents, HttpBuilder, Interaction,
    Ready,
};
use serenity::async_trait;

struct Pong;

#[async_trait]
impl EventHandler for Pong {
    async fn ready(&self, ctx: Context, _: Ready) {
        let ping = CreateCommand::new("ping").description("Says pong.");
        Command::set_global_commands(&ctx, vec![ping])
            .await
            .expect("the command is registered");
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        if let Interaction::Command(command) = interaction {
            let pong = CreateInteractionResponseMessage::new()
                .content("pong")
                .ephemeral(true);
            command
                .create_response(&ctx, CreateInteractionResponse::Message(pong))
                .await
                .expect("pong is taken");
        }
    }
}

/// Runs it until it is killed.
pub fn run(url: &str, token: &str) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let http = HttpBuilder::new(token)
            .proxy(url)
            .ratelimiter_disabled(true)
            .build();
        let mut client: Client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
            .event_handler(Pong)
            .await
            .expect("a client");
        client.start().await.expect("the gateway");
    });
}

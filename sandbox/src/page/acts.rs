//! What a person at the page does: each act goes the way of a member's chair.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Multipart, State, multipart::MultipartError},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::Desk;
use crate::{
    Sandbox, Snowflake,
    client::{Answer, Form, Member, Message, Outcome, Refusal, borrowed},
    limits,
    state::Response as Answered,
};

/// The longest name of a member (Resources, User: global names have 1 to 32 characters).
const LONGEST_NAME: usize = 32;

/// Identifiers are texts in JSON: they are too big for a browser's numbers.
fn id<'de, D: Deserializer<'de>>(from: D) -> Result<Snowflake, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map_err(serde::de::Error::custom)
}

/// Whose chair it is, and where they are.
#[derive(Deserialize)]
struct Chair {
    #[serde(deserialize_with = "id")]
    who: Snowflake,
    #[serde(deserialize_with = "id")]
    place: Snowflake,
}

impl Chair {
    fn member(&self, world: &Sandbox) -> Result<Member, Refusal> {
        let guild = world.shared.read(|state| {
            let mut guilds = state.guilds.values();
            let guild = guilds.find(|guild| guild.members.contains_key(&self.who));
            let known = state.channels.contains_key(&self.place);
            guild.map(|guild| guild.id).filter(|_| known)
        });
        let guild = guild.ok_or_else(|| {
            Refusal::new("This world is gone: another scene was started. Load the page again.")
        })?;
        Ok(Member::new(world.clone(), self.who, Some(guild)).at(self.place))
    }
}

/// What is not done, and at which option or input the fault lies.
pub(super) fn refused(why: &str, at: Option<&str>) -> Response {
    let body = json!({ "refused": why, "at": at });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
}

fn refusal(why: &Refusal) -> Response {
    refused(&why.text, why.at.as_deref())
}

fn form_json(form: &Form, opened_by: Snowflake) -> Value {
    let inputs = form.inputs.iter().map(|input| {
        json!({
            "label": input.label,
            "value": input.value,
            "placeholder": input.placeholder,
            "required": input.required,
            "most": input.most,
            "long": input.long,
        })
    });
    json!({ "title": form.title, "inputs": inputs.collect::<Vec<_>>(), "opened_by": opened_by.to_string() })
}

fn answered(answer: &Answer) -> Response {
    let outcome = match answer.outcome {
        Outcome::Message => "message",
        Outcome::Updated => "updated",
        Outcome::Form => "form",
        Outcome::Nothing => "nothing",
        Outcome::Thinking => "thinking",
        Outcome::Failed => "failed",
    };
    let form = answer.form.as_ref();
    Json(json!({
        "outcome": outcome,
        "text": answer.text,
        "form": form.map(|form| form_json(form, answer.interaction_id)),
    }))
    .into_response()
}

/// A command with its options by name.
#[derive(Deserialize)]
struct Use {
    #[serde(flatten)]
    chair: Chair,
    command: String,
    #[serde(default)]
    options: Vec<(String, String)>,
}

/// Sends a command: the part `act` of the form is its JSON, each other part the file of an option.
pub(super) async fn command(State(desk): State<Arc<Desk>>, parts: Multipart) -> Response {
    let (act, files) = match read(parts).await {
        Ok(read) => read,
        Err(why) => return refusal(&why),
    };
    let member = match act.chair.member(&desk.world()) {
        Ok(member) => member,
        Err(why) => return refusal(&why),
    };
    let member = files
        .into_iter()
        .fold(member, |member, (option, name, bytes)| {
            member.attaches(&option, &name, bytes)
        });
    match member.try_uses(&act.command, &borrowed(&act.options)).await {
        Ok(answer) => answered(&answer),
        Err(why) => refusal(&why),
    }
}

type Files = Vec<(String, String, Bytes)>;

/// The act and its files; the page's own limit holds for all of them together, Discord's for each.
async fn read(mut parts: Multipart) -> Result<(Use, Files), Refusal> {
    let mut act = None;
    let mut files = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "act" {
            let text = part.text().await.map_err(broken)?;
            let read = serde_json::from_str(&text);
            act = Some(read.map_err(|error| Refusal::new(error.to_string()))?);
            continue;
        }
        if files.len() == limits::FILES {
            let most = limits::FILES;
            return Err(Refusal::new(format!("At most {most} files go at once.")));
        }
        let filename = part.file_name().unwrap_or("file").to_owned();
        let bytes = part.bytes().await.map_err(broken)?;
        if bytes.len() > limits::FILE_BYTES {
            return Err(Refusal::at(&name, too_large()));
        }
        files.push((name, filename, bytes));
    }
    Ok((act.ok_or(Refusal::new("there is no act"))?, files))
}

fn too_large() -> String {
    let most = limits::FILE_BYTES / (1024 * 1024);
    format!("The file is too large: all that is sent at once can have {most} MiB.")
}

fn broken(error: MultipartError) -> Refusal {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(too_large()),
        _ => Refusal::new(error.body_text()),
    }
}

#[derive(Deserialize)]
pub(super) struct Line {
    #[serde(flatten)]
    chair: Chair,
    line: String,
}

/// Takes a line apart into a command and its options, without sending it.
pub(super) async fn line(State(desk): State<Arc<Desk>>, Json(act): Json<Line>) -> Response {
    let split = act
        .chair
        .member(&desk.world())
        .and_then(|member| member.reads_line(&act.line));
    match split {
        Ok((command, options)) => {
            Json(json!({ "command": command, "options": options })).into_response()
        }
        Err(why) => refusal(&why),
    }
}

#[derive(Deserialize)]
pub(super) struct Complete {
    #[serde(flatten)]
    act: Use,
    option: String,
    typed: String,
}

/// What the bot offers for an option.
pub(super) async fn complete(State(desk): State<Arc<Desk>>, Json(it): Json<Complete>) -> Response {
    let member = match it.act.chair.member(&desk.world()) {
        Ok(member) => member,
        Err(why) => return refusal(&why),
    };
    let others = borrowed(&it.act.options);
    let offered = member.try_completes(&it.act.command, &it.option, &it.typed, &others);
    match offered.await {
        Ok(choices) => {
            let choices = choices.iter();
            let choices: Vec<Value> = choices
                .map(|choice| json!({ "name": choice.name, "value": choice.value }))
                .collect();
            Json(json!({ "choices": choices })).into_response()
        }
        Err(why) => refusal(&why),
    }
}

#[derive(Deserialize)]
pub(super) struct Touch {
    #[serde(flatten)]
    chair: Chair,
    #[serde(deserialize_with = "id")]
    message: Snowflake,
    custom_id: String,
    #[serde(default)]
    values: Vec<String>,
}

impl Touch {
    /// The member, and the message as it is now.
    fn read(&self, world: &Sandbox) -> Result<(Member, Message), Refusal> {
        let member = self.chair.member(world)?;
        let message = world.shared.look(|state| {
            let message = state.message(self.chair.place, self.message)?;
            Some(Message::read(state, message))
        });
        let message = message.ok_or_else(|| Refusal::new("The message was deleted."))?;
        Ok((member, message))
    }
}

pub(super) async fn press(State(desk): State<Arc<Desk>>, Json(act): Json<Touch>) -> Response {
    let (member, message) = match act.read(&desk.world()) {
        Ok(read) => read,
        Err(why) => return refusal(&why),
    };
    match member.try_presses_id(&message, &act.custom_id).await {
        Ok(answer) => answered(&answer),
        Err(why) => refusal(&why),
    }
}

pub(super) async fn choose(State(desk): State<Arc<Desk>>, Json(act): Json<Touch>) -> Response {
    let (member, message) = match act.read(&desk.world()) {
        Ok(read) => read,
        Err(why) => return refusal(&why),
    };
    let values: Vec<&str> = act.values.iter().map(String::as_str).collect();
    match member.try_chooses(&message, &act.custom_id, &values).await {
        Ok(answer) => answered(&answer),
        Err(why) => refusal(&why),
    }
}

#[derive(Deserialize)]
pub(super) struct Fill {
    #[serde(flatten)]
    chair: Chair,
    #[serde(deserialize_with = "id")]
    opened_by: Snowflake,
    /// What is in each input, by its label.
    values: Vec<(String, String)>,
}

pub(super) async fn form(State(desk): State<Arc<Desk>>, Json(act): Json<Fill>) -> Response {
    let world = desk.world();
    let member = match act.chair.member(&world) {
        Ok(member) => member,
        Err(why) => return refusal(&why),
    };
    let form = world.shared.read(|state| {
        let opener = state.interactions.get(&act.opened_by)?;
        let own = opener.user_id == member.id();
        match &opener.response {
            Answered::Form(data) if own => Some(Form::read(opener, data)),
            _ => None,
        }
    });
    let Some(form) = form else {
        return refused("The form is gone. Open it again.", None);
    };
    match member.try_fills(&form, &borrowed(&act.values)).await {
        Ok(answer) => answered(&answer),
        Err(why) => refusal(&why),
    }
}

#[derive(Deserialize)]
pub(super) struct Say {
    #[serde(flatten)]
    chair: Chair,
    text: String,
}

pub(super) async fn say(State(desk): State<Arc<Desk>>, Json(act): Json<Say>) -> Response {
    let said = act.chair.member(&desk.world()).and_then(|member| {
        let text = act.text.trim();
        if text.is_empty() {
            return Err(Refusal::new("There is nothing to send."));
        }
        if text.chars().count() > limits::CONTENT {
            let most = limits::CONTENT;
            return Err(Refusal::new(format!(
                "A message has at most {most} characters."
            )));
        }
        member.try_says(act.chair.place, text)
    });
    match said {
        Ok(_) => Json(json!({})).into_response(),
        Err(why) => refusal(&why),
    }
}

#[derive(Deserialize)]
pub(super) struct Join {
    name: String,
    /// The names of the roles.
    #[serde(default)]
    roles: Vec<String>,
}

/// Somebody new joins the guild.
pub(super) async fn member(State(desk): State<Arc<Desk>>, Json(act): Json<Join>) -> Response {
    let world = desk.world();
    let name = act.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let at = Some("name");
    if name.is_empty() {
        return refused("A name is needed.", at);
    }
    if name.chars().count() > LONGEST_NAME {
        return refused(
            &format!("A name has at most {LONGEST_NAME} characters."),
            at,
        );
    }
    let known = world.shared.read(|state| {
        let mut users = state.users.values();
        users.any(|user| user.display_name == name)
    });
    if known {
        return refused(&format!("{name} is here already."), at);
    }
    let roles: Option<Vec<Snowflake>> = act.roles.iter().map(|role| world.role(role)).collect();
    let Some(roles) = roles else {
        return refused("There is no such role.", Some("roles"));
    };
    let guild = world
        .shared
        .read(|state| state.guilds.keys().next().copied());
    let Some(guild) = guild else {
        return refused("There is no server to join.", None);
    };
    let member = world.add_member(guild, &name, &roles);
    Json(json!({ "id": member.id().to_string() })).into_response()
}

#[derive(Deserialize)]
pub(super) struct Letters {
    #[serde(deserialize_with = "id")]
    who: Snowflake,
    open: bool,
}

/// Opens or closes a member's direct messages.
pub(super) async fn letters(State(desk): State<Arc<Desk>>, Json(act): Json<Letters>) -> Response {
    let world = desk.world();
    if act.open {
        world.open_direct_messages(act.who);
    } else {
        world.close_direct_messages(act.who);
    }
    Json(json!({})).into_response()
}

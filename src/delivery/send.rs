//! What a delivery is in requests to Discord.

use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::CreateAttachment;

use super::Message;
use super::compose::{Arrived, Composed, Fallback, ThreadChange};
use super::mark::{self, Number};
use super::pace::MESSAGES;
use super::refusals::{
    ARCHIVED, CLOSED_DIRECT_MESSAGES, MISSING_PERMISSIONS, THREAD_EXISTS, UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
};
use super::wire::{Call, Failure, Line};

/// Why a delivery did not arrive, as far as is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// What happened.
    pub failure: Failure,
    /// Whether a part of it may have arrived all the same.
    pub arrived: bool,
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        let arrived = matches!(failure, Failure::Unknown(_));
        Trouble { failure, arrived }
    }
}

impl From<crate::ledger::Error> for Trouble {
    fn from(error: crate::ledger::Error) -> Self {
        Failure::NotNow(error.to_string()).into()
    }
}

type Result<T> = std::result::Result<T, Trouble>;

/// Sends what was composed, as the deliveries of these `numbers`.
///
/// # Errors
/// Why it did not arrive, as far as is known.
pub async fn send(line: &Line, numbers: &[Number], composed: &Composed) -> Result<Arrived> {
    match composed {
        Composed::Send {
            channel_id,
            message,
        }
        | Composed::Anew {
            channel_id,
            message,
        } => create(line, numbers, *channel_id, message).await,
        Composed::Edit {
            channel_id,
            message_id,
            message,
            thread,
        } => edit(line, *channel_id, *message_id, message, thread).await,
        Composed::Post {
            channel_id,
            threads: false,
            title,
            tags,
            message,
        } => post(line, numbers, *channel_id, title, tags, message).await,
        Composed::Post {
            channel_id,
            title,
            message,
            ..
        } => {
            let first = create(line, numbers, *channel_id, message).await?;
            begin_thread(line, *channel_id, first.message_id, title).await
        }
        Composed::Remove {
            thread_id,
            begun_by,
        } => remove(line, *thread_id, *begun_by).await,
        Composed::Direct {
            user_id,
            message,
            fallback,
        } => direct(line, numbers, *user_id, message, fallback.as_ref()).await,
        Composed::Elsewhere(letter) => {
            line.holds()?;
            letter.send().await?;
            Ok(Arrived::ELSEWHERE)
        }
        Composed::Nothing(_) | Composed::NotYet(_) => {
            Err(Failure::NotNow("nothing to send was handed to the sender".to_owned()).into())
        }
    }
}

async fn create(
    line: &Line,
    numbers: &[Number],
    channel_id: i64,
    message: &Message,
) -> Result<Arrived> {
    let mut body = message.create_json()?;
    mark::put(&mut body, numbers);
    body["nonce"] = numbers.first().map(|it| format!("d{}", it.id)).into();
    body["enforce_nonce"] = true.into();
    let call = Call {
        body: Some(body),
        files: message.files.clone(),
        ..call(
            Method::POST,
            format!("/channels/{channel_id}/messages"),
            (MESSAGES, channel_id),
        )
    };
    let sent = reopening(line, channel_id, call).await?;
    Ok(Arrived {
        channel_id,
        message_id: id_of(&sent["id"])?,
    })
}

async fn edit(
    line: &Line,
    channel_id: i64,
    message_id: i64,
    message: &Message,
    thread: &ThreadChange,
) -> Result<Arrived> {
    let path = format!("/channels/{channel_id}/messages/{message_id}");
    let edit = Call {
        body: Some(message.edit_json()?),
        files: message.files.clone(),
        ..call(Method::PATCH, path, ("edits", channel_id))
    };
    reopening(line, channel_id, edit).await?;
    let mut change = json!({});
    if let Some(name) = &thread.name {
        change["name"] = name.as_str().into();
    }
    if let Some(tags) = &thread.tags {
        change["applied_tags"] = tags.iter().map(i64::to_string).collect();
    }
    if let Some(archived) = thread.archived {
        change["archived"] = archived.into();
    }
    if change != json!({}) {
        reopening(line, channel_id, change_channel(channel_id, change)).await?;
    }
    Ok(Arrived {
        channel_id,
        message_id,
    })
}

async fn post(
    line: &Line,
    numbers: &[Number],
    forum_id: i64,
    title: &str,
    tags: &[i64],
    message: &Message,
) -> Result<Arrived> {
    let mut first = message.create_json()?;
    mark::put(&mut first, numbers);
    // Discord puts a post's first message together from fewer fields than a message has.
    if let Some(fields) = first.as_object_mut() {
        fields.retain(|name, _| !matches!(name.as_str(), "tts" | "enforce_nonce" | "nonce"));
    }
    let mut body = json!({"name": title, "message": first});
    if !tags.is_empty() {
        body["applied_tags"] = tags.iter().map(i64::to_string).collect();
    }
    let post = Call {
        body: Some(body),
        files: message.files.clone(),
        ..call(
            Method::POST,
            format!("/channels/{forum_id}/threads"),
            ("threads", forum_id),
        )
    };
    let thread = line.call(post).await?;
    let channel_id = id_of(&thread["id"])?;
    // A post's first message has the post's own id.
    let message_id = id_of(&thread["message"]["id"]).unwrap_or(channel_id);
    Ok(Arrived {
        channel_id,
        message_id,
    })
}

/// Takes a thread away, and the message that it began from; what is gone already is gone.
async fn remove(line: &Line, thread_id: i64, begun_by: Option<(i64, i64)>) -> Result<Arrived> {
    let delete = |path: String, bucket| call(Method::DELETE, path, bucket);
    let thread = delete(format!("/channels/{thread_id}"), ("channel", thread_id));
    match line.call(thread).await {
        Ok(_) => {}
        Err(failure) if failure.code() == UNKNOWN_CHANNEL => {}
        // Deleting takes Manage Threads; whoever began a thread may close it without.
        Err(failure) if failure.code() == MISSING_PERMISSIONS => {
            let close = change_channel(thread_id, json!({"archived": true}));
            match line.call(close).await {
                Err(failure) if failure.code() != ARCHIVED => return Err(failure.into()),
                _ => {}
            }
        }
        Err(failure) => return Err(failure.into()),
    }
    if let Some((channel_id, message_id)) = begun_by {
        let path = format!("/channels/{channel_id}/messages/{message_id}");
        match line.call(delete(path, ("edits", channel_id))).await {
            Err(failure) if failure.code() != UNKNOWN_MESSAGE => return Err(failure.into()),
            _ => {}
        }
    }
    Ok(Arrived {
        channel_id: thread_id,
        message_id: 0,
    })
}

/// Begins a thread from a message that has been sent, where it has none yet.
pub(super) async fn begin_thread(
    line: &Line,
    channel_id: i64,
    message_id: i64,
    title: &str,
) -> Result<Arrived> {
    let path = format!("/channels/{channel_id}/messages/{message_id}/threads");
    let begin = Call {
        body: Some(json!({"name": title})),
        ..call(Method::POST, path, ("threads", channel_id))
    };
    match line.call(begin).await {
        Ok(_) => {}
        Err(failure) if failure.code() == THREAD_EXISTS => {}
        Err(failure) => {
            return Err(Trouble {
                failure,
                arrived: true,
            });
        }
    }
    // A thread has the id of the message that it began from, which stays in the channel.
    Ok(Arrived {
        channel_id: message_id,
        message_id,
    })
}

async fn direct(
    line: &Line,
    numbers: &[Number],
    user_id: i64,
    message: &Message,
    fallback: Option<&Fallback>,
) -> Result<Arrived> {
    let arrived = match open_direct(line, user_id).await {
        Ok(channel_id) => create(line, numbers, channel_id, message).await,
        Err(failure) => Err(failure.into()),
    };
    match (arrived, fallback) {
        (Err(trouble), Some(to)) if trouble.failure.code() == CLOSED_DIRECT_MESSAGES => {
            create(line, numbers, to.channel_id, &to.message).await
        }
        (arrived, _) => arrived,
    }
}

/// The channel of direct messages with a person: the same one each time.
pub(super) async fn open_direct(line: &Line, user_id: i64) -> std::result::Result<i64, Failure> {
    let open = Call {
        body: Some(json!({"recipient_id": user_id.to_string()})),
        ..call(
            Method::POST,
            "/users/@me/channels".to_owned(),
            ("direct", 0),
        )
    };
    let channel = line.call(open).await?;
    id_of(&channel["id"])
}

/// Makes a request in a thread, and again once the thread is reopened if it turns out archived: no
/// cache says so beforehand (design, section 3, rule 5).
async fn reopening(
    line: &Line,
    channel_id: i64,
    call: Call,
) -> std::result::Result<Value, Failure> {
    match line.call(call.clone()).await {
        Err(failure) if failure.code() == ARCHIVED => {
            line.call(change_channel(channel_id, json!({"archived": false})))
                .await?;
            match line.call(call).await {
                // Somebody archives it at the same time: that passes.
                Err(failure) if failure.code() == ARCHIVED => {
                    Err(Failure::NotNow("archived again".to_owned()))
                }
                answer => answer,
            }
        }
        answer => answer,
    }
}

fn change_channel(channel_id: i64, change: Value) -> Call {
    Call {
        body: Some(change),
        ..call(
            Method::PATCH,
            format!("/channels/{channel_id}"),
            ("channel", channel_id),
        )
    }
}

/// A request without a body.
pub(super) fn call(method: Method, path: String, bucket: super::pace::Bucket) -> Call {
    Call {
        method,
        path,
        bucket,
        body: None,
        files: Vec::<CreateAttachment>::new(),
    }
}

/// An id as Discord writes it.
pub(super) fn id_of(value: &Value) -> std::result::Result<i64, Failure> {
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Failure::Unknown(format!("no id in Discord's answer: {value}")))
}

//! Discord's errors: a status, a code, a sentence, and for a malformed body where the fault lies.
//!
//! Source: Discord, Topics, "Opcodes and Status Codes" (JSON error codes), and Reference,
//! "Error Messages" (the shape of `errors`).

use std::time::Duration;

use serde_json::{Map, Value, json};

/// An error as the API answers it.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: String,
    pub(crate) errors: Option<Value>,
    /// Set on a 429: after which time to try again, and whether all requests are meant.
    pub(crate) retry: Option<(Duration, bool)>,
}

macro_rules! errors {
    ($($(#[$doc:meta])* $name:ident = $status:literal $code:literal $message:literal;)*) => {
        impl ApiError {
            $($(#[$doc])* pub(crate) fn $name() -> Self {
                Self::new($status, $code, $message)
            })*
        }
    };
}

errors! {
    unauthorized = 401 0 "401: Unauthorized";
    not_found = 404 0 "404: Not Found";
    method_not_allowed = 405 0 "405: Method Not Allowed";
    unknown_application = 404 10002 "Unknown Application";
    unknown_channel = 404 10003 "Unknown Channel";
    unknown_guild = 404 10004 "Unknown Guild";
    unknown_member = 404 10007 "Unknown Member";
    unknown_message = 404 10008 "Unknown Message";
    unknown_role = 404 10011 "Unknown Role";
    unknown_user = 404 10013 "Unknown User";
    unknown_webhook = 404 10015 "Unknown Webhook";
    unknown_interaction = 404 10062 "Unknown interaction";
    unknown_command = 404 10063 "Unknown application command";
    unknown_event = 404 10070 "Unknown Guild Scheduled Event";
    too_many_webhooks = 400 30007 "Maximum number of webhooks reached (15)";
    too_many_channels = 400 30013 "Maximum number of guild channels reached (500)";
    too_many_roles = 400 30005 "Maximum number of guild roles reached (250)";
    too_many_commands = 400 30032 "Maximum number of application commands reached (100).";
    too_many_creations = 429 30034 "Max number of daily application command creates has been reached (200)";
    too_many_events = 400 30038 "Maximum number of uncompleted guild scheduled events reached (100)";
    too_many_old_edits = 429 30046 "Maximum number of edits to messages older than 1 hour reached. Try again later";
    request_too_large = 413 40005 "Request entity too large";
    already_acknowledged = 400 40060 "Interaction has already been acknowledged.";
    no_open_tag = 400 40066 "There are no tags available that can be set by non-moderators";
    tag_required = 400 40067 "A tag is required to create a forum post in this channel";
    missing_access = 403 50001 "Missing Access";
    wrong_account = 403 50003 "Cannot execute action on a DM channel";
    edit_of_another = 403 50005 "Cannot edit a message authored by another user";
    empty_message = 400 50006 "Cannot send an empty message";
    closed_direct_messages = 403 50007 "Cannot send messages to this user";
    not_a_text_channel = 400 50008 "Cannot send messages in a non-text channel";
    missing_permissions = 403 50013 "Missing Permissions";
    wrong_channel_type = 400 50024 "Cannot execute action on this channel type";
    invalid_webhook_token = 401 50027 "Invalid Webhook Token";
    invalid_json = 400 50109 "The request body contains invalid JSON.";
    archived = 400 50083 "Thread is archived";
    thread_exists = 400 160_004 "A thread has already been created for this message";
    locked = 400 160_005 "Thread is locked";
    too_many_threads = 400 160_006 "Maximum number of active threads reached";
    webhook_needs_a_post = 400 220_001 "Webhooks posted to forum channels must have a thread_name or thread_id";
    webhook_opens_no_post = 400 220_003 "Webhooks can only create threads in forum channels";
}

impl ApiError {
    /// An error with a status, a code and a sentence.
    pub(crate) fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            errors: None,
            retry: None,
        }
    }

    /// A rate limit met; `code` is 0 except where Discord has one for it.
    pub(crate) fn rate_limited(after: Duration, global: bool) -> Self {
        Self {
            retry: Some((after, global)),
            ..Self::new(429, 0, "You are being rate limited.")
        }
    }

    /// A body with one fault.
    pub(crate) fn invalid(field: &str, code: &str, message: impl Into<String>) -> Self {
        let mut faults = Faults::default();
        faults.add(field, code, message);
        faults.into_error()
    }

    /// The JSON body.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        if let Some((after, global)) = self.retry {
            body["retry_after"] = json!(after.as_secs_f64());
            body["global"] = json!(global);
        }
        body
    }
}

/// Faults of a body, gathered so that one answer names them all.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<(String, String, String)>);

impl Faults {
    /// Notes a fault at a field, written `embeds.0.title`; an empty path is the body itself.
    pub(crate) fn add(&mut self, field: &str, code: &str, message: impl Into<String>) {
        self.0.push((field.into(), code.into(), message.into()));
    }

    /// A text which is too long or too short, in characters.
    pub(crate) fn length(&mut self, field: &str, text: &str, least: usize, most: usize) {
        let length = text.chars().count();
        if length < least && length == 0 {
            self.add(field, "BASE_TYPE_REQUIRED", "This field is required");
        } else if length < least || length > most {
            let message = if least == 0 {
                format!("Must be {most} or fewer in length.")
            } else {
                format!("Must be between {least} and {most} in length.")
            };
            self.add(field, "BASE_TYPE_BAD_LENGTH", message);
        }
    }

    /// How many faults there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The error, if there was any fault.
    pub(crate) fn finish(self) -> Result<(), ApiError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.into_error())
        }
    }

    /// All faults as one 50035.
    pub(crate) fn into_error(self) -> ApiError {
        let mut root = Map::new();
        for (path, code, message) in self.0 {
            let mut node = &mut root;
            for key in path.split('.').filter(|key| !key.is_empty()) {
                let entry = node.entry(key).or_insert_with(|| json!({}));
                match entry {
                    Value::Object(map) => node = map,
                    // Every node was made an object above.
                    _ => unreachable!("the tree of faults holds objects only"),
                }
            }
            let list = node.entry("_errors").or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(json!({ "code": code, "message": message }));
            }
        }
        ApiError {
            errors: Some(Value::Object(root)),
            ..ApiError::new(400, 50035, "Invalid Form Body")
        }
    }
}

//! What the sandbox remembers about the requests it got.

use std::fmt;

/// One request of the bot and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRecord {
    /// The HTTP method in upper case.
    pub method: String,
    /// The path below `/api/v10`, with its leading slash, without the query.
    pub path: String,
    /// The HTTP status of the answer; 0 when the connection was cut instead.
    pub status: u16,
    /// Discord's error code, 0 for none.
    pub code: u32,
    /// The JSON body as it was sent, `Null` for none.
    pub body: serde_json::Value,
}

impl fmt::Display for RequestRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} -> {}", self.method, self.path, self.status)?;
        if self.code != 0 {
            write!(f, " ({})", self.code)?;
        }
        Ok(())
    }
}

/// Something a strict reader of the API objects to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Complaint {
    /// A route which the sandbox does not have: either the bot invents one, or the sandbox lacks it.
    UnknownRoute {
        /// The HTTP method.
        method: String,
        /// The path below `/api/v10`.
        path: String,
    },
    /// A body which the API would refuse.
    InvalidRequest {
        /// The HTTP method.
        method: String,
        /// The path below `/api/v10`.
        path: String,
        /// The HTTP status.
        status: u16,
        /// Discord's error code.
        code: u32,
        /// The whole answer.
        answer: String,
    },
    /// A first answer to an interaction which came after the limit, or never.
    LateAnswer {
        /// What the member had done, such as "/ping" or "pressed `v1:ok`".
        interaction: String,
    },
    /// Something sent over the gateway which Discord would close the connection for.
    Gateway(
        /// What was wrong.
        String,
    ),
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownRoute { method, path } => write!(f, "unknown route {method} {path}"),
            Self::InvalidRequest {
                method,
                path,
                status,
                code,
                answer,
            } => {
                write!(
                    f,
                    "{method} {path} was refused with {status} ({code}): {answer}"
                )
            }
            Self::LateAnswer { interaction } => {
                write!(f, "{interaction} got no first answer in time")
            }
            Self::Gateway(what) => write!(f, "gateway: {what}"),
        }
    }
}

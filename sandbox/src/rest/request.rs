//! Reads a request: its path, query and body, JSON or multipart.
//!
//! Source: Discord, Reference, "Uploading Files".

use std::collections::HashMap;

use axum::{
    RequestExt,
    body::{Body, Bytes},
    extract::{Multipart, Request},
    http::header,
};
use serde_json::Value;

use crate::{error::ApiError, limits, snowflake::Snowflake};

/// A file of a multipart body.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// The `n` of `files[n]`.
    pub(crate) index: u64,
    pub(crate) filename: String,
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
}

/// A request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// The path below `/api/v10`, with its leading slash.
    pub(crate) path: String,
    pub(crate) query: HashMap<String, String>,
    pub(crate) authorization: Option<String>,
    pub(crate) body: Value,
    pub(crate) files: Vec<Upload>,
    /// What the path has in place of the route's variables.
    pub(crate) params: Vec<String>,
}

impl Call {
    /// A variable of the path which is an identifier.
    pub(crate) fn id(&self, index: usize) -> Result<Snowflake, ApiError> {
        let text = self.text(index);
        text.parse().map_err(|_| {
            let message = format!("Value \"{text}\" is not snowflake.");
            ApiError::invalid("id", "NUMBER_TYPE_COERCE", message)
        })
    }

    /// A variable of the path as it stands.
    pub(crate) fn text(&self, index: usize) -> &str {
        self.params.get(index).map_or("", String::as_str)
    }

    /// An identifier in the query.
    pub(crate) fn query_id(&self, key: &str) -> Option<Snowflake> {
        self.query.get(key)?.parse().ok()
    }

    /// A switch in the query.
    pub(crate) fn query_flag(&self, key: &str) -> bool {
        self.query
            .get(key)
            .is_some_and(|value| matches!(value.as_str(), "true" | "True" | "1"))
    }

    /// A limit in the query between 1 and `most`.
    pub(crate) fn limit(&self, usual: usize, most: usize) -> Result<usize, ApiError> {
        match self.query.get("limit") {
            None => Ok(usual),
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=most).contains(limit))
                .ok_or_else(|| {
                    let message = format!("int value should be between 1 and {most}.");
                    ApiError::invalid("limit", "NUMBER_TYPE_MAX", message)
                }),
        }
    }
}

/// Reads a request; on a malformed body also what could be read of it.
pub(crate) async fn read(request: Request) -> Result<Call, (Call, ApiError)> {
    let uri = request.uri().clone();
    let path = uri.path();
    let path = path.strip_prefix("/api").unwrap_or(path);
    let path = path.strip_prefix("/v10").unwrap_or(path);
    let headers = request.headers();
    let header = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let content_type = header(header::CONTENT_TYPE).unwrap_or_default();
    let mut call = Call {
        method: request.method().as_str().to_owned(),
        path: path.to_owned(),
        query: query(uri.query().unwrap_or_default()),
        authorization: header(header::AUTHORIZATION),
        ..Call::default()
    };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, limits::REQUEST_BYTES).await else {
        return Err((call, ApiError::request_too_large()));
    };
    if content_type.starts_with("multipart/form-data") {
        let request = Request::from_parts(parts, Body::from(bytes));
        let Ok(multipart) = request.extract::<Multipart, _>().await else {
            return Err((call, ApiError::invalid_json()));
        };
        if let Err(error) = read_parts(&mut call, multipart).await {
            return Err((call, error));
        }
    } else if !bytes.is_empty() {
        match serde_json::from_slice(&bytes) {
            Ok(body) => call.body = body,
            Err(_) => return Err((call, ApiError::invalid_json())),
        }
    }
    Ok(call)
}

async fn read_parts(call: &mut Call, mut multipart: Multipart) -> Result<(), ApiError> {
    let broken = |_| ApiError::invalid_json();
    while let Some(field) = multipart.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "payload_json" {
            let text = field.text().await.map_err(broken)?;
            call.body = serde_json::from_str(&text).map_err(|_| ApiError::invalid_json())?;
            continue;
        }
        let inside = name
            .strip_prefix("files[")
            .and_then(|rest| rest.strip_suffix(']'));
        let Some(index) = inside.and_then(|number| number.parse().ok()) else {
            let message = format!("Unknown part \"{name}\"; files are named files[n].");
            return Err(ApiError::invalid("files", "FILE_PART_UNKNOWN", message));
        };
        let filename = field.file_name().unwrap_or("unknown").to_owned();
        let content_type = field.content_type().map(str::to_owned);
        let bytes = field.bytes().await.map_err(broken)?;
        if bytes.len() > limits::FILE_BYTES {
            return Err(ApiError::request_too_large());
        }
        let content_type = content_type
            .filter(|kind| kind != "application/octet-stream")
            .unwrap_or_else(|| guess_type(&filename).to_owned());
        call.files.push(Upload {
            index,
            filename,
            content_type,
            bytes,
        });
    }
    Ok(())
}

/// The type of a file by its name, as Discord shows it.
pub(crate) fn guess_type(filename: &str) -> &'static str {
    let ending = filename
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    match ending.as_str() {
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

fn query(text: &str) -> HashMap<String, String> {
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded() {
        let query = query("query=Nia%20Rees+B&limit=5&odd=%zz");
        assert_eq!(query["query"], "Nia Rees B");
        assert_eq!(query["limit"], "5");
        assert_eq!(query["odd"], "%zz");
    }
}

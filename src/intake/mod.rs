//! What comes from outside: how much of it is kept, and where it is read. A small file or answer may unfold into a great
//! deal, so everything is counted before it is copied.

use std::io;
use std::sync::LazyLock;
use std::time::Duration;

use reqwest::Response;
use serde_json::Value;
use tokio::runtime::{self, Runtime};

use crate::ledger::{self, Fault};
use crate::values::Refusal;

/// The most characters of a cell of a table: several times the longest text that griffin keeps.
pub const CELL_MAX: usize = 2_000;
/// The same, as people read it.
pub const CELL_TOLD: &str = "2,000";
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// The most values of a JSON text that is read whole: a published notice has some thousands. One takes up to some 650
/// bytes (an object with one field).
const VALUES_MAX: usize = 100_000;

/// Whether a cell has more than [`CELL_MAX`] characters; nothing more of it is looked at.
pub fn is_too_long(cell: &str) -> bool {
    cell.chars().nth(CELL_MAX).is_some()
}

/// The thread on which files are read, one after the other. It stays: what the system's allocator keeps of a thread's
/// freed memory, some 30 MiB after the worst file that we know, it keeps for each thread that ever read one.
static READER: LazyLock<io::Result<Runtime>> = LazyLock::new(|| {
    runtime::Builder::new_current_thread()
        .thread_name("reader")
        .max_blocking_threads(1)
        .thread_keep_alive(A_DAY)
        .build()
});

/// Reads a file off the threads that answer people, once those before it are read.
///
/// # Errors
/// What `read` refused; a fault, if it panicked.
pub async fn off_thread<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> ledger::Result<T> {
    let reader = READER
        .as_ref()
        .map_err(|error| Fault::new(error.to_string()))?;
    let reading = reader.spawn_blocking(read);
    Ok(reading.await.map_err(Fault::new)??)
}

/// Why the body of an answer was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// There is more of it than is read, in bytes.
    #[error("it is longer than {0} bytes")]
    TooLong(usize),
    /// The line broke, or it did not come in time.
    #[error(transparent)]
    Broken(#[from] reqwest::Error),
}

/// The body of an answer, as it comes: never more than `most` bytes are held, whatever its headers say of its length.
///
/// # Errors
/// It is longer, or breaks off.
pub async fn body(mut answer: Response, most: usize) -> Result<Vec<u8>, Unread> {
    let mut read = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if chunk.len() > most - read.len() {
            return Err(Unread::TooLong(most));
        }
        read.extend_from_slice(&chunk);
    }
    Ok(read)
}

/// A JSON text as its value; none where it is not JSON, or holds more than `VALUES_MAX` values.
pub fn json(text: &[u8]) -> Option<Value> {
    (values(text) <= VALUES_MAX)
        .then(|| serde_json::from_slice(text).ok())
        .flatten()
}

/// No fewer values than a JSON text has: each but the first follows one of these signs, outside of strings.
fn values(text: &[u8]) -> usize {
    let (mut count, mut quoted, mut escaped) = (1, false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b'[' | b'{' | b',' | b':' if !quoted => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
pub(crate) mod testing;

#[cfg(test)]
mod tests {
    use axum::response::{IntoResponse, Response as Answer};
    use proptest::prelude::*;

    use super::testing::{endless, machine, unfolding};
    use super::*;
    use crate::words::Text;

    async fn read(answer: fn() -> Answer, most: usize) -> Result<Vec<u8>, Unread> {
        let (url, _) = machine(answer).await;
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        body(client.get(url).send().await.unwrap(), most).await
    }

    #[tokio::test]
    async fn a_body_is_read_to_its_limit_and_no_further() {
        let ten = || "0123456789".into_response();
        assert_eq!(read(ten, 10).await.unwrap(), b"0123456789");
        let longer = read(ten, 9).await;
        assert!(matches!(longer, Err(Unread::TooLong(9))), "{longer:?}");
        let endless = read(endless, 1024 * 1024).await;
        assert!(matches!(endless, Err(Unread::TooLong(_))), "{endless:?}");
    }

    #[test]
    fn json_that_would_unfold_is_not_read() {
        let of = |cell: &str, count: usize| format!("[{}]", vec![cell; count].join(","));
        assert!(json(of("0", 1_000).as_bytes()).is_some());
        for cell in ["0", "{}", "[]", "{\"\":0}"] {
            assert_eq!(json(of(cell, VALUES_MAX).as_bytes()), None, "{cell}");
        }
        assert_eq!(json(unfolding().as_bytes()), None);
        // A long text is one value, whatever stands in it.
        let text = format!("[\"{}\"]", ",[{:\\\"".repeat(VALUES_MAX));
        assert!(json(text.as_bytes()).is_some());
    }

    #[tokio::test]
    async fn files_are_read_one_after_the_other_on_a_thread_that_stays() {
        let thread = || Ok(std::thread::current().id());
        let first = off_thread(thread).await.unwrap();
        assert_ne!(first, std::thread::current().id());
        let refused =
            off_thread(|| Err::<(), _>(Refusal::new(Text::verbatim("No."), Text::default()))).await;
        assert!(matches!(refused, Err(ledger::Error::Refused(_))));
        let broken = off_thread(|| -> Result<(), Refusal> { panic!("as a test") }).await;
        assert!(matches!(broken, Err(ledger::Error::Fault(_))));
        let all = futures::future::join_all((0..8).map(|_| off_thread(thread))).await;
        assert!(all.into_iter().all(|thread| thread.unwrap() == first));
    }

    proptest! {
        #[test]
        fn no_fewer_values_are_counted_than_there_are(text in "([\\[\\]{},:\"\\\\0a ]|\"a\":){0,40}") {
            fn of(value: &Value) -> usize {
                1 + match value {
                    Value::Array(all) => all.iter().map(of).sum(),
                    Value::Object(all) => all.values().map(of).sum(),
                    _ => 0,
                }
            }
            if let Ok(read) = serde_json::from_str::<Value>(&text) {
                prop_assert!(values(text.as_bytes()) >= of(&read), "{}", text);
            }
        }
    }
}

//! What a process says of itself over HTTP, at `http.listen`.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use super::process::DEADLINE;

/// An address that nobody has: not on the one from which everybody's own connections go out.
pub fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.2:0").unwrap();
    listener.local_addr().unwrap()
}

/// What it answers: the status (0: nothing at all) and the text.
pub async fn asked(at: SocketAddr, path: &str) -> (u16, String) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    match client.get(format!("http://{at}{path}")).send().await {
        Ok(answer) => (answer.status().as_u16(), answer.text().await.unwrap()),
        Err(_) => (0, String::new()),
    }
}

/// Asks until the answer is as wanted.
pub async fn asked_until(at: SocketAddr, path: &str, wanted: impl Fn(u16, &str) -> bool) -> String {
    let asking = async {
        let mut look = tokio::time::interval(Duration::from_millis(100));
        loop {
            look.tick().await;
            let (status, text) = asked(at, path).await;
            if wanted(status, &text) {
                return text;
            }
        }
    };
    let answer = tokio::time::timeout(DEADLINE, asking).await;
    answer.unwrap_or_else(|_| panic!("{path} was never as it should be"))
}

/// A figure, by its name with its labels.
pub fn figure(page: &str, name: &str) -> Option<f64> {
    let line = page.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().parse().ok()
}

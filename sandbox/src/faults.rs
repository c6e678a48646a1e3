//! Faults which a test orders: refusals, delays, answers lost on the way.

use std::time::Duration;

/// Which requests a fault is meant for.
#[derive(Clone, Debug)]
pub struct Matcher {
    method: Option<String>,
    path: Vec<String>,
    containing: Option<String>,
    times: usize,
}

impl Matcher {
    /// Requests of a method and path below `/api/v10`, or of a file's whole path, where `*` stands for any one segment, as
    /// in `Matcher::route("POST", "/channels/*/messages")`. It counts once unless [`Self::times`]
    /// says otherwise.
    #[must_use]
    pub fn route(method: &str, path: &str) -> Self {
        Self {
            method: Some(method.to_uppercase()),
            path: segments(path),
            containing: None,
            times: 1,
        }
    }

    /// Any request at all.
    #[must_use]
    pub fn any() -> Self {
        Self {
            method: None,
            path: Vec::new(),
            containing: None,
            times: 1,
        }
    }

    /// Only requests whose JSON body contains this text.
    #[must_use]
    pub fn containing(mut self, text: &str) -> Self {
        self.containing = Some(text.into());
        self
    }

    /// For so many requests rather than one.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    fn matches(&self, method: &str, path: &str, body: &str) -> bool {
        if self.method.as_ref().is_some_and(|wanted| wanted != method) {
            return false;
        }
        if self.method.is_some() {
            let given = segments(path);
            let fits = given.len() == self.path.len()
                && self
                    .path
                    .iter()
                    .zip(&given)
                    .all(|(want, have)| want == "*" || want == have);
            if !fits {
                return false;
            }
        }
        self.containing
            .as_ref()
            .is_none_or(|text| body.contains(text))
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(Into::into)
        .collect()
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The request is refused and nothing is done.
    Refuse {
        /// The HTTP status.
        status: u16,
        /// Discord's error code, 0 for none.
        code: u32,
        /// The error's sentence.
        message: String,
    },
    /// The request is refused with 429.
    RateLimited {
        /// After which time to try again.
        retry_after: Duration,
        /// Whether it is the global limit.
        global: bool,
    },
    /// The work is done, but the connection is cut before the answer.
    LoseAnswer,
    /// The connection is cut, and nothing is done.
    LoseRequest,
    /// The request is handled after this time.
    Delay(Duration),
    /// A file is asked for, and the answer leads to another address.
    Redirect(String),
    /// A file is asked for, and what is sent has no end.
    Endless,
}

impl Fault {
    /// A refusal with a status and Discord's code.
    #[must_use]
    pub fn refuse(status: u16, code: u32, message: &str) -> Self {
        Self::Refuse {
            status,
            code,
            message: message.into(),
        }
    }
}

/// A fault in waiting.
#[derive(Debug)]
pub(crate) struct PlannedFault {
    pub(crate) matcher: Matcher,
    pub(crate) fault: Fault,
}

/// Takes the first planned fault which a request meets.
pub(crate) fn take(
    planned: &mut Vec<PlannedFault>,
    method: &str,
    path: &str,
    body: &str,
) -> Option<Fault> {
    let index = planned
        .iter()
        .position(|plan| plan.matcher.matches(method, path, body))?;
    let plan = planned.get_mut(index)?;
    let fault = plan.fault.clone();
    plan.matcher.times = plan.matcher.times.saturating_sub(1);
    if plan.matcher.times == 0 {
        planned.remove(index);
    }
    Some(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_taken_by_the_requests_it_is_meant_for_and_no_more_often() {
        let matcher = Matcher::route("post", "/channels/*/messages")
            .containing("hello")
            .times(2);
        let mut planned = vec![PlannedFault {
            matcher,
            fault: Fault::LoseAnswer,
        }];
        let mut hit =
            |method: &str, path: &str, body: &str| take(&mut planned, method, path, body).is_some();
        assert!(!hit("GET", "/channels/1/messages", "hello"));
        assert!(!hit("POST", "/channels/1/messages/2", "hello"));
        assert!(!hit("POST", "/channels/1/messages", "bye"));
        assert!(hit("POST", "/channels/1/messages", "hello"));
        assert!(hit("POST", "/channels/2/messages", "hello you"));
        assert!(!hit("POST", "/channels/1/messages", "hello"));
    }
}

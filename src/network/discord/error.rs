//! What an answer of Discord's means for whoever wanted something (topics/opcodes-and-status-codes).

use std::time::Duration;

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::chat::SendError;

/// Discord's numbers for what went wrong, as far as the bot treats them apart.
pub(super) mod code {
    /// There is no such channel.
    pub(in super::super) const UNKNOWN_CHANNEL: u64 = 10_003;
    /// There is no such server.
    pub(in super::super) const UNKNOWN_GUILD: u64 = 10_004;
    /// There is no such message.
    pub(in super::super) const UNKNOWN_MESSAGE: u64 = 10_008;
    /// There is no such webhook: an interaction's is over.
    pub(in super::super) const UNKNOWN_WEBHOOK: u64 = 10_015;
    /// There is no such interaction, or not any more.
    pub(in super::super) const UNKNOWN_INTERACTION: u64 = 10_062;
    /// There is no such event.
    pub(in super::super) const UNKNOWN_EVENT: u64 = 10_070;
    /// Messages older than an hour were edited too often.
    pub(in super::super) const OLD_EDITS: u64 = 30_046;
    /// The server has as many events as it can.
    pub(in super::super) const TOO_MANY_EVENTS: u64 = 30_038;
    /// Messages to people come too fast.
    pub(in super::super) const OPENING_TOO_FAST: u64 = 40_003;
    /// The interaction has its first answer already.
    pub(in super::super) const ACKNOWLEDGED: u64 = 40_060;
    /// The bot does not see the channel.
    pub(in super::super) const NO_ACCESS: u64 = 50_001;
    /// The person takes no messages from the bot.
    pub(in super::super) const CANNOT_WRITE_TO: u64 = 50_007;
    /// The bot lacks a permission.
    pub(in super::super) const NO_PERMISSION: u64 = 50_013;
    /// The token in a webhook's path is not valid: an interaction's is over.
    pub(in super::super) const WEBHOOK_TOKEN: u64 = 50_027;
    /// Something in the request is not as it has to be.
    pub(in super::super) const INVALID_FORM: u64 = 50_035;
    /// The thread is archived.
    pub(in super::super) const ARCHIVED: u64 = 50_083;
    /// Without the right to read what was said before, nothing can be answered.
    pub(in super::super) const CANNOT_ANSWER: u64 = 160_002;
    /// The message has a thread already.
    pub(in super::super) const HAS_THREAD: u64 = 160_004;
    /// The event is over.
    pub(in super::super) const EVENT_OVER: u64 = 180_000;
}

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApiError {
    /// There is no answer. It may have been done all the same.
    #[error("Discord does not answer: {0}")]
    Unreachable(#[source] reqwest::Error),
    /// Discord is not well. It may have been done all the same.
    #[error("Discord is not well: its answer is {0}")]
    Ill(StatusCode),
    /// There were too many requests.
    #[error("Discord asks to wait {} s", .after.as_secs())]
    Limited {
        /// How long to wait.
        after: Duration,
        /// Whether Discord said so to this very request.
        sent: bool,
    },
    /// The token is not one.
    #[error("Discord does not take the bot's token any more")]
    Unauthorized,
    /// Discord refused it.
    #[error("{}", .0.sentence())]
    Refused(Refusal),
    /// The answer is not what it should be.
    #[error("Discord's answer cannot be read")]
    Strange(#[source] serde_json::Error),
}

/// What Discord says where it refuses something.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Refusal {
    /// Its number.
    #[serde(default)]
    pub(super) code: u64,
    /// Discord's words for it.
    #[serde(default)]
    message: String,
    /// What is wrong at which place of the request.
    #[serde(default)]
    errors: Option<Value>,
    /// How many seconds to wait.
    #[serde(default)]
    pub(super) retry_after: Option<f64>,
    /// Whether that is for everything.
    #[serde(default)]
    pub(super) global: bool,
}

impl ApiError {
    /// An error without the address, which may hold the token of an interaction.
    pub(super) fn unreachable(error: reqwest::Error) -> Self {
        Self::Unreachable(error.without_url())
    }

    /// What an answer that is no success means.
    pub(super) fn refused(status: StatusCode, refusal: Option<Refusal>) -> Self {
        match refusal {
            _ if status.is_server_error() => Self::Ill(status),
            Some(refusal) => Self::Refused(refusal),
            None => Self::Refused(Refusal { message: status.to_string(), ..Refusal::default() }),
        }
    }

    /// The number of what went wrong, where Discord said one.
    pub(super) const fn code(&self) -> Option<u64> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }

    /// Whether it may have been done all the same.
    pub(super) fn is_doubtful(&self) -> bool {
        match self {
            Self::Unreachable(error) => !error.is_connect(),
            Self::Ill(_) | Self::Strange(_) => true,
            _ => false,
        }
    }

    /// Whether the bot may not do that here.
    pub(super) const fn is_forbidden(&self) -> bool {
        matches!(self.code(), Some(code::NO_ACCESS | code::NO_PERMISSION))
    }

    /// Whether an interaction cannot be answered any more.
    pub(super) const fn is_over(&self) -> bool {
        matches!(
            self.code(),
            Some(code::UNKNOWN_WEBHOOK | code::UNKNOWN_INTERACTION | code::WEBHOOK_TOKEN)
        )
    }
}

impl Refusal {
    fn sentence(&self) -> String {
        let known = match self.code {
            code::UNKNOWN_CHANNEL => "the channel is not there any more",
            code::UNKNOWN_GUILD => "the bot is not in that server any more",
            code::UNKNOWN_MESSAGE => "the message is not there any more",
            code::NO_ACCESS => {
                "the bot does not see the channel; give it the permission \u{201c}View Channel\u{201d} there"
            }
            code::NO_PERMISSION => {
                "the bot lacks a permission in the channel; /meet doctor says there which one"
            }
            code::CANNOT_WRITE_TO => "that person takes no messages from the bot",
            code::OPENING_TOO_FAST => "the bot opens too many conversations at once",
            code::UNKNOWN_WEBHOOK | code::UNKNOWN_INTERACTION | code::WEBHOOK_TOKEN => {
                "the time to answer that command or button is over"
            }
            _ => return self.in_discords_words(),
        };
        known.to_owned()
    }

    fn in_discords_words(&self) -> String {
        let mut said = format!("Discord refuses it: {} ({})", self.message, self.code);
        for (place, what) in self.places() {
            said.push_str("; ");
            said.push_str(&place);
            said.push_str(": ");
            said.push_str(what);
        }
        said
    }

    /// Where something is wrong, and what.
    pub(super) fn places(&self) -> Vec<(String, &str)> {
        let mut places = Vec::new();
        if let Some(errors) = &self.errors {
            collect(errors, "", &mut places);
        }
        places
    }
}

/// Collects the leaves of a tree of errors (reference, "Error messages").
fn collect<'e>(errors: &'e Value, path: &str, places: &mut Vec<(String, &'e str)>) {
    let Some(errors) = errors.as_object() else { return };
    for (key, value) in errors {
        if key == "_errors" {
            let said = value.as_array().into_iter().flatten();
            let said = said.filter_map(|error| error.get("message")?.as_str());
            places.extend(said.map(|said| (path.to_owned(), said)));
        } else {
            let dot = if path.is_empty() { "" } else { "." };
            collect(value, &format!("{path}{dot}{key}"), places);
        }
    }
}

impl From<ApiError> for SendError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Limited { after, .. } => {
                Self::Retry { after: Some(after), source: Box::new(error) }
            }
            // Between us and Discord, not at what was asked of it. The token is for whoever runs the network to replace.
            ApiError::Unreachable(_) | ApiError::Unauthorized => Self::Offline(Box::new(error)),
            ApiError::Ill(status) if status != StatusCode::INTERNAL_SERVER_ERROR => {
                Self::Offline(Box::new(error))
            }
            ApiError::Ill(_) | ApiError::Strange(_) => {
                Self::Retry { after: None, source: Box::new(error) }
            }
            ApiError::Refused(_) => Self::Permanent(Box::new(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use serde_json::json;

    use super::*;

    fn refused(status: u16, body: Value) -> ApiError {
        let status = StatusCode::from_u16(status).unwrap();
        ApiError::refused(status, serde_json::from_value(body).unwrap())
    }

    #[test]
    fn a_refusal_says_what_is_wrong_where() {
        let error = refused(
            400,
            json!({ "code": 50035, "message": "Invalid Form Body", "errors": { "embeds": { "0": { "title": { "_errors": [
                { "code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length." }
            ] } } } } }),
        );
        assert_eq!(
            error.to_string(),
            "Discord refuses it: Invalid Form Body (50035); embeds.0.title: Must be 256 or fewer in length."
        );
        assert_eq!(error.code(), Some(code::INVALID_FORM));
    }

    #[test]
    fn what_stands_between_is_offline_and_what_is_refused_is_refused() {
        let of = |status, body| SendError::from(refused(status, body));
        let plain = |code: u64| json!({ "code": code, "message": "?" });
        assert!(matches!(of(502, Value::Null), SendError::Offline(_)));
        assert!(matches!(of(500, plain(0)), SendError::Retry { after: None, .. }));
        let refused = of(403, plain(code::NO_PERMISSION));
        assert!(matches!(refused, SendError::Permanent(_)));
        let said = refused.source().unwrap().to_string();
        assert_eq!(
            said,
            "the bot lacks a permission in the channel; /meet doctor says there which one"
        );
        assert!(matches!(of(404, Value::Null), SendError::Permanent(_)));
        let limited = ApiError::Limited { after: Duration::from_secs(3), sent: true };
        let SendError::Retry { after, .. } = SendError::from(limited) else { panic!() };
        assert_eq!(after, Some(Duration::from_secs(3)));
    }
}

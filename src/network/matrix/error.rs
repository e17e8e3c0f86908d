//! What an error of the homeserver means for whoever wanted something.

use matrix_sdk::{
    HttpError,
    ruma::api::error::{ErrorKind, RetryAfter},
};

use crate::chat::SendError;

/// Whether the homeserver could not be reached, or said that it is not well.
pub(super) fn is_offline(error: &HttpError) -> bool {
    match error {
        HttpError::Reqwest(_) => true,
        HttpError::Cached(error) => is_offline(error),
        error => {
            error.as_client_api_error().is_some_and(|error| error.status_code.is_server_error())
        }
    }
}

/// What a failed sending means for the outbox.
pub(super) fn send_error(error: matrix_sdk::Error) -> SendError {
    if let Some(ErrorKind::LimitExceeded(limit)) = error.client_api_error_kind() {
        let after = limit.retry_after.and_then(|after| match after {
            RetryAfter::Delay(delay) => Some(delay),
            RetryAfter::DateTime(_) => None,
        });
        return SendError::Retry { after, source: Box::new(error) };
    }
    match &error {
        matrix_sdk::Error::Http(http) if is_offline(http) => SendError::Offline(Box::new(error)),
        matrix_sdk::Error::Http(http) => match http.client_api_error_kind() {
            // A token that is not valid any more is the sync's to replace. What is not even an error of Matrix is a
            // proxy's page or a cut answer.
            Some(ErrorKind::UnknownToken(_)) | None => SendError::Offline(Box::new(error)),
            Some(_) => SendError::Permanent(Box::new(error)),
        },
        matrix_sdk::Error::WrongRoomState(_) => SendError::Permanent(Box::new(error)),
        // The stores are locked or full, keys could not be shared: another try can help.
        _ => SendError::Retry { after: None, source: Box::new(error) },
    }
}

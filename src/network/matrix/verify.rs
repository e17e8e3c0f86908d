//! Verification by emoji (SAS): somebody asks whether the bot is the bot.
//!
//! The bot takes part without looking: a program cannot compare pictures with what a person sees on another screen. The
//! emoji go to the log, where whoever runs the bot can compare them with what the person says.

use std::time::Duration;

use futures_util::StreamExt as _;
use matrix_sdk::{
    Client,
    encryption::verification::{
        SasState, SasVerification, Verification, VerificationRequest, VerificationRequestState,
    },
    ruma::{
        UserId,
        events::{
            key::verification::request::ToDeviceKeyVerificationRequestEvent,
            room::message::{MessageType, OriginalSyncRoomMessageEvent},
        },
    },
};
use tokio::time::timeout;

use super::rooms::is_listed;

/// How long a person may take.
const PATIENCE: Duration = Duration::from_mins(10);

/// Answers requests of those whom the settings name, from now on.
pub(super) fn answer_requests(client: &Client, allowed: &[String]) {
    let patterns = allowed.to_vec();
    client.add_event_handler(move |event: ToDeviceKeyVerificationRequestEvent, client: Client| {
        let patterns = patterns.clone();
        async move {
            let id = event.content.transaction_id.as_str();
            begin(&client, &patterns, &event.sender, id).await;
        }
    });
    let patterns = allowed.to_vec();
    client.add_event_handler(move |event: OriginalSyncRoomMessageEvent, client: Client| {
        let patterns = patterns.clone();
        async move {
            if matches!(event.content.msgtype, MessageType::VerificationRequest(_)) {
                begin(&client, &patterns, &event.sender, event.event_id.as_str()).await;
            }
        }
    });
}

async fn begin(client: &Client, patterns: &[String], sender: &UserId, id: &str) {
    let Some(request) = client.encryption().get_verification_request(sender, id).await else {
        return;
    };
    if request.we_started() || request.is_done() || request.is_cancelled() {
        return;
    }
    if !is_listed(patterns, sender) && client.user_id() != Some(sender) {
        tracing::info!(
            "a request to verify me was turned down: [network.matrix] does not allow it"
        );
        let _ = request.cancel().await;
        return;
    }
    // Whoever listens to the room must not wait for a person.
    tokio::spawn(async move {
        match timeout(PATIENCE, take_part(request.clone())).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!("a verification failed: {error}"),
            Err(_) => {
                let _ = request.cancel().await;
            }
        }
    });
}

async fn take_part(request: VerificationRequest) -> matrix_sdk::Result<()> {
    let mut changes = request.changes();
    request.accept().await?;
    while let Some(state) = changes.next().await {
        match state {
            VerificationRequestState::Transitioned {
                verification: Verification::SasV1(sas),
                ..
            } => {
                return compare(sas).await;
            }
            VerificationRequestState::Done | VerificationRequestState::Cancelled(_) => break,
            _ => {}
        }
    }
    Ok(())
}

async fn compare(sas: SasVerification) -> matrix_sdk::Result<()> {
    let mut changes = sas.changes();
    sas.accept().await?;
    while let Some(state) = changes.next().await {
        match state {
            SasState::KeysExchanged { emojis, decimals } => {
                let shown = emojis.map_or_else(
                    || format!("{} {} {}", decimals.0, decimals.1, decimals.2),
                    |emojis| emojis.emojis.map(|emoji| emoji.description).join(", "),
                );
                tracing::info!("somebody verifies me; both should see: {shown}");
                sas.confirm().await?;
            }
            SasState::Done { .. } => {
                tracing::info!("somebody has verified me");
                break;
            }
            SasState::Cancelled(_) => break,
            _ => {}
        }
    }
    Ok(())
}

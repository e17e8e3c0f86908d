//! Asking Discord's REST API: every request of the bot goes through here, and so through the gate.
//!
//! The routes are serenity's. Its own client is not used, because it keeps what Discord answers to too many requests to
//! itself, and goes on in other rooms while Discord asked everything to wait.

use std::time::Duration;

use reqwest::{
    Method, RequestBuilder, Response, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT},
    multipart::{Form, Part},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serenity::{
    constants,
    http::{RatelimitingBucket, Route},
};
use tokio::sync::watch;

use super::{
    TestConnection,
    error::{ApiError, Refusal},
    gate::{Gate, Limited, Said},
};
use crate::chat::File;

/// How long it may take to reach Discord.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a request and its answer may take.
const ANSWER: Duration = Duration::from_secs(15);
/// How often a request is sent that Discord puts off.
const TRIES: usize = 3;
/// The media type of a body.
const JSON: &str = "application/json";

/// What Discord limits together: a route with its channel, server or webhook.
type Lane = (Method, RatelimitingBucket, Option<String>);

/// The REST API, as one bot.
#[derive(Debug)]
pub(super) struct Api {
    client: reqwest::Client,
    authorization: HeaderValue,
    gate: Gate<Lane>,
    /// Whether Discord said that the token is not one.
    revoked: watch::Sender<bool>,
}

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Call<'a> {
    method: Method,
    route: Route<'a>,
    query: Vec<(&'static str, String)>,
    body: Option<Value>,
    files: &'a [File],
}

impl<'a> Call<'a> {
    /// Asks for something.
    pub(super) const fn get(route: Route<'a>) -> Self {
        Self::new(Method::GET, route, None)
    }

    /// Makes something.
    pub(super) const fn post(route: Route<'a>, body: Value) -> Self {
        Self::new(Method::POST, route, Some(body))
    }

    /// Changes something.
    pub(super) const fn patch(route: Route<'a>, body: Value) -> Self {
        Self::new(Method::PATCH, route, Some(body))
    }

    /// Puts something in its place.
    pub(super) const fn put(route: Route<'a>, body: Option<Value>) -> Self {
        Self::new(Method::PUT, route, body)
    }

    /// Takes something away.
    pub(super) const fn delete(route: Route<'a>) -> Self {
        Self::new(Method::DELETE, route, None)
    }

    const fn new(method: Method, route: Route<'a>, body: Option<Value>) -> Self {
        Self { method, route, query: Vec::new(), body, files: &[] }
    }

    /// The same with something in its query.
    pub(super) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// The same with files.
    pub(super) const fn files(mut self, files: &'a [File]) -> Self {
        self.files = files;
        self
    }

    /// The lane it takes; none where Discord limits nothing.
    fn lane(&self) -> Option<Lane> {
        let token = match self.route {
            Route::InteractionResponse { .. } => return None,
            Route::WebhookOriginalInteractionResponse { token, .. }
            | Route::WebhookFollowupMessage { token, .. }
            | Route::WebhookFollowupMessages { token, .. } => Some(token.to_owned()),
            _ => None,
        };
        Some((self.method.clone(), self.route.ratelimiting_bucket(), token))
    }

    /// Whether it is one that Discord knows by what stands in its path, so that its being refused says nothing of the bot.
    const fn is_of_interaction(&self) -> bool {
        matches!(
            self.route,
            Route::InteractionResponse { .. }
                | Route::WebhookOriginalInteractionResponse { .. }
                | Route::WebhookFollowupMessage { .. }
                | Route::WebhookFollowupMessages { .. }
        )
    }
}

/// A client with limits on how long it waits. Discord's own answers alone are taken: none of its pages leads elsewhere.
///
/// # Errors
///
/// The cryptography cannot be set up.
pub(super) fn client(connect: Option<&TestConnection>) -> Result<reqwest::Client, reqwest::Error> {
    let mut builder =
        reqwest::Client::builder().tls_backend_native().connect_timeout(CONNECT).timeout(ANSWER);
    if let Some(connect) = connect {
        let certificate = reqwest::Certificate::from_pem(connect.certificate.as_bytes())?;
        builder = builder
            .resolve("discord.com", connect.address)
            .resolve("cdn.discordapp.com", connect.address)
            .add_root_certificate(certificate)
            .no_proxy();
    }
    builder.build()
}

impl Api {
    /// The API for the bot with this token.
    pub(super) fn new(client: reqwest::Client, token: &SecretString) -> Self {
        let token = token.expose_secret().trim();
        let token = token.strip_prefix("Bot ").unwrap_or(token);
        // With characters that no token has it is none, and Discord says so as of any other.
        let mut authorization = HeaderValue::try_from(format!("Bot {token}"))
            .unwrap_or(HeaderValue::from_static("Bot"));
        authorization.set_sensitive(true);
        Self { client, authorization, gate: Gate::default(), revoked: watch::Sender::new(false) }
    }

    /// Returns once Discord said that the token is not one.
    pub(super) async fn revoked(&self) {
        // The sender lives as long as this does.
        drop(self.revoked.subscribe().wait_for(|revoked| *revoked).await);
    }

    /// Asks, and reads the answer.
    ///
    /// # Errors
    ///
    /// [`ApiError`].
    pub(super) async fn ask<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T, ApiError> {
        let answer = self.call(call).await?;
        let octets = answer.bytes().await.map_err(ApiError::unreachable)?;
        serde_json::from_slice(&octets).map_err(ApiError::Strange)
    }

    /// Asks, where nothing in the answer matters.
    ///
    /// # Errors
    ///
    /// [`ApiError`].
    pub(super) async fn tell(&self, call: &Call<'_>) -> Result<(), ApiError> {
        self.call(call).await.map(drop)
    }

    async fn call(&self, call: &Call<'_>) -> Result<Response, ApiError> {
        let mut tries = 1;
        loop {
            match self.try_call(call).await {
                Err(ApiError::Limited { sent: true, .. }) if tries < TRIES => tries += 1,
                answered => return answered,
            }
        }
    }

    async fn try_call(&self, call: &Call<'_>) -> Result<Response, ApiError> {
        let limited = |after| ApiError::Limited { after, sent: false };
        let turn = self.gate.enter(call.lane().as_ref()).await;
        let turn = turn.map_err(|closed| limited(closed.after))?;
        let response = self.request(call)?.send().await.map_err(ApiError::unreachable)?;
        let (status, headers) = (response.status(), response.headers().clone());
        if status.is_success() {
            self.gate.answered(turn, &said(status, &headers, None));
            return Ok(response);
        }
        let refusal: Option<Refusal> = match response.bytes().await {
            Ok(octets) => serde_json::from_slice(&octets).ok(),
            Err(_) => None,
        };
        let said = said(status, &headers, refusal.as_ref());
        self.gate.answered(turn, &said);
        if let Some(Limited { after, .. }) = said.limited {
            return Err(ApiError::Limited { after: after.unwrap_or_default(), sent: true });
        }
        if status == StatusCode::UNAUTHORIZED && !call.is_of_interaction() {
            self.revoked.send_replace(true);
            return Err(ApiError::Unauthorized);
        }
        Err(ApiError::refused(status, refusal))
    }

    fn request(&self, call: &Call<'_>) -> Result<RequestBuilder, ApiError> {
        let mut request = self
            .client
            .request(call.method.clone(), call.route.path().as_ref())
            .header(AUTHORIZATION, self.authorization.clone())
            .header(USER_AGENT, constants::USER_AGENT);
        if !call.query.is_empty() {
            request = request.query(&call.query);
        }
        Ok(match &call.body {
            Some(body) if !call.files.is_empty() => request.multipart(form(body, call.files)?),
            Some(body) => request.header(CONTENT_TYPE, JSON).body(body.to_string()),
            None => request,
        })
    }
}

/// A body with files beside it (reference, "Uploading files").
fn form(body: &Value, files: &[File]) -> Result<Form, ApiError> {
    let json = Part::text(body.to_string()).mime_str(JSON);
    let mut form = Form::new().part("payload_json", json.map_err(ApiError::unreachable)?);
    for (place, file) in files.iter().enumerate() {
        let part = Part::bytes(file.content.clone().into_bytes()).file_name(file.name.clone());
        let part = part.mime_str(&file.mime).map_err(ApiError::unreachable)?;
        form = form.part(format!("files[{place}]"), part);
    }
    Ok(form)
}

/// What an answer says about how many may follow.
fn said(status: StatusCode, headers: &HeaderMap, refusal: Option<&Refusal>) -> Said {
    let shared = text(headers, "x-ratelimit-scope") == Some("shared");
    let too_many = status == StatusCode::TOO_MANY_REQUESTS;
    let limited = too_many.then(|| {
        let after = refusal.and_then(|refusal| refusal.retry_after);
        Limited {
            after: after.and_then(duration).or_else(|| seconds(headers, "retry-after")),
            // What does not even come from the API itself is about the whole address.
            global: refusal.is_none_or(|refusal| refusal.global)
                || text(headers, "x-ratelimit-scope") == Some("global"),
        }
    });
    Said {
        failure: matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
            || too_many && !shared,
        remaining: text(headers, "x-ratelimit-remaining").and_then(|text| text.parse().ok()),
        reset_after: seconds(headers, "x-ratelimit-reset-after"),
        limited,
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn seconds(headers: &HeaderMap, name: &str) -> Option<Duration> {
    text(headers, name)?.parse().ok().and_then(duration)
}

fn duration(seconds: f64) -> Option<Duration> {
    // A day and more is nothing that Discord means.
    Duration::try_from_secs_f64(seconds.min(86_400.0)).ok()
}

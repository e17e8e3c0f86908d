//! A bot made by hand: requests as discord.com would get them.

use reqwest::{Certificate, Method, header::HeaderMap, multipart};
use serde_json::Value;

use super::super::{Fake, TOKEN};

#[derive(Debug, Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    token: String,
    agent: String,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Value,
    pub(super) text: String,
}

impl Client {
    pub(super) fn of(fake: &Fake) -> Self {
        let authority = Certificate::from_pem(fake.certificate.as_bytes()).unwrap();
        let builder = reqwest::Client::builder().add_root_certificate(authority);
        let builder = builder.resolve("discord.com", fake.address);
        let http = builder.resolve("cdn.discordapp.com", fake.address).build().unwrap();
        let agent = "DiscordBot (https://example.org, 1.0)".to_owned();
        Self { http, token: TOKEN.to_owned(), agent }
    }

    pub(super) fn saying(self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self }
    }

    pub(super) fn named(&self, agent: &str) -> Self {
        Self { agent: agent.to_owned(), ..self.clone() }
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("https://discord.com/api/v10{path}");
        let request = self.http.request(method, url).header("User-Agent", &self.agent);
        request.header("Authorization", format!("Bot {}", self.token))
    }

    async fn sent(request: reqwest::RequestBuilder) -> Result<Reply, reqwest::Error> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        let body = serde_json::from_str(&text).unwrap_or_default();
        Ok(Reply { status, headers, body, text })
    }

    pub(super) async fn get(&self, path: &str) -> Reply {
        Self::sent(self.request(Method::GET, path)).await.unwrap()
    }

    /// A file by its address.
    pub(super) async fn fetch(&self, address: &str) -> Reply {
        Self::sent(self.http.get(address)).await.unwrap()
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Reply {
        self.with(Method::POST, path, body).await.unwrap()
    }

    pub(super) async fn try_post(&self, path: &str, body: Value) -> Result<Reply, reqwest::Error> {
        self.with(Method::POST, path, body).await
    }

    pub(super) async fn patch(&self, path: &str, body: Value) -> Reply {
        self.with(Method::PATCH, path, body).await.unwrap()
    }

    pub(super) async fn put(&self, path: &str, body: Value) -> Reply {
        if body.is_null() {
            return Self::sent(self.request(Method::PUT, path)).await.unwrap();
        }
        self.with(Method::PUT, path, body).await.unwrap()
    }

    pub(super) async fn delete(&self, path: &str) -> Reply {
        Self::sent(self.request(Method::DELETE, path)).await.unwrap()
    }

    /// With files, named `files[n]` from 0 on.
    pub(super) async fn upload(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        files: &[(&str, &str)],
    ) -> Reply {
        let mut form = multipart::Form::new();
        for (n, (name, content)) in files.iter().enumerate() {
            let part = multipart::Part::text((*content).to_owned()).file_name((*name).to_owned());
            let part = part.mime_str("text/calendar").unwrap();
            form = form.part(format!("files[{n}]"), part);
        }
        let form = form.text("payload_json", body.to_string());
        Self::sent(self.request(method, path).multipart(form)).await.unwrap()
    }

    async fn with(&self, method: Method, path: &str, body: Value) -> Result<Reply, reqwest::Error> {
        let request = self.request(method, path).header("Content-Type", "application/json");
        Self::sent(request.body(body.to_string())).await
    }
}

impl Reply {
    /// The body of what was done.
    #[track_caller]
    pub(super) fn ok(self) -> Value {
        assert!(self.status < 300, "{} {}", self.status, self.text);
        self.body
    }

    /// The body of what was refused, with this status and code.
    #[track_caller]
    pub(super) fn refused(self, status: u16, code: u64) -> Value {
        assert_eq!(
            (self.status, self.body["code"].as_u64()),
            (status, Some(code)),
            "{}",
            self.text
        );
        self.body
    }
}

//! Registration by the shared secret of Synapse's homeserver.yaml, over its admin API.

use std::fmt::Write as _;

use hmac::{Hmac, Mac};
use matrix_sdk::{reqwest, ruma::OwnedUserId};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use sha1::Sha1;

use super::{AccountError, Door, REQUEST, Said, unreachable};

/// A word that Synapse takes back once.
#[derive(Deserialize)]
struct Nonce {
    nonce: String,
}

/// An account that was made.
#[derive(Deserialize)]
struct Made {
    user_id: OwnedUserId,
}

/// What stands in an answer that refuses.
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    errcode: String,
    #[serde(default)]
    error: String,
}

pub(super) async fn register(
    door: &Door,
    name: &str,
    password: &SecretString,
    secret: &SecretString,
) -> Result<OwnedUserId, AccountError> {
    let address = door.client.homeserver();
    let address = format!("{}/_synapse/admin/v1/register", address.as_str().trim_end_matches('/'));
    let http = door.client.http_client();
    let Nonce { nonce } =
        ask(door, http.get(&address)).await?.map_err(AccountError::NoSharedSecret)?;
    let body = json!({
        "nonce": nonce,
        "username": name,
        "password": password.expose_secret(),
        "admin": false,
        "mac": proof(secret, [&nonce, name, password.expose_secret(), "notadmin"]),
        "inhibit_login": true,
    });
    let request = http.post(&address).header("Content-Type", "application/json");
    let made: Result<Made, Said> = ask(door, request.body(body.to_string())).await?;
    made.map(|made| made.user_id).map_err(|said| match said.errcode.as_str() {
        "M_USER_IN_USE" => AccountError::Taken,
        _ if said.status == 403 => AccountError::WrongSharedSecret(said),
        _ => AccountError::Other(Box::new(said)),
    })
}

/// Asks, and gives what is answered or refused.
async fn ask<T: DeserializeOwned>(
    door: &Door,
    request: reqwest::RequestBuilder,
) -> Result<Result<T, Said>, AccountError> {
    let failed = |error| unreachable(&door.homeserver, error);
    let answer = request.timeout(REQUEST).send().await.map_err(failed)?;
    let status = answer.status();
    let body = answer.bytes().await.map_err(failed)?;
    if status.is_success() {
        let read = serde_json::from_slice(&body);
        return read.map(Ok).map_err(|error| unreachable(&door.homeserver, error));
    }
    // A proxy's page is no JSON.
    let Refusal { errcode, error } = serde_json::from_slice(&body).unwrap_or_default();
    Ok(Err(Said { status: status.as_u16(), errcode, error }))
}

/// That somebody knows the secret: an HMAC-SHA1 of what is asked for, in hexadecimal.
fn proof(secret: &SecretString, parts: [&str; 4]) -> String {
    // HMAC takes keys of every length (RFC 2104 §2), so there is always one.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.expose_secret().as_bytes()) else {
        return String::new();
    };
    mac.update(parts.join("\0").as_bytes());
    mac.finalize().into_bytes().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by Python's `hmac`, the way Synapse's own `register_new_matrix_user` does it.
    #[test]
    fn the_proof_is_what_synapse_works_out() {
        let proof =
            proof(&SecretString::from("shared"), ["nonce", "convene", "pass word", "notadmin"]);
        assert_eq!(proof, "7bd3ed03ce2db9af5f1a151a105141e00d98aa88");
    }
}

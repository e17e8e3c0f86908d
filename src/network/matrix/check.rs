//! What works, for `convene check`: asked of the homeserver as the device that the bot is, without its stores, so that it
//! may be asked while the bot runs. Changes nothing; a device that it needs to log in with is gone again at once.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    process,
};

use matrix_sdk::{
    Client, HttpError,
    ruma::{
        DeviceId, UserId,
        api::{client::keys::get_keys, error::ErrorKind},
        serde::Raw,
    },
};
use serde::Deserialize;
use serde_json::Value;

use super::{Login, Settings, session};
use crate::network::Check;

/// Looks at everything that a start needs. Where one thing does not work, those that need it are left out.
pub async fn check(settings: &Settings) -> Vec<Check> {
    let mut checks = vec![invitations(settings), folder(settings)];
    if let Err(error) = ask(settings, &mut checks).await {
        checks.push(Check::error(&error));
    }
    checks
}

fn invitations(settings: &Settings) -> Check {
    let (allow, block) = (&settings.allow, &settings.block);
    if allow.is_empty() || block.iter().any(|pattern| pattern == "*") {
        return Check::wrong(
            "Nobody's invitations are accepted.",
            "Say in [network.matrix] whose are, by `allow` and `block`.",
        );
    }
    let from = if allow.iter().any(|pattern| pattern == "*") {
        "everybody whom the homeserver lets through".to_owned()
    } else {
        allow.join(", ")
    };
    let but =
        if block.is_empty() { String::new() } else { format!(", but not {}", block.join(", ")) };
    Check::fine(format!("Invitations are accepted from {from}{but}."))
}

fn folder(settings: &Settings) -> Check {
    // What is missing is made at the first start, in the nearest folder that is there.
    let there = settings.folder.ancestors().find(|folder| folder.is_dir());
    let there = there.unwrap_or(Path::new("."));
    let shown = settings.folder.display();
    match try_to_write(there) {
        Ok(()) => Check::fine(format!("The folder {shown} can be written.")),
        Err(error) => Check::wrong(
            format!("The folder {shown} cannot be written: {error}."),
            "Give it to the user that the bot runs as, or name another one as `folder` in [network.matrix].",
        ),
    }
}

fn try_to_write(folder: &Path) -> io::Result<()> {
    let file: PathBuf = folder.join(format!(".convene-check-{}", process::id()));
    fs::write(&file, "")?;
    fs::remove_file(&file)
}

async fn ask(settings: &Settings, checks: &mut Vec<Check>) -> Result<(), session::SessionError> {
    let scout = session::scout(settings).await?;
    checks.push(homeserver(settings, &scout).await);
    if let Some(kept) = session::visit(settings).await? {
        let device = kept.device_id().map(DeviceId::to_owned);
        match who(&kept).await {
            Ok(user) => {
                checks.push(Check::fine(format!("The bot is logged in as {user}.")));
                checks.extend(encryption(settings, &kept, device.as_deref()).await);
                return Ok(());
            }
            Err(error) => checks.push(no_longer(&error)),
        }
    }
    let trial = session::try_login(settings).await?;
    let user = trial.user_id().map(ToString::to_string).unwrap_or_default();
    checks.push(Check::fine(match settings.login {
        Login::Password(_) => format!(
            "The password is right: the bot can log in as {user}. This was tried, and logged out again; the first start \
             logs in for good."
        ),
        Login::Token(_) => format!("The access token is one of {user}."),
    }));
    checks.extend(encryption(settings, &trial, None).await);
    if matches!(settings.login, Login::Password(_))
        && let Err(error) = trial.matrix_auth().logout().await
    {
        checks.push(Check::wrong(
            format!("The login that was tried could not be logged out: {error}."),
            "Log out the account's newest session in a Matrix app.",
        ));
    }
    Ok(())
}

async fn homeserver(settings: &Settings, client: &Client) -> Check {
    let homeserver = &settings.homeserver;
    match client.server_versions().await {
        Ok(versions) => {
            let newest = versions.last().and_then(|version| version.as_str());
            let speaks =
                newest.map_or_else(String::new, |newest| format!(", up to Matrix {newest}"));
            Check::fine(format!("The homeserver {homeserver} answers{speaks}."))
        }
        Err(error) => Check::wrong(
            format!("The homeserver {homeserver} does not say what it speaks: {error}."),
            "Look whether the address leads to a homeserver.",
        ),
    }
}

async fn who(client: &Client) -> Result<String, HttpError> {
    client.whoami().await.map(|who| who.user_id.into())
}

fn no_longer(error: &HttpError) -> Check {
    match error.client_api_error_kind() {
        Some(ErrorKind::UnknownToken(_)) => Check::wrong(
            "The homeserver logged the bot out.",
            "Start it: it logs in anew, and recovers its keys by the recovery key.",
        ),
        _ => Check::error(error),
    }
}

/// The bot's identity, its device's signature, the recovery key and the backup.
async fn encryption(settings: &Settings, client: &Client, device: Option<&DeviceId>) -> Vec<Check> {
    let Some(user) = client.user_id() else { return Vec::new() };
    let mut request = get_keys::v3::Request::new();
    request.device_keys.insert(user.to_owned(), Vec::new());
    let keys = match client.send(request).await {
        Ok(keys) => keys,
        Err(error) => return vec![Check::error(&error)],
    };
    if !keys.master_keys.contains_key(user) {
        return vec![Check::fine(
            "Encryption is not set up for this account yet; the first start does that, and writes the recovery key.",
        )];
    }
    let mut checks = vec![recovery_key(settings, client).await, backup(client).await];
    if let Some(device) = device {
        checks.push(signature(&keys, user, device));
    }
    checks
}

/// Whether the bot's device is signed by the bot's identity, as the homeserver has it.
fn signature(keys: &get_keys::v3::Response, user: &UserId, device: &DeviceId) -> Check {
    let signing = keys.self_signing_keys.get(user).and_then(id_of);
    let ours = keys.device_keys.get(user).and_then(|devices| devices.get(device));
    let signed = ours.zip(signing).is_some_and(|(keys, by)| is_signed(keys, user, &by));
    if signed {
        return Check::fine(
            "The bot's device is verified by its own identity: nobody sees a warning.",
        );
    }
    Check::wrong(
        "The bot's device is not verified by its own identity, so people see a warning beside its messages.",
        "Put the right recovery key into its file and start the bot: it verifies its device then.",
    )
}

/// The signatures in an object (Matrix 1.18, appendices, signing JSON).
#[derive(Deserialize)]
struct Signed {
    signatures: BTreeMap<String, BTreeMap<String, Value>>,
}

fn is_signed<T>(object: &Raw<T>, user: &UserId, by: &str) -> bool {
    let signed: Result<Signed, _> = serde_json::from_str(object.json().get());
    signed.is_ok_and(|signed| {
        signed.signatures.get(user.as_str()).is_some_and(|of_user| of_user.contains_key(by))
    })
}

/// The id of a cross-signing key, which has one key in it.
fn id_of<T>(key: &Raw<T>) -> Option<String> {
    let keys: BTreeMap<String, String> = key.get_field("keys").ok()??;
    keys.into_keys().next()
}

async fn recovery_key(settings: &Settings, client: &Client) -> Check {
    let file = settings.recovery_key.display();
    let key = match fs::read_to_string(&settings.recovery_key) {
        Ok(key) => key,
        Err(error) => {
            return Check::wrong(
                format!(
                    "The account has a cross-signing identity, and the recovery key in {file} cannot be read: {error}."
                ),
                "Put the recovery key there. Without it the bot cannot verify itself once its folder is lost.",
            );
        }
    };
    match client.encryption().secret_storage().open_secret_store(key.trim()).await {
        Ok(_) => Check::fine(format!("The recovery key in {file} fits.")),
        Err(error) => Check::wrong(
            format!("The recovery key in {file} does not fit: {error}."),
            "Put the account's recovery key there.",
        ),
    }
}

async fn backup(client: &Client) -> Check {
    match client.encryption().backups().fetch_exists_on_server().await {
        Ok(true) => Check::fine("The keys of encrypted rooms are backed up on the homeserver."),
        Ok(false) => Check::wrong(
            "The keys of encrypted rooms are not backed up on the homeserver.",
            "Start the bot: it makes a backup.",
        ),
        Err(error) => Check::error(&error),
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::{device_id, user_id};
    use serde_json::{Value, json, value::to_raw_value};

    use super::*;

    fn raw<T>(value: &Value) -> Raw<T> {
        Raw::from_json(to_raw_value(value).unwrap())
    }

    /// What a homeserver has of a bot whose device is signed by these keys.
    fn keys(signed_by: &[&str]) -> get_keys::v3::Response {
        let (bot, device) = (user_id!("@bot:example.org"), device_id!("DEVICE"));
        let signatures: serde_json::Map<_, _> =
            signed_by.iter().map(|key| ((*key).to_owned(), json!("signature"))).collect();
        let mut keys = get_keys::v3::Response::new();
        let own = raw(&json!({ "signatures": { bot: signatures } }));
        keys.device_keys.insert(bot.to_owned(), [(device.to_owned(), own)].into());
        let signing = raw(&json!({ "keys": { "ed25519:SELF": "SELF" } }));
        keys.self_signing_keys.insert(bot.to_owned(), signing);
        keys
    }

    #[test]
    fn a_device_is_verified_by_the_key_that_signs_devices_and_by_no_other() {
        let bot = user_id!("@bot:example.org");
        let verified = |keys, device| signature(&keys, bot, device).ok;
        let device = device_id!("DEVICE");
        assert!(verified(keys(&["ed25519:DEVICE", "ed25519:SELF"]), device));
        assert!(!verified(keys(&["ed25519:DEVICE"]), device), "by itself alone");
        assert!(!verified(keys(&["ed25519:SELF"]), device_id!("OTHER")), "another device");
        assert!(!verified(get_keys::v3::Response::new(), device), "nothing is there");
    }
}

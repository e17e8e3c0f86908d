//! The account on the homeserver: who the bot is there, by which device, and where its keys are kept.
//!
//! The folder holds `session.json` (account, device and access token), `passphrase` (where the settings name none) and
//! `store` (matrix-sdk's databases, encrypted by the passphrase). A device and its keys belong together: where one of
//! the two is lost, the bot logs in as a new device and gets what it may know back by the recovery key.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use matrix_sdk::{
    Client, ClientBuildError, HttpError, SessionMeta, SessionTokens,
    authentication::matrix::MatrixSession,
    config::RequestConfig,
    encryption::{BackupDownloadStrategy, EncryptionSettings},
    ruma::{
        OwnedDeviceId, OwnedUserId,
        api::{client::keys::get_keys, error::ErrorKind},
        user_id,
    },
    store::StateStoreDataKey,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::{Login, Settings, error::is_offline};
use crate::clock::Ids;

/// How long a request may take. A sync waits so much longer as it asked the server to wait.
const REQUEST: Duration = Duration::from_secs(20);

/// Where each thing is in the folder.
#[derive(Debug)]
struct Folder<'s>(&'s Path);

impl Folder<'_> {
    fn session(&self) -> PathBuf {
        self.0.join("session.json")
    }

    fn passphrase(&self) -> PathBuf {
        self.0.join("passphrase")
    }

    fn store(&self) -> PathBuf {
        self.0.join("store")
    }

    /// matrix-sdk's database of keys: a device is worth nothing without it.
    fn keys(&self) -> PathBuf {
        self.store().join("matrix-sdk-crypto.sqlite3")
    }
}

/// A login as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    user: OwnedUserId,
    device: OwnedDeviceId,
    token: String,
}

impl Kept {
    fn into_session(self) -> MatrixSession {
        MatrixSession {
            meta: SessionMeta { user_id: self.user, device_id: self.device },
            tokens: SessionTokens { access_token: self.token, refresh_token: None },
        }
    }
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The homeserver cannot be reached now.
    #[error("the homeserver {homeserver} cannot be reached")]
    Offline {
        /// As the settings name it.
        homeserver: String,
        /// What went wrong.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The settings name something that is no homeserver.
    #[error(
        "{homeserver} is not a homeserver I can use; `homeserver` in [network.matrix] is a server's name \
         (example.org) or its address (https://matrix.example.org)"
    )]
    Homeserver {
        /// As the settings name it.
        homeserver: String,
        /// What went wrong.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The name or the password is wrong.
    #[error(
        "{homeserver} refuses to log {user} in: look at `user` and the password in [network.matrix]"
    )]
    Refused {
        /// The homeserver.
        homeserver: String,
        /// The account.
        user: String,
        /// What the homeserver said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The token is not good any more, and there is no password.
    #[error(
        "the access token is not valid any more: make a new one and put it where [network.matrix] says"
    )]
    Token(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The device of a token has keys that are not here.
    #[error(
        "the device of this access token has keys on the homeserver which the folder {} does not have: \
         make a new token, or put the folder back",
        folder.display()
    )]
    KeysLost {
        /// The folder.
        folder: PathBuf,
    },
    /// Another program is the device of the folder.
    #[error(
        "another program runs with the folder {}: stop that one first, or give this one an account and a `folder` of \
         its own in [network.matrix]",
        folder.display()
    )]
    Taken {
        /// The folder.
        folder: PathBuf,
    },
    /// A file cannot be read or written.
    #[error("{} cannot be read or written", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The stores cannot be opened: not with this passphrase.
    #[error(
        "the stores in {} cannot be opened: is the passphrase the one they were made with?",
        folder.display()
    )]
    Stores {
        /// The folder.
        folder: PathBuf,
        /// What went wrong.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Something else that the homeserver or the library said.
    #[error("the homeserver could not be used")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Holds the folder for this program alone, until what it gives is dropped: two programs that are one device would lose
/// each other's keys.
pub(super) fn hold(settings: &Settings) -> Result<fs::File, SessionError> {
    make_folder(&settings.folder)?;
    let failed = |source| SessionError::File { path: settings.folder.clone(), source };
    let folder = fs::File::open(&settings.folder).map_err(failed)?;
    match folder.try_lock() {
        Ok(()) => Ok(folder),
        Err(fs::TryLockError::WouldBlock) => {
            Err(SessionError::Taken { folder: settings.folder.clone() })
        }
        Err(fs::TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Goes on as the device of the last time, or logs in as a new one.
pub(super) async fn open(settings: &Settings, ids: &dyn Ids) -> Result<Client, SessionError> {
    let folder = Folder(&settings.folder);
    make_folder(&settings.folder)?;
    if let Some(kept) = kept(&folder)? {
        if folder.keys().exists() {
            return restore(settings, &folder, ids, kept).await;
        }
        tracing::warn!(
            "the keys of my device are gone from its folder; I log in as a new device and recover by the recovery key"
        );
        log_out(settings).await;
    }
    login(settings, &folder, ids, None).await
}

/// Logs in anew after the homeserver took the token back: as the same device where it still knows it.
pub(super) async fn renew(
    settings: &Settings,
    ids: &dyn Ids,
    soft: bool,
) -> Result<Client, SessionError> {
    let folder = Folder(&settings.folder);
    let device = kept(&folder)?.map(|kept| kept.device).filter(|_| soft);
    login(settings, &folder, ids, device).await
}

async fn restore(
    settings: &Settings,
    folder: &Folder<'_>,
    ids: &dyn Ids,
    kept: Kept,
) -> Result<Client, SessionError> {
    let client = build(settings, folder, ids).await?;
    // The library takes an answer that it has stored already for one that was acted on, and gives nothing of it.
    let forgotten = client.state_store().remove_kv_data(StateStoreDataKey::SyncToken).await;
    forgotten.map_err(|error| SessionError::Stores {
        folder: folder.store(),
        source: Box::new(error),
    })?;
    let restored = client.restore_session(kept.into_session());
    restored.await.map_err(|error| SessionError::Stores {
        folder: folder.store(),
        source: Box::new(error),
    })?;
    Ok(client)
}

/// Logs in; a device that is not gone on with begins with empty stores.
async fn login(
    settings: &Settings,
    folder: &Folder<'_>,
    ids: &dyn Ids,
    device: Option<OwnedDeviceId>,
) -> Result<Client, SessionError> {
    if device.is_none() {
        let store = folder.store();
        match fs::remove_dir_all(&store) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(SessionError::File { path: store, source });
            }
            _ => {}
        }
    }
    let client = build(settings, folder, ids).await?;
    match &settings.login {
        Login::Password(password) => by_password(settings, &client, password, device).await?,
        Login::Token(token) => by_token(settings, &client, token).await?,
    }
    keep(folder, &client)?;
    Ok(client)
}

async fn by_password(
    settings: &Settings,
    client: &Client,
    password: &SecretString,
    device: Option<OwnedDeviceId>,
) -> Result<(), SessionError> {
    let auth = client.matrix_auth();
    let mut login = auth
        .login_username(&settings.user, password.expose_secret())
        .initial_device_display_name(&settings.name);
    if let Some(device) = &device {
        login = login.device_id(device.as_str());
    }
    login.send().await.map(drop).map_err(|error| refused(settings, error))
}

async fn by_token(
    settings: &Settings,
    client: &Client,
    token: &SecretString,
) -> Result<(), SessionError> {
    let tokens =
        SessionTokens { access_token: token.expose_secret().to_owned(), refresh_token: None };
    // Who the token belongs to is the homeserver's to say; until it has, any name does.
    let asking = MatrixSession {
        meta: SessionMeta {
            user_id: user_id!("@unknown:unknown.invalid").to_owned(),
            device_id: OwnedDeviceId::from("UNKNOWN"),
        },
        tokens: tokens.clone(),
    };
    let scout = scout(settings).await?;
    let restored = scout.restore_session(asking);
    restored.await.map_err(|error| SessionError::Other(Box::new(error)))?;
    let who = scout.whoami().await.map_err(|error| match error.client_api_error_kind() {
        Some(ErrorKind::UnknownToken(_)) => SessionError::Token(Box::new(error)),
        _ => offline(settings, error),
    })?;
    let device = who.device_id.ok_or_else(|| {
        SessionError::Other("this access token has no device; make one by logging in".into())
    })?;
    let session =
        MatrixSession { meta: SessionMeta { user_id: who.user_id, device_id: device }, tokens };
    let restored = client.restore_session(session);
    restored.await.map_err(|error| SessionError::Other(Box::new(error)))?;
    keys_are_ours(settings, client).await
}

/// A token's device whose keys are already on the homeserver, while the store here is new, can encrypt nothing. What the
/// library has of its own device is what is here, so the homeserver is asked.
async fn keys_are_ours(settings: &Settings, client: &Client) -> Result<(), SessionError> {
    let Some((user, device)) = client.user_id().zip(client.device_id()) else { return Ok(()) };
    let mut request = get_keys::v3::Request::new();
    request.device_keys.insert(user.to_owned(), vec![device.to_owned()]);
    let known = client.send(request).await.map_err(|error| offline(settings, error))?;
    let known = known.device_keys.get(user).and_then(|devices| devices.get(device));
    let keys: Option<BTreeMap<String, String>> =
        known.and_then(|known| known.get_field("keys").ok().flatten());
    let theirs = keys.and_then(|mut keys| keys.remove(&format!("ed25519:{device}")));
    if theirs.is_some() && theirs != client.encryption().ed25519_key().await {
        return Err(SessionError::KeysLost { folder: settings.folder.clone() });
    }
    Ok(())
}

/// Takes the device away that lost its keys, so that nobody encrypts for it any more. Where that fails the device stays.
async fn log_out(settings: &Settings) {
    let Ok(Some(client)) = visit(settings).await else { return };
    if let Err(error) = client.matrix_auth().logout().await {
        tracing::warn!("the device without keys could not be logged out: {error}");
    }
}

/// A client that is the kept device without its stores: it may ask, and must not listen. `None` before the first login.
pub(super) async fn visit(settings: &Settings) -> Result<Option<Client>, SessionError> {
    let Some(kept) = kept(&Folder(&settings.folder))? else { return Ok(None) };
    let client = scout(settings).await?;
    let restored = client.restore_session(kept.into_session()).await;
    restored.map_err(|error| SessionError::Other(Box::new(error)))?;
    Ok(Some(client))
}

/// Logs in without stores, to see whether that works. By a password that makes a device, which is the caller's to log out.
pub(super) async fn try_login(settings: &Settings) -> Result<Client, SessionError> {
    let client = scout(settings).await?;
    match &settings.login {
        Login::Password(password) => by_password(settings, &client, password, None).await?,
        Login::Token(token) => by_token(settings, &client, token).await?,
    }
    Ok(client)
}

/// The client with its stores.
async fn build(
    settings: &Settings,
    folder: &Folder<'_>,
    ids: &dyn Ids,
) -> Result<Client, SessionError> {
    let passphrase = passphrase(settings, folder, ids)?;
    let encryption = EncryptionSettings {
        // Done step by step in `trust`, which knows the password and the recovery key.
        auto_enable_cross_signing: false,
        auto_enable_backups: false,
        backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
    };
    let built = Client::builder()
        .server_name_or_homeserver_url(&settings.homeserver)
        .sqlite_store(folder.store(), Some(passphrase.expose_secret()))
        .request_config(requests())
        .with_encryption_settings(encryption)
        .build();
    built.await.map_err(|error| not_built(settings, error))
}

/// A client without stores, for what is asked before there are any.
pub(super) async fn scout(settings: &Settings) -> Result<Client, SessionError> {
    let built = Client::builder()
        .server_name_or_homeserver_url(&settings.homeserver)
        .request_config(requests())
        .build();
    built.await.map_err(|error| not_built(settings, error))
}

/// One try for each request: what is worth another is tried by whoever waits for it, and knows when to stop.
fn requests() -> RequestConfig {
    RequestConfig::new().disable_retry().timeout(REQUEST)
}

fn not_built(settings: &Settings, error: ClientBuildError) -> SessionError {
    let homeserver = settings.homeserver.clone();
    match error {
        ClientBuildError::SqliteStore(error) => SessionError::Stores {
            folder: Folder(&settings.folder).store(),
            source: Box::new(error),
        },
        ClientBuildError::Http(error) => offline(settings, error),
        error => SessionError::Homeserver { homeserver, source: Box::new(error) },
    }
}

fn offline(settings: &Settings, error: HttpError) -> SessionError {
    let homeserver = settings.homeserver.clone();
    if is_offline(&error) {
        return SessionError::Offline { homeserver, source: Box::new(error) };
    }
    SessionError::Homeserver { homeserver, source: Box::new(error) }
}

fn refused(settings: &Settings, error: matrix_sdk::Error) -> SessionError {
    let (homeserver, user) = (settings.homeserver.clone(), settings.user.clone());
    match error.client_api_error_kind() {
        Some(ErrorKind::Forbidden | ErrorKind::UserDeactivated | ErrorKind::InvalidUsername) => {
            SessionError::Refused { homeserver, user, source: Box::new(error) }
        }
        _ => match error {
            matrix_sdk::Error::Http(http) => offline(settings, *http),
            error => SessionError::Other(Box::new(error)),
        },
    }
}

fn kept(folder: &Folder<'_>) -> Result<Option<Kept>, SessionError> {
    let path = folder.session();
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(SessionError::File { path, source }),
    };
    serde_json::from_str(&text).map(Some).map_err(|error| SessionError::File {
        path,
        source: io::Error::new(io::ErrorKind::InvalidData, error),
    })
}

fn keep(folder: &Folder<'_>, client: &Client) -> Result<(), SessionError> {
    let Some(session) = client.matrix_auth().session() else { return Ok(()) };
    let kept = Kept {
        user: session.meta.user_id,
        device: session.meta.device_id,
        token: session.tokens.access_token,
    };
    let text =
        serde_json::to_string(&kept).map_err(|error| SessionError::Other(Box::new(error)))?;
    write_secret(&folder.session(), &text)
}

fn passphrase(
    settings: &Settings,
    folder: &Folder<'_>,
    ids: &dyn Ids,
) -> Result<SecretString, SessionError> {
    if let Some(passphrase) = &settings.passphrase {
        return Ok(passphrase.clone());
    }
    let path = folder.passphrase();
    match fs::read_to_string(&path) {
        Ok(text) => Ok(SecretString::from(text.trim())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let made = format!("{}{}", ids.token(), ids.token());
            write_secret(&path, &made)?;
            Ok(SecretString::from(made))
        }
        Err(source) => Err(SessionError::File { path, source }),
    }
}

fn make_folder(path: &Path) -> Result<(), SessionError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| SessionError::File { path: path.to_owned(), source })
}

/// Writes a file that only this user may read, whole or not at all.
pub(super) fn write_secret(path: &Path, text: &str) -> Result<(), SessionError> {
    let failed = |source| SessionError::File { path: path.to_owned(), source };
    let draft = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    fs::rename(&draft, path).map_err(failed)
}

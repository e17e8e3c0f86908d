//! Cross-signing, key backup and recovery: why nobody sees a warning beside the bot's messages.
//!
//! At the first start the bot makes its identity, signs its own device with it, and has the homeserver keep both the
//! identity's secrets and the keys of rooms, encrypted by a recovery key that only the file in the settings has. A
//! later device (the folder was lost, the homeserver threw the old one out) takes the identity back by that key, so that
//! whoever verified the bot need not do it again.

use std::{fs, io};

use matrix_sdk::{
    Client, HttpError,
    encryption::recovery::{RecoveryError, RecoveryState},
    ruma::api::client::uiaa::{AuthData, Password, UserIdentifier},
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{Login, Settings, session};

/// What the encryption of the bot lacks, as a sentence each with what to do.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The account has an identity that is not the bot's to use.
    #[error(
        "the account has a cross-signing identity already and its recovery key is not in {file}: put the recovery key \
         there, or people will see that my messages come from a device nobody verified"
    )]
    NoRecoveryKey {
        /// The file.
        file: String,
    },
    /// The recovery key fits nothing.
    #[error(
        "the recovery key in {file} does not fit the account: put the right one there, or people will see that my \
         messages come from a device nobody verified"
    )]
    WrongRecoveryKey {
        /// The file.
        file: String,
        /// What went wrong.
        #[source]
        source: RecoveryError,
    },
    /// The homeserver wants proof that a token cannot give.
    #[error(
        "the homeserver wants the password before it takes a cross-signing identity: give it in [network.matrix] for \
         one start"
    )]
    WantsPassword(#[source] Box<HttpError>),
    /// The recovery key could not be written.
    #[error("the recovery key could not be written to {file}")]
    File {
        /// The file.
        file: String,
        /// What went wrong.
        #[source]
        source: Box<session::SessionError>,
    },
    /// Something else that the homeserver or the library said.
    #[error("encryption could not be set up")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<matrix_sdk::Error> for TrustError {
    fn from(error: matrix_sdk::Error) -> Self {
        Self::Other(Box::new(error))
    }
}

/// Sees to it that the bot's device is signed by the bot's identity, and that both can be recovered.
pub(super) async fn establish(client: &Client, settings: &Settings) -> Result<(), TrustError> {
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    let kept = recovery_key(settings)?;
    if !has_identity(client).await {
        let user = client.user_id().ok_or(matrix_sdk::Error::AuthenticationRequired)?;
        let exists = encryption.request_user_identity(user).await?.is_some();
        match (&kept, exists) {
            (Some(key), _) if recover(client, settings, key, exists).await? => {}
            (_, true) => return Err(TrustError::NoRecoveryKey { file: named(settings) }),
            (_, false) => bootstrap(client, settings).await?,
        }
    }
    sign_own_device(client).await?;
    match (kept, encryption.recovery().state()) {
        (Some(_), RecoveryState::Enabled) => Ok(()),
        // A backup of which nobody has the key any more helps nobody.
        (_, RecoveryState::Disabled) => {
            drop_backup(client).await?;
            let key = encryption.recovery().enable().await;
            write(settings, &key.map_err(|error| TrustError::Other(Box::new(error)))?)
        }
        (_, _) => {
            let key = encryption.recovery().reset_key().await;
            write(settings, &key.map_err(|error| TrustError::Other(Box::new(error)))?)
        }
    }
}

/// Whether the secrets of the identity are here.
async fn has_identity(client: &Client) -> bool {
    client.encryption().cross_signing_status().await.is_some_and(|status| status.is_complete())
}

/// Takes the identity back by the recovery key. Gives false where there is nothing to take back: a key of an account that
/// was made anew.
async fn recover(
    client: &Client,
    settings: &Settings,
    key: &SecretString,
    exists: bool,
) -> Result<bool, TrustError> {
    let recovered =
        client.encryption().recovery().recover_and_fix_backup(key.expose_secret()).await;
    match recovered {
        Ok(()) if has_identity(client).await => {
            tracing::info!("recovered my identity and the keys of my rooms by the recovery key");
            Ok(true)
        }
        Ok(()) => Ok(false),
        Err(_) if !exists => Ok(false),
        Err(source) => Err(TrustError::WrongRecoveryKey { file: named(settings), source }),
    }
}

/// Makes the identity. The homeserver may want the password for it.
async fn bootstrap(client: &Client, settings: &Settings) -> Result<(), TrustError> {
    let encryption = client.encryption();
    let Err(error) = encryption.bootstrap_cross_signing(None).await else { return Ok(()) };
    let matrix_sdk::Error::Http(http) = error else { return Err(error.into()) };
    let Some(asked) = http.as_uiaa_response() else {
        return Err(matrix_sdk::Error::Http(http).into());
    };
    let Login::Password(password) = &settings.login else {
        return Err(TrustError::WantsPassword(http));
    };
    let user = client.user_id().ok_or(matrix_sdk::Error::AuthenticationRequired)?;
    let who = UserIdentifier::Matrix(user.to_owned().into());
    let mut proof = Password::new(who, password.expose_secret().to_owned());
    proof.session.clone_from(&asked.session);
    Ok(encryption.bootstrap_cross_signing(Some(AuthData::Password(proof))).await?)
}

async fn sign_own_device(client: &Client) -> Result<(), TrustError> {
    let device = client.encryption().get_own_device().await;
    let device = device.map_err(|error| TrustError::Other(Box::new(error)))?;
    match device {
        Some(device) if !device.is_cross_signed_by_owner() => {
            device.verify().await.map_err(|error| TrustError::Other(Box::new(error)))
        }
        _ => Ok(()),
    }
}

async fn drop_backup(client: &Client) -> Result<(), TrustError> {
    let backups = client.encryption().backups();
    let there = backups.fetch_exists_on_server().await?;
    if there && !backups.are_enabled().await {
        backups.disable_and_delete().await?;
    }
    Ok(())
}

fn recovery_key(settings: &Settings) -> Result<Option<SecretString>, TrustError> {
    match fs::read_to_string(&settings.recovery_key) {
        Ok(text) => {
            Ok(Some(SecretString::from(text.trim())).filter(|key| !key.expose_secret().is_empty()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(TrustError::File {
            file: named(settings),
            source: Box::new(session::SessionError::File {
                path: settings.recovery_key.clone(),
                source,
            }),
        }),
    }
}

fn write(settings: &Settings, key: &str) -> Result<(), TrustError> {
    let written = session::write_secret(&settings.recovery_key, key);
    written
        .map_err(|source| TrustError::File { file: named(settings), source: Box::new(source) })?;
    tracing::info!(
        "wrote a recovery key into {}; keep a copy of that file where this machine cannot lose it",
        named(settings)
    );
    Ok(())
}

fn named(settings: &Settings) -> String {
    settings.recovery_key.display().to_string()
}

//! The bot's account: made on a homeserver, tried, or given an access token. For whoever sets the bot up; the bot at work
//! has no use for any of it.

use std::{error::Error, fmt, time::Duration};

use matrix_sdk::{
    Client, HttpError,
    authentication::matrix::MatrixAuth,
    config::RequestConfig,
    ruma::api::{client::session::get_login_types::v3::LoginType, error::ErrorKind},
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::timeout;

mod shared_secret;
mod token;

/// How long a request may take.
const REQUEST: Duration = Duration::from_secs(20);
/// How long a homeserver is looked for, by its name and at its address.
const FIND: Duration = Duration::from_secs(30);

/// What lets somebody make an account.
#[derive(Debug, Clone)]
pub enum Permit {
    /// Synapse's `registration_shared_secret`.
    SharedSecret(SecretString),
    /// A registration token, which a homeserver's administrators give out (Matrix 1.18, client-server API,
    /// token-authenticated registration).
    Token(SecretString),
}

/// How somebody proves that an account is theirs.
#[derive(Debug, Clone)]
pub enum Proof {
    /// The password.
    Password {
        /// The account, or its first part alone.
        user: String,
        /// Its password.
        password: SecretString,
    },
    /// What the homeserver appended to an address after a login in a browser, as `loginToken`.
    Browser(SecretString),
}

/// How a homeserver lets people in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    /// By name and password.
    pub password: bool,
    /// By logging in elsewhere, in a browser.
    pub browser: bool,
}

/// An access token, and whose it is.
#[derive(Debug, Clone)]
pub struct Granted {
    /// The account.
    pub user: String,
    /// The token.
    pub token: SecretString,
}

/// Why an account could not be made or used.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The homeserver does not answer, or what answers is none.
    #[error(
        "{homeserver} does not answer as a homeserver does; look at the address, and whether the server runs"
    )]
    Unreachable {
        /// As it was named.
        homeserver: String,
        /// What went wrong.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// Somebody has the name.
    #[error(
        "there is an account of this name already; take another one, or `convene matrix login` if it is the bot's"
    )]
    Taken,
    /// There is no registration by a shared secret.
    #[error(
        "the homeserver takes no shared secret at /_synapse/admin/v1/register: is it Synapse, does homeserver.yaml set \
         registration_shared_secret, and does --homeserver lead to Synapse itself? Reverse proxies often keep \
         /_synapse/admin back; on the server's machine http://127.0.0.1:8008 is past them"
    )]
    NoSharedSecret(#[source] Said),
    /// It is another secret.
    #[error("this is not the registration_shared_secret of homeserver.yaml")]
    WrongSharedSecret(#[source] Said),
    /// The token is not good, or used up.
    #[error(
        "the homeserver does not take this registration token: it is unknown, used up or out of date"
    )]
    WrongToken,
    /// Nobody may register.
    #[error(
        "the homeserver lets nobody register (Synapse: enable_registration); take the shared secret, or have its \
         administrators make the account"
    )]
    Closed,
    /// It asks for what only people can do.
    #[error(
        "to register, the homeserver asks for {asked}; make the account in a Matrix app, then `convene matrix login`"
    )]
    Stages {
        /// The stages it asks for.
        asked: Stages,
    },
    /// The name or the password is wrong.
    #[error("the homeserver does not let this account in: look at the name and the password")]
    Refused(#[source] Box<dyn Error + Send + Sync>),
    /// Something else that the homeserver said.
    #[error("the homeserver refused")]
    Other(#[source] Box<dyn Error + Send + Sync>),
}

impl AccountError {
    /// Whether nobody knows if the account was made.
    pub fn is_uncertain(&self) -> bool {
        matches!(self, Self::Unreachable { .. })
    }
}

/// The stages of a registration, for people to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stages(Vec<String>);

impl fmt::Display for Stages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

/// What a homeserver says when it refuses.
#[derive(Debug, thiserror::Error)]
#[error("{error} ({status}, {errcode})")]
pub struct Said {
    status: u16,
    errcode: String,
    error: String,
}

/// A homeserver, to whoever has no account there yet.
#[derive(Debug, Clone)]
pub struct Door {
    homeserver: String,
    client: Client,
}

impl Door {
    /// Finds a homeserver by its name or its address.
    ///
    /// # Errors
    ///
    /// [`AccountError::Unreachable`].
    pub async fn find(homeserver: &str) -> Result<Self, AccountError> {
        let builder = Client::builder().server_name_or_homeserver_url(homeserver);
        let requests = RequestConfig::new().disable_retry().timeout(REQUEST);
        let client = timeout(FIND, builder.request_config(requests).build()).await;
        let client = client
            .map_err(|_| unreachable(homeserver, NoAnswer))?
            .map_err(|error| unreachable(homeserver, error))?;
        Ok(Self { homeserver: homeserver.to_owned(), client })
    }

    /// Makes an account, and gives its full name. Nobody is logged in by that.
    ///
    /// # Errors
    ///
    /// [`AccountError`], in sentences that say what to do.
    pub async fn register(
        &self,
        user: &str,
        password: &SecretString,
        permit: &Permit,
    ) -> Result<String, AccountError> {
        let name = first_part(user);
        let made = match permit {
            Permit::SharedSecret(secret) => {
                shared_secret::register(self, name, password, secret).await?
            }
            Permit::Token(token) => token::register(self, name, password, token).await?,
        };
        Ok(made.into())
    }

    /// How the homeserver lets people in.
    ///
    /// # Errors
    ///
    /// [`AccountError::Unreachable`] and [`AccountError::Other`].
    pub async fn ways(&self) -> Result<Ways, AccountError> {
        let types = self.auth().get_login_types().await.map_err(|error| self.failed(error))?;
        let has = |wanted: fn(&LoginType) -> bool| types.flows.iter().any(wanted);
        Ok(Ways {
            password: has(|way| matches!(way, LoginType::Password(_))),
            browser: has(|way| matches!(way, LoginType::Sso(_))),
        })
    }

    /// The address to log in at in a browser. It goes on to `back`, with a `loginToken` appended.
    ///
    /// # Errors
    ///
    /// [`AccountError::Other`].
    pub async fn browser_address(&self, back: &str) -> Result<String, AccountError> {
        let address = self.auth().get_sso_login_url(back, None).await;
        address.map_err(|error| AccountError::Other(Box::new(error)))
    }

    /// Logs in, as a device of its own with this name.
    ///
    /// # Errors
    ///
    /// [`AccountError::Refused`], [`AccountError::Unreachable`] and [`AccountError::Other`].
    pub async fn log_in(&self, proof: &Proof, device: &str) -> Result<Granted, AccountError> {
        let auth = self.auth();
        let login = match proof {
            Proof::Password { user, password } => {
                auth.login_username(user, password.expose_secret())
            }
            Proof::Browser(token) => auth.login_token(token.expose_secret()),
        };
        let login = login.initial_device_display_name(device).send().await;
        let login = login.map_err(|error| match error.client_api_error_kind() {
            Some(
                ErrorKind::Forbidden | ErrorKind::UserDeactivated | ErrorKind::InvalidUsername,
            ) => AccountError::Refused(Box::new(error)),
            _ => AccountError::Other(Box::new(error)),
        })?;
        Ok(Granted { user: login.user_id.into(), token: SecretString::from(login.access_token) })
    }

    /// Takes the device of [`Self::log_in`] away again.
    ///
    /// # Errors
    ///
    /// [`AccountError::Unreachable`] and [`AccountError::Other`].
    pub async fn log_out(&self) -> Result<(), AccountError> {
        self.auth().logout().await.map(drop).map_err(|error| self.failed(error))
    }

    fn auth(&self) -> MatrixAuth {
        self.client.matrix_auth()
    }

    fn failed(&self, error: HttpError) -> AccountError {
        if super::error::is_offline(&error) {
            return unreachable(&self.homeserver, error);
        }
        AccountError::Other(Box::new(error))
    }
}

/// Nothing that answers as a homeserver was found in time.
#[derive(Debug, thiserror::Error)]
#[error("it did not answer; where it has no TLS, write http:// before its name")]
struct NoAnswer;

fn unreachable(homeserver: &str, error: impl Error + Send + Sync + 'static) -> AccountError {
    AccountError::Unreachable { homeserver: homeserver.to_owned(), source: Box::new(error) }
}

/// `convene` of `@convene:example.org`.
fn first_part(user: &str) -> &str {
    let name = user.strip_prefix('@').unwrap_or(user);
    name.split_once(':').map_or(name, |(name, _)| name)
}

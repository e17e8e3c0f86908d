//! The networks of bot.toml. A build may leave one out; its settings are read all the same.

use std::sync::Arc;

use convene::{
    chat::Network,
    clock::SystemIds,
    config::{Config, Matrix},
};

/// What to do where bot.toml switches a network on that this build has not.
#[cfg(not(feature = "matrix"))]
const NO_MATRIX: &str = "bot.toml has [network.matrix], but this build of convene has no Matrix: build it with \
    `cargo build --release --features matrix`, or set `enabled = false` in that section";

/// The networks that are switched on.
pub(crate) fn configured(config: &Config) -> anyhow::Result<Vec<Arc<dyn Network>>> {
    let mut networks = Vec::new();
    if let Some(settings) = matrix_settings(config) {
        networks.push(matrix(config, settings)?);
    }
    Ok(networks)
}

/// The settings of Matrix, where it is switched on.
fn matrix_settings(config: &Config) -> Option<&Matrix> {
    config.network.matrix.as_ref().filter(|matrix| matrix.enabled)
}

#[cfg(not(feature = "matrix"))]
fn matrix(_config: &Config, _settings: &Matrix) -> anyhow::Result<Arc<dyn Network>> {
    anyhow::bail!(NO_MATRIX)
}

#[cfg(feature = "matrix")]
fn matrix(config: &Config, settings: &Matrix) -> anyhow::Result<Arc<dyn Network>> {
    let settings = self::settings(config, settings)?;
    Ok(Arc::new(convene::network::matrix::Matrix::new(settings, Arc::new(SystemIds))))
}

/// What `network::matrix` wants to know, from what bot.toml says.
#[cfg(feature = "matrix")]
fn settings(
    config: &Config,
    matrix: &Matrix,
) -> anyhow::Result<convene::network::matrix::Settings> {
    use convene::{config, network::matrix};
    let login = match matrix.login.clone() {
        Some(config::Login::Password(password)) => matrix::Login::Password(password),
        Some(config::Login::Token(token)) => matrix::Login::Token(token),
        None => anyhow::bail!("[network.matrix] names no password_file and no token_file"),
    };
    Ok(matrix::Settings {
        homeserver: matrix.homeserver.clone(),
        user: matrix.user.clone(),
        login,
        folder: matrix.folder.clone(),
        passphrase: matrix.passphrase.clone(),
        recovery_key: matrix.recovery_key_file.clone(),
        name: config.bot.name.clone(),
        allow: matrix.allow.clone(),
        block: matrix.block.clone(),
        verify: matrix.verify.clone(),
        max_file: config.limits.ics_octets,
    })
}

/// Tries each network that is switched on, and says what works.
pub(crate) fn check(config: &Config) -> anyhow::Result<()> {
    configured(config).map(drop)
}

//! The networks of bot.toml. A build may leave one out; its settings are read all the same.

use std::sync::Arc;

use convene::{
    chat::Network,
    clock::Ids,
    config::{Config, Matrix},
};

/// What to do where bot.toml switches a network on that this build has not.
#[cfg(not(feature = "matrix"))]
const NO_MATRIX: &str = "bot.toml has [network.matrix], but this build of convene has no Matrix: build it with \
    `cargo build --release --features matrix`, or set `enabled = false` in that section";

/// The networks that are switched on.
pub(crate) fn configured(
    config: &Config,
    ids: &Arc<dyn Ids>,
) -> anyhow::Result<Vec<Arc<dyn Network>>> {
    let mut networks = Vec::new();
    if let Some(settings) = matrix_settings(config) {
        networks.push(matrix(config, settings, ids)?);
    }
    Ok(networks)
}

/// The Discord of a test, which says where it is by the environment.
#[cfg(all(feature = "discord", feature = "testing"))]
fn stand_in() -> anyhow::Result<Option<convene::network::discord::TestConnection>> {
    let at = crate::environment("CONVENE_DISCORD_AT");
    let Some((at, file)) = at.zip(crate::environment("CONVENE_DISCORD_CERTIFICATE")) else {
        return Ok(None);
    };
    let (address, certificate) = (at.parse()?, std::fs::read_to_string(file)?);
    Ok(Some(convene::network::discord::TestConnection { address, certificate }))
}

#[cfg(all(feature = "discord", not(feature = "testing")))]
fn stand_in() -> anyhow::Result<Option<convene::network::discord::TestConnection>> {
    Ok(None)
}

/// The settings of Matrix, where it is switched on.
fn matrix_settings(config: &Config) -> Option<&Matrix> {
    config.network.matrix.as_ref().filter(|matrix| matrix.enabled)
}

#[cfg(not(feature = "matrix"))]
fn matrix(
    _config: &Config,
    _settings: &Matrix,
    _ids: &Arc<dyn Ids>,
) -> anyhow::Result<Arc<dyn Network>> {
    anyhow::bail!(NO_MATRIX)
}

#[cfg(feature = "matrix")]
fn matrix(
    config: &Config,
    settings: &Matrix,
    ids: &Arc<dyn Ids>,
) -> anyhow::Result<Arc<dyn Network>> {
    let settings = self::settings(config, settings)?;
    Ok(Arc::new(convene::network::matrix::Matrix::new(settings, Arc::clone(ids))))
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
///
/// # Errors
/// Something does not work; it was said.
pub(crate) async fn check(config: &Config) -> anyhow::Result<()> {
    match matrix_settings(config) {
        Some(settings) => check_matrix(config, settings).await,
        None => Ok(()),
    }
}

#[cfg(not(feature = "matrix"))]
fn check_matrix(_config: &Config, _settings: &Matrix) -> std::future::Ready<anyhow::Result<()>> {
    std::future::ready(Err(anyhow::anyhow!(NO_MATRIX)))
}

#[cfg(feature = "matrix")]
async fn check_matrix(config: &Config, settings: &Matrix) -> anyhow::Result<()> {
    let checks = convene::network::matrix::check(&self::settings(config, settings)?).await;
    for check in &checks {
        let mark = if check.ok { "" } else { "\u{2717} " };
        let remedy = check.remedy.as_deref().unwrap_or_default();
        crate::say(format!("Matrix: {mark}{} {remedy}", check.what).trim_end());
    }
    anyhow::ensure!(checks.iter().all(|check| check.ok), "what is marked \u{2717} does not work");
    Ok(())
}

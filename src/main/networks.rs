//! The networks of bot.toml. A build may leave one out; its settings are read all the same.

use std::sync::Arc;

use convene::{
    chat::Network,
    clock::Ids,
    config::{Config, Discord, Matrix},
};

/// What to do where bot.toml switches a network on that this build has not.
#[cfg(not(feature = "discord"))]
const NO_DISCORD: &str = "bot.toml has [network.discord], but this build of convene has no Discord: build it with \
    `cargo build --release --features discord`, or set `enabled = false` in that section";

/// The same for Matrix.
#[cfg(not(feature = "matrix"))]
const NO_MATRIX: &str = "bot.toml has [network.matrix], but this build of convene has no Matrix: build it with \
    `cargo build --release --features matrix`, or set `enabled = false` in that section";

/// The networks that are switched on.
pub(crate) fn configured(
    config: &Config,
    ids: &Arc<dyn Ids>,
) -> anyhow::Result<Vec<Arc<dyn Network>>> {
    let mut networks = Vec::new();
    if let Some(settings) = discord_settings(config) {
        networks.push(discord(config, settings, ids)?);
    }
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
#[expect(clippy::unnecessary_wraps, reason = "the one for tests can fail")]
fn stand_in() -> anyhow::Result<Option<convene::network::discord::TestConnection>> {
    Ok(None)
}

/// The settings of Discord, where it is switched on.
fn discord_settings(config: &Config) -> Option<&Discord> {
    config.network.discord.as_ref().filter(|discord| discord.enabled)
}

#[cfg(not(feature = "discord"))]
fn discord(
    _config: &Config,
    _settings: &Discord,
    _ids: &Arc<dyn Ids>,
) -> anyhow::Result<Arc<dyn Network>> {
    anyhow::bail!(NO_DISCORD)
}

#[cfg(feature = "discord")]
fn discord(
    config: &Config,
    settings: &Discord,
    ids: &Arc<dyn Ids>,
) -> anyhow::Result<Arc<dyn Network>> {
    let settings = settings_of_discord(config, settings)?;
    Ok(Arc::new(convene::network::discord::Discord::new(settings, Arc::clone(ids))?))
}

/// What `network::discord` wants to know, from what bot.toml says.
#[cfg(feature = "discord")]
fn settings_of_discord(
    config: &Config,
    discord: &Discord,
) -> anyhow::Result<convene::network::discord::Settings> {
    use convene::network::discord::{Settings, Shards};
    let Some(token) = discord.token.clone() else {
        anyhow::bail!("[network.discord] names no token_file")
    };
    Ok(Settings {
        token,
        shards: discord.shards.map(|shards| Shards {
            first: shards.first,
            last: shards.last,
            total: shards.total,
        }),
        offers: convene::command::offers(),
        threads: discord.threads,
        events: discord.events,
        reactions: discord.reactions,
        max_file: config.limits.ics_octets,
        connect: stand_in()?,
    })
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
    let settings = settings_of_matrix(config, settings)?;
    Ok(Arc::new(convene::network::matrix::Matrix::new(settings, Arc::clone(ids))))
}

/// What `network::matrix` wants to know, from what bot.toml says.
#[cfg(feature = "matrix")]
fn settings_of_matrix(
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
    let discord = match discord_settings(config) {
        Some(settings) => check_discord(config, settings).await,
        None => Ok(()),
    };
    match matrix_settings(config) {
        Some(settings) => discord.and(check_matrix(config, settings).await),
        None => discord,
    }
}

#[cfg(not(feature = "discord"))]
fn check_discord(_config: &Config, _settings: &Discord) -> std::future::Ready<anyhow::Result<()>> {
    std::future::ready(Err(anyhow::anyhow!(NO_DISCORD)))
}

#[cfg(feature = "discord")]
async fn check_discord(config: &Config, settings: &Discord) -> anyhow::Result<()> {
    let settings = settings_of_discord(config, settings)?;
    tell("Discord", &convene::network::discord::check(&settings).await)
}

#[cfg(not(feature = "matrix"))]
fn check_matrix(_config: &Config, _settings: &Matrix) -> std::future::Ready<anyhow::Result<()>> {
    std::future::ready(Err(anyhow::anyhow!(NO_MATRIX)))
}

#[cfg(feature = "matrix")]
async fn check_matrix(config: &Config, settings: &Matrix) -> anyhow::Result<()> {
    tell("Matrix", &convene::network::matrix::check(&settings_of_matrix(config, settings)?).await)
}

/// Says what was found on a network.
#[cfg(any(feature = "discord", feature = "matrix"))]
fn tell(network: &str, checks: &[convene::network::Check]) -> anyhow::Result<()> {
    for check in checks {
        let mark = if check.ok { "" } else { "\u{2717} " };
        let remedy = check.remedy.as_deref().unwrap_or_default();
        crate::say(format!("{network}: {mark}{} {remedy}", check.what).trim_end());
    }
    anyhow::ensure!(checks.iter().all(|check| check.ok), "what is marked \u{2717} does not work");
    Ok(())
}

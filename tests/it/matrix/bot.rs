//! The bot with an account on the homeserver.

use std::{
    ops::{Deref, DerefMut},
    path::PathBuf,
};

use super::{
    homeserver::Homeserver,
    people::{PASSWORD, SERVER},
};

/// The first part of its account.
pub(super) const NAME: &str = "convene";

/// The bot, running or not.
#[derive(Debug)]
pub(super) struct Bot {
    program: crate::bot::Bot,
    /// Its account.
    pub(super) id: String,
}

impl Bot {
    /// Writes its settings; it has to be started. `more` is what stands in `[network.matrix]` beside what it needs, and
    /// after it; `files` and `environment` are what that needs.
    pub(super) fn new(
        homeserver: &Homeserver,
        more: &str,
        files: &[(&str, &str)],
        environment: &[(&str, &str)],
    ) -> Self {
        let settings = format!(
            "[store]\nurl = \"sqlite:convene.db\"\n\n[network.matrix]\nhomeserver = \"{}\"\nuser = \"{NAME}\"\n\
             password_file = \"password\"\nfolder = \"matrix\"\nrecovery_key_file = \"recovery-key\"\n{more}\n",
            homeserver.url(),
        );
        let own = [("bot.toml", &*settings), ("password", PASSWORD)];
        let files = [&own, files].concat();
        Self { program: crate::bot::Bot::new(&files, environment), id: format!("@{NAME}:{SERVER}") }
    }

    /// The folder with its session and its keys.
    pub(super) fn keys(&self) -> PathBuf {
        self.file("matrix")
    }
}

impl Deref for Bot {
    type Target = crate::bot::Bot;

    fn deref(&self) -> &Self::Target {
        &self.program
    }
}

impl DerefMut for Bot {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.program
    }
}

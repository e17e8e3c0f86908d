//! The bot with a token, before the fake.

use super::fake::{Fake, TOKEN};
use crate::bot::Bot;

/// A bot for a fake, which has to be started. `more` is what stands in `[network.discord]` beside what it needs.
pub(super) fn bot(fake: &Fake, more: &str) -> Bot {
    let settings = format!(
        "[bot]\nzone = \"Europe/Berlin\"\n\n[store]\nurl = \"sqlite:convene.db\"\n\n\
         [network.discord]\ntoken_file = \"token\"\n{more}\n"
    );
    let files =
        [("bot.toml", &*settings), ("token", TOKEN), ("certificate.pem", &*fake.certificate)];
    let address = fake.address.to_string();
    let at =
        [("CONVENE_DISCORD_AT", &*address), ("CONVENE_DISCORD_CERTIFICATE", "certificate.pem")];
    Bot::new(&files, &at)
}

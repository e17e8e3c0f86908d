//! Forms: what a network's own commands and windows ask, and what is done once they are filled in.

use super::{Call, Done, find_command, run};
use crate::{chat::Filled, view::Problem};

/// Does what a form is for, by the line that somebody would have typed.
pub async fn filled(call: &mut Call<'_>, filled: &Filled) -> Done {
    let spec = find_command(&filled.form).ok_or(Problem::StaleControl)?;
    let values: Vec<_> = filled.values.iter().map(|(_, value)| value.as_str()).collect();
    run(call, spec, &values.join(" ")).await
}

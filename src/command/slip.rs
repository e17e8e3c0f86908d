//! A slip in the name of a command, in a line that would make a meeting: `mvoe tea 16:00`.

use super::{Call, Done, help, nearest, parse};

/// Refuses a line whose first word is nearly a command's, where what follows names a meeting of this room. A title that
/// begins so all the same is written with a capital, or after `new`.
pub(super) async fn check(call: &mut Call<'_>, line: &str) -> Done {
    let (word, rest) = parse::split_word(line);
    let is_slip = word.starts_with(char::is_lowercase) && nearest(word).is_some();
    // "weekly sync fri 15:00" is one more meeting of that name.
    if is_slip
        && call.begins_with_a_meeting(rest).await?
        && !call.begins_with_a_meeting(line).await?
    {
        return Err(help::unknown(word).into());
    }
    Ok(())
}

//! Slips of the keyboard.

/// Whether a word becomes another by this many slips or fewer, and is not the same.
pub(super) fn near(word: &str, other: &str, slips: usize) -> bool {
    let (length, other_length) = (word.chars().count(), other.chars().count());
    // One slip puts in or takes out one letter, or one for another: most words are told apart without looking closer.
    let letters = (letters(word) ^ letters(other)).count_ones() as usize;
    length.abs_diff(other_length) <= slips
        && letters <= 2 * slips
        && (1..=slips).contains(&strsim::osa_distance(word, other))
}

/// Which letters there are, as bits that some letters share.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_more_or_less_or_another_or_two_in_each_others_place_are_one_slip() {
        for slip in ["tusday", "tuesdday", "tuexday", "teusday", "tuésday"] {
            assert!(near(slip, "tuesday", 1), "{slip}");
        }
        assert!(!near("tuesday", "tuesday", 1));
        assert!(!near("teusdai", "tuesday", 1));
        assert!(near("teusdai", "tuesday", 2));
    }
}

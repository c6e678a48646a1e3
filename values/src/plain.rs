//! Letters without their accents.

use unicode_normalization::UnicodeNormalization;

/// The capital of a letter, without accents (Unicode's canonical decomposition): `ŵ` gives `W`. What isn't a letter of
/// the Latin alphabet even so stays as it is.
pub fn plain_capital(letter: char) -> char {
    let bare = std::iter::once(letter).nfd().next();
    bare.unwrap_or(letter).to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_taken_off() {
        for (letter, plain) in [
            ('a', 'A'),
            ('Z', 'Z'),
            ('ŵ', 'W'),
            ('Ŷ', 'Y'),
            ('á', 'A'),
            ('ï', 'I'),
            ('ç', 'C'),
            ('Å', 'A'),
            ('ñ', 'N'),
            ('7', '7'),
            ('ø', 'ø'),
            ('漢', '漢'),
        ] {
            assert_eq!(plain_capital(letter), plain, "{letter}");
        }
    }
}

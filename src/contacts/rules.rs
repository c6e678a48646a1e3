//! What the name of a contact may be.

use crate::values::Refusal;
use crate::values::text::words;
use crate::words::text;

/// The longest name, in characters.
pub const NAME_MAX: usize = 100;

/// A name, its spaces put in order.
///
/// # Errors
/// There is none, or it is longer than [`NAME_MAX`].
pub fn name(typed: &str) -> Result<String, Refusal> {
    let name = words(typed);
    if name.is_empty() || name.chars().count() > NAME_MAX {
        return Err(Refusal::new(
            text!("contacts-name-wrong"),
            text!("contacts-name-help", most = NAME_MAX),
        ));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_there_and_not_too_long() {
        assert_eq!(name("  Sara   Lloyd "), Ok("Sara Lloyd".to_owned()));
        assert!(name(" ").is_err() && name(&"é".repeat(NAME_MAX + 1)).is_err());
        assert!(name(&"é".repeat(NAME_MAX)).is_ok());
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(typed in any::<String>()) {
            if let Ok(name) = name(&typed) {
                prop_assert!(!name.is_empty() && name.chars().count() <= NAME_MAX);
            }
        }
    }
}

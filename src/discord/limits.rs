//! Discord's limits, each a named constant with its source.
//!
//! Sources are pages of Discord's documentation (`developers/…`). Lengths are counted in UTF-16 units: the pages only
//! say "characters", and no other way of counting gives more.

/// Content of a message (resources/message, "Create Message").
pub const CONTENT: usize = 2000;
/// Title of an embed (resources/message, "Embed Limits").
pub const EMBED_TITLE: usize = 256;
/// Description of an embed (resources/message, "Embed Limits").
pub const EMBED_DESCRIPTION: usize = 4096;
/// Fields of an embed (resources/message, "Embed Limits").
pub const EMBED_FIELDS: usize = 25;
/// Name of a field (resources/message, "Embed Limits").
pub const FIELD_NAME: usize = 256;
/// Value of a field (resources/message, "Embed Limits").
pub const FIELD_VALUE: usize = 1024;
/// Text of a footer (resources/message, "Embed Limits").
pub const FOOTER: usize = 2048;
/// All text of all embeds of a message (resources/message, "Embed Limits").
pub const EMBEDS_TOTAL: usize = 6000;
/// Embeds of a message (resources/message, "Create Message").
pub const EMBEDS: usize = 10;
/// A file (resources/message, "Uploading Files"): 10 MiB.
pub const FILE_BYTES: usize = 10 * 1024 * 1024;
/// Action rows of a message (components/reference, "Action Row").
pub const ROWS: usize = 5;
/// Buttons of a row (components/reference, "Action Row").
pub const BUTTONS: usize = 5;
/// Label of a button (components/reference, "Button").
pub const BUTTON_LABEL: usize = 80;
/// `custom_id` of a component or a form (components/reference, "Custom ID").
pub const CUSTOM_ID: usize = 100;
/// Options of a menu (components/reference, "String Select").
pub const MENU_OPTIONS: usize = 25;
/// Label, value and description of a menu's option (components/reference, "Select Option Structure").
pub const MENU_TEXT: usize = 100;
/// Title of a form (interactions/receiving-and-responding, "Modal").
pub const FORM_TITLE: usize = 45;
/// Inputs of a form (interactions/receiving-and-responding, "Modal").
pub const FORM_INPUTS: usize = 5;
/// Label of a form's input (components/reference, "Text Input").
pub const INPUT_LABEL: usize = 45;
/// Placeholder of a form's input (components/reference, "Text Input").
pub const INPUT_PLACEHOLDER: usize = 100;
/// Text typed into a form's input (components/reference, "Text Input").
pub const INPUT: usize = 4000;
/// Choices that an autocomplete offers (interactions/application-commands, "Autocomplete").
pub const CHOICES: usize = 25;
/// Name and value of a choice (interactions/application-commands, "Option Choice Structure").
pub const CHOICE: usize = 100;
/// Name of a channel, a thread or a forum post (resources/channel).
pub const CHANNEL_NAME: usize = 100;
/// Tags of a forum (resources/channel, `available_tags`).
pub const FORUM_TAGS: usize = 20;
/// Name of a forum's tag (resources/channel, "Forum Tag Structure").
pub const TAG_NAME: usize = 20;
/// Tags of a post (resources/channel, `applied_tags`).
pub const POST_TAGS: usize = 5;
/// Commands registered globally (interactions/application-commands, "Registering a Command").
pub const COMMANDS: usize = 100;
/// Options of a command (interactions/application-commands, "Application Command Structure").
pub const COMMAND_OPTIONS: usize = 25;
/// Description of a command or an option (interactions/application-commands).
pub const COMMAND_DESCRIPTION: usize = 100;
/// Names, descriptions and values of a command in all (interactions/application-commands).
pub const COMMAND_TOTAL: usize = 8000;

/// How long a text is, as Discord may count it.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text, or as much of it as `limit` holds with an ellipsis at its end.
///
/// Never cuts between a backslash and what it escapes, so that escaped text stays escaped.
pub fn cut(text: &str, limit: usize) -> String {
    if length(text) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut left = limit.saturating_sub(1);
    for c in text.chars() {
        if c.len_utf16() > left {
            break;
        }
        left -= c.len_utf16();
        kept.push(c);
    }
    let backslashes = kept.bytes().rev().take_while(|&b| b == b'\\').count();
    if backslashes % 2 == 1 {
        kept.pop();
    }
    if limit > 0 {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_fits_is_left_alone_and_what_does_not_ends_in_an_ellipsis() {
        assert_eq!(cut("coal", 4), "coal");
        assert_eq!(cut("coals", 4), "coa…");
        assert_eq!(cut("🪨🪨🪨", 5), "🪨🪨…");
        assert_eq!(cut(r"ab\*c", 4), "ab…");
        assert_eq!(cut(r"a\\bcd", 4), r"a\\…");
    }

    proptest! {
        #[test]
        fn a_cut_text_fits(text in ".{0,60}", limit in 0usize..40) {
            prop_assert!(length(&cut(&text, limit)) <= limit);
        }
    }
}

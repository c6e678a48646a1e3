//! What a person typed, made harmless where it is shown (design, section 3, rule 9): no formatting, no mention, no link
//! under another text, no text that runs backwards.
//!
//! `allowed_mentions` keeps a message from pinging; this keeps it from looking as if it did.

/// Characters that mean something anywhere in a line of Discord's markdown.
const ANYWHERE: &str = r"\*_~`|<[]";
/// Characters that mean something where a line begins: headings, subtext, lists, quotes.
const AT_LINE_START: &str = "#-+>";

/// The text with everything escaped that Discord's markdown gives a meaning; line breaks are kept.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            escaped.push('\n');
        }
        escape_line(line, &mut escaped);
    }
    escaped
}

/// As [`markdown`], on one line: line breaks become spaces.
pub fn line(text: &str) -> String {
    markdown(&text.replace(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}'], " "))
}

/// The text as it stands in a code block, on one line: nothing there is markdown but the backticks that would end it.
pub fn code(text: &str) -> String {
    text.replace(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}'], " ")
        .chars()
        .filter(|&c| is_shown(c))
        .map(|c| if c == '`' { '\'' } else { c })
        .collect()
}

fn escape_line(line: &str, escaped: &mut String) {
    let line: Vec<char> = line.chars().filter(|&c| is_shown(c)).collect();
    // Up to here the line has spaces, then digits alone.
    let (mut blank, mut digits) = (true, false);
    for (at, &c) in line.iter().enumerate() {
        let special = ANYWHERE.contains(c)
            || (blank && AT_LINE_START.contains(c))
            || (digits && matches!(c, '.' | ')'))
            // Not `https://…`: a link is shown only where griffin means one.
            || (c == ':' && line[at + 1..].starts_with(&['/', '/']));
        if special {
            escaped.push('\\');
        }
        escaped.push(c);
        if c == '@' {
            // There is no escape for @everyone: a zero-width space separates them.
            escaped.push('\u{200b}');
        }
        digits = (blank || digits) && c.is_ascii_digit();
        blank &= c.is_whitespace();
    }
}

/// Whether a character is shown: no control character, nothing that turns or hides what follows.
fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_ends_a_code_block_but_its_end() {
        assert_eq!(code("Depot `2`\nYard *3*\u{202e}"), "Depot '2' Yard *3*");
    }

    #[test]
    fn formatting_mentions_and_links_are_shown_as_typed() {
        assert_eq!(markdown("**House** coal_x"), r"\*\*House\*\* coal\_x");
        assert_eq!(
            markdown("<@1> <@&2> <#3> <t:4:R>"),
            "\\<@\u{200B}1> \\<@\u{200B}&2> \\<#3> \\<t:4:R>"
        );
        assert_eq!(markdown("@everyone"), "@\u{200b}everyone");
        assert_eq!(
            markdown("[bank](https://evil.example)"),
            r"\[bank\](https\://evil.example)"
        );
        assert_eq!(
            markdown("||spoiler|| `code` ~~no~~"),
            r"\|\|spoiler\|\| \`code\` \~\~no\~\~"
        );
    }

    #[test]
    fn a_line_begins_no_heading_list_or_quote() {
        assert_eq!(
            markdown("# a\n- b\n  > c\n1. d\n-# e\n+ f"),
            "\\# a\n\\- b\n  \\> c\n1\\. d\n\\-# e\n\\+ f"
        );
        assert_eq!(markdown("2027-01 > 1.5 + #2"), "2027-01 > 1.5 + #2");
        assert_eq!(line("a\n# b\r\nc"), "a # b  c");
    }

    #[test]
    fn text_that_runs_backwards_or_hides_is_dropped() {
        assert_eq!(markdown("a\u{202e}b\u{0}c\u{200b}d"), "abcd");
    }

    /// What a reader of Discord's markdown sees: a backslash and punctuation is that punctuation.
    fn shown(escaped: &str) -> String {
        let mut shown = String::new();
        let mut chars = escaped.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => shown.extend(chars.next()),
                '\u{200b}' => {}
                _ => shown.push(c),
            }
        }
        shown
    }

    proptest! {
        #[test]
        fn what_is_shown_is_what_was_typed(text in r"[a-z0-9 \\*_~`|<>\[\]()#+@:/.é\n-]{0,40}") {
            prop_assert_eq!(shown(&markdown(&text)), text);
        }

        #[test]
        fn nothing_of_markdown_is_left(text in any::<String>(), link in "(https?|:|/|x|\\\\){0,8}") {
            let text = format!("{text}{link}");
            for line in markdown(&text).split('\n') {
                let mut escaped = false;
                for c in line.chars() {
                    prop_assert!(escaped || c == '\\' || !ANYWHERE.contains(c), "{c} in {line}");
                    escaped = c == '\\' && !escaped;
                }
                prop_assert!(!escaped, "a backslash at the end of {line}");
                let start = line.trim_start().chars().next().unwrap_or('a');
                prop_assert!(!AT_LINE_START.contains(start), "{line}");
                prop_assert!(!line.contains("@everyone") && !line.contains("@here"), "{line}");
                // Where two slashes follow a colon it is escaped: no link, and the colon is shown.
                let linked = line.match_indices("://").any(|(at, _)| !line[..at].ends_with('\\'));
                prop_assert!(!linked, "{line}");
            }
        }
    }
}

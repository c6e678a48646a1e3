//! Fixed-point numbers as people type them, read without floating point or a decimal library:
//! the digits go straight into the integer that is stored.

/// Why a text is not a fixed-point number; the caller turns it into a refusal in its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// Nothing but space.
    Empty,
    /// A minus sign, where none may be.
    Negative,
    /// A comma or space that does not stand before exactly three digits: `1,25` may mean 125 or 1.25.
    Grouping,
    /// More digits after the point than are kept.
    Decimals,
    /// More than the greatest value allowed.
    TooLarge,
    /// Anything else.
    Unreadable,
}

/// Whether a character separates groups of digits or words. Non-breaking and thin spaces come with numbers that are
/// pasted from documents.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{202f}' || c == '\u{2009}' || c == '\u{a0}'
}

/// What follows a number for its zeros: `k` and `thousand` three, `m` and `million` six, `bn` and `billion` nine. The
/// number, and how many.
pub(super) fn times(text: &str) -> (&str, u32) {
    const WORDS: [(&str, u32); 8] = [
        ("thousand", 3),
        ("million", 6),
        ("billion", 9),
        ("mn", 6),
        ("bn", 9),
        ("k", 3),
        ("m", 6),
        ("", 0),
    ];
    WORDS
        .iter()
        .find_map(|(word, zeros)| {
            let at = text.len().checked_sub(word.len())?;
            let (number, last) = text.split_at_checked(at)?;
            let parted = word.is_empty() || !number.ends_with(char::is_alphabetic);
            (parted && last.eq_ignore_ascii_case(word)).then_some((number, *zeros))
        })
        .unwrap_or((text, 0))
}

/// Reads a number that is not negative: digits, thousands separated by commas or single spaces, at most one point.
///
/// The result is in units of 10^-`decimals`, and at most `max` in that unit. `decimals` is at most 18.
pub(super) fn parse(text: &str, decimals: u32, max: i64) -> Result<i64, Problem> {
    let text = text.trim_matches(is_space);
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    if text.starts_with(['-', '−', '–']) {
        return Err(Problem::Negative);
    }
    let (whole, fraction) = match text.split_once('.') {
        Some((_, "")) => return Err(Problem::Unreadable),
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    if !fraction.chars().all(|c| c.is_ascii_digit()) {
        return Err(Problem::Unreadable);
    }
    let whole = ungroup(whole)?;
    if whole.is_empty() && fraction.is_empty() {
        return Err(Problem::Unreadable);
    }
    // Trailing zeros say nothing: `1.5000` has one decimal.
    let fraction = fraction.trim_end_matches('0');
    let kept = u32::try_from(fraction.len()).map_err(|_| Problem::Decimals)?;
    let missing = decimals.checked_sub(kept).ok_or(Problem::Decimals)?;

    let mut value: i64 = 0;
    for digit in whole.chars().chain(fraction.chars()) {
        let digit = digit.to_digit(10).ok_or(Problem::Unreadable)?;
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(i64::from(digit)))
            .ok_or(Problem::TooLarge)?;
    }
    let scale = 10_i64.checked_pow(missing).ok_or(Problem::TooLarge)?;
    let value = value.checked_mul(scale).ok_or(Problem::TooLarge)?;
    if value > max {
        return Err(Problem::TooLarge);
    }
    Ok(value)
}

/// Takes the separators of thousands out, after seeing that each stands where one belongs.
fn ungroup(whole: &str) -> Result<String, Problem> {
    if !whole
        .chars()
        .all(|c| c.is_ascii_digit() || c == ',' || is_space(c))
    {
        return Err(Problem::Unreadable);
    }
    let groups: Vec<&str> = whole.split(|c: char| !c.is_ascii_digit()).collect();
    if let [first, rest @ ..] = groups.as_slice()
        && !rest.is_empty()
        && (first.is_empty() || first.len() > 3 || rest.iter().any(|group| group.len() != 3))
    {
        return Err(Problem::Grouping);
    }
    Ok(groups.concat())
}

/// Writes `value`, in units of 10^-`decimals`, with thousands separated by commas and with between `least` and
/// `decimals` digits after the point. `decimals` is at most 18. The sign is left to the caller.
pub(super) fn show(value: u128, decimals: u32, least: usize) -> String {
    let scale = 10_u128.pow(decimals.min(18));
    let mut text = group(value / scale);
    let width = decimals as usize;
    let fraction = format!("{:0width$}", value % scale);
    let mut kept = if width == 0 { "" } else { fraction.as_str() };
    while kept.len() > least && kept.ends_with('0') {
        kept = &kept[..kept.len() - 1];
    }
    if !kept.is_empty() {
        text.push('.');
        text.push_str(kept);
    }
    text
}

/// Writes a whole number with a comma before every third digit from the right.
fn group(whole: u128) -> String {
    let digits = whole.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        for (text, thousandths) in [
            ("0", 0),
            ("1250", 1_250_000),
            ("1,250.5", 1_250_500),
            ("1 250.5", 1_250_500),
            ("1\u{a0}250", 1_250_000),
            (".5", 500),
            (" 7.125 ", 7_125),
            ("7.1250000", 7_125),
            ("007", 7_000),
        ] {
            assert_eq!(parse(text, 3, i64::MAX), Ok(thousandths), "{text}");
        }
    }

    #[test]
    fn refuses_what_could_mean_something_else() {
        for (text, problem) in [
            ("", Problem::Empty),
            ("  ", Problem::Empty),
            ("-1", Problem::Negative),
            ("−1", Problem::Negative),
            ("1,25", Problem::Grouping),
            ("1,2500", Problem::Grouping),
            (",250", Problem::Grouping),
            ("1250,000", Problem::Grouping),
            ("1, 250", Problem::Grouping),
            ("1.2345", Problem::Decimals),
            ("5.", Problem::Unreadable),
            (".", Problem::Unreadable),
            ("1.2.3", Problem::Unreadable),
            ("1e9", Problem::Unreadable),
            ("٣", Problem::Unreadable),
            ("9999999999999999999", Problem::TooLarge),
        ] {
            assert_eq!(parse(text, 3, i64::MAX), Err(problem), "{text}");
        }
        assert_eq!(parse("10", 3, 9_999), Err(Problem::TooLarge));
    }

    #[test]
    fn writes_thousands_and_no_more_zeros_than_asked() {
        assert_eq!(show(1_250_500, 3, 0), "1,250.5");
        assert_eq!(show(1_000_000, 3, 0), "1,000");
        assert_eq!(show(1_000_000, 3, 2), "1,000.00");
        assert_eq!(show(7, 0, 0), "7");
        assert_eq!(show(5, 3, 0), "0.005");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in 0..=i64::MAX, decimals in 0_u32..=7, least in 0_usize..=2) {
            let text = show(value.unsigned_abs().into(), decimals, least);
            prop_assert_eq!(parse(&text, decimals, i64::MAX), Ok(value));
        }

        #[test]
        fn no_text_panics(text in any::<String>(), digits in "[0-9 ,.k-]{0,40}") {
            let _ = parse(&text, 3, i64::MAX);
            let _ = parse(&digits, 4, 1_000);
        }
    }
}

//! One word to the number it spells.

/// What a word can be read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Unmistakably a code: `0x...`, `...h`, a signed HRESULT. Two in one word: `0x904_0x7`.
    Plain { number: u32, extended: Option<u32> },
    /// A bare number, decimal or hexadecimal or either.
    Bare { decimal: Option<u32>, hex: Option<u32> },
    /// A code with a character that no code has; what it may have been, the likeliest first.
    Damaged(Vec<u32>),
}

/// Reads a folded word, given what stands before it (for the sign).
pub(super) fn read(word: &str, before: &str) -> Option<Reading> {
    if let Some((first, second)) = word.split_once('_') {
        return Some(Reading::Plain {
            number: hex_digits(first.strip_prefix("0x")?)?,
            extended: Some(hex_digits(second.strip_prefix("0x")?)?),
        });
    }
    if let Some(number) = word.strip_prefix("0x").and_then(hex_digits) {
        return Some(Reading::Plain { number, extended: None });
    }
    if let Some(digits) = word.strip_prefix("0x").or_else(|| word.strip_prefix("ox")) {
        return damaged(digits);
    }
    if let Some(number) = word.strip_suffix('h').filter(|w| w.len() > 2).and_then(hex_digits) {
        return Some(Reading::Plain { number, extended: None });
    }
    if let Some(number) = signed(word, before) {
        return Some(Reading::Plain { number, extended: None });
    }
    let decimal = word.parse::<u32>().ok().filter(|_| !word.starts_with('0'));
    let letters = word.contains(|c: char| c.is_ascii_alphabetic());
    let hex = hex_digits(word).filter(|_| word.len() >= 3 && (letters || word.len() <= 4 || word.len() == 8));
    (decimal.is_some() || hex.is_some()).then_some(Reading::Bare { decimal, hex })
}

/// Numbers one slip away: digits swapped, one too many, one missing, one wrong.
pub(super) fn slips(number: u32) -> impl Iterator<Item = u32> {
    let digits = digits(number);
    let n = digits.len();
    let swapped = {
        let d = digits.clone();
        (1..n).map(move |i| {
            let mut d = d.clone();
            d.swap(i - 1, i);
            d
        })
    };
    let missing = {
        let d = digits.clone();
        (0..=n).flat_map(move |i| {
            let d = d.clone();
            (0..16).map(move |v| {
                let mut d = d.clone();
                d.insert(i, v);
                d
            })
        })
    };
    let wrong = (0..n).flat_map(move |i| {
        let d = digits.clone();
        (0..16).map(move |v| {
            let mut d = d.clone();
            d[i] = v;
            d
        })
    });
    swapped
        .filter_map(|d| value(&d))
        .chain(shorter(number))
        .chain(wrong.filter_map(|d| value(&d)))
        .chain(missing.filter_map(|d| value(&d)))
}

/// Numbers that the digits give when one of them is left out, the last first.
pub(super) fn shorter(number: u32) -> impl Iterator<Item = u32> {
    let digits = digits(number);
    (0..digits.len()).rev().filter_map(move |i| {
        let mut rest = digits.clone();
        rest.remove(i);
        value(&rest).filter(|_| digits.len() > 3)
    })
}

/// Numbers whose last hexadecimal digit could not be read.
pub(super) fn with_one_more_digit(number: u32) -> Vec<u32> {
    number.checked_mul(16).map_or_else(Vec::new, |n| (n..n + 16).collect())
}

/// Hexadecimal digits, leading zeros allowed, 64 bits when they only extend the sign.
fn hex_digits(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 16 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let wide = u64::from_str_radix(text, 16).ok()?;
    let sign_extended = text.len() == 16 && wide >> 31 == 0x1_ffff_ffff;
    u32::try_from(if sign_extended { wide & 0xffff_ffff } else { wide }).ok()
}

/// `-2146893054`, the way .NET and the event log print an HRESULT; a hyphen between words is no sign.
fn signed(word: &str, before: &str) -> Option<u32> {
    let rest = before.strip_suffix('-')?;
    if word.len() < 9 || rest.ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let value = word.parse::<i64>().ok()?;
    i32::try_from(-value).ok().map(i32::cast_unsigned)
}

/// Digits with characters among them that are none: an `O` for 0, an `l` for 1, an `x` or `?` for anything.
fn damaged(digits: &str) -> Option<Reading> {
    let plausible = (2..=9).contains(&digits.chars().count())
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, 'o' | 'l' | 'i' | 's' | 'x' | '?'));
    if !plausible {
        return digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| Reading::Damaged(Vec::new()));
    }
    let fixed: String = digits
        .chars()
        .map(|c| match c {
            'o' => '0',
            'l' | 'i' => '1',
            's' => '5',
            c => c,
        })
        .collect();
    let open: Vec<usize> = fixed.match_indices(['x', '?']).map(|(i, _)| i).collect();
    let numbers = match open[..] {
        [] => hex_digits(&fixed).map_or_else(|| without_one_digit(&fixed), |n| vec![n]),
        [at] => "0123456789abcdef"
            .chars()
            .filter_map(|c| hex_digits(&format!("{}{c}{}", &fixed[..at], &fixed[at + 1..])))
            .collect(),
        _ => Vec::new(),
    };
    Some(Reading::Damaged(numbers))
}

/// What a spelling with nine digits may have been.
fn without_one_digit(digits: &str) -> Vec<u32> {
    (0..digits.len())
        .rev()
        .filter_map(|i| hex_digits(&format!("{}{}", &digits[..i], &digits[i + 1..])))
        .collect()
}

fn digits(number: u32) -> Vec<u8> {
    format!("{number:x}")
        .chars()
        .filter_map(|c| c.to_digit(16))
        .filter_map(|d| u8::try_from(d).ok())
        .collect()
}

fn value(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |sum, d| sum.checked_mul(16)?.checked_add(u32::from(*d)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn plain(number: u32) -> Reading {
        Reading::Plain { number, extended: None }
    }

    #[test]
    fn every_spelling_of_a_number() {
        for word in ["0xc07", "0x00000c07", "0x0000000000000c07", "c07h"] {
            assert_eq!(read(word, " "), Some(plain(0xc07)), "{word}");
        }
        assert_eq!(read("0xffffffff80090302", ""), Some(plain(0x8009_0302)));
        assert_eq!(read("2146893054", " -"), Some(plain(0x8009_0302)));
        assert_eq!(read("3079", ""), Some(Reading::Bare { decimal: Some(3079), hex: Some(0x3079) }));
        assert_eq!(read("c07", ""), Some(Reading::Bare { decimal: None, hex: Some(0xc07) }));
        assert_eq!(read("0x904_0x7", ""), Some(Reading::Plain { number: 0x904, extended: Some(7) }));
    }

    #[test]
    fn what_is_too_long_is_no_number() {
        assert_eq!(read(&"9".repeat(64), ""), None);
        assert_eq!(read("2146893054", "x-"), Some(Reading::Bare { decimal: Some(2_146_893_054), hex: None }));
    }

    #[test]
    fn damage_is_never_a_fact() {
        assert_eq!(read("0xco7", ""), Some(Reading::Damaged(vec![0xc07])));
        assert_eq!(read("ox904", ""), Some(Reading::Damaged(vec![0x904])));
        let Some(Reading::Damaged(numbers)) = read("0x90x", "") else { panic!("a damaged code") };
        assert!(numbers.contains(&0x904) && numbers.len() == 16);
    }

    #[test]
    fn slips_are_swapped_missing_wrong_and_surplus_digits() {
        for slip in [0x940, 0x94, 0x9044, 0x905] {
            assert!(slips(slip).any(|n| n == 0x904), "{slip:x}");
        }
        assert!(slips(u32::MAX).count() > 0 && slips(0).count() > 0);
    }
}

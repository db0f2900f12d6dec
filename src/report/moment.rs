//! Moments in UTC, as reports write them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAY: i64 = 86_400;

/// The day of a moment in Unix seconds: `2026-11-29`. Years beyond four digits are cut to the range that has them.
pub fn day(unix: i64) -> String {
    let (year, month, day) = civil(unix.clamp(-62_167_219_200, 253_402_300_799).div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// A moment to the second (RFC 3339): `2026-11-29T10:15:00Z`.
pub fn rfc3339(moment: SystemTime) -> String {
    let unix = unix(moment);
    let second = unix.rem_euclid(DAY);
    format!("{}T{:02}:{:02}:{:02}Z", day(unix), second / 3600, second / 60 % 60, second % 60)
}

/// A moment in Unix seconds; before 1970 they are negative.
pub fn unix(moment: SystemTime) -> i64 {
    let whole = |since: Duration| i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    moment.duration_since(UNIX_EPOCH).map_or_else(|before| -whole(before.duration()), whole)
}

/// Year, month and day of a day since 1970 in the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level
/// Date Algorithms", `civil_from_days`): years begin in March, so that the leap day is the last one.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (unix, expected) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (951_782_400, "2000-02-29"),
            (1_583_020_799, "2020-02-29"),
            (1_795_910_400, "2026-11-29"),
            (4_107_542_400, "2100-03-01"),
            (i64::MAX, "9999-12-31"),
            (i64::MIN, "0000-01-01"),
        ] {
            assert_eq!(day(unix), expected, "{unix}");
        }
    }

    #[test]
    fn a_moment_is_written_to_the_second() {
        assert_eq!(rfc3339(UNIX_EPOCH + Duration::from_secs(1_795_947_299)), "2026-11-29T10:14:59Z");
        assert_eq!(rfc3339(UNIX_EPOCH - Duration::from_secs(1)), "1969-12-31T23:59:59Z");
    }
}

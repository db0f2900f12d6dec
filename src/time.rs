//! Points in time as they are written: UTC, RFC 3339, to the second.
//!
//! Times inform people and decide nothing but whether a temporary change is overdue. Those that this program writes
//! sort as text; those of a file that anybody may have edited are read back by [`unix`].

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_OF_A_DAY: u64 = 86_400;

/// The first second of the year 1.
const FIRST_SECOND: i64 = -62_135_596_800;

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;

/// The clock of a run, handed in so that a test can set it.
pub type Clock = fn() -> SystemTime;

/// The clock of this computer.
#[expect(clippy::disallowed_methods, reason = "sessions and the ledger say when something was told")]
pub fn now() -> SystemTime {
    SystemTime::now()
}

/// A point in time as `2026-11-29T10:15:00Z`. Before 1970 it is 1970: such a clock is not set at all.
pub fn rfc3339(time: SystemTime) -> String {
    let [year, month, day, hour, minute, second] = parts(time);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The same without anything but digits, as it begins the id of a session: `20261129-101500`.
pub fn compact(time: SystemTime) -> String {
    let [year, month, day, hour, minute, second] = parts(time);
    format!("{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}")
}

/// The same as people read it: `2026-11-29 10:15 UTC`. What is no such time comes back as it is.
pub fn for_people(time: &str) -> String {
    match (time.get(..10), time.get(10..11), time.get(11..16)) {
        (Some(day), Some("T"), Some(clock)) => format!("{day} {clock} UTC"),
        _ => time.to_owned(),
    }
}

/// The day of a number of Unix seconds: `2026-11-29`. What is before the year 1 or after 9999 is the nearest day in
/// between.
pub fn day(unix: i64) -> String {
    let days = unix.clamp(FIRST_SECOND, LAST_SECOND).div_euclid(SECONDS_OF_A_DAY.cast_signed());
    let (year, month, day) = from_march((days + DAYS_TO_1970).cast_unsigned());
    format!("{year:04}-{month:02}-{day:02}")
}

fn parts(time: SystemTime) -> [u64; 6] {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, rest) = (seconds / SECONDS_OF_A_DAY, seconds % SECONDS_OF_A_DAY);
    let (year, month, day) = civil(days);
    [year, month, day, rest / 3600, rest / 60 % 60, rest % 60]
}

/// Year, month and day of a number of days since 1970-01-01.
const fn civil(days: u64) -> (u64, u64, u64) {
    from_march(days + DAYS_TO_1970.cast_unsigned())
}

/// Year, month and day of a number of days since 0000-03-01, by the Gregorian calendar: `civil_from_days` of
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". A crate for this one sum would bring time
/// zones and parsers that nothing here needs.
const fn from_march(days: u64) -> (u64, u64, u64) {
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// The Unix seconds of a point in time after RFC 3339, in UTC or with an offset; `None` for anything else.
pub fn unix(time: &str) -> Option<i64> {
    let (date, clock) = (time.get(..10)?, time.get(11..19)?);
    let separator = matches!(time.as_bytes()[10], b'T' | b't' | b' ');
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    let rest = time.get(19..)?;
    let zone =
        rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let in_range =
        (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    (separator && in_range).then_some(())?;
    let days = days_of(year, month, day);
    Some(days * 86_400 + hour * 3600 + minute * 60 + second - offset(zone)?)
}

/// Numbers of so many digits each, with a separator between.
fn numbers(text: &str, separator: char, digits: [usize; 3]) -> Option<[i64; 3]> {
    let mut parts = text.split(separator);
    let mut next = |digits| {
        let part = parts.next().filter(|part| part.len() == digits)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten()
    };
    Some([next(digits[0])?, next(digits[1])?, next(digits[2])?])
}

/// The seconds by which a zone is before UTC: of `Z`, `+02:00` or `-05:30`.
fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("Z") {
        return Some(0);
    }
    let sign = match zone.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let [hours, minutes, _] = numbers(&format!("{}:00", zone.get(1..)?), ':', [2, 2, 2])?;
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Days from 1970-01-01 to a date: `days_from_civil` of the same paper as `civil`.
pub const fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    era * 146_097 + of_era - DAYS_TO_1970
}

/// A point in time so much later.
pub fn after(time: SystemTime, span: Duration) -> SystemTime {
    time.checked_add(span).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn days_that_calendars_get_wrong() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_164_800, "2024-02-29T00:00:00Z"),
            (1_767_225_599, "2025-12-31T23:59:59Z"),
            (1_795_947_300, "2026-11-29T10:15:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(rfc3339(at(seconds)), text);
        }
        assert_eq!(compact(at(1_795_947_300)), "20261129-101500");
    }

    #[test]
    fn a_clock_before_its_beginning_stands_at_it() {
        assert_eq!(rfc3339(UNIX_EPOCH - Duration::from_secs(5)), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn a_day_beyond_the_calendar_is_its_nearest() {
        assert_eq!(day(1_795_910_400), "2026-11-29");
        assert_eq!((day(i64::MIN).as_str(), day(i64::MAX).as_str()), ("0001-01-01", "9999-12-31"));
        assert_eq!((day(-1).as_str(), day(-562_939_200).as_str()), ("1969-12-31", "1952-02-29"));
        for (year, month, date) in [(1, 1, 1), (1952, 2, 29), (1970, 1, 1), (2000, 3, 1), (9999, 12, 31)] {
            assert_eq!(day(days_of(year, month, date) * 86_400), format!("{year:04}-{month:02}-{date:02}"));
        }
    }

    /// Every day for four hundred years is the one after the day before it.
    #[test]
    fn no_day_is_left_out() {
        let mut before = civil(0);
        for days in 1..146_097 {
            let (year, month, day) = civil(days);
            let next = match before {
                (y, m, d) if (y, m, d + 1) == (year, month, day) => true,
                (y, 12, 31) => (year, month, day) == (y + 1, 1, 1),
                (y, m, d) => (year, month, day) == (y, m + 1, 1) && d >= 28,
            };
            assert!(next, "{before:?} is followed by {year}-{month}-{day}");
            before = (year, month, day);
        }
        assert_eq!(before, (2369, 12, 31));
    }

    #[test]
    fn what_is_written_is_read_back_and_nonsense_is_not() {
        for seconds in (0..LAST_SECOND.cast_unsigned()).step_by(86_400 * 97 + 12_345) {
            assert_eq!(unix(&rfc3339(at(seconds))), Some(seconds.cast_signed()));
        }
        let utc = unix("2026-11-29T10:15:00Z");
        for same in ["2026-11-29T12:15:00+02:00", "2026-11-29t04:45:00.25-05:30", "2026-11-30 00:15:00+14:00"]
        {
            assert_eq!(unix(same), utc, "{same}");
        }
        for none in
            ["", "zzz", "2026-11-29", "2026-13-29T10:15:00Z", "2026-11-29T10:15:00", "2026-11-29T24:15:00Z"]
        {
            assert_eq!(unix(none), None, "{none}");
        }
        assert_eq!(unix("2026-11-29T10:15:00+2:00"), None);
        assert_eq!(unix("\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}T10:15:00Z"), None);
    }

    #[test]
    fn people_read_it_without_the_letters() {
        assert_eq!(for_people("2026-11-29T10:15:00Z"), "2026-11-29 10:15 UTC");
        assert_eq!(for_people("soon"), "soon");
    }
}

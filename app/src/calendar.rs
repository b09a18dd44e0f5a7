//! Instants as people read them, in UTC: the same text on the server and in the browser.

use crate::text::{fill, plural, t};

/// Microseconds of a day.
const DAY: i64 = 86_400 * 1_000_000;
const MONTHS: [&str; 12] = [
    t("Jan"),
    t("Feb"),
    t("Mar"),
    t("Apr"),
    t("May"),
    t("Jun"),
    t("Jul"),
    t("Aug"),
    t("Sep"),
    t("Oct"),
    t("Nov"),
    t("Dec"),
];

/// Year, month and day of a number of days since 1970-01-01, in the proleptic Gregorian calendar
/// (Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Days since 1970-01-01 (the same source, `days_from_civil`).
#[cfg(any(test, feature = "ssr"))]
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn of_day(at: i64) -> (i64, i64) {
    let minutes = at.rem_euclid(DAY) / 60_000_000;
    (minutes / 60, minutes % 60)
}

/// A day, such as `4 Nov 2025`.
pub fn date(at: i64) -> String {
    let (year, month, day) = civil(at.div_euclid(DAY));
    let name = usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
    fill("{day} {month} {year}", &[("day", &day.to_string()), ("month", name), ("year", &year.to_string())])
}

/// A minute, such as `4 Nov 2025, 09:05 UTC`.
pub fn minute(at: i64) -> String {
    let (hour, minute) = of_day(at);
    fill("{date}, {time} UTC", &[("date", &date(at)), ("time", &format!("{hour:02}:{minute:02}"))])
}

/// The last day of what ends at this instant: what ends with a day ends as the next one begins.
#[cfg(any(test, feature = "ssr"))]
pub fn last_day(at: i64) -> String {
    date(at - 1)
}

/// A minute as somebody's clock shows it, so many minutes behind UTC: `4 Nov 2025, 10:05 your time`.
#[cfg(any(test, feature = "hydrate"))]
pub fn local(at: i64, behind: i64) -> String {
    let here = at - behind * 60_000_000;
    let (hour, minute) = of_day(here);
    fill("{date}, {time} your time", &[("date", &date(here)), ("time", &format!("{hour:02}:{minute:02}"))])
}

/// For programs: RFC 3339 to the second.
pub fn machine(at: i64) -> String {
    let (year, month, day) = civil(at.div_euclid(DAY));
    let (hour, minute) = of_day(at);
    let second = at.rem_euclid(60_000_000) / 1_000_000;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// How long ago, or how soon, in one unit: `3 minutes ago`, `in 5 days`.
pub fn relative(at: i64, now: i64) -> String {
    let (seconds, past) = ((now - at).unsigned_abs() / 1_000_000, at <= now);
    let rounded = |unit: u64| usize::try_from(((seconds + unit / 2) / unit).max(1)).unwrap_or(usize::MAX);
    match (seconds, past) {
        (0..45, _) => t("just now").to_owned(),
        (45..3_570, true) => plural(rounded(60), "1 minute ago", "{n} minutes ago"),
        (45..3_570, false) => plural(rounded(60), "in 1 minute", "in {n} minutes"),
        (3_570..84_600, true) => plural(rounded(3_600), "1 hour ago", "{n} hours ago"),
        (3_570..84_600, false) => plural(rounded(3_600), "in 1 hour", "in {n} hours"),
        (84_600..2_548_800, true) => plural(rounded(86_400), "1 day ago", "{n} days ago"),
        (84_600..2_548_800, false) => plural(rounded(86_400), "in 1 day", "in {n} days"),
        (2_548_800..31_320_000, true) => plural(rounded(2_630_000), "1 month ago", "{n} months ago"),
        (2_548_800..31_320_000, false) => plural(rounded(2_630_000), "in 1 month", "in {n} months"),
        (_, true) => plural(rounded(31_557_600), "1 year ago", "{n} years ago"),
        (_, false) => plural(rounded(31_557_600), "in 1 year", "in {n} years"),
    }
}

/// The end of a day written `2025-11-04`.
#[cfg(any(test, feature = "ssr"))]
pub fn end_of_day(text: &str) -> Option<i64> {
    let mut parts = text.trim().splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let number = days(year, month, day);
    // A date that is none, such as 31 February, comes back as another.
    ((1970..=9999).contains(&year) && civil(number) == (year, month, day)).then(|| (number + 1) * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: i64 = 1_762_247_105_000_000;

    #[test]
    fn an_instant_reads_the_same_everywhere() {
        assert_eq!(minute(AT), "4 Nov 2025, 09:05 UTC");
        assert_eq!(machine(AT), "2025-11-04T09:05:05Z");
        assert_eq!(local(AT, -60), "4 Nov 2025, 10:05 your time");
        assert_eq!(local(AT, 600), "3 Nov 2025, 23:05 your time");
        assert_eq!(date(0), "1 Jan 1970");
        assert_eq!(date(-DAY), "31 Dec 1969");
        assert_eq!(date(951_782_400_000_000), "29 Feb 2000");
    }

    #[test]
    fn days_and_dates_agree() {
        for number in (-1_000_000..1_000_000).step_by(997) {
            let (year, month, day) = civil(number);
            assert_eq!(days(year, month, day), number);
        }
    }

    #[test]
    fn a_day_ends_when_the_next_begins() {
        assert_eq!(end_of_day("1970-01-01"), Some(DAY));
        assert_eq!(end_of_day("2025-11-04").map(last_day).as_deref(), Some("4 Nov 2025"));
        assert_eq!(last_day(AT), "4 Nov 2025");
        assert_eq!(end_of_day(" 2025-11-04 ").map(machine).as_deref(), Some("2025-11-05T00:00:00Z"));
        for bad in ["", "2025-02-30", "2025-13-01", "4.11.2025", "2025-11", "1890-01-01"] {
            assert_eq!(end_of_day(bad), None, "{bad}");
        }
    }

    #[test]
    fn spans_are_told_in_one_unit() {
        let ago = |seconds: i64| relative(AT - seconds * 1_000_000, AT);
        assert_eq!(ago(10), "just now");
        assert_eq!(ago(60), "1 minute ago");
        assert_eq!(ago(3_600), "1 hour ago");
        assert_eq!(ago(5 * 86_400), "5 days ago");
        assert_eq!(ago(40 * 86_400), "1 month ago");
        assert_eq!(ago(800 * 86_400), "2 years ago");
        assert_eq!(ago(-7 * 86_400), "in 7 days");
    }
}

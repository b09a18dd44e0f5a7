//! Charts, drawn on the server.

mod drawing;

use crate::{calendar, dto::Chart, text::plural};
use drawing::bars;
use store::{Activity, Day};

/// Charts for who runs the console.
pub fn charts(activity: &Activity) -> Vec<Chart> {
    let latency = latency(&activity.decisions);
    vec![
        by_day("Sign-ins", &activity.days, |day| day.sign_ins, &|total, days| {
            let sessions = plural(size(activity.sessions), "{n} session is open", "{n} sessions are open");
            format!("{total} in {days} days; {sessions} now.")
        }),
        by_day("Failed sign-ins", &activity.days, |day| day.failed, &|total, days| format!("{total} in {days} days.")),
        by_day("Refusals", &activity.days, |day| day.refused, &|total, days| {
            format!("{total} changes refused in {days} days.")
        }),
        latency,
    ]
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn by_day(title: &str, days: &[Day], of: fn(&Day) -> u64, summary: &dyn Fn(u64, usize) -> String) -> Chart {
    let rows: Vec<(String, u64)> = days.iter().map(|day| (calendar::date(day.began), of(day))).collect();
    let total = rows.iter().map(|(_, count)| count).sum();
    Chart {
        title: title.to_owned(),
        summary: summary(total, days.len()),
        svg: bars(&rows),
        heads: ("Day".to_owned(), "Number".to_owned()),
        rows,
    }
}

/// Decisions by how long they took, from the quickest class that has any to the slowest.
fn latency(counts: &[u64]) -> Chart {
    let class = |place: usize| match 1_u64 << place {
        micros if micros < 1_000 => format!("{micros} µs"),
        micros => format!("{} ms", micros / 1_000),
    };
    let used = |count: &u64| *count > 0;
    let first = counts.iter().position(used).unwrap_or(0);
    let last = counts.iter().rposition(used).unwrap_or(0);
    let rows: Vec<(String, u64)> = counts
        .iter()
        .enumerate()
        .skip(first)
        .take(last + 1 - first)
        .map(|(place, count)| (class(place), *count))
        .collect();
    let (half, most) = (quantile(counts, 50), quantile(counts, 99));
    Chart {
        title: "Decision latency".to_owned(),
        summary: format!("Half within {}, 99 in 100 within {}, since the start.", class(half), class(most)),
        svg: bars(&rows),
        heads: ("Up to".to_owned(), "Decisions".to_owned()),
        rows,
    }
}

/// The class within which so many of a hundred are.
fn quantile(counts: &[u64], hundredths: u64) -> usize {
    let total: u64 = counts.iter().sum();
    let mut seen = 0;
    counts
        .iter()
        .position(|count| {
            seen += count;
            seen * 100 >= total * hundredths
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{latency, quantile};

    #[test]
    fn half_and_nearly_all_are_found() {
        let counts = [0, 50, 48, 0, 2];
        assert_eq!((quantile(&counts, 50), quantile(&counts, 99)), (1, 4));
        let chart = latency(&counts);
        assert_eq!(chart.summary, "Half within 2 µs, 99 in 100 within 16 µs, since the start.");
        assert_eq!(chart.rows.len(), 4);
        assert_eq!(latency(&[0; 20]).rows.len(), 1);
    }
}

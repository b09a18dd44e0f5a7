//! How long decisions take, counted in classes that double.

use crate::Micros;
use std::sync::atomic::{AtomicU64, Ordering};

/// Classes: up to 1, 2, 4 … microseconds; the last holds everything above half a second too.
pub const CLASSES: usize = 20;

/// Counts of decisions by how long they took, since the start.
#[derive(Debug, Default)]
pub(crate) struct Timings([AtomicU64; CLASSES]);

impl Timings {
    /// Counts one.
    pub fn add(&self, took: Micros) {
        let took = u64::try_from(took).unwrap_or(0).max(1);
        let class = usize::try_from(took.next_power_of_two().trailing_zeros()).unwrap_or(usize::MAX).min(CLASSES - 1);
        if let Some(count) = self.0.get(class) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The counts, from the quickest class.
    pub fn counts(&self) -> Vec<u64> {
        self.0.iter().map(|count| count.load(Ordering::Relaxed)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, Timings};

    #[test]
    fn a_time_is_in_the_class_it_fits() {
        let timings = Timings::default();
        for took in [-5, 0, 1, 2, 3, 4, 100, i64::MAX] {
            timings.add(took);
        }
        let counts = timings.counts();
        assert_eq!(counts.get(..3), Some(&[3, 1, 2][..]));
        assert_eq!((counts.get(7), counts.get(CLASSES - 1)), (Some(&1), Some(&1)));
    }
}

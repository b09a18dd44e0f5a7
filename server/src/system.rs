//! The real clock and the real randomness.

use std::time::{SystemTime, UNIX_EPOCH};
use store::{Clock, IdSource, Micros};

/// The system's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes in")]
    fn now(&self) -> Micros {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Micros::try_from(since.as_micros()).unwrap_or(Micros::MAX)
    }
}

/// The operating system's randomness.
pub struct SystemRandom;

impl IdSource for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // SECURITY: without randomness every token could be guessed; there is nothing sensible to go on with.
            std::process::abort();
        }
    }
}

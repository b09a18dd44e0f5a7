//! Slows guessing down, per (login, address) and per address, so that nobody can lock a named victim out.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::{num::NonZeroU32, time::Duration};

/// Attempts at once for one login from one address; one more every minute.
const PER_LOGIN: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
/// Attempts at once from one address, for whomever; one more every six seconds.
const PER_ADDRESS: NonZeroU32 = NonZeroU32::MIN.saturating_add(99);

/// Counts sign-in attempts.
pub struct Throttle {
    logins: DefaultKeyedRateLimiter<(String, String)>,
    addresses: DefaultKeyedRateLimiter<String>,
}

impl Default for Throttle {
    fn default() -> Self {
        let quota = |burst: NonZeroU32| {
            let window = Duration::from_mins(10);
            Quota::with_period(window / burst.get()).unwrap_or(Quota::per_minute(burst)).allow_burst(burst)
        };
        Self { logins: RateLimiter::keyed(quota(PER_LOGIN)), addresses: RateLimiter::keyed(quota(PER_ADDRESS)) }
    }
}

impl Throttle {
    /// Counts an attempt. `false`: too many, come back in a minute.
    pub fn admit(&self, login: &str, address: &str) -> bool {
        let key = (store::port::fold(login), address.to_owned());
        self.addresses.check_key(&address.to_owned()).is_ok() && self.logins.check_key(&key).is_ok()
    }

    /// Forgets those who have been quiet for long enough; called now and then.
    pub fn tidy(&self) {
        self.logins.retain_recent();
        self.addresses.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_victim_is_not_locked_out_by_somebody_elsewhere() {
        let throttle = Throttle::default();
        let attacker = (0..20).filter(|_| throttle.admit("ana", "10.0.0.1")).count();
        assert_eq!(attacker, 10);
        assert!(throttle.admit("Ana", "10.0.0.2"));
    }

    #[test]
    fn one_address_does_not_try_many_names() {
        let throttle = Throttle::default();
        let tried = (0..300).filter(|n| throttle.admit(&format!("user-{n}"), "10.0.0.1")).count();
        assert_eq!(tried, 100);
    }
}

//! Time is an argument.

/// Microseconds since 1970-01-01 UTC, without leap seconds.
pub type Micros = i64;

/// One second.
pub const SECOND: Micros = 1_000_000;

/// Where the time comes from.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Micros;
}

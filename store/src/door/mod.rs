//! Doors without a person behind them, each with everything it may do.
//!
//! [`Public`]: what happens before somebody is signed in. [`Host`]: start-up and the command line. [`System`]:
//! background tasks. There is no other way to data than these and [`crate::Gate::permit`].

mod host;
mod public;
mod system;

pub use host::{Administration, Host, Seed, SeedReport};
pub use public::Public;
pub use system::System;

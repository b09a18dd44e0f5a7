//! The real router, called directly, on a fixed clock.

mod headers;
mod site;
mod session;
mod start;
mod who_may;

//! The real router, called directly, on a fixed clock.

mod headers;
mod live;
mod session;
mod site;
mod start;
mod who_may;

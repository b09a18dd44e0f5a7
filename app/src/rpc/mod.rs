//! Server functions: the only way from a page to data, a file per noun.
//!
//! Each is a public endpoint, whatever the page shows: it asks the gate itself. Each has a fixed address below `/rpc`.

pub mod session;

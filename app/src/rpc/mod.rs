//! Server functions: the only way from a page to data, a file per noun.
//!
//! Each is a public endpoint, whatever the page shows: it asks the gate itself. Each has a fixed address below `/rpc`.
#![expect(missing_docs, reason = "the macro makes a public structure of every function's arguments")]

pub mod appearance;
pub mod audit;
pub mod find;
pub mod group;
pub mod matrix;
pub mod member;
pub mod profile;
pub mod project;
pub mod reset;
pub mod session;
pub mod set_up;
pub mod user;

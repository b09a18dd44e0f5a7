//! Server functions: the only way from a page to data, a file per noun.
//!
//! Each is a public endpoint, whatever the page shows: it asks the gate itself. Each has a fixed address below `/rpc`.
#![expect(missing_docs, reason = "the macro makes a public structure of every function's arguments")]

/// What was typed into these fields, for the form to show again.
#[cfg(feature = "ssr")]
macro_rules! typed {
    ($($field:ident),+ $(,)?) => { [$((stringify!($field), $field.clone())),+] };
}

pub mod account;
pub mod appearance;
pub mod audit;
pub mod catalog;
pub mod explorer;
pub mod find;
pub mod grant;
pub mod group;
mod json;
pub mod matrix;
pub mod member;
pub mod navigation;
pub mod node;
pub mod policy;
pub mod profile;
pub mod project;
pub mod reset;
pub mod role;
pub mod route_guard;
pub mod session;
pub mod set_up;
pub mod user;

pub use json::{Json, JsonText};

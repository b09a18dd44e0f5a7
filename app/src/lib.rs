//! The console: what a browser sees and what it may call.
//!
//! `rpc` holds the server functions, a file per noun: the only way from a page to data, each through the gate.
//! `page` holds a folder or file per screen, `frame` is what is around them, `kit` holds the components they are made
//! of. `dto` holds what goes over the wire; whatever a page loads is in its source, so a DTO is built per screen and
//! says no more than it shows.
//!
//! To add a screen: a DTO, a server function, a page in a part of `page/route.rs`, its address in `shell.rs`,
//! and a row in the test `who_may`.

#![recursion_limit = "256"]

mod calendar;
#[cfg(feature = "ssr")]
mod chart;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
pub mod download;
pub mod dto;
mod error;
mod frame;
mod kit;
mod link;
mod page;
mod prelude;
pub mod rpc;
mod shell;
mod text;

#[cfg(feature = "ssr")]
pub use document::{Assets, shell};
pub use error::{AppError, Code};
pub use shell::App;

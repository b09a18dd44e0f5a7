//! The authorization engine and its vocabulary: facts, decision, explanation, effect and guards.
//!
//! Everything here is a pure function of its arguments: no I/O, no clock, no randomness, no async. It compiles to
//! WebAssembly unchanged, so the browser previews with the code the server decides with.
//!
//! Facts are plain data ([`World`]); an [`Index`] is compiled from them and kept current by [`Change`]s.

#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod action;
pub mod catalog;
pub mod change;
pub mod condition;
pub mod grant;
pub mod group;
pub mod id;
pub mod key;
pub mod node;
pub mod role;
pub mod user;
pub mod value;
pub mod world;

pub use catalog::Catalog;
pub use change::Change;
pub use grant::{Atom, Grant, Source};
pub use group::Group;
pub use id::{GrantId, NodeId, Pattern, Permission, RoleId, SYSTEM};
pub use key::Key;
pub use node::{Node, Visibility};
pub use role::{Entry, Extent, Role};
pub use user::User;
pub use value::{Attributes, Value};
pub use world::World;

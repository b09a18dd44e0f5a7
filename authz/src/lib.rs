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
pub mod decide;
pub mod effect;
pub mod explain;
pub mod grant;
pub mod group;
pub mod guard;
pub mod id;
pub mod index;
pub mod key;
pub mod matrix;
pub mod node;
pub mod policy;
pub mod remark;
pub mod role;
pub mod route;
pub mod search;
pub mod suite;
pub mod user;
pub mod value;
pub mod world;

pub use catalog::Catalog;
pub use change::Change;
pub use condition::{Condition, Sent};
pub use decide::{ANONYMOUS, Question, Unknown};
pub use effect::{Effect, Shift};
pub use explain::Explanation;
pub use grant::{Atom, Grant, Source};
pub use group::Group;
pub use id::{GrantId, NodeId, Pattern, Permission, RoleId, SYSTEM};
pub use index::{Index, Invalid, Whom};
pub use key::Key;
pub use node::{Node, Visibility};
pub use remark::Remark;
pub use role::{Entry, Extent, Role};
pub use search::Search;
pub use user::User;
pub use value::{Attributes, Value};
pub use world::World;

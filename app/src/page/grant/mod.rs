//! Grants of every kind: the list of a node's, and one of them, new or not.

mod atom;
mod list;
mod one;
mod told;

pub use list::{Grants, Rules};
pub use one::Grant;

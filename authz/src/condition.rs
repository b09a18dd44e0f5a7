//! Conditions: `[left, op, right]` over the attributes of subject, node, action and context.

use crate::Value;
use alloc::string::String;
use serde::{Deserialize, Serialize};

/// One condition of a role entry, as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition(pub String, pub Op, pub Value);

/// How a condition compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Both are there and equal.
    Eq,
    /// Not `eq`.
    Ne,
    /// The right is a list that contains the left.
    In,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
    /// The left is there.
    Present,
    /// The left is not there.
    Absent,
}

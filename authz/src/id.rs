//! Names of things: nodes, permissions, patterns, roles and grants.
//!
//! Every name is checked once, where it enters; a value of these types is well formed.

use crate::Remark;
use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    sync::Arc,
    vec::Vec,
};
use core::{borrow::Borrow, fmt};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest name of any kind, in bytes.
pub const MAX_NAME: usize = 255;

/// Why a text is no name of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadName {
    /// What was read.
    pub text: String,
    /// What it should have been, and what would make it one; `{text}` stands for what was read.
    pub form: &'static str,
}

impl From<BadName> for Remark {
    fn from(BadName { text, form }: BadName) -> Self {
        Self { form, values: Vec::from([("text", text)]) }
    }
}

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Remark::from(self.clone()).fmt(f)
    }
}

impl core::error::Error for BadName {}

macro_rules! name {
    ($(#[$doc:meta])* $type:ident, $form:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(Arc<str>);

        impl $type {
            /// Reads a name.
            ///
            /// # Errors
            /// [`BadName`] says what a name of this kind looks like.
            pub fn parse(text: &str) -> Result<Self, BadName> {
                let check: fn(&str) -> bool = $check;
                if text.len() <= MAX_NAME && !text.chars().any(char::is_control) && check(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(BadName { text: text.to_owned(), form: $form })
                }
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "`{}`", self.0)
            }
        }

        impl core::ops::Deref for $type {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $type {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl core::str::FromStr for $type {
            type Err = BadName;
            fn from_str(text: &str) -> Result<Self, BadName> {
                Self::parse(text)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(|bad| serde::de::Error::custom(bad.to_string()))
            }
        }
    };
}

name! {
    /// A node: `system`, or `type:name` where neither part is empty and the type has no `:`.
    NodeId, "`{text}` is not a node: write `type:name`, or `system` for the root", |text| {
        text == SYSTEM || text.split_once(':').is_some_and(|(kind, name)| is_word(kind) && kind != SYSTEM && !name.is_empty())
    }
}

name! {
    /// A permission: `type:action`.
    Permission, "`{text}` is not a permission: write `type:action`", |text| {
        text.split_once(':').is_some_and(|(kind, action)| is_word(kind) && is_word(action))
    }
}

name! {
    /// A permission pattern: `type:action` where either side may be exactly `*`.
    Pattern, "`{text}` is not a permission pattern: write `type:action`; either side may be `*`", |text| {
        text.split_once(':').is_some_and(|(kind, action)| (kind == "*" || is_word(kind)) && (action == "*" || is_word(action)))
    }
}

name! {
    /// A role, unique in the deployment.
    RoleId, "`{text}` is not a role id: use 1 to 255 characters without control characters", |text| !text.is_empty()
}

name! {
    /// A grant, unique in the deployment.
    GrantId, "`{text}` is not a grant id: use 1 to 255 characters without control characters", |text| !text.is_empty()
}

/// The root node, and the type of the root node.
pub const SYSTEM: &str = "system";

/// A type or action name: not empty, no `:`, no `*`, no white space.
pub(crate) fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains([':', '*']) && !text.contains(char::is_whitespace)
}

impl NodeId {
    /// The root.
    pub fn system() -> Self {
        Self(SYSTEM.into())
    }

    /// The node `kind:name`.
    ///
    /// # Errors
    /// [`BadName`] if either part is empty or the type contains `:`.
    pub fn new(kind: &str, name: &str) -> Result<Self, BadName> {
        let mut text = String::with_capacity(kind.len() + name.len() + 1);
        text.push_str(kind);
        text.push(':');
        text.push_str(name);
        Self::parse(&text)
    }

    /// The node's type; `system` for the root.
    pub fn kind(&self) -> &str {
        self.0.split_once(':').map_or(SYSTEM, |(kind, _)| kind)
    }

    /// The node's name within its type; `system` for the root.
    pub fn name(&self) -> &str {
        self.0.split_once(':').map_or(SYSTEM, |(_, name)| name)
    }

    /// Is this the root?
    pub fn is_system(&self) -> bool {
        &*self.0 == SYSTEM
    }
}

impl GrantId {
    /// A text that was a name already.
    pub(crate) fn known(text: &str) -> Self {
        Self(text.into())
    }
}

impl Permission {
    /// The permission `kind:action`.
    ///
    /// # Errors
    /// [`BadName`] if a side is empty or has `:`, `*` or white space.
    pub fn of(kind: &str, action: &str) -> Result<Self, BadName> {
        let mut text = String::with_capacity(kind.len() + action.len() + 1);
        text.push_str(kind);
        text.push(':');
        text.push_str(action);
        Self::parse(&text)
    }

    /// The permission's type.
    pub fn kind(&self) -> &str {
        self.0.split_once(':').map_or("", |(kind, _)| kind)
    }

    /// The permission's action.
    pub fn action(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, action)| action)
    }
}

impl Pattern {
    /// `*:*`.
    pub fn everything() -> Self {
        Self("*:*".into())
    }

    /// The type side: a type or `*`.
    pub fn kind(&self) -> &str {
        self.0.split_once(':').map_or("", |(kind, _)| kind)
    }

    /// The action side: an action or `*`.
    pub fn action(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, action)| action)
    }

    /// Does the pattern cover this permission?
    pub fn covers(&self, permission: &Permission) -> bool {
        side_covers(self.kind(), permission.kind()) && side_covers(self.action(), permission.action())
    }

    /// Does the pattern cover everything the other covers?
    pub fn covers_pattern(&self, other: &Pattern) -> bool {
        side_covers(self.kind(), other.kind()) && side_covers(self.action(), other.action())
    }
}

fn side_covers(pattern: &str, side: &str) -> bool {
    pattern == "*" || pattern == side
}

impl From<&Permission> for Pattern {
    fn from(permission: &Permission) -> Self {
        Self(permission.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_system_or_type_and_name() {
        for good in ["system", "project:p", "path:/a:b", "user:G/none/100/on"] {
            assert_eq!(NodeId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "project", "project:", ":p", "system:x", "a b:c", "p:\u{7}"] {
            assert!(NodeId::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_pattern_covers_by_side() {
        let pattern = |text| Pattern::parse(text).unwrap();
        let read = Permission::parse("item:read").unwrap();
        assert!(pattern("*:*").covers(&read) && pattern("item:*").covers(&read) && pattern("*:read").covers(&read));
        assert!(!pattern("item:update").covers(&read) && !pattern("note:*").covers(&read));
        assert!(pattern("*:read").covers_pattern(&pattern("item:read")));
        assert!(!pattern("item:read").covers_pattern(&pattern("*:read")));
        assert!(Pattern::parse("it*:read").is_err());
    }
}

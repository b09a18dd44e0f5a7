//! Conditions: `[left, op, right]` over the attributes of subject, node, action and context.

use crate::{Attributes, Value};
use alloc::{borrow::ToOwned, string::String};
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

/// Attributes sent with a question by a trusted caller. They hide stored ones of the same name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sent {
    /// Of the subject.
    pub subject: Attributes,
    /// Of the node asked about.
    pub node: Attributes,
    /// Of the action.
    pub action: Attributes,
    /// Of the circumstances.
    pub context: Attributes,
}

impl Sent {
    /// Nothing sent.
    pub const NOTHING: Self = Self {
        subject: Attributes::new(),
        node: Attributes::new(),
        action: Attributes::new(),
        context: Attributes::new(),
    };
}

/// Nothing sent, to be borrowed for as long as anybody likes.
pub(crate) static NOTHING: Sent = Sent::NOTHING;

/// Why a condition cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum BadCondition {
    /// An attribute is not written `subject.x`, `node.x`, `action.x` or `context.x`.
    #[error("write an attribute as `subject.x`, `node.x`, `action.x` or `context.x`, its name without a dot")]
    Attribute,
    /// The right side is an object other than `{"attr": "…"}`.
    #[error("the right side is a value, a list, or `{{\"attr\": \"subject.x\"}}`")]
    Right,
}

/// Whose attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Subject,
    Node,
    Action,
    Context,
}

/// A reference to an attribute.
#[derive(Clone, Debug, PartialEq)]
struct Path(Whose, String);

impl Path {
    fn parse(text: &str) -> Result<Self, BadCondition> {
        let (whose, name) = text.split_once('.').ok_or(BadCondition::Attribute)?;
        let whose = match whose {
            "subject" => Whose::Subject,
            "node" => Whose::Node,
            "action" => Whose::Action,
            "context" => Whose::Context,
            _ => return Err(BadCondition::Attribute),
        };
        if name.is_empty() || name.contains('.') {
            return Err(BadCondition::Attribute);
        }
        Ok(Self(whose, name.to_owned()))
    }
}

/// The right side of a condition.
#[derive(Clone, Debug, PartialEq)]
enum Right {
    Value(Value),
    Attribute(Path),
}

/// A condition ready to be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Test {
    left: Path,
    op: Op,
    right: Right,
}

/// The attributes a condition sees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    /// Stored attributes of the subject.
    pub subject: Option<&'a Attributes>,
    /// Is a second factor enrolled? Nothing for who is not signed in.
    pub mfa: Option<&'a Value>,
    /// Stored attributes of the node asked about.
    pub node: Option<&'a Attributes>,
    /// What the caller sent.
    pub sent: &'a Sent,
}

impl<'a> Seen<'a> {
    fn get(&self, path: &Path) -> Option<&'a Value> {
        let Path(whose, name) = path;
        match whose {
            Whose::Subject => self.sent.subject.get(name).or_else(|| {
                // SECURITY: the built-in attribute is not to be claimed by a stored one of the same name.
                if name == "mfa" { self.mfa } else { self.subject.and_then(|stored| stored.get(name)) }
            }),
            Whose::Node => self.sent.node.get(name).or_else(|| self.node.and_then(|stored| stored.get(name))),
            Whose::Action => self.sent.action.get(name),
            Whose::Context => self.sent.context.get(name),
        }
    }
}

impl Condition {
    /// Makes the condition ready to be evaluated.
    ///
    /// # Errors
    /// [`BadCondition`] if a side is malformed.
    pub(crate) fn compile(&self) -> Result<Test, BadCondition> {
        let right = match &self.2 {
            Value::Object(object) => match (object.len(), object.get("attr")) {
                (1, Some(Value::Text(path))) => Right::Attribute(Path::parse(path)?),
                _ => return Err(BadCondition::Right),
            },
            value => Right::Value(value.clone()),
        };
        Ok(Test { left: Path::parse(&self.0)?, op: self.1, right })
    }

    /// Is the condition well formed?
    ///
    /// # Errors
    /// [`BadCondition`] says which side is not.
    pub fn check(&self) -> Result<(), BadCondition> {
        self.compile().map(|_| ())
    }
}

impl Test {
    /// The two values compared, where they are there.
    pub(crate) fn values<'a>(&'a self, seen: &Seen<'a>) -> (Option<&'a Value>, Option<&'a Value>) {
        let right = match &self.right {
            Right::Value(value) => Some(value),
            Right::Attribute(path) => seen.get(path),
        };
        (seen.get(&self.left), right)
    }

    /// Does it look at an attribute of the subject?
    pub(crate) fn reads_subject(&self) -> bool {
        let right = matches!(&self.right, Right::Attribute(Path(Whose::Subject, _)));
        right || self.left.0 == Whose::Subject
    }

    /// The attributes of the node that it looks at.
    pub(crate) fn reads_of_node(&self) -> impl Iterator<Item = &str> {
        let right = if let Right::Attribute(path) = &self.right { Some(path) } else { None };
        let paths = right.into_iter().chain([&self.left]);
        paths.filter(|path| path.0 == Whose::Node).map(|path| path.1.as_str())
    }

    /// Does the condition hold?
    pub(crate) fn holds(&self, seen: &Seen) -> bool {
        let (left, right) = self.values(seen);
        match self.op {
            Op::Present => left.is_some(),
            Op::Absent => left.is_none(),
            Op::Eq => equal(left, right),
            Op::Ne => !equal(left, right),
            Op::In => matches!((left, right), (Some(left), Some(Value::List(items))) if items.contains(left)),
            Op::Lt => ordered(left, right, core::cmp::Ordering::is_lt),
            Op::Le => ordered(left, right, core::cmp::Ordering::is_le),
            Op::Gt => ordered(left, right, core::cmp::Ordering::is_gt),
            Op::Ge => ordered(left, right, core::cmp::Ordering::is_ge),
        }
    }
}

fn equal(left: Option<&Value>, right: Option<&Value>) -> bool {
    left.is_some() && left == right
}

fn ordered(left: Option<&Value>, right: Option<&Value>, holds: fn(core::cmp::Ordering) -> bool) -> bool {
    match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => left.partial_cmp(right).is_some_and(holds),
        // UTF-8 orders by code point.
        (Some(Value::Text(left)), Some(Value::Text(right))) => holds(left.cmp(right)),
        _ => false,
    }
}

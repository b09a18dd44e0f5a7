//! Who asks.

use authz::NodeId;

/// Who asks the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Nobody is signed in.
    Anonymous(Origin),
    /// A person with a session.
    Person(Person),
    /// `operator@host`: the command line, with the administrator's rights.
    Host(Operator),
    /// Whoever ordered a job, while it goes on without them.
    Ordered(Ordered),
}

/// Who ordered a job. Only the store makes one, from the job's own row: what is done in their name is what they were
/// allowed to order, and each step is decided by their rights as they then are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    pub(crate) user: NodeId,
    pub(crate) mfa: bool,
    pub(crate) origin: Origin,
}

/// Who works on the machine itself. Only [`crate::Host`] makes one, and only who opened the database has that: so
/// nobody who comes by the network acts with these rights, or skips a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    origin: Origin,
    force: bool,
}

impl Operator {
    pub(crate) fn new(force: bool) -> Self {
        Self { origin: Origin::default(), force }
    }

    /// Does the operator skip the rules on the last owner and the last administrator?
    pub fn forces(&self) -> bool {
        self.force
    }
}

/// A person with a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The user.
    pub user: NodeId,
    /// The session's row, a hash of what the cookie holds.
    pub session: String,
    /// Was a second factor used in this session?
    pub mfa: bool,
    /// Where the request came from.
    pub origin: Origin,
}

/// Where a request came from; kept with what it did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The peer's address, or the one a trusted proxy names.
    pub address: String,
    /// The user agent, cut to 255 bytes.
    pub agent: String,
    /// The request's id.
    pub request: String,
}

/// How the command line is named in the audit log.
pub const OPERATOR: &str = "operator@host";
/// How nobody is named in the audit log.
pub const ANONYMOUS: &str = "anonymous";

impl Caller {
    /// How the caller is named in the audit log: a user's node id, `operator@host` or `anonymous`.
    pub fn name(&self) -> &str {
        match self {
            Self::Anonymous(_) => ANONYMOUS,
            Self::Person(person) => person.user.as_str(),
            Self::Host(_) => OPERATOR,
            Self::Ordered(ordered) => ordered.user.as_str(),
        }
    }

    /// Where the request came from.
    pub fn origin(&self) -> &Origin {
        match self {
            Self::Anonymous(origin) => origin,
            Self::Person(person) => &person.origin,
            Self::Host(operator) => &operator.origin,
            Self::Ordered(ordered) => &ordered.origin,
        }
    }

    /// Was a second factor used in the session?
    pub(crate) fn mfa(&self) -> bool {
        match self {
            Self::Person(person) => person.mfa,
            Self::Ordered(ordered) => ordered.mfa,
            Self::Anonymous(_) | Self::Host(_) => false,
        }
    }

    /// The signed-in user.
    pub fn user(&self) -> Option<&NodeId> {
        match self {
            Self::Person(person) => Some(&person.user),
            Self::Ordered(ordered) => Some(&ordered.user),
            Self::Anonymous(_) | Self::Host(_) => None,
        }
    }
}

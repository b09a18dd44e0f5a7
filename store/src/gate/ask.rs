//! Asking the engine on a caller's behalf.

use crate::{Caller, Micros, Person, caller::Ordered};
use authz::{Atom, Grant, Index, NodeId, Permission, Question, Sent};

/// Asks the engine on a caller's behalf.
pub(crate) fn ask(index: &Index, caller: &Caller, permission: &Permission, node: &NodeId, now: Micros) -> bool {
    let subject = match caller {
        Caller::Host(_) => return index.node(node).is_some(),
        Caller::Anonymous(_) => "anonymous",
        Caller::Person(person) => person.user.as_str(),
        Caller::Ordered(ordered) => ordered.user.as_str(),
    };
    let sent = session_facts(caller);
    let asks = [(permission.as_str(), node.as_str())];
    index.decide(&Question { subject, asks: &asks, sent: &sent, parents: None, now }).unwrap_or(false)
}

/// The same; reading what is of a type without `read` is whatever else may be done with it.
pub(super) fn may(index: &Index, caller: &Caller, permission: &Permission, node: &NodeId, now: Micros) -> bool {
    ask(index, caller, permission, node, now)
        || (permission.action() == "read"
            && permission.kind() == node.kind()
            && !index.catalog().knows(permission)
            && is_readable(index, caller, node, now))
}

/// What a session knows about its subject beyond what is stored.
pub(crate) fn session_facts(caller: &Caller) -> Sent {
    let mut sent = Sent::default();
    if let Caller::Person(Person { mfa, .. }) | Caller::Ordered(Ordered { mfa, .. }) = caller {
        sent.subject.insert("mfa".to_owned(), authz::Value::Bool(*mfa));
    }
    sent
}

pub(crate) fn is_active(index: &Index, caller: &Caller) -> bool {
    match caller {
        Caller::Host(_) => true,
        Caller::Anonymous(_) => false,
        Caller::Person(person) => index.is_active(&person.user),
        Caller::Ordered(ordered) => index.is_active(&ordered.user),
    }
}

/// May the caller know the node? A type without `read` is readable where any of its actions is allowed; `system` is
/// readable to the signed-in.
pub(crate) fn is_readable(index: &Index, caller: &Caller, node: &NodeId, now: Micros) -> bool {
    if node.is_system() {
        return is_active(index, caller);
    }
    let Some(kind) = index.catalog().types.get(node.kind()) else { return false };
    let may = |action: &str| {
        Permission::parse(&format!("{}:{action}", node.kind()))
            .is_ok_and(|permission| ask(index, caller, &permission, node, now))
    };
    if kind.actions.iter().any(|action| action == "read") {
        may("read")
    } else {
        kind.actions.iter().any(|action| may(action))
    }
}

/// May the caller see who this is, where something on `scope` is told? Whoever manages the members of a node sees
/// those to whom something gives access to it, as its list of members does; what is given to everybody names nobody.
pub(crate) fn is_shown(index: &Index, caller: &Caller, scope: &NodeId, who: &NodeId, now: Micros) -> bool {
    let manages = || {
        let update = index.catalog().permission_for("member:update");
        !scope.is_system() && update.is_some_and(|update| ask(index, caller, &update, scope, now))
    };
    is_readable(index, caller, who, now)
        || (matches!(who.kind(), "user" | "group")
            && index.grants_reaching(who, scope, now).any(|grant| names_somebody(&grant))
            && manages())
}

/// Is the grant for somebody in particular, not for all who are signed in, or simply all?
pub(crate) fn names_somebody(grant: &Grant) -> bool {
    grant.who.iter().any(|atom| !matches!(atom, Atom::SignedIn(_) | Atom::Anyone(_)))
}

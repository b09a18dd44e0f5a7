//! Questions about facts that several guards ask.

use crate::{
    Atom, Catalog, Condition, Entry, Grant, Index, NodeId, RoleId, Value, Visibility,
    action::is_console,
    decide::Person,
    index::{Ref, RoleRef},
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec,
    vec::Vec,
};

/// The role and all it includes, each once.
pub(super) fn includes<'a>(index: &'a Index, role: &RoleId) -> Vec<&'a RoleId> {
    let numbers = index.role_names.find(role).map(|role| index.includes(role)).unwrap_or_default();
    numbers.into_iter().filter_map(|role| index.role_id(role)).collect()
}

/// The entries of the role and of all it includes.
pub(super) fn entries<'a>(index: &'a Index, role: &RoleId) -> Vec<&'a Entry> {
    includes(index, role).into_iter().filter_map(|role| index.role(role)).flat_map(|role| &role.permissions).collect()
}

/// Does an entry give everything another one gives?
pub(super) fn subsumes(entry: &Entry, other: &Entry) -> bool {
    entry.extent >= other.extent
        && entry.pattern.covers_pattern(&other.pattern)
        && entry.conditions.iter().all(|condition| other.conditions.contains(condition))
}

/// Is the grant in force?
pub(super) fn is_live(grant: &Grant, now: i64) -> bool {
    grant.expires_at.is_none_or(|end| now < end)
}

/// Is it for anyone or everybody signed in, and so cut like visibility?
pub(super) fn is_everybody(grant: &Grant) -> bool {
    grant.who.iter().all(|atom| matches!(atom, Atom::Anyone(_) | Atom::SignedIn(_)))
}

/// Does a `holder` atom look through the grant?
pub(super) fn makes_holders(grant: &Grant) -> bool {
    grant.who.iter().all(|atom| matches!(atom, Atom::User(_) | Atom::Group(_)))
}

/// Holds the user exactly this role there, by a live grant made there to users and groups?
pub(super) fn is_holder(index: &Index, user: &NodeId, role: &RoleId, node: &NodeId, now: i64) -> bool {
    let mut grants = index.grants_on_of(node, role).filter(makes_holders);
    grants.any(|grant| index.grant_matches(&grant, user, now))
}

/// The grants to holders of the role, on that node or on any.
pub(super) fn to_holders<'a>(
    index: &'a Index,
    role: &'a RoleId,
    node: Option<&'a NodeId>,
) -> impl Iterator<Item = Grant> {
    let slot = index.role_slot(role.as_str()).into_iter();
    let grants = slot.flat_map(|slot| slot.refs(RoleRef::Holders)).filter_map(|grant| index.grant_at(grant));
    let names = move |atom: &Atom| match atom {
        Atom::Holder(held, on) => held == role && node.is_none_or(|node| on == node),
        _ => false,
    };
    grants.filter(move |grant| grant.who.iter().any(names))
}

/// Is the user or group that group, or in it, or in a group within it?
pub(super) fn is_within(index: &Index, member: &NodeId, group: &NodeId) -> bool {
    member == group || index.groups_of(member).contains(group)
}

/// The live grants that are for this user by what they are, and not for everybody.
pub(super) fn grants_to(index: &Index, user: &NodeId, now: i64) -> Vec<Grant> {
    let number = index.nodes.find(user.as_str());
    let Some(person) = number.and_then(|number| Person::find(index, number)) else { return Vec::new() };
    let grants = index.grants_to(&person).into_iter().filter_map(|grant| index.grant_at(grant));
    grants.filter(|grant| !is_everybody(grant) && index.grant_matches(grant, user, now)).collect()
}

/// The live grants to everybody; without a person, only those to anyone.
pub(super) fn grants_to_everybody(index: &Index, signed_in: bool, now: i64) -> impl Iterator<Item = Grant> {
    let grants = index.everybody.iter().filter_map(|grant| index.grant_at(*grant));
    let anyone = |grant: &Grant| grant.who.iter().all(|atom| matches!(atom, Atom::Anyone(_)));
    grants.filter(move |grant| is_live(grant, now) && (signed_in || anyone(grant)))
}

/// The grants with an atom that names an account label.
pub(super) fn grants_naming_label(index: &Index, label: &str) -> Vec<Grant> {
    let Some(number) = index.labels.find(label) else { return Vec::new() };
    index.label_slots.at(number).grants.iter().filter_map(|grant| index.grant_at(*grant)).collect()
}

/// The keys whose scope ends at this node.
pub(super) fn keys_scoped_at<'a>(index: &'a Index, node: &NodeId) -> impl Iterator<Item = &'a crate::Key> {
    index.refs_to(node.as_str(), Ref::Scope).filter_map(|key| index.key(key))
}

/// The nodes that carry visibility.
pub(super) fn visible(index: &Index) -> impl Iterator<Item = &NodeId> {
    index.ids(index.visible.iter().copied())
}

/// The visibility in effect on the node itself: none where its type cannot carry it.
pub(super) fn visibility(index: &Index, node: &NodeId) -> Visibility {
    let carries = index.catalog().types.get(node.kind()).is_some_and(|kind| kind.visibility);
    index.node(node).filter(|_| carries).map_or(Visibility::Private, |node| node.visibility)
}

/// Does the node cut what everybody has from above?
pub(super) fn is_restricted(index: &Index, node: &NodeId) -> bool {
    let restrictable = index.catalog().types.get(node.kind()).is_some_and(|kind| kind.restrictable);
    restrictable && index.node(node).is_some_and(|node| node.restricted)
}

/// What is reached from a node upwards.
#[derive(Default)]
pub(super) struct Above {
    /// The node and all above it, and whether by a way that crosses no restricted node.
    pub reached: BTreeMap<NodeId, bool>,
    /// Is there a way to a root that crosses no archived node?
    pub writable: bool,
}

impl Above {
    /// Follows every way up, better ways again.
    pub fn of(index: &Index, node: &NodeId) -> Self {
        let mut above = Self::default();
        let mut best: BTreeMap<NodeId, (bool, bool)> = BTreeMap::new();
        let mut next = vec![(node.clone(), true, true)];
        while let Some((id, open, live)) = next.pop() {
            let known = best.entry(id.clone()).or_insert((false, false));
            if above.reached.contains_key(&id) && (known.0 || !open) && (known.1 || !live) {
                continue;
            }
            *known = (known.0 || open, known.1 || live);
            let (open, live) = *known;
            above.reached.insert(id.clone(), open);
            let node = index.node(&id);
            let live = live && !node.is_some_and(|node| node.archived);
            let parents = node.map(|node| node.parents.as_slice()).unwrap_or_default();
            above.writable = above.writable || (live && parents.is_empty());
            let open = open && !is_restricted(index, &id);
            next.extend(parents.iter().map(|parent| (parent.clone(), open, live)));
        }
        above
    }
}

/// May a permission of this type be asked on a node of that type, or below it? The console asks its own anywhere, and
/// others are asked where their type is above or below.
pub(super) fn concerns(catalog: &Catalog, kind: &str, on: &str) -> bool {
    kind == "*" || is_console(kind) || may_be_below(catalog, kind, on) || may_be_below(catalog, on, kind)
}

fn may_be_below(catalog: &Catalog, kind: &str, top: &str) -> bool {
    let mut found = vec![kind];
    let mut at = 0;
    while let Some(kind) = found.get(at).copied() {
        at += 1;
        for parent in catalog.types.get(kind).into_iter().flat_map(|kind| &kind.parents) {
            if !found.contains(&parent.as_str()) {
                found.push(parent);
            }
        }
    }
    found.contains(&top)
}

/// Whose attributes a condition reads, and which.
pub(super) fn reads(condition: &Condition) -> impl Iterator<Item = (&str, &str)> {
    let right = match &condition.2 {
        Value::Object(object) => match object.get("attr") {
            Some(Value::Text(path)) => Some(path.as_str()),
            _ => None,
        },
        _ => None,
    };
    [Some(condition.0.as_str()), right].into_iter().flatten().filter_map(|path| path.split_once('.'))
}

/// The names whose values differ.
pub(super) fn differing<'a>(one: &'a crate::Attributes, other: &'a crate::Attributes) -> BTreeSet<&'a str> {
    let names = one.keys().chain(other.keys());
    names.filter(|name| one.get(*name) != other.get(*name)).map(alloc::string::String::as_str).collect()
}

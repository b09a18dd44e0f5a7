//! What somebody holds, told apart from what they held before: so that an open page can say that it has changed.

use super::Permitted;
use authz::{Index, NodeId, Role, RoleId, action::ReadProfile};
use std::{
    collections::{BTreeSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

/// What somebody holds by grants to them or to what they are: a number for each entry of a role on a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights(BTreeSet<u64>);

impl Rights {
    /// A short text that is another when something else is held; told apart by one server only.
    pub fn digest(&self) -> String {
        format!("{:016x}", number(&self.0))
    }

    /// Is something missing of what was held before?
    pub fn lack(&self, before: &Self) -> bool {
        !before.0.is_subset(&self.0)
    }
}

impl Permitted<ReadProfile> {
    /// What the caller holds now.
    pub fn rights(&self) -> Rights {
        self.caller.user().map(|user| self.index(|index| rights(index, user, self.now))).unwrap_or_default()
    }
}

fn rights(index: &Index, user: &NodeId, now: i64) -> Rights {
    let held: BTreeSet<(RoleId, NodeId)> =
        index.grants_to_subject(user, now).map(|grant| (grant.role, grant.on)).collect();
    let mut rights = BTreeSet::new();
    for (role, on) in held {
        for entry in included(index, &role).into_iter().flat_map(|role| &role.permissions) {
            rights.insert(number(&(on.as_str(), format!("{entry:?}"))));
        }
    }
    Rights(rights)
}

/// The role and all it includes, each once.
fn included<'a>(index: &'a Index, role: &RoleId) -> Vec<&'a Role> {
    let mut found: Vec<&Role> = index.role(role).into_iter().collect();
    let mut at = 0;
    while let Some(role) = found.get(at).copied() {
        at += 1;
        for inner in role.includes.iter().filter_map(|inner| index.role(inner)) {
            if !found.iter().any(|known| known.id == inner.id) {
                found.push(inner);
            }
        }
    }
    found
}

/// The same for the same, as long as the program runs.
fn number(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

//! What a role was, and who holds it.

use super::{Permitted, role::is_column};
use crate::{
    Micros,
    error::{Result, StoreError},
    gate::is_shown,
    port::RoleRecord,
};
use authz::{Atom, Grant, Index, NodeId, RoleId, action::ReadMatrix, remark};
use std::collections::{BTreeMap, BTreeSet};

/// Most versions and most holders that are told.
const MAX: usize = 100;

/// A role's versions, newest first, with the names of their authors.
#[derive(Clone, Debug)]
pub struct RoleHistory {
    /// The versions.
    pub versions: Vec<RoleRecord>,
    /// What people call the authors that the caller may see.
    pub names: BTreeMap<NodeId, String>,
}

/// Who holds a role.
#[derive(Clone, Debug)]
pub struct RoleHolders {
    /// Those the caller may see.
    pub holders: Vec<RoleHolder>,
    /// How many more there are.
    pub more: usize,
}

/// Somebody who holds a role.
#[derive(Clone, Debug)]
pub struct RoleHolder {
    /// Who: one atom, or several that must all fit.
    pub who: Vec<Atom>,
    /// Their names, where they have one.
    pub names: Vec<(NodeId, String)>,
    /// Where.
    pub on: NodeId,
    /// What that is called.
    pub on_name: Option<String>,
    /// Until when.
    pub expires_at: Option<Micros>,
}

impl Permitted<ReadMatrix> {
    /// The versions of a role of this matrix.
    ///
    /// # Errors
    /// There is no such role here; the database fails.
    pub async fn versions(mut self, role: &RoleId) -> Result<RoleHistory> {
        self.column(role)?;
        let mut versions = self.transaction.list_role_versions(role).await?;
        versions.truncate(MAX);
        let authors: BTreeSet<NodeId> =
            versions.iter().filter_map(|version| NodeId::parse(&version.author).ok()).collect();
        let names = self.shown_names(authors).await?;
        Ok(RoleHistory { versions, names })
    }

    /// Who holds a role of this matrix, on the node, above and below it.
    ///
    /// # Errors
    /// There is no such role here; the database fails.
    pub async fn holders(mut self, role: &RoleId) -> Result<RoleHolders> {
        self.column(role)?;
        let near = |index: &Index, grant: &Grant| {
            index.lies_below(&grant.on, &self.scope) || index.lies_below(&self.scope, &grant.on)
        };
        let grants: Vec<Grant> = self.index(|index| {
            let live = |grant: &Grant| grant.expires_at.is_none_or(|end| end > self.now) && near(index, grant);
            index.grants_of(role.as_str()).filter(live).collect()
        });
        let readable: Vec<bool> = self.index(|index| {
            let may = |id: &NodeId| is_shown(index, &self.caller, &self.scope, id, self.now);
            grants.iter().map(|grant| may(&grant.on) && grant.who.iter().filter_map(of_atom).all(may)).collect()
        });
        let count = grants.len();
        let shown: Vec<Grant> =
            grants.into_iter().zip(readable).filter(|(_, may)| *may).map(|(grant, _)| grant).take(MAX).collect();
        let nodes: BTreeSet<NodeId> =
            shown.iter().flat_map(|grant| grant.who.iter().filter_map(of_atom).chain([&grant.on])).cloned().collect();
        let names = self.shown_names(nodes).await?;
        let more = count.saturating_sub(shown.len());
        let holder = |grant: Grant| RoleHolder {
            names: grant
                .who
                .iter()
                .filter_map(of_atom)
                .filter_map(|id| Some((id.clone(), names.get(id)?.clone())))
                .collect(),
            on_name: names.get(&grant.on).cloned(),
            who: grant.who,
            on: grant.on,
            expires_at: grant.expires_at,
        };
        Ok(RoleHolders { holders: shown.into_iter().map(holder).collect(), more })
    }

    /// Only columns of this matrix are told about.
    pub(super) fn column(&self, role: &RoleId) -> Result<()> {
        let found = self.index(|index| index.role(role).is_some_and(|role| is_column(index, role, &self.scope)));
        if found { Ok(()) } else { Err(StoreError::invalid("role", remark!("there is no role `{role}` here", role))) }
    }

    /// The names of those the caller may see.
    async fn shown_names(&mut self, nodes: BTreeSet<NodeId>) -> Result<BTreeMap<NodeId, String>> {
        let visible: Vec<NodeId> = self.index(|index| {
            nodes.into_iter().filter(|id| is_shown(index, &self.caller, &self.scope, id, self.now)).collect()
        });
        Ok(self.transaction.names(&visible).await?.into_iter().collect())
    }
}

/// The node an atom names.
pub(super) fn of_atom(atom: &Atom) -> Option<&NodeId> {
    match atom {
        Atom::User(id) | Atom::Group(id) | Atom::GroupAdmins(id) | Atom::Account(id) | Atom::Holder(_, id) => Some(id),
        Atom::AccountLabel(_) | Atom::SignedIn(_) | Atom::Anyone(_) => None,
    }
}

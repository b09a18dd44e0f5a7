//! Who holds a role, and through what, a page at a time.

use super::{Permitted, includers};
use crate::{
    error::Result,
    gate::is_shown,
    permitted::{member::counted, role_version::of_atom},
    port::{After, Page},
};
use authz::{Grant, GrantId, Index, NodeId, RoleId, action::ReadMatrix};
use std::collections::{BTreeMap, BTreeSet};

/// A grant that gives a role.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleHolding {
    /// The grant; its role is the one asked about, or one that includes it.
    pub grant: Grant,
    /// From the role granted to the one asked about, each including the next.
    pub chain: Vec<RoleId>,
    /// How many people it is for; `None` for everybody, or where counting would take long.
    pub people: Option<usize>,
    /// Some of them whom the caller may see.
    pub some: Vec<NodeId>,
}

/// A page of those who hold a role.
#[derive(Clone, Debug)]
pub struct RoleHoldings {
    /// The grants, by id.
    pub page: Page<RoleHolding>,
    /// What people call whoever and whatever is named in them.
    pub names: Vec<(NodeId, String)>,
    /// Were some passed over on the way that the caller may not see?
    pub withheld: bool,
}

impl Permitted<ReadMatrix> {
    /// Who holds a role of the matrix: by grants of it and of roles that include it, on the node, above and below it.
    ///
    /// # Errors
    /// There is no such role here; the database fails.
    pub async fn holdings(&mut self, role: &RoleId, after: &str, size: usize) -> Result<RoleHoldings> {
        self.column(role)?;
        let (page, withheld) = self.index(|index| self.held(index, role, after, size));
        let mut nodes: BTreeSet<NodeId> = BTreeSet::new();
        for holding in &page.items {
            nodes.extend(holding.grant.who.iter().filter_map(of_atom).cloned());
            nodes.extend(holding.some.iter().chain([&holding.grant.on]).cloned());
        }
        let nodes: Vec<NodeId> = nodes.into_iter().collect();
        let names = self.called(&nodes).await?.into_iter().collect();
        Ok(RoleHoldings { page, names, withheld })
    }

    fn held(&self, index: &Index, role: &RoleId, after: &str, size: usize) -> (Page<RoleHolding>, bool) {
        let near = |grant: &Grant| index.lies_below(&grant.on, &self.scope) || index.lies_below(&self.scope, &grant.on);
        let live = |grant: &Grant| grant.expires_at.is_none_or(|end| end > self.now);
        let (above, mut ids) = (includers(index, role), BTreeSet::<GrantId>::new());
        for role in above.iter().chain([role]) {
            let grants = index.grants_of(role).filter(live).filter(near);
            ids.extend(grants.map(|grant| grant.id).filter(|id| id.as_str() > after));
        }
        let shown = |grant: &Grant| {
            let may = |id: &NodeId| is_shown(index, &self.caller, &self.scope, id, self.now);
            let known = index.role(&grant.role).is_some_and(|role| self.knows_role(index, role));
            known && may(&grant.on) && grant.who.iter().filter_map(of_atom).all(may)
        };
        let (mut items, mut withheld, mut more): (Vec<RoleHolding>, bool, bool) = (Vec::new(), false, false);
        for grant in ids.into_iter().filter_map(|id| index.grant(&id)) {
            if !shown(&grant) {
                withheld = true;
            } else if items.len() == size {
                more = true;
                break;
            } else {
                let (people, mut some) = counted(index, &grant, self.now);
                some.retain(|id| self.sees(index, id));
                let chain = chain(index, &grant.role, role);
                items.push(RoleHolding { grant, chain, people, some });
            }
        }
        let last = items.last().filter(|_| more);
        let next = last.map(|last| After { key: String::new(), id: last.grant.id.to_string() });
        (Page { items, next }, withheld)
    }
}

/// A shortest way from a role to one that it includes, both among it.
fn chain(index: &Index, from: &RoleId, to: &RoleId) -> Vec<RoleId> {
    let mut came: BTreeMap<RoleId, RoleId> = BTreeMap::new();
    let mut wave = vec![from.clone()];
    while !wave.is_empty() && !came.contains_key(to) && from != to {
        let mut next = Vec::new();
        for id in wave {
            for inner in index.role(&id).map(|role| role.includes.as_slice()).unwrap_or_default() {
                if inner != from && !came.contains_key(inner) {
                    came.insert(inner.clone(), id.clone());
                    next.push(inner.clone());
                }
            }
        }
        wave = next;
    }
    let mut way = vec![to.clone()];
    while let Some(before) = way.last().and_then(|last| came.get(last)) {
        way.push(before.clone());
    }
    way.reverse();
    way
}

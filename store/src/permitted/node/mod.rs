//! Resources: what the deployment protects, in the trees of its projects. Each is asked for by its own type.

mod edit;
mod file;
mod import;
mod list;
mod undo;
mod view;
mod who;

pub use edit::{NewNode, NodeEdit};
pub use import::{NodeTrial, NodeVerdict};
pub use list::NodeLine;
pub use view::{NodeView, NodeViews};
pub use who::NodeWho;

use super::{AccessOutlook, Permitted, Place};
use crate::{
    Caller, Micros,
    error::{Denied, Result},
    gate::{ask, is_readable},
};
use authz::{
    Catalog, Change, Index, Node, NodeId, Permission, Visibility,
    action::{Action, ReadNode, Typed, is_resource},
};
use std::collections::{BTreeMap, BTreeSet};

/// Most nodes of which the names are told of what goes with another.
const TOLD: usize = 20;

/// A resource as its readers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// What the engine knows of it; parents and an owner whom the reader may not see are left out.
    pub node: Node,
    /// What people call it.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// When it was made and by whom, where that is known.
    pub made: Option<(Micros, String)>,
    /// Is it below something that the reader may not see?
    pub hidden: bool,
    /// Who may visit it in the end.
    pub visibility: Visibility,
    /// May its type be restricted?
    pub restrictable: bool,
    /// May its type carry a visibility?
    pub visitable: bool,
    /// Its type's actions.
    pub actions: Vec<String>,
    /// May the reader change it, and delete it?
    pub may: [bool; 2],
}

/// May the caller do this with the node, or what is to be one of that type below it?
fn can(index: &Index, caller: &Caller, kind: &str, action: &str, node: &NodeId, now: Micros) -> bool {
    Permission::of(kind, action).is_ok_and(|permission| ask(index, caller, &permission, node, now))
}

/// Types that can be made below a node of a type.
fn makeable<'a>(catalog: &'a Catalog, below: &str) -> impl Iterator<Item = &'a String> {
    let fits = move |(name, kind): &(&String, &authz::catalog::NodeType)| {
        is_resource(name, catalog)
            && kind.parents.iter().any(|parent| parent == below)
            && kind.actions.iter().any(|action| action == "create")
    };
    catalog.types.iter().filter(fits).map(|(name, _)| name)
}

impl<A: Action> Permitted<A> {
    fn reads(&self, index: &Index, node: &NodeId) -> bool {
        is_readable(index, &self.caller, node, self.now)
    }

    /// What the caller may make below a node.
    pub fn makeable(&self, below: &NodeId) -> Vec<String> {
        self.index(|index| {
            let kinds = makeable(index.catalog(), below.kind());
            kinds.filter(|kind| can(index, &self.caller, kind, "create", below, self.now)).cloned().collect()
        })
    }

    /// What nodes are called, those without a name by their own.
    pub(in crate::permitted) async fn called(&mut self, nodes: &[NodeId]) -> Result<BTreeMap<NodeId, String>> {
        let mut names: BTreeMap<NodeId, String> = self.transaction.names(nodes).await?.into_iter().collect();
        for node in nodes {
            names.entry(node.clone()).or_insert_with(|| node.name().to_owned());
        }
        Ok(names)
    }
}

impl Permitted<ReadNode> {
    /// The resource.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for what is not below the node it was looked for in.
    pub async fn get(&mut self, within: &NodeId) -> Result<Resource> {
        let id = self.scope.first().clone();
        let profile = self.transaction.find_profile(&id).await?;
        let alone = self.is_alone(&id).await?;
        let found = self.index(|index| {
            let fact = index.node(&id).filter(|_| index.lies_below(&id, within) && self.reads(index, within))?;
            let mut node = fact.clone();
            node.parents.retain(|parent| self.reads(index, parent));
            node.owner = node.owner.filter(|owner| self.knows(index, &id, owner, alone));
            let kind = index.catalog().types.get(id.kind())?;
            let may = ["update", "delete"].map(|action| can(index, &self.caller, id.kind(), action, &id, self.now));
            let (name, description) = (id.name().to_owned(), String::new());
            Some(Resource {
                hidden: node.parents.len() < fact.parents.len(),
                visibility: index.visibility_of(&id),
                restrictable: kind.restrictable,
                visitable: kind.visibility,
                actions: kind.actions.clone(),
                made: None,
                node,
                name,
                description,
                may,
            })
        });
        let mut found = found.ok_or(Denied::NotFound)?;
        if let Some(profile) = profile {
            found.made = Some((profile.created_at, profile.created_by));
            (found.name, found.description) = (profile.name, profile.description);
        }
        Ok(found)
    }

    /// Nodes by name, for showing where it is.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn places(&mut self, nodes: &[NodeId]) -> Result<Vec<Place>> {
        let mut names = self.called(nodes).await?;
        let place = |id: &NodeId| Place { name: names.remove(id).unwrap_or_default(), id: id.clone() };
        Ok(nodes.iter().map(place).collect())
    }

    /// What deleting it would do.
    ///
    /// # Errors
    /// [`Denied::NotFound`](crate::Denied) where the caller may not.
    pub async fn deletion(&mut self) -> Result<AccessOutlook> {
        self.deletion_of(&self.scope.first().clone()).await
    }

    /// What goes when it is deleted: how many of each type beside itself, and the names of some that the caller may see.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn goes(&mut self) -> Result<(Vec<(String, u32)>, Vec<String>)> {
        let top = self.scope.first().clone();
        let (counts, seen) = self.index(|index| {
            let (mut counts, mut seen) = (BTreeMap::<String, u32>::new(), Vec::new());
            for change in index.removal(&top) {
                let Change::RemoveNode(id) = change else { continue };
                if id != top {
                    *counts.entry(id.kind().to_owned()).or_default() += 1;
                    if seen.len() < TOLD && self.reads(index, &id) {
                        seen.push(id);
                    }
                }
            }
            (counts.into_iter().collect(), seen)
        });
        let names = self.called(&seen).await?;
        Ok((counts, seen.iter().filter_map(|id| names.get(id).cloned()).collect()))
    }
}

/// The types of what can be below a node of a type, and that type itself.
pub(in crate::permitted) fn within<'a>(catalog: &'a Catalog, top: &'a str) -> BTreeSet<&'a str> {
    let mut inside = BTreeSet::from([top]);
    while let Some((name, _)) = catalog.types.iter().find(|(name, kind)| {
        !inside.contains(name.as_str()) && kind.parents.iter().any(|parent| inside.contains(parent.as_str()))
    }) {
        inside.insert(name);
    }
    inside
}

/// The scope of what is done with a node by itself.
pub(in crate::permitted) fn own(scope: &Typed) -> NodeId {
    scope.first().clone()
}

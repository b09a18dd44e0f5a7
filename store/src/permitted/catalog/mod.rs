//! The catalog: what a deployment protects, shown, changed, and owned by files.

mod act;
mod edit;
mod file;

pub use act::ActShift;
pub use edit::{CatalogEdit, CatalogOutlook};
pub use file::{CatalogFile, CatalogPlan, CatalogShow, Drift, PlanLine, Sign};

use super::{Permitted, RoleName, writer};
use crate::error::Result;
use authz::{
    Catalog, NodeId, Permission,
    action::{Action, ReadCatalog},
    guard::{self, Flaw},
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

/// The catalog as its readers see it.
#[derive(Clone, Debug)]
pub struct CatalogRecord {
    /// The catalog.
    pub catalog: Catalog,
    /// How many nodes there are of each type, where the caller may see them all.
    pub nodes: BTreeMap<String, usize>,
    /// Roles that the catalog can name: those at home on `system`, and what they are called.
    pub roles: Vec<RoleName>,
    /// The files that own parts of it.
    pub files: Vec<CatalogFile>,
    /// What is wrong with it, from before such a thing was refused.
    pub flaws: Vec<Flaw>,
    /// May the caller change it?
    pub editable: bool,
    /// May the caller read what was done?
    pub log: bool,
}

impl Permitted<ReadCatalog> {
    /// The catalog, who owns what of it, and what differs from the files.
    ///
    /// # Errors
    /// [`crate::StoreError::Database`].
    pub async fn get(&mut self) -> Result<CatalogRecord> {
        let files = self.catalog_files().await?;
        let (editable, log) = (self.is_editor(), self.may("audit:read", &NodeId::system()));
        Ok(self.index(|index| {
            let catalog = index.catalog().clone();
            let seen = |kind: &&String| self.may_in(index, &format!("{kind}:read"), &NodeId::system());
            let nodes = catalog.types.keys().filter(seen).map(|kind| (kind.clone(), index.nodes_of_type(kind).count()));
            let nodes = nodes.collect();
            let mut roles: Vec<RoleName> =
                index.roles().filter(|role| role.home.is_system()).map(RoleName::from).collect();
            roles.sort_by(|one, other| one.name.cmp(&other.name));
            let flaws = if editable { guard::faults(index) } else { Vec::new() };
            CatalogRecord { catalog, nodes, roles, files, flaws, editable, log }
        }))
    }
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// May the caller change the catalog?
    fn is_editor(&self) -> bool {
        self.may("system:update", &NodeId::system())
            && self.index(|index| guard::is_administrator(index, &writer(&self.caller), self.now))
    }
}

/// A short text that is another for something else: to notice that somebody was faster. Told apart by one server only.
pub(in crate::permitted) fn digest(of: &impl Serialize) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(of).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Every permission of a catalog.
pub(in crate::permitted) fn permissions(catalog: &Catalog) -> impl Iterator<Item = Permission> + '_ {
    catalog
        .types
        .iter()
        .flat_map(|(kind, def)| def.actions.iter().filter_map(|action| Permission::of(kind, action).ok()))
}

//! The catalog: permissions by number, types with their flags, policies and route guards ready to match.

use super::{Bits, Index, KindSlot, NONE};
use crate::{
    Catalog, Permission,
    policy::Glob,
    route::{self, Route},
};
use alloc::{collections::BTreeMap, string::String, sync::Arc, vec::Vec};
use hashbrown::HashMap;

/// The catalog, by numbers.
#[derive(Debug)]
pub(crate) struct CatalogSlot {
    /// As set.
    pub fact: Catalog,
    /// Every permission of every type.
    pub permissions: Vec<Permission>,
    /// Their numbers.
    pub numbers: HashMap<Permission, u32>,
    /// Those whose action is `read`, which the archive does not stop.
    pub read: Bits,
    /// What each policy says an action needs.
    pub policies: Vec<PolicySlot>,
    /// The route guards, in their order.
    pub routes: Vec<Route>,
    /// What anyone gets where a node is public, or [`NONE`].
    pub public: u32,
    /// What every user gets where a node is internal or public, or [`NONE`].
    pub internal: u32,
}

impl Default for CatalogSlot {
    fn default() -> Self {
        Self {
            fact: Catalog::default(),
            permissions: Vec::new(),
            numbers: HashMap::new(),
            read: Bits::default(),
            policies: Vec::new(),
            routes: Vec::new(),
            public: NONE,
            internal: NONE,
        }
    }
}

/// A policy ready to match.
#[derive(Debug)]
pub(crate) struct PolicySlot {
    /// As written.
    pub pattern: String,
    /// Matches whole ids.
    pub glob: Glob,
    /// The permission on `system` each action needs.
    pub needs: BTreeMap<String, u32>,
}

impl Index {
    pub(super) fn set_catalog(&mut self, catalog: Catalog) {
        let mut slot = CatalogSlot { fact: catalog, ..CatalogSlot::default() };
        for (kind, def) in &slot.fact.types {
            for action in &def.actions {
                let Ok(permission) = Permission::of(kind, action) else { continue };
                let number = u32::try_from(slot.permissions.len()).unwrap_or(NONE);
                if slot.numbers.contains_key(&permission) {
                    continue;
                }
                if action == "read" {
                    slot.read.add(number);
                }
                slot.numbers.insert(permission.clone(), number);
                slot.permissions.push(permission);
            }
        }
        slot.policies =
            slot.fact
                .policies
                .iter()
                .filter_map(|policy| {
                    let needs = policy.needs.iter().filter_map(|(action, needed)| {
                        slot.numbers.get(needed).map(|number| (action.clone(), *number))
                    });
                    Some(PolicySlot {
                        pattern: policy.pattern.clone(),
                        glob: Glob::parse(&policy.pattern).ok()?,
                        needs: needs.collect(),
                    })
                })
                .collect();
        // Checked before: a catalog with a guard that cannot be read is none.
        slot.routes = route::read(&slot.fact).unwrap_or_default();
        let visitors = slot.fact.visitor_roles.clone();
        slot.public = visitors.public.as_ref().map_or(NONE, |role| self.intern_role(role));
        slot.internal = visitors.internal.as_ref().map_or(NONE, |role| self.intern_role(role));
        self.catalog = Arc::new(slot);
        self.refresh_kinds();
        for number in 0..self.role_names.count() {
            self.refresh_role(number);
        }
    }

    /// Takes over the catalog's types, and their flags into the nodes of those whose flags changed.
    fn refresh_kinds(&mut self) {
        let catalog = self.catalog.clone();
        for kind in catalog.fact.types.keys() {
            self.intern_kind(kind);
        }
        for number in 0..self.kinds.count() {
            let before = self.kind_slots.at(number).clone();
            let mut after = KindSlot { name: before.name.clone(), nodes: before.nodes.clone(), ..KindSlot::default() };
            if let Some(def) = catalog.fact.types.get(&*before.name) {
                after.known = true;
                (after.restrictable, after.visibility) = (def.restrictable, def.visibility);
                (after.by_policy, after.open) = (def.by_policy, def.open);
                after.parents = def.parents.iter().map(|parent| self.intern_kind(parent)).collect();
            }
            let flags = |slot: &KindSlot| (slot.restrictable, slot.visibility, slot.by_policy);
            let changed = flags(&before) != flags(&after);
            self.kind_slots.edit(number, |slot| *slot = after);
            if changed {
                for node in before.nodes.iter().filter_map(|id| self.nodes.find(id.as_str())).collect::<Vec<_>>() {
                    self.refresh_step(node);
                }
            }
        }
    }
}

//! The index: facts by number, so that a check walks the nodes above and tests only the subject's grants.
//!
//! Every name gets a number once; rows refer to each other by number, also to names that are not there (yet), so the
//! order in which facts arrive does not matter. All rows are in shared chunks: a clone is cheap and what is changed
//! in it leaves the original alone, which is how *before* and *after* can be compared.
//!
//! To add a kind of fact: a row in `slot`, its `put_…` and `remove_…` in a file of its own, and a line in
//! [`Index::apply`] and [`Index::world`].

mod catalog;
mod check;
mod fill;
mod grant;
mod group;
mod handful;
mod hashed;
mod holding;
mod key;
mod names;
mod node;
mod reach;
mod read;
mod removal;
mod role;
mod slot;
mod sorted;
mod table;
mod user;

pub(crate) use catalog::{CatalogSlot, PolicySlot};
pub use check::Invalid;
pub(crate) use handful::Handful;
pub(crate) use hashed::{Hashed, Row};
pub(crate) use names::{Names, Numbers, Text};
pub(crate) use reach::*;
pub use read::Whom;
pub(crate) use slot::*;
pub(crate) use sorted::Sorted;
pub(crate) use table::Table;

use crate::{Change, NodeId, World};
use alloc::sync::Arc;

/// The facts of a [`World`], ready to be asked about.
#[derive(Clone, Debug)]
pub struct Index {
    pub(crate) catalog: Arc<CatalogSlot>,
    pub(crate) system: u32,
    pub(crate) nodes: Names,
    pub(crate) steps: Table<Step, 512>,
    pub(crate) origins: Table<Origin, 512>,
    pub(crate) places: Table<Place>,
    pub(crate) records: Table<Record>,
    pub(crate) subjects: Table<Subject, 512>,
    /// The groups that contain a group, itself among them; of what is no group, none.
    pub(crate) around: Table<Handful, 512>,
    pub(crate) kinds: Names,
    pub(crate) kind_slots: Table<KindSlot>,
    pub(crate) role_names: Names,
    pub(crate) roles: Table<RoleSlot>,
    pub(crate) grant_numbers: Numbers,
    pub(crate) grants: Table<Option<GrantSlot>>,
    pub(crate) labels: Names,
    pub(crate) label_slots: Table<LabelSlot>,
    pub(crate) users: Sorted<NodeId>,
    pub(crate) groups: Sorted<NodeId>,
    pub(crate) keys: Sorted<NodeId>,
    /// Grants whose atoms are only anyone and signed-in.
    pub(crate) everybody: Sorted<u32>,
    /// Nodes with visibility.
    pub(crate) visible: Sorted<u32>,
}

impl Index {
    /// Compiles the facts. What refers to something that is not there gives nothing and does no harm.
    ///
    /// # Errors
    /// [`Invalid`] names what cannot be: nodes above themselves or too deep, a grant to nobody, a malformed condition
    /// or policy.
    pub fn new(world: World) -> Result<Self, Invalid> {
        check::world(&world)?;
        let mut index = Self::empty();
        index.set_catalog(world.catalog);
        let nodes = index.fill_nodes(world.nodes, world.users);
        check::depth(&index, &nodes)?;
        for group in world.groups {
            index.put_group(group);
        }
        for role in world.roles {
            index.put_role(role);
        }
        index.fill_grants(world.grants);
        for key in world.keys {
            index.put_key(key);
        }
        Ok(index)
    }

    fn empty() -> Self {
        let mut index = Self {
            catalog: Arc::default(),
            system: 0,
            nodes: Names::default(),
            steps: Table::default(),
            origins: Table::default(),
            places: Table::default(),
            records: Table::default(),
            subjects: Table::default(),
            around: Table::default(),
            kinds: Names::default(),
            kind_slots: Table::default(),
            role_names: Names::default(),
            roles: Table::default(),
            grant_numbers: Numbers::default(),
            grants: Table::default(),
            labels: Names::default(),
            label_slots: Table::default(),
            users: Sorted::None,
            groups: Sorted::None,
            keys: Sorted::None,
            everybody: Sorted::None,
            visible: Sorted::None,
        };
        index.system = index.intern(&NodeId::system());
        index.refresh_node(index.system);
        index
    }

    /// Applies changes in their order, all or none. The work is in proportion to the changes, not to the index.
    ///
    /// # Errors
    /// As [`Index::new`]; nothing is changed then.
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), Invalid> {
        check::changes(self, changes)?;
        for change in changes {
            self.apply_one(change);
        }
        Ok(())
    }

    /// The index as it would be after the changes. This one stays as it is.
    ///
    /// # Errors
    /// As [`Index::apply`].
    pub fn preview(&self, changes: &[Change]) -> Result<Self, Invalid> {
        let mut after = self.clone();
        after.apply(changes)?;
        Ok(after)
    }

    fn apply_one(&mut self, change: &Change) {
        match change.clone() {
            Change::SetCatalog(catalog) => self.set_catalog(catalog),
            Change::PutNode(node) => self.put_node(node),
            Change::RemoveNode(id) => self.remove_node(&id),
            Change::PutUser(user) => self.put_user(user),
            Change::RemoveUser(id) => self.remove_user(&id),
            Change::PutGroup(group) => self.put_group(group),
            Change::RemoveGroup(id) => self.remove_group(&id),
            Change::PutMember { group, member } => self.put_member(&group, &member),
            Change::RemoveMember { group, member } => self.remove_member(&group, &member),
            Change::PutRole(role) => self.put_role(role),
            Change::RemoveRole(id) => self.remove_role(&id),
            Change::PutGrant(grant) => self.put_grant(grant),
            Change::RemoveGrant(id) => self.remove_grant(&id),
            Change::PutKey(key) => self.put_key(key),
            Change::RemoveKey(id) => self.remove_key(&id),
        }
    }

    /// The number of a node's name, which gets one if it has none.
    fn intern(&mut self, id: &NodeId) -> u32 {
        let known = self.nodes.count();
        let number = self.nodes.intern(id.as_str());
        if number >= known {
            self.records.edit(number, |record| record.id = Some(id.clone()));
            let kind = self.intern_kind(id.kind());
            self.origins.edit(number, |origin| origin.kind = kind);
        }
        number
    }

    fn link(&mut self, to: u32, kind: Ref, from: u32) {
        self.records.edit(to, |record| record.refs.insert((kind, from)));
    }

    fn unlink(&mut self, to: u32, kind: Ref, from: u32) {
        self.records.edit(to, |record| record.refs.remove(&(kind, from)));
    }
}

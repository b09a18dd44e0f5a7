//! The rows of the index. Everything refers to everything by number.

use super::{Handful, Index, Sorted, Text};
use crate::{Atom, GrantId, Key, Node, NodeId, Source, User};
use alloc::{sync::Arc, vec::Vec};

/// No number.
pub(crate) const NONE: u32 = u32::MAX;

/// An atom of a grant, by numbers. The order is from the least selective to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Principal {
    /// Everybody.
    Anyone,
    /// Every active user.
    SignedIn,
    /// Users whose account carries the label.
    Label(u32),
    /// Users of the account.
    Account(u32),
    /// Members of the group.
    Group(u32),
    /// The group's own admins.
    Admins(u32),
    /// Holders of the role on the node.
    Holder(u32, u32),
    /// That user.
    User(u32),
}

impl Principal {
    /// Anyone or signed-in?
    pub fn is_everybody(self) -> bool {
        matches!(self, Self::Anyone | Self::SignedIn)
    }

    /// A number that sorts as it does, but for the nodes of holders: quick to compare.
    pub fn key(self) -> u64 {
        let (class, number) = match self {
            Self::Anyone => (0, 0),
            Self::SignedIn => (1, 0),
            Self::Label(label) => (2, label),
            Self::Account(account) => (3, account),
            Self::Group(group) => (4, group),
            Self::Admins(group) => (5, group),
            Self::Holder(role, _) => (6, role),
            Self::User(user) => (7, user),
        };
        class << 32 | u64::from(number)
    }

    /// Does a `holder` atom look through grants with this atom?
    pub fn is_user_or_group(self) -> bool {
        matches!(self, Self::User(_) | Self::Group(_))
    }
}

/// A grant, in the row of the node it is on, under its most selective atom, which is no user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Held {
    /// The atom it is found under.
    pub principal: Principal,
    /// The grant.
    pub grant: u32,
    /// Its role.
    pub role: u32,
    /// Is this its only atom, and does it never expire?
    pub plain: bool,
}

/// A grant, in the row of the user it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Holding {
    /// The node it is on.
    pub on: u32,
    /// The grant.
    pub grant: u32,
    /// Its role.
    pub role: u32,
    /// Is the user its only atom, and does it never expire?
    pub plain: bool,
}

/// What a check reads of every node on its way: effective values, the catalog's flags taken into account. Nodes that are
/// made together are walked together, so rows this small mostly share a cache line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// The only node above, or [`NONE`].
    parent: u32,
    /// Effective flags.
    pub flags: Flags,
}

impl Default for Step {
    fn default() -> Self {
        Self { parent: NONE, flags: Flags::default() }
    }
}

/// What a check reads of the node it begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    /// The type.
    pub kind: u32,
    /// The owner, or [`NONE`].
    pub owner: u32,
}

impl Default for Origin {
    fn default() -> Self {
        Self { kind: NONE, owner: NONE }
    }
}

/// What a check reads of the few nodes whose [`Step`] says so.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// The grants on it that name no user, sorted by the atom they are found under.
    pub held: Sorted<Held>,
    /// The nodes above, where there are several.
    parents: Option<Arc<[u32]>>,
}

impl Index {
    /// The nodes directly above.
    pub(crate) fn parents<'a>(&'a self, number: u32, step: &'a Step) -> &'a [u32] {
        if step.parent != NONE {
            core::slice::from_ref(&step.parent)
        } else if step.flags.has(Flags::SHARED) {
            self.places.at(number).parents.as_deref().unwrap_or_default()
        } else {
            &[]
        }
    }

    /// The nodes directly above, by number.
    pub(crate) fn parents_of(&self, number: u32) -> &[u32] {
        self.parents(number, self.steps.at(number))
    }

    /// Puts a node's row into place.
    pub(super) fn set_step(&mut self, number: u32, flags: Flags, parents: &[u32]) {
        let (parent, several) = match parents {
            [] => (NONE, None),
            [parent] => (*parent, None),
            _ => (NONE, Some(Arc::from(parents))),
        };
        let held = self.steps.at(number).flags.has(Flags::HELD);
        let flags = flags.with(Flags::SHARED, several.is_some()).with(Flags::HELD, held);
        if several.is_some() || self.places.at(number).parents.is_some() {
            self.places.edit(number, |place| place.parents = several);
        }
        self.steps.edit(number, |row| *row = Step { parent, flags });
    }
}

/// What a check reads of a user: one cache line.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(crate) struct Subject {
    /// Is there a user of this name?
    pub known: bool,
    /// Enabled?
    pub active: bool,
    /// Is a second factor enrolled?
    pub mfa: bool,
    /// The account, or [`NONE`].
    pub account: u32,
    /// The groups this user, or group, is directly in.
    pub groups: Handful,
    /// The grants that name the user, by node.
    pub holdings: Sorted<Holding>,
}

impl Default for Subject {
    fn default() -> Self {
        Self { known: false, active: false, mfa: false, account: NONE, groups: Handful::EMPTY, holdings: Sorted::None }
    }
}

impl Subject {
    /// Is it true of a grant on a node that names the user?
    pub fn any_on(&self, on: u32, mut is: impl FnMut(&Holding) -> bool) -> bool {
        // Looking through a handful is quicker than searching.
        match self.holdings.few().filter(|few| few.len() <= 16) {
            Some(few) => few.iter().any(|holding| holding.on == on && is(holding)),
            None => self.holdings.any_within(|holding| holding.on < on, |holding| holding.on == on, is),
        }
    }

    /// The grants on a node that name the user.
    pub fn holdings_on(&self, on: u32) -> impl Iterator<Item = &Holding> {
        self.holdings.from(move |holding| holding.on < on).take_while(move |holding| holding.on == on)
    }
}

/// Flags of a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u16);

impl Flags {
    /// It is there (a name that is only referred to is not).
    pub const REGISTERED: u16 = 1;
    /// Cuts what everybody has from above.
    pub const RESTRICTED: u16 = 2;
    /// Read-only.
    pub const ARCHIVED: u16 = 4;
    /// Internal visibility or more.
    pub const INTERNAL: u16 = 8;
    /// Public visibility.
    pub const PUBLIC: u16 = 16;
    /// Its users are inactive.
    pub const SUSPENDED: u16 = 32;
    /// Decided by pattern policies.
    pub const BY_POLICY: u16 = 64;
    /// There are grants on it that name no user.
    pub const HELD: u16 = 128;
    /// It has several parents.
    pub const SHARED: u16 = 256;

    /// Is any of these set?
    pub fn has(self, flags: u16) -> bool {
        self.0 & flags != 0
    }

    /// Sets or clears a flag.
    pub fn with(self, flag: u16, set: bool) -> Self {
        if set { Self(self.0 | flag) } else { Self(self.0 & !flag) }
    }
}

/// What refers to a node, by kind of reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ref {
    /// A node below.
    Child,
    /// A group this is an admin of.
    AdminOf,
    /// A member of this group.
    Member,
    /// An admin of this group.
    Admin,
    /// A user of this account.
    Resident,
    /// A label of this account.
    Label,
    /// A node this owns.
    Owns,
    /// A key that acts for this user.
    Key,
    /// A key whose scope is this node.
    Scope,
    /// A grant with an atom that names this, and is not found under this user.
    Mention,
    /// A role at home here.
    Home,
}

/// What is known of a name: the facts, and what refers to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// The name; every number has one.
    pub id: Option<NodeId>,
    /// The node as it was put.
    pub put: Option<Arc<Node>>,
    /// The node in effect: as put, with its owner, or the one a user, group or key brings.
    pub node: Option<Arc<Node>>,
    /// The user of this name.
    pub user: Option<Arc<User>>,
    /// The key of this name.
    pub key: Option<Arc<KeySlot>>,
    /// The grants on it.
    pub grants: Sorted<u32>,
    /// What refers to it.
    pub refs: Sorted<(Ref, u32)>,
}

impl Record {
    /// The numbers of what refers to this in one way.
    pub fn refs(&self, kind: Ref) -> impl Iterator<Item = u32> + Clone {
        self.refs
            .from(move |(other, _)| *other < kind)
            .take_while(move |(other, _)| *other == kind)
            .map(|(_, number)| *number)
    }
}

/// A key, by numbers.
#[derive(Clone, Debug)]
pub(crate) struct KeySlot {
    /// As put.
    pub fact: Key,
    /// The user it acts for.
    pub owner: u32,
    /// The top of its scope.
    pub on: u32,
}

/// A grant, by numbers. One cache line; no more for a grant to one that never expires.
#[derive(Clone, Debug)]
pub(crate) struct GrantSlot {
    /// Its id; those that the product makes fit in here.
    pub id: Text<30>,
    /// The node.
    pub on: u32,
    /// The role.
    pub role: u32,
    /// The most selective of its atoms.
    pub principal: Principal,
    /// Where it came from.
    pub source: Source,
    /// What only some have.
    pub more: Option<Arc<GrantMore>>,
}

/// What only some grants have: an end, or several atoms.
#[derive(Clone, Debug)]
pub(crate) struct GrantMore {
    /// All atoms, from the least selective to the most; never empty.
    pub atoms: Vec<Principal>,
    /// As put.
    pub who: Vec<Atom>,
    /// As put.
    pub expires_at: Option<i64>,
}

impl GrantSlot {
    /// All atoms, from the least selective to the most; never empty.
    pub fn atoms(&self) -> &[Principal] {
        self.more.as_ref().map_or(core::slice::from_ref(&self.principal), |more| &more.atoms)
    }

    /// When it ends, if it does.
    pub fn expires_at(&self) -> Option<i64> {
        self.more.as_ref().and_then(|more| more.expires_at)
    }

    /// Is it in force?
    pub fn live(&self, now: i64) -> bool {
        self.expires_at().is_none_or(|end| now < end)
    }

    /// Has it one atom, and no end?
    pub fn plain(&self) -> bool {
        self.more.is_none()
    }

    /// Are its atoms only users and groups?
    pub fn is_for_users_and_groups(&self) -> bool {
        self.atoms().iter().all(|atom| atom.is_user_or_group())
    }

    /// Is it cut like visibility?
    pub fn is_everybody(&self) -> bool {
        self.principal.is_everybody()
    }

    /// Its id.
    pub fn grant_id(&self) -> GrantId {
        GrantId::known(self.id.as_str())
    }
}

/// What a label is on, and what it gives.
#[derive(Clone, Debug, Default)]
pub(crate) struct LabelSlot {
    /// The label.
    pub text: Arc<str>,
    /// Accounts that carry it.
    pub accounts: Sorted<u32>,
    /// Grants with an atom that names it.
    pub grants: Sorted<u32>,
}

/// A node type, in the catalog or not.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the catalog's flags, as they are")]
pub(crate) struct KindSlot {
    /// Its name.
    pub name: Arc<str>,
    /// In the catalog?
    pub known: bool,
    /// Does `restricted` count?
    pub restrictable: bool,
    /// Does `visibility` count?
    pub visibility: bool,
    /// Decided by pattern policies?
    pub by_policy: bool,
    /// May be asked about without being registered?
    pub open: bool,
    /// Allowed parents.
    pub parents: Vec<u32>,
    /// Its nodes, by name.
    pub nodes: Sorted<NodeId>,
}

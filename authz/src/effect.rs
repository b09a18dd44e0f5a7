//! What changes would do to people: who gains or loses what, where, and through what.
//!
//! It is exact: a set is here exactly if the decision is another after the changes than before. To be quick it looks
//! only where a change can be felt (`touch`), at one node of each kind that all answers are the same for (`class`), and
//! at the people whom something there is granted to; everybody else together counts as one (`measure`);
//! what policies give, it tells by their patterns (`policy`).

mod class;
mod filter;
mod measure;
mod policy;
mod touch;

use crate::{Change, Index, Invalid, NodeId, Permission, RoleId};
use alloc::{collections::BTreeSet, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// What changes do to who may do what: gains and losses in groups, no triple of subject, permission and node in two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Gains and losses; gains first.
    pub shifts: Vec<Shift>,
    /// Is something left out that the viewer may not read?
    #[serde(default)]
    pub withheld: bool,
}

/// The same subjects gain, or lose, the same permissions on the same nodes, through the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shift {
    /// Lose, not gain?
    pub loses: bool,
    /// Users and API keys, or `anonymous`.
    pub subjects: Vec<String>,
    /// If so, these are no list of subjects, but every user who is active before and after except these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub everybody_but: Option<Vec<NodeId>>,
    /// How the permissions come to them: after the changes for gains, before them for losses.
    pub through: BTreeSet<Through>,
    /// Permissions.
    pub permissions: Vec<Permission>,
    /// Nodes.
    pub nodes: Vec<NodeId>,
    /// For types decided by policies, the patterns of policies that give the permissions on what they match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// How many subjects, where the list was cut short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_count: Option<usize>,
    /// How many nodes, where the list was cut short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node_count: Option<usize>,
}

/// What a permission comes through.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Through {
    /// The way to the role.
    pub via: Via,
    /// The role.
    pub role: RoleId,
}

/// How a role comes to somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A grant that names the user.
    Direct,
    /// A grant to a group.
    Group(NodeId),
    /// A grant to a group's admins.
    GroupAdmins(NodeId),
    /// A grant to an account.
    Account(NodeId),
    /// A grant to accounts with a label.
    AccountLabel(String),
    /// A grant to those who hold a role on a node.
    Holder(RoleId, NodeId),
    /// A grant to every user.
    SignedIn,
    /// A grant to everybody.
    Anyone,
    /// A node's visibility.
    Visibility,
}

/// What the changes would do at this instant.
///
/// # Errors
/// [`Invalid`] if they cannot be made.
pub fn effect(before: &Index, changes: &[Change], now: i64) -> Result<Effect, Invalid> {
    let after = before.preview(changes)?;
    Ok(between(before, &after, changes, now))
}

/// What changes did that lead from one index to the other.
pub fn between(before: &Index, after: &Index, changes: &[Change], now: i64) -> Effect {
    let touched = touch::Touched::of(before, after, changes, now);
    let classes = class::classes(before, after, &touched);
    measure::measure(before, after, now, &touched, &classes)
}

impl Effect {
    /// Nothing gained, nothing lost?
    pub fn is_empty(&self) -> bool {
        self.shifts.is_empty()
    }

    /// Those who gain.
    pub fn gains(&self) -> impl Iterator<Item = &Shift> {
        self.shifts.iter().filter(|shift| !shift.loses)
    }

    /// Those who lose.
    pub fn losses(&self) -> impl Iterator<Item = &Shift> {
        self.shifts.iter().filter(|shift| shift.loses)
    }

    /// Every node it names, people and groups among them: what a page needs labels for.
    pub fn nodes(&self) -> BTreeSet<NodeId> {
        let named = |shift: &Shift| {
            let people = shift.subjects.iter().filter_map(|subject| NodeId::parse(subject).ok());
            let others = shift.everybody_but.iter().flatten().chain(&shift.nodes);
            let through = shift.through.iter().filter_map(Through::node);
            people.chain(others.chain(through).cloned()).collect::<Vec<NodeId>>()
        };
        self.shifts.iter().flat_map(named).collect()
    }
}

impl Shift {
    /// The nodes that are not below another of them: where the shift begins.
    pub fn tops<'a>(&'a self, index: &'a Index) -> impl Iterator<Item = &'a NodeId> {
        let all: BTreeSet<&NodeId> = self.nodes.iter().collect();
        self.nodes.iter().filter(move |node| !index.ancestors(*node).iter().any(|above| all.contains(above)))
    }

    /// Each subject listed, permission and node, lazily: a page drills down by this.
    pub fn triples(&self) -> impl Iterator<Item = (&str, &Permission, &NodeId)> {
        let pairs =
            self.permissions.iter().flat_map(|permission| self.nodes.iter().map(move |node| (permission, node)));
        self.subjects
            .iter()
            .flat_map(move |subject| pairs.clone().map(move |(permission, node)| (subject.as_str(), permission, node)))
    }
}

impl Through {
    fn node(&self) -> Option<&NodeId> {
        match &self.via {
            Via::Group(node) | Via::GroupAdmins(node) | Via::Account(node) | Via::Holder(_, node) => Some(node),
            Via::Direct | Via::AccountLabel(_) | Via::SignedIn | Via::Anyone | Via::Visibility => None,
        }
    }
}

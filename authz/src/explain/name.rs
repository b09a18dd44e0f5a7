//! What an explanation names.

use super::{Cut, Explanation, Match, Through, Why};
use crate::{GrantId, NodeId, RoleId};
use alloc::{collections::BTreeSet, vec::Vec};

impl Explanation {
    /// Every node it names, but the subject, whoever that is.
    pub fn nodes(&self) -> BTreeSet<NodeId> {
        let mut nodes: BTreeSet<NodeId> = NodeId::parse(&self.node).into_iter().chain(self.acts_for.clone()).collect();
        for proof in &self.proofs {
            nodes.insert(proof.on.clone());
            nodes.extend(proof.path.iter().cloned());
            nodes.extend(proof.who.iter().flat_map(matched));
        }
        for miss in &self.misses {
            nodes.insert(miss.on.clone());
            match &miss.why {
                Why::Restricted(cutting) => nodes.extend(cutting.iter().cloned()),
                Why::NotOwn(owner) => nodes.extend(owner.clone()),
                Why::Expired(_) | Why::TooLow | Why::Beside | Why::Conditions(_) => {}
            }
        }
        for cut in &self.cuts {
            match cut {
                Cut::Disabled(node) | Cut::Suspended(node) | Cut::OwnerGone(node) | Cut::KeyScope(node) => {
                    nodes.insert(node.clone());
                }
                Cut::Archived(archived) => nodes.extend(archived.iter().cloned()),
                Cut::KeyRevoked | Cut::KeyExpired(_) | Cut::KeyPatterns | Cut::NoPolicy => {}
            }
        }
        nodes.extend(self.fixes.iter().chain(&self.widens).map(|fix| fix.on.clone()));
        nodes.extend(self.joins.iter().flat_map(|join| [join.group.clone(), join.on.clone()]));
        nodes
    }

    /// Every grant it names.
    pub fn grants(&self) -> BTreeSet<GrantId> {
        let through =
            self.proofs.iter().map(|proof| &proof.through).chain(self.misses.iter().map(|miss| &miss.through));
        let own = through.filter_map(|through| match through {
            Through::Grant(grant) => Some(grant.clone()),
            Through::Visibility(_) => None,
        });
        let held = self.proofs.iter().flat_map(|proof| &proof.who).filter_map(|matched| match matched {
            Match::Holder { grant, .. } => Some(grant.clone()),
            _ => None,
        });
        own.chain(held).collect()
    }

    /// Every role it names.
    pub fn roles(&self) -> BTreeSet<RoleId> {
        let held = self.proofs.iter().flat_map(|proof| &proof.who).filter_map(|matched| match matched {
            Match::Holder { role, .. } => Some(role.clone()),
            _ => None,
        });
        let given = self.proofs.iter().flat_map(|proof| proof.roles.iter().cloned());
        let others = self.misses.iter().map(|miss| miss.role.clone());
        let fixes = self.fixes.iter().chain(&self.widens).map(|fix| fix.role.clone());
        held.chain(given).chain(others).chain(fixes).chain(self.joins.iter().map(|join| join.role.clone())).collect()
    }
}

/// The nodes that a match names.
fn matched(by: &Match) -> Vec<NodeId> {
    match by {
        Match::User(node) | Match::GroupAdmins(node) | Match::Account(node) => Vec::from([node.clone()]),
        Match::Group(way) => way.clone(),
        Match::AccountLabel { account, .. } => Vec::from([account.clone()]),
        Match::Holder { node, who, .. } => who.iter().flat_map(matched).chain([node.clone()]).collect(),
        Match::SignedIn | Match::Anyone => Vec::new(),
    }
}

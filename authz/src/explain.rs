//! Why a decision is what it is, as data: codes and ids, no prose.
//!
//! An answer is allowed exactly if something gives it (`proofs`) and nothing stops it (`cuts`). Where nothing gives
//! it, `misses` are the facts that failed in one way only, and `fixes` the least powerful roles that would do.

mod filter;
mod fix;
mod miss;
mod proof;

pub use filter::{Thing, Viewer};

use crate::{
    Condition, Entry, GrantId, Index, NodeId, Permission, Question, RoleId, Unknown, Value, Visibility,
    decide::{Asker, Check, Moment, Person, Start, Target},
    index::{Flags, NONE},
};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// Most proofs that are spelled out.
pub const MAX_PROOFS: usize = 100;
/// Most misses that are spelled out.
pub const MAX_MISSES: usize = 20;
/// Most fixes that are spelled out.
pub const MAX_FIXES: usize = 10;

/// Why one permission on one node is allowed, or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Who was asked about.
    pub subject: String,
    /// The user that an API key acts for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acts_for: Option<NodeId>,
    /// What was asked.
    pub permission: Permission,
    /// Where.
    pub node: String,
    /// The decision.
    pub allowed: bool,
    /// What gives the permission, at most [`MAX_PROOFS`].
    pub proofs: Vec<Proof>,
    /// How many proofs there are; where some are withheld, how many are shown.
    pub proof_count: usize,
    /// What stops it, whatever gives it.
    pub cuts: Vec<Cut>,
    /// Where nothing gives it: what fails in one way only, at most [`MAX_MISSES`].
    pub misses: Vec<Miss>,
    /// Where nothing gives it and nothing stops it: the least powerful roles that would do, at most [`MAX_FIXES`].
    pub fixes: Vec<Fix>,
    /// Is something left out that the viewer may not read?
    #[serde(default)]
    pub withheld: bool,
}

/// A grant or visibility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Through {
    /// A grant.
    Grant(GrantId),
    /// A node's visibility.
    Visibility(Visibility),
}

/// Something that gives the permission, with one shortest way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// What gives it.
    pub through: Through,
    /// The node it is on, or that carries the visibility.
    pub on: NodeId,
    /// How the subject comes to it: one match for each atom of the grant; none for visibility.
    pub who: Vec<Match>,
    /// From the role given to the included role that has the entry.
    pub roles: Vec<RoleId>,
    /// The entry that gives the permission.
    pub entry: Entry,
    /// From the node asked about up to `on`. An unregistered node is not named.
    pub path: Vec<NodeId>,
    /// For types decided by policy: the policy's pattern, and the permission on `system` that it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<(String, Permission)>,
}

/// How an atom holds for the subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// It names the user.
    User(NodeId),
    /// From the group the user is in up to the group named.
    Group(Vec<NodeId>),
    /// The user looks after the group.
    GroupAdmins(NodeId),
    /// It is the user's account.
    Account(NodeId),
    /// The user's account carries the label.
    AccountLabel {
        /// The account.
        account: NodeId,
        /// The label.
        label: String,
    },
    /// The user holds the role there.
    Holder {
        /// The role.
        role: RoleId,
        /// Where.
        node: NodeId,
        /// By this grant.
        grant: GrantId,
        /// How the user comes to that.
        who: Vec<Match>,
    },
    /// The user is signed in.
    SignedIn,
    /// Everybody is anyone.
    Anyone,
}

/// What stops the permission, whatever gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// The user is disabled.
    Disabled(NodeId),
    /// The user's account is suspended.
    Suspended(NodeId),
    /// The user the key acts for is gone.
    OwnerGone(NodeId),
    /// The key was revoked.
    KeyRevoked,
    /// The key has expired.
    KeyExpired(i64),
    /// None of the key's patterns covers the permission.
    KeyPatterns,
    /// The node does not lie at or below the key's.
    KeyScope(NodeId),
    /// Every way up crosses one of these archived nodes, and the action is not `read`.
    Archived(Vec<NodeId>),
    /// No policy says what the action needs on this id.
    NoPolicy,
}

/// Something that would give the permission, had it not failed in one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Miss {
    /// What would give it.
    pub through: Through,
    /// The node it is on.
    pub on: NodeId,
    /// The role it gives.
    pub role: RoleId,
    /// What it failed in.
    pub why: Why,
}

/// The one way in which something failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It was in force until then.
    Expired(i64),
    /// It is on a node directly below the one asked about.
    TooLow,
    /// It is on another node directly below a parent of the one asked about.
    Beside,
    /// It is for everybody, and these restricted nodes cut it.
    Restricted(Vec<NodeId>),
    /// The entry reaches only own nodes, and this one is somebody else's, or nobody's.
    NotOwn(Option<NodeId>),
    /// Conditions did not hold.
    Conditions(Vec<Failed>),
}

/// A condition that did not hold, and the values it saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failed {
    /// The condition.
    pub condition: Condition,
    /// The left side.
    pub left: Seen,
    /// The right side.
    pub right: Seen,
}

/// A value that a condition saw. `null` is a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// Nothing of that name was there.
    Missing,
    /// This.
    Value(Value),
}

impl From<Option<&Value>> for Seen {
    fn from(value: Option<&Value>) -> Self {
        value.map_or(Self::Missing, |value| Self::Value(value.clone()))
    }
}

/// A grant to the subject that would give the permission.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fix {
    /// The role.
    pub role: RoleId,
    /// Where it may be granted and would do, nearest to the node asked about.
    pub on: NodeId,
}

/// One check to be explained: a permission on a walk. Types decided by policy have one for each policy that fits.
pub(super) struct Case<'a> {
    pub check: Check<'a>,
    pub start: Start,
    pub policy: Option<(String, Permission)>,
}

impl Case<'_> {
    pub fn permission(&self) -> Option<&Permission> {
        self.check.index.catalog.permissions.get(self.check.permission as usize)
    }
}

impl Index {
    /// Explains each of the things asked. The question is allowed if all of them are.
    ///
    /// # Errors
    /// As [`Index::decide`].
    pub fn explain(&self, question: &Question) -> Result<Vec<Explanation>, Unknown> {
        let asker = self.asker(question.subject)?;
        let moment = Moment { now: question.now, sent: question.sent };
        let explained = question.asks.iter().map(|(permission, node)| {
            let target = self.target(permission, node, question.parents)?;
            self.explain_one(question.subject, &asker, &target, node, moment)
        });
        let explained: Vec<Explanation> = explained.collect::<Result<_, _>>()?;
        if explained.is_empty() { Err(Unknown::Nothing) } else { Ok(explained) }
    }

    fn explain_one(
        &self,
        subject: &str,
        asker: &Asker,
        target: &Target,
        node: &str,
        moment: Moment,
    ) -> Result<Explanation, Unknown> {
        let permission = self.catalog.permissions.get(target.asked as usize);
        let permission = permission.ok_or_else(|| Unknown::Node(node.into()))?.clone();
        let cases = self.cases(asker, target, moment);
        let cuts = self.cuts(asker, target, &cases, &permission, moment.now);
        let (proofs, proof_count) = proof::proofs(&cases);
        let (mut misses, mut fixes) = (Vec::new(), Vec::new());
        if proofs.is_empty() {
            misses = miss::misses(&cases);
            if cuts.is_empty() {
                fixes = fix::fixes(&cases);
            }
        }
        let acts_for = asker.key.map(|key| key.fact.owner.clone());
        let allowed = cuts.is_empty() && !proofs.is_empty();
        let (subject, node) = (subject.into(), node.into());
        Ok(Explanation {
            subject,
            acts_for,
            permission,
            node,
            allowed,
            proofs,
            proof_count,
            cuts,
            misses,
            fixes,
            withheld: false,
        })
    }

    fn cases<'a>(&'a self, asker: &'a Asker<'a>, target: &Target, moment: Moment<'a>) -> Vec<Case<'a>> {
        let Some(id) = target.policy else {
            let check = Check::new(self, asker, target.asked, &target.start, moment);
            return Vec::from([Case { check, start: target.start.clone(), policy: None }]);
        };
        let start = Start::Node(self.system);
        let matching = self.policies_for(target.asked, id);
        matching
            .filter_map(|(policy, needed)| {
                let permission = self.catalog.permissions.get(needed as usize)?.clone();
                let check = Check::new(self, asker, needed, &start, moment);
                Some(Case { check, start: start.clone(), policy: Some((policy.pattern.clone(), permission)) })
            })
            .collect()
    }

    fn cuts(&self, asker: &Asker, target: &Target, cases: &[Case], permission: &Permission, now: i64) -> Vec<Cut> {
        let mut cuts = Vec::new();
        if let Some(key) = asker.key {
            if asker.person.is_none() {
                cuts.push(Cut::OwnerGone(key.fact.owner.clone()));
            }
            if !key.fact.active {
                cuts.push(Cut::KeyRevoked);
            }
            if let Some(end) = key.fact.expires_at.filter(|end| now >= *end) {
                cuts.push(Cut::KeyExpired(end));
            }
            if !key.fact.permissions.iter().any(|pattern| pattern.covers(permission)) {
                cuts.push(Cut::KeyPatterns);
            }
            let within = if target.policy.is_some() {
                key.on == self.system
            } else {
                self.ways(&target.start).iter().any(|step| step.number == key.on)
            };
            if !within {
                cuts.push(Cut::KeyScope(key.fact.on.clone()));
            }
        }
        if let Some(person) = &asker.person {
            cuts.extend(self.inactive(person));
        }
        if cases.is_empty() {
            cuts.push(Cut::NoPolicy);
        } else if let Some(archived) = self.archive(cases) {
            cuts.push(Cut::Archived(archived));
        }
        cuts
    }

    fn inactive(&self, person: &Person) -> impl Iterator<Item = Cut> {
        let disabled = (!person.subject.active).then(|| self.id(person.number).cloned().map(Cut::Disabled));
        let account = person.account();
        let suspended = account != NONE && self.steps.at(account).flags.has(Flags::SUSPENDED);
        let suspended = suspended.then(|| self.id(account).cloned().map(Cut::Suspended));
        [disabled, suspended].into_iter().flatten().flatten()
    }

    /// The archived nodes in the way, if there is no other way for what is asked.
    fn archive(&self, cases: &[Case]) -> Option<Vec<NodeId>> {
        let mut archived = Vec::new();
        for case in cases {
            if self.catalog.read.has(case.check.permission) {
                return None;
            }
            let ways = self.ways(&case.start);
            let is_root = |number: u32| self.parents_of(number).is_empty();
            let is_archived = |number: u32| self.steps.at(number).flags.has(Flags::ARCHIVED);
            if ways.iter().any(|step| step.live && is_root(step.number) && !is_archived(step.number)) {
                return None;
            }
            archived =
                self.ids(ways.iter().map(|step| step.number).filter(|number| is_archived(*number))).cloned().collect();
        }
        Some(archived)
    }

    /// The node asked about, where it is registered, and all above, nearest first, each once.
    pub(crate) fn ways(&self, start: &Start) -> Vec<proof::Step> {
        proof::ways(self, start)
    }
}

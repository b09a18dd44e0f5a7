//! Why a decision is what it is, as data: codes and ids, no prose.
//!
//! An answer is allowed exactly if something gives it (`proofs`) and nothing stops it (`cuts`). Where nothing gives
//! it, `misses` are the facts that failed in one way only, and `fixes` the least powerful roles that would do.

mod case;
mod filter;
mod fix;
mod miss;
mod name;
mod proof;
mod viewer;
mod way;

pub use filter::{Sees, Thing};
pub use viewer::Viewer;

use crate::{
    Condition, Entry, GrantId, Index, NodeId, Permission, Question, RoleId, Unknown, Value, Visibility,
    decide::{Asker, Moment, Person, Target},
    index::{Flags, NONE},
};
use alloc::{string::String, vec::Vec};
use case::Case;
use filter::Filter;
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
    /// How many proofs there are, those that are withheld not counted.
    pub proof_count: usize,
    /// What stops it, whatever gives it.
    pub cuts: Vec<Cut>,
    /// Where nothing gives it: what fails in one way only, at most [`MAX_MISSES`].
    pub misses: Vec<Miss>,
    /// Where nothing gives it and nothing stops it: the least powerful roles that would do, at most [`MAX_FIXES`].
    pub fixes: Vec<Fix>,
    /// The same: groups that are given such a role already, the least powerful first, at most [`MAX_FIXES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joins: Vec<Join>,
    /// The same: roles the subject holds that would do if they gave the permission, the nearest first, at most
    /// [`MAX_FIXES`]. All who hold them would get it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub widens: Vec<Fix>,
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

/// A group that the subject would be allowed it by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Join {
    /// The group.
    pub group: NodeId,
    /// The role it is given.
    pub role: RoleId,
    /// Where.
    pub on: NodeId,
}

impl Index {
    /// Explains each of the things asked. The question is allowed if all of them are.
    ///
    /// # Errors
    /// As [`Index::decide`].
    pub fn explain(&self, question: &Question) -> Result<Vec<Explanation>, Unknown> {
        self.explain_to(question, &|_| true)
    }

    /// The same for a viewer who sees only some things, and who may know the answers themselves. What is told is worked
    /// out from what is seen alone: of what is not seen it says nothing but that there is something.
    ///
    /// # Errors
    /// As [`Index::decide`].
    pub fn explain_to(&self, question: &Question, sees: &Sees) -> Result<Vec<Explanation>, Unknown> {
        let asker = self.asker(question.subject)?;
        let moment = Moment { now: question.now, sent: question.sent };
        let explained = question.asks.iter().map(|(permission, node)| {
            let target = self.target(permission, node, question.parents)?;
            let filter = Filter::new(sees);
            let told = self.explain_one(question.subject, &asker, &target, node, moment, &filter)?;
            Ok(Explanation { withheld: filter.withheld(), ..told })
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
        filter: &Filter,
    ) -> Result<Explanation, Unknown> {
        let permission = self.catalog.permissions.get(target.asked as usize);
        let permission = permission.ok_or_else(|| Unknown::Node(node.into()))?.clone();
        let allowed = self.check(asker, target, moment);
        let cases = self.cases(asker, target, moment, filter);
        let (proofs, proof_count) = proof::proofs(&cases, filter);
        let cuts = if allowed { Vec::new() } else { self.cuts(asker, target, &cases, &permission, moment.now) };
        let stopped = !cuts.is_empty();
        let cuts = cuts.into_iter().filter_map(|cut| filter.cut(cut)).collect();
        let (mut misses, mut fix) = (Vec::new(), fix::Fixed::default());
        if proofs.is_empty() && !allowed {
            misses = miss::misses(&cases, node, subject, filter);
            if !stopped {
                fix = fix::fixes(&cases, filter);
            }
        }
        let acts_for = asker.key.map(|key| key.fact.owner.clone()).filter(|owner| filter.sees(Thing::Node(owner)));
        let (subject, node, withheld) = (subject.into(), node.into(), false);
        let fix::Fixed { fixes, joins, widens } = fix;
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
            joins,
            widens,
            withheld,
        })
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
                cases.iter().flat_map(|case| &case.ways).any(|step| step.number == key.on)
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
        let is_archived = |number: u32| self.steps.at(number).flags.has(Flags::ARCHIVED);
        let mut archived = Vec::new();
        for case in cases {
            let open = case.ways.iter().any(|step| step.live && step.top && !is_archived(step.number));
            if self.catalog.read.has(case.check.permission) || open {
                return None;
            }
            let numbers = case.ways.iter().map(|step| step.number).filter(|number| is_archived(*number));
            archived = self.ids(numbers).cloned().collect();
        }
        (!archived.is_empty()).then_some(archived)
    }
}

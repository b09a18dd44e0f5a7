//! Pattern policies: what actions need on things that nobody registers, and what comes of an address.

use super::{AccessOutlook, Permitted, Story, text};
use crate::{
    error::{Result, StoreError},
    gate::session_facts,
    work::Work,
};
use authz::{
    Catalog, Change, NodeId, Permission, Question, Remark, Sent,
    action::{Action, EditCatalog, PreviewCatalog, ReadCatalog},
    catalog::Policy,
    policy::{Finding, Glob, findings},
    remark,
};
use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
};

/// Most policies of a catalog.
const MAX_POLICIES: usize = 300;
/// Most characters of a pattern, and of an address that is tried.
const MAX_PATTERN: usize = 300;

/// The policies as their readers see them.
#[derive(Clone, Debug)]
pub struct PolicyRecord {
    /// The policies, in the catalog's order.
    pub policies: Vec<Policy>,
    /// The file that owns each of them.
    pub owners: Vec<Option<String>>,
    /// The types that policies decide, with their actions.
    pub kinds: Vec<(String, Vec<String>)>,
    /// What can be needed: permissions that can be held on `system`.
    pub permissions: Vec<Permission>,
    /// What is worth knowing of them.
    pub findings: Vec<Finding>,
    /// Another text whenever they are others; sent back with a change.
    pub seen: String,
    /// May the caller change them?
    pub editable: bool,
    /// May the caller try them for somebody else?
    pub tries_others: bool,
}

/// One change of the policies.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyChange {
    /// A policy in place of the one that stands there, or a further one.
    Put {
        /// Which one it takes the place of.
        at: Option<usize>,
        /// The policy.
        policy: Policy,
    },
    /// Without the policy that stands there.
    Drop(usize),
}

/// What a change of the policies would do.
#[derive(Clone, Debug)]
pub struct PolicyTurn {
    /// The policy as it is.
    pub before: Option<Policy>,
    /// The policy as it would be.
    pub after: Option<Policy>,
    /// Who gains and who loses.
    pub outlook: AccessOutlook,
    /// What would be worth knowing of the policies then.
    pub findings: Vec<Finding>,
    /// The policies as they would be.
    pub policies: Vec<Policy>,
}

/// What the policies say of an address.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyTrial {
    /// Is the address of a type that policies decide, and does it know the action?
    pub known: bool,
    /// Every policy in order: does it match, what does it need, and does the one asked about hold that?
    pub candidates: Vec<PolicyCandidate>,
    /// May they? Nothing where nobody was asked about.
    pub allowed: Option<bool>,
}

/// One policy, for an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyCandidate {
    /// Where it stands.
    pub at: usize,
    /// Its pattern.
    pub pattern: String,
    /// Does the pattern match the address?
    pub matches: bool,
    /// What it says the action needs on `system`.
    pub needs: Option<Permission>,
    /// Does the one asked about hold that?
    pub held: Option<bool>,
}

impl PolicyCandidate {
    /// Is this one that lets them?
    pub fn decides(&self) -> bool {
        self.matches && self.held == Some(true)
    }
}

fn refuse<T>(field: &'static str, remedy: impl Into<Remark>) -> Result<T> {
    Err(StoreError::invalid(field, remedy))
}

/// A short text that is another for other policies.
fn seen(catalog: &Catalog) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(&catalog.policies).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The file that owns a policy.
fn file_of(catalog: &Catalog, policy: &Policy) -> Option<String> {
    catalog.files.values().find(|file| file.policies.contains(policy)).map(|owner| owner.file.clone())
}

fn by_policy(catalog: &Catalog) -> impl Iterator<Item = (&String, &authz::catalog::NodeType)> {
    catalog.types.iter().filter(|(_, kind)| kind.by_policy)
}

impl Permitted<ReadCatalog> {
    /// The policies, and what is worth knowing of them.
    pub fn policies(&self) -> PolicyRecord {
        let tries_others = self.may("member:read", &NodeId::system());
        let editable = self.may("system:update", &NodeId::system());
        self.index(|index| {
            let catalog = index.catalog();
            let held = catalog.types.iter().filter(|(_, kind)| !kind.by_policy);
            let permissions = held
                .flat_map(|(name, kind)| kind.actions.iter().filter_map(|action| Permission::of(name, action).ok()));
            PolicyRecord {
                policies: catalog.policies.clone(),
                owners: catalog.policies.iter().map(|policy| file_of(catalog, policy)).collect(),
                kinds: by_policy(catalog).map(|(name, kind)| (name.clone(), kind.actions.clone())).collect(),
                permissions: permissions.collect(),
                findings: findings(catalog),
                seen: seen(catalog),
                editable,
                tries_others,
            }
        })
    }

    /// What the policies say of an action on an address, for somebody or for nobody in particular.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where the address is too long, or one may not ask about somebody; [`StoreError::Database`].
    pub async fn trial(&mut self, who: &str, action: &str, address: &str) -> Result<PolicyTrial> {
        if address.chars().count() > MAX_PATTERN {
            return refuse("address", remark!("write at most {n} characters", n = MAX_PATTERN));
        }
        let subject = self.subject(who.trim()).await?;
        Ok(self.index(|index| {
            let catalog = index.catalog();
            let kind = address.split_once(':').filter(|(_, name)| !name.is_empty()).map_or("", |(kind, _)| kind);
            let known =
                by_policy(catalog).any(|(name, def)| name == kind && def.actions.iter().any(|one| one == action));
            let mine = self.caller.user().map(NodeId::as_str);
            let holds = |subject: &str, permission: &str, node: &str| {
                let sent = if Some(subject) == mine { session_facts(&self.caller) } else { Sent::default() };
                let asks = [(permission, node)];
                let question = Question { subject, asks: &asks, sent: &sent, parents: None, now: self.now };
                index.decide(&question).unwrap_or(false)
            };
            let candidate = |(at, policy): (usize, &Policy)| {
                let matches = known && Glob::parse(&policy.pattern).is_ok_and(|glob| glob.matches(address));
                let needs = policy.needs.get(action).cloned();
                let asked = subject.as_deref().zip(needs.as_ref());
                let held = asked.map(|(subject, needs)| holds(subject, needs.as_str(), authz::SYSTEM));
                PolicyCandidate { at, pattern: policy.pattern.clone(), matches, needs, held }
            };
            let asked = format!("{kind}:{action}");
            PolicyTrial {
                known,
                candidates: catalog.policies.iter().enumerate().map(candidate).collect(),
                allowed: subject.as_deref().map(|subject| known && holds(subject, &asked, address)),
            }
        }))
    }

    /// Who is asked about: oneself, or somebody else where one sees who holds what on the system.
    pub(super) async fn subject(&mut self, who: &str) -> Result<Option<String>> {
        if who.is_empty() {
            return Ok(None);
        }
        let named = match NodeId::parse(who) {
            Ok(id) => Some(id),
            Err(_) if who == authz::ANONYMOUS => return Ok(Some(who.to_owned())),
            Err(_) => match self.transaction.find_login(who).await? {
                Some(login) => Some(login.user),
                None => NodeId::new("user", who).ok(),
            },
        };
        let known = named.filter(|id| self.index(|index| index.user(id).is_some() || index.key(id).is_some()));
        let may = |id: &NodeId| self.caller.user() == Some(id) || self.may("member:read", &NodeId::system());
        match known.filter(may) {
            Some(id) => Ok(Some(id.to_string())),
            // SECURITY: somebody one may not ask about and somebody who is not there are answered alike.
            None => refuse("who", remark!("there is nobody called `{who}` whom you may ask about", who)),
        }
    }
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// The catalog as it would be, with the policy as it is and as it would be.
    fn with_policy(&self, change: &PolicyChange, was: &str) -> Result<(Catalog, Option<Policy>, Option<Policy>)> {
        let mut catalog = self.index(|index| index.catalog().clone());
        if seen(&catalog) != was {
            return refuse("seen", remark!("somebody changed the policies meanwhile: load the page again"));
        }
        let gone = || StoreError::invalid("at", remark!("there is no such policy any more: load the page again"));
        let (before, after) = match change {
            PolicyChange::Drop(at) => {
                catalog.policies.get(*at).ok_or_else(gone)?;
                (Some(catalog.policies.remove(*at)), None)
            }
            PolicyChange::Put { at, policy } => {
                check(&catalog, policy)?;
                let twin = catalog.policies.iter().position(|other| other == policy);
                if twin.is_some_and(|twin| *at != Some(twin)) {
                    return refuse("pattern", remark!("there is exactly this policy already"));
                }
                let before = match at {
                    None => {
                        catalog.policies.push(policy.clone());
                        None
                    }
                    Some(at) => {
                        let place = catalog.policies.get_mut(*at).ok_or_else(gone)?;
                        Some(std::mem::replace(place, policy.clone()))
                    }
                };
                (before, Some(policy.clone()))
            }
        };
        if catalog.policies.len() > MAX_POLICIES {
            return refuse("pattern", remark!("a catalog has at most {n} policies", n = MAX_POLICIES));
        }
        Ok((catalog, before, after))
    }
}

/// Refuses what cannot be a policy.
fn check(catalog: &Catalog, policy: &Policy) -> Result<()> {
    if policy.pattern.is_empty() || policy.pattern.chars().count() > MAX_PATTERN {
        return refuse("pattern", remark!("write a pattern of 1 to {n} characters", n = MAX_PATTERN));
    }
    if policy.pattern.chars().any(char::is_control) || policy.pattern.trim() != policy.pattern {
        return refuse("pattern", remark!("write the pattern on one line, without spaces around it"));
    }
    Glob::parse(&policy.pattern).map_err(|bad| StoreError::invalid("pattern", bad.to_string()))?;
    if policy.needs.is_empty() {
        return refuse("needs", remark!("say for at least one action what it needs"));
    }
    for (action, needs) in &policy.needs {
        if !by_policy(catalog).any(|(_, kind)| kind.actions.iter().any(|known| known == action)) {
            return refuse("needs", remark!("no type that policies decide knows the action `{action}`", action));
        }
        let held = catalog.types.get(needs.kind()).is_some_and(|kind| !kind.by_policy);
        if !held || !catalog.knows(needs) {
            return refuse("needs", remark!("`{needs}` is nothing that can be held: choose a permission", needs));
        }
    }
    Ok(())
}

impl Permitted<PreviewCatalog> {
    /// What the change would do. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::save_policy`], but for what a guard refuses: that is in the outlook.
    pub async fn policy_outlook(&mut self, change: &PolicyChange, seen: &str) -> Result<PolicyTurn> {
        let (catalog, before, after) = self.with_policy(change, seen)?;
        let same = self.index(|index| *index.catalog() == catalog);
        let changes = if same { Vec::new() } else { vec![Change::SetCatalog(catalog.clone())] };
        let outlook = self.outlook_of(&changes).await?;
        Ok(PolicyTurn { before, after, outlook, findings: findings(&catalog), policies: catalog.policies })
    }
}

impl Permitted<EditCatalog> {
    /// Changes the policies. What changes nothing writes nothing.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names what cannot be taken, or says that somebody was faster; [`StoreError::Refused`] if a
    /// guard says no: only an administrator changes what an address needs.
    pub async fn save_policy(self, change: &PolicyChange, seen: &str, reason: &str) -> Result<()> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let (catalog, before, after) = self.with_policy(change, seen)?;
        if self.index(|index| *index.catalog() == catalog) {
            return Ok(());
        }
        let pattern = after.as_ref().or(before.as_ref()).map(|policy| policy.pattern.clone()).unwrap_or_default();
        let story = Story::about(&pattern).before(&before).after(&after).because(&reason);
        self.commit(Work::from(vec![Change::SetCatalog(catalog)]), &node, story).await
    }
}

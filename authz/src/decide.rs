//! The decision: may this subject do this on this node?
//!
//! One walk from the node up to the roots collects everything the answer needs: a grant or visibility that suffices,
//! a way that crosses no archived node, and the top of a key's scope.

mod climb;
mod near;
mod rights;
mod subject;

pub(crate) use climb::Start;
pub(crate) use rights::Rights;
pub(crate) use subject::Person;

use crate::{
    Index, Visibility,
    condition::{NOTHING, Seen, Sent},
    index::{Conditional, Flags, GrantSlot, Held, KeySlot, NONE, Place, PolicySlot, Principal, Step},
};
use alloc::{string::String, vec::Vec};
use core::ops::ControlFlow;
use serde::{Deserialize, Serialize};

/// The subject nobody is signed in as.
pub const ANONYMOUS: &str = "anonymous";

/// A question names something that is not known. That is an error, never a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "unknown", content = "name", rename_all = "snake_case")]
pub enum Unknown {
    /// No user, key or `anonymous`.
    #[error("`{0}` is not known here: name a user, an API key or `anonymous`")]
    Subject(String),
    /// The catalog has no such type or action, or it cannot be asked there.
    #[error("permission `{0}` cannot be asked there")]
    Permission(String),
    /// Not registered, and not of an open type whose parents are known.
    #[error("node `{0}` is not known")]
    Node(String),
    /// A question asks one or more permissions.
    #[error("nothing was asked")]
    Nothing,
}

/// A question in full.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// A user, an API key, or `anonymous`.
    pub subject: &'a str,
    /// Permissions and the nodes they are asked on; all must be allowed.
    pub asks: &'a [(&'a str, &'a str)],
    /// Attributes sent along.
    pub sent: &'a Sent,
    /// What the open nodes among those asked about hang below, if it was said.
    pub parents: Option<&'a [&'a str]>,
    /// The instant the answer is for.
    pub now: i64,
}

/// A permission and a node, by number.
#[derive(Clone, Debug)]
pub(crate) struct Target<'a> {
    /// The permission asked.
    pub asked: u32,
    /// Where the walk starts.
    pub start: Start,
    /// For types decided by policy, the id that patterns are matched against.
    pub policy: Option<&'a str>,
}

/// The subject: somebody, by way of a key or not.
#[derive(Clone, Debug)]
pub(crate) struct Asker<'a> {
    /// Who decides: the user, the key's owner; nobody for anonymous.
    pub person: Option<Person<'a>>,
    /// The key.
    pub key: Option<&'a KeySlot>,
    /// Is it `anonymous`?
    pub anonymous: bool,
}

/// The circumstances of a check.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment<'a> {
    /// The instant.
    pub now: i64,
    /// Attributes sent along.
    pub sent: &'a Sent,
}

impl Index {
    /// Is the subject allowed this permission on this node, at this instant?
    ///
    /// # Errors
    /// [`Unknown`] if the subject, the permission or the node is not known.
    pub fn allowed(&self, subject: &str, permission: &str, node: &str, now: i64) -> Result<bool, Unknown> {
        let [subject_number, number] = self.nodes.find_both([subject, node]);
        self.ask_for([subject_number, number]);
        let asker = self.asker_of(subject, subject_number)?;
        let target = self.target_of(permission, node, number, None)?;
        Ok(self.check(&asker, &target, Moment { now, sent: &NOTHING }))
    }

    /// Are all the things asked allowed?
    ///
    /// # Errors
    /// [`Unknown`] if nothing is asked, or if anything named is not known, whatever the rest says.
    pub fn decide(&self, question: &Question) -> Result<bool, Unknown> {
        let first = question.asks.first().map_or("", |(_, node)| *node);
        let [subject_number, first_number] = self.nodes.find_both([question.subject, first]);
        self.ask_for([subject_number, first_number]);
        let asker = self.asker_of(question.subject, subject_number)?;
        let moment = Moment { now: question.now, sent: question.sent };
        let mut all = true;
        for (permission, node) in question.asks {
            let number = if *node == first { first_number } else { self.nodes.find(node) };
            let target = self.target_of(permission, node, number, question.parents)?;
            all = all && self.check(&asker, &target, moment);
        }
        if question.asks.is_empty() { Err(Unknown::Nothing) } else { Ok(all) }
    }

    pub(crate) fn asker(&self, subject: &str) -> Result<Asker<'_>, Unknown> {
        self.asker_of(subject, self.nodes.find(subject))
    }

    fn asker_of(&self, subject: &str, number: Option<u32>) -> Result<Asker<'_>, Unknown> {
        if subject == ANONYMOUS {
            return Ok(Asker { person: None, key: None, anonymous: true });
        }
        number.and_then(|number| self.asker_at(number)).ok_or_else(|| Unknown::Subject(subject.into()))
    }

    /// The user or key of this number.
    pub(crate) fn asker_at(&self, number: u32) -> Option<Asker<'_>> {
        if let Some(person) = Person::find(self, number) {
            return Some(Asker { person: Some(person), key: None, anonymous: false });
        }
        let key = self.records.at(number).key.as_ref()?;
        Some(Asker { person: Person::find(self, key.owner), key: Some(key), anonymous: false })
    }

    pub(crate) fn target<'a>(
        &self,
        permission: &str,
        node: &'a str,
        parents: Option<&[&str]>,
    ) -> Result<Target<'a>, Unknown> {
        self.target_of(permission, node, self.nodes.find(node), parents)
    }

    fn target_of<'a>(
        &self,
        permission: &str,
        node: &'a str,
        number: Option<u32>,
        parents: Option<&[&str]>,
    ) -> Result<Target<'a>, Unknown> {
        let unknown = || Unknown::Permission(permission.into());
        let asked = *self.catalog.numbers.get(permission).ok_or_else(unknown)?;
        if let Some(number) = number.filter(|number| self.is_askable(*number)) {
            return Ok(Target { asked, start: Start::Node(number), policy: None });
        }
        let (kind, name) = node.split_once(':').ok_or_else(|| Unknown::Node(node.into()))?;
        let slot = self.kinds.find(kind).map(|kind| self.kind_slots.at(kind));
        let slot = slot.filter(|slot| slot.known && !name.is_empty()).ok_or_else(|| Unknown::Node(node.into()))?;
        if slot.by_policy {
            return match permission.split_once(':') {
                Some((asked_kind, _)) if asked_kind == kind => {
                    Ok(Target { asked, start: Start::Node(self.system), policy: Some(node) })
                }
                _ => Err(unknown()),
            };
        }
        let above = if slot.open { self.open_parents(&slot.parents, parents) } else { None };
        let above = above.ok_or_else(|| Unknown::Node(node.into()))?;
        Ok(Target { asked, start: Start::Below(above), policy: None })
    }

    /// The parents of an unregistered node of an open type, each registered and of an allowed type.
    fn open_parents(&self, allowed: &[u32], parents: Option<&[&str]>) -> Option<Vec<u32>> {
        let parents = parents.unwrap_or(&[crate::SYSTEM]);
        let find = |parent: &&str| {
            let number = self.nodes.find(parent)?;
            let place = self.steps.at(number);
            (place.flags.has(Flags::REGISTERED) && allowed.contains(&self.origins.at(number).kind)).then_some(number)
        };
        let numbers: Option<Vec<u32>> = parents.iter().map(find).collect();
        numbers.filter(|numbers| !numbers.is_empty())
    }

    pub(crate) fn check(&self, asker: &Asker, target: &Target, moment: Moment) -> bool {
        if !asker.anonymous && !asker.person.is_some_and(|person| person.active) {
            return false;
        }
        if let Some(key) = asker.key
            && !self.key_reaches(key, target, moment.now)
        {
            return false;
        }
        let Some(id) = target.policy else {
            return self.check_node(asker, target.asked, &target.start, moment);
        };
        self.policies_for(target.asked, id)
            .any(|(_, needed)| self.check_node(asker, needed, &Start::Node(self.system), moment))
    }

    /// Is the key in force, and does it cover the permission? Where it reaches is found on the walk.
    fn key_reaches(&self, key: &KeySlot, target: &Target, now: i64) -> bool {
        let fact = &key.fact;
        let Some(permission) = self.catalog.permissions.get(target.asked as usize) else { return false };
        fact.active
            && fact.expires_at.is_none_or(|end| now < end)
            && fact.permissions.iter().any(|pattern| pattern.covers(permission))
            && (target.policy.is_none() || key.on == self.system)
    }

    /// The policies that match an id, and what each needs for a permission; any one will do.
    pub(crate) fn policies_for<'a>(
        &'a self,
        asked: u32,
        id: &'a str,
    ) -> impl Iterator<Item = (&'a PolicySlot, u32)> + 'a {
        let action = self.catalog.permissions.get(asked as usize).map_or("", |permission| permission.action());
        let needs = self.catalog.policies.iter().filter_map(move |policy| Some((policy, *policy.needs.get(action)?)));
        needs.filter(|(policy, _)| policy.glob.matches(id))
    }

    fn check_node(&self, asker: &Asker, permission: u32, start: &Start, moment: Moment) -> bool {
        let check = Check::new(self, asker, permission, start, moment);
        let mut granted = false;
        let mut writable = self.catalog.read.has(permission);
        let scope = asker.key.map_or(NONE, |key| key.on);
        let mut in_scope = scope == NONE;
        self.climb(start, |number, step, way| {
            in_scope = in_scope || number == scope;
            writable =
                writable || (way.live && !step.flags.has(Flags::ARCHIVED) && self.parents(number, step).is_empty());
            granted = granted || check.given_at(number, *step, way.open, &mut |_| true);
            if granted && writable && in_scope { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        granted && writable && in_scope
    }
}

/// Why a place on the way gives the permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// A grant.
    Grant(u32),
    /// Visibility, by its visitor role.
    Visitor(Visibility, u32),
}

/// One permission asked by one person on one node.
pub(crate) struct Check<'a> {
    pub index: &'a Index,
    pub person: Option<&'a Person<'a>>,
    pub permission: u32,
    /// The node asked about, where it is registered.
    pub node: u32,
    /// Is the node the subject's own?
    pub own: bool,
    pub moment: Moment<'a>,
}

impl<'a> Check<'a> {
    pub fn new(index: &'a Index, asker: &'a Asker<'a>, permission: u32, start: &Start, moment: Moment<'a>) -> Self {
        let person = asker.person.as_ref();
        let node = match start {
            Start::Node(number) => *number,
            Start::Below(_) => NONE,
        };
        let own = person.is_some_and(|person| person.number == index.origins.at(node).owner);
        Self { index, person, permission, node, own, moment }
    }

    /// The attributes that conditions see.
    pub fn seen(&self) -> Seen<'a> {
        let attributes = |number: u32| self.index.records.at(number).node.as_ref().map(|node| &node.attributes);
        Seen {
            subject: self.person.and_then(|person| attributes(person.number)),
            mfa: self.person.map(Person::mfa),
            node: attributes(self.node),
            sent: self.moment.sent,
        }
    }

    /// Is the permission given at this place? `enough` sees each reason and says whether it suffices.
    pub fn given_at(&self, number: u32, step: Step, open: bool, enough: &mut impl FnMut(Given) -> bool) -> bool {
        self.named_at(number, enough)
            || (open && self.visible_at(step, enough))
            || (step.flags.has(Flags::HELD) && self.granted_at(self.index.places.at(number), open, enough))
    }

    /// By a grant that names the user?
    fn named_at(&self, number: u32, enough: &mut impl FnMut(Given) -> bool) -> bool {
        let Some(person) = self.person else { return false };
        person.subject.any_on(number, |holding| {
            self.reaches(holding.role)
                && (holding.plain || self.index.is_for(self.person, holding.grant, self.moment.now))
                && enough(Given::Grant(holding.grant))
        })
    }

    fn visible_at(&self, step: Step, enough: &mut impl FnMut(Given) -> bool) -> bool {
        if !step.flags.has(Flags::INTERNAL) {
            return false;
        }
        let catalog = &self.index.catalog;
        let public = step.flags.has(Flags::PUBLIC) && self.reaches(catalog.public);
        if public && enough(Given::Visitor(Visibility::Public, catalog.public)) {
            return true;
        }
        // Where both visitor roles are one, saying it once is enough.
        self.person.is_some()
            && !(public && catalog.internal == catalog.public)
            && self.reaches(catalog.internal)
            && enough(Given::Visitor(Visibility::Internal, catalog.internal))
    }

    fn granted_at(&self, place: &Place, open: bool, enough: &mut impl FnMut(Given) -> bool) -> bool {
        self.index.held_by(self.person, place, |held| {
            (open || !held.principal.is_everybody())
                && self.reaches(held.role)
                && self.index.holds(self.person, held, self.moment.now)
                && enough(Given::Grant(held.grant))
        })
    }

    /// Does the role reach the permission here?
    pub fn reaches(&self, role: u32) -> bool {
        let reach = &self.index.roles.at(role).reach;
        reach.all.has(self.permission)
            || (self.own && reach.own.has(self.permission))
            || reach.conditional.iter().any(|entry| self.reaches_by(entry))
    }

    fn reaches_by(&self, entry: &Conditional) -> bool {
        entry.bits.has(self.permission)
            && (self.own || entry.extent == crate::Extent::All)
            && entry.tests.iter().all(|test| test.holds(&self.seen()))
    }
}

impl Index {
    /// Is the grant in force, and does its `who` match? (Nobody is anonymous here.)
    pub(crate) fn holds(&self, person: Option<&Person>, held: &Held, now: i64) -> bool {
        if held.plain { self.matches(person, held.principal, now) } else { self.is_for(person, held.grant, now) }
    }

    /// Is the grant of this number in force, and does its `who` match?
    pub(crate) fn is_for(&self, person: Option<&Person>, grant: u32, now: i64) -> bool {
        let Some(grant) = self.grants.at(grant) else { return false };
        grant.live(now) && grant.atoms().iter().rev().all(|atom| self.matches(person, *atom, now))
    }

    /// Does an atom hold for a person?
    pub(crate) fn matches(&self, person: Option<&Person>, atom: Principal, now: i64) -> bool {
        let Some(person) = person else { return atom == Principal::Anyone };
        match atom {
            Principal::Anyone | Principal::SignedIn => true,
            Principal::User(user) => user == person.number,
            Principal::Group(group) => person.is_member_of(self, group),
            Principal::Admins(group) => person.is_admin_of(self, group),
            Principal::Account(account) => account == person.account(),
            Principal::Label(label) => person.carries(self, label),
            Principal::Holder(role, node) => self.is_holder(person, role, node, now),
        }
    }

    /// Holds the person exactly this role there, by a live grant made there to users and groups?
    fn is_holder(&self, person: &Person, role: u32, node: u32, now: i64) -> bool {
        let by = |grant: u32, plain: bool| {
            let only = |grant: u32| self.grants.at(grant).as_ref().is_some_and(GrantSlot::is_for_users_and_groups);
            plain || (only(grant) && self.is_for(Some(person), grant, now))
        };
        person.subject.any_on(node, |holding| holding.role == role && by(holding.grant, holding.plain))
            || self.held_by(Some(person), self.places.at(node), |held| {
                // INVARIANT: looks at no holders of its own, or two grants that name each other would never end.
                held.role == role
                    && held.principal.is_user_or_group()
                    && self.matches(Some(person), held.principal, now)
                    && by(held.grant, held.plain)
            })
    }
}

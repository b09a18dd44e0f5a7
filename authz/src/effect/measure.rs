//! Asking before and after, and gathering what differs.

use super::{
    Effect, Shift, Through, Via,
    class::Class,
    touch::{Subjects, Touched},
};
use crate::{
    Index, NodeId, Permission,
    condition::NOTHING,
    decide::{ANONYMOUS, Asker, Given, Moment, Person, Rights, Start},
    index::{Bits, Handful, NONE, Principal, Ref, Sorted, Subject},
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::{String, ToString},
    vec::Vec,
};

/// Stands for every user nothing is said of.
static NOBODY: Subject =
    Subject { known: true, active: true, mfa: false, account: NONE, groups: Handful::EMPTY, holdings: Sorted::None };

/// Somebody whose answers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Somebody {
    /// A user or a key.
    Subject(u32),
    /// Every user not looked at.
    Else,
    /// Who is not signed in.
    Anonymous,
}

/// What differs for somebody on a class of nodes, one way, and comes through the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Difference {
    loses: bool,
    permissions: Vec<u32>,
    through: BTreeSet<Through>,
}

/// Whom a difference is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    /// Users and keys, or `anonymous`.
    Subjects(Vec<String>),
    /// Every user who is active before and after, but these.
    EverybodyBut(Vec<NodeId>),
}

/// Where it differs.
#[derive(Clone, Debug, Default)]
pub(super) struct Area {
    nodes: BTreeSet<NodeId>,
    pub patterns: BTreeSet<String>,
}

/// Rights before and after, in numbers that mean the same in both.
pub(super) type Pair = [Rights; 2];

pub(super) struct Measure<'a> {
    pub sides: [&'a Index; 2],
    pub moment: Moment<'a>,
    touched: &'a Touched,
    /// All permissions, those of the catalog after the changes first.
    permissions: Vec<Permission>,
    /// The numbers there of the permissions before.
    renumbered: Option<Vec<u32>>,
    /// Does what everybody has depend on attributes of the subject?
    personal: bool,
    found: BTreeMap<(Difference, Who), Area>,
}

/// Compares every class.
pub(super) fn measure(before: &Index, after: &Index, now: i64, touched: &Touched, classes: &[Class]) -> Effect {
    let mut measure = Measure::new(before, after, now, touched);
    for class in classes {
        measure.class(class);
    }
    measure.finish()
}

impl<'a> Measure<'a> {
    fn new(before: &'a Index, after: &'a Index, now: i64, touched: &'a Touched) -> Self {
        let mut permissions = after.catalog.permissions.clone();
        let renumbered = (before.catalog.permissions != permissions).then(|| {
            let number = |permission: &Permission| {
                let known = permissions.iter().position(|other| other == permission);
                let number = known.unwrap_or_else(|| {
                    permissions.push(permission.clone());
                    permissions.len() - 1
                });
                u32::try_from(number).unwrap_or(NONE)
            };
            before.catalog.permissions.iter().map(number).collect()
        });
        let sides = [before, after];
        let personal = sides.iter().any(|index| is_personal(index));
        let moment = Moment { now, sent: &NOTHING };
        Self { sides, moment, touched, permissions, renumbered, personal, found: BTreeMap::new() }
    }

    fn class(&mut self, class: &Class) {
        let Some(node) = class.nodes.first().copied() else { return };
        let mut somebodies: BTreeSet<Somebody> =
            self.subjects(class, node).into_iter().map(Somebody::Subject).collect();
        if class.subjects == Subjects::All {
            somebodies.extend([Somebody::Else, Somebody::Anonymous]);
        }
        let everybody_else = somebodies.contains(&Somebody::Else) && {
            let rights = self.rights(Somebody::Else, node);
            !self.differences(&rights).is_empty()
        };
        if everybody_else || self.touched.policies {
            somebodies.extend(self.all_keys().into_iter().map(Somebody::Subject));
        }
        let differences =
            somebodies.iter().map(|somebody| (*somebody, self.differences(&self.rights(*somebody, node))));
        let differences: BTreeMap<Somebody, Vec<Difference>> = differences.collect();
        let ids: Vec<NodeId> = self.side(true).ids(class.nodes.iter().copied()).cloned().collect();
        self.note(&differences, &|area| area.nodes.extend(ids.iter().cloned()));
        if class.nodes.contains(&self.side(true).system) {
            self.policies(&somebodies);
        }
    }

    fn side(&self, after: bool) -> &'a Index {
        let [before_side, after_side] = self.sides;
        if after { after_side } else { before_side }
    }

    /// The users and keys who are looked at one by one.
    fn subjects(&self, class: &Class, node: u32) -> BTreeSet<u32> {
        let mut subjects: BTreeSet<u32> = match &class.subjects {
            Subjects::Some(some) => some.clone(),
            Subjects::All if self.personal => {
                let users = self.sides.iter().flat_map(|index| index.users.iter());
                users.filter_map(|id| self.side(true).nodes.find(id.as_str())).collect()
            }
            Subjects::All => self.granted(node).chain(self.touched.named.iter().copied()).collect(),
        };
        let keys =
            self.sides.iter().flat_map(|index| subjects.iter().flat_map(|user| index.records.at(*user).refs(Ref::Key)));
        let keys: Vec<u32> = keys.collect();
        subjects.extend(keys);
        if class.subjects == Subjects::All {
            subjects.extend(self.rescoped(node));
        }
        subjects
    }

    /// The keys that reach the node only before, or only after.
    fn rescoped(&self, node: u32) -> Vec<u32> {
        let [before, after] = self.sides.map(|index| index.above(node).into_iter().collect::<BTreeSet<u32>>());
        let scopes = |top: &u32| {
            self.sides.into_iter().flat_map(|index| index.records.at(*top).refs(Ref::Scope)).collect::<Vec<_>>()
        };
        before.symmetric_difference(&after).flat_map(scopes).collect()
    }

    /// The users to whom something on the way up is granted, and the owners.
    fn granted(&self, node: u32) -> impl Iterator<Item = u32> {
        let found = self.sides.iter().flat_map(move |index| {
            let slots = index.above(node).into_iter().chain([node]).flat_map(|number| index.slots_on(number));
            let users = slots.filter_map(|grant| index.users_under(grant.principal)).flatten();
            users.chain([index.origins.at(node).owner]).filter(|user| *user != NONE)
        });
        found.collect::<BTreeSet<u32>>().into_iter()
    }

    fn all_keys(&self) -> BTreeSet<u32> {
        let keys = self.sides.iter().flat_map(|index| index.keys.iter());
        keys.filter_map(|id| self.side(true).nodes.find(id.as_str())).collect()
    }

    pub fn asker(index: &Index, somebody: Somebody) -> Option<Asker<'_>> {
        match somebody {
            Somebody::Subject(number) => index.asker_at(number),
            Somebody::Else => {
                let person = Person { number: NONE - 1, subject: &NOBODY, active: true };
                Some(Asker { person: Some(person), key: None, anonymous: false })
            }
            Somebody::Anonymous => Some(Asker { person: None, key: None, anonymous: true }),
        }
    }

    fn rights(&self, somebody: Somebody, node: u32) -> Pair {
        let [before, after] = self.sides.map(|index| {
            let asker = Self::asker(index, somebody).filter(|_| index.is_askable(node));
            asker.map(|asker| index.rights(&asker, &Start::Node(node), self.moment)).unwrap_or_default()
        });
        [self.renumber(before), after]
    }

    /// The rights in the numbers of all permissions.
    pub fn renumber(&self, rights: Rights) -> Rights {
        let Some(numbers) = &self.renumbered else { return rights };
        let bits = |bits: Bits| {
            let mut renumbered = Bits::default();
            for number in bits.iter().filter_map(|old| numbers.get(old as usize)) {
                renumbered.add(*number);
            }
            renumbered
        };
        Rights {
            bits: bits(rights.bits),
            given: rights.given.into_iter().map(|(given, some)| (given, bits(some))).collect(),
        }
    }

    pub fn differences(&self, [before, after]: &Pair) -> Vec<Difference> {
        if before.bits.is_within(&after.bits) && after.bits.is_within(&before.bits) {
            return Vec::new();
        }
        let mut all = self.one_way(after, before, false);
        all.extend(self.one_way(before, after, true));
        all
    }

    /// What is in one and not in the other, apart for each set of things it comes through.
    fn one_way(&self, more: &Rights, less: &Rights, loses: bool) -> Vec<Difference> {
        let mut apart: BTreeMap<BTreeSet<Through>, Vec<u32>> = BTreeMap::new();
        let index = self.side(!loses);
        for permission in more.bits.iter().filter(|permission| !less.bits.has(*permission)) {
            let given = more.given.iter().filter(|(_, bits)| bits.has(permission));
            let through = given.filter_map(|(given, _)| through(index, *given)).collect();
            apart.entry(through).or_default().push(permission);
        }
        apart.into_iter().map(|(through, permissions)| Difference { loses, permissions, through }).collect()
    }

    /// Puts those with the same difference together; who is as everybody else is, into that.
    pub fn note(&mut self, differences: &BTreeMap<Somebody, Vec<Difference>>, here: &dyn Fn(&mut Area)) {
        let common = differences.get(&Somebody::Else).cloned().unwrap_or_default();
        let mut together: BTreeMap<Difference, Vec<Somebody>> = BTreeMap::new();
        for (somebody, differs) in differences {
            for difference in differs {
                together.entry(difference.clone()).or_default().push(*somebody);
            }
        }
        let ordinary = |somebody: &Somebody| matches!(somebody, Somebody::Subject(number) if self.is_ordinary(*number));
        let mut noted: Vec<(Difference, Who)> = Vec::new();
        for (difference, somebodies) in together {
            let is_common = common.contains(&difference);
            if is_common {
                let others = differences.keys().filter(|somebody| ordinary(somebody) && !somebodies.contains(somebody));
                noted.push((difference.clone(), Who::EverybodyBut(self.named(others.copied()))));
            }
            let single = self.named(somebodies.iter().copied().filter(|somebody| !(is_common && ordinary(somebody))));
            let mut single: Vec<String> = single.iter().map(ToString::to_string).collect();
            if somebodies.contains(&Somebody::Anonymous) {
                single.push(ANONYMOUS.to_string());
            }
            if !single.is_empty() {
                noted.push((difference, Who::Subjects(single)));
            }
        }
        for key in noted {
            here(self.found.entry(key).or_default());
        }
    }

    /// A user who is active before and after.
    fn is_ordinary(&self, number: u32) -> bool {
        self.sides.iter().all(|index| Person::find(index, number).is_some_and(|person| person.active))
    }

    fn named(&self, somebodies: impl Iterator<Item = Somebody>) -> Vec<NodeId> {
        let numbers = somebodies.filter_map(|somebody| match somebody {
            Somebody::Subject(number) => Some(number),
            Somebody::Else | Somebody::Anonymous => None,
        });
        let mut ids: Vec<NodeId> = self.side(true).ids(numbers).cloned().collect();
        ids.sort();
        ids
    }

    fn finish(self) -> Effect {
        let permissions = self.permissions;
        let shift = |((difference, who), area): ((Difference, Who), Area)| {
            let named = |number: &u32| permissions.get(*number as usize).cloned();
            let (subjects, everybody_but) = match who {
                Who::Subjects(subjects) => (subjects, None),
                Who::EverybodyBut(others) => (Vec::new(), Some(others)),
            };
            Shift {
                loses: difference.loses,
                subjects,
                everybody_but,
                through: difference.through,
                permissions: difference.permissions.iter().filter_map(named).collect(),
                nodes: area.nodes.into_iter().collect(),
                patterns: area.patterns.into_iter().collect(),
                subject_count: None,
                node_count: None,
            }
        };
        Effect { shifts: self.found.into_iter().map(shift).collect(), withheld: false }
    }
}

fn through(index: &Index, given: Given) -> Option<Through> {
    match given {
        Given::Visitor(_, role) => Some(Through { via: Via::Visibility, role: index.role_id(role)?.clone() }),
        Given::Grant(grant) => {
            let grant = index.grants.at(grant).as_ref()?;
            Some(Through { via: via(index, grant.principal)?, role: index.role_id(grant.role)?.clone() })
        }
    }
}

fn via(index: &Index, principal: Principal) -> Option<Via> {
    Some(match principal {
        Principal::User(_) => Via::Direct,
        Principal::Group(group) => Via::Group(index.id(group)?.clone()),
        Principal::Admins(group) => Via::GroupAdmins(index.id(group)?.clone()),
        Principal::Account(account) => Via::Account(index.id(account)?.clone()),
        Principal::Label(label) => Via::AccountLabel(index.label_slots.at(label).text.to_string()),
        Principal::Holder(role, node) => Via::Holder(index.role_id(role)?.clone(), index.id(node)?.clone()),
        Principal::SignedIn => Via::SignedIn,
        Principal::Anyone => Via::Anyone,
    })
}

/// Do roles that everybody has, now or then, look at who it is?
fn is_personal(index: &Index) -> bool {
    let granted = index.slots(index.everybody.iter().copied()).map(|grant| grant.role);
    let mut roles = granted.chain([index.catalog.public, index.catalog.internal]);
    roles.any(|role| {
        let mut tests = index.roles.at(role).reach.conditional.iter().flat_map(|entry| &entry.tests);
        tests.any(crate::condition::Test::reads_subject)
    })
}

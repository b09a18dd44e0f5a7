//! Made from what the store's proofs give.

use super::{
    AlsoItem, Candidate, HeldRole, MemberItem, MemberPowers, Names, ResolvedItem, RoleChoice, SourceKind, Standing,
    words::{kind_of, named},
};
use crate::{
    link,
    text::{fill, t},
};
use authz::{Atom, NodeId};
use store::{Access, Known, Member, Reach, Reached, Resolved, RoleAbility, RoleName, Way, port::MemberRecord};

impl From<[bool; 3]> for MemberPowers {
    fn from([add, update, remove]: [bool; 3]) -> Self {
        Self { add, update, remove }
    }
}

impl RoleChoice {
    /// A role with what it lets people do.
    pub(crate) fn new(role: RoleName, abilities: Vec<RoleAbility>) -> Self {
        let does = abilities.into_iter().map(|ability| {
            let own = ability.own.into_iter().map(|action| fill("{action} (one's own)", &[("action", &action)]));
            (ability.kind, ability.all.into_iter().chain(own).collect())
        });
        Self { id: role.id.to_string(), name: role.name, description: role.description, does: does.collect() }
    }
}

fn hint(record: &MemberRecord) -> String {
    match record.subject.kind() {
        "group" => t("Group").to_owned(),
        "account" => t("Account").to_owned(),
        _ => record.username.clone().unwrap_or_default(),
    }
}

impl From<MemberRecord> for Candidate {
    fn from(record: MemberRecord) -> Self {
        let (hint, group) = (hint(&record), record.subject.kind() != "user");
        Self { id: record.subject.to_string(), name: record.name, hint, group }
    }
}

impl From<Resolved> for ResolvedItem {
    fn from(resolved: Resolved) -> Self {
        let text = resolved.text;
        let known = |record: MemberRecord, standing, note: String| Self {
            text: text.clone(),
            group: record.subject.kind() != "user",
            id: record.subject.to_string(),
            name: record.name,
            standing,
            note,
        };
        match resolved.known {
            Known::Somebody(record) => {
                let note = hint(&record);
                known(record, Standing::Known, note)
            }
            Known::Member(record, roles) => known(record, Standing::Member, roles.join(", ")),
            Known::NotAllowed(record, why) => known(record, Standing::NotAllowed, why),
            Known::Several => {
                Self::nobody(text, Standing::Several, t("several have this name: write a user name or address"))
            }
            Known::Nobody => Self::nobody(text, Standing::Unknown, t("nobody here is called so")),
        }
    }
}

impl ResolvedItem {
    fn nobody(text: String, standing: Standing, note: &str) -> Self {
        Self { id: String::new(), name: text.clone(), text, standing, note: note.to_owned(), group: false }
    }
}

/// Nodes whose names are needed to tell where access comes from.
pub fn named_by(access: &Access) -> Vec<NodeId> {
    let mut nodes = access.through.clone();
    if let Way::Grant(grant) = &access.way {
        nodes.push(grant.on.clone());
        nodes.extend(named(&grant.who).cloned());
    }
    nodes
}

impl MemberItem {
    /// Nodes whose names are needed to show these members.
    pub(crate) fn nodes(members: &[Member]) -> Vec<NodeId> {
        let mut nodes: Vec<NodeId> = Vec::new();
        for member in members {
            nodes.extend(member.grants.iter().filter_map(|(_, made)| NodeId::parse(&made.author).ok()));
            for access in &member.access {
                nodes.extend(named_by(access));
            }
        }
        nodes.sort();
        nodes.dedup();
        nodes
    }

    /// A member of a node, with the names of everything.
    pub(crate) fn new(member: Member, here: &NodeId, names: &Names) -> Self {
        let subject = member.record.subject;
        let mut roles: Vec<HeldRole> = member
            .grants
            .into_iter()
            .map(|(grant, made)| HeldRole {
                name: names.role(&grant.role),
                id: grant.role.to_string(),
                expires_at: grant.expires_at,
                expired: grant.expires_at.is_some_and(|at| at <= names.now),
                since: made.at,
                author: names.author(&made.author),
            })
            .collect();
        roles.sort_by(|one, other| one.name.cmp(&other.name));
        let sources: Vec<_> = member.access.iter().map(|access| names.chip(access, &subject, here)).collect();
        let kept = sources.iter().find(|source| source.kind != SourceKind::Direct);
        let kept = kept.map(|source| fill("{role} through {via}", &[("role", &source.role), ("via", &source.via)]));
        Self {
            name: member.record.name,
            username: member.record.username,
            email: member.record.email,
            group: subject.kind() == "group",
            id: subject.to_string(),
            active: member.active,
            mfa: member.record.mfa,
            roles,
            sources,
            kept: kept.unwrap_or_default(),
            seen_at: member.record.seen_at,
        }
    }
}

/// A way in, with the names of everything.
pub fn also_item(reach: &Reach, here: &NodeId, names: &Names) -> AlsoItem {
    let above = (reach.on != *here).then(|| fill("on {name}", &[("name", &names.node(&reach.on))]));
    let mut item = AlsoItem {
        kind: SourceKind::Above,
        grant: None,
        role: names.role(&reach.role),
        who: fill("Holders of {role}", &[("role", &names.role(&reach.role))]),
        place: above.clone().unwrap_or_default(),
        people: reach.people.map(|count| u64::try_from(count).unwrap_or(u64::MAX)),
        some: reach.some.iter().map(|id| names.node(id)).collect(),
        href: None,
        elsewhere: above,
        remove: None,
    };
    match &reach.who {
        Reached::Holders => {
            item.kind = if reach.on.is_system() { SourceKind::System } else { SourceKind::Above };
            item.grant = Some(format!("{}-{}", reach.on, reach.role).replace([':', ' '], "-"));
        }
        Reached::Visitors(_) => {
            item.kind = SourceKind::Public;
            t("Visitors: the project is open").clone_into(&mut item.who);
            item.href = Some(link::project(here.name(), "settings"));
            item.elsewhere = Some(t("in the project's settings").to_owned());
        }
        Reached::Grant(grant, who, source) => {
            item.kind = kind_of(who, &reach.on, *source, here);
            item.who = names.who(who);
            item.grant = Some(grant.to_string());
            if let ([Atom::Group(id) | Atom::Account(id)], true) = (who.as_slice(), reach.removable) {
                item.remove = Some(id.to_string());
            }
            item.href = match who.as_slice() {
                _ if reach.on != *here => None,
                [Atom::Group(id)] => Some(link::member(here.name(), id.as_str())),
                _ => Some(link::grant(here.as_str(), grant.as_str())),
            };
        }
    }
    item
}

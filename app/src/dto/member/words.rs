//! Telling in words where access comes from.

use super::{SourceChip, SourceKind};
use crate::{
    link,
    text::{fill, t},
};
use authz::{Atom, Grant, NodeId, RoleId, Source};
use store::{Access, RoleName, Way};

/// Names of nodes and roles, for telling where access comes from.
pub struct Names {
    /// What people call nodes.
    pub nodes: Vec<(NodeId, String)>,
    /// What people call roles.
    pub roles: Vec<RoleName>,
    /// Now.
    pub now: i64,
}

impl Names {
    /// What people call a node.
    pub fn node(&self, id: &NodeId) -> String {
        if id.is_system() {
            return t("the whole system").to_owned();
        }
        let known = self.nodes.iter().find(|(node, _)| node == id).map(|(_, name)| name.clone());
        known.unwrap_or_else(|| id.name().to_owned())
    }

    /// What people call whoever did something.
    pub fn author(&self, text: &str) -> String {
        NodeId::parse(text).map_or_else(|_| text.to_owned(), |id| self.node(&id))
    }

    /// What people call a role.
    pub fn role(&self, id: &RoleId) -> String {
        let known = self.roles.iter().find(|role| role.id == *id).map(|role| role.name.clone());
        known.unwrap_or_else(|| id.to_string())
    }

    fn atom(&self, atom: &Atom) -> String {
        match atom {
            Atom::User(id) => self.node(id),
            Atom::Group(id) => fill("group {name}", &[("name", &self.node(id))]),
            Atom::GroupAdmins(id) => fill("admins of group {name}", &[("name", &self.node(id))]),
            Atom::Account(id) => fill("account {name}", &[("name", &self.node(id))]),
            Atom::AccountLabel(label) => fill("accounts labelled {label}", &[("label", label)]),
            Atom::Holder(role, id) => fill("{role} of {name}", &[("role", &self.role(role)), ("name", &self.node(id))]),
            Atom::SignedIn(_) => t("everybody signed in").to_owned(),
            Atom::Anyone(_) => t("everybody").to_owned(),
        }
    }

    /// Whom a grant is for.
    pub fn who(&self, atoms: &[Atom]) -> String {
        atoms.iter().map(|atom| self.atom(atom)).collect::<Vec<_>>().join(t(" and "))
    }

    /// One thing that gives somebody access on a project.
    pub fn chip(&self, access: &Access, subject: &NodeId, here: &NodeId) -> SourceChip {
        let role = self.role(&access.role);
        let project = |tab: &str| link::project(here.name(), tab);
        match &access.way {
            Way::Here => SourceChip {
                kind: SourceKind::Direct,
                role,
                via: t("direct").to_owned(),
                href: Some(link::member(here.name(), subject.as_str())),
                elsewhere: None,
                expires_at: access.expires_at,
            },
            Way::Visible(_) => SourceChip {
                kind: SourceKind::Public,
                role,
                via: t("open to visitors").to_owned(),
                href: Some(project("settings")),
                elsewhere: Some(t("in the project's settings").to_owned()),
                expires_at: None,
            },
            Way::Grant(grant) => {
                let kind = kind_of(&grant.who, &grant.on, grant.source, here);
                let elsewhere = self.elsewhere(grant, here);
                let href = match grant.who.as_slice() {
                    [Atom::Group(group)] if grant.on == *here => link::member(here.name(), group.as_str()),
                    _ => format!("{}#{}", project("members/also"), anchor(grant)),
                };
                let (via, expires_at) = (self.via(grant, &access.through, subject, here), access.expires_at);
                SourceChip { kind, role, via, href: Some(href), elsewhere, expires_at }
            }
        }
    }

    /// Where access by a grant comes from: through whom, and from where.
    pub fn via(&self, grant: &Grant, through: &[NodeId], subject: &NodeId, here: &NodeId) -> String {
        let own = matches!(grant.who.as_slice(), [Atom::User(id) | Atom::Group(id)] if id == subject);
        let mut who = self.who(&grant.who);
        if !through.is_empty() {
            let groups: Vec<String> = through.iter().map(|group| self.node(group)).collect();
            who = fill("{who} (through {groups})", &[("who", &who), ("groups", &groups.join(", "))]);
        }
        let who = match grant.source {
            Source::Consultancy => fill("consultancy: {who}", &[("who", &who)]),
            _ => who,
        };
        let place = fill("on {name}", &[("name", &self.node(&grant.on))]);
        // An account's own people have it on the account: its name once is enough.
        let there = matches!(grant.who.as_slice(), [Atom::Account(id)] if *id == grant.on);
        match (own, there || grant.on == *here) {
            (true, _) => place,
            (false, true) => who,
            (false, false) => format!("{who} {place}"),
        }
    }

    /// Where a grant is changed, if not on the project.
    fn elsewhere(&self, grant: &Grant, here: &NodeId) -> Option<String> {
        if grant.on.is_system() {
            return Some(t("on the whole system, by an administrator").to_owned());
        }
        (grant.on != *here).then(|| fill("on {name}", &[("name", &self.node(&grant.on))]))
    }
}

/// What kind of way a grant is.
pub fn kind_of(who: &[Atom], on: &NodeId, source: Source, here: &NodeId) -> SourceKind {
    match who.first() {
        _ if source == Source::Consultancy => SourceKind::Consultancy,
        Some(Atom::Group(_) | Atom::GroupAdmins(_)) => SourceKind::Group,
        Some(Atom::Account(_) | Atom::AccountLabel(_)) => SourceKind::Account,
        Some(Atom::Holder(..)) => SourceKind::Holder,
        Some(Atom::SignedIn(_) | Atom::Anyone(_)) => SourceKind::Public,
        _ if on.is_system() => SourceKind::System,
        _ if on == here => SourceKind::Direct,
        _ => SourceKind::Above,
    }
}

/// Where a grant stands on the page of who else has access: those to single users stand together.
pub fn anchor(grant: &Grant) -> String {
    match grant.who.as_slice() {
        [Atom::User(_)] => format!("{}-{}", grant.on, grant.role).replace([':', ' '], "-"),
        _ => grant.id.to_string(),
    }
}

/// Nodes named by atoms.
pub fn named(atoms: &[Atom]) -> impl Iterator<Item = &NodeId> {
    atoms.iter().filter_map(|atom| match atom {
        Atom::User(id) | Atom::Group(id) | Atom::GroupAdmins(id) | Atom::Account(id) | Atom::Holder(_, id) => Some(id),
        Atom::AccountLabel(_) | Atom::SignedIn(_) | Atom::Anyone(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use authz::GrantId;

    fn id(text: &str) -> NodeId {
        NodeId::parse(text).unwrap()
    }

    #[test]
    fn where_access_comes_from_is_told_in_words() {
        let nodes = vec![(id("group:geo"), "Geology".to_owned()), (id("account:north"), "North Mining".to_owned())];
        let names = Names { nodes, roles: Vec::new(), now: 0 };
        let via = |who: Vec<Atom>, on: &str, source| {
            let (grant, role) = (GrantId::parse("g").unwrap(), RoleId::parse("viewer").unwrap());
            let grant = Grant { id: grant, who, role: role.clone(), on: id(on), expires_at: None, source };
            let nested = matches!(grant.who.first(), Some(Atom::Group(_)));
            let through = if nested { vec![id("group:crew")] } else { Vec::new() };
            let access = Access { role, way: Way::Grant(Box::new(grant)), through, expires_at: None };
            let chip = names.chip(&access, &id("user:ana"), &id("project:x"));
            (chip.kind, chip.via, chip.elsewhere.unwrap_or_default())
        };
        let is = |kind, via: &str, elsewhere: &str| (kind, via.to_owned(), elsewhere.to_owned());
        let direct = Source::Direct;
        assert_eq!(
            via(vec![Atom::Group(id("group:geo"))], "project:x", direct),
            is(SourceKind::Group, "group Geology (through crew)", "")
        );
        assert_eq!(
            via(vec![Atom::User(id("user:ana"))], "account:north", direct),
            is(SourceKind::Above, "on North Mining", "on North Mining")
        );
        assert_eq!(
            via(vec![Atom::User(id("user:ana"))], "system", direct),
            is(SourceKind::System, "on the whole system", "on the whole system, by an administrator")
        );
        assert_eq!(
            via(vec![Atom::SIGNED_IN], "account:north", direct),
            is(SourceKind::Public, "everybody signed in on North Mining", "on North Mining")
        );
        assert_eq!(
            via(vec![Atom::Account(id("account:north"))], "account:north", direct),
            is(SourceKind::Account, "account North Mining", "on North Mining")
        );
        let link =
            vec![Atom::Account(id("account:c")), Atom::Holder(RoleId::parse("expert").unwrap(), id("account:c"))];
        assert_eq!(
            via(link, "account:north", Source::Consultancy),
            is(SourceKind::Consultancy, "consultancy: account c and expert of c on North Mining", "on North Mining")
        );
    }
}

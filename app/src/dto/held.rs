//! Everywhere somebody has access: on a person's page and on a group's.

use super::SourceChip;
use serde::{Deserialize, Serialize};

/// Everywhere somebody has access, as far as the viewer may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldList {
    /// All of it in one sentence.
    pub summary: String,
    /// On the whole system.
    pub system: Vec<SourceChip>,
    /// On single nodes, what was given to them first, then by name.
    pub items: Vec<HeldItem>,
    /// Where the next of them start.
    pub next: Option<String>,
    /// May there be more that the viewer may not see?
    pub partial: bool,
}

/// A node on which somebody has access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldItem {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page, if it has one.
    pub href: Option<String>,
    /// What it is, where that is no project.
    pub kind: Option<String>,
    /// Through what, the strongest first.
    pub sources: Vec<SourceChip>,
}

#[cfg(feature = "ssr")]
pub use from_store::Viewer;

#[cfg(feature = "ssr")]
mod from_store {
    use super::{HeldItem, HeldList};
    use crate::{
        dto::{
            Names, SourceChip, SourceKind, cursor,
            member::{anchor, kind_of, named_by},
        },
        link,
        text::{fill, plural, t},
    };
    use authz::{Atom, Grant, NodeId, SYSTEM};
    use store::{Access, HeldPlace, Holdings, Way};

    /// What the viewer may open.
    pub struct Viewer {
        /// The groups among those named.
        pub groups: Vec<NodeId>,
        /// Roles of the whole system.
        pub roles: bool,
    }

    impl HeldList {
        /// Nodes whose names are needed to show this.
        pub(crate) fn nodes(holdings: &Holdings) -> Vec<NodeId> {
            let places = holdings.places.items.iter().flat_map(|place| &place.access);
            let mut nodes: Vec<NodeId> = holdings.system.iter().chain(places).flat_map(named_by).collect();
            nodes.sort();
            nodes.dedup();
            nodes
        }

        /// What somebody holds, with the names of everything.
        pub(crate) fn new(holdings: Holdings, subject: &NodeId, names: &Names, viewer: &Viewer) -> Self {
            let shown = Shown { subject, names, viewer };
            let system = NodeId::system();
            let summary = summary(&holdings, names);
            let on_system = holdings.system.iter().map(|access| shown.chip(access, &system, false)).collect();
            let items = holdings.places.items.into_iter().map(|place| shown.item(place)).collect();
            let (next, partial) = (cursor::write(holdings.places.next), holdings.partial);
            Self { summary, system: on_system, items, next, partial }
        }
    }

    /// `Owner of 2 projects, Viewer of 5 projects; Administrator of the whole system.`
    fn summary(holdings: &Holdings, names: &Names) -> String {
        let tally = holdings.tally.as_ref().map(|tally| {
            let one = |one: &store::RoleTally| {
                let of = plural(one.projects, "{role} of {n} project", "{role} of {n} projects");
                of.replace("{role}", &names.role(&one.role))
            };
            tally.iter().map(one).collect::<Vec<_>>().join(", ")
        });
        let projects = tally.unwrap_or_else(|| t("Roles on more than 2,000 projects").to_owned());
        let mut roles: Vec<String> = holdings.system.iter().map(|access| names.role(&access.role)).collect();
        roles.dedup();
        let system = match roles.as_slice() {
            [] => String::new(),
            roles => fill("{roles} of the whole system", &[("roles", &roles.join(t(" and ")))]),
        };
        let elsewhere = holdings.places.items.iter().any(|place| place.node.kind() != "project");
        match (projects.is_empty(), system.is_empty()) {
            (false, false) => format!("{projects}; {system}."),
            (false, true) => format!("{projects}."),
            (true, false) => format!("{system}."),
            (true, true) if elsewhere => t("No role on a project, only on what is listed here.").to_owned(),
            (true, true) if holdings.places.items.is_empty() && holdings.partial => {
                t("Nothing that you may see.").to_owned()
            }
            (true, true) if holdings.places.items.is_empty() => t("No access to anything.").to_owned(),
            (true, true) => t("Nothing but what is open to everybody.").to_owned(),
        }
    }

    struct Shown<'a> {
        subject: &'a NodeId,
        names: &'a Names,
        viewer: &'a Viewer,
    }

    impl Shown<'_> {
        fn item(&self, place: HeldPlace) -> HeldItem {
            let HeldPlace { node, name, access, members } = place;
            let project = node.kind() == "project";
            HeldItem {
                id: node.to_string(),
                sources: access.iter().map(|access| self.chip(access, &node, members)).collect(),
                href: project.then(|| link::project(node.name(), "")),
                kind: (!project).then(|| node.kind().to_owned()),
                name,
            }
        }

        /// One thing that gives access on a node, leading to where it comes from.
        fn chip(&self, access: &Access, here: &NodeId, members: bool) -> SourceChip {
            let (role, expires_at, elsewhere) = (self.names.role(&access.role), access.expires_at, None);
            let project = here.kind() == "project";
            let system = || self.viewer.roles.then(|| link::role(SYSTEM, access.role.as_str()));
            match &access.way {
                Way::Here => {
                    let member = (project && members).then(|| link::member(here.name(), self.subject.as_str()));
                    let href = if here.is_system() { system() } else { member };
                    SourceChip {
                        kind: SourceKind::Direct,
                        role,
                        via: t("direct").to_owned(),
                        href,
                        elsewhere,
                        expires_at,
                    }
                }
                Way::Visible(_) => {
                    let href = project.then(|| link::project(here.name(), ""));
                    let via = t("open to visitors").to_owned();
                    SourceChip { kind: SourceKind::Public, role, via, href, elsewhere, expires_at }
                }
                Way::Grant(grant) => {
                    let also = (project && members)
                        .then(|| format!("{}#{}", link::project(here.name(), "members/also"), anchor(grant)));
                    let system = if grant.on.is_system() { system() } else { None };
                    let href = self.group(grant).or(system).or(also);
                    let kind = kind_of(&grant.who, &grant.on, grant.source, here);
                    let via = self.names.via(grant, &access.through, self.subject, here);
                    SourceChip { kind, role, via, href, elsewhere, expires_at }
                }
            }
        }

        /// The page of the group that a grant is for.
        fn group(&self, grant: &Grant) -> Option<String> {
            let group = grant.who.iter().find_map(|atom| match atom {
                Atom::Group(group) | Atom::GroupAdmins(group) => Some(group),
                _ => None,
            });
            group
                .filter(|group| *group != self.subject && self.viewer.groups.contains(group))
                .map(|group| link::group(group.name(), ""))
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use store::{RoleTally, port::Page};

        #[test]
        fn everything_is_said_in_a_sentence() {
            let role = |text: &str| authz::RoleId::parse(text).unwrap();
            let names = Names { nodes: Vec::new(), roles: Vec::new(), now: 0 };
            let said = |tally: Option<&[(&str, usize)]>, system: &[&str]| {
                let tally = tally.map(|tally| {
                    tally.iter().map(|(id, projects)| RoleTally { role: role(id), projects: *projects }).collect()
                });
                let access =
                    |id: &&str| Access { role: role(id), way: Way::Here, through: Vec::new(), expires_at: None };
                let system = system.iter().map(access).collect();
                let places = Page { items: Vec::new(), next: None };
                summary(&Holdings { system, places, tally, partial: false }, &names)
            };
            assert_eq!(said(Some(&[("owner", 2), ("viewer", 1)]), &[]), "owner of 2 projects, viewer of 1 project.");
            assert_eq!(said(Some(&[("owner", 1)]), &["root"]), "owner of 1 project; root of the whole system.");
            assert_eq!(said(Some(&[]), &["root", "auditor"]), "root and auditor of the whole system.");
            assert_eq!(said(Some(&[]), &[]), "No access to anything.");
            let hidden = Holdings {
                system: Vec::new(),
                places: Page { items: Vec::new(), next: None },
                tally: Some(Vec::new()),
                partial: true,
            };
            assert_eq!(summary(&hidden, &names), "Nothing that you may see.");
            assert_eq!(said(None, &[]), "Roles on more than 2,000 projects.");
        }
    }
}

//! Members of a project.

use super::ProjectHead;
use serde::{Deserialize, Serialize};

/// A user or group with a role given on the project itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberItem {
    /// The user's or group's node id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A user's address or user name.
    pub login: Option<String>,
    /// Is it a group?
    pub group: bool,
    /// A user: enabled?
    pub active: bool,
    /// Roles given here.
    pub roles: Vec<HeldRole>,
    /// Roles that reach them here from elsewhere.
    pub also: Vec<Through>,
}

/// A role given on the project itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    /// The role's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Until when, in microseconds since 1970; `None` for good.
    pub expires_at: Option<i64>,
    /// Is that over?
    pub expired: bool,
    /// When it was given.
    pub since: i64,
    /// By whom.
    pub author: String,
}

/// A role from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Through {
    /// The role's name.
    pub role: String,
    /// Where it comes from, in words: `group Geology`.
    pub via: String,
}

/// A role that may be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChoice {
    /// The role's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A sentence on what it is for.
    pub description: String,
}

/// What the viewer may do with members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPowers {
    /// Add some.
    pub add: bool,
    /// Change their roles.
    pub update: bool,
    /// Remove them.
    pub remove: bool,
}

/// The list of members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersPage {
    /// The project.
    pub head: ProjectHead,
    /// The members.
    pub items: Vec<MemberItem>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// How many there are in all.
    pub total: u64,
    /// What the viewer may do.
    pub may: MemberPowers,
}

/// The form for new members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMemberPage {
    /// The project.
    pub head: ProjectHead,
    /// Roles that may be given.
    pub roles: Vec<RoleChoice>,
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPage {
    /// The project.
    pub head: ProjectHead,
    /// Who.
    pub member: MemberItem,
    /// Roles that may be given.
    pub roles: Vec<RoleChoice>,
    /// What the viewer may do.
    pub may: MemberPowers,
}

/// Somebody who could be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The user's or group's node id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The user name, or that it is a group.
    pub hint: String,
    /// Is it a group?
    pub group: bool,
}

#[cfg(feature = "ssr")]
mod from_store {
    use super::{Candidate, HeldRole, MemberItem, MemberPowers, RoleChoice, Through};
    use authz::{Atom, Grant, NodeId, RoleId, Source};
    use store::{Member, RoleName, port::MemberRecord};

    impl From<RoleName> for RoleChoice {
        fn from(role: RoleName) -> Self {
            Self { id: role.id.to_string(), name: role.name, description: role.description }
        }
    }

    impl From<[bool; 3]> for MemberPowers {
        fn from([add, update, remove]: [bool; 3]) -> Self {
            Self { add, update, remove }
        }
    }

    impl From<MemberRecord> for Candidate {
        fn from(record: MemberRecord) -> Self {
            let group = record.subject.kind() == "group";
            let hint = if group { "Group".to_owned() } else { record.username.unwrap_or_default() };
            Self { id: record.subject.to_string(), name: record.name, hint, group }
        }
    }

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
        fn node(&self, id: &NodeId) -> String {
            if id.is_system() {
                return "the whole system".to_owned();
            }
            let known = self.nodes.iter().find(|(node, _)| node == id).map(|(_, name)| name.clone());
            known.unwrap_or_else(|| id.name().to_owned())
        }

        fn author(&self, text: &str) -> String {
            NodeId::parse(text).map_or_else(|_| text.to_owned(), |id| self.node(&id))
        }

        fn role(&self, id: &RoleId) -> String {
            let known = self.roles.iter().find(|role| role.id == *id).map(|role| role.name.clone());
            known.unwrap_or_else(|| id.to_string())
        }

        fn who(&self, atom: &Atom) -> String {
            match atom {
                Atom::User(id) => self.node(id),
                Atom::Group(id) => format!("group {}", self.node(id)),
                Atom::GroupAdmins(id) => format!("admins of group {}", self.node(id)),
                Atom::Account(id) => format!("account {}", self.node(id)),
                Atom::AccountLabel(label) => format!("accounts labelled {label}"),
                Atom::Holder(role, id) => format!("{} of {}", self.role(role), self.node(id)),
                Atom::SignedIn(_) => "everybody signed in".to_owned(),
                Atom::Anyone(_) => "everybody".to_owned(),
            }
        }

        fn through(&self, grant: &Grant, subject: &NodeId, here: &NodeId) -> Through {
            let own = matches!(grant.who.as_slice(), [Atom::User(id) | Atom::Group(id)] if id == subject);
            let who = grant.who.iter().map(|atom| self.who(atom)).collect::<Vec<_>>().join(" and ");
            let place = if grant.on == *here { String::new() } else { format!("on {}", self.node(&grant.on)) };
            let consultancy = if grant.source == Source::Consultancy { "consultancy: " } else { "" };
            let via = match (own, place.is_empty()) {
                (true, _) => place,
                (false, true) => format!("{consultancy}{who}"),
                (false, false) => format!("{consultancy}{who} {place}"),
            };
            Through { role: self.role(&grant.role), via }
        }
    }

    impl MemberItem {
        /// Nodes whose names are needed to show these members.
        pub(crate) fn nodes(members: &[Member]) -> Vec<NodeId> {
            let mut nodes: Vec<NodeId> = Vec::new();
            for member in members {
                nodes.extend(member.grants.iter().filter_map(|(_, made)| NodeId::parse(&made.author).ok()));
                for grant in &member.also {
                    nodes.push(grant.on.clone());
                    nodes.extend(grant.who.iter().filter_map(|atom| match atom {
                        Atom::User(id)
                        | Atom::Group(id)
                        | Atom::GroupAdmins(id)
                        | Atom::Account(id)
                        | Atom::Holder(_, id) => Some(id.clone()),
                        Atom::AccountLabel(_) | Atom::SignedIn(_) | Atom::Anyone(_) => None,
                    }));
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
            let also = member.also.iter().map(|grant| names.through(grant, &subject, here)).collect();
            Self {
                name: member.record.name,
                login: member.record.email.or(member.record.username),
                group: subject.kind() == "group",
                id: subject.to_string(),
                active: member.active,
                roles,
                also,
            }
        }
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
                let grant = Grant { id: grant, who, role, on: id(on), expires_at: None, source };
                names.through(&grant, &id("user:ana"), &id("project:x")).via
            };
            let direct = Source::Direct;
            assert_eq!(via(vec![Atom::Group(id("group:geo"))], "project:x", direct), "group Geology");
            assert_eq!(via(vec![Atom::User(id("user:ana"))], "account:north", direct), "on North Mining");
            assert_eq!(via(vec![Atom::User(id("user:ana"))], "system", direct), "on the whole system");
            assert_eq!(via(vec![Atom::SIGNED_IN], "account:north", direct), "everybody signed in on North Mining");
            let link =
                vec![Atom::Account(id("account:c")), Atom::Holder(RoleId::parse("expert").unwrap(), id("account:c"))];
            assert_eq!(
                via(link, "account:north", Source::Consultancy),
                "consultancy: account c and expert of c on North Mining"
            );
        }
    }
}

#[cfg(feature = "ssr")]
pub use from_store::Names;

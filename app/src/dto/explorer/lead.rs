//! Where what an answer names is changed, as far as the viewer may go there.

use crate::link;
use authz::{Atom, Grant, NodeId, RoleId, SYSTEM};
use store::{Caller, Gate, Told};

/// Leads from what is named to its page.
pub struct Leads<'a> {
    /// The gate.
    pub gate: &'a Gate,
    /// Who looks.
    pub caller: &'a Caller,
}

impl Leads<'_> {
    /// May the viewer do this of the console there?
    pub fn may(&self, name: &str, node: &NodeId) -> bool {
        self.gate.may(self.caller, name, node)
    }

    /// The page of a node.
    pub fn node(&self, id: &NodeId, told: Option<&Told>) -> Option<String> {
        match id.kind() {
            "system" => None,
            "project" => Some(link::project(id.name(), "")),
            "user" => self.may("user:read", id).then(|| link::person(id.name())),
            "group" => self.may("group:read", id).then(|| link::group(id.name(), "")),
            "account" => self.may("account:read", id).then(|| link::account(id.name(), "")),
            _ => {
                let project = told.and_then(|told| told.projects.get(id))?;
                Some(link::node(project.name(), id.as_str(), ""))
            }
        }
    }

    /// Where a grant is changed: the member's page in a project.
    pub fn grant(&self, grant: &Grant) -> Option<String> {
        if grant.on.kind() != "project" || !self.may("member:read", &grant.on) {
            return if grant.on.is_system() { self.role(&grant.role, &grant.on) } else { self.node(&grant.on, None) };
        }
        Some(match grant.who.as_slice() {
            [Atom::User(who) | Atom::Group(who)] => link::member(grant.on.name(), who.as_str()),
            _ => link::project(grant.on.name(), "members/also"),
        })
    }

    /// The page of a role, in the matrix of a project it is granted on, or in that of the system.
    pub fn role(&self, role: &RoleId, on: &NodeId) -> Option<String> {
        let place = if on.kind() == "project" { on.clone() } else { NodeId::system() };
        let node = if place.is_system() { SYSTEM } else { place.as_str() };
        self.may("role:read", &place).then(|| link::role(node, role.as_str()))
    }

    /// Where what a role gives is changed: its cell in the matrix of its home.
    pub fn cell(&self, role: &RoleId, permission: &str, home: &NodeId, set: bool) -> Option<String> {
        let drawn = home.is_system() || home.kind() == "project";
        let (cell, wanted) = (format!("{permission},{role}"), if set { "role:update" } else { "role:read" });
        let value = if set { format!("{cell},all") } else { String::new() };
        let address = || link::with_query(&link::roles(home.as_str()), &[("cell", &cell), ("set", &value)]);
        (drawn && self.may(wanted, home)).then(address)
    }
}

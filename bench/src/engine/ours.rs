//! Ours: the facts as a `World`, compiled into an `Index`; a question is one call.

use super::Engine;
use crate::workload::{Facts, Question};
use anyhow::Result;
use authz::{
    Atom, Catalog, Entry, Extent, Grant, GrantId, Index, Node, NodeId, Pattern, Role, RoleId, Source, User, World,
    catalog::NodeType,
};

struct Ours(Index);

impl Engine for Ours {
    fn allowed(&mut self, question: &Question) -> Result<bool> {
        Ok(self.0.allowed(&question.user, &question.permission, &question.node, 0)?)
    }
}

/// Compiles the facts.
pub fn build(facts: &Facts) -> Result<impl Engine + use<>> {
    let mut world = World { catalog: catalog(facts), ..World::default() };
    for (number, permissions) in facts.roles.iter().enumerate() {
        let entry = |at: &usize| anyhow::Ok(Entry::new(Pattern::parse(&facts.permissions[*at])?, Extent::All));
        let permissions = permissions.iter().map(entry).collect::<Result<_>>()?;
        world.roles.push(Role { permissions, ..Role::new(role(number)?) });
    }
    for user in &facts.users {
        world.users.push(User { id: NodeId::parse(user)?, account: None, active: true, mfa: false });
    }
    for node in &facts.nodes {
        let parent = match node.parent {
            Some(parent) => NodeId::parse(&facts.nodes[parent].id)?,
            None => NodeId::system(),
        };
        world.nodes.push(Node::new(NodeId::parse(&node.id)?, vec![parent]));
    }
    for (number, membership) in facts.memberships.iter().enumerate() {
        world.grants.push(Grant {
            id: GrantId::parse(&format!("grant:{number}"))?,
            who: vec![Atom::User(NodeId::parse(&facts.users[membership.user])?)],
            role: role(membership.role)?,
            on: NodeId::parse(&facts.nodes[membership.on].id)?,
            expires_at: None,
            source: Source::Direct,
        });
    }
    Ok(Ours(Index::new(world)?))
}

fn role(number: usize) -> Result<RoleId> {
    Ok(RoleId::parse(&format!("role{number}"))?)
}

fn catalog(facts: &Facts) -> Catalog {
    let mut catalog = Catalog::default();
    let kinds = [("project", &["system"][..]), ("folder", &["project", "folder"]), ("item", &["project", "folder"])];
    for (kind, parents) in kinds {
        let own = facts.permissions.iter().filter_map(|permission| permission.strip_prefix(kind)?.strip_prefix(':'));
        let def = NodeType {
            parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
            actions: own.map(str::to_owned).collect(),
            ..NodeType::default()
        };
        catalog.types.insert(kind.to_owned(), def);
    }
    catalog
}

//! A part of the facts, small enough for a browser to preview changes with.

use crate::{Caller, Micros, gate::is_shown};
use authz::{Atom, Catalog, Index, Node, NodeId, World};
use std::collections::{BTreeMap, BTreeSet};

/// Most nodes or users in a snapshot; beyond, only the server previews.
const MAX_ITEMS: usize = 1_000;

/// Facts that decide what roles give on the node, above and below it. People, groups and accounts the caller may not
/// see are in it under a number, so that counts are right and names are not told.
pub(crate) fn snapshot(index: &Index, caller: &Caller, scope: &NodeId, now: Micros) -> Option<World> {
    let world = index.world();
    let kept = kept(index, &world, scope)?;
    if world.users.len() > MAX_ITEMS {
        return None;
    }
    let hidden = Hidden::new(index, caller, &world, scope, now);
    let people = world.nodes.iter().filter(|node| matches!(node.id.kind(), "user" | "group" | "account"));
    let nodes = world
        .nodes
        .iter()
        .filter(|node| kept.contains(&node.id) && !matches!(node.id.kind(), "user" | "group" | "account"));
    Some(World {
        nodes: people.chain(nodes).map(|node| hidden.node(node)).collect(),
        users: world
            .users
            .iter()
            .map(|user| authz::User {
                id: hidden.id(&user.id),
                account: user.account.as_ref().map(|id| hidden.id(id)),
                ..user.clone()
            })
            .collect(),
        groups: world
            .groups
            .iter()
            .map(|group| authz::Group {
                id: hidden.id(&group.id),
                members: group.members.iter().map(|id| hidden.id(id)).collect(),
                admins: group.admins.iter().map(|id| hidden.id(id)).collect(),
            })
            .collect(),
        grants: world
            .grants
            .iter()
            .filter(|grant| kept.contains(&grant.on))
            .map(|grant| authz::Grant {
                who: grant.who.iter().map(|atom| hidden.atom(atom)).collect(),
                on: hidden.id(&grant.on),
                ..grant.clone()
            })
            .collect(),
        keys: Vec::new(),
        catalog: without_routes(world.catalog),
        roles: world.roles,
    })
}

/// What applications ask about decides nothing here, and is for those who may read the catalog.
fn without_routes(mut catalog: Catalog) -> Catalog {
    catalog.routes.clear();
    catalog.files.values_mut().for_each(|file| file.routes.clear());
    catalog
}

/// The nodes that say anything about access near the scope, and all above them; nothing if there are too many.
fn kept(index: &Index, world: &World, scope: &NodeId) -> Option<BTreeSet<NodeId>> {
    let near = |id: &NodeId| index.lies_below(id, scope) || index.lies_below(scope, id);
    let tells = |node: &&Node| node.restricted || node.archived || node.owner.is_some() || is_visible(node);
    let granted = world.grants.iter().map(|grant| &grant.on);
    let telling = granted.chain(world.nodes.iter().filter(tells).map(|node| &node.id));
    let telling: BTreeSet<&NodeId> = telling.filter(|id| near(id)).chain([scope]).collect();
    let mut kept = BTreeSet::new();
    for id in telling {
        kept.insert(id.clone());
        kept.extend(index.ancestors(id).into_iter().cloned());
        if kept.len() > MAX_ITEMS {
            return None;
        }
    }
    Some(kept)
}

fn is_visible(node: &Node) -> bool {
    node.visibility != authz::Visibility::Private
}

/// What stands in for those the caller may not see.
struct Hidden(BTreeMap<NodeId, NodeId>);

impl Hidden {
    fn new(index: &Index, caller: &Caller, world: &World, scope: &NodeId, now: Micros) -> Self {
        let mut map = BTreeMap::new();
        let people = world.nodes.iter().filter(|node| matches!(node.id.kind(), "user" | "group" | "account"));
        for (number, node) in people.enumerate() {
            if !is_shown(index, caller, scope, &node.id, now)
                && let Ok(stand_in) = NodeId::new(node.id.kind(), &format!("#{number}"))
            {
                map.insert(node.id.clone(), stand_in);
            }
        }
        Self(map)
    }

    fn id(&self, id: &NodeId) -> NodeId {
        self.0.get(id).unwrap_or(id).clone()
    }

    fn node(&self, node: &Node) -> Node {
        let mut node = Node {
            id: self.id(&node.id),
            parents: node.parents.iter().map(|id| self.id(id)).collect(),
            owner: node.owner.as_ref().map(|id| self.id(id)),
            ..node.clone()
        };
        if node.id.name().starts_with('#') {
            node.attributes.clear();
        }
        node
    }

    fn atom(&self, atom: &Atom) -> Atom {
        match atom {
            Atom::User(id) => Atom::User(self.id(id)),
            Atom::Group(id) => Atom::Group(self.id(id)),
            Atom::GroupAdmins(id) => Atom::GroupAdmins(self.id(id)),
            Atom::Account(id) => Atom::Account(self.id(id)),
            Atom::Holder(role, id) => Atom::Holder(role.clone(), self.id(id)),
            Atom::AccountLabel(_) | Atom::SignedIn(_) | Atom::Anyone(_) => atom.clone(),
        }
    }
}

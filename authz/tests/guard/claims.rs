//! What users who work together may come to by rights: what one of them held at the start, by a live grant on all
//! nodes, and what the exceptions named in the model let them have.

use authz::{
    ANONYMOUS, Atom, Extent, Grant, GrantId, Index, NodeId, Question, Sent, Source, User, Value, Visibility, World,
};

use crate::collusion::NOW;

/// Somebody nothing is said of: whoever may make users can be them.
const NOBODY: &str = "user:nobody";

pub fn allowed(index: &Index, subject: &str, permission: &str, node: &str, sent: &Sent, now: i64) -> bool {
    let asks = [(permission, node)];
    index.decide(&Question { subject, asks: &asks, sent, parents: None, now }).unwrap_or(false)
}

pub struct Claims {
    attackers: Vec<NodeId>,
    /// What each was allowed, with nothing archived: archiving takes nothing from what somebody holds.
    had: Index,
    /// The same without visibility, and without what is had on own nodes only.
    held: Index,
    /// What everybody who is active has, with everybody active.
    common: Index,
    sent: [Sent; 2],
}

impl Claims {
    pub fn new(before: &Index, attackers: &[NodeId]) -> Self {
        let mut facts = before.world();
        facts.nodes.iter_mut().for_each(|node| node.archived = false);
        let nobody = User { id: crate::world::node(NOBODY), account: None, active: true, mfa: false };
        let attackers = [attackers, std::slice::from_ref(&nobody.id)].concat();
        facts.users.push(nobody);
        let facts = with_assignments(facts, &attackers);
        let mut held = facts.clone();
        held.nodes.iter_mut().for_each(|node| node.visibility = Visibility::Private);
        held.roles.iter_mut().for_each(|role| role.permissions.retain(|entry| entry.extent == Extent::All));
        let mut common = facts.clone();
        common.grants.retain(|grant| grant.who.iter().all(|atom| matches!(atom, Atom::Anyone(_) | Atom::SignedIn(_))));
        common.nodes.iter_mut().for_each(|node| node.suspended = false);
        common.users.iter_mut().for_each(|user| user.active = true);
        let circumstances = Sent {
            context: [("c".to_owned(), Value::Number(1.0))].into(),
            node: [("x".to_owned(), Value::Number(1.0))].into(),
            ..Sent::NOTHING
        };
        let [had, held, common] = [facts, held, common].map(|facts| Index::new(facts).unwrap());
        Self { attackers, had, held, common, sent: [Sent::NOTHING, circumstances] }
    }

    /// What is sent along with questions.
    pub fn sent(&self) -> &[Sent] {
        &self.sent
    }

    /// May the subject come to be allowed this?
    pub fn cover(&self, subject: &str, permission: &str, node: &str, sent: &Sent) -> bool {
        let holds = |who: &str| allowed(&self.held, who, permission, node, sent, NOW);
        let person = if subject == ANONYMOUS || self.had.user(subject).is_some() { subject } else { NOBODY };
        allowed(&self.had, person, permission, node, sent, NOW)
            || self.attackers.iter().any(|attacker| holds(attacker.as_str()))
            || holds(ANONYMOUS)
            || (subject != ANONYMOUS && allowed(&self.common, person, permission, node, sent, NOW))
            || self.is_linkable(node)
    }

    /// Whoever may update such a node may link it, whatever they and others gain on it.
    fn is_linkable(&self, node: &str) -> bool {
        let kind = node.split(':').next().unwrap_or_default();
        let linkable = self.had.catalog().types.get(kind).is_some_and(|kind| kind.link_by_update);
        let update = format!("{kind}:update");
        let mut attackers = self.attackers.iter().map(NodeId::as_str).chain([ANONYMOUS]);
        linkable && attackers.any(|who| self.sent.iter().any(|sent| allowed(&self.had, who, &update, node, sent, NOW)))
    }
}

/// The facts with every grant that attackers may make because they hold a role that assigns another.
fn with_assignments(mut facts: World, attackers: &[NodeId]) -> World {
    let names: Vec<Atom> = attackers.iter().cloned().map(Atom::User).collect();
    loop {
        let index = Index::new(facts.clone()).unwrap();
        let live = index.grants().filter(|grant| {
            grant.who.iter().all(|atom| matches!(atom, Atom::User(_) | Atom::Group(_)))
                && attackers.iter().any(|attacker| index.grant_matches(grant, attacker, NOW))
        });
        let mut made: Vec<Grant> = Vec::new();
        for held in live {
            for role in index.roles().filter(|role| role.assigned_by.contains(&held.role)) {
                let fresh = names.iter().map(|name| Grant {
                    id: GrantId::parse(&format!("{} {} {name:?}", role.id, held.on)).unwrap(),
                    who: vec![name.clone()],
                    role: role.id.clone(),
                    on: held.on.clone(),
                    expires_at: None,
                    source: Source::Direct,
                });
                made.extend(fresh.filter(|grant| index.grant(&grant.id).is_none()));
            }
        }
        if made.is_empty() {
            return facts;
        }
        made.sort_by(|one, other| one.id.cmp(&other.id));
        made.dedup_by(|one, other| one.id == other.id);
        facts.grants.extend(made);
    }
}

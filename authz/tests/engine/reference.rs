//! The model once more, naively: every clause as it is written, no index, nothing remembered. What the engine answers
//! must be what this answers.

use authz::{
    ANONYMOUS, Atom, Condition, Extent, Grant, Key, Node, NodeId, Permission, Role, RoleId, SYSTEM, Sent, User, Value,
    Visibility, World, condition::Op, policy::Glob,
};
use std::collections::BTreeSet;

/// A question names something unknown, or asks nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error;

pub struct Reference<'a> {
    pub world: &'a World,
    pub now: i64,
    pub sent: &'a Sent,
    pub parents: Option<&'a [&'a str]>,
}

/// Refused before anything is looked at.
struct Refused;

enum Subject<'a> {
    Anonymous,
    User(&'a User),
    Key(&'a Key),
}

/// A node asked about: its name, its parents, and its facts if it is registered.
struct Asked {
    id: String,
    parents: Vec<String>,
    node: Option<Node>,
}

impl Reference<'_> {
    pub fn decide(&self, subject: &str, asks: &[(&str, &str)]) -> Result<bool, Error> {
        let subject = self.subject(subject)?;
        let mut all = true;
        for (permission, node) in asks {
            let permission = Permission::parse(permission).map_err(|_| Error)?;
            if !self.world.catalog.knows(&permission) {
                return Err(Error);
            }
            let (kind, name) = if *node == SYSTEM { (SYSTEM, SYSTEM) } else { node.split_once(':').ok_or(Error)? };
            let def = self.world.catalog.types.get(kind);
            if def.is_some_and(|def| def.by_policy) {
                if permission.kind() != kind || name.is_empty() {
                    return Err(Error);
                }
                all &= self.by_policy(&subject, &permission, node)?;
            } else {
                let asked = self.asked(node)?;
                all &= self.on_node(&subject, &permission, &asked);
            }
        }
        if asks.is_empty() { Err(Error) } else { Ok(all) }
    }

    fn subject(&self, id: &str) -> Result<Subject<'_>, Error> {
        if id == ANONYMOUS {
            return Ok(Subject::Anonymous);
        }
        if let Some(user) = self.user(id) {
            return Ok(Subject::User(user));
        }
        self.world.keys.iter().rev().find(|key| key.id.as_str() == id).map(Subject::Key).ok_or(Error)
    }

    fn user(&self, id: &str) -> Option<&User> {
        self.world.users.iter().rev().find(|user| user.id.as_str() == id)
    }

    fn role(&self, id: &RoleId) -> Option<&Role> {
        self.world.roles.iter().rev().find(|role| role.id == *id)
    }

    /// A registered node, or the one a user, key or group brings.
    fn node(&self, id: &str) -> Option<Node> {
        let above = |account: Option<&NodeId>| vec![account.cloned().unwrap_or_else(NodeId::system)];
        if let Some(node) = self.world.nodes.iter().rev().find(|node| node.id.as_str() == id) {
            let mut node = node.clone();
            if self.user(id).is_some() {
                node.owner = Some(node.id.clone());
            }
            return Some(node);
        }
        if id == SYSTEM {
            return Some(Node::new(NodeId::system(), vec![]));
        }
        if let Some(user) = self.user(id) {
            let node = Node::new(user.id.clone(), above(user.account.as_ref()));
            return Some(Node { owner: Some(user.id.clone()), ..node });
        }
        if let Some(key) = self.world.keys.iter().rev().find(|key| key.id.as_str() == id) {
            let owner = self.user(key.owner.as_str());
            let node = Node::new(key.id.clone(), above(owner.and_then(|owner| owner.account.as_ref())));
            return Some(Node { owner: Some(key.owner.clone()), ..node });
        }
        let group = self.world.groups.iter().find(|group| group.id.as_str() == id)?;
        Some(Node::new(group.id.clone(), vec![NodeId::system()]))
    }

    fn asked(&self, id: &str) -> Result<Asked, Error> {
        let texts = |ids: &[NodeId]| ids.iter().map(ToString::to_string).collect();
        if let Some(node) = self.node(id) {
            return Ok(Asked { id: id.to_owned(), parents: texts(&node.parents), node: Some(node) });
        }
        let (kind, name) = id.split_once(':').ok_or(Error)?;
        let def = self.world.catalog.types.get(kind).filter(|def| def.open && !name.is_empty()).ok_or(Error)?;
        let parents = self.parents.unwrap_or(&[SYSTEM]);
        let allowed = |parent: &&str| {
            let kind = parent.split_once(':').map_or(*parent, |(kind, _)| kind);
            self.node(parent).is_some() && def.parents.iter().any(|parent| parent == kind)
        };
        if parents.is_empty() || !parents.iter().all(allowed) {
            return Err(Error);
        }
        Ok(Asked {
            id: id.to_owned(),
            parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
            node: None,
        })
    }

    fn active(&self, user: &User) -> bool {
        let account = user.account.as_ref().and_then(|account| self.node(account.as_str()));
        user.active && !account.is_some_and(|account| account.suspended)
    }

    /// Steps 2 and 3: who decides, unless it is refused already.
    fn decider<'s>(
        &'s self,
        subject: &'s Subject,
        permission: &Permission,
        below: impl Fn(&NodeId) -> bool,
    ) -> Result<Option<&'s User>, Refused> {
        match subject {
            Subject::Anonymous => Ok(None),
            Subject::User(user) => self.active(user).then_some(Some(*user)).ok_or(Refused),
            Subject::Key(key) => {
                let owner = self.user(key.owner.as_str()).ok_or(Refused)?;
                let covers = key.permissions.iter().any(|pattern| pattern.covers(permission));
                let live = key.active && key.expires_at.is_none_or(|end| self.now < end);
                (self.active(owner) && live && covers && below(&key.on)).then_some(Some(owner)).ok_or(Refused)
            }
        }
    }

    fn by_policy(&self, subject: &Subject, permission: &Permission, id: &str) -> Result<bool, Error> {
        let Ok(user) = self.decider(subject, permission, NodeId::is_system) else { return Ok(false) };
        let system = self.asked(SYSTEM)?;
        Ok(self.world.catalog.policies.iter().any(|policy| {
            Glob::parse(&policy.pattern).unwrap().matches(id)
                && policy.needs.get(permission.action()).is_some_and(|needed| self.step_5_and_6(user, needed, &system))
        }))
    }

    fn on_node(&self, subject: &Subject, permission: &Permission, asked: &Asked) -> bool {
        let below = |top: &NodeId| self.ways_up(asked).iter().any(|way| way.iter().any(|id| id == top.as_str()));
        let Ok(user) = self.decider(subject, permission, below) else { return false };
        self.step_5_and_6(user, permission, asked)
    }

    /// Every way from the node up to a root, the node first.
    fn ways_up(&self, asked: &Asked) -> Vec<Vec<String>> {
        let mut done = vec![];
        let mut open = vec![(vec![asked.id.clone()], asked.parents.clone())];
        while let Some((way, parents)) = open.pop() {
            if parents.is_empty() {
                done.push(way);
                continue;
            }
            for parent in parents {
                let mut longer = way.clone();
                longer.push(parent.clone());
                let above = self.node(&parent).map(|node| node.parents).unwrap_or_default();
                open.push((longer, above.iter().map(ToString::to_string).collect()));
            }
        }
        done
    }

    fn step_5_and_6(&self, user: Option<&User>, permission: &Permission, asked: &Asked) -> bool {
        let ways = self.ways_up(asked);
        let archived = |id: &String| self.node(id).is_some_and(|node| node.archived);
        if permission.action() != "read" && ways.iter().all(|way| way.iter().any(archived)) {
            return false;
        }
        ways.iter().any(|way| {
            (0..way.len()).any(|at| {
                let open = !way[..at].iter().any(|id| self.is_restricted(id));
                self.given_at(user, permission, asked, &way[at], open)
            })
        })
    }

    fn is_restricted(&self, id: &str) -> bool {
        let flag = |node: Node| {
            node.restricted && self.world.catalog.types.get(node.id.kind()).is_some_and(|def| def.restrictable)
        };
        self.node(id).is_some_and(flag)
    }

    fn given_at(&self, user: Option<&User>, permission: &Permission, asked: &Asked, at: &str, open: bool) -> bool {
        let reaches = |role: Option<&RoleId>| role.is_some_and(|role| self.reaches(role, user, permission, asked));
        let visibility = match self.node(at) {
            Some(node) if self.world.catalog.types.get(node.id.kind()).is_some_and(|def| def.visibility) => {
                node.visibility
            }
            _ => Visibility::Private,
        };
        let visitors = &self.world.catalog.visitor_roles;
        if open && visibility == Visibility::Public && reaches(visitors.public.as_ref()) {
            return true;
        }
        if open && visibility != Visibility::Private && user.is_some() && reaches(visitors.internal.as_ref()) {
            return true;
        }
        self.world.grants.iter().filter(|grant| grant.on.as_str() == at).any(|grant| {
            let everybody = grant.who.iter().all(|atom| matches!(atom, Atom::Anyone(_) | Atom::SignedIn(_)));
            (open || !everybody) && self.live(grant) && self.matches(user, grant) && reaches(Some(&grant.role))
        })
    }

    fn live(&self, grant: &Grant) -> bool {
        grant.expires_at.is_none_or(|end| self.now < end)
    }

    fn matches(&self, user: Option<&User>, grant: &Grant) -> bool {
        grant.who.iter().all(|atom| match (atom, user) {
            (Atom::Anyone(_), _) => true,
            (_, None) => false,
            (atom, Some(user)) => self.holds(user, atom),
        })
    }

    fn holds(&self, user: &User, atom: &Atom) -> bool {
        match atom {
            Atom::Anyone(_) | Atom::SignedIn(_) => true,
            Atom::User(id) => user.id == *id,
            Atom::Group(group) => self.in_group(&user.id, group, &mut BTreeSet::new()),
            Atom::GroupAdmins(group) => {
                self.world.groups.iter().any(|known| known.id == *group && known.admins.contains(&user.id))
            }
            Atom::Account(account) => user.account.as_ref() == Some(account),
            Atom::AccountLabel(label) => {
                let account = user.account.as_ref().and_then(|account| self.node(account.as_str()));
                account.is_some_and(|account| account.labels.contains(label))
            }
            Atom::Holder(role, node) => self.world.grants.iter().any(|grant| {
                let plain = |atom: &Atom| matches!(atom, Atom::User(_) | Atom::Group(_));
                grant.role == *role
                    && grant.on == *node
                    && self.live(grant)
                    && grant.who.iter().all(|atom| plain(atom) && self.holds(user, atom))
            }),
        }
    }

    fn in_group(&self, member: &NodeId, group: &NodeId, seen: &mut BTreeSet<NodeId>) -> bool {
        let Some(known) = self.world.groups.iter().find(|known| known.id == *group) else { return false };
        seen.insert(group.clone())
            && (known.members.contains(member) || known.members.iter().any(|inner| self.in_group(member, inner, seen)))
    }

    fn reaches(&self, role: &RoleId, user: Option<&User>, permission: &Permission, asked: &Asked) -> bool {
        let mut roles = vec![role];
        let mut at = 0;
        while at < roles.len() {
            let includes = self.role(roles[at]).into_iter().flat_map(|role| &role.includes);
            let more: Vec<&RoleId> = includes.filter(|role| !roles.contains(role)).collect();
            roles.extend(more);
            at += 1;
        }
        let owner = asked.node.as_ref().and_then(|node| node.owner.as_ref());
        let own = user.is_some_and(|user| owner == Some(&user.id));
        roles.into_iter().filter_map(|role| self.role(role)).flat_map(|role| &role.permissions).any(|entry| {
            entry.pattern.covers(permission)
                && (entry.extent == Extent::All || own)
                && entry.conditions.iter().all(|condition| self.condition(condition, user, asked))
        })
    }

    fn attribute(&self, path: &str, user: Option<&User>, asked: &Asked) -> Option<Value> {
        let (whose, name) = path.split_once('.').unwrap();
        match whose {
            "subject" => self.sent.subject.get(name).cloned().or_else(|| match (name, user) {
                ("mfa", user) => user.map(|user| Value::Bool(user.mfa)),
                (name, user) => self.node(user?.id.as_str())?.attributes.get(name).cloned(),
            }),
            "node" => {
                let stored = asked.node.as_ref().and_then(|node| node.attributes.get(name));
                self.sent.node.get(name).or(stored).cloned()
            }
            "action" => self.sent.action.get(name).cloned(),
            _ => self.sent.context.get(name).cloned(),
        }
    }

    fn condition(&self, condition: &Condition, user: Option<&User>, asked: &Asked) -> bool {
        let Condition(left, op, right) = condition;
        let left = self.attribute(left, user, asked);
        let right = match right {
            Value::Object(object) => match object.get("attr") {
                Some(Value::Text(path)) => self.attribute(path, user, asked),
                _ => unreachable!("no other object"),
            },
            value => Some(value.clone()),
        };
        let equal = left.is_some() && left == right;
        let order = match (&left, &right) {
            (Some(Value::Number(left)), Some(Value::Number(right))) => left.partial_cmp(right),
            (Some(Value::Text(left)), Some(Value::Text(right))) => Some(left.chars().cmp(right.chars())),
            _ => None,
        };
        match op {
            Op::Eq => equal,
            Op::Ne => !equal,
            Op::In => {
                matches!((&left, &right), (Some(left), Some(Value::List(items))) if items.iter().any(|item| item == left))
            }
            Op::Lt => order.is_some_and(std::cmp::Ordering::is_lt),
            Op::Le => order.is_some_and(std::cmp::Ordering::is_le),
            Op::Gt => order.is_some_and(std::cmp::Ordering::is_gt),
            Op::Ge => order.is_some_and(std::cmp::Ordering::is_ge),
            Op::Present => left.is_some(),
            Op::Absent => left.is_none(),
        }
    }
}

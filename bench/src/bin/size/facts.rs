//! What there is, made from fixed seeds.

use anyhow::Result;
use authz::{
    Atom, Catalog, Entry, Extent, Grant, GrantId, Group, Node, NodeId, Pattern, Role, RoleId, Source, User, World,
    catalog::NodeType,
};

/// What there is at 100 %.
const GRANTS: usize = 1_000_000;
const NODES: usize = 1_000_000;
const USERS: usize = 100_000;
const GROUPS: usize = 10_000;
const PROJECTS: usize = 1_000;

/// How deep groups are in each other.
const NESTED: usize = 5;
/// Roles.
pub const ROLES: usize = 10;
const ACTIONS: [&str; 5] = ["read", "update", "create", "delete", "share"];
/// How many of each.
pub struct Size {
    pub grants: usize,
    pub nodes: usize,
    pub users: usize,
    pub groups: usize,
    pub projects: usize,
}

impl Size {
    pub fn of(percent: usize) -> Self {
        let part = |whole: usize| (whole * percent / 100).max(1);
        Self {
            grants: part(GRANTS),
            nodes: part(NODES),
            users: part(USERS),
            groups: part(GROUPS),
            projects: part(PROJECTS),
        }
    }

    /// Nodes of one project, itself among them.
    fn inside(&self) -> usize {
        self.nodes / self.projects
    }

    /// A node of a project: the project, one of its ten folders, one of thirty in those, or an item.
    fn node(&self, project: usize, at: usize) -> String {
        match at {
            0 => format!("project:{project}"),
            1..=40 => format!("folder:{project}-{at}"),
            _ => format!("item:{project}-{at}"),
        }
    }

    pub fn facts(&self) -> Result<World> {
        let mut dice = Dice(4_711);
        let mut world = World { catalog: catalog(), roles: roles()?, ..World::default() };
        for project in 0..self.projects {
            for at in 0..self.inside() {
                let parent = match at {
                    0 => "system".to_owned(),
                    1..=10 => self.node(project, 0),
                    11..=40 => self.node(project, 1 + dice.below(10)),
                    _ => self.node(project, dice.below(41)),
                };
                world.nodes.push(Node::new(id(&self.node(project, at))?, vec![id(&parent)?]));
            }
        }
        for at in 0..self.users {
            world.users.push(User { id: id(&format!("user:{at}"))?, account: None, active: true, mfa: false });
        }
        for at in 0..self.groups {
            let mut members =
                (0..5).map(|_| id(&format!("user:{}", dice.below(self.users)))).collect::<Result<Vec<_>>>()?;
            if at % NESTED != NESTED - 1 && at + 1 < self.groups {
                members.push(id(&format!("group:{}", at + 1))?);
            }
            let members = members.into_iter().collect();
            world.groups.push(Group { id: id(&format!("group:{at}"))?, members, admins: [].into() });
        }
        for at in 0..self.grants {
            world.grants.push(self.grant(at, &mut dice)?);
        }
        Ok(world)
    }

    /// Everybody is a member of the first project; the others are given to people and, one in twenty, to groups.
    fn grant(&self, at: usize, dice: &mut Dice) -> Result<Grant> {
        let (who, role, on) = if at < self.users {
            (Atom::User(id(&format!("user:{at}"))?), if at == 0 { 0 } else { at % ROLES }, id("project:0")?)
        } else {
            let (project, place) = (dice.below(self.projects), if dice.below(4) == 0 { dice.below(41) } else { 0 });
            let who = if dice.below(20) == 0 {
                Atom::Group(id(&format!("group:{}", dice.below(self.groups)))?)
            } else {
                Atom::User(id(&format!("user:{}", dice.below(self.users)))?)
            };
            (who, dice.below(ROLES), id(&self.node(project, place))?)
        };
        Ok(Grant {
            id: GrantId::parse(&format!("grt_{at:026}"))?,
            who: vec![who],
            role: RoleId::parse(&format!("role{role}"))?,
            on,
            expires_at: None,
            source: Source::Direct,
        })
    }

    /// Who, what, where: half of it where they hold something.
    pub fn questions(&self, facts: &World, count: usize) -> Vec<[String; 3]> {
        let mut dice = Dice(815);
        let question = |at: usize| {
            let grant = &facts.grants[dice.below(facts.grants.len())];
            let (user, project) = match (grant.who.as_slice(), at % 2) {
                ([Atom::User(user)], 0) => {
                    let project = grant.on.name().split('-').next().and_then(|text| text.parse().ok());
                    (user.to_string(), project.unwrap_or(0))
                }
                _ => (format!("user:{}", dice.below(self.users)), dice.below(self.projects)),
            };
            let kind = ["project", "folder", "item"][dice.below(3)];
            let permission = format!("{kind}:{}", ACTIONS[dice.below(ACTIONS.len())]);
            [user, permission, self.node(project, dice.below(self.inside()))]
        };
        (0..count).map(question).collect()
    }
}

/// A splitmix64 generator (Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) >> 33) as usize % limit.max(1)
    }
}

pub fn id(text: &str) -> Result<NodeId> {
    Ok(NodeId::parse(text)?)
}

fn catalog() -> Catalog {
    let mut catalog = Catalog { name: "size".to_owned(), ..Catalog::default() };
    for (kind, parents) in
        [("project", vec!["system"]), ("folder", vec!["project", "folder"]), ("item", vec!["project", "folder"])]
    {
        let parents = parents.into_iter().map(str::to_owned).collect();
        let actions = ACTIONS.map(str::to_owned).to_vec();
        catalog.types.insert(kind.to_owned(), NodeType { parents, actions, ..NodeType::default() });
    }
    catalog.with_built_in()
}

/// The first may everything; each of the others half of it.
fn roles() -> Result<Vec<Role>> {
    let mut dice = Dice(42);
    let role = |at: usize| -> Result<Role> {
        let mut permissions = Vec::new();
        for kind in ["project", "folder", "item"] {
            for action in ACTIONS.iter().filter(|_| at == 0 || dice.below(2) == 0) {
                permissions.push(Entry::new(Pattern::parse(&format!("{kind}:{action}"))?, Extent::All));
            }
        }
        if at == 0 {
            permissions.push(Entry::new(Pattern::parse("member:*")?, Extent::All));
        }
        let on = ["project", "folder"].map(str::to_owned).to_vec();
        Ok(Role { permissions, on, ..Role::new(RoleId::parse(&format!("role{at}"))?) })
    };
    (0..ROLES).map(role).collect()
}

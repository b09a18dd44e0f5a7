//! What is asked of whom: made from a fixed seed, so that every run and every engine sees the same.

/// Roles.
pub const ROLES: usize = 10;
/// Permissions: 4 of projects, 8 of folders, 8 of items.
pub const PERMISSIONS: usize = 20;
/// Questions at every size.
pub const QUESTIONS: usize = 10_000;
/// Resources of one project.
const RESOURCES: usize = 100;

/// A node: a project, or a resource below one.
pub struct Node {
    /// Its id, `type:name`.
    pub id: String,
    /// The project or folder it is in; none for a project.
    pub parent: Option<usize>,
}

/// A user has a role on a node and on all below.
pub struct Membership {
    /// The user.
    pub user: usize,
    /// The role.
    pub role: usize,
    /// A project or a folder.
    pub on: usize,
}

/// The facts all engines are built from.
pub struct Facts {
    /// Ids of users.
    pub users: Vec<String>,
    /// Ids of permissions.
    pub permissions: Vec<String>,
    /// Permissions of each role, by number.
    pub roles: Vec<Vec<usize>>,
    /// Projects first, then resources, each after its parent.
    pub nodes: Vec<Node>,
    /// Who is what where.
    pub memberships: Vec<Membership>,
}

/// May this user do this there?
pub struct Question {
    /// Whose right it is.
    pub user: String,
    /// What is to be done.
    pub permission: String,
    /// Where.
    pub node: String,
    /// The project the node is in, for the engine that wants to be told.
    pub project: String,
}

/// A splitmix64 generator (Steele, Lea and Flood 2014).
pub struct Dice(u64);

impl Dice {
    /// The same throws for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) >> 33) as usize % limit
    }
}

impl Facts {
    /// 1,000 users, 100 projects, 10,000 resources and 5,000 memberships, `scale` times.
    pub fn new(scale: usize) -> Self {
        let mut dice = Dice::new(20_260_101);
        let roles = (0..ROLES).map(|_| half(&mut dice)).collect();
        let permissions = [("project", 4), ("folder", 8), ("item", 8)];
        let permissions =
            permissions.into_iter().flat_map(|(kind, count)| (0..count).map(move |at| format!("{kind}:a{at}")));
        let projects = 100 * scale;
        let nodes = nodes(projects, &mut dice);
        let folders: Vec<usize> = (0..nodes.len()).filter(|at| nodes[*at].id.starts_with("folder:")).collect();
        let users = 1000 * scale;
        let memberships = (0..5000 * scale).map(|_| Membership {
            user: dice.below(users),
            role: dice.below(ROLES),
            on: if dice.below(5) == 0 { folders[dice.below(folders.len())] } else { dice.below(projects) },
        });
        let memberships = memberships.collect();
        let users = (0..users).map(|at| format!("user:{at}")).collect();
        Self { users, permissions: permissions.collect(), roles, nodes, memberships }
    }

    /// Half of the questions are on something at or below a membership of the user who asks.
    pub fn questions(&self, count: usize) -> Vec<Question> {
        let mut dice = Dice::new(4_711);
        let projects = self.nodes.iter().take_while(|node| node.parent.is_none()).count();
        let resource = |project: usize, dice: &mut Dice| projects + project * RESOURCES + dice.below(RESOURCES);
        let mut question = |at: usize| {
            let (user, node) = if at % 2 == 0 {
                let membership = &self.memberships[dice.below(self.memberships.len())];
                let project = self.project(membership.on);
                let mut tries = (0..1000).map(|_| resource(project, &mut dice));
                let below = tries.find(|node| self.way_up(*node).any(|above| above == membership.on));
                (membership.user, below.unwrap_or(membership.on))
            } else {
                (dice.below(self.users.len()), resource(dice.below(projects), &mut dice))
            };
            Question {
                user: self.users[user].clone(),
                permission: self.permissions[dice.below(PERMISSIONS)].clone(),
                node: self.nodes[node].id.clone(),
                project: self.nodes[self.project(node)].id.clone(),
            }
        };
        (0..count).map(&mut question).collect()
    }

    /// The node and all above it.
    pub fn way_up(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(node), |node| self.nodes[*node].parent)
    }

    /// The project a node is in.
    pub fn project(&self, node: usize) -> usize {
        self.way_up(node).last().unwrap_or(node)
    }
}

/// A random half of the permissions.
fn half(dice: &mut Dice) -> Vec<usize> {
    let mut all: Vec<usize> = (0..PERMISSIONS).collect();
    while all.len() > PERMISSIONS / 2 {
        all.swap_remove(dice.below(all.len()));
    }
    all.sort_unstable();
    all
}

/// Projects, and in each 10 folders, 30 folders in those, 20 items in the project and 40 items in the folders.
fn nodes(projects: usize, dice: &mut Dice) -> Vec<Node> {
    let mut nodes: Vec<Node> =
        (0..projects).map(|project| Node { id: format!("project:{project}"), parent: None }).collect();
    for project in 0..projects {
        let first = projects + project * RESOURCES;
        for at in 0..RESOURCES {
            let (kind, parent) = match at {
                0..10 => ("folder", project),
                10..40 => ("folder", first + dice.below(10)),
                40..60 => ("item", project),
                _ => ("item", first + dice.below(40)),
            };
            nodes.push(Node { id: format!("{kind}:{}", project * RESOURCES + at), parent: Some(parent) });
        }
    }
    nodes
}

impl std::fmt::Display for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "may `{}` do `{}` on `{}`?", self.user, self.permission, self.node)
    }
}

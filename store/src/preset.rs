//! Presets: a catalog with roles, and a sample world to try them in.

use crate::{
    Micros, SECOND,
    error::{Result, StoreError},
    port::{NewLogin, ProfileRecord, Transaction},
    work::Work,
};
use authz::{
    Atom, Attributes, Catalog, Change, Grant, GrantId, Group, Index, Node, NodeId, Role, RoleId, Source, User,
    Visibility,
};
use serde::Deserialize;
use std::fmt;

/// A preset file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its id.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What it models.
    pub description: String,
    /// Types, actions, visitor roles, policies.
    pub catalog: Catalog,
    /// Roles.
    #[serde(default, rename = "role")]
    pub roles: Vec<PresetRole>,
    #[serde(default, rename = "account")]
    accounts: Vec<PresetAccount>,
    #[serde(default, rename = "user")]
    users: Vec<PresetUser>,
    #[serde(default, rename = "group")]
    groups: Vec<PresetGroup>,
    #[serde(default, rename = "project")]
    projects: Vec<PresetProject>,
    #[serde(default, rename = "node")]
    nodes: Vec<PresetNode>,
    #[serde(default, rename = "grant")]
    grants: Vec<PresetGrant>,
}

/// A role of a preset.
#[derive(Clone, Debug, Deserialize)]
pub struct PresetRole {
    /// The role.
    #[serde(flatten)]
    pub role: Role,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetAccount {
    id: NodeId,
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    consultancy: Option<NodeId>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetUser {
    id: NodeId,
    username: String,
    name: String,
    email: String,
    #[serde(default)]
    account: Option<NodeId>,
    #[serde(default = "yes")]
    active: bool,
    #[serde(default)]
    attributes: Attributes,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetGroup {
    id: NodeId,
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    members: Vec<NodeId>,
    #[serde(default)]
    admins: Vec<NodeId>,
    #[serde(default = "NodeId::system")]
    parent: NodeId,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetProject {
    id: NodeId,
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default = "NodeId::system")]
    parent: NodeId,
    #[serde(default)]
    visibility: Visibility,
    #[serde(default)]
    owner: Option<NodeId>,
    #[serde(default)]
    archived: bool,
    #[serde(default)]
    attributes: Attributes,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetNode {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    description: String,
    #[serde(flatten)]
    node: Node,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetGrant {
    who: Vec<Atom>,
    role: RoleId,
    on: NodeId,
    #[serde(default)]
    expires_in_days: Option<i64>,
    #[serde(default)]
    source: Source,
}

fn yes() -> bool {
    true
}

/// What loading a preset did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadReport {
    /// It was loaded before; nothing changed.
    Unchanged,
    /// It is loaded now.
    Loaded {
        /// How many facts it brought.
        changes: usize,
        /// How many people who may sign in, once they have passwords.
        people: usize,
    },
    /// It contradicts what is there; nothing changed.
    Refused(Vec<PresetConflict>),
}

/// Something a preset wants otherwise than the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresetConflict {
    /// What: `catalog`, or a role, node, user name or address.
    pub what: String,
    /// How they differ.
    pub why: String,
}

impl fmt::Display for PresetConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.why)
    }
}

impl Preset {
    /// Reads a preset file.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] with the place in the file.
    pub fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| StoreError::invalid("preset", error.to_string()))
    }
}

/// What a preset would bring into the database.
pub(crate) struct Plan {
    pub(crate) work: Work,
    pub(crate) conflicts: Vec<PresetConflict>,
}

pub(crate) async fn plan(
    preset: &Preset,
    sample: bool,
    index: &Index,
    transaction: &mut dyn Transaction,
    hash: Option<&str>,
    now: Micros,
) -> Result<Plan> {
    let mut planner = Planner {
        index,
        author: format!("preset {}", preset.name),
        now,
        plan: Plan { work: Work::default(), conflicts: Vec::new() },
    };
    planner.catalog(preset);
    for role in &preset.roles {
        planner.role(&role.role);
    }
    if sample {
        planner.sample(preset)?;
        for user in &preset.users {
            planner.login(user, hash);
            for login in [&user.username, &user.email] {
                if transaction.find_login(login).await?.is_some() {
                    planner.conflict(login, "somebody signs in with it already");
                }
            }
        }
    }
    Ok(planner.plan)
}

struct Planner<'a> {
    index: &'a Index,
    author: String,
    now: Micros,
    plan: Plan,
}

impl Planner<'_> {
    fn conflict(&mut self, what: &impl ToString, why: &str) {
        self.plan.conflicts.push(PresetConflict { what: what.to_string(), why: why.to_owned() });
    }

    fn change(&mut self, change: Change) {
        self.plan.work.changes.push(change);
    }

    fn catalog(&mut self, preset: &Preset) {
        let wanted = preset.catalog.clone().with_built_in();
        let have = self.index.catalog();
        if *have == wanted {
            return;
        }
        if have.name.is_empty() {
            self.change(Change::SetCatalog(wanted));
        } else {
            let why = format!("the catalog `{}` is in force and differs", have.name);
            self.conflict(&"catalog", &why);
        }
    }

    fn role(&mut self, wanted: &Role) {
        match self.index.role(&wanted.id) {
            None => self.change(Change::PutRole(wanted.clone())),
            Some(have) if have == wanted => {}
            Some(_) => self.conflict(&format!("role {}", wanted.id), "a role of this id is there and differs"),
        }
    }

    fn node(&mut self, wanted: Node) {
        match self.index.node(&wanted.id) {
            None => self.change(Change::PutNode(wanted)),
            Some(have) if *have == wanted => {}
            Some(_) => self.conflict(&wanted.id, "a node of this id is there and differs"),
        }
    }

    fn profile(&mut self, node: &NodeId, name: &str, description: &str) {
        self.plan.work.profiles.push(ProfileRecord {
            node: node.clone(),
            name: name.to_owned(),
            description: description.to_owned(),
            created_at: self.now,
            created_by: self.author.clone(),
        });
    }

    fn login(&mut self, user: &PresetUser, hash: Option<&str>) {
        self.plan.work.logins.push(NewLogin {
            user: user.id.clone(),
            username: user.username.clone(),
            email: Some(user.email.clone()),
            password_hash: hash.map(ToOwned::to_owned),
        });
    }

    fn sample(&mut self, preset: &Preset) -> Result<()> {
        for account in &preset.accounts {
            let node = Node { labels: account.labels.clone(), ..Node::new(account.id.clone(), vec![NodeId::system()]) };
            self.node(node);
            self.profile(&account.id, &account.name, &account.description);
        }
        for user in &preset.users {
            let parent = user.account.clone().unwrap_or_else(NodeId::system);
            self.node(Node {
                owner: Some(user.id.clone()),
                attributes: user.attributes.clone(),
                ..Node::new(user.id.clone(), vec![parent])
            });
            let fact = User { id: user.id.clone(), account: user.account.clone(), active: user.active, mfa: false };
            self.change(Change::PutUser(fact));
            self.profile(&user.id, &user.name, "");
        }
        for group in &preset.groups {
            self.node(Node::new(group.id.clone(), vec![group.parent.clone()]));
            self.change(Change::PutGroup(Group {
                id: group.id.clone(),
                members: group.members.iter().cloned().collect(),
                admins: group.admins.iter().cloned().collect(),
            }));
            self.profile(&group.id, &group.name, &group.description);
        }
        for project in &preset.projects {
            self.node(Node {
                visibility: project.visibility,
                owner: project.owner.clone(),
                archived: project.archived,
                attributes: project.attributes.clone(),
                ..Node::new(project.id.clone(), vec![project.parent.clone()])
            });
            self.profile(&project.id, &project.name, &project.description);
        }
        for node in &preset.nodes {
            self.node(node.node.clone());
            if let Some(name) = &node.name {
                self.profile(&node.node.id, name, &node.description);
            }
        }
        self.grants(preset)
    }

    fn grants(&mut self, preset: &Preset) -> Result<()> {
        let consultancies = preset.accounts.iter().filter_map(|account| {
            let consultancy = account.consultancy.as_ref()?;
            let link = preset.catalog.consultancy.as_ref()?;
            Some(PresetGrant {
                who: vec![
                    Atom::Account(consultancy.clone()),
                    Atom::Holder(link.consultant.clone(), consultancy.clone()),
                ],
                role: link.client.clone(),
                on: account.id.clone(),
                expires_in_days: None,
                source: Source::Consultancy,
            })
        });
        let grants: Vec<PresetGrant> = preset.grants.iter().cloned().chain(consultancies).collect();
        for (number, grant) in grants.into_iter().enumerate() {
            let id = GrantId::parse(&format!("grt_{}_{number:04}", preset.name)).map_err(StoreError::database)?;
            let expires_at = grant.expires_in_days.map(|days| self.now + days * 86_400 * SECOND);
            let PresetGrant { who, role, on, source, .. } = grant;
            self.change(Change::PutGrant(Grant { id, who, role, on, expires_at, source }));
        }
        Ok(())
    }
}

//! The navigation: what somebody is shown of it, how it looks for who holds a role, and changing it.

use super::{Permitted, RoleName, Story, catalog::digest, text};
use crate::{
    Caller, Origin,
    caller::Ordered,
    error::{Result, StoreError},
    gate::ask,
    navigation::{NavEntry, NavNeed, NavNode, Navigation},
    work::Work,
};
use authz::{
    Atom, Change, Grant, GrantId, Index, Node, NodeId, Permission, RoleId, Source, User,
    action::{Action, EditNavigation, ReadNavigation, ReadProfile},
    remark,
};

/// Where it is kept; empty for the console's own.
const SETTING: &str = "navigation";

impl<A: Action> Permitted<A> {
    async fn stored(&mut self) -> Result<Navigation> {
        Navigation::parse(self.transaction.find_setting(SETTING).await?.as_deref())
    }

    fn is_met(&self, index: &Index, caller: &Caller, need: &NavNeed) -> bool {
        let Some(permission) = index.catalog().permission_for(&need.permission) else { return false };
        let may = |node: &NodeId| ask(index, caller, &permission, node, self.now);
        // What everybody may do with themselves leads nowhere.
        let others = |id: &&NodeId| Some(*id) != caller.user();
        if need.on == authz::SYSTEM {
            may(&NodeId::system())
        } else {
            index.nodes_of_type(&need.on).filter(others).any(may)
        }
    }
}

impl Permitted<ReadProfile> {
    /// The navigation as the caller is shown it, where these features are switched on.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn navigation(&mut self, features: &[String]) -> Result<Vec<NavNode>> {
        let navigation = self.stored().await?;
        Ok(self.index(|index| navigation.shown(features, |need| self.is_met(index, &self.caller, need))))
    }
}

impl Permitted<ReadNavigation> {
    /// All of it.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn get(&mut self) -> Result<Navigation> {
        self.stored().await
    }

    /// Types whose nodes an entry can ask about.
    pub fn kinds(&self) -> Vec<String> {
        self.index(|index| {
            index.catalog().types.iter().filter(|(_, def)| !def.by_policy).map(|(kind, _)| kind.clone()).collect()
        })
    }

    /// Roles at home on `system`, by name: to look at it as who holds one.
    pub fn roles(&self) -> Vec<RoleName> {
        self.index(|index| {
            let mut roles: Vec<RoleName> =
                index.roles().filter(|role| role.home.is_system()).map(RoleName::from).collect();
            roles.sort_by(|one, other| one.name.cmp(&other.name));
            roles
        })
    }

    /// Permissions that an entry can ask for.
    pub fn asked(&self) -> Vec<Permission> {
        self.index(|index| super::catalog::permissions(index.catalog()).collect())
    }

    /// Refuses what asks for something that the catalog does not know.
    ///
    /// # Errors
    /// [`StoreError::Invalid`].
    pub fn check(&self, entry: &NavEntry) -> Result<()> {
        check(self, entry)
    }

    /// How it would look for somebody who holds this role and nothing else, on one of everything that it may be given on;
    /// without a role, for somebody who was given nothing.
    pub fn as_role(&self, navigation: &Navigation, role: Option<&RoleId>, features: &[String]) -> Vec<NavNode> {
        self.index(|index| {
            let (index, caller) = with_holder(index, role);
            navigation.shown(features, |need| self.is_met(&index, &caller, need))
        })
    }
}

/// The facts with somebody in them who holds a role.
fn with_holder(index: &Index, role: Option<&RoleId>) -> (Index, Caller) {
    let free = |kind: &str| {
        let name = |number: usize| NodeId::new(kind, &format!("a trial {number}")).ok();
        (0..).map_while(name).find(|id| index.node(id).is_none()).unwrap_or_else(NodeId::system)
    };
    let user = free("user");
    let mut changes = vec![Change::PutUser(User { id: user.clone(), account: None, active: true, mfa: false })];
    if let Some(role) = role.and_then(|role| index.role(role)) {
        for (number, kind) in role.on.iter().enumerate() {
            let on = if kind == authz::SYSTEM { NodeId::system() } else { free(kind) };
            if !on.is_system() {
                changes.push(Change::PutNode(Node::new(on.clone(), vec![NodeId::system()])));
            }
            let (who, role) = (vec![Atom::User(user.clone())], role.id.clone());
            let grant = |id| Grant { id, who, role, on, expires_at: None, source: Source::Direct };
            changes.extend(GrantId::parse(&format!("a trial {number}")).ok().map(grant).map(Change::PutGrant));
        }
    }
    // Without them in the facts nothing is known of them, and so nothing is shown that asks for something.
    let after = index.preview(&changes).unwrap_or_else(|_| index.clone());
    (after, Caller::Ordered(Ordered { user, mfa: false, origin: Origin::default() }))
}

fn check<A: Action>(proof: &Permitted<A>, entry: &NavEntry) -> Result<()> {
    proof.index(|index| {
        let catalog = index.catalog();
        for need in &entry.needs {
            if !Permission::parse(&need.permission).is_ok_and(|permission| catalog.knows(&permission)) {
                let remedy = remark!(
                    "the catalog has no `{permission}`: write a type and one of its actions",
                    permission = need.permission
                );
                return Err(StoreError::invalid("needs", remedy));
            }
            if !catalog.types.contains_key(&need.on) {
                return Err(StoreError::invalid("needs", remark!("there is no type `{kind}`", kind = need.on)));
            }
        }
        Ok(())
    })
}

/// A short text that is another when the entry is another.
pub fn seen(entry: Option<&NavEntry>) -> String {
    digest(&entry)
}

impl Permitted<EditNavigation> {
    /// Makes an entry, or changes one that is still what was looked at. Answers its id.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken, or says that somebody was faster.
    pub async fn save(mut self, mut entry: NavEntry, looked_at: &str, reason: &str) -> Result<String> {
        let had = self.stored().await?;
        check(&self, &entry)?;
        let before = had.find(&entry.id);
        if entry.id.is_empty() {
            entry.id = self.gate.new_id("nav");
        } else if seen(before.as_ref()) != looked_at {
            return Err(faster());
        }
        let after = had.with(entry.clone())?;
        let mut story = Story::about(&called(&entry)).after(&entry);
        story = before.iter().fold(story, Story::before);
        self.keep(&after, story, reason).await?;
        Ok(entry.id)
    }

    /// Takes an entry out.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where there is none, or something is in it.
    pub async fn remove(mut self, id: &str, reason: &str) -> Result<()> {
        let had = self.stored().await?;
        let after = had.without(id)?;
        let story = had.find(id).iter().fold(Story::default(), |_, entry| Story::about(&called(entry)).before(entry));
        self.keep(&after, story, reason).await
    }

    /// Makes it as the console brings it.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn reset(mut self, reason: &str) -> Result<()> {
        let had = self.stored().await?;
        let after = Navigation::default();
        let story = Story::about(&"navigation").before(&had.entries()).after(&after.entries());
        self.keep(&after, story, reason).await
    }

    async fn keep(mut self, after: &Navigation, story: Story, reason: &str) -> Result<()> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let kept =
            if after.is_own() { String::new() } else { serde_json::to_string(after).map_err(StoreError::database)? };
        self.transaction.put_setting(SETTING, &kept).await?;
        self.commit(Work::default(), &node, story.because(&reason)).await
    }
}

fn called(entry: &NavEntry) -> &str {
    if entry.label.is_empty() { &entry.id } else { &entry.label }
}

fn faster() -> StoreError {
    StoreError::invalid(
        "seen",
        remark!("somebody changed this meanwhile: look at what it is now, and make your changes on it"),
    )
}

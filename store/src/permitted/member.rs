//! Members of a node: users and groups with a grant made on it.

use super::{Permitted, Story, text};
use crate::{
    Micros,
    error::{Result, StoreError},
    gate::Work,
    port::{GrantRecord, MAX_PAGE, MemberRecord, Page, PageRequest, fold},
};
use authz::{
    Atom, Change, Grant, Index, NodeId, Role, RoleId,
    action::{Action, AddMember, ListCandidates, ListMembers, RemoveMember, UpdateMember, Write},
};
use serde_json::{Value, json};

/// Most people added at once; more is an import.
const MAX_ADDED: usize = 200;

/// A member with the grants made on the node, and what else gives access there.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Who.
    pub record: MemberRecord,
    /// Grants made here, with when and by whom.
    pub grants: Vec<(Grant, GrantRecord)>,
    /// Live grants from elsewhere that reach this user here: through groups, an account, or a node above.
    pub also: Vec<Grant>,
    /// A user: enabled?
    pub active: bool,
}

/// A role as people choose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleName {
    /// The role.
    pub id: RoleId,
    /// What people call it.
    pub name: String,
    /// A sentence on what it is for.
    pub description: String,
}

impl From<&Role> for RoleName {
    fn from(role: &Role) -> Self {
        let name = if role.name.is_empty() { role.id.to_string() } else { role.name.clone() };
        Self { id: role.id.clone(), name, description: role.description.clone() }
    }
}

/// People and groups to be added with a role.
#[derive(Clone, Debug)]
pub struct NewMembers {
    /// Users and groups.
    pub subjects: Vec<NodeId>,
    /// The role each gets.
    pub role: RoleId,
    /// Until when; `None` for good.
    pub expires_at: Option<Micros>,
    /// Why, for the audit log.
    pub reason: String,
}

/// What a member's own grants on the node are to be.
#[derive(Clone, Debug)]
pub struct MemberEdit {
    /// The user or group.
    pub subject: NodeId,
    /// The roles wanted; those held already keep their expiry unless a new one is set.
    pub roles: Vec<RoleId>,
    /// `Some` sets the expiry of all of them; `Some(None)` lifts it.
    pub expires_at: Option<Option<Micros>>,
    /// Why, for the audit log.
    pub reason: String,
}

impl Permitted<ListMembers> {
    /// Members by name, and how many there are.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn list(&mut self, request: &PageRequest) -> Result<(Page<Member>, u64)> {
        let count = self.transaction.count_members(&self.scope).await?;
        let page = self.transaction.list_members(&self.scope, request).await?;
        let mut items = Vec::new();
        for record in page.items {
            items.push(self.member(record).await?);
        }
        Ok((Page { items, next: page.next }, count))
    }

    /// One member.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn find(&mut self, subject: &NodeId) -> Result<Option<Member>> {
        let name = self.transaction.names(std::slice::from_ref(subject)).await?.pop();
        let Some((_, name)) = name else { return Ok(None) };
        let user = self.transaction.find_user(subject).await?;
        let (email, username) = user.map_or((None, None), |user| (user.email, Some(user.username)));
        let record = MemberRecord { subject: subject.clone(), name, email, username };
        let member = self.member(record).await?;
        Ok((!member.grants.is_empty()).then_some(member))
    }

    /// Names of nodes, for showing where access comes from.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>> {
        self.transaction.names(nodes).await
    }

    /// Every role, for showing what somebody holds by its name.
    pub fn roles(&self) -> Vec<RoleName> {
        self.index(|index| index.roles().map(RoleName::from).collect())
    }

    /// Which of add, update and remove the caller may do here.
    pub fn may_manage(&self) -> [bool; 3] {
        ["member:add", "member:update", "member:remove"].map(|name| self.may(name, &self.scope))
    }

    async fn member(&mut self, record: MemberRecord) -> Result<Member> {
        let details = self.transaction.list_grants(&self.scope, &record.subject).await?;
        let (mut grants, also, active) = self.index(|index| {
            let own = |grant: &&Grant| is_for(grant, &record.subject);
            let grants: Vec<Grant> = index.grants_on(&self.scope).filter(own).cloned().collect();
            let also: Vec<Grant> = index
                .grants_reaching(&record.subject, &self.scope, self.now)
                .filter(|grant| grant.on != self.scope || !is_for(grant, &record.subject))
                .cloned()
                .collect();
            (grants, also, record.subject.kind() != "user" || index.is_active(&record.subject))
        });
        let mut known = Vec::new();
        for detail in details {
            if let Some(place) = grants.iter().position(|grant| grant.id == detail.id) {
                known.push((grants.swap_remove(place), detail));
            }
        }
        Ok(Member { record, grants: known, also, active })
    }
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// The roles that may be granted on the node, by name.
    pub fn grantable(&self) -> Vec<RoleName> {
        let mut roles: Vec<RoleName> = self.index(|index| {
            index.roles().filter(|role| is_grantable(index, role, &self.scope)).map(RoleName::from).collect()
        });
        roles.sort_by(|one, other| one.name.cmp(&other.name));
        roles
    }
}

impl Permitted<ListCandidates> {
    /// Users and groups that could be added.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn list(&mut self, request: &PageRequest) -> Result<Page<MemberRecord>> {
        self.transaction.list_candidates(&self.scope, request).await
    }
}

/// May the role be granted on the node?
fn is_grantable(index: &Index, role: &Role, node: &NodeId) -> bool {
    role.on.iter().any(|kind| kind == node.kind()) && index.lies_below(node.as_str(), role.home.as_str())
}

/// Is the grant for this user or group alone?
pub(super) fn is_for(grant: &Grant, subject: &NodeId) -> bool {
    matches!(grant.who.as_slice(), [Atom::User(id) | Atom::Group(id)] if id == subject)
}

fn atom(subject: &NodeId) -> Result<Atom> {
    match subject.kind() {
        "user" => Ok(Atom::User(subject.clone())),
        "group" => Ok(Atom::Group(subject.clone())),
        _ => Err(StoreError::invalid("subjects", format!("`{subject}` is neither a user nor a group"))),
    }
}

impl<A: Write<Scope = NodeId>> Permitted<A> {
    /// The grants made on the node for this subject alone.
    fn own_grants(&self, subject: &NodeId) -> Vec<Grant> {
        self.index(|index| index.grants_on(&self.scope).filter(|grant| is_for(grant, subject)).cloned().collect())
    }

    fn check_role(&self, role: &RoleId) -> Result<()> {
        let known = self.index(|index| index.role(role).is_some());
        known.then_some(()).ok_or_else(|| StoreError::invalid("role", format!("there is no role `{role}`")))
    }

    fn check_expiry(&self, expires_at: Option<Micros>) -> Result<()> {
        match expires_at {
            Some(at) if at <= self.now => Err(StoreError::invalid("expires_at", "choose an end in the future")),
            _ => Ok(()),
        }
    }
}

/// Grants as the audit log shows them.
fn told(grants: &[Grant]) -> Value {
    grants.iter().map(|grant| json!({ "role": grant.role, "expires_at": grant.expires_at })).collect()
}

impl Permitted<AddMember> {
    /// The users and groups meant by user names, addresses, full names or node ids.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names everything that is nobody, or more than one.
    pub async fn resolve(&mut self, texts: &[String]) -> Result<Vec<NodeId>> {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for text in texts {
            match self.meant(text).await? {
                Some(subject) if found.contains(&subject) => {}
                Some(subject) => found.push(subject),
                None => unknown.push(format!("`{text}`")),
            }
        }
        if unknown.is_empty() {
            return Ok(found);
        }
        let remedy = "write user names, e-mail addresses or the names of groups, one a line";
        Err(StoreError::invalid("who", format!("nobody here is called {}: {remedy}", unknown.join(", "))))
    }

    /// The one user or group a text names exactly.
    async fn meant(&mut self, text: &str) -> Result<Option<NodeId>> {
        if let Ok(id) = NodeId::parse(text)
            && matches!(id.kind(), "user" | "group")
        {
            return Ok(self.index(|index| index.node(&id).is_some()).then_some(id));
        }
        let request = PageRequest { search: text.to_owned(), limit: MAX_PAGE, ..PageRequest::default() };
        let mut people = self.transaction.list_candidates(&self.scope, &request).await?.items;
        people.extend(self.transaction.list_members(&self.scope, &request).await?.items);
        let key = fold(text);
        let by_login = |person: &&MemberRecord| {
            [&person.username, &person.email].into_iter().flatten().any(|login| fold(login) == key)
        };
        if let Some(person) = people.iter().find(by_login) {
            return Ok(Some(person.subject.clone()));
        }
        let mut named = people.iter().filter(|person| fold(&person.name) == key);
        Ok(named.next().filter(|_| named.next().is_none()).map(|person| person.subject.clone()))
    }

    /// Gives each of them the role on the node.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a role or people that are not there, who have it already, are too many, or an end in the
    /// past; [`StoreError::Refused`] if a guard says no.
    pub async fn add(self, new: NewMembers) -> Result<()> {
        let (node, reason) = (self.scope.clone(), text("reason", &new.reason)?);
        self.check_role(&new.role)?;
        self.check_expiry(new.expires_at)?;
        if new.subjects.is_empty() || new.subjects.len() > MAX_ADDED {
            return Err(StoreError::invalid("subjects", format!("choose 1 to {MAX_ADDED} people or groups")));
        }
        let mut changes = Vec::new();
        for subject in &new.subjects {
            if self.index(|index| index.node(subject).is_none()) {
                return Err(StoreError::invalid("subjects", format!("there is no `{subject}`")));
            }
            if self.own_grants(subject).iter().any(|grant| grant.role == new.role) {
                return Err(StoreError::invalid("subjects", format!("`{subject}` has this role here already")));
            }
            changes.push(Change::PutGrant(self.grant(atom(subject)?, new.role.clone(), &node, new.expires_at)?));
        }
        let story = match new.subjects.as_slice() {
            [one] => Story::about(one),
            _ => Story::default(),
        };
        let after = json!({ "role": new.role, "expires_at": new.expires_at, "members": new.subjects });
        self.commit(Work::from(changes), &node, story.after(&after).because(&reason)).await
    }
}

impl Permitted<UpdateMember> {
    /// Makes the member's own grants on the node what is wanted.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for who is no member, no role, one that is not there, or an end in the past;
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn update(self, edit: MemberEdit) -> Result<()> {
        let (node, reason) = (self.scope.clone(), text("reason", &edit.reason)?);
        let had = self.own_grants(&edit.subject);
        if had.is_empty() {
            return Err(StoreError::invalid("subject", format!("`{}` is no member here", edit.subject)));
        }
        if edit.roles.is_empty() {
            return Err(StoreError::invalid("roles", "choose at least one role, or remove the member"));
        }
        self.check_expiry(edit.expires_at.flatten())?;
        let mut changes = Vec::new();
        let mut after: Vec<Grant> = Vec::new();
        for grant in &had {
            if !edit.roles.contains(&grant.role) {
                changes.push(Change::RemoveGrant(grant.id.clone()));
                continue;
            }
            let mut kept = grant.clone();
            if let Some(expires_at) = edit.expires_at {
                kept.expires_at = expires_at;
            }
            if kept != *grant {
                changes.push(Change::PutGrant(kept.clone()));
            }
            after.push(kept);
        }
        for role in &edit.roles {
            if !after.iter().any(|grant| grant.role == *role) {
                self.check_role(role)?;
                let grant = self.grant(atom(&edit.subject)?, role.clone(), &node, edit.expires_at.flatten())?;
                changes.push(Change::PutGrant(grant.clone()));
                after.push(grant);
            }
        }
        let story = Story::about(&edit.subject).before(&told(&had)).after(&told(&after)).because(&reason);
        self.commit(Work::from(changes), &node, story).await
    }
}

impl Permitted<RemoveMember> {
    /// Removes all grants made on the node for this subject alone.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for who is no member; [`StoreError::Refused`] if a guard says no.
    pub async fn remove(self, subject: &NodeId, reason: &str) -> Result<()> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let had = self.own_grants(subject);
        if had.is_empty() {
            return Err(StoreError::invalid("subject", format!("`{subject}` is no member here")));
        }
        let changes = had.iter().map(|grant| Change::RemoveGrant(grant.id.clone())).collect::<Vec<_>>();
        self.commit(Work::from(changes), &node, Story::about(subject).before(&told(&had)).because(&reason)).await
    }
}

//! People.

use super::{AccessOutlook, GroupWay, Holdings, Permitted, Place, RoleName, Story, name, text};
use crate::{
    error::{Denied, Result, StoreError},
    gate::ask,
    port::{After, NewLogin, Page, PageRequest, ProfileRecord, SessionRecord, UserRecord, fold},
    work::Work,
};
use authz::{
    Change, Index, Node, NodeId, User,
    action::{CreateUser, ListUsers, PreviewUser, UpdateUser},
    remark,
};
use serde_json::json;

/// A user to be made.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// The name to sign in with; it becomes the user's id too.
    pub username: String,
    /// The person's name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// Argon2id in PHC string format; `None` where a reset link is to follow.
    pub password_hash: Option<String>,
}

impl Permitted<ListUsers> {
    /// People the caller may see, by name.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn list(&mut self, request: &PageRequest) -> Result<Page<UserRecord>> {
        let wanted = usize::try_from(request.size()).unwrap_or(usize::MAX);
        let (mut items, mut request): (Vec<UserRecord>, _) = (Vec::new(), request.clone());
        loop {
            let page = self.transaction.list_users(&request).await?;
            for user in page.items {
                if !self.index(|index| {
                    index
                        .catalog()
                        .permission_for("user:read")
                        .is_some_and(|permission| ask(index, &self.caller, &permission, &user.id, self.now))
                }) {
                    continue;
                }
                if items.len() == wanted {
                    let next = items.last().map(|user| After { key: fold(&user.name), id: user.id.to_string() });
                    return Ok(Page { items, next });
                }
                items.push(user);
            }
            match page.next {
                Some(next) => request.after = Some(next),
                None => return Ok(Page { items, next: None }),
            }
        }
    }

    /// One of the people the caller may see.
    ///
    /// # Errors
    /// [`Denied::NotFound`] also where there is somebody the caller may not see.
    pub async fn get(&mut self, user: &NodeId) -> Result<UserRecord> {
        let found = if self.may("user:read", user) { self.transaction.find_user(user).await? } else { None };
        found.ok_or_else(|| Denied::NotFound.into())
    }

    /// Everywhere one of the people the caller may see has access, from a place in the list on.
    ///
    /// # Errors
    /// [`Denied::NotFound`] also where there is somebody the caller may not see.
    pub async fn holdings(&mut self, user: &NodeId, after: Option<&After>, size: usize) -> Result<Holdings> {
        self.get(user).await?;
        self.everywhere(user, after, size).await
    }

    /// The groups that one of the people the caller may see is in.
    ///
    /// # Errors
    /// [`Denied::NotFound`] also where there is somebody the caller may not see.
    pub async fn groups(&mut self, user: &NodeId) -> Result<Vec<GroupWay>> {
        self.get(user).await?;
        self.around(user).await
    }

    /// Where somebody is signed in, newest first; `None` where the caller may not end that by disabling them.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn sessions(&mut self, user: &NodeId) -> Result<Option<Vec<SessionRecord>>> {
        if !self.may_update(user) {
            return Ok(None);
        }
        let sessions = self.transaction.list_sessions(user).await?;
        Ok(Some(sessions.into_iter().filter(|session| session.expires_at > self.now).collect()))
    }

    /// May the caller see this group by itself?
    pub fn may_read_group(&self, group: &NodeId) -> bool {
        self.may("group:read", group)
    }

    /// May the caller see roles of the whole system?
    pub fn may_read_roles(&self) -> bool {
        self.may("role:read", &NodeId::system())
    }

    /// Every role, for showing what somebody holds by its name.
    pub fn roles(&self) -> Vec<RoleName> {
        self.role_names()
    }

    /// Names of nodes, for showing which account somebody belongs to.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>> {
        self.transaction.names(nodes).await
    }

    /// Where the caller may create users: `system`, and accounts.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn places(&mut self) -> Result<Vec<Place>> {
        self.creatable("user:create", "user").await
    }

    /// May the caller enable and disable this user?
    pub fn may_update(&self, user: &NodeId) -> bool {
        self.may("user:update", user)
    }
}

/// The parts of a new user, checked.
pub(crate) fn new_user(new: &NewUser, parent: &NodeId, author: &str, now: i64) -> Result<(NodeId, Work)> {
    let username = username(&new.username)?;
    let id = NodeId::new("user", &username).map_err(|bad| StoreError::invalid("username", bad))?;
    let account = (parent.kind() == "account").then(|| parent.clone());
    let node = Node { owner: Some(id.clone()), ..Node::new(id.clone(), vec![parent.clone()]) };
    let user = User { id: id.clone(), account, active: true, mfa: false };
    let profile = ProfileRecord {
        node: id.clone(),
        name: name("name", &new.name)?,
        description: String::new(),
        created_at: now,
        created_by: author.to_owned(),
    };
    let login =
        NewLogin { user: id.clone(), username, email: email(&new.email)?, password_hash: new.password_hash.clone() };
    let work = Work::from(vec![Change::PutNode(node), Change::PutUser(user)]).profile(profile).login(login);
    Ok((id, work))
}

/// A user name: it goes into ids and addresses, so it is plain.
fn username(text: &str) -> Result<String> {
    let text = fold(text);
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || ".-_".contains(letter);
    if text.len() < 2 || text.len() > 64 || !text.chars().all(plain) {
        return Err(StoreError::invalid(
            "username",
            remark!("use 2 to 64 letters a-z, digits, dots, hyphens or underscores"),
        ));
    }
    Ok(text)
}

/// An address, or nothing.
fn email(text: &str) -> Result<Option<String>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let whole = text.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    if !whole || text.len() > 254 || text.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        return Err(StoreError::invalid(
            "email",
            remark!("write an address such as ana@example.org, or leave it empty"),
        ));
    }
    Ok(Some(text.to_owned()))
}

impl Permitted<CreateUser> {
    /// Makes a user below the node: of that account, or of none.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken; [`StoreError::Refused`] if a guard says no.
    pub async fn add(mut self, new: NewUser) -> Result<NodeId> {
        let (id, work) = new_user(&new, &self.scope, self.caller.name(), self.now)?;
        if self.index(|index| index.node(&id).is_some()) {
            return Err(StoreError::invalid(
                "username",
                remark!("`{name}` is taken, choose another", name = id.name()),
            ));
        }
        let scope = self.scope.clone();
        self.has_seat(&scope, "place").await?;
        let after = json!({ "username": id.name(), "name": new.name.trim(), "email": new.email.trim() });
        self.commit(work, &scope, Story::about(&id).after(&after)).await?;
        Ok(id)
    }
}

/// What enables or disables a user; nothing where they are so already.
fn switched(index: &Index, id: &NodeId, active: bool) -> Result<Vec<Change>> {
    let user = index.user(id).cloned().ok_or(Denied::NotFound)?;
    Ok(if user.active == active { Vec::new() } else { vec![Change::PutUser(User { active, ..user })] })
}

impl Permitted<PreviewUser> {
    /// What enabling or disabling the user would do. Nothing is saved.
    ///
    /// # Errors
    /// [`Denied::NotFound`] if there is no such user.
    pub async fn outlook(&mut self, active: bool) -> Result<AccessOutlook> {
        let changes = self.index(|index| switched(index, &self.scope, active))?;
        self.outlook_of(&changes).await
    }
}

impl Permitted<UpdateUser> {
    /// Enables or disables the user. Disabling ends all their sessions.
    ///
    /// # Errors
    /// [`Denied::NotFound`] if there is no such user; [`StoreError::Refused`] if a guard says no.
    pub async fn set_active(mut self, active: bool, reason: &str) -> Result<()> {
        let (id, reason) = (self.scope.clone(), text("reason", reason)?);
        let changes = self.index(|index| switched(index, &id, active))?;
        if changes.is_empty() {
            return Ok(());
        }
        if !active {
            self.transaction.remove_sessions(&id, None).await?;
        }
        let told = |active: bool| json!({ "active": active });
        let story = Story::about(&id).before(&told(!active)).after(&told(active)).because(&reason);
        self.commit(Work::from(changes), &id, story).await
    }
}

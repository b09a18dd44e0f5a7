//! One's own profile, password and sessions.

use super::{Permitted, Story};
use crate::{
    Caller, Micros, SECOND,
    error::{Denied, Result, StoreError},
    port::{AuditRecord, Outcome, PageRequest, SessionRecord, UserRecord},
    work::Work,
};
use authz::{
    Atom, Grant, NodeId,
    action::{ChangePassword, EndSession, ReadProfile, Write},
    remark,
};

/// A person's own profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The user.
    pub user: UserRecord,
    /// Their sessions, newest first.
    pub sessions: Vec<SessionRecord>,
    /// The session this was asked in.
    pub current: String,
}

/// What ends within this is worth saying: 30 days.
const SOON: Micros = 30 * 86_400 * SECOND;

/// A role that ends soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// What the role is called.
    pub role: String,
    /// What it is held on.
    pub on: NodeId,
    /// What that is called.
    pub place: String,
    /// When it ends.
    pub at: Micros,
}

/// What somebody else changed about what one may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When.
    pub at: Micros,
    /// Who did it, by name, where one may see them.
    pub author: Option<String>,
    /// What: the action's own name.
    pub action: String,
    /// Where.
    pub on: NodeId,
    /// What that is called.
    pub place: String,
}

/// The actions that change what somebody may do by name.
const TURNS: &[&str] = &["AddMember", "UpdateMember", "RemoveMember", "AddToGroup", "RemoveFromGroup"];

/// Most turns that are told.
const TOLD: usize = 5;

impl Permitted<ReadProfile> {
    /// The caller's profile and sessions.
    ///
    /// # Errors
    /// [`Denied::SignIn`] for who is no person.
    pub async fn get(mut self) -> Result<Profile> {
        let Caller::Person(person) = &self.caller else { return Err(Denied::SignIn.into()) };
        let user = self.transaction.find_user(&person.user).await?.ok_or(Denied::SignIn)?;
        let sessions = self.transaction.list_sessions(&person.user).await?;
        Ok(Profile { user, sessions, current: person.session.clone() })
    }

    /// Roles that were given to the caller by name and end within [`SOON`], the first to end first.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn ending(&mut self) -> Result<Vec<Ending>> {
        let Some(user) = self.caller.user().cloned() else { return Ok(Vec::new()) };
        let soon = self.now + 1..=self.now + SOON;
        let mut ending: Vec<Ending> = self.index(|index| {
            let mine = index.grants_naming(&user).filter(|grant| grant.who == [Atom::User(user.clone())]);
            let item = |grant: Grant| {
                let at = grant.expires_at.filter(|at| soon.contains(at))?;
                let role = index.role(&grant.role).map_or_else(|| grant.role.to_string(), |role| role.name.clone());
                Some(Ending { role, on: grant.on, place: String::new(), at })
            };
            mine.filter_map(item).collect()
        });
        ending.sort_by_key(|one| one.at);
        let nodes: Vec<NodeId> = ending.iter().map(|one| one.on.clone()).collect();
        let names = self.transaction.names(&nodes).await?;
        for one in &mut ending {
            let known = names.iter().find(|(node, _)| *node == one.on).map(|(_, name)| name.clone());
            one.place = known.unwrap_or_else(|| one.on.to_string());
        }
        Ok(ending)
    }

    /// What others changed lately about what the caller may do, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn turns(&mut self) -> Result<Vec<Turn>> {
        let Some(user) = self.caller.user().cloned() else { return Ok(Vec::new()) };
        let lines = self.transaction.list_audit_about(&user, &PageRequest::default()).await?.items;
        let mine = |line: &AuditRecord| {
            line.subject.as_deref() == Some(user.as_str())
                && line.actor != user.as_str()
                && line.outcome == Outcome::Done
                && line.at > self.now - SOON
                && TURNS.contains(&line.action.as_str())
        };
        let lines: Vec<AuditRecord> = lines.into_iter().filter(mine).take(TOLD).collect();
        let ids = lines.iter().flat_map(|line| [&line.actor, &line.node]);
        let ids: Vec<NodeId> = ids.filter_map(|id| NodeId::parse(id).ok()).collect();
        let names = self.transaction.names(&ids).await?;
        let name = |id: &NodeId| names.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone());
        let turn = |line: AuditRecord| {
            let on = NodeId::parse(&line.node).ok()?;
            let author = NodeId::parse(&line.actor).ok().filter(|author| self.may("user:read", author));
            let place = name(&on).unwrap_or_else(|| on.to_string());
            Some(Turn { at: line.at, author: author.as_ref().and_then(name), action: line.action, on, place })
        };
        Ok(lines.into_iter().filter_map(turn).collect())
    }
}

impl<A: Write> Permitted<A> {
    fn person(&self) -> Result<(NodeId, String)> {
        match &self.caller {
            Caller::Person(person) => Ok((person.user.clone(), person.session.clone())),
            Caller::Anonymous(_) | Caller::Host(_) | Caller::Ordered(_) => Err(Denied::SignIn.into()),
        }
    }
}

impl Permitted<ChangePassword> {
    /// Sets the caller's password and ends their other sessions. The old password was checked before.
    ///
    /// # Errors
    /// [`Denied::SignIn`] for who is no person.
    pub async fn set(mut self, hash: &str) -> Result<()> {
        let (user, session) = self.person()?;
        self.transaction.set_password(&user, hash, self.now).await?;
        let ended = self.transaction.remove_sessions(&user, Some(&session)).await?;
        let story = Story::about(&user).after(&serde_json::json!({ "other_sessions_ended": ended }));
        self.commit(Work::default(), &user, story).await
    }
}

impl Permitted<EndSession> {
    /// Ends one of the caller's sessions.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if it has ended, or is not theirs.
    pub async fn end(mut self, id: &str) -> Result<()> {
        let (user, _) = self.person()?;
        let session = self.transaction.find_session(id).await?.filter(|session| session.user == user);
        let Some(session) = session else {
            return Err(StoreError::invalid("session", remark!("this session has ended already")));
        };
        self.transaction.remove_session(id).await?;
        let before = serde_json::json!({ "address": session.address, "agent": session.agent });
        self.commit(Work::default(), &user, Story::about(&user).before(&before)).await
    }

    /// Ends all of the caller's sessions but this one.
    ///
    /// # Errors
    /// [`Denied::SignIn`] for who is no person.
    pub async fn end_others(mut self) -> Result<()> {
        let (user, session) = self.person()?;
        let ended = self.transaction.remove_sessions(&user, Some(&session)).await?;
        let story = Story::about(&user).after(&serde_json::json!({ "sessions_ended": ended }));
        self.commit(Work::default(), &user, story).await
    }
}

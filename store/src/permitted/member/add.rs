//! Adding members: whom a list of names means, and giving them roles.

use super::{RoleName, atom};
use crate::{
    Micros,
    error::{Result, StoreError},
    permitted::{Permitted, Story, job::Holding, text, writer},
    port::MemberRecord,
    work::Work,
};
use authz::{
    Change, Grant, GrantId, NodeId, Remark, RoleId, Source,
    action::{Action, AddMember, ListCandidates},
    guard, remark,
};
use serde_json::json;

/// Most people added at once; more is an import.
pub(in crate::permitted) const MAX_ADDED: usize = 200;

/// People, groups and accounts to be added with roles.
#[derive(Clone, Debug)]
pub struct NewMembers {
    /// Users, groups and accounts.
    pub subjects: Vec<NodeId>,
    /// The roles each gets.
    pub roles: Vec<RoleId>,
    /// Until when; `None` for good.
    pub expires_at: Option<Micros>,
    /// Why, for the audit log.
    pub reason: String,
}

/// What a name in a list means.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// As it was written.
    pub text: String,
    /// Whom it means.
    pub known: Known,
}

/// Whom a name means.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// Somebody who can be added.
    Somebody(MemberRecord),
    /// A member, with the names of the roles held already.
    Member(MemberRecord, Vec<String>),
    /// Somebody the caller may not add, and why.
    NotAllowed(MemberRecord, String),
    /// Several people or groups of this name.
    Several,
    /// Nobody.
    Nobody,
}

impl<A: Action> Permitted<A> {
    /// Whom a text names: a node id, a user name, an address, or a name that only one has.
    pub(in crate::permitted) async fn meant(&mut self, text: &str) -> Result<std::result::Result<MemberRecord, Known>> {
        if let Ok(id) = NodeId::parse(text)
            && matches!(id.kind(), "user" | "group" | "account")
        {
            if self.index(|index| index.node(&id).is_none()) {
                return Ok(Err(Known::Nobody));
            }
            let name = self.transaction.names(std::slice::from_ref(&id)).await?.pop().map(|(_, name)| name);
            let name = name.unwrap_or_else(|| id.name().to_owned());
            return Ok(Ok(MemberRecord::named(id, name)));
        }
        let mut found = self.transaction.named(text).await?.into_iter();
        Ok(match (found.next(), found.next()) {
            (Some(record), None) => Ok(record),
            (Some(_), Some(_)) => Err(Known::Several),
            (None, _) => Err(Known::Nobody),
        })
    }

    /// Everybody meant by these texts, each once.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names everything that is nobody, or more than one, with what to write instead.
    pub(in crate::permitted) async fn all_meant(
        &mut self,
        texts: &[String],
        unmeant: impl FnOnce(String) -> Remark,
    ) -> Result<Vec<NodeId>> {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for text in texts {
            match self.meant(text).await? {
                Ok(record) if found.contains(&record.subject) => {}
                Ok(record) => found.push(record.subject),
                Err(_) => unknown.push(format!("`{text}`")),
            }
        }
        if unknown.is_empty() {
            return Ok(found);
        }
        Err(StoreError::invalid("who", unmeant(unknown.join(", "))))
    }
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// What would be written to give somebody these roles.
    fn gifts(&self, subject: &NodeId, roles: &[RoleId], expires_at: Option<Micros>) -> Result<Vec<Change>> {
        let mut changes = Vec::new();
        for role in roles {
            let id = GrantId::parse(&self.gate.new_id("grt")).map_err(StoreError::database)?;
            let (who, role, on) = (vec![atom(subject)?], role.clone(), self.scope.clone());
            changes.push(Change::PutGrant(Grant { id, who, role, on, expires_at, source: Source::Direct }));
        }
        Ok(changes)
    }
}

impl Permitted<ListCandidates> {
    /// Users, groups and accounts that could be added, by name, and how many match.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn list(&mut self, search: &str, limit: u32) -> Result<(Vec<MemberRecord>, u64)> {
        self.transaction.list_candidates(&self.scope, search, limit).await
    }

    /// Whom each text means, and whether they could be added with these roles.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn resolve(&mut self, texts: &[String], roles: &[RoleId]) -> Result<Vec<Resolved>> {
        let mut found: Vec<Resolved> = Vec::new();
        for text in texts.iter().take(MAX_ADDED) {
            let known = match self.meant(text).await? {
                Err(known) => known,
                Ok(record) => self.standing(record, roles)?,
            };
            if !found.iter().any(|other| same(&other.known, &known)) {
                found.push(Resolved { text: text.clone(), known });
            }
        }
        Ok(found)
    }

    fn standing(&self, record: MemberRecord, roles: &[RoleId]) -> Result<Known> {
        let held = self.own_grants(&record.subject);
        let missing: Vec<RoleId> =
            roles.iter().filter(|role| !held.iter().any(|grant| grant.role == **role)).cloned().collect();
        if !held.is_empty() && missing.is_empty() {
            let names = self.index(|index| {
                let name = |grant: &Grant| index.role(&grant.role).map(|role| RoleName::from(role).name);
                held.iter().filter_map(name).collect()
            });
            return Ok(Known::Member(record, names));
        }
        let changes = self.gifts(&record.subject, &missing, None)?;
        let judged = self.index(|index| guard::judge(index, &writer(&self.caller), &changes, self.now));
        Ok(match judged {
            Ok(()) => Known::Somebody(record),
            Err(refusal) => Known::NotAllowed(record, refusal.to_string()),
        })
    }
}

/// Do both mean the same one?
pub(in crate::permitted) fn same(one: &Known, other: &Known) -> bool {
    let subject = |known: &Known| match known {
        Known::Somebody(record) | Known::Member(record, _) | Known::NotAllowed(record, _) => {
            Some(record.subject.clone())
        }
        Known::Several | Known::Nobody => None,
    };
    subject(one).is_some() && subject(one) == subject(other)
}

impl Permitted<AddMember> {
    /// The users, groups and accounts meant by user names, addresses, full names or node ids.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names everything that is nobody, or more than one.
    pub async fn resolve(&mut self, texts: &[String]) -> Result<Vec<NodeId>> {
        let unmeant = |list: String| {
            remark!(
                "nobody here is called {list}: write user names, e-mail addresses or the names of groups and accounts, \
                 one a line",
                list
            )
        };
        self.all_meant(texts, unmeant).await
    }

    /// Gives each of them the roles on the node; who has some of them gets the others. Answers the job that can be
    /// taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a role or people that are not there, who have all of it already, are too many, or an
    /// end in the past; [`StoreError::Refused`] if a guard says no.
    pub async fn add(self, new: NewMembers) -> Result<String> {
        let (node, reason) = (self.scope.clone(), text("reason", &new.reason)?);
        if new.roles.is_empty() {
            return Err(StoreError::invalid("roles", remark!("choose at least one role")));
        }
        for role in &new.roles {
            self.check_role(role)?;
        }
        self.check_expiry(new.expires_at)?;
        if new.subjects.is_empty() || new.subjects.len() > MAX_ADDED {
            return Err(StoreError::invalid("subjects", remark!("choose 1 to {n} people or groups", n = MAX_ADDED)));
        }
        let (mut changes, mut items) = (Vec::new(), Vec::new());
        for subject in &new.subjects {
            let (more, item) = self.added(subject, &new)?;
            changes.extend(more);
            items.push(item);
        }
        let story = match new.subjects.as_slice() {
            [one] => Story::about(one),
            _ => Story::default(),
        };
        let after = json!({ "roles": new.roles, "expires_at": new.expires_at, "members": new.subjects });
        let job = self.single(items, &reason);
        let id = job.job.id.clone();
        self.commit(Work::from(changes).job(job), &node, story.after(&after).because(&reason)).await?;
        Ok(id)
    }

    /// The changes that add one of them, and what was and is.
    #[expect(clippy::type_complexity, reason = "a subject with what was and is")]
    fn added(&self, subject: &NodeId, new: &NewMembers) -> Result<(Vec<Change>, (NodeId, Vec<Grant>, Vec<Grant>))> {
        if self.index(|index| index.node(subject).is_none()) {
            return Err(StoreError::invalid("subjects", remark!("there is no `{subject}`", subject)));
        }
        let had = self.own_grants(subject);
        let mut wanted: Vec<Holding> = had.iter().map(Holding::from).collect();
        for role in new.roles.iter().filter(|role| !had.iter().any(|grant| grant.role == **role)) {
            wanted.push(Holding { role: role.clone(), expires_at: new.expires_at });
        }
        if wanted.len() == had.len() {
            return Err(StoreError::invalid("subjects", remark!("`{subject}` has this role here already", subject)));
        }
        let (changes, after) = self.turn(subject, &had, &wanted)?;
        Ok((changes, (subject.clone(), had, after)))
    }
}

//! What the machine itself may do: start-up, seeding, presets, links, copies.

use super::public::administrator;
use crate::{
    Caller, Clock, Gate, IdSource, Micros, Operator, SECOND,
    error::{Denied, Result, StoreError},
    permitted::{NewUser, new_user},
    port::{Database, Outcome, Purpose},
    preset::{LoadReport, Preset, plan},
    work::Work,
};
use authz::{
    Atom, Change, Entry, Extent, Grant, GrantId, NodeId, Pattern, Question, Role, RoleId, Source, Unknown, World,
    remark, role::ADMINISTRATOR,
};
use serde_json::json;
use std::{path::Path, sync::Arc};

/// How long a one-time link is good for.
const LINK_LIFE: Micros = 24 * 3600 * SECOND;

/// The door of the machine itself. It is there for whoever opens the database, and for nobody else: from a [`Gate`], which
/// is all that server functions have, there is no way to it.
pub struct Host {
    gate: Gate,
    caller: Caller,
}

/// The administrator that the environment names.
#[derive(Clone, Debug)]
pub struct Seed {
    /// Who.
    pub user: NewUser,
    /// Roles held on `system` beside `administrator`.
    pub roles: Vec<String>,
    /// Rotate the password, re-apply the roles and end all sessions.
    pub force: bool,
}

/// Who can sign in as administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Administration {
    /// Nobody is administrator.
    Nobody,
    /// Somebody is, such as this user, and none of them has a password.
    WithoutPassword(NodeId),
    /// Somebody can.
    Ready,
}

/// What seeding did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedReport {
    /// Everything was there; nothing was written.
    Unchanged,
    /// The user was made.
    Created,
    /// Roles were added.
    RolesAdded,
    /// The user was there without a password, and has one now.
    PasswordSet,
    /// The password was rotated and all sessions ended.
    Forced,
}

impl Host {
    /// Loads all facts and opens the gate.
    ///
    /// # Errors
    /// [`StoreError::Database`] if the facts cannot be read or contradict each other.
    pub async fn open(database: Arc<dyn Database>, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Result<Self> {
        let gate = Gate::open(database, clock, ids).await?;
        Ok(Self { gate, caller: Caller::Host(Operator::new(false)) })
    }

    /// The way to data for everybody else.
    pub fn gate(&self) -> Gate {
        self.gate.clone()
    }

    /// `operator@host`, who goes through the gate like everybody else, with the administrator's rights.
    pub fn operator(&self) -> Caller {
        self.caller.clone()
    }

    /// The operator, skipping the rules on the last owner and the last administrator, and nothing else. Where one was
    /// skipped, the audit line says so.
    pub fn forcing(&self) -> Caller {
        Caller::Host(Operator::new(true))
    }

    /// Makes sure the built-in role is there.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn ensure_built_in(&self) -> Result<()> {
        let role = administrator_role()?;
        if self.gate.index(|index| index.role(&role.id) == Some(&role)) {
            return Ok(());
        }
        let transaction = self.gate.write().await?;
        let line = self.gate.line(&self.caller, "EnsureBuiltIn", "system".to_owned(), Outcome::Done, None);
        self.gate.commit(transaction, &Work::from(vec![Change::PutRole(role)]), &line).await
    }

    /// Who can sign in as administrator now.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn administration(&self) -> Result<Administration> {
        let now = self.gate.now();
        let people: Vec<NodeId> = self.gate.index(|index| {
            let system = NodeId::system();
            let grants: Vec<Grant> = index.grants_on_of(&system, ADMINISTRATOR).collect();
            let is_one = |user: &&NodeId| {
                index.is_active(*user) && grants.iter().any(|grant| index.grant_matches(grant, *user, now))
            };
            index.users().filter(is_one).cloned().collect()
        });
        let mut transaction = self.gate.read().await?;
        for user in &people {
            if transaction.get_login(user).await?.is_some_and(|login| login.password_hash.is_some()) {
                return Ok(Administration::Ready);
            }
        }
        Ok(people.into_iter().next().map_or(Administration::Nobody, Administration::WithoutPassword))
    }

    /// Has the user of this name a password? Then seeding without force needs no hash.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn has_password(&self, username: &str) -> Result<bool> {
        let Ok(user) = NodeId::new("user", &crate::port::fold(username)) else { return Ok(false) };
        let login = self.gate.read().await?.get_login(&user).await?;
        Ok(login.is_some_and(|login| login.password_hash.is_some()))
    }

    /// Makes the seeded administrator what the environment says. Where nothing is to change, nothing is written.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken.
    pub async fn seed(&self, seed: &Seed) -> Result<SeedReport> {
        let (id, fresh) = new_user(&seed.user, &NodeId::system(), self.caller.name(), self.gate.now())?;
        let known = self.gate.index(|index| index.user(&id).cloned());
        let mut work = if known.is_some() { Work::default() } else { fresh };
        work.changes.extend(self.missing_grants(&id, &seed.roles)?);
        let first_password = seed.user.password_hash.is_some() && !self.has_password(&seed.user.username).await?;
        let report = match (&known, seed.force, first_password, work.changes.is_empty()) {
            (None, ..) => SeedReport::Created,
            (Some(_), true, ..) => SeedReport::Forced,
            (Some(_), false, true, _) => SeedReport::PasswordSet,
            (Some(_), false, false, true) => return Ok(SeedReport::Unchanged),
            (Some(_), false, false, false) => SeedReport::RolesAdded,
        };
        let mut transaction = self.gate.write().await?;
        if matches!(report, SeedReport::Forced | SeedReport::PasswordSet) {
            if let Some(user) = known.filter(|user| seed.force && !user.active) {
                work.changes.push(Change::PutUser(authz::User { active: true, ..user }));
            }
            let hash = seed.user.password_hash.as_deref();
            let hash = hash.ok_or_else(|| StoreError::invalid("seed password", remark!("forcing needs a password")))?;
            transaction.set_password(&id, hash, self.gate.now()).await?;
            transaction.remove_sessions(&id, None).await?;
        }
        let mut line = self.gate.line(&self.caller, "Seed", "system".to_owned(), Outcome::Done, None);
        line.subject = Some(id.to_string());
        line.after = Some(json!({ "result": format!("{report:?}"), "roles": seed.roles }).to_string());
        self.gate.commit(transaction, &work, &line).await?;
        Ok(report)
    }

    fn missing_grants(&self, user: &NodeId, roles: &[String]) -> Result<Vec<Change>> {
        let mut changes = Vec::new();
        for role in std::iter::once(ADMINISTRATOR).chain(roles.iter().map(String::as_str)) {
            let role = RoleId::parse(role).map_err(|bad| StoreError::invalid("seed roles", bad))?;
            if self.gate.index(|index| index.role(&role).is_none()) {
                return Err(StoreError::invalid(
                    "seed roles",
                    remark!(
                        "there is no role `{role}`; load a preset that brings it first: bailiwick preset load NAME",
                        role
                    ),
                ));
            }
            let system = NodeId::system();
            let held = self.gate.index(|index| {
                let mut grants = index.grants_on_of(&system, &role);
                grants.any(|grant| grant.who == [Atom::User(user.clone())] && grant.expires_at.is_none())
            });
            if !held && !changes.iter().any(|change| matches!(change, Change::PutGrant(grant) if grant.role == role)) {
                let id = GrantId::parse(&self.gate.new_id("grt")).map_err(StoreError::database)?;
                let who = vec![Atom::User(user.clone())];
                let grant = Grant { id, who, role, on: system, expires_at: None, source: Source::Preset };
                changes.push(Change::PutGrant(grant));
            }
        }
        Ok(changes)
    }

    /// Puts a set-up link in force; the older one ends. The token comes hashed.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn put_set_up_link(&self, token: &str) -> Result<()> {
        let mut transaction = self.gate.write().await?;
        transaction.put_link(token, Purpose::SetUp, None, self.gate.now() + LINK_LIFE).await?;
        transaction.commit().await
    }

    /// Puts a password reset link in force for a user. The token comes hashed.
    ///
    /// # Errors
    /// [`Denied::NotFound`] if there is no such user.
    pub async fn put_reset_link(&self, user: &NodeId, token: &str) -> Result<()> {
        let mut transaction = self.gate.write().await?;
        if transaction.get_login(user).await?.is_none() {
            return Err(Denied::NotFound.into());
        }
        transaction.put_link(token, Purpose::Reset, Some(user), self.gate.now() + LINK_LIFE).await?;
        let mut line = self.gate.line(&self.caller, "MakeResetLink", user.to_string(), Outcome::Done, None);
        line.subject = Some(user.to_string());
        transaction.add_audit(&line).await?;
        transaction.commit().await
    }

    /// Makes an administrator of a user who exists, whatever the guards say of it.
    ///
    /// # Errors
    /// [`Denied::NotFound`] if there is no such user.
    pub async fn recover_administrator(&self, user: &NodeId) -> Result<()> {
        let transaction = self.gate.write().await?;
        if self.gate.index(|index| index.user(user).is_none()) {
            return Err(Denied::NotFound.into());
        }
        let mut line = self.gate.line(&self.caller, "RecoverAdministrator", "system".to_owned(), Outcome::Done, None);
        line.subject = Some(user.to_string());
        let work = Work::from(vec![Change::PutGrant(administrator(&self.gate, user)?)]);
        self.gate.commit(transaction, &work, &line).await
    }

    /// Loads a preset: its catalog and roles, and with `sample` its people, projects and grants too. Loading twice
    /// changes nothing; what contradicts the database is listed and then nothing is changed either.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn load_preset(&self, preset: &Preset, sample: bool, hash: Option<&str>) -> Result<LoadReport> {
        let mut transaction = self.gate.write().await?;
        let setting = format!("preset:{}", preset.name);
        let loaded = transaction.find_setting(&setting).await?;
        if loaded.as_deref() == Some("sample") || (loaded.is_some() && !sample) {
            return Ok(LoadReport::Unchanged);
        }
        let index = self.gate.index(authz::Index::clone);
        let plan = plan(preset, sample, &index, &mut *transaction, hash, self.gate.now()).await?;
        if !plan.conflicts.is_empty() {
            return Ok(LoadReport::Refused(plan.conflicts));
        }
        transaction.put_setting(&setting, if sample { "sample" } else { "roles" }).await?;
        let mut line = self.gate.line(&self.caller, "LoadPreset", "system".to_owned(), Outcome::Done, None);
        line.subject = Some(preset.name.clone());
        line.after = Some(json!({ "changes": plan.work.changes.len(), "sample": sample }).to_string());
        let (changes, people) = (plan.work.changes.len(), plan.work.logins.len());
        self.gate.commit(transaction, &plan.work, &line).await?;
        Ok(LoadReport::Loaded { changes, people })
    }

    /// Loads facts into an empty database, whatever the guards say of them: to ask about them.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if the database is not empty.
    pub async fn load_world(&self, world: World) -> Result<()> {
        if !self.is_empty() {
            return Err(StoreError::invalid("database_url", remark!("facts are loaded into an empty database only")));
        }
        let transaction = self.gate.write().await?;
        let line = self.gate.line(&self.caller, "LoadWorld", "system".to_owned(), Outcome::Done, None);
        self.gate.commit(transaction, &Work::from(world.into_changes()), &line).await
    }

    /// Answers a question about the facts as they are in the database, whoever asks.
    ///
    /// # Errors
    /// [`StoreError::Database`]; what is unknown is an answer.
    pub async fn decide(&self, question: &Question<'_>) -> Result<std::result::Result<bool, Unknown>> {
        let _ = self.gate.read().await?;
        Ok(self.gate.index(|index| index.decide(question)))
    }

    /// Notes which demo the database holds, so that the console can say so.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn put_demo(&self, preset: &str) -> Result<()> {
        let mut transaction = self.gate.write().await?;
        transaction.put_setting("demo", preset).await?;
        transaction.commit().await
    }

    /// Which demo the database holds.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn demo(&self) -> Result<Option<String>> {
        self.gate.read().await?.find_setting("demo").await
    }

    /// Has nothing been done in this database yet?
    pub fn is_empty(&self) -> bool {
        self.gate.index(|index| index.users().next().is_none() && index.catalog().name.is_empty())
    }

    /// Writes a consistent copy of the running database.
    ///
    /// # Errors
    /// [`StoreError::Database`], for example if the file exists.
    pub async fn backup(&self, target: &Path) -> Result<()> {
        self.gate.database().backup(target).await?;
        let mut transaction = self.gate.write().await?;
        let line = self.gate.line(&self.caller, "Backup", "system".to_owned(), Outcome::Done, None);
        transaction.add_audit(&line).await?;
        transaction.commit().await
    }

    /// Checks the database's structure, and that its facts load; a sound one gives no lines.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn check(&self) -> Result<Vec<String>> {
        let mut lines = self.gate.database().check().await?;
        let world = self.gate.read().await?.world().await?;
        if let Err(invalid) = authz::Index::new(world) {
            lines.push(invalid.to_string());
        }
        Ok(lines)
    }
}

fn administrator_role() -> Result<Role> {
    Ok(Role {
        id: RoleId::parse(ADMINISTRATOR).map_err(StoreError::database)?,
        name: "Administrator".to_owned(),
        description: "May do everything, everywhere.".to_owned(),
        home: NodeId::system(),
        on: vec!["system".to_owned()],
        permissions: vec![Entry {
            pattern: Pattern::parse("*:*").map_err(StoreError::database)?,
            extent: Extent::All,
            conditions: Vec::new(),
        }],
        includes: Vec::new(),
        assigned_by: Vec::new(),
        locked: true,
    })
}

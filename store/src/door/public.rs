//! What happens before somebody is signed in: sign-in, sessions, and one-time links.

use crate::{
    Caller, Gate, Origin,
    error::{Result, StoreError},
    permitted::{NewUser, new_user},
    port::{LoginRecord, Outcome, Purpose, SessionRecord},
    preset::{Plan, Preset, plan},
};
use authz::{Atom, Change, Grant, GrantId, Index, NodeId, RoleId, Source, remark, role::ADMINISTRATOR};

/// The door for those who are not signed in yet.
pub struct Public {
    gate: Gate,
    caller: Caller,
}

impl Public {
    pub(crate) fn new(gate: Gate, origin: Origin) -> Self {
        Self { gate, caller: Caller::Anonymous(origin) }
    }

    /// How a user name or address signs in, if there is such an active user.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn find_login(&self, login: &str) -> Result<Option<LoginRecord>> {
        let found = self.gate.read().await?.find_login(login).await?;
        Ok(found.filter(|login| self.gate.index(|index| index.is_active(&login.user))))
    }

    /// How a user signs in.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn get_login(&self, user: &NodeId) -> Result<Option<LoginRecord>> {
        self.gate.read().await?.get_login(user).await
    }

    /// Notes that a user signed in.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn signed_in(&self, user: &NodeId) -> Result<()> {
        let mut transaction = self.gate.write().await?;
        let mut line = self.gate.line(&self.caller, "SignIn", user.to_string(), Outcome::Done, None);
        line.actor = user.to_string();
        transaction.signed_in(user, line.at).await?;
        transaction.add_audit(&line).await?;
        transaction.commit().await
    }

    /// Notes a failed sign-in; many of one source are one counted line.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn failed_sign_in(&self, user: Option<&NodeId>) -> Result<()> {
        let transaction = self.gate.write().await?;
        let node = user.map_or_else(|| "system".to_owned(), ToString::to_string);
        self.gate.record_refusal(transaction, &self.caller, "SignIn", node, "wrong name or password".to_owned()).await
    }

    /// A session, if it has not ended and its user is active.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn find_session(&self, id: &str) -> Result<Option<SessionRecord>> {
        let session = self.gate.read().await?.find_session(id).await?;
        Ok(session.filter(|session| self.gate.index(|index| index.is_active(&session.user))))
    }

    /// Begins a session, or notes that it was used.
    ///
    /// # Errors
    /// [`StoreError::Database`], also if the user is gone.
    pub async fn put_session(&self, session: &SessionRecord) -> Result<()> {
        let mut transaction = self.gate.write().await?;
        transaction.put_session(session).await?;
        transaction.commit().await
    }

    /// Notes that a session was used. One that ended meanwhile stays ended.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn touch_session(&self, session: &SessionRecord) -> Result<()> {
        let mut transaction = self.gate.write().await?;
        if transaction.find_session(&session.id).await?.is_some() {
            transaction.put_session(session).await?;
        }
        transaction.commit().await
    }

    /// Ends a session, because its id is renewed.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn remove_session(&self, id: &str) -> Result<()> {
        let mut transaction = self.gate.write().await?;
        transaction.remove_session(id).await?;
        transaction.commit().await
    }

    /// Notes that a user signed out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn signed_out(&self, user: &NodeId, session: &str) -> Result<()> {
        let mut transaction = self.gate.write().await?;
        transaction.remove_session(session).await?;
        let mut line = self.gate.line(&self.caller, "SignOut", user.to_string(), Outcome::Done, None);
        line.actor = user.to_string();
        transaction.add_audit(&line).await?;
        transaction.commit().await
    }

    /// Is the set-up link good?
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn is_set_up_link(&self, token: &str) -> Result<bool> {
        let mut transaction = self.gate.read().await?;
        Ok(transaction.find_link(token, Purpose::SetUp, self.gate.now()).await?.is_some())
    }

    /// Makes the first administrator, loads the catalog and roles of a preset, and uses the link up: all or nothing.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken, or `link` when it is used up or too old.
    pub async fn set_up(&self, token: &str, user: &NewUser, preset: &Preset) -> Result<NodeId> {
        let mut transaction = self.gate.write().await?;
        let now = self.gate.now();
        if transaction.find_link(token, Purpose::SetUp, now).await?.is_none() {
            return Err(StoreError::invalid(
                "link",
                remark!("this link is used up or too old; start again to get a new one"),
            ));
        }
        transaction.remove_links(Purpose::SetUp, None).await?;
        let index = self.gate.index(Index::clone);
        let Plan { mut work, conflicts } = plan(preset, false, &index, &mut *transaction, None, now).await?;
        if let Some(conflict) = conflicts.first() {
            return Err(StoreError::invalid("preset", remark!("{conflict}; choose another", conflict)));
        }
        transaction.put_setting(&format!("preset:{}", preset.name), "roles").await?;
        let (id, person) = new_user(user, &NodeId::system(), self.caller.name(), now)?;
        work.changes.extend(person.changes);
        work.changes.push(Change::PutGrant(administrator(&self.gate, &id)?));
        work.profiles.extend(person.profiles);
        work.logins.extend(person.logins);
        let mut line = self.gate.line(&self.caller, "SetUp", "system".to_owned(), Outcome::Done, None);
        line.subject = Some(id.to_string());
        line.after = Some(serde_json::json!({ "preset": preset.name }).to_string());
        self.gate.commit(transaction, &work, &line).await?;
        Ok(id)
    }

    /// Whom a reset link is for.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn find_reset(&self, token: &str) -> Result<Option<LoginRecord>> {
        let mut transaction = self.gate.read().await?;
        match transaction.find_link(token, Purpose::Reset, self.gate.now()).await? {
            Some(Some(user)) => transaction.get_login(&user).await,
            _ => Ok(None),
        }
    }

    /// Sets a new password by a reset link, uses the link up and ends the user's sessions.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if the link is used up or too old.
    pub async fn reset(&self, token: &str, hash: &str) -> Result<NodeId> {
        let mut transaction = self.gate.write().await?;
        let now = self.gate.now();
        let Some(Some(user)) = transaction.find_link(token, Purpose::Reset, now).await? else {
            return Err(StoreError::invalid("link", remark!("this link is used up or too old; ask for a new one")));
        };
        transaction.remove_links(Purpose::Reset, Some(&user)).await?;
        transaction.set_password(&user, hash, now).await?;
        transaction.remove_sessions(&user, None).await?;
        let mut line = self.gate.line(&self.caller, "ResetPassword", user.to_string(), Outcome::Done, None);
        line.subject = Some(user.to_string());
        transaction.add_audit(&line).await?;
        transaction.commit().await?;
        Ok(user)
    }

    /// The demo that was loaded, for the notice about it.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn demo(&self) -> Result<Option<String>> {
        self.gate.read().await?.find_setting("demo").await
    }
}

/// The administrator's grant.
pub(super) fn administrator(gate: &Gate, user: &NodeId) -> Result<Grant> {
    Ok(Grant {
        id: GrantId::parse(&gate.new_id("grt")).map_err(StoreError::database)?,
        who: vec![Atom::User(user.clone())],
        role: RoleId::parse(ADMINISTRATOR).map_err(StoreError::database)?,
        on: NodeId::system(),
        expires_at: None,
        source: Source::Preset,
    })
}

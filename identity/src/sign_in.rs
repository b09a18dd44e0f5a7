//! Signing in with a password.

use crate::{
    password::{Busy, Hasher, PasswordError, check_password},
    throttle::Throttle,
};
use authz::{NodeId, Remark, remark};
use std::sync::Arc;
use store::{Gate, Micros, Origin, SECOND, StoreError, port::LoginRecord};

/// How long sessions live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPolicy {
    /// Unused for so long, it ends.
    pub idle: Micros,
    /// After so long, it ends however busy it was.
    pub absolute: Micros,
}

impl Default for SessionPolicy {
    fn default() -> Self {
        Self { idle: 3600 * SECOND, absolute: 24 * 3600 * SECOND }
    }
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.remark())]
pub enum SignInError {
    /// Unknown user, wrong password, no password or disabled: the same words and the same time.
    Wrong,
    /// Too many attempts for this login from this address, or from this address.
    Throttled,
    /// Too many people sign in.
    Busy(#[from] Busy),
    /// The new password is not taken.
    Password(#[from] PasswordError),
    /// The store.
    Store(#[from] StoreError),
}

impl SignInError {
    /// What is told.
    pub fn remark(&self) -> Remark {
        match self {
            Self::Wrong => remark!("this name and password do not go together"),
            Self::Throttled => remark!("too many attempts, wait a minute and try again"),
            Self::Busy(busy) => busy.remark(),
            Self::Password(bad) => bad.remark(),
            Self::Store(error) => error.remark(),
        }
    }
}

/// Who are you.
#[derive(Clone)]
pub struct Identity {
    gate: Gate,
    hasher: Hasher,
    throttle: Arc<Throttle>,
    policy: SessionPolicy,
}

impl Identity {
    /// Identity over a gate.
    pub fn new(gate: Gate, hasher: Hasher, policy: SessionPolicy) -> Self {
        Self { gate, hasher, throttle: Arc::default(), policy }
    }

    /// How passwords are hashed.
    pub fn hasher(&self) -> &Hasher {
        &self.hasher
    }

    /// The throttle, for tidying up.
    pub fn throttle(&self) -> &Throttle {
        &self.throttle
    }

    /// How long sessions live.
    pub fn policy(&self) -> SessionPolicy {
        self.policy
    }

    /// Checks a user name or address and a password, and says whose they are.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn sign_in(&self, login: &str, password: String, origin: Origin) -> Result<NodeId, SignInError> {
        if !self.throttle.admit(login, &origin.address) {
            return Err(SignInError::Throttled);
        }
        let door = self.gate.public(origin);
        let found = door.find_login(login).await?;
        let hash = found.as_ref().and_then(|login| login.password_hash.clone());
        let right = self.hasher.verify(password, hash).await?;
        match found {
            Some(login) if right => {
                door.signed_in(&login.user).await?;
                Ok(login.user)
            }
            found => {
                door.failed_sign_in(found.as_ref().map(|login| &login.user)).await?;
                Err(SignInError::Wrong)
            }
        }
    }

    /// Is this the user's password? Throttled like sign-in.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn verify(&self, user: &NodeId, password: String, origin: &Origin) -> Result<LoginRecord, SignInError> {
        if !self.throttle.admit(user.as_str(), &origin.address) {
            return Err(SignInError::Throttled);
        }
        let found = self.gate.public(origin.clone()).get_login(user).await?;
        let hash = found.as_ref().and_then(|login| login.password_hash.clone());
        let right = self.hasher.verify(password, hash).await?;
        found.filter(|_| right).ok_or(SignInError::Wrong)
    }

    /// Checks and hashes a new password.
    ///
    /// # Errors
    /// [`SignInError::Password`] says what to change; [`SignInError::Busy`].
    pub async fn new_password(&self, password: String, words: &[String]) -> Result<String, SignInError> {
        check_password(&password, words)?;
        Ok(self.hasher.hash(password).await?)
    }
}

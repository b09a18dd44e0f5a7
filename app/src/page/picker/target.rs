//! What people are added to: what differs between a project and a group.

use crate::{
    AppError,
    dto::{Candidates, ResolvedItem},
    rpc::{
        group::{check_joiners, check_lookers, load_joiners, load_lookers},
        member::{check_members, load_candidates},
    },
    text::t,
};

/// What they are added to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A project: people, groups and accounts.
    Project(String),
    /// A group: people and groups.
    Group(String),
    /// Those who look after a group: people.
    Admins(String),
}

impl Target {
    /// What the field is called.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Project(_) => t("People, groups and accounts"),
            Self::Group(_) => t("People and groups"),
            Self::Admins(_) => t("People who look after it"),
        }
    }

    /// What to write where there is no script.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Project(_) => t("User names, e-mail addresses or names of groups and accounts, one a line."),
            Self::Group(_) => t("User names, e-mail addresses or names of groups, one a line."),
            Self::Admins(_) => t("User names or e-mail addresses, one a line."),
        }
    }

    /// Who could be added and matches what was typed.
    ///
    /// # Errors
    /// Those of the server function.
    pub async fn candidates(self, text: String) -> Result<Candidates, AppError> {
        match self {
            Self::Project(id) => load_candidates(id, text).await,
            Self::Group(id) => load_joiners(id, text).await,
            Self::Admins(id) => load_lookers(id, text).await,
        }
    }

    /// Whom names mean, and whether they can be added.
    ///
    /// # Errors
    /// Those of the server function.
    pub async fn check(self, names: String) -> Result<Vec<ResolvedItem>, AppError> {
        match self {
            Self::Project(id) => check_members(id, names, Vec::new()).await,
            Self::Group(id) => check_joiners(id, names).await,
            Self::Admins(id) => check_lookers(id, names).await,
        }
    }
}

//! Accounts, and moving people between them.

use super::{AccessView, Choice, NodeName};
use serde::{Deserialize, Serialize};

/// An account in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountItem {
    /// Its name within the type, as it stands in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// How many people belong to it.
    pub people: u32,
    /// How many may; nothing for any number.
    pub seats: Option<u32>,
    /// Its labels.
    pub labels: Vec<String>,
    /// Are its people inactive?
    pub suspended: bool,
}

/// The list of accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsPage {
    /// The accounts.
    pub items: Vec<AccountItem>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// May create accounts.
    pub may_create: bool,
}

/// Somebody who belongs to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResidentItem {
    /// The user's name within the type.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their name to sign in with.
    pub username: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// Enabled?
    pub active: bool,
}

/// What every page of an account shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountHead {
    /// The account.
    pub account: AccountItem,
    /// May the viewer rename it and name its consultancy?
    pub may_update: bool,
    /// May the viewer change its labels and seats, and suspend it?
    pub may_govern: bool,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPage {
    /// The account.
    pub head: AccountHead,
    /// Who belongs to it and was looked for, by name.
    pub items: Vec<ResidentItem>,
    /// Where the next of them start.
    pub next: Option<String>,
    /// May the viewer create people in it?
    pub may_add: bool,
    /// May the viewer see the grants made on it?
    pub may_grants: bool,
    /// May the viewer see its roles?
    pub may_roles: bool,
    /// The consultancy that works for it; its id is there where the viewer may open it.
    pub consultancy: Option<NodeName>,
    /// The accounts it works for.
    pub clients: Vec<NodeName>,
}

/// An account's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSettingsPage {
    /// The account.
    pub head: AccountHead,
    /// Accounts that may become its consultancy; nothing where there are no consultancies.
    pub consultancies: Option<Vec<Choice>>,
    /// Its consultancy's id; empty for none.
    pub consultancy: String,
}

/// Moving a person to another account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovePage {
    /// The person's name within the type.
    pub id: String,
    /// Their name.
    pub name: String,
    /// The account they belong to; nothing for none.
    pub account: Option<String>,
    /// Where they may be moved.
    pub places: Vec<Choice>,
    /// Where to, once it is chosen.
    pub to: String,
    /// What that would do.
    pub outlook: Option<AccessView>,
}

#[cfg(feature = "ssr")]
mod from_store {
    use super::{AccountItem, ResidentItem};
    use store::{Account, port::MemberRecord};

    impl From<Account> for AccountItem {
        fn from(account: Account) -> Self {
            Self {
                id: account.profile.node.name().to_owned(),
                name: account.profile.name,
                description: account.profile.description,
                people: u32::try_from(account.people).unwrap_or(u32::MAX),
                seats: account.seats,
                labels: account.labels,
                suspended: account.suspended,
            }
        }
    }

    impl From<(MemberRecord, bool)> for ResidentItem {
        fn from((record, active): (MemberRecord, bool)) -> Self {
            Self {
                id: record.subject.name().to_owned(),
                name: record.name,
                username: record.username,
                email: record.email,
                active,
            }
        }
    }
}

//! People.

use super::{AccessView, AuditItem, Choice, GroupWayItem, HeldList, SessionItem};
use serde::{Deserialize, Serialize};

/// A person in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonItem {
    /// The user's name within the type, as it stands in addresses.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// The name to sign in with.
    pub username: String,
    /// The address.
    pub email: Option<String>,
    /// The account the person belongs to.
    pub account: Option<String>,
    /// Enabled?
    pub active: bool,
    /// When the user was made, in microseconds since 1970.
    pub created_at: i64,
    /// When they last signed in.
    pub last_sign_in_at: Option<i64>,
}

/// The list of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePage {
    /// The people.
    pub items: Vec<PersonItem>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// May create users somewhere.
    pub may_create: bool,
}

/// The form for a new person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPersonPage {
    /// Which account they may belong to.
    pub places: Vec<Choice>,
}

/// One person: what they can do and through what, where they are signed in, what they did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPage {
    /// Who.
    pub person: PersonItem,
    /// May the viewer enable and disable them?
    pub may_update: bool,
    /// Is it the viewer?
    pub me: bool,
    /// Everywhere they have access.
    pub access: HeldList,
    /// The groups they are in.
    pub groups: Vec<GroupWayItem>,
    /// Where they are signed in; nothing where the viewer may not know.
    pub sessions: Option<Vec<SessionItem>>,
    /// What was done by and to them lately, newest first; nothing where the viewer may not know.
    pub history: Option<Vec<AuditItem>>,
    /// May the viewer read the whole log?
    pub whole_log: bool,
    /// What enabling or disabling them would do, once that is asked for.
    pub switch: Option<AccessView>,
}

#[cfg(feature = "ssr")]
impl PersonItem {
    /// A person, with the names of accounts.
    pub(crate) fn new(user: store::port::UserRecord, names: &[(authz::NodeId, String)]) -> Self {
        let name_of = |id: &authz::NodeId| names.iter().find(|(node, _)| node == id).map(|(_, name)| name.clone());
        Self {
            id: user.id.name().to_owned(),
            name: user.name,
            username: user.username,
            email: user.email,
            account: user.account.as_ref().map(|id| name_of(id).unwrap_or_else(|| id.name().to_owned())),
            active: user.active,
            created_at: user.created_at,
            last_sign_in_at: user.last_sign_in_at,
        }
    }
}

//! Groups.

use super::{AccessView, Choice, HeldList, ResolvedItem};
use serde::{Deserialize, Serialize};

/// A group in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupItem {
    /// The group's name within the type, as it stands in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// The account it belongs to.
    pub account: Option<String>,
    /// How many people are in it themselves.
    pub people: u64,
    /// How many groups are in it themselves.
    pub groups: u64,
}

/// The list of groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupsPage {
    /// The groups.
    pub items: Vec<GroupItem>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// May create groups somewhere.
    pub may_create: bool,
}

/// The form for a new group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGroupPage {
    /// Which account it may belong to.
    pub places: Vec<Choice>,
}

/// What every page of a group shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupHead {
    /// The group.
    pub group: GroupItem,
    /// May the viewer rename it, put people in and take them out?
    pub may_update: bool,
    /// May the viewer delete it?
    pub may_delete: bool,
}

/// Somebody who is in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedItem {
    /// The user's or group's node id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A user's name to sign in with.
    pub username: Option<String>,
    /// A user's address, where the viewer may see it.
    pub email: Option<String>,
    /// A user: enabled?
    pub active: bool,
    /// A group: how many people are in it.
    pub people: Option<u64>,
    /// Its page, where the viewer may open it.
    pub href: Option<String>,
}

/// A group that somebody is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupWayItem {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// The names of the groups between, the nearest first; nothing where they are in it themselves.
    pub through: Vec<String>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupPage {
    /// The group.
    pub head: GroupHead,
    /// Who is in it and was looked for, by name.
    pub items: Vec<JoinedItem>,
    /// Where the next of them start.
    pub next: Option<String>,
    /// What being in it gives.
    pub access: HeldList,
    /// The groups it is in.
    pub within: Vec<GroupWayItem>,
    /// Who looks after it: names, with their pages where the viewer may open them.
    pub admins: Vec<(String, Option<String>)>,
}

/// The form that puts people and groups into a group, or says who looks after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinersPage {
    /// The group.
    pub head: GroupHead,
    /// What was written so far, one a line.
    pub who: String,
    /// That, checked.
    pub checked: Vec<ResolvedItem>,
    /// The ids of those it can be done with.
    pub ready: Vec<String>,
    /// What that would do; nothing while there is nothing to do.
    pub outlook: Option<AccessView>,
}

/// Somebody who is to be taken out of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaverPage {
    /// The group.
    pub head: GroupHead,
    /// Their node id.
    pub member: String,
    /// Their name.
    pub name: String,
    /// What that would do.
    pub outlook: AccessView,
}

/// A group's name, and its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSettingsPage {
    /// The group.
    pub head: GroupHead,
    /// What it gives, in one sentence.
    pub gives: String,
    /// What deleting it would do, for who may.
    pub removal: Option<AccessView>,
    /// May the viewer see the grants made on it?
    pub may_grants: bool,
}

#[cfg(feature = "ssr")]
mod from_store {
    use super::{GroupItem, GroupWayItem, JoinedItem};
    use crate::link;
    use authz::NodeId;
    use store::{Group, GroupWay, Joined};

    fn count(number: impl TryInto<u64>) -> u64 {
        number.try_into().unwrap_or(u64::MAX)
    }

    impl GroupItem {
        /// A group, with the names of accounts.
        pub(crate) fn new(group: Group, names: &[(NodeId, String)]) -> Self {
            let account = group.parents.iter().find(|parent| !parent.is_system());
            let name_of = |id: &NodeId| names.iter().find(|(node, _)| node == id).map(|(_, name)| name.clone());
            Self {
                id: group.profile.node.name().to_owned(),
                name: group.profile.name,
                description: group.profile.description,
                account: account.map(|id| name_of(id).unwrap_or_else(|| id.name().to_owned())),
                people: count(group.people),
                groups: count(group.groups),
            }
        }
    }

    impl From<Joined> for JoinedItem {
        fn from(joined: Joined) -> Self {
            let id = joined.record.subject;
            let page = if id.kind() == "group" { link::group(id.name(), "") } else { link::person(id.name()) };
            Self {
                name: joined.record.name,
                username: joined.record.username,
                email: joined.record.email,
                active: joined.active,
                people: joined.people.map(count),
                href: joined.readable.then_some(page),
                id: id.to_string(),
            }
        }
    }

    impl From<GroupWay> for GroupWayItem {
        fn from(way: GroupWay) -> Self {
            let through = way.through.into_iter().map(|(_, name)| name).collect();
            Self { name: way.name, href: link::group(way.group.name(), ""), through }
        }
    }
}

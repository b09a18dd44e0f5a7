//! Members of a project.

mod also;
#[cfg(feature = "ssr")]
mod from_store;
mod job;
mod list;
mod new;
#[cfg(feature = "ssr")]
mod words;

pub use also::{AlsoItem, AlsoPage, HistoryItem, HistoryPage};
#[cfg(feature = "ssr")]
pub use from_store::{also_item, named_by};
pub use job::{ChangeForm, ChangePage, JobItemRow, JobPage, OutlookView, SkipLine, TurnLine};
pub use list::{Facet, FacetOption, MemberQuery, MemberTabs, MembersPage, MoreMembers};
pub use new::{Candidate, Candidates, NewMemberPage, ResolvedItem, Standing};
#[cfg(feature = "ssr")]
pub use words::{Names, anchor, kind_of, named};

use super::ProjectHead;
use serde::{Deserialize, Serialize};

/// A user or group with a role given on the project itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberItem {
    /// The user's or group's node id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A user's name to sign in with.
    pub username: Option<String>,
    /// A user's address, where the viewer may see it.
    pub email: Option<String>,
    /// Is it a group?
    pub group: bool,
    /// A user: enabled?
    pub active: bool,
    /// A user: is a second factor enrolled?
    pub mfa: bool,
    /// Roles given here.
    pub roles: Vec<HeldRole>,
    /// Everything that gives access here, the strongest first.
    pub sources: Vec<SourceChip>,
    /// What is left if they are removed here, such as `Viewer through group Ops`; empty for nothing.
    pub kept: String,
    /// When they were last active in this project, to some minutes.
    pub seen_at: Option<i64>,
}

/// A role given on the project itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    /// The role's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Until when, in microseconds since 1970; `None` for good.
    pub expires_at: Option<i64>,
    /// Is that over?
    pub expired: bool,
    /// When it was given.
    pub since: i64,
    /// By whom.
    pub author: String,
}

/// What kind of way access comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SourceKind {
    /// Given here, to them.
    Direct,
    /// Through a group, or as its admin.
    Group,
    /// Through their account, or a label it carries.
    Account,
    /// Through a consultancy.
    Consultancy,
    /// Through a role held elsewhere.
    Holder,
    /// By a role on the whole system.
    System,
    /// By a role on a node between the system and the project.
    Above,
    /// Because everybody has it.
    Public,
}

/// One thing that gives access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceChip {
    /// What kind.
    pub kind: SourceKind,
    /// The role's name.
    pub role: String,
    /// Where it comes from, in words: `group Geology`.
    pub via: String,
    /// Where it can be looked at; nothing where the viewer may not.
    pub href: Option<String>,
    /// Where it is changed, if not here.
    pub elsewhere: Option<String>,
    /// When it ends.
    pub expires_at: Option<i64>,
}

/// A role that may be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChoice {
    /// The role's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A sentence on what it is for.
    pub description: String,
    /// What it lets people do: types, each with actions.
    pub does: Vec<(String, Vec<String>)>,
}

/// What the viewer may do with members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPowers {
    /// Add some.
    pub add: bool,
    /// Change their roles.
    pub update: bool,
    /// Remove them.
    pub remove: bool,
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPage {
    /// The project.
    pub head: ProjectHead,
    /// Who.
    pub member: MemberItem,
    /// Roles that may be given.
    pub roles: Vec<RoleChoice>,
    /// What the viewer may do.
    pub may: MemberPowers,
}

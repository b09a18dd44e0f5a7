//! One role: what it gives and why, what it includes, who holds it, what it was.

mod condition;
mod draft;
pub mod words;

pub use condition::{ConditionForm, MAX_CONDITIONS, OPS, SORTS, WHOSE};
pub use draft::{RoleDraft, RoleQuery};

use super::{AccessView, Choice, Lock, ProjectHead};
use serde::{Deserialize, Serialize};

/// One role of the system, an account or a project, and one of its pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolePage {
    /// The node whose matrix it is looked at in.
    pub node: String,
    /// The project, where it is one's.
    pub head: Option<ProjectHead>,
    /// The account, where it is one's: what it is called.
    pub account: Option<String>,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Where its home is, if that is elsewhere: a page, and what it is called.
    pub home: Option<(String, String)>,
    /// The version it was read at.
    pub version: u64,
    /// Why it cannot be changed here.
    pub lock: Option<Lock>,
    /// The page.
    pub part: RolePart,
    /// What was written to be looked at, and what it would do.
    pub told: Option<RoleTold>,
}

/// What a new role begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRolePage {
    /// The node it is to be a role of.
    pub node: String,
    /// The project, where it is one's.
    pub head: Option<ProjectHead>,
    /// The account, where it is one's: what it is called.
    pub account: Option<String>,
    /// Roles to begin with.
    pub models: Vec<Choice>,
}

/// A page of a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RolePart {
    /// What it gives, in sentences.
    Entries(Vec<EntryLine>),
    /// One entry, to be written.
    Entry(Box<EntryPage>),
    /// A choice for every permission.
    Cells(Vec<CellGroup>),
    /// What includes what.
    Includes(Box<IncludesPage>),
    /// Who holds it.
    Holders(HoldingsPage),
    /// What it gives that nobody used.
    Unused(UnusedPage),
    /// What it was.
    Versions(VersionsPage),
    /// What it is called, where it may be granted, and its end.
    Settings(Box<RoleSettings>),
}

/// An entry in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// Where it stands among the role's own; nothing for what comes with an included role.
    pub at: Option<u32>,
    /// What it means.
    pub sentence: String,
    /// As it is written: `dataset:update`.
    pub pattern: String,
    /// Only on what one owns?
    pub own: bool,
    /// Under how many conditions?
    pub conditions: u32,
    /// The role it comes from: its page, where one may open it, and its name.
    pub from: Option<(Option<String>, String)>,
}

/// One entry, to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryPage {
    /// What it is, or was written so far.
    pub draft: RoleDraft,
    /// Types.
    pub kinds: Vec<Choice>,
    /// What can be done, by type.
    pub actions: Vec<(String, Vec<String>)>,
    /// Attributes, by whose they are, with values they have: `subject.region`.
    pub fields: Vec<(String, Vec<String>)>,
    /// What it means so far; empty while something is missing.
    pub sentence: String,
}

/// Choices for the permissions of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellGroup {
    /// The type.
    pub kind: String,
    /// Its permissions.
    pub cells: Vec<CellLine>,
}

/// A choice for a permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellLine {
    /// The permission.
    pub permission: String,
    /// `none`, `own` or `all`.
    pub value: String,
    /// What reaches it otherwise.
    pub notes: Vec<String>,
}

/// What includes what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncludesPage {
    /// What the role includes, itself first.
    pub below: Vec<TreeNode>,
    /// What includes the role, itself first.
    pub above: Vec<TreeNode>,
    /// Is it included by some that the viewer may not see?
    pub hidden: bool,
    /// What it could include, and whether it does.
    pub choices: Vec<(Choice, bool)>,
}

/// A role in a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeNode {
    /// What it is called.
    pub label: String,
    /// Its page; nothing for the role itself.
    pub href: Option<String>,
    /// How deep it stands.
    pub depth: u32,
    /// The row of the one it hangs from.
    pub parent: u32,
    /// Does it stand further up already, with what hangs from it?
    pub again: bool,
}

/// Who holds a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldingsPage {
    /// The grants.
    pub items: Vec<HoldingItem>,
    /// Where the next start.
    pub next: Option<String>,
    /// Where these started.
    pub after: String,
    /// Were some passed over that the viewer may not see?
    pub withheld: bool,
}

/// A grant that gives a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldingItem {
    /// Whom it is for, in words.
    pub who: String,
    /// How many people that is.
    pub people: Option<u64>,
    /// Some of them.
    pub some: Vec<String>,
    /// Where, by name.
    pub on: String,
    /// Through which roles, where it is not this one itself: `Owner includes Editor includes Viewer`.
    pub through: String,
    /// The grant's own page.
    pub href: String,
    /// When it ends.
    pub expires_at: Option<i64>,
}

/// What a role gives that nobody who holds it used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusedPage {
    /// In so many days.
    pub days: u32,
    /// What the permissions are for, and their ids; nothing where the log does not know.
    pub known: Option<Vec<(String, String)>>,
    /// How many it gives.
    pub gives: u32,
}

/// What a role was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionsPage {
    /// The versions, newest first.
    pub items: Vec<VersionItem>,
    /// The one looked at.
    pub at: u64,
    /// The one it is compared with.
    pub diff: Option<u64>,
    /// What the first has otherwise than the second.
    pub lines: Vec<DiffLine>,
}

/// A version of a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionItem {
    /// 1 when it was made.
    pub version: u64,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// By whom, by name.
    pub author: String,
}

/// A difference in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffLine {
    /// Is it there no longer?
    pub gone: bool,
    /// What.
    pub text: String,
}

/// What a role is called, and where it may be granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSettings {
    /// Types it could be granted on, and whether it may.
    pub kinds: Vec<(Choice, bool)>,
    /// What deleting it would do, where one may.
    pub removal: Option<AccessView>,
}

/// What a change of a role would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleTold {
    /// What it was worked out for: exactly this is saved.
    pub draft: RoleDraft,
    /// What changes, in words.
    pub lines: Vec<DiffLine>,
    /// What cannot be taken: the field, and what to do.
    pub problem: Option<(String, String)>,
    /// Who gains and who loses; nothing where nothing changes.
    pub outlook: Option<AccessView>,
}

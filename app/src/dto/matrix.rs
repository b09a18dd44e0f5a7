//! The permissions matrix: no more than it shows, and few bytes for many cells.

use super::ProjectHead;
use crate::text::t;
use authz::{Extent, Permission, RoleId, matrix::Via};
use serde::{Deserialize, Serialize};

/// The permissions matrix of a project, or of the whole system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "what the viewer may do, each for itself")]
pub struct MatrixPage {
    /// Whose: a node id.
    pub node: String,
    /// Who looks at it: a draft kept in the browser is theirs.
    pub viewer: String,
    /// The project, where it is one's.
    pub head: Option<ProjectHead>,
    /// What the account is called, where it is one's.
    pub account: Option<String>,
    /// May the viewer see the policies, where there can be any?
    #[serde(default, skip_serializing_if = "is_false")]
    pub policies: bool,
    /// The rows, by type.
    pub types: Vec<MatrixType>,
    /// The rows whose permission the viewer holds here, packed: nobody gives what they do not hold.
    pub givable: String,
    /// The columns.
    pub columns: Vec<MatrixColumn>,
    /// May the viewer change roles whose home is here?
    pub editable: bool,
    /// May the viewer create roles here?
    pub may_create: bool,
    /// May the viewer delete roles here?
    pub may_delete: bool,
}

/// For how many days at most it can be asked what was not used.
pub const MOST_DAYS: u32 = 3_650;

/// What roles give and none of their holders used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unused {
    /// The log of decisions does not reach back so far, or keeps not all of them.
    Unknown,
    /// What each role gives in vain.
    Since(Vec<(RoleId, Vec<Permission>)>),
}

/// Rows of one type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixType {
    /// The type.
    pub kind: String,
    /// One of the console's own?
    #[serde(default, skip_serializing_if = "is_false")]
    pub built_in: bool,
    /// What can be done.
    pub actions: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixColumn {
    /// The role.
    pub id: RoleId,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// A sentence on what it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The version it was read at.
    pub version: u64,
    /// How many people hold it.
    pub people: u32,
    /// How many groups hold it.
    pub groups: u32,
    /// How many others hold it: accounts, everybody.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub others: u32,
    /// Why its cells cannot be changed here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<Lock>,
    /// Its own cells, packed.
    pub cells: String,
    /// What reaches it otherwise, but for the cells of other columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reach: Vec<Reach>,
    /// The columns it includes, transitively.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub includes: Vec<u32>,
    /// The rows that an entry with conditions reaches, packed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditional: String,
}

/// What reaches a column from one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// From where.
    pub via: Via,
    /// The rows, packed.
    pub cells: String,
}

/// Why a column cannot be changed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lock {
    /// Built in.
    BuiltIn,
    /// Owned by a file.
    Filed,
    /// Its home is elsewhere.
    Elsewhere,
    /// The viewer may not change roles here.
    Forbidden,
}

impl Lock {
    /// In words.
    pub fn why(self) -> &'static str {
        match self {
            Self::BuiltIn => t("This role is built in."),
            Self::Filed => t("A file owns this role: it is changed there. The catalog says which file."),
            Self::Elsewhere => t("The home of this role is elsewhere; it is changed there."),
            Self::Forbidden => t("You may not change roles here."),
        }
    }
}

impl MatrixColumn {
    /// What people call the role.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { self.id.as_str() } else { &self.name }
    }
}

/// What of a role is to be otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedRole {
    /// The role.
    pub id: RoleId,
    /// The version it was read at.
    pub version: u64,
    /// The changed cells.
    #[serde(default)]
    pub cells: Vec<(Permission, Option<Extent>)>,
    /// The version whose other entries are to be in force again.
    #[serde(default)]
    pub rest: Option<u64>,
}

/// A version of a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleVersion {
    /// 1 when it was made.
    pub version: u64,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// By whom, by name; those the viewer may not see are not named.
    pub author: String,
    /// Its own cells, packed.
    pub cells: String,
    /// Its entries that are no cells, as text.
    pub rest: Vec<String>,
}

/// Who holds a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldersPage {
    /// Those the viewer may see.
    pub holders: Vec<HolderItem>,
    /// How many more there are.
    pub more: u32,
}

/// Somebody who holds a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderItem {
    /// Who, in words.
    pub who: String,
    /// Where, by name.
    pub on: String,
    /// Until when.
    pub expires_at: Option<i64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

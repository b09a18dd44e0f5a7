//! Who else has access, and what was done with members.

use super::{MemberTabs, SourceKind};
use crate::dto::ProjectHead;
use serde::{Deserialize, Serialize};

/// A way in beside being a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlsoItem {
    /// What kind.
    pub kind: SourceKind,
    /// The grant, where it is one.
    pub grant: Option<String>,
    /// The role's name.
    pub role: String,
    /// Who, in words: `account North Mining`.
    pub who: String,
    /// Where it is given, if not here: `on North Mining`.
    pub place: String,
    /// How many people; `None` for everybody, or where nobody counted.
    pub people: Option<u64>,
    /// Some of them.
    pub some: Vec<String>,
    /// Where it can be looked at and changed.
    pub href: Option<String>,
    /// Where it is changed, if not here.
    pub elsewhere: Option<String>,
    /// The user, group or account to take it from here.
    pub remove: Option<String>,
}

/// Who else has access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlsoPage {
    /// The project.
    pub head: ProjectHead,
    /// How many there are on each tab.
    pub tabs: MemberTabs,
    /// The ways in, the strongest first.
    pub items: Vec<AlsoItem>,
    /// The people of one of them: ids and names.
    pub people: Vec<(String, String)>,
    /// Where the next of those start.
    pub next: Option<String>,
}

/// Something done with members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryItem {
    /// When.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What, in words.
    pub what: String,
    /// To whom.
    pub subject: String,
    /// What there was before, in words.
    pub before: String,
    /// What there is after, in words.
    pub after: String,
    /// Why.
    pub reason: String,
    /// Was it refused?
    pub refused: bool,
    /// The job it ordered.
    pub job: Option<String>,
}

/// What was done with members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// The project.
    pub head: ProjectHead,
    /// How many there are on each tab.
    pub tabs: MemberTabs,
    /// Newest first.
    pub items: Vec<HistoryItem>,
    /// Where the next page starts.
    pub next: Option<String>,
}

//! Changes of many members.

use super::{MemberPowers, MemberQuery, RoleChoice};
use crate::dto::{AccessView, ProjectHead};
use serde::{Deserialize, Serialize};

/// A change of many members, as it stands in the address and in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeForm {
    /// Who: node ids; empty where all that fit are meant.
    pub pick: Vec<String>,
    /// All that fit the query?
    pub all: bool,
    /// `give`, `take`, `replace`, `end`, `extend` or `remove`; empty while nothing is chosen.
    pub order: String,
    /// The role to give, take, or put in the place of another.
    pub role: String,
    /// The role that is replaced; empty for all.
    pub from: String,
    /// When access ends: days, `never`, or empty.
    pub ends: String,
    /// Or on this day.
    pub date: String,
}

impl ChangeForm {
    /// As it stands in an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let all = if self.all { "1" } else { "" };
        let mut pairs: Vec<(&'static str, String)> = vec![("all", all.to_owned())];
        pairs.extend(self.pick.iter().map(|id| ("pick", id.clone())));
        let rest = [&self.order, &self.role, &self.from, &self.ends, &self.date];
        // `role` narrows the list; what is given has a name of its own.
        let names = ["order", "to", "from", "ends_in", "date"];
        pairs.extend(names.into_iter().zip(rest).map(|(name, value)| (name, value.clone())));
        pairs
    }
}

/// One who changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnLine {
    /// Who.
    pub name: String,
    /// What is held before, in words.
    pub before: String,
    /// What is held after, in words.
    pub after: String,
}

/// Some who do not change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkipLine {
    /// Why.
    pub reason: String,
    /// Was it refused?
    pub refused: bool,
    /// How many.
    pub count: u64,
    /// Some of them.
    pub some: Vec<String>,
}

/// What the change would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlookView {
    /// How many change.
    pub changed: u64,
    /// Some of those.
    pub some: Vec<TurnLine>,
    /// Who does not, and why.
    pub skipped: Vec<SkipLine>,
    /// Who gains and who loses.
    pub access: AccessView,
    /// For how many of the changes that was worked out.
    pub measured: u64,
    /// How many changes are judged only when their turn comes.
    pub unjudged: u64,
}

/// The page that changes many members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePage {
    /// The project.
    pub head: ProjectHead,
    /// What narrows the list.
    pub query: MemberQuery,
    /// The change.
    pub form: ChangeForm,
    /// How many members are meant.
    pub total: u64,
    /// Some of them, by name.
    pub some: Vec<String>,
    /// Roles that may be given.
    pub roles: Vec<RoleChoice>,
    /// What the viewer may do.
    pub may: MemberPowers,
    /// What it would do, once it is chosen.
    pub outlook: Option<OutlookView>,
    /// What is missing to see that.
    pub missing: Option<String>,
}

/// What became of one member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobItemRow {
    /// Its place in the job.
    pub position: u32,
    /// The node id.
    pub id: String,
    /// The name.
    pub name: String,
    /// `waiting`, `done`, `skipped` or `refused`.
    pub state: String,
    /// Why.
    pub note: String,
    /// What was held before, in words.
    pub before: String,
    /// What is held after, in words.
    pub after: String,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobPage {
    /// The project.
    pub head: ProjectHead,
    /// Its id.
    pub id: String,
    /// What was ordered, in words.
    pub title: String,
    /// By whom.
    pub author: String,
    /// When.
    pub at: i64,
    /// Why.
    pub reason: String,
    /// Does it go on?
    pub running: bool,
    /// How many in all, and how many came to what.
    pub total: u64,
    /// Not yet.
    pub waiting: u64,
    /// Changed.
    pub done: u64,
    /// Nothing to do.
    pub skipped: u64,
    /// Refused.
    pub refused: u64,
    /// What became of each, a page of it.
    pub items: Vec<JobItemRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// The job that takes it back.
    pub undone_by: Option<String>,
    /// May the viewer take it back?
    pub may_undo: bool,
}

//! The list of members.

use super::{MemberItem, MemberPowers};
use crate::{dto::ProjectHead, link};
use serde::{Deserialize, Serialize};

/// What narrows the list, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemberQuery {
    /// Empty for people, `groups`, or `expiring`.
    pub tab: String,
    /// Words to look for.
    pub q: String,
    /// Only with this role.
    pub role: String,
    /// Only with a grant of this source.
    pub source: String,
    /// `enabled` or `disabled`.
    pub state: String,
    /// `never`, `week`, `month` or `ended`.
    pub ends: String,
    /// `yes` or `no`.
    pub mfa: String,
    /// `never`, `30` or `90`: days.
    pub idle: String,
    /// Where the page starts.
    pub after: String,
    /// Not empty: what narrows the list is shown, with how many each choice fits.
    pub filter: String,
}

impl MemberQuery {
    /// What narrows the list, by the names it has in the address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("tab", self.tab.clone()), ("q", self.q.clone())];
        pairs.push(("filter", self.filter.clone()));
        pairs.extend(self.facets().map(|(name, value)| (name, value.to_owned())));
        pairs
    }

    /// What of it are choices.
    pub fn facets(&self) -> [(&'static str, &str); 6] {
        [
            ("role", &self.role),
            ("source", &self.source),
            ("state", &self.state),
            ("ends", &self.ends),
            ("mfa", &self.mfa),
            ("idle", &self.idle),
        ]
    }

    /// Does it leave anything out?
    pub fn narrows(&self) -> bool {
        !self.q.trim().is_empty() || self.facets().iter().any(|(_, value)| !value.is_empty())
    }

    /// A page of the project's members with this in its address.
    pub fn address(&self, project: &str, tab: &str) -> String {
        let pairs = self.pairs();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        link::with_query(&link::project(project, tab), &pairs)
    }
}

/// A choice that narrows the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// Its name in the address.
    pub name: String,
    /// What it is.
    pub label: String,
    /// What stands for no choice.
    pub all: String,
    /// What can be chosen.
    pub options: Vec<FacetOption>,
}

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetOption {
    /// As it stands in the address.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// How many members of those in the list it fits.
    pub count: u64,
    /// Is it chosen?
    pub chosen: bool,
}

/// How many there are on each page beside the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberTabs {
    /// People.
    pub people: u64,
    /// Groups.
    pub groups: u64,
    /// Ways in beside being a member.
    pub also: u64,
    /// Grants that make nobody a member by themselves.
    pub rules: u64,
    /// Whose access ends within 30 days, or has.
    pub expiring: u64,
    /// May the viewer read what was done?
    pub history: bool,
}

/// The list of members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersPage {
    /// The project.
    pub head: ProjectHead,
    /// What narrows it.
    pub query: MemberQuery,
    /// How many there are on each tab.
    pub tabs: MemberTabs,
    /// The members.
    pub items: Vec<MemberItem>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// How many fit in all.
    pub matching: u64,
    /// What narrows it further.
    pub facets: Vec<Facet>,
    /// What the viewer may do.
    pub may: MemberPowers,
    /// Does the viewer see nobody but themselves?
    pub alone: bool,
}

/// More of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreMembers {
    /// The members.
    pub items: Vec<MemberItem>,
    /// Where the next page starts.
    pub next: Option<String>,
}

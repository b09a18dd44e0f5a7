//! Resources.

use super::{AbilityGroup, AccessView, Choice, ProjectHead, SourceChip};
use authz::Visibility;
use serde::{Deserialize, Serialize};

/// A node by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeName {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// A resource in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeItem {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its type.
    pub kind: String,
    /// Is it restricted?
    pub restricted: bool,
    /// Who may visit it in the end.
    pub visibility: Visibility,
    /// Is there something in it to see?
    pub opens: bool,
    /// What else it is in.
    pub also: Vec<String>,
    /// The way down to it, where it was looked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<NodeName>,
    /// What is in it, where it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<NodeLevel>,
}

/// What is directly in something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeLevel {
    /// Some of it, by name.
    pub items: Vec<NodeItem>,
    /// Where the next of it starts.
    pub next: Option<String>,
}

/// What part of a tree is looked at, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeQuery {
    /// Words to look for.
    #[serde(default)]
    pub q: String,
    /// The resource whose inside is shown; empty for the project's.
    #[serde(default)]
    pub at: String,
    /// What is open in it: ids, one a line.
    #[serde(default)]
    pub open: String,
    /// Where the list starts.
    #[serde(default)]
    pub after: String,
    /// Through whose eyes: empty for one's own, `stranger` or `anyone`.
    #[serde(default, rename = "as")]
    pub view: String,
}

/// A project's tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreePage {
    /// The project.
    pub head: ProjectHead,
    /// What part of it.
    pub query: TreeQuery,
    /// The way down to what is shown, itself last; empty for the project.
    pub way: Vec<NodeName>,
    /// What is in it, or what was found.
    pub level: NodeLevel,
    /// May make something here?
    pub may_create: bool,
}

/// Somebody who may do something with a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhoItem {
    /// Their name.
    pub name: String,
    /// Their page, where one may open it.
    pub href: Option<String>,
    /// Through what, the strongest first.
    pub sources: Vec<SourceChip>,
}

/// Who may do something with a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhoList {
    /// Some of them.
    pub items: Vec<WhoItem>,
    /// Where the next of them start.
    pub next: Option<String>,
    /// May there be some that one may not see?
    pub partial: bool,
}

/// What every page of a resource shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeHead {
    /// The project it is looked at in.
    pub project: ProjectHead,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// Its type.
    pub kind: String,
    /// The way down to it.
    pub way: Vec<NodeName>,
    /// May the viewer change it, and delete it?
    pub may: [bool; 2],
}

/// What is told of a resource beside its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeFacts {
    /// What it is in.
    pub parents: Vec<NodeName>,
    /// Is it in something that one may not see?
    pub hidden: bool,
    /// Its owner, where one may know them.
    pub owner: Option<NodeName>,
    /// Does it cut what everybody has from above? Nothing where its type cannot.
    pub restricted: Option<bool>,
    /// Its own visibility; nothing where its type carries none.
    pub own: Option<Visibility>,
    /// Who may visit it in the end.
    pub visibility: Visibility,
    /// Attributes, as JSON; empty for none.
    pub attributes: String,
    /// When it was made, where that is known.
    pub made_at: Option<i64>,
}

/// One resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodePage {
    /// Which.
    pub head: NodeHead,
    /// What it is.
    pub facts: NodeFacts,
    /// What is in it.
    pub level: NodeLevel,
    /// May make something in it?
    pub may_create: bool,
    /// Is there a list of the grants made on it to look at?
    pub may_grants: bool,
    /// What can be done with it.
    pub actions: Vec<String>,
    /// What of it is asked about.
    pub can: String,
    /// Who may do that; nothing where one may not see who has access.
    pub who: Option<WhoList>,
    /// What one may do with it and in it oneself, what somebody who is signed in and was given nothing, and what anyone.
    pub views: [Vec<AbilityGroup>; 3],
}

/// The form for a new resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNodePage {
    /// The project.
    pub head: ProjectHead,
    /// What it is to be in.
    pub below: NodeName,
    /// Types that can be made there.
    pub kinds: Vec<Choice>,
}

/// A resource's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeSettingsPage {
    /// Which.
    pub head: NodeHead,
    /// What it is.
    pub facts: NodeFacts,
    /// What goes with it when it is deleted: types and how many of each.
    pub goes: Vec<(String, u32)>,
    /// The names of some of that.
    pub named: Vec<String>,
    /// What deleting it would do, once that is asked for.
    pub deletion: Option<AccessView>,
}

/// What a row of a file would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialRow {
    /// The line it is on.
    pub line: u32,
    /// What it is about.
    pub id: String,
    /// `created`, `updated` or `refused`.
    pub verdict: String,
    /// Why it is refused: the column, and what to do.
    pub why: String,
}

/// What a file would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialView {
    /// Since when it is kept.
    pub at: i64,
    /// How many are created, changed, as they are, and refused.
    pub counts: [u32; 4],
    /// The rows to look at: those that are refused first, then those that would do something.
    pub rows: Vec<TrialRow>,
    /// Why it cannot be read at all.
    pub unread: String,
    /// Who gains and who loses.
    pub access: AccessView,
}

/// Importing resources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPage {
    /// The project.
    pub head: ProjectHead,
    /// What was written so far.
    pub text: String,
    /// What it would do.
    pub trial: Option<TrialView>,
    /// Types of what can be in a project.
    pub kinds: Vec<String>,
}

#[cfg(feature = "ssr")]
mod from_store {
    use super::{AccessView, NodeFacts, NodeItem, NodeName, TrialRow, TrialView, WhoItem};
    use crate::{
        dto::{
            Names, SourceChip, SourceKind,
            member::{kind_of, named_by},
        },
        link,
        text::{said, t},
    };
    use authz::{Atom, NodeId};
    use std::collections::BTreeMap;
    use store::{Access, NodeLine, NodeTrial, NodeVerdict, NodeWho, Resource, StoreError, Way};

    /// Most rows of a file that are shown.
    const SHOWN: usize = 100;

    impl NodeName {
        /// A node and what it is called.
        pub(crate) fn new(id: &NodeId, names: &BTreeMap<NodeId, String>) -> Self {
            Self {
                id: id.to_string(),
                name: names.get(id).cloned().unwrap_or_else(|| {
                    if id.is_system() { t("the whole system").to_owned() } else { id.name().to_owned() }
                }),
            }
        }
    }

    impl NodeItem {
        /// Nodes whose names are needed to show these.
        pub(crate) fn nodes(lines: &[NodeLine]) -> Vec<NodeId> {
            lines.iter().flat_map(|line| line.also.iter().chain(&line.path)).cloned().collect()
        }

        /// A resource, with the names of what it is in.
        pub(crate) fn new(line: &NodeLine, names: &BTreeMap<NodeId, String>) -> Self {
            Self {
                id: line.id.to_string(),
                name: line.name.clone(),
                kind: line.id.kind().to_owned(),
                restricted: line.restricted,
                visibility: line.visibility,
                opens: line.opens,
                also: line.also.iter().map(|id| NodeName::new(id, names).name).collect(),
                path: line.path.iter().map(|id| NodeName::new(id, names)).collect(),
                level: None,
            }
        }
    }

    impl NodeFacts {
        /// What is told of a resource, with names.
        pub(crate) fn new(found: &Resource, names: &BTreeMap<NodeId, String>) -> Self {
            let attributes = &found.node.attributes;
            let json = if attributes.is_empty() { None } else { serde_json::to_string_pretty(attributes).ok() };
            Self {
                parents: found.node.parents.iter().map(|id| NodeName::new(id, names)).collect(),
                hidden: found.hidden,
                owner: found.node.owner.as_ref().map(|id| NodeName::new(id, names)),
                restricted: found.restrictable.then_some(found.node.restricted),
                own: found.visitable.then_some(found.node.visibility),
                visibility: found.visibility,
                attributes: json.unwrap_or_default(),
                made_at: found.made.as_ref().map(|made| made.0),
            }
        }
    }

    impl WhoItem {
        /// Nodes whose names are needed to show these.
        pub(crate) fn nodes(people: &[NodeWho]) -> Vec<NodeId> {
            let ways = people.iter().flat_map(|one| one.access.iter().flat_map(named_by));
            people.iter().map(|one| one.user.clone()).chain(ways).collect()
        }

        /// Somebody with all their ways in, which lead to the project where they can be changed.
        pub(crate) fn new(who: &NodeWho, project: &NodeId, names: &Names, open: bool) -> Self {
            Self {
                name: names.node(&who.user),
                href: open.then(|| link::person(who.user.name())),
                sources: who.access.iter().map(|access| chip(access, &who.user, project, names)).collect(),
            }
        }
    }

    /// One thing that gives somebody access.
    fn chip(access: &Access, user: &NodeId, project: &NodeId, names: &Names) -> SourceChip {
        let (role, expires_at) = (names.role(&access.role), access.expires_at);
        let (kind, via, href) = match &access.way {
            Way::Here => (SourceKind::Direct, t("given here").to_owned(), None),
            Way::Visible(_) => (SourceKind::Public, t("open to visitors").to_owned(), None),
            Way::Grant(grant) => {
                let member = |id: &NodeId| link::member(project.name(), id.as_str());
                let href = match grant.who.as_slice() {
                    [Atom::User(id) | Atom::Group(id)] if grant.on == *project => Some(member(id)),
                    _ => None,
                };
                let via = names.via(grant, &access.through, user, project);
                (kind_of(&grant.who, &grant.on, grant.source, project), via, href)
            }
        };
        SourceChip { kind, role, via, href, elsewhere: None, expires_at }
    }

    impl TrialView {
        /// What a file would do.
        pub(crate) fn new(at: i64, trial: Result<NodeTrial, StoreError>, now: i64) -> Self {
            let trial = match trial {
                Ok(trial) => trial,
                Err(error) => return Self { at, unread: said(&error.remark()), ..Self::default() },
            };
            let mut counts = [0; 4];
            let [created, updated, unchanged, refused] = &mut counts;
            for (_, _, verdict) in &trial.rows {
                *match verdict {
                    NodeVerdict::Created => &mut *created,
                    NodeVerdict::Updated => &mut *updated,
                    NodeVerdict::Unchanged => &mut *unchanged,
                    NodeVerdict::Refused { .. } => &mut *refused,
                } += 1;
            }
            let bad = |row: &&(u32, String, NodeVerdict)| matches!(row.2, NodeVerdict::Refused { .. });
            let good = trial.rows.iter().filter(|row| !bad(row) && row.2 != NodeVerdict::Unchanged);
            let rows = trial.rows.iter().filter(bad).chain(good).take(SHOWN).map(row).collect();
            Self { at, counts, rows, unread: String::new(), access: AccessView::new(trial.access, now) }
        }
    }

    fn row((line, id, verdict): &(u32, String, NodeVerdict)) -> TrialRow {
        let (verdict, why) = match verdict {
            NodeVerdict::Created => ("created", String::new()),
            NodeVerdict::Updated => ("updated", String::new()),
            NodeVerdict::Unchanged => ("unchanged", String::new()),
            NodeVerdict::Refused { field, remedy } if field.is_empty() => ("refused", said(remedy)),
            NodeVerdict::Refused { field, remedy } => ("refused", format!("{field}: {}", said(remedy))),
        };
        TrialRow { line: *line, id: id.clone(), verdict: verdict.to_owned(), why }
    }
}

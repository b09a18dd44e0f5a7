//! Route guards: what requests at a proxy or in an application need, and trying them.

use super::DiffLine;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

/// What the page of routes is asked for, as its address has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RouteQuery {
    /// Which route is written: its place, or `new`; empty for none.
    pub edit: String,
    /// What is to be looked at before it is saved.
    pub draft: RouteDraft,
    /// Whose request is tried; empty for somebody who is not signed in.
    pub who: String,
    /// Its method.
    pub method: String,
    /// Its address; empty where none is tried.
    pub address: String,
}

/// A change of the routes as it stands in an address and in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RouteDraft {
    /// `put` or `drop`; empty for none.
    pub act: String,
    /// Which one, by its place; empty for a further one.
    pub at: String,
    /// What the routes were when it was written.
    pub seen: String,
    /// The host; empty for any.
    pub host: String,
    /// The methods, with commas or spaces between them; empty for any.
    pub methods: String,
    /// The path.
    pub path: String,
    /// What it needs.
    pub needs: Vec<RouteNeedDraft>,
    /// Does the application verify nesting?
    pub verified: bool,
}

/// Something that a request needs, as a form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RouteNeedDraft {
    /// The permission; empty for nothing.
    pub permission: String,
    /// On what.
    pub on: String,
    /// What that must lie under; empty for nothing.
    pub under: String,
}

impl RouteQuery {
    /// From an address.
    pub fn read(map: &ParamsMap) -> Self {
        let one = |name: &str| map.get(name).unwrap_or_default();
        let [edit, who, method, address] = ["edit", "who", "method", "address"].map(one);
        let [act, at, seen, host, methods, path] = ["do", "at", "seen", "host", "methods", "path"].map(one);
        let [permissions, on, under] = ["permission", "on", "under"].map(|name| map.get_all(name).unwrap_or_default());
        let rows = permissions.into_iter().enumerate().map(|(at, permission)| {
            let text = |all: &[String]| all.get(at).map(|text| text.trim().to_owned()).unwrap_or_default();
            RouteNeedDraft { permission, on: text(&on), under: text(&under) }
        });
        let needs = rows.filter(|need| *need != RouteNeedDraft::default()).collect();
        let verified = !one("verified").is_empty();
        Self { edit, draft: RouteDraft { act, at, seen, host, methods, path, needs, verified }, who, method, address }
    }
}

impl RouteDraft {
    /// As the form that saves it sends it.
    pub fn fields(&self) -> Vec<(String, String)> {
        let single = [
            ("act", &self.act),
            ("at", &self.at),
            ("seen", &self.seen),
            ("host", &self.host),
            ("methods", &self.methods),
            ("path", &self.path),
        ];
        let single = single.map(|(name, value)| (format!("draft[{name}]"), value.clone()));
        let needs = self.needs.iter().enumerate().flat_map(|(at, need)| {
            let parts = [("permission", &need.permission), ("on", &need.on), ("under", &need.under)];
            parts.map(|(name, value)| (format!("draft[needs][{at}][{name}]"), value.clone()))
        });
        let verified = self.verified.then(|| ("draft[verified]".to_owned(), "true".to_owned()));
        single.into_iter().chain(needs).chain(verified).collect()
    }
}

/// The routes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutePage {
    /// The routes, in the catalog's order.
    pub items: Vec<RouteItem>,
    /// What can be needed.
    pub permissions: Vec<String>,
    /// What they were; sent back with a change.
    pub seen: String,
    /// May the viewer change them?
    pub editable: bool,
    /// May the viewer try them for others?
    pub tries_others: bool,
    /// What the viewer is called in the form that tries them.
    pub viewer: String,
    /// The route that is written, if one is.
    pub form: Option<RouteDraft>,
    /// What it would do.
    pub told: Option<RouteTold>,
    /// What comes of a request.
    pub trial: Option<RouteTrialPage>,
}

/// A route in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteItem {
    /// Where it stands.
    pub at: u32,
    /// Methods, host and path.
    pub title: String,
    /// What it needs: permission, on what, under what.
    pub needs: Vec<RouteNeedDraft>,
    /// Does it rely on the application for what lies where?
    pub verified: bool,
    /// The file that owns it: it is changed there.
    pub file: Option<String>,
    /// More specific ones take all that it takes: which, in words.
    pub idle: Option<String>,
}

/// What a change of the routes would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteTold {
    /// What it was worked out for: exactly this is saved.
    pub draft: RouteDraft,
    /// What changes, in words.
    pub lines: Vec<DiffLine>,
    /// What that means for requests.
    pub effects: Vec<String>,
    /// What to be careful about.
    pub warnings: Vec<String>,
    /// What cannot be taken: the field, and what to do.
    pub problem: Option<(String, String)>,
    /// Why it would be refused.
    pub refused: Option<String>,
    /// Would anything change?
    pub changes: bool,
}

/// What comes of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteTrialPage {
    /// What could not be asked, and why.
    pub problem: Option<String>,
    /// The answer in a sentence.
    pub sentence: String,
    /// The status code, unless it is not for the viewer to know.
    pub code: Option<u16>,
    /// The routes that take it, the one that decides first: what they are called, and why the first one goes before.
    pub routes: Vec<(String, String)>,
    /// What the path captures.
    pub captures: Vec<(String, String)>,
    /// What it needs.
    pub needs: Vec<RouteNeedRow>,
}

/// Something that a request needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteNeedRow {
    /// What.
    pub need: RouteNeedDraft,
    /// Is it held? Nothing where the viewer may not know.
    pub held: Option<bool>,
    /// Why, in words.
    pub text: String,
    /// Where that is explained.
    pub why: Option<String>,
}

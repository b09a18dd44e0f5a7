//! What one looks at, kept in the address: `?roles=…&q=…&fold=…&view=by-role&cell=…&role=…&at=v14&diff=v12`.

use super::{
    axes::{Item, Spot, Wanted, place_of},
    find::Query,
    model::{Model, Place},
};
use crate::link::encode;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// What is open beside the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// Nothing.
    #[default]
    None,
    /// A column's menu.
    Menu(u32),
    /// A cell's popover.
    Cell(Place),
    /// Who holds a role.
    Holders(u32),
    /// A role's versions.
    History(u32),
    /// Another role to copy from.
    Copy(u32),
    /// The keys.
    Keys,
    /// Export and import.
    Files,
}

/// What is seen of the grid, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pane {
    /// Scrolled down by.
    pub top: f64,
    /// Scrolled to the end by.
    pub start: f64,
    /// Height of the frame.
    pub height: f64,
    /// Width of the frame.
    pub width: f64,
}

/// What one looks at. It outlives a matrix that is loaded anew.
#[derive(Clone, Copy)]
pub struct Look {
    /// What is searched for, as typed.
    pub text: RwSignal<String>,
    /// Folded types.
    pub folded: RwSignal<Vec<String>>,
    /// Roles as rows?
    pub turned: RwSignal<bool>,
    /// Roles in front.
    pub pinned: RwSignal<Vec<String>>,
    /// Roles not shown.
    pub hidden: RwSignal<Vec<String>>,
    /// Only the pinned roles, with what differs?
    pub compare: RwSignal<bool>,
    /// Only rows that differ?
    pub differing: RwSignal<bool>,
    /// Where the keyboard is.
    pub focus: RwSignal<Spot>,
    /// The cell that was set last: a click with Shift fills the range from there.
    pub anchor: StoredValue<Option<Spot>>,
    /// The corners of a block that is selected.
    pub block: RwSignal<Option<(Spot, Spot)>>,
    /// What is open.
    pub panel: RwSignal<Panel>,
    /// The versions of a role that are compared: shown, and with which.
    pub versions: RwSignal<(Option<u64>, Option<u64>)>,
    /// Do letters act?
    pub letters: RwSignal<bool>,
    /// All cells at once, for printing?
    pub whole: RwSignal<bool>,
    /// What is seen.
    pub pane: RwSignal<Pane>,
    /// The card that is open on a phone: `role:…` or `permission:…`.
    pub card: RwSignal<String>,
}

/// The names that are ours in an address.
const NAMES: &[&str] =
    &["roles", "hide", "q", "fold", "view", "compare", "differ", "cell", "role", "at", "diff", "card"];

fn list(text: &str) -> Vec<String> {
    text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn version(text: &str) -> Option<u64> {
    text.strip_prefix('v')?.parse().ok()
}

impl Look {
    /// As the address has it.
    pub fn new(query: &ParamsMap) -> Self {
        let text = |name: &str| query.get(name).unwrap_or_default();
        Self {
            text: RwSignal::new(text("q")),
            folded: RwSignal::new(list(&text("fold"))),
            turned: RwSignal::new(text("view") == "by-role"),
            pinned: RwSignal::new(list(&text("roles"))),
            hidden: RwSignal::new(list(&text("hide"))),
            compare: RwSignal::new(text("compare") == "1"),
            differing: RwSignal::new(text("differ") == "1"),
            focus: RwSignal::new((Item::Row(0), Item::Role(0))),
            anchor: StoredValue::new(None),
            block: RwSignal::new(None),
            panel: RwSignal::new(Panel::None),
            versions: RwSignal::new((version(&text("at")), version(&text("diff")))),
            letters: RwSignal::new(true),
            whole: RwSignal::new(false),
            pane: RwSignal::new(Pane { top: 0.0, start: 0.0, height: 720.0, width: 1024.0 }),
            card: RwSignal::new(text("card")),
        }
    }

    /// What the address says of one matrix: the cell, and the role whose versions are shown.
    pub fn settle(&self, model: &Model, query: &ParamsMap) {
        let cell = query.get("cell").unwrap_or_default();
        let found = cell.rsplit_once(',').and_then(|(permission, role)| {
            Some((Item::Row(model.find_row(permission)?), Item::Role(model.find_column(role)?)))
        });
        let spot = found.unwrap_or((Item::Row(0), Item::Role(0)));
        self.focus.set(if self.turned.get_untracked() { (spot.1, spot.0) } else { spot });
    }

    /// What is to be seen.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            query: Query::parse(&self.text.get()),
            folded: self.folded.get(),
            turned: self.turned.get(),
            pinned: self.pinned.get(),
            hidden: self.hidden.get(),
            compare: self.compare.get(),
            differing: self.differing.get(),
        }
    }

    /// The address's query.
    fn query(&self, model: &Model) -> String {
        let joined = |list: Vec<String>| list.join(",");
        let flag = |set: bool| if set { "1".to_owned() } else { String::new() };
        let cell = place_of(self.focus.get())
            .filter(|place| *place != (0, 0))
            .and_then(|(column, row)| Some(format!("{},{}", model.permission(row)?, model.column(column)?.id)));
        let role = match self.panel.get() {
            Panel::History(column) => model.column(column).map(|column| column.id.to_string()),
            _ => None,
        };
        let (at, diff) = self.versions.get();
        let number = |version: Option<u64>| {
            version.filter(|_| role.is_some()).map(|version| format!("v{version}")).unwrap_or_default()
        };
        let pairs = [
            ("roles", joined(self.pinned.get())),
            ("hide", joined(self.hidden.get())),
            ("q", self.text.get()),
            ("fold", joined(self.folded.get())),
            ("view", if self.turned.get() { "by-role".to_owned() } else { String::new() }),
            ("compare", flag(self.compare.get())),
            ("differ", flag(self.differing.get())),
            ("cell", cell.unwrap_or_default()),
            ("at", number(at)),
            ("diff", number(diff)),
            ("role", role.unwrap_or_default()),
            ("card", self.card.get()),
        ];
        let ours = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        // Commas and colons may stand in a query as they are (RFC 3986 section 3.4).
        let readable = |value: String| encode(&value).replace("%2C", ",").replace("%3A", ":");
        ours.map(|(name, value)| format!("{name}={}", readable(value))).collect::<Vec<_>>().join("&")
    }

    /// Keeps the address true, a little after the last change: browsers refuse to be told at every key.
    pub fn keep_address(self, model: Model) {
        let timer: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
        Effect::new(move |before: Option<String>| {
            let query = self.query(&model);
            if before.is_some_and(|before| before != query) {
                let after = query.clone();
                if let Some(old) = timer.get_value() {
                    old.clear();
                }
                let wait = std::time::Duration::from_millis(250);
                timer.set_value(set_timeout_with_handle(move || replace_query(&after), wait).ok());
            }
            query
        });
        on_cleanup(move || {
            if let Some(Some(old)) = timer.try_get_value() {
                old.clear();
            }
        });
    }
}

/// Writes the query into the address; what is not ours stays.
fn replace_query(query: &str) {
    let location = window().location();
    let (Ok(path), Ok(old), Ok(history)) = (location.pathname(), location.search(), window().history()) else { return };
    let others = old.trim_start_matches('?').split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !NAMES.contains(&name)
    });
    let all: Vec<&str> = others.chain([query]).filter(|part| !part.is_empty()).collect();
    let address = if all.is_empty() { path } else { format!("{path}?{}", all.join("&")) };
    // An address that cannot be written is only not shared.
    let _ = history.replace_state_with_url(&history.state().unwrap_or_default(), "", Some(&address));
}

//! The navigation, as data: the console's own entries, and what a deployment makes of them.

use crate::error::{Result, StoreError};
use authz::{Remark, remark};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most entries.
pub const MAX_ENTRIES: usize = 60;
/// Most levels: a group, a link in it, and a link below that.
pub const MAX_DEPTH: usize = 3;
/// Most needs of an entry.
pub const MAX_NEEDS: usize = 3;
/// Most characters of a label.
const MAX_LABEL: usize = 40;
/// Most characters of an address.
const MAX_HREF: usize = 500;
/// How far from the middle an entry can be.
const MAX_WEIGHT: i32 = 10_000;

/// What somebody must be allowed to see an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavNeed {
    /// The permission.
    pub permission: String,
    /// `system` for the system itself; else a type, and some node of it is enough.
    pub on: String,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NavEntry {
    /// Its id.
    pub id: String,
    /// What it is called; empty for the name that the console has for its own page.
    pub label: String,
    /// Where it leads: a path, or another application's address; empty for a heading over what is in it.
    pub href: String,
    /// The name of its icon.
    pub icon: String,
    /// The entry it is in; empty for none.
    pub inside: String,
    /// Its place among those beside it: the lower, the further up.
    pub weight: i32,
    /// It is marked on pages whose path begins with this; empty for its own path.
    pub prefix: String,
    /// It is there only where this feature is switched on; empty for always.
    pub feature: String,
    /// It is shown to whoever may do one of these; to everybody if there are none.
    pub needs: Vec<NavNeed>,
}

/// An entry with what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavNode {
    /// The entry.
    pub entry: NavEntry,
    /// What is in it, in order.
    pub inner: Vec<NavNode>,
}

/// The navigation: the console's own entries with what was made of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Navigation {
    /// Entries by id that are otherwise than the console's own, or new; nothing for one that is taken out.
    changed: BTreeMap<String, Option<NavEntry>>,
}

/// Permissions, and the types of nodes they are asked on.
type Asks = &'static [(&'static str, &'static str)];

/// The console's own entries: id, path, icon, and what they ask for.
const OWN: &[(&str, &str, &str, Asks)] = &[
    ("home", "/", "home", &[]),
    ("projects", "/projects", "projects", &[]),
    // The first administrator is alone, and there to make others.
    ("people", "/people", "people", &[("user:read", "user"), ("user:create", "system")]),
    ("groups", "/groups", "group", &[("group:read", "group"), ("group:create", "system"), ("group:create", "account")]),
    ("accounts", "/accounts", "account", &[("account:read", "account"), ("account:create", "system")]),
    ("roles", "/roles", "roles", &[("role:read", "system")]),
    ("grants", "/grants", "key", &[("member:read", "system")]),
    ("access", "/access", "access", &[("member:read", "system"), ("member:read", "project")]),
    ("catalog", "/catalog", "catalog", &[("system:read", "system")]),
    ("audit", "/audit", "audit", &[("audit:read", "system")]),
    ("navigation", "/settings/navigation", "settings", &[("system:update", "system")]),
];

fn own() -> impl Iterator<Item = NavEntry> {
    OWN.iter().zip(1..).map(|((id, href, icon, needs), place)| NavEntry {
        id: (*id).to_owned(),
        href: (*href).to_owned(),
        icon: (*icon).to_owned(),
        weight: place * 10,
        needs: needs
            .iter()
            .map(|(permission, on)| NavNeed { permission: (*permission).to_owned(), on: (*on).to_owned() })
            .collect(),
        ..NavEntry::default()
    })
}

/// Is the entry one of the console's own?
pub fn is_own(id: &str) -> bool {
    OWN.iter().any(|(own, ..)| *own == id)
}

impl Navigation {
    /// Reads what was kept; nothing kept is the console's own.
    pub(crate) fn parse(kept: Option<&str>) -> Result<Self> {
        match kept {
            None | Some("") => Ok(Self::default()),
            Some(text) => serde_json::from_str(text).map_err(StoreError::database),
        }
    }

    /// Is it as the console brings it?
    pub fn is_own(&self) -> bool {
        self.changed.is_empty()
    }

    /// Every entry, in order.
    pub fn entries(&self) -> Vec<NavEntry> {
        let known = own().filter_map(|entry| match self.changed.get(&entry.id) {
            None => Some(entry),
            Some(changed) => changed.clone(),
        });
        let new = self.changed.iter().filter(|(id, _)| !is_own(id)).filter_map(|(_, entry)| entry.clone());
        let mut all: Vec<NavEntry> = known.chain(new).collect();
        all.sort_by(|one, other| (one.weight, &one.id).cmp(&(other.weight, &other.id)));
        all
    }

    /// One entry.
    pub fn find(&self, id: &str) -> Option<NavEntry> {
        self.entries().into_iter().find(|entry| entry.id == id)
    }

    /// With the entry in it, new or changed.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken.
    pub fn with(&self, entry: NavEntry) -> Result<Self> {
        check(&entry)?;
        let mut after = self.clone();
        let same = own().any(|own| own == entry);
        let id = entry.id.clone();
        if same {
            after.changed.remove(&id)
        } else {
            after.changed.insert(id.clone(), Some(entry))
        };
        let entries = after.entries();
        if entries.len() > MAX_ENTRIES {
            return Err(StoreError::invalid(
                "label",
                remark!("there are {most} entries at most: take one out", most = MAX_ENTRIES),
            ));
        }
        shape(&entries)?;
        Ok(after)
    }

    /// Without the entry.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where there is none, or something is in it.
    pub fn without(&self, id: &str) -> Result<Self> {
        let entries = self.entries();
        if !entries.iter().any(|entry| entry.id == id) {
            return Err(StoreError::invalid("entry", remark!("there is no such entry any more")));
        }
        if entries.iter().any(|entry| entry.inside == id) {
            return Err(StoreError::invalid("entry", remark!("there are entries in it: move or remove them first")));
        }
        let mut after = self.clone();
        if is_own(id) {
            after.changed.insert(id.to_owned(), None)
        } else {
            after.changed.remove(id)
        };
        Ok(after)
    }

    /// What is shown to whoever meets these needs, where these features are switched on. A heading over nothing is not
    /// shown, nor what is in something that is not shown.
    pub fn shown(&self, features: &[String], meets: impl Fn(&NavNeed) -> bool) -> Vec<NavNode> {
        let entries = self.entries();
        inside(&entries, "", MAX_DEPTH, &|entry: &NavEntry| {
            (entry.feature.is_empty() || features.contains(&entry.feature))
                && (entry.needs.is_empty() || entry.needs.iter().any(&meets))
        })
    }
}

fn inside(entries: &[NavEntry], parent: &str, depth: usize, shown: &dyn Fn(&NavEntry) -> bool) -> Vec<NavNode> {
    if depth == 0 {
        return Vec::new();
    }
    let here = entries.iter().filter(|entry| entry.inside == parent && shown(entry));
    let node = |entry: &NavEntry| NavNode { entry: entry.clone(), inner: inside(entries, &entry.id, depth - 1, shown) };
    here.map(node).filter(|node| !node.entry.href.is_empty() || !node.inner.is_empty()).collect()
}

/// What an entry is in is there, and nothing is in itself or too deep.
fn shape(entries: &[NavEntry]) -> Result<()> {
    let refuse = |remedy: Remark| Err(StoreError::invalid("inside", remedy));
    let by_id: BTreeMap<&str, &NavEntry> = entries.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    for entry in entries {
        let mut at = entry;
        for depth in 1.. {
            if at.inside.is_empty() {
                break;
            }
            let Some(above) = by_id.get(at.inside.as_str()) else {
                return refuse(remark!("choose an entry that is there"));
            };
            if depth >= MAX_DEPTH {
                return refuse(remark!("that would be too deep, or in itself: put it further out"));
            }
            at = above;
        }
    }
    Ok(())
}

fn check(entry: &NavEntry) -> Result<()> {
    let refuse = |field, remedy: Remark| Err(StoreError::invalid(field, remedy));
    let named = !entry.label.is_empty() || is_own(&entry.id);
    if !named || entry.label.chars().count() > MAX_LABEL || entry.label.chars().any(char::is_control) {
        return refuse("label", remark!("write 1 to 40 characters on one line"));
    }
    if !entry.href.is_empty() && !is_safe(&entry.href) {
        return refuse(
            "href",
            remark!(
                "write a path such as `/projects`, or the address of another application, beginning with `https://` or `http://`"
            ),
        );
    }
    if !entry.prefix.is_empty() && !is_path(&entry.prefix) {
        return refuse("prefix", remark!("write a path such as `/projects`"));
    }
    if entry.weight.abs() > MAX_WEIGHT {
        return refuse("weight", remark!("write a number from -10000 to 10000"));
    }
    if !is_plain(&entry.feature) {
        return refuse("feature", remark!("use up to 64 letters a-z, digits, hyphens or underscores"));
    }
    if !is_plain(&entry.icon) {
        return refuse("icon", remark!("choose one of the icons"));
    }
    if entry.needs.len() > MAX_NEEDS {
        return refuse("needs", remark!("name three permissions at most"));
    }
    Ok(())
}

fn is_plain(word: &str) -> bool {
    word.len() <= 64
        && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter))
}

/// A path of this host.
fn is_path(text: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_graphic() && !"\\\"<>`".contains(letter);
    text.starts_with('/') && !text.starts_with("//") && text.len() <= MAX_HREF && text.chars().all(plain)
}

// SECURITY: an address of any other kind (`javascript:`, `data:`) could run something in the console's name. Names before the
// host are how an address pretends to be another.
/// A path of this host, or an address on the web.
fn is_safe(text: &str) -> bool {
    let lower = text.get(..8.min(text.len())).map(str::to_ascii_lowercase).unwrap_or_default();
    let rest = match lower.as_str() {
        "https://" => text.get(8..),
        _ if lower.starts_with("http://") => text.get(7..),
        _ => return is_path(text),
    };
    let plain = |letter: char| letter.is_ascii_graphic() && !"\\\"<>`".contains(letter);
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty()
            && !host.starts_with(':')
            && !host.contains('@')
            && text.len() <= MAX_HREF
            && text.chars().all(plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(id: &str, inside: &str, weight: i32) -> NavEntry {
        let text = |text: &str| text.to_owned();
        NavEntry {
            id: text(id),
            label: text(id),
            href: format!("/{id}"),
            inside: text(inside),
            weight,
            ..NavEntry::default()
        }
    }

    fn ids(nodes: &[NavNode]) -> Vec<String> {
        nodes.iter().map(|node| node.entry.id.clone()).collect()
    }

    #[test]
    fn only_paths_and_addresses_on_the_web_are_links() {
        for good in
            ["/", "/projects?x=1#y", "https://grafana.example/d/1", "http://localhost:3000", "HTTPS://a.example"]
        {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:x",
            "data:text/html,x",
            "//evil.example",
            "/\\evil.example",
            "https:/evil",
            "https://",
            "https://user@evil.example",
            "http://:80",
            "vbscript:x",
            "mailto:a@b",
            "file:///etc/passwd",
            "projects",
            "https://a b",
            "/\"onclick=x",
            "",
            "blob:https://a",
            "https://ä.example",
        ] {
            assert!(!is_safe(bad), "{bad:?}");
        }
    }

    #[test]
    fn entries_come_in_order_each_in_its_place_and_only_where_there_is_something() {
        let heading = NavEntry { href: String::new(), ..link("tools", "", 5) };
        let navigation = Navigation::default().with(heading).unwrap();
        let all = |_: &NavNeed| true;
        assert!(!ids(&navigation.shown(&[], all)).contains(&"tools".to_owned()));
        let flagged = NavEntry { feature: "beta".to_owned(), ..link("lab", "tools", 0) };
        let navigation = navigation.with(flagged).unwrap();
        assert!(!ids(&navigation.shown(&[], all)).contains(&"tools".to_owned()));
        let shown = navigation.shown(&["beta".to_owned()], all);
        assert_eq!(ids(&shown)[..2], ["tools", "home"]);
        assert_eq!(ids(&shown[0].inner), ["lab"]);
        let nobody = ids(&navigation.shown(&["beta".to_owned()], |_| false));
        assert_eq!(nobody, ["tools", "home", "projects"]);
    }

    #[test]
    fn the_shape_is_kept() {
        let field = |result: Result<Navigation>| match result {
            Err(StoreError::Invalid { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        let one = Navigation::default().with(link("one", "", 1)).unwrap();
        let two = one.with(link("two", "one", 1)).unwrap();
        let three = two.with(link("three", "two", 1)).unwrap();
        assert_eq!(field(three.with(link("four", "three", 1))), "inside");
        assert_eq!(field(three.with(link("one", "two", 1))), "inside");
        assert_eq!(field(one.with(link("one", "one", 1))), "inside");
        assert_eq!(field(one.with(link("two", "ghost", 1))), "inside");
        assert_eq!(field(two.without("one")), "entry");
        assert_eq!(field(two.without("ghost")), "entry");
        assert!(two.without("two").unwrap().without("one").unwrap().is_own());
        // The console's own entry, put back as it was, is no change; one that is taken out stays out.
        let home = Navigation::default().find("home").unwrap();
        let moved = Navigation::default().with(NavEntry { weight: 99, ..home.clone() }).unwrap();
        assert!(!moved.is_own() && moved.with(home).unwrap().is_own());
        let out = Navigation::default().without("projects").unwrap();
        assert!(out.find("projects").is_none() && !out.is_own());
        for (id, change) in [("label", NavEntry { label: String::new(), ..link("x", "", 0) })]
            .into_iter()
            .chain([("href", NavEntry { href: "javascript:x".to_owned(), ..link("x", "", 0) })])
            .chain([("weight", link("x", "", 10_001))])
            .chain([("feature", NavEntry { feature: "A b".to_owned(), ..link("x", "", 0) })])
        {
            assert_eq!(field(one.with(change)), id);
        }
    }
}

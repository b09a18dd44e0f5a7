//! The navigation: as somebody is shown it, and as it is made.

use super::Choice;
use serde::{Deserialize, Serialize};

/// A place to go, or a heading over some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavLink {
    /// What it is called.
    pub label: String,
    /// Where it leads; empty for a heading.
    pub href: String,
    /// The name of its icon.
    pub icon: String,
    /// It is marked on pages whose path begins with this; empty for none.
    pub mark: String,
    /// Is it no page of the console?
    pub outside: bool,
    /// What is in it.
    pub inner: Vec<NavLink>,
}

impl NavLink {
    /// It and what is in it, those that lead somewhere.
    pub fn links<'a>(links: &'a [Self]) -> Vec<&'a Self> {
        let each = |link: &'a Self| {
            let own = std::iter::once(link).filter(|link| !link.href.is_empty());
            own.chain(Self::links(&link.inner)).collect::<Vec<_>>()
        };
        links.iter().flat_map(each).collect()
    }
}

/// How the navigation is made, and how it looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavPage {
    /// Every entry, in order.
    pub rows: Vec<NavRow>,
    /// Is it as the console brings it?
    pub own: bool,
    /// How it looks for who holds the role.
    pub preview: Vec<NavLink>,
    /// That role; empty for nothing.
    pub role: String,
    /// Roles to look at it as.
    pub roles: Vec<Choice>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// The name of its icon.
    pub icon: String,
    /// How far in it is.
    pub depth: u8,
    /// Who sees it, in words.
    pub who: String,
    /// The feature it hangs on, and whether that is switched on.
    pub feature: Option<(String, bool)>,
}

/// A permission an entry asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NavAsk {
    /// The permission.
    pub permission: String,
    /// `system`, or a type of which some node will do.
    pub on: String,
}

/// Most permissions of an entry.
pub const MAX_ASKS: usize = 3;

/// An entry as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NavForm {
    /// Was it filled in?
    pub look: bool,
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// The name of its icon.
    pub icon: String,
    /// The entry it is in.
    pub inside: String,
    /// Its place.
    pub weight: String,
    /// Where it is marked.
    pub prefix: String,
    /// The feature it hangs on.
    pub feature: String,
    /// What it asks for.
    pub needs: Vec<NavAsk>,
}

impl NavForm {
    /// Reads it by the names of its fields.
    pub fn read(value: impl Fn(&str) -> String) -> Self {
        let ask = |place: usize| NavAsk {
            permission: value(&format!("permission{place}")),
            on: value(&format!("on{place}")),
        };
        Self {
            look: !value("look").is_empty(),
            label: value("label"),
            href: value("href"),
            icon: value("icon"),
            inside: value("inside"),
            weight: value("weight"),
            prefix: value("prefix"),
            feature: value("feature"),
            needs: (0..MAX_ASKS).map(ask).filter(|ask| !ask.permission.trim().is_empty()).collect(),
        }
    }

    /// As the form that saves it sends it.
    pub fn fields(&self) -> Vec<(String, String)> {
        let single = [
            ("label", &self.label),
            ("href", &self.href),
            ("icon", &self.icon),
            ("inside", &self.inside),
            ("weight", &self.weight),
            ("prefix", &self.prefix),
            ("feature", &self.feature),
        ];
        let mut fields: Vec<(String, String)> =
            single.into_iter().map(|(name, value)| (format!("form[{name}]"), value.clone())).collect();
        for (place, ask) in self.needs.iter().enumerate() {
            fields.push((format!("form[needs][{place}][permission]"), ask.permission.clone()));
            fields.push((format!("form[needs][{place}][on]"), ask.on.clone()));
        }
        fields
    }
}

/// The page of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavPartPage {
    /// Its id; empty for a new one.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The entry as it is, or as it was written.
    pub form: NavForm,
    /// Which state of it was looked at.
    pub seen: String,
    /// Entries it could be in.
    pub inside: Vec<Choice>,
    /// Icons to choose from.
    pub icons: Vec<Choice>,
    /// Types whose nodes can be asked about.
    pub kinds: Vec<String>,
    /// Permissions that can be asked for.
    pub permissions: Vec<String>,
    /// How the navigation would look for who holds the role, if something was written.
    pub preview: Option<Vec<NavLink>>,
    /// That role; empty for nothing.
    pub role: String,
    /// Roles to look at it as.
    pub roles: Vec<Choice>,
    /// Which field cannot be taken, and why.
    pub problem: Option<(String, String)>,
}

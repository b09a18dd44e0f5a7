//! A change of a role as it stands in an address and in a form.

use super::{ConditionForm, MAX_CONDITIONS};
use crate::text::t;
use authz::{Entry, Extent, Pattern};
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

/// What a role's page is asked for, as its address has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleQuery {
    /// Which page; empty for what it gives.
    pub part: String,
    /// Where a list starts.
    pub after: String,
    /// In how many days nothing was used.
    pub days: String,
    /// The version looked at, and the one it is compared with.
    pub at: String,
    /// The one it is compared with.
    pub diff: String,
    /// What is to be looked at before it is saved.
    pub draft: RoleDraft,
}

/// A change of a role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleDraft {
    /// `entry`, `drop`, `cells`, `includes`, `settings` or `restore`; empty for none.
    pub act: String,
    /// The version it was written on.
    pub version: String,
    /// Which entry, by its place; empty for a further one. For `restore`, the version.
    pub entry: String,
    /// The type, or `*`.
    pub kind: String,
    /// The action, or `*`.
    pub action: String,
    /// `all` or `own`.
    pub extent: String,
    /// Conditions.
    pub conditions: Vec<ConditionForm>,
    /// Cells, `permission=none|own|all`.
    pub cells: Vec<String>,
    /// Roles that it includes.
    pub includes: Vec<String>,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The types it may be granted on.
    pub on: Vec<String>,
}

impl RoleQuery {
    /// From an address.
    pub fn read(map: &ParamsMap) -> Self {
        let one = |name: &str| map.get(name).unwrap_or_default();
        let draft = RoleDraft::read(one, |name| map.get_all(name).unwrap_or_default());
        let [part, after, days, at, diff] = ["part", "after", "days", "at", "diff"].map(one);
        Self { part, after, days, at, diff, draft }
    }
}

impl RoleDraft {
    /// From names and values, as a form sends them and an address has them.
    pub fn read(one: impl Fn(&str) -> String, all: impl Fn(&str) -> Vec<String>) -> Self {
        let condition = |place: usize| {
            let [whose, name, op, sort, value] =
                ["whose", "name", "op", "sort", "value"].map(|part| one(&format!("{part}{place}")));
            // What is hidden where a comparison looks at no value is no value.
            let sort =
                if matches!(op.as_str(), "present" | "absent") && value.is_empty() { String::new() } else { sort };
            ConditionForm { whose, name, op, sort, value }
        };
        let conditions: Vec<ConditionForm> =
            (0..MAX_CONDITIONS).map(condition).filter(|condition| !condition.whose.is_empty()).collect();
        let [act, version, entry, kind] = ["do", "version", "entry", "kind"].map(&one);
        let [action, extent, name, description] = ["action", "extent", "name", "description"].map(one);
        let [cells, includes, on] = ["cell", "include", "on"].map(all);
        Self { act, version, entry, kind, action, extent, conditions, cells, includes, name, description, on }
    }

    /// The entry that the form writes.
    ///
    /// # Errors
    /// The field that cannot be taken, and what to write instead.
    pub fn entry(&self) -> Result<Entry, (&'static str, String)> {
        if self.kind.is_empty() {
            return Err(("kind", t("choose what it is about").to_owned()));
        }
        if self.action.is_empty() {
            return Err(("action", t("choose what may be done").to_owned()));
        }
        let pattern =
            Pattern::parse(&format!("{}:{}", self.kind, self.action)).map_err(|bad| ("action", bad.to_string()))?;
        let extent = match self.extent.as_str() {
            "own" => Extent::Own,
            "all" => Extent::All,
            _ => return Err(("extent", t("choose on which of them").to_owned())),
        };
        let conditions: Result<Vec<_>, String> = self.conditions.iter().map(ConditionForm::read).collect();
        Ok(Entry { pattern, extent, conditions: conditions.map_err(|bad| ("conditions", bad))? })
    }

    /// The form that writes an entry.
    pub fn of_entry(entry: &Entry) -> Self {
        Self {
            kind: entry.pattern.kind().to_owned(),
            action: entry.pattern.action().to_owned(),
            extent: if entry.extent == Extent::Own { "own" } else { "all" }.to_owned(),
            conditions: entry.conditions.iter().map(ConditionForm::of).collect(),
            ..Self::default()
        }
    }

    /// As the form that saves it sends it.
    pub fn fields(&self) -> Vec<(String, String)> {
        let single = [
            ("act", &self.act),
            ("version", &self.version),
            ("entry", &self.entry),
            ("kind", &self.kind),
            ("action", &self.action),
            ("extent", &self.extent),
            ("name", &self.name),
            ("description", &self.description),
        ];
        let mut fields: Vec<(String, String)> =
            single.map(|(name, value)| (format!("draft[{name}]"), value.clone())).into();
        for (name, values) in [("cells", &self.cells), ("includes", &self.includes), ("on", &self.on)] {
            let each = values.iter().enumerate();
            fields.extend(each.map(|(place, value)| (format!("draft[{name}][{place}]"), value.clone())));
        }
        for (place, condition) in self.conditions.iter().enumerate() {
            let ConditionForm { whose, name, op, sort, value } = condition;
            for (part, value) in [("whose", whose), ("name", name), ("op", op), ("sort", sort), ("value", value)] {
                fields.push((format!("draft[conditions][{place}][{part}]"), value.clone()));
            }
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_from_an_address_without_gaps() {
        let mut map = ParamsMap::new();
        for (name, value) in [
            ("do", "entry"),
            ("version", "3"),
            ("whose0", "node"),
            ("name0", "region"),
            ("whose4", "subject"),
            ("name4", "mfa"),
            ("value5", "left over"),
            ("include", "viewer"),
            ("include", "editor"),
        ] {
            map.insert(name, value.to_owned());
        }
        let draft = RoleQuery::read(&map).draft;
        assert_eq!(draft.conditions.iter().map(|form| form.name.as_str()).collect::<Vec<_>>(), ["region", "mfa"]);
        assert_eq!(draft.includes, ["viewer", "editor"]);
        let fields = draft.fields();
        assert!(fields.contains(&("draft[conditions][1][name]".to_owned(), "mfa".to_owned())));
        assert!(fields.contains(&("draft[includes][1]".to_owned(), "editor".to_owned())));
    }
}

//! Types and roles from files: what a file would change, applying it, and what differs from it since.
//!
//! A file has the format of a preset; its sample world is not looked at. It owns what it names: that is changed in the file,
//! and locked everywhere else. What it no longer names when it is applied again goes.

use super::CatalogOutlook;
use crate::{
    Micros,
    error::{Result, StoreError},
    permitted::{Permitted, Story},
    preset::{Preset, PresetConflict},
    work::Work,
};
use authz::{
    Catalog, Change, Index, NodeId, Role, RoleId,
    action::{Action, ApplyCatalog, PreviewCatalog, ReadCatalog, is_built_in},
    catalog::{ConsoleActs, Owned, Policy, RouteGuard, VisitorRoles},
    role::ADMINISTRATOR,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Parts of a catalog and roles, by what people call them.
type Things = BTreeMap<String, Value>;

/// A file that owns part of the catalog.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogFile {
    /// Its own name.
    pub name: String,
    /// What it owns.
    pub owned: Owned,
    /// When it was applied last.
    pub at: Micros,
    /// By whom.
    pub by: String,
    /// What differs from it since.
    pub drift: Drift,
}

/// What in the database differs from the file applied last.
pub type Drift = Vec<PlanLine>;

/// Is something added, changed or removed?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// It is new.
    Add,
    /// It becomes another.
    Change,
    /// It goes.
    Remove,
}

/// Something that a file would have otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanLine {
    /// Added, changed or removed?
    pub sign: Sign,
    /// What: `type dataset`, `role viewer`, `policy path:*`, `route GET /api`, or a section of the catalog.
    pub what: String,
    /// Fields: their name, what goes, what comes.
    pub fields: Vec<(String, Vec<String>, Vec<String>)>,
    /// Was it changed since the file was applied last?
    pub drifted: bool,
}

/// What a file would do.
#[derive(Clone, Debug)]
pub struct CatalogPlan {
    /// What would be otherwise.
    pub lines: Vec<PlanLine>,
    /// What another file owns, or is built in: then nothing can be applied.
    pub conflicts: Vec<PresetConflict>,
    /// Who gains and loses what, and what would be wrong.
    pub outlook: CatalogOutlook,
}

/// The catalog and the system's roles, to be written as a file.
#[derive(Clone, Debug, Serialize)]
pub struct CatalogShow {
    name: String,
    title: String,
    description: String,
    catalog: Catalog,
    role: Vec<Role>,
}

impl CatalogShow {
    /// As a file that [`Preset::parse`] reads.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where something in it cannot be written so, such as a condition that compares with nothing.
    pub fn text(&self) -> Result<String> {
        toml::to_string(self).map_err(|error| StoreError::invalid("catalog", error.to_string()))
    }
}

/// What is kept of a file that was applied.
#[derive(Serialize, Deserialize)]
struct Applied {
    at: Micros,
    by: String,
    things: Things,
}

fn setting(name: &str) -> String {
    format!("catalog-file:{name}")
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Is there a route guard for the same requests?
fn names(routes: &[RouteGuard], route: &RouteGuard) -> bool {
    routes.iter().any(|other| other.to_string() == route.to_string())
}

/// What a file owns, as it is.
fn owned_things(owned: &Owned, catalog: &Catalog, role: impl Fn(&RoleId) -> Option<Role>) -> Things {
    let mut things = Things::new();
    for kind in &owned.types {
        if let Some(def) = catalog.types.get(kind) {
            things.insert(format!("type {kind}"), json(def));
        }
    }
    for policy in owned.policies.iter().filter(|policy| catalog.policies.contains(policy)) {
        let same = things.entry(format!("policy {}", policy.pattern)).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(needs) = same {
            needs.push(json(&policy.needs));
        }
    }
    for route in catalog.routes.iter().filter(|route| names(&owned.routes, route)) {
        let needs: Vec<String> = route.needs.iter().map(ToString::to_string).collect();
        let value = serde_json::json!({ "needs": needs, "nesting_verified": route.nesting_verified });
        things.insert(format!("route {route}"), value);
    }
    if owned.visitor_roles {
        things.insert("what visitors get".to_owned(), json(&catalog.visitor_roles));
    }
    if owned.consultancy {
        things.insert("what makes a consultancy".to_owned(), json(&catalog.consultancy));
    }
    if owned.console {
        things.insert("what the console asks for".to_owned(), json(&catalog.console));
    }
    for id in &owned.roles {
        if let Some(role) = role(id) {
            things.insert(format!("role {id}"), json(&role));
        }
    }
    things
}

/// How one state of things differs from another.
fn difference(before: &Things, after: &Things) -> Vec<PlanLine> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let line = |name: &String| {
        let (had, has) = (before.get(name), after.get(name));
        let sign = match (had, has) {
            (None, Some(_)) => Sign::Add,
            (Some(_), None) => Sign::Remove,
            _ => Sign::Change,
        };
        let fields = fields(had.unwrap_or(&Value::Null), has.unwrap_or(&Value::Null));
        (had != has).then(|| PlanLine { sign, what: name.clone(), fields, drifted: false })
    };
    names.into_iter().filter_map(line).collect()
}

fn fields(had: &Value, has: &Value) -> Vec<(String, Vec<String>, Vec<String>)> {
    let (had, has) = (parts(had), parts(has));
    let names: BTreeSet<&String> = had.keys().chain(has.keys()).collect();
    let field = |name: &String| {
        let (old, new) = (had.get(name).cloned().unwrap_or_default(), has.get(name).cloned().unwrap_or_default());
        let without = |all: &[String], others: &[String]| -> Vec<String> {
            all.iter().filter(|one| !others.contains(one)).cloned().collect()
        };
        (old != new).then(|| (name.clone(), without(&old, &new), without(&new, &old)))
    };
    names.into_iter().filter_map(field).collect()
}

/// The fields of something, each as a list of texts.
fn parts(value: &Value) -> BTreeMap<String, Vec<String>> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    let texts = |value: &Value| match value {
        Value::Null | Value::Bool(false) => Vec::new(),
        Value::Array(items) => items.iter().map(text).collect(),
        other => vec![text(other)],
    };
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), texts(value))).collect(),
        Value::Null => BTreeMap::new(),
        other => [("needs".to_owned(), texts(other))].into(),
    }
}

/// What a file makes of the facts.
struct Target {
    before: Things,
    after: Things,
    changes: Vec<Change>,
    conflicts: Vec<PresetConflict>,
}

/// The catalog with what the file names, and without what it named and names no more.
fn catalog_with(have: &Catalog, had: &Owned, owned: &Owned, preset: &Preset) -> Catalog {
    let mut catalog = have.clone();
    if catalog.name.is_empty() {
        catalog.name.clone_from(&preset.name);
    }
    catalog.types.retain(|kind, _| !had.types.contains(kind) || owned.types.contains(kind) || is_built_in(kind));
    catalog.types.extend(preset.catalog.types.clone());
    // Those that stay keep their place: another order is another catalog.
    catalog.policies.retain(|policy| !had.policies.contains(policy) || owned.policies.contains(policy));
    let missing: Vec<Policy> =
        owned.policies.iter().filter(|policy| !catalog.policies.contains(policy)).cloned().collect();
    catalog.policies.extend(missing);
    // A route of another's hand for the same requests becomes the file's: two could not be told apart.
    catalog
        .routes
        .retain(|route| owned.routes.contains(route) || !(had.routes.contains(route) || names(&owned.routes, route)));
    let missing: Vec<RouteGuard> =
        owned.routes.iter().filter(|route| !catalog.routes.contains(route)).cloned().collect();
    catalog.routes.extend(missing);
    if owned.visitor_roles || had.visitor_roles {
        catalog.visitor_roles = preset.catalog.visitor_roles.clone();
    }
    if owned.consultancy || had.consultancy {
        catalog.consultancy.clone_from(&preset.catalog.consultancy);
    }
    if owned.console || had.console {
        catalog.console = preset.catalog.console.clone();
    }
    catalog.files.insert(preset.name.clone(), owned.clone());
    catalog.with_built_in()
}

fn target(index: &Index, preset: &Preset, file: &str) -> Target {
    let have = index.catalog();
    let had = have.files.get(&preset.name).cloned().unwrap_or_default();
    let owned = Owned {
        file: file.to_owned(),
        types: preset.catalog.types.keys().cloned().collect(),
        roles: preset.roles.iter().map(|role| role.role.id.clone()).collect(),
        policies: preset.catalog.policies.clone(),
        routes: preset.catalog.routes.clone(),
        visitor_roles: preset.catalog.visitor_roles != VisitorRoles::default(),
        consultancy: preset.catalog.consultancy.is_some(),
        console: preset.catalog.console != ConsoleActs::default(),
    };
    let conflicts = conflicts(have, &preset.name, &owned);
    let catalog = catalog_with(have, &had, &owned, preset);
    let roles: BTreeMap<RoleId, Role> =
        preset.roles.iter().map(|role| (role.role.id.clone(), Role { locked: true, ..role.role.clone() })).collect();
    let mut changes = Vec::new();
    if catalog != *have {
        changes.push(Change::SetCatalog(catalog.clone()));
    }
    changes.extend(roles.values().filter(|role| index.role(&role.id) != Some(role)).cloned().map(Change::PutRole));
    let gone = had.roles.iter().filter(|id| !owned.roles.contains(*id) && index.role(*id).is_some());
    changes.extend(gone.cloned().map(Change::RemoveRole));
    // What it names, and what it named: both as they are and as they are to be.
    let both = Owned {
        types: had.types.union(&owned.types).cloned().collect(),
        roles: had.roles.union(&owned.roles).cloned().collect(),
        policies: had
            .policies
            .iter()
            .filter(|policy| !owned.policies.contains(policy))
            .chain(&owned.policies)
            .cloned()
            .collect(),
        routes: had.routes.iter().chain(&owned.routes).cloned().collect(),
        visitor_roles: had.visitor_roles || owned.visitor_roles,
        consultancy: had.consultancy || owned.consultancy,
        console: had.console || owned.console,
        ..Owned::default()
    };
    let before = owned_things(&both, have, |id| index.role(id).cloned());
    let after = owned_things(&both, &catalog, |id| roles.get(id).cloned());
    Target { before, after, changes, conflicts }
}

/// What the file names and is not its own to have.
fn conflicts(have: &Catalog, name: &str, owned: &Owned) -> Vec<PresetConflict> {
    let mut found = Vec::new();
    let mut add = |what: String, why: String| found.push(PresetConflict { what, why });
    for (_, other) in have.files.iter().filter(|(other, _)| *other != name) {
        let why = || format!("the file `{}` owns it", other.file);
        owned.types.intersection(&other.types).for_each(|kind| add(format!("type {kind}"), why()));
        owned.roles.intersection(&other.roles).for_each(|role| add(format!("role {role}"), why()));
        let sections = [
            (owned.visitor_roles && other.visitor_roles, "what visitors get"),
            (owned.consultancy && other.consultancy, "what makes a consultancy"),
            (owned.console && other.console, "what the console asks for"),
        ];
        sections.into_iter().filter(|(both, _)| *both).for_each(|(_, what)| add(what.to_owned(), why()));
        let policies = owned.policies.iter().filter(|policy| other.policies.contains(policy));
        policies.for_each(|policy| add(format!("policy {}", policy.pattern), why()));
        let routes = owned.routes.iter().filter(|route| names(&other.routes, route));
        routes.for_each(|route| add(format!("route {route}"), why()));
    }
    if owned.roles.iter().any(|role| role.as_str() == ADMINISTRATOR) {
        add(format!("role {ADMINISTRATOR}"), "it is built in".to_owned());
    }
    found
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// The files that own parts of the catalog, and what differs from them.
    pub(super) async fn catalog_files(&mut self) -> Result<Vec<CatalogFile>> {
        let files = self.index(|index| index.catalog().files.clone());
        let mut found = Vec::new();
        for (name, owned) in files {
            let Some(applied) = self.applied(&name).await? else { continue };
            let now = self.index(|index| owned_things(&owned, index.catalog(), |id| index.role(id).cloned()));
            let drift = difference(&applied.things, &now);
            found.push(CatalogFile { name, owned, at: applied.at, by: applied.by, drift });
        }
        Ok(found)
    }

    async fn applied(&mut self, name: &str) -> Result<Option<Applied>> {
        let kept = self.transaction.find_setting(&setting(name)).await?;
        kept.map(|kept| serde_json::from_str(&kept).map_err(StoreError::database)).transpose()
    }
}

impl Permitted<ReadCatalog> {
    /// The catalog and the roles at home on `system`, to be written as a file.
    pub fn show(&self) -> CatalogShow {
        self.index(|index| {
            let catalog = Catalog { files: BTreeMap::new(), ..index.catalog().clone() };
            let name = if catalog.name.is_empty() { "catalog".to_owned() } else { catalog.name.clone() };
            let own = |role: &&Role| role.home.is_system() && role.id.as_str() != ADMINISTRATOR;
            let mut role: Vec<Role> =
                index.roles().filter(own).map(|role| Role { locked: false, ..role.clone() }).collect();
            role.sort_by(|one, other| one.id.cmp(&other.id));
            CatalogShow { title: name.clone(), name, description: String::new(), catalog, role }
        })
    }
}

impl Permitted<PreviewCatalog> {
    /// What applying a file would do; nothing is changed.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn plan(&mut self, preset: &Preset, file: &str) -> Result<CatalogPlan> {
        let Target { before, after, changes, conflicts } = self.index(|index| target(index, preset, file));
        let mut lines = difference(&before, &after);
        if let Some(applied) = self.applied(&preset.name).await? {
            let drifted: BTreeSet<String> =
                difference(&applied.things, &before).into_iter().map(|line| line.what).collect();
            for line in &mut lines {
                line.drifted = drifted.contains(&line.what);
            }
        }
        let outlook = self.catalog_outlook(&changes).await?;
        Ok(CatalogPlan { lines, conflicts, outlook })
    }
}

impl Permitted<ApplyCatalog> {
    /// Applies a file: from now on it owns what it names. Says how many parts are otherwise now; a file that is in force
    /// as it stands changes nothing and is not audited.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where another file owns something it names; [`StoreError::Refused`] if a guard says no.
    pub async fn apply(mut self, preset: &Preset, file: &str, reason: &str) -> Result<usize> {
        let (node, reason) = (self.scope.clone(), crate::permitted::text("reason", reason)?);
        let Target { before, after, changes, conflicts } = self.index(|index| target(index, preset, file));
        if !conflicts.is_empty() {
            let texts: Vec<String> = conflicts.iter().map(ToString::to_string).collect();
            return Err(StoreError::invalid("file", texts.join("; ")));
        }
        if changes.is_empty() {
            return Ok(0);
        }
        let lines = difference(&before, &after);
        let of = |things: Things| -> Things {
            things.into_iter().filter(|(name, _)| lines.iter().any(|line| line.what == *name)).collect()
        };
        let applied = Applied { at: self.now, by: self.caller.name().to_owned(), things: after.clone() };
        // A refusal is written in this transaction, and nothing of what was refused.
        if self.judge(&changes).is_ok() {
            self.transaction.put_setting(&setting(&preset.name), &json(&applied).to_string()).await?;
        }
        let story = Story::about(&preset.name).before(&of(before)).after(&of(after)).because(&reason);
        self.commit(Work::from(changes), &node, story).await?;
        Ok(lines.len())
    }
}

//! The catalog in words.

use super::written::flags_of;
use crate::{
    dto::{AccessView, CatalogPage, CatalogPart, CatalogTold, FileItem, TypeItem, TypeNode},
    text::{fill, plural, said, t},
};
use authz::{
    Catalog, RoleId, SYSTEM,
    action::{is_built_in, is_console},
    catalog::{NewHolder, NodeType, OnCreate},
    guard::Flaw,
};
use std::collections::BTreeSet;
use store::{ActShift, CatalogFile, CatalogOutlook, CatalogRecord, PlanLine, Sign};

/// The whole page.
pub(super) fn page(record: &CatalogRecord) -> CatalogPage {
    let catalog = &record.catalog;
    let mut shown = BTreeSet::new();
    let mut tree = vec![branch(record, SYSTEM, &mut shown)];
    // What can be below nothing that is shown.
    for kind in catalog.types.keys().filter(|kind| !is_console(kind)) {
        if !shown.contains(kind.as_str()) {
            tree.push(branch(record, kind, &mut shown));
        }
    }
    let console = catalog.types.iter().filter(|(kind, _)| is_console(kind) && kind.as_str() != SYSTEM);
    let needs = |policy: &authz::catalog::Policy| {
        let need = |(action, needed): (&String, &authz::Permission)| {
            fill("{action} needs {permission}", &[("action", action), ("permission", needed)])
        };
        (policy.pattern.clone(), policy.needs.iter().map(need).collect())
    };
    CatalogPage {
        tree,
        console: console.map(|(kind, def)| item(record, kind, def)).collect(),
        settings: settings(record),
        policies: catalog.policies.iter().map(needs).collect(),
        routes: catalog.routes.iter().map(route).collect(),
        files: record.files.iter().map(file).collect(),
        faults: record.flaws.iter().map(|flaw| said(&flaw.remark())).collect(),
        editable: record.editable,
        log: record.log,
    }
}

/// A route, and what a request needs there.
fn route(route: &authz::catalog::RouteGuard) -> (String, Vec<String>) {
    let need = |need: &authz::catalog::RouteNeed| {
        let values = [("permission", need.permission.as_str()), ("on", need.on.as_str())];
        match &need.under {
            None => fill("needs {permission} on {on}", &values),
            Some(under) => {
                let [permission, on] = values;
                fill("needs {permission} on {on} under {under}", &[permission, on, ("under", under)])
            }
        }
    };
    (route.to_string(), route.needs.iter().map(need).collect())
}

fn branch<'a>(record: &'a CatalogRecord, kind: &'a str, shown: &mut BTreeSet<&'a str>) -> TypeNode {
    let types = &record.catalog.types;
    let item = types.get(kind).map_or_else(TypeItem::default, |def| item(record, kind, def));
    let again = !shown.insert(kind);
    let mut inner = Vec::new();
    if !again {
        let below = |(name, def): &(&String, &NodeType)| {
            name.as_str() != kind && !is_console(name) && def.parents.iter().any(|parent| parent == kind)
        };
        inner = types.iter().filter(below).map(|(name, _)| branch(record, name, shown)).collect();
    }
    TypeNode { item, again, inner }
}

/// A type in words.
pub(super) fn item(record: &CatalogRecord, kind: &str, def: &NodeType) -> TypeItem {
    let mut flags: Vec<String> = flags_of(def).map(|flag| flag_words(flag).to_owned()).collect();
    if def.parents.iter().any(|parent| parent == kind) {
        flags.push(t("in one of its own").to_owned());
    }
    if let Some(role) = &def.owner_role {
        flags.push(fill("keeps at least one {role}", &[("role", &called(record, role))]));
    }
    flags.extend(def.on_create.iter().map(|one| brings(record, one)));
    TypeItem {
        kind: kind.to_owned(),
        built_in: is_built_in(kind),
        actions: def.actions.clone(),
        flags,
        nodes: record.nodes.get(kind).map(|count| u32::try_from(*count).unwrap_or(u32::MAX)),
        file: record.catalog.file_of_type(kind).map(|owned| owned.file.clone()),
    }
}

/// Types that a type can be in: those it is in already, itself, and all others but what is below it, what policies decide,
/// and those of the console that nothing is ever in.
pub(super) fn places(catalog: &Catalog, kind: &str) -> Vec<String> {
    let types = &catalog.types;
    let parents = |kind: &str| types.get(kind).map(|def| def.parents.as_slice()).unwrap_or_default();
    let is_below = |other: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![other]);
        while let Some(here) = open.pop() {
            open.extend(parents(here).iter().map(String::as_str).filter(|parent| seen.insert(*parent)));
        }
        seen.contains(kind)
    };
    let holds = |other: &str| types.values().any(|def| def.parents.iter().any(|parent| parent == other));
    let fits = |(other, def): &(&String, &NodeType)| {
        let (own, had) = (other.as_str() == kind, parents(kind).contains(other));
        had || own || !(def.by_policy || is_below(other) || (is_console(other) && !holds(other)))
    };
    types.iter().filter(fits).map(|(other, _)| other.clone()).collect()
}

/// What a new one brings, in words.
fn brings(record: &CatalogRecord, brought: &OnCreate) -> String {
    match brought {
        OnCreate::Grant { to: NewHolder::Creator, role } => {
            fill("its creator becomes {role}", &[("role", &called(record, role))])
        }
        OnCreate::Grant { to: NewHolder::Members, role } => {
            fill("its members become {role}", &[("role", &called(record, role))])
        }
        OnCreate::Child(kind) => fill("a new one brings a {kind}", &[("kind", kind)]),
    }
}

fn flag_words(flag: &str) -> &'static str {
    match flag {
        "restrictable" => t("can be restricted"),
        "visibility" => t("can be public"),
        "by_policy" => t("decided by policies"),
        "open" => t("asked about without being registered"),
        _ => t("linked by who may update it"),
    }
}

fn called(record: &CatalogRecord, role: &RoleId) -> String {
    let known = record.roles.iter().find(|known| known.id == *role);
    known.map_or_else(|| role.to_string(), |known| known.name.clone())
}

fn settings(record: &CatalogRecord) -> Vec<(String, String)> {
    let catalog = &record.catalog;
    let role = |role: Option<&RoleId>| role.map_or_else(|| t("nothing").to_owned(), |role| called(record, role));
    let mut lines = vec![
        (t("Anyone, where something is public, has").to_owned(), role(catalog.visitor_roles.public.as_ref())),
        (
            t("Everybody signed in, where something is public or internal, has").to_owned(),
            role(catalog.visitor_roles.internal.as_ref()),
        ),
    ];
    if let Some(roles) = &catalog.consultancy {
        let text = fill("{client} on the client", &[("client", &called(record, &roles.client))]);
        let label =
            fill("Who holds {consultant} in a consultancy has", &[("consultant", &called(record, &roles.consultant))]);
        lines.push((label, text));
    }
    for (act, asked) in catalog.console.named() {
        if let Some(asked) = asked {
            lines.push((fill("{act} asks for", &[("act", act_words(act))]), asked.to_string()));
        }
    }
    lines
}

/// An act of the console, as it begins a sentence.
fn act_words(act: &str) -> &'static str {
    match act {
        "reads_members" => t("Seeing members"),
        "manages_members" => t("Managing members"),
        "reads_roles" => t("Seeing roles"),
        "manages_roles" => t("Managing roles"),
        "reads_users" => t("Seeing people"),
        "manages_users" => t("Managing people"),
        "reads_audit" => t("Reading the audit log"),
        _ => t("Creating projects"),
    }
}

fn file(file: &CatalogFile) -> FileItem {
    let owned = &file.owned;
    let mut owns = vec![
        plural(owned.types.len(), "1 type", "{n} types"),
        plural(owned.roles.len(), "1 role", "{n} roles"),
        plural(owned.policies.len(), "1 policy", "{n} policies"),
    ];
    if !owned.routes.is_empty() {
        owns.push(plural(owned.routes.len(), "1 route", "{n} routes"));
    }
    if owned.visitor_roles || owned.consultancy || owned.console {
        owns.push(t("settings").to_owned());
    }
    FileItem {
        file: owned.file.clone(),
        owns: owns.join(", "),
        applied: file.at,
        by: file.by.clone(),
        drift: file.drift.iter().map(difference).collect(),
    }
}

fn difference(line: &PlanLine) -> (String, Vec<String>) {
    let what = match line.sign {
        Sign::Add => fill("{what} is new", &[("what", &line.what)]),
        Sign::Change => fill("{what} is another", &[("what", &line.what)]),
        Sign::Remove => fill("{what} is gone", &[("what", &line.what)]),
    };
    let field = |(field, gone, come): &(String, Vec<String>, Vec<String>)| {
        let gone = gone.iter().map(|one| format!("− {one}"));
        let all: Vec<String> = gone.chain(come.iter().map(|one| format!("+ {one}"))).collect();
        format!("{field}: {}", all.join("  "))
    };
    (what, line.fields.iter().map(field).collect())
}

/// The file that owns a part, or some of it.
pub(super) fn file_of(catalog: &Catalog, part: CatalogPart, kind: &str) -> Option<String> {
    let owned = match part {
        CatalogPart::New => None,
        CatalogPart::Type => catalog.file_of_type(kind),
        CatalogPart::Settings => {
            catalog.files.values().find(|file| file.visitor_roles || file.consultancy || file.console)
        }
    };
    owned.map(|owned| owned.file.clone())
}

/// What a change would do, in words.
pub(super) fn told(outlook: CatalogOutlook, now: i64) -> CatalogTold {
    let CatalogOutlook { access, acts, flaws, same } = outlook;
    let mut outlook = AccessView::new(access, now);
    if !flaws.is_empty() {
        // It names the first of them.
        outlook.refused = None;
    }
    CatalogTold { outlook, acts: acts.iter().map(act).collect(), flaws: wrong(&flaws), same }
}

/// What only its hindrances are told of.
pub(super) fn hindered(flaws: &[Flaw]) -> CatalogTold {
    CatalogTold { outlook: AccessView::default(), acts: Vec::new(), flaws: wrong(flaws), same: false }
}

fn wrong(flaws: &[Flaw]) -> Vec<String> {
    flaws.iter().map(|flaw| said(&flaw.remark())).collect()
}

fn act(shift: &ActShift) -> String {
    let values = [("act", act_words(shift.act)), ("before", &*shift.before), ("after", &*shift.after)];
    let text = fill("{act} would ask for `{after}` instead of `{before}`.", &values);
    let people = match shift.people {
        None => t("How many people that changes something for was not counted.").to_owned(),
        Some((gain, lose)) => {
            let gain = plural(
                gain,
                "1 person could do so somewhere who cannot now",
                "{n} people could do so somewhere who cannot now",
            );
            let lose = plural(lose, "1 could no longer.", "{n} could no longer.");
            format!("{gain}; {lose}")
        }
    };
    format!("{text} {people}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_offered_only_where_it_can_be() {
        let mut catalog = Catalog::default().with_built_in();
        let mut add = |kind: &str, parent: &str| {
            let def = NodeType { parents: vec![parent.to_owned()], ..NodeType::default() };
            catalog.types.insert(kind.to_owned(), def);
        };
        add("dataset", "project");
        add("file", "dataset");
        add("note", "user");
        catalog.types.insert("path".to_owned(), NodeType { by_policy: true, ..NodeType::default() });
        // In itself it can be; in what is in it, or in what nothing is ever in, it cannot.
        assert_eq!(places(&catalog, "dataset"), ["account", "dataset", "note", "project", "system", "user"]);
        assert_eq!(places(&catalog, "file"), ["account", "dataset", "file", "note", "project", "system", "user"]);
        assert_eq!(places(&catalog, "account"), ["account", "system"]);
        assert_eq!(places(&catalog, ""), ["account", "dataset", "file", "note", "project", "system", "user"]);
        // What it is in already is never left out, or a form would take it away.
        let def = NodeType { parents: vec!["file".to_owned(), "audit".to_owned()], ..NodeType::default() };
        catalog.types.insert("dataset".to_owned(), def);
        assert!(["audit", "file"].map(str::to_owned).iter().all(|kind| places(&catalog, "dataset").contains(kind)));
    }
}

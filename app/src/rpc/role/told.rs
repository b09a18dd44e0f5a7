//! What is written on a role's page as a change, and what that would do in words.

use crate::{
    AppError, Code,
    context::{caller, gate},
    dto::{AccessView, DiffLine, RoleDraft, RoleTold, role::words},
    text::{fill, said, t},
};
use authz::{Extent, NodeId, Permission, Role, RoleId, action};
use std::collections::BTreeMap;
use store::{OneRole, RoleChange, RoleTurn, StoreError};

/// The change that a form writes.
///
/// # Errors
/// The field that cannot be taken, and what to write instead.
pub(super) fn change(draft: &RoleDraft) -> Result<RoleChange, (&'static str, String)> {
    let place = || draft.entry.parse::<usize>().map_err(|_| ("entry", t("choose an entry").to_owned()));
    let role = |text: &String| RoleId::parse(text).map_err(|bad| ("includes", bad.to_string()));
    Ok(match draft.act.as_str() {
        "entry" => {
            let at = if draft.entry.is_empty() { None } else { Some(place()?) };
            RoleChange::Entry { at, entry: draft.entry()? }
        }
        "drop" => RoleChange::Drop(place()?),
        "cells" => RoleChange::Cells(draft.cells.iter().map(|text| cell(text)).collect::<Result<_, _>>()?),
        "includes" => RoleChange::Includes(draft.includes.iter().map(role).collect::<Result<_, _>>()?),
        "settings" => RoleChange::Settings {
            name: draft.name.clone(),
            description: draft.description.clone(),
            on: draft.on.clone(),
        },
        "restore" => RoleChange::Restore(
            draft.entry.parse().map_err(|_| ("version", t("choose a version to go back to").to_owned()))?,
        ),
        _ => return Err(("act", t("say what is to be changed").to_owned())),
    })
}

/// A choice for a permission.
fn cell(text: &str) -> Result<(Permission, Option<Extent>), (&'static str, String)> {
    let wrong = || ("cells", fill("`{cell}` is no choice; load the page again", &[("cell", text)]));
    let (permission, value) = text.split_once('=').ok_or_else(wrong)?;
    let extent = match value {
        "none" => None,
        "own" => Some(Extent::Own),
        "all" => Some(Extent::All),
        _ => return Err(wrong()),
    };
    Ok((Permission::parse(permission).map_err(|_| wrong())?, extent))
}

/// The version it was written on.
///
/// # Errors
/// It is none.
pub(super) fn version(draft: &RoleDraft) -> Result<u64, AppError> {
    draft.version.parse().map_err(|_| AppError::invalid("version", t("load the page again")))
}

/// The page to go back to once it is saved: where an entry was written, the list of them.
pub(super) fn after(part: &str) -> &str {
    if part == "entry" { "" } else { part }
}

/// What is wrong with the change itself stands above the form; only the reason has a field of its own there.
pub(super) fn about_form(error: StoreError) -> AppError {
    match error {
        StoreError::Invalid { field, remedy } if field != "reason" => AppError::new(Code::Invalid, said(&remedy)),
        error => error.into(),
    }
}

/// What the change would do.
///
/// # Errors
/// One may not change roles there.
pub(super) async fn told(node: &NodeId, record: &OneRole, mut draft: RoleDraft) -> Result<RoleTold, AppError> {
    if draft.act == "cells" {
        let own = |permission: &Permission| {
            authz::matrix::own_cells(&record.role, std::slice::from_ref(permission)).pop().flatten()
        };
        // Without script a form sends every choice; what is as it was is no change.
        draft.cells.retain(|text| cell(text).map_or(true, |(permission, value)| own(&permission) != value));
    }
    let change = match change(&draft) {
        Ok(change) => change,
        Err((field, detail)) => {
            let problem = Some((field.to_owned(), detail));
            return Ok(RoleTold { draft, problem, ..RoleTold::default() });
        }
    };
    let version = version(&draft)?;
    let mut proof = gate().permit::<action::PreviewRole>(&caller(), node.clone()).await?;
    match proof.outlook(&record.role.id, version, change).await {
        Ok(RoleTurn { before, after, outlook }) => {
            let outlook = (before != after).then(|| AccessView::new(outlook, proof.now()));
            Ok(RoleTold { lines: difference(&before, &after, &names(record)), outlook, problem: None, draft })
        }
        // What was typed stays, and it is said what is wrong with it.
        Err(StoreError::Invalid { field, remedy }) => {
            Ok(RoleTold { draft, problem: Some((field.to_owned(), said(&remedy))), ..RoleTold::default() })
        }
        Err(error @ StoreError::Conflict(_)) => {
            let detail = AppError::from(error).detail;
            Ok(RoleTold { draft, problem: Some(("version".to_owned(), detail)), ..RoleTold::default() })
        }
        Err(error) => Err(error.into()),
    }
}

/// What people call the roles around one.
pub(super) fn names(record: &OneRole) -> BTreeMap<RoleId, String> {
    let known = record.around.values().chain(&record.includable).chain([&record.role]);
    known.map(|role| (role.id.clone(), label(role))).collect()
}

/// What people call a role.
pub(super) fn label(role: &Role) -> String {
    if role.name.is_empty() { role.id.to_string() } else { role.name.clone() }
}

/// What a role has otherwise than it had, in words.
pub(super) fn difference(before: &Role, after: &Role, names: &BTreeMap<RoleId, String>) -> Vec<DiffLine> {
    let mut lines = Vec::new();
    let mut line = |gone, text| lines.push(DiffLine { gone, text });
    for (gone, one, other) in [(true, before, after), (false, after, before)] {
        let mut others: Vec<_> = other.permissions.iter().collect();
        for entry in &one.permissions {
            match others.iter().position(|other| *other == entry) {
                Some(same) => drop(others.swap_remove(same)),
                None => line(gone, words::sentence(entry)),
            }
        }
        for id in one.includes.iter().filter(|id| !other.includes.contains(id)) {
            let name = names.get(id).cloned().unwrap_or_else(|| id.to_string());
            line(gone, fill("It includes {role}.", &[("role", &name)]));
        }
        for kind in one.on.iter().filter(|kind| !other.on.contains(kind)) {
            line(gone, fill("It may be granted on the type {kind}.", &[("kind", kind)]));
        }
        if one.name != other.name {
            line(gone, fill("It is called {name}.", &[("name", &label(one))]));
        }
        if one.description != other.description && !one.description.is_empty() {
            line(gone, fill("It is for this: {text}", &[("text", &one.description)]));
        }
        for id in one.assigned_by.iter().filter(|id| !other.assigned_by.contains(id)) {
            line(gone, fill("Holders of {role} may give it.", &[("role", id.as_str())]));
        }
    }
    lines
}

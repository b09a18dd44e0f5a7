//! The pages of one role.

use super::told::{difference, label, names, told};
use crate::{
    AppError,
    context::{caller, gate},
    dto::{
        AccessView, CellGroup, CellLine, Choice, ConditionForm, EntryLine, EntryPage, HoldingItem, HoldingsPage,
        IncludesPage, Lock, Names, RoleDraft, RolePage, RolePart, RoleQuery, RoleSettings, TreeNode, UnusedPage,
        VersionItem, VersionsPage, role::words,
    },
    link,
    rpc::matrix::{asked_days, place, role_id},
    text::{capital, fill, t},
};
use authz::{
    Condition, Entry, Extent, NodeId, Permission, Role, RoleId, Value, action, condition::Op, matrix,
    role::ADMINISTRATOR,
};
use std::collections::BTreeSet;
use store::{Denied, OneRole, RoleHolding, RoleName, StoreError, Unused};

/// Most rows of a tree.
const MAX_TREE: usize = 120;
/// Holders on a page.
const SHOWN: usize = 25;
/// Within how many days nothing was used, unless one asks otherwise.
const DAYS: &str = "90";

/// One role, and one of its pages.
///
/// # Errors
/// There is no such role there, or one may not see it.
pub(super) async fn load(node: NodeId, role: &str, query: RoleQuery) -> Result<RolePage, AppError> {
    let id = role_id(role).map_err(|_| Denied::NotFound)?;
    let (head, account) = place(&node).await?;
    let record = gate().permit::<action::ReadMatrix>(&caller(), node.clone()).await?.one(&id).await;
    let record = record.map_err(|error| match error {
        StoreError::Invalid { .. } => Denied::NotFound.into(),
        error => error,
    })?;
    let mut query = query;
    let told = if query.draft.act.is_empty() || !record.editable {
        None
    } else {
        let told = told(&node, &record, std::mem::take(&mut query.draft)).await?;
        query.draft = told.draft.clone();
        Some(told)
    };
    let part = part(&node, &record, &query).await?;
    Ok(RolePage {
        node: node.to_string(),
        head,
        account,
        id: id.to_string(),
        name: label(&record.role),
        description: record.role.description.clone(),
        home: elsewhere(&node, &record.role),
        version: record.version,
        lock: lock(&node, &record),
        part,
        told,
    })
}

async fn part(node: &NodeId, record: &OneRole, query: &RoleQuery) -> Result<RolePart, AppError> {
    Ok(match query.part.as_str() {
        "entry" if record.editable => RolePart::Entry(Box::new(entry(node, record, query).await?)),
        "cells" => RolePart::Cells(cells(node, record, &query.draft)),
        "includes" => RolePart::Includes(Box::new(includes(node, record, &query.draft))),
        "holders" => RolePart::Holders(holders(node, record, &query.after).await?),
        "unused" => RolePart::Unused(unused(node, record, &query.days).await?),
        "versions" => RolePart::Versions(versions(node, record, query).await?),
        "settings" if record.editable || record.may_delete => {
            RolePart::Settings(Box::new(settings(node, record, &query.draft).await?))
        }
        _ => RolePart::Entries(entries(node, record)),
    })
}

fn lock(node: &NodeId, record: &OneRole) -> Option<Lock> {
    if record.editable {
        None
    } else if record.role.locked {
        Some(if record.role.id.as_str() == ADMINISTRATOR { Lock::BuiltIn } else { Lock::Filed })
    } else if record.role.home != *node {
        Some(Lock::Elsewhere)
    } else {
        Some(Lock::Forbidden)
    }
}

/// Where a role is changed whose home is elsewhere: its page there, if the viewer may open it.
fn elsewhere(node: &NodeId, role: &Role) -> Option<(String, String)> {
    let home = &role.home;
    if home == node || !gate().may(&caller(), "role:read", home) {
        return None;
    }
    Some((link::role(home.as_str(), role.id.as_str()), t("Open it where it belongs").to_owned()))
}

/// A role's page: in this matrix if it is one of its columns, else at its home.
fn page_of(node: &NodeId, role: &Role) -> Option<String> {
    let here = role.home == *node || role.fits(node.kind());
    let there = || gate().may(&caller(), "role:read", &role.home);
    let home = if here { Some(node) } else { Some(&role.home).filter(|_| there()) };
    home.map(|home| link::role(home.as_str(), role.id.as_str()))
}

/// A number as it goes over the wire.
fn number(count: impl TryInto<u32>) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

/// What the role gives: its own entries, and those of what it includes.
fn entries(node: &NodeId, record: &OneRole) -> Vec<EntryLine> {
    let line = |at: Option<usize>, entry: &Entry, from: Option<&Role>| EntryLine {
        at: at.map(number),
        sentence: words::sentence(entry),
        pattern: entry.pattern.to_string(),
        own: entry.extent == Extent::Own,
        conditions: number(entry.conditions.len()),
        from: from.map(|role| (page_of(node, role), label(role))),
    };
    let own = record.role.permissions.iter().enumerate().map(|(at, entry)| line(Some(at), entry, None));
    let included = matrix::closure(&record.role, |id| record.around.get(id));
    let others = included.into_iter().flat_map(|role| role.permissions.iter().map(move |entry| (role, entry)));
    own.chain(others.map(|(role, entry)| line(None, entry, Some(role)))).collect()
}

/// The types whose permissions the role can give at the node.
fn kinds<'a>(node: &NodeId, record: &'a OneRole) -> Vec<(&'a str, &'a [String])> {
    let kinds = matrix::kinds_at(&record.catalog, node.kind()).into_iter();
    kinds.filter_map(|kind| Some((kind, record.catalog.types.get(kind)?.actions.as_slice()))).collect()
}

async fn entry(node: &NodeId, record: &OneRole, query: &RoleQuery) -> Result<EntryPage, AppError> {
    let attributes = gate().permit::<action::ReadMatrix>(&caller(), node.clone()).await?.attributes();
    let mut draft = query.draft.clone();
    if draft.act.is_empty() {
        let had = draft.entry.parse::<usize>().ok().and_then(|at| record.role.permissions.get(at));
        draft = RoleDraft {
            entry: draft.entry,
            extent: "all".to_owned(),
            ..had.map(RoleDraft::of_entry).unwrap_or_default()
        };
        if let Some(had) = had {
            draft.extent = RoleDraft::of_entry(had).extent;
        } else {
            draft.entry = String::new();
        }
    }
    let kinds = kinds(node, record);
    let actions = kinds.iter().map(|(kind, actions)| ((*kind).to_owned(), actions.to_vec())).collect();
    let value = |name: &String, value: &Value| ConditionForm::of(&Condition(name.clone(), Op::Eq, value.clone()));
    let values = |name: &String, values: Vec<Value>| {
        let forms = values.iter().map(|one| value(name, one)).filter(|form| form.sort != "json");
        forms.map(|form| if form.value.is_empty() { form.sort } else { form.value }).collect::<Vec<_>>()
    };
    let choice = |kind: &str| Choice::new(kind, capital(&kind.replace(['-', '_'], " ")), "");
    let kinds = kinds.into_iter().map(|(kind, _)| choice(kind)).chain([Choice::new("*", t("Everything"), "")]);
    Ok(EntryPage {
        kinds: kinds.collect(),
        actions,
        fields: attributes.into_iter().map(|(name, found)| (name.clone(), values(&name, found))).collect(),
        sentence: draft.entry().map(|entry| words::sentence(&entry)).unwrap_or_default(),
        draft,
    })
}

fn cells(node: &NodeId, record: &OneRole, draft: &RoleDraft) -> Vec<CellGroup> {
    let find = |id: &RoleId| record.around.get(id);
    let line = |permission: &Permission| {
        let cell = matrix::cell(&record.role, permission, find);
        let drafted = draft.cells.iter().filter_map(|text| text.split_once('='));
        let drafted = drafted.filter(|(name, _)| *name == permission.as_str()).map(|(_, value)| value).next_back();
        let stored = match cell.explicit {
            None => "none",
            Some(Extent::Own) => "own",
            Some(Extent::All) => "all",
        };
        let mut notes = Vec::new();
        if let Some((extent, via)) = &cell.inherited {
            let from = match via {
                matrix::Via::Pattern(pattern) => fill("its entry {pattern}", &[("pattern", pattern.as_str())]),
                matrix::Via::Role(role) => record.around.get(role).map_or_else(|| role.to_string(), label),
            };
            notes.push(match extent {
                Extent::Own => fill("Inherited on one's own from {from}", &[("from", &from)]),
                Extent::All => fill("Inherited from {from}", &[("from", &from)]),
            });
        }
        if cell.conditional {
            notes.push(t("Also under a condition").to_owned());
        }
        CellLine { permission: permission.to_string(), value: drafted.unwrap_or(stored).to_owned(), notes }
    };
    let group = |(kind, actions): (&str, &[String])| CellGroup {
        kind: kind.to_owned(),
        cells: actions.iter().filter_map(|action| Permission::of(kind, action).ok()).map(|one| line(&one)).collect(),
    };
    kinds(node, record).into_iter().map(group).collect()
}

fn includes(node: &NodeId, record: &OneRole, draft: &RoleDraft) -> IncludesPage {
    let wanted: BTreeSet<&str> = match draft.act.as_str() {
        "includes" => draft.includes.iter().map(String::as_str).collect(),
        _ => record.role.includes.iter().map(RoleId::as_str).collect(),
    };
    let choice = |role: &Role| (Choice::new(role.id.as_str(), label(role), ""), wanted.contains(role.id.as_str()));
    let below = |role: &Role| -> Vec<RoleId> { role.includes.clone() };
    let above = |role: &Role| -> Vec<RoleId> {
        let includers = record.around.values().filter(|other| other.includes.contains(&role.id));
        includers.map(|other| other.id.clone()).collect()
    };
    IncludesPage {
        below: tree(node, record, &below),
        above: tree(node, record, &above),
        hidden: record.hidden,
        choices: record.includable.iter().map(choice).collect(),
    }
}

/// A tree from the role on; what stands in it twice hangs out its own only the first time.
fn tree(node: &NodeId, record: &OneRole, next: &dyn Fn(&Role) -> Vec<RoleId>) -> Vec<TreeNode> {
    let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
    let mut open: Vec<(&Role, u32, u32)> = vec![(&record.role, 0, 0)];
    while let Some((role, depth, parent)) = open.pop().filter(|_| rows.len() < MAX_TREE) {
        let row = number(rows.len());
        let mut inner: Vec<&Role> = next(role).iter().filter_map(|id| record.around.get(id)).collect();
        inner.sort_by_key(|role| std::cmp::Reverse(label(role)));
        let again = !seen.insert(&role.id) && !inner.is_empty();
        rows.push(TreeNode {
            label: label(role),
            href: (row > 0).then(|| page_of(node, role)).flatten(),
            depth,
            parent,
            again,
        });
        if !again {
            open.extend(inner.into_iter().map(|role| (role, depth + 1, row)));
        }
    }
    rows
}

async fn holders(node: &NodeId, record: &OneRole, after: &str) -> Result<HoldingsPage, AppError> {
    let mut proof = gate().permit::<action::ReadMatrix>(&caller(), node.clone()).await?;
    let found = proof.holdings(&record.role.id, after, SHOWN).await?;
    let roles = record.around.values().chain([&record.role]).map(RoleName::from).collect();
    let names = Names { nodes: found.names, roles, now: proof.now() };
    let item = |holding: RoleHolding| {
        let RoleHolding { grant, chain, people, some } = holding;
        let chain: Vec<String> = chain.iter().map(|role| names.role(role)).collect();
        HoldingItem {
            who: capital(&names.who(&grant.who)),
            people: people.map(|people| u64::try_from(people).unwrap_or(u64::MAX)),
            some: some.iter().map(|id| names.node(id)).collect(),
            on: names.node(&grant.on),
            through: if chain.len() > 1 { chain.join(t(" includes ")) } else { String::new() },
            href: link::grant(grant.on.as_str(), grant.id.as_str()),
            expires_at: grant.expires_at,
        }
    };
    let next = crate::dto::cursor::write(found.page.next);
    let (after, withheld) = (after.to_owned(), found.withheld);
    Ok(HoldingsPage { items: found.page.items.into_iter().map(item).collect(), next, after, withheld })
}

async fn unused(node: &NodeId, record: &OneRole, days: &str) -> Result<UnusedPage, AppError> {
    let days = if days.is_empty() { DAYS } else { days };
    let days = asked_days(days.parse().unwrap_or_default())?;
    let found = gate().permit::<action::ReadMatrix>(&caller(), node.clone()).await?.unused(days).await?;
    let known = match found {
        Unused::Unknown => None,
        Unused::Since(mut roles) => Some(roles.remove(&record.role.id).unwrap_or_default()),
    };
    let types = record.catalog.types.iter().filter(|(_, kind)| !kind.by_policy);
    let all = types.flat_map(|(name, kind)| kind.actions.iter().filter_map(|action| Permission::of(name, action).ok()));
    let gives = all.filter(|permission| {
        let cell = matrix::cell(&record.role, permission, |id| record.around.get(id));
        cell.conditional || cell.effective().is_some()
    });
    let gives = number(gives.count());
    let told = |permission: &Permission| (capital(&words::deed(permission)), permission.to_string());
    Ok(UnusedPage { days, known: known.map(|found| found.iter().map(told).collect()), gives })
}

async fn versions(node: &NodeId, record: &OneRole, query: &RoleQuery) -> Result<VersionsPage, AppError> {
    let history = gate().permit::<action::ReadMatrix>(&caller(), node.clone()).await?.versions(&record.role.id).await?;
    let author = |text: &str| match NodeId::parse(text) {
        // SECURITY: whom the viewer may not see is not told by an id either.
        Ok(id) => history.names.get(&id).cloned().unwrap_or_else(|| t("somebody you may not see").to_owned()),
        Err(_) => text.to_owned(),
    };
    let newest = history.versions.first().map_or(record.version, |version| version.version);
    let at = query.at.parse().unwrap_or(newest);
    let diff = query.diff.parse().ok().or_else(|| {
        let other = |version: &u64| if at == newest { *version < at } else { *version == newest };
        history.versions.iter().map(|version| version.version).find(other)
    });
    let of = |number: u64| history.versions.iter().find(|version| version.version == number).map(|found| &found.role);
    let lines = match (diff.and_then(of), of(at)) {
        (Some(before), Some(after)) => difference(before, after, &names(record)),
        _ => Vec::new(),
    };
    let item = |found: &store::port::RoleRecord| VersionItem {
        version: found.version,
        at: found.at,
        author: author(&found.author),
    };
    Ok(VersionsPage { items: history.versions.iter().map(item).collect(), at, diff, lines })
}

async fn settings(node: &NodeId, record: &OneRole, draft: &RoleDraft) -> Result<RoleSettings, AppError> {
    let on: &[String] = if draft.act == "settings" { &draft.on } else { &record.role.on };
    // A grant can be made on what is registered, and not on what the console only asks about.
    let fitting = |kind: &&str| !matches!(*kind, "member" | "audit" | "plugin" | "decision");
    let types = kinds(node, record)
        .into_iter()
        .map(|(kind, _)| kind)
        .chain(record.role.on.iter().map(String::as_str))
        .collect::<BTreeSet<&str>>();
    let choice = |kind: &str| Choice::new(kind, capital(&kind.replace(['-', '_'], " ")), "");
    let kinds = types.into_iter().filter(fitting).map(|kind| (choice(kind), on.iter().any(|have| have == kind)));
    let kinds = kinds.collect();
    let removal = if record.may_delete {
        let mut proof = gate().permit::<action::PreviewRoleRemoval>(&caller(), node.clone()).await?;
        let outlook = proof.outlook(&record.role.id).await?;
        Some(AccessView::new(outlook, proof.now()))
    } else {
        None
    };
    Ok(RoleSettings { kinds, removal })
}

//! Jobs and history in words.

use crate::{
    calendar,
    dto::{HistoryItem, Names},
    text::{fill, t},
};
use authz::{Atom, NodeId};
use serde_json::Value;
use store::port::{HistoryRecord, Order};

/// Nodes named by atoms.
pub(super) fn nodes(who: &[Atom]) -> impl Iterator<Item = NodeId> + '_ {
    who.iter().filter_map(|atom| match atom {
        Atom::User(id) | Atom::Group(id) | Atom::GroupAdmins(id) | Atom::Account(id) | Atom::Holder(_, id) => {
            Some(id.clone())
        }
        Atom::AccountLabel(_) | Atom::SignedIn(_) | Atom::Anyone(_) => None,
    })
}

/// A role with its end.
fn with_end(role: &str, ends: Option<i64>) -> String {
    match ends {
        Some(at) => fill("{role} until {day}", &[("role", role), ("day", &calendar::last_day(at))]),
        None => role.to_owned(),
    }
}

/// Roles with their ends.
pub(crate) fn held(held: &[(String, Option<i64>)]) -> String {
    if held.is_empty() {
        return t("no role").to_owned();
    }
    held.iter().map(|(role, ends)| with_end(role, *ends)).collect::<Vec<_>>().join(", ")
}

/// What was ordered.
pub(super) fn order(order: &Order, names: &Names) -> String {
    let role = |role| names.role(role);
    match order {
        Order::Single => t("Change of members").to_owned(),
        Order::Give(to, ends) => fill("Add {role}", &[("role", &with_end(&role(to), *ends))]),
        Order::Take(from) => fill("Remove {role}", &[("role", &role(from))]),
        Order::Replace(None, to) => fill("Replace all roles by {role}", &[("role", &role(to))]),
        Order::Replace(Some(from), to) => {
            fill("Replace {from} by {role}", &[("from", &role(from)), ("role", &role(to))])
        }
        Order::End(None) => t("Let access not end").to_owned(),
        Order::End(Some(at)) => fill("Let access end on {day}", &[("day", &calendar::last_day(*at))]),
        Order::Extend(by) => {
            fill("Let access end {days} days later", &[("days", &(by / (86_400 * store::SECOND)).to_string())])
        }
        Order::Remove => t("Remove from the project").to_owned(),
        Order::Restore => t("Take back an earlier change").to_owned(),
    }
}

/// What an audit line keeps of roles, in words.
fn kept(text: Option<&str>, names: &Names) -> String {
    let Some(value) = text.and_then(|text| serde_json::from_str::<Value>(text).ok()) else { return String::new() };
    let role = |value: &Value| {
        let id = value.get("role").unwrap_or(value).as_str()?;
        let name = authz::RoleId::parse(id).map_or_else(|_| id.to_owned(), |id| names.role(&id));
        Some(with_end(&name, value.get("expires_at").and_then(Value::as_i64)))
    };
    let roles = value.get("roles").unwrap_or(&value);
    let all = roles.as_array().map(|all| all.iter().filter_map(role).collect::<Vec<_>>());
    all.map(|all| if all.is_empty() { t("no role").to_owned() } else { all.join(", ") }).unwrap_or_default()
}

/// A line of the history.
pub(super) fn history(record: HistoryRecord, names: &Names) -> HistoryItem {
    let after: Option<Value> = record.after.as_deref().and_then(|after| serde_json::from_str(after).ok());
    let of = |name: &str| after.as_ref().and_then(|after| after.get(name));
    let many = of("members").map(|members| match members {
        Value::Array(all) => fill("{n} people or groups", &[("n", &all.len().to_string())]),
        number => fill("{n} members", &[("n", &number.to_string())]),
    });
    let what = match record.action.as_str() {
        "AddMember" => t("added"),
        "RemoveMember" => t("removed"),
        "UpdateMember" => t("changed the roles of"),
        _ => t("ordered a change of"),
    };
    let subject = record.subject.as_deref().map(|subject| names.author(subject)).or(many).unwrap_or_default();
    HistoryItem {
        at: record.at,
        actor: names.author(&record.actor),
        what: what.to_owned(),
        subject,
        before: kept(record.before.as_deref(), names),
        after: kept(record.after.as_deref(), names),
        reason: record.reason.unwrap_or_default(),
        refused: !record.done,
        job: of("job").and_then(Value::as_str).map(ToOwned::to_owned),
    }
}

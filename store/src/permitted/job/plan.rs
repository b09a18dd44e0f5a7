//! What an order makes of what one member holds.

use crate::{Micros, permitted::RoleName, port::Order};
use authz::{Grant, Index, Remark, RoleId, remark};
use serde::{Deserialize, Serialize};

/// A role held until an instant, or for good.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Holding {
    pub role: RoleId,
    pub expires_at: Option<Micros>,
}

impl From<&Grant> for Holding {
    fn from(grant: &Grant) -> Self {
        Self { role: grant.role.clone(), expires_at: grant.expires_at }
    }
}

/// What is held, as it is kept with a job.
pub(super) fn written(grants: &[Grant]) -> Option<String> {
    let mut held: Vec<Holding> = grants.iter().map(Holding::from).collect();
    held.sort();
    serde_json::to_string(&held).ok()
}

/// What was kept with a job.
pub(super) fn read(text: Option<&str>) -> Vec<Holding> {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The names of the roles in what was kept, and when they end.
pub(super) fn named(index: &Index, text: Option<&str>) -> Vec<(String, Option<Micros>)> {
    let name = |role: &RoleId| index.role(role).map_or_else(|| role.to_string(), |role| RoleName::from(role).name);
    read(text).into_iter().map(|holding| (name(&holding.role), holding.expires_at)).collect()
}

/// What a member is to hold, or why there is nothing to do. `kept` is what was kept with the item.
pub(super) fn wanted(
    order: &Order,
    had: &[Grant],
    kept: (Option<&str>, Option<&str>),
    now: Micros,
) -> Result<Vec<Holding>, Remark> {
    let mut held: Vec<Holding> = had.iter().map(Holding::from).collect();
    held.sort();
    if *order == Order::Restore {
        // Who was changed again in the meantime keeps that.
        return if held == read(kept.1) { Ok(read(kept.0)) } else { Err(remark!("changed again in the meantime")) };
    }
    if held.is_empty() {
        return Err(remark!("no member any more"));
    }
    let mut wanted = held.clone();
    match order {
        Order::Give(role, expires_at) => {
            if held.iter().any(|holding| holding.role == *role) {
                return Err(remark!("has this role already"));
            }
            wanted.push(Holding { role: role.clone(), expires_at: *expires_at });
        }
        Order::Take(role) => {
            wanted.retain(|holding| holding.role != *role);
            if wanted.is_empty() {
                return Err(remark!("has no other role: remove them instead"));
            }
        }
        Order::Replace(from, to) => replace(&mut wanted, from.as_ref(), to),
        Order::End(at) => wanted.iter_mut().for_each(|holding| holding.expires_at = *at),
        Order::Extend(by) => {
            for holding in &mut wanted {
                holding.expires_at = holding.expires_at.map(|at| at.max(now).saturating_add(*by));
            }
        }
        Order::Remove => wanted.clear(),
        Order::Single | Order::Restore => return Err(remark!("there is nothing to do")),
    }
    wanted.sort();
    if wanted == held { Err(nothing(order)) } else { Ok(wanted) }
}

/// Puts a role in the place of another, or of all.
fn replace(wanted: &mut Vec<Holding>, from: Option<&RoleId>, to: &RoleId) {
    let gone = |holding: &Holding| from.is_none_or(|from| holding.role == *from);
    let Some(expires_at) = wanted.iter().find(|holding| gone(holding)).map(|holding| holding.expires_at) else {
        return;
    };
    wanted.retain(|holding| !gone(holding));
    if !wanted.iter().any(|holding| holding.role == *to) {
        wanted.push(Holding { role: to.clone(), expires_at });
    }
}

/// Why an order changes nothing.
fn nothing(order: &Order) -> Remark {
    match order {
        Order::Take(_) | Order::Replace(Some(_), _) => remark!("does not have this role"),
        Order::Extend(_) => remark!("access does not end"),
        _ => remark!("it is so already"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use authz::{Atom, GrantId, NodeId, Source};

    fn role(id: &str) -> RoleId {
        RoleId::parse(id).unwrap()
    }

    fn grant(id: &str, ends: Option<Micros>) -> Grant {
        let who = vec![Atom::User(NodeId::parse("user:ana").unwrap())];
        let on = NodeId::parse("project:x").unwrap();
        let (id, role) = (GrantId::parse(id).unwrap(), role(id));
        Grant { id, who, role, on, expires_at: ends, source: Source::Direct }
    }

    fn plan(order: &Order) -> Result<Vec<(String, Option<Micros>)>, Remark> {
        let had = [grant("viewer", Some(50)), grant("editor", None)];
        let wanted = wanted(order, &had, (None, None), 100)?;
        Ok(wanted.into_iter().map(|holding| (holding.role.to_string(), holding.expires_at)).collect())
    }

    #[test]
    fn an_order_says_what_is_held_or_why_not() {
        let is = |order: Order, held: &[(&str, Option<Micros>)]| {
            let held: Vec<_> = held.iter().map(|(role, ends)| ((*role).to_owned(), *ends)).collect();
            assert_eq!(plan(&order), Ok(held), "{order:?}");
        };
        is(Order::Give(role("owner"), Some(7)), &[("editor", None), ("owner", Some(7)), ("viewer", Some(50))]);
        is(Order::Take(role("viewer")), &[("editor", None)]);
        is(Order::Replace(Some(role("viewer")), role("owner")), &[("editor", None), ("owner", Some(50))]);
        is(Order::Replace(None, role("viewer")), &[("viewer", None)]);
        is(Order::End(Some(9)), &[("editor", Some(9)), ("viewer", Some(9))]);
        is(Order::Extend(10), &[("editor", None), ("viewer", Some(110))]);
        is(Order::Remove, &[]);
        for nothing in [Order::Give(role("editor"), None), Order::Take(role("owner")), Order::Single] {
            assert!(plan(&nothing).is_err(), "{nothing:?}");
        }
    }

    #[test]
    fn what_was_changed_again_is_left_alone() {
        let had = [grant("viewer", None)];
        let is = written(&had);
        let back = wanted(&Order::Restore, &had, (Some("[]"), is.as_deref()), 0);
        assert_eq!(back, Ok(Vec::new()));
        assert!(wanted(&Order::Restore, &[], (Some("[]"), is.as_deref()), 0).is_err());
    }
}

//! What would help, and the form it is done with, filled in. Nothing is done by itself.

use super::{WhyLine, tell::Telling};
use crate::{
    dto::role::words::deed,
    link,
    text::{fill, t},
};
use authz::{
    Atom, Grant, NodeId,
    explain::{Cut, Fix, Join, Miss, Through, Why},
};

/// What would help, the smallest first.
pub(super) fn fixes(telling: &Telling) -> Vec<WhyLine> {
    let why = &telling.told.why;
    let own = telling.leads.caller.name() == why.subject;
    let joins = why.joins.iter().map(|join| self::join(telling, join));
    let fixes = why.fixes.iter().map(|fix| grant(telling, fix));
    let widens = why.widens.iter().map(|fix| widen(telling, fix));
    let mut lines: Vec<WhyLine> = joins.chain(fixes).chain(widens).collect();
    if own {
        // Nobody raises themselves.
        for line in &mut lines {
            line.apply = None;
            t("Somebody else has to do this: nobody gives themselves more.").clone_into(&mut line.note);
        }
    }
    lines
}

fn said<'a>(pairs: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    pairs.iter().map(|(name, text)| (*name, text.as_str())).collect()
}

/// Whom to write into a form.
fn who<'a>(telling: &'a Telling) -> &'a str {
    telling.told.why.acts_for.as_ref().map_or(telling.told.why.subject.as_str(), NodeId::as_str)
}

fn grant(telling: &Telling, Fix { role, on }: &Fix) -> WhyLine {
    let pairs = [("who", telling.subject()), ("role", telling.names.role(role)), ("node", telling.names.node(on))];
    let who = who(telling);
    let project = on.kind() == "project" && telling.leads.may("member:add", on);
    let apply = project.then(|| {
        let add = link::project(on.name(), "members/add");
        link::with_query(&add, &[("who", who), ("roles", role.as_str())])
    });
    let note = match on.kind() {
        "project" if apply.is_some() => String::new(),
        "project" => fill("To add members you need `member:add` on {node}.", &said(&pairs)),
        _ => fill(
            "On the server: `bailiwick role grant {who} {role} --on {on}`",
            &[("who", who), ("role", role.as_str()), ("on", on.as_str())],
        ),
    };
    WhyLine { text: fill("Give {who} the role {role} on {node}.", &said(&pairs)), note, apply }
}

fn join(telling: &Telling, join: &Join) -> WhyLine {
    let pairs = [
        ("who", telling.subject()),
        ("group", telling.names.node(&join.group)),
        ("role", telling.names.role(&join.role)),
        ("node", telling.names.node(&join.on)),
    ];
    let may = telling.leads.may("group:update", &join.group);
    let apply = may.then(|| link::with_query(&link::group(join.group.name(), "add"), &[("who", who(telling))]));
    let text = fill("Put {who} into {group}, which holds {role} on {node}.", &said(&pairs));
    let note = if apply.is_some() {
        String::new()
    } else {
        fill("To put people in you need `group:update` on {group}.", &said(&pairs))
    };
    WhyLine { text, note, apply }
}

fn widen(telling: &Telling, Fix { role, .. }: &Fix) -> WhyLine {
    let permission = telling.told.why.permission.as_str();
    let deed = deed(&telling.told.why.permission);
    let pairs = [("permission", permission.to_owned()), ("deed", deed), ("role", telling.names.role(role))];
    let apply = telling.told.homes.get(role).and_then(|home| telling.leads.cell(role, permission, home, true));
    WhyLine {
        text: fill("Let {role} {deed} (`{permission}`).", &said(&pairs)),
        note: t("Everybody who holds the role gets it. You see who that is before you save.").to_owned(),
        apply,
    }
}

/// Where what stops it is ended.
pub(super) fn cut(telling: &Telling, cut: &Cut) -> Option<String> {
    let leads = telling.leads;
    match cut {
        Cut::Disabled(user) => leads.may("user:update", user).then(|| format!("{}#switch", link::person(user.name()))),
        Cut::Suspended(account) => {
            leads.may("account:update", &NodeId::system()).then(|| link::account(account.name(), "settings"))
        }
        Cut::Archived(nodes) => {
            let project = nodes.iter().find(|node| node.kind() == "project")?;
            Some(link::project(project.name(), "settings"))
        }
        _ => None,
    }
}

/// Where a miss is mended.
pub(super) fn miss(telling: &Telling, miss: &Miss) -> Option<String> {
    match (&miss.why, &miss.through) {
        (Why::Expired(_), Through::Grant(grant)) => longer(telling, telling.told.grants.get(grant)?),
        (Why::NotOwn(_), _) => {
            let node = NodeId::parse(&telling.told.why.node).ok()?;
            settings(telling, &node, &[("owner", who(telling))])
        }
        (Why::Restricted(nodes), _) => settings(telling, nodes.first()?, &[]),
        (Why::Conditions(_), _) => {
            let home = telling.told.homes.get(&miss.role)?;
            telling.leads.cell(&miss.role, telling.told.why.permission.as_str(), home, false)
        }
        _ => None,
    }
}

/// Where a member's end is set.
fn longer(telling: &Telling, grant: &Grant) -> Option<String> {
    let [Atom::User(who) | Atom::Group(who)] = grant.who.as_slice() else { return None };
    let may = grant.on.kind() == "project" && telling.leads.may("member:update", &grant.on);
    may.then(|| link::member(grant.on.name(), who.as_str()))
}

/// The settings of a resource.
fn settings(telling: &Telling, node: &NodeId, filled: &[(&str, &str)]) -> Option<String> {
    let project = telling.told.projects.get(node).filter(|project| *project != node)?;
    let may = telling.leads.may(&format!("{}:update", node.kind()), node);
    may.then(|| link::with_query(&link::node(project.name(), node.as_str(), "settings"), filled))
}

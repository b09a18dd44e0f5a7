//! `bailiwick grant`.

use super::{Context, Failure, or_force, table};
use authz::{
    Atom, NodeId, RoleId,
    action::{AddGrant, ListGrants, RemoveGrant},
};
use clap::Subcommand;
use serde::Serialize;
use std::process::ExitCode;
use store::{AtomKind, AtomText, GrantEdit, GrantLine, Micros, SECOND};
use time::{Date, Month, Time};

/// Most grants read at once.
const PAGE: usize = 100;

/// Grants of every kind: a role on a node for whoever fits all of some conditions.
#[derive(Subcommand)]
pub enum Command {
    /// List the grants made on a node.
    List {
        /// The node.
        #[arg(long, default_value = "system")]
        on: NodeId,
    },
    /// Make a grant.
    Add {
        /// The role.
        role: RoleId,
        /// Whom it is for; several must all hold: user:NAME, group:NAME, group-admins:NAME, account:NAME, label:LABEL,
        /// holder:ROLE@NODE, signed-in, anyone.
        #[arg(long, required = true, value_parser = atom)]
        to: Vec<AtomText>,
        /// The node.
        #[arg(long, default_value = "system")]
        on: NodeId,
        /// The last day it holds, such as 2027-03-31, in UTC.
        #[arg(long, value_parser = last_day)]
        until: Option<Micros>,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Remove a grant.
    Remove {
        /// Its id, as `list` shows it.
        id: String,
        /// The node.
        #[arg(long, default_value = "system")]
        on: NodeId,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
        /// Even if nobody is owner, or administrator, then; the audit log says so.
        #[arg(long)]
        force: bool,
    },
}

#[derive(Serialize)]
struct Row {
    id: String,
    role: String,
    to: Vec<String>,
    until: Option<String>,
    people: Option<usize>,
    ended: bool,
    source: authz::Source,
    author: Option<String>,
}

impl From<GrantLine> for Row {
    fn from(line: GrantLine) -> Self {
        Self {
            id: line.grant.id.to_string(),
            role: line.grant.role.to_string(),
            to: line.grant.who.iter().map(written).collect(),
            until: line.grant.expires_at.map(table::time),
            people: line.people,
            ended: line.ended,
            source: line.grant.source,
            author: line.made.map(|(_, author)| author),
        }
    }
}

/// A condition as `--to` takes it.
fn written(atom: &Atom) -> String {
    match atom {
        Atom::User(id) | Atom::Group(id) | Atom::Account(id) => id.to_string(),
        Atom::GroupAdmins(id) => format!("group-admins:{}", id.name()),
        Atom::AccountLabel(label) => format!("label:{label}"),
        Atom::Holder(role, node) => format!("holder:{role}@{node}"),
        Atom::SignedIn(_) => "signed-in".to_owned(),
        Atom::Anyone(_) => "anyone".to_owned(),
    }
}

fn atom(text: &str) -> Result<AtomText, String> {
    let kinds = "write user:NAME, group:NAME, group-admins:NAME, account:NAME, label:LABEL, holder:ROLE@NODE, signed-in \
                 or anyone";
    let (kind, name) = text.split_once(':').unwrap_or((text, ""));
    let named = |kind| Ok(AtomText::Named(kind, name.to_owned()));
    match (kind, name) {
        ("signed-in", "") => Ok(AtomText::SignedIn),
        ("anyone", "") => Ok(AtomText::Anyone),
        (_, "") => Err(kinds.to_owned()),
        ("user", _) => named(AtomKind::User),
        ("group", _) => named(AtomKind::Group),
        ("group-admins", _) => named(AtomKind::GroupAdmins),
        ("account", _) => named(AtomKind::Account),
        ("label", _) => Ok(AtomText::Label(name.to_owned())),
        ("holder", _) => {
            let (role, node) = name.split_once('@').ok_or("write holder:ROLE@NODE")?;
            Ok(AtomText::Holder(RoleId::parse(role).map_err(|bad| bad.to_string())?, node.to_owned()))
        }
        _ => Err(kinds.to_owned()),
    }
}

/// The end of a day.
fn last_day(text: &str) -> Result<Micros, String> {
    let day = || {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse::<u8>().ok()?, parts.next()?);
        Date::from_calendar_date(year, Month::try_from(month).ok()?, day.parse().ok()?).ok()
    };
    let next = day().and_then(Date::next_day).ok_or("write a day such as 2027-03-31")?;
    Ok(next.with_time(Time::MIDNIGHT).assume_utc().unix_timestamp() * SECOND)
}

/// Runs the command.
pub async fn run(context: &Context<'_>, command: Command) -> Result<ExitCode, Failure> {
    let gate = &context.started.gate;
    match command {
        Command::List { on } => list(context, on).await?,
        Command::Add { role, to, on, until, reason } => {
            let mut proof = gate.permit::<AddGrant>(&context.caller, on.clone()).await?;
            let who = proof.resolve(&to).await?;
            let said = who.iter().map(|atom| format!("`{}`", written(atom))).collect::<Vec<_>>().join(" and ");
            let edit = GrantEdit { who, role: role.clone(), expires_at: until };
            let (id, _) = proof.add(edit, &reason).await?;
            println!("`{id}`: {said} holds `{role}` on `{on}`");
        }
        Command::Remove { id, on, reason, force } => {
            let proof = gate.permit::<RemoveGrant>(&context.caller(force), on.clone()).await?;
            proof.remove(&id, &reason).await.map_err(or_force)?;
            println!("`{id}` is removed from `{on}`");
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(context: &Context<'_>, on: NodeId) -> Result<(), Failure> {
    let (mut rows, mut after): (Vec<Row>, String) = (Vec::new(), String::new());
    let mut proof = context.started.gate.permit::<ListGrants>(&context.caller, on).await?;
    loop {
        let (page, _) = proof.list(false, &after, PAGE).await?;
        rows.extend(page.items.into_iter().map(Row::from));
        match page.next {
            Some(next) => after = next.id,
            None => break,
        }
    }
    table::print(context.json, &["id", "role", "to", "people", "until"], &rows, |row| {
        let people = row.people.map_or_else(|| "everybody".to_owned(), |people| people.to_string());
        let until = row.until.clone().unwrap_or_default();
        vec![row.id.clone(), row.role.clone(), row.to.join(" and "), people, until]
    })
}

#[cfg(test)]
mod tests {
    use super::{atom, last_day, written};
    use authz::{Atom, NodeId, RoleId};
    use store::{AtomKind, AtomText};

    #[test]
    fn conditions_are_written_as_they_are_read() {
        let id = |text: &str| NodeId::parse(text).unwrap();
        let atoms = [
            (Atom::User(id("user:ana")), AtomText::Named(AtomKind::User, "ana".into())),
            (Atom::GroupAdmins(id("group:crew")), AtomText::Named(AtomKind::GroupAdmins, "crew".into())),
            (Atom::Account(id("account:north")), AtomText::Named(AtomKind::Account, "north".into())),
            (Atom::AccountLabel("a:b".into()), AtomText::Label("a:b".into())),
            (
                Atom::Holder(RoleId::parse("owner").unwrap(), id("project:x@y")),
                AtomText::Holder(RoleId::parse("owner").unwrap(), "project:x@y".into()),
            ),
            (Atom::SIGNED_IN, AtomText::SignedIn),
            (Atom::ANYONE, AtomText::Anyone),
        ];
        for (known, text) in atoms {
            assert_eq!(atom(&written(&known)), Ok(text));
        }
        for bad in ["", "user", "user:", "ana", "holder:owner", "everybody"] {
            assert!(atom(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_is_meant_whole() {
        assert_eq!(last_day("2025-11-04"), Ok(1_762_300_800_000_000));
        assert!(last_day("soon").is_err() && last_day("2025-02-30").is_err());
    }
}

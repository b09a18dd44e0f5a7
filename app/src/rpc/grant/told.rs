//! Grants as they are written, and what they mean and would do.

use crate::{
    AppError, Code, calendar,
    context::{caller, gate},
    dto::{AccessView, AtomForm, Choice, GrantForm, GrantTold, HistoryItem, Names, RoleChoice, sentence, whom},
    rpc::member::until,
    text::{fill, plural, said, t},
};
use authz::{Atom, Grant, NodeId, RoleId, action};
use store::{
    AtomKind, AtomText, GrantAction, GrantEdit, GrantLine, GrantTurn, Permitted, RoleName, StoreError,
    port::HistoryRecord,
};

/// The kinds of somebody that conditions name.
pub(super) fn kind_of(kind: &str) -> Option<AtomKind> {
    Some(match kind {
        "user" => AtomKind::User,
        "group" => AtomKind::Group,
        "group_admins" => AtomKind::GroupAdmins,
        "account" => AtomKind::Account,
        _ => return None,
    })
}

fn text(atom: &AtomForm) -> Result<AtomText, AppError> {
    let role = || RoleId::parse(&atom.role).map_err(|_| AppError::invalid("who", t("choose which role they hold")));
    match atom.kind.as_str() {
        "account_label" => Ok(AtomText::Label(atom.name.clone())),
        "holder" => Ok(AtomText::Holder(role()?, atom.name.clone())),
        "signed_in" => Ok(AtomText::SignedIn),
        "anyone" => Ok(AtomText::Anyone),
        kind => match kind_of(kind) {
            Some(kind) => Ok(AtomText::Named(kind, atom.name.clone())),
            None => Err(AppError::invalid("who", t("choose one of the kinds offered"))),
        },
    }
}

/// What the form asks for. `had` is the end of a grant that is there.
///
/// # Errors
/// A field cannot be taken.
pub(super) async fn edit<A: GrantAction>(
    proof: &mut Permitted<A>,
    form: &GrantForm,
    had: Option<i64>,
) -> Result<GrantEdit, AppError> {
    let texts = form.who.iter().filter(|atom| !atom.kind.is_empty()).map(text).collect::<Result<Vec<_>, _>>()?;
    let who = proof.resolve(&texts).await?;
    let role = RoleId::parse(&form.role).map_err(|_| AppError::invalid("role", t("choose a role")))?;
    let keep = form.ends == "keep" && form.date.trim().is_empty();
    let expires_at = if keep { had } else { until(&form.ends, &form.date, proof.now())? };
    Ok(GrantEdit { who, role, expires_at })
}

/// The end of a grant of the node.
pub(super) async fn end_of(id: &NodeId, grant: &str) -> Result<Option<i64>, AppError> {
    let mut proof = gate().permit::<action::ListGrants>(&caller(), id.clone()).await?;
    Ok(proof.get(grant).await?.grant.expires_at)
}

/// What the form means and would do.
///
/// # Errors
/// One may not make, or change, grants there.
pub(super) async fn told(id: NodeId, grant: &str, form: GrantForm) -> Result<GrantTold, AppError> {
    let done = if grant.is_empty() {
        let mut proof = gate().permit::<action::PreviewNewGrant>(&caller(), id).await?;
        if form.who.is_empty() {
            return Ok(GrantTold { form, ..GrantTold::default() });
        }
        match edit(&mut proof, &form, None).await {
            Ok(edit) => match proof.outlook(edit).await {
                Ok(turn) => tell(&mut proof, form.clone(), turn).await,
                Err(error) => Err(error.into()),
            },
            Err(error) => Err(error),
        }
    } else {
        let had = end_of(&id, grant).await?;
        let mut proof = gate().permit::<action::PreviewGrant>(&caller(), id).await?;
        match edit(&mut proof, &form, had).await {
            Ok(edit) => match proof.outlook(grant, edit).await {
                Ok(turn) => tell(&mut proof, form.clone(), turn).await,
                Err(error) => Err(error.into()),
            },
            Err(error) => Err(error),
        }
    };
    done.or_else(|error| match (error.code, error.field) {
        // What was typed stays, and it is said what is wrong with it.
        (Code::Invalid, Some(field)) => {
            let problem = Some((field.into_string(), error.detail));
            Ok(GrantTold { form, problem, ..GrantTold::default() })
        }
        (_, field) => Err(AppError { field, ..error }),
    })
}

async fn tell<A: GrantAction>(
    proof: &mut Permitted<A>,
    form: GrantForm,
    turn: GrantTurn,
) -> Result<GrantTold, AppError> {
    let GrantTurn { before, after, people, some, outlook } = turn;
    let mut nodes: Vec<NodeId> = super::nodes_of(&after.who).chain(some.iter().cloned()).collect();
    nodes.push(after.on.clone());
    let names = Names { nodes: proof.names(&nodes).await?, roles: proof.roles(), now: proof.now() };
    let does = proof.role_abilities(&after.role);
    let same = before.as_ref() == Some(&after);
    let people = people.map(wide);
    Ok(GrantTold {
        form,
        was: before.as_ref().map(mark).unwrap_or_default(),
        sentence: sentence(&after, &does, &names),
        people: meant(people, &some, &names),
        role: names.role(&after.role),
        gives: RoleChoice::new(name_of(&names, &after.role), does).does,
        warning: warning(&after.who, people),
        problem: None,
        outlook: (!same).then(|| AccessView::new(outlook, proof.now())),
    })
}

/// What tells a grant from what it was before or became since.
pub(super) fn mark(grant: &Grant) -> String {
    serde_json::to_string(grant).map(|text| identity::hash_token(&text)).unwrap_or_default()
}

fn name_of(names: &Names, role: &RoleId) -> RoleName {
    RoleName { id: role.clone(), name: names.role(role), description: String::new() }
}

/// A number as it goes over the wire.
fn wide(number: impl TryInto<u64>) -> u64 {
    number.try_into().unwrap_or(u64::MAX)
}

/// How many people it is for, and some of them.
fn meant(people: Option<u64>, some: &[NodeId], names: &Names) -> String {
    let Some(people) = people.map(|people| usize::try_from(people).unwrap_or(usize::MAX)) else { return String::new() };
    let count = plural(people, "That is 1 person now", "That is {n} people now");
    let some: Vec<String> = some.iter().map(|id| names.node(id)).collect();
    match (people, some.is_empty()) {
        (0, _) => t("That is nobody now.").to_owned(),
        (_, true) => format!("{count}."),
        _ if some.len() < people => {
            fill("{count}: {some} and others.", &[("count", &count), ("some", &some.join(", "))])
        }
        _ => fill("{count}: {some}.", &[("count", &count), ("some", &some.join(", "))]),
    }
}

fn warning(who: &[Atom], people: Option<u64>) -> Option<String> {
    let all = |atom: &Atom| matches!(atom, Atom::SignedIn(_) | Atom::Anyone(_));
    let text = if !who.iter().all(all) {
        (people == Some(0)).then(|| t("Nobody fits this now. Whoever comes to fit it later gets it at once."))
    } else if who.contains(&Atom::SIGNED_IN) {
        Some(t(
            "This is for everybody who can sign in, of every account, now and later. Only restricted things stay closed to them.",
        ))
    } else {
        Some(t(
            "This is for everybody, even without signing in, now and later. Only restricted things stay closed to them.",
        ))
    };
    text.map(ToOwned::to_owned)
}

/// A grant that is only looked at.
pub(super) async fn as_it_is(id: &NodeId, line: &GrantLine, names: &Names) -> Result<GrantTold, AppError> {
    let proof = gate().permit::<action::ListGrants>(&caller(), id.clone()).await?;
    let does = proof.role_abilities(&line.grant.role);
    Ok(GrantTold {
        sentence: sentence(&line.grant, &does, names),
        people: meant(line.people.map(wide), &line.some, names),
        role: names.role(&line.grant.role),
        gives: RoleChoice::new(name_of(names, &line.grant.role), does).does,
        ..GrantTold::default()
    })
}

/// What removing it would do.
pub(super) async fn removal(id: NodeId, grant: &str) -> Result<AccessView, AppError> {
    let mut proof = gate().permit::<action::PreviewGrantRemoval>(&caller(), id).await?;
    let outlook = proof.outlook(grant).await?;
    Ok(AccessView::new(outlook, proof.now()))
}

/// Roles that somebody may hold somewhere.
pub(super) fn every_role<A: GrantAction>(proof: &Permitted<A>) -> Vec<Choice> {
    let mut roles = proof.roles();
    roles.sort_by(|one, other| one.name.cmp(&other.name));
    roles.into_iter().map(|role| Choice::new(role.id.as_str(), role.name, "")).collect()
}

/// A grant as one would write it.
pub(super) fn form_of(grant: &Grant, names: &Names) -> GrantForm {
    let who = grant.who.iter().map(|atom| {
        let mut form = AtomForm::new(atom);
        // By name, where it is the only one of that name here.
        if let Atom::Group(id) | Atom::GroupAdmins(id) | Atom::Account(id) = atom {
            let name = names.node(id);
            if names.nodes.iter().filter(|(_, other)| *other == name).count() == 1 {
                form.name = name;
            }
        }
        form
    });
    GrantForm { role: grant.role.to_string(), who: who.collect(), ends: "keep".to_owned(), date: String::new() }
}

/// What was done to a grant.
pub(super) async fn history(id: NodeId, grant: &str, roles: Vec<RoleName>) -> Result<Vec<HistoryItem>, AppError> {
    let mut proof = gate().permit::<action::ReadAudit>(&caller(), id).await?;
    let (lines, mut nodes) = proof.grant_history(grant).await?;
    let kept: Vec<Grant> =
        lines.iter().flat_map(|line| [line.before.as_deref(), line.after.as_deref()]).filter_map(kept).collect();
    let others: Vec<NodeId> = kept.iter().flat_map(|grant| super::nodes_of(&grant.who)).collect();
    let now = proof.now();
    drop(proof);
    nodes.extend(others.into_iter().map(|id| (id, t("something you may not see").to_owned())));
    let names = Names { nodes, roles, now };
    Ok(lines.into_iter().map(|line| history_line(line, &names)).collect())
}

fn kept(json: Option<&str>) -> Option<Grant> {
    serde_json::from_str(json?).ok()
}

fn history_line(line: HistoryRecord, names: &Names) -> HistoryItem {
    let said = |json: Option<&str>| {
        kept(json).map_or_else(String::new, |grant| {
            let (who, role) = (whom(&grant.who, names), names.role(&grant.role));
            let who = who.trim_end_matches(',');
            match grant.expires_at {
                Some(at) => fill(
                    "{who}: {role} until {day}",
                    &[("who", who), ("role", &role), ("day", &calendar::last_day(at))],
                ),
                None => format!("{who}: {role}"),
            }
        })
    };
    let what = match line.action.as_str() {
        "AddGrant" => t("made it"),
        "UpdateGrant" => t("changed it"),
        "RemoveGrant" => t("removed it"),
        _ => t("took back a change of it"),
    };
    HistoryItem {
        at: line.at,
        actor: names.author(&line.actor),
        what: what.to_owned(),
        subject: String::new(),
        before: said(line.before.as_deref()),
        after: said(line.after.as_deref()),
        reason: line.reason.unwrap_or_default(),
        refused: !line.done,
        job: None,
    }
}

/// The store speaks of a grant; on the form that is nothing to fill in.
pub(super) fn about_form(error: StoreError) -> AppError {
    match error {
        StoreError::Invalid { field: "grant", remedy } => AppError::new(Code::Invalid, said(&remedy)),
        error => error.into(),
    }
}

//! Lists as files: comma-separated values (RFC 4180) that a spreadsheet opens and never runs.

use crate::{
    AppError, calendar,
    context::project_id,
    dto::{AccessAnswer, AccessQuery, MemberItem, MemberQuery, Names, SourceChip},
    rpc::{
        explorer::{Asked, answered},
        member::{filter, held},
    },
    text::t,
};
use authz::{
    NodeId,
    action::{ListMembers, ListNodes},
};
use serde::Serialize;
use store::{
    Caller, Denied, Gate, StoreError,
    port::{ItemState, MAX_PAGE, PageRequest},
};

/// The members that fit, as a file. Only for who may change or remove them.
///
/// # Errors
/// There is no such project; one may not change its members.
pub async fn members(gate: &Gate, caller: &Caller, project: &str, query: &MemberQuery) -> Result<String, AppError> {
    let id = project_id(project)?;
    let mut proof = gate.permit::<ListMembers>(caller, id.clone()).await?;
    if proof.may_manage() == [false; 3] {
        return Err(Denied::NotFound.into());
    }
    let filter = filter(query, proof.now());
    let mut file = line(
        &[
            t("id"),
            t("name"),
            t("user name"),
            t("address"),
            t("state"),
            t("second factor"),
            t("roles"),
            t("ends"),
            t("access via"),
            t("last active"),
            t("added"),
            t("added by"),
        ]
        .map(str::to_owned),
    );
    let mut request = PageRequest { limit: MAX_PAGE, ..PageRequest::default() };
    loop {
        let page = proof.list(&filter, &request).await?;
        let nodes = proof.names(&MemberItem::nodes(&page.items)).await?;
        let names = Names { nodes, roles: proof.roles(), now: proof.now() };
        for member in page.items {
            file.push_str(&row(MemberItem::new(member, &id, &names)));
        }
        match page.next {
            Some(next) => request.after = Some(next),
            None => return Ok(file),
        }
    }
}

/// What is in a project, as far as one may see it, as a file that can be imported again.
///
/// # Errors
/// There is no such project, or one may not see it.
pub async fn nodes(gate: &Gate, caller: &Caller, project: &str) -> Result<String, AppError> {
    let mut proof = gate.permit::<ListNodes>(caller, project_id(project)?).await?;
    Ok(proof.export().await?.iter().map(|row| line(row)).collect())
}

/// What became of the members of a job, as a file.
///
/// # Errors
/// There is no such job, or one may not see it.
pub async fn job(gate: &Gate, caller: &Caller, project: &str, job: &str) -> Result<String, AppError> {
    let mut proof = gate.permit::<ListMembers>(caller, project_id(project)?).await?;
    let job = proof.job(job).await?;
    let mut file = line(&[t("id"), t("name"), t("result"), t("why"), t("before"), t("after")].map(str::to_owned));
    let mut after = None;
    loop {
        let items = proof.job_items(&job, None, after, 1_000).await?;
        let Some(last) = items.last().map(|item| item.record.position) else { return Ok(file) };
        after = Some(last);
        for item in items {
            let done = item.record.state == ItemState::Done;
            let (before, now) = if done { (held(&item.before), held(&item.after)) } else { Default::default() };
            let state = item.record.state.to_string();
            file.push_str(&line(&[item.record.subject.to_string(), item.name, state, item.record.note, before, now]));
        }
    }
}

/// One thing that somebody may do somewhere.
#[derive(Serialize)]
struct AccessLine {
    who: String,
    who_name: String,
    permission: String,
    node: String,
    node_name: String,
}

/// Who may do something, where, or what: everything that one may see of it, and whether that is all.
#[derive(Serialize)]
struct AccessFile {
    rows: Vec<AccessLine>,
    withheld: bool,
}

/// Rows of an answer that are worked out at once.
const ACCESS_ROWS: u32 = 10_000;

/// The answer to who, where or what, as comma-separated values; as JSON where that is wanted.
///
/// # Errors
/// Those of the question; one that is not a whole one, or asks why, is not found.
pub async fn access(
    gate: &Gate,
    caller: &Caller,
    project: Option<&str>,
    query: AccessQuery,
    json: bool,
) -> Result<String, AppError> {
    let within = project.map_or_else(|| Ok(NodeId::system()), project_id)?;
    let mut asked = Asked::new(AccessQuery { after: String::new(), ..query }, &within);
    let mut file = AccessFile { rows: Vec::new(), withheld: false };
    loop {
        let Some(AccessAnswer::List(list)) = answered(gate, caller, &mut asked, &within, ACCESS_ROWS).await? else {
            return Err(Denied::NotFound.into());
        };
        file.withheld |= list.withheld;
        file.rows.extend(list.items.into_iter().map(|row| access_line(row.why, row.name, &asked, caller)));
        match list.next {
            Some(next) => asked.query.after = next,
            None => break,
        }
    }
    if json {
        return serde_json::to_string_pretty(&file).map_err(|error| StoreError::database(error).into());
    }
    let mut lines = line(&[t("who"), t("name"), t("permission"), t("on"), t("called")].map(str::to_owned));
    for AccessLine { who, who_name, permission, node, node_name } in file.rows {
        lines.push_str(&line(&[who, who_name, permission, node, node_name]));
    }
    if file.withheld {
        lines.push_str(&line(&[t("(some of it you may not see)").to_owned()]));
    }
    Ok(lines)
}

/// A row, with what the question says of all of them.
fn access_line(why: AccessQuery, name: String, asked: &Asked, caller: &Caller) -> AccessLine {
    let AccessQuery { who, can, on, .. } = why;
    let listed = asked.query.ask.as_str();
    AccessLine {
        who: if who.is_empty() { caller.name().to_owned() } else { who },
        who_name: if listed == "who" { name.clone() } else { asked.who.name.clone() },
        permission: can,
        node: on,
        node_name: if listed == "where" { name } else { asked.on.name.clone() },
    }
}

fn row(item: MemberItem) -> String {
    let time = |at: Option<i64>| at.map(calendar::machine).unwrap_or_default();
    let first = item.roles.iter().min_by_key(|role| role.since);
    let ends: Vec<String> = item.roles.iter().map(|role| time(role.expires_at)).collect();
    let via = |source: &SourceChip| format!("{} · {}", source.role, source.via);
    line(&[
        item.id.clone(),
        item.name.clone(),
        item.username.unwrap_or_default(),
        item.email.unwrap_or_default(),
        if item.active { t("enabled") } else { t("disabled") }.to_owned(),
        if item.mfa { t("yes") } else { t("no") }.to_owned(),
        item.roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>().join("; "),
        ends.join("; "),
        item.sources.iter().map(via).collect::<Vec<_>>().join("; "),
        time(item.seen_at),
        time(first.map(|role| role.since)),
        first.map(|role| role.author.clone()).unwrap_or_default(),
    ])
}

fn line(fields: &[String]) -> String {
    let mut line = fields.iter().map(|field| quoted(field)).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

/// A field in quotes. SECURITY: what a spreadsheet would take for a formula gets an apostrophe before it, so that it is
/// text; names are chosen by people.
fn quoted(field: &str) -> String {
    let formula = field.trim_start().starts_with(['=', '+', '-', '@']) || field.starts_with(['\t', '\r', '\n']);
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{}\"", field.replace('"', "\"\""))
}

/// What a file of a project is called.
pub fn name(project: &NodeId, what: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '-' };
    format!("{}-{what}.csv", project.name().chars().map(plain).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_spreadsheet_runs_nothing() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "  =x", "\t=x", "\r=x"] {
            assert!(quoted(formula).starts_with("\"'"), "{formula}");
        }
        assert_eq!(quoted("Ana \"K\", x"), "\"Ana \"\"K\"\", x\"");
    }
}

//! Route guards in words: what each needs, and what a change would do.

use super::tried;
use crate::{
    AppError, Code,
    context::{caller, gate},
    dto::{DiffLine, RouteDraft, RouteItem, RouteNeedDraft, RoutePage, RouteQuery, RouteTold, RouteTrialPage},
    text::{fill, said, t},
};
use authz::{
    NodeId, Permission, action,
    catalog::{RouteGuard, RouteNeed},
    route::Finding,
};
use store::{RouteChange, RouteRecord, RouteTurn, StoreError};

/// The routes, and what was asked of them.
///
/// # Errors
/// One may not see what the system protects.
pub(super) async fn load(query: RouteQuery) -> Result<RoutePage, AppError> {
    let mut proof = gate().permit::<action::ReadCatalog>(&caller(), NodeId::system()).await?;
    let record = proof.routes();
    let trial = if query.address.is_empty() {
        None
    } else {
        match proof.route_trial(&query.who, &query.method, &query.address).await {
            Ok(trial) => Some(tried::told(&trial, &query)),
            Err(StoreError::Invalid { remedy, .. }) => {
                Some(RouteTrialPage { problem: Some(said(&remedy)), ..RouteTrialPage::default() })
            }
            Err(error) => return Err(error.into()),
        }
    };
    drop(proof);
    let told = if query.draft.act.is_empty() || !record.editable {
        None
    } else {
        Some(told(query.draft.clone(), &record).await?)
    };
    let items = record.routes.iter().zip(&record.owners).enumerate();
    Ok(RoutePage {
        items: items.map(|(at, (route, owner))| item(number(at), route, owner.as_deref(), &record)).collect(),
        viewer: caller().user().map(|user| user.name().to_owned()).unwrap_or_default(),
        form: form(&query, &record),
        permissions: record.permissions.iter().map(ToString::to_string).collect(),
        seen: record.seen,
        editable: record.editable,
        tries_others: record.tries_others,
        told,
        trial,
    })
}

/// A name as code, in a sentence.
pub(super) fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// Something that a request needs, as a form has it.
pub(super) fn need(permission: &Permission, on: &str, under: Option<&str>) -> RouteNeedDraft {
    let under = under.unwrap_or_default().to_owned();
    RouteNeedDraft { permission: permission.to_string(), on: on.to_owned(), under }
}

fn needs(route: &RouteGuard) -> Vec<RouteNeedDraft> {
    route.needs.iter().map(|one| need(&one.permission, &one.on, one.under.as_deref())).collect()
}

/// A number as it goes over the wire.
fn number(count: impl TryInto<u32>) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

fn item(at: u32, route: &RouteGuard, owner: Option<&str>, record: &RouteRecord) -> RouteItem {
    RouteItem {
        at,
        title: route.to_string(),
        needs: needs(route),
        verified: route.nesting_verified,
        file: owner.map(ToOwned::to_owned),
        idle: idle(at, &record.findings, &record.routes),
    }
}

/// That the route that stands there never decides, and why.
fn idle(at: u32, findings: &[Finding], routes: &[RouteGuard]) -> Option<String> {
    findings.iter().find_map(|finding| match finding {
        Finding::Shadowed { route, by } if number(*route) == at => {
            let by: Vec<String> =
                by.iter().filter_map(|other| routes.get(*other)).map(|route| quoted(&route.to_string())).collect();
            Some(fill("All that it takes, {others} takes first.", &[("others", &by.join(t(" and ")))]))
        }
        _ => None,
    })
}

/// The route that is written: as it was sent, or as it is.
fn form(query: &RouteQuery, record: &RouteRecord) -> Option<RouteDraft> {
    if !record.editable || query.edit.is_empty() {
        return None;
    }
    if query.draft.act == "put" {
        return Some(query.draft.clone());
    }
    let had = query.edit.parse::<usize>().ok().and_then(|at| record.routes.get(at).map(|route| (at, route)));
    Some(had.map_or_else(RouteDraft::default, |(at, route)| RouteDraft {
        at: at.to_string(),
        host: route.host.clone().unwrap_or_default(),
        methods: route.methods.join(", "),
        path: route.path.clone(),
        needs: needs(route),
        verified: route.nesting_verified,
        ..RouteDraft::default()
    }))
}

/// The change that a form writes.
///
/// # Errors
/// The field that cannot be taken, and what to write instead.
pub(super) fn change(draft: &RouteDraft) -> Result<RouteChange, (&'static str, String)> {
    let place = || draft.at.parse::<usize>().map_err(|_| ("at", t("choose a route").to_owned()));
    match draft.act.as_str() {
        "drop" => Ok(RouteChange::Drop(place()?)),
        "put" => {
            let at = if draft.at.is_empty() { None } else { Some(place()?) };
            let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            let need = |one: &RouteNeedDraft| {
                let permission = Permission::parse(&one.permission)
                    .map_err(|_| ("needs", t("choose a permission for everything that is needed").to_owned()))?;
                Ok(RouteNeed { permission, on: one.on.trim().to_owned(), under: some(&one.under) })
            };
            let methods = draft.methods.split([',', ' ']).filter(|method| !method.is_empty());
            let route = RouteGuard {
                host: some(&draft.host).map(|host| host.to_lowercase()),
                methods: methods.map(str::to_uppercase).collect(),
                path: draft.path.trim().to_owned(),
                needs: draft.needs.iter().map(need).collect::<Result<_, (&'static str, String)>>()?,
                nesting_verified: draft.verified,
            };
            Ok(RouteChange::Put { at, route })
        }
        _ => Err(("act", t("say what is to be changed").to_owned())),
    }
}

/// What is wrong with the change itself stands above the form; only the reason has a field of its own there.
pub(super) fn about_form(error: StoreError) -> AppError {
    match error {
        StoreError::Invalid { field, remedy } if field != "reason" => AppError::new(Code::Invalid, said(&remedy)),
        error => error.into(),
    }
}

async fn told(mut draft: RouteDraft, record: &RouteRecord) -> Result<RouteTold, AppError> {
    if draft.seen.is_empty() {
        draft.seen.clone_from(&record.seen);
    }
    let change = match change(&draft) {
        Ok(change) => change,
        Err((field, detail)) => {
            return Ok(RouteTold { draft, problem: Some((field.to_owned(), detail)), ..RouteTold::default() });
        }
    };
    let mut proof = gate().permit::<action::PreviewCatalog>(&caller(), NodeId::system()).await?;
    match proof.route_outlook(&change, &draft.seen).await {
        Ok(turn) => Ok(RouteTold {
            draft,
            lines: difference(turn.before.as_ref(), turn.after.as_ref()),
            effects: effects(&turn),
            warnings: warnings(&turn),
            problem: None,
            refused: turn.outlook.refused.map(|refused| said(&refused.remark())),
            changes: turn.before != turn.after,
        }),
        // What was typed stays, and it is said what is wrong with it.
        Err(StoreError::Invalid { field, remedy }) => {
            Ok(RouteTold { draft, problem: Some((field.to_owned(), said(&remedy))), ..RouteTold::default() })
        }
        Err(error) => Err(error.into()),
    }
}

/// What a route says, a line for each thing it needs.
fn lines(route: &RouteGuard) -> Vec<String> {
    let line = |need: &RouteNeed| {
        let (route, permission) = (route.to_string(), need.permission.to_string());
        let values = [("route", route.as_str()), ("permission", permission.as_str()), ("on", need.on.as_str())];
        match &need.under {
            None => fill("{route} needs {permission} on {on}", &values),
            Some(under) => {
                let [route, permission, on] = values;
                fill("{route} needs {permission} on {on} under {under}", &[route, permission, on, ("under", under)])
            }
        }
    };
    route.needs.iter().map(line).collect()
}

fn difference(before: Option<&RouteGuard>, after: Option<&RouteGuard>) -> Vec<DiffLine> {
    let (had, has) = (before.map(lines).unwrap_or_default(), after.map(lines).unwrap_or_default());
    let gone = had.iter().filter(|line| !has.contains(line)).map(|text| DiffLine { gone: true, text: text.clone() });
    let new = has.iter().filter(|line| !had.contains(line)).map(|text| DiffLine { gone: false, text: text.clone() });
    gone.chain(new).collect()
}

/// What a change means for requests.
fn effects(turn: &RouteTurn) -> Vec<String> {
    let RouteTurn { before, after, wider, narrower, .. } = turn;
    if before == after {
        return Vec::new();
    }
    let wide = wider.as_ref().map(|wider| quoted(&wider.to_string()));
    let mut told = Vec::new();
    match (before, after, &wide) {
        (Some(_), None, Some(wider)) => {
            told.push(fill("From then on {wider} decides such requests.", &[("wider", wider)]));
        }
        (Some(_), None, None) => {
            told.push(t("From then on such requests are refused, unless a more specific route takes them.").to_owned());
        }
        (None, Some(_), Some(wider)) => {
            told.push(fill("So far {wider} decides such requests.", &[("wider", wider)]));
        }
        (None, Some(_), None) => {
            told.push(t("So far such requests are refused, unless a more specific route takes them.").to_owned());
        }
        (Some(before), Some(after), _) if before.to_string() != after.to_string() => told.push(fill(
            "What only {before} takes is decided by a wider route from then on, or refused.",
            &[("before", &quoted(&before.to_string()))],
        )),
        _ => {}
    }
    if after.is_some() && !narrower.is_empty() {
        let names: Vec<String> = narrower.iter().map(|route| quoted(&route.to_string())).collect();
        told.push(fill("More specific, and so before it: {routes}.", &[("routes", &names.join(", "))]));
    }
    told.push(
        t("Nobody is given anything by that here: a route says what a request needs, not who holds it.").to_owned(),
    );
    told
}

/// What to be careful about.
fn warnings(turn: &RouteTurn) -> Vec<String> {
    let trusting = turn.after.as_ref().is_some_and(|route| route.nesting_verified);
    let idle = turn.at.and_then(|at| idle(number(at), &turn.findings, &turn.routes));
    let told = t(
        "The application verifies nesting: what nobody registered counts as lying where the address says. If the application does not verify that, whoever writes the address chooses whose rights count.",
    );
    trusting.then(|| told.to_owned()).into_iter().chain(idle).collect()
}

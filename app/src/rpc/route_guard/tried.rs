//! What comes of a request, in words.

use super::told::{need, quoted};
use crate::{
    dto::{AccessQuery, RouteNeedDraft, RouteNeedRow, RouteQuery, RouteTrialPage},
    text::{fill, said, t},
};
use authz::{
    ANONYMOUS,
    route::{Outcome, Status, Why},
};
use store::{RouteTrial, RouteTrialNeed};

/// The whole answer.
pub(super) fn told(trial: &RouteTrial, query: &RouteQuery) -> RouteTrialPage {
    let nobody = trial.subject == ANONYMOUS;
    let who = if nobody { t("Whoever is not signed in").to_owned() } else { query.who.trim().to_owned() };
    let captures = trial.captures.iter().map(|(name, value)| (format!("{{{name}}}"), value.clone()));
    let whys = std::iter::once(String::new()).chain(trial.why.iter().map(|why| told_why(why)));
    RouteTrialPage {
        problem: None,
        sentence: sentence(trial, &who),
        code: trial.status.map(Status::code),
        routes: trial.routes.iter().map(ToString::to_string).zip(whys).collect(),
        captures: captures.collect(),
        needs: trial.needs.iter().map(|need| row(need, &trial.subject)).collect(),
    }
}

fn sentence(trial: &RouteTrial, who: &str) -> String {
    let request = match &trial.request {
        Ok(request) => request,
        Err(why) => {
            return fill("No route can take this: {why}. It is refused, whoever asks.", &[("why", &said(why))]);
        }
    };
    let Some(route) = trial.routes.first() else {
        return fill("No route takes `{request}`: it is refused, whoever asks.", &[("request", request)]);
    };
    let route = route.to_string();
    let values = [("who", who), ("route", route.as_str())];
    match trial.status {
        Some(Status::Allowed) => fill("{who} is let through: `{route}` decides, and all it needs is held.", &values),
        Some(Status::Forbidden) => fill("{who} is refused: `{route}` decides, and not all it needs is held.", &values),
        Some(Status::NotFound) => fill(
            "{who} is told that there is nothing: `{route}` decides, and says no more than they may know.",
            &values,
        ),
        Some(Status::SignIn) => {
            fill("{who} is asked to sign in: `{route}` decides, and not everybody holds what it needs.", &values)
        }
        None => fill(
            "`{route}` decides. What {who} is answered would tell what there is, and that is not for you to know.",
            &values,
        ),
    }
}

/// What makes the route that decides more specific than another.
fn told_why(why: &[Why]) -> String {
    let part = |why: &Why| match why {
        Why::Host => t("it names the host"),
        Why::Methods => t("it names the method"),
        Why::Path => t("its path is narrower"),
    };
    let parts: Vec<&str> = why.iter().map(part).collect();
    fill("The first one goes before it: {reasons}.", &[("reasons", &parts.join(t(" and ")))])
}

fn row(asked: &RouteTrialNeed, subject: &str) -> RouteNeedRow {
    let RouteTrialNeed { permission, on, under, outcome } = asked;
    let under = under.clone().unwrap_or_default();
    let text = match outcome {
        Some(Outcome::Held) => t("They hold it.").to_owned(),
        Some(Outcome::NotHeld) => fill("They do not hold it, and may read {on}.", &[("on", &quoted(on))]),
        Some(Outcome::Hidden) => fill("They do not hold it, and may not know of {on}.", &[("on", &quoted(on))]),
        Some(Outcome::Missing) => fill("There is no {on}.", &[("on", &quoted(on))]),
        Some(Outcome::Elsewhere) => {
            fill("{on} does not lie under {under}.", &[("on", &quoted(on)), ("under", &quoted(&under))])
        }
        Some(Outcome::Unverified) => fill(
            "Nobody registered {on}, so an address cannot say that it lies under {under}.",
            &[("on", &quoted(on)), ("under", &quoted(&under))],
        ),
        None => fill("Either there is no {on} there, or it is not for you to see.", &[("on", &quoted(on))]),
    };
    let refused = matches!(outcome, Some(Outcome::NotHeld | Outcome::Hidden)) && subject != ANONYMOUS;
    let query =
        AccessQuery { who: subject.to_owned(), can: permission.to_string(), on: on.clone(), ..AccessQuery::default() };
    RouteNeedRow {
        need: RouteNeedDraft { under, ..need(permission, on, None) },
        held: outcome.map(|outcome| outcome == Outcome::Held),
        text,
        why: refused.then(|| query.address("/access")),
    }
}

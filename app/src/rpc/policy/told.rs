//! Policies in words: what is worth knowing of them, what a change would do, and what they say of an address.

use crate::{
    AppError, Code,
    context::{caller, gate},
    dto::{
        AccessView, DiffLine, PolicyDraft, PolicyItem, PolicyNote, PolicyPage, PolicyQuery, PolicyRow, PolicyTold,
        TrialPage,
    },
    text::{fill, said, t},
};
use authz::{NodeId, Permission, action, catalog::Policy, policy::Finding};
use std::collections::BTreeMap;
use store::{PolicyCandidate, PolicyChange, PolicyRecord, PolicyTrial, PolicyTurn, StoreError};

/// The policies, and what was asked of them.
///
/// # Errors
/// One may not see what the system protects.
pub(super) async fn load(query: PolicyQuery) -> Result<PolicyPage, AppError> {
    let mut proof = gate().permit::<action::ReadCatalog>(&caller(), NodeId::system()).await?;
    let record = proof.policies();
    let trial = if query.address.is_empty() {
        None
    } else {
        Some(proof.trial(&query.who, &query.action, &query.address).await)
    };
    drop(proof);
    let trial = match trial {
        Some(Ok(trial)) => Some(told_trial(&trial, &query)),
        Some(Err(StoreError::Invalid { remedy, .. })) => {
            Some(TrialPage { problem: Some(said(&remedy)), sentence: String::new(), allowed: None, rows: Vec::new() })
        }
        Some(Err(error)) => return Err(error.into()),
        None => None,
    };
    let told = if query.draft.act.is_empty() || !record.editable {
        None
    } else {
        Some(told(query.draft.clone(), &record).await?)
    };
    let form = form(&query, &record);
    let items = record.policies.iter().zip(&record.owners).enumerate();
    let item = |(at, (policy, owner)): (usize, (&Policy, &Option<String>))| PolicyItem {
        at: number(at),
        pattern: policy.pattern.clone(),
        needs: policy.needs.iter().map(|(action, needs)| (action.clone(), needs.to_string())).collect(),
        file: owner.clone(),
        notes: notes(number(at), &record.findings, &record.policies),
    };
    Ok(PolicyPage {
        items: items.map(item).collect(),
        viewer: caller().user().map(|user| user.name().to_owned()).unwrap_or_default(),
        kinds: record.kinds,
        permissions: record.permissions.iter().map(ToString::to_string).collect(),
        seen: record.seen,
        editable: record.editable,
        tries_others: record.tries_others,
        form,
        told,
        trial,
    })
}

/// A number as it goes over the wire.
fn number(count: impl TryInto<u32>) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

/// The policy that is written: as it was sent, or as it is.
fn form(query: &PolicyQuery, record: &PolicyRecord) -> Option<PolicyDraft> {
    if !record.editable || query.edit.is_empty() {
        return None;
    }
    if query.draft.act == "put" {
        return Some(query.draft.clone());
    }
    let had = query.edit.parse::<usize>().ok().and_then(|at| record.policies.get(at).map(|policy| (at, policy)));
    Some(match had {
        Some((at, policy)) => PolicyDraft {
            at: at.to_string(),
            pattern: policy.pattern.clone(),
            needs: policy.needs.iter().map(|(action, needs)| format!("{action}={needs}")).collect(),
            ..PolicyDraft::default()
        },
        None => PolicyDraft::default(),
    })
}

/// The change that a form writes.
///
/// # Errors
/// The field that cannot be taken, and what to write instead.
pub(super) fn change(draft: &PolicyDraft) -> Result<PolicyChange, (&'static str, String)> {
    let place = || draft.at.parse::<usize>().map_err(|_| ("at", t("choose a policy").to_owned()));
    match draft.act.as_str() {
        "drop" => Ok(PolicyChange::Drop(place()?)),
        "put" => {
            let at = if draft.at.is_empty() { None } else { Some(place()?) };
            let need = |text: &String| {
                let wrong = || ("needs", fill("`{need}` is no choice; load the page again", &[("need", text)]));
                let (action, needs) = text.split_once('=').ok_or_else(wrong)?;
                Ok((action.to_owned(), Permission::parse(needs).map_err(|_| wrong())?))
            };
            let needs = draft.needs.iter().map(need).collect::<Result<BTreeMap<_, _>, (&'static str, String)>>()?;
            Ok(PolicyChange::Put { at, policy: Policy { pattern: draft.pattern.clone(), needs } })
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

async fn told(mut draft: PolicyDraft, record: &PolicyRecord) -> Result<PolicyTold, AppError> {
    if draft.seen.is_empty() {
        draft.seen.clone_from(&record.seen);
    }
    let change = match change(&draft) {
        Ok(change) => change,
        Err((field, detail)) => {
            return Ok(PolicyTold { draft, problem: Some((field.to_owned(), detail)), ..PolicyTold::default() });
        }
    };
    let mut proof = gate().permit::<action::PreviewCatalog>(&caller(), NodeId::system()).await?;
    match proof.policy_outlook(&change, &draft.seen).await {
        Ok(PolicyTurn { before, after, outlook, findings, policies }) => {
            let place = match &change {
                PolicyChange::Put { at, .. } => at.unwrap_or(policies.len().saturating_sub(1)),
                PolicyChange::Drop(_) => usize::MAX,
            };
            let outlook = (before != after).then(|| AccessView::new(outlook, proof.now()));
            let notes = notes(number(place), &findings, &policies);
            Ok(PolicyTold { draft, lines: difference(before.as_ref(), after.as_ref()), notes, problem: None, outlook })
        }
        // What was typed stays, and it is said what is wrong with it.
        Err(StoreError::Invalid { field, remedy }) => {
            Ok(PolicyTold { draft, problem: Some((field.to_owned(), said(&remedy))), ..PolicyTold::default() })
        }
        Err(error) => Err(error.into()),
    }
}

/// What a policy says, a line for each action.
fn lines(policy: &Policy) -> Vec<String> {
    let line = |(action, needs): (&String, &Permission)| {
        let values = [("action", action.as_str()), ("pattern", &policy.pattern), ("needs", needs.as_str())];
        fill("{action} on {pattern} needs {needs}", &values)
    };
    policy.needs.iter().map(line).collect()
}

fn difference(before: Option<&Policy>, after: Option<&Policy>) -> Vec<DiffLine> {
    let (had, has) = (before.map(lines).unwrap_or_default(), after.map(lines).unwrap_or_default());
    let gone = had.iter().filter(|line| !has.contains(line)).map(|text| DiffLine { gone: true, text: text.clone() });
    let new = has.iter().filter(|line| !had.contains(line)).map(|text| DiffLine { gone: false, text: text.clone() });
    gone.chain(new).collect()
}

/// What is worth knowing of the policy that stands there.
fn notes(at: u32, findings: &[Finding], policies: &[Policy]) -> Vec<PolicyNote> {
    let is = |place: &usize| number(*place) == at;
    let pattern = |at: usize| policies.get(at).map(|policy| policy.pattern.clone()).unwrap_or_default();
    let needs = |at: usize, action: &str| {
        policies.get(at).and_then(|policy| policy.needs.get(action)).map(ToString::to_string).unwrap_or_default()
    };
    let note = |finding: &Finding| {
        let (idle, text) = match finding {
            Finding::Dead { policy } if is(policy) => {
                (true, t("It matches nothing that could be asked about: ids begin with their type.").to_owned())
            }
            Finding::NoAction { policy, action } if is(policy) => {
                (true, fill("Nothing that it matches knows the action `{action}`.", &[("action", action)]))
            }
            Finding::Shadowed { policy, action, by } if is(policy) => {
                let by: Vec<String> = by.iter().map(|other| format!("`{}`", pattern(*other))).collect();
                let values = [("action", action.as_str()), ("others", &by.join(t(" and ")))];
                (
                    true,
                    fill(
                        "For `{action}` it adds nothing: whatever it matches, {others} matches too and needs the same.",
                        &values,
                    ),
                )
            }
            Finding::Overlap { one, other, action, example } if is(one) || is(other) => {
                let other = if is(one) { *other } else { *one };
                let values = [
                    ("action", action.clone()),
                    ("other", pattern(other)),
                    ("needs", needs(other, action)),
                    ("example", example.clone()),
                ];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                (
                    false,
                    fill(
                        "For `{action}` it meets `{other}`, which needs `{needs}`, at `{example}` for one: there either is enough.",
                        &values,
                    ),
                )
            }
            Finding::Unknown { policy } if is(policy) => {
                (false, t("What it has in common with others would take too long to say.").to_owned())
            }
            _ => return None,
        };
        Some(PolicyNote { idle, text })
    };
    findings.iter().filter_map(note).collect()
}

fn told_trial(trial: &PolicyTrial, query: &PolicyQuery) -> TrialPage {
    let row = |one: &PolicyCandidate| PolicyRow {
        number: number(one.at + 1),
        pattern: one.pattern.clone(),
        matches: one.matches,
        needs: one.needs.as_ref().filter(|_| one.matches).map(ToString::to_string),
        held: one.held.filter(|_| one.matches),
        decides: one.decides(),
    };
    let decided = trial.candidates.iter().find(|one| one.decides());
    let matching: Vec<&PolicyCandidate> = trial.candidates.iter().filter(|one| one.matches).collect();
    let values = [("who", query.who.as_str()), ("action", &query.action), ("address", &query.address)];
    let with = |more: &[(&str, &str)], form: &'static str| {
        let all: Vec<(&str, &str)> = values.iter().copied().chain(more.iter().copied()).collect();
        fill_with(form, &all)
    };
    let sentence = if !trial.known {
        with(&[], t("No type that policies decide has `{address}` and knows `{action}`: it is never allowed."))
    } else if matching.is_empty() {
        with(&[], t("No policy matches `{address}`: nobody may `{action}` there."))
    } else if matching.iter().all(|one| one.needs.is_none()) {
        with(&[], t("No policy that matches `{address}` says what `{action}` needs: nobody may."))
    } else {
        match (trial.allowed, decided) {
            (Some(true), Some(one)) => {
                let needs = one.needs.as_ref().map(ToString::to_string).unwrap_or_default();
                with(
                    &[("pattern", &one.pattern), ("needs", &needs)],
                    t(
                        "{who} may `{action}` on `{address}`: `{pattern}` decided, because they hold `{needs}` on the whole system.",
                    ),
                )
            }
            (Some(_), _) => with(
                &[],
                t(
                    "{who} may not `{action}` on `{address}`: they hold nothing that a matching policy needs, or are not active.",
                ),
            ),
            (None, _) => {
                let mut needs: Vec<String> =
                    matching.iter().filter_map(|one| one.needs.as_ref()).map(|needs| format!("`{needs}`")).collect();
                needs.dedup();
                with(
                    &[("needs", &needs.join(t(" or ")))],
                    t("Whoever holds {needs} on the whole system may `{action}` on `{address}`."),
                )
            }
        }
    };
    let rows = trial.candidates.iter().map(row).collect();
    TrialPage { problem: None, sentence, allowed: if trial.known { trial.allowed } else { Some(false) }, rows }
}

fn fill_with(form: &'static str, values: &[(&str, &str)]) -> String {
    authz::remark::put(form, |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value))
}

//! An address, an action and somebody: which policies match, and which one decided.

use super::PATH;
use crate::prelude::*;
use crate::{
    dto::{PolicyPage, PolicyQuery, PolicyRow, TrialPage},
    kit::{Chip, ChipTone, GetForm, Notice, NoticeTone, Prose},
    text::{capital, t},
};

/// The form that tries an address, and what came of it.
#[component]
pub(super) fn Trial(
    /// The policies.
    page: PolicyPage,
    /// What was asked.
    asked: PolicyQuery,
) -> impl IntoView {
    let mut actions: Vec<String> = Vec::new();
    for action in page.kinds.iter().flat_map(|(_, actions)| actions) {
        if !actions.contains(action) {
            actions.push(action.clone());
        }
    }
    let first = page.kinds.first().map(|(kind, _)| format!("{kind}:")).unwrap_or_default();
    let options = actions.into_iter().map(|action| {
        let selected = action == asked.action;
        view! { <option value=action.clone() selected=selected>{action.clone()}</option> }
    });
    let hint = if page.tries_others {
        t("A user name, an address, or an id; empty to see who would.")
    } else {
        t("You may ask for yourself; empty to see who would.")
    };
    let options = options.collect_view();
    view! {
        <section class="panel" aria-labelledby="trial">
            <div class="panel-head"><h2 id="trial">{t("Try an address")}</h2></div>
            <div class="panel-body grid gap-5">
                <GetForm path=PATH label=t("Try an address")>
                    <div class="policy-try">
                        <label class="grid gap-1.5 text-sm font-medium">{t("Who")}
                            <input name="who" class="input" value=asked.who placeholder=page.viewer autocomplete="off" autocapitalize="none" aria-describedby="who-hint"/>
                        </label>
                        <label class="grid gap-1.5 text-sm font-medium">{t("does")}
                            <select name="action" class="select">{options}</select>
                        </label>
                        <label class="grid gap-1.5 text-sm font-medium">{t("on the address")}
                            <input name="address" class="input" value=asked.address placeholder=first autocomplete="off" autocapitalize="none" required=true/>
                        </label>
                        <button type="submit" class="btn btn-plain">{t("Try")}</button>
                    </div>
                    <p id="who-hint" class="mt-2 text-sm text-muted">{hint}</p>
                </GetForm>
                <div role="status" class="grid gap-4 empty:hidden">{page.trial.map(|trial| view! { <Answer trial/> })}</div>
            </div>
        </section>
    }
}

#[component]
fn Answer(trial: TrialPage) -> impl IntoView {
    let TrialPage { problem, sentence, allowed, rows } = trial;
    if let Some(problem) = problem {
        return view! { <Notice tone=NoticeTone::Bad><p><Prose text=capital(&problem)/></p></Notice> }.into_any();
    }
    let tone = match allowed {
        Some(true) => NoticeTone::Good,
        Some(false) => NoticeTone::Bad,
        None => NoticeTone::Plain,
    };
    let none = rows.is_empty();
    let rows = rows.into_iter().map(|row| view! { <Row row/> }).collect_view();
    view! {
        <Notice tone><p class="font-medium"><Prose text=capital(&sentence)/></p></Notice>
        {(!none).then(|| view! {
            <table class="rows">
                <thead><tr><th scope="col">{t("Policy")}</th><th scope="col">{t("Matches")}</th><th scope="col">{t("Needs")}</th><th scope="col">{t("Held")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        })}
    }
    .into_any()
}

#[component]
fn Row(row: PolicyRow) -> impl IntoView {
    let PolicyRow { number, pattern, matches, needs, held, decides } = row;
    let yes = |yes: bool| if yes { t("yes") } else { t("no") };
    view! {
        <tr>
            <td><span class="text-muted">{number.to_string()} ". "</span><code class="break-all">{pattern}</code> " " {decides.then(|| view! { <Chip tone=ChipTone::Good>{t("decided")}</Chip> })}</td>
            <td data-label=t("Matches")>{yes(matches)}</td>
            <td data-label=t("Needs")>{match needs {
                Some(needs) => view! { <code>{needs}</code> }.into_any(),
                None => view! { <span class="text-muted">"–"</span> }.into_any(),
            }}</td>
            <td data-label=t("Held")>{match held {
                Some(held) => view! { <span>{yes(held)}</span> }.into_any(),
                None => view! { <span class="text-muted">"–"</span> }.into_any(),
            }}</td>
        </tr>
    }
}

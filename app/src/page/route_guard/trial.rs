//! A request and somebody: which route takes it, what it needs, and what is answered.

use super::{Need, PATH};
use crate::prelude::*;
use crate::{
    dto::{RouteNeedRow, RoutePage, RouteQuery, RouteTrialPage},
    kit::{Chip, ChipTone, GetForm, Notice, NoticeTone, Prose},
    text::{capital, t},
};

/// The methods that are offered.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The form that tries a request, and what came of it.
#[component]
pub(super) fn Trial(
    /// The routes.
    page: RoutePage,
    /// What was asked.
    asked: RouteQuery,
) -> impl IntoView {
    let options =
        METHODS.map(|method| view! { <option value=method selected=method == asked.method>{method}</option> });
    let hint = if page.tries_others {
        t("A user name, an address, or an id; empty for somebody who is not signed in.")
    } else {
        t("You may ask for yourself; empty for somebody who is not signed in.")
    };
    view! {
        <section class="panel" aria-labelledby="trial">
            <div class="panel-head"><h2 id="trial">{t("Try a request")}</h2></div>
            <div class="panel-body grid grid-cols-[minmax(0,1fr)] gap-5">
                <GetForm path=PATH label=t("Try a request")>
                    <div class="policy-try">
                        <label class="grid gap-1.5 text-sm font-medium">{t("Who")}
                            <input name="who" class="input" value=asked.who placeholder=page.viewer autocomplete="off" autocapitalize="none" aria-describedby="who-hint"/>
                        </label>
                        <label class="grid gap-1.5 text-sm font-medium">{t("Method")}
                            <select name="method" class="select">{options.collect_view()}</select>
                        </label>
                        <label class="grid gap-1.5 text-sm font-medium">{t("Address")}
                            <input name="address" class="input" value=asked.address placeholder=t("/path, or https://host/path") autocomplete="off" autocapitalize="none" required=true/>
                        </label>
                        <button type="submit" class="btn btn-plain">{t("Try")}</button>
                    </div>
                    <p id="who-hint" class="mt-2 text-sm text-muted">{hint}</p>
                </GetForm>
                <div role="status" class="grid grid-cols-[minmax(0,1fr)] gap-4 empty:hidden">{page.trial.map(|trial| view! { <Answer trial/> })}</div>
            </div>
        </section>
    }
}

#[component]
fn Answer(trial: RouteTrialPage) -> impl IntoView {
    let RouteTrialPage { problem, sentence, code, routes, captures, needs } = trial;
    if let Some(problem) = problem {
        return view! { <Notice tone=NoticeTone::Bad><p><Prose text=capital(&problem)/></p></Notice> }.into_any();
    }
    let tone = match code {
        Some(200) => NoticeTone::Good,
        Some(_) => NoticeTone::Bad,
        None => NoticeTone::Plain,
    };
    view! {
        <Notice tone><p class="wrap-anywhere"><span class="font-medium tabular-nums">{code.map(|code| code.to_string())}</span> " " <Prose text=capital(&sentence)/></p></Notice>
        <Needs needs/>
        <Captures captures/>
        <Taking routes/>
    }
    .into_any()
}

#[component]
fn Needs(needs: Vec<RouteNeedRow>) -> impl IntoView {
    let none = needs.is_empty();
    let rows = needs.into_iter().map(|row| {
        let RouteNeedRow { need, held, text, why } = row;
        let (tone, word) = match held {
            Some(true) => (ChipTone::Good, t("yes")),
            Some(false) => (ChipTone::Bad, t("no")),
            None => (ChipTone::Hollow, t("not told")),
        };
        let why = why.map(|href| view! { <a class="link touch" href=href>{t("Why?")}</a> });
        view! {
            <tr>
                <td><Need need/></td>
                <td data-label=t("Held")><Chip tone>{word}</Chip></td>
                <td data-label=t("Because")><span class="min-w-0 wrap-anywhere"><Prose text/> " " {why}</span></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    (!none).then(|| view! {
        <table class="rows">
            <thead><tr><th scope="col">{t("What it needs")}</th><th scope="col">{t("Held")}</th><th scope="col">{t("Because")}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    })
}

/// What the path says, by name.
#[component]
fn Captures(captures: Vec<(String, String)>) -> impl IntoView {
    let none = captures.is_empty();
    let rows = captures.into_iter().map(|(name, value)| {
        view! { <li><code>{name}</code> {t(" is ")} <code class="wrap-anywhere">{value}</code></li> }
    });
    let rows = rows.collect_view();
    (!none).then(|| {
        view! {
            <div class="grid grid-cols-[minmax(0,1fr)] gap-2">
                <h3 class="text-sm font-medium">{t("What the path says")}</h3>
                <ul class="grid gap-1 text-sm">{rows}</ul>
            </div>
        }
    })
}

/// The routes that take it, and why the first one decides.
#[component]
fn Taking(routes: Vec<(String, String)>) -> impl IntoView {
    let none = routes.is_empty();
    let rows = routes.into_iter().enumerate().map(|(at, (route, why))| {
        let decided = (at == 0).then(|| view! { <Chip tone=ChipTone::Good>{t("decides")}</Chip> });
        view! { <li class="grid gap-0.5"><span class="wrap-anywhere"><code>{route}</code> " " {decided}</span> <span class="text-sm text-muted empty:hidden">{why}</span></li> }
    });
    let rows = rows.collect_view();
    (!none).then(|| {
        view! {
            <div class="grid gap-2">
                <h3 class="text-sm font-medium">{t("Routes that take it")}</h3>
                <ol class="grid gap-2">{rows}</ol>
            </div>
        }
    })
}

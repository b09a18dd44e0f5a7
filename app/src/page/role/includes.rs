//! What includes what, drawn as trees, and the choice of what the role includes itself.

use super::Asked;
use crate::prelude::*;
use crate::{
    dto::{Choice, IncludesPage, RolePage, TreeNode},
    kit::GetForm,
    link,
    text::{fill, t},
};

/// Sizes of the drawing, in pixels: a row, a step to the right, and the letters that fit.
const ROW: u32 = 44;
const STEP: u32 = 24;
const LETTERS: usize = 26;

/// What includes what.
#[component]
pub(super) fn Includes(
    /// The role.
    page: RolePage,
    /// Around it.
    includes: IncludesPage,
) -> impl IntoView {
    let IncludesPage { below, above, hidden, choices } = includes;
    let name = [("role", page.name.as_str())];
    let (is_below, is_above) = (below.len() > 1, above.len() > 1);
    let below_label = fill("What {role} includes", &name);
    let above_label = fill("What includes {role}", &name);
    let editable = page.lock.is_none();
    view! {
        <div class="grid items-start gap-6 md:grid-cols-2">
            <section class="panel" aria-labelledby="below">
                <div class="panel-head"><h2 id="below">{t("It includes")}</h2></div>
                <div class="panel-body">
                    {if is_below {
                        view! { <Tree nodes=below label=below_label/> }
                    } else {
                        view! { <p class="text-muted">{t("No other role: it gives its own entries only.")}</p> }
                    }}
                </div>
            </section>
            <section class="panel" aria-labelledby="above">
                <div class="panel-head"><h2 id="above">{t("It is included by")}</h2></div>
                <div class="panel-body grid gap-3">
                    {if is_above {
                        view! { <Tree nodes=above label=above_label/> }
                    } else {
                        view! { <p class="text-muted">{t("No other role that you may see.")}</p> }
                    }}
                    {hidden.then(|| view! { <p class="text-sm text-muted">{t("Some that you may not see include it, too.")}</p> })}
                </div>
            </section>
        </div>
        {editable.then(|| view! { <Choose page choices/> })}
    }
}

/// A tree, a row for each role; every role is a link to its page.
#[component]
fn Tree(nodes: Vec<TreeNode>, label: String) -> impl IntoView {
    let height = u32::try_from(nodes.len()).unwrap_or(1) * ROW;
    let middle = |row: u32| row * ROW + ROW / 2;
    let lines: Vec<String> = (0_u32..)
        .zip(&nodes)
        .skip(1)
        .map(|(row, node)| {
            let (x, to) = (node.depth * STEP - STEP / 2, middle(row));
            format!("M{x} {} V{to} H{}", middle(node.parent) + 14, x + STEP / 2)
        })
        .collect();
    let lines = lines.into_iter().map(|way| view! { <path class="role-edge" d=way></path> }).collect_view();
    let rows = (0_u32..).zip(nodes).map(|(row, node)| view! { <Knot row node/> }).collect_view();
    view! {
        <svg class="role-tree" role="group" aria-label=label width="100%" height=height.to_string()>
            <g aria-hidden="true">{lines}</g>
            {rows}
        </svg>
    }
}

#[component]
fn Knot(row: u32, node: TreeNode) -> impl IntoView {
    let TreeNode { label, href, depth, again, .. } = node;
    let (x, y) = (depth * STEP, row * ROW);
    let mut shown: String = label.chars().take(LETTERS).collect();
    if shown.len() < label.len() {
        shown.push('…');
    }
    let width = u32::try_from(shown.chars().count()).unwrap_or(8) * 9 + 24;
    let (again_width, name) = (x + width + 8, label.clone());
    let again = again.then(|| {
        view! {
            <text class="role-again" x=again_width.to_string() y=(y + ROW / 2 + 5).to_string()>{t("see above")}</text>
        }
    });
    let class = if href.is_some() { "role-knot" } else { "role-knot role-knot-self" };
    let inside = view! {
        <g>
            <rect class=class x=(x + 1).to_string() y=(y + 6).to_string() width=width.to_string() height=(ROW - 12).to_string() rx="6"></rect>
            <text class="role-name" x=(x + 13).to_string() y=(y + ROW / 2 + 5).to_string()>{shown}</text>
        </g>
    };
    match href {
        Some(href) => view! {
            <g>
                <a href=href aria-label=name class="role-link">
                    // A finger hits all of the row, not only what is drawn.
                    <rect x=x.to_string() y=y.to_string() width=(width + 2).to_string() height=ROW.to_string() fill="transparent"></rect>
                    {inside}
                </a>
                {again}
            </g>
        },
        None => view! { <g>{inside} {again}</g> },
    }
}

#[component]
fn Choose(page: RolePage, choices: Vec<(Choice, bool)>) -> impl IntoView {
    let none = choices.is_empty();
    let boxes = choices.into_iter().map(|(role, chosen)| {
        view! {
            <li><label class="role-choice touch">
                <input type="checkbox" class="checkbox" name="include" value=role.value checked=chosen/>
                <span class="min-w-0 break-words">{role.label}</span>
            </label></li>
        }
    });
    view! {
        <section class="panel max-w-3xl" aria-labelledby="choose">
            <div class="panel-head"><h2 id="choose">{t("What it includes itself")}</h2></div>
            <div class="panel-body">
                {none.then(|| view! { <p class="text-muted">{t("There is no role that it could include.")}</p> })}
                <GetForm path=link::role(&page.node, &page.id) label=t("What it includes itself")>
                    <Asked part="includes" act="includes" version=page.version/>
                    <p class="mb-3 text-sm text-muted">{t("Only roles that can be included are offered: at home here or above, and none that includes this one, so there is never a circle.")}</p>
                    <ul class="role-choices">{boxes.collect_view()}</ul>
                    {(!none).then(|| view! { <button type="submit" class="btn btn-primary mt-4">{t("See what it would do")}</button> })}
                </GetForm>
            </div>
        </section>
    }
}

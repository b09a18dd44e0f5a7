//! What a role was: two versions side by side, and back to one.

use super::{address, told::DiffList};
use crate::prelude::*;
use crate::{
    dto::{RolePage, VersionItem, VersionsPage},
    kit::{GetForm, Time},
    link,
    text::{fill, plural, t},
};

/// What the role was.
#[component]
pub(super) fn Versions(
    /// The role.
    page: RolePage,
    /// Its versions.
    versions: VersionsPage,
) -> impl IntoView {
    let VersionsPage { items, at, diff, lines } = versions;
    let now = page.version.to_string();
    let back = (page.lock.is_none() && at != page.version && items.iter().any(|item| item.version == at)).then(|| {
        let wanted = at.to_string();
        let pairs = [("at", wanted.as_str()), ("do", "restore"), ("entry", wanted.as_str()), ("version", now.as_str())];
        let href = format!("{}#what-it-would-do", address(&page, "versions", &pairs));
        view! { <a class="btn btn-plain w-fit" href=href>{fill("Go back to version {n}…", &[("n", &wanted)])}</a> }
    });
    let pick = |name: &'static str, label: &'static str, chosen: Option<u64>| {
        let options = items.iter().map(|item| {
            let values = [("n", item.version.to_string()), ("author", item.author.clone())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            let text = fill("Version {n}, {author}", &values);
            view! { <option value=item.version.to_string() selected=Some(item.version) == chosen>{text}</option> }
        });
        view! {
            <label class="grid gap-1.5 text-sm font-medium">{label}
                <select name=name class="select">{options.collect_view()}</select>
            </label>
        }
    };
    let head = match diff {
        Some(diff) => {
            let count = plural(lines.len(), "{n} difference", "{n} differences");
            let values = [("count", count), ("at", at.to_string()), ("diff", diff.to_string())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            fill("{count} in version {at}, compared with version {diff}", &values)
        }
        None => t("There is only one version.").to_owned(),
    };
    let (at_pick, diff_pick) = (pick("at", t("Version"), Some(at)), pick("diff", t("Compared with"), diff));
    let list = items.into_iter().map(|item| view! { <Line page=page.clone() item at/> }).collect_view();
    view! {
        <section class="panel max-w-3xl" aria-labelledby="compare">
            <div class="panel-head"><h2 id="compare">{t("Compare two versions")}</h2></div>
            <div class="panel-body grid gap-4">
                <GetForm path=link::role(&page.node, &page.id) label=t("Compare two versions")>
                    <input type="hidden" name="part" value="versions"/>
                    <div class="flex flex-wrap items-end gap-3">
                        {at_pick} {diff_pick}
                        <button type="submit" class="btn btn-plain">{t("Compare")}</button>
                    </div>
                </GetForm>
                <div class="grid gap-3" role="status">
                    <h3>{head}</h3>
                    <DiffList lines/>
                </div>
                {back}
            </div>
        </section>
        <section class="panel max-w-3xl" aria-labelledby="all">
            <div class="panel-head"><h2 id="all">{t("All versions")}</h2></div>
            <ol class="divide-y divide-line border-t border-line">{list}</ol>
        </section>
    }
}

#[component]
fn Line(page: RolePage, item: VersionItem, at: u64) -> impl IntoView {
    let number = item.version.to_string();
    let href = address(&page, "versions", &[("at", &number)]);
    let here = (item.version == at).then_some("true");
    view! {
        <li class="flex flex-wrap items-baseline gap-x-3 px-5 py-2.5">
            <a class="link touch font-medium" href=href aria-current=here>{fill("Version {n}", &[("n", &number)])}</a>
            <span class="text-muted">{item.author} ", " <Time at=item.at/></span>
        </li>
    }
}

//! Who holds a role, and through what.

use crate::prelude::*;
use crate::{
    dto::{HoldingItem, HoldingsPage, RolePage},
    kit::{Empty, Ends, Glyph, Pager},
    link,
    text::{fill, number, plural, t},
};

/// Who holds the role.
#[component]
pub(super) fn Holders(
    /// The role.
    page: RolePage,
    /// The holders.
    holders: HoldingsPage,
) -> impl IntoView {
    let HoldingsPage { items, next, after, withheld } = holders;
    let list = if items.is_empty() {
        view! { <Empty glyph=Glyph::People title=t("Nobody whom you may see") text=t("Whoever is given the role, or a role that includes it, stands here.")/> }
    } else {
        let rows = items.into_iter().map(|item| view! { <Row item/> }).collect_view();
        view! {
            <table class="rows">
                <thead><tr><th scope="col">{t("Who")}</th><th scope="col">{t("On")}</th><th scope="col">{t("Through")}</th><th scope="col">{t("How long")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    };
    view! {
        <section aria-label=t("Holders")>
            <div class="panel">{list}</div>
            {withheld.then(|| view! { <p class="pt-3 text-sm text-muted">{t("Those you may not see are left out.")}</p> })}
            <Pager path=link::role(&page.node, &page.id) filter=vec![("part", "holders".to_owned())] after next/>
        </section>
    }
}

#[component]
fn Row(item: HoldingItem) -> impl IntoView {
    let HoldingItem { who, people, some, on, through, href, expires_at } = item;
    let people = people.filter(|people| *people != 1 || some.first() != Some(&who)).map(|people| {
        let count = plural(usize::try_from(people).unwrap_or(usize::MAX), "{n} person", "{n} people");
        let left = people.saturating_sub(u64::try_from(some.len()).unwrap_or(u64::MAX));
        match (some.is_empty(), left) {
            (true, _) => count,
            (false, 0) => format!("{count}: {}", some.join(", ")),
            (false, left) => {
                let said = [("count", count.as_str()), ("some", &some.join(", ")), ("left", &number(left))];
                fill("{count}: {some} and {left} more", &said)
            }
        }
    });
    let through = if through.is_empty() { t("the role itself").to_owned() } else { through };
    view! {
        <tr>
            <td>
                <a class="link-quiet touch font-medium" href=href>{who}</a>
                {people.map(|text| view! { <p class="text-sm text-muted">{text}</p> })}
            </td>
            <td data-label=t("On")>{on}</td>
            <td data-label=t("Through")>{through}</td>
            <td>{match expires_at {
                Some(at) => view! { <Ends at/> }.into_any(),
                None => view! { <span class="text-muted">{t("for good")}</span> }.into_any(),
            }}</td>
        </tr>
    }
}

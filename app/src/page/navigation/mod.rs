//! The navigation: how it is made, how it looks for others.

mod entry;

pub use entry::EntryPage;

use crate::prelude::*;
use crate::{
    AppError,
    dto::{Choice, NavLink, NavPage, NavRow},
    frame::icon_of,
    kit::{
        Chip, ChipTone, Confirm, FormError, GetForm, Glyph, Icon, LinkButton, Load, PageHeader, Prose, Reason, Select,
        Submit, Tone, refusal,
    },
    link,
    page::query,
    rpc::navigation::{ResetNavigation, load_navigation},
    text::{fill, t},
};
use leptos::form::ActionForm;

/// The navigation.
#[component]
pub fn NavigationPage() -> impl IntoView {
    let (role, saved) = (query("as"), query("saved"));
    let reset = ServerAction::<ResetNavigation>::new();
    let page = Resource::new(move || (role.get(), saved.get()), |(role, _)| load_navigation(role));
    view! { <Load resource=page view=move |page| view! { <Page page reset/> }/> }
}

#[component]
fn Page(page: NavPage, reset: ServerAction<ResetNavigation>) -> impl IntoView {
    let NavPage { rows, own, preview, role, roles } = page;
    let rows = rows.into_iter().map(|row| view! { <Row row/> }).collect_view();
    view! {
        <PageHeader
            title=t("Navigation")
            text=t("What is in the menu, for whom. It hides what leads nowhere; it protects nothing: every page asks for itself.")
        >
            <LinkButton href=link::navigation(link::NEW) label=t("New entry") glyph=Glyph::Plus/>
        </PageHeader>
        <div class="nav-page">
            <section class="panel" aria-labelledby="entries">
                <div class="panel-head"><h2 id="entries">{t("Entries")}</h2></div>
                <ol class="nav-rows">{rows}</ol>
                {(!own).then(|| view! { <div class="panel-body border-t border-line"><Reset action=reset/></div> })}
            </section>
            <section class="panel" aria-labelledby="looks">
                <div class="panel-head"><h2 id="looks">{t("How it looks")}</h2></div>
                <div class="panel-body grid gap-4">
                    <GetForm path="/settings/navigation" label=t("Look at it as")>
                        <div class="grid gap-3">
                            <As roles role/>
                            <div><button type="submit" class="btn btn-plain">{t("Show")}</button></div>
                        </div>
                    </GetForm>
                    <Preview links=preview/>
                </div>
            </section>
        </div>
    }
    .into_any()
}

/// Whose eyes it is looked at through.
#[component]
fn As(roles: Vec<Choice>, role: String) -> impl IntoView {
    let none: Signal<Option<AppError>> = Signal::stored(None);
    view! { <Select name="as" label=t("For somebody who holds") options=roles value=role error=none/> }.into_any()
}

#[component]
fn Row(row: NavRow) -> impl IntoView {
    let NavRow { id, label, href, icon, depth, who, feature } = row;
    let indent = match depth {
        0 => "nav-row",
        1 => "nav-row nav-row-1",
        _ => "nav-row nav-row-2",
    };
    let heading = href.is_empty();
    let feature = feature.map(|(name, on)| {
        let name = [("name", name.as_str())];
        let text = if on { fill("feature {name}: on", &name) } else { fill("feature {name}: off", &name) };
        view! { <Chip tone=ChipTone::Hollow>{text}</Chip> }
    });
    view! {
        <li class=indent>
            <Icon glyph=icon_of(&icon) size=20/>
            <div class="grid min-w-0 gap-0.5">
                <p class="flex flex-wrap items-center gap-x-3">
                    <a class="link touch font-medium" href=link::navigation(&id)>{label}</a>
                    {if heading {
                        view! { <span class="text-sm text-muted">{t("heading")}</span> }
                    } else {
                        view! { <code class="text-sm break-all text-muted">{href}</code> }
                    }}
                </p>
                <p class="text-sm text-muted"><Prose text=who/></p>
                {feature}
            </div>
        </li>
    }
    .into_any()
}

/// The navigation as somebody would see it; nothing in it leads anywhere.
#[component]
fn Preview(links: Vec<NavLink>) -> impl IntoView {
    view! { <div class="nav-preview" role="group" aria-label=t("Preview")><ul>{drawn(links)}</ul></div> }.into_any()
}

fn drawn(links: Vec<NavLink>) -> AnyView {
    let one = |link: NavLink| {
        let inner = (!link.inner.is_empty()).then(|| view! { <ul>{drawn(link.inner)}</ul> });
        if link.href.is_empty() {
            view! { <li><p class="frame-heading">{link.label}</p>{inner}</li> }
        } else {
            view! {
                <li>
                    <p class="nav-drawn">
                        <Icon glyph=icon_of(&link.icon) size=20/>
                        {link.label}
                        {link.outside.then(|| view! { <Icon glyph=Glyph::Outside size=14/> })}
                    </p>
                    {inner}
                </li>
            }
        }
    };
    links.into_iter().map(one).collect_view().into_any()
}

#[component]
fn Reset(action: ServerAction<ResetNavigation>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <Confirm label=t("As the console brings it…") glyph=Glyph::Undo open=error.get_untracked().is_some()>
            <ActionForm action>
                <div class="grid gap-4">
                    <p>{t("Every entry that was made goes, and the console's own are as they were.")}</p>
                    <FormError error fields=&["reason"]/>
                    <Reason error/>
                    <div><Submit label=t("Put it back") tone=Tone::Danger pending=action.pending()/></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}

//! The navigation: how it is made, how it looks for others, changing it.

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{NavForm, NavPage, NavPartPage},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, backend, caller, gate},
        dto::{Choice, NavAsk, NavLink, NavRow},
        frame::ICONS,
        link,
        text::{fill, t},
    },
    authz::{NodeId, RoleId, action},
    store::{
        Denied, Permitted,
        navigation::{NavEntry, NavNeed, NavNode, Navigation},
        navigation_seen,
    },
};

/// How the navigation is made, and how it looks for who holds a role.
///
/// # Errors
/// One may not change the system.
#[server(prefix = "/rpc", endpoint = "load_navigation", input = Json, output = Json)]
pub async fn load_navigation(#[server(default)] role: String) -> Result<NavPage, AppError> {
    answer(async {
        let mut proof = reading().await?;
        let navigation = proof.get().await?;
        let rows = rows(&navigation.entries(), "", 0);
        let preview = preview(&proof, &navigation, &role);
        Ok::<_, AppError>(NavPage { rows, own: navigation.is_own(), preview, roles: roles(&proof), role })
    })
    .await
}

#[cfg(feature = "ssr")]
async fn reading() -> Result<Permitted<action::ReadNavigation>, AppError> {
    Ok(gate().permit::<action::ReadNavigation>(&caller(), NodeId::system()).await?)
}

/// An entry, and how the navigation would look if it was as it is written.
///
/// # Errors
/// One may not change the system; there is no such entry.
#[server(prefix = "/rpc", endpoint = "load_navigation_entry", input = Json, output = Json)]
pub async fn load_navigation_entry(
    #[server(default)] entry: String,
    #[server(default)] form: NavForm,
    #[server(default)] role: String,
) -> Result<NavPartPage, AppError> {
    answer(async {
        let mut proof = reading().await?;
        let navigation = proof.get().await?;
        let had = navigation.find(&entry);
        if had.is_none() && !entry.is_empty() {
            return Err(AppError::from(Denied::NotFound));
        }
        Ok(part(&proof, &navigation, had.as_ref(), form, role))
    })
    .await
}

#[cfg(feature = "ssr")]
fn part(
    proof: &Permitted<action::ReadNavigation>,
    navigation: &Navigation,
    had: Option<&NavEntry>,
    form: NavForm,
    role: String,
) -> NavPartPage {
    let id = had.map(|entry| entry.id.clone()).unwrap_or_default();
    let (shown, problem) = match form.look.then(|| draft(proof, navigation, &id, &form)) {
        None => (None, None),
        Some(Ok(draft)) => (Some(preview(proof, &draft, &role)), None),
        // What was written stays, and it is said what is wrong with it.
        Some(Err(error)) => (None, Some((error.field.map(Into::into).unwrap_or_default(), error.detail))),
    };
    let none = Choice::new("", t("Nothing: at the top"), "");
    let others = navigation.entries().into_iter().filter(|entry| entry.id != id);
    let inside = others.map(|entry| Choice::new(entry.id.clone(), label(&entry), "")).collect::<Vec<_>>();
    NavPartPage {
        seen: navigation_seen(had),
        label: had.map(label).unwrap_or_default(),
        form: if form.look { form } else { had.map_or_else(fresh, form_of) },
        inside: std::iter::once(none).chain(inside).collect(),
        icons: ICONS.iter().map(|(name, _, words)| Choice::new(*name, *words, "")).collect(),
        kinds: proof.kinds(),
        permissions: proof.asked().iter().map(ToString::to_string).collect(),
        preview: shown,
        roles: roles(proof),
        role,
        problem,
        id,
    }
}

/// A new entry, as it begins.
#[cfg(feature = "ssr")]
fn fresh() -> NavForm {
    NavForm { icon: "link".to_owned(), weight: "200".to_owned(), ..NavForm::default() }
}

/// The navigation with the entry in it as it is written.
#[cfg(feature = "ssr")]
fn draft(
    proof: &Permitted<action::ReadNavigation>,
    navigation: &Navigation,
    id: &str,
    form: &NavForm,
) -> Result<Navigation, AppError> {
    let mut entry = entry_of(id, form)?;
    if entry.id.is_empty() {
        "a draft".clone_into(&mut entry.id);
    }
    proof.check(&entry)?;
    Ok(navigation.with(entry)?)
}

/// The entry that the form asks for.
#[cfg(feature = "ssr")]
fn entry_of(id: &str, form: &NavForm) -> Result<NavEntry, AppError> {
    let text = |text: &str| text.trim().to_owned();
    let weight = form.weight.trim();
    let weight = if weight.is_empty() { Ok(0) } else { weight.parse() };
    let label = text(&form.label);
    let need = |ask: &NavAsk| NavNeed { permission: text(&ask.permission), on: text(&ask.on) };
    Ok(NavEntry {
        id: id.to_owned(),
        // The console's own name follows the language of who reads it.
        label: if own_label(id) == Some(label.as_str()) { String::new() } else { label },
        href: text(&form.href),
        icon: text(&form.icon),
        inside: text(&form.inside),
        weight: weight.map_err(|_| AppError::invalid("weight", t("write a number from -10000 to 10000")))?,
        prefix: text(&form.prefix),
        feature: text(&form.feature),
        needs: form.needs.iter().filter(|ask| !ask.permission.trim().is_empty()).map(need).collect(),
    })
}

#[cfg(feature = "ssr")]
fn form_of(entry: &NavEntry) -> NavForm {
    let ask = |need: &NavNeed| NavAsk { permission: need.permission.clone(), on: need.on.clone() };
    NavForm {
        look: false,
        label: label(entry),
        href: entry.href.clone(),
        icon: entry.icon.clone(),
        inside: entry.inside.clone(),
        weight: entry.weight.to_string(),
        prefix: entry.prefix.clone(),
        feature: entry.feature.clone(),
        needs: entry.needs.iter().map(ask).collect(),
    }
}

/// What the console calls its own pages.
#[cfg(feature = "ssr")]
fn own_label(id: &str) -> Option<&'static str> {
    Some(match id {
        "home" => t("Home"),
        "projects" => t("Projects"),
        "people" => t("People"),
        "groups" => t("Groups"),
        "accounts" => t("Accounts"),
        "roles" => t("Roles"),
        "grants" => t("Grants"),
        "access" => t("Access"),
        "catalog" => t("Catalog"),
        "audit" => t("Audit"),
        "navigation" => t("Navigation"),
        _ => return None,
    })
}

#[cfg(feature = "ssr")]
fn label(entry: &NavEntry) -> String {
    if entry.label.is_empty() { own_label(&entry.id).unwrap_or_default().to_owned() } else { entry.label.clone() }
}

/// First parts of the paths that are pages of the console.
#[cfg(feature = "ssr")]
const PAGES: [&str; 12] = [
    "", "projects", "people", "groups", "accounts", "roles", "grants", "access", "catalog", "settings", "audit",
    "profile",
];

/// Entries as they are shown.
#[cfg(feature = "ssr")]
pub(crate) fn links(nodes: Vec<NavNode>) -> Vec<NavLink> {
    let link = |NavNode { entry, inner }: NavNode| {
        let path = entry.href.split(['?', '#']).next().unwrap_or_default();
        let page = path.strip_prefix('/').map(|path| path.split('/').next().unwrap_or_default());
        let mark = match (entry.prefix.is_empty(), page) {
            (false, _) => entry.prefix.clone(),
            (true, Some(_)) => path.to_owned(),
            (true, None) => String::new(),
        };
        NavLink {
            label: label(&entry),
            outside: !entry.href.is_empty() && !page.is_some_and(|page| PAGES.contains(&page)),
            icon: entry.icon.clone(),
            href: entry.href.clone(),
            mark,
            inner: links(inner),
        }
    };
    nodes.into_iter().map(link).collect()
}

#[cfg(feature = "ssr")]
fn preview(proof: &Permitted<action::ReadNavigation>, navigation: &Navigation, role: &str) -> Vec<NavLink> {
    let role = RoleId::parse(role).ok();
    links(proof.as_role(navigation, role.as_ref(), &backend().features))
}

/// Roles to look at the navigation as.
#[cfg(feature = "ssr")]
fn roles(proof: &Permitted<action::ReadNavigation>) -> Vec<Choice> {
    let none = Choice::new("", t("Somebody who was given nothing"), "");
    let roles = proof.roles().into_iter().map(|role| Choice::new(role.id.as_str(), role.name, ""));
    std::iter::once(none).chain(roles).collect()
}

/// Entries in order, each followed by what is in it.
#[cfg(feature = "ssr")]
fn rows(entries: &[NavEntry], inside: &str, depth: u8) -> Vec<NavRow> {
    let features = backend().features;
    let row = |entry: &NavEntry| NavRow {
        id: entry.id.clone(),
        label: label(entry),
        href: entry.href.clone(),
        icon: entry.icon.clone(),
        depth,
        who: who(entry),
        feature: (!entry.feature.is_empty()).then(|| (entry.feature.clone(), features.contains(&entry.feature))),
    };
    let here = entries.iter().filter(|entry| entry.inside == inside);
    here.flat_map(|entry| std::iter::once(row(entry)).chain(rows(entries, &entry.id, depth + 1))).collect()
}

/// Who sees an entry, in words.
#[cfg(feature = "ssr")]
fn who(entry: &NavEntry) -> String {
    let need = |need: &NavNeed| {
        let values = [("permission", need.permission.as_str()), ("kind", need.on.as_str())];
        if need.on == authz::SYSTEM {
            fill("`{permission}` on the whole system", &values)
        } else {
            fill("`{permission}` on some {kind}", &values)
        }
    };
    let needs: Vec<String> = entry.needs.iter().map(need).collect();
    if needs.is_empty() { t("Everybody").to_owned() } else { needs.join(&format!(" {} ", t("or"))) }
}

/// Makes an entry, or changes one that is still as it was looked at.
///
/// # Errors
/// One may not change the system; a field that cannot be taken; somebody was faster.
#[server(prefix = "/rpc", endpoint = "save_navigation_entry", output = Json)]
pub async fn save_navigation_entry(
    #[server(default)] entry: String,
    #[server(default)] form: NavForm,
    #[server(default)] seen: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = typed!(reason);
    answer(async {
        let wanted = entry_of(&entry, &form)?;
        gate()
            .permit::<action::EditNavigation>(&caller(), NodeId::system())
            .await?
            .save(wanted, &seen, &reason)
            .await?;
        back();
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// Takes an entry out.
///
/// # Errors
/// One may not change the system; there is none, or something is in it.
#[server(prefix = "/rpc", endpoint = "remove_navigation_entry", output = Json)]
pub async fn remove_navigation_entry(entry: String, #[server(default)] reason: String) -> Result<(), AppError> {
    answer(async {
        let proof = gate().permit::<action::EditNavigation>(&caller(), NodeId::system()).await?;
        proof.remove(&entry, &reason).await?;
        back();
        Ok::<_, AppError>(())
    })
    .await
}

/// Makes the navigation as the console brings it.
///
/// # Errors
/// One may not change the system.
#[server(prefix = "/rpc", endpoint = "reset_navigation", output = Json)]
pub async fn reset_navigation(#[server(default)] reason: String) -> Result<(), AppError> {
    answer(async {
        gate().permit::<action::EditNavigation>(&caller(), NodeId::system()).await?.reset(&reason).await?;
        back();
        Ok::<_, AppError>(())
    })
    .await
}

#[cfg(feature = "ssr")]
fn back() {
    leptos_axum::redirect(&link::with_query("/settings/navigation", &[("saved", "navigation")]));
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_page_of_the_console_is_outside_and_the_rest_is_marked_by_its_path() {
        let link = |href: &str, prefix: &str| {
            let entry = NavEntry { href: href.to_owned(), prefix: prefix.to_owned(), ..NavEntry::default() };
            let links = links(vec![NavNode { entry, inner: Vec::new() }]);
            links.into_iter().next().map(|link| (link.outside, link.mark)).unwrap()
        };
        assert_eq!(link("/projects?archived=1#x", ""), (false, "/projects".to_owned()));
        assert_eq!(link("/", ""), (false, "/".to_owned()));
        assert_eq!(link("/grafana/d", ""), (true, "/grafana/d".to_owned()));
        assert_eq!(link("https://a.example/projects", ""), (true, String::new()));
        assert_eq!(link("/projects", "/groups"), (false, "/groups".to_owned()));
        assert_eq!(link("", ""), (false, String::new()));
    }

    #[test]
    fn the_consoles_own_entries_all_have_a_name_and_an_icon() {
        for entry in Navigation::default().entries() {
            assert!(own_label(&entry.id).is_some(), "{}", entry.id);
            assert!(ICONS.iter().any(|(name, ..)| *name == entry.icon), "{}", entry.icon);
            // Written and read again, it is what it was.
            assert_eq!(entry_of(&entry.id, &form_of(&entry)).unwrap(), entry);
        }
    }
}

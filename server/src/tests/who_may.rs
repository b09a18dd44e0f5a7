//! Who may do what: every server function and every route, for every kind of caller.
//!
//! A new endpoint fails the test until it has a row here; one that answers anonymous must be on the public list too.

use super::site::{PASSWORD, Site};
use crate::router;
use axum::http::{Method, StatusCode};
use std::fmt::Write;

/// Name in the table, and user: `-` for nobody.
const CALLERS: &[(&str, &str)] = &[
    ("anonymous", "-"),
    ("stranger", "ingrid"),
    ("viewer", "priya"),
    ("contributor", "noor"),
    ("editor", "malik"),
    ("maintainer", "dmitri"),
    ("owner", "amara"),
    ("account", "rosa"),
    ("auditor", "kwame"),
    ("administrator", "ines"),
    ("revoked", "amara"),
];

/// Server functions that answer anonymous: signing in, and links that are proofs of their own.
const PUBLIC: &[&str] =
    &["sign_in", "resume", "choose_appearance", "sign_out", "load_set_up", "set_up", "load_reset", "reset_password"];

enum Send {
    Get(&'static str),
    Form(&'static str),
    Json(&'static str),
}
use Send::{Form, Get, Json};

/// Every server function with arguments that are fine in themselves.
const ROWS: &[(&str, Send)] = &[
    ("load_me", Get("")),
    ("load_home", Get("")),
    ("find", Get("text=dem")),
    ("load_projects", Get("")),
    ("load_new_project", Get("")),
    ("load_project", Get("project=demand-forecast")),
    ("load_settings", Get("project=demand-forecast")),
    ("load_settings", Get("archived=true&project=demand-forecast")),
    ("load_settings", Get("archived=false&project=shelf-life")),
    ("load_members", Get("project=demand-forecast")),
    ("load_member", Get("project=demand-forecast&subject=user%3Apriya")),
    ("load_more_members", Get("project=demand-forecast")),
    ("load_also", Get("project=demand-forecast")),
    ("load_member_history", Get("project=demand-forecast")),
    ("load_job", Get("project=demand-forecast&job=none")),
    ("load_change", Json(r#"{"project":"demand-forecast","form":{"all":true,"order":"give","role":"viewer"}}"#)),
    ("load_tree", Get("project=demand-forecast")),
    ("load_node", Get("project=demand-forecast&node=dataset%3Apromotions")),
    ("load_node", Get("project=demand-forecast&node=dataset%3Anone")),
    ("load_new_node", Get("project=demand-forecast")),
    ("load_node_settings", Get("project=demand-forecast&node=dataset%3Apromotions")),
    ("load_import", Get("project=demand-forecast")),
    ("load_new_member", Get("project=demand-forecast")),
    ("load_candidates", Get("project=demand-forecast&search=a")),
    ("load_matrix", Get("node=project%3Ademand-forecast")),
    ("load_matrix", Get("node=system")),
    ("load_matrix", Get("node=account%3Ameridian")),
    ("load_policies", Json(r#"{"query":{"who":"priya","action":"read","address":"path:x"}}"#)),
    ("save_policy", Form("draft[act]=put&draft[pattern]=path%3A*&draft[needs][0]=read%3Dproject%3Aread")),
    ("load_routes", Json(r#"{"query":{"who":"priya","method":"GET","address":"/api/x"}}"#)),
    (
        "save_route",
        Form("draft[act]=put&draft[path]=%2Fx&draft[needs][0][permission]=project%3Aread&draft[needs][0][on]=system"),
    ),
    ("load_role", Json(r#"{"node":"project:demand-forecast","role":"viewer"}"#)),
    ("load_role", Json(r#"{"node":"system","role":"viewer","query":{"part":"holders"}}"#)),
    ("load_role", Json(r#"{"node":"system","role":"none"}"#)),
    (
        "load_role",
        Json(r#"{"node":"system","role":"viewer","query":{"draft":{"act":"drop","version":"1","entry":"0"}}}"#),
    ),
    ("load_new_role", Get("node=project%3Ademand-forecast")),
    ("load_new_role", Get("node=system")),
    ("load_role_versions", Get("node=project%3Ademand-forecast&role=viewer")),
    ("load_role_versions", Get("node=system&role=viewer")),
    ("load_role_holders", Get("node=project%3Ademand-forecast&role=viewer")),
    ("load_role_holders", Get("node=system&role=viewer")),
    ("load_unused", Get("node=project%3Ademand-forecast&days=90")),
    ("load_unused", Get("node=system&days=90")),
    ("load_snapshot", Get("node=project%3Ademand-forecast")),
    ("load_snapshot", Get("node=system")),
    ("load_access", Get("")),
    ("load_access", Get("project=demand-forecast")),
    ("load_access", Get("query[can]=dataset%3Aupdate&query[on]=dataset%3Apromotions")),
    ("load_access", Get("query[who]=user%3Amalik&query[can]=dataset%3Aupdate&query[on]=dataset%3Apromotions")),
    ("load_access", Get("query[ask]=who&query[can]=dataset%3Aupdate&query[on]=dataset%3Apromotions")),
    ("load_access", Get("query[ask]=where&query[who]=user%3Amalik&query[can]=dataset%3Aupdate&query[of]=dataset")),
    ("load_access", Get("query[ask]=what&query[who]=user%3Amalik&query[on]=project%3Ademand-forecast")),
    ("find_topics", Get("field=who&text=mal")),
    ("find_topics", Get("project=demand-forecast&field=on&text=pro")),
    ("load_audit", Get("project=demand-forecast")),
    ("load_audit", Get("")),
    ("load_people", Get("")),
    ("load_new_person", Get("")),
    ("load_person", Get("person=priya")),
    ("load_person", Get("active=false&person=priya")),
    ("load_move", Get("person=priya")),
    ("load_move", Get("person=priya&to=account%3Aaalto")),
    ("load_catalog", Get("")),
    ("load_catalog_part", Json(r#"{"part":"Type","kind":"dataset"}"#)),
    ("load_catalog_part", Json(r#"{"part":"Type","kind":"none"}"#)),
    ("load_catalog_part", Json(r#"{"part":"New"}"#)),
    (
        "load_catalog_part",
        Json(r#"{"part":"Type","kind":"report","form":{"look":true,"actions":"read","parents":["project"]}}"#),
    ),
    ("load_navigation", Json("{}")),
    ("load_navigation_entry", Json("{}")),
    ("load_navigation_entry", Json(r#"{"entry":"none"}"#)),
    ("load_accounts", Get("")),
    ("load_new_account", Get("")),
    ("load_account", Get("account=meridian")),
    ("load_account", Get("account=none")),
    ("load_account_settings", Get("account=meridian")),
    ("load_grants", Get("on=project%3Ademand-forecast")),
    ("load_grants", Get("on=system")),
    ("load_grants", Get("on=account%3Ameridian")),
    ("load_grants", Get("on=dataset%3Apromotions")),
    ("load_grant", Json(r#"{"on":"project:demand-forecast"}"#)),
    ("load_grant", Json(r#"{"on":"system"}"#)),
    ("load_grant", Json(r#"{"on":"project:demand-forecast","grant":"none"}"#)),
    ("check_grant", Json(r#"{"on":"project:demand-forecast","form":{"role":"viewer","who":[{"kind":"signed_in"}]}}"#)),
    ("load_whom", Get("on=project%3Ademand-forecast&kind=group&search=a&new=true")),
    ("load_whom", Get("on=project%3Ademand-forecast&kind=account_label")),
    ("load_groups", Get("")),
    ("load_new_group", Get("")),
    ("load_group", Get("group=data-science")),
    ("load_group_settings", Get("group=data-science")),
    ("load_new_joiners", Get("group=data-science")),
    ("load_joiners", Get("group=data-science&search=a")),
    ("load_leaver", Get("group=data-science&member=user%3Ahana")),
    ("load_admins", Get("group=data-science")),
    ("load_lookers", Get("group=data-science&search=a")),
    ("load_profile", Get("")),
    ("load_set_up", Get("token=none")),
    ("load_reset", Get("token=none")),
    ("create_project", Form("place=account%3Ameridian&name=New&id=new")),
    ("create_project", Form("place=system&name=New&id=new")),
    ("check_project", Json(r#"{"project":"demand-forecast","visibility":"public"}"#)),
    ("save_project", Form("project=demand-forecast&name=Renamed&visibility=private")),
    ("archive_project", Form("project=demand-forecast")),
    ("restore_project", Form("project=shelf-life")),
    ("delete_project", Form("project=demand-forecast&confirm=Demand+forecast")),
    ("create_node", Form("project=demand-forecast&kind=dataset&below=project%3Ademand-forecast&id=new")),
    ("create_node", Form("project=demand-forecast&kind=user&below=system&id=new")),
    ("check_node", Json(r#"{"node":"dataset:promotions","restricted":"true"}"#)),
    ("check_node", Json(r#"{"node":"user:priya"}"#)),
    ("save_node", Form("project=demand-forecast&node=dataset%3Apromotions&name=Renamed")),
    ("save_node", Form("project=demand-forecast&node=user%3Apriya&name=Renamed")),
    (
        "check_link",
        Json(
            r#"{"node":"dataset:promotions","project":"demand-forecast","parents":"project:demand-forecast\nproject:supplier-quality"}"#,
        ),
    ),
    (
        "link_node",
        Form(
            "node=dataset%3Apromotions&project=demand-forecast&parents=project%3Ademand-forecast%0Aproject%3Asupplier-quality",
        ),
    ),
    ("undo_node", Form("project=demand-forecast&node=dataset%3Apromotions&line=none")),
    ("delete_node", Form("project=demand-forecast&node=dataset%3Apromotions&confirm=Promotions")),
    ("check_import", Form("project=demand-forecast&text=id%0Adataset%3Anew")),
    ("apply_import", Form("project=demand-forecast&at=1")),
    ("check_members", Json(r#"{"project":"demand-forecast","who":"ingrid","roles":["viewer"]}"#)),
    ("add_members", Form("project=demand-forecast&who=ingrid&roles[]=viewer")),
    ("add_members", Form("project=demand-forecast&who=ingrid&roles[]=owner")),
    ("order_change", Form("project=demand-forecast&form[order]=give&form[role]=viewer&form[all]=true")),
    ("order_change", Form("project=demand-forecast&form[order]=remove&form[pick][0]=user%3Ajonas")),
    ("undo_job", Form("project=demand-forecast&job=none")),
    ("save_discretion", Form("project=demand-forecast&discreet=true")),
    ("save_member", Form("project=demand-forecast&subject=user%3Ajonas&roles[]=contributor")),
    ("remove_member", Form("project=demand-forecast&subject=user%3Ajonas")),
    (
        "preview_matrix",
        Json(r#"{"node":"system","edits":[{"id":"viewer","version":1,"cells":[["project:read","all"]]}]}"#),
    ),
    (
        "save_matrix",
        Json(r#"{"node":"system","edits":[{"id":"viewer","version":1,"cells":[["project:read","all"]]}]}"#),
    ),
    (
        "save_role",
        Form("node=system&role=viewer&draft[act]=cells&draft[version]=1&draft[cells][0]=dataset:read%3Dnone"),
    ),
    (
        "save_role",
        Form("node=project%3Award-capacity&role=ward-analyst&draft[act]=drop&draft[version]=1&draft[entry]=0"),
    ),
    ("create_role", Form("node=project%3Ademand-forecast&name=Steward")),
    ("create_role", Form("node=system&name=Steward")),
    ("delete_role", Form("node=project%3Award-capacity&role=ward-analyst")),
    ("create_person", Form("place=account%3Ameridian&name=New&username=new&password=four+words+are+enough")),
    ("create_person", Form("place=system&name=New&username=new&password=four+words+are+enough")),
    ("set_person_active", Form("person=jonas&active=false")),
    ("move_person", Form("person=jonas&to=account%3Aaalto")),
    ("move_person", Form("person=jonas&to=system")),
    ("save_catalog", Form("part=New&form[kind]=sample&form[actions]=read&form[parents][0]=project")),
    ("remove_catalog_type", Form("kind=dataset")),
    ("save_navigation_entry", Form("form[label]=Wiki&form[href]=https%3A%2F%2Fwiki.example")),
    ("save_navigation_entry", Form("form[label]=Bad&form[href]=javascript%3Aalert(1)")),
    ("remove_navigation_entry", Form("entry=none")),
    ("reset_navigation", Form("")),
    ("create_account", Form("name=New&id=new")),
    ("save_account", Form("account=meridian&name=Renamed")),
    ("check_consultancy", Json(r#"{"account":"meridian","consultancy":"account:aalto"}"#)),
    ("save_consultancy", Form("account=meridian&consultancy=account%3Aaalto")),
    ("check_terms", Json(r#"{"account":"meridian","suspended":"true"}"#)),
    ("save_terms", Form("account=meridian&seats=100")),
    (
        "save_grant",
        Form("on=project%3Ademand-forecast&form[role]=viewer&form[who][0][kind]=account&form[who][0][name]=aalto"),
    ),
    ("save_grant", Form("on=project%3Ademand-forecast&form[role]=owner&form[who][0][kind]=signed_in")),
    ("save_grant", Form("on=system&form[role]=auditor&form[who][0][kind]=group&form[who][0][name]=platform")),
    ("remove_grant", Form("on=project%3Ademand-forecast&grant=none")),
    ("undo_grant", Form("on=project%3Ademand-forecast&line=none")),
    ("check_lookers", Json(r#"{"group":"data-science","who":"ingrid"}"#)),
    ("save_admins", Form("group=data-science&who=hana")),
    ("check_joiners", Json(r#"{"group":"data-science","who":"ingrid"}"#)),
    ("create_group", Form("place=account%3Ameridian&name=New")),
    ("create_group", Form("place=system&name=New")),
    ("save_group", Form("group=data-science&name=Renamed")),
    ("add_to_group", Form("group=data-science&who=jonas")),
    ("remove_from_group", Form("group=data-science&member=user%3Ahana")),
    ("undo_group", Form("group=data-science&line=none")),
    ("delete_group", Form("group=data-science&confirm=Data+science")),
    ("change_password", Form("old_password=correct+horse+battery&new_password=four+words+are+enough")),
    ("end_session", Form("session=none")),
    ("end_other_sessions", Form("")),
    ("sign_in", Form("login=priya&password=correct+horse+battery")),
    ("resume", Form("user=user%3Apriya&login=priya&password=correct+horse+battery")),
    ("choose_appearance", Form("appearance=dark")),
    ("sign_out", Form("")),
    ("set_up", Form("token=none&name=New&username=new&password=four+words+are+enough&preset=standard")),
    ("reset_password", Form("token=none&password=four+words+are+enough")),
];

async fn ask(site: &Site, endpoint: &str, send: &Send, cookie: &str) -> StatusCode {
    match send {
        Get(query) => {
            let path = format!("/rpc/{endpoint}?{query}");
            site.call(Method::GET, &path, "application/x-www-form-urlencoded", "", cookie).await.status
        }
        Form(body) => site.form(endpoint, body, cookie).await.status,
        Json(body) => {
            let path = format!("/rpc/{endpoint}");
            site.call(Method::POST, &path, "application/json", body, cookie).await.status
        }
    }
}

async fn cookie(site: &Site, name: &str, user: &str) -> String {
    if user == "-" {
        return String::new();
    }
    let cookie = site.cookie(user).await;
    if name == "revoked" {
        site.revoke(&cookie).await;
    }
    cookie
}

fn head() -> String {
    CALLERS.iter().fold(format!("{:<58}", ""), |line, (name, _)| format!("{line} {name:>13}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_server_function_answers_every_caller() {
    assert!(ROWS.iter().any(|(_, send)| matches!(send, Form(body) if body.contains(&PASSWORD.replace(' ', "+")))));
    for (path, _) in leptos::server_fn::axum::server_fn_paths() {
        let endpoint = path.trim_start_matches("/rpc/");
        assert!(ROWS.iter().any(|(known, _)| *known == endpoint), "`{endpoint}` has no row in who_may");
    }
    let site = Site::new().await;
    let mut table = head();
    for (endpoint, send) in ROWS {
        let arguments = match send {
            Get(text) | Form(text) | Json(text) => text.chars().take(36).collect::<String>(),
        };
        write!(table, "\n{endpoint:<19} {arguments:<38}").unwrap();
        for (name, user) in CALLERS {
            let here = if matches!(send, Get(_)) { None } else { Some(site.copy().await) };
            let site = here.as_ref().unwrap_or(&site);
            let status = ask(site, endpoint, send, &cookie(site, name, user).await).await;
            write!(table, " {:>13}", status.as_u16()).unwrap();
            if *name == "anonymous" || *name == "revoked" {
                let public = PUBLIC.contains(endpoint);
                assert!(public || status == StatusCode::UNAUTHORIZED, "{endpoint} answers {name}: {status}");
            }
        }
    }
    insta::assert_snapshot!("who_may_server_functions", table);
}

/// A route as the framework knows it, as an address.
fn address(route: &str) -> String {
    let filled = route
        .replace("{role}", "viewer")
        .replace("{subject}", "user%3Apriya")
        .replace("{on}", "account%3Ameridian")
        .replace(":on", "account%3Ameridian")
        .replace("{grant}", "new")
        .replace(":grant", "new")
        .replace("{token}", "none")
        .replace("{job}", "none")
        .replace(":job", "none")
        .replace("{node}", "dataset%3Apromotions")
        .replace(":node", "dataset%3Apromotions")
        .replace(":role", "viewer")
        .replace(":subject", "user%3Apriya")
        .replace(":token", "none");
    let id = match filled.split('/').nth(1) {
        Some("people") => "priya",
        Some("groups") => "data-science",
        Some("accounts") => "meridian",
        _ => "demand-forecast",
    };
    filled.replace("{id}", id).replace(":id", id).replace("{*any}", "nowhere").replace("*any", "nowhere")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_route_answers_every_caller() {
    let site = Site::new().await;
    let mut routes: Vec<String> = router::pages().iter().map(|route| route.path().to_owned()).collect();
    // What stays open answers all the same, and ends at once.
    site.stops.send_replace(true);
    routes.extend(["/live/audit", "/live/audit?project=demand-forecast", "/live/rights"].map(String::from));
    routes.extend(["/healthz", "/readyz", "/pkg/none.js", "/fonts/none.woff2", "/nowhere/at/all"].map(String::from));
    routes.extend(["/projects/{id}/members.csv", "/projects/{id}/members/jobs/{job}/results.csv"].map(String::from));
    routes.push("/projects/{id}/resources.csv".to_owned());
    let asked = "?ask=who&can=dataset%3Aupdate&on=dataset%3Apromotions";
    routes.extend(["/access.csv", "/access.json", "/projects/{id}/access.csv"].map(|path| format!("{path}{asked}")));
    routes.push(format!("/projects/{{id}}/access.json{asked}"));
    routes.sort();
    routes.dedup();
    let mut table = head();
    for route in routes {
        let path = address(&route);
        write!(table, "\n{path:<58}").unwrap();
        for (name, user) in CALLERS {
            let answer = site.page(&path, &cookie(&site, name, user).await).await;
            write!(table, " {:>13}", answer.status.as_u16()).unwrap();
            // What a page may not show is not in its source either.
            if answer.status != StatusCode::OK {
                assert!(!answer.text.contains("priya@"), "{path} tells {name} an address");
            }
        }
    }
    insta::assert_snapshot!("who_may_routes", table);
}

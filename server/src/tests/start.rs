//! Presets, seeding and set-up over the whole way.

use super::site::Site;
use crate::preset;
use authz::{
    Atom, Attributes, Change, Grant, GrantId, NodeId, Question, RoleId, Sent, Source,
    guard::{self, Writer},
    suite::Suite,
};
use axum::http::StatusCode;
use identity::hash_token;
use store::Administration;

#[test]
fn every_preset_reads_and_its_suite_agrees() {
    for (file, name) in [
        ("calminer", "calminer"),
        ("flexmeasures", "flexmeasures"),
        ("depictio", "depictio"),
        ("frost", "frost"),
        ("nexus-core", "nexus"),
        ("nexus-declared", "nexus"),
        ("nexus-reversed", "nexus"),
    ] {
        let path = format!("{}/../authz/tests/suites/{file}.json", env!("CARGO_MANIFEST_DIR"));
        let mut suite: Suite = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let preset = preset::get(name).unwrap();
        suite.replace(preset.catalog.clone(), preset.roles.iter().map(|role| role.role.clone()).collect());
        let report = suite.run();
        assert!(report.differ.is_empty(), "{name} on {file}: {:?}", report.differ.first());
        assert!(report.agree > 0);
    }
}

/// `FlexMeasures`' own rules: nobody makes an admin but an admin of the host, account admins come from admins and
/// consultants, consultants from account admins, and nobody changes their own roles.
#[test]
fn who_grants_which_role_at_flexmeasures() {
    let path = format!("{}/../authz/tests/suites/flexmeasures.json", env!("CARGO_MANIFEST_DIR"));
    let mut suite: Suite = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let preset = preset::get("flexmeasures").unwrap();
    suite.replace(preset.catalog.clone(), preset.roles.iter().map(|role| role.role.clone()).collect());
    let (index, now) = suite.world(1).unwrap();
    let index = index.unwrap();
    // A suite knows nothing of who assigns a role; the preset does. And none of these accounts is labelled a consultancy,
    // whose consultants may open new ones.
    let mut whole: Vec<Change> = preset.roles.iter().map(|role| Change::PutRole(role.role.clone())).collect();
    let system = NodeId::system();
    let founders = index.grants_on(&system).filter(|grant| grant.role.as_str() == "account-founder");
    whole.extend(founders.map(|grant| Change::RemoveGrant(grant.id)));
    let index = index.preview(&whole).unwrap();
    let roles = |name: &str| format!("user:C/{name}/100/on");
    let may = |writer: &str, to: &str, role: &str, on: &str| {
        let grant = Grant {
            id: GrantId::parse("grt_new").unwrap(),
            who: vec![Atom::User(NodeId::parse(to).unwrap())],
            role: RoleId::parse(role).unwrap(),
            on: NodeId::parse(on).unwrap(),
            expires_at: None,
            source: Source::Direct,
        };
        let writer = roles(writer);
        let asked = index.catalog().permission_for("member:add").unwrap();
        let asks = [(asked.as_str(), on)];
        let question = Question { subject: &writer, asks: &asks, sent: &Sent::default(), parents: None, now };
        let writer = Writer::subject(&writer, Attributes::default());
        index.decide(&question).unwrap() && guard::judge(&index, &writer, &[Change::PutGrant(grant)], now).is_ok()
    };
    let writers = ["admin", "admin-reader", "account-admin", "consultant", "account-admin+consultant", "none"];
    let who = |to: &str, role: &str, on: &str| {
        writers.into_iter().filter(|writer| roles(writer) != to && may(writer, to, role, on)).collect::<Vec<_>>()
    };
    for role in ["admin", "admin-reader"] {
        assert_eq!(who(&roles("none"), role, "system"), ["admin"], "{role}");
    }
    // In a client's account the consultants, in the own one whoever is account admin.
    assert_eq!(who(&roles("none"), "account-admin", "account:A"), ["admin", "consultant", "account-admin+consultant"]);
    assert_eq!(
        who(&roles("none"), "account-admin", "account:C"),
        ["admin", "account-admin", "account-admin+consultant"]
    );
    assert_eq!(who(&roles("none"), "consultant", "account:C"), ["admin", "account-admin", "account-admin+consultant"]);
    assert_eq!(who(&roles("none"), "consultant", "account:N"), ["admin"]);
    for writer in ["admin-reader", "account-admin", "consultant", "none"] {
        for (role, on) in [("admin", "system"), ("account-admin", "account:A"), ("consultant", "account:C")] {
            // Consultants are account admins of their clients already.
            let has = writer == "consultant" && role != "admin";
            assert!(has || !may(writer, &roles(writer), role, on), "{writer} gives themselves {role} on {on}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_preset_loads_with_its_sample_and_loads_once() {
    for preset in preset::all().unwrap().iter() {
        let site = Site::empty(&[]).await;
        let host = &site.host;
        let loaded = host.load_preset(preset, true, None).await.unwrap();
        assert!(
            matches!(loaded, store::LoadReport::Loaded { changes, people } if changes > 100 && people > 5),
            "{}: {loaded:?}",
            preset.name
        );
        assert_eq!(host.load_preset(preset, true, None).await.unwrap(), store::LoadReport::Unchanged);
        assert_eq!(host.check().await.unwrap(), Vec::<String>::new(), "{}", preset.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_set_up_link_makes_the_first_administrator_once() {
    let site = Site::empty(&[]).await;
    site.host.put_set_up_link(&hash_token("the-token")).await.unwrap();
    assert_eq!(site.page("/set-up/the-token", "").await.status, StatusCode::OK);
    let form = |token: &str, password: &str| {
        format!("token={token}&name=Ann&username=ann&email=ann%40example.org&password={password}&preset=depictio")
    };
    let short = site.form("set_up", &form("the-token", "short"), "").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", short.text);
    let wrong = site.form("set_up", &form("another-token", "four+words+are+enough"), "").await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND, "{}", wrong.text);
    let done = site.form("set_up", &form("the-token", "four+words+are+enough"), "").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert_eq!(site.host.administration().await.unwrap(), Administration::Ready);
    let again = site.form("set_up", &form("the-token", "four+words+are+enough"), "").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "{}", again.text);
    let cookie = site.cookie("ann").await;
    assert_eq!(site.page("/roles", &cookie).await.status, StatusCode::OK);
}

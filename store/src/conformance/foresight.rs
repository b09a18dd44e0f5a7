//! What is told before something is saved is what comes of it: every decision before and after is compared.

use super::{World, asks, id, node, role};
use crate::{
    AccessOutlook, AccountEdit, AccountTerms, Caller, Denied, Gate, GrantEdit, NodeEdit, ProjectEdit, RoleChange,
    ShiftLine, StoreError, Toll, port::Database,
};
use authz::{
    Atom, Condition, Entry, Extent, NodeId, Pattern, Permission, Value, Visibility,
    action::{
        AddGrant, CreateAccount, GovernAccount, LinkNode, MoveUser, Moved, PreviewConsultancy, PreviewLink,
        PreviewNode, PreviewProject, PreviewRestoredProject, PreviewTerms, PreviewUser, ReadMatrix, RestoreProject,
        Typed, UpdateAccount, UpdateProject, UpdateRole, UpdateUser,
    },
    condition::Op,
    guard::Refusal,
};
use node::{Outcome, apollo, give, make, two};
use std::{collections::BTreeSet, sync::Arc};

/// Who may do what, and where.
type Answers = BTreeSet<(String, Permission, NodeId)>;

/// Two projects, and Zoe, who was given nothing.
async fn peopled(database: Arc<dyn Database>) -> Result<World, StoreError> {
    let world = two(database).await?;
    node::zoe(&world.gate, &world.host.operator()).await?;
    Ok(world)
}

/// Every answer there is, of everybody on everything.
fn answers(world: &World) -> Answers {
    let now = crate::Clock::now(&*world.clock);
    world.gate.index(|index| {
        let types = index.catalog().types.iter();
        let permissions: Vec<Permission> = types
            .flat_map(|(name, kind)| kind.actions.iter().filter_map(move |action| Permission::of(name, action).ok()))
            .collect();
        let nodes: Vec<NodeId> = index.world().nodes.into_iter().map(|node| node.id).collect();
        let mut found = Answers::new();
        for who in index.users().map(NodeId::as_str).chain(["anonymous"]) {
            for permission in &permissions {
                for node in &nodes {
                    if index.allowed(who, permission.as_str(), node.as_str(), now) == Ok(true) {
                        found.insert((who.to_owned(), permission.clone(), node.clone()));
                    }
                }
            }
        }
        found
    })
}

/// Is one side of what was told exactly what changed, with so many users?
fn agrees(what: &str, users: usize, toll: Toll, lines: &[&ShiftLine], changed: &Answers) {
    let people: BTreeSet<&str> = changed.iter().map(|(who, ..)| who.as_str()).collect();
    let nodes: BTreeSet<&NodeId> = changed.iter().map(|(.., node)| node).collect();
    let permissions: BTreeSet<&Permission> = changed.iter().map(|(_, permission, _)| permission).collect();
    let listed: BTreeSet<&Permission> = lines.iter().flat_map(|line| &line.permissions).collect();
    assert_eq!((toll.nodes, listed), (nodes.len(), permissions), "{what}");
    assert!(toll.people.is_none_or(|count| count == people.len()), "{what}: {toll:?} {people:?}");
    for line in lines {
        for (permission, node) in line.permissions.iter().flat_map(|asked| line.tops.iter().map(move |on| (asked, on)))
        {
            let here = changed.iter().filter(|(_, asked, on)| asked == permission && on == node);
            let who: BTreeSet<&str> = here.map(|(who, ..)| who.as_str()).collect();
            assert!(line.some.iter().all(|one| who.contains(one.as_str())), "{what}: {line:?} {who:?}");
            // Others may gain or lose the same here another way, in a line of their own.
            assert!(line.people.unwrap_or(users - line.but) <= who.len(), "{what}: {line:?} {who:?}");
        }
    }
}

/// Compares what was told with what came of it. Answers whether somebody gained, and somebody lost.
fn compare(what: &str, world: &World, told: &AccessOutlook, before: &Answers, after: &Answers) -> (bool, bool) {
    assert_eq!(told.refused, None, "{what}");
    let users = world.gate.index(|index| index.users().filter(|user| index.is_active(*user)).count());
    let side = |loses: bool| told.lines.iter().filter(|line| line.loses == loses).collect::<Vec<_>>();
    let (gained, lost): (Answers, Answers) = (after - before, before - after);
    agrees(what, users, told.gain, &side(false), &gained);
    agrees(what, users, told.lose, &side(true), &lost);
    (!gained.is_empty(), !lost.is_empty())
}

/// Looks, does, and compares.
macro_rules! foreseen {
    ($world:ident, $what:expr, $gains:expr, $loses:expr, $look:expr, $act:expr $(,)?) => {
        let before = answers(&$world);
        let told = $look;
        assert_eq!(answers(&$world), before, "{}: looking changes nothing", $what);
        $act;
        assert_eq!(compare($what, &$world, &told, &before, &answers(&$world)), ($gains, $loses), "{}", $what);
    };
}

async fn look(gate: &Gate, by: &Caller, what: &str, edit: &NodeEdit) -> Result<AccessOutlook, StoreError> {
    gate.permit::<PreviewNode>(by, Typed::of(id(what))).await?.outlook(edit).await
}

fn linked(what: &str, to: &[NodeId]) -> Typed {
    Typed::linked(id(what), to.iter().filter(|parent| **parent != apollo()).cloned().collect())
}

/// Viewers may also change datasets of the north.
async fn northern(gate: &Gate, ann: &Caller) -> Outcome {
    let viewer = role("viewer");
    let at = gate.permit::<ReadMatrix>(ann, NodeId::system()).await?.one(&viewer).await?.version;
    let north = Condition("node.region".into(), Op::Eq, Value::Text("north".into()));
    let pattern = Pattern::parse("dataset:update").unwrap_or_else(|bad| unreachable!("{bad}"));
    let entry = Entry { pattern, extent: Extent::All, conditions: vec![north] };
    let change = RoleChange::Entry { at: None, entry };
    gate.permit::<UpdateRole>(ann, NodeId::system()).await?.change(&viewer, at, change, "").await
}

/// Apollo is open to whoever is signed in, with Sam's data of which Vic may change his own and what is of the north.
async fn explored(database: Arc<dyn Database>) -> Result<World, StoreError> {
    let world = peopled(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    make(gate, &sam, "dataset:ore", &["project:apollo"]).await?;
    make(gate, &sam, "file:may", &["dataset:ore"]).await?;
    make(gate, &sam, "note:plan", &["project:apollo"]).await?;
    give(gate, &ann, "user:vic", "author", "project:apollo").await?;
    northern(gate, &ann).await?;
    let (name, description) = ("Apollo".into(), String::new());
    let open = ProjectEdit { name, description, visibility: Visibility::Internal, archived: false };
    gate.permit::<UpdateProject>(&ann, apollo()).await?.update(open).await?;
    Ok(world)
}

fn owned(by: &str) -> NodeEdit {
    NodeEdit { owner: Some(by.to_owned()), ..NodeEdit::default() }
}

fn described(json: &str) -> NodeEdit {
    NodeEdit { attributes: Some(json.to_owned()), ..NodeEdit::default() }
}

pub(super) async fn what_changing_a_resource_would_do_is_what_it_does(database: Arc<dyn Database>) -> Outcome {
    let world = explored(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let restricted = NodeEdit { restricted: Some(true), ..NodeEdit::default() };
    let public = NodeEdit { visibility: Some(Visibility::Public), ..NodeEdit::default() };
    let called = NodeEdit { name: "Ore".into(), description: "Samples".into(), ..NodeEdit::default() };
    let edits = [
        ("an owner", "dataset:ore", owned("vic"), (true, false)),
        ("no owner", "dataset:ore", owned(""), (false, true)),
        ("attributes", "dataset:ore", described(r#"{"region": "north"}"#), (true, false)),
        ("other attributes", "dataset:ore", described(r#"{"region": "south"}"#), (false, true)),
        ("restricted", "dataset:ore", restricted, (false, true)),
        ("public", "note:plan", public, (true, false)),
        ("a name", "dataset:ore", called, (false, false)),
    ];
    for (what, on, edit, (gains, loses)) in edits {
        foreseen!(
            world,
            what,
            gains,
            loses,
            look(gate, &ann, on, &edit).await?,
            node::update(gate, &ann, on, edit).await?
        );
    }
    Ok(())
}

pub(super) async fn who_may_not_change_a_resource_may_not_look(database: Arc<dyn Database>) -> Outcome {
    let world = explored(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    let (vic, olga) = (world.caller("vic").await?, world.caller("olga").await?);
    // Sam may not see who Vic is: that somebody gains is told, and not who.
    let seen = look(gate, &sam, "dataset:ore", &owned("vic")).await?;
    assert_eq!((seen.gain.people, seen.withheld, seen.names.contains_key(&id("user:vic"))), (Some(1), true, false));
    assert!(seen.lines.iter().all(|line| line.some.is_empty()));
    let seen = look(gate, &ann, "dataset:ore", &owned("vic")).await?;
    assert!(!seen.withheld && seen.names.contains_key(&id("user:vic")), "Ann sees everybody");
    // What cannot be saved cannot be looked at either.
    assert!(asks(look(gate, &ann, "dataset:ore", &owned("nobody.at.all")).await, "owner", "nobody.at.all"));
    assert!(asks(look(gate, &ann, "dataset:ore", &described("[1]")).await, "attributes", "JSON object"));
    assert!(look(gate, &vic, "dataset:ore", &NodeEdit::default()).await.is_err());
    make(gate, &ann, "dataset:far", &["project:zeus"]).await?;
    assert!(node::is_hidden(&look(gate, &olga, "dataset:far", &NodeEdit::default()).await));
    Ok(())
}

pub(super) async fn what_linking_and_moving_would_do_is_what_it_does(database: Arc<dyn Database>) -> Outcome {
    let world = peopled(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    make(gate, &ann, "dataset:ore", &["project:apollo"]).await?;
    give(gate, &ann, "user:vic", "auditor", "project:zeus").await?;
    give(gate, &ann, "group:crew", "keeper", "project:zeus").await?;
    let both = [apollo(), id("project:zeus")];
    let look = async |by: &Caller, to: &[NodeId]| {
        gate.permit::<PreviewLink>(by, linked("dataset:ore", to)).await?.outlook(to).await
    };
    let save =
        async |by: &Caller, to: &[NodeId]| gate.permit::<LinkNode>(by, linked("dataset:ore", to)).await?.link(to).await;
    // Sam holds less there than its people would get.
    assert!(
        matches!(look(&sam, &both).await?.refused, Some(Refusal::NotHeld { .. })) && save(&sam, &both).await.is_err()
    );
    foreseen!(world, "linked", true, false, look(&ann, &both).await?, save(&ann, &both).await?);
    let [_, zeus] = &both;
    let moved = std::slice::from_ref(zeus);
    foreseen!(world, "moved", false, true, look(&ann, moved).await?, save(&ann, moved).await?);
    foreseen!(world, "left", false, false, look(&ann, moved).await?, save(&ann, moved).await?);
    // Looking asks for what doing asks for: where it is to be, too.
    let vic = world.caller("vic").await?;
    for by in [&vic, &world.caller("olga").await?] {
        assert!(look(by, &both).await.is_err() && save(by, &both).await.is_err());
    }
    assert!(asks(look(&ann, &[]).await, "parents", "at least one"));
    let circle = look(&ann, &[id("dataset:ore")]).await?;
    assert!(circle.refused.is_some(), "what would be refused is told so");
    Ok(())
}

pub(super) async fn what_opening_and_archiving_a_project_would_do_is_what_it_does(
    database: Arc<dyn Database>,
) -> Outcome {
    let world = peopled(database).await?;
    let (gate, ann, olga) = (&world.gate, world.caller("ann").await?, world.caller("olga").await?);
    make(gate, &ann, "dataset:ore", &["project:apollo"]).await?;
    let look = async |visibility: Option<Visibility>, archived: Option<bool>| {
        gate.permit::<PreviewProject>(&olga, apollo()).await?.outlook(visibility, archived).await
    };
    let save = async |visibility: Visibility, archived: bool| {
        let edit = ProjectEdit { name: "Apollo".into(), description: String::new(), visibility, archived };
        gate.permit::<UpdateProject>(&olga, apollo()).await?.update(edit).await
    };
    let (internal, public, private) = (Visibility::Internal, Visibility::Public, Visibility::Private);
    foreseen!(world, "internal", true, false, look(Some(internal), None).await?, save(internal, false).await?);
    foreseen!(world, "public", true, false, look(Some(public), None).await?, save(public, false).await?);
    foreseen!(world, "as it is", false, false, look(Some(public), None).await?, save(public, false).await?);
    foreseen!(world, "private", false, true, look(Some(private), None).await?, save(private, false).await?);
    foreseen!(
        world,
        "archived",
        false,
        true,
        look(None, Some(true)).await?,
        gate.permit::<UpdateProject>(&olga, apollo()).await?.archive().await?,
    );
    // What is read-only is changed from above only, and looked at from there.
    let system = NodeId::system();
    assert!(gate.permit::<PreviewProject>(&olga, apollo()).await.is_err());
    assert!(gate.permit::<PreviewRestoredProject>(&olga, system.clone()).await.is_err());
    let above = async || gate.permit::<PreviewRestoredProject>(&ann, system.clone()).await;
    let none = above().await?.outlook(&id("dataset:ore"), None).await;
    assert!(matches!(none, Err(StoreError::Denied(Denied::NotFound))));
    let wider = above().await?.outlook(&apollo(), Some(public)).await?;
    foreseen!(
        world,
        "usable again",
        true,
        false,
        above().await?.outlook(&apollo(), None).await?,
        gate.permit::<RestoreProject>(&ann, system.clone()).await?.restore(&apollo()).await?,
    );
    assert_eq!((wider.gain.people, wider.lose.people), (None, Some(0)), "with what it would be open to");
    Ok(())
}

pub(super) async fn what_an_accounts_terms_and_consultancy_would_do_is_what_they_do(
    database: Arc<dyn Database>,
) -> Outcome {
    let world = peopled(database).await?;
    let (gate, ann, system) = (&world.gate, world.caller("ann").await?, NodeId::system());
    for (account, user) in [("north", "user:vic"), ("tide", "user:sam")] {
        let new = AccountEdit { id: account.into(), name: account.into(), ..AccountEdit::default() };
        let made = gate.permit::<CreateAccount>(&ann, system.clone()).await?.add(new).await?;
        gate.permit::<MoveUser>(&ann, Moved { user: id(user), to: made }).await?.relocate("").await?;
    }
    let north = id("account:north");
    give(gate, &ann, "user:sam", "consultant", "account:tide").await?;
    let labelled = GrantEdit { who: vec![Atom::AccountLabel("MDC".into())], role: role("auditor"), expires_at: None };
    gate.permit::<AddGrant>(&ann, id("project:zeus")).await?.add(labelled, "").await?;
    let terms = |labels: &[&str], suspended: bool| AccountTerms {
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        seats: None,
        suspended,
    };
    let look = async |by: &Caller, terms: &AccountTerms| {
        gate.permit::<PreviewTerms>(by, NodeId::system()).await?.outlook(&north, terms).await
    };
    let save = async |terms: &AccountTerms| {
        gate.permit::<GovernAccount>(&ann, NodeId::system()).await?.govern(&north, terms.clone(), "").await
    };
    let (labelled, stopped, plain) = (terms(&["MDC"], false), terms(&["MDC"], true), terms(&[], false));
    foreseen!(world, "a label", true, false, look(&ann, &labelled).await?, save(&labelled).await?);
    foreseen!(world, "suspended", false, true, look(&ann, &stopped).await?, save(&stopped).await?);
    foreseen!(world, "lifted", true, false, look(&ann, &labelled).await?, save(&labelled).await?);
    foreseen!(world, "no label", false, true, look(&ann, &plain).await?, save(&plain).await?);
    let long = "x".repeat(61);
    assert!(asks(look(&ann, &terms(&[long.as_str()], false)).await, "labels", "60 characters"));
    let consult = async |by: &Caller, wanted: Option<&NodeId>| {
        gate.permit::<PreviewConsultancy>(by, north.clone()).await?.outlook(wanted).await
    };
    let link = async |wanted: Option<&NodeId>| {
        gate.permit::<UpdateAccount>(&ann, north.clone()).await?.set_consultancy(wanted, "").await
    };
    let tide = id("account:tide");
    foreseen!(world, "a consultancy", true, false, consult(&ann, Some(&tide)).await?, link(Some(&tide)).await?);
    foreseen!(world, "the same", false, false, consult(&ann, Some(&tide)).await?, link(Some(&tide)).await?);
    foreseen!(world, "none", false, true, consult(&ann, None).await?, link(None).await?);
    assert!(asks(consult(&ann, Some(&north)).await, "consultancy", "accounts offered"));
    // Looking asks for what doing asks for: nobody looks at their own terms.
    give(gate, &ann, "user:vic", "manager", "account:north").await?;
    let vic = world.caller("vic").await?;
    assert!(look(&vic, &plain).await.is_err() && consult(&vic, None).await.is_ok());
    assert!(consult(&world.caller("olga").await?, None).await.is_err());
    Ok(())
}

pub(super) async fn what_disabling_somebody_would_do_is_what_it_does(database: Arc<dyn Database>) -> Outcome {
    let world = peopled(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let look = async |by: &Caller, who: &str, active: bool| {
        gate.permit::<PreviewUser>(by, id(who)).await?.outlook(active).await
    };
    let save = async |active: bool| gate.permit::<UpdateUser>(&ann, id("user:vic")).await?.set_active(active, "").await;
    foreseen!(world, "disabled", false, true, look(&ann, "user:vic", false).await?, save(false).await?);
    foreseen!(world, "still", false, false, look(&ann, "user:vic", false).await?, save(false).await?);
    foreseen!(world, "enabled", true, false, look(&ann, "user:vic", true).await?, save(true).await?);
    let olga = world.caller("olga").await?;
    assert!(look(&olga, "user:vic", false).await.is_err() && look(&ann, "user:none", false).await.is_err());
    // The last administrator stays; but for the operator who forces it.
    let operator = world.host.operator();
    assert_eq!(look(&operator, "user:ann", false).await?.refused, Some(Refusal::LastAdministrator));
    let forced = look(&world.host.forcing(), "user:ann", false).await?;
    assert_eq!((forced.refused, forced.lose.people), (None, Some(1)));
    Ok(())
}

//! What grants of every kind must do.

use super::{World, id, role};
use crate::{
    AccountEdit, AccountTerms, AtomKind, AtomText, Caller, Clock, DecisionPolicy, Denied, Gate, GrantEdit, Micros,
    NewGroup, NewMembers, NewProject, SECOND, StoreError, port::Database,
};
use authz::{
    Atom, GrantId, NodeId,
    action::{
        AddGrant, AddMember, CreateAccount, CreateGroup, CreateProject, GovernAccount, ListGrants, MoveUser, Moved,
        PreviewGrant, PreviewGrantRemoval, PreviewNewGrant, ReadAudit, ReadProject, RemoveGrant, RestoreGrant,
        SetGroupAdmins, UpdateAccount, UpdateGrant, UpdateProject,
    },
    guard::Refusal,
};
use std::sync::Arc;

type Outcome = Result<(), StoreError>;

const DAY: Micros = 86_400 * SECOND;

fn apollo() -> NodeId {
    id("project:apollo")
}

fn named(kind: AtomKind, text: &str) -> AtomText {
    AtomText::Named(kind, text.to_owned())
}

fn edit(who: Vec<Atom>, wanted: &str, expires_at: Option<Micros>) -> GrantEdit {
    GrantEdit { who, role: role(wanted), expires_at }
}

async fn grant(
    gate: &Gate,
    by: &Caller,
    on: &NodeId,
    who: &[AtomText],
    wanted: &str,
) -> Result<(GrantId, String), StoreError> {
    let mut proof = gate.permit::<AddGrant>(by, on.clone()).await?;
    let who = proof.resolve(who).await?;
    proof.add(edit(who, wanted, None), "for the test").await
}

async fn remove(gate: &Gate, by: &Caller, grant: &GrantId) -> Result<String, StoreError> {
    gate.permit::<RemoveGrant>(by, apollo()).await?.remove(grant.as_str(), "over").await
}

async fn listed(gate: &Gate, by: &Caller, on: &NodeId) -> Result<(Vec<GrantId>, bool), StoreError> {
    let (page, partial) = gate.permit::<ListGrants>(by, on.clone()).await?.list(true, "", 50).await?;
    Ok((page.items.into_iter().map(|line| line.grant.id).collect(), partial))
}

async fn reads(gate: &Gate, who: &Caller) -> bool {
    gate.permit::<ReadProject>(who, apollo()).await.is_ok()
}

fn refusal(result: Result<impl Sized, StoreError>) -> Option<Refusal> {
    match result {
        Err(StoreError::Refused(refusal)) => Some(refusal),
        _ => None,
    }
}

fn invalid(result: Result<impl Sized, StoreError>) -> Option<(&'static str, String)> {
    match result {
        Err(StoreError::Invalid { field, remedy }) => Some((field, remedy.to_string())),
        _ => None,
    }
}

/// Sam belongs to the account North, labelled MDC, where he is consultant; is in the group Two; and looks after Crew.
async fn settled(world: &World, ann: &Caller) -> Outcome {
    let gate = &world.gate;
    let new = AccountEdit { id: "north".into(), name: "North".into(), ..AccountEdit::default() };
    gate.permit::<CreateAccount>(ann, NodeId::system()).await?.add(new).await?;
    let terms = AccountTerms { labels: vec!["MDC".into()], ..AccountTerms::default() };
    gate.permit::<GovernAccount>(ann, NodeId::system()).await?.govern(&id("account:north"), terms, "").await?;
    let moved = Moved { user: id("user:sam"), to: id("account:north") };
    gate.permit::<MoveUser>(ann, moved).await?.relocate("").await?;
    let new = NewGroup { name: "Two".into(), description: String::new() };
    let two = gate.permit::<CreateGroup>(ann, NodeId::system()).await?.add(new).await?;
    gate.permit::<authz::action::AddToGroup>(ann, two).await?.add(&[id("user:sam")], "").await?;
    gate.permit::<SetGroupAdmins>(ann, id("group:crew")).await?.set(&[id("user:sam")], "").await?;
    let sam = NewMembers {
        subjects: vec![id("user:sam")],
        roles: vec![role("consultant")],
        expires_at: None,
        reason: String::new(),
    };
    gate.permit::<AddMember>(ann, id("account:north")).await?.add(sam).await.map(drop)
}

pub(super) async fn every_kind_of_grant_is_seen_first_gives_and_is_removed(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    settled(&world, &ann).await?;
    let kinds = [
        (named(AtomKind::User, "sam@example.org"), Some(1)),
        (named(AtomKind::Group, "Two"), Some(1)),
        (named(AtomKind::GroupAdmins, "group:crew"), Some(1)),
        (named(AtomKind::Account, "North"), Some(1)),
        (AtomText::Label(" MDC ".into()), Some(1)),
        (AtomText::Holder(role("consultant"), "account:north".into()), Some(1)),
        (AtomText::SignedIn, None),
        (AtomText::Anyone, None),
    ];
    for (text, people) in kinds {
        assert!(!reads(gate, &sam).await, "{text:?}");
        let mut draft = gate.permit::<PreviewNewGrant>(&ann, apollo()).await?;
        let who = draft.resolve(std::slice::from_ref(&text)).await?;
        let seen = draft.outlook(edit(who, "viewer", None)).await?.outlook;
        drop(draft);
        assert_eq!((seen.gain.people, seen.lose.people, &seen.refused), (people, Some(0), &None), "{text:?}");
        assert!(seen.gain.nodes >= 2, "{text:?}: the project and what is in it");
        let (made, _) = grant(gate, &ann, &apollo(), std::slice::from_ref(&text), "viewer").await?;
        assert!(reads(gate, &sam).await, "{text:?}");
        let line = gate.permit::<ListGrants>(&ann, apollo()).await?.get(made.as_str()).await?;
        assert_eq!((line.people, line.made.map(|(_, by)| by)), (people, Some("user:ann".to_owned())), "{text:?}");
        let lost = gate.permit::<PreviewGrantRemoval>(&ann, apollo()).await?.outlook(made.as_str()).await?;
        assert_eq!((lost.gain.people, lost.lose.people), (Some(0), people), "{text:?}");
        remove(gate, &ann, &made).await?;
        assert!(!reads(gate, &sam).await, "{text:?}");
    }
    // What means nothing is said, and nothing of it is made.
    let bad = [
        (named(AtomKind::User, "nobody.at.all"), "nobody.at.all"),
        (named(AtomKind::Group, "sam"), "there is no group"),
        (named(AtomKind::Account, " "), "which account"),
        (AtomText::Label(String::new()), "label"),
        (AtomText::Holder(role("consultant"), "account:none".into()), "account:none"),
        (AtomText::Holder(role("nothing"), "account:north".into()), "account:north"),
    ];
    for (text, said) in bad {
        let refused = invalid(grant(gate, &ann, &apollo(), std::slice::from_ref(&text), "viewer").await);
        assert!(refused.is_some_and(|(field, remedy)| field == "who" && remedy.contains(said)), "{text:?}");
    }
    assert!(invalid(grant(gate, &ann, &apollo(), &[], "viewer").await).is_some());
    let wrong = invalid(grant(gate, &ann, &apollo(), &[AtomText::SignedIn], "administrator").await);
    assert_eq!(wrong.map(|(field, _)| field), Some("role"));
    grant(gate, &ann, &apollo(), &[AtomText::SignedIn], "viewer").await?;
    let twice = invalid(grant(gate, &ann, &apollo(), &[AtomText::SignedIn], "viewer").await);
    assert!(twice.is_some_and(|(field, remedy)| field == "who" && remedy.contains("already")));
    Ok(())
}

pub(super) async fn conditions_must_all_hold(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    settled(&world, &ann).await?;
    let (north, crew) = (named(AtomKind::Account, "north"), named(AtomKind::Group, "crew"));
    let (made, _) = grant(gate, &ann, &apollo(), &[north.clone(), crew, north], "keeper").await?;
    let line = gate.permit::<ListGrants>(&ann, apollo()).await?.get(made.as_str()).await?;
    assert_eq!((line.grant.who.len(), line.people), (2, Some(0)), "the same condition twice is one");
    assert!(!reads(gate, &sam).await, "he is in the account, and not in the group");
    let who = vec![Atom::Account(id("account:north")), Atom::Group(id("group:crew")), Atom::SIGNED_IN];
    let mut draft = gate.permit::<PreviewGrant>(&ann, apollo()).await?;
    assert_eq!(draft.outlook(made.as_str(), edit(who, "keeper", None)).await?.outlook.lines, []);
    drop(draft);
    gate.permit::<authz::action::AddToGroup>(&ann, id("group:crew")).await?.add(&[id("user:sam")], "").await?;
    assert!(reads(gate, &sam).await);
    let seven = vec![Atom::SIGNED_IN; 7];
    let many = gate.permit::<AddGrant>(&ann, apollo()).await?.add(edit(seven, "viewer", None), "").await;
    assert_eq!(invalid(many).map(|(field, _)| field), Some("who"));
    Ok(())
}

pub(super) async fn a_grant_ends_is_extended_and_keeps_its_history(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    settled(&world, &ann).await?;
    let now = || world.clock.now();
    let who = || vec![Atom::Account(id("account:north"))];
    let past = gate.permit::<AddGrant>(&ann, apollo()).await?.add(edit(who(), "viewer", Some(now())), "").await;
    assert_eq!(invalid(past).map(|(field, _)| field), Some("date"));
    let ends = Some(now() + 600 * SECOND);
    let (made, _) = gate.permit::<AddGrant>(&ann, apollo()).await?.add(edit(who(), "viewer", ends), "a start").await?;
    assert!(reads(gate, &sam).await);
    let first = gate.permit::<ListGrants>(&ann, apollo()).await?.get(made.as_str()).await?;
    world.clock.advance(600 * SECOND);
    assert!(!reads(gate, &sam).await);
    let over = gate.permit::<ListGrants>(&ann, apollo()).await?.get(made.as_str()).await?;
    assert!(over.ended && !first.ended);
    let longer = edit(who(), "viewer", Some(now() + 600 * SECOND));
    let mut draft = gate.permit::<PreviewGrant>(&ann, apollo()).await?;
    assert_eq!(draft.outlook(made.as_str(), longer.clone()).await?.outlook.gain.people, Some(1));
    drop(draft);
    gate.permit::<UpdateGrant>(&ann, apollo()).await?.update(made.as_str(), longer.clone(), "longer").await?;
    assert!(reads(gate, &sam).await);
    let again = gate.permit::<UpdateGrant>(&ann, apollo()).await?.update(made.as_str(), longer, "").await;
    assert_eq!(invalid(again).map(|(field, _)| field), Some("grant"));
    let mut list = gate.permit::<ListGrants>(&ann, apollo()).await?;
    let line = list.get(made.as_str()).await?;
    assert_eq!((line.grant.id, line.made), (made.clone(), first.made), "it is the same grant, made when it was");
    drop(list);
    let (lines, names) = gate.permit::<ReadAudit>(&ann, apollo()).await?.grant_history(made.as_str()).await?;
    let told: Vec<_> = lines.iter().map(|line| (line.action.as_str(), line.reason.as_deref())).collect();
    assert_eq!(told, [("UpdateGrant", Some("longer")), ("AddGrant", Some("a start"))]);
    assert!(lines.iter().all(|line| line.subject.as_deref() == Some("account:north") && line.after.is_some()));
    let names: Vec<&str> = names.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["North", "Ann Administrator"], "who did it, and whom it was for");
    Ok(())
}

pub(super) async fn what_was_done_to_a_grant_is_taken_back_by_who_did_it(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, olga) = (&world.gate, world.caller("ann").await?, world.caller("olga").await?);
    let undo = async |by: &Caller, line: &str| gate.permit::<RestoreGrant>(by, apollo()).await?.undo(line).await;
    let (made, added) = grant(gate, &ann, &apollo(), &[AtomText::SignedIn], "viewer").await?;
    assert!(invalid(undo(&olga, &added).await).is_some(), "somebody else's");
    let wider = edit(vec![Atom::ANYONE], "viewer", None);
    let changed = gate.permit::<UpdateGrant>(&ann, apollo()).await?.update(made.as_str(), wider, "").await?;
    assert!(invalid(undo(&ann, &added).await).is_some(), "changed since");
    undo(&ann, &changed).await?;
    assert!(invalid(undo(&ann, &changed).await).is_some(), "once");
    let removed = remove(gate, &ann, &made).await?;
    assert!(listed(gate, &ann, &apollo()).await?.0.is_empty());
    undo(&ann, &removed).await?;
    let mut list = gate.permit::<ListGrants>(&ann, apollo()).await?;
    assert_eq!(list.get(made.as_str()).await?.grant.who, [Atom::SIGNED_IN]);
    drop(list);
    undo(&ann, &added).await?;
    assert!(listed(gate, &ann, &apollo()).await?.0.is_empty());
    let elsewhere = gate.permit::<RestoreGrant>(&ann, NodeId::system()).await?.undo(&removed).await;
    assert!(invalid(elsewhere).is_some(), "another node's");
    Ok(())
}

pub(super) async fn the_last_owner_and_administrator_keep_their_grants(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let of = async |on: NodeId, wanted: &str| {
        let (page, _) = gate.permit::<ListGrants>(&ann, on).await?.list(false, "", 50).await?;
        let found = page.items.into_iter().find(|line| line.grant.role.as_str() == wanted);
        found.map(|line| line.grant).ok_or_else(|| StoreError::database("no such grant"))
    };
    let owner = of(apollo(), "owner").await?;
    assert_eq!(refusal(remove(gate, &ann, &owner.id).await), Some(Refusal::LastOwner { node: apollo() }));
    let ends = edit(owner.who.clone(), "owner", Some(world.clock.now() + DAY));
    let ended = gate.permit::<UpdateGrant>(&ann, apollo()).await?.update(owner.id.as_str(), ends, "").await;
    assert!(matches!(refusal(ended), Some(Refusal::LastOwner { .. })), "an end is no way round");
    let seen = gate.permit::<PreviewGrantRemoval>(&ann, apollo()).await?.outlook(owner.id.as_str()).await?;
    assert!(matches!(seen.refused, Some(Refusal::LastOwner { .. })), "it is said before");
    let administrator = of(NodeId::system(), "administrator").await?;
    let host = world.host.operator();
    let gone = gate.permit::<RemoveGrant>(&host, NodeId::system()).await?.remove(administrator.id.as_str(), "").await;
    assert_eq!(refusal(gone), Some(Refusal::LastAdministrator));
    let narrow = edit(vec![Atom::User(id("user:ann")), Atom::Group(id("group:crew"))], "administrator", None);
    let proof = gate.permit::<UpdateGrant>(&host, NodeId::system()).await?;
    assert_eq!(refusal(proof.update(administrator.id.as_str(), narrow, "").await), Some(Refusal::LastAdministrator));
    Ok(())
}

pub(super) async fn nobody_grants_what_they_do_not_hold(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    let (vic, olga) = (world.caller("vic").await?, world.caller("olga").await?);
    let told = gate.permit::<AddGrant>(&vic, apollo()).await.map(drop);
    assert!(matches!(
        told,
        Err(StoreError::Denied(Denied::Forbidden { permission, .. })) if permission.as_str() == "member:add"
    ));
    let hidden = gate.permit::<ListGrants>(&sam, apollo()).await.map(drop);
    assert!(matches!(hidden, Err(StoreError::Denied(Denied::NotFound))));
    grant(gate, &ann, &apollo(), &[named(AtomKind::User, "sam")], "inviter").await?;
    let crew = [named(AtomKind::Group, "Crew")];
    let more = refusal(grant(gate, &sam, &apollo(), &crew, "keeper").await);
    assert!(matches!(more, Some(Refusal::NotHeld { .. })));
    let own = refusal(grant(gate, &sam, &apollo(), &[AtomText::SignedIn], "keeper").await);
    assert!(matches!(own, Some(Refusal::RaisesOneself { .. })), "what everybody gets he gets too");
    let mut draft = gate.permit::<PreviewNewGrant>(&sam, apollo()).await?;
    let seen = draft.outlook(edit(vec![Atom::Group(id("group:crew"))], "keeper", None)).await?.outlook;
    drop(draft);
    assert!(matches!(seen.refused, Some(Refusal::NotHeld { .. })), "it is said before");
    assert_eq!((seen.gain.people, seen.withheld), (Some(1), false), "Vic is a member, whom who manages members sees");
    // Nor does anybody take what they could not give, or lengthen it.
    let (made, _) = grant(gate, &olga, &apollo(), &crew, "keeper").await?;
    assert!(matches!(refusal(remove(gate, &sam, &made).await), Some(Refusal::NotHeld { .. })));
    let narrower = edit(vec![Atom::Group(id("group:crew"))], "inviter", None);
    let change = gate.permit::<UpdateGrant>(&sam, apollo()).await?.update(made.as_str(), narrower, "").await;
    assert!(matches!(refusal(change), Some(Refusal::NotHeld { .. })));
    let lines = world.audit().await?;
    let refused = lines.iter().filter(|line| line.actor == "user:sam" && line.action == "AddGrant");
    assert!(refused.count() >= 1, "refusals are in the audit log");
    Ok(())
}

pub(super) async fn a_consultancy_is_shown_and_changed_where_it_comes_from(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    for name in ["tide", "north"] {
        let new = AccountEdit { id: name.into(), name: name.into(), ..AccountEdit::default() };
        gate.permit::<CreateAccount>(&ann, NodeId::system()).await?.add(new).await?;
    }
    let north = id("account:north");
    let proof = gate.permit::<UpdateAccount>(&ann, north.clone()).await?;
    proof.set_consultancy(Some(&id("account:tide")), "").await?;
    let (page, _) = gate.permit::<ListGrants>(&ann, north.clone()).await?.list(false, "", 50).await?;
    let line = page.items.first().ok_or_else(|| StoreError::database("no link"))?;
    assert_eq!((line.elsewhere.as_ref(), line.grant.who.len()), (Some(&north), 2));
    let fixed = line.grant.clone();
    let same = || edit(fixed.who.clone(), "client", Some(world.clock.now() + DAY));
    let said = [
        invalid(gate.permit::<RemoveGrant>(&ann, north.clone()).await?.remove(fixed.id.as_str(), "").await),
        invalid(gate.permit::<UpdateGrant>(&ann, north.clone()).await?.update(fixed.id.as_str(), same(), "").await),
        invalid(gate.permit::<PreviewGrantRemoval>(&ann, north.clone()).await?.outlook(fixed.id.as_str()).await),
        invalid(gate.permit::<PreviewGrant>(&ann, north).await?.outlook(fixed.id.as_str(), same()).await),
    ];
    for one in said {
        assert!(one.is_some_and(|(field, remedy)| field == "grant" && remedy.contains("settings")));
    }
    Ok(())
}

pub(super) async fn grants_are_seen_as_far_as_members_are(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    let new = NewProject { name: "Secret".into(), id: "secret".into(), ..NewProject::default() };
    gate.permit::<CreateProject>(&ann, NodeId::system()).await?.add(new).await?;
    let holders = AtomText::Holder(role("owner"), "project:secret".into());
    let (made, _) = grant(gate, &ann, &apollo(), &[holders], "viewer").await?;
    grant(gate, &ann, &apollo(), &[named(AtomKind::User, "sam")], "auditor").await?;
    let line = gate.permit::<ListGrants>(&sam, apollo()).await?.get(made.as_str()).await?;
    assert_eq!(line.hidden, [id("project:secret")], "of a project that is not his he learns no name");
    let olga = world.caller("olga").await?;
    let probe = AtomText::Holder(role("owner"), "project:secret".into());
    let said = invalid(grant(gate, &olga, &apollo(), &[probe], "viewer").await);
    let none = AtomText::Holder(role("owner"), "project:none".into());
    let other = invalid(grant(gate, &olga, &apollo(), &[none], "viewer").await);
    assert_eq!(
        said.map(|(_, remedy)| remedy.replace("secret", "none")),
        other.map(|(_, remedy)| remedy),
        "what is hidden and what is missing read the same"
    );
    assert_eq!(listed(gate, &sam, &apollo()).await?, (vec![made.clone()], false));
    gate.permit::<UpdateProject>(&ann, apollo()).await?.set_discreet(true).await?;
    assert_eq!(listed(gate, &sam, &apollo()).await?, (Vec::new(), true));
    assert!(gate.permit::<ListGrants>(&sam, apollo()).await?.get(made.as_str()).await.is_err());
    assert_eq!(listed(gate, &olga, &apollo()).await?, (vec![made], false));
    Ok(())
}

pub(super) async fn who_used_what_they_lose_is_told(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    settled(&world, &ann).await?;
    gate.system().keep_decisions(DecisionPolicy::default()).await?;
    let (made, _) = grant(gate, &ann, &apollo(), &[named(AtomKind::Account, "north")], "viewer").await?;
    let outlook = async || {
        gate.system().write_decisions().await?;
        gate.permit::<PreviewGrantRemoval>(&ann, apollo()).await?.outlook(made.as_str()).await
    };
    let seen = outlook().await?;
    assert_eq!((seen.used, seen.used_known), (Vec::new(), false), "the log is younger than 30 days");
    assert!(reads(gate, &sam).await);
    let at = world.clock.now();
    let seen = outlook().await?;
    assert_eq!(seen.used, [("user:sam".to_owned(), at)]);
    assert_eq!(seen.names.get(&id("user:sam")).map(String::as_str), Some("Sam Stranger"));
    world.clock.advance(31 * DAY);
    let (ann, later) = (world.caller("ann").await?, world.clock.now());
    let seen = gate.permit::<PreviewGrantRemoval>(&ann, apollo()).await?.outlook(made.as_str()).await?;
    assert_eq!((seen.used, seen.used_known, later > at), (Vec::new(), true, true), "not in the last 30 days");
    Ok(())
}

pub(super) async fn grants_on_any_node_are_listed_in_pages(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    settled(&world, &ann).await?;
    // A role may be given wherever its types allow: on the whole system and on an account too.
    grant(gate, &ann, &NodeId::system(), &[named(AtomKind::Group, "Crew")], "steward").await?;
    grant(gate, &ann, &id("account:north"), &[AtomText::Label("MDC".into())], "client").await?;
    let refused = grant(gate, &ann, &id("report:launch"), &[AtomText::SignedIn], "viewer").await;
    assert_eq!(invalid(refused).map(|(field, _)| field), Some("role"), "no role is meant for reports");
    for label in ["a", "b", "c"] {
        grant(gate, &ann, &apollo(), &[AtomText::Label(label.into())], "viewer").await?;
    }
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let (page, _) = gate.permit::<ListGrants>(&ann, apollo()).await?.list(true, &after, 2).await?;
        assert!(page.items.len() <= 2);
        found.extend(page.items.into_iter().map(|line| line.grant.who));
        match page.next {
            Some(next) => after = next.id,
            None => break,
        }
    }
    assert_eq!(found, ["a", "b", "c"].map(|label| vec![Atom::AccountLabel(label.into())]));
    let (all, _) = gate.permit::<ListGrants>(&ann, apollo()).await?.list(false, "", 50).await?;
    assert_eq!(all.items.len(), 5, "Olga and Vic are members");
    let mut draft = gate.permit::<PreviewNewGrant>(&ann, apollo()).await?;
    let found = draft.somebody(AtomKind::Group, "cre", 5).await?;
    assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Crew"]);
    assert_eq!((draft.labels(), draft.somewhere("apol", 5).await?.len()), (vec!["MDC".to_owned()], 1));
    Ok(())
}

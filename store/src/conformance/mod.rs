//! What every adapter must do: run by each adapter's tests on a fresh database per case.

mod gate;
mod group;
mod member;
mod port;

use crate::{
    Caller, Clock, Gate, Host, IdSource, Micros, NewUser, Origin, Person, Preset, SECOND, Seed, StoreError,
    port::{AuditFilter, AuditRecord, Database, PageRequest, SessionRecord},
};
use authz::{NodeId, RoleId, action::ReadAudit};
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

/// A clock that stands until it is moved.
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Stands at 2026-01-01.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(1_767_225_600 * SECOND)))
    }

    /// Moves on.
    pub fn advance(&self, by: Micros) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Micros {
        self.0.load(Ordering::SeqCst)
    }
}

/// Ids that count up.
#[derive(Default)]
pub struct CountingIds(AtomicU64);

impl CountingIds {
    /// Counts up from here: for a second gate on the same database.
    #[must_use]
    pub fn starting(at: u64) -> Self {
        Self(AtomicU64::new(at))
    }
}

impl IdSource for CountingIds {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        for (byte, value) in bytes.iter_mut().rev().zip(next.iter().rev().chain(std::iter::repeat(&0))) {
            *byte = *value;
        }
    }
}

/// A small deployment: three roles, `ann` administrator, `olga` owner and `vic` viewer of `project:apollo`.
pub struct World {
    /// The database.
    pub database: Arc<dyn Database>,
    /// The door of the machine it is on.
    pub host: Host,
    /// Its gate.
    pub gate: Gate,
    /// Its clock.
    pub clock: Arc<FixedClock>,
}

const PRESET: &str = r#"
name = "small"
title = "Small"
description = "For tests."
[catalog]
name = "small"
visitor_roles = { public = "viewer", internal = "viewer" }
[catalog.types.project]
parents = ["system"]
actions = ["read", "create", "update", "delete"]
visibility = true
owner_role = "owner"
on_create = [{ grant = { to = "creator", role = "owner" } }]
[catalog.types.report]
parents = ["project"]
actions = ["read", "update"]
[[role]]
id = "viewer"
name = "Viewer"
on = ["project", "system"]
permissions = [["project:read", "all"], ["report:read", "all"]]
[[role]]
id = "editor"
name = "Editor"
on = ["project"]
includes = ["viewer"]
permissions = [["report:update", "own"]]
[[role]]
id = "owner"
name = "Owner"
on = ["project"]
includes = ["editor"]
permissions = [["project:*", "all"], ["report:*", "all"], ["member:*", "all"], ["role:*", "all"], ["audit:read", "all"]]
[[role]]
id = "auditor"
name = "Auditor"
on = ["project"]
permissions = [["project:read", "all"], ["member:read", "all"]]
[[role]]
id = "steward"
name = "Steward"
on = ["system"]
permissions = [["group:*", "all"], ["user:read", "all"]]
[[user]]
id = "user:olga"
username = "olga"
name = "Olga Owner"
email = "olga@example.org"
[[user]]
id = "user:vic"
username = "vic"
name = "Vic Viewer"
email = "vic@example.org"
[[user]]
id = "user:sam"
username = "sam"
name = "Sam Stranger"
email = "sam@example.org"
[[group]]
id = "group:crew"
name = "Crew"
members = ["user:vic"]
[[project]]
id = "project:apollo"
name = "Apollo"
[[node]]
id = "report:launch"
parents = ["project:apollo"]
owner = "user:vic"
[[grant]]
who = [{ user = "user:olga" }]
role = "owner"
on = "project:apollo"
[[grant]]
who = [{ user = "user:vic" }]
role = "viewer"
on = "project:apollo"
"#;

fn id(text: &str) -> NodeId {
    NodeId::parse(text).unwrap_or_else(|_| NodeId::system())
}

fn role(text: &str) -> RoleId {
    RoleId::parse(text).unwrap_or_else(|bad| unreachable!("{bad}"))
}

impl World {
    /// Fills an empty database.
    ///
    /// # Errors
    /// Whatever goes wrong.
    pub async fn new(database: Arc<dyn Database>) -> Result<Self, StoreError> {
        let clock = FixedClock::new();
        let host = Host::open(database.clone(), clock.clone(), Arc::new(CountingIds::default())).await?;
        host.ensure_built_in().await?;
        host.load_preset(&Preset::parse(PRESET)?, true, None).await?;
        let user = NewUser {
            username: "ann".into(),
            name: "Ann Administrator".into(),
            email: "ann@example.org".into(),
            password_hash: None,
        };
        host.seed(&Seed { user, roles: Vec::new(), force: false }).await?;
        let gate = host.gate();
        Ok(Self { database, host, gate, clock })
    }

    /// A caller with a session.
    ///
    /// # Errors
    /// Whatever goes wrong.
    pub async fn caller(&self, name: &str) -> Result<Caller, StoreError> {
        let (user, now) = (id(&format!("user:{name}")), self.clock.now());
        let session = SessionRecord {
            id: format!("session-of-{name}"),
            user: user.clone(),
            created_at: now,
            used_at: now,
            expires_at: now + 3600 * SECOND,
            address: "192.0.2.1".into(),
            agent: "test".into(),
        };
        self.gate.public(Origin::default()).put_session(&session).await?;
        let origin = Origin { address: "192.0.2.1".into(), agent: "test".into(), request: "r1".into() };
        Ok(Caller::Person(Person { user, session: session.id, mfa: false, origin }))
    }

    async fn audit(&self) -> Result<Vec<AuditRecord>, StoreError> {
        let proof = self.gate.permit::<ReadAudit>(&self.host.operator(), NodeId::system()).await?;
        Ok(proof.list(AuditFilter::default(), &PageRequest { limit: 100, ..PageRequest::default() }).await?.0.items)
    }
}

/// What a case returns.
pub type Done = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send>>;

/// A case: a name and what it does with an empty database.
pub type Case = (&'static str, fn(Arc<dyn Database>) -> Done);

macro_rules! cases {
    ($($room:ident::$name:ident),* $(,)?) => {
        /// Every case.
        pub const CASES: &[Case] = &[$((stringify!($name), |database| Box::pin($room::$name(database)))),*];
    };
}

cases! {
    port::facts_come_back,
    port::retired_names_stay_retired,
    port::names_are_listed_in_pages,
    port::search_takes_every_letter_for_itself,
    port::a_login_is_unique_however_it_is_written,
    port::sessions_end,
    port::links_work_once,
    port::audit_is_listed_newest_first,
    gate::a_write_and_its_audit_line_come_together,
    gate::a_dropped_proof_leaves_nothing,
    gate::a_refused_write_is_audited_and_counted,
    gate::an_ended_session_ends_at_the_next_decision,
    gate::a_stranger_cannot_tell_missing_from_hidden,
    gate::another_process_is_noticed,
    gate::two_edits_of_one_role_conflict,
    gate::the_last_owner_stays,
    gate::the_operator_forces_the_last_one_and_nothing_else,
    gate::a_member_who_holds_less_cannot_give_more,
    gate::creating_a_project_makes_its_creator_owner,
    gate::whoever_manages_members_sees_who_gains,
    gate::seeding_twice_writes_nothing,
    gate::seeding_without_a_password_waits_for_one,
    gate::who_can_administrate_is_known,
    gate::a_preset_that_contradicts_changes_nothing,
    gate::many_writers_lose_nothing,
    member::members_are_narrowed_and_counted,
    member::every_way_in_is_told,
    member::what_others_changed_is_told,
    member::plain_members_of_a_discreet_project_see_themselves,
    member::activity_is_written_now_and_then,
    member::a_change_of_many_is_previewed_and_taken_back,
    member::a_single_change_is_taken_back,
    member::a_job_goes_on_after_a_restart_as_its_author,
    group::a_group_is_made_filled_renamed_and_deleted,
    group::a_group_gives_nobody_more_than_its_manager_holds,
    group::who_is_in_a_group_is_taken_back_by_who_changed_it,
    group::everywhere_somebody_has_access_is_told,
    group::access_where_members_are_not_seen_is_not_told,
    group::a_long_list_of_access_comes_in_pages,
    group::what_was_done_by_and_to_somebody_is_told,
}

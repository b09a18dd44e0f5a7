//! What every adapter must do: run by each adapter's tests on a fresh database per case.

mod account;
mod catalog;
mod decision;
mod explorer;
mod foresight;
mod gate;
mod grant;
mod group;
mod import;
mod last;
mod member;
mod navigation;
mod node;
mod policy;
mod port;
mod revocation;
mod role;
mod route;

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

const PRESET: &str = include_str!("small.toml");

fn id(text: &str) -> NodeId {
    NodeId::parse(text).unwrap_or_else(|_| NodeId::system())
}

/// Is this refused for what a field holds, in words with these among them?
fn asks<T>(answer: crate::error::Result<T>, field: &str, words: &str) -> bool {
    match answer {
        Err(StoreError::Invalid { field: about, remedy }) => about == field && remedy.to_string().contains(words),
        _ => false,
    }
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
    last::owners_who_remove_each_other_leave_one,
    last::administrators_who_remove_each_other_leave_one,
    revocation::what_is_taken_is_refused_at_the_next_decision,
    revocation::what_has_ended_is_refused_at_the_next_decision,
    revocation::a_session_ended_elsewhere_ends_here,
    decision::decisions_are_logged,
    decision::whether_something_is_used_is_known_or_said_to_be_unknown,
    decision::what_roles_give_and_nobody_uses_is_told,
    decision::a_draft_is_tried_on_recent_decisions,
    decision::old_decisions_go,
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
    group::what_a_change_of_a_group_takes_and_gives_is_seen_first,
    group::who_looks_after_a_group_is_said_and_taken_back,
    group::everywhere_somebody_has_access_is_told,
    group::access_where_members_are_not_seen_is_not_told,
    group::a_long_list_of_access_comes_in_pages,
    group::what_was_done_by_and_to_somebody_is_told,
    grant::every_kind_of_grant_is_seen_first_gives_and_is_removed,
    grant::conditions_must_all_hold,
    grant::a_grant_ends_is_extended_and_keeps_its_history,
    grant::what_was_done_to_a_grant_is_taken_back_by_who_did_it,
    grant::the_last_owner_and_administrator_keep_their_grants,
    grant::nobody_grants_what_they_do_not_hold,
    grant::a_consultancy_is_shown_and_changed_where_it_comes_from,
    grant::grants_are_seen_as_far_as_members_are,
    grant::who_used_what_they_lose_is_told,
    grant::grants_on_any_node_are_listed_in_pages,
    account::an_account_is_made_renamed_and_given_terms,
    account::seats_are_kept_by_who_makes_and_who_moves,
    account::a_suspended_account_stops_its_people_at_once,
    account::a_consultancy_reaches_one_level_and_both_sides_see_it,
    account::moving_somebody_is_seen_first_and_asked_on_both_sides,
    node::a_resource_is_made_changed_linked_and_deleted,
    node::a_resource_is_asked_for_by_its_own_type,
    node::a_resource_gives_nobody_more_than_its_writer_holds,
    node::circles_and_long_ways_are_refused,
    node::what_is_only_below_goes_along,
    node::a_change_of_a_resource_is_taken_back_by_who_made_it,
    node::a_tree_is_seen_as_far_as_one_may,
    node::a_tree_is_seen_through_other_eyes,
    node::who_has_access_is_told_with_its_ways,
    foresight::what_changing_a_resource_would_do_is_what_it_does,
    foresight::who_may_not_change_a_resource_may_not_look,
    foresight::what_linking_and_moving_would_do_is_what_it_does,
    foresight::what_opening_and_archiving_a_project_would_do_is_what_it_does,
    foresight::what_an_accounts_terms_and_consultancy_would_do_is_what_they_do,
    foresight::what_disabling_somebody_would_do_is_what_it_does,
    explorer::an_answer_comes_with_everything_that_gives_it,
    explorer::everybody_may_ask_why_of_themselves,
    explorer::lists_agree_with_decisions,
    explorer::what_is_hidden_leaves_no_trace_in_answers,
    explorer::where_members_do_not_see_each_other_they_ask_of_themselves,
    import::a_file_is_tried_before_it_is_applied,
    import::a_file_gives_nobody_more_than_its_writer_holds,
    import::a_file_comes_back_as_it_was_exported,
    catalog::the_catalog_is_changed_by_administrators_and_in_force_at_once,
    catalog::who_gives_everything_changes_the_catalog_and_nobody_else,
    catalog::what_acts_of_the_console_ask_for_is_told_for_whom,
    catalog::a_file_is_planned_applied_and_owns_what_it_names,
    catalog::a_file_takes_back_what_it_no_longer_names_unless_it_is_used,
    catalog::what_differs_from_a_file_is_told,
    navigation::each_sees_their_part_of_the_navigation,
    navigation::the_navigation_is_changed_seen_first_and_put_back,
    policy::a_policy_is_in_force_at_once,
    policy::policies_are_the_administrators,
    policy::an_address_is_tried,
    role::a_role_changes_as_a_whole,
    role::a_condition_is_in_force,
    role::what_roles_include_has_no_circle,
    role::nobody_gives_by_a_role_what_they_lack,
    role::holders_come_in_pages,
    route::a_route_is_in_force_at_once,
    route::routes_are_the_administrators,
    route::a_request_is_tried,
    route::a_file_owns_its_routes,
}

//! The gate: the one way from a caller to data.

mod ask;

pub(crate) use ask::{ask, is_active, is_readable, is_shown, names_somebody, session_facts};

use crate::{
    Caller, Clock, IdSource, Micros, Origin, Permitted, SECOND,
    counted::Counted,
    decision_log::DecisionLog,
    door::{Public, System},
    error::{Denied, Result, StoreError},
    new_id,
    port::{AuditRecord, Database, DecisionRecord, DecisionSource, Outcome, Reason, Transaction},
    presence::Presence,
    timings::Timings,
    work::Work,
};
use authz::{
    Change, Index, NodeId, Permission,
    action::{Access, Action, Scope},
};
use parking_lot::RwLock;
use std::sync::Arc;

/// Refusals of one source are counted on one audit row for this long, so that probing cannot flood the writer.
const REFUSAL_WINDOW: Micros = 3600 * SECOND;

/// The gate. Cheap to clone; all clones share one index.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

struct Inner {
    database: Arc<dyn Database>,
    live: RwLock<Live>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    timings: Timings,
    presence: Presence,
    counted: Counted,
    decisions: DecisionLog,
}

/// The index and the revision it stands at.
struct Live {
    index: Index,
    revision: u64,
}

impl Gate {
    /// Loads all facts and opens the gate.
    pub(crate) async fn open(
        database: Arc<dyn Database>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Result<Self> {
        let live = load(&mut *database.read().await?).await?;
        let (timings, presence) = (Timings::default(), Presence::default());
        let (counted, decisions, live) = (Counted::default(), DecisionLog::default(), RwLock::new(live));
        Ok(Self(Arc::new(Inner { database, live, clock, ids, timings, presence, counted, decisions })))
    }

    /// Asks whether the caller may do `A` on the scope, and returns the proof.
    ///
    /// # Errors
    /// [`Denied`] says as much as the caller may know; [`StoreError::Database`] if the database fails.
    pub async fn permit<A: Action>(&self, caller: &Caller, scope: A::Scope) -> Result<Permitted<A>> {
        let began = self.now();
        let mut transaction = match A::ACCESS {
            Access::Read => self.0.database.read().await?,
            Access::Write => self.0.database.write().await?,
        };
        self.catch_up(&mut *transaction).await?;
        let now = self.now();
        let live = session_lives(caller, &mut *transaction).await?;
        let caller = if live { caller.clone() } else { Caller::Anonymous(caller.origin().clone()) };
        let decision = self.decide::<A>(&caller, &scope, now);
        self.0.timings.add(self.now() - began);
        self.log::<A>(&caller, &scope, &decision, now);
        match decision {
            Ok(()) => {
                self.note(&caller, &scope, now);
                Ok(Permitted::new(self.clone(), transaction, caller, scope, now))
            }
            Err(mut denied) => {
                self.name_grantors(&caller, &mut denied, &mut *transaction, now).await?;
                if A::ACCESS == Access::Write {
                    let node = scope.node().map_or_else(String::new, ToString::to_string);
                    self.record_refusal(transaction, &caller, A::ID, node, denied.to_string()).await?;
                }
                Err(denied.into())
            }
        }
    }

    /// Notes that somebody who is signed in does something on a project or below one. Nothing is written here.
    fn note(&self, caller: &Caller, scope: &impl Scope, now: Micros) {
        let (Caller::Person(person), Some(node)) = (caller, scope.node()) else { return };
        self.index(|index| {
            let around = std::iter::once(node).chain(index.ancestors(node));
            for project in around.filter(|node| node.kind() == "project") {
                self.0.presence.note(&person.user, project, now);
            }
        });
    }

    /// Notes the decision for the log. The machine itself may do everything, so of it there is nothing to note; and what
    /// is not there is no decision.
    fn log<A: Action>(&self, caller: &Caller, scope: &A::Scope, decision: &Result<(), Denied>, now: Micros) {
        if matches!(caller, Caller::Host(_)) || scope.node().is_none() {
            return;
        }
        let live = self.0.live.read();
        // Of a refusal, what was missing; else all that was asked.
        let asked = match decision {
            Err(Denied::Forbidden { permission, node, .. }) => vec![(permission.clone(), node.clone())],
            Err(_) => scope.asks(A::NAME, live.index.catalog()).into_iter().take(1).collect(),
            Ok(()) => scope.asks(A::NAME, live.index.catalog()),
        };
        for (permission, node) in asked.into_iter().filter(|(_, node)| live.index.node(node).is_some()) {
            self.0.decisions.note(|| {
                let (reason, id) = match decision {
                    Ok(()) => (Reason::Allowed, None),
                    Err(Denied::SignIn) => (Reason::SignIn, None),
                    Err(Denied::NotFound) => (Reason::NotFound, None),
                    Err(Denied::Forbidden { decision, .. }) => (Reason::Forbidden, Some(decision.clone())),
                };
                DecisionRecord {
                    id: id.unwrap_or_else(|| self.new_id("dec")),
                    at: now,
                    subject: caller.name().to_owned(),
                    permission,
                    node,
                    reason,
                    revision: live.revision,
                    source: DecisionSource::Console,
                    mfa: caller.mfa(),
                    sent: false,
                }
            });
        }
    }

    /// The decisions that are to be written.
    pub(crate) fn decisions(&self) -> &DecisionLog {
        &self.0.decisions
    }

    /// What was counted lately, and the revision that counts.
    pub(crate) fn counted(&self) -> (&Counted, u64) {
        (&self.0.counted, self.0.live.read().revision)
    }

    /// What was noted of activity and is to be written.
    pub(crate) fn presence(&self) -> &Presence {
        &self.0.presence
    }

    /// May the caller do what asks for this permission of the console on the node? For showing and hiding, never
    /// instead of [`Gate::permit`].
    pub fn may(&self, caller: &Caller, name: &str, node: &NodeId) -> bool {
        let now = self.now();
        self.index(|index| match index.catalog().permission_for(name) {
            Some(permission) => ask(index, caller, &permission, node, now),
            None => false,
        })
    }

    /// The permission that a name of the console asks for in this deployment.
    pub fn asked_for(&self, name: &str) -> Option<Permission> {
        self.index(|index| index.catalog().permission_for(name))
    }

    /// May the caller do so on some node of the type, their own aside? For showing and hiding only.
    pub fn may_somewhere(&self, caller: &Caller, name: &str, kind: &str) -> bool {
        let now = self.now();
        self.index(|index| {
            let Some(permission) = index.catalog().permission_for(name) else { return false };
            let others = |id: &NodeId| Some(id) != caller.user();
            index.nodes_of_type(kind).any(|id| others(id) && ask(index, caller, &permission, id, now))
        })
    }

    /// The door for those who are not signed in yet.
    pub fn public(&self, origin: Origin) -> Public {
        Public::new(self.clone(), origin)
    }

    /// The door of background tasks.
    pub fn system(&self) -> System {
        System::new(self.clone())
    }

    /// Is the database reachable and the index up to date?
    ///
    /// # Errors
    /// [`StoreError::Database`] if not.
    pub async fn ready(&self) -> Result<()> {
        let mut transaction = self.0.database.read().await?;
        self.catch_up(&mut *transaction).await
    }

    /// Looks at the facts as they stand.
    pub(crate) fn index<R>(&self, look: impl FnOnce(&Index) -> R) -> R {
        look(&self.0.live.read().index)
    }

    /// How many decisions took up to 1, 2, 4 … microseconds since the start, the reading of the session among it.
    pub(crate) fn timings(&self) -> Vec<u64> {
        self.0.timings.counts()
    }

    pub(crate) fn now(&self) -> Micros {
        self.0.clock.now()
    }

    pub(crate) fn new_id(&self, prefix: &str) -> String {
        new_id(prefix, self.now(), &*self.0.ids)
    }

    pub(crate) fn database(&self) -> &dyn Database {
        &*self.0.database
    }

    pub(crate) async fn read(&self) -> Result<Box<dyn Transaction>> {
        let mut transaction = self.0.database.read().await?;
        self.catch_up(&mut *transaction).await?;
        Ok(transaction)
    }

    pub(crate) async fn write(&self) -> Result<Box<dyn Transaction>> {
        let mut transaction = self.0.database.write().await?;
        self.catch_up(&mut *transaction).await?;
        Ok(transaction)
    }

    /// Brings the index up to what the transaction sees: other processes write too.
    async fn catch_up(&self, transaction: &mut dyn Transaction) -> Result<()> {
        let revision = transaction.revision().await?;
        let known = self.0.live.read().revision;
        if known >= revision {
            return Ok(());
        }
        if let Some(changes) = transaction.changes_since(known).await? {
            self.advance(known, revision, &changes);
            return Ok(());
        }
        let fresh = load(transaction).await?;
        let mut live = self.0.live.write();
        if live.revision < fresh.revision {
            *live = fresh;
        }
        Ok(())
    }

    /// Applies changes that lead from one revision to another, unless somebody else already did.
    fn advance(&self, from: u64, to: u64, changes: &[Change]) {
        let mut live = self.0.live.write();
        if live.revision == from {
            match live.index.apply(changes) {
                Ok(()) => live.revision = to,
                // What a commit wrote was judged before, so this is a database somebody else wrote into; the next
                // transaction tries again, and readiness says so.
                Err(invalid) => tracing::error!(%invalid, revision = to, "the change log cannot be applied"),
            }
        }
    }

    /// Writes the work and the audit line, commits, and brings the index along.
    pub(crate) async fn commit(
        &self,
        mut transaction: Box<dyn Transaction>,
        work: &Work,
        line: &AuditRecord,
    ) -> Result<()> {
        let reached = work.write(&mut *transaction, line).await?;
        transaction.add_audit(line).await?;
        transaction.commit().await?;
        if let Some(revision) = reached {
            self.advance(revision - 1, revision, &work.changes);
        }
        Ok(())
    }

    /// Puts a refusal into the audit log and ends the transaction with nothing else in it.
    pub(crate) async fn record_refusal(
        &self,
        mut transaction: Box<dyn Transaction>,
        caller: &Caller,
        action: &str,
        node: String,
        reason: String,
    ) -> Result<()> {
        let line = self.line(caller, action, node, Outcome::Refused, Some(reason));
        if !transaction.count_refusal(&line, line.at - REFUSAL_WINDOW).await? {
            transaction.add_audit(&line).await?;
        }
        transaction.commit().await
    }

    /// A line for the audit log, with what the caller's request says about itself.
    pub(crate) fn line(
        &self,
        caller: &Caller,
        action: &str,
        node: String,
        outcome: Outcome,
        reason: Option<String>,
    ) -> AuditRecord {
        let origin = caller.origin();
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        AuditRecord {
            id: self.new_id("aud"),
            at: self.now(),
            actor: caller.name().to_owned(),
            action: action.to_owned(),
            node,
            outcome,
            subject: None,
            before: None,
            after: None,
            reason,
            address: some(&origin.address),
            agent: some(&origin.agent),
            request: some(&origin.request),
            times: 1,
        }
    }

    fn decide<A: Action>(&self, caller: &Caller, scope: &A::Scope, now: Micros) -> Result<(), Denied> {
        self.index(|index| {
            if scope.node().is_none() {
                return is_active(index, caller).then_some(()).ok_or(Denied::SignIn);
            }
            let asks = scope.asks(A::NAME, index.catalog());
            let missing = asks.iter().find(|(permission, node)| !ask::may(index, caller, permission, node, now));
            if missing.is_none() && !asks.is_empty() {
                return Ok(());
            }
            if !is_active(index, caller) {
                return Err(Denied::SignIn);
            }
            let unreadable = asks.iter().any(|(_, node)| !is_readable(index, caller, node, now));
            let Some((permission, node)) = missing.filter(|_| !unreadable) else { return Err(Denied::NotFound) };
            let (permission, node, decision) = (permission.clone(), node.clone(), self.new_id("dec"));
            Err(Denied::Forbidden { permission, node, grantors: Vec::new(), decision })
        })
    }

    /// Names up to three people who can give what is missing, where the caller may see the members of the node.
    async fn name_grantors(
        &self,
        caller: &Caller,
        denied: &mut Denied,
        transaction: &mut dyn Transaction,
        now: Micros,
    ) -> Result<()> {
        let Denied::Forbidden { node, grantors, .. } = denied else { return Ok(()) };
        if !self.may(caller, "member:read", node) || transaction.is_discreet(node).await? {
            return Ok(());
        }
        let people: Vec<NodeId> = self.index(|index| {
            let Some(give) = index.catalog().permission_for("member:add") else { return Vec::new() };
            index.search(now).who_can(&give, node).map(|people| people.take(3).cloned().collect()).unwrap_or_default()
        });
        *grantors = transaction.names(&people).await?.into_iter().map(|(_, name)| name).collect();
        Ok(())
    }
}

/// Is the caller's session still there? It is asked in the same transaction as everything else, so an ended session
/// ends at the next decision.
async fn session_lives(caller: &Caller, transaction: &mut dyn Transaction) -> Result<bool> {
    match caller {
        Caller::Person(person) => {
            Ok(transaction.find_session(&person.session).await?.is_some_and(|session| session.user == person.user))
        }
        // What was ordered goes on after its author signed out; whether they still may is decided at each step.
        Caller::Anonymous(_) | Caller::Host(_) | Caller::Ordered(_) => Ok(true),
    }
}

async fn load(transaction: &mut dyn Transaction) -> Result<Live> {
    let revision = transaction.revision().await?;
    let index = Index::new(transaction.world().await?).map_err(StoreError::database)?;
    Ok(Live { index, revision })
}

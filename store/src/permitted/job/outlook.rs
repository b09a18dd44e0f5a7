//! What a change of many members would do: who changes, who is skipped and why, who gains and loses what.

use super::{Picked, plan};
use crate::{
    Micros,
    error::Result,
    permitted::{AccessOutlook, Permitted, member, writer},
    port::Order,
};
use authz::{
    Atom, Change, Grant, GrantId, Index, NodeId, Remark, Source,
    action::PreviewMembers,
    guard::{self, Refusal},
};
use std::collections::BTreeMap;

/// So many changes are judged and measured; of more, a part stands for the whole.
const JUDGED: usize = 2_000;
/// So many gain or lose in what is shown; more only count.
const MEASURED: usize = 300;
/// Names given with each reason.
const NAMED: usize = 5;

/// What a change of many members would do.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    /// How many were chosen.
    pub total: usize,
    /// How many change.
    pub changed: usize,
    /// Some of those who change: who, what was held, and what is.
    pub some: Vec<Turn>,
    /// Who does not, and why.
    pub skipped: Vec<Skip>,
    /// What that does, as far as it was measured.
    pub access: AccessOutlook,
    /// For how many of the changes it was measured.
    pub measured: usize,
    /// How many changes were not judged yet; the job judges each.
    pub unjudged: usize,
}

/// One who changes: what was held, and what is.
pub type Turn = (NodeId, Vec<(String, Option<Micros>)>, Vec<(String, Option<Micros>)>);

/// Some who do not change for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// Why.
    pub reason: Remark,
    /// Was it the gate or a guard?
    pub refused: bool,
    /// How many.
    pub count: usize,
    /// Some of them.
    pub some: Vec<NodeId>,
}

/// One planned change.
struct Planned {
    subject: NodeId,
    changes: Vec<Change>,
    had: Vec<Grant>,
    after: Vec<Grant>,
}

impl Permitted<PreviewMembers> {
    /// What the order would do, as things are now.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn outlook(&mut self, order: &Order, picked: &Picked) -> Result<Outlook> {
        let subjects = self.picked(picked).await?;
        let (outlook, changes) = self.index(|index| {
            let mut outlook = Outlook { total: subjects.len(), ..Outlook::default() };
            let mut skipped: BTreeMap<(bool, Remark), (usize, Vec<NodeId>)> = BTreeMap::new();
            let mut skip = |refused, reason: Remark, subject: NodeId| {
                let (count, some) = skipped.entry((refused, reason)).or_default();
                *count += 1;
                if some.len() < NAMED {
                    some.push(subject);
                }
            };
            let mut planned = Vec::new();
            for subject in subjects {
                match self.planned(index, order, &subject) {
                    Ok(one) => planned.push(one),
                    Err(why) => skip(false, why, subject),
                }
            }
            outlook.unjudged = planned.len().saturating_sub(JUDGED);
            let rest = planned.split_off(planned.len() - outlook.unjudged);
            let (mut allowed, mut state) = (Vec::new(), index.clone());
            for (one, judged) in self.judged(&mut state, planned) {
                match judged {
                    Ok(()) => allowed.push(one),
                    Err(refusal) => skip(true, refusal.remark(), one.subject),
                }
            }
            outlook.changed = allowed.len() + rest.len();
            outlook.measured = allowed.len().min(MEASURED);
            let changes: Vec<Change> = allowed.iter().take(MEASURED).flat_map(|one| one.changes.clone()).collect();
            let named = |grants: &[Grant]| plan::named(index, plan::written(grants).as_deref());
            let turn = |one: &Planned| (one.subject.clone(), named(&one.had), named(&one.after));
            outlook.some = allowed.iter().take(20).map(turn).collect();
            let skip = |((refused, reason), (count, some))| Skip { reason, refused, count, some };
            outlook.skipped = skipped.into_iter().map(skip).collect();
            (outlook, changes)
        });
        Ok(Outlook { access: self.outlook_of(&changes).await?, ..outlook })
    }

    /// Some of the members meant, and how many there are.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn chosen(&mut self, picked: &Picked, limit: usize) -> Result<(Vec<NodeId>, usize)> {
        let mut subjects = self.picked(picked).await?;
        let total = subjects.len();
        subjects.truncate(limit);
        Ok((subjects, total))
    }

    /// Which of add, update and remove the caller may do here.
    pub fn may_change(&self) -> [bool; 3] {
        ["member:add", "member:update", "member:remove"].map(|name| self.may(name, &self.scope))
    }

    /// Names of nodes, for showing who changes.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>> {
        self.transaction.names(nodes).await
    }

    fn planned(&self, index: &Index, order: &Order, subject: &NodeId) -> Result<Planned, Remark> {
        let had = member::held(index, &self.scope, subject);
        let wanted = plan::wanted(order, &had, (None, None), self.now)?;
        let mut number = 0;
        let made = member::turned(&had, &wanted, |holding| {
            number += 1;
            let id = GrantId::parse(&format!("preview-{number}-{subject}")).map_err(crate::StoreError::database)?;
            let who =
                if subject.kind() == "group" { Atom::Group(subject.clone()) } else { Atom::User(subject.clone()) };
            let (role, expires_at, on) = (holding.role.clone(), holding.expires_at, self.scope.clone());
            Ok(Grant { id, who: vec![who], role, on, expires_at, source: Source::Direct })
        });
        let (changes, after) = made.map_err(|error| error.to_string())?;
        Ok(Planned { subject: subject.clone(), changes, had, after })
    }

    /// Judges one after another, as the job will, but many at once where they all pass.
    fn judged(&self, state: &mut Index, mut planned: Vec<Planned>) -> Vec<(Planned, Result<(), Refusal>)> {
        let changes: Vec<Change> = planned.iter().flat_map(|one| one.changes.clone()).collect();
        let judged = guard::judge(state, &writer(&self.caller), &changes, self.now);
        let judged = judged.and_then(|()| Ok(state.apply(&changes)?));
        match judged {
            Ok(()) => planned.into_iter().map(|one| (one, Ok(()))).collect(),
            Err(refusal) if planned.len() == 1 => planned.into_iter().map(|one| (one, Err(refusal.clone()))).collect(),
            Err(_) => {
                let right = planned.split_off(planned.len() / 2);
                let mut all = self.judged(state, planned);
                all.extend(self.judged(state, right));
                all
            }
        }
    }
}

//! What a change of access would do, told before it is done: who gains and loses what, on how many nodes, and whether those
//! who lose it used it lately. It is exact; of what the caller may not see the number is told, and nothing else.

use super::{Permitted, Replay};
use crate::{
    Micros, SECOND,
    error::{Denied, Result},
    gate::{is_readable, is_shown},
};
use authz::{
    Change, Effect, Index, NodeId, Permission, Shift,
    action::{Action, Scope},
    effect,
    guard::Refusal,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

/// How far back it is looked whether somebody used what they lose.
const USED_DAYS: u32 = 30;
/// Most permissions that are looked up in the log.
const LOOKED_UP: usize = 400;
/// Most uses of one permission that are looked through.
const MOST_USES: u32 = 2_000;
/// Most people and nodes told of one line.
const TOLD: usize = 5;

/// What a change of access would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessOutlook {
    /// Who gains and loses what, losses first.
    pub lines: Vec<ShiftLine>,
    /// Of all who gain something.
    pub gain: Toll,
    /// Of all who lose something.
    pub lose: Toll,
    /// Those who lose something that they used in the last 30 days, and when last; the latest first.
    pub used: Vec<(String, Micros)>,
    /// Does the decision log know of everything that was used in that time?
    pub used_known: bool,
    /// What was asked in the last 30 days, and would be answered otherwise.
    pub replay: Replay,
    /// What people call those who are told here, as far as the caller may see them.
    pub names: BTreeMap<NodeId, String>,
    /// Is somebody or something among them that the caller may not see?
    pub withheld: bool,
    /// Why it would be refused.
    pub refused: Option<Refusal>,
}

/// How many people, on how many nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Toll {
    /// People; `None` for everybody.
    pub people: Option<usize>,
    /// Nodes.
    pub nodes: usize,
}

/// The same people gain, or lose, the same permissions on the same nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftLine {
    /// Lose, not gain?
    pub loses: bool,
    /// Some of them whom the caller may see: users and API keys, or `anonymous`.
    pub some: Vec<String>,
    /// How many there are; `None` for everybody who is signed in.
    pub people: Option<usize>,
    /// Of everybody, how many are left out.
    pub but: usize,
    /// What they gain or lose.
    pub permissions: Vec<Permission>,
    /// Some of the nodes it begins at that the caller may see; what lies below them is meant too.
    pub tops: Vec<NodeId>,
    /// On how many further nodes it begins.
    pub more_tops: usize,
    /// On how many nodes below those it is so, too.
    pub below: usize,
    /// Patterns, where policies decide.
    pub patterns: Vec<String>,
}

impl<A: Action> Permitted<A> {
    /// What these changes would do.
    pub(in crate::permitted) async fn outlook_of(&mut self, changes: &[Change]) -> Result<AccessOutlook> {
        let refused = self.judge(changes).err();
        let found = self.index(|index| effect::effect(index, changes, self.now));
        let mut effect = match found {
            Ok(effect) => effect,
            Err(invalid) => {
                return Ok(AccessOutlook { refused: refused.or(Some(invalid.into())), ..AccessOutlook::default() });
            }
        };
        leave_out(&mut effect, changes);
        let (used, used_known) = self.used(&effect).await?;
        let replay = if effect.shifts.is_empty() {
            Replay::default()
        } else {
            self.asked_again_anywhere(changes, USED_DAYS).await?
        };
        let mut outlook = self.index(|index| self.shown(index, &effect));
        let asked = replay.callers.iter().map(|caller| &caller.subject);
        let subjects = outlook.lines.iter().flat_map(|line| &line.some).chain(used.iter().map(|(subject, _)| subject));
        let people = subjects.chain(asked).filter_map(|subject| NodeId::parse(subject).ok());
        let asked = replay.callers.iter().flat_map(|caller| caller.turned.iter().map(|turned| turned.node.clone()));
        let nodes = outlook.lines.iter().flat_map(|line| line.tops.clone()).chain(asked);
        let told: BTreeSet<NodeId> = people.chain(nodes).collect();
        let told = self.index(|index| told.into_iter().filter(|id| self.sees(index, id)).collect::<Vec<_>>());
        outlook.names = self.called(&told).await?;
        Ok(AccessOutlook { used, used_known, replay, refused, ..outlook })
    }

    /// What deleting the node would do, with what is in nothing else.
    ///
    /// # Errors
    /// [`Denied::NotFound`](crate::Denied) where the caller may not delete it.
    pub(in crate::permitted) async fn deletion_of(&mut self, node: &NodeId) -> Result<AccessOutlook> {
        if !self.may(&format!("{}:delete", node.kind()), node) {
            return Err(Denied::NotFound.into());
        }
        let changes = self.index(|index| index.removal(node));
        self.outlook_of(&changes).await
    }

    /// May the caller know of them here?
    pub(in crate::permitted) fn sees(&self, index: &Index, id: &NodeId) -> bool {
        let here = self.scope.node();
        here == Some(id)
            || self.caller.user() == Some(id)
            || is_readable(index, &self.caller, id, self.now)
            || here.is_some_and(|here| is_shown(index, &self.caller, here, id, self.now))
    }

    fn shown(&self, index: &Index, effect: &Effect) -> AccessOutlook {
        let mut outlook = AccessOutlook {
            gain: toll(effect.gains()),
            lose: toll(effect.losses()),
            withheld: effect.withheld,
            ..AccessOutlook::default()
        };
        // The same people and nodes come in many lines: each is decided once.
        let known: RefCell<BTreeMap<NodeId, bool>> = RefCell::default();
        let seen = |id: &NodeId| {
            let found = known.borrow().get(id).copied();
            found.unwrap_or_else(|| {
                let sees = self.sees(index, id);
                known.borrow_mut().insert(id.clone(), sees);
                sees
            })
        };
        for shift in effect.losses().chain(effect.gains()) {
            let known = |subject: &&String| NodeId::parse(subject).map_or(true, |id| seen(&id));
            let tops: Vec<&NodeId> = shift.tops(index).collect();
            let shown: Vec<NodeId> = tops.iter().copied().filter(|id| seen(id)).take(TOLD).cloned().collect();
            outlook.withheld |=
                !shift.subjects.iter().all(|subject| known(&subject)) || !tops.iter().all(|id| seen(id));
            outlook.lines.push(ShiftLine {
                loses: shift.loses,
                some: shift.subjects.iter().filter(known).take(TOLD).cloned().collect(),
                people: shift.everybody_but.is_none().then_some(shift.subjects.len()),
                but: shift.everybody_but.as_ref().map_or(0, Vec::len),
                permissions: shift.permissions.clone(),
                more_tops: tops.len() - shown.len(),
                below: shift.nodes.len().saturating_sub(tops.len()),
                tops: shown,
                patterns: shift.patterns.clone(),
            });
        }
        outlook
    }

    /// Those who lose something that they were allowed lately, and whether nobody can be missing.
    async fn used(&mut self, effect: &Effect) -> Result<(Vec<(String, Micros)>, bool)> {
        let since = self.now - i64::from(USED_DAYS) * 86_400 * SECOND;
        let mut known = self.is_complete(since).await?;
        let lost: BTreeSet<&Permission> = effect.losses().flat_map(|shift| &shift.permissions).collect();
        known &= lost.len() <= LOOKED_UP;
        let losses: Vec<Loss<'_>> = effect.losses().map(Loss::from).collect();
        let mut used: BTreeMap<String, Micros> = BTreeMap::new();
        for permission in lost.into_iter().take(LOOKED_UP) {
            let lately = self.transaction.list_uses(permission, since, MOST_USES).await?;
            known &= lately.len() < MOST_USES as usize;
            for one in lately {
                if losses.iter().any(|loss| loss.touches(permission, &one.subject, &one.node)) {
                    let at = used.entry(one.subject).or_insert(one.at);
                    *at = one.at.max(*at);
                }
            }
        }
        let mut used: Vec<(String, Micros)> = used.into_iter().collect();
        used.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
        Ok((used, known))
    }
}

/// Some who lose something, to be looked up in.
struct Loss<'a> {
    who: BTreeSet<&'a str>,
    /// Everybody but them?
    but: bool,
    permissions: &'a [Permission],
    nodes: BTreeSet<&'a NodeId>,
}

impl<'a> From<&'a Shift> for Loss<'a> {
    fn from(shift: &'a Shift) -> Self {
        let who = match &shift.everybody_but {
            Some(others) => others.iter().map(NodeId::as_str).collect(),
            None => shift.subjects.iter().map(String::as_str).collect(),
        };
        let nodes = shift.nodes.iter().collect();
        Self { who, but: shift.everybody_but.is_some(), permissions: &shift.permissions, nodes }
    }
}

impl Loss<'_> {
    fn touches(&self, permission: &Permission, subject: &str, node: &NodeId) -> bool {
        self.permissions.contains(permission) && self.but != self.who.contains(subject) && self.nodes.contains(node)
    }
}

/// Who loses what on a group that goes says nothing: what counts is what it gave them.
fn leave_out(effect: &mut Effect, changes: &[Change]) {
    let gone: BTreeSet<&NodeId> = changes
        .iter()
        .filter_map(|change| if let Change::RemoveNode(node) = change { Some(node) } else { None })
        .filter(|node| node.kind() == "group")
        .collect();
    for shift in &mut effect.shifts {
        shift.nodes.retain(|node| !gone.contains(node));
    }
    effect.shifts.retain(|shift| !shift.nodes.is_empty() || !shift.patterns.is_empty());
}

fn toll<'a>(shifts: impl Iterator<Item = &'a Shift>) -> Toll {
    let (mut people, mut nodes, mut patterns) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut everybody = false;
    for shift in shifts {
        everybody |= shift.everybody_but.is_some();
        people.extend(&shift.subjects);
        nodes.extend(&shift.nodes);
        // What a policy matches is one place: nobody registers what is in it.
        patterns.extend(&shift.patterns);
    }
    Toll { people: (!everybody).then_some(people.len()), nodes: nodes.len() + patterns.len() }
}

//! What changes do, in lines for people.

use crate::{
    dto::{GainLine, Preview},
    text::{fill, plural, t},
};
use authz::{Effect, Index, NodeId, Shift};
use std::collections::{BTreeMap, BTreeSet};

/// Most people or nodes named in a line; the rest is counted.
const NAMED: usize = 4;

/// An effect for people: how many gain and lose, and who.
pub fn told(index: &Index, effect: &Effect, names: &BTreeMap<NodeId, String>) -> Preview {
    let count = |loses: bool| {
        let mut people: BTreeSet<&str> = BTreeSet::new();
        for shift in effect.shifts.iter().filter(|shift| shift.loses == loses) {
            if shift.everybody_but.is_some() {
                return None;
            }
            people.extend(shift.subjects.iter().map(String::as_str));
        }
        u32::try_from(people.len()).ok()
    };
    Preview { gain: count(false), lose: count(true), lines: lines(index, effect, names) }
}

/// Lines for an effect. Whoever has no name in the list is only counted.
pub fn lines(index: &Index, effect: &Effect, names: &BTreeMap<NodeId, String>) -> Vec<GainLine> {
    effect.shifts.iter().map(|shift| line(index, shift, names)).collect()
}

fn line(index: &Index, shift: &Shift, names: &BTreeMap<NodeId, String>) -> GainLine {
    let known = |subject: &String| match subject.as_str() {
        "anonymous" => Some(t("Anyone, signed in or not").to_owned()),
        subject => NodeId::parse(subject).ok().and_then(|id| names.get(&id).cloned()),
    };
    let (people, more) = match &shift.everybody_but {
        Some(others) if others.is_empty() => (vec![t("Everybody who is signed in").to_owned()], 0),
        Some(others) => {
            let others = plural(others.len(), "one", "{n}");
            (vec![fill("Everybody who is signed in, but for {others}", &[("others", &others)])], 0)
        }
        None => {
            let people: Vec<String> = shift.subjects.iter().filter_map(known).take(NAMED).collect();
            let more = shift.subject_count.unwrap_or(shift.subjects.len()).saturating_sub(people.len());
            (people, more)
        }
    };
    let tops: Vec<&NodeId> = shift.tops(index).collect();
    let nodes = tops.iter().take(NAMED).map(|id| match names.get(*id) {
        Some(name) => name.clone(),
        None if id.is_system() => t("the whole system").to_owned(),
        None => id.to_string(),
    });
    GainLine {
        gains: !shift.loses,
        people,
        more: u32::try_from(more).unwrap_or(u32::MAX),
        permissions: shift.permissions.iter().map(ToString::to_string).collect(),
        nodes: nodes.collect(),
        more_nodes: u32::try_from(tops.len().saturating_sub(NAMED)).unwrap_or(u32::MAX),
    }
}

/// What changes do to facts in the browser, at its own time.
pub fn preview(index: &Index, changes: &[authz::Change], names: &BTreeMap<NodeId, String>, now: i64) -> Preview {
    authz::effect::effect(index, changes, now).map(|effect| told(index, &effect, names)).unwrap_or_default()
}

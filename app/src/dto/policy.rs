//! Pattern policies: what actions need on things that nobody registers, and trying them.

use super::{AccessView, DiffLine};
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

/// What the page of policies is asked for, as its address has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyQuery {
    /// Which policy is written: its place, or `new`; empty for none.
    pub edit: String,
    /// What is to be looked at before it is saved.
    pub draft: PolicyDraft,
    /// The address that is tried.
    pub address: String,
    /// What would be done there.
    pub action: String,
    /// By whom.
    pub who: String,
}

/// A change of the policies as it stands in an address and in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyDraft {
    /// `put` or `drop`; empty for none.
    pub act: String,
    /// Which one, by its place; empty for a further one.
    pub at: String,
    /// What the policies were when it was written.
    pub seen: String,
    /// The pattern.
    pub pattern: String,
    /// What actions need: `read=data:read`.
    pub needs: Vec<String>,
}

impl PolicyQuery {
    /// From an address.
    pub fn read(map: &ParamsMap) -> Self {
        let one = |name: &str| map.get(name).unwrap_or_default();
        let [edit, act, at, seen, pattern] = ["edit", "do", "at", "seen", "pattern"].map(one);
        let [address, action, who] = ["address", "action", "who"].map(one);
        let needs = map.get_all("need").unwrap_or_default().into_iter().filter(|need| !need.ends_with('=')).collect();
        Self { edit, draft: PolicyDraft { act, at, seen, pattern, needs }, address, action, who }
    }
}

impl PolicyDraft {
    /// As the form that saves it sends it.
    pub fn fields(&self) -> Vec<(String, String)> {
        let single = [("act", &self.act), ("at", &self.at), ("seen", &self.seen), ("pattern", &self.pattern)];
        let single = single.map(|(name, value)| (format!("draft[{name}]"), value.clone()));
        let needs = self.needs.iter().enumerate().map(|(at, need)| (format!("draft[needs][{at}]"), need.clone()));
        single.into_iter().chain(needs).collect()
    }
}

/// The policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyPage {
    /// The policies, in the catalog's order.
    pub items: Vec<PolicyItem>,
    /// The types that policies decide, with their actions.
    pub kinds: Vec<(String, Vec<String>)>,
    /// What can be needed.
    pub permissions: Vec<String>,
    /// What they were; sent back with a change.
    pub seen: String,
    /// May the viewer change them?
    pub editable: bool,
    /// May the viewer try them for others?
    pub tries_others: bool,
    /// What the viewer is called in the form that tries them.
    pub viewer: String,
    /// The policy that is written, if one is.
    pub form: Option<PolicyDraft>,
    /// What it would do.
    pub told: Option<PolicyTold>,
    /// What they say of an address.
    pub trial: Option<TrialPage>,
}

/// A policy in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyItem {
    /// Where it stands.
    pub at: u32,
    /// Its pattern.
    pub pattern: String,
    /// Actions, and what each needs on the whole system.
    pub needs: Vec<(String, String)>,
    /// The file that owns it: it is changed there.
    pub file: Option<String>,
    /// What is worth knowing of it.
    pub notes: Vec<PolicyNote>,
}

/// Something worth knowing of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyNote {
    /// Does it do nothing?
    pub idle: bool,
    /// In words.
    pub text: String,
}

/// What a change of the policies would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyTold {
    /// What it was worked out for: exactly this is saved.
    pub draft: PolicyDraft,
    /// What changes, in words.
    pub lines: Vec<DiffLine>,
    /// What would be worth knowing of it.
    pub notes: Vec<PolicyNote>,
    /// What cannot be taken: the field, and what to do.
    pub problem: Option<(String, String)>,
    /// Who gains and who loses; nothing where nothing changes.
    pub outlook: Option<AccessView>,
}

/// What the policies say of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialPage {
    /// What could not be asked, and why.
    pub problem: Option<String>,
    /// The answer in a sentence.
    pub sentence: String,
    /// Is it a yes? Nothing where nobody was asked about.
    pub allowed: Option<bool>,
    /// Every policy, in order.
    pub rows: Vec<PolicyRow>,
}

/// One policy, for an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRow {
    /// Where it stands, from 1.
    pub number: u32,
    /// Its pattern.
    pub pattern: String,
    /// Does it match?
    pub matches: bool,
    /// What it needs for the action.
    pub needs: Option<String>,
    /// Is that held?
    pub held: Option<bool>,
    /// Is it one that decided?
    pub decides: bool,
}

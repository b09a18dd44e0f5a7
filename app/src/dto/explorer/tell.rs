//! An explanation in words and steps.

use super::{Leads, ProofView, StepKind, StepView, WhyLine, WhyView, mend};
use crate::{
    calendar,
    dto::{Names, role::words::deed_on},
    text::{fill, t},
};
use authz::{
    ANONYMOUS, Atom, Condition, Entry, Extent, NodeId, Visibility,
    explain::{Cut, Failed, Match, Miss, Proof, Seen, Through, Why},
};
use serde::Serialize;
use store::Told;

/// What everything needs to be told.
pub(super) struct Telling<'a> {
    /// What is told.
    pub told: &'a Told,
    /// What people call things.
    pub names: &'a Names,
    /// Where they are changed.
    pub leads: &'a Leads<'a>,
}

/// Why somebody may do something, or may not, in words.
pub(crate) fn why(told: &Told, names: &Names, leads: &Leads) -> WhyView {
    let telling = Telling { told, names, leads };
    let why = &told.why;
    let deed = deed_on(&why.permission, &why.node, &telling.place(&why.node));
    let said = [("who", telling.subject()), ("deed", deed), ("permission", why.permission.to_string())];
    let said = said.each_ref().map(|(name, text)| (*name, text.as_str()));
    WhyView {
        allowed: why.allowed,
        sentence: if why.allowed {
            fill("{who} may {deed} (`{permission}`).", &said)
        } else {
            fill("{who} may not {deed} (`{permission}`).", &said)
        },
        proofs: why.proofs.iter().map(|proof| telling.proof(proof)).collect(),
        count: u32::try_from(why.proof_count).unwrap_or(u32::MAX),
        stops: why.cuts.iter().map(|cut| telling.cut(cut)).collect(),
        misses: why.misses.iter().map(|miss| telling.miss(miss)).collect(),
        fixes: mend::fixes(&telling),
        withheld: why.withheld,
    }
}

impl Telling<'_> {
    pub(super) fn subject(&self) -> String {
        let who = &self.told.why.subject;
        if who == ANONYMOUS { t("Somebody who is not signed in").to_owned() } else { self.place(who) }
    }

    /// What people call a node by its id.
    fn place(&self, id: &str) -> String {
        NodeId::parse(id).map_or_else(|_| id.to_owned(), |id| self.names.node(&id))
    }

    fn proof(&self, proof: &Proof) -> ProofView {
        let mut sentences = vec![self.given(proof)];
        for pair in proof.roles.windows(2) {
            if let [outer, inner] = pair {
                let (outer, inner) = (self.names.role(outer), self.names.role(inner));
                sentences.push(fill("{outer} includes {inner}.", &[("outer", &outer), ("inner", &inner)]));
            }
        }
        let last = proof.roles.last().map(|role| self.names.role(role)).unwrap_or_default();
        sentences.push(fill("{role} gives {entry}.", &[("role", &last), ("entry", &entry(&proof.entry))]));
        if let Some(way) = self.way(proof) {
            sentences.push(way);
        }
        ProofView { sentence: sentences.join(" "), steps: self.steps(proof) }
    }

    /// Who is given what.
    fn given(&self, proof: &Proof) -> String {
        let role = proof.roles.first().map(|role| self.names.role(role)).unwrap_or_default();
        let gift = [("role", role.as_str()), ("node", &self.names.node(&proof.on))];
        match &proof.through {
            Through::Visibility(Visibility::Public) => fill("{node} is public, which gives everybody {role}.", &gift),
            Through::Visibility(_) => fill("{node} is open to everybody signed in, which gives them {role}.", &gift),
            Through::Grant(_) => {
                let who: Vec<String> = proof.who.iter().map(|matched| self.matched(matched)).collect();
                let gift = [("who", who.join(t(", and ")))]
                    .into_iter()
                    .chain(gift.map(|(name, text)| (name, text.to_owned())))
                    .collect::<Vec<_>>();
                let gift: Vec<(&str, &str)> = gift.iter().map(|(name, text)| (*name, text.as_str())).collect();
                if let [Match::User(_)] = proof.who.as_slice() {
                    fill("{who} holds {role} on {node}.", &gift)
                } else {
                    fill("{who}, and so holds {role} on {node}.", &gift)
                }
            }
        }
    }

    /// How somebody comes to a grant.
    fn matched(&self, by: &Match) -> String {
        let who = self.subject();
        match by {
            Match::User(_) => who,
            Match::Group(way) => {
                let groups: Vec<String> = way.iter().map(|group| self.names.node(group)).collect();
                fill("{who} is in {groups}", &[("who", &who), ("groups", &groups.join(t(", which is in ")))])
            }
            Match::GroupAdmins(group) => {
                fill("{who} looks after {group}", &[("who", &who), ("group", &self.names.node(group))])
            }
            Match::Account(account) => {
                fill("{who} belongs to {account}", &[("who", &who), ("account", &self.names.node(account))])
            }
            Match::AccountLabel { account, label } => {
                let said = [("who", who.as_str()), ("account", &self.names.node(account)), ("label", label)];
                fill("{who} belongs to {account}, which carries the label {label}", &said)
            }
            Match::Holder { role, node, .. } => {
                let (role, node) = (self.names.role(role), self.names.node(node));
                fill("{who} holds {role} on {node}", &[("who", &who), ("role", &role), ("node", &node)])
            }
            Match::SignedIn => fill("{who} is signed in", &[("who", &who)]),
            Match::Anyone => fill("{who} is anyone", &[("who", &who)]),
        }
    }

    /// How the node asked about comes to lie below the one that something is given on.
    fn way(&self, proof: &Proof) -> Option<String> {
        let (first, above) = proof.path.split_first()?;
        let above: Vec<String> = above.iter().map(|node| self.names.node(node)).collect();
        let said = [("node", self.names.node(first)), ("above", above.join(t(", which is in ")))];
        let said = said.each_ref().map(|(name, text)| (*name, text.as_str()));
        (!above.is_empty()).then(|| fill("{node} is in {above}.", &said))
    }

    fn steps(&self, proof: &Proof) -> Vec<StepView> {
        let mut steps = Vec::new();
        let mut add = |kind, link: &str, label: String, href| {
            steps.push(StepView { kind, link: link.to_owned(), label, href });
        };
        let subject = NodeId::parse(&self.told.why.subject).ok();
        let page = |node: &NodeId| self.leads.node(node, Some(self.told));
        add(StepKind::Person, "", self.subject(), subject.as_ref().and_then(page));
        for matched in &proof.who {
            match matched {
                Match::User(_) => {}
                Match::Group(way) => {
                    for group in way {
                        add(StepKind::Group, t("is in"), self.names.node(group), page(group));
                    }
                }
                Match::GroupAdmins(group) => {
                    add(StepKind::Group, t("looks after"), self.names.node(group), page(group));
                }
                Match::Account(account) | Match::AccountLabel { account, .. } => {
                    add(StepKind::Account, t("belongs to"), self.names.node(account), page(account));
                }
                Match::Holder { role, node, grant, .. } => {
                    let said = [("role", self.names.role(role)), ("node", self.names.node(node))];
                    let said = said.each_ref().map(|(name, text)| (*name, text.as_str()));
                    let href = self.told.grants.get(grant).and_then(|grant| self.leads.grant(grant));
                    add(StepKind::Grant, t("holds"), fill("{role} on {node}", &said), href);
                }
                Match::SignedIn => add(StepKind::Everybody, t("is"), t("signed in").to_owned(), None),
                Match::Anyone => add(StepKind::Everybody, t("is"), t("anyone").to_owned(), None),
            }
        }
        self.gift(proof, &mut add);
        for node in proof.path.iter().rev().skip(1) {
            add(StepKind::Place, t("which holds"), self.names.node(node), page(node));
        }
        steps
    }

    /// The steps from what is given to the node it is given on.
    fn gift(&self, proof: &Proof, add: &mut impl FnMut(StepKind, &str, String, Option<String>)) {
        let on = self.names.node(&proof.on);
        for (place, role) in proof.roles.iter().enumerate() {
            let name = self.names.role(role);
            if place > 0 {
                add(StepKind::Role, t("includes"), name, self.leads.role(role, &proof.on));
                continue;
            }
            match &proof.through {
                Through::Grant(grant) => {
                    let href = self.told.grants.get(grant).and_then(|grant| self.leads.grant(grant));
                    add(StepKind::Grant, t("holds"), name, href);
                }
                Through::Visibility(_) => {
                    let settings = self.leads.node(&proof.on, Some(self.told)).map(|page| format!("{page}/settings"));
                    add(StepKind::Everybody, t("visits as"), name, settings);
                }
            }
        }
        let href = proof.roles.last().and_then(|role| {
            let home = self.told.homes.get(role)?;
            self.leads.cell(role, self.told.why.permission.as_str(), home, false)
        });
        add(StepKind::Entry, t("gives"), entry(&proof.entry).replace('`', ""), href);
        add(StepKind::Place, t("on"), on, self.leads.node(&proof.on, Some(self.told)));
    }

    fn cut(&self, cut: &Cut) -> WhyLine {
        let name = |node: &NodeId| self.names.node(node);
        let text = match cut {
            Cut::Disabled(user) => {
                fill("{name} is disabled: nothing counts until they are enabled again.", &[("name", &name(user))])
            }
            Cut::Suspended(account) => {
                let said = [("name", name(account))];
                let said = said.each_ref().map(|(name, text)| (*name, text.as_str()));
                fill("The account {name} is suspended: nothing counts for its people until that ends.", &said)
            }
            Cut::OwnerGone(owner) => fill("{name}, whom the key acts for, is gone.", &[("name", &name(owner))]),
            Cut::KeyRevoked => t("The key was revoked.").to_owned(),
            Cut::KeyExpired(at) => fill("The key expired on {time}.", &[("time", &calendar::minute(*at))]),
            Cut::KeyPatterns => t("The key's own scope does not cover this permission.").to_owned(),
            Cut::KeyScope(node) => fill("The key is good only on {name} and what is in it.", &[("name", &name(node))]),
            Cut::Archived(nodes) => {
                let nodes = nodes.iter().map(name).collect::<Vec<_>>().join(t(" and "));
                fill("{nodes} is archived: what is in it can be read and not changed.", &[("nodes", &nodes)])
            }
            Cut::NoPolicy => t("No policy says what this needs.").to_owned(),
        };
        WhyLine { text, note: String::new(), apply: mend::cut(self, cut) }
    }

    fn miss(&self, miss: &Miss) -> WhyLine {
        let said = [("role", self.names.role(&miss.role)), ("node", self.names.node(&miss.on))];
        let said = said.each_ref().map(|(name, text)| (*name, text.as_str()));
        let given = match &miss.through {
            Through::Visibility(_) => fill("{node} is open to visitors, who are {role} there", &said),
            Through::Grant(grant) => {
                let grant = self.told.grants.get(grant);
                let who = grant.map(|grant| self.names.who(&grant.who)).unwrap_or_default();
                let own = grant.is_some_and(|grant| matches!(grant.who.as_slice(), [Atom::User(_)]));
                let said: Vec<(&str, &str)> = said.into_iter().chain([("who", who.as_str())]).collect();
                if own { fill("{role} on {node}", &said) } else { fill("{role} on {node}, through {who}", &said) }
            }
        };
        let text = format!("{given}. {}", self.missed(&miss.why));
        WhyLine { text, note: String::new(), apply: mend::miss(self, miss) }
    }

    fn missed(&self, why: &Why) -> String {
        match why {
            Why::Expired(at) => fill("It ended on {time}.", &[("time", &calendar::minute(*at))]),
            Why::TooLow => t("That is in what was asked about, and what is given reaches down, not up.").to_owned(),
            Why::Beside => t("That is beside what was asked about, and what is given reaches down only.").to_owned(),
            Why::Restricted(nodes) => {
                let nodes: Vec<String> = nodes.iter().map(|node| self.names.node(node)).collect();
                let said = nodes.join(t(" and "));
                fill("{nodes} is restricted: what everybody has from above stops there.", &[("nodes", &said)])
            }
            Why::NotOwn(Some(owner)) => {
                fill("It reaches only what one owns, and this is {owner}'s.", &[("owner", &self.names.node(owner))])
            }
            Why::NotOwn(None) => t("It reaches only what one owns, and this is not theirs.").to_owned(),
            Why::Conditions(failed) => failed.iter().map(condition_failed).collect::<Vec<_>>().join(" "),
        }
    }
}

/// What a role gives.
fn entry(entry: &Entry) -> String {
    let pattern = format!("`{}`", entry.pattern);
    let said = [("pattern", pattern.as_str())];
    let given = if entry.extent == Extent::Own { fill("{pattern} on what one owns", &said) } else { pattern };
    if entry.conditions.is_empty() {
        return given;
    }
    let when: Vec<String> = entry.conditions.iter().map(condition).collect();
    fill("{given} if {conditions}", &[("given", &given), ("conditions", &when.join(t(" and ")))])
}

fn condition(Condition(left, op, right): &Condition) -> String {
    format!("`{left} {} {}`", json(op).trim_matches('"'), json(right))
}

fn condition_failed(failed: &Failed) -> String {
    let value = |seen: &Seen| match seen {
        Seen::Missing => t("nothing").to_owned(),
        Seen::Value(value) => format!("`{}`", json(value)),
    };
    let said = [("condition", condition(&failed.condition)), ("left", value(&failed.left))];
    let said = said.each_ref().map(|(name, text)| (*name, text.as_str()));
    fill("It holds only if {condition}, and what was seen is {left}.", &said)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

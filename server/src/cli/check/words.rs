//! Why a case of a suite was not answered as it says, in words: a line each, further in the further down.

use authz::{
    Condition, Entry, Explanation, Extent, GrantId, NodeId, Visibility,
    explain::{Cut, Fix, Match, Miss, Proof, Seen, Through, Why},
    suite::{Answer, Difference},
};
use serde::Serialize;
use std::fmt::Display;

/// Most proofs, misses or fixes told of one question: whoever mends a suite needs the first, not all.
const TOLD: usize = 3;

/// A case that differs.
pub fn difference(case: &Difference) -> Vec<String> {
    let asks: Vec<String> = case.asks.iter().map(|(permission, node)| format!("`{permission}` on `{node}`")).collect();
    let asked = if asks.is_empty() { String::new() } else { format!(": `{}`, {}", case.subject, asks.join(" and ")) };
    let mut lines = vec![format!("scenarios[{}].cases[{}]{asked}", case.scenario, case.case)];
    lines.push(format!("  expected: {}", answer(case.wanted)));
    lines.push(format!("  given:    {}", answer(case.got)));
    if !case.error.is_empty() {
        lines.push(format!("  because {}", case.error));
    }
    // All must be allowed: where the answer is no, what was allowed is not why.
    let telling = case.why.iter().filter(|why| why.allowed == (case.got == Answer::Allowed));
    lines.extend(telling.flat_map(explanation).map(|line| format!("  {line}")));
    lines
}

fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Allowed => "allowed",
        Answer::Refused => "not allowed",
        Answer::Error => "an error",
    }
}

fn explanation(why: &Explanation) -> Vec<String> {
    let allowed = if why.allowed { "is allowed" } else { "is not allowed" };
    let mut lines = vec![format!("`{}` on `{}` {allowed}", why.permission, why.node)];
    let mut tell = |head: &str, items: Vec<String>, all: usize| {
        let more = all.saturating_sub(TOLD);
        lines.extend(items.into_iter().take(TOLD).map(|item| format!("  {head}{item}")));
        if more > 0 {
            lines.push(format!("  {head}{more} more"));
        }
    };
    tell("stopped: ", why.cuts.iter().map(cut).collect(), why.cuts.len());
    let head = if why.allowed { "because " } else { "otherwise " };
    tell(head, why.proofs.iter().map(proof).collect(), why.proof_count);
    tell("nearly: ", why.misses.iter().map(miss).collect(), why.misses.len());
    tell(
        "would do: ",
        why.fixes.iter().map(|Fix { role, on }| format!("`{role}` on `{on}`")).collect(),
        why.fixes.len(),
    );
    let joins = why
        .joins
        .iter()
        .map(|join| format!("to be in `{}`, which is given `{}` on `{}`", join.group, join.role, join.on));
    tell("would do: ", joins.collect(), why.joins.len());
    if lines.len() == 1 {
        lines.push("  nothing gives it, and nothing comes near".to_owned());
    }
    lines
}

fn proof(proof: &Proof) -> String {
    let role = match proof.roles.as_slice() {
        [role, included @ ..] if !included.is_empty() => {
            format!("`{role}` (which includes {})", chain(included, ", which includes "))
        }
        roles => chain(roles, ""),
    };
    let mut gift = gives(&proof.through, &role, &proof.on);
    if !proof.who.is_empty() {
        gift = format!("{gift}, to {}", listed(&proof.who, matched));
    }
    let mut parts = vec![gift, format!("the entry is {}", entry(&proof.entry))];
    if proof.path.len() > 1 {
        parts.push(chain(&proof.path, " is in "));
    }
    if let Some((pattern, needed)) = &proof.policy {
        parts.push(format!("the policy `{pattern}` asks for `{needed}` on `system`"));
    }
    parts.join("; ")
}

fn gives(through: &Through, role: &str, on: &NodeId) -> String {
    match through {
        Through::Grant(id) => format!("{} gives {role} on `{on}`", grant(id)),
        Through::Visibility(Visibility::Public) => format!("`{on}` is public, which gives {role}"),
        Through::Visibility(_) => format!("`{on}` is open to everybody signed in, which gives {role}"),
    }
}

/// Grants of a suite are named by their places in it.
fn grant(id: &GrantId) -> String {
    id.as_str().strip_prefix("grant-").map_or_else(|| format!("grant `{id}`"), |place| format!("grants[{place}]"))
}

fn matched(by: &Match) -> String {
    match by {
        Match::User(user) => format!("`{user}`"),
        Match::Group(path) => match path.as_slice() {
            [way @ .., last] if !way.is_empty() => format!("the members of `{last}` by {}", chain(way, " in ")),
            path => format!("the members of {}", chain(path, "")),
        },
        Match::GroupAdmins(group) => format!("those who look after `{group}`"),
        Match::Account(account) => format!("the people of `{account}`"),
        Match::AccountLabel { account, label } => {
            format!("the people of accounts with the label `{label}`, such as `{account}`")
        }
        Match::Holder { role, node, grant: id, who } => {
            format!("whoever holds `{role}` on `{node}`, as by {} to {}", grant(id), listed(who, matched))
        }
        Match::SignedIn => "everybody signed in".to_owned(),
        Match::Anyone => "everybody".to_owned(),
    }
}

fn entry(entry: &Entry) -> String {
    let own = if entry.extent == Extent::Own { " on what one owns" } else { "" };
    let when = if entry.conditions.is_empty() {
        String::new()
    } else {
        format!(" if {}", listed(&entry.conditions, condition))
    };
    format!("`{}`{own}{when}", entry.pattern)
}

fn condition(Condition(left, op, right): &Condition) -> String {
    format!("`{left} {} {}`", json(op).trim_matches('"'), json(right))
}

fn cut(cut: &Cut) -> String {
    match cut {
        Cut::Disabled(user) => format!("`{user}` is disabled"),
        Cut::Suspended(account) => format!("the account `{account}` is suspended"),
        Cut::OwnerGone(owner) => format!("`{owner}`, whom the key acts for, is gone"),
        Cut::KeyRevoked => "the key was revoked".to_owned(),
        Cut::KeyExpired(end) => format!("the key expired at {end}"),
        Cut::KeyPatterns => "none of the key's patterns covers it".to_owned(),
        Cut::KeyScope(node) => format!("the key is good only on `{node}` and below"),
        Cut::Archived(nodes) => format!("archived: {}", listed(nodes, quoted)),
        Cut::NoPolicy => "no policy says what it needs".to_owned(),
    }
}

fn miss(miss: &Miss) -> String {
    let why = match &miss.why {
        Why::Expired(end) => format!("it ended at {end}"),
        Why::TooLow => "that is below what was asked about, and grants reach down only".to_owned(),
        Why::Beside => "that is beside what was asked about, and grants reach down only".to_owned(),
        Why::Restricted(nodes) => format!("it is for everybody, and restricted: {}", listed(nodes, quoted)),
        Why::NotOwn(Some(owner)) => format!("its entry is for what one owns, and the owner is `{owner}`"),
        Why::NotOwn(None) => "its entry is for what one owns, and nobody is the owner".to_owned(),
        Why::Conditions(failed) => listed(failed, |failed| {
            let (left, right) = (seen(&failed.left), seen(&failed.right));
            format!("{} does not hold: left is {left}, right is {right}", condition(&failed.condition))
        }),
    };
    format!("{}, but {why}", gives(&miss.through, &quoted(&miss.role), &miss.on))
}

fn seen(seen: &Seen) -> String {
    match seen {
        Seen::Missing => "missing".to_owned(),
        Seen::Value(value) => format!("`{}`", json(value)),
    }
}

fn quoted(name: &impl Display) -> String {
    format!("`{name}`")
}

fn listed<T>(items: &[T], word: impl Fn(&T) -> String) -> String {
    items.iter().map(word).collect::<Vec<_>>().join(" and ")
}

fn chain<T: Display>(items: impl IntoIterator<Item = T>, between: &str) -> String {
    items.into_iter().map(|item| format!("`{item}`")).collect::<Vec<_>>().join(between)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

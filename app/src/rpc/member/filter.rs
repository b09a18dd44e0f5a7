//! From what stands in the address to what the store looks for, and how the members divide up, in words.

use crate::{
    dto::{Facet, FacetOption, MemberQuery},
    text::t,
};
use authz::NodeId;
use store::{Facets, Picked, RoleName, port::MemberFilter};

const DAY: i64 = 86_400 * store::SECOND;

/// What the store looks for.
pub(crate) fn filter(query: &MemberQuery, now: i64) -> MemberFilter {
    // To the minute, so that what was counted a moment ago is the same question.
    let now = now - now % (60 * store::SECOND);
    let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let is = |value: &str, yes: &str, no: &str| match value {
        _ if value == yes => Some(true),
        _ if value == no => Some(false),
        _ => None,
    };
    let expiring = query.tab == "expiring";
    let (mut ends_after, mut ends_before) = (None, expiring.then_some(now + 30 * DAY));
    match query.ends.as_str() {
        "week" => (ends_after, ends_before) = (Some(now), Some(now + 7 * DAY)),
        "month" => (ends_after, ends_before) = (Some(now), Some(now + 30 * DAY)),
        "ended" => ends_before = Some(now),
        _ => {}
    }
    let idle_since = match query.idle.as_str() {
        "never" => Some(1),
        days => days.parse::<i64>().ok().map(|days| now - days.clamp(1, 3_650) * DAY),
    };
    let kind = if query.tab == "groups" { "group" } else { "user" };
    MemberFilter {
        kind: (!expiring).then(|| kind.to_owned()),
        search: query.q.clone(),
        addresses: false,
        role: text(&query.role),
        source: text(&query.source),
        active: is(&query.state, "enabled", "disabled"),
        mfa: is(&query.mfa, "yes", "no"),
        for_good: (query.ends == "never").then_some(true),
        ends_after,
        ends_before,
        idle_since,
        only: None,
    }
}

/// The members that a change of many is for.
pub(super) fn picked(query: &MemberQuery, all: bool, pick: &[String], now: i64) -> Picked {
    if all {
        return Picked::Matching(Box::new(filter(query, now)));
    }
    Picked::These(pick.iter().filter_map(|id| NodeId::parse(id).ok()).collect())
}

/// What narrows the list further, with how many it fits. What fits nobody is left out.
pub(super) fn facets(query: &MemberQuery, found: &Facets, roles: &[RoleName]) -> Vec<Facet> {
    let counts = &found.counts;
    let people = query.tab != "groups";
    let mut facets = vec![
        facet("role", t("Role"), t("All roles"), &query.role, by_role(found, roles)),
        facet("source", t("Source"), t("All sources"), &query.source, by_source(found)),
        facet(
            "ends",
            t("Expiry"),
            t("Any end"),
            &query.ends,
            vec![
                option("never", t("Does not end"), counts.for_good),
                option("week", t("Ends within 7 days"), counts.week),
                option("month", t("Ends within 30 days"), counts.month),
                option("ended", t("Has ended"), counts.ended),
            ],
        ),
    ];
    if people {
        let (active, mfa) = (counts.active, counts.mfa);
        facets.push(facet(
            "state",
            t("State"),
            t("Any state"),
            &query.state,
            vec![
                option("enabled", t("Enabled"), active),
                option("disabled", t("Disabled"), counts.all.saturating_sub(active)),
            ],
        ));
        facets.push(facet(
            "mfa",
            t("Second factor"),
            t("Any second factor"),
            &query.mfa,
            vec![
                option("yes", t("With a second factor"), mfa),
                option("no", t("Without a second factor"), counts.all.saturating_sub(mfa)),
            ],
        ));
        facets.push(facet(
            "idle",
            t("Last active"),
            t("Active or not"),
            &query.idle,
            vec![
                option("30", t("Not for 30 days"), counts.idle_month),
                option("90", t("Not for 90 days"), counts.idle_quarter),
                option("never", t("Never in this project"), counts.never),
            ],
        ));
    }
    facets.retain(|facet| !facet.options.is_empty());
    facets
}

fn option(value: &str, label: &str, count: u64) -> FacetOption {
    FacetOption { value: value.to_owned(), label: label.to_owned(), count, chosen: false }
}

fn facet(name: &str, label: &str, all: &str, chosen: &str, mut options: Vec<FacetOption>) -> Facet {
    options.retain(|option| option.count > 0 || option.value == chosen);
    for option in &mut options {
        option.chosen = option.value == chosen;
    }
    Facet { name: name.to_owned(), label: label.to_owned(), all: all.to_owned(), options }
}

fn by_role(found: &Facets, roles: &[RoleName]) -> Vec<FacetOption> {
    let held = |id: &str| {
        let some = found.roles.iter().filter(|some| some.roles.iter().any(|role| role == id));
        some.map(|some| some.counts.all).sum()
    };
    let mut options: Vec<FacetOption> =
        roles.iter().map(|role| option(role.id.as_str(), &role.name, held(role.id.as_str()))).collect();
    options.sort_by(|one, other| one.label.cmp(&other.label));
    options
}

fn by_source(found: &Facets) -> Vec<FacetOption> {
    let from = |id: &str| {
        let some = found.roles.iter().filter(|some| some.sources.iter().any(|source| source == id));
        some.map(|some| some.counts.all).sum()
    };
    let known = [
        ("direct", t("Given here")),
        ("invitation", t("Invitation")),
        ("import", t("Import")),
        ("provisioning", t("Provisioning")),
        ("identity_provider", t("Identity provider")),
        ("consultancy", t("Consultancy")),
        ("preset", t("Preset")),
    ];
    known.into_iter().map(|(id, label)| option(id, label, from(id))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_address_narrows() {
        let query = MemberQuery { ends: "week".into(), idle: "90".into(), mfa: "no".into(), ..MemberQuery::default() };
        let found = filter(&query, 100 * DAY);
        assert_eq!((found.ends_after, found.ends_before), (Some(100 * DAY), Some(107 * DAY)));
        assert_eq!((found.idle_since, found.mfa, found.active), (Some(10 * DAY), Some(false), None));
        assert_eq!(found.kind.as_deref(), Some("user"));
        let expiring = filter(&MemberQuery { tab: "expiring".into(), ..MemberQuery::default() }, 0);
        assert_eq!((expiring.kind, expiring.ends_before), (None, Some(30 * DAY)));
    }
}

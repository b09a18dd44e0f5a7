//! What is worth knowing of policies before somebody relies on them: those that match nothing, those that add nothing
//! beside others, and those that meet others which need something else.

use super::{
    Glob,
    language::{Budget, Found, example},
};
use crate::{Catalog, Permission};
use alloc::{format, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// Something worth knowing of a policy, by its place in the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It matches nothing that could be asked about.
    Dead {
        /// The policy.
        policy: usize,
    },
    /// No type that it matches something of knows the action.
    NoAction {
        /// The policy.
        policy: usize,
        /// The action.
        action: String,
    },
    /// Whatever it matches, others match that need the same: it adds nothing for the action.
    Shadowed {
        /// The policy.
        policy: usize,
        /// The action.
        action: String,
        /// Those others.
        by: Vec<usize>,
    },
    /// Both match something, and need different things for the action: either is enough.
    Overlap {
        /// The first.
        one: usize,
        /// The second.
        other: usize,
        /// The action.
        action: String,
        /// A shortest id that both match.
        example: String,
    },
    /// It would take too long to say what it has in common with others.
    Unknown {
        /// The policy.
        policy: usize,
    },
}

impl Finding {
    /// The policy it is about.
    pub fn policy(&self) -> usize {
        match self {
            Self::Dead { policy }
            | Self::NoAction { policy, .. }
            | Self::Shadowed { policy, .. }
            | Self::Unknown { policy } => *policy,
            Self::Overlap { one, .. } => *one,
        }
    }
}

/// One line of a policy: what an action needs.
struct Line<'a> {
    policy: usize,
    glob: &'a Glob,
    action: &'a str,
    needs: &'a Permission,
}

/// Everything worth knowing of a catalog's policies, in their order.
pub fn findings(catalog: &Catalog) -> Vec<Finding> {
    let mut budget = Budget::default();
    let globs: Vec<Option<Glob>> = catalog.policies.iter().map(|policy| Glob::parse(&policy.pattern).ok()).collect();
    let lines: Vec<Line> = catalog
        .policies
        .iter()
        .zip(&globs)
        .enumerate()
        .filter_map(|(policy, (fact, glob))| Some((policy, fact, glob.as_ref()?)))
        .flat_map(|(policy, fact, glob)| {
            fact.needs.iter().map(move |(action, needs)| Line { policy, glob, action, needs })
        })
        .collect();
    let mut found = Vec::new();
    for (policy, glob) in globs.iter().enumerate() {
        let Some(glob) = glob else { continue };
        let own = core::slice::from_ref(glob);
        match example(&[own, &askable(catalog, None)], &[], &mut budget) {
            Found::None => found.push(Finding::Dead { policy }),
            Found::Unknown => found.push(Finding::Unknown { policy }),
            Found::Example(_) => {
                for line in lines.iter().filter(|line| line.policy == policy) {
                    found.extend(of_line(catalog, line, &lines, &mut budget));
                }
            }
        }
    }
    found
}

/// What can be asked about: ids of the types that policies decide, and that know the action.
fn askable(catalog: &Catalog, action: Option<&str>) -> Vec<Glob> {
    let knows = |actions: &[String]| action.is_none_or(|action| actions.iter().any(|known| known == action));
    let kinds = catalog.types.iter().filter(|(_, kind)| kind.by_policy && knows(&kind.actions));
    kinds.map(|(name, _)| Glob::below(&format!("{name}:"))).collect()
}

fn of_line(catalog: &Catalog, line: &Line, lines: &[Line], budget: &mut Budget) -> Vec<Finding> {
    let (policy, action) = (line.policy, String::from(line.action));
    let own = core::slice::from_ref(line.glob);
    let askable = askable(catalog, Some(line.action));
    if example(&[own, &askable], &[], budget) == Found::None {
        return Vec::from([Finding::NoAction { policy, action }]);
    }
    let others = lines.iter().filter(|other| other.policy != policy && other.action == line.action);
    let (same, different): (Vec<&Line>, Vec<&Line>) = others.partition(|other| other.needs == line.needs);
    let (mut rest, mut unknown): (Vec<&Line>, bool) = (Vec::new(), false);
    for other in same {
        match example(&[own, &askable], &[other.glob], budget) {
            Found::None => {
                let theirs = core::slice::from_ref(other.glob);
                // Of two that match the same, the later one is too many.
                let first = other.policy > policy && example(&[theirs, &askable], &[line.glob], budget) == Found::None;
                if !first {
                    return Vec::from([Finding::Shadowed { policy, action, by: Vec::from([other.policy]) }]);
                }
            }
            Found::Unknown => unknown = true,
            Found::Example(_) => rest.push(other),
        }
    }
    let together: Vec<&Glob> = rest.iter().map(|other| other.glob).collect();
    if together.len() > 1 {
        match example(&[own, &askable], &together, budget) {
            Found::None => {
                let by = rest.iter().map(|other| other.policy).collect();
                return Vec::from([Finding::Shadowed { policy, action, by }]);
            }
            Found::Unknown => unknown = true,
            Found::Example(_) => {}
        }
    }
    let mut found = Vec::new();
    for other in different.into_iter().filter(|other| other.policy > policy) {
        let theirs = core::slice::from_ref(other.glob);
        match example(&[own, theirs, &askable], &[], budget) {
            Found::Example(example) => {
                found.push(Finding::Overlap { one: policy, other: other.policy, action: action.clone(), example });
            }
            Found::Unknown => unknown = true,
            Found::None => {}
        }
    }
    if unknown {
        found.push(Finding::Unknown { policy });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::{NodeType, Policy},
        policy::language::{Budget, Found, example},
    };
    use alloc::{borrow::ToOwned, string::ToString, vec};
    use proptest::prelude::*;

    /// Every text of at most four of these letters.
    fn texts() -> Vec<String> {
        let (mut all, mut last) = (vec![String::new()], vec![String::new()]);
        for _ in 0..4 {
            last = last.iter().flat_map(|text| ["a", "b", "c", "/"].map(|letter| format!("{text}{letter}"))).collect();
            all.extend(last.clone());
        }
        all
    }

    fn pattern() -> impl Strategy<Value = String> {
        let piece =
            prop::sample::select(vec!["a", "b", "/", "*", "*", "?", "[ab]", "[!a]", "[a-b]", "[!a-b]", "[b-a]"]);
        prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
    }

    fn catalog(policies: &[(String, usize, usize)]) -> Catalog {
        let path = NodeType { actions: vec!["read".into(), "run".into()], by_policy: true, ..NodeType::default() };
        let data = NodeType { actions: vec!["see".into(), "do".into()], ..NodeType::default() };
        let policy = |(pattern, action, needs): &(String, usize, usize)| Policy {
            pattern: format!("p:{pattern}"),
            needs: [(
                ["read", "run", "fly"][*action].to_owned(),
                Permission::parse(["data:see", "data:do"][*needs]).unwrap(),
            )]
            .into(),
        };
        Catalog {
            types: [("p".to_owned(), path), ("data".to_owned(), data)].into(),
            policies: policies.iter().map(policy).collect(),
            ..Catalog::default()
        }
    }

    /// What an action on an id needs, by the policies but for one.
    fn needed(catalog: &Catalog, but: &[usize], action: &str, id: &str) -> Vec<String> {
        let kept = catalog.policies.iter().enumerate().filter(|(at, _)| !but.contains(at));
        let matching = kept.filter(|(_, policy)| Glob::parse(&policy.pattern).unwrap().matches(id));
        let mut needed: Vec<String> =
            matching.filter_map(|(_, policy)| policy.needs.get(action).map(ToString::to_string)).collect();
        needed.sort();
        needed.dedup();
        needed
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_500))]

        /// An example is one, and a shortest; where there is none, none of all short texts is one.
        #[test]
        fn an_example_is_one_and_a_shortest(all in prop::collection::vec(pattern(), 1..3), none in prop::collection::vec(pattern(), 0..3)) {
            let globs = |texts: &[String]| texts.iter().map(|text| Glob::parse(text).unwrap()).collect::<Vec<_>>();
            let (all, none) = (globs(&all), globs(&none));
            let groups: Vec<&[Glob]> = all.iter().map(core::slice::from_ref).collect();
            let fits = |text: &str| all.iter().all(|glob| glob.matches(text)) && !none.iter().any(|glob| glob.matches(text));
            let shortest = texts().into_iter().filter(|text| fits(text)).map(|text| text.len()).min();
            match example(&groups, &none.iter().collect::<Vec<_>>(), &mut Budget::default()) {
                Found::Example(text) => {
                    prop_assert!(fits(&text), "{text}");
                    prop_assert!(shortest.is_none_or(|length| text.chars().count() <= length));
                }
                Found::None => prop_assert_eq!(shortest, None),
                Found::Unknown => prop_assert!(false, "such short patterns are never too much"),
            }
        }

        /// What is said of policies is so for every short id; what is not said to add nothing adds something.
        #[test]
        fn findings_agree_with_every_id(
            policies in prop::collection::vec((pattern(), 0..3_usize, 0..2_usize), 1..5),
        ) {
            let catalog = catalog(&policies);
            let found = findings(&catalog);
            let ids: Vec<String> = texts().into_iter().filter(|text| !text.is_empty()).map(|text| format!("p:{text}")).collect();
            for (at, (_, action, _)) in policies.iter().enumerate() {
                let action = ["read", "run", "fly"][*action];
                let own = Glob::parse(&catalog.policies[at].pattern).unwrap();
                let said = |fits: fn(&Finding) -> bool| found.iter().any(|one| one.policy() == at && fits(one));
                if said(|one| matches!(one, Finding::Dead { .. })) {
                    prop_assert!(!ids.iter().any(|id| own.matches(id)));
                    continue;
                }
                prop_assert_eq!(said(|one| matches!(one, Finding::NoAction { .. })), action == "fly");
                let shadow = found.iter().find_map(|one| match one {
                    Finding::Shadowed { policy, by, .. } if *policy == at => Some(by.clone()),
                    _ => None,
                });
                if let Some(by) = shadow {
                    for id in ids.iter().filter(|id| own.matches(id)) {
                        let match_too = by.iter().any(|other| Glob::parse(&catalog.policies[*other].pattern).unwrap().matches(id));
                        prop_assert!(match_too, "{id} is matched by {at} alone");
                        prop_assert_eq!(needed(&catalog, &[at], action, id), needed(&catalog, &[], action, id));
                    }
                } else if action != "fly" {
                    // There is an id whose answer depends on this one, but for later ones that are the same.
                    let twins: Vec<usize> = (at + 1..policies.len())
                        .filter(|other| found.iter().any(|one| matches!(one, Finding::Shadowed { policy, .. } if policy == other)))
                        .collect();
                    let mut but = twins.clone();
                    but.push(at);
                    let tells = |id: &String| needed(&catalog, &but, action, id) != needed(&catalog, &twins, action, id);
                    prop_assert!(ids.iter().any(tells), "{at} adds nothing, and nothing is said: {found:?}");
                }
            }
            for one in &found {
                if let Finding::Overlap { one, other, action, example } = one {
                    let matches = |at: usize| Glob::parse(&catalog.policies[at].pattern).unwrap().matches(example);
                    prop_assert!(matches(*one) && matches(*other));
                    prop_assert!(needed(&catalog, &[], action, example).len() > 1);
                }
            }
        }
    }

    #[test]
    fn patterns_made_to_take_long_are_not_known() {
        let many = format!("*a{}", "?".repeat(60));
        let one = [Glob::parse(&many).unwrap()];
        let other = Glob::parse(&format!("*b{}", "?".repeat(60))).unwrap();
        assert_eq!(
            example(&[&one, &[Glob::parse("[ab]*").unwrap()]], &[&other, &one[0]], &mut Budget(100_000)),
            Found::Unknown
        );
    }

    #[test]
    fn the_letters_of_any_language_are_told_apart() {
        let pattern = |text: &str| Glob::parse(text).unwrap();
        let found = |one: &str, but: &str| example(&[&[pattern(one)]], &[&pattern(but)], &mut Budget::default());
        assert_eq!(found("?", "[!é]"), Found::Example("é".to_owned()));
        assert_eq!(found("[a-z]", "[a-y]"), Found::Example("z".to_owned()));
        assert_eq!(found("path:*", "path:*"), Found::None);
        assert_eq!(found("path:/x/*", "path:*"), Found::None);
        assert_eq!(found("path:*", "path:/x/*"), Found::Example("path:".to_owned()));
    }
}

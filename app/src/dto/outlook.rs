//! What a change of access would do, in words, before it is done.

use crate::AppError;
use serde::{Deserialize, Serialize};

/// What a change of access would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessView {
    /// How many gain and lose, and on how much.
    pub toll: String,
    /// Who, what and where, losses first; the first of them.
    pub lines: Vec<GainLine>,
    /// How many more lines there are.
    pub more: u32,
    /// Whether those who lose something used it lately; empty where nobody loses.
    pub used: String,
    /// Was something that they lose used lately?
    pub in_use: bool,
    /// What was asked lately, and whether it would be answered as it was; empty where nothing is on record.
    pub replay: String,
    /// What would be answered otherwise; the first of it.
    pub turned: Vec<TurnedLine>,
    /// Is there somebody or something that the viewer may not see?
    pub withheld: bool,
    /// Why it would be refused.
    pub refused: Option<String>,
}

/// What saving a form would do to who may do what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTold {
    /// What it would do.
    pub outlook: Option<AccessView>,
    /// What in it cannot be taken, and so nothing is known.
    pub problem: Option<AppError>,
}

/// Some people gain or lose the same permissions on the same nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GainLine {
    /// Gain, not lose?
    pub gains: bool,
    /// Who, by name; those the viewer may not see are only counted.
    pub people: Vec<String>,
    /// How many more there are.
    pub more: u32,
    /// Which permissions.
    pub permissions: Vec<String>,
    /// What they are for, a type each: `read, update datasets`.
    pub deeds: Vec<String>,
    /// Where, by name or id.
    pub nodes: Vec<String>,
    /// On how many nodes more.
    pub more_nodes: u32,
    /// On how many nodes below those it is so, too.
    pub below: u32,
}

/// A question that was asked lately, and would be answered otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnedLine {
    /// Would it be allowed?
    pub allowed: bool,
    /// Who asked.
    pub who: String,
    /// What, as a permission.
    pub permission: String,
    /// What that is for.
    pub deed: String,
    /// Where, by name.
    pub place: String,
    /// How often, and when last.
    pub asked: String,
}

#[cfg(feature = "ssr")]
mod from_store {
    use super::{AccessTold, AccessView, GainLine, TurnedLine};
    use crate::{
        AppError, Code, calendar,
        dto::role::words::{deed, deeds},
        text::{fill, plural, said, t},
    };
    use authz::{NodeId, Permission};
    use std::collections::BTreeMap;
    use store::{AccessOutlook, Replay, ShiftLine, Toll};

    /// Most people named who used what they lose.
    const NAMED: usize = 4;
    /// Most lines told.
    const LINES: usize = 60;
    /// Most questions told that would be answered otherwise.
    const TURNED: usize = 20;

    type Names = BTreeMap<NodeId, String>;

    impl AccessView {
        /// What would be, at this time.
        pub(crate) fn new(outlook: AccessOutlook, now: i64) -> Self {
            let AccessOutlook { lines, gain, lose, used, used_known, replay, names, withheld, refused } = outlook;
            Self {
                toll: toll(gain, lose),
                in_use: !used.is_empty(),
                used: if lose == nobody() { String::new() } else { told_use(&used, used_known, &names, now) },
                replay: told_replay(&replay),
                turned: turned(&replay, &names, now),
                more: u32::try_from(lines.len().saturating_sub(LINES)).unwrap_or(u32::MAX),
                lines: lines.into_iter().take(LINES).map(|line| told(line, &names)).collect(),
                withheld,
                refused: refused.map(|refusal| said(&refusal.remark())),
            }
        }
    }

    impl AccessTold {
        /// What was found out, or what in the form cannot be taken.
        ///
        /// # Errors
        /// Those that are about no field.
        pub(crate) fn new(found: Result<AccessView, AppError>) -> Result<Self, AppError> {
            match found {
                Ok(outlook) => Ok(Self { outlook: Some(outlook), problem: None }),
                Err(error) if error.code == Code::Invalid && error.field.is_some() => {
                    Ok(Self { outlook: None, problem: Some(error) })
                }
                Err(error) => Err(error),
            }
        }
    }

    fn nobody() -> Toll {
        Toll { people: Some(0), nodes: 0 }
    }

    fn toll(gain: Toll, lose: Toll) -> String {
        let places = |toll: Toll| plural(toll.nodes, "in 1 place", "in {n} places");
        let gains = match gain.people {
            _ if gain == nobody() => None,
            None => Some(fill("Everybody gains something {places}", &[("places", &places(gain))])),
            Some(people) => Some(fill(
                "{people} something {places}",
                &[("people", &plural(people, "{n} person gains", "{n} people gain")), ("places", &places(gain))],
            )),
        };
        let loses = match lose.people {
            _ if lose == nobody() => None,
            None => Some(fill("Everybody loses something {places}", &[("places", &places(lose))])),
            Some(people) => Some(fill(
                "{people} something {places}",
                &[("people", &plural(people, "{n} person loses", "{n} people lose")), ("places", &places(lose))],
            )),
        };
        match (loses, gains) {
            (None, None) => t("Nobody gains or loses anything.").to_owned(),
            (Some(one), None) | (None, Some(one)) => format!("{one}."),
            (Some(loses), Some(gains)) => format!("{loses}. {gains}."),
        }
    }

    fn name(subject: &str, names: &Names) -> Option<String> {
        match subject {
            "anonymous" => Some(t("Anyone, signed in or not").to_owned()),
            subject => NodeId::parse(subject).ok().and_then(|id| names.get(&id).cloned()),
        }
    }

    fn place(id: &NodeId, names: &Names) -> String {
        match names.get(id) {
            _ if id.is_system() => t("the whole system").to_owned(),
            Some(name) => name.clone(),
            None => id.name().to_owned(),
        }
    }

    fn told_replay(replay: &Replay) -> String {
        let turned: usize = replay.callers.iter().map(|caller| caller.turned.len()).sum();
        let said = match (replay.questions, turned) {
            (0, _) => return String::new(),
            (all, 0) => plural(
                all,
                "The one question that was asked in the last 30 days would be answered as it was.",
                "All {n} questions that were asked in the last 30 days would be answered as they were.",
            ),
            (all, turned) => fill(
                "Of {all} asked in the last 30 days, {turned}.",
                &[
                    ("all", &plural(all, "1 question", "{n} questions")),
                    ("turned", &plural(turned, "1 would be answered otherwise", "{n} would be answered otherwise")),
                ],
            ),
        };
        if replay.complete {
            return said;
        }
        format!("{said} {}", t("The decision log does not hold everything of that time."))
    }

    fn turned(replay: &Replay, names: &Names, now: i64) -> Vec<TurnedLine> {
        let lines = replay.callers.iter().flat_map(|caller| {
            caller.turned.iter().map(|turned| {
                let times = usize::try_from(turned.times).unwrap_or(usize::MAX);
                let values = [
                    ("times", plural(times, "asked once", "asked {n} times")),
                    ("when", calendar::relative(turned.at, now)),
                ];
                let asked =
                    fill("{times}, last {when}", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
                TurnedLine {
                    allowed: turned.allowed,
                    who: name(&caller.subject, names).unwrap_or_else(|| caller.subject.clone()),
                    permission: turned.permission.to_string(),
                    deed: deed(&turned.permission),
                    place: place(&turned.node, names),
                    asked,
                }
            })
        });
        lines.take(TURNED).collect()
    }

    fn told(line: ShiftLine, names: &Names) -> GainLine {
        let people: Vec<String> = match line.people {
            Some(_) => line.some.iter().filter_map(|subject| name(subject, names)).collect(),
            None if line.but == 0 => vec![t("Everybody who is signed in").to_owned()],
            None => {
                let others = plural(line.but, "one", "{n}");
                vec![fill("Everybody who is signed in, but for {others}", &[("others", &others)])]
            }
        };
        let more = line.people.map_or(0, |all| all.saturating_sub(people.len()));
        GainLine {
            gains: !line.loses,
            people,
            more: u32::try_from(more).unwrap_or(u32::MAX),
            permissions: line.permissions.iter().map(ToString::to_string).collect(),
            deeds: by_type(&line.permissions),
            nodes: line.tops.iter().map(|id| place(id, names)).chain(line.patterns).collect(),
            more_nodes: u32::try_from(line.more_tops).unwrap_or(u32::MAX),
            below: u32::try_from(line.below).unwrap_or(u32::MAX),
        }
    }

    /// What permissions are for, those of a type together, in the order they are told.
    fn by_type(permissions: &[Permission]) -> Vec<String> {
        let mut types: Vec<(&str, Vec<&str>)> = Vec::new();
        for permission in permissions {
            match types.iter_mut().find(|(kind, _)| *kind == permission.kind()) {
                Some((_, actions)) => actions.push(permission.action()),
                None => types.push((permission.kind(), vec![permission.action()])),
            }
        }
        types.iter().map(|(kind, actions)| deeds(kind, actions)).collect()
    }

    fn told_use(used: &[(String, i64)], known: bool, names: &Names, now: i64) -> String {
        let unknown =
            t("Whether it was used in the last 30 days is not known for everybody: the decision log does not go \
                         back that far, or does not hold everything.");
        if used.is_empty() {
            return if known { t("None of them used it in the last 30 days.").to_owned() } else { unknown.to_owned() };
        }
        let one = |(subject, at): &(String, i64)| {
            let when = calendar::relative(*at, now);
            name(subject, names).map(|name| fill("{name} ({when})", &[("name", &name), ("when", &when)]))
        };
        let shown: Vec<String> = used.iter().filter_map(one).take(NAMED).collect();
        let mut said =
            plural(used.len(), "1 of them used it in the last 30 days", "{n} of them used it in the last 30 days");
        if !shown.is_empty() {
            said = format!("{said}: {}", shown.join(", "));
        }
        if used.len() > shown.len() && !shown.is_empty() {
            said = fill("{said} and others", &[("said", &said)]);
        }
        if known { format!("{said}.") } else { format!("{said}. {unknown}") }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn who_gains_and_loses_is_counted_in_words() {
            let some = |people, nodes| Toll { people, nodes };
            assert_eq!(toll(some(Some(3), 12), nobody()), "3 people gain something in 12 places.");
            assert_eq!(
                toll(some(None, 1), some(Some(1), 2)),
                "1 person loses something in 2 places. Everybody gains something in 1 place."
            );
            assert_eq!(toll(nobody(), nobody()), "Nobody gains or loses anything.");
        }

        #[test]
        fn what_would_be_answered_otherwise_is_told() {
            let id = |text: &str| NodeId::parse(text).unwrap();
            let names = Names::from([(id("user:ana"), "Ana".to_owned()), (id("dataset:ore"), "Ore".to_owned())]);
            let permission = authz::Permission::parse("dataset:read").unwrap();
            let one = store::Turned { permission, node: id("dataset:ore"), allowed: false, times: 3, at: 0 };
            let callers = vec![store::Replayed { subject: "user:ana".to_owned(), turned: vec![one] }];
            let replay = Replay { questions: 40, callers, complete: true, ..Replay::default() };
            assert_eq!(
                told_replay(&replay),
                "Of 40 questions asked in the last 30 days, 1 would be answered otherwise."
            );
            let [line] = turned(&replay, &names, 180_000_000).try_into().unwrap();
            assert_eq!((line.who.as_str(), line.place.as_str(), line.allowed), ("Ana", "Ore", false));
            assert_eq!(line.asked, "asked 3 times, last 3 minutes ago");
            let same = Replay { questions: 1, ..Replay::default() };
            assert!(told_replay(&same).ends_with("as it was. The decision log does not hold everything of that time."));
            assert_eq!(told_replay(&Replay::default()), "");
        }

        #[test]
        fn whether_it_was_used_is_told_as_far_as_it_is_known() {
            let names = Names::from([(NodeId::parse("user:ana").unwrap(), "Ana".to_owned())]);
            let minutes = 60_000_000;
            let used = [("user:ana".to_owned(), 0), ("user:hidden".to_owned(), 0)];
            let said = told_use(&used, true, &names, 3 * minutes);
            assert_eq!(said, "2 of them used it in the last 30 days: Ana (3 minutes ago) and others.");
            assert_eq!(told_use(&[], true, &names, 0), "None of them used it in the last 30 days.");
            assert!(told_use(&[], false, &names, 0).starts_with("Whether it was used"));
        }
    }
}

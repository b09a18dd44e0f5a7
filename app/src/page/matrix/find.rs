//! Finding rows: words in any order, and tokens such as `type:dashboard is:changed differs:analyst,editor`.

use super::model::{Model, Place, get};
use crate::{dto::MOST_DAYS, text::folded};
use authz::{Extent, matrix::Risk};

/// What a search asks for. All of it must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words anywhere in a row's type, action or description.
    words: Vec<String>,
    types: Vec<String>,
    actions: Vec<String>,
    states: Vec<State>,
    risks: Vec<String>,
    /// Roles between which the rows differ.
    differs: Vec<String>,
    /// Granted, and used by none of the role's holders in so many days.
    unused: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Changed,
    Inherited,
    Own,
    Granted,
    /// No such state: nothing fits.
    Unknown,
}

impl Query {
    /// Reads what was typed.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for part in folded(text).split_whitespace() {
            let list =
                |text: &str| text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            match part.split_once(':') {
                Some(("type", rest)) => query.types.extend(list(rest)),
                Some(("action", rest)) => query.actions.extend(list(rest)),
                Some(("risk", rest)) => query.risks.extend(list(rest)),
                Some(("differs", rest)) => query.differs.extend(list(rest)),
                Some(("unused", rest)) => match days(rest) {
                    Some(days) => query.unused = Some(days),
                    None => query.states.push(State::Unknown),
                },
                Some(("is", rest)) => query.states.extend(list(rest).iter().map(|state| State::of(state))),
                _ => query.words.push(part.to_owned()),
            }
        }
        query
    }

    /// Does everything fit?
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Does it ask what is changed? Then the answer changes with every change. Rows that fit by another state stay
    /// while they are edited: a row that goes away under a click helps nobody.
    pub fn is_about_draft(&self) -> bool {
        self.states.contains(&State::Changed)
    }

    /// For how many days what it asks for has been unused, if it asks that: the server has to say.
    pub fn unused(&self) -> Option<u32> {
        self.unused
    }

    /// Does a row fit, seen in these columns?
    pub fn fits(&self, model: &Model, row: u32, columns: &[u32]) -> bool {
        let Some(found) = get(model.rows(), row) else { return false };
        let (kind, action) = (found.permission.kind(), found.permission.action());
        let any = |list: &[String], text: &str| list.is_empty() || list.iter().any(|part| text.contains(part.as_str()));
        self.words.iter().all(|word| found.text.contains(word.as_str()))
            && any(&self.types, kind)
            && any(&self.actions, action)
            && (self.risks.is_empty() || self.risks.iter().any(|risk| is_risk(found.risk, risk)))
            && self.states.iter().all(|state| columns.iter().any(|column| state.fits(model, (*column, row))))
            && self.unused.is_none_or(|days| columns.iter().any(|column| model.unused().has(days, (*column, row))))
            && (self.differs.is_empty() || differ(model, row, &self.named(model)))
    }

    fn named(&self, model: &Model) -> Vec<u32> {
        let named = |column: &u32| {
            let label = folded(model.label(*column));
            let id = model.column(*column).map(|column| column.id.to_string()).unwrap_or_default();
            self.differs.iter().any(|part| *part == id || *part == label)
        };
        (0..model.width()).filter(named).collect()
    }
}

/// From `90d`. Without its unit it may still be on its way.
fn days(text: &str) -> Option<u32> {
    text.strip_suffix('d')?.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days))
}

fn is_risk(risk: Option<Risk>, wanted: &str) -> bool {
    match wanted {
        "high" => risk.is_some(),
        "access" => risk == Some(Risk::Access),
        "loss" => risk == Some(Risk::Loss),
        "none" | "low" => risk.is_none(),
        _ => false,
    }
}

/// Do the columns have different values in a row?
pub fn differ(model: &Model, row: u32, columns: &[u32]) -> bool {
    let mut values = columns.iter().map(|column| model.effective((*column, row)));
    values.next().is_some_and(|first| values.any(|value| value != first))
}

impl State {
    fn of(text: &str) -> Self {
        match text {
            "changed" => Self::Changed,
            "inherited" => Self::Inherited,
            "own" => Self::Own,
            "granted" => Self::Granted,
            _ => Self::Unknown,
        }
    }

    fn fits(self, model: &Model, place: Place) -> bool {
        match self {
            Self::Changed => model.draft().is_changed(place),
            Self::Inherited => model.effective(place) > model.draft().wanted(place),
            Self::Own => model.effective(place) == Some(Extent::Own),
            Self::Granted => model.effective(place).is_some(),
            Self::Unknown => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::model, Query};
    use crate::dto::Unused;
    use authz::{Permission, RoleId};

    fn found(text: &str) -> Vec<String> {
        let model = model();
        let (query, columns) = (Query::parse(text), [0, 1]);
        let fits = |row: &u32| query.fits(&model, *row, &columns);
        (0..model.height()).filter(fits).filter_map(|row| model.permission(row).map(ToString::to_string)).collect()
    }

    #[test]
    fn words_fit_in_any_order() {
        assert_eq!(found("upd dataset"), ["dataset:update"]);
        assert_eq!(found("dataset:upd"), ["dataset:update"]);
        assert_eq!(found("nowhere dataset"), [""; 0]);
    }

    #[test]
    fn tokens_narrow() {
        assert_eq!(found("type:dataset action:read,delete"), ["dataset:read", "dataset:delete"]);
        assert_eq!(found("is:inherited"), ["dataset:read"]);
        assert_eq!(found("is:own"), ["dataset:update"]);
        assert_eq!(found("risk:high type:dataset"), ["dataset:delete"]);
        assert_eq!(found("differs:viewer,editor"), ["dataset:update"]);
        assert_eq!(found("is:nonsense"), [""; 0]);
        assert_eq!(found("unused:90"), [""; 0]);
    }

    #[test]
    fn what_is_unused_is_found_once_the_server_has_said_it() {
        let (model, query) = (model(), Query::parse("unused:90d"));
        let found = || (0..model.height()).filter(|row| query.fits(&model, *row, &[0, 1])).collect::<Vec<_>>();
        assert_eq!(found(), [0; 0]);
        let unused =
            |role: &str, permission: &str| (RoleId::parse(role).unwrap(), vec![Permission::parse(permission).unwrap()]);
        // What has gone since the server looked is nowhere.
        let told = vec![unused("editor", "dataset:update"), unused("gone", "dataset:read"), unused("viewer", "x:y")];
        model.unused().learn(&model, 90, Unused::Since(told));
        assert_eq!((found(), query.fits(&model, 1, &[0])), (vec![1], false));
        assert!(!Query::parse("unused:30d").fits(&model, 1, &[0, 1]), "said of other days");
        model.unused().learn(&model, 90, Unused::Unknown);
        assert_eq!(found(), [0; 0]);
    }
}

//! A condition as it stands in a form and in an address, and back.

use crate::text::{fill, t};
use authz::{Condition, Value, condition::Op};
use serde::{Deserialize, Serialize};

/// Most conditions of one entry that the form has room for.
pub const MAX_CONDITIONS: usize = 12;
/// Most characters of a value.
const MAX_VALUE: usize = 2_000;
/// Largest integer that is compared exactly: 2⁵³.
const MAX_INTEGER: u64 = 1 << 53;

/// One condition as it stands in a form. Everything is text: what is wrong is said when it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConditionForm {
    /// `subject`, `node`, `action` or `context`; empty for no condition.
    pub whose: String,
    /// The attribute.
    pub name: String,
    /// How it compares: `eq`, `in` and so on.
    pub op: String,
    /// What kind of value is on the right.
    pub sort: String,
    /// The value, as one writes it.
    pub value: String,
}

/// Whose attribute a condition looks at, and what that is called.
pub const WHOSE: [(&str, &str); 4] = [
    ("subject", t("the person's")),
    ("node", t("the resource's")),
    ("action", t("the action's")),
    ("context", t("the request's")),
];

/// How a condition compares, and what that is called.
pub const OPS: [(Op, &str, &str); 9] = [
    (Op::Eq, "eq", t("is")),
    (Op::Ne, "ne", t("is not")),
    (Op::In, "in", t("is one of")),
    (Op::Lt, "lt", t("is less than")),
    (Op::Le, "le", t("is at most")),
    (Op::Gt, "gt", t("is more than")),
    (Op::Ge, "ge", t("is at least")),
    (Op::Present, "present", t("is set")),
    (Op::Absent, "absent", t("is not set")),
];

/// The kinds of value, and what they are called.
pub const SORTS: [(&str, &str); 8] = [
    ("text", t("the text")),
    ("number", t("the number")),
    ("yes", t("yes")),
    ("no", t("no")),
    ("texts", t("the texts")),
    ("numbers", t("the numbers")),
    ("attribute", t("the attribute")),
    ("json", t("the JSON value")),
];

/// How a comparison is written and called.
pub fn op_words(op: Op) -> (&'static str, &'static str) {
    OPS.iter().find(|(known, ..)| *known == op).map(|(_, word, label)| (*word, *label)).unwrap_or_default()
}

/// Does a comparison look at nothing but whether the attribute is there?
pub fn is_lone(op: Op) -> bool {
    matches!(op, Op::Present | Op::Absent)
}

impl ConditionForm {
    /// The form that writes this condition.
    pub fn of(condition: &Condition) -> Self {
        let Condition(left, op, right) = condition;
        let (whose, name) = left.split_once('.').unwrap_or(("", left));
        let (sort, value) = written(right);
        Self {
            whose: whose.to_owned(),
            name: name.to_owned(),
            op: op_words(*op).0.to_owned(),
            sort: sort.to_owned(),
            value,
        }
    }

    /// The condition that the form writes.
    ///
    /// # Errors
    /// What is wrong with it, and what to write instead.
    pub fn read(&self) -> Result<Condition, String> {
        if !WHOSE.iter().any(|(whose, _)| *whose == self.whose) {
            return Err(t("say whose attribute the condition looks at").to_owned());
        }
        if self.name.is_empty() || self.name.trim() != self.name || self.name.contains('.') {
            return Err(t("name an attribute, without a dot and without spaces around it").to_owned());
        }
        let op = OPS.iter().find(|(_, word, _)| *word == self.op).map(|(op, ..)| *op);
        let op = op.ok_or_else(|| t("say how the attribute compares").to_owned())?;
        if self.value.len() > MAX_VALUE {
            return Err(t("write a shorter value").to_owned());
        }
        let right = if is_lone(op) && self.sort.is_empty() { Value::Null } else { self.right()? };
        let fits = match op {
            Op::In => matches!(right, Value::List(_) | Value::Object(_)),
            Op::Lt | Op::Le | Op::Gt | Op::Ge => {
                matches!(right, Value::Number(_) | Value::Text(_) | Value::Object(_))
            }
            _ => true,
        };
        if !fits {
            let said = [("name", self.name.as_str()), ("op", op_words(op).1)];
            return Err(if op == Op::In {
                fill("after `{name} {op}`, write texts or numbers with commas, or name an attribute", &said)
            } else {
                fill("after `{name} {op}`, write a number or a text, or name an attribute", &said)
            });
        }
        let condition = Condition(format!("{}.{}", self.whose, self.name), op, right);
        condition.check().map_err(|bad| bad.to_string())?;
        Ok(condition)
    }

    fn right(&self) -> Result<Value, String> {
        let text = self.value.as_str();
        let items = || text.split(',').map(str::trim).filter(|item| !item.is_empty());
        let some = |values: Vec<Value>| {
            if values.is_empty() {
                Err(fill("write what `{name}` is compared with, with commas", &[("name", &self.name)]))
            } else {
                Ok(Value::List(values))
            }
        };
        match self.sort.as_str() {
            "text" => Ok(Value::Text(text.to_owned())),
            "number" => number(text.trim()),
            "yes" => Ok(Value::Bool(true)),
            "no" => Ok(Value::Bool(false)),
            "texts" => some(items().map(|item| Value::Text(item.to_owned())).collect()),
            "numbers" => some(items().map(number).collect::<Result<_, _>>()?),
            "attribute" => {
                let path = Value::Text(text.trim().to_owned());
                Ok(Value::Object([("attr".to_owned(), path)].into()))
            }
            "json" => serde_json::from_str(text)
                .map_err(|bad| fill("write a JSON value: {why}", &[("why", &bad.to_string())])),
            _ => Err(fill("say what kind of value `{name}` is compared with", &[("name", &self.name)])),
        }
    }
}

fn number(text: &str) -> Result<Value, String> {
    let wrong = || fill("`{text}` is no number", &[("text", text)]);
    let number: f64 = text.parse().map_err(|_| wrong())?;
    if !number.is_finite() {
        return Err(wrong());
    }
    let whole = !text.contains(['.', 'e', 'E']);
    if whole && text.parse::<i64>().map_or(true, |whole| whole.unsigned_abs() > MAX_INTEGER) {
        return Err(fill("`{text}` is too large to be compared exactly: write it as a text", &[("text", text)]));
    }
    Ok(Value::Number(number))
}

/// A value as one writes it: in the plainest way that reads as the same again.
fn written(value: &Value) -> (&'static str, String) {
    let json = || ("json", serde_json::to_string(value).unwrap_or_default());
    match value {
        Value::Bool(true) => ("yes", String::new()),
        Value::Bool(false) => ("no", String::new()),
        Value::Null => json(),
        Value::Number(_) => ("number", told_number(value)),
        Value::Text(text) => ("text", text.clone()),
        Value::Object(object) => match object.get("attr") {
            Some(Value::Text(path)) if object.len() == 1 && path.trim() == path => ("attribute", path.clone()),
            _ => json(),
        },
        Value::List(items) => {
            let plain = |item: &Value| match item {
                Value::Text(text) => !text.is_empty() && text.trim() == text && !text.contains(','),
                _ => false,
            };
            let joined = |text: fn(&Value) -> String| items.iter().map(text).collect::<Vec<_>>().join(", ");
            if items.is_empty() {
                json()
            } else if items.iter().all(plain) {
                ("texts", joined(|item| if let Value::Text(text) = item { text.clone() } else { String::new() }))
            } else if items.iter().all(|item| matches!(item, Value::Number(_))) {
                ("numbers", joined(told_number))
            } else {
                json()
            }
        }
    }
}

/// A number as JSON writes it, which reads as the same number again.
fn told_number(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dto::role::words;
    use authz::{Entry, Extent, Pattern};
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i32>().prop_map(|whole| Value::Number(whole.into())),
            any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Value::Number),
            "[ -~é,]{0,8}".prop_map(Value::Text),
        ];
        leaf.prop_recursive(2, 8, 3, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::List))
    }

    fn path() -> impl Strategy<Value = String> {
        (prop::sample::select(vec!["subject", "node", "action", "context"]), "[a-z][a-z_é-]{0,6}")
            .prop_map(|(whose, name)| format!("{whose}.{name}"))
    }

    fn condition() -> impl Strategy<Value = Condition> {
        let attribute = path().prop_map(|path| Value::Object([("attr".to_owned(), Value::Text(path))].into()));
        let op = prop::sample::select(OPS.map(|(op, ..)| op).to_vec());
        (path(), op, prop_oneof![3 => value(), 1 => attribute]).prop_map(|(left, op, right)| Condition(left, op, right))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// What the builder writes is read back as the same condition; what it cannot mean is refused, never another.
        #[test]
        fn what_the_builder_writes_is_read_back(condition in condition()) {
            let form = ConditionForm::of(&condition);
            match form.read() {
                Ok(again) => prop_assert_eq!(again, condition),
                // A comparison that could never hold is not written here.
                Err(_) => prop_assert!(matches!(condition.1, Op::In | Op::Lt | Op::Le | Op::Gt | Op::Ge)),
            }
        }

        /// What somebody types comes back as it is when it is shown again, and means the same.
        #[test]
        fn what_is_typed_stays_the_same(
            whose in 0..4_usize, name in "[a-z. ]{0,4}", op in 0..9_usize, sort in 0..9_usize, text in "[ -~]{0,9}",
        ) {
            let sorts = SORTS.map(|(sort, _)| sort);
            let form = ConditionForm {
                whose: WHOSE[whose].0.to_owned(),
                name,
                op: OPS[op].1.to_owned(),
                sort: sorts.get(sort).copied().unwrap_or_default().to_owned(),
                value: text,
            };
            if let Ok(condition) = form.read() {
                prop_assert_eq!(ConditionForm::of(&condition).read(), Ok(condition.clone()));
                prop_assert_eq!(condition.check(), Ok(()));
            }
        }

        /// The sentence names every attribute and every value.
        #[test]
        fn a_sentence_names_every_field_and_value(conditions in prop::collection::vec(condition(), 0..4)) {
            let entry = Entry {
                pattern: Pattern::parse("data-set:update").unwrap(), extent: Extent::Own, conditions: conditions.clone(),
            };
            let said = words::sentence(&entry);
            prop_assert!(said.contains("update") && said.contains("data sets") && said.contains("own"));
            for Condition(left, op, right) in conditions {
                let name = left.split_once('.').unwrap().1;
                prop_assert!(said.contains(name), "{} lacks {}", said, name);
                prop_assert!(said.contains(op_words(op).1));
                if !is_lone(op) {
                    prop_assert!(said.contains(&words::value(&right)), "{} lacks {:?}", said, right);
                }
                let mut leaves = vec![right];
                while let Some(leaf) = leaves.pop().filter(|_| !is_lone(op)) {
                    match leaf {
                        Value::List(items) => leaves.extend(items),
                        Value::Text(text) => prop_assert!(said.contains(&text)),
                        Value::Object(object) => leaves.extend(object.into_values().map(|path| match path {
                            Value::Text(path) => Value::Text(path.split_once('.').unwrap().1.to_owned()),
                            other => other,
                        })),
                        number @ Value::Number(_) => prop_assert!(said.contains(&told_number(&number))),
                        Value::Bool(true) => prop_assert!(said.contains("yes")),
                        Value::Bool(false) => prop_assert!(said.contains("no")),
                        Value::Null => prop_assert!(said.contains("nothing")),
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let form = |whose: &str, name: &str, op: &str, sort: &str, value: &str| {
            let [whose, name, op, sort, value] = [whose, name, op, sort, value].map(ToOwned::to_owned);
            ConditionForm { whose, name, op, sort, value }.read()
        };
        assert!(form("planet", "x", "eq", "text", "").is_err());
        assert!(form("node", "a.b", "eq", "text", "").is_err());
        assert_eq!(
            form("node", "size", "lt", "number", "9007199254740993").unwrap_err(),
            "`9007199254740993` is too large to be compared exactly: write it as a text"
        );
        assert!(form("node", "size", "lt", "yes", "").unwrap_err().contains("write a number or a text"));
        assert!(form("node", "size", "in", "text", "a").unwrap_err().contains("with commas"));
        assert!(form("node", "size", "eq", "number", "many").is_err());
        assert!(form("node", "size", "eq", "attribute", "planet.x").is_err());
        assert_eq!(form("node", "size", "present", "", "").map(|found| found.2), Ok(Value::Null));
    }
}

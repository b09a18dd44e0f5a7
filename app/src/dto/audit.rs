//! The audit log.

use super::ProjectHead;
use serde::{Deserialize, Serialize};

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditItem {
    /// Its id.
    pub id: String,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Who did it.
    pub actor: String,
    /// What, as the action's own name.
    pub action: String,
    /// Where: a node's name.
    pub place: String,
    /// The node's id.
    pub node: String,
    /// `done`, `refused` or `failed`.
    pub outcome: String,
    /// To whom or what; nothing where that is the place.
    pub subject: Option<String>,
    /// What changed.
    pub changes: Vec<Difference>,
    /// Why, in the actor's words or the refusal's.
    pub reason: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// The request's id.
    pub request: Option<String>,
    /// How often, for what was refused again and again.
    pub times: u64,
    /// The question about access that it raises, in the explorer.
    pub question: Option<String>,
}

/// What one field was and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The field.
    pub field: String,
    /// What is no more.
    pub gone: Vec<String>,
    /// What is new.
    pub come: Vec<String>,
}

/// A page of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The project it is about; nothing for the whole system.
    pub head: Option<ProjectHead>,
    /// The lines, newest first.
    pub items: Vec<AuditItem>,
    /// Where the next page starts.
    pub next: Option<String>,
}

#[cfg(feature = "ssr")]
mod from_store {
    use super::{AuditItem, Difference};
    use crate::{calendar, dto::AccessQuery};
    use authz::{NodeId, Permission, action::TABLE};
    use serde_json::{Map, Value};
    use store::{
        Gate,
        port::{AuditRecord, Outcome},
    };

    impl AuditItem {
        /// A line, with the names of the nodes in it.
        pub(crate) fn new(line: AuditRecord, names: &[(NodeId, String)], gate: &Gate) -> Self {
            let name = |text: &str| {
                let known = names.iter().find(|(node, _)| node.as_str() == text).map(|(_, name)| name.clone());
                known.unwrap_or_else(|| text.to_owned())
            };
            let question = question(&line, gate);
            let subject = line.subject.filter(|subject| *subject != line.actor);
            Self {
                id: line.id,
                at: line.at,
                actor: name(&line.actor),
                action: line.action,
                place: name(&line.node),
                node: line.node,
                outcome: line.outcome.to_string(),
                subject: subject.as_deref().map(name),
                changes: differences(line.before.as_deref(), line.after.as_deref()),
                reason: line.reason,
                address: line.address,
                request: line.request,
                times: line.times,
                question,
            }
        }
    }

    /// Of a refusal, why it was; of a change of who holds what, what they may do now.
    fn question(line: &AuditRecord, gate: &Gate) -> Option<String> {
        let on = NodeId::parse(&line.node).ok()?;
        let user = |text: &str| NodeId::parse(text).is_ok_and(|id| id.kind() == "user");
        let asked = AccessQuery { on: on.to_string(), ..AccessQuery::default() };
        let query = if line.outcome == Outcome::Refused && user(&line.actor) {
            let name = TABLE.iter().find(|row| row.id == line.action)?.name;
            // What is asked of a resource is the action of its type.
            let can = match name.strip_prefix("node:") {
                Some(action) => Permission::of(on.kind(), action).ok()?,
                None => gate.asked_for(name)?,
            };
            AccessQuery { who: line.actor.clone(), can: can.to_string(), ..asked }
        } else {
            let about = matches!(line.action.as_str(), "AddMember" | "UpdateMember" | "RemoveMember");
            let who = line.subject.clone().filter(|who| about && user(who))?;
            AccessQuery { ask: "what".to_owned(), who, ..asked }
        };
        Some(query.address("/access"))
    }

    /// What changed, field by field; of lists only what came and went.
    fn differences(before: Option<&str>, after: Option<&str>) -> Vec<Difference> {
        let (before, after) = (fields(before), fields(after));
        let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
        names.sort();
        names.dedup();
        let all = names.into_iter().map(|field| {
            let (was, is) = (texts(field, before.get(field)), texts(field, after.get(field)));
            Difference {
                gone: was.iter().filter(|text| !is.contains(text)).cloned().collect(),
                come: is.iter().filter(|text| !was.contains(text)).cloned().collect(),
                field: field.replace('_', " "),
            }
        });
        all.filter(|change| !change.gone.is_empty() || !change.come.is_empty()).collect()
    }

    /// The fields of a value. A list of roles with their permissions is a field a role.
    fn fields(json: Option<&str>) -> Map<String, Value> {
        match json.and_then(|json| serde_json::from_str(json).ok()) {
            Some(Value::Object(fields)) => fields,
            Some(Value::Array(items)) => {
                let mut fields = Map::new();
                let mut rest = Vec::new();
                for item in items {
                    let role = item.get("role").and_then(Value::as_str).map(ToOwned::to_owned);
                    if let (Some(role), Some(permissions)) = (role, item.get("permissions")) {
                        fields.insert(role, permissions.clone());
                    } else {
                        rest.push(item);
                    }
                }
                if !rest.is_empty() {
                    fields.insert("roles".to_owned(), Value::Array(rest));
                }
                fields
            }
            Some(value) => Map::from_iter([("value".to_owned(), value)]),
            None => Map::new(),
        }
    }

    /// A field's value as lines; nothing for what is empty.
    fn texts(field: &str, value: Option<&Value>) -> Vec<String> {
        match value {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) => items.iter().map(|item| text(field, item)).collect(),
            Some(value) => Some(text(field, value)).filter(|text| !text.is_empty()).into_iter().collect(),
        }
    }

    fn text(field: &str, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::String(text) => text.clone(),
            Value::Number(number) => match number.as_i64() {
                Some(at) if field.ends_with("_at") => calendar::minute(at),
                _ => number.to_string(),
            },
            // A role's entry: the pattern, and its extent unless that is everything.
            Value::Array(parts) => {
                let words = parts.iter().filter(|part| part.as_str() != Some("all")).map(|part| text("", part));
                words.collect::<Vec<_>>().join(" ")
            }
            Value::Object(parts) => {
                let told =
                    parts.iter().map(|(name, part)| (name, text(name, part))).filter(|(_, text)| !text.is_empty());
                let mut words: Vec<(bool, String)> = told
                    .map(|(name, text)| match name.as_str() {
                        "role" => (false, text),
                        name => (true, format!("{} {text}", name.replace('_', " "))),
                    })
                    .collect();
                words.sort_by_key(|(later, _)| *later);
                words.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(", ")
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::{Difference, differences};

        fn change(field: &str, gone: &[&str], come: &[&str]) -> Difference {
            let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            Difference { field: field.to_owned(), gone: own(gone), come: own(come) }
        }

        #[test]
        fn only_what_changed_is_told() {
            let before = r#"{"name":"Copper","description":"","archived":false,"visibility":"private"}"#;
            let after = r#"{"name":"Copper","description":"Ore","archived":true,"visibility":"private"}"#;
            let told = differences(Some(before), Some(after));
            assert_eq!(told, [change("archived", &["no"], &["yes"]), change("description", &[], &["Ore"])]);
        }

        #[test]
        fn roles_of_a_member_are_told_as_lines() {
            let before = r#"[{"role":"viewer","expires_at":null}]"#;
            let after = r#"[{"role":"viewer","expires_at":1762247105000000},{"role":"owner","expires_at":null}]"#;
            let told = differences(Some(before), Some(after));
            let come = ["viewer, expires at 4 Nov 2025, 09:05 UTC", "owner"];
            assert_eq!(told, [change("roles", &["viewer"], &come)]);
        }

        #[test]
        fn a_matrix_tells_what_each_role_gained_and_lost() {
            let before = r#"[{"role":"analyst","permissions":[["scenario:read","all"],["scenario:delete","all"]]}]"#;
            let after = r#"[{"role":"analyst","permissions":[["scenario:read","all"],["scenario:update","own"]]}]"#;
            let told = differences(Some(before), Some(after));
            assert_eq!(told, [change("analyst", &["scenario:delete"], &["scenario:update own"])]);
        }

        #[test]
        fn what_is_no_json_is_nothing() {
            assert_eq!(differences(Some("{"), None), []);
            assert_eq!(differences(None, None), []);
        }
    }
}

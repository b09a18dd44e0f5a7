//! What an entry of a role means, in a plain sentence.

use super::condition::{is_lone, op_words};
use crate::text::{fill, t};
#[cfg(any(test, feature = "ssr"))]
use authz::Permission;
use authz::{Condition, Entry, Extent, Value};

/// What an entry means: `May update datasets they own, if the resource's region is “EU”.`
pub fn sentence(entry: &Entry) -> String {
    let (kind, action) = (entry.pattern.kind(), entry.pattern.action());
    let things = if kind == "*" { t("everything").to_owned() } else { things(kind) };
    let action = action.replace(['-', '_'], " ");
    let said = [("action", action.as_str()), ("things", things.as_str())];
    let may = match (action == "*", entry.extent) {
        (true, Extent::All) => fill("May do everything with {things}", &said),
        (true, Extent::Own) => fill("May do everything with {things} they own", &said),
        (false, Extent::All) => fill("May {action} {things}", &said),
        (false, Extent::Own) => fill("May {action} {things} they own", &said),
    };
    if entry.conditions.is_empty() {
        return format!("{may}.");
    }
    let conditions: Vec<String> = entry.conditions.iter().map(condition).collect();
    fill("{may}, if {conditions}.", &[("may", &may), ("conditions", &conditions.join(t(" and ")))])
}

/// What a permission is for: `update datasets`. Where somebody may have to name it, its id stands beside this.
#[cfg(any(test, feature = "ssr"))]
pub fn deed(permission: &Permission) -> String {
    deeds(permission.kind(), &[permission.action()])
}

/// What some permissions of one type are for: `read, update datasets`.
#[cfg(any(test, feature = "ssr"))]
pub fn deeds(kind: &str, actions: &[&str]) -> String {
    let actions = actions.iter().map(|action| action.replace(['-', '_'], " ")).collect::<Vec<_>>().join(", ");
    fill("{actions} {things}", &[("actions", &actions), ("things", &things(kind))])
}

/// What a permission lets somebody do on a node: `update Ward directory`, `read datasets in Ward capacity`.
#[cfg(any(test, feature = "ssr"))]
pub fn deed_on(permission: &Permission, node: &str, name: &str) -> String {
    let said = [("action", permission.action().replace(['-', '_'], " ")), ("deed", deed(permission))];
    let said: Vec<(&str, &str)> =
        said.iter().map(|(key, text)| (*key, text.as_str())).chain([("node", name)]).collect();
    match node.split_once(':') {
        None => fill("{deed} on {node}", &said),
        Some((kind, _)) if kind == permission.kind() => fill("{action} {node}", &said),
        Some(_) => fill("{deed} in {node}", &said),
    }
}

/// A type's nodes: `data sets`.
fn things(kind: &str) -> String {
    match kind {
        "user" => return t("people").to_owned(),
        "audit" => return t("the audit log").to_owned(),
        "api-key" => return t("API keys").to_owned(),
        "system" => return t("the whole system").to_owned(),
        _ => {}
    }
    let kind = kind.replace(['-', '_'], " ");
    let vowel = |text: &str| text.ends_with(['a', 'e', 'i', 'o', 'u']);
    if kind.ends_with('s') || kind.ends_with("data") || kind.ends_with("content") {
        kind
    } else if let Some(stem) = kind.strip_suffix('y').filter(|stem| !vowel(stem)) {
        format!("{stem}ies")
    } else if kind.ends_with(['x', 'z']) || kind.ends_with("ch") || kind.ends_with("sh") {
        format!("{kind}es")
    } else {
        format!("{kind}s")
    }
}

fn attribute(path: &str) -> String {
    match path.split_once('.') {
        Some(("subject", "mfa")) => t("the person's second factor (mfa)").to_owned(),
        Some(("subject", name)) => fill("the person's {name}", &[("name", name)]),
        Some(("node", name)) => fill("the resource's {name}", &[("name", name)]),
        Some(("action", name)) => fill("the action's {name}", &[("name", name)]),
        Some((_, name)) => fill("the request's {name}", &[("name", name)]),
        None => path.to_owned(),
    }
}

/// A condition in words.
pub fn condition(Condition(left, op, right): &Condition) -> String {
    let (left, compares) = (attribute(left), op_words(*op).1);
    if is_lone(*op) {
        return format!("{left} {compares}");
    }
    format!("{left} {compares} {}", value(right))
}

fn listed(items: &[Value]) -> String {
    let items: Vec<String> = items.iter().map(value).collect();
    items.join(", ")
}

/// A value in words.
pub fn value(value: &Value) -> String {
    match value {
        Value::Null => t("nothing").to_owned(),
        Value::Bool(true) => t("yes").to_owned(),
        Value::Bool(false) => t("no").to_owned(),
        Value::Number(_) => serde_json::to_string(value).unwrap_or_default(),
        Value::Text(text) => format!("“{text}”"),
        Value::List(items) if items.is_empty() => t("no value at all").to_owned(),
        Value::List(items) => listed(items),
        Value::Object(object) => match object.get("attr") {
            Some(Value::Text(path)) => attribute(path),
            _ => serde_json::to_string(value).unwrap_or_default(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use authz::{Pattern, condition::Op};

    #[test]
    fn a_permission_reads_as_what_it_is_for() {
        let permission = |text: &str| Permission::parse(text).unwrap();
        assert_eq!(deed(&permission("policy:share-all")), "share all policies");
        assert_eq!(deed(&permission("user:read")), "read people");
        assert_eq!(deeds("dataset", &["read", "update"]), "read, update datasets");
        let on = |text: &str, node: &str| deed_on(&permission(text), node, "Copper");
        assert_eq!(on("project:update", "project:copper"), "update Copper");
        assert_eq!(on("dataset:update", "project:copper"), "update datasets in Copper");
        assert_eq!(
            deed_on(&permission("audit:read"), "system", "the whole system"),
            "read the audit log on the whole system"
        );
    }

    #[test]
    fn an_entry_reads_as_a_sentence() {
        let said = |pattern: &str, extent, conditions: &[(&str, Op, Value)]| {
            let conditions = conditions.iter().cloned().map(|(left, op, right)| Condition(left.into(), op, right));
            sentence(&Entry { pattern: Pattern::parse(pattern).unwrap(), extent, conditions: conditions.collect() })
        };
        let text = |text: &str| Value::Text(text.into());
        assert_eq!(said("dataset:read", Extent::All, &[]), "May read datasets.");
        assert_eq!(
            said("dataset:update", Extent::Own, &[("node.region", Op::Eq, text("EU"))]),
            "May update datasets they own, if the resource's region is “EU”."
        );
        let regions = Value::List(vec![text("EU"), text("US")]);
        let mfa = ("subject.mfa", Op::Eq, Value::Bool(true));
        assert_eq!(
            said("*:*", Extent::All, &[("node.region", Op::In, regions), mfa]),
            "May do everything with everything, if the resource's region is one of “EU”, “US” and the person's second factor (mfa) is yes."
        );
        let own = Value::Object([("attr".to_owned(), text("subject.region"))].into());
        assert_eq!(
            said(
                "policy:share-all",
                Extent::All,
                &[("node.region", Op::Ne, own), ("context.ip", Op::Absent, Value::Null)]
            ),
            "May share all policies, if the resource's region is not the person's region and the request's ip is not set."
        );
        assert_eq!(said("data:*", Extent::Own, &[]), "May do everything with data they own.");
    }
}

//! Addresses of our own pages.

use std::fmt::Write;

/// Percent-encodes a text so that it is one segment of a path or one value of a query (RFC 3986 section 2.3).
pub fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// A project's page; `tab` is empty for the overview.
pub fn project(name: &str, tab: &str) -> String {
    let slash = if tab.is_empty() { "" } else { "/" };
    format!("/projects/{}{slash}{tab}", encode(name))
}

/// A member's page in a project.
pub fn member(project_name: &str, subject: &str) -> String {
    project(project_name, &format!("members/{}", encode(subject)))
}

/// A resource's page in a project; `tab` is empty for what it is.
pub fn node(project_name: &str, id: &str, tab: &str) -> String {
    let slash = if tab.is_empty() { "" } else { "/" };
    project(project_name, &format!("resources/{}{slash}{tab}", encode(id)))
}

/// The permissions matrix of a node: the system, an account or a project.
pub fn roles(node: &str) -> String {
    match node.split_once(':') {
        Some(("project", name)) => project(name, "roles"),
        Some(("account", name)) => account(name, "roles"),
        _ => "/roles".to_owned(),
    }
}

/// What stands in an address where an id would, for the form of a new one. Roles choose their ids: none is called so.
pub const NEW: &str = "new";

/// A role's page in the matrix of a node.
pub fn role(node: &str, role: &str) -> String {
    format!("{}/{}", roles(node), encode(role))
}

/// A person's page.
pub fn person(name: &str) -> String {
    format!("/people/{}", encode(name))
}

/// An account's page; `tab` is empty for who belongs to it.
pub fn account(name: &str, tab: &str) -> String {
    let slash = if tab.is_empty() { "" } else { "/" };
    format!("/accounts/{}{slash}{tab}", encode(name))
}

/// A type's page in the catalog.
pub fn catalog_type(kind: &str) -> String {
    format!("/catalog/types/{}", encode(kind))
}

/// The page of an entry of the navigation, or that for a new one.
pub fn navigation(entry: &str) -> String {
    format!("/settings/navigation/{}", encode(entry))
}

/// A group's page; `tab` is empty for who is in it.
pub fn group(name: &str, tab: &str) -> String {
    let slash = if tab.is_empty() { "" } else { "/" };
    format!("/groups/{}{slash}{tab}", encode(name))
}

/// The grants made on a node.
pub fn grants(on: &str) -> String {
    match on.split_once(':') {
        None => "/grants".to_owned(),
        Some(("project", name)) => project(name, "members/rules"),
        Some(_) => format!("/grants/{}", encode(on)),
    }
}

/// A grant's page, or that for a new one.
pub fn grant(on: &str, id: &str) -> String {
    format!("/grants/{}/{}", encode(on), encode(id))
}

/// A path with a query; empty values are left out.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        let mark = if address.contains('?') { '&' } else { '?' };
        // Writing to a String cannot fail.
        let _ = write!(address, "{mark}{name}={}", encode(value));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_any_letters_stay_one_segment() {
        assert_eq!(project("copper-12", ""), "/projects/copper-12");
        assert_eq!(project("a/b c", "members"), "/projects/a%2Fb%20c/members");
        assert_eq!(member("x", "user:ana"), "/projects/x/members/user%3Aana");
    }

    #[test]
    fn a_query_leaves_out_what_is_empty() {
        assert_eq!(with_query("/people", &[("q", ""), ("after", "ä\tuser:x")]), "/people?after=%C3%A4%09user%3Ax");
        assert_eq!(with_query("/people", &[("q", "a&b"), ("saved", "x")]), "/people?q=a%26b&saved=x");
    }
}

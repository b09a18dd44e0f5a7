//! Grants of every kind.

use super::{AccessView, Choice, HistoryItem, MemberPowers, MemberTabs, ProjectHead, RoleChoice, SourceKind};
use serde::{Deserialize, Serialize};

/// Most conditions of one grant.
pub const MAX_ATOMS: usize = 6;

/// One condition as it stands in an address and in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AtomForm {
    /// `user`, `group`, `group_admins`, `account`, `account_label`, `holder`, `signed_in` or `anyone`; empty for none.
    pub kind: String,
    /// Which: a name, an id, a label.
    pub name: String,
    /// The role that is held, for holders.
    pub role: String,
}

/// A grant as it stands in an address and in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantForm {
    /// The role's id.
    pub role: String,
    /// Whom it is for.
    pub who: Vec<AtomForm>,
    /// When it ends: days, `never`, `keep`, or empty.
    pub ends: String,
    /// Or on this day.
    pub date: String,
}

impl GrantForm {
    /// From names and values, as a form sends them and an address has them.
    pub fn read(value: impl Fn(&str) -> String) -> Self {
        let atom = |place: usize| AtomForm {
            kind: value(&format!("kind{place}")),
            name: value(&format!("name{place}")),
            role: value(&format!("held{place}")),
        };
        let who: Vec<AtomForm> = (0..MAX_ATOMS).map(atom).filter(|atom| !atom.kind.is_empty()).collect();
        Self { role: value("role"), who, ends: value("ends"), date: value("date") }
    }

    /// Is nothing chosen yet?
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As the form that saves it sends it.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        for (name, value) in [("role", &self.role), ("ends", &self.ends), ("date", &self.date)] {
            fields.push((format!("form[{name}]"), value.clone()));
        }
        for (place, atom) in self.who.iter().enumerate() {
            for (name, value) in [("kind", &atom.kind), ("name", &atom.name), ("role", &atom.role)] {
                fields.push((format!("form[who][{place}][{name}]"), value.clone()));
            }
        }
        fields
    }
}

/// A node that grants are made on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantPlace {
    /// Its id.
    pub id: String,
    /// What it is, in words: `the project Copper`.
    pub name: String,
    /// Its name alone.
    pub title: String,
    /// Its own page.
    pub href: Option<String>,
}

/// A grant in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantItem {
    /// Its id.
    pub id: String,
    /// Whom it is for, in words.
    pub who: String,
    /// What kind of way in it is.
    pub kind: SourceKind,
    /// The role's id.
    pub role_id: String,
    /// The role's name.
    pub role: String,
    /// When it ends.
    pub expires_at: Option<i64>,
    /// Has it ended?
    pub ended: bool,
    /// How many people it is for; nothing for everybody, or where nobody counted.
    pub people: Option<u64>,
    /// Some of them.
    pub some: Vec<String>,
    /// When it was made.
    pub since: Option<i64>,
    /// By whom.
    pub author: String,
    /// Where it is changed instead: a page, and what it is called.
    pub elsewhere: Option<(String, String)>,
}

/// The grants of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantsPage {
    /// The node.
    pub place: GrantPlace,
    /// A project: its head, and how many there are on each tab of its members.
    pub project: Option<(ProjectHead, MemberTabs)>,
    /// The grants.
    pub items: Vec<GrantItem>,
    /// Where the next start.
    pub next: Option<String>,
    /// Are there some that the viewer may not see?
    pub partial: bool,
    /// What the viewer may do.
    pub may: MemberPowers,
    /// Is there a role that can be given here?
    pub givable: bool,
}

/// What a grant means and would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantTold {
    /// What it was worked out for.
    pub form: GrantForm,
    /// What tells the grant as it was then from any other; empty for a new one.
    pub was: String,
    /// The grant in a sentence; empty while something is missing.
    pub sentence: String,
    /// Whom it is for now.
    pub people: String,
    /// The role's name.
    pub role: String,
    /// What it gives: types, each with actions.
    pub gives: Vec<(String, Vec<String>)>,
    /// What to think of twice.
    pub warning: Option<String>,
    /// What cannot be taken: the field, and what to do.
    pub problem: Option<(String, String)>,
    /// What it would do; nothing where it is so already.
    pub outlook: Option<AccessView>,
}

/// A grant, new or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantPage {
    /// The node.
    pub place: GrantPlace,
    /// The grant, if it is there already.
    pub grant: Option<GrantItem>,
    /// What it is, or was written so far.
    pub form: GrantForm,
    /// Roles that may be given here.
    pub roles: Vec<RoleChoice>,
    /// Roles that somebody may hold elsewhere.
    pub held: Vec<Choice>,
    /// What that means and would do.
    pub told: GrantTold,
    /// What the viewer may do.
    pub may: MemberPowers,
    /// What removing it would do.
    pub removal: Option<AccessView>,
    /// What was done to it; nothing where one may not know.
    pub history: Option<Vec<HistoryItem>>,
}

#[cfg(feature = "ssr")]
pub use words::{place, sentence, whom};

#[cfg(feature = "ssr")]
mod words {
    use super::{AtomForm, GrantItem, GrantPlace};
    use crate::{
        calendar,
        dto::{Names, kind_of},
        link,
        text::{fill, t},
    };
    use authz::{Atom, Grant, NodeId};
    use store::{GrantLine, RoleAbility};

    /// The node in words: `the project Copper`.
    pub fn place(id: &NodeId, names: &Names, project: Option<&NodeId>) -> GrantPlace {
        let title = names.node(id);
        let name = if id.is_system() {
            title.clone()
        } else {
            fill("the {kind} {name}", &[("kind", &id.kind().replace(['-', '_'], " ")), ("name", &title)])
        };
        let href = match id.kind() {
            "system" => None,
            "project" => Some(link::project(id.name(), "")),
            "account" => Some(link::account(id.name(), "")),
            "group" => Some(link::group(id.name(), "")),
            "user" => Some(link::person(id.name())),
            _ => project.map(|project| link::node(project.name(), id.as_str(), "")),
        };
        GrantPlace { id: id.to_string(), name, title: crate::text::capital(&title), href }
    }

    fn clause(atom: &Atom, names: &Names) -> Option<String> {
        Some(match atom {
            Atom::Group(id) => fill("is in the group {name}", &[("name", &names.node(id))]),
            Atom::GroupAdmins(id) => fill("looks after the group {name}", &[("name", &names.node(id))]),
            Atom::Account(id) => fill("belongs to the account {name}", &[("name", &names.node(id))]),
            Atom::AccountLabel(label) => fill("belongs to an account labelled “{label}”", &[("label", label)]),
            Atom::Holder(role, id) => {
                let (role, name) = (names.role(role), names.node(id));
                fill("holds {role} on {name}", &[("role", &role), ("name", &name)])
            }
            Atom::User(_) | Atom::SignedIn(_) | Atom::Anyone(_) => return None,
        })
    }

    fn joined(parts: &[String]) -> String {
        match parts.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, first)) => fill("{first} and {last}", &[("first", &first.join(", ")), ("last", last)]),
            None => String::new(),
        }
    }

    /// Whom a grant is for: `Everybody who belongs to the account Acme and is in the group Analysts`.
    pub fn whom(who: &[Atom], names: &Names) -> String {
        let clauses: Vec<String> = who.iter().filter_map(|atom| clause(atom, names)).collect();
        let user = |atom: &Atom| if let Atom::User(id) = atom { Some(names.node(id)) } else { None };
        let users: Vec<String> = who.iter().filter_map(user).collect();
        match (users.as_slice(), clauses.is_empty()) {
            ([], false) => fill("Everybody who {clauses}", &[("clauses", &joined(&clauses))]),
            ([], true) if who.contains(&Atom::SIGNED_IN) => t("Everybody who is signed in").to_owned(),
            ([], true) => t("Anyone, signed in or not,").to_owned(),
            ([one], true) => one.clone(),
            ([one], false) => {
                fill("{name}, as somebody who {clauses},", &[("name", one), ("clauses", &joined(&clauses))])
            }
            (several, _) => fill("Nobody, because nobody is both {names},", &[("names", &joined(several))]),
        }
    }

    /// A grant in a sentence.
    pub fn sentence(grant: &Grant, does: &[RoleAbility], names: &Names) -> String {
        let (who, on) = (whom(&grant.who, names), place(&grant.on, names, None).name);
        let own = does.iter().find(|ability| ability.kind == grant.on.kind() && !grant.on.is_system());
        let actions = own.map(|ability| ability.all.clone()).unwrap_or_default();
        let what = if actions.is_empty() {
            fill("{who} holds {role} on {place}", &[("who", &who), ("role", &names.role(&grant.role)), ("place", &on)])
        } else {
            let (role, actions) = (names.role(&grant.role), joined(&actions));
            let values = [("who", who.as_str()), ("actions", &actions), ("place", &on), ("role", &role)];
            match does.len() {
                1 => fill("{who} may {actions} {place}", &values),
                _ => fill("{who} may {actions} {place}, and whatever {role} may on what is below", &values),
            }
        };
        match grant.expires_at {
            // It holds strictly before that instant.
            Some(at) if at <= names.now => {
                fill("Ended {day}. Until then: {what}.", &[("what", &what), ("day", &calendar::last_day(at))])
            }
            Some(at) => fill("{what} until {day}.", &[("what", &what), ("day", &calendar::last_day(at))]),
            None => format!("{what}."),
        }
    }

    impl GrantItem {
        /// A grant with the names of everything.
        pub(crate) fn new(line: GrantLine, names: &Names) -> Self {
            let grant = line.grant;
            let elsewhere = line.elsewhere.map(|account| {
                (
                    link::account(account.name(), "settings"),
                    fill("consultancy of {name}", &[("name", &names.node(&account))]),
                )
            });
            let (since, author) = line.made.map_or((None, String::new()), |(at, by)| (Some(at), names.author(&by)));
            Self {
                id: grant.id.to_string(),
                who: whom(&grant.who, names).trim_end_matches(',').to_owned(),
                kind: kind_of(&grant.who, &grant.on, grant.source, &grant.on),
                role_id: grant.role.to_string(),
                role: names.role(&grant.role),
                expires_at: grant.expires_at,
                ended: line.ended,
                people: line.people.map(|people| u64::try_from(people).unwrap_or(u64::MAX)),
                some: line.some.iter().map(|id| names.node(id)).collect(),
                since,
                author,
                elsewhere,
            }
        }
    }

    impl AtomForm {
        /// A condition as one would write it, by ids.
        pub(crate) fn new(atom: &Atom) -> Self {
            let (kind, name, role) = match atom {
                Atom::User(id) => ("user", id.name(), ""),
                Atom::Group(id) => ("group", id.name(), ""),
                Atom::GroupAdmins(id) => ("group_admins", id.name(), ""),
                Atom::Account(id) => ("account", id.name(), ""),
                Atom::AccountLabel(label) => ("account_label", label.as_str(), ""),
                Atom::Holder(role, id) => ("holder", id.as_str(), role.as_str()),
                Atom::SignedIn(_) => ("signed_in", "", ""),
                Atom::Anyone(_) => ("anyone", "", ""),
            };
            Self { kind: kind.to_owned(), name: name.to_owned(), role: role.to_owned() }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use authz::{GrantId, RoleId, Source};

        fn id(text: &str) -> NodeId {
            NodeId::parse(text).unwrap()
        }

        #[test]
        fn a_grant_reads_as_a_sentence() {
            let nodes = [
                ("account:acme", "Acme"),
                ("group:analysts", "Analysts"),
                ("project:copper", "Copper"),
                ("user:ana", "Ana"),
            ];
            let nodes = nodes.map(|(node, name)| (id(node), name.to_owned())).to_vec();
            let names = Names { nodes, roles: Vec::new(), now: 0 };
            let role = |text: &str| RoleId::parse(text).unwrap();
            let on =
                |kind: &str| RoleAbility { kind: kind.into(), all: vec!["read".into(), "edit".into()], own: vec![] };
            let told = |who: Vec<Atom>, on: &str, expires_at, does: &[RoleAbility]| {
                let (grant, source) = (GrantId::parse("g").unwrap(), Source::Direct);
                let grant = Grant { id: grant, who, role: role("analyst"), on: id(on), expires_at, source };
                sentence(&grant, does, &names)
            };
            let said = |who, place: &str, expires_at| told(who, place, expires_at, &[on("project")]);
            let (acme, analysts) = (Atom::Account(id("account:acme")), Atom::Group(id("group:analysts")));
            // The first instant after 3 March 2027.
            let end = Some(1_804_118_400_000_000);
            assert_eq!(
                said(vec![acme.clone(), analysts.clone()], "project:copper", end),
                "Everybody who belongs to the account Acme and is in the group Analysts may read and edit the project Copper until 3 Mar 2027."
            );
            assert_eq!(
                said(vec![Atom::ANYONE], "project:copper", Some(0)),
                "Ended 31 Dec 1969. Until then: Anyone, signed in or not, may read and edit the project Copper."
            );
            assert_eq!(
                said(vec![Atom::ANYONE], "project:copper", None),
                "Anyone, signed in or not, may read and edit the project Copper."
            );
            assert_eq!(
                told(vec![analysts.clone()], "project:copper", end, &[on("dataset"), on("project")]),
                "Everybody who is in the group Analysts may read and edit the project Copper, and whatever analyst may on what is below until 3 Mar 2027."
            );
            assert_eq!(
                said(vec![Atom::SIGNED_IN, analysts.clone()], "system", None),
                "Everybody who is in the group Analysts holds analyst on the whole system."
            );
            assert_eq!(
                said(vec![Atom::User(id("user:ana"))], "account:acme", None),
                "Ana holds analyst on the account Acme."
            );
            assert_eq!(
                said(vec![Atom::User(id("user:ana")), analysts], "project:copper", None),
                "Ana, as somebody who is in the group Analysts, may read and edit the project Copper."
            );
            let holder = Atom::Holder(role("owner"), id("project:copper"));
            assert_eq!(whom(&[holder], &names), "Everybody who holds owner on Copper");
            assert_eq!(
                whom(&[Atom::AccountLabel("MDC".into()), Atom::GroupAdmins(id("group:analysts"))], &names),
                "Everybody who belongs to an account labelled “MDC” and looks after the group Analysts"
            );
            let two = [Atom::User(id("user:ana")), Atom::User(id("user:ben"))];
            assert_eq!(whom(&two, &names), "Nobody, because nobody is both Ana and ben,");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AtomForm, GrantForm};

    #[test]
    fn a_grant_is_read_from_an_address_without_gaps() {
        let pairs = [
            ("role", "viewer"),
            ("kind0", "account"),
            ("name0", "acme"),
            ("kind2", "holder"),
            ("name2", "project:x"),
            ("held2", "owner"),
            ("name3", "left over"),
        ];
        let form = GrantForm::read(|name| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()).unwrap_or_default()
        });
        let atom =
            |kind: &str, name: &str, role: &str| AtomForm { kind: kind.into(), name: name.into(), role: role.into() };
        assert_eq!(form.who, [atom("account", "acme", ""), atom("holder", "project:x", "owner")]);
        assert_eq!(form.role, "viewer");
        assert!(form.fields().contains(&("form[who][1][role]".to_owned(), "owner".to_owned())));
    }
}

//! What must be so whoever writes: everything named is there, roles are where they belong, nothing goes in circles.
//!
//! Only what a write changes is looked at, so a later catalog does not make older facts impossible to touch.

mod removed;
mod role;

use super::{Refusal, flaws, lock, touched::Touched};
use crate::{Atom, Grant, Index, Node, NodeId};
use alloc::{
    string::{String, ToString},
    vec::Vec,
};

/// Refuses what cannot be.
pub(super) fn check(before: &Index, after: &Index, touched: &Touched) -> Result<(), Refusal> {
    let state = State { before, after };
    lock::built_in(before, after, touched)?;
    if touched.catalog
        && let Some(flaw) = flaws(before, after).into_iter().next()
    {
        return Err(Refusal::Catalog { flaw });
    }
    touched.roles.iter().try_for_each(|id| state.role(id))?;
    touched.users.iter().try_for_each(|id| state.user(id))?;
    touched.groups.iter().try_for_each(|id| state.group(id))?;
    // What is not there keeps no members.
    let missing = |id: &&NodeId| before.group(*id).is_none() && after.group(*id).is_none();
    touched.joined.iter().find(missing).map_or(Ok(()), |id| Err(unknown(id)))?;
    touched.keys.iter().try_for_each(|id| state.key(id))?;
    touched.nodes.iter().try_for_each(|id| state.node(id))?;
    touched.grants.iter().filter_map(|id| after.grant(id)).try_for_each(|grant| state.grant(&grant))?;
    state.removed(touched)
}

/// The facts before and after.
struct State<'a> {
    before: &'a Index,
    after: &'a Index,
}

impl State<'_> {
    fn node(&self, id: &NodeId) -> Result<(), Refusal> {
        let Some(node) = self.after.node(id) else { return Ok(()) };
        let had = self.before.node(id);
        if had == Some(node) {
            return Ok(());
        }
        if let Some(owner) = node.owner.as_ref().filter(|owner| had.and_then(|had| had.owner.as_ref()) != Some(*owner))
        {
            self.user_there(owner)?;
        }
        if id.is_system() {
            // The root is above everything, so a parent of it would be below it.
            let through = || node.parents.iter().chain([id]).map(ToString::to_string).collect();
            return if node.parents.is_empty() { Ok(()) } else { Err(Refusal::Cycle { through: through() }) };
        }
        if node.parents.is_empty() {
            return Err(Refusal::NoParent { node: id.clone() });
        }
        self.parents(node, had)
    }

    /// Every parent that is new is there, and of an allowed type.
    fn parents(&self, node: &Node, had: Option<&Node>) -> Result<(), Refusal> {
        let kind = self.after.catalog().types.get(node.id.kind()).filter(|kind| !kind.by_policy);
        for parent in node.parents.iter().filter(|parent| had.is_none_or(|had| !had.parents.contains(parent))) {
            if self.after.node(parent).is_none() {
                return Err(unknown(parent));
            }
            // What brings its node with it is where its account is.
            let brought = self.brings_node(&node.id) && (parent.is_system() || parent.kind() == "account");
            if brought {
                continue;
            }
            let kind = kind.ok_or_else(|| unknown(node.id.kind()))?;
            if !kind.parents.iter().any(|allowed| allowed == parent.kind()) {
                return Err(Refusal::ParentType { node: node.id.clone(), parent: parent.clone() });
            }
        }
        Ok(())
    }

    fn brings_node(&self, id: &NodeId) -> bool {
        self.after.user(id).is_some() || self.after.group(id).is_some() || self.after.key(id).is_some()
    }

    fn user(&self, id: &NodeId) -> Result<(), Refusal> {
        let Some(user) = self.after.user(id) else { return Ok(()) };
        of_type(id, "user")?;
        let had = self.before.user(id).and_then(|had| had.account.as_ref());
        match user.account.as_ref().filter(|account| had != Some(*account)) {
            Some(account) => {
                of_type(account, "account")?;
                self.node_there(account)
            }
            None => Ok(()),
        }
    }

    fn group(&self, id: &NodeId) -> Result<(), Refusal> {
        let had = self.before.group(id);
        let Some(group) = self.after.group(id) else { return Ok(()) };
        of_type(id, "group")?;
        for member in group.members.iter().filter(|id| had.as_ref().is_none_or(|had| !had.members.contains(*id))) {
            if self.after.user(member).is_none() && self.after.group(member).is_none() {
                return Err(unknown(member));
            }
            if member == id || self.after.groups_of(id).contains(member) {
                let through = if member == id { Vec::from([id]) } else { Vec::from([id, member]) };
                return Err(Refusal::Cycle { through: through.into_iter().map(ToString::to_string).collect() });
            }
        }
        let mut admins = group.admins.iter().filter(|id| had.as_ref().is_none_or(|had| !had.admins.contains(*id)));
        admins.try_for_each(|admin| self.user_there(admin))
    }

    fn key(&self, id: &NodeId) -> Result<(), Refusal> {
        let Some(key) = self.after.key(id) else { return Ok(()) };
        of_type(id, "api-key")?;
        let had = self.before.key(id);
        if had.is_none_or(|had| had.owner != key.owner) {
            self.user_there(&key.owner)?;
        }
        if had.is_none_or(|had| had.on != key.on) { self.node_there(&key.on) } else { Ok(()) }
    }

    /// A grant names what is there, and is of a role that may be granted on its node.
    fn grant(&self, grant: &Grant) -> Result<(), Refusal> {
        let had = self.before.grant(&grant.id);
        for atom in grant.who.iter().filter(|atom| had.as_ref().is_none_or(|had| !had.who.contains(atom))) {
            self.atom(atom)?;
        }
        if had.is_some_and(|had| had.role == grant.role && had.on == grant.on) {
            return Ok(());
        }
        self.node_there(&grant.on)?;
        let role = self.after.role(&grant.role).ok_or_else(|| unknown(&grant.role))?;
        if !role.on.iter().any(|kind| kind == grant.on.kind()) {
            return Err(Refusal::RoleNotGrantable { role: role.id.clone(), kind: grant.on.kind().to_string() });
        }
        self.at_home(&role.id, &role.home, &grant.on)
    }

    fn atom(&self, atom: &Atom) -> Result<(), Refusal> {
        match atom {
            Atom::User(user) => self.user_there(user),
            Atom::Group(group) | Atom::GroupAdmins(group) => {
                self.after.group(group).map(|_| ()).ok_or_else(|| unknown(group))
            }
            Atom::Account(account) => {
                of_type(account, "account")?;
                self.node_there(account)
            }
            Atom::Holder(role, node) => {
                self.after.role(role).ok_or_else(|| unknown(role))?;
                self.node_there(node)
            }
            Atom::AccountLabel(_) | Atom::SignedIn(_) | Atom::Anyone(_) => Ok(()),
        }
    }

    fn at_home(&self, role: &crate::RoleId, home: &NodeId, node: &NodeId) -> Result<(), Refusal> {
        if self.after.lies_below(node, home) {
            return Ok(());
        }
        Err(Refusal::RoleHome { role: role.clone(), home: home.clone(), node: node.clone() })
    }

    fn node_there(&self, id: &NodeId) -> Result<(), Refusal> {
        self.after.node(id).map(|_| ()).ok_or_else(|| unknown(id))
    }

    fn user_there(&self, id: &NodeId) -> Result<(), Refusal> {
        self.after.user(id).map(|_| ()).ok_or_else(|| unknown(id))
    }
}

fn unknown(what: &(impl ToString + ?Sized)) -> Refusal {
    Refusal::Unknown { what: what.to_string() }
}

fn of_type(id: &NodeId, kind: &str) -> Result<(), Refusal> {
    if id.kind() == kind {
        return Ok(());
    }
    Err(Refusal::WrongType { what: id.to_string(), kind: String::from(kind) })
}

#[cfg(test)]
mod tests {
    use crate::{
        Change, Group, Node, NodeId, Role, User,
        guard::{Refusal, Writer, judge, scene::*},
    };
    use alloc::{collections::BTreeSet, format, string::ToString, vec, vec::Vec};

    fn apollo() -> Scene {
        Scene::new().project("apollo").node("account:a", &["system"])
    }

    /// Refused whoever writes.
    #[track_caller]
    fn refused(scene: &Scene, changes: &[Change], text: &str) {
        scene.refuses("user:ada", changes, text);
        let host = judge(&scene.index(), &Writer::Host { force: true }, changes, NOW);
        assert_eq!(host.map_err(|refusal| refusal.to_string()), Err(text.to_string()));
    }

    fn unknown(what: &str) -> alloc::string::String {
        format!("`{what}` is not known: check the spelling, or create it first")
    }

    fn new(id: &str, parents: &[&str]) -> Vec<Change> {
        vec![Change::PutNode(Node::new(node(id), parents.iter().map(|parent| node(parent)).collect()))]
    }

    #[test]
    fn parents_are_there_and_of_an_allowed_type() {
        let scene = apollo();
        refused(&scene, &new("item:x", &["project:none"]), &unknown("project:none"));
        refused(&scene, &new("item:x", &[]), "`item:x` needs a parent: name at least one");
        refused(
            &scene,
            &new("item:x", &["account:a"]),
            "a `item` cannot be below `account:a`: choose a parent of another type",
        );
        refused(&scene, &new("path:x", &["system"]), &unknown("path"));
        refused(&scene, &new("nothing:x", &["system"]), &unknown("nothing"));
        scene.allows("user:ada", &[new("item:x", &["project:x"]), new("project:x", &["account:a"])].concat());
        let owned = Node { owner: Some(node("user:ghost")), ..Node::new(node("item:x"), vec![node("project:apollo")]) };
        refused(&scene, &[Change::PutNode(owned)], &unknown("user:ghost"));
        // Facts older than the catalog may still be touched.
        let mut older = scene.node("item:old", &["account:a"]);
        older.0.catalog.types.get_mut("item").unwrap().parents = vec!["project".to_string()];
        older.allows("user:ada", &older.changed("item:old", |item| item.archived = true));
    }

    #[test]
    fn nothing_is_above_itself_or_too_deep() {
        let scene = apollo().node("item:inner", &["item:apollo"]);
        let round = scene.changed("item:apollo", |item| item.parents.push(node("item:inner")));
        assert!(matches!(scene.by("user:ada", &round), Err(Refusal::Cycle { .. })));
        let above = scene.changed("system", |system| system.parents.push(node("account:a")));
        assert!(matches!(scene.by("user:ada", &above), Err(Refusal::Cycle { .. })));
        let mut deep = scene;
        for depth in 0..30 {
            let above = if depth == 0 { "item:inner".to_string() } else { format!("item:d{}", depth - 1) };
            deep = deep.node(&format!("item:d{depth}"), &[&above]);
            if depth == 27 {
                deep.allows("user:ada", &new("item:last", &["item:d27"]));
                refused(
                    &deep,
                    &[new("item:one", &["item:d27"]), new("item:two", &["item:one"])].concat(),
                    "`item:two` would be more than 32 levels below the root: put it higher up",
                );
                break;
            }
        }
    }

    #[test]
    fn users_groups_and_keys_name_what_is_there() {
        let scene = apollo().group("group:g", &["user:vic"], &[]).group("group:h", &["group:g"], &[]);
        let user = |id: &str, account: &str| {
            vec![Change::PutUser(User { id: node(id), account: Some(node(account)), active: true, mfa: false })]
        };
        refused(&scene, &user("user:x", "account:none"), &unknown("account:none"));
        refused(
            &scene,
            &user("user:x", "project:apollo"),
            "`project:apollo` is not the name of a `account`: choose a name that begins with `account:`",
        );
        refused(
            &scene,
            &user("item:x", "account:a"),
            "`item:x` is not the name of a `user`: choose a name that begins with `user:`",
        );
        let group = |members: &[&str], admins: &[&str]| {
            let ids = |texts: &[&str]| texts.iter().map(|text| node(text)).collect::<BTreeSet<NodeId>>();
            vec![Change::PutGroup(Group { id: node("group:g"), members: ids(members), admins: ids(admins) })]
        };
        refused(&scene, &group(&["user:ghost"], &[]), &unknown("user:ghost"));
        refused(&scene, &group(&[], &["group:h"]), &unknown("group:h"));
        refused(
            &scene,
            &group(&["group:g"], &[]),
            "this goes round in a circle: `group:g` in `group:g`: leave out one of them",
        );
        refused(
            &scene,
            &group(&["group:h"], &[]),
            "this goes round in a circle: `group:g` in `group:h` in `group:g`: leave out one of them",
        );
        refused(
            &scene,
            &[Change::PutMember { group: node("group:none"), member: node("user:vic") }],
            &unknown("group:none"),
        );
        refused(
            &scene,
            &[Change::PutMember { group: node("group:g"), member: node("group:h") }],
            "this goes round in a circle: `group:g` in `group:h` in `group:g`: leave out one of them",
        );
        refused(&scene, &[Change::PutKey(key("api-key:x", "user:ghost", &[], "system"))], &unknown("user:ghost"));
        refused(&scene, &[Change::PutKey(key("api-key:x", "user:vic", &[], "item:none"))], &unknown("item:none"));
    }

    #[test]
    fn grants_name_what_is_there() {
        let scene = apollo();
        let cases = [
            ("user:ghost", "viewer", "project:apollo", "user:ghost"),
            ("group:none", "viewer", "project:apollo", "group:none"),
            ("admins of group:none", "viewer", "project:apollo", "group:none"),
            ("account:none", "viewer", "project:apollo", "account:none"),
            ("nothing at project:apollo", "viewer", "project:apollo", "nothing"),
            ("viewer at project:none", "viewer", "project:apollo", "project:none"),
            ("user:vic", "nothing", "project:apollo", "nothing"),
            ("user:vic", "viewer", "project:none", "project:none"),
        ];
        for (who, role, on, what) in cases {
            refused(&scene, &put(grant(who, role, on)), &unknown(what));
        }
        let mut nobody = grant("user:vic", "viewer", "project:apollo");
        nobody.who.clear();
        assert!(matches!(scene.by("user:ada", &put(nobody)), Err(Refusal::Malformed { .. })));
    }

    #[test]
    fn roles_are_granted_on_their_types_and_below_their_home() {
        let local =
            Role { home: node("project:apollo"), on: vec!["item".to_string()], ..role("local", &["item:read"]) };
        let scene = apollo().role(local.clone()).node("project:zeus", &["system"]).node("item:z", &["project:zeus"]);
        scene.allows("user:ada", &put(grant("user:vic", "local", "item:apollo")));
        refused(
            &scene,
            &put(grant("user:vic", "local", "project:apollo")),
            "role `local` cannot be given on a `project`: choose another role, or allow the type in the role",
        );
        refused(
            &scene,
            &put(grant("user:vic", "local", "item:z")),
            "role `local` can be used only on `project:apollo` and below, not on `item:z`: choose another role",
        );
        // Types bind when a grant is saved, not when its end is moved.
        let mut older = scene.clone().grant("user:vic", "local", "project:apollo");
        older.0.roles.retain(|role| role.id.as_str() != "local");
        let older = older.role(local);
        let mut ending = grant("user:vic", "local", "project:apollo");
        ending.expires_at = Some(1000);
        older.allows("user:ada", &put(ending));
    }

    #[test]
    fn roles_include_what_is_at_or_above_their_home_and_not_themselves() {
        let at = |home: &str, id: &str, includes: &[&str]| {
            let includes = includes.iter().map(|id| role_id(id)).collect();
            Role { home: node(home), includes, ..role(id, &["item:read"]) }
        };
        let scene = apollo().role(at("project:apollo", "local", &["viewer"])).role(at("system", "a", &["b"])).role(at(
            "system",
            "b",
            &[],
        ));
        let put_role = |role: Role| vec![Change::PutRole(role)];
        scene.allows("user:ada", &put_role(at("project:apollo", "mine", &["local", "viewer"])));
        refused(
            &scene,
            &put_role(at("system", "b", &["local"])),
            "role `local` can be used only on `project:apollo` and below, not on `system`: choose another role",
        );
        refused(
            &scene,
            &put_role(at("system", "b", &["a"])),
            "this goes round in a circle: `a` in `b` in `a`: leave out one of them",
        );
        refused(
            &scene,
            &put_role(at("system", "b", &["b"])),
            "this goes round in a circle: `b` in `b`: leave out one of them",
        );
        refused(&scene, &put_role(at("system", "b", &["none"])), &unknown("none"));
        refused(&scene, &put_role(at("item:none", "new", &[])), &unknown("item:none"));
        refused(
            &scene,
            &put_role(Role { assigned_by: vec![role_id("none")], ..at("system", "new", &[]) }),
            &unknown("none"),
        );
        // A home moves only where all that uses the role stays below it.
        refused(
            &scene,
            &put_role(at("project:apollo", "b", &[])),
            "role `b` can be used only on `project:apollo` and below, not on `system`: choose another role",
        );
    }

    #[test]
    fn nothing_is_left_that_refers_to_what_is_gone() {
        let scene = apollo().group("group:g", &["user:vic"], &[]);
        let in_use = |what: &str, by: &str| format!("`{what}` is still used by `{by}`: remove that first");
        refused(&scene, &[Change::RemoveNode(node("project:apollo"))], &in_use("project:apollo", "item:apollo"));
        refused(&scene, &[Change::RemoveRole(role_id("editor"))], &in_use("editor", "project:apollo"));
        refused(&scene, &[Change::RemoveRole(role_id("visitor"))], &in_use("visitor", "the catalog"));
        refused(&scene, &[Change::RemoveUser(node("user:vic"))], &in_use("user:vic", "group:g"));
        let including =
            scene.clone().role(Role { includes: vec![role_id("base")], ..role("more", &[]) }).role(role("base", &[]));
        refused(&including, &[Change::RemoveRole(role_id("base"))], &in_use("base", "more"));
        for id in ["project:apollo", "user:vic", "group:g", "account:a"] {
            scene.allows("user:ada", &scene.index().removal(id));
        }
    }

    #[test]
    fn what_brings_its_node_is_where_its_type_may_be() {
        let scene = apollo().user("user:kim", Some("account:a")).group("group:g", &["user:vic"], &[]);
        for id in ["user:kim", "user:vic", "group:g"] {
            let kind = node(id).kind().to_string();
            let text = format!("a `{kind}` cannot be below `item:apollo`: choose a parent of another type");
            refused(&scene, &new(id, &["item:apollo"]), &text);
        }
        // Wherever its account may be, whatever the catalog says of its type.
        let mut nowhere = scene;
        nowhere.0.catalog.types.get_mut("user").unwrap().parents.clear();
        nowhere.allows("user:ada", &new("user:vic", &["account:a"]));
        nowhere.allows("user:ada", &new("user:kim", &["system"]));
    }

    #[test]
    fn names_say_what_they_are_of() {
        let scene = apollo();
        let wrong = |what: &str, kind: &str| {
            format!("`{what}` is not the name of a `{kind}`: choose a name that begins with `{kind}:`")
        };
        let group = Group { id: node("item:x"), members: BTreeSet::new(), admins: BTreeSet::new() };
        refused(&scene, &[Change::PutGroup(group)], &wrong("item:x", "group"));
        refused(&scene, &[Change::PutKey(key("item:x", "user:vic", &[], "system"))], &wrong("item:x", "api-key"));
        let mut account = grant("user:vic", "viewer", "project:apollo");
        account.who = vec![crate::Atom::Account(node("project:apollo"))];
        refused(&scene, &put(account), &wrong("project:apollo", "account"));
    }

    #[test]
    fn what_is_used_is_not_removed_from_under_it() {
        let in_use = |what: &str, by: &str| format!("`{what}` is still used by `{by}`: remove that first");
        let gone = |id: &str| vec![Change::RemoveNode(node(id))];
        let scene = apollo().user("user:kim", Some("account:a"));
        refused(&scene, &gone("account:a"), &in_use("account:a", "user:kim"));
        let granted = scene.clone().grant("user:vic", "viewer", "item:apollo");
        refused(&granted, &gone("item:apollo"), &in_use("item:apollo", "viewer"));
        let home = scene.clone().role(Role { home: node("item:apollo"), ..role("local", &[]) });
        refused(&home, &gone("item:apollo"), &in_use("item:apollo", "local"));
        let assigning = scene.clone().role(Role { assigned_by: vec![role_id("giver")], ..role("given", &[]) });
        let assigning = assigning.role(role("giver", &[]));
        refused(&assigning, &[Change::RemoveRole(role_id("giver"))], &in_use("giver", "given"));
        // Owners, and what a new node brings, are the catalog's.
        let mut unowned = Scene::new();
        refused(&unowned, &[Change::RemoveRole(role_id("owner"))], &in_use("owner", "the catalog"));
        unowned.0.catalog.types.get_mut("project").unwrap().owner_role = None;
        refused(&unowned, &[Change::RemoveRole(role_id("owner"))], &in_use("owner", "the catalog"));
        unowned.0.catalog.types.get_mut("project").unwrap().on_create.clear();
        unowned.allows("user:ada", &[Change::RemoveRole(role_id("owner"))]);
        // What is removed together with what uses it is not in use.
        let together = [granted.index().removal("item:apollo"), gone("project:apollo")].concat();
        refused(&granted, &together, &in_use("project:apollo", "owner"));
        granted.allows("user:ada", &granted.index().removal("project:apollo"));
    }
}

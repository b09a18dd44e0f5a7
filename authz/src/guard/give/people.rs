//! What is had by being somebody: a user's account and state, an account's labels and users, a user's attributes.

use super::{Gather, Through, place::may_turn};
use crate::{
    Attributes, Condition, Grant, GrantId, NodeId, Sent,
    condition::Seen,
    guard::facts::{differing, entries, grants_naming_label, grants_to, grants_to_everybody, visible},
};
use alloc::{collections::BTreeMap, vec::Vec};

impl<'a> Gather<'a> {
    /// A user who is there, and was not, or was inactive, or elsewhere.
    pub(super) fn user(&mut self, id: &'a NodeId) {
        let (from, to) = (self.from, self.to);
        let Some(user) = to.user(id).filter(|_| to.is_active(id)) else { return };
        let own = self.me == Some(id);
        if !from.is_active(id) {
            // Disabling and removing is never refused.
            if !self.losing {
                self.arrives(id);
            }
            return;
        }
        let before = from.user(id).and_then(|user| user.account.as_ref());
        let Some(account) = user.account.as_ref().filter(|account| before != Some(*account)) else { return };
        if self.losing && (self.leaver == Some(id) || self.is_gone(account)) {
            return;
        }
        let mut grants: Vec<Grant> = to.grants_naming(account).collect();
        let labels = to.node(account).map(|node| node.labels.as_slice()).unwrap_or_default();
        grants.extend(labels.iter().flat_map(|label| grants_naming_label(to, label)));
        grants.retain(|grant| to.grant_matches(grant, id, self.now));
        for grant in grants {
            self.through(&grant, own);
        }
    }

    /// A user who comes to be active. What every active user has comes with being one; what only some have by their
    /// attributes does not, or whoever makes users would choose what they get.
    fn arrives(&mut self, id: &'a NodeId) {
        let own = self.me == Some(id);
        for grant in grants_to(self.to, id, self.now) {
            self.through(&grant, own);
        }
        let Some(node) = self.to.node(id) else { return };
        let (bare, nothing) = (Attributes::new(), Sent::NOTHING);
        let [before, after] = seen_by([&bare, &node.attributes], &nothing);
        let changed = differing(&bare, &node.attributes);
        let turns = |condition: &Condition| may_turn(condition, "subject", &changed, &before, &after);
        let everybody = grants_to_everybody(self.to, true, self.now).map(|grant| Through::grant(&grant, own));
        for through in everybody.chain(self.visits(own)).collect::<Vec<_>>() {
            for entry in entries(self.to, &through.role).into_iter().filter(|entry| entry.conditions.iter().any(turns))
            {
                self.entry(&through, entry);
            }
        }
    }

    /// An account with labels it did not have, or whose users were inactive.
    pub(super) fn account(&mut self, id: &'a NodeId) {
        let (from, to) = (self.from, self.to);
        let (Some(before), Some(after)) = (from.node(id), to.node(id)) else { return };
        let fresh = after.labels.iter().filter(|label| !before.labels.contains(label));
        let mut grants: BTreeMap<GrantId, Grant> = BTreeMap::new();
        for grant in fresh.flat_map(|label| grants_naming_label(to, label)) {
            if to.users_of(id).any(|user| to.grant_matches(&grant, user, self.now)) {
                grants.insert(grant.id.clone(), grant);
            }
        }
        if before.suspended && !after.suspended && !self.losing {
            for user in to.users_of(id).filter(|user| to.is_active(*user)) {
                self.arrives(user);
            }
        }
        for grant in grants.into_values() {
            let own = self.me.is_some_and(|me| to.users_of(id).any(|user| user == me)) && self.is_mine(&grant);
            self.through(&grant, own);
        }
    }

    /// Conditions that may hold now for a user, because of attributes that differ.
    pub(super) fn traits(&mut self, id: &'a NodeId) {
        let (from, to) = (self.from, self.to);
        if !to.is_active(id) || (self.losing && self.leaver == Some(id)) {
            return;
        }
        let (Some(before), Some(after)) = (from.node(id), to.node(id)) else { return };
        let mut changed = differing(&before.attributes, &after.attributes);
        // A stored attribute cannot pose as the built-in one.
        changed.remove("mfa");
        if changed.is_empty() {
            return;
        }
        let nothing = Sent::NOTHING;
        let [before, after] = seen_by([&before.attributes, &after.attributes], &nothing);
        let turns = |condition: &Condition| may_turn(condition, "subject", &changed, &before, &after);
        let own = self.me == Some(id);
        let mut all: Vec<Through> =
            self.grants_of_user(id).into_iter().map(|grant| Through::grant(&grant, own)).collect();
        all.extend(self.visits(own));
        for through in all {
            self.turned(&through, "subject", &changed, &turns);
        }
    }

    fn grants_of_user(&self, id: &NodeId) -> Vec<Grant> {
        let mut grants = grants_to(self.to, id, self.now);
        grants.extend(grants_to_everybody(self.to, true, self.now));
        grants
    }

    /// What visibility gives to somebody signed in, everywhere.
    fn visits(&self, own: bool) -> Vec<Through> {
        let visiting = |node: &'a NodeId| {
            self.visitors_at(node).map(move |role| Through { common: true, own, ..Through::role(role, node) })
        };
        visible(self.to).flat_map(visiting).collect()
    }
}

/// What conditions see of somebody with these attributes.
fn seen_by<'s>(attributes: [&'s Attributes; 2], sent: &'s Sent) -> [Seen<'s>; 2] {
    attributes.map(|attributes| Seen { subject: Some(attributes), mfa: None, node: None, sent })
}

#[cfg(test)]
mod tests {
    use crate::{Change, User, guard::scene::*};
    use alloc::{borrow::ToOwned, vec, vec::Vec};

    /// Accounts `a`, whose users edit, and `b`, whose label lets its users view.
    fn accounts() -> Scene {
        let scene = Scene::new().project("apollo").node("account:a", &["system"]).node("account:b", &["system"]);
        let scene = scene.with("account:b", |account| account.labels.push("partner".to_owned()));
        let scene = scene.user("user:new", None).user("user:al", Some("account:a")).user("user:bo", Some("account:b"));
        scene.grant("account:a", "editor", "project:apollo").grant("label partner", "viewer", "project:apollo")
    }

    fn user(id: &str, account: Option<&str>, active: bool) -> Vec<Change> {
        vec![Change::PutUser(User { id: node(id), account: account.map(node), active, mfa: false })]
    }

    #[test]
    fn an_account_is_given_by_who_holds_what_its_users_have() {
        let scene = accounts();
        scene.lacks("user:vic", &user("user:new", Some("account:a"), true), "item:update", "project:apollo");
        scene.allows("user:ed", &user("user:new", Some("account:a"), true));
        scene.raises("user:vic", &user("user:vic", Some("account:a"), true), "item:update", "project:apollo");
        scene.allows("user:vic", &user("user:new", Some("account:b"), true));
        scene.lacks("user:new", &user("user:kim", Some("account:b"), true), "project:read", "project:apollo");
        // Leaving is free, being taken out is not.
        scene.allows("user:al", &user("user:al", None, true));
        scene.lacks("user:vic", &user("user:al", None, true), "item:update", "project:apollo");
    }

    #[test]
    fn users_are_made_and_disabled_by_anybody_who_may_and_enabled_by_who_holds_what_they_have() {
        let scene = accounts();
        scene.allows("user:new", &user("user:kim", None, true));
        scene.allows("user:new", &user("user:ann", None, false));
        scene.allows("user:new", &user("user:vic", None, false));
        let mut gone = scene;
        gone.0.users.iter_mut().filter(|user| user.id.as_str() == "user:ed").for_each(|user| user.active = false);
        gone.lacks("user:vic", &user("user:ed", None, true), "item:update", "project:apollo");
        gone.allows("user:ann", &user("user:ed", None, true));
    }

    #[test]
    fn enrolling_a_second_factor_is_ones_own_affair() {
        let mut second = role("second", &[]);
        second.permissions = vec![entry(r#"["item:delete", "all", [["subject.mfa", "eq", true]]]"#)];
        let scene = accounts().role(second).grant("user:new", "second", "project:apollo");
        scene.allows(
            "user:new",
            &[Change::PutUser(User { id: node("user:new"), account: None, active: true, mfa: true })],
        );
    }

    #[test]
    fn a_label_is_given_by_who_holds_what_it_leads_to() {
        let scene = accounts();
        let label = scene.changed("account:a", |account| account.labels = vec!["partner".to_owned()]);
        scene.lacks("user:new", &label, "project:read", "project:apollo");
        scene.allows("user:vic", &label);
        let own = scene.grant("label chief", "owner", "project:apollo");
        let label = own.changed("account:a", |account| account.labels = vec!["chief".to_owned()]);
        own.raises("user:al", &label, "project:*", "project:apollo");
        let gone = own.changed("account:b", |account| account.labels.clear());
        own.lacks("user:new", &gone, "project:read", "project:apollo");
    }

    #[test]
    fn an_account_is_taken_up_again_by_who_holds_what_its_users_have() {
        let scene = accounts();
        let stop = scene.changed("account:a", |account| account.suspended = true);
        scene.allows("user:new", &stop);
        let stopped = scene.with("account:a", |account| account.suspended = true);
        let go = stopped.changed("account:a", |account| account.suspended = false);
        stopped.lacks("user:vic", &go, "item:update", "project:apollo");
        stopped.allows("user:ed", &go);
    }

    #[test]
    fn traits_are_judged_where_a_condition_reads_them() {
        let mut seniors = role("seniors", &[]);
        seniors.permissions = vec![entry(r#"["item:delete", "all", [["subject.x", "ge", 3]]]"#)];
        let scene =
            accounts().role(seniors).grant("everybody", "seniors", "project:apollo").node("user:new", &["system"]);
        let set = |value: f64| scene.changed("user:new", |user| user.attributes = attributes("x", value));
        scene.raises("user:new", &set(3.0), "item:delete", "project:apollo");
        scene.allows("user:new", &set(2.0));
        scene.lacks("user:ed", &set(3.0), "item:delete", "project:apollo");
        scene.allows("user:ann", &set(3.0));
        let other = scene.changed("user:new", |user| user.attributes = attributes("y", 3.0));
        scene.allows("user:new", &other);
        // Whoever makes users does not choose what they get by it.
        let made = |value: f64| {
            let with = crate::Node {
                attributes: attributes("x", value),
                ..crate::Node::new(node("user:kim"), vec![node("system")])
            };
            [vec![Change::PutNode(with)], user("user:kim", None, true)].concat()
        };
        scene.lacks("user:ed", &made(3.0), "item:delete", "project:apollo");
        scene.allows("user:ed", &made(2.0));
        scene.allows("user:ann", &made(3.0));
    }
}

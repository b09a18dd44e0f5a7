//! What is had through API keys.

use super::{Gather, Give, Through, place::Meeting};
use crate::{
    Index, Key, NodeId, Pattern,
    guard::facts::{Above, entries, grants_to, is_everybody, keys_scoped_at},
};
use alloc::{format, vec::Vec};

/// Does the first key do everything the second does, for as long?
fn is_within_key(index: &Index, key: &Key, other: &Key) -> bool {
    let lasts = match (key.expires_at, other.expires_at) {
        (None, _) => true,
        (Some(end), Some(other)) => end >= other,
        (Some(_), None) => false,
    };
    let covers = |pattern: &Pattern| key.permissions.iter().any(|mine| mine.covers_pattern(pattern));
    key.active
        && lasts
        && key.owner == other.owner
        && index.lies_below(&other.on, &key.on)
        && other.permissions.iter().all(covers)
}

/// The pattern that covers what both cover, if there is something.
fn meet(one: &Pattern, other: &Pattern) -> Option<Pattern> {
    let side = |one: &'_ str, other: &'_ str| -> Option<alloc::string::String> {
        match (one, other) {
            ("*", side) | (side, "*") => Some(side.into()),
            (one, other) => (one == other).then(|| one.into()),
        }
    };
    let (kind, action) = (side(one.kind(), other.kind())?, side(one.action(), other.action())?);
    Pattern::parse(&format!("{kind}:{action}")).ok()
}

impl Gather<'_> {
    /// A key that is there, and was not, or not so.
    pub(super) fn key(&mut self, id: &NodeId) {
        let (from, to, now) = (self.from, self.to, self.now);
        let in_force = |key: &&Key| key.active && key.expires_at.is_none_or(|end| now < end);
        let Some(key) = to.key(id).filter(in_force) else { return };
        if from.key(id).filter(in_force).is_some_and(|had| is_within_key(from, had, key)) {
            return;
        }
        // It can never exceed who made it for themselves.
        if self.leaver == Some(&key.owner) || self.key.is_some_and(|mine| is_within_key(from, mine, key)) {
            return;
        }
        if self.losing {
            if !self.is_gone(&key.owner) && !self.is_gone(&key.on) {
                for grant in grants_to(to, &key.owner, now) {
                    self.keyed(key, &Through::grant(&grant, false), Some(&key.on));
                }
            }
            return;
        }
        for pattern in &key.permissions {
            let (pattern, until, own) = (pattern.clone(), key.expires_at, self.me == Some(&key.owner));
            self.gives.push(Give { pattern, until, own, ..Give::everything(key.on.clone()) });
        }
    }

    /// What a key does of what its owner is given.
    pub(super) fn keyed(&mut self, key: &Key, through: &Through, or: Option<&NodeId>) {
        for entry in entries(self.to, &through.role) {
            for pattern in key.permissions.iter().filter_map(|pattern| meet(pattern, &entry.pattern)) {
                self.push(through, (pattern, entry.conditions.clone()));
                if let Some(give) = self.gives.last_mut() {
                    give.or = or.cloned();
                }
            }
        }
    }

    /// Keys whose scope the node comes to lie in, with all below it.
    pub(super) fn scoped(&mut self, id: &NodeId, scope: &NodeId, after: &Above) {
        let (to, now) = (self.to, self.now);
        let in_force = |key: &&Key| key.active && key.expires_at.is_none_or(|end| now < end);
        let leaver = self.leaver;
        let keys: Vec<&Key> =
            keys_scoped_at(to, scope).filter(in_force).filter(|key| leaver != Some(&key.owner)).collect();
        if keys.is_empty() {
            return;
        }
        for Meeting { node, above, open } in self.meetings(id, after) {
            for key in &keys {
                self.keyed_at(key, &node, &above, open);
            }
        }
    }

    /// What a key does on a node of what its owner is given above it.
    fn keyed_at(&mut self, key: &Key, node: &NodeId, above: &NodeId, open: bool) {
        for grant in self.live_on(above).into_iter().filter(|grant| open || !is_everybody(grant)) {
            if self.to.grant_matches(&grant, &key.owner, self.now) {
                self.keyed(key, &Through { node: node.clone(), ..Through::grant(&grant, false) }, None);
            }
        }
        for role in self.visitors_at(above).filter(|_| open) {
            self.keyed(key, &Through { common: true, ..Through::role(role, node) }, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, guard::scene};
    use alloc::vec;
    use scene::{Scene, grant, key, node, put};

    fn keyed() -> Scene {
        let scene = Scene::new().project("apollo").user("user:robot", None);
        scene.key(key("api-key:k", "user:ann", &["item:*"], "project:apollo"))
    }

    fn made(key: crate::Key) -> Vec<Change> {
        vec![Change::PutKey(key)]
    }

    #[test]
    fn one_makes_any_key_for_oneself() {
        let scene = keyed();
        scene.allows("user:vic", &made(key("api-key:new", "user:vic", &["*:*"], "system")));
        scene.allows("user:ann", &made(key("api-key:k", "user:ann", &["*:*"], "system")));
        scene.allows("user:ann", &[Change::RemoveKey(node("api-key:k"))]);
    }

    #[test]
    fn one_makes_keys_for_others_of_what_one_holds() {
        let scene = keyed();
        scene.allows("user:ann", &made(key("api-key:new", "user:robot", &["item:*"], "project:apollo")));
        scene.lacks(
            "user:ed",
            &made(key("api-key:new", "user:robot", &["item:*"], "project:apollo")),
            "item:*",
            "project:apollo",
        );
        scene.lacks("user:ann", &made(key("api-key:new", "user:robot", &["item:*"], "system")), "item:*", "system");
        scene.lacks(
            "user:ed",
            &made(key("api-key:k", "user:robot", &["item:*"], "project:apollo")),
            "item:*",
            "project:apollo",
        );
    }

    #[test]
    fn a_key_is_judged_as_the_key() {
        let scene = keyed();
        scene.lacks(
            "api-key:k",
            &put(grant("user:robot", "viewer", "project:apollo")),
            "project:read",
            "project:apollo",
        );
        let scene = scene.role(scene::role("reader", &["item:read"]));
        scene.allows("api-key:k", &put(grant("user:robot", "reader", "project:apollo")));
        scene.lacks("api-key:k", &put(grant("user:robot", "reader", "system")), "item:read", "system");
        // It makes keys within itself, and neither wider nor longer ones.
        scene.allows("api-key:k", &made(key("api-key:new", "user:ann", &["item:read"], "item:apollo")));
        scene.raises(
            "api-key:k",
            &made(key("api-key:k", "user:ann", &["*:*"], "project:apollo")),
            "*:*",
            "project:apollo",
        );
        let mut ending = keyed();
        ending.0.keys[0].expires_at = Some(200);
        ending.raises(
            "api-key:k",
            &made(key("api-key:new", "user:ann", &["item:read"], "item:apollo")),
            "item:read",
            "item:apollo",
        );
    }

    #[test]
    fn what_policies_give_is_the_keys_to_give_only_if_it_covers_it() {
        let scene = keyed().role(scene::role("reader", &["item:read"]));
        let scene = scene.key(key("api-key:items", "user:ada", &["item:*"], "system"));
        let scene = scene.key(key("api-key:paths", "user:ada", &["item:*", "path:*"], "system"));
        let give = put(grant("user:robot", "reader", "system"));
        scene.lacks("api-key:items", &give, "item:read", "system");
        scene.allows("api-key:paths", &give);
    }

    #[test]
    fn others_keys_are_revoked_by_who_could_give_what_they_do() {
        let scene = keyed().key(key("api-key:e", "user:ed", &["*:*"], "system"));
        scene.lacks("user:vic", &[Change::RemoveKey(node("api-key:e"))], "item:update", "project:apollo");
        scene.allows("user:ann", &[Change::RemoveKey(node("api-key:e"))]);
        let mut stopped = key("api-key:e", "user:ed", &["*:*"], "system");
        stopped.active = false;
        scene.lacks("user:vic", &made(stopped.clone()), "item:update", "project:apollo");
        scene.allows("user:ann", &made(stopped));
    }

    #[test]
    fn a_node_does_not_slip_into_the_scope_of_a_key() {
        let scene = keyed().node("project:zeus", &["system"]).grant("user:ed", "owner", "project:zeus");
        let scene =
            scene.key(key("api-key:e", "user:ed", &["*:*"], "project:apollo")).node("item:z", &["project:zeus"]);
        let scene = scene.grant("user:lin", "owner", "project:apollo").grant("user:lin", "editor", "project:zeus");
        let into = scene.changed("item:z", |item| item.parents.push(node("project:apollo")));
        scene.lacks("user:lin", &into, "project:*", "item:z");
    }

    #[test]
    fn patterns_meet_where_both_cover() {
        let pattern = |text| Pattern::parse(text).unwrap();
        let met = |one, other| meet(&pattern(one), &pattern(other)).map(|met| met.as_str().into());
        assert_eq!(met("*:read", "item:*"), Some(alloc::string::String::from("item:read")));
        assert_eq!(met("*:*", "item:*"), Some("item:*".into()));
        assert_eq!(met("item:read", "item:update"), None);
        assert_eq!(met("item:*", "note:*"), None);
    }
}

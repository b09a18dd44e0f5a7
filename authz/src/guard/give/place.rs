//! What is had through nodes: their parents, flags, visibility, owner and attributes.

use super::{Gather, Through};
use crate::{
    Condition, Entry, Extent, Grant, NodeId, RoleId, Sent, Visibility,
    condition::Seen,
    guard::facts::{Above, concerns, differing, entries, is_everybody, is_live, reads, visibility},
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

/// Where something given above is had.
pub(super) struct Meeting {
    pub node: NodeId,
    /// Where it is given.
    pub above: NodeId,
    /// Is the one reached from the other by a way that crosses no restricted node?
    pub open: bool,
}

impl<'a> Gather<'a> {
    /// A node that is there, and was not, or not so.
    pub(super) fn node(&mut self, id: &'a NodeId) {
        let (from, to) = (self.from, self.to);
        let Some(node) = to.node(id) else { return };
        match from.node(id) {
            Some(before) => {
                self.ways(id);
                self.owner(id);
                if !self.losing {
                    self.visibility(id, visibility(from, id));
                    self.conditions_on(id, &differing(&before.attributes, &node.attributes));
                }
                self.account(id);
                self.traits(id);
            }
            // Access to a new node is inherited and so not new; but its name may have been spoken of before.
            None if !self.losing => {
                if from.children(id).next().is_some() {
                    self.ways(id);
                }
                let dangling: Vec<Grant> =
                    to.grants_on(id).filter(|grant| from.grant_number(&grant.id).is_some()).collect();
                for grant in dangling {
                    self.through(&grant, false);
                }
                self.visibility(id, Visibility::Private);
            }
            None => {}
        }
    }

    /// Ways up that were not there before.
    fn ways(&mut self, id: &'a NodeId) {
        let (from, to) = (self.from, self.to);
        let (before, after) = (Above::of(from, id), Above::of(to, id));
        if if self.losing { self.is_orphaned(id) } else { self.linked.contains(id) } {
            return;
        }
        for (above, open) in &after.reached {
            let reached = before.reached.get(above);
            if reached.is_none() && self.is_gone(above) {
                continue;
            }
            let opened = *open && !self.losing && reached == Some(&false);
            if reached.is_none() {
                for grant in self.live_on(above).into_iter().filter(|grant| *open || !is_everybody(grant)) {
                    self.at(id, &grant, |_| true);
                }
                self.scoped(id, above, &after);
            } else if opened {
                for grant in self.live_on(above).into_iter().filter(is_everybody) {
                    self.at(id, &grant, |_| true);
                }
            }
            if opened || (reached.is_none() && *open) {
                self.visit(id, visibility(to, above), |_| true);
            }
        }
        if !self.losing && after.writable && !before.writable {
            self.writable(id, &after);
        }
    }

    /// Did it lose only parents that are gone altogether?
    fn is_orphaned(&self, id: &NodeId) -> bool {
        let parents = |index: &'a crate::Index| index.node(id).map(|node| node.parents.as_slice()).unwrap_or_default();
        let kept = parents(self.from);
        let mut lost = parents(self.to).iter().filter(|parent| !kept.contains(parent)).peekable();
        lost.peek().is_some() && lost.all(|parent| self.is_gone(parent))
    }

    pub(super) fn live_on(&self, node: &NodeId) -> Vec<Grant> {
        self.to.grants_on(node).filter(|grant| is_live(grant, self.now)).collect()
    }

    /// What a grant gives on this node.
    fn at(&mut self, node: &NodeId, grant: &Grant, which: impl Fn(&Entry) -> bool) {
        let through = Through { node: node.clone(), ..Through::grant(grant, false) };
        for entry in entries(self.to, &grant.role).into_iter().filter(|entry| which(entry)) {
            self.entry(&through, entry);
        }
    }

    /// What visibility gives on this node.
    fn visit(&mut self, node: &NodeId, visibility: Visibility, which: impl Fn(&Entry) -> bool) {
        for role in self.visitor_roles(visibility) {
            for entry in entries(self.to, role).into_iter().filter(|entry| which(entry)) {
                self.entry(&Through { common: true, ..Through::role(role, node) }, entry);
            }
        }
    }

    /// The roles that come with visibility.
    fn visitor_roles(&self, visibility: Visibility) -> impl Iterator<Item = &'a RoleId> + use<'a> {
        let visitors = &self.to.catalog().visitor_roles;
        let public = visitors.public.as_ref().filter(|_| visibility == Visibility::Public);
        public.into_iter().chain(visitors.internal.as_ref().filter(|_| visibility >= Visibility::Internal))
    }

    /// The roles that come with what visibility a node has.
    pub(super) fn visitors_at(&self, node: &NodeId) -> impl Iterator<Item = &'a RoleId> + use<'a> {
        self.visitor_roles(visibility(self.to, node))
    }

    /// The archive no longer stops what was granted at, above or below the node.
    fn writable(&mut self, id: &NodeId, after: &Above) {
        let to = self.to;
        // The archive lets read, and nobody asks there for what is of a type that has nothing to do with it.
        let writes =
            |entry: &Entry| entry.pattern.action() != "read" && concerns(to.catalog(), entry.pattern.kind(), id.kind());
        let (from, mut meetings) = (self.from, self.meetings(id, after));
        let mut stopped: BTreeMap<NodeId, bool> = BTreeMap::new();
        meetings.retain(|Meeting { node, .. }| {
            *stopped.entry(node.clone()).or_insert_with(|| !Above::of(from, node).writable)
        });
        for Meeting { node, above, open } in meetings {
            for grant in self.live_on(&above).into_iter().filter(|grant| open || !is_everybody(grant)) {
                // Whoever may change the node could have done this, so it is not given to them.
                if !(after.reached.contains_key(&above) && self.may_update(&grant.role, id)) {
                    self.at(&node, &grant, writes);
                }
            }
            if open {
                self.visit(&node, visibility(to, &above), writes);
            }
        }
    }

    /// Where what is given on and above a node, and on and above those below it, is had: each as high as it reaches
    /// through this node, and what reaches a lower one by other ways there.
    pub(super) fn meetings(&self, id: &NodeId, after: &Above) -> Vec<Meeting> {
        let mut meetings: Vec<Meeting> = Vec::new();
        for (above, open) in &after.reached {
            meetings.push(Meeting { node: id.clone(), above: above.clone(), open: *open });
        }
        let below: BTreeSet<&NodeId> = self.to.descendants(id).into_iter().collect();
        for node in &below {
            for (above, open) in Above::of(self.to, node).reached {
                let passed = after.reached.get(&above).is_some_and(|passed| *passed || !open);
                if above == **node || !(passed || below.contains(&above)) {
                    meetings.push(Meeting { node: (*node).clone(), above, open });
                }
            }
        }
        meetings
    }

    fn may_update(&self, role: &RoleId, node: &NodeId) -> bool {
        let Ok(update) = crate::Permission::of(node.kind(), "update") else { return false };
        let gives = |entry: &&Entry| {
            entry.extent == Extent::All && entry.conditions.is_empty() && entry.pattern.covers(&update)
        };
        entries(self.to, role).iter().any(gives)
    }

    /// More visibility than before.
    fn visibility(&mut self, id: &NodeId, before: Visibility) {
        let after = visibility(self.to, id);
        if after > before {
            self.visit(id, after, |_| true);
        }
    }

    /// Another owner, who has on it what he has on his own nodes.
    fn owner(&mut self, id: &NodeId) {
        let (from, to) = (self.from, self.to);
        let owner = |index: &'a crate::Index| index.node(id).and_then(|node| node.owner.as_ref());
        let Some(now) = owner(to).filter(|now| owner(from) != Some(*now)) else { return };
        if self.losing && (self.leaver == Some(now) || self.is_gone(now)) {
            return;
        }
        let own = self.me == Some(now);
        for (above, open) in &Above::of(to, id).reached {
            for grant in self.live_on(above).into_iter().filter(|grant| *open || !is_everybody(grant)) {
                if to.grant_matches(&grant, now, self.now) {
                    let through = Through { node: id.clone(), ..Through::grant(&grant, own) };
                    for entry in entries(to, &grant.role).into_iter().filter(|entry| entry.extent == Extent::Own) {
                        self.entry(&through, entry);
                    }
                }
            }
            if *open {
                self.visit(id, visibility(to, above), |entry| entry.extent == Extent::Own);
            }
        }
    }

    /// Conditions that may hold now on the node, because of attributes that differ.
    fn conditions_on(&mut self, id: &NodeId, changed: &BTreeSet<&str>) {
        if changed.is_empty() {
            return;
        }
        let (from, to) = (self.from, self.to);
        let nothing = Sent::NOTHING;
        let seen = Seen { subject: None, mfa: None, node: None, sent: &nothing };
        let stored = |index: &'a crate::Index| index.node(id).map(|node| &node.attributes);
        let (before, after) = (Seen { node: stored(from), ..seen }, Seen { node: stored(to), ..seen });
        let turns = |condition: &Condition| may_turn(condition, "node", changed, &before, &after);
        for (above, open) in &Above::of(to, id).reached {
            let mut through: Vec<Through> = Vec::new();
            let grants = self.live_on(above).into_iter().filter(|grant| *open || !is_everybody(grant));
            through.extend(grants.map(|grant| Through { node: id.clone(), ..Through::grant(&grant, false) }));
            let visiting = self.visitors_at(above).filter(|_| *open);
            through.extend(visiting.map(|role| Through { common: true, ..Through::role(role, id) }));
            for through in through {
                self.turned(&through, "node", changed, &turns);
            }
        }
    }

    /// The entries some condition of which may hold now: given even to who holds them on the same conditions.
    pub(super) fn turned(
        &mut self,
        through: &Through,
        whose: &str,
        changed: &BTreeSet<&str>,
        turns: &impl Fn(&Condition) -> bool,
    ) {
        let reads_changed =
            |condition: &Condition| reads(condition).any(|(side, name)| side == whose && changed.contains(name));
        for entry in entries(self.to, &through.role) {
            if entry.conditions.iter().any(turns) {
                let rest = entry.conditions.iter().filter(|condition| !reads_changed(condition)).cloned().collect();
                self.push(through, (entry.pattern.clone(), rest));
            }
        }
    }
}

/// May the condition hold after, where it did not before, because attributes of this side differ?
pub(super) fn may_turn(
    condition: &Condition,
    whose: &str,
    changed: &BTreeSet<&str>,
    before: &Seen,
    after: &Seen,
) -> bool {
    let concerned = reads(condition).any(|(side, name)| side == whose && changed.contains(name));
    // Anything else compared with may be sent along with a question; only a comparison with a value is decided here.
    let decided = reads(condition).count() == 1;
    concerned
        && match condition.compile() {
            Ok(test) if decided => test.holds(after) && !test.holds(before),
            _ => true,
        }
}

#[cfg(test)]
mod tests {
    use crate::{Change, GrantId, Node, Visibility, guard::scene::*};
    use alloc::{vec, vec::Vec};

    fn two() -> Scene {
        let scene =
            Scene::new().project("apollo").node("project:zeus", &["system"]).node("thing:t", &["project:apollo"]);
        scene.grant("user:zoe", "owner", "project:zeus").grant("user:lin", "owner", "project:zeus")
    }

    #[test]
    fn a_further_parent_gives_what_is_held_above_it() {
        let scene = two();
        let link = |id: &str| scene.changed(id, |node| node.parents.push(crate::guard::scene::node("project:zeus")));
        scene.lacks("user:zoe", &link("item:apollo"), "project:*", "item:apollo");
        scene.allows("user:ann", &link("item:apollo"));
        let both = scene.clone().grant("user:ed", "owner", "project:zeus");
        both.lacks(
            "user:ed",
            &both.changed("item:apollo", |item| item.parents.push(node("project:zeus"))),
            "project:*",
            "item:apollo",
        );
    }

    #[test]
    fn moving_takes_as_well() {
        let scene = two().role(role("auditor", &["plugin:read"])).grant("user:abe", "auditor", "project:apollo");
        let away = scene.changed("item:apollo", |item| item.parents = vec![node("project:zeus")]);
        scene.lacks("user:ann", &away, "plugin:read", "item:apollo");
        scene.allows("user:ada", &away);
        // What a deleted parent leaves behind is taken by nobody.
        let shared = scene.clone().node("account:a", &["system"]).grant("user:abe", "auditor", "account:a");
        let shared = shared.with("project:apollo", |project| project.parents = vec![node("account:a")]);
        let shared = shared.with("item:apollo", |item| item.parents.push(node("project:zeus")));
        shared.allows("user:ann", &shared.index().removal("project:apollo"));
    }

    #[test]
    fn some_types_are_linked_by_who_may_update_them() {
        let scene = two().role(role("linker", &["thing:update"]));
        let scene = scene.grant("user:lee", "linker", "project:apollo").grant("user:lee", "linker", "project:zeus");
        let link = scene.changed("thing:t", |thing| thing.parents.push(node("project:zeus")));
        scene.allows("user:lee", &link);
        scene.lacks("user:zoe", &link, "project:*", "thing:t");
        let away = scene.changed("thing:t", |thing| thing.parents = vec![node("project:zeus")]);
        scene.lacks("user:lee", &away, "project:*", "thing:t");
        // Only linking: the archive and the owner are another matter.
        let archived = scene.clone().with("thing:t", |thing| thing.archived = true);
        let both = archived.changed("thing:t", |thing| {
            thing.parents.push(node("project:zeus"));
            thing.archived = false;
        });
        archived.lacks("user:lee", &both, "project:*", "thing:t");
    }

    #[test]
    fn visibility_is_set_by_who_holds_the_visitors_role() {
        let scene = two();
        for visibility in [Visibility::Internal, Visibility::Public] {
            let open = scene.changed("project:apollo", |project| project.visibility = visibility);
            scene.allows("user:vic", &open);
            scene.lacks("user:zoe", &open, "project:read", "project:apollo");
        }
        // To close is for whoever may change the node.
        let public = scene.with("project:apollo", |project| project.visibility = Visibility::Public);
        public
            .allows("user:zoe", &public.changed("project:apollo", |project| project.visibility = Visibility::Private));
        let visible = Node { visibility: Visibility::Public, ..Node::new(node("project:new"), vec![node("system")]) };
        let mut made = vec![Change::PutNode(visible)];
        public.lacks("user:zoe", &made, "project:read", "project:new");
        made.extend(put(grant("user:zoe", "owner", "project:new")));
        public.allows("user:zoe", &made);
    }

    #[test]
    fn restricted_nodes_are_opened_by_who_holds_what_they_cut() {
        let scene =
            two().grant("everybody", "viewer", "project:apollo").with("item:apollo", |item| item.restricted = true);
        let open = scene.changed("item:apollo", |item| item.restricted = false);
        scene.allows("user:ed", &open);
        scene.lacks("user:zoe", &open, "project:read", "item:apollo");
        let public = two().with("project:apollo", |node| node.visibility = Visibility::Public);
        let public = public.with("item:apollo", |item| item.restricted = true);
        public.lacks("user:zoe", &open, "project:read", "item:apollo");
        public.allows("user:ed", &open);
        // A way round the restricted node opens it, too.
        let inner = public.node("item:inner", &["item:apollo"]);
        let round = inner.changed("item:inner", |item| item.parents.push(node("project:apollo")));
        inner.lacks("user:zoe", &round, "project:read", "item:inner");
    }

    #[test]
    fn the_archive_is_opened_by_who_holds_what_it_stops() {
        let scene = two().with("project:apollo", |node| node.archived = true);
        let open = scene.changed("project:apollo", |project| project.archived = false);
        // Ann and Ada could have done it themselves, so what it gives them does not count.
        scene.allows("user:ed", &open);
        scene.lacks("user:vic", &open, "item:update", "project:apollo");
        let inner = scene.changed("item:apollo", |item| item.archived = true);
        scene.allows("user:vic", &inner);
        // Of what is had from above, what is of a type that can be neither above nor below does not count.
        let mut far = scene.clone();
        far.0
            .catalog
            .types
            .insert("shop".into(), crate::catalog::NodeType { parents: vec!["system".into()], ..Default::default() });
        let far = far.role(role("seller", &["shop:sell"])).grant("user:lin", "seller", "system");
        far.allows("user:ann", &open);
        let near = far.role(role("checker", &["thing:check"])).grant("user:lin", "checker", "system");
        near.lacks("user:ed", &open, "thing:check", "project:apollo");
    }

    #[test]
    fn the_archive_stops_what_is_given_below_and_beside() {
        let scene = two().role(role("pluggers", &["plugin:read", "plugin:update"]));
        let scene = scene.with("project:apollo", |node| node.archived = true);
        let open = scene.changed("project:apollo", |project| project.archived = false);
        let below = scene.clone().grant("user:ivy", "pluggers", "item:apollo");
        below.lacks("user:ann", &open, "plugin:update", "item:apollo");
        // What is had on a shared item by another way is stopped there as well, if that is archived, too.
        let beside = scene.grant("user:ivy", "pluggers", "project:zeus");
        let shared = beside.with("item:apollo", |item| item.parents.push(node("project:zeus")));
        shared.allows("user:ann", &open);
        let shared = shared.with("project:zeus", |node| node.archived = true);
        shared.lacks("user:ann", &open, "plugin:update", "item:apollo");
    }

    #[test]
    fn an_owner_gets_what_is_had_on_own_nodes() {
        let mut own = role("own", &[]);
        own.permissions = vec![entry(r#"["item:delete", "own"]"#)];
        let scene = two().role(own).grant("user:new", "own", "project:apollo");
        let given = |to: &str| scene.changed("item:apollo", |item| item.owner = Some(crate::guard::scene::node(to)));
        scene.lacks("user:ed", &given("user:new"), "item:delete", "item:apollo");
        scene.raises("user:new", &given("user:new"), "item:delete", "item:apollo");
        scene.allows("user:ann", &given("user:new"));
        scene.allows("user:ed", &given("user:vic"));
        let owned = scene.with("item:apollo", |item| item.owner = Some(node("user:new")));
        owned.allows("user:new", &owned.changed("item:apollo", |item| item.owner = None));
        owned.lacks("user:ed", &owned.changed("item:apollo", |item| item.owner = None), "item:delete", "item:apollo");
    }

    #[test]
    fn attributes_are_judged_where_a_condition_reads_them() {
        let mut drafts = role("drafts", &[]);
        drafts.permissions = vec![entry(r#"["item:delete", "all", [["node.x", "eq", 1]]]"#)];
        let scene = two().role(drafts).grant("user:new", "drafts", "project:apollo");
        let set = |value: f64| scene.changed("item:apollo", |item| item.attributes = attributes("x", value));
        scene.lacks("user:new", &set(1.0), "item:delete", "item:apollo");
        scene.allows("user:new", &set(2.0));
        scene.allows("user:ann", &set(1.0));
        let held = scene.with("item:apollo", |item| item.attributes = attributes("x", 1.0));
        held.allows("user:vic", &held.changed("item:apollo", |item| item.attributes.clear()));
    }

    #[test]
    fn a_name_spoken_of_before_it_is_there_gives_nothing_unseen() {
        let mut scene = two();
        scene
            .0
            .grants
            .push(crate::Grant { id: GrantId::parse("early").unwrap(), ..grant("user:zoe", "owner", "project:later") });
        let made: Vec<Change> = vec![Change::PutNode(Node::new(node("project:later"), vec![node("system")]))];
        scene.lacks("user:vic", &made, "project:*", "project:later");
        let mut below = two().node("item:orphan", &["project:later"]);
        below.0.grants.push(grant("user:zoe", "viewer", "account:a"));
        let below = below.node("account:a", &["system"]);
        let made: Vec<Change> = vec![Change::PutNode(Node::new(node("project:later"), vec![node("account:a")]))];
        below.lacks("user:vic", &made, "project:read", "project:later");
    }
}

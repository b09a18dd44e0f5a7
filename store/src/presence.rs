//! Who was active in which project: noted in memory at each decision, written now and then.

use crate::{Micros, SECOND};
use authz::NodeId;
use parking_lot::Mutex;
use std::collections::HashMap;

/// A user's activity in a project is written at most once in this long.
pub const GRAIN: Micros = 300 * SECOND;

/// What was noted, and what was written lately.
#[derive(Default)]
pub(crate) struct Presence(Mutex<Noted>);

#[derive(Default)]
struct Noted {
    waiting: HashMap<(NodeId, NodeId), Micros>,
    written: HashMap<(NodeId, NodeId), Micros>,
}

impl Presence {
    /// Notes that a user did something in a project.
    pub fn note(&self, user: &NodeId, project: &NodeId, now: Micros) {
        let key = (user.clone(), project.clone());
        let mut noted = self.0.lock();
        if noted.written.get(&key).is_none_or(|at| now - at >= GRAIN) {
            noted.waiting.insert(key, now);
        }
    }

    /// What is to be written now; it counts as written.
    pub fn take(&self, now: Micros) -> Vec<(NodeId, NodeId, Micros)> {
        let mut noted = self.0.lock();
        noted.written.retain(|_, at| now - *at < GRAIN);
        let waiting = std::mem::take(&mut noted.waiting);
        noted.written.extend(waiting.iter().map(|(key, at)| (key.clone(), *at)));
        waiting.into_iter().map(|((user, project), at)| (user, project, at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{GRAIN, Presence};
    use authz::NodeId;

    #[test]
    fn one_write_for_a_user_and_project_in_five_minutes() {
        let presence = Presence::default();
        let (ann, apollo) = (NodeId::parse("user:ann").unwrap(), NodeId::parse("project:apollo").unwrap());
        for now in 0..3 {
            presence.note(&ann, &apollo, now);
        }
        assert_eq!(presence.take(3), [(ann.clone(), apollo.clone(), 2)]);
        presence.note(&ann, &apollo, GRAIN);
        assert_eq!(presence.take(GRAIN), []);
        presence.note(&ann, &apollo, GRAIN + 2);
        assert_eq!(presence.take(GRAIN + 2).len(), 1);
    }
}

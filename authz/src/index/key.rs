//! API keys.

use super::{Index, KeySlot, Ref};
use crate::{Key, NodeId};
use alloc::sync::Arc;

impl Index {
    pub(super) fn put_key(&mut self, key: Key) {
        self.unlink_key(&key.id);
        let number = self.intern(&key.id);
        let (owner, on) = (self.intern(&key.owner), self.intern(&key.on));
        self.link(owner, Ref::Key, number);
        self.link(on, Ref::Scope, number);
        self.keys.insert(key.id.clone());
        self.records.edit(number, |record| record.key = Some(Arc::new(KeySlot { fact: key, owner, on })));
        self.refresh_node(number);
    }

    pub(super) fn remove_key(&mut self, id: &NodeId) {
        self.unlink_key(id);
        self.keys.remove(id);
        if let Some(number) = self.nodes.find(id.as_str()) {
            self.records.edit(number, |record| record.key = None);
            self.refresh_node(number);
        }
    }

    fn unlink_key(&mut self, id: &NodeId) {
        let Some(number) = self.nodes.find(id.as_str()) else { return };
        if let Some(key) = self.records.at(number).key.clone() {
            self.unlink(key.owner, Ref::Key, number);
            self.unlink(key.on, Ref::Scope, number);
        }
    }
}

//! Users.

use super::{Index, NONE, Ref};
use crate::{NodeId, User};
use alloc::sync::Arc;

impl Index {
    pub(super) fn put_user(&mut self, user: User) {
        let number = self.intern(&user.id);
        self.leave_account(number);
        self.users.insert(user.id.clone());
        let account = self.set_user(number, user);
        if account != NONE {
            self.link(account, Ref::Resident, number);
        }
        self.refresh_user_nodes(number);
    }

    /// Puts down what is known of a user. Its account.
    pub(super) fn set_user(&mut self, number: u32, user: User) -> u32 {
        let account = user.account.as_ref().map_or(NONE, |account| self.intern(account));
        self.subjects.edit(number, |subject| {
            (subject.known, subject.active, subject.mfa, subject.account) = (true, user.active, user.mfa, account);
        });
        self.records.edit(number, |record| record.user = Some(Arc::new(user)));
        account
    }

    pub(super) fn remove_user(&mut self, id: &NodeId) {
        let Some(number) = self.nodes.find(id.as_str()) else { return };
        self.leave_account(number);
        self.users.remove(id);
        self.subjects.edit(number, |subject| (subject.known, subject.account) = (false, NONE));
        self.records.edit(number, |record| record.user = None);
        self.refresh_user_nodes(number);
    }

    fn leave_account(&mut self, number: u32) {
        let account = self.subjects.at(number).account;
        if account != NONE {
            self.unlink(account, Ref::Resident, number);
        }
    }

    /// The user's own node, and those of its keys, hang below its account unless they were put elsewhere.
    fn refresh_user_nodes(&mut self, number: u32) {
        self.refresh_node(number);
        let refs = self.records.at(number).clone();
        for key in refs.refs(Ref::Key) {
            self.refresh_node(key);
        }
    }
}

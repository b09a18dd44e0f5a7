//! How members divide up, kept for a minute: counting a hundred thousand takes longer than showing some of them, and
//! nobody misses a minute.

use crate::{
    Micros, SECOND,
    permitted::Facets,
    port::{MemberFilter, MemberTotals},
};
use authz::NodeId;
use parking_lot::Mutex;
use std::collections::HashMap;

/// Counts are as fresh as this, where no fact changed.
pub const FRESH: Micros = 60 * SECOND;
/// Most that are kept.
const MOST: usize = 256;

/// What was asked: where, for which filter, at which revision, in which minute.
type Asked = (NodeId, MemberFilter, u64, Micros);

/// What was counted lately.
#[derive(Default)]
pub(crate) struct Counted {
    facets: Mutex<HashMap<Asked, Facets>>,
    totals: Mutex<HashMap<(NodeId, u64, Micros), MemberTotals>>,
}

impl Counted {
    pub fn facets(&self, asked: &Asked) -> Option<Facets> {
        self.facets.lock().get(asked).cloned()
    }

    pub fn keep_facets(&self, asked: Asked, found: &Facets) {
        let mut kept = self.facets.lock();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(asked, found.clone());
    }

    pub fn totals(&self, node: &NodeId, revision: u64, now: Micros) -> Option<MemberTotals> {
        self.totals.lock().get(&(node.clone(), revision, now / FRESH)).copied()
    }

    pub fn keep_totals(&self, node: &NodeId, revision: u64, now: Micros, totals: MemberTotals) {
        let mut kept = self.totals.lock();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert((node.clone(), revision, now / FRESH), totals);
    }
}

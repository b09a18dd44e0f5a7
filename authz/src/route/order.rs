//! Which of two guards is more specific, and what both take. A guard is a set of requests: hosts by methods by paths, so
//! one is within another if each of the three is.

use super::{Request, Route, Segment};
use alloc::{borrow::ToOwned, string::String, vec::Vec};

/// What makes a guard more specific than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It names a host.
    Host,
    /// It names methods, or fewer.
    Methods,
    /// Its path is narrower.
    Path,
}

impl Route {
    fn hosts_within(&self, other: &Self) -> bool {
        other.host.is_none() || self.host == other.host
    }

    fn methods_within(&self, other: &Self) -> bool {
        // No list has every method there could be.
        other.methods.is_empty()
            || (!self.methods.is_empty() && self.methods.iter().all(|method| other.methods.contains(method)))
    }

    fn paths_within(&self, other: &Self) -> bool {
        let (own, theirs) = (self.segments.len(), other.segments.len());
        let lengths = match (&self.rest, &other.rest) {
            (None, None) => own == theirs,
            (None, Some(_)) => own > theirs,
            (Some(_), None) => false,
            (Some(_), Some(_)) => own >= theirs,
        };
        let narrower = |(own, theirs): (&Segment, &Segment)| match (own, theirs) {
            (_, Segment::Capture(_)) => true,
            (Segment::Capture(_), Segment::Literal(_)) => false,
            (Segment::Literal(own), Segment::Literal(theirs)) => own == theirs,
        };
        lengths && self.segments.iter().zip(&other.segments).all(narrower)
    }

    /// Does the other take every request that this one takes?
    pub fn is_within(&self, other: &Self) -> bool {
        self.hosts_within(other) && self.methods_within(other) && self.paths_within(other)
    }

    /// Does the other take every request that this one takes, and more?
    pub fn is_more_specific(&self, other: &Self) -> bool {
        self.is_within(other) && !other.is_within(self)
    }

    /// What makes it more specific than one that it is within.
    pub fn why(&self, other: &Self) -> Vec<Why> {
        let narrower = [
            (Why::Host, !other.hosts_within(self)),
            (Why::Methods, !other.methods_within(self)),
            (Why::Path, !other.paths_within(self)),
        ];
        narrower.into_iter().filter(|(_, narrower)| *narrower).map(|(why, _)| why).collect()
    }

    /// A request that both take.
    pub fn shared(&self, other: &Self) -> Option<Request> {
        let host = match (&self.host, &other.host) {
            (Some(one), Some(another)) if one != another => return None,
            (one, another) => one.clone().or_else(|| another.clone()),
        };
        let method = match (self.methods.as_slice(), other.methods.as_slice()) {
            ([], []) => "GET".to_owned(),
            ([], some) | (some, []) => some.first()?.clone(),
            (some, others) => some.iter().find(|method| others.contains(method))?.clone(),
        };
        let (long, short) = if self.segments.len() < other.segments.len() { (other, self) } else { (self, other) };
        // The shorter one must reach the end of the longer one, and a rest is of one segment at least.
        let same = short.segments.len() == long.segments.len();
        if if same { short.rest.is_some() != long.rest.is_some() } else { short.rest.is_none() } {
            return None;
        }
        let mut segments = Vec::new();
        for (at, segment) in long.segments.iter().enumerate() {
            segments.push(match (segment, short.segments.get(at)) {
                (Segment::Literal(one), Some(Segment::Literal(another))) if one != another => return None,
                (Segment::Literal(literal), _) | (_, Some(Segment::Literal(literal))) => literal.clone(),
                (Segment::Capture(name), _) => name.clone(),
            });
        }
        let more = |route: &Self| route.rest.clone().filter(|_| route.segments.len() == segments.len());
        if let Some(name) = more(long).or_else(|| more(short)) {
            segments.push(name);
        }
        Some(Request { host, method, segments })
    }

    /// The hosts, methods and paths that stand for all it takes, beside guards that have no more than so many segments:
    /// where another one takes one of these, it takes everything that it stands for.
    pub(super) fn representatives(&self, longest: usize) -> Vec<Request> {
        // No guard can have these.
        const OTHER: &str = "\0";
        let methods = if self.methods.is_empty() { Vec::from([OTHER.to_owned()]) } else { self.methods.clone() };
        let own: Vec<String> = self
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Literal(literal) => literal.clone(),
                Segment::Capture(_) => OTHER.to_owned(),
            })
            .collect();
        let most = if self.rest.is_some() { longest.max(own.len()) + 1 } else { own.len() };
        let least = if self.rest.is_some() { own.len() + 1 } else { own.len() };
        let mut found = Vec::new();
        for method in methods {
            for length in least..=most {
                let mut segments = own.clone();
                segments.resize(length, OTHER.to_owned());
                found.push(Request { host: self.host.clone(), method: method.clone(), segments });
            }
        }
        found
    }
}

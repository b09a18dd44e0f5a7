//! What is worth knowing of guards: two that cannot be told apart, and those that never decide.

use super::{Request, Route};
use crate::{Catalog, catalog::RouteGuard};
use alloc::{collections::BTreeSet, vec::Vec};
use serde::{Deserialize, Serialize};

/// Two guards that share a request, and neither is more specific.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The first, by its place in the catalog.
    pub one: usize,
    /// The second.
    pub other: usize,
    /// A request that both take.
    pub example: Request,
}

/// Something worth knowing of a guard, by its place in the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// More specific ones take all that it takes: it never decides.
    Shadowed {
        /// The guard.
        route: usize,
        /// Those others.
        by: Vec<usize>,
    },
    /// It places what nobody registered below what the address names, and relies on the application for that.
    Trusting {
        /// The guard.
        route: usize,
    },
}

impl Finding {
    /// The guard it is about.
    pub fn route(&self) -> usize {
        match self {
            Self::Shadowed { route, .. } | Self::Trusting { route } => *route,
        }
    }
}

/// The first two guards that cannot be told apart. Where there are none, those that take the same request are nested in
/// each other, so one of them is the most specific.
pub fn clash(routes: &[Route]) -> Option<Clash> {
    routes.iter().enumerate().find_map(|(one, route)| {
        let mut others = routes.iter().enumerate().skip(one + 1);
        others.find_map(|(other, another)| {
            let nested = route.is_within(another) != another.is_within(route);
            let example = route.shared(another).filter(|_| !nested)?;
            Some(Clash { one, other, example })
        })
    })
}

/// Everything worth knowing of a catalog's guards, in their order.
pub fn findings(catalog: &Catalog) -> Vec<Finding> {
    let Ok(routes) = super::read(catalog) else { return Vec::new() };
    let mut found = Vec::new();
    for (at, route) in routes.iter().enumerate() {
        if let Some(by) = shadow(&routes, route) {
            found.push(Finding::Shadowed { route: at, by });
        }
        if route.nesting_verified {
            found.push(Finding::Trusting { route: at });
        }
    }
    found
}

/// The guards beside which one stands, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// The one that decides what it takes where it is not there.
    pub wider: Option<usize>,
    /// Those that decide some of what it takes.
    pub narrower: Vec<usize>,
}

/// The guards of a catalog beside which one stands, or would stand.
pub fn around(catalog: &Catalog, guard: &RouteGuard) -> Around {
    let (Ok(routes), Ok(own)) = (super::read(catalog), Route::parse(guard)) else { return Around::default() };
    let all = || routes.iter().enumerate();
    // Whatever takes one of its requests and is not within it takes all of them, and those are nested.
    let wider = all().filter(|(_, other)| own.is_more_specific(other));
    let nearest = wider.max_by_key(|(_, other)| all().filter(|(_, wide)| other.is_within(wide)).count());
    Around {
        wider: nearest.map(|(at, _)| at),
        narrower: all().filter(|(_, other)| other.is_more_specific(&own)).map(|(at, _)| at).collect(),
    }
}

/// The more specific guards that together take all that this one takes.
fn shadow(routes: &[Route], route: &Route) -> Option<Vec<usize>> {
    let longest = routes.iter().map(|other| other.segments.len()).max().unwrap_or_default();
    let mut by = BTreeSet::new();
    for request in route.representatives(longest) {
        let taking = |other: &&Route| other.is_more_specific(route) && other.takes(&request);
        by.insert(routes.iter().position(|other| taking(&other))?);
    }
    Some(by.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::{super::tests::guard, *};
    use alloc::{borrow::ToOwned, string::String, vec};
    use proptest::prelude::*;

    const METHODS: [&str; 3] = ["GET", "POST", "PUT"];
    const HOSTS: [Option<&str>; 3] = [None, Some("g"), Some("h")];

    /// Every request of at most four segments; no guard names `c`, `PUT`, or a host that is not said.
    fn requests() -> Vec<Request> {
        let (mut paths, mut last) = (vec![vec![]], vec![Vec::<String>::new()]);
        for _ in 0..4 {
            let longer =
                |path: &Vec<String>| ["a", "b", "c"].map(|segment| [&path[..], &[segment.to_owned()]].concat());
            last = last.iter().flat_map(longer).collect();
            paths.extend(last.clone());
        }
        let mut all = Vec::new();
        for segments in paths {
            for method in METHODS {
                for host in HOSTS {
                    let (method, host) = (method.to_owned(), host.map(ToOwned::to_owned));
                    all.push(Request { host, method, segments: segments.clone() });
                }
            }
        }
        all
    }

    fn route() -> impl Strategy<Value = RouteGuard> {
        let segment = prop::sample::select(vec!["a", "b", "{}"]);
        let path = (prop::collection::vec(segment, 0..4), any::<bool>());
        let host = prop::sample::select(vec![None, None, Some("g"), Some("h")]);
        let methods =
            prop::sample::select(vec![vec![], vec!["GET"], vec!["POST"], vec!["GET", "POST"], vec!["POST", "GET"]]);
        (path, host, methods).prop_map(|((segments, rest), host, methods)| {
            let named = |(at, segment): (usize, &&str)| match *segment {
                "{}" => alloc::format!("/{{p{at}}}"),
                literal => ["/", literal].concat(),
            };
            let mut path: String = segments.iter().enumerate().take(3 - usize::from(rest)).map(named).collect();
            if rest {
                path.push_str("/{rest...}");
            }
            if path.is_empty() {
                path.push('/');
            }
            RouteGuard {
                host: host.map(ToOwned::to_owned),
                ..guard(&methods, &path, &[("project:read", "system", "")])
            }
        })
    }

    fn read(guards: &[RouteGuard]) -> Vec<Route> {
        guards.iter().map(|guard| Route::parse(guard).unwrap()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// What is said of two guards is so for every request.
        #[test]
        fn the_order_agrees_with_every_request(one in route(), other in route()) {
            let (one, other) = (Route::parse(&one).unwrap(), Route::parse(&other).unwrap());
            let all = requests();
            let within = all.iter().all(|request| !one.takes(request) || other.takes(request));
            prop_assert_eq!(one.is_within(&other), within);
            prop_assert_eq!(one.shared(&other).is_some(), all.iter().any(|request| one.takes(request) && other.takes(request)));
            if let Some(example) = one.shared(&other) {
                prop_assert!(one.takes(&example) && other.takes(&example), "{example}");
                // It can be sent as it is told.
                let told = alloc::string::ToString::to_string(&example);
                let (method, address) = told.split_once(' ').unwrap();
                let (host, path) = address.split_at(address.find('/').unwrap());
                prop_assert_eq!(Request::read(method, Some(host).filter(|host| !host.is_empty()), path), Ok(example));
            }
            prop_assert_eq!(one.is_within(&other) && one.why(&other).is_empty(), one.is_within(&other) && other.is_within(&one));
        }

        /// Guards that do not clash have one most specific one for every request; those that clash share the example, and
        /// neither is within the other. A guard is shadowed exactly if it never decides.
        #[test]
        fn the_most_specific_one_decides(guards in prop::collection::vec(route(), 1..6)) {
            let (routes, all) = (read(&guards), requests());
            let best = |request: &Request| {
                let taking: Vec<usize> = (0..routes.len()).filter(|at| routes[*at].takes(request)).collect();
                let best = |at: &&usize| taking.iter().all(|other| other == *at || routes[**at].is_more_specific(&routes[*other]));
                (taking.is_empty(), taking.iter().find(best).copied())
            };
            if let Some(Clash { one, other, example }) = clash(&routes) {
                prop_assert!(routes[one].takes(&example) && routes[other].takes(&example));
                prop_assert!(!routes[one].is_more_specific(&routes[other]) && !routes[other].is_more_specific(&routes[one]));
            } else {
                for request in &all {
                    let (nobody, best) = best(request);
                    prop_assert!(nobody || best.is_some(), "{request}");
                }
            }
            for (at, route) in routes.iter().enumerate() {
                let covered = |request: &&Request| routes.iter().any(|other| other.is_more_specific(route) && other.takes(request));
                let always = all.iter().filter(|request| route.takes(request)).all(|request| covered(&request));
                let by = shadow(&routes, route);
                prop_assert_eq!(by.is_some(), always, "{}", at);
                for request in by.iter().flat_map(|_| &all).filter(|request| route.takes(request)) {
                    let by = by.iter().flatten().any(|other| routes[*other].takes(request));
                    prop_assert!(by, "{request}");
                }
            }
        }
    }

    #[test]
    fn guards_that_cannot_be_told_apart_are_found() {
        let on = |methods: &[&str], path: &str| guard(methods, path, &[("project:read", "system", "")]);
        let clashing =
            |guards: &[RouteGuard]| clash(&read(guards)).map(|it| alloc::string::ToString::to_string(&it.example));
        assert_eq!(clashing(&[on(&[], "/{p}/new"), on(&[], "/projects/{q}")]).as_deref(), Some("GET /projects/new"));
        assert_eq!(clashing(&[on(&["GET"], "/{p}"), on(&["GET"], "/{q}")]).as_deref(), Some("GET /p"));
        assert_eq!(clashing(&[on(&["GET", "PUT"], "/x"), on(&["PUT", "POST"], "/x")]).as_deref(), Some("PUT /x"));
        assert_eq!(clashing(&[on(&["GET"], "/{rest...}"), on(&[], "/x/{p}")]).as_deref(), Some("GET /x/p"));
        let host = RouteGuard { host: Some("h".to_owned()), ..on(&[], "/{p}") };
        assert_eq!(clashing(&[host.clone(), on(&[], "/x")]).as_deref(), Some("GET h/x"));
        assert_eq!(clashing(&[host, on(&[], "/{q}"), on(&["GET"], "/y/{rest...}"), on(&["POST"], "/y/z")]), None);
    }

    #[test]
    fn a_guard_stands_between_others() {
        let on = |methods: &[&str], path: &str| guard(methods, path, &[("project:read", "system", "")]);
        let types = serde_json::from_str(r#"{"project": {"actions": ["read"]}}"#).unwrap();
        let routes = vec![on(&[], "/{rest...}"), on(&[], "/a/{p}"), on(&["GET"], "/a/b"), on(&[], "/{x}")];
        let catalog = Catalog { types, routes, ..Catalog::default() };
        let beside = |methods: &[&str], path: &str| around(&catalog, &on(methods, path));
        assert_eq!(beside(&[], "/a/{p}"), Around { wider: Some(0), narrower: vec![2] });
        assert_eq!(beside(&["GET"], "/a/c"), Around { wider: Some(1), narrower: vec![] });
        assert_eq!(beside(&[], "/{rest...}"), Around { wider: None, narrower: vec![1, 2, 3] });
        assert_eq!(beside(&[], "/"), Around::default());
    }

    #[test]
    fn what_never_decides_is_found() {
        let on = |methods: &[&str], path: &str| guard(methods, path, &[("project:read", "system", "")]);
        let types = serde_json::from_str(r#"{"project": {"actions": ["read"]}}"#).unwrap();
        let catalog = |routes: Vec<RouteGuard>| Catalog { types, routes, ..Catalog::default() };
        let all = [
            on(&["GET", "PUT"], "/x"),
            on(&["GET"], "/x"),
            on(&["PUT"], "/x"),
            RouteGuard { nesting_verified: true, ..on(&[], "/{p}") },
        ];
        let wanted = [Finding::Shadowed { route: 0, by: vec![1, 2] }, Finding::Trusting { route: 3 }];
        assert_eq!(findings(&catalog(all.to_vec())), wanted);
    }
}

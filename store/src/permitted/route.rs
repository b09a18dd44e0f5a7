//! Route guards: what requests at a proxy or in an application need, and what comes of one.

use super::{
    AccessOutlook, Permitted, Story,
    catalog::{digest, permissions},
    text,
};
use crate::{
    error::{Result, StoreError},
    gate::session_facts,
    work::Work,
};
use authz::{
    ANONYMOUS, Catalog, Change, Index, NodeId, Permission, Remark, Sent,
    action::{Action, EditCatalog, PreviewCatalog, ReadCatalog},
    catalog::RouteGuard,
    remark,
    route::{self, Asking, BadRoute, Finding, NeedAnswer, Outcome, Request, Route, Status, Why},
};

/// Most route guards of a catalog.
const MAX_ROUTES: usize = 300;

/// The route guards as their readers see them.
#[derive(Clone, Debug)]
pub struct RouteRecord {
    /// The guards, in the catalog's order.
    pub routes: Vec<RouteGuard>,
    /// The file that owns each of them.
    pub owners: Vec<Option<String>>,
    /// What can be needed.
    pub permissions: Vec<Permission>,
    /// What is worth knowing of them.
    pub findings: Vec<Finding>,
    /// Another text whenever they are others; sent back with a change.
    pub seen: String,
    /// May the caller change them?
    pub editable: bool,
    /// May the caller try them for somebody else?
    pub tries_others: bool,
}

/// One change of the route guards.
#[derive(Clone, Debug, PartialEq)]
pub enum RouteChange {
    /// A guard in place of the one that stands there, or a further one.
    Put {
        /// Which one it takes the place of.
        at: Option<usize>,
        /// The guard.
        route: RouteGuard,
    },
    /// Without the guard that stands there.
    Drop(usize),
}

/// What a change of the route guards would do.
#[derive(Clone, Debug)]
pub struct RouteTurn {
    /// The guard as it is.
    pub before: Option<RouteGuard>,
    /// The guard as it would be.
    pub after: Option<RouteGuard>,
    /// Whether the guards let it be done. Nobody gains or loses anything here: a route says what requests need.
    pub outlook: AccessOutlook,
    /// What would be worth knowing of it.
    pub findings: Vec<Finding>,
    /// The guards as they would be.
    pub routes: Vec<RouteGuard>,
    /// Where it would stand.
    pub at: Option<usize>,
    /// The guard that decides what this one takes, where this one is not there.
    pub wider: Option<RouteGuard>,
    /// Guards that decide some of what it takes.
    pub narrower: Vec<RouteGuard>,
}

/// What comes of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteTrial {
    /// The request in its one form, or why nothing can take it.
    pub request: std::result::Result<String, Remark>,
    /// The guards that take it, the most specific one first.
    pub routes: Vec<RouteGuard>,
    /// For each of them but the first: what makes the first one more specific.
    pub why: Vec<Vec<Why>>,
    /// What the path captures, by name.
    pub captures: Vec<(String, String)>,
    /// What the request needs.
    pub needs: Vec<RouteTrialNeed>,
    /// The answer, unless it would say more than the caller may know.
    pub status: Option<Status>,
    /// Who was asked about.
    pub subject: String,
}

/// Something that a request needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteTrialNeed {
    /// The permission.
    pub permission: Permission,
    /// On what, by name.
    pub on: String,
    /// What that must lie under.
    pub under: Option<String>,
    /// Is it held? Nothing where the caller may not know.
    pub outcome: Option<Outcome>,
}

fn refuse<T>(field: &'static str, remedy: impl Into<Remark>) -> Result<T> {
    Err(StoreError::invalid(field, remedy))
}

/// The file that owns a guard.
fn file_of(catalog: &Catalog, route: &RouteGuard) -> Option<String> {
    catalog.files.values().find(|file| file.routes.contains(route)).map(|owner| owner.file.clone())
}

impl Permitted<ReadCatalog> {
    /// The route guards, and what is worth knowing of them.
    pub fn routes(&self) -> RouteRecord {
        let tries_others = self.may("member:read", &NodeId::system());
        let editable = self.may("system:update", &NodeId::system());
        self.index(|index| {
            let catalog = index.catalog();
            RouteRecord {
                routes: catalog.routes.clone(),
                owners: catalog.routes.iter().map(|route| file_of(catalog, route)).collect(),
                permissions: permissions(catalog).collect(),
                findings: route::findings(catalog),
                seen: digest(&catalog.routes),
                editable,
                tries_others,
            }
        })
    }

    /// What comes of a request by somebody, or by somebody who is not signed in.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where one may not ask about somebody; [`StoreError::Database`].
    pub async fn route_trial(&mut self, who: &str, method: &str, address: &str) -> Result<RouteTrial> {
        let subject = self.subject(who.trim()).await?.unwrap_or_else(|| ANONYMOUS.to_owned());
        let request = match Request::written(method, address.trim()) {
            Ok(request) => request,
            Err(bad) => {
                let status = Some(Status::Forbidden);
                let (routes, why, captures, needs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
                return Ok(RouteTrial { request: Err(bad.remark()), routes, why, captures, needs, status, subject });
            }
        };
        let mine = self.caller.user().is_some_and(|user| user.as_str() == subject);
        let sent = if mine { session_facts(&self.caller) } else { Sent::default() };
        self.index(|index| {
            let asking = Asking { subject: &subject, sent: &sent, now: self.now };
            let answer = route::answer(index, &request, asking).map_err(StoreError::database)?;
            let catalog = index.catalog();
            let routes: Vec<RouteGuard> =
                answer.routes.iter().filter_map(|at| catalog.routes.get(*at)).cloned().collect();
            let told = |need: NeedAnswer| {
                let NeedAnswer { permission, on, under, outcome } = need;
                let knows = self.knows_of(index, &on) || (mine && matches!(outcome, Outcome::Held | Outcome::NotHeld));
                RouteTrialNeed { permission, on, under, outcome: Some(outcome).filter(|_| knows) }
            };
            let needs: Vec<RouteTrialNeed> = answer.needs.into_iter().map(told).collect();
            // SECURITY: what somebody else would be answered says what is there. What oneself is answered, or whoever is not
            // signed in, one can try.
            let tells = mine || subject == ANONYMOUS || needs.iter().all(|need| need.outcome.is_some());
            Ok(RouteTrial {
                request: Ok(request.to_string()),
                why: whys(&routes),
                routes,
                captures: answer.captures,
                needs,
                status: Some(answer.status).filter(|_| tells),
                subject: subject.clone(),
            })
        })
    }

    /// May the caller know whether there is something of this name, and where it lies?
    fn knows_of(&self, index: &Index, name: &str) -> bool {
        let kind = name.split_once(':').map_or(authz::SYSTEM, |(kind, _)| kind);
        let read = format!("{kind}:read");
        let by_policy = index.catalog().types.get(kind).is_some_and(|kind| kind.by_policy);
        by_policy
            || self.may_in(index, &read, &NodeId::system())
            || NodeId::parse(name).is_ok_and(|node| self.may_in(index, &read, &node))
    }
}

/// What makes the first one more specific than each of the others.
fn whys(routes: &[RouteGuard]) -> Vec<Vec<Why>> {
    let mut parsed = routes.iter().filter_map(|route| Route::parse(route).ok());
    let Some(first) = parsed.next() else { return Vec::new() };
    parsed.map(|other| first.why(&other)).collect()
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// The catalog as it would be, with the guard as it is and as it would be.
    fn with_route(&self, change: &RouteChange, was: &str) -> Result<(Catalog, Option<RouteGuard>, Option<RouteGuard>)> {
        let mut catalog = self.index(|index| index.catalog().clone());
        if digest(&catalog.routes) != was {
            return refuse("seen", remark!("somebody changed the routes meanwhile: load the page again"));
        }
        let gone = || StoreError::invalid("at", remark!("there is no such route any more: load the page again"));
        let (before, after) = match change {
            RouteChange::Drop(at) => {
                catalog.routes.get(*at).ok_or_else(gone)?;
                (Some(catalog.routes.remove(*at)), None)
            }
            RouteChange::Put { at, route } => {
                let wrong = |bad: BadRoute| StoreError::invalid(bad.field(), bad.remark());
                Route::parse(route).and_then(|parsed| parsed.check(&catalog)).map_err(wrong)?;
                let before = match at {
                    None => {
                        catalog.routes.push(route.clone());
                        None
                    }
                    Some(at) => {
                        let place = catalog.routes.get_mut(*at).ok_or_else(gone)?;
                        Some(std::mem::replace(place, route.clone()))
                    }
                };
                (before, Some(route.clone()))
            }
        };
        if catalog.routes.len() > MAX_ROUTES {
            return refuse("path", remark!("a catalog has at most {n} routes", n = MAX_ROUTES));
        }
        route::check(&catalog).map_err(|invalid| StoreError::invalid("path", invalid.remark()))?;
        Ok((catalog, before, after))
    }
}

impl Permitted<PreviewCatalog> {
    /// What the change would do. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::save_route`], but for what a guard refuses: that is in the outlook.
    pub async fn route_outlook(&mut self, change: &RouteChange, seen: &str) -> Result<RouteTurn> {
        let (catalog, before, after) = self.with_route(change, seen)?;
        let same = self.index(|index| *index.catalog() == catalog);
        let changes = if same { Vec::new() } else { vec![Change::SetCatalog(catalog.clone())] };
        let outlook = self.outlook_of(&changes).await?;
        let around = after.as_ref().or(before.as_ref()).map(|route| route::around(&catalog, route)).unwrap_or_default();
        let named = |at: usize| catalog.routes.get(at).cloned();
        Ok(RouteTurn {
            outlook,
            findings: route::findings(&catalog),
            at: after.as_ref().and_then(|route| catalog.routes.iter().position(|other| other == route)),
            wider: around.wider.and_then(named),
            narrower: around.narrower.into_iter().filter_map(named).collect(),
            routes: catalog.routes,
            before,
            after,
        })
    }
}

impl Permitted<EditCatalog> {
    /// Changes the route guards. What changes nothing writes nothing.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names what cannot be taken, or says that somebody was faster; [`StoreError::Refused`] if a
    /// guard says no: only who holds everything says what a request needs.
    pub async fn save_route(self, change: &RouteChange, seen: &str, reason: &str) -> Result<()> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let (catalog, before, after) = self.with_route(change, seen)?;
        if self.index(|index| *index.catalog() == catalog) {
            return Ok(());
        }
        let title = after.as_ref().or(before.as_ref()).map(ToString::to_string).unwrap_or_default();
        let story = Story::about(&title).before(&before).after(&after).because(&reason);
        self.commit(Work::from(vec![Change::SetCatalog(catalog)]), &node, story).await
    }
}

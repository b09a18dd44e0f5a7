//! The same facts in a database, asked through the gate.

use crate::{
    NOW, Report,
    facts::{ROLES, Size, id},
};
use anyhow::{Result, bail};
use authz::{
    Change, Node, NodeId, World,
    action::{ListMembers, ReadProject, RemoveMember},
};
use std::{
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Instant, SystemTime, UNIX_EPOCH},
};
use store::{
    Caller, Clock, Host, IdSource, Origin, Person, SECOND,
    port::{Database, MemberFilter, PageRequest, ProfileRecord, SessionRecord},
};
use store_sqlite::SqliteDatabase;

/// Changes of one commit while a database is filled.
const CHUNK: usize = 20_000;

struct Now;

impl Clock for Now {
    fn now(&self) -> i64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| i64::try_from(time.as_micros()).unwrap_or(0))
    }
}

struct Counting(AtomicU64);

impl IdSource for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (byte, value) in bytes.iter_mut().rev().zip(next.iter().rev()) {
            *byte = *value;
        }
    }
}

async fn open(database: &Arc<SqliteDatabase>, first: u64) -> Result<Host> {
    Ok(Host::open(database.clone(), Arc::new(Now), Arc::new(Counting(AtomicU64::new(first)))).await?)
}

/// The facts in a database, with a name for everybody.
async fn fill(database: &SqliteDatabase, size: &Size, facts: World) -> Result<()> {
    let changes: Vec<Change> = facts.into_changes();
    for chunk in changes.chunks(CHUNK) {
        let mut transaction = database.write().await?;
        transaction.apply(chunk, "bench", NOW).await?;
        transaction.commit().await?;
    }
    let mut transaction = database.write().await?;
    for at in 0..size.users {
        let node = id(&format!("user:{at}"))?;
        // A user's node is there with the user; it has a name of its own only once it is written.
        transaction.apply(&[Change::PutNode(Node::new(node.clone(), vec![NodeId::system()]))], "bench", NOW).await?;
        let name =
            format!("{} {} {at}", ["Anna", "Berta", "Carl", "Dora"][at % 4], ["Meyer", "Novak", "Rossi"][at % 3]);
        let (description, created_by) = (String::new(), "bench".to_owned());
        transaction.put_profile(&ProfileRecord { node, name, description, created_at: NOW, created_by }).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// Through the store, as a server does.
pub async fn stored(report: &mut Report, size: &Size, facts: World) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("size.db").display());
    let database = Arc::new(SqliteDatabase::open(&url).await?);
    let questions = size.questions(&facts, 5_000);
    let began = Instant::now();
    fill(&database, size, facts).await?;
    println!("       filled in {:.0} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let host = open(&database, 0).await?;
    report.say("store, open", began.elapsed().as_secs_f64(), "s", None);
    let gate = host.gate();
    let first = caller(&host, "user:0").await?;
    let mut times = Vec::new();
    for [_, _, node] in &questions {
        let began = Instant::now();
        let answer = gate.permit::<ReadProject>(&first, id(node)?).await;
        times.push(began.elapsed().as_secs_f64() * 1e6);
        drop(answer);
    }
    report.times("decision through the store", times, "µs", [None, None]);
    let crowd = id("project:0")?;
    for (what, search) in
        [("members, first page", ""), ("members, search", "meyer 9"), ("members, search for nobody", "zzz")]
    {
        let mut times = Vec::new();
        for _ in 0..20 {
            let began = Instant::now();
            let mut proof = gate.permit::<ListMembers>(&first, crowd.clone()).await?;
            let request = PageRequest { search: search.to_owned(), ..PageRequest::default() };
            black_box(proof.list(&MemberFilter::default(), &request).await?);
            times.push(began.elapsed().as_secs_f64() * 1e3);
        }
        report.times(what, times, "ms", [None, Some(100.0)]);
    }
    revoke(report, &host, &open(&database, 1 << 32).await?).await?;
    database.close().await;
    Ok(())
}

/// One process takes access away; the next decision of another refuses it.
async fn revoke(report: &mut Report, here: &Host, there: &Host) -> Result<()> {
    let (crowd, mut commits, mut times) = (id("project:0")?, Vec::new(), Vec::new());
    for at in (1..100).filter(|at| at % ROLES == 0) {
        let who = format!("user:{at}");
        let caller = caller(here, &who).await?;
        let began = Instant::now();
        let proof = there.gate().permit::<RemoveMember>(&there.operator(), crowd.clone()).await?;
        proof.remove(&id(&who)?, "").await?;
        commits.push(began.elapsed().as_secs_f64() * 1e3);
        let began = Instant::now();
        if here.gate().permit::<ListMembers>(&caller, crowd.clone()).await.is_ok() {
            bail!("{who} was let through after the removal");
        }
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    report.times("removal, judged and committed", commits, "ms", [None, None]);
    report.times("from the commit to the refusal elsewhere", times, "ms", [None, None]);
    Ok(())
}

async fn caller(host: &Host, user: &str) -> Result<Caller> {
    let (user, now) = (id(user)?, Now.now());
    let session = SessionRecord {
        id: format!("session of {user}"),
        user: user.clone(),
        created_at: now,
        used_at: now,
        expires_at: now + 3_600 * SECOND,
        address: String::new(),
        agent: String::new(),
    };
    host.gate().public(Origin::default()).put_session(&session).await?;
    Ok(Caller::Person(Person { user, session: session.id, mfa: false, origin: Origin::default() }))
}

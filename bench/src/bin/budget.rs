//! The budgets of the product: what it may weigh, how fast it starts, what it holds when idle, and what a browser loads
//! before the first page works. Prints each figure with its limit, and fails if one is over.
//!
//!     budget PATH-OF-BAILIWICK

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs::{self, File},
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// Megabytes of the binary.
const SIZE: f64 = 40.0;
/// Milliseconds from the start to the first good answer of `/readyz`.
const START: f64 = 300.0;
/// The same on an empty database, which gets its schema first.
const FIRST_START: f64 = 1000.0;
/// Megabytes resident when idle.
const IDLE: f64 = 40.0;
/// Kilobytes that a browser fetches for the first page, heads of answers included.
const FIRST_LOAD: f64 = 450.0;

/// Starts of which the median counts; an odd number.
const STARTS: usize = 5;
/// Idle means nobody asked for so long.
const QUIET: Duration = Duration::from_secs(3);
/// A server that takes longer than this to start or stop is broken.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> Result<ExitCode> {
    let binary = std::env::args_os().nth(1).map(PathBuf::from).context("usage: budget PATH-OF-BAILIWICK")?;
    let binary = binary.canonicalize().with_context(|| format!("`{}` is not there", binary.display()))?;
    println!("{}, load {}", binary.display(), load());
    let mut budgets = Budgets::default();
    budgets.check("size of the binary", fs::metadata(&binary)?.len() as f64 / 1e6, SIZE, "MB", "");

    let mut first = Vec::new();
    for _ in 0..STARTS {
        let folder = Folder::new()?;
        first.push(Server::start(&binary, &folder, &[])?.stop()?);
    }
    // The sample people and projects of the demo, so that there is something to load.
    let folder = Folder::new()?;
    Server::start(&binary, &folder, &["--demo"])?.stop()?;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Server::start(&binary, &folder, &[])?.stop()?);
    }
    budgets.check_median("start to ready, empty database", first, FIRST_START);
    budgets.check_median("start to ready, existing database", starts, START);

    let server = Server::start(&binary, &folder, &[])?;
    sleep(QUIET);
    budgets.check("resident memory when idle", server.resident()?, IDLE, "MB", "");
    let load = first_load(server.port)?;
    let total: usize = load.iter().map(|(_, bytes)| bytes).sum();
    budgets.check("first load of /sign-in", total as f64 / 1e3, FIRST_LOAD, "kB", "");
    for (path, bytes) in load {
        println!("    {:>7.1} kB  {path}", bytes as f64 / 1e3);
    }
    server.stop()?;
    Ok(if budgets.over { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What was held and what was not.
#[derive(Default)]
struct Budgets {
    over: bool,
}

impl Budgets {
    fn check(&mut self, what: &str, figure: f64, limit: f64, unit: &str, note: &str) {
        let held = figure <= limit;
        self.over |= !held;
        let verdict = if held { "PASS" } else { "FAIL" };
        println!("{verdict}  {what:<34}{figure:>8.1} {unit}   limit {limit:>5} {unit}{note}");
    }

    fn check_median(&mut self, what: &str, mut times: Vec<Duration>, limit: f64) {
        times.sort_unstable();
        let milliseconds = |at: usize| times.get(at).map_or(f64::INFINITY, |time| time.as_secs_f64() * 1e3);
        let (least, most) = (milliseconds(0), milliseconds(times.len() - 1));
        let note = format!("   median of {}: {least:.0} to {most:.0}", times.len());
        self.check(what, milliseconds(times.len() / 2), limit, "ms", &note);
    }
}

/// A temporary folder, removed when it is no longer needed.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let unique = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_nanos();
        let path = std::env::temp_dir().join(format!("bailiwick-budget-{}-{unique}", std::process::id()));
        fs::create_dir(&path).with_context(|| format!("cannot make `{}`", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("cannot remove `{}`: {error}", self.0.display());
        }
    }
}

/// A server that is ready; ended at the latest when it is dropped.
struct Server {
    child: Child,
    port: u16,
    ready_after: Duration,
}

impl Server {
    /// Starts the binary on a free port of this machine and waits until it is ready.
    fn start(binary: &Path, folder: &Folder, arguments: &[&str]) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let errors = folder.0.join("errors.log");
        let mut command = Command::new(binary);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("BAILIWICK_") {
                command.env_remove(name);
            }
        }
        command
            .arg("serve")
            .args(arguments)
            .env("BAILIWICK_LISTEN", format!("127.0.0.1:{port}"))
            .env("BAILIWICK_DATABASE_URL", format!("sqlite:{}", folder.0.join("bailiwick.db").display()))
            .env("BAILIWICK_LOG_LEVEL", "error")
            .current_dir(&folder.0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&errors)?);
        let began = Instant::now();
        let child = command.spawn().with_context(|| format!("cannot run `{}`", binary.display()))?;
        let mut server = Self { child, port, ready_after: Duration::ZERO };
        while !get(port, "/readyz", "identity").is_ok_and(|answer| answer.status < 300) {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended ({status}): {}", fs::read_to_string(errors)?.trim());
            }
            if began.elapsed() > PATIENCE {
                bail!("the server is not ready after {PATIENCE:?}: {}", fs::read_to_string(errors)?.trim());
            }
            sleep(Duration::from_millis(1));
        }
        server.ready_after = began.elapsed();
        Ok(server)
    }

    /// Resident memory in megabytes.
    fn resident(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024.0 / 1e6)
    }

    /// Asks it to end, waits, and says how long the start had taken.
    fn stop(mut self) -> Result<Duration> {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).context("no process id")?;
        kill_process(id, Signal::TERM)?;
        let began = Instant::now();
        while self.child.try_wait()?.is_none() {
            if began.elapsed() > PATIENCE {
                bail!("the server does not end");
            }
            sleep(Duration::from_millis(5));
        }
        Ok(self.ready_after)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail where it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Everything a browser fetches for the first page, with the bytes that come over the wire.
fn first_load(port: u16) -> Result<Vec<(String, usize)>> {
    const PAGE: &str = "/sign-in";
    let text = |path: &str| {
        let answer = get(port, path, "identity")?;
        anyhow::Ok(String::from_utf8_lossy(&answer.body).into_owned())
    };
    let page = text(PAGE)?;
    let mut paths = vec![PAGE.to_owned()];
    let mut found = names(&page);
    while let Some(path) = found.pop() {
        if paths.contains(&path) {
            continue;
        }
        // What a script imports beside it.
        if path.ends_with(".js") {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let script = text(&path)?;
            let imports = script.split("from './").chain(script.split("from \"./")).skip(1);
            let beside = imports.filter_map(|rest| rest.split(['\'', '"']).next());
            found.extend(beside.filter(|name| name.ends_with(".js")).map(|name| format!("{folder}/{name}")));
        }
        paths.push(path);
    }
    for kind in [".css", ".js", ".wasm", ".woff2"] {
        if !paths.iter().any(|path| path.ends_with(kind)) {
            bail!("{PAGE} names no {kind} file: was the binary built with its site?");
        }
    }
    let size = |path: String| Ok((get(port, &path, "br")?.wire, path)).map(|(wire, path)| (path, wire));
    let mut load = paths.into_iter().map(size).collect::<Result<Vec<_>>>()?;
    load.sort_by_key(|(_, wire)| std::cmp::Reverse(*wire));
    Ok(load)
}

/// Files of our own that a page names in quotes.
fn names(page: &str) -> Vec<String> {
    let quoted = page.split(['"', '\'']).filter(|text| text.starts_with('/') && !text.starts_with("//"));
    let file = |text: &&str| [".css", ".js", ".wasm", ".woff2", ".svg"].iter().any(|kind| text.ends_with(kind));
    quoted.filter(file).map(ToOwned::to_owned).collect()
}

/// An answer over HTTP.
struct Answer {
    status: u16,
    /// Bytes that came over the wire, the head included.
    wire: usize,
    body: Vec<u8>,
}

/// One request on a connection of its own.
fn get(port: u16, path: &str, encoding: &str) -> Result<Answer> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: */*\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n"
    )?;
    let mut wire = Vec::new();
    stream.read_to_end(&mut wire)?;
    let end = wire.windows(4).position(|four| four == b"\r\n\r\n").context("no answer")?;
    let (head, body) = wire.split_at(end + 4);
    let head = String::from_utf8_lossy(head).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
    if path != "/readyz" && status != 200 {
        bail!("`{path}` answers {status}");
    }
    let body = if head.contains("transfer-encoding: chunked") { joined(body) } else { body.to_vec() };
    Ok(Answer { status, wire: wire.len(), body })
}

/// The content of a body that came in chunks.
fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    while let Some(line) = body.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&body[..line]).ok().and_then(|text| usize::from_str_radix(text.trim(), 16).ok());
        let Some(chunk) = size.filter(|size| *size > 0).and_then(|size| body.get(line + 2..line + 2 + size)) else {
            break;
        };
        content.extend_from_slice(chunk);
        body = body.get(line + 4 + chunk.len()..).unwrap_or_default();
    }
    content
}

/// How busy the machine is: processes that want to run.
fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_owned()
}

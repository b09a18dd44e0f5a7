//! `bailiwick serve`.

use crate::{
    cli::Failure,
    config::{Config, is_loopback},
    preset,
    router::{Stopping, router},
    site,
    start::{Started, start},
    system::SystemRandom,
    task,
};
use app::context::Backend;
use authz::NodeId;
use identity::{hash_token, new_token};
use std::net::SocketAddr;
use store::{Administration, Host, LoadReport, NewUser, Seed, SeedReport};
use tokio::signal::unix::{SignalKind, signal};

/// Password of everybody in a demo on the own machine, printed at every start.
const DEMO_PASSWORD: &str = "only-for-this-demo";

/// Serves until told to stop.
///
/// # Errors
/// What keeps it from starting, with the remedy.
pub async fn serve(config: &Config, demo: Option<&str>) -> Result<(), Failure> {
    let assets = site::assets().map_err(Failure::new)?;
    let started = start(config).await?;
    let mut lines = Vec::new();
    match demo {
        Some(name) => lines.extend(load_demo(config, &started, name).await?),
        None => lines.extend(seed(config, &started).await?),
    }
    // Before anybody can connect: whoever sees the server answer may tell it to stop, and must be heard.
    let stop = stop().map_err(|error| Failure::new(format!("cannot hear signals: {error}")))?;
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .map_err(|error| Failure::new(format!("cannot listen on {} (BAILIWICK_LISTEN): {error}", config.listen)))?;
    let backend = Backend {
        gate: started.gate.clone(),
        identity: started.identity.clone(),
        presets: preset::all()?,
        features: config.features.as_slice().into(),
    };
    let (stops, stopping) = Stopping::new();
    let service = router(config, backend, assets, started.clock.clone(), stopping);
    started.gate.system().keep_decisions(config.decisions).await?;
    let tidy = tokio::spawn(task::tidy(started.gate.clone(), started.identity.clone(), config.decisions));
    let decisions = tokio::spawn(task::write_decisions(started.gate.clone()));
    let jobs = tokio::spawn(task::carry_on(started.gate.clone()));
    let activity = tokio::spawn(task::write_activity(started.gate.clone()));
    announce(config, &lines);
    axum::serve(listener, service.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            stop.await;
            // Nobody may be listening any more.
            let _ = stops.send(true);
        })
        .await
        .map_err(|error| Failure::new(error.to_string()))?;
    for task in [tidy, jobs, activity, decisions] {
        task.abort();
        // It may be in the middle of something that the database must not be closed under.
        let _ = task.await;
    }
    if let Err(error) = started.gate.system().write_activity().await {
        tracing::error!(%error, "cannot write who was active");
    }
    task::flush_decisions(&started.gate).await;
    started.database.close().await;
    tracing::info!("stopped");
    Ok(())
}

fn announce(config: &Config, lines: &[String]) {
    println!("\n  Bailiwick is at {}\n", config.public_url);
    for line in lines {
        println!("  {line}");
    }
    println!();
    tracing::info!(address = %config.listen, "listening");
}

/// Listens for signals from now on, and ends when the terminal or the service manager says so; requests under way are finished.
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

async fn load_demo(config: &Config, started: &Started, name: &str) -> Result<Vec<String>, Failure> {
    let host = &started.host;
    let password = match &config.demo_password {
        Some(password) => password.0.clone(),
        None if config.listen.ip().is_loopback() && is_loopback(host_of(&config.public_url.authority)) => {
            DEMO_PASSWORD.to_owned()
        }
        // SECURITY: everybody in a demo has the same password; on other addresses it must not be a printed one.
        None => return Err(Failure::new("BAILIWICK_DEMO_PASSWORD: a demo on other addresses than loopback needs one")),
    };
    match host.demo().await? {
        Some(loaded) if loaded == name => {}
        Some(loaded) => {
            return Err(Failure::new(format!(
                "this database holds the demo `{loaded}`; choose another with BAILIWICK_DATABASE_URL"
            )));
        }
        None if host.is_empty() => fill_demo(started, host, name, password.clone()).await?,
        None => {
            return Err(Failure::new(
                "--demo goes into an empty database; choose another with BAILIWICK_DATABASE_URL, or leave --demo out",
            ));
        }
    }
    let mut lines = vec![format!("This is the demo `{name}`: sample people and projects.")];
    lines.push(format!("Sign in as `admin` with the password `{password}`;"));
    lines.push("everybody else in the demo has the same password.".to_owned());
    Ok(lines)
}

fn host_of(authority: &str) -> &str {
    authority.rsplit_once(':').map_or(authority, |(host, _)| host)
}

async fn fill_demo(started: &Started, host: &Host, name: &str, password: String) -> Result<(), Failure> {
    let hash = started.identity.hasher().hash(password).await.map_err(|busy| Failure::new(busy.to_string()))?;
    if let LoadReport::Refused(conflicts) = host.load_preset(&preset::get(name)?, true, Some(&hash)).await? {
        return Err(Failure::list("the demo cannot be loaded:", &conflicts));
    }
    let user = NewUser {
        username: "admin".to_owned(),
        name: "Demo Administrator".to_owned(),
        email: "admin@demo.example".to_owned(),
        password_hash: Some(hash),
    };
    host.seed(&Seed { user, roles: Vec::new(), force: false }).await?;
    host.put_demo(name).await?;
    Ok(())
}

/// Makes the administrator the environment names, or prints a set-up link where there is nobody to sign in as.
async fn seed(config: &Config, started: &Started) -> Result<Vec<String>, Failure> {
    let host = &started.host;
    if let Some(seed) = &config.seed {
        return apply_seed(config, started, seed).await;
    }
    match host.administration().await? {
        Administration::Ready => return Ok(Vec::new()),
        Administration::WithoutPassword(user) => {
            return Ok(vec![
                format!("`{}` is administrator, and has no password. This prints a link that sets one:", user.name()),
                format!("bailiwick user reset-link {}", user.name()),
            ]);
        }
        Administration::Nobody => {}
    }
    let token = new_token(&SystemRandom);
    host.put_set_up_link(&hash_token(&token)).await?;
    Ok(vec![
        "There is no administrator yet. Open this link within 24 hours to make one; it works once:".to_owned(),
        format!("{}/set-up/{token}", config.public_url),
    ])
}

async fn apply_seed(config: &Config, started: &Started, seed: &crate::config::Seed) -> Result<Vec<String>, Failure> {
    let host = &started.host;
    if host.is_empty()
        && let LoadReport::Refused(conflicts) = host.load_preset(&preset::get(&config.preset)?, false, None).await?
    {
        return Err(Failure::list("the preset cannot be loaded:", &conflicts));
    }
    let hash = match &seed.password {
        Some(password) if seed.force || !host.has_password(&seed.username).await? => {
            let hash = started.identity.hasher().hash(password.0.clone()).await;
            Some(hash.map_err(|busy| Failure::new(busy.to_string()))?)
        }
        _ => None,
    };
    let user = NewUser {
        username: seed.username.clone(),
        name: seed.username.clone(),
        email: seed.email.clone(),
        password_hash: hash,
    };
    let report = host.seed(&Seed { user, roles: seed.roles.clone(), force: seed.force }).await?;
    match report {
        SeedReport::Unchanged => {}
        SeedReport::Created => tracing::info!(user = seed.username, "administrator made"),
        SeedReport::RolesAdded => tracing::info!(user = seed.username, "administrator's roles added"),
        SeedReport::PasswordSet => tracing::info!(user = seed.username, "administrator's first password set"),
        SeedReport::Forced => {
            tracing::warn!(user = seed.username, "administrator's password rotated, roles re-applied, sessions ended");
        }
    }
    if host.has_password(&seed.username).await? {
        return Ok(vec![format!("Sign in as `{}` with the password you set.", seed.username)]);
    }
    let token = new_token(&SystemRandom);
    let user = NodeId::new("user", &seed.username).map_err(|bad| Failure::new(bad.to_string()))?;
    host.put_reset_link(&user, &hash_token(&token)).await?;
    Ok(vec![
        format!("`{}` is administrator, without a password yet. Open this link within 24 hours to set", seed.username),
        "one; it works once:".to_owned(),
        format!("{}/reset/{token}", config.public_url),
    ])
}

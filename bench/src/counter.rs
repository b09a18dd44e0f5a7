//! Instructions: from the processor's own counter where the machine lends it, else counted by valgrind.

use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};

/// Instructions of this thread, outside the kernel, while it does the work.
#[cfg(target_os = "linux")]
pub fn instructions(work: impl FnOnce() -> Result<usize>) -> Result<u64> {
    use perf_event::{Builder, events::Hardware};
    let mut counter = Builder::new(Hardware::INSTRUCTIONS).build().context("no hardware counter")?;
    counter.enable()?;
    let done = work();
    counter.disable()?;
    done?;
    match counter.read()? {
        0 => bail!("the hardware counter stands still"),
        counted => Ok(counted),
    }
}

/// Instructions of this thread: only Linux is asked.
#[cfg(not(target_os = "linux"))]
pub fn instructions(_: impl FnOnce() -> Result<usize>) -> Result<u64> {
    bail!("no hardware counter on this system")
}

/// Instructions of one check, by running this program again below callgrind.
pub fn by_callgrind(name: &str, scale: usize, questions: usize) -> Result<u64> {
    let program = std::env::current_exe()?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args(["--collect-atstart=no", "--toggle-collect=*measured_loop*"])
        .arg(program)
        .args(["count", name, &scale.to_string(), &questions.to_string()])
        .stdin(Stdio::null())
        .output()
        .context("valgrind is not installed")?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("valgrind failed: {}", text.lines().last().unwrap_or_default());
    }
    let line = text.lines().find_map(|line| line.split_once("Collected :")).context("valgrind counted nothing")?;
    let counted: u64 = line.1.trim().parse().context("valgrind counted nothing")?;
    if counted == 0 {
        bail!("valgrind did not find the measured function");
    }
    Ok(counted / questions as u64)
}

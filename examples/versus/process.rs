//! Runs the rivals as a user would: whole processes, timed from start to exit.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use clap::ValueEnum;

use super::VersusError;
use super::asked::Engine;
use super::texts::Texts;

/// How often a running process is measured.
const SAMPLE: Duration = Duration::from_millis(2);

/// What is run, and where.
pub struct Tools {
    fasou: PathBuf,
    /// Whether `rg` is there.
    pub rg: bool,
    /// The reports, as given.
    pub reports: PathBuf,
    /// The texts, for rivals.
    pub texts: PathBuf,
    /// fasou's index.
    pub index: PathBuf,
    /// The usual pipeline's.
    pub usual: PathBuf,
    /// SQLite's database.
    pub sqlite: PathBuf,
    /// Where files with terms go.
    pub temporary: PathBuf,
}

/// What a run took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Wall-clock time.
    pub seconds: f64,
    /// Time of all cores together; 0 if `/proc` does not tell.
    pub cpu: f64,
    /// The most memory that was resident at once, mapped files included; 0 if `/proc` does not tell.
    pub peak: u64,
}

impl Tools {
    /// Finds the binaries.
    pub fn find(fasou: Option<&Path>, dir: &Path, temporary: &Path) -> Result<Self, VersusError> {
        let fasou = match fasou {
            Some(path) => path.to_owned(),
            // This is target/release/examples/versus.
            None => std::env::current_exe()?
                .ancestors()
                .nth(2)
                .unwrap_or(Path::new("."))
                .join("fasou"),
        };
        if !fasou.is_file() {
            return Err(VersusError::NoBinary(fasou));
        }
        let rg = Command::new("rg").arg("--version").output();
        Ok(Tools {
            fasou,
            rg: rg.is_ok_and(|output| output.status.success()),
            reports: dir.to_owned(),
            texts: temporary.join("texts"),
            index: temporary.join("index"),
            usual: temporary.join("usual"),
            sqlite: temporary.join("sqlite.db"),
            temporary: temporary.to_owned(),
        })
    }

    /// `fasou ARGS…` on the index of this comparison.
    pub fn fasou(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.fasou);
        command.arg("--index").arg(&self.index).args(args);
        command
    }

    /// `rg ARGS…` over the texts.
    pub fn rg(&self, args: &[&str]) -> Command {
        let mut command = Command::new("rg");
        command.arg("--no-config").args(args).arg(&self.texts);
        command
    }

    /// Indexing by the usual pipeline.
    pub fn usual_index(&self) -> Result<Command, VersusError> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("--usual-index")
            .args([&self.texts, &self.usual]);
        Ok(command)
    }

    /// Indexing by SQLite.
    pub fn sqlite_index(&self) -> Result<Command, VersusError> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("--sqlite-index")
            .args([&self.texts, &self.sqlite]);
        Ok(command)
    }

    /// Asks the questions of a file, in a process that does nothing else.
    pub fn ask(
        &self,
        engine: Engine,
        index: &Path,
        questions: &Path,
    ) -> Result<Command, VersusError> {
        let name = engine.to_possible_value();
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("--ask")
            .arg(name.as_ref().map_or("", |name| name.get_name()))
            .arg("--of")
            .arg(index)
            .arg("--questions")
            .arg(questions);
        Ok(command)
    }

    /// A bare walk over the reports.
    pub fn walk(&self) -> Result<Command, VersusError> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--walk").arg(&self.reports);
        Ok(command)
    }

    /// What was measured, and on what.
    pub fn describe(&self, texts: &Texts) -> String {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or_default();
        format!(
            "{} reports, {:.1} MB of text ({} files skipped); {cores} cores, load {load} at the end\n",
            texts.texts.len(),
            texts.megabytes(),
            texts.skipped,
        )
    }
}

/// The seconds that a command takes; its output is read and dropped.
pub fn run(command: &mut Command) -> Result<f64, VersusError> {
    let started = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut stdout) = child.stdout.take() {
        io::copy(&mut stdout, &mut io::sink())?;
    }
    let status = child.wait()?;
    let seconds = started.elapsed().as_secs_f64();
    // 1 means that nothing was found.
    match status.code() {
        Some(0 | 1) => Ok(seconds),
        _ => Err(VersusError::Command(format!("{command:?}"))),
    }
}

/// Runs a command whose output is discarded, and measures what it takes.
pub fn watch(command: &mut Command) -> Result<Cost, VersusError> {
    let started = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    // Until the process has ended and there is nothing more to read.
    let watcher = thread::spawn(move || {
        let (mut peak, mut cpu) = (0, 0.0);
        while let Some(now) = high_water(&process) {
            peak = now.max(peak);
            cpu = cpu_seconds(&process).unwrap_or(cpu);
            thread::sleep(SAMPLE);
        }
        (peak, cpu)
    });
    let ended = child.wait()?;
    let seconds = started.elapsed().as_secs_f64();
    let (peak, cpu) = watcher.join().unwrap_or_default();
    match ended.success() {
        true => Ok(Cost { seconds, cpu, peak }),
        false => Err(VersusError::Command(format!("{command:?}"))),
    }
}

/// `VmHWM` in bytes.
fn high_water(process: &Path) -> Option<u64> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// Time that all cores spent on it; Linux counts it in hundredths of a second.
fn cpu_seconds(process: &Path) -> Option<f64> {
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    // After the name, which may hold anything but ends with the last parenthesis.
    let mut behind = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: u64 = behind.next()?.parse().ok()?;
    let system: u64 = behind.next()?.parse().ok()?;
    Some((user + system) as f64 / 100.0)
}

/// What a command prints.
pub fn output(command: &mut Command) -> Result<String, VersusError> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut text = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_string(&mut text)?;
    }
    match child.wait()?.code() {
        Some(0 | 1) => Ok(text),
        _ => Err(VersusError::Command(format!("{command:?}"))),
    }
}

/// The median time of each command over `runs` runs; commands take turns, after one round that warms up.
pub fn medians<const N: usize>(
    runs: usize,
    mut commands: [Command; N],
) -> Result<[f64; N], VersusError> {
    let mut times = [const { Vec::new() }; N];
    for turn in 0..=runs {
        for (command, times) in commands.iter_mut().zip(&mut times) {
            let seconds = run(command)?;
            if turn > 0 {
                times.push(seconds);
            }
        }
    }
    Ok(times.map(median))
}

/// The one in the middle.
pub fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// Bytes of all files below `dir`.
pub fn size(dir: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        bytes += match entry.file_type()?.is_dir() {
            true => size(&entry.path())?,
            false => entry.metadata()?.len(),
        };
    }
    Ok(bytes)
}

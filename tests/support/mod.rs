//! A folder to try the real binary in, and what the binary answered.
//!
//! Nothing of the library is called: what holds here holds for whoever types
//! the commands. A failing test shows the command, what it said and the files
//! that were there.

pub mod browser;
pub mod corpus;
pub mod json;
mod letters;
pub mod oracle;
pub mod random;
pub mod server;
pub mod ways;

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::de::DeserializeOwned;
use tempfile::TempDir;

/// Files of the project that tests read.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The reports written for this project.
pub fn samples() -> PathBuf {
    project("samples")
}

/// A folder in which commands run; the index is its `index`, as it is by default.
pub struct Dir {
    path: PathBuf,
    /// How its index came about, for messages.
    pub way: &'static str,
    _temporary: Option<TempDir>,
    /// Locked as long as the folder is in use.
    _lock: Option<File>,
}

impl Dir {
    /// An empty folder, gone when the test is over.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Dir {
            path: folder.path().to_owned(),
            way: "",
            _temporary: Some(folder),
            _lock: None,
        }
    }

    /// An empty folder for several tests, below `target` and used again by the next run.
    ///
    /// What is kept in a `static` is never dropped, so no temporary folder will do.
    pub fn shared(name: &str) -> Self {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
        for number in 0.. {
            let path = base.join(format!("{name}-{number}"));
            let lock = File::create(path.with_extension("lock")).expect("a lock file");
            if lock.try_lock().is_ok() {
                if path.exists() {
                    fs::remove_dir_all(&path).expect("what an earlier run left can be removed");
                }
                fs::create_dir_all(&path).expect("a folder");
                return Dir {
                    path,
                    way: "",
                    _temporary: None,
                    _lock: Some(lock),
                };
            }
        }
        unreachable!("numbers do not run out")
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file, its folders too.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    /// Removes a file or a folder with all that is in it.
    pub fn remove(&self, name: &str) {
        let path = self.path(name);
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.expect("what is removed is there");
    }

    /// `fasou` with arguments, ready to run.
    pub fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fasou"));
        command
            .args(args)
            .current_dir(&self.path)
            .stdin(Stdio::null());
        command
            .env_remove("FASOU_INDEX")
            .env_remove("CLICOLOR_FORCE")
            .env("NO_COLOR", "1")
            .env("COLUMNS", "80");
        command
    }

    /// Copies a folder with all that is in it.
    pub fn copy(&self, from: &Path, name: &str) {
        for entry in fs::read_dir(from).expect("a folder").flatten() {
            let name = format!("{name}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                self.copy(&entry.path(), &name);
            } else {
                self.write(&name, fs::read(entry.path()).expect("a file"));
            }
        }
    }

    /// Runs `fasou`.
    #[track_caller]
    pub fn fasou<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Output {
        let mut command = self.command(args);
        let output = command.output().expect("the binary starts");
        Output::new(self, &command, &output)
    }

    /// Runs `fasou index` with arguments, which must succeed.
    #[track_caller]
    pub fn index<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Output {
        let args = args.into_iter().map(|arg| arg.as_ref().to_owned());
        self.fasou(std::iter::once(OsStr::new("index").to_owned()).chain(args))
            .found()
    }

    /// The files in it, for messages.
    fn listing(&self) -> String {
        let mut names = Vec::new();
        list(&self.path, &self.path, &mut names);
        names.sort();
        let more = names.len().saturating_sub(40);
        names.truncate(40);
        let more = if more > 0 {
            format!("\n  … and {more} more")
        } else {
            String::new()
        };
        format!("  {}{more}", names.join("\n  "))
    }
}

fn list(root: &Path, folder: &Path, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(root, &path, names);
        } else {
            names.push(
                path.strip_prefix(root)
                    .unwrap_or(&path)
                    .to_string_lossy()
                    .into_owned(),
            );
        }
    }
}

/// What a command answered.
pub struct Output {
    /// Its exit status; -1 where a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// Command and surroundings, for messages.
    context: String,
}

impl Output {
    #[track_caller]
    fn new(dir: &Dir, command: &Command, output: &std::process::Output) -> Self {
        let args: Vec<String> = command
            .get_args()
            .map(|arg| format!("{:?}", arg.to_string_lossy()))
            .collect();
        let mut line = args.join(" ");
        if line.len() > 2000 {
            line = format!(
                "{}… ({} arguments)",
                line.chars().take(600).collect::<String>(),
                args.len()
            );
        }
        let way = if dir.way.is_empty() {
            String::new()
        } else {
            format!("\nindex: {}", dir.way)
        };
        let output = Output {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout.clone()).expect("standard output is UTF-8"),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            context: format!("command: fasou {line}{way}\nfiles:\n{}", dir.listing()),
        };
        assert!(
            !output.stderr.contains("panicked at"),
            "fasou panicked\n{output}"
        );
        output
    }

    #[track_caller]
    fn with_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit status\n{self}");
        self
    }

    /// Found, or done: exit status 0.
    #[track_caller]
    pub fn found(self) -> Self {
        self.with_code(0)
    }

    /// Nothing found: exit status 1.
    #[track_caller]
    pub fn nothing(self) -> Self {
        self.with_code(1)
    }

    /// Refused: exit status 2, nothing on standard output, the reason on standard error.
    #[track_caller]
    pub fn refused(self) -> Self {
        let output = self.with_code(2);
        assert!(
            output.stdout.is_empty() && !output.stderr.trim().is_empty(),
            "an error belongs on stderr\n{output}"
        );
        output
    }

    /// Standard error holds all of these.
    #[track_caller]
    pub fn says(self, wanted: &[&str]) -> Self {
        for text in wanted {
            assert!(
                self.stderr.contains(text),
                "stderr does not say {text:?}\n{self}"
            );
        }
        self
    }

    /// Standard output as one JSON document.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// Standard output as a JSON document a line.
    #[track_caller]
    pub fn jsonl<T: DeserializeOwned>(&self) -> Vec<T> {
        let read = |line| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}\n{self}"))
        };
        self.stdout.lines().map(read).collect()
    }

    /// The number that stands before `words` on standard error, as in `3 unchanged`.
    #[track_caller]
    pub fn number(&self, words: &str) -> usize {
        let before = self
            .stderr
            .split(&format!(" {words}"))
            .next()
            .filter(|before| before.len() < self.stderr.len());
        let number = before.and_then(|before| before.rsplit(|c: char| !c.is_ascii_digit()).next());
        number
            .and_then(|digits| digits.parse().ok())
            .unwrap_or_else(|| panic!("no number of {words:?}\n{self}"))
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |text: &str| text.chars().take(3000).collect::<String>();
        writeln!(f, "{}\nexit status: {}", self.context, self.code)?;
        writeln!(
            f,
            "stderr:\n{}\nstdout:\n{}",
            shown(&self.stderr),
            shown(&self.stdout)
        )
    }
}

//! The index as of its last commit: a new one is taken up while requests go on with the old.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::Site;
use super::watch::say;
use crate::index::{CommitMark, Home, IndexError, OpenIndex};

/// How often a new commit is looked for.
const EVERY: Duration = Duration::from_secs(1);

/// The index in force.
pub struct Follow {
    home: PathBuf,
    current: RwLock<Current>,
}

struct Current {
    index: Arc<OpenIndex>,
    mark: CommitMark,
}

impl Follow {
    /// Opens the index at `home`.
    pub fn open(home: &Path) -> Result<Self, IndexError> {
        Ok(Follow {
            home: home.to_owned(),
            current: RwLock::new(read(home)?),
        })
    }

    /// The index as it stands now.
    pub fn index(&self) -> Arc<OpenIndex> {
        let current = self.current.read();
        // Whoever panicked while it was locked had not changed it yet.
        Arc::clone(&current.unwrap_or_else(PoisonError::into_inner).index)
    }

    /// Takes up a new commit, if there is one.
    fn look(&self) -> Result<bool, IndexError> {
        let known = {
            let current = self.current.read();
            current.unwrap_or_else(PoisonError::into_inner).mark.clone()
        };
        if Home::at(&self.home).mark()? == known {
            return Ok(false);
        }
        let new = read(&self.home)?;
        let current = self.current.write();
        *current.unwrap_or_else(PoisonError::into_inner) = new;
        Ok(true)
    }
}

fn read(home: &Path) -> Result<Current, IndexError> {
    // The mark first: a commit between the two is taken up at the next look.
    let mark = Home::at(home).mark()?;
    Ok(Current {
        index: Arc::new(OpenIndex::open(home)?),
        mark,
    })
}

/// Looks for new commits as long as the server runs; what keeps one from being taken up is said once.
pub async fn go_on(site: Arc<Site>) {
    let mut every = interval(EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut said = String::new();
    loop {
        every.tick().await;
        let looking = Arc::clone(&site);
        let looked = tokio::task::spawn_blocking(move || looking.follow.look()).await;
        match looked {
            Ok(Ok(taken_up)) => {
                if taken_up {
                    say("took up a new commit of the index");
                }
                said.clear();
            }
            Ok(Err(error)) => {
                let error = error.to_string();
                if error != said {
                    say(format_args!(
                        "fasou: {error}; what was read before is served on"
                    ));
                }
                said = error;
            }
            Err(_) => {}
        }
    }
}

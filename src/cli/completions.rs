//! `fasou completions`

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::error::CliError;
use super::output::stdout;
use super::{Cli, Outcome};

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  fasou completions bash > ~/.local/share/bash-completion/completions/fasou"
)]
pub struct Args {
    /// The shell
    shell: Shell,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "fasou", &mut script);
    let mut out = stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Found)
}

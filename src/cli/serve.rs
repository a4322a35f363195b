//! `fasou serve`

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use super::Outcome;
use super::error::CliError;
use super::output::{say, stdout};
use crate::serve::{Limits, Options, serve};

/// Serve a page and an HTTP API on this machine; new commits of the index are taken up by themselves
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  fasou serve                               then open http://127.0.0.1:7878/
  fasou serve --bind 0.0.0.0:8080           for others too: put a proxy with TLS in front
  curl 'http://127.0.0.1:7878/api/v1/mentions?term=枫桥经验&format=csv'

Stop it with Ctrl-C. The API is described at /api/v1/openapi.json.")]
pub struct Args {
    /// Where to listen; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,
    /// Let pages of this origin read answers, such as `https://example.org`
    #[arg(long, value_name = "ORIGIN")]
    cors: Option<String>,
    /// Give up a question that takes longer
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    time_limit: u64,
    /// Write no line for each request
    #[arg(long)]
    quiet: bool,
}

pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    let options = Options {
        bind: args.bind,
        cors: args.cors.clone(),
        log: !args.quiet,
        limits: Limits {
            time: Duration::from_secs(args.time_limit),
            ..Limits::default()
        },
    };
    serve(home, &options, |address| {
        // Whoever started it reads the address, or has no use for it.
        let mut out = stdout();
        let _ = writeln!(out, "http://{address}/").and_then(|()| out.flush());
        if !address.ip().is_loopback() {
            say("anyone who reaches this address can read the reports: there is no password");
        }
    })?;
    Ok(Outcome::Found)
}

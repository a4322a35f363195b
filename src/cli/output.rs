//! Standard output and standard error.

use std::fmt::Display;
use std::io::{self, BufWriter, StdoutLock, Write};

/// Buffered standard output.
pub fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Says something beside the results; if nobody listens, it is lost.
pub fn say(message: impl Display) {
    let _ = writeln!(io::stderr(), "{message}");
}

/// Says what went wrong.
pub fn complain(error: &dyn std::error::Error) {
    say(format_args!("fasou: {error}"));
}

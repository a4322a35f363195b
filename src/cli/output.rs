//! Standard output and standard error.

use std::fmt::Display;
use std::io::{self, BufWriter, StdoutLock, Write};

/// Buffered standard output.
pub fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Says something beside the results; if nobody listens, it is lost.
pub fn say(message: impl Display) {
    let _ = writeln!(io::stderr(), "{}", harmless(&message.to_string()));
}

/// Says what went wrong.
pub fn complain(error: &dyn std::error::Error) {
    say(format_args!("fasou: {error}"));
}

/// `message` without what steers a terminal or turns the direction of writing, which a name of a file may
/// hold; its line ends stay.
fn harmless(message: &str) -> String {
    let kept = message.chars().filter(|&c| !turns_writing(c));
    kept.map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
        .collect()
}

fn turns_writing(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_steers_no_terminal() {
        for (message, said) in [
            (
                "skipped a\u{1b}]0;b\u{7}.pdf\nnext",
                "skipped a ]0;b .pdf\nnext",
            ),
            ("a\u{9b}31m\r\u{7f}\u{8}b\tc", "a 31m   b c"),
            ("\u{2067}a\u{202e}fdp.txt\u{200f}\u{2069}", "afdp.txt"),
            ("云台县（甲）.pdf：没有文字", "云台县（甲）.pdf：没有文字"),
        ] {
            assert_eq!(harmless(message), said);
        }
    }
}

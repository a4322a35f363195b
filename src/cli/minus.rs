//! `search 调解 -人民调解`: what follows the sign is a word to leave out, and no option.
//!
//! So that clap passes it on, the sign becomes the full-width one before clap reads the arguments.

use std::ffi::{OsStr, OsString};

use clap::{Arg, Command};

/// The sign that stands for a minus.
const MINUS: char = '－';

/// The command whose words may be left out.
const SEARCH: &str = "search";

/// Arguments as clap is to read them; `command` is made only if they may have to change.
pub fn with_excluded_words(
    command: impl FnOnce() -> Command,
    args: impl Iterator<Item = OsString>,
) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    if !args.iter().any(|arg| excluded(arg).is_some()) {
        return args;
    }
    let mut command = command();
    // Before that no command has the options that clap adds.
    command.build();
    let at = subcommand(&command, &args).filter(|at| args[*at] == SEARCH);
    let (Some(at), Some(search)) = (at, command.find_subcommand(SEARCH)) else {
        return args;
    };
    let behind = args.iter_mut().skip(at + 1);
    for arg in behind.take_while(|arg| *arg != "--") {
        if let Some(word) = excluded(arg).filter(|word| !is_short(search, word)) {
            *arg = format!("{MINUS}{word}").into();
        }
    }
    args
}

/// The words of a query as they were typed.
pub fn typed(query: &[String]) -> String {
    let typed = query.iter().map(|word| match word.strip_prefix(MINUS) {
        Some(word) => format!("-{word}"),
        None => word.clone(),
    });
    typed.collect::<Vec<_>>().join(" ")
}

/// What stands behind the minus of a word that may be left out: `--limit` and `-` are none.
fn excluded(arg: &OsStr) -> Option<&str> {
    let word = arg.to_str()?.strip_prefix('-')?;
    (!word.is_empty() && !word.starts_with('-')).then_some(word)
}

/// Whether `word` is a short option of a command, its minus left out: `h`, or `n5` where one takes a value.
fn is_short(command: &Command, word: &str) -> bool {
    let mut rest = word.chars();
    let first = rest.next();
    let is_alone = rest.as_str().is_empty();
    let mut options = command.get_arguments();
    options.any(|own| own.get_short() == first && (is_alone || takes_value(own)))
}

/// Where the name of the subcommand stands: behind options and their values.
fn subcommand(command: &Command, args: &[OsString]) -> Option<usize> {
    let mut at = 1;
    while let Some(arg) = args.get(at) {
        let text = arg.to_string_lossy();
        if !text.starts_with('-') {
            return Some(at);
        }
        let is_named = |own: &&Arg| {
            let long = own.get_long().map(|long| format!("--{long}"));
            let short = own.get_short().map(|short| format!("-{short}"));
            [long, short].iter().flatten().any(|name| *name == text)
        };
        let option = command.get_arguments().find(is_named);
        at += if option.is_some_and(takes_value) {
            2
        } else {
            1
        };
    }
    None
}

fn takes_value(option: &Arg) -> bool {
    option.get_action().takes_values()
}

#[cfg(test)]
mod tests {
    use clap::ArgAction;

    use super::*;

    #[test]
    fn only_words_of_a_search_are_left_out() {
        let command = || {
            let index = Arg::new("index").long("index").short('i').global(true);
            let number = Arg::new("number").short('n');
            let quiet = Arg::new("quiet").short('q').action(ArgAction::SetTrue);
            let search = Command::new("search").args([number, quiet]);
            let others = ["mentions", "show"].map(Command::new);
            Command::new("fasou")
                .version("1")
                .propagate_version(true)
                .arg(index)
                .subcommand(search)
                .subcommands(others)
        };
        for (typed, read) in [
            ("search a -b", "search a －b"),
            ("search -b -5 a", "search －b －5 a"),
            ("--index d search -b", "--index d search －b"),
            ("--index=d search -b", "--index=d search －b"),
            ("-i d search -b", "-i d search －b"),
            ("search -h -V -q a", "search -h -V -q a"),
            ("search -help -qq", "search －help －qq"),
            ("search -n 5 -n5 -i d", "search -n 5 -n5 -i d"),
            ("search --limit - -b", "search --limit - －b"),
            ("search -b -- search -c", "search －b -- search -c"),
            ("mentions search -b", "mentions search -b"),
            ("--index search mentions -b", "--index search mentions -b"),
            ("-x", "-x"),
            ("", ""),
        ] {
            let args = |line: &str| -> Vec<OsString> {
                let line = format!("fasou {line}");
                line.split_whitespace().map(OsString::from).collect()
            };
            let changed = with_excluded_words(command, args(typed).into_iter());
            assert_eq!(changed, args(read), "{typed}");
        }
    }
}

//! The shape of the source: no module uses one that stands later in the pipeline, and a few habits.
//!
//! A rule that nothing checks is soon none.

use std::fs;
use std::path::Path;

use crate::support::project;

/// The modules, in the order in which data flows.
const LAYERS: [&str; 10] = [
    "text", "corpus", "report", "tagging", "analysis", "index", "query", "present", "serve", "cli",
];

/// A file of the source.
struct Source {
    /// Its path below `src`.
    path: String,
    text: String,
    /// Without comments and test modules.
    code: String,
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    let root = project("src");
    read(&root, &root, &mut sources);
    assert!(sources.len() > 20, "the source is there");
    sources
}

fn read(root: &Path, folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder)
        .expect("a folder of the source")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            read(root, &path, sources);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = fs::read_to_string(&path).expect("a file of the source");
            let path = path
                .strip_prefix(root)
                .expect("below src")
                .to_string_lossy()
                .replace('\\', "/");
            // A file of its own that holds tests only has no code that counts.
            let tests = path.ends_with("/tests.rs") || path.contains("/tests/");
            let code = if tests { String::new() } else { code(&text) };
            sources.push(Source { path, text, code });
        }
    }
}

/// The code of a file: tests come last in it, comments go.
fn code(text: &str) -> String {
    let tested = text.find("\n#[cfg(test)]\nmod ").unwrap_or(text.len());
    let lines = text[..tested]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines
        .map(|line| line.split(" // ").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The layer that a file belongs to.
fn layer(path: &str) -> Option<usize> {
    let module = path.split(['/', '.']).next()?;
    LAYERS.iter().position(|layer| *layer == module)
}

/// The modules that a piece of code names behind `crate::`, in braces too.
fn used(code: &str) -> Vec<&str> {
    let mut used = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let list = match rest.strip_prefix('{') {
            // Names at the outer level of `use crate::{a::b, c};`
            Some(inner) => inner.split('}').next().unwrap_or(inner),
            None => rest
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap_or(rest),
        };
        used.extend(
            list.split(',')
                .map(|name| name.trim().split("::").next().unwrap_or_default()),
        );
    }
    used
}

/// Asserts that a pattern occurs only where it may.
#[track_caller]
fn only_in(pattern: &str, allowed: &[&str]) {
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|source| {
            source.code.contains(pattern)
                && !allowed
                    .iter()
                    .any(|allowed| source.path.starts_with(allowed))
        })
        .map(|source| source.path.clone())
        .collect();
    assert!(
        wrong.is_empty(),
        "{pattern} belongs into {allowed:?}, but stands in {wrong:?}"
    );
}

#[test]
fn no_module_uses_one_that_stands_later() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(own) = layer(&source.path) else {
            assert!(
                ["lib.rs", "main.rs"].contains(&source.path.as_str()),
                "{} is in no layer",
                source.path
            );
            continue;
        };
        for name in used(&source.code) {
            if LAYERS
                .iter()
                .position(|layer| *layer == name)
                .is_some_and(|used| used > own)
            {
                wrong.push(format!("{} uses crate::{name}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_names_behind_crate_are_found() {
    assert_eq!(
        used("use crate::text::Term;\nlet a = crate::report::lines(b);"),
        ["text", "report"]
    );
    assert_eq!(
        used("use crate::{index, query::Filter};"),
        ["index", "query"]
    );
    assert_eq!(code("a\n// crate::cli\n#[cfg(test)]\nmod tests {}\n"), "a");
}

#[test]
fn each_dependency_has_its_one_home() {
    only_in("jieba_rs", &["analysis/"]);
    only_in("clap", &["cli/"]);
    only_in("tantivy", &["index/", "query/"]);
    only_in(
        "serde_json",
        &["corpus/", "index/", "present/", "serve/", "cli/"],
    );
    only_in("use zip::", &["corpus/"]);
    only_in("cfb::", &["corpus/"]);
    only_in("lopdf", &["corpus/"]);
    only_in("dom_query", &["corpus/"]);
    only_in("pdf_oxide", &["corpus/"]);
    for http in ["axum", "hyper", "tokio", "maud", "prometheus_client"] {
        only_in(http, &["serve/"]);
    }
}

#[test]
fn only_the_last_layers_print() {
    for pattern in [
        "print!(",
        "println!(",
        "eprint!(",
        "eprintln!(",
        "dbg!(",
        "io::stdout",
        "io::stderr",
        "stdout()",
        "stderr()",
    ] {
        only_in(pattern, &["cli/", "serve/watch.rs", "present/", "main.rs"]);
    }
}

#[test]
fn nothing_is_unwrapped_and_nothing_is_unsafe() {
    for pattern in [
        ".unwrap()",
        ".expect(",
        "unsafe ",
        "todo!(",
        "unimplemented!(",
    ] {
        // The built-in taxonomy is compiled in and a test loads it.
        let stated: &[&str] = if pattern == ".expect(" {
            &["tagging/topic/taxonomy.rs"]
        } else {
            &[]
        };
        only_in(pattern, stated);
    }
}

#[test]
fn every_file_says_what_it_is_for_and_is_small() {
    for source in sources() {
        assert!(
            source.text.starts_with("//! "),
            "{} does not open with //!",
            source.path
        );
        let lines = source.text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines: split it", source.path);
    }
    let main = sources()
        .into_iter()
        .find(|source| source.path == "main.rs")
        .expect("main.rs");
    assert!(
        main.text.lines().count() <= 40,
        "main.rs parses, runs and exits; no more"
    );
}

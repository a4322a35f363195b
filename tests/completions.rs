//! `fasou completions`, `--help` and `--version`: what people type before they search.

use crate::support::Dir;

const COMMANDS: [&str; 9] = [
    "index",
    "search",
    "mentions",
    "reports",
    "show",
    "extract",
    "status",
    "topics",
    "completions",
];

#[test]
fn each_shell_gets_a_script_that_knows_every_command() {
    let dir = Dir::new();
    for (shell, sign) in [
        ("bash", "_fasou()"),
        ("zsh", "#compdef fasou"),
        ("fish", "complete -c fasou"),
    ] {
        let output = dir.fasou(["completions", shell]).found();
        assert!(output.stdout.contains(sign), "{output}");
        for command in COMMANDS {
            assert!(output.stdout.contains(command), "{shell}: no {command}");
        }
    }
    dir.fasou(["completions", "cmd.exe"])
        .refused()
        .says(&["cmd.exe", "bash"]);
    dir.fasou(["completions"]).refused();
}

#[test]
fn help_names_every_command_and_gives_examples() {
    let dir = Dir::new();
    let help = dir.fasou(["--help"]).found();
    for command in COMMANDS {
        assert!(help.stdout.contains(&format!("\n  {command} ")), "{help}");
        let own = dir.fasou([command, "--help"]).found();
        assert!(own.stdout.contains("Usage:"), "{own}");
    }
    assert!(
        help.stdout.contains("Examples:") && help.stdout.contains("Exit status"),
        "{help}"
    );
    let version = dir.fasou(["--version"]).found();
    assert_eq!(
        version.stdout.trim(),
        concat!("fasou ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn what_is_no_command_or_option_is_refused() {
    let dir = Dir::new();
    dir.fasou([""; 0]).refused();
    dir.fasou(["serach", "普法"])
        .refused()
        .says(&["serach", "search"]);
    dir.fasou(["reports", "--formt", "json"])
        .refused()
        .says(&["--formt", "--format"]);
    dir.fasou(["reports", "--format", "xml"])
        .refused()
        .says(&["xml", "json", "csv"]);
    dir.fasou(["search", "普法", "--limit", "many"])
        .refused()
        .says(&["many"]);
}

//! `fasou topics`

use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::Outcome;
use super::args::{Format, OutputArgs};
use super::error::CliError;
use super::output::stdout;
use crate::present::{self, Rows, markdown};
use crate::tagging::Taxonomy;

/// List the topics that passages are tagged with
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    output: OutputArgs,
}

/// The topics of the index, or, where there is none to read, the built-in ones.
pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    args.output.check()?;
    let index = super::open(home).ok();
    let taxonomy = index
        .as_ref()
        .map_or(Taxonomy::builtin(), |index| index.taxonomy());
    if matches!(args.output.format, Format::Text | Format::Md) {
        let mut out = stdout();
        let shown = match args.output.format {
            Format::Md => {
                let head = vec!["topic".to_owned(), "definition".to_owned()];
                let rows = present::topic_cells(taxonomy);
                markdown::table(&[vec![head], rows].concat(), 2)
            }
            _ => present::topics(taxonomy),
        };
        out.write_all(shown.as_bytes())?;
        out.flush()?;
        return Ok(Outcome::Found);
    }
    let columns = ["topic", "within", "definition"]
        .map(str::to_owned)
        .to_vec();
    let mut rows = Rows::begin(stdout(), args.output.rows(), &json!({}), "topics", columns)?;
    for topic in taxonomy.topics() {
        rows.row(&json!({
            "topic": topic.name,
            "within": topic.within,
            "definition": topic.definition,
        }))?;
    }
    rows.finish()?;
    Ok(Outcome::Found)
}

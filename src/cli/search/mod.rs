//! `fasou search`

mod batch;
mod nothing;

use std::io::Write;
use std::path::{Path, PathBuf};

use super::Outcome;
use clap::ValueEnum;

use super::args::{CopyOptions, FilterOptions, Format, Within, excel_is_csv};
use super::error::CliError;
use super::minus::typed;
use super::named_file::{text_of, wrong};
use super::output::{say, stdout};
use super::suggestions::listed;
use crate::index::{Home, IndexError, OpenIndex, Request, absolute};
use crate::present::{self, documents::SearchResults, markdown, terminal::Style};
use crate::query::explain::explain;
use crate::query::meant::meant;
use crate::query::search::{Answer, Total};
use crate::query::suggest::Suggestion;
use crate::query::synonyms::Synonyms;
use crate::query::{Filter, Grouping, ParsedQuery};
use crate::text::Term;

/// Search passages, best first
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  fasou search 行政复议
  fasou search '\"双随机、一公开\" 监管 -企业'       an exact phrase, a word, not this word
  fasou search 调解 --reports ~/reports --part problems
  fasou search 普法 --region 昆明 --year 2020..2024 --format json
  fasou search 普法 --group report                  reports, each by its best passage
  fasou search --queries queries.tsv --format trec --limit 1000")]
pub struct Args {
    /// Words, "exact phrases", -excluded words, or a question
    #[arg(required_unless_present = "queries")]
    query: Vec<String>,
    /// Answer the queries of a file, `id<TAB>query` a line, whose signs are words: for those who measure
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "offset"])]
    queries: Option<PathBuf>,
    /// Rank reports, each by its best passage, instead of passages
    #[arg(long, value_enum, value_name = "WHAT")]
    group: Option<Group>,
    /// Show passages that are nearly the same once, with how many of the 1,000 best are like it
    #[arg(long, conflicts_with = "group")]
    diverse: bool,
    /// First refresh this file or folder in the index, then search it alone
    #[arg(long, value_name = "PATH")]
    reports: Option<PathBuf>,
    #[command(flatten)]
    filters: FilterOptions,
    #[command(flatten)]
    copies: CopyOptions,
    /// Own synonyms instead of the built-in ones, `普法 = 法治宣传` a line; # at the start of a line or
    /// behind white space begins a comment
    #[arg(long, value_name = "FILE", conflicts_with = "no_synonyms")]
    synonyms: Option<PathBuf>,
    /// Search for what is written alone
    #[arg(long)]
    no_synonyms: bool,
    /// Say how each score is made (text, md, json, jsonl)
    #[arg(long)]
    explain: bool,
    /// How many passages to show
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = limit)]
    limit: usize,
    /// How many of the best to leave out
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = offset)]
    offset: usize,
    /// How results are written
    #[arg(long, value_enum, default_value_t = SearchFormat::Text)]
    format: SearchFormat,
    /// Begin CSV with the byte order mark that Excel needs, and put ' before a text that it
    /// would take for a formula
    #[arg(long)]
    excel: bool,
}

/// How many hits one search may ask for.
const MOST_HITS: usize = 1_000_000;

fn limit(text: &str) -> Result<usize, String> {
    let limit = text
        .parse()
        .ok()
        .filter(|limit| (1..=MOST_HITS).contains(limit));
    limit.ok_or_else(|| format!("a number from 1 to {MOST_HITS}"))
}

fn offset(text: &str) -> Result<usize, String> {
    let offset = text.parse().ok().filter(|offset| *offset <= MOST_HITS);
    offset.ok_or_else(|| format!("a number up to {MOST_HITS}"))
}

/// What hits are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// Those of one report
    Report,
}

/// How hits are written: as all results, or as a TREC run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SearchFormat {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// A JSON document a line
    Jsonl,
    /// A table with a header row, UTF-8
    Csv,
    /// Markdown, to paste into a text
    Md,
    /// A TREC run, `qid Q0 docno rank score fasou` a line; white space in an id is written as %20
    Trec,
}

impl SearchFormat {
    /// The format of results; none for a run.
    fn of_results(self) -> Option<Format> {
        Some(match self {
            SearchFormat::Text => Format::Text,
            SearchFormat::Json => Format::Json,
            SearchFormat::Jsonl => Format::Jsonl,
            SearchFormat::Csv => Format::Csv,
            SearchFormat::Md => Format::Md,
            SearchFormat::Trec => return None,
        })
    }
}

impl Args {
    /// Refuses what the format cannot heed.
    fn check(&self) -> Result<(), CliError> {
        excel_is_csv(self.excel, self.format == SearchFormat::Csv)?;
        let has_room = !matches!(self.format, SearchFormat::Csv | SearchFormat::Trec);
        if self.explain && (self.queries.is_some() || !has_room) {
            return Err(CliError::Usage(
                "--explain is for a single query, as text, md, json or jsonl".to_owned(),
            ));
        }
        Ok(())
    }

    /// The synonyms to search with.
    fn synonyms(&self) -> Result<Synonyms, CliError> {
        match &self.synonyms {
            _ if self.no_synonyms => Ok(Synonyms::default()),
            None => Ok(Synonyms::builtin().clone()),
            Some(path) => {
                Synonyms::parse(&text_of(path)?).map_err(|error| wrong(path, error.to_string()))
            }
        }
    }

    /// Searches for passages or reports, as asked.
    fn search(
        &self,
        index: &OpenIndex,
        parsed: &ParsedQuery,
        filter: &Filter,
    ) -> Result<Answer, CliError> {
        let by_report = self.group == Some(Group::Report);
        let grouping = Grouping::of(by_report, self.diverse);
        Ok(grouping.search(index, parsed, filter, self.offset, self.limit)?)
    }
}

pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    args.check()?;
    let queries = args.queries.as_deref().map(batch::read).transpose()?;
    let parsed = match queries {
        Some(_) => None,
        None => Some(ParsedQuery::parse(&typed(&args.query))?),
    };
    let synonyms = args.synonyms()?;
    let parsed = parsed.map(|parsed| parsed.with(&synonyms));
    if let Some(path) = &args.reports {
        let request = Request {
            paths: vec![path.clone()],
            ..Request::default()
        };
        let summary = super::index::refresh(&Home::at(home), &request)?;
        super::index::list_skipped(&summary);
        if !summary.away.is_empty() {
            say(format_args!("note: {}", IndexError::Away(summary.away)));
        }
    }
    let index = super::open(home)?;
    let within = args
        .reports
        .as_deref()
        .map(|path| within(index, path))
        .transpose()?
        .unwrap_or_default();
    let mut filter = args.filters.resolve(index, within)?;
    args.copies.apply(index, &mut filter, parsed.as_ref())?;
    let (parsed, format) = match (parsed, args.format.of_results()) {
        (Some(parsed), Some(format)) => (parsed, format),
        (Some(parsed), None) => {
            return batch::run(args, index, &filter, vec![Ok(batch::one(parsed))]);
        }
        (None, _) => {
            let queries = queries.unwrap_or_default();
            let queries = queries.iter().map(|query| query.parsed(&synonyms));
            return batch::run(args, index, &filter, queries);
        }
    };
    let answer = args.search(index, &parsed, &filter)?;
    let meant = meant(index, &parsed, &answer.words)?;
    show(args, format, index, &parsed, &answer, &meant)?;
    say_in_parts(&answer);
    if answer.hits.is_empty() {
        nothing::explain(args, index, &parsed, &filter, &answer, meant.is_empty())?;
    }
    if !meant.is_empty() {
        say(format_args!("did you mean {}?", listed(&meant)));
    }
    if answer.hits.is_empty() {
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}

/// Says of what was found that it holds no more than parts of a word.
fn say_in_parts(answer: &Answer) {
    if answer.hits.is_empty() {
        return;
    }
    for sought in &answer.in_parts {
        let parts: Vec<&str> = sought.parts.iter().map(Term::written).collect();
        say(format_args!(
            "note: nothing holds {}; looked for {} instead",
            sought.word.written(),
            parts.join(", ")
        ));
    }
}

/// The part of the index that a path is: one or more roots, or reports within one.
fn within(index: &OpenIndex, path: &Path) -> Result<Within, CliError> {
    let real = absolute(path)?;
    let path = path.to_string_lossy().into_owned();
    // What lies in a folder below one root may be read for another root too, around it.
    let mut roots = index.roots().iter();
    let around = roots.any(|root| real != root.path && real.starts_with(&root.path));
    let roots: Vec<u32> = index
        .roots()
        .iter()
        .filter(|root| root.path.starts_with(&real))
        .map(|root| root.id)
        .collect();
    if !roots.is_empty() && !around {
        return Ok(Within {
            roots,
            path,
            ..Within::default()
        });
    }
    let catalog = index.catalog()?;
    let reports = catalog.reports_under(&real);
    // An id that no report has: nothing is searched, rather than everything.
    let reports = if reports.is_empty() {
        vec![String::new()]
    } else {
        reports
    };
    Ok(Within {
        reports,
        path,
        ..Within::default()
    })
}

fn show(
    args: &Args,
    format: Format,
    index: &OpenIndex,
    parsed: &ParsedQuery,
    answer: &Answer,
    meant: &[Suggestion],
) -> Result<(), CliError> {
    if matches!(format, Format::Text | Format::Md) {
        let style = Style::detect();
        let mut out = stdout();
        for (rank, hit) in (args.offset + 1..).zip(&answer.hits) {
            if rank > args.offset + 1 {
                writeln!(out)?;
            }
            let file = index.file_of(&hit.report.record);
            let shown = match format {
                Format::Md => markdown::hit(rank, hit, &file),
                _ => present::hit(rank, hit, &file, style),
            };
            out.write_all(shown.as_bytes())?;
            out.write_all(present::alike(hit, style).as_bytes())?;
            if args.explain {
                let explained = explain(index, parsed, hit)?;
                out.write_all(present::explanation(&explained, style).as_bytes())?;
            }
        }
        out.flush()?;
        let shown = args.offset + answer.hits.len();
        let Total { counted, or_more } = answer.total;
        if args.diverse && answer.hits.len() == args.limit {
            say(format_args!(
                "… of {} passages, those alike shown once; go on with --offset {shown}",
                answer.total
            ));
        } else if !args.diverse && counted > shown && !answer.hits.is_empty() {
            let more = Total {
                counted: counted - shown,
                or_more,
            };
            say(format_args!(
                "… {more} more of {}; go on with --offset {shown}",
                answer.total
            ));
        }
        return Ok(());
    }
    let explained = args.explain.then(|| {
        let hits = answer.hits.iter();
        hits.map(|hit| explain(index, parsed, hit)).collect()
    });
    let results = SearchResults {
        query: &parsed.written,
        answer,
        offset: args.offset,
        meant,
        diverse: args.diverse,
        explained: explained.transpose()?,
    };
    Ok(results.write(stdout(), format.of_rows(args.excel), index)?)
}

//! The measurements, each a row or a few rows.

use std::fs;

use super::VersusError;
use super::correct::{self, score};
use super::process::{Cost, Tools, median, medians, run, size, watch};
use super::random::Random;
use super::scan::Scan;
use super::table::{Better, Table, number};
use super::terms::{KINDS, Kind, rare, sample};
use super::texts::Texts;

/// How often each question is asked.
const RUNS: usize = 15;
/// How many terms are counted at once.
const MANY: usize = 1000;
/// For more megabytes of text than this SQLite takes minutes.
const MOST_FOR_SQLITE: f64 = 100.0;

/// The usual pipeline's name.
pub const USUAL: &str = "tantivy + jieba";

/// Indexing: speed, memory, size, and a refresh that finds nothing new.
pub fn indexing(
    tools: &Tools,
    texts: &Texts,
    runs: usize,
    table: &mut Table,
) -> Result<(), VersusError> {
    let reports = tools.reports.to_string_lossy();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let _ = fs::remove_dir_all(&tools.index);
        ours.push(watch(&mut tools.fasou(&["index", &reports]))?);
        let _ = fs::remove_dir_all(&tools.usual);
        theirs.push(watch(&mut tools.usual_index()?)?);
    }
    let middle = |costs: &[Cost], of: fn(&Cost) -> f64| median(costs.iter().map(of).collect());
    let speed = |costs: &[Cost]| texts.megabytes() / middle(costs, |cost| cost.seconds);
    let usual = (USUAL, speed(&theirs));
    table.row("index, MB/s", speed(&ours), usual, Better::More);
    let cpu = |costs: &[Cost]| middle(costs, |cost| cost.cpu);
    let usual = (USUAL, cpu(&theirs));
    table.row("index, CPU seconds", cpu(&ours), usual, Better::Less);
    let peak = |costs: &[Cost]| middle(costs, |cost| cost.peak as f64 / 1e6);
    let usual = (USUAL, peak(&theirs));
    table.row("index, peak memory, MB", peak(&ours), usual, Better::Less);
    let bytes = texts.bytes as f64;
    let usual = (USUAL, size(&tools.usual)? as f64 / bytes);
    let small = size(&tools.index)? as f64 / bytes;
    table.row(
        "index size, bytes per byte of text",
        small,
        usual,
        Better::Less,
    );
    if texts.megabytes() <= MOST_FOR_SQLITE {
        sqlite(tools, texts, speed(&ours), small, table)?;
    }
    refreshing(tools, table)
}

/// SQLite's trigrams beside fasou's speed and size.
fn sqlite(
    tools: &Tools,
    texts: &Texts,
    speed: f64,
    small: f64,
    table: &mut Table,
) -> Result<(), VersusError> {
    const NAME: &str = "SQLite FTS5 trigram";
    let cost = watch(&mut tools.sqlite_index()?)?;
    let theirs = (NAME, texts.megabytes() / cost.seconds);
    table.row("index, MB/s", speed, theirs, Better::More);
    let bytes = fs::metadata(&tools.sqlite)?.len() as f64 / texts.bytes as f64;
    let what = "index size, bytes per byte of text";
    table.row(what, small, (NAME, bytes), Better::Less);
    Ok(())
}

/// A refresh, beside a walk that asks for size and time of each file: with nothing changed and with one file
/// changed.
fn refreshing(tools: &Tools, table: &mut Table) -> Result<(), VersusError> {
    let walk = "walk with stat";
    let [ours, theirs] = medians(9, [tools.fasou(&["index"]), tools.walk()?])?;
    let what = "refresh, nothing changed, ms";
    table.row(what, ours * 1e3, (walk, theirs * 1e3), Better::Less);
    // A root of its own, since the reports themselves must not be changed.
    let changing = tools.temporary.join("changing.txt");
    let mut times = Vec::new();
    for number in 0..4 {
        fs::write(&changing, format!("行政复议案件{number}件。\n"))?;
        run(&mut tools.fasou(&["index", &changing.to_string_lossy()]))?;
        fs::write(&changing, format!("行政复议申请{number}件。\n"))?;
        times.push(run(&mut tools.fasou(&["index"]))?);
    }
    // Right counts are those of the reports alone.
    run(&mut tools.fasou(&["index", "--remove", &changing.to_string_lossy()]))?;
    let what = "refresh, one file changed, ms";
    table.row(
        what,
        median(times) * 1e3,
        (walk, theirs * 1e3),
        Better::Less,
    );
    Ok(())
}

/// Questions: counting and searching single terms, counting many at once.
pub fn asking(
    tools: &Tools,
    texts: &Texts,
    scan: &Scan,
    random: &mut Random,
    table: &mut Table,
) -> Result<(), VersusError> {
    if !tools.rg {
        table.text("questions", "not measured", ("rg", "not installed"), "–");
        return Ok(());
    }
    let rare = rare(texts, scan, random).map(|term| term.written().to_owned());
    let known = ["的", "行政复议", "法律明白人", "枫桥经验"].map(str::to_owned);
    let terms: Vec<String> = known.into_iter().chain(rare).collect();
    for (verb, command) in [
        ("count", &["mentions", "--count"][..]),
        ("search", &["search"][..]),
    ] {
        for term in &terms {
            let commands = [
                tools.fasou(&[command, &[term.as_str()]].concat()),
                tools.rg(&["-c", "-F", term]),
            ];
            let [ours, theirs] = medians(RUNS, commands)?;
            let what = format!("{verb} {term}, ms");
            table.row(&what, ours * 1e3, ("rg -c", theirs * 1e3), Better::Less);
        }
    }
    let many = sample(texts, Kind::Phrase, MANY, random);
    let lines: Vec<&str> = many.iter().map(|term| term.written()).collect();
    let path = tools.temporary.join("many.txt");
    fs::write(&path, lines.join("\n"))?;
    let path = path.to_string_lossy();
    let commands = [
        tools.fasou(&["mentions", "--count", "--terms", &path]),
        tools.rg(&["-o", "-F", "-f", &path]),
    ];
    let [ours, theirs] = medians(3, commands)?;
    let what = format!("count {} terms at once, ms", many.len());
    table.row(&what, ours * 1e3, ("rg -o", theirs * 1e3), Better::Less);
    Ok(())
}

/// The whole concordance of the most frequent word.
pub fn exporting(tools: &Tools, table: &mut Table) -> Result<(), VersusError> {
    let term =
        fasou::text::Term::parse("的").map_err(|error| VersusError::Counts(error.to_string()))?;
    let mentions = correct::fasou(tools, &[term])?[0] as f64;
    let export = || tools.fasou(&["mentions", "的", "--format", "csv"]);
    run(&mut export())?;
    let cost = watch(&mut export())?;
    let speed = number(mentions / cost.seconds);
    let what = format!("export {mentions} mentions as CSV, a second");
    table.text(&what, &speed, ("–", "–"), "–");
    let peak = number(cost.peak as f64 / 1e6);
    table.text("export, peak memory, MB", &peak, ("–", "–"), "–");
    Ok(())
}

/// Counts against those of the brute-force scan.
pub fn counting(
    tools: &Tools,
    texts: &Texts,
    scan: &Scan,
    terms: usize,
    random: &mut Random,
    table: &mut Table,
) -> Result<(), VersusError> {
    for (kind, name) in KINDS {
        let terms = sample(texts, kind, terms, random);
        let right = scan.count(&terms);
        let ours = score(&correct::fasou(tools, &terms)?, &right);
        let theirs = score(&correct::usual(tools, &terms)?, &right);
        let what = format!("wrong counts of {} terms: {name}", terms.len());
        let wrong = [ours, theirs].map(|score| score.wrong.to_string());
        table.text(&what, &wrong[0], (USUAL, &wrong[1]), "–");
        let what = format!("recall: {name}");
        let recall = [ours, theirs].map(|score| format!("{:.3}", score.recall));
        table.text(&what, &recall[0], (USUAL, &recall[1]), "–");
    }
    Ok(())
}

//! How well passages and reports are ranked, by queries with judgements.
//!
//!     cargo run --release --example evaluate-ranking -- DIR [even|odd|all] [derived]
//!     cargo run --release --example evaluate-ranking -- tests/data/judged GENERATED
//!
//! DIR holds corpus.tsv (id, text), queries.tsv (id, query) and qrels.txt (TREC). Rows of the corpus are
//! reports; they are ranked by their best passages, and for comparison by plain BM25. With `derived`, other
//! collections are made from it and ranked in both ways too: questions without names, texts as queries, long
//! documents. `scripts/law-collections` makes collections of statutes and cases.
//!
//! The judged queries of this project are about passages of samples/ and of reports that
//! `cargo run --release --example synth -- --reports 80 --seed 11 --bytes-per-report 6000 GENERATED` writes.

mod bm25;
mod collection;
mod derived;
mod judged;
mod measure;

use std::error::Error;
use std::fs;
use std::path::Path;

use fasou::query::synonyms::Synonyms;

use bm25::Bm25;
use collection::Collection;

/// How many places of a ranking are looked at.
const DEPTH: usize = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let dir = args
        .next()
        .ok_or("name a folder with queries.tsv and judgements")?;
    let dir = Path::new(&dir);
    println!("| queries | | MRR@10 | nDCG@10 | MAP | R@1 | R@10 | R@100 |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    if dir.join("judgements.tsv").exists() {
        let generated = args.next().ok_or("name the folder of generated reports")?;
        for (name, synonyms) in [
            ("", Synonyms::builtin()),
            (", no synonyms", &Synonyms::default()),
        ] {
            for (kind, measures) in judged::evaluate(dir, Path::new(&generated), synonyms)? {
                println!("| {kind}{name} {}", measures.row());
            }
        }
        return Ok(());
    }
    let half = args.next().unwrap_or_else(|| "all".to_owned());
    let collection = Collection::read(dir, &half)?;
    println!(
        "| {half} {}",
        collection.evaluate(&dir.join("corpus.tsv"))?.row()
    );
    let bm25 = Bm25::of(&collection.documents)?.evaluate(&collection.queries);
    println!("| {half}, BM25 {}", bm25.row());
    if args.next().as_deref() == Some("derived") {
        derived::evaluate(&collection)?;
    }
    Ok(())
}

/// Reads a file of a folder.
fn read(dir: &Path, name: &str) -> Result<String, String> {
    let path = dir.join(name);
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

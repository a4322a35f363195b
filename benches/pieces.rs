//! The steps that indexing and proving are made of, one by one, over the sample reports.
//!
//!     cargo bench --bench pieces

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fasou::analysis::dictionary::Dictionary;
use fasou::analysis::words::search_words;
use fasou::corpus::{Extracted, Reading, read_all, walk};
use fasou::report;
use fasou::tagging::{Subject, Tagger, Taxonomy};
use fasou::text::{Folded, Term, plain};

/// The sample reports, read.
fn samples() -> Vec<(String, Extracted)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut samples = Vec::new();
    for found in walk(&folder, &[]).into_iter().flatten() {
        let bytes = std::fs::read(&found.file).expect("a sample can be read");
        let members = read_all(&found.file, &bytes, &Reading::default());
        let read = members.into_iter().filter_map(|member| member.read.ok());
        samples
            .extend(read.map(|extracted| (found.file.to_string_lossy().into_owned(), extracted)));
    }
    samples
}

fn pieces(criterion: &mut Criterion) {
    let samples = samples();
    let bytes: usize = samples.iter().map(|(_, sample)| sample.text.len()).sum();
    let texts = || samples.iter().map(|(_, sample)| sample.text.as_str());
    let mut group = criterion.benchmark_group("pieces");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("fold", |bench| {
        bench.iter(|| texts().for_each(|text| drop(black_box(Folded::new(text)))));
    });
    let jieba = Dictionary::open("").and_then(|dictionary| dictionary.all());
    let jieba = jieba.expect("the built-in dictionary");
    let plains: Vec<String> = texts().map(plain).collect();
    group.bench_function("words", |bench| {
        bench.iter(|| {
            let cut = |text: &String| drop(black_box(search_words(&jieba, text)));
            plains.iter().for_each(cut);
        });
    });
    group.bench_function("outline", |bench| {
        bench.iter(|| texts().for_each(|text| drop(black_box(report::parse(text)))));
    });
    let tagger = Tagger::new(Taxonomy::builtin());
    let outlines: Vec<_> = texts().map(report::parse).collect();
    group.bench_function("tagging", |bench| {
        bench.iter(|| {
            for ((path, sample), outline) in samples.iter().zip(&outlines) {
                let subject = Subject {
                    path,
                    about: Some(&sample.about),
                    given: None,
                };
                black_box(tagger.tag(&subject, &sample.text, outline));
            }
        });
    });
    // What a proof does with a text: fold it, then look for a term.
    for written in ["行政复议", "法"] {
        let term = Term::parse(written).expect("a term");
        group.bench_function(BenchmarkId::new("verify", written), |bench| {
            bench.iter(|| {
                for text in texts() {
                    black_box(term.find_units(&Folded::new(text)).count());
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, pieces);
criterion_main!(benches);

//! The best passages of a ranked query.
//!
//! Tier by tier from the highest, until there are enough. Where few passages of a segment can
//! stand in a tier, each of them is scored. Where many can, the scores of all its
//! passages are summed up a window at a time, and only those that reach the best so far are
//! asked whether they stand in the tier. Both ways end with the same sums, so the order is the same.
//! The segments of an index are gone through side by side.

use std::collections::HashSet;

use rayon::prelude::*;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::above::{self, WordSet};
use super::closeness::LOOKED_AT;
use super::error::QueryError;
use super::filter::Filter;
use super::lookup::Lookup;
use super::rank::{Ranked, Step, Tier};
use super::sums::{Sums, Weighed};
use crate::index::OpenIndex;

/// What it costs to look a passage up in the postings of one part, in postings summed up one after another.
const LOOKED_UP: u64 = 4;
/// What it costs to make sure that a passage stands in a tier.
const MADE_SURE: u64 = 25;

/// Neighbouring passages that are looked at one by one where one of them scores enough.
const CHUNK: usize = 64;

/// A passage among the best.
#[derive(Clone, Copy, Debug)]
pub struct Best {
    /// Where it lies.
    pub at: DocAddress,
    /// None for those of a question that do not hold it as written: their scores alone rank them.
    pub tier: Option<Tier>,
    /// The sum of what the parts of the query add and of what is `added` to it.
    pub score: Score,
    /// What of the score is no part's.
    pub added: Added,
    /// Words of the query that only stand above it.
    pub words_above: WordSet,
}

/// What is added to the sum of the parts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Added {
    /// For how close it comes to the query as a whole, see [`super::closeness`], and for all words of a question.
    pub order: Score,
    /// For words that only stand above it, and for being of a year or place asked for; see [`super::above`].
    pub above: Score,
    /// For other passages of the report, where reports are ranked; see [`super::whole`].
    pub report: Score,
}

/// The best `wanted` passages, and more: all that are as good as the last of them, and of a question as many again.
pub fn best(
    index: &OpenIndex,
    ranked: &Ranked,
    filter: &Filter,
    wanted: usize,
) -> Result<Vec<Best>, QueryError> {
    best_by(
        |each, windows| each <= windows,
        index,
        ranked,
        filter,
        wanted,
    )
}

/// Whether the passages of a tier are scored each, given what that costs and what windows cost.
type Choice = fn(u64, u64) -> bool;

fn best_by(
    choose_each: Choice,
    index: &OpenIndex,
    ranked: &Ranked,
    filter: &Filter,
    wanted: usize,
) -> Result<Vec<Best>, QueryError> {
    let mut top = Top {
        choose_each,
        index,
        ranked,
        filter,
        parts: Weighed::new(&index.searcher, &ranked.parts)?,
        found: Vec::new(),
        known: HashSet::new(),
    };
    // What stands above all that follows.
    let mut above = 0;
    for step in &ranked.tiers {
        // Those that hold a query as written are as close as can be.
        let close = step.tier == Some(Tier::AsWritten);
        let deep = if close { wanted } else { wanted.max(LOOKED_AT) };
        let missing = deep.saturating_sub(above);
        if missing == 0 || above >= wanted {
            break;
        }
        top.add(step, missing, LOOKED_AT.saturating_sub(above))?;
        if step.tier.is_some() {
            above = top.found.len();
        }
    }
    Ok(top.found)
}

struct Top<'a> {
    choose_each: Choice,
    index: &'a OpenIndex,
    ranked: &'a Ranked,
    filter: &'a Filter,
    /// What adds up to a score.
    parts: Weighed<'a>,
    found: Vec<Best>,
    known: HashSet<DocAddress>,
}

/// Passages and their scores.
type Scored = Vec<(Score, DocAddress)>;

impl Top<'_> {
    /// Adds the best `missing` passages of a tier; of the first of them it is looked at what stands above them.
    fn add(&mut self, step: &Step, missing: usize, looked_at: usize) -> Result<(), QueryError> {
        let holds = (!step.all_that_score).then(|| step.holds.box_clone());
        let mut within = self.ranked.within(holds, self.filter.query());
        if let Some(except) = &step.except {
            let except = (Occur::MustNot, except.box_clone());
            within = Box::new(BooleanQuery::new(vec![(Occur::Must, within), except]));
        }
        let scoring = EnableScoring::disabled_from_searcher(&self.index.searcher);
        let within = within.weight(scoring)?;
        let in_segment = |number: u32, choose_each: Choice| {
            let segment = Segment {
                top: self,
                number,
                reader: self.index.searcher.segment_reader(number),
                must_score: step.all_that_score,
                missing,
            };
            segment.best(choose_each, within.as_ref())
        };
        let segments = 0..self.index.searcher.segment_readers().len() as u32;
        let found = segments.clone().into_par_iter();
        let found = found.map(|number| in_segment(number, self.choose_each));
        let mut found: Vec<Found> = found.collect::<Result<_, QueryError>>()?;
        let scoring = found.iter().flat_map(|found| &found.scored);
        let scoring = scoring.filter(|(score, _)| *score > 0.0).count();
        // What holds need not score: a single character may stand within words only.
        if scoring < missing && !step.all_that_score {
            let again =
                found
                    .into_par_iter()
                    .zip(segments)
                    .map(|(found, number)| match found.all {
                        true => Ok(found),
                        false => in_segment(number, |_, _| true),
                    });
            found = again.collect::<Result<_, QueryError>>()?;
        }
        let scored = found.into_iter().map(|found| found.scored);
        let mut scored = scored.collect::<Vec<_>>().concat();
        keep(&mut scored, missing);
        self.known.extend(scored.iter().map(|(_, at)| *at));
        let best = scored.into_iter().map(|(score, at)| Best {
            at,
            tier: step.tier,
            score,
            added: Added::default(),
            words_above: WordSet::default(),
        });
        let mut best: Vec<Best> = best.collect();
        if step.tier != Some(Tier::AsWritten) {
            let first = first(&mut best, looked_at);
            above::raise(self.index, &self.ranked.around, first)?;
        }
        for best in &mut best {
            let gain = best.score * step.gain;
            best.added.order += gain;
            best.score += gain;
        }
        self.found.extend(best);
        Ok(())
    }
}

/// What was found in a segment.
struct Found {
    scored: Scored,
    /// Whether these are all that stand in the tier, or the best of those that score.
    all: bool,
}

/// One segment, in which the best `missing` passages of a tier are wanted.
struct Segment<'a> {
    top: &'a Top<'a>,
    number: u32,
    reader: &'a SegmentReader,
    /// Whether only what scores stands in the tier, and all of it.
    must_score: bool,
    missing: usize,
}

impl Segment<'_> {
    /// The best passages of `within`.
    fn best(&self, choose_each: Choice, within: &dyn Weight) -> Result<Found, QueryError> {
        self.top.index.deadline().check()?;
        let mut scorer = within.scorer(self.reader, 1.0)?;
        let sums = self.top.parts.sums(self.reader)?;
        let one = MADE_SURE + LOOKED_UP * self.top.ranked.parts.len() as u64;
        let all = sums.postings();
        let likely = scorer.cost() + one * u64::from(scorer.size_hint());
        if choose_each(likely, all) {
            // What a scorer says of itself is a guess.
            let few = |found: usize| choose_each(one * found as u64, all);
            if let Some(documents) = self.each(scorer, few)? {
                let sums = sums.of(&documents, self.top.index.deadline())?;
                return Ok(Found {
                    scored: self.scored(sums, documents),
                    all: true,
                });
            }
            scorer = within.scorer(self.reader, 1.0)?;
        }
        Ok(Found {
            scored: self.windows(scorer, sums)?,
            all: false,
        })
    }

    /// All passages of `within`, unless they are more than `few`.
    fn each(
        &self,
        mut within: Box<dyn Scorer>,
        few: impl Fn(usize) -> bool,
    ) -> Result<Option<Vec<DocId>>, QueryError> {
        let mut watch = self.top.index.deadline().watch();
        let mut documents = Vec::new();
        while within.doc() != TERMINATED {
            watch.step()?;
            if !few(documents.len()) {
                return Ok(None);
            }
            if self.is_new(within.doc()) {
                documents.push(within.doc());
            }
            within.advance();
        }
        Ok(Some(documents))
    }

    fn scored(&self, sums: Vec<Score>, documents: Vec<DocId>) -> Scored {
        let at = documents.into_iter().map(|doc| self.at(doc));
        let scored = sums.into_iter().zip(at);
        let scored = scored.filter(|(sum, _)| *sum > 0.0 || !self.must_score);
        scored.collect()
    }

    /// The best passages of `within` among those that score: of more than are missing, the rest may be
    /// left out.
    fn windows(&self, within: Box<dyn Scorer>, mut sums: Sums) -> Result<Scored, QueryError> {
        let mut within = Lookup::new(within);
        let mut found: Scored = Vec::new();
        let (mut least, mut enough) = (Score::MIN_POSITIVE, 2 * self.missing);
        while let Some((base, window)) = sums.next_window() {
            self.top.index.deadline().check()?;
            for (chunk, sums) in (0..).zip(window.chunks(CHUNK)) {
                // Without a branch, and counted in numbers as wide as sums: most chunks have none.
                let reaching: u32 = sums.iter().map(|sum| u32::from(*sum >= least)).sum();
                if reaching == 0 {
                    continue;
                }
                let first = base + chunk * CHUNK as DocId;
                for (doc, sum) in (first..).zip(sums) {
                    if *sum < least || !self.is_new(doc) || !within.has(doc) {
                        continue;
                    }
                    found.push((*sum, self.at(doc)));
                    if found.len() > enough {
                        least = keep(&mut found, self.missing);
                        enough = found.len() + self.missing;
                    }
                }
            }
        }
        Ok(found)
    }

    fn at(&self, doc: DocId) -> DocAddress {
        DocAddress::new(self.number, doc)
    }

    /// Whether a passage is there and was not found in a higher tier.
    fn is_new(&self, doc: DocId) -> bool {
        !self.reader.is_deleted(doc) && !self.top.known.contains(&self.at(doc))
    }
}

/// The best `count`, and all that are as good as the last of them.
fn first(best: &mut [Best], count: usize) -> &mut [Best] {
    best.sort_by(|a, b| b.score.total_cmp(&a.score));
    let least = match count.checked_sub(1) {
        Some(last) => best.get(last).map_or(Score::MIN, |best| best.score),
        None => Score::INFINITY,
    };
    let end = best.partition_point(|best| best.score >= least);
    &mut best[..end]
}

/// Keeps the best `wanted` and those as good as the last of them, whose score it returns.
fn keep(scored: &mut Scored, wanted: usize) -> Score {
    if scored.len() <= wanted {
        return Score::MIN_POSITIVE;
    }
    let (_, last, _) = scored.select_nth_unstable_by(wanted - 1, |a, b| b.0.total_cmp(&a.0));
    let least = last.0;
    scored.retain(|(score, _)| *score >= least);
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::tests::{made_in_parts, made_of};
    use crate::query::ParsedQuery;
    use crate::query::locate::Blocks;
    use crate::query::rank::rank;
    use crate::query::search::search;
    use crate::query::synonyms::Synonyms;

    /// Words that stand within each other, alone and in synonyms.
    const WORDS: [&str; 12] = [
        "行政",
        "复议",
        "行政复议",
        "法",
        "治",
        "法治",
        "宣传",
        "普法",
        "调解",
        "，",
        "。",
        "的",
    ];

    /// Texts of words by chance, thirty of them.
    fn texts(words: &[&str]) -> Vec<String> {
        let mut state = 7u32;
        let mut word = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            words[(state >> 16) as usize % words.len()]
        };
        let mut text = || {
            let mut paragraph = || (0..12).map(|_| word()).collect::<String>() + "。\n";
            (0..20).map(|_| paragraph()).collect::<String>()
        };
        (0..30).map(|_| text()).collect()
    }

    /// The best passages by one way of choosing: the number of the report, the passage, tier and score.
    fn found(
        index: &OpenIndex,
        query: &str,
        choose_each: Choice,
        wanted: usize,
    ) -> Vec<(String, u32, Option<Tier>, Score)> {
        let parsed = ParsedQuery::parse(query).unwrap();
        let ranked = rank(index, &parsed.with(Synonyms::builtin())).unwrap();
        let best = best_by(choose_each, index, &ranked, &Filter::default(), wanted).unwrap();
        let place = |best: &Best| {
            let DocAddress {
                segment_ord,
                doc_id,
            } = best.at;
            let blocks = Blocks::new(index, segment_ord).unwrap();
            let report = blocks.report_of(doc_id).unwrap();
            let path = index.report(segment_ord, report).unwrap().record.path;
            (path, doc_id - report, best.tier, best.score)
        };
        let mut found: Vec<_> = best.iter().map(place).collect();
        found.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        found
    }

    #[test]
    fn however_passages_are_gone_through_the_best_are_the_same() {
        let whole = made_of(texts(&WORDS));
        let parts = texts(&WORDS);
        let parts = made_in_parts([&parts[..28], &parts[28..29], &parts[29..]].map(<[_]>::to_vec));
        let [whole, parts] = [&whole, &parts].map(|made| OpenIndex::open(&made.home).unwrap());
        assert_eq!(parts.searcher.segment_readers().len(), 3);
        let long = WORDS.concat();
        let without = format!("{long} -普法");
        for query in [
            "行政复议",
            "的",
            "法",
            "复议 的",
            "普法 调解",
            "法治宣传",
            "调解 -的",
            "\"行政复议\" 法",
            "行政复议有多少",
            "普法怎样宣传法治？",
            &long,
            &without,
        ] {
            for wanted in [1, 10, 100, 1000] {
                let right = found(&whole, query, |_, _| true, wanted);
                assert!(!right.is_empty(), "{query}");
                for (index, choose_each) in [
                    (&whole, (|_, _| false) as Choice),
                    (&parts, |_, _| true),
                    (&parts, |_, _| false),
                    (&parts, |each, _| each % 2 == 0),
                    (&parts, |each, windows| each <= windows),
                ] {
                    let found = found(index, query, choose_each, wanted);
                    assert_eq!(found, right, "{query}, {wanted} wanted");
                }
            }
        }
    }

    #[test]
    fn a_page_is_a_part_of_the_one_long_list() {
        let made = made_in_parts(texts(&WORDS).chunks(10).map(<[String]>::to_vec));
        let index = OpenIndex::open(&made.home).unwrap();
        for query in ["行政复议有多少", "普法怎样宣传法治？", "调解 普法", "复议"]
        {
            let parsed = ParsedQuery::parse(query).unwrap();
            let parsed = parsed.with(Synonyms::builtin());
            let page = |offset, limit| -> Vec<(DocAddress, Score)> {
                let found = search(&index, &parsed, &Filter::default(), offset, limit);
                let hits = found.unwrap().hits.into_iter();
                hits.map(|hit| (hit.at, hit.score)).collect()
            };
            let all = page(0, 400);
            assert!(all.len() > 100, "{query}");
            for (offset, limit) in [(0, 1), (0, 10), (40, 20), (45, 10), (90, 30)] {
                let end = (offset + limit).min(all.len());
                assert_eq!(page(offset, limit), all[offset..end], "{query}, {offset}");
            }
        }
    }

    #[test]
    fn passages_that_hold_without_scoring_are_among_the_best_of_every_segment() {
        // 复 stands within words only, which score for no query of it.
        let scoring = texts(&[&["复议"; 40][..], &["，法，"]].concat());
        let silent = texts(&["复议", "的"]);
        let made = made_in_parts([scoring, silent]);
        let index = OpenIndex::open(&made.home).unwrap();
        assert!(index.searcher.segment_readers().len() > 1);
        let score = |wanted| {
            let found = found(&index, "复 法", |_, _| true, wanted);
            found.iter().filter(|(.., score)| *score > 0.0).count()
        };
        assert!((50..300).contains(&score(1000)), "{}", score(1000));
        for wanted in [10, 100, 300, 500, 1000] {
            let right = found(&index, "复 法", |_, _| true, wanted);
            for choose_each in [
                (|_, all| all > 0) as Choice,
                |_, all| all == 0,
                |_, _| false,
            ] {
                let found = found(&index, "复 法", choose_each, wanted);
                assert_eq!(found.len(), right.len(), "{wanted} wanted");
                assert_eq!(found, right, "{wanted} wanted");
            }
        }
    }
}

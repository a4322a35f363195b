//! The best passages of a ranked query.
//!
//! It goes tier by tier from the highest, until there are enough. If few passages of a segment can stand in a
//! tier, each of them is scored. If many can, the scores of all its passages are summed up a window at a
//! time, and only those that reach the best so far are checked for the tier. Both ways give the same sums, so
//! the order is the same. The segments of an index are searched in parallel.

mod segment;

use std::collections::HashSet;

use rayon::prelude::*;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query, Weight};
use tantivy::{DocAddress, Score};

use super::above::{self, WordSet};
use super::closeness::CLOSENESS_DEPTH;
use super::error::QueryError;
use super::filter::Filter;
use super::rank::{Ranked, Step, Tier};
use super::sums::Weighed;
use crate::index::OpenIndex;
use segment::{Found, Least, Segment, Within};

/// A passage among the best.
#[derive(Clone, Copy, Debug)]
pub struct Best {
    /// Where it lies.
    pub at: DocAddress,
    /// The tier it stands in.
    pub tier: Tier,
    /// The sum of what the parts of the query add and of all that is `added`.
    pub score: Score,
    /// How much of the score does not come from the parts of the query.
    pub added: Added,
    /// Words of the query that only stand above it.
    pub words_above: WordSet,
}

/// What is added to the sum of the parts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Added {
    /// For how close it comes to the query as a whole, see [`super::closeness`], and for all words of a question.
    pub order: Score,
    /// For words that stand only above it, and for the year or place of its report; see [`super::above`].
    pub above: Score,
    /// For other passages of the report, where reports are ranked; see [`super::whole`].
    pub report: Score,
}

/// The best `wanted` passages and more: all that score as much as the last of them, and for a question as
/// many again.
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

/// The documents that pass a filter, copies among them.
fn passing(index: &OpenIndex, filter: &Filter) -> tantivy::Result<Option<Box<dyn Weight>>> {
    let scoring = EnableScoring::disabled_from_searcher(&index.searcher);
    let query = filter.query_with_copies();
    query.map(|query| query.weight(scoring)).transpose()
}

/// Whether to score each passage of a tier, given what that costs and what windows cost.
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
        passing: passing(index, filter)?,
        parts: Weighed::new(index, &ranked.parts)?,
        found: Vec::new(),
        known: HashSet::new(),
    };
    // How many stand above all that follow.
    let mut above = 0;
    // Steps by score alone are taken together: none stands above another.
    for steps in ranked
        .steps
        .chunk_by(|a, b| a.tier == Tier::ByScore && b.tier == Tier::ByScore)
    {
        // Those that hold a query as written are as close as can be.
        let close = steps[0].tier == Tier::AsWritten;
        let deep = if close {
            wanted
        } else {
            wanted.max(CLOSENESS_DEPTH)
        };
        let missing = deep.saturating_sub(above);
        if missing == 0 || above >= wanted {
            break;
        }
        top.add(steps, missing, CLOSENESS_DEPTH.saturating_sub(above))?;
        if steps[0].tier != Tier::ByScore {
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
    /// The documents that pass the filter; `None` if all do.
    passing: Option<Box<dyn Weight>>,
    /// What adds up to a score.
    parts: Weighed<'a>,
    found: Vec<Best>,
    known: HashSet<DocAddress>,
}

/// Passages and their scores.
type Scored = Vec<(Score, DocAddress)>;

impl Top<'_> {
    /// Adds the best `missing` passages of each of some steps, none of which stands above another. For the
    /// best `looked_at` of each step it is also checked which words stand above them.
    fn add(&mut self, steps: &[Step], missing: usize, looked_at: usize) -> Result<(), QueryError> {
        let within = steps.iter().map(|step| self.within(step));
        let within: Vec<Within> = within.collect::<Result<_, QueryError>>()?;
        let segments = 0..self.index.searcher.segment_readers().len() as u32;
        let in_segment = |number: u32, within: &[Within], choose_each: Choice| {
            let segment = Segment {
                top: self,
                number,
                reader: self.index.searcher.segment_reader(number),
                copies: self
                    .filter
                    .copies_in(self.index.searcher.segment_reader(number)),
                missing,
            };
            segment.best(choose_each, within)
        };
        let found = segments.clone().into_par_iter();
        let found = found.map(|number| in_segment(number, &within, self.choose_each));
        let found: Vec<Vec<Found>> = found.collect::<Result<_, QueryError>>()?;
        let mut found: Vec<_> = found.into_iter().map(Vec::into_iter).collect();
        let mut of_steps: Vec<Scored> = Vec::with_capacity(steps.len());
        for within in within.chunks(1) {
            let mut of_step: Vec<Found> = found.iter_mut().filter_map(Iterator::next).collect();
            let scoring = of_step.iter().flat_map(|found| &found.scored);
            let scoring = scoring.filter(|(score, _)| *score > 0.0).count();
            // A passage that matches need not score: a single character may stand only within words.
            if scoring < missing && !within[0].must_score {
                let again = of_step.into_par_iter().zip(segments.clone());
                let again = again.map(|(found, number)| match found.all {
                    true => Ok(vec![found]),
                    false => in_segment(number, within, |_, _| true),
                });
                of_step = again.collect::<Result<Vec<_>, QueryError>>()?.concat();
            }
            let scored = of_step.into_iter().map(|found| found.scored);
            of_steps.push(scored.collect::<Vec<_>>().concat());
        }
        for (step, scored) in steps.iter().zip(of_steps) {
            self.take(step, scored, missing, looked_at)?;
        }
        Ok(())
    }

    /// The passages that a step takes.
    fn within(&self, step: &Step) -> Result<Within, QueryError> {
        let holds = (!step.all_that_score).then(|| step.holds.box_clone());
        let mut within = self.ranked.within(holds, self.filter.query_with_copies());
        if let Some(except) = &step.except {
            let except = (Occur::MustNot, except.box_clone());
            within = Box::new(BooleanQuery::new(vec![(Occur::Must, within), except]));
        }
        let scoring = EnableScoring::disabled_from_searcher(&self.index.searcher);
        Ok(Within {
            weight: within.weight(scoring)?,
            must_score: step.all_that_score,
            least: Least::default(),
        })
    }

    /// Adds the best `missing` of those that a step found.
    fn take(
        &mut self,
        step: &Step,
        mut scored: Scored,
        missing: usize,
        looked_at: usize,
    ) -> Result<(), QueryError> {
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
        if step.tier != Tier::AsWritten {
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

/// The best `count`, and all that score as much as the last of them.
fn first(best: &mut [Best], count: usize) -> &mut [Best] {
    best.sort_by(|a, b| b.score.total_cmp(&a.score));
    let least = match count.checked_sub(1) {
        Some(last) => best.get(last).map_or(Score::MIN, |best| best.score),
        None => Score::INFINITY,
    };
    let end = best.partition_point(|best| best.score >= least);
    &mut best[..end]
}

/// Keeps the best `wanted` and all that score as much as the last of them; returns the score of that one.
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
    use crate::query::blocks::Blocks;
    use crate::query::locate::reports_by_path;
    use crate::query::rank::rank;
    use crate::query::search::search;
    use crate::query::synonyms::Synonyms;
    use crate::query::{FilterArgs, ParsedQuery};

    /// Words that contain one another, alone and in synonyms.
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

    /// Thirty texts of random words.
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
        filter: &Filter,
        choose_each: Choice,
        wanted: usize,
    ) -> Vec<(String, u32, Tier, Score)> {
        let parsed = ParsedQuery::parse(query).unwrap();
        let ranked = rank(index, &parsed.with(Synonyms::builtin())).unwrap();
        let best = best_by(choose_each, index, &ranked, filter, wanted).unwrap();
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

    /// A filter for the reports of these numbers by path.
    fn only(index: &OpenIndex, numbers: &[usize]) -> Filter {
        let places = reports_by_path(index, &Filter::default()).unwrap();
        let id = |at: &usize| {
            let (segment, doc) = places[*at];
            index.report(segment, doc).unwrap().record.id
        };
        let args = FilterArgs {
            reports: numbers.iter().map(id).collect(),
            ..FilterArgs::default()
        };
        Filter::resolve(&args, index).unwrap()
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
            for numbers in [&[][..], &[0, 1, 25, 29], &[14]] {
                let [of_whole, of_parts] = [&whole, &parts].map(|index| only(index, numbers));
                for wanted in [1, 10, 100, 1000] {
                    let right = found(&whole, query, &of_whole, |_, _| true, wanted);
                    assert!(!right.is_empty(), "{query}");
                    for (index, filter, choose_each) in [
                        (&whole, &of_whole, (|_, _| false) as Choice),
                        (&parts, &of_parts, |_, _| true),
                        (&parts, &of_parts, |_, _| false),
                        (&parts, &of_parts, |each, _| each % 2 == 0),
                        (&parts, &of_parts, |each, windows| each <= windows),
                    ] {
                        let found = found(index, query, filter, choose_each, wanted);
                        assert_eq!(found, right, "{query}, {wanted} wanted of {numbers:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn copies_that_are_left_out_are_found_in_no_way() {
        let mut texts = texts(&WORDS);
        texts.push(texts[3].clone());
        let made = made_in_parts(texts.chunks(16).map(<[String]>::to_vec));
        let index = OpenIndex::open(&made.home).unwrap();
        assert_eq!(index.searcher.segment_readers().len(), 2);
        let mut once = Filter::default();
        assert_eq!(once.take_each_report_once(&index, None).unwrap(), 1);
        let mut without = Filter::default();
        without.add_conditions(&index, "-普法").unwrap();
        without.take_each_report_once(&index, None).unwrap();
        for query in [
            "行政复议",
            "调解 普法",
            "普法怎样宣传法治？",
            &WORDS.concat(),
        ] {
            let all = found(&index, query, &Filter::default(), |_, _| true, 1000);
            let paths: HashSet<&str> = all.iter().map(|(path, ..)| path.as_str()).collect();
            assert!(paths.contains("003.txt") && paths.contains("030.txt"));
            for filter in [&once, &without] {
                for wanted in [1, 10, 100, 1000] {
                    let right = found(&index, query, filter, |_, _| true, wanted);
                    assert!(right.iter().all(|(path, ..)| path != "030.txt"));
                    for choose_each in [(|_, _| false) as Choice, |each, _| each % 2 == 0] {
                        let found = found(&index, query, filter, choose_each, wanted);
                        assert_eq!(found, right, "{query}, {wanted} wanted");
                    }
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
        // 复 stands only within words, which do not score for a query of it.
        let scoring = texts(&[&["复议"; 40][..], &["，法，"]].concat());
        let silent = texts(&["复议", "的"]);
        let made = made_in_parts([scoring, silent]);
        let index = OpenIndex::open(&made.home).unwrap();
        assert!(index.searcher.segment_readers().len() > 1);
        let score = |wanted| {
            let found = found(&index, "复 法", &Filter::default(), |_, _| true, wanted);
            found.iter().filter(|(.., score)| *score > 0.0).count()
        };
        assert!((50..300).contains(&score(1000)), "{}", score(1000));
        for wanted in [10, 100, 300, 500, 1000] {
            let right = found(&index, "复 法", &Filter::default(), |_, _| true, wanted);
            for choose_each in [
                (|_, all| all > 0) as Choice,
                |_, all| all == 0,
                |_, _| false,
            ] {
                let found = found(&index, "复 法", &Filter::default(), choose_each, wanted);
                assert_eq!(found.len(), right.len(), "{wanted} wanted");
                assert_eq!(found, right, "{wanted} wanted");
            }
        }
    }
}

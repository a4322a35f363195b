//! What holds for every text: it is read or refused, and running text is words.

use proptest::prelude::*;

use super::super::*;
use super::tree;

/// What the tree promises.
fn holds(of: &Node, top: bool) -> bool {
    let inner = |nodes: &[Node]| nodes.len() > 1 && nodes.iter().all(|node| holds(node, false));
    let not = |node: &Node| matches!(node, Node::Not(_));
    match of {
        Node::Word(_) => top,
        Node::Any(nodes) => inner(nodes) && !nodes.iter().any(not),
        Node::All(nodes) => inner(nodes) && !nodes.iter().all(not),
        Node::Not(node) => !top && !not(node) && holds(node, false),
        Node::Ordered { terms, within } => terms.len() > 1 && *within <= MOST_DISTANCE,
        Node::Near { within, .. } => *within <= MOST_DISTANCE,
        Node::Phrase(_) | Node::Prefix(_) | Node::Field { .. } => true,
    }
}

fn check(written: &str) {
    match parse(written) {
        Ok(query) => {
            let mut end = 0;
            for clause in &query.clauses {
                let word = matches!(clause.node, Node::Word(_));
                assert_eq!(clause.occur == Occur::Should, word, "{clause:?}");
                assert!(holds(&clause.node, true), "{clause:?}");
                assert!(clause.span.start >= end && !written[clause.span.clone()].is_empty());
                end = clause.span.end;
            }
        }
        Err(error) => {
            assert!(written.is_char_boundary(error.at), "{error:?}");
            assert_eq!(error.to_string().lines().count(), 3, "{error}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(written in any::<String>()) {
        check(&written);
    }

    #[test]
    fn any_row_of_signs_is_read_or_refused(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "普法", "行政 复议", "5g", "。", "，", " ", " ", " ", "　", "\n", "\"", "“", "”", "「",
                "(", ")", "（", "）", "-", "－", "*", "~", "～5", "|", " OR ", " NEAR/3 ", "NEAR",
                "region:", "云南", "year：2024", "regoin:", "x:", ":", "\u{301}", "\u{200B}", "\u{0}",
            ]),
            0..24,
        )
    ) {
        check(&pieces.concat());
    }

    #[test]
    fn han_text_is_words(words in prop::collection::vec("[\u{3400}-\u{4DBF}\u{4E00}-\u{9FFF}\u{20000}-\u{2A6DF}〇]{1,12}", 1..6)) {
        prop_assert_eq!(tree(&words.join(" ")), words.join(" "));
    }

    #[test]
    fn running_text_is_words_and_no_mistake(
        text in "[\u{4E00}-\u{9FFF}0-9，。？！（）：、；《》—…%]{1,200}"
    ) {
        let query = parse(&text);
        prop_assert!(query.is_ok(), "{:?}", query);
        let clauses = query.map(|query| query.clauses).unwrap_or_default();
        prop_assert!(clauses.iter().all(|clause| clause.occur == Occur::Should));
    }
}

//! The query as typed: words, `"exact phrases"`, `-excluded` words.
//!
//! Chinese quotation marks work as their ASCII twin. A minus sign excludes only
//! at the start of a word, so that `2021-2025` stays a range of years.

use super::error::QueryError;
use crate::text::{Folded, Term};

/// A query taken apart.
#[derive(Clone, Debug)]
pub struct ParsedQuery {
    /// As typed.
    pub written: String,
    /// The words to rank by, those of phrases included.
    pub text: String,
    /// The whole query as one term, where it can be one.
    pub whole: Option<Term>,
    /// Phrases that every hit must hold.
    pub phrases: Vec<Term>,
    /// Terms that no hit may hold.
    pub excluded: Vec<Term>,
}

impl ParsedQuery {
    /// Takes a query apart.
    pub fn parse(written: &str) -> Result<Self, QueryError> {
        let mut text = String::new();
        let mut phrases = Vec::new();
        let mut excluded = Vec::new();
        let mut rest = written.trim_start();
        while let Some(first) = rest.chars().next() {
            let (minus, body) = match rest.strip_prefix(['-', '－']) {
                Some(body) if !body.starts_with(char::is_whitespace) => (true, body),
                _ => (false, rest),
            };
            let piece = if body.starts_with(is_quote) {
                phrase(written, body)?
            } else {
                word(body)
            };
            rest = piece.rest.trim_start();
            if piece.text.is_empty() {
                // A lone sign: step over it.
                rest = &rest[if piece.rest.len() == rest.len() && !piece.quoted {
                    first.len_utf8()
                } else {
                    0
                }..];
                continue;
            }
            if minus {
                excluded.push(Term::parse(piece.text)?);
                continue;
            }
            if piece.quoted {
                phrases.push(Term::parse(piece.text)?);
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(piece.text);
        }
        if Folded::new(&text).units.is_empty() {
            let written = written.to_owned();
            return Err(if excluded.is_empty() {
                QueryError::Empty(written)
            } else {
                QueryError::OnlyExcluded(written)
            });
        }
        Ok(ParsedQuery {
            written: written.to_owned(),
            whole: Term::parse(&text).ok(),
            text,
            phrases,
            excluded,
        })
    }
}

struct Piece<'a> {
    text: &'a str,
    quoted: bool,
    rest: &'a str,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '＂' | '「' | '」')
}

fn phrase<'a>(written: &str, text: &'a str) -> Result<Piece<'a>, QueryError> {
    let open = text.chars().next().map_or(0, char::len_utf8);
    let close = text[open..]
        .find(is_quote)
        .ok_or_else(|| QueryError::OpenQuote(written.to_owned()))?
        + open;
    let after = close + text[close..].chars().next().map_or(0, char::len_utf8);
    Ok(Piece {
        text: text[open..close].trim(),
        quoted: true,
        rest: &text[after..],
    })
}

fn word(text: &str) -> Piece<'_> {
    let end = text
        .find(|c: char| c.is_whitespace() || is_quote(c))
        .unwrap_or(text.len());
    Piece {
        text: &text[..end],
        quoted: false,
        rest: &text[end..],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(query: &str) -> (String, Vec<String>, Vec<String>) {
        let query = ParsedQuery::parse(query).unwrap();
        let written =
            |terms: Vec<Term>| terms.iter().map(|term| term.written().to_owned()).collect();
        (query.text, written(query.phrases), written(query.excluded))
    }

    #[test]
    fn words_phrases_and_excluded_words_are_told_apart() {
        let strings = |words: &[&str]| {
            words
                .iter()
                .map(|&word| word.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            parsed("行政复议 申请"),
            ("行政复议 申请".into(), vec![], vec![])
        );
        assert_eq!(
            parsed("“双随机、一公开”监管 -企业"),
            (
                "双随机、一公开 监管".into(),
                strings(&["双随机、一公开"]),
                strings(&["企业"])
            )
        );
        assert_eq!(
            parsed("规划 2021-2025"),
            ("规划 2021-2025".into(), vec![], vec![])
        );
        assert_eq!(
            parsed("调解 -\"人民 调解\""),
            ("调解".into(), vec![], strings(&["人民 调解"]))
        );
        assert_eq!(parsed("普法 - 调解").0, "普法 - 调解");
    }

    #[test]
    fn queries_that_say_nothing_are_refused() {
        assert!(matches!(
            ParsedQuery::parse("，。、"),
            Err(QueryError::Empty(_))
        ));
        assert!(matches!(ParsedQuery::parse(""), Err(QueryError::Empty(_))));
        assert!(matches!(
            ParsedQuery::parse("-普法"),
            Err(QueryError::OnlyExcluded(_))
        ));
        assert!(matches!(
            ParsedQuery::parse("\"普法"),
            Err(QueryError::OpenQuote(_))
        ));
    }
}

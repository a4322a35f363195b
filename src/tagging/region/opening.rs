//! Whose report an opening says it is: the name that is the subject of its first sentences.
//!
//! `在曲靖市委、市政府领导下,沾益区…`, `按照《湖北省…方案》要求,现将长阳县…`: an opening names superiors, laws and models before its
//! subject, and often an addressee first of all. If nothing is named, the unit that speaks still tells the
//! level: `2024年,我局…`.
//!
//! Invariant: a name that is not the subject becomes a vote for the places around it, or nothing.

use super::claims::{Claim, Source, leading_phrase, named, unnamed};
use super::reader::{Mention, Reader};
use super::settle::Votes;
use super::townships::is_han;
use super::unit::Unit;
use super::words::{Kind, Words, ends, first_chars};

/// How far into an opening its addressee may reach, in characters.
const ADDRESSEE: usize = 40;

/// How many characters after the name of a congress its meeting is named.
const SESSION: usize = 30;

/// The last characters that may stand between a clause's beginning and its subject.
const OPENS_CLAUSE: &str = "年度来将是";

/// How a place that has townships speaks of itself.
const OWN_PLACES: [&str; 8] = [
    "我县", "我市", "我区", "我旗", "我州", "全县", "全市", "全区",
];

/// How much a name in an opening that is not its subject says for the places around it.
const OTHER_IN_OPENING: f32 = 2.0;

/// An opening: the first name that is a subject, or the unit that speaks before it.
pub(super) fn opened(reader: &Reader, text: &str, votes: &mut Votes) -> Vec<Claim> {
    let (addressee, text) = addressed(text);
    for mention in reader.read(addressee) {
        votes.add(mention.codes, OTHER_IN_OPENING);
    }
    let mentions = reader.read(text);
    if let Some(owner) = (mentions.iter()).position(|mention| is_of_congress(text, mention)) {
        let others = mentions.iter().enumerate().filter(|(at, _)| *at != owner);
        others.for_each(|(_, other)| votes.add(other.codes.clone(), OTHER_IN_OPENING));
        // Whoever speaks there does so for the government.
        let mut claim = named(Source::Opening, text, &mentions[owner]);
        claim.unit = Some(Unit::Own);
        return vec![claim];
    }
    let mut subjects: Vec<&Mention> = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        let before = text[..mention.start].trim_end_matches('|');
        if ends(before, &reader.words.partner) {
            continue;
        }
        let quoted = before.rfind('《') > before.rfind('》');
        let next = mentions.get(index + 1);
        let listed = before.ends_with('、')
            || next.is_some_and(|next| matches!(&text[mention.end..next.start], "、" | "和"));
        // 我县…土门乡: what has townships is not one itself.
        let is_part = mention.codes.iter().all(|code| code.len() == 9)
            && OWN_PLACES.iter().any(|own| before.contains(own));
        let other = quoted || listed || is_part;
        if other || mention.weak || ends(before, &reader.words.before_other) {
            votes.add(mention.codes.clone(), OTHER_IN_OPENING);
        } else {
            subjects.push(mention);
        }
    }
    // A subject opens its clause: 2023年,武胜县… or 现将武胜县….
    let opens = |mention: &&&Mention| {
        let before = text[..mention.start].trim_end_matches('|');
        before
            .chars()
            .next_back()
            .is_none_or(|char| !is_han(char) || OPENS_CLAUSE.contains(char))
    };
    let owner = subjects.iter().find(opens).or(subjects.first()).copied();
    for mention in &subjects {
        if owner.is_none_or(|owner| owner.start != mention.start) {
            votes.add(mention.codes.clone(), OTHER_IN_OPENING);
        }
    }
    let end = owner.map_or(text.len(), |mention| mention.start);
    let owner = owner.map(|mention| named(Source::Opening, text, mention));
    speaker(&reader.words, &text[..end])
        .into_iter()
        .chain(owner)
        .collect()
}

/// Whether a report is read to the congress of this place: `在龙港市第二届人民代表大会…会议上`
fn is_of_congress(text: &str, place: &Mention) -> bool {
    let session = text[place.end..].strip_prefix('第');
    let session = session.and_then(|after| after.split_once('届'));
    text[..place.start].ends_with('在')
        && session.is_some_and(|(number, congress)| {
            number.chars().count() <= 3
                && congress.starts_with("人民代表大会")
                && first_chars(congress, SESSION).contains("会议")
        })
}

/// An opening's addressee, `县司法局:`, and the rest.
fn addressed(text: &str) -> (&str, &str) {
    let Some(colon) = first_chars(text, ADDRESSEE).find([':', '：']) else {
        return ("", text);
    };
    let names_no_one = ["年", "如下", "。", "现将"]
        .iter()
        .any(|word| text[..colon].contains(word));
    if names_no_one {
        ("", text)
    } else {
        text.split_at(colon)
    }
}

/// The unit without a place name that speaks in an opening: 我局, 县司法局, 示范区管委会.
fn speaker(words: &Words, text: &str) -> Option<Claim> {
    let clauses = text.split([',', '。', ';', ':', '\n']).map(leading_phrase);
    clauses
        .filter(|phrase| !phrase.is_empty())
        .enumerate()
        .find_map(|(index, phrase)| {
            // Further on, a unit may be anybody's: 被市司法局评为.
            let speaks = index == 0
                || phrase.starts_with(['我', '本'])
                || Kind::of_unit_word(phrase).is_some();
            let claim = speaks.then(|| unnamed(words, Source::Opening, phrase))?;
            // 在市委领导和市人大常委会监督下.
            claim.filter(|claim| !ends(&claim.phrase, &words.no_speaker))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_told_of_first_need_not_speak() {
        let words = Words::embedded();
        let unit = |text| speaker(&words, text).and_then(|claim| claim.unit);
        let department = Some(Unit::Department);
        assert_eq!(unit("2023年,县司法局坚持依法行政"), department);
        assert_eq!(unit("市委领导下,市人大常委会、市政协监督下,"), None);
        assert_eq!(unit("县人民法院建议9件,我局办结9件"), department);
    }

    #[test]
    fn an_addressee_is_not_the_speaker() {
        assert_eq!(
            addressed("县司法局:2023年,我镇"),
            ("县司法局", ":2023年,我镇")
        );
        assert_eq!(
            addressed("现将情况报告如下:我镇"),
            ("", "现将情况报告如下:我镇")
        );
        assert_eq!(addressed("2023年:我镇"), ("", "2023年:我镇"));
    }
}

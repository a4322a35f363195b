//! Reads who owns a short text: a title, an issuer line, a signature, a folder's name.
//!
//! Names that lie within each other, 云南省昆明市禄劝县, are one mention of the last; what follows tells the unit. A
//! bare stem (朝阳, 西湖) counts only if its surroundings make it a place.
//!
//! Invariant: the codes of a mention are all that are possible, at least one, and all of one place name.

use super::gazetteer::{Form, Gazetteer, Place};
use super::townships::{Town, Townships, is_han};
use super::unit::{Unit, after_place};
use super::words::{Words, begins, ends};

/// What may stand between two names of one chain.
const LINKS: [&str; 6] = ["人民政府", "政府", "委员会", "·", "-", "_"];

/// What a department's branch in a county is called, after the county's stem.
const BRANCHES: [&str; 5] = ["分局", "支局", "分公司", "大队", "管理部"];

/// What the local office of a central authority has before its place: 中华人民共和国武汉海关.
const CENTRAL: [&str; 3] = ["共和国", "总局", "银行"];

/// Characters that may stand before a name that is also a common word.
const BEFORE_WEAK: &str = "于共将年度自";

/// A place named in a short text, and the unit that it names there.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Byte offset where the chain of names begins.
    pub start: usize,
    /// Byte offset where the chain ends.
    pub end: usize,
    /// Byte offset where the unit's name ends.
    pub unit_end: usize,
    /// What the chain's last name may mean.
    pub codes: Vec<&'static str>,
    /// The unit.
    pub unit: Unit,
    /// Whether it is named only by a bare stem.
    pub weak: bool,
}

/// Names and words, to read with.
#[derive(Debug)]
pub(super) struct Reader {
    /// Counties and above.
    pub gazetteer: Gazetteer,
    /// Townships.
    pub townships: Townships,
    /// The words around them.
    pub words: Words,
}

/// A name in the text: a place or a township.
struct Item {
    start: usize,
    end: usize,
    codes: Vec<&'static str>,
    form: Form,
    weak: bool,
}

impl Reader {
    /// All mentions of a short text, in its order.
    pub(super) fn read(&self, text: &str) -> Vec<Mention> {
        let items = self.items(text);
        let mut mentions: Vec<Mention> = Vec::new();
        let mut at = 0;
        while at < items.len() {
            let mut last = at;
            let mut codes = items[at].codes.clone();
            while let Some(next) = items.get(last + 1) {
                let link = &text[items[last].end..next.start];
                if !(link.is_empty() || LINKS.contains(&link)) {
                    break;
                }
                let Some(joined) = join(&codes, next) else {
                    break;
                };
                codes = joined;
                last += 1;
            }
            let end = items[last + 1..]
                .iter()
                .find(|item| item.form != Form::Stem);
            let end = end.map_or(text.len(), |item| item.start);
            let mention = self.mention(&text[..end], &items[at..=last], codes);
            at = last + 1;
            let Some(mention) = mention else { continue };
            // 公安局梁溪分局: the branch's place is that of the department.
            match mentions.last_mut() {
                Some(before)
                    if before.unit == Unit::Department && mention.start <= before.unit_end =>
                {
                    if mention.unit == Unit::Department && is_below(&mention.codes, &before.codes) {
                        let codes = below(&mention.codes, &before.codes);
                        before.codes = codes;
                        before.unit_end = mention.unit_end.max(before.unit_end);
                    }
                }
                _ => mentions.push(mention),
            }
        }
        mentions
    }

    /// What a folder or file name means that consists of a place's name alone, however short, and whether
    /// that is a bare stem.
    pub(super) fn whole(&self, name: &str) -> Option<(Vec<&'static str>, bool)> {
        if let Some(place) = self.gazetteer.exactly(name) {
            return Some((codes_of(&place), place.form() == Form::Stem));
        }
        let towns = self.townships.named(name);
        (!towns.is_empty()).then_some((towns, false))
    }

    /// Places and townships; of those that overlap, the one that covers the other.
    fn items(&self, text: &str) -> Vec<Item> {
        let places = self.gazetteer.places(text);
        let towns: Vec<Town> = self
            .townships
            .find(text)
            .into_iter()
            .filter(|town| {
                !places.iter().any(|place| {
                    let overlap = place.start < town.end && town.start < place.end;
                    overlap && place.end >= town.end && place.form() != Form::Stem
                })
            })
            .collect();
        let free = |place: &&Place<'_>| {
            // 江汉油田, 鼓楼街: something named after a place, or only like it.
            let other = place.form() == Form::Stem && begins(&text[place.end..], &self.words.road);
            let inside = |town: &Town| place.start < town.end && town.start < place.end;
            !other && !towns.iter().any(inside)
        };
        let mut items: Vec<Item> = places
            .iter()
            .filter(free)
            .map(|place| Item {
                start: place.start,
                end: place.end,
                codes: codes_of(place),
                form: place.form(),
                weak: place.weak,
            })
            .collect();
        items.extend(towns.iter().map(|town| Item {
            start: town.start,
            end: town.end,
            codes: town.codes.clone(),
            form: Form::Named,
            weak: false,
        }));
        items.sort_by_key(|item| item.start);
        items
    }

    /// A chain of names with the unit after it; `None` if it names something else.
    fn mention(&self, text: &str, chain: &[Item], codes: Vec<&'static str>) -> Option<Mention> {
        let (first, last) = (chain.first()?, chain.last()?);
        let rest = &text[last.end..];
        let stem = last.form == Form::Stem;
        if begins(rest, &self.words.institution) {
            return None;
        }
        let (unit, length) = after_place(&self.words, rest);
        let alone = chain.len() == 1;
        let before = &text[..first.start];
        if alone
            && stem
            && !self.is_place(
                &text[first.start..first.end],
                &codes,
                before,
                rest,
                unit,
                length,
            )
        {
            return None;
        }
        let at_boundary = before
            .chars()
            .next_back()
            .is_none_or(|char| !is_han(char) || BEFORE_WEAK.contains(char));
        if alone && !stem && last.weak && !at_boundary {
            return None;
        }
        let zone = chain.iter().any(|item| item.form == Form::Zone) || before.ends_with('师');
        let unit = if zone && unit != Unit::Department {
            Unit::Zone
        } else {
            unit
        };
        Some(Mention {
            start: first.start,
            end: last.end,
            unit_end: last.end + length,
            codes,
            unit,
            weak: alone && stem && length == 0,
        })
    }

    /// Whether a bare stem that stands alone is a place here.
    fn is_place(
        &self,
        stem: &str,
        codes: &[&str],
        before: &str,
        rest: &str,
        unit: Unit,
        length: usize,
    ) -> bool {
        let at_start = ends(before, &CENTRAL)
            || before
                .chars()
                .next_back()
                .is_none_or(|char| !is_han(char) || BEFORE_WEAK.contains(char));
        let at_end =
            rest.chars().next().is_none_or(|char| !is_han(char)) || begins(rest, &self.words.stop);
        // 资源和规划局 is no 资源县's; 寻甸分局 is 寻甸县's, and 市场监管局 after a mark its owner's.
        let branch = BRANCHES.iter().any(|branch| rest.starts_with(branch));
        (unit != Unit::Own || length > 0) && (at_start || branch || begins(rest, &self.words.zone))
            || stem.chars().count() > 2
            || codes.iter().any(|code| code.len() == 2)
            || at_start && at_end
            || begins(rest, &self.words.media)
            || ends(before, &self.words.slogan)
    }
}

/// The codes of a place.
pub(super) fn codes_of(place: &Place<'_>) -> Vec<&'static str> {
    place.meanings.iter().map(|meaning| meaning.code).collect()
}

/// What the next name of a chain means, given what stands before it; `None` if it does not belong to the
/// chain.
fn join(above: &[&'static str], next: &Item) -> Option<Vec<&'static str>> {
    let mut joined = below(&next.codes, above);
    if joined.is_empty() && next.form == Form::Zone {
        // 成都天府新区: the zone's row says only 四川.
        joined = above
            .iter()
            .copied()
            .filter(|code| next.codes.iter().any(|zone| code.starts_with(zone)))
            .collect();
    }
    joined.dedup();
    (!joined.is_empty()).then_some(joined)
}

/// The `codes` that lie below one of `above`, or are one of a zone's own.
fn below(codes: &[&'static str], above: &[&'static str]) -> Vec<&'static str> {
    codes
        .iter()
        .copied()
        .filter(|code| above.iter().any(|above| code.starts_with(above)))
        .collect()
}

fn is_below(codes: &[&'static str], above: &[&'static str]) -> bool {
    !below(codes, above).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::divisions::{Divisions, Row};

    fn reader() -> Reader {
        let rows: Vec<Row> = Divisions::embedded().rows().collect();
        let words = Words::embedded();
        let gazetteer = Gazetteer::new(&rows, &words);
        Reader {
            gazetteer,
            townships: Townships::new(&rows),
            words,
        }
    }

    fn first(text: &str) -> Option<(Vec<&'static str>, Unit)> {
        reader()
            .read(text)
            .into_iter()
            .next()
            .map(|mention| (mention.codes, mention.unit))
    }

    #[test]
    fn a_chain_means_its_last_name() {
        for (text, code, unit) in [
            ("江苏省南京市鼓楼区2023年", "320106", Unit::Own),
            ("江苏南京鼓楼区人民政府", "320106", Unit::Own),
            ("云南省昆明市禄劝县汤郎乡2024年", "530128207", Unit::Own),
            ("盘龙区人民政府东华街道办事处", "530103003", Unit::Own),
            ("第八师石河子市2022年", "659001", Unit::Zone),
            ("成都天府新区2022年", "5101", Unit::Zone),
            ("无锡市公安局梁溪分局2023年", "320213", Unit::Department),
            ("昆明市市场监督管理局2023年", "5301", Unit::Department),
            ("贵阳高新区2023年", "5201", Unit::Zone),
            ("武汉江汉经济开发区2023年", "420103", Unit::Zone),
            ("潜江市江汉油田管理区", "429005", Unit::Zone),
            ("广安市武胜街道办事处", "5116", Unit::Township),
        ] {
            assert_eq!(first(text), Some((vec![code], unit)), "{text}");
        }
    }

    #[test]
    fn other_names_are_no_mention() {
        for text in [
            "北京大学",
            "学习枫桥经验",
            "云南路街区",
            "江汉油田管理区2023年",
            "江汉平原管理局",
            "长安街派出所2023年",
            "武胜街道2023年",
            "省、市和县委",
            "四川省高级人民法院",
            "建设和平家园",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn a_lone_stem_needs_its_surroundings() {
        let codes = |text| first(text).map(|(codes, _)| codes);
        assert_eq!(codes("禄劝2023年法治政府建设报告"), Some(vec!["530128"]));
        assert_eq!(codes("被许昌新闻报道"), Some(vec!["4110"]));
        assert_eq!(codes("推进法治禄劝建设"), Some(vec!["530128"]));
        assert_eq!(codes("游览西湖美景"), None);
    }
}

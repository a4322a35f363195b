//! What else a person may have meant to write: characters of the same sound, by the table of the
//! `pinyin` crate, and of a like shape (`data/lookalikes.txt`), and what Latin letters spell.

// The characters of each syllable without its tone, ü written v as it is typed; made by `build.rs`.
include!(concat!(env!("OUT_DIR"), "/syllables.rs"));

static LOOKALIKES: &str = include_str!("../../data/lookalikes.txt");

/// The most ways to cut letters into syllables that are looked at.
const MOST_SPELLINGS: usize = 8;
/// The most syllables that are taken for one term: each multiplies the ways to cut.
const MOST_SYLLABLES: usize = 8;

/// Characters that sound or look like `c`, itself left out.
pub fn of(c: char) -> Vec<char> {
    let sounds = SYLLABLES.iter().map(|(_, alike)| *alike);
    let shapes = LOOKALIKES.lines().filter(|line| !line.starts_with('#'));
    let groups = sounds.chain(shapes).filter(|group| group.contains(c));
    let others = groups.flat_map(str::chars).filter(|other| *other != c);
    let mut all: Vec<char> = others.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What letters spell: for each way to cut them into syllables, the characters of each.
pub fn spelled(letters: &str) -> Vec<Vec<&'static str>> {
    let letters = letters.replace('ü', "v");
    let mut ways = Vec::new();
    let words: Vec<&str> = letters
        .split([' ', '\''])
        .filter(|word| !word.is_empty())
        .collect();
    spell(&words, &mut Vec::new(), &mut ways);
    ways
}

fn spell(words: &[&str], so_far: &mut Vec<&'static str>, ways: &mut Vec<Vec<&'static str>>) {
    let Some((word, rest)) = words.split_first() else {
        return ways.push(so_far.clone());
    };
    if so_far.len() == MOST_SYLLABLES {
        return;
    }
    // The longest syllable first: xian is 先 before it is 西安.
    for end in (1..=word.len().min(6)).rev() {
        let Some(alike) = word.get(..end).and_then(syllable) else {
            continue;
        };
        if ways.len() >= MOST_SPELLINGS {
            return;
        }
        so_far.push(alike);
        if end == word.len() {
            spell(rest, so_far, ways);
        } else {
            let left: Vec<&str> = std::iter::once(&word[end..])
                .chain(rest.iter().copied())
                .collect();
            spell(&left, so_far, ways);
        }
        so_far.pop();
    }
}

/// The characters of a syllable.
fn syllable(letters: &str) -> Option<&'static str> {
    let at = SYLLABLES.binary_search_by_key(&letters, |(syllable, _)| syllable);
    at.ok().map(|at| SYLLABLES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_one_sound_or_shape_are_neighbours() {
        assert!(of('风').contains(&'枫'));
        assert!(of('治').contains(&'冶'));
        // A character of two sounds has the neighbours of both.
        assert!(of('调').contains(&'条') && of('调').contains(&'掉'));
        assert!(!of('法').contains(&'法'));
    }

    #[test]
    fn letters_are_cut_into_syllables_in_every_way() {
        let spells = |letters: &str, wanted: &str| {
            spelled(letters).iter().any(|way| {
                way.len() == wanted.chars().count()
                    && way
                        .iter()
                        .zip(wanted.chars())
                        .all(|(alike, c)| alike.contains(c))
            })
        };
        assert!(spells("fengqiao jingyan", "枫桥经验"));
        assert!(spells("xian", "先") && spells("xian", "西安"));
        assert!(spells("falv", "法律") && spells("falü", "法律"));
        assert!(spelled("gdp").is_empty());
        assert!(spelled(&"xian".repeat(1000)).is_empty());
    }
}

//! What else a person may have meant to write: characters of the same sound, by the table of the
//! `pinyin` crate, and of a like shape (`data/lookalikes.txt`), and what Latin letters spell.

use std::collections::HashMap;

use pinyin::ToPinyinMulti;

static LOOKALIKES: &str = include_str!("../../data/lookalikes.txt");

/// Ways to cut letters into syllables that are looked at.
const MOST_SPELLINGS: usize = 8;
/// Syllables that are taken for one term, at most: the ways to cut grow with each.
const MOST_SYLLABLES: usize = 8;

/// The characters that may stand for others.
pub struct Neighbours {
    by_sound: HashMap<String, Vec<char>>,
}

impl Neighbours {
    /// Reads the tables: a millisecond.
    pub fn new() -> Self {
        let mut by_sound: HashMap<String, Vec<char>> = HashMap::new();
        for c in '\u{4E00}'..='\u{9FFF}' {
            for sound in sounds(c) {
                let alike = by_sound.entry(sound).or_default();
                // Tones apart, a character may have a sound twice.
                if alike.last() != Some(&c) {
                    alike.push(c);
                }
            }
        }
        Neighbours { by_sound }
    }

    /// Characters that sound or look like `c`, itself left out.
    pub fn of(&self, c: char) -> Vec<char> {
        let heard = sounds(c).into_iter();
        let heard = heard.flat_map(|sound| self.by_sound.get(&sound).into_iter().flatten());
        let groups = LOOKALIKES.lines().filter(|line| !line.starts_with('#'));
        let seen = groups.filter(|group| group.contains(c));
        let mut all: Vec<char> = heard
            .copied()
            .chain(seen.flat_map(str::chars))
            .filter(|other| *other != c)
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What letters spell: for each way to cut them into syllables, the characters of each.
    pub fn spelled(&self, letters: &str) -> Vec<Vec<&[char]>> {
        let letters = letters.replace('ü', "v");
        let mut ways = Vec::new();
        let words: Vec<&str> = letters
            .split([' ', '\''])
            .filter(|word| !word.is_empty())
            .collect();
        self.spell(&words, &mut Vec::new(), &mut ways);
        ways
    }

    fn spell<'n>(
        &'n self,
        words: &[&str],
        so_far: &mut Vec<&'n [char]>,
        ways: &mut Vec<Vec<&'n [char]>>,
    ) {
        let Some((word, rest)) = words.split_first() else {
            return ways.push(so_far.clone());
        };
        if so_far.len() == MOST_SYLLABLES {
            return;
        }
        // The longest syllable first: xian is 先 before it is 西安.
        for end in (1..=word.len().min(6)).rev() {
            let Some(alike) = word
                .get(..end)
                .and_then(|syllable| self.by_sound.get(syllable))
            else {
                continue;
            };
            if ways.len() >= MOST_SPELLINGS {
                return;
            }
            so_far.push(alike);
            if end == word.len() {
                self.spell(rest, so_far, ways);
            } else {
                let left: Vec<&str> = std::iter::once(&word[end..])
                    .chain(rest.iter().copied())
                    .collect();
                self.spell(&left, so_far, ways);
            }
            so_far.pop();
        }
    }
}

/// The sounds of a character, without tones; ü is v, as it is typed.
fn sounds(c: char) -> Vec<String> {
    let Some(all) = c.to_pinyin_multi() else {
        return Vec::new();
    };
    let mut sounds: Vec<String> = all
        .into_iter()
        .map(|sound| sound.plain().replace('ü', "v"))
        .collect();
    sounds.sort_unstable();
    sounds.dedup();
    sounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_one_sound_or_shape_are_neighbours() {
        let neighbours = Neighbours::new();
        assert!(neighbours.of('风').contains(&'枫'));
        assert!(neighbours.of('治').contains(&'冶'));
        // A character of two sounds has the neighbours of both.
        assert!(neighbours.of('调').contains(&'条') && neighbours.of('调').contains(&'掉'));
        assert!(!neighbours.of('法').contains(&'法'));
    }

    #[test]
    fn letters_are_cut_into_syllables_in_every_way() {
        let neighbours = Neighbours::new();
        let spelled = |letters: &str, wanted: &str| {
            neighbours.spelled(letters).iter().any(|way| {
                way.len() == wanted.chars().count()
                    && way
                        .iter()
                        .zip(wanted.chars())
                        .all(|(alike, c)| alike.contains(&c))
            })
        };
        assert!(spelled("fengqiao jingyan", "枫桥经验"));
        assert!(spelled("xian", "先") && spelled("xian", "西安"));
        assert!(spelled("falv", "法律") && spelled("falü", "法律"));
        assert!(neighbours.spelled("gdp").is_empty());
        assert!(neighbours.spelled(&"xian".repeat(1000)).is_empty());
    }
}

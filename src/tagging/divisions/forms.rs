//! The short forms of a division's name: 禄劝县 and 禄劝 for 禄劝彝族苗族自治县.
//!
//! Readers, titles and folder names use them far more than the official ones, so the command line and the
//! detection of regions must use the same ones: they are made only here.
//!
//! Invariant: a form is never shorter than two characters, and never the official name itself.

/// What an official name ends with, and what a short form has in its place. Longer ones first.
const ENDINGS: [(&str, &str); 16] = [
    ("特别行政区", ""),
    ("自治区", "自治区"),
    ("自治州", "州"),
    ("自治县", "县"),
    ("自治旗", "旗"),
    ("矿区", "矿区"),
    ("地区", ""),
    ("新区", ""),
    ("林区", ""),
    ("特区", ""),
    ("盟", ""),
    ("省", ""),
    ("市", ""),
    ("县", ""),
    ("旗", ""),
    ("区", "区"),
];

/// What a township's name ends with.
const TOWNSHIP_ENDINGS: [&str; 4] = ["街道", "苏木", "镇", "乡"];

/// The peoples named in autonomous areas, which short forms drop.
#[derive(Clone, Debug)]
pub struct Peoples(Vec<&'static str>);

/// The short forms of one official name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShortForms<'n> {
    /// The name without its unit word: `禄劝`, `新疆`, `鼓楼`.
    pub stem: Option<&'n str>,
    /// The name with its unit word but without peoples: `禄劝县` and `禄劝自治县`.
    pub with_unit: Vec<String>,
}

impl Peoples {
    /// The list this program was built with.
    #[must_use]
    pub fn embedded() -> Self {
        let lines = include_str!("../../../data/peoples.tsv").lines();
        Self(lines.filter(|line| !line.starts_with('#')).collect())
    }

    /// The short forms of an official name, at any level.
    #[must_use]
    pub fn short_forms<'n>(&self, name: &'n str) -> ShortForms<'n> {
        if let Some((rest, unit)) = TOWNSHIP_ENDINGS
            .iter()
            .find_map(|ending| Some((name.strip_suffix(ending)?, *ending)))
        {
            let stem = self.without(rest.strip_suffix("民族").unwrap_or(rest));
            let with_unit = if stem == rest {
                Vec::new()
            } else {
                vec![format!("{stem}{unit}")]
            };
            return ShortForms {
                stem: long_enough(stem),
                with_unit,
            };
        }
        let Some((rest, ending, unit)) = ENDINGS
            .iter()
            .find_map(|(ending, unit)| Some((name.strip_suffix(ending)?, *ending, *unit)))
        else {
            return ShortForms::default();
        };
        let autonomous = ending.starts_with("自治") || rest.ends_with('族');
        let stem = if autonomous { self.without(rest) } else { rest };
        let mut with_unit = Vec::new();
        if stem != rest {
            with_unit.push(format!("{stem}{unit}"));
            if ending != unit {
                with_unit.push(format!("{stem}{ending}"));
            }
        } else if ending != unit && autonomous {
            with_unit.push(format!("{stem}{unit}"));
        }
        // 井陉矿区 is not called 井陉: that is the county beside it.
        let stem = if unit == "矿区" {
            None
        } else {
            long_enough(stem)
        };
        ShortForms { stem, with_unit }
    }

    /// Whether the division `name` is called `wanted`: by its full name or a short one.
    #[must_use]
    pub fn is_called(&self, name: &str, wanted: &str) -> bool {
        if name == wanted {
            return true;
        }
        let forms = self.short_forms(name);
        forms.stem == Some(wanted) || forms.with_unit.iter().any(|form| form == wanted)
    }

    /// `双江拉祜族佤族布朗族傣族` without its peoples; `东乡族` is the place's own name.
    fn without<'n>(&self, rest: &'n str) -> &'n str {
        let mut stem = rest;
        while let Some(shorter) = self
            .0
            .iter()
            .filter_map(|people| stem.strip_suffix(people))
            .find(|shorter| long_enough(shorter).is_some())
        {
            stem = shorter;
        }
        stem.strip_suffix('族')
            .filter(|stem| long_enough(stem).is_some())
            .unwrap_or(stem)
    }
}

fn long_enough(stem: &str) -> Option<&str> {
    (stem.chars().count() >= 2).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn autonomous_names_lose_their_peoples() {
        let peoples = Peoples::embedded();
        for (name, stem, with_unit) in [
            ("禄劝彝族苗族自治县", "禄劝", "禄劝县 禄劝自治县"),
            (
                "双江拉祜族佤族布朗族傣族自治县",
                "双江",
                "双江县 双江自治县",
            ),
            (
                "积石山保安族东乡族撒拉族自治县",
                "积石山",
                "积石山县 积石山自治县",
            ),
            ("东乡族自治县", "东乡", "东乡县 东乡自治县"),
            ("鄂温克族自治旗", "鄂温克", "鄂温克旗 鄂温克自治旗"),
            ("鄂伦春自治旗", "鄂伦春", "鄂伦春旗"),
            ("隆林各族自治县", "隆林", "隆林县 隆林自治县"),
            ("迪庆藏族自治州", "迪庆", "迪庆州 迪庆自治州"),
            (
                "克孜勒苏柯尔克孜自治州",
                "克孜勒苏",
                "克孜勒苏州 克孜勒苏自治州",
            ),
            ("内蒙古自治区", "内蒙古", ""),
            ("新疆维吾尔自治区", "新疆", "新疆自治区"),
            ("梅里斯达斡尔族区", "梅里斯", "梅里斯区"),
            ("杏儿藏族乡", "杏儿", "杏儿乡"),
            ("白银纳鄂伦春族民族乡", "白银纳", "白银纳乡"),
        ] {
            let forms = peoples.short_forms(name);
            assert_eq!(
                (forms.stem, forms.with_unit.join(" ").as_str()),
                (Some(stem), with_unit),
                "{name}"
            );
        }
    }

    #[test]
    fn plain_names_lose_their_unit_word_only() {
        let peoples = Peoples::embedded();
        for (name, stem) in [
            ("云南省", Some("云南")),
            ("鼓楼区", Some("鼓楼")),
            ("浦东新区", Some("浦东")),
            ("六枝特区", Some("六枝")),
            ("大兴安岭地区", Some("大兴安岭")),
            ("锡林郭勒盟", Some("锡林郭勒")),
            ("蒙自市", Some("蒙自")),
            ("叶县", None),
            ("城区", None),
            ("井陉矿区", None),
            ("南京东路街道", Some("南京东路")),
        ] {
            let forms = peoples.short_forms(name);
            assert_eq!((forms.stem, forms.with_unit), (stem, Vec::new()), "{name}");
        }
    }
}

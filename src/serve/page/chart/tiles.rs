//! China as tiles of one size, a province each, roughly where it lies: none is too small to see or to hit.

use maud::{Markup, html};

use super::super::names;

/// Code, short name, column and row of each tile.
const TILES: [(&str, &str, u32, u32); 34] = [
    ("23", "黑龙江", 8, 0),
    ("22", "吉林", 8, 1),
    ("65", "新疆", 0, 2),
    ("15", "内蒙古", 6, 1),
    ("21", "辽宁", 7, 2),
    ("11", "北京", 6, 2),
    ("62", "甘肃", 2, 2),
    ("64", "宁夏", 3, 2),
    ("61", "陕西", 4, 3),
    ("14", "山西", 4, 2),
    ("13", "河北", 5, 2),
    ("12", "天津", 6, 3),
    ("63", "青海", 1, 3),
    ("54", "西藏", 0, 4),
    ("51", "四川", 2, 4),
    ("50", "重庆", 3, 4),
    ("42", "湖北", 4, 4),
    ("41", "河南", 5, 3),
    ("37", "山东", 7, 3),
    ("34", "安徽", 5, 4),
    ("32", "江苏", 6, 4),
    ("31", "上海", 7, 4),
    ("53", "云南", 1, 6),
    ("52", "贵州", 2, 5),
    ("43", "湖南", 4, 5),
    ("36", "江西", 5, 5),
    ("33", "浙江", 6, 5),
    ("45", "广西", 3, 6),
    ("44", "广东", 4, 6),
    ("35", "福建", 5, 6),
    ("71", "台湾", 7, 6),
    ("46", "海南", 3, 7),
    ("81", "香港", 5, 7),
    ("82", "澳门", 4, 7),
];

const SIZE: u32 = 54;
const GAP: u32 = 4;

/// Shades from little to much.
const SHADES: usize = 5;

/// What a tile shows.
pub struct Tile {
    /// What decides its shade.
    pub value: f64,
    /// What is written on it.
    pub written: String,
    /// Where it leads.
    pub to: String,
}

/// The map; provinces without a tile in `of` are empty.
pub fn tiles(label: &str, of: impl Fn(&str) -> Option<Tile>) -> Markup {
    let tiles: Vec<_> = TILES.iter().map(|place| (place, of(place.0))).collect();
    let values = tiles
        .iter()
        .filter_map(|(_, tile)| tile.as_ref())
        .map(|tile| tile.value);
    let mut values: Vec<f64> = values.filter(|value| *value > 0.0).collect();
    values.sort_by(f64::total_cmp);
    let step = SIZE + GAP;
    html! {
        svg.tiles viewBox={ "0 0 " (9 * step - GAP) " " (8 * step - GAP) } role="group" aria-label=(label) {
            @for ((_, name, column, row), tile) in &tiles {
                @let (x, y) = (column * step, row * step);
                @match tile {
                    Some(tile) => {
                        a class={ "shade" (shade(tile.value, &values)) } href=(tile.to) {
                            title { (name) "：" (tile.written) }
                            (square(x, y, name, &tile.written))
                        }
                    }
                    None => g.empty { (square(x, y, name, "")) },
                }
            }
        }
    }
}

fn square(x: u32, y: u32, name: &str, written: &str) -> Markup {
    let middle = x + SIZE / 2;
    html! {
        rect x=(x) y=(y) width=(SIZE) height=(SIZE) rx="4" {}
        text x=(middle) y=(y + 24) text-anchor="middle" aria-hidden="true" { (name) }
        text.value x=(middle) y=(y + 42) text-anchor="middle" aria-hidden="true" { (written) }
    }
}

/// The shade of a value among all, by rank: one giant does not make all others pale.
fn shade(value: f64, sorted: &[f64]) -> usize {
    if value <= 0.0 || sorted.is_empty() {
        return 0;
    }
    let below = sorted.partition_point(|other| *other < value);
    1 + below * SHADES / sorted.len()
}

/// The value on a tile.
pub fn count(count: u64) -> String {
    match count {
        0..=9_999 => count.to_string(),
        _ => format!("{}万", names::rate(count as f64 / 1e4)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::tagging::Divisions;

    #[test]
    fn every_province_has_a_tile_of_its_own() {
        let places: HashSet<_> = TILES
            .iter()
            .map(|(_, _, column, row)| (column, row))
            .collect();
        assert_eq!(places.len(), TILES.len(), "two tiles in one place");
        let divisions = Divisions::embedded();
        for row in divisions.rows().filter(|row| row.code.len() == 2) {
            let tile = TILES.iter().find(|(code, ..)| *code == row.code);
            let (_, name, ..) = tile.unwrap();
            assert!(
                row.name.starts_with(name),
                "{name} is no short form of {}",
                row.name
            );
        }
    }

    #[test]
    fn shades_go_by_rank() {
        let values = [1.0, 2.0, 3.0, 4.0, 1000.0];
        assert_eq!(values.map(|value| shade(value, &values)), [1, 2, 3, 4, 5]);
        assert_eq!(shade(0.0, &values), 0);
        assert_eq!(shade(1.0, &[1.0]), 1);
    }
}

//! Compiles what a process would else put together at each start: the segmentation dictionary, simplified
//! characters, the characters of each syllable, what names of divisions begin with.
//!
//! jieba parses its dictionary for some 90 ms in every process. A query needs
//! only the words that occur in it, so the words of jieba's own dictionary (of
//! the very version that Cargo.lock pins) and of `data/words.txt` become one
//! finite-state map, word to frequency, which the binary carries and never loads.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use pinyin::ToPinyinMulti;

fn main() -> Result<(), Box<dyn Error>> {
    link_at_a_fixed_address();
    println!("cargo:rerun-if-changed=Cargo.lock");
    println!("cargo:rerun-if-changed=data/words.txt");
    println!("cargo:rerun-if-changed=build.rs");
    let manifest_dir = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut words = BTreeMap::new();
    for path in [
        jieba_dictionary(&manifest_dir)?,
        manifest_dir.join("data/words.txt"),
    ] {
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        read(&text, &mut words).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    for (name, tables) in [
        (
            "FASOU_DICTIONARY",
            words
                .iter()
                .flat_map(|(word, frequency)| format!("{word} {frequency}\n").into_bytes())
                .collect(),
        ),
        ("FASOU_TABLES", tables(&manifest_dir.join("data"))?),
    ] {
        println!("cargo:rustc-env={name}={:016x}", fingerprint(&tables));
    }
    let total: u64 = words.values().sum();
    let map = fst::Map::from_iter(words)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("words.fst"), map.as_fst().as_bytes())?;
    fs::write(out.join("words_total.rs"), total.to_string())?;
    let divisions = fs::read_to_string(manifest_dir.join("data/divisions.tsv"))?;
    fs::write(out.join("beginnings.txt"), beginnings(&divisions))?;
    let simplified = fs::read_to_string(manifest_dir.join("data/t2s.tsv"))?;
    fs::write(out.join("simplified.rs"), simplifications(&simplified))?;
    fs::write(out.join("syllables.rs"), syllables())?;
    Ok(())
}

/// Half the time of a start went into relocating the parsers' tables of constants (decision 12).
fn link_at_a_fixed_address() {
    let target = ["OS", "ENV", "ARCH"].map(|part| env::var(format!("CARGO_CFG_TARGET_{part}")));
    if target.each_ref().map(|part| part.as_deref()) == [Ok("linux"), Ok("gnu"), Ok("x86_64")] {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}

/// What names of divisions begin with: two characters of three bytes each, in their order and each once.
fn beginnings(divisions: &str) -> String {
    let rows = divisions.lines().filter(|line| !line.starts_with('#'));
    let names = rows.filter_map(|row| row.split('\t').nth(1));
    let pairs: BTreeSet<String> = names.map(|name| name.chars().take(2).collect()).collect();
    pairs.into_iter().filter(|pair| pair.len() == 6).collect()
}

/// The rows of `data/t2s.tsv` as tables of Rust: the simplified form of each character of the unified block, or 0
/// where it stays as it is, and the rows outside it in order.
fn simplifications(table: &str) -> String {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let rows: BTreeMap<char, char> = rows
        .filter_map(|row| {
            let mut cells = row.split('\t').filter_map(|cell| cell.chars().next());
            Some((cells.next()?, cells.next()?))
        })
        .collect();
    let unified: Vec<u32> = ('\u{4E00}'..='\u{9FFF}')
        .map(|from| rows.get(&from).map_or(0, |to| u32::from(*to)))
        .collect();
    let other: Vec<(&char, &char)> = (rows.iter())
        .filter(|(from, _)| !('\u{4E00}'..='\u{9FFF}').contains(*from))
        .collect();
    format!(
        "static UNIFIED: [u32; {}] = {unified:?};\nstatic OTHER: [(char, char); {}] = {other:?};\n",
        unified.len(),
        other.len()
    )
}

/// The characters of each syllable without its tone as a table of Rust, in the order of syllables; ü is v.
fn syllables() -> String {
    let mut syllables: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
    for c in '\u{4E00}'..='\u{9FFF}' {
        for sound in c.to_pinyin_multi().into_iter().flatten() {
            let syllable = sound.plain().replace('ü', "v");
            syllables.entry(syllable).or_default().insert(c);
        }
    }
    let rows = syllables.into_iter();
    let rows: Vec<(String, String)> = rows
        .map(|(syllable, alike)| (syllable, alike.into_iter().collect()))
        .collect();
    format!(
        "static SYLLABLES: [(&str, &str); {}] = {rows:?};\n",
        rows.len()
    )
}

/// All tables of `data/`, put together: an index made with others is of another version.
fn tables(data: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", data.display());
    let mut paths: Vec<PathBuf> = fs::read_dir(data)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|kind| kind == "tsv" || kind == "toml")
    });
    paths.sort();
    let mut bytes = Vec::new();
    for path in paths {
        bytes.extend(fs::read(path)?);
    }
    Ok(bytes)
}

/// FNV-1a: tells tables apart, no more.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Reads `word frequency [tag]` lines; a later word replaces an earlier one.
fn read(text: &str, words: &mut BTreeMap<String, u64>) -> Result<(), String> {
    for (number, line) in (1..).zip(text.lines()) {
        let mut cells = line.split_whitespace();
        let Some(word) = cells.next().filter(|word| !word.starts_with('#')) else {
            continue;
        };
        let frequency = cells
            .next()
            .and_then(|cell| cell.parse().ok())
            .ok_or_else(|| format!("line {number}: {word:?} needs a frequency"))?;
        words.insert(word.to_owned(), frequency);
    }
    Ok(())
}

/// Where the sources of the jieba-rs that is built with lie: only Cargo knows.
fn jieba_dictionary(manifest_dir: &Path) -> Result<PathBuf, Box<dyn Error>> {
    // What is on this machine should do; packages that only tests need may have to be fetched.
    let metadata =
        metadata(manifest_dir, &["--offline"]).or_else(|_| metadata(manifest_dir, &[]))?;
    let manifest = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|package| package["name"] == "jieba-rs")
        .and_then(|package| package["manifest_path"].as_str())
        .ok_or("cargo metadata names no jieba-rs")?;
    Ok(Path::new(manifest)
        .with_file_name("src")
        .join("data")
        .join("dict.txt"))
}

fn metadata(manifest_dir: &Path, options: &[&str]) -> Result<serde_json::Value, Box<dyn Error>> {
    let output = Command::new(env::var("CARGO")?)
        .args(["metadata", "--format-version", "1", "--filter-platform"])
        .arg(env::var("TARGET")?)
        .args(options)
        .current_dir(manifest_dir)
        .output()?;
    if !output.status.success() {
        return Err(format!(
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr)
        )
        .into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

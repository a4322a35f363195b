//! ZIP archives, read in place.

use std::io::{Cursor, Read};
use std::path::Path;

use encoding_rs::GB18030;
use zip::ZipArchive;
use zip::result::ZipError;

use super::extract::ExtractError;
use super::guard;
use super::names::Names;
use super::read::{Member, Reading, read_within};

/// The most entries that an archive may have.
const MOST_ENTRIES: usize = 200_000;
/// Marks that tell entries of one name apart; with more entries, their number is written out.
const MOST_MARKS: usize = 8;

/// Calls `on` with every report in the archive at `suffix`.
pub(super) fn read(
    bytes: &[u8],
    suffix: &str,
    depth: usize,
    budget: &mut u64,
    reading: &Reading,
    on: &mut dyn FnMut(Member),
) {
    let whole = |error| Member {
        suffix: suffix.to_owned(),
        read: Err(error),
    };
    let opened = guard::caught(|| ZipArchive::new(Cursor::new(bytes)).map_err(damaged));
    let mut archive = match opened {
        Ok(archive) if archive.len() <= MOST_ENTRIES => archive,
        Ok(_) => return on(whole(damaged(format!("more than {MOST_ENTRIES} entries")))),
        Err(error) => return on(whole(error)),
    };
    let mut any = false;
    let mut names = Names::default();
    for at in 0..archive.len() {
        let named = guard::caught(|| {
            let entry = archive.by_index_raw(at).map_err(damaged)?;
            Ok((name_of(entry.name_raw()), entry.is_dir()))
        });
        let (name, is_dir) = named.unwrap_or_else(|_| (format!("entry {}", at + 1), false));
        let name = name.replace('\\', "/");
        if is_dir || name.ends_with('/') || is_hidden(&name) {
            continue;
        }
        any = true;
        let suffix = format!("{suffix}!/{}", name.trim_start_matches('/'));
        // Two entries may have one name.
        let suffix = names.give(suffix, marked);
        let limit = reading.limits.unpacked;
        match guard::caught(|| unpacked(&mut archive, at, budget, limit)) {
            Ok(bytes) => read_within(Path::new(&name), &bytes, suffix, depth, budget, reading, on),
            // Nothing is left for what follows: one error stands for all of it.
            Err(error @ ExtractError::Unpacks { .. }) => return on(whole(error)),
            Err(error) => on(Member {
                suffix,
                read: Err(error),
            }),
        }
    }
    if !any {
        on(whole(ExtractError::Empty));
    }
}

/// The bytes of an entry, counted as they come: its header may lie.
fn unpacked(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    budget: &mut u64,
    limit: u64,
) -> Result<Vec<u8>, ExtractError> {
    let entry = archive.by_index(at).map_err(|error| match error {
        ZipError::UnsupportedArchive(detail) if detail.contains("assword") => {
            ExtractError::Encrypted { format: "zip" }
        }
        ZipError::InvalidPassword => ExtractError::Encrypted { format: "zip" },
        error => damaged(error),
    })?;
    let mut bytes = Vec::new();
    entry
        .take(*budget + 1)
        .read_to_end(&mut bytes)
        .map_err(damaged)?;
    match budget.checked_sub(bytes.len() as u64) {
        Some(left) => *budget = left,
        None => {
            *budget = 0;
            return Err(ExtractError::Unpacks { limit });
        }
    }
    Ok(bytes)
}

fn damaged(detail: impl std::fmt::Display) -> ExtractError {
    ExtractError::Damaged {
        format: "zip",
        detail: detail.to_string(),
    }
}

/// An entry's name: Windows in China writes GBK, everybody else UTF-8.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// The name of the `count`th entry that is called `name`.
fn marked(name: &str, count: usize) -> String {
    match count - 1 {
        marks @ ..=MOST_MARKS => format!("{name}{}", "~".repeat(marks)),
        _ => format!("{name}~{count}"),
    }
}

/// What a file manager stored for its own use.
fn is_hidden(name: &str) -> bool {
    name.split('/')
        .any(|part| part.starts_with('.') || part == "__MACOSX")
}

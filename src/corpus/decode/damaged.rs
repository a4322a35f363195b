//! Texts of which a few bytes are damaged: all others are read, and U+FFFD stands where something is lost.
//!
//! In an encoding of two bytes per character, a damaged byte puts everything after it out of step, up to the
//! next byte that cannot be half of a character, so that other characters would be read. Reading resumes
//! where the bytes fall on frequent characters.
//!
//! Invariant: a text with more losses than one, and one more for each thousand characters, is refused.

use encoding_rs::{DecoderResult, Encoding, UTF_8};

use super::legacy::plausibility_in;
use super::{DecodeError, Decoded, decode, finish};

/// Marks a place in a text where something is lost, whether it stands there once or several times in a row.
const LOST: char = char::REPLACEMENT_CHARACTER;

/// One loss in fewer characters than these is too many.
const FEWEST: usize = 100;

/// For every so many characters, one more loss is allowed.
const FOR_EACH: usize = 1000;

/// Reads `bytes` as text like [`decode`], but tolerates a few damaged bytes and a few characters that were
/// lost before. Returns the text and the number of places where something is lost.
///
/// # Errors
///
/// [`DecodeError`] where [`decode`] fails and more than a little is lost.
pub fn decode_damaged(bytes: &[u8]) -> Result<(Decoded, usize), DecodeError> {
    let error = match decode(bytes) {
        Ok(decoded) => return Ok((decoded, 0)),
        Err(error) => error,
    };
    let (marked, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (Some(encoding), mark),
        None => (None, 0),
    };
    let encoding = match &error {
        DecodeError::Undecodable { encoding, .. } => Encoding::for_label(encoding.as_bytes()),
        DecodeError::Lost { .. } => marked.or(Some(UTF_8)),
        DecodeError::Binary { .. } | DecodeError::Empty => None,
    };
    let Some(encoding) = encoding else {
        return Err(error);
    };
    let text = lossy(encoding, &bytes[mark..]);
    let lost = text.matches(LOST).count();
    // Blank lines and the like do not count as text that a loss is measured against.
    let characters = text.chars().filter(|c| c.is_alphanumeric()).count();
    if lost > 1 + characters / FOR_EACH || lost * FEWEST > characters {
        return Err(error);
    }
    Ok((finish(text, encoding)?, lost))
}

/// All of `bytes` that can be read, with one U+FFFD for what cannot.
fn lossy(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() * 3 / 2 + 16);
    let mut read = 0;
    loop {
        let rest = &bytes[read..];
        let (result, taken) = decoder.decode_to_string_without_replacement(rest, &mut text, false);
        read += taken;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(bytes.len() - read + 64),
            DecoderResult::Malformed(bad, after) => {
                text.push(LOST);
                // A byte that does not begin a character may have been the first of two.
                if (bad, after) == (1, 0) && is_out_of_step(encoding, &bytes[read..]) {
                    read += 1;
                }
            }
        }
    }
    // The rest of a damaged character is not a character of its own.
    let mut last = None;
    text.retain(|c| last.replace(c) != Some(LOST) || c != LOST);
    text
}

/// Whether the bytes after a damaged one make as much sense without the first of them.
fn is_out_of_step(encoding: &'static Encoding, rest: &[u8]) -> bool {
    // Second bytes may be ASCII letters, but neither digits nor the end of a line.
    let end = rest.iter().position(|&byte| byte < 0x40);
    let run = &rest[..end.unwrap_or(rest.len())];
    let scores = run.get(1..).map(|without| {
        let score = |bytes| plausibility_in(encoding, bytes);
        (score(without), score(run))
    });
    matches!(scores, Some((Some(without), Some(with))) if without >= with)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030};

    use super::*;

    const SIMPLIFIED: &str = "襄垣县全年办理法律援助案件312件，调解矛盾纠纷1,085起，“一村一法律顾问”实现全覆盖，\
        执法力量薄弱的问题逐步改善，行政复议申请收到四十八件，办结四十五件，评查案卷七十五卷，培训执法人员二百六十人次，\
        开展专项监督三次，全县未发生重大执法争议。";
    const TRADITIONAL: &str = "襄垣縣全年辦理法律援助案件312件，調解矛盾糾紛1,085起，「一村一法律顧問」實現全覆蓋，\
        執法力量薄弱的問題逐步改善，行政複議申請收到四十八件，辦結四十五件，評查案卷七十五卷，培訓執法人員二百六十人次，\
        開展專項監督三次，全縣未發生重大執法爭議。";

    /// `text` with one byte of one of its characters damaged.
    fn damaged_at(
        encoding: &'static Encoding,
        text: &str,
        character: usize,
        byte: usize,
    ) -> Vec<u8> {
        let head: String = text.chars().take(character).collect();
        let at = encoding.encode(&head).0.len() + byte;
        let mut bytes = encoding.encode(text).0.into_owned();
        bytes[at] = 0xff;
        bytes
    }

    #[test]
    fn one_damaged_byte_costs_its_character_alone() {
        for (encoding, text) in [
            (UTF_8, SIMPLIFIED),
            (GB18030, SIMPLIFIED),
            (BIG5, TRADITIONAL),
        ] {
            for (character, byte) in [(5, 0), (5, 1), (50, 0), (50, 1)] {
                let bytes = damaged_at(encoding, text, character, byte);
                let (decoded, lost) = decode_damaged(&bytes).unwrap();
                let expected: Vec<char> = (text.chars().enumerate())
                    .map(|(at, c)| if at == character { LOST } else { c })
                    .collect();
                assert_eq!(decoded.text, String::from_iter(expected));
                assert_eq!(lost, 1);
            }
        }
    }

    #[test]
    fn a_character_that_was_cut_or_lost_before_is_one_loss() {
        let cut = SIMPLIFIED.replace("薄弱", "薄");
        let (before, after) = cut.split_at(cut.find("的问题").unwrap());
        let bytes = [before.as_bytes(), b"\xe5\xbc", after.as_bytes()].concat();
        let lost_before = format!("\u{feff}{before}\u{fffd}\u{fffd}{after}");
        for bytes in [bytes, lost_before.into_bytes()] {
            let (decoded, lost) = decode_damaged(&bytes).unwrap();
            assert!(decoded.text.contains("力量薄\u{fffd}的问题"), "{decoded:?}");
            assert_eq!((decoded.encoding, lost), ("UTF-8", 1));
        }
    }

    #[test]
    fn what_is_damaged_more_is_refused_and_so_is_what_is_no_text() {
        let bad = [
            SIMPLIFIED.as_bytes(),
            b"\xff",
            SIMPLIFIED.as_bytes(),
            b"\xff\n",
        ]
        .concat();
        let more = [&bad[..], &bad].concat();
        let head: String = SIMPLIFIED.chars().take(60).collect();
        let short = [head.as_bytes(), b"\xff", "法".as_bytes()].concat();
        for bytes in [&bad, &more, &short] {
            assert_eq!(decode_damaged(bytes), decode(bytes).map(|text| (text, 0)));
            assert!(matches!(
                decode_damaged(bytes),
                Err(DecodeError::Undecodable { byte: 0xff, .. })
            ));
        }
        let long = SIMPLIFIED.repeat(20);
        let two = [long.as_bytes(), b"\xff", long.as_bytes(), b"\xff\n"].concat();
        assert_eq!(decode_damaged(&two).map(|(_, lost)| lost), Ok(2));
        let noise: Vec<u8> = (1..4000_u32)
            .map(|at| (at * at * 7 % 251) as u8 | 1)
            .collect();
        assert!(decode_damaged(&noise).is_err());
        assert!(decode_damaged(b"%PDF-1.7").is_err());
    }
}

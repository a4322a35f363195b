//! Text in GBK, as older Chinese documents hold it: fonts that are encoded as GBK-EUC-H and the like.
//!
//! A character in these encodings is one byte or two. pdf_oxide takes all codes of such a font for two bytes,
//! so it loses its way at every figure; here such text is rewritten as UTF-16, which it reads well.

use std::collections::HashSet;

use encoding_rs::GB18030;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};

/// The encodings, without their direction.
const ENCODINGS: [&[u8]; 4] = [b"GBK-EUC-", b"GBKp-EUC-", b"GBK2K-", b"GB-EUC-"];
/// What they are written as.
const UTF_16: &[u8] = b"UniGB-UCS2-H";

/// The document with all such text as UTF-16; `None` if there is no such text.
pub(super) fn rewritten(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut document = Document::load_mem(bytes).ok()?;
    let fonts: HashSet<ObjectId> = document
        .objects
        .iter()
        .filter(|(_, object)| object.as_dict().is_ok_and(is_gbk))
        .map(|(id, _)| *id)
        .collect();
    if fonts.is_empty() || document.is_encrypted() {
        return None;
    }
    for page in document.get_pages().into_values() {
        let names = names(&document, page, &fonts);
        let Some(content) = in_utf_16(&document.get_page_content(page), &names) else {
            continue;
        };
        document.change_page_content(page, content).ok()?;
    }
    rewrite_forms(&mut document, &fonts);
    for font in fonts {
        if let Ok(font) = document.get_dictionary_mut(font) {
            font.set("Encoding", Object::Name(UTF_16.to_vec()));
            font.remove(b"ToUnicode");
        }
    }
    let mut out = Vec::new();
    document.save_to(&mut out).ok()?;
    Some(out)
}

fn is_gbk(font: &Dictionary) -> bool {
    let encoding = font.get(b"Encoding").and_then(Object::as_name);
    encoding.is_ok_and(|name| ENCODINGS.iter().any(|known| name.starts_with(known)))
}

/// The names that a page has for these fonts.
fn names(document: &Document, page: ObjectId, fonts: &HashSet<ObjectId>) -> HashSet<Vec<u8>> {
    let Ok((own, inherited)) = document.get_page_resources(page) else {
        return HashSet::new();
    };
    let inherited = inherited
        .into_iter()
        .filter_map(|id| document.get_dictionary(id).ok());
    own.into_iter()
        .chain(inherited)
        .flat_map(|resources| names_in(document, resources, fonts))
        .collect()
}

fn names_in(
    document: &Document,
    resources: &Dictionary,
    fonts: &HashSet<ObjectId>,
) -> HashSet<Vec<u8>> {
    let Ok(named) = document.get_dict_in_dict(resources, b"Font") else {
        return HashSet::new();
    };
    named
        .iter()
        .filter(|(_, font)| font.as_reference().is_ok_and(|id| fonts.contains(&id)))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Rewrites the form XObjects that pages are composed of.
fn rewrite_forms(document: &mut Document, fonts: &HashSet<ObjectId>) {
    let mut changed = Vec::new();
    for (id, object) in &document.objects {
        let Ok(form) = object.as_stream() else {
            continue;
        };
        let kind = form.dict.get(b"Subtype").and_then(Object::as_name);
        let resources = document.get_dict_in_dict(&form.dict, b"Resources");
        let (Ok(b"Form"), Ok(resources)) = (kind, resources) else {
            continue;
        };
        let names = names_in(document, resources, fonts);
        let content = form.get_plain_content().ok();
        let content = content.and_then(|content| in_utf_16(&content, &names));
        changed.extend(content.map(|content| (*id, content)));
    }
    for (id, content) in changed {
        if let Some(Object::Stream(form)) = document.objects.get_mut(&id) {
            form.set_plain_content(content);
        }
    }
}

/// A content stream with the text in fonts of these names as UTF-16.
fn in_utf_16(content: &[u8], names: &HashSet<Vec<u8>>) -> Option<Vec<u8>> {
    if names.is_empty() {
        return None;
    }
    let mut content = Content::decode(content).ok()?;
    let mut is_gbk = false;
    let mut saved = Vec::new();
    for Operation { operator, operands } in &mut content.operations {
        match operator.as_str() {
            "q" => saved.push(is_gbk),
            "Q" => is_gbk = saved.pop().unwrap_or(false),
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                is_gbk = name.is_some_and(|name| names.contains(name));
            }
            "Tj" | "TJ" | "'" | "\"" if is_gbk => operands.iter_mut().for_each(rewrite),
            _ => {}
        }
    }
    content.encode().ok()
}

fn rewrite(operand: &mut Object) {
    match operand {
        Object::String(bytes, format) => {
            let (text, _) = GB18030.decode_without_bom_handling(bytes);
            *bytes = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            *format = StringFormat::Hexadecimal;
        }
        Object::Array(parts) => parts.iter_mut().for_each(rewrite),
        _ => {}
    }
}

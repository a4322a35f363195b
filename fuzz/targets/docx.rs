#![no_main]

use libfuzzer_sys::fuzz_target;

// The parts of a document, with a zero between them.
fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    let document = fasou_fuzz::package(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", part()),
        ("word/numbering.xml", part()),
        ("word/styles.xml", part()),
    ]);
    fasou_fuzz::one(fasou::corpus::Format::Docx, &document);
});

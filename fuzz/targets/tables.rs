#![no_main]

use libfuzzer_sys::fuzz_target;

// The first byte chooses the kind of table.
fuzz_target!(|bytes: &[u8]| {
    let Some((kind, table)) = bytes.split_first() else {
        return;
    };
    let names = ["a.csv", "a.tsv", "a.jsonl"];
    fasou_fuzz::file(names[usize::from(*kind) % names.len()], table);
});

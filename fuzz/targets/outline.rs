#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| fasou_fuzz::tiles(text, &fasou::report::parse(text)));

#![no_main]

use libfuzzer_sys::fuzz_target;

// Two pages, with a zero between them.
fuzz_target!(|bytes: &[u8]| {
    let mut pages = bytes.splitn(2, |byte| *byte == 0);
    let mut page = || pages.next().unwrap_or_default();
    let document = fasou_fuzz::package(&[
        ("OFD.xml", b"<OFD><DocRoot>D.xml</DocRoot></OFD>"),
        (
            "D.xml",
            b"<D><PhysicalBox>0 0 210 297</PhysicalBox><Page BaseLoc=\"0.xml\"/><Page BaseLoc=\"1.xml\"/></D>",
        ),
        ("0.xml", page()),
        ("1.xml", page()),
    ]);
    fasou_fuzz::one(fasou::corpus::Format::Ofd, &document);
});

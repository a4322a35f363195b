fn main() {
    for f in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&f).unwrap();
        let text = text.trim_end();
        let o = fasou::report::parse(text);
        println!("== {f}\n{:?}", o.frame);
        for s in &o.sections {
            println!(
                "{}{} | {}",
                "  ".repeat(s.depth as usize),
                s.label,
                s.heading
            );
        }
        let mut end = 0;
        let mut items = 0;
        for p in &o.passages {
            assert_eq!(end, p.start as usize);
            end = p.end as usize;
            if p.item.is_some() {
                items += 1;
            }
            println!(
                "[{}] {:?} {:?}",
                text[p.bytes()].chars().count(),
                fasou::report::breadcrumb(&o.sections, p).last(),
                text[p.bytes()].chars().take(30).collect::<String>()
            );
        }
        assert_eq!(end, text.len());
        println!("items {items}");
    }
}

use super::*;
#[test]
fn look() {
    let views = Views::embedded().unwrap_or_else(|e| panic!("{e}"));
    for flavour in [Flavour::Text, Flavour::Markdown, Flavour::Html] {
        let caps = Capabilities {
            flavour,
            buttons: true,
            reactions: true,
            ephemeral: true,
            threads: true,
            remembers: true,
            max_text: 4000,
            edit_interval: std::time::Duration::ZERO,
        };
        let mut last = "";
        for view in View::samples() {
            let m = views.render(&view, &caps).unwrap();
            if view.name() != last {
                println!("=== {}", view.name());
            }
            last = view.name();
            println!("{}\n---", m.html.unwrap_or(m.text));
        }
    }
}

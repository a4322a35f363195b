//! A real Chromium, driven over WebDriver.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::project;

/// How the browser is set up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setup {
    /// As on a phone, 360 points wide.
    pub phone: bool,
    /// For whoever likes it dark.
    pub dark: bool,
    /// Without scripts.
    pub no_script: bool,
}

/// One window.
pub struct Tab {
    runtime: Runtime,
    client: Client,
    driver: Child,
    _profile: TempDir,
    /// Open as long as the driver may say something.
    _out: Lines<BufReader<ChildStdout>>,
}

/// Opens a window; none where there is no browser, unless `FASOU_BROWSER` says that there is one.
pub fn open(setup: Setup) -> Option<Tab> {
    let driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut driver) = driver else {
        let wanted = std::env::var_os("FASOU_BROWSER").is_some();
        assert!(
            !wanted,
            "FASOU_BROWSER is set, but there is no chromedriver"
        );
        eprintln!("skipped: no chromedriver; scripts/install-browser installs it");
        return None;
    };
    let mut out = BufReader::new(driver.stdout.take().expect("standard output")).lines();
    let port = out.by_ref().map_while(Result::ok).find_map(|line| {
        let port = line.split("successfully on port ").nth(1)?;
        port.trim_end_matches('.').parse::<u16>().ok()
    });
    let port = port.expect("chromedriver says its port");
    let profile = tempfile::tempdir().expect("a folder for the profile");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities(
        setup,
        profile.path().to_str().expect("a path"),
    ));
    let connected = runtime.block_on(builder.connect(&format!("http://127.0.0.1:{port}")));
    Some(Tab {
        client: connected.expect("the browser starts"),
        runtime,
        driver,
        _profile: profile,
        _out: out,
    })
}

fn capabilities(setup: Setup, profile: &str) -> Map<String, Value> {
    // No sandbox: tests may run as root. Nothing that the browser would ask for elsewhere.
    let mut args: Vec<String> = [
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "hide-scrollbars",
        "window-size=1280,900",
        "lang=zh-CN",
    ]
    .map(|arg| format!("--{arg}"))
    .to_vec();
    args.push(format!("--user-data-dir={profile}"));
    if setup.dark {
        args.push("--blink-settings=preferredColorScheme=0".to_owned());
    }
    let mut options = json!({ "args": args });
    if setup.phone {
        let metrics = json!({ "width": 360, "height": 740, "pixelRatio": 2.0 });
        options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
    }
    if setup.no_script {
        options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
    }
    let all = json!({ "goog:chromeOptions": options, "unhandledPromptBehavior": "ignore" });
    all.as_object().expect("an object").clone()
}

impl Tab {
    /// Goes to an address.
    #[track_caller]
    pub fn goto(&self, address: &str) {
        self.runtime
            .block_on(self.client.goto(address))
            .expect("the page opens");
    }

    /// Path and query of where it is, as written by the page.
    #[track_caller]
    pub fn place(&self) -> String {
        let url = self
            .runtime
            .block_on(self.client.current_url())
            .expect("an address");
        let query = url
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        format!("{}{query}", url.path())
    }

    /// Waits until the address holds `part`.
    #[track_caller]
    pub fn wait_for_place(&self, part: &str) -> String {
        for _ in 0..100 {
            let place = self.place();
            if place.contains(part) {
                return place;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("never came to {part:?}, but is at {}", self.place());
    }

    /// Goes back.
    #[track_caller]
    pub fn back(&self) {
        self.runtime
            .block_on(self.client.back())
            .expect("the page before");
    }

    /// What a script returns.
    #[track_caller]
    pub fn script(&self, script: &str) -> Value {
        let done = self
            .runtime
            .block_on(self.client.execute(script, Vec::new()));
        done.unwrap_or_else(|error| panic!("{error} in {script}"))
    }

    /// What a script gives to its callback.
    #[track_caller]
    pub fn script_async(&self, script: &str, args: Vec<Value>) -> Value {
        let done = self
            .runtime
            .block_on(self.client.execute_async(script, args));
        done.unwrap_or_else(|error| panic!("{error} in {script}"))
    }

    /// What is written on each element, as a person sees it.
    #[track_caller]
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.runtime.block_on(async {
            let found = self
                .client
                .find_all(Locator::Css(css))
                .await
                .expect("elements");
            let mut texts = Vec::new();
            for element in found {
                texts.push(element.text().await.expect("text"));
            }
            texts
        })
    }

    /// What is written on the first.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        let texts = self.texts(css);
        texts
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no {css} at {}", self.place()))
    }

    /// An attribute of the first.
    #[track_caller]
    pub fn attr(&self, css: &str, name: &str) -> String {
        self.runtime.block_on(async {
            let element = self
                .client
                .find(Locator::Css(css))
                .await
                .unwrap_or_else(|_| panic!("no {css}"));
            element
                .attr(name)
                .await
                .expect("an attribute")
                .unwrap_or_default()
        })
    }

    /// Clicks on the first.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.runtime.block_on(async {
            let element = self.client.find(Locator::Css(css)).await;
            let element = element.unwrap_or_else(|_| panic!("no {css}"));
            element
                .click()
                .await
                .unwrap_or_else(|error| panic!("{css}: {error}"));
        });
    }

    /// Clicks on the link that says `text`.
    #[track_caller]
    pub fn click_link(&self, text: &str) {
        self.runtime.block_on(async {
            let link = self.client.find(Locator::LinkText(text)).await;
            link.unwrap_or_else(|_| panic!("no link {text}"))
                .click()
                .await
                .expect("a click");
        });
    }

    /// Types into what has the focus.
    #[track_caller]
    pub fn press(&self, keys: &str) {
        self.runtime.block_on(async {
            let focused = self
                .client
                .active_element()
                .await
                .expect("something has the focus");
            focused.send_keys(keys).await.expect("keys");
        });
    }

    /// Drags the mouse from the middle of one element to that of another.
    #[track_caller]
    pub fn drag(&self, from: &str, to: &str) {
        let middle = |css: &str| {
            let script = format!(
                "const box = document.querySelector({}).getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2];",
                json!(css)
            );
            let at = self.script(&script);
            (at[0].as_f64().expect("x"), at[1].as_f64().expect("y"))
        };
        let move_to = |(x, y)| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(50)),
            x,
            y,
        };
        let (start, end) = (middle(from), middle(to));
        let mouse = MouseActions::new("mouse".to_owned())
            .then(move_to(start))
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(move_to(((start.0 + end.0) / 2.0, start.1)))
            .then(move_to(end))
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        self.runtime
            .block_on(self.client.perform_actions(mouse))
            .expect("a drag");
    }

    /// What axe-core finds that keeps people out, serious or worse: rule and place.
    #[track_caller]
    pub fn barriers(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(project("target/axe/axe.min.js"));
        let Ok(axe) = axe else {
            assert!(
                std::env::var_os("FASOU_BROWSER").is_none(),
                "no axe-core: run scripts/install-browser"
            );
            eprintln!("skipped: no axe-core; scripts/install-browser fetches it");
            return Vec::new();
        };
        self.script(&axe);
        let found = self.script_async(
            "const done = arguments[0];
             axe.run(document).then((found) => done({
               rules: found.passes.length,
               found: found.violations
                 .filter((rule) => ['serious', 'critical'].includes(rule.impact))
                 .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.any.map((check) => check.message)}`)),
             }), (error) => done({ found: [String(error)] }));",
            Vec::new(),
        );
        assert!(
            found["rules"].as_u64().is_some_and(|rules| rules > 5),
            "axe did not run: {found}"
        );
        let found = found["found"].as_array().expect("a list");
        found
            .iter()
            .map(|one| one.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// A picture of what is seen, as PNG.
    #[track_caller]
    pub fn picture(&self) -> Vec<u8> {
        self.runtime
            .block_on(self.client.screenshot())
            .expect("a picture")
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let _ = self.runtime.block_on(self.client.clone().close());
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

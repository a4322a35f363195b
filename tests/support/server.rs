//! `fasou serve`, started on a free port and asked over HTTP.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Dir;

/// How long a line of the log may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that runs as long as this is kept.
pub struct Server {
    child: Child,
    /// `127.0.0.1:45678`
    pub address: String,
    said: Arc<Mutex<String>>,
    listener: Option<JoinHandle<()>>,
}

/// What it answered.
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body: String = self.body.chars().take(2000).collect();
        writeln!(f, "{} {:?}\n{body}", self.status, self.headers)
    }
}

impl Answer {
    /// The value of a header; empty without one.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}\n{self:?}"))
    }

    /// The body, which must come with status 200.
    #[track_caller]
    pub fn found(self) -> String {
        assert_eq!(self.status, 200, "{self:?}");
        self.body
    }

    /// The code of the problem that it tells.
    #[track_caller]
    pub fn problem(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{self:?}"
        );
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{self:?}");
        problem["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// A value as it stands in an address.
pub fn encoded(value: &str) -> String {
    let bytes = value.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// An address with parameters.
pub fn address(path: &str, params: &[(&str, &str)]) -> String {
    let pairs = params
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)));
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

impl Server {
    /// Serves the index of `dir`.
    #[track_caller]
    pub fn start(dir: &Dir, args: &[&str]) -> Self {
        let fixed = ["serve", "--bind", "127.0.0.1:0"];
        let mut command = dir.command(fixed.iter().chain(args));
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the server starts");
        let mut out = BufReader::new(child.stdout.take().expect("standard output"));
        let mut err = BufReader::new(child.stderr.take().expect("standard error"));
        let said = Arc::new(Mutex::new(String::new()));
        let hear = Arc::clone(&said);
        let listener = thread::spawn(move || {
            let mut line = String::new();
            while err.read_line(&mut line).is_ok_and(|read| read > 0) {
                hear.lock().expect("what was said").push_str(&line);
                line.clear();
            }
        });
        let mut line = String::new();
        out.read_line(&mut line)
            .expect("the server says where it is");
        let address = line
            .trim()
            .strip_prefix("http://")
            .and_then(|rest| rest.strip_suffix('/'));
        let address =
            address.unwrap_or_else(|| panic!("no address in {line:?}: {:?}", said.lock()));
        Server {
            address: address.to_owned(),
            child,
            said,
            listener: Some(listener),
        }
    }

    /// What it said on standard error so far.
    pub fn said(&self) -> String {
        self.said.lock().expect("what was said").clone()
    }

    /// The same once `part` is among it: a line is written when its request is answered, and read some time later.
    #[track_caller]
    pub fn said_with(&self, part: &str) -> String {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let said = self.said();
            if said.contains(part) {
                return said;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("no {part:?} in {:?}", self.said());
    }

    /// Asks with GET.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// Asks with headers, each ended by a line break; what comes back is read to its end.
    #[track_caller]
    pub fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        let host = if headers.to_lowercase().contains("host:") {
            String::new()
        } else {
            format!("Host: {}\r\n", self.address)
        };
        self.send(&format!(
            "{method} {path} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n"
        ))
    }

    /// Sends bytes as they are.
    #[track_caller]
    pub fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .expect("a timeout");
        // It may close before all is sent.
        let _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        parsed(&bytes)
    }

    /// Asks until `wanted` holds, for some seconds.
    #[track_caller]
    pub fn until(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        let begun = Instant::now();
        loop {
            let answer = self.get(path);
            if wanted(&answer) {
                return answer;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "it never came: {answer:?}"
            );
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Asks it to stop, and returns its exit status.
    #[cfg(unix)]
    pub fn stop(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let asked = std::process::Command::new("kill")
            .args(["-TERM", &id])
            .status();
        assert!(asked.is_ok_and(|status| status.success()), "kill");
        let status = self.child.wait().expect("it ends");
        if let Some(listener) = self.listener.take() {
            listener.join().expect("all is heard");
        }
        status.code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads a response; its body may come in chunks.
#[track_caller]
fn parsed(bytes: &[u8]) -> Answer {
    let at = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let at = at.unwrap_or_else(|| panic!("no response: {:?}", String::from_utf8_lossy(bytes)));
    let head = String::from_utf8_lossy(&bytes[..at]);
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let mut rest = &bytes[at + 4..];
    let mut body = Vec::new();
    if headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value == "chunked")
    {
        while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
            let size = usize::from_str_radix(&String::from_utf8_lossy(&rest[..end]), 16);
            let size = size.expect("the size of a chunk");
            body.extend_from_slice(&rest[end + 2..end + 2 + size]);
            rest = &rest[end + 4 + size..];
            if size == 0 {
                break;
            }
        }
    } else {
        body.extend_from_slice(rest);
    }
    Answer {
        status: status.expect("a status"),
        headers,
        body: String::from_utf8(body).expect("a body in UTF-8"),
    }
}

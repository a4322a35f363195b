//! A server with limits so narrow that they are met.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::{Limits, Options, serve};
use crate::index::tests::made_of;

/// Serves some reports with `limits`, for as long as the tests run.
fn served(limits: Limits) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let body = "开展普法活动，推进人民调解。".repeat(400);
        let made = made_of((0..20).map(|number| {
            format!("呈贡区2023年法治政府建设年度报告{number}\n一、主要举措\n{body}\n")
        }));
        let options = Options {
            bind: SocketAddr::from(([127, 0, 0, 1], 0)),
            cors: None,
            log: false,
            limits,
        };
        serve(&made.home, &options, |address| {
            sender.send(address).unwrap()
        })
        .unwrap();
    });
    receiver.recv().unwrap()
}

fn ask(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_question_that_takes_too_long_is_cut_off_and_others_go_on() {
    let address = served(Limits {
        time: Duration::ZERO,
        ..Limits::default()
    });
    let term = "%E6%99%AE%E6%B3%95";
    for path in [
        format!("/api/v1/search?q={term}"),
        format!("/api/v1/mentions?term={term}"),
        "/api/v1/reports".to_owned(),
    ] {
        let answer = ask(address, &path);
        assert!(answer.starts_with("HTTP/1.1 504 "), "{path}: {answer}");
        assert!(
            answer.contains("urn:fasou:problem:out-of-time"),
            "{path}: {answer}"
        );
        assert!(!answer.contains("\"hits\""), "{path}: {answer}");
    }
    let page = ask(address, &format!("/?q={term}"));
    assert!(
        page.starts_with("HTTP/1.1 504 ") && page.contains("用时过长"),
        "{page}"
    );
    // A download has its own time.
    let list = ask(
        address,
        &format!("/api/v1/mentions?term={term}&format=jsonl"),
    );
    assert!(list.starts_with("HTTP/1.1 200 "), "{list}");
    assert!(ask(address, "/healthz").ends_with("ok\n"));
}

#[test]
fn a_client_that_is_slow_is_let_go_and_others_go_on() {
    let address = served(Limits {
        patience: Duration::from_millis(500),
        ..Limits::default()
    });
    // One that says nothing, one that never ends its head, one that sends it letter by letter.
    let silent = TcpStream::connect(address).unwrap();
    let mut half = TcpStream::connect(address).unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ")
        .unwrap();
    let mut trickling = TcpStream::connect(address).unwrap();
    let begun = Instant::now();
    let mut sent = 0;
    while begun.elapsed() < Duration::from_secs(10) && trickling.write_all(b"G").is_ok() {
        sent += 1;
        assert!(ask(address, "/healthz").ends_with("ok\n"));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{sent} letters were taken"
    );
    for mut stream in [silent, half] {
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let mut rest = Vec::new();
        // Closed, by an end or a reset.
        let closed = stream.read_to_end(&mut rest);
        let timed_out = closed.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
        assert!(!timed_out, "it is still open");
    }
    assert!(ask(address, "/healthz").ends_with("ok\n"));
}

/// Asks for a long download and leaves its answer to be read.
fn download(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let path = "/api/v1/mentions?term=%E6%99%AE%E6%B3%95&format=jsonl&all_copies=true";
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

#[test]
fn a_download_that_is_read_steadily_is_sent_to_its_end() {
    // Longer than the system takes to say that there is room again.
    let patience = Duration::from_millis(1500);
    let address = served(Limits {
        patience,
        ..Limits::default()
    });
    let mut stream = download(address);
    let begun = Instant::now();
    let (mut piece, mut answer) = (vec![0; 64 << 10], Vec::new());
    loop {
        let read = stream.read(&mut piece).unwrap();
        if read == 0 {
            break;
        }
        answer.extend_from_slice(&piece[..read]);
        std::thread::sleep(Duration::from_millis(40));
    }
    assert!(
        begun.elapsed() > 2 * patience,
        "it was over too soon to tell"
    );
    assert!(answer.ends_with(b"\r\n0\r\n\r\n"), "the last chunk");
}

#[test]
fn who_leaves_frees_the_turn() {
    let limits = Limits {
        at_once: 1,
        patience: Duration::from_secs(60),
        ..Limits::default()
    };
    let address = served(limits);
    // As many as may run at once: each stands still as soon as what lies between is full.
    let left: Vec<TcpStream> = (0..2).map(|_| download(address)).collect();
    std::thread::sleep(Duration::from_millis(500));
    drop(left);
    let begun = Instant::now();
    let mut first = [0; 12];
    download(address).read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}

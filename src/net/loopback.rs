//! A web server on the loopback interface for tests: it says byte for byte what a test tells it to, however wrong.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// A request, as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What stands between method and version.
    pub target: String,
    headers: Vec<(String, String)>,
}

impl Asked {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// How the server answers.
pub enum Answer {
    /// These bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// These bytes one at a time, so long apart.
    Drip(Vec<u8>, Duration),
    /// The first bytes, then the second again and again until nobody reads them.
    Endless(Vec<u8>, Vec<u8>),
    /// Nothing at all, until the other side goes away.
    Silence,
}

impl Answer {
    /// Status 200, with these headers (lines without their ends) and a body of the right length.
    pub fn ok(headers: &str, body: impl AsRef<[u8]>) -> Answer {
        Answer::status("200 OK", headers, body)
    }

    /// A status with headers and a body.
    pub fn status(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Answer {
        let body = body.as_ref();
        let headers: String = headers.lines().flat_map(|line| [line.trim(), "\r\n"]).collect();
        let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        Answer::Bytes([head.as_bytes(), body].concat())
    }

    /// Sends on.
    pub fn redirect(status: &str, to: &str) -> Answer {
        Answer::status(status, &format!("Location: {to}"), "")
    }
}

/// A server, until it is dropped.
pub struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    over: Arc<AtomicBool>,
}

impl Server {
    /// A server that answers as `answer` says. It is given the server's own address, such as `127.0.0.1:4711`.
    pub fn start(answer: impl Fn(&Asked, &str) -> Answer + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, over, answer) = (Arc::default(), Arc::new(AtomicBool::new(false)), Arc::new(answer));
        let server = Server { address, asked: Arc::clone(&asked), over: Arc::clone(&over) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let (Ok(stream), asked, answer) = (stream, Arc::clone(&asked), Arc::clone(&answer)) else { continue };
                thread::spawn(move || serve(stream, &asked, &|asked| answer(asked, &address.to_string())));
            }
        });
        server
    }

    /// An address at this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Everything that was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(stream: TcpStream, asked: &Mutex<Vec<Asked>>, answer: &dyn Fn(&Asked) -> Answer) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        // What is no request, such as the beginning of TLS, is answered as one all the same.
        match reader.by_ref().take(10_000).read_until(b'\n', &mut line) {
            Ok(read) if read > 2 => lines.push(String::from_utf8_lossy(&line).trim().to_owned()),
            _ => break,
        }
        if !lines[0].contains("HTTP/1") {
            break;
        }
    }
    let Some(first) = lines.first() else { return };
    let headers = lines[1..].iter().filter_map(|line| line.split_once(':'));
    let request = Asked {
        target: first.split(' ').nth(1).unwrap_or_default().to_owned(),
        headers: headers.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect(),
    };
    asked.lock().unwrap().push(request.clone());
    match answer(&request) {
        Answer::Bytes(bytes) => drop(stream.write_all(&bytes)),
        Answer::Drip(bytes, pause) => {
            for byte in bytes {
                if stream.write_all(&[byte]).is_err() {
                    break;
                }
                thread::sleep(pause);
            }
        }
        Answer::Endless(head, more) => {
            let mut sent = stream.write_all(&head);
            while sent.is_ok() {
                sent = stream.write_all(&more);
            }
        }
        Answer::Silence => drop(reader.read(&mut [0])),
    }
    let _ = stream.shutdown(std::net::Shutdown::Write);
    // What is closed with something unread is reset, and the other side may lose what it has not taken yet.
    let _ = reader.read(&mut [0; 1024]);
}

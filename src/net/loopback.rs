//! A web server on the loopback interface for tests. Its replies are given byte for byte, right or wrong.

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

/// A request as received.
#[derive(Clone, Debug)]
pub struct Request {
    /// The text between method and version.
    pub target: String,
    headers: Vec<(String, String)>,
}

impl Request {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// A reply of the server.
pub enum Reply {
    /// Bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// Bytes one at a time, with a pause after each.
    Drip(Vec<u8>, Duration),
    /// The first bytes, then the second repeated until the client goes away.
    Endless(Vec<u8>, Vec<u8>),
    /// No byte, until the client goes away.
    Silence,
}

impl Reply {
    /// Status 200, with these headers (lines without their ends) and a body of the right length.
    pub fn ok(headers: &str, body: impl AsRef<[u8]>) -> Reply {
        Reply::status("200 OK", headers, body)
    }

    /// A status with headers and a body.
    pub fn status(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
        let body = body.as_ref();
        let headers: String = headers.lines().flat_map(|line| [line.trim(), "\r\n"]).collect();
        let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        Reply::Bytes([head.as_bytes(), body].concat())
    }

    /// A redirect.
    pub fn redirect(status: &str, to: &str) -> Reply {
        Reply::status(status, &format!("Location: {to}"), "")
    }
}

/// A server, until it is dropped.
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    over: Arc<AtomicBool>,
}

impl Server {
    /// Starts a server with the replies of `reply`, which is given the request and the server's own address, such as
    /// `127.0.0.1:4711`.
    pub fn start(reply: impl Fn(&Request, &str) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, over, reply) = (Arc::default(), Arc::new(AtomicBool::new(false)), Arc::new(reply));
        let server = Server { address, requests: Arc::clone(&requests), over: Arc::clone(&over) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let (Ok(stream), requests, reply) = (stream, Arc::clone(&requests), Arc::clone(&reply)) else {
                    continue;
                };
                thread::spawn(move || serve(stream, &requests, &|request| reply(request, &address.to_string())));
            }
        });
        server
    }

    /// An address at this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests received so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(stream: TcpStream, requests: &Mutex<Vec<Request>>, reply: &dyn Fn(&Request) -> Reply) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        // Bytes that are no request, such as the beginning of TLS, get a reply as well.
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
    let request = Request {
        target: first.split(' ').nth(1).unwrap_or_default().to_owned(),
        headers: headers.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect(),
    };
    requests.lock().unwrap().push(request.clone());
    match reply(&request) {
        Reply::Bytes(bytes) => drop(stream.write_all(&bytes)),
        Reply::Drip(bytes, pause) => {
            for byte in bytes {
                if stream.write_all(&[byte]).is_err() {
                    break;
                }
                thread::sleep(pause);
            }
        }
        Reply::Endless(head, more) => {
            let mut sent = stream.write_all(&head);
            while sent.is_ok() {
                sent = stream.write_all(&more);
            }
        }
        Reply::Silence => drop(reader.read(&mut [0])),
    }
    let _ = stream.shutdown(std::net::Shutdown::Write);
    // Closing with unread input resets the connection, and the client may lose what it has not read yet.
    let _ = reader.read(&mut [0; 1024]);
}

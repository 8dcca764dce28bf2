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
pub(crate) struct ServerRequest {
    /// The text between method and version.
    pub(crate) target: String,
    headers: Vec<(String, String)>,
}

impl ServerRequest {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// A reply of the server.
pub(crate) enum ServerReply {
    /// Bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// Bytes one at a time, with a pause after each.
    Drip(Vec<u8>, Duration),
    /// The first bytes, then the second repeated until the client goes away.
    Endless(Vec<u8>, Vec<u8>),
    /// No byte, until the client goes away.
    Silence,
}

impl ServerReply {
    /// Status 200, with these headers (lines without their ends) and a body of the right length.
    pub(crate) fn ok(headers: &str, body: impl AsRef<[u8]>) -> ServerReply {
        ServerReply::status("200 OK", headers, body)
    }

    /// A status with headers and a body.
    pub(crate) fn status(status: &str, headers: &str, body: impl AsRef<[u8]>) -> ServerReply {
        let body = body.as_ref();
        let headers: String = headers.lines().flat_map(|line| [line.trim(), "\r\n"]).collect();
        let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        ServerReply::Bytes([head.as_bytes(), body].concat())
    }

    /// A redirect.
    pub(crate) fn redirect(status: &str, to: &str) -> ServerReply {
        ServerReply::status(status, &format!("Location: {to}"), "")
    }
}

/// A server, until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<ServerRequest>>>,
    over: Arc<AtomicBool>,
}

impl Server {
    /// Starts a server with the replies of `reply`, which is given the request and the server's own address, such as
    /// `127.0.0.1:4711`.
    pub(crate) fn start(reply: impl Fn(&ServerRequest, &str) -> ServerReply + Send + Sync + 'static) -> Server {
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
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests received so far.
    pub(crate) fn requests(&self) -> Vec<ServerRequest> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(stream: TcpStream, requests: &Mutex<Vec<ServerRequest>>, reply: &dyn Fn(&ServerRequest) -> ServerReply) {
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
    let request = ServerRequest {
        target: first.split(' ').nth(1).unwrap_or_default().to_owned(),
        headers: headers.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect(),
    };
    requests.lock().unwrap().push(request.clone());
    match reply(&request) {
        ServerReply::Bytes(bytes) => drop(stream.write_all(&bytes)),
        ServerReply::Drip(bytes, pause) => {
            for byte in bytes {
                if stream.write_all(&[byte]).is_err() {
                    break;
                }
                thread::sleep(pause);
            }
        }
        ServerReply::Endless(head, more) => {
            let mut sent = stream.write_all(&head);
            while sent.is_ok() {
                sent = stream.write_all(&more);
            }
        }
        ServerReply::Silence => drop(reader.read(&mut [0])),
    }
    let _ = stream.shutdown(std::net::Shutdown::Write);
    // Closing with unread input resets the connection, and the client may lose what it has not read yet.
    let _ = reader.read(&mut [0; 1024]);
}

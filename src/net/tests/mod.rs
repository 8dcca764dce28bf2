//! The client against a server with any reply: responses, refusals, and their messages.

mod hanging;
mod loopback;

pub(crate) use hanging::HangingResolver;
pub(crate) use loopback::{Server, ServerReply, ServerRequest};

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use super::{
    accept::Accept,
    address::Address,
    client::Client,
    error::NetError,
    policy::Policy,
    proxy::Proxies,
    response::{Response, Validators},
};

fn policy() -> Policy {
    Policy { allow_private: true, pause: Duration::ZERO, ..Policy::default() }
}

fn get_with(policy: Policy, url: &str) -> Result<Response, NetError> {
    Client::new(policy).get(&Address::parse(url).unwrap(), Accept::Feed, None)
}

fn get(url: &str) -> Result<Response, NetError> {
    get_with(policy(), url)
}

fn one(answer: impl Fn(&ServerRequest, &str) -> ServerReply + Send + Sync + 'static) -> Result<Response, NetError> {
    let server = Server::start(answer);
    get(&server.url("/feed"))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_plain_response_with_its_headers() {
    let headers = "Content-Type: text/xml; charset=GBK\nETag: \"x\"\nLast-Modified: Mon, 06 May 2024 07:08:09 GMT";
    let server = Server::start(move |_, _| ServerReply::ok(headers, "新聞"));
    let response = get(&server.url("/feed?q=1#top")).unwrap();
    assert_eq!((response.status, response.body.as_slice()), (200, "新聞".as_bytes()));
    assert_eq!(response.content_type.as_deref(), Some("text/xml; charset=GBK"));
    let validators = response.validators.unwrap();
    assert_eq!(validators.etag.as_deref(), Some("\"x\""));
    assert_eq!((response.moved, response.cut), (None, None));
    let request = &server.requests()[0];
    assert_eq!(request.target, "/feed?q=1");
    assert!(request.header("User-Agent").unwrap().starts_with("kanbao/"));
    assert!(request.header("Accept-Encoding").unwrap().contains("zstd"));
    assert_eq!(
        (request.header("Cookie"), request.header("Referer"), request.header("Authorization")),
        (None, None, None)
    );
}

#[test]
fn bodies_in_every_framing() {
    let text = "新聞".repeat(4000);
    let gz = gzip(text.as_bytes());
    let chunks: Vec<u8> =
        gz.chunks(7).flat_map(|c| [format!("{:x}\r\n", c.len()).as_bytes(), c, b"\r\n"].concat()).collect();
    let chunked = [
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n".as_slice(),
        &chunks,
        b"0\r\n\r\n",
    ]
    .concat();
    let old = [b"HTTP/1.0 200 OK\r\n\r\n", text.as_bytes()].concat();
    let longer = [b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", text.as_bytes()].concat();
    for (bytes, expected) in [(chunked.clone(), text.as_str()), (old, &text), (longer, "新聞")] {
        let response = one(move |_, _| ServerReply::Bytes(bytes.clone())).unwrap();
        assert_eq!((response.body.as_slice(), response.cut), (expected.as_bytes(), None));
    }
    // A body that breaks off is returned so far, and marked as cut.
    let short = [b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", text.as_bytes()].concat();
    let broken = chunked[..chunked.len() - 30].to_vec();
    let came = text.len() as u64;
    for (bytes, missing) in [(short, Some(99_999 - came)), (broken, None)] {
        let response = one(move |_, _| ServerReply::Bytes(bytes.clone())).unwrap();
        assert_eq!(response.cut.unwrap().missing(), missing);
        assert!(text.as_bytes().starts_with(&response.body) && response.body.len() > 100);
    }
    assert!(matches!(
        one(|_, _| ServerReply::Bytes(Vec::new())),
        Err(NetError::Unreachable { .. } | NetError::Protocol { .. })
    ));
    assert!(matches!(
        one(|_, _| ServerReply::Bytes(b"SSH-2.0-x\r\n".to_vec())),
        Err(NetError::Protocol { .. } | NetError::Unreachable { .. })
    ));
}

/// Reads a request, to its empty line.
fn request(stream: &TcpStream) {
    let ended = BufReader::new(stream).lines().map_while(Result::ok).any(|line| line.is_empty());
    assert!(ended);
}

#[test]
fn a_kept_connection_that_closes_during_a_request_costs_no_response() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        for body in ["1", "2", "3"] {
            let (mut stream, _) = listener.accept().unwrap();
            request(&stream);
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{body}").unwrap();
            // Closed only when the next request has come.
            request(&stream);
        }
    });
    let client = Client::new(policy());
    let address = Address::parse(&url).unwrap();
    for body in ["1", "2", "3"] {
        assert_eq!(client.get(&address, Accept::Feed, None).unwrap().body, body.as_bytes());
    }
    // The third closes too, and the listener is gone.
    let error = client.get(&address, Accept::Feed, None).unwrap_err();
    assert!(matches!(error, NetError::Unreachable { .. }), "{error:?}");
    server.join().unwrap();
    // A server without a word is asked twice, not endlessly.
    let server = Server::start(|_, _| ServerReply::Bytes(Vec::new()));
    assert!(get(&server.url("/")).is_err());
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn endless_responses_end_at_a_limit() {
    let head = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    let error = one(move |_, _| ServerReply::Endless(head.clone(), vec![b' '; 1 << 16])).unwrap_err();
    assert!(matches!(error, NetError::TooLarge { .. }), "{error}");
    let bomb = gzip(&vec![0; 64 << 20]);
    let error = one(move |_, _| ServerReply::ok("Content-Encoding: gzip", &bomb)).unwrap_err();
    assert!(matches!(error, NetError::TooLarge { .. }), "{error}");
    let error = one(|_, _| {
        ServerReply::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X: yyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(99))
    });
    assert!(matches!(error, Err(NetError::Head(_) | NetError::Protocol { .. })), "{error:?}");
    let swift = Policy { deadline: Duration::from_millis(300), ..policy() };
    for answer in [0, 1] {
        let server = Server::start(move |_, _| match answer {
            0 => ServerReply::Silence,
            _ => ServerReply::Drip(
                b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789".to_vec(),
                Duration::from_millis(30),
            ),
        });
        let error = get_with(swift.clone(), &server.url("/")).unwrap_err();
        assert!(matches!(error, NetError::Slow { .. }), "{error}");
    }
}

#[test]
fn redirects_are_followed_five_times_and_remembered_if_permanent() {
    let server = Server::start(|request, _| match request.target.as_str() {
        "/a" => ServerReply::redirect("301 Moved", "/b"),
        "/b" => ServerReply::redirect("308 Moved", "c"),
        "/c" => ServerReply::redirect("302 Found", "/d"),
        "/d" => ServerReply::redirect("301 Moved", "/e"),
        "/e" => ServerReply::redirect("307 On", "/end"),
        "/end" => ServerReply::ok("", "news"),
        "/six" => ServerReply::redirect("301 Moved", "/a"),
        "/loop" => ServerReply::redirect("302 Found", "/loop"),
        "/nowhere" => ServerReply::status("301 Moved", "", ""),
        "/file" => ServerReply::redirect("301 Moved", "file:///etc/passwd"),
        "/script" => ServerReply::redirect("301 Moved", "javascript:alert(1)"),
        _ => ServerReply::status("404 Not Found", "", "no"),
    });
    let response = get(&server.url("/a")).unwrap();
    assert_eq!((response.body.as_slice(), response.address.as_str()), (&b"news"[..], server.url("/end").as_str()));
    assert_eq!(response.moved.unwrap().as_str(), server.url("/c"));
    assert_eq!(get(&server.url("/c")).unwrap().moved, None);
    assert!(matches!(get(&server.url("/six")), Err(NetError::RedirectLoop(_))));
    assert!(matches!(get(&server.url("/loop")), Err(NetError::RedirectLoop(_))));
    assert!(matches!(get(&server.url("/nowhere")), Err(NetError::RedirectNowhere(_))));
    for refused in ["/file", "/script"] {
        let error = get(&server.url(refused)).unwrap_err();
        assert!(
            matches!(&error, NetError::Redirect { cause, .. } if matches!(**cause, NetError::Address(_))),
            "{error}"
        );
    }
    let missing = get(&server.url("/missing")).unwrap();
    assert_eq!((missing.status, missing.body.len()), (404, 0));
}

#[test]
fn private_addresses_are_refused_unless_allowed_however_they_are_reached() {
    let server = Server::start(|_, _| ServerReply::ok("", "secret"));
    let careful = || Policy { allow_private: false, ..policy() };
    let port = server.url("").rsplit(':').next().unwrap().to_owned();
    for host in
        ["127.0.0.1", "localhost", "a.localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "localhost."]
    {
        let error = get_with(careful(), &format!("http://{host}:{port}/")).unwrap_err();
        assert!(matches!(error, NetError::Private { .. }), "{host}: {error}");
        assert!(error.to_string().contains("--allow-private"));
    }
    assert!(server.requests().is_empty());
    // A name counts as the address it leads to.
    let name = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    if !name.trim().is_empty() {
        assert!(get_with(careful(), &format!("http://{}:{port}/", name.trim())).is_err());
        assert!(server.requests().is_empty());
    }
}

#[test]
fn a_login_goes_to_its_host_only_and_into_no_message() {
    let other = Server::start(|_, _| ServerReply::ok("", "elsewhere"));
    let target = other.url("/x");
    let server = Server::start(move |request, _| match request.target.as_str() {
        "/same" => ServerReply::redirect("302 Found", "/end"),
        "/away" => ServerReply::redirect("302 Found", &target),
        "/bad" => ServerReply::redirect("302 Found", "ftp://me:hidden@a.example/"),
        _ => ServerReply::ok("", "news"),
    });
    let with = |path: &str| server.url(path).replace("http://", "http://me:hidden@");
    let response = get(&with("/same")).unwrap();
    assert_eq!(response.address.login(), Some("me:hidden"));
    assert!(server.requests().iter().all(|request| request.header("Authorization") == Some("Basic bWU6aGlkZGVu")));
    get(&with("/away")).unwrap();
    assert_eq!(other.requests()[0].header("Authorization"), None);
    let error = get(&with("/bad")).unwrap_err();
    assert!(!format!("{error} {error:?} {response:?}").contains("hidden"), "{error:?}");
}

#[test]
fn validators_go_to_the_address_that_gave_them() {
    let server = Server::start(|request, _| match request.target.as_str() {
        "/old" => ServerReply::redirect("302 Found", "/feed"),
        _ if request.header("If-None-Match") == Some("\"1\"") => ServerReply::status("304 Not Modified", "", ""),
        _ => ServerReply::ok("ETag: \"1\"", "news"),
    });
    let client = Client::new(policy());
    let address = Address::parse(&server.url("/old")).unwrap();
    let first = client.get(&address, Accept::Feed, None).unwrap();
    let validators = first.validators.unwrap();
    let second = client.get(&address, Accept::Feed, Some(&validators)).unwrap();
    assert_eq!((second.status, second.body.len()), (304, 0));
    let foreign = Validators { address: "https://other.example/".into(), ..validators };
    assert_eq!(client.get(&address, Accept::Feed, Some(&foreign)).unwrap().status, 200);
    let conditional: Vec<bool> =
        server.requests().iter().map(|request| request.header("If-None-Match").is_some()).collect();
    assert_eq!(conditional, [false, false, false, true, false, false]);
}

#[test]
fn a_connection_that_should_be_secure_is_secure_or_none() {
    let server = Server::start(|_, _| ServerReply::ok("", "news"));
    let error = get(&server.url("/").replace("http:", "https:")).unwrap_err();
    assert!(matches!(error, NetError::Tls { .. }), "{error:?}");
    // The listener is gone.
    let gone = server.url("/");
    drop(server);
    thread::sleep(Duration::from_millis(50));
    let error = get(&gone).unwrap_err();
    assert!(matches!(error, NetError::Unreachable { .. }), "{error:?}");
    let error = get("http://no-such-host.invalid/").unwrap_err();
    assert!(matches!(error, NetError::NoHost(_) | NetError::Slow { .. }), "{error:?}");
}

#[test]
fn a_proxy_is_asked_instead_and_may_be_anywhere() {
    let proxy = Server::start(|request, _| match request.target.as_str() {
        "a.example:443" => ServerReply::Bytes(b"HTTP/1.1 403 Forbidden\r\n\r\n".to_vec()),
        _ => ServerReply::ok("", "through the proxy"),
    });
    let proxies = Proxies {
        all: Some(proxy.url("").replace("//", "//me:hidden@")),
        none: Some("127.0.0.1".into()),
        ..Proxies::default()
    };
    let careful = Policy { allow_private: false, proxies: proxies.clone(), ..policy() };
    let response = get_with(careful.clone(), "http://a.example/feed?x=1").unwrap();
    assert_eq!(response.body, b"through the proxy");
    let request = &proxy.requests()[0];
    assert_eq!((request.target.as_str(), request.header("Host")), ("http://a.example/feed?x=1", Some("a.example")));
    assert_eq!(request.header("Proxy-Authorization"), Some("Basic bWU6aGlkZGVu"));
    let error = get_with(careful.clone(), "https://a.example/").unwrap_err();
    assert!(matches!(error, NetError::Proxy { .. }), "{error:?}");
    for private in ["http://10.0.0.1/", "http://localhost/"] {
        assert!(matches!(get_with(careful.clone(), private), Err(NetError::Private { .. })));
    }
    let direct = Server::start(|_, _| ServerReply::ok("", "direct"));
    assert_eq!(get_with(Policy { proxies, ..policy() }, &direct.url("/")).unwrap().body, b"direct");
}

#[test]
fn stopping_ends_pending_requests() {
    let server = Server::start(|_, _| ServerReply::Silence);
    let client = Client::new(policy());
    let address = Address::parse(&server.url("/")).unwrap();
    thread::scope(|scope| {
        let fetching = scope.spawn(|| client.get(&address, Accept::Feed, None));
        while server.requests().is_empty() {
            thread::yield_now();
        }
        client.stop();
        assert!(matches!(fetching.join().unwrap(), Err(NetError::Stopped)));
    });
    assert!(matches!(client.get(&address, Accept::Feed, None), Err(NetError::Stopped)));
}

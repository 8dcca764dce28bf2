//! A server with twenty feeds of every kind, some of them hostile: they come in completely, with a report a person
//! can act on.

use std::{fs, io::Write, process::Stdio};

use kanbao::text::width::Ambiguous;
use serde_json::Value;

use crate::{
    loopback::{Server, ServerReply, ServerRequest},
    terminal::Home,
};

const PAGE: &str = "<html><head><title>首頁</title><link rel=alternate type=application/rss+xml title=要聞 href=/rss2>\
    <link rel=alternate type=application/rss+xml title=評論 href=/comments></head><body><p>歡迎</p></body></html>";

fn item(number: usize) -> String {
    format!(
        "<item><title>第{number}條新聞</title><link>https://news.example/{number}</link><guid>https://news.example/{number}</guid>\
         <pubDate>Mon, 06 May 2024 07:08:09 +0800</pubDate><description>正文第{number}段。</description></item>"
    )
}

fn rss(title: &str, items: impl IntoIterator<Item = usize>) -> String {
    let items: String = items.into_iter().map(item).collect();
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{title}</title>{items}</channel></rss>")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn chunked(body: &[u8], last: &[u8]) -> ServerReply {
    let mut bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for chunk in body.chunks(100) {
        bytes.extend([format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
    }
    bytes.extend(last);
    ServerReply::Bytes(bytes)
}

fn answer(request: &ServerRequest, host: &str) -> ServerReply {
    let xml = "Content-Type: application/xml";
    match request.target.as_str() {
        // Kinds of feeds.
        "/rss2" => ServerReply::ok(xml, rss("要聞", 1..4)),
        "/rss091" => {
            ServerReply::ok(xml, format!("<rss version='0.91'><channel><title>舊報</title>{}</channel></rss>", item(4)))
        }
        "/rdf" => ServerReply::ok(
            xml,
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' \
             xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='x'><title>連邦</title></channel>\
             <item rdf:about='https://news.example/5'><title>第五條</title><link>https://news.example/5</link>\
             <dc:date>2024-05-06T07:08:09+09:00</dc:date><description>文。</description></item></rdf:RDF>",
        ),
        "/atom" => ServerReply::ok(
            xml,
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>原子報</title><entry><id>urn:6</id><title>第六條</title>\
             <updated>2024-05-06T07:08:09Z</updated><content type='html'>&lt;p&gt;六。&lt;/p&gt;</content></entry></feed>",
        ),
        "/atom03" => ServerReply::ok(
            xml,
            "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>舊原子</title><entry><id>urn:7</id>\
             <title>第七條</title><issued>2024-05-06T07:08:09Z</issued><summary>七。</summary></entry></feed>",
        ),
        "/json" => ServerReply::ok(
            "Content-Type: application/feed+json",
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"JSON 報","items":[{"id":"8","title":"第八條","content_text":"八。"}]}"#,
        ),
        // Framings, codings and encodings.
        "/gzip" => ServerReply::ok("Content-Encoding: gzip", gzip(rss("壓縮", [9]).as_bytes())),
        "/chunked" => chunked(rss("分塊", [10]).as_bytes(), b"0\r\n\r\n"),
        "/gbk" => {
            let text = rss("国标报", [11])
                .replace("1.0\"", "1.0\" encoding=\"GB2312\"")
                .replace("條", "条")
                .replace("聞", "闻");
            ServerReply::ok("Content-Type: text/xml", encoding_rs::GBK.encode(&text).0)
        }
        "/big5" => {
            ServerReply::ok("Content-Type: text/xml; charset=big5", encoding_rs::BIG5.encode(&rss("大五報", [12])).0)
        }
        "/moved" => ServerReply::redirect("301 Moved", "/target"),
        "/target" => ServerReply::ok(xml, rss("搬家", [13])),
        // Ill-formed, broken off, without anything.
        "/bare" => ServerReply::ok(xml, rss("甲 & 乙", [14]).replace("正文", "正&nbsp;文 & <b>粗</b>")),
        "/cut" => {
            let whole = rss("半截", 15..18);
            let end = whole.match_indices("<item>").nth(2).unwrap().0;
            chunked(&whole.as_bytes()[..end], b"")
        }
        "/none" => ServerReply::ok(xml, rss("空報", [])),
        // Not feeds.
        "/" => ServerReply::ok("Content-Type: text/html", PAGE),
        "/gone" => ServerReply::status("410 Gone", "", ""),
        "/busy" => ServerReply::status("503 Busy", "Retry-After: 7200", ""),
        "/error" => ServerReply::status("500 Broken", "", "<html>fault</html>"),
        // Hostile.
        "/bomb" => ServerReply::ok("Content-Encoding: gzip", gzip(&vec![b' '; 80 << 20])),
        "/endless" => ServerReply::Endless(b"HTTP/1.1 200 OK\r\n\r\n<rss>".to_vec(), vec![b'<'; 1 << 16]),
        "/laughs" => ServerReply::ok(
            xml,
            "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel>\
             <title>&b;&x;</title><item><title>笑</title><guid>l</guid><description>&b;&x;</description></item></channel></rss>",
        ),
        "/deep" => ServerReply::ok(xml, rss("深", [18]).replace("正文", &"&lt;div&gt;".repeat(100_000))),
        "/loop" => ServerReply::redirect("302 Found", "/loop"),
        "/file" => ServerReply::redirect("301 Moved", "file:///etc/passwd"),
        "/escape" => ServerReply::ok(xml, rss("\u{1b}]0;title\u{7}逃", [19]).replace("正文", "\u{9b}2J&#27;[31m正文")),
        "/tls" => ServerReply::redirect("301 Moved", &format!("https://{host}/rss2")),
        _ => ServerReply::status("404 Not Found", "", ""),
    }
}

/// A path, whether it is read, and how many articles it brings, or a word of the reason why not.
const FEEDS: &[(&str, Result<usize, &str>)] = &[
    ("/rss2", Ok(3)),
    ("/rss091", Ok(1)),
    ("/rdf", Ok(1)),
    ("/atom", Ok(1)),
    ("/atom03", Ok(1)),
    ("/json", Ok(1)),
    ("/gzip", Ok(1)),
    ("/chunked", Ok(1)),
    ("/gbk", Ok(1)),
    ("/big5", Ok(1)),
    ("/moved", Ok(1)),
    ("/bare", Ok(1)),
    ("/cut", Ok(2)),
    ("/none", Ok(0)),
    ("/laughs", Ok(1)),
    ("/deep", Ok(1)),
    ("/escape", Ok(1)),
    ("/gone", Err("gone for good")),
    ("/busy", Err("left alone until")),
    ("/error", Err("try again later")),
    ("/missing", Err("404")),
    ("/bomb", Err("32 MiB")),
    ("/endless", Err("32 MiB")),
    ("/loop", Err("without end")),
    ("/file", Err("only http and https")),
    ("/tls", Err("secure connection")),
    ("/", Err("web page")),
];

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn is_harmless(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && c != '\n')
}

#[test]
fn twenty_feeds_of_every_kind_come_in_with_a_report_to_act_on() {
    let server = Server::start(answer);
    let home = Home::new();
    let outlines: String = FEEDS.iter().fold(String::new(), |text, (path, _)| {
        text + &format!("<outline text='報{path}' xmlUrl='{}'/>", server.url(path))
    });
    let list = home.path().join("feeds.opml");
    fs::write(&list, format!("<opml version='2.0'><body><outline text='新聞'>{outlines}</outline></body></opml>"))
        .unwrap();
    let (code, out, err) = home.run(&["opml", "import", list.to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");

    // Without leave nothing on this machine is asked.
    let (code, out, _) = home.run(&["sync", "--json"]);
    assert!(code == 1 && out.contains("--allow-private") && server.requests().is_empty(), "{out}");

    let (code, out, err) = home.run(&["sync", "--json", "--allow-private"]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert!(is_harmless(&out));
    let reports = objects(&out);
    assert_eq!(reports.len(), FEEDS.len());
    for (path, expected) in FEEDS {
        let report = reports.iter().find(|report| report["url"] == *server.url(path)).unwrap();
        match expected {
            Ok(articles) => {
                assert_eq!((&report["added"], &report["error"]), (&Value::from(*articles), &Value::Null), "{report}");
                assert!(*articles > 0 || report["warnings"][0].as_str().is_some_and(|w| w.contains("no entries")));
            }
            Err(words) => {
                let error = report["error"].as_str().unwrap_or_default();
                assert!(error.contains(words), "{path}: {report}");
                assert_eq!(report["added"], 0);
            }
        }
    }
    let cut = reports.iter().find(|report| report["url"] == *server.url("/cut")).unwrap();
    assert!(cut["warnings"].to_string().contains("broke off"), "{cut}");
    assert!(cut["left_out"].as_array().is_some_and(|left_out| left_out.iter().any(|it| it["what"] == "rest")), "{cut}");

    // All of it is there, readable and without a byte for the terminal.
    let total: usize = FEEDS.iter().filter_map(|(_, expected)| expected.ok()).sum();
    let (_, out, _) = home.run(&["list", "--json"]);
    assert_eq!(objects(&out).len(), total);
    for title in ["第1條新聞", "第11条新闻", "第12條新聞", "第五條", "第八條"] {
        assert!(out.contains(title), "{title}");
    }
    assert!(!out.contains("root:"));
    for object in objects(&out) {
        let (code, shown, _) = home.run(&["show", "--width", "40", &object["id"].to_string()]);
        assert!(code == 0 && is_harmless(&shown) && !shown.contains("root:"));
        assert!(shown.lines().all(|line| kanbao::text::width::cells(line, Ambiguous::Narrow) <= 40));
    }

    // The second time nothing comes in twice, and who wants to be left alone is.
    let before = server.requests().len();
    let (_, out, _) = home.run(&["sync", "--json", "--allow-private"]);
    let reports = objects(&out);
    assert!(reports.iter().all(|report| report["added"] == 0 && report["updated"] == 0), "{out}");
    let status = |path: &str| {
        let report = reports.iter().find(|report| report["url"] == *server.url(path));
        report.map(|report| report["status"].as_str().unwrap().to_owned())
    };
    assert_eq!((status("/busy").as_deref(), status("/gone").as_deref()), (Some("waiting"), Some("gone")));
    assert_eq!((status("/moved"), status("/target").as_deref()), (None, Some("read")));
    let asked: Vec<String> = server.requests()[before..].iter().map(|request| request.target.clone()).collect();
    assert!(!asked.iter().any(|target| ["/busy", "/gone", "/moved"].contains(&target.as_str())), "{asked:?}");

    let (_, out, err) = home.run(&["feed", "list"]);
    assert!(is_harmless(&out) && err.is_empty());
    assert!(out.contains("報/rss2") && out.contains("3 of 3 unread") && out.contains("it has not worked yet"), "{out}");
}

#[test]
fn a_feed_is_added_by_its_page_listed_and_taken_off() {
    let server = Server::start(answer);
    let home = Home::new();
    let (code, _, err) = home.run(&["feed", "add", &server.url("/")]);
    assert!(code == 1 && err.contains("--allow-private") && err.lines().count() == 1, "{err}");
    let (code, out, err) = home.run(&["feed", "add", "--allow-private", &server.url("/")]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("要聞") && out.contains("3 articles added") && out.contains("/comments"), "{out}");
    let listed = objects(&home.run(&["feed", "list", "--json"]).1);
    assert_eq!((listed[0]["title"].as_str(), listed[0]["unread"].as_u64()), (Some("要聞"), Some(3)));
    let id = listed[0]["id"].to_string();

    // The configuration can allow it for good, and a proxy is used.
    let folder = home.path().join(".config/kanbao");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "allow-private = true\n").unwrap();
    let (code, out, _) = home.run(&["sync", &id]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("0 articles added"), "{out}");
    let proxy = Server::start(|_, _| ServerReply::ok("", rss("代理", [77])));
    let mut command = home.command(&["sync", &id]);
    let output = command.env("http_proxy", proxy.url("")).output().unwrap();
    assert!(
        output.status.success() && String::from_utf8_lossy(&output.stdout).contains("1 article added"),
        "{output:?}"
    );
    assert!(proxy.requests()[0].target.starts_with("http://127.0.0.1"));

    let (code, out, _) = home.run(&["feed", "remove", &id]);
    assert!(code == 0 && out.contains("4 articles stay"), "{out}");
    assert_eq!(home.run(&["feed", "remove", &id]).0, 1);
    assert_eq!(home.run(&["feed", "list"]).0, 1);
    assert_eq!(home.run(&["sync"]).0, 1);
    assert_eq!(objects(&home.run(&["list", "--json"]).1).len(), 4);
}

#[test]
fn lists_of_other_readers_come_in_and_go_out() {
    let home = Home::new();
    let urls = home.path().join("urls");
    fs::write(&urls, "https://a.example/feed 新聞 \"~甲報\"\nexec:~/bin/x\nhttps://b.example/ \"兩 字\"\n").unwrap();
    let (code, _, err) = home.run(&["import", urls.to_str().unwrap()]);
    assert!(code == 1 && err.contains("exec:") && err.contains("2 feeds added"), "{err}");
    let (code, out, _) = home.run(&["opml", "export"]);
    assert!(code == 0 && out.contains("<outline text=\"兩 字\"") && out.contains("title=\"甲報\""), "{out}");
    let list = home.path().join("list.opml");
    fs::write(&list, out.replace("https://b.example/", "exec:ls")).unwrap();
    let (code, out, err) = home.run(&["opml", "import", list.to_str().unwrap()]);
    assert!(code == 1 && err.contains("exec:ls") && out.contains("0 feeds added, 1 feed already there"), "{out}{err}");
    fs::write(&list, "今天的新聞").unwrap();
    let (code, _, err) = home.run(&["opml", "import", list.to_str().unwrap()]);
    assert!(code == 1 && err.lines().count() == 1 && err.contains("no list of feeds"), "{err}");
    let (code, _, err) = home.run(&["import", "--format", "newsboat", list.to_str().unwrap()]);
    assert!(code == 1 && err.contains("names no feed"), "{err}");
}

/// Sends a signal to a program and waits for its end: the exit code, and what it wrote to standard error.
fn interrupt(child: std::process::Child) -> (Option<i32>, String) {
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn control_c_ends_the_adding_of_feeds_and_keeps_those_that_are_whole() {
    let server = Server::start(|request, host| match request.target.as_str() {
        "/silent" => ServerReply::Silence,
        _ => answer(request, host),
    });
    let home = Home::new();
    let addresses = [server.url("/rss2"), server.url("/silent"), server.url("/atom")];
    let mut command = home.command(&["feed", "add", "--allow-private"]);
    let child = command.args(&addresses).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !server.requests().iter().any(|request| request.target == "/silent") {
        std::thread::yield_now();
    }
    let (code, err) = interrupt(child);
    assert_eq!(code, Some(130), "{err}");
    assert!(err.contains("1 of 3 feeds added") && err.lines().count() == 1, "{err}");
    let listed = objects(&home.run(&["feed", "list", "--json"]).1);
    assert_eq!((listed.len(), listed[0]["title"].as_str()), (1, Some("要聞")));
    assert!(!server.requests().iter().any(|request| request.target == "/atom"));
}

#[test]
fn control_c_ends_a_list_that_is_still_read() {
    let home = Home::new();
    let mut command = home.command(&["opml", "import", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // More than the pipe holds, so that the program has begun to read when it is written.
    let outline = "<outline xmlUrl='https://a.example/'/>\n".repeat(10_000);
    input.write_all(format!("<opml><body>{outline}").as_bytes()).unwrap();
    let (code, err) = interrupt(child);
    assert_eq!(code, Some(130), "{err}");
    assert!(err.contains("0 feeds added") && err.lines().count() == 1, "{err}");
    assert_eq!(home.run(&["feed", "list"]).0, 1);
    drop(input);
}

#[test]
fn control_c_ends_the_wait_for_a_pipe_that_nobody_writes_to() {
    let home = Home::new();
    let pipe = home.path().join("list.opml");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    let mut command = home.command(&["opml", "import", pipe.to_str().unwrap()]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The other end can be opened without waiting once the program has opened its own.
    let flags = rustix::fs::OFlags::WRONLY | rustix::fs::OFlags::NONBLOCK;
    let writer = loop {
        match rustix::fs::open(&pipe, flags, rustix::fs::Mode::empty()) {
            Ok(writer) => break writer,
            Err(_) => std::thread::yield_now(),
        }
    };
    let (code, err) = interrupt(child);
    assert_eq!(code, Some(130), "{err}");
    assert!(err.contains("0 feeds added"), "{err}");
    drop(writer);
}

//! The verbs of the command line, run as a script would run them.

use std::{fs, io::Write, process::Stdio};

use serde_json::Value;

use crate::terminal::Home;

const SAMPLE: &str = "sample_articles";

fn sample() -> Home {
    let home = Home::new();
    let (code, _, err) = home.run(&["import", SAMPLE]);
    assert_eq!((code, err.as_str()), (0, ""));
    home
}

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn importing_twice_adds_nothing() {
    let home = Home::new();
    let sum = |text: &str, key: &str| objects(text).iter().map(|object| object[key].as_u64().unwrap()).sum::<u64>();
    let (code, out, _) = home.run(&["import", "--json", SAMPLE]);
    assert_eq!(code, 0);
    assert_eq!((sum(&out, "added"), sum(&out, "unchanged")), (27, 0));
    assert!(objects(&out).iter().all(|object| object["error"].is_null() && object["path"].is_string()));
    let (code, out, _) = home.run(&["import", "--json", SAMPLE]);
    assert_eq!(code, 0);
    assert_eq!((sum(&out, "added"), sum(&out, "updated"), sum(&out, "unchanged")), (0, 0, 27));
}

#[test]
fn the_list_is_newest_first_and_shows_marks() {
    let home = sample();
    let (_, out, _) = home.run(&["list", "--json"]);
    let listed = objects(&out);
    assert_eq!(listed.len(), 27);
    let dates: Vec<_> = listed.iter().map(|object| object["published"].as_str().unwrap()[..10].to_owned()).collect();
    assert!(dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    let keys = ["id", "title", "published", "author", "source", "lang", "link", "read", "starred", "notice"];
    assert!(keys.iter().all(|key| listed[0].get(key).is_some()), "{}", listed[0]);
    assert!(listed[0].get("blocks").is_none());
    let id = listed[3]["id"].to_string();
    assert_eq!(home.run(&["mark", &id, "--star", "--read"]).0, 0);
    assert_eq!(objects(&home.run(&["list", "--starred", "--json"]).1).len(), 1);
    assert_eq!(objects(&home.run(&["list", "--unread", "--json"]).1).len(), 26);
    assert!(home.run(&["mark", "--source", "1", "--read", "--tag", "本地"]).1.starts_with("26 articles marked read"));
    assert_eq!(home.run(&["list", "--unread"]).0, 1);
    assert_eq!(objects(&home.run(&["list", "tag:本地", "--json"]).1).len(), 27);
    assert_eq!(home.run(&["mark", "--undo"]).0, 0);
    assert_eq!(home.run(&["list", "--limit", "2"]).1.lines().count(), 2);
    // 圖書館 is in a Simplified title.
    assert!(home.run(&["list", "圖書館"]).1.contains("图书馆"));
    for query in ["tushuguan", "tsg", "圖書館 !软件", "title:图书馆 before:2025", "图书馆 OR 没有这样的标题"]
    {
        assert!(home.run(&["list", query]).1.contains("图书馆"), "{query}");
    }
    assert_eq!(home.run(&["list", "is:starred tsg"]).0, 1);
    let (code, _, err) = home.run(&["list", "after:soon"]);
    assert!(code == 1 && err.contains("2021-12"), "{err}");
    let (code, out, err) = home.run(&["list", "没有这样的标题"]);
    assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
    let (code, _, err) = home.run(&["--library", home.path().join("other.db").to_str().unwrap(), "list"]);
    assert!(code == 1 && err.contains("other.db is empty"), "{err}");
}

#[test]
fn an_article_is_shown_in_lines_of_the_width() {
    let home = sample();
    for width in ["2", "7", "20", "40", "80"] {
        let (code, out, _) = home.run(&["show", "latest", "--width", width]);
        assert_eq!(code, 0);
        let most = width.parse::<usize>().unwrap();
        for line in out.lines() {
            assert!(
                kanbao::text::width::cells(line, kanbao::text::width::Ambiguous::Narrow) <= most,
                "{width}: {line}"
            );
        }
    }
    let (_, out, _) = home.run(&["show", "--json", "latest"]);
    let article = &objects(&out)[0];
    assert!(article["blocks"].as_array().unwrap().iter().all(|block| block["kind"].is_string()));
    let (_, narrow, _) = home.run(&["show", "latest", "--set", "measure=20"]);
    assert_eq!(narrow, home.run(&["show", "latest", "--width", "20"]).1);
    let (code, _, err) = home.run(&["show", "latest", "--set", "mesure=20"]);
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    let (code, _, err) = home.run(&["show", "4711"]);
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
}

#[test]
fn an_article_is_set_as_its_reader_wishes() {
    let home = Home::new();
    let page = "題與文\nPublished at Dec 17, 2021 03:30 pm\n国务院用AI写了50页报告，读者说很好。\n第二段在这里。\n";
    fs::write(home.path().join("a.txt"), page).unwrap();
    assert_eq!(home.run(&["import", home.path().join("a.txt").to_str().unwrap()]).0, 0);
    let show = |more: &[&str]| {
        let (code, out, err) = home.run(&[&["show", "latest", "--width", "80"], more].concat());
        assert_eq!((code, err.as_str()), (0, ""), "{more:?}");
        out
    };
    assert!(show(&[]).contains("\n    国务院用AI写了50页报告"));
    assert!(show(&["--set", "autospace=true"]).contains("\n    国务院用 AI 写了 50 页报告"));
    assert!(show(&["--set", "indent=0", "--set", "paragraph-space=2"]).contains("很好。\n\n\n第二段"));
    assert!(show(&["--lang", "ja"]).contains("\n  国务院用AI"));
    assert!(show(&["--set", "title=centre"]).starts_with(&format!("{}題與文\n", " ".repeat(37))));
    let record = &objects(&show(&["--json"]))[0];
    assert_eq!(record["languages"]["title"], "zh-Hant");
    assert_eq!(record["languages"]["blocks"][0], "zh-Hans");
    assert_eq!(home.run(&["show", "latest", "--lang", "klingon"]).0, 1);
    assert_eq!(home.run(&["show", "latest", "--set", "level=loose"]).0, 1);
}

#[test]
fn no_query_is_an_error_of_the_engine() {
    let home = sample();
    let long = "图书馆".repeat(4000);
    for query in
        ["\"", "*", "^", ":", "-", "NEAR", "NEAR(a b)", "a* OR", "OR", "\"图书馆", "'", "{", "title:", "is:x", &long]
    {
        let (code, out, err) = home.run(&["search", query]);
        assert!(code <= 1 && (code == 0 || (out.is_empty() && err.lines().count() == 1)), "{query}: {code} {err}");
        assert!(!err.contains("SQL") && !err.contains("panicked"), "{query}: {err}");
        assert!(err.chars().count() < 300, "{err}");
    }
}

#[test]
fn search_finds_a_word_however_it_is_written() {
    let home = sample();
    let found = |query: &str| {
        let (_, out, _) = home.run(&["search", "--json", query]);
        objects(&out).iter().map(|o| (o["id"].clone(), o["block"].clone(), o["start"].clone())).collect::<Vec<_>>()
    };
    let simplified = found("图书馆");
    assert!(simplified.len() > 3);
    assert_eq!(simplified, found("圖書館"));
    assert_eq!(found("wi-fi"), found("ＷＩ－ＦＩ"));
    let (_, out, _) = home.run(&["search", "--json", "--limit", "1", "潮汐博物馆"]);
    let object = &objects(&out)[0];
    assert!(object["snippet"].as_str().unwrap().contains('潮'));
    let id = object["id"].to_string();
    let (code, out, _) = home.run(&["search", "--in", &id, "潮汐"]);
    assert!(code == 0 && out.lines().all(|line| line.starts_with(&id)));
    let (code, out, err) = home.run(&["search", "冇呢個字嘅文章"]);
    assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1));
    // The best are first: those that have it in the title, as the first of all has.
    let (_, out, _) = home.run(&["search", "--json", "图书馆"]);
    let parts: Vec<_> = objects(&out).iter().map(|o| o["part"].clone()).collect();
    assert_eq!(parts[0], "title");
    // By its sound.
    assert!(home.run(&["search", "chaoxi"]).1.contains("潮汐"));
    // In no title.
    let (code, _, err) = home.run(&["search", "ruanjian"]);
    assert!(code == 1 && err.contains("“'ruanjian”"), "{err}");
    assert!(home.run(&["search", "'ruanjian"]).1.contains("软件"));
    for query in ["", "   ", "\u{301}"] {
        assert_eq!(home.run(&["search", query]).0, 1, "{query:?}");
    }
}

#[test]
fn convert_goes_from_script_to_script() {
    let home = Home::new();
    let convert = |arguments: &[&str], text: &[u8]| {
        let mut command = home.command(&[&["convert"], arguments].concat());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(convert(&["--to", "traditional"], "头发发展".as_bytes()), (0, "頭髮發展".to_owned()));
    assert_eq!(convert(&["--to", "simplified", "--from", "taiwan"], "他看著我".as_bytes()), (0, "他看着我".to_owned()));
    assert_eq!(
        convert(&["--to", "taiwan-phrases", "--from", "simplified"], "鼠标和软件".as_bytes()),
        (0, "滑鼠和軟體".to_owned())
    );
    assert_eq!(convert(&["--to", "klingon"], b"").0, 2);
}

#[test]
fn a_folder_without_files_is_named() {
    let home = Home::new();
    let empty = home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let empty = empty.to_str().unwrap();
    let (code, out, err) = home.run(&["import", empty]);
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    assert!(out.starts_with("0 articles added") && err.contains(empty), "{out}{err}");
    let (code, out, err) = home.run(&["import", "--json", empty]);
    assert!(code == 1 && err.is_empty() && objects(&out)[0]["error"].is_string(), "{out}{err}");
}

#[test]
fn bad_files_are_named_and_the_others_come_in() {
    let home = Home::new();
    let folder = home.path().join("in");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("a-good.txt"), "好消息\nPublished at Dec 17, 2021 03:30 pm\n正文一段。\n").unwrap();
    fs::write(folder.join("b-empty.txt"), "").unwrap();
    fs::write(folder.join("c-invalid.txt"), b"\xe5\x9b\xbd\xff\xfe title\nbody \x1b[31m\x1b]0;x\x07 text\n").unwrap();
    fs::write(folder.join("d-broken.json"), "{\"title\": ").unwrap();
    fs::write(folder.join("e-long-title.txt"), format!("{}\n\nbody.\n", "題".repeat(10_000))).unwrap();
    fs::write(folder.join("f-empty-lines.txt"), format!("標題\n{}尾。\n", "\n".repeat(100_000))).unwrap();
    let folder = folder.to_str().unwrap();
    let (code, out, _) = home.run(&["import", "--json", folder, "/dev/null", "/nonexistent/file.txt"]);
    assert_eq!(code, 1);
    let by_name = |name: &str| {
        let object = objects(&out).into_iter().find(|object| object["path"].as_str().unwrap().ends_with(name));
        object.unwrap_or_else(|| panic!("{name} is not in {out}"))
    };
    for good in ["a-good.txt", "c-invalid.txt", "e-long-title.txt", "f-empty-lines.txt"] {
        assert_eq!(by_name(good)["added"], 1, "{}", by_name(good));
    }
    assert_eq!(by_name("b-empty.txt")["left_out"][0]["what"], "file");
    assert_eq!(by_name("a-good.txt")["left_out"], serde_json::Value::Null);
    for bad in ["b-empty.txt", "d-broken.json", "/dev/null", "file.txt"] {
        assert!(by_name(bad)["error"].as_str().is_some_and(|error| !error.is_empty()), "{}", by_name(bad));
    }
    for verb in [vec!["list"], vec!["search", "text"], vec!["list", "--json"]] {
        let (_, out, err) = home.run(&verb);
        assert!(!(out + &err).chars().any(|c| c.is_control() && c != '\n'), "{verb:?}");
    }
    for object in objects(&home.run(&["list", "--json"]).1) {
        let (code, out, _) = home.run(&["show", "--width", "40", &object["id"].to_string()]);
        assert!(code == 0 && !out.chars().any(|c| c.is_control() && c != '\n'));
    }
}

#[test]
fn what_is_left_out_ends_with_a_failure_and_the_rest_is_in() {
    let home = Home::new();
    let file = home.path().join("a.jsonl");
    fs::write(&file, "{\"title\":\"甲\",\"body\":\"文。\"}\n{\n{\"title\":\"乙\",\"body\":\"文。\"}\n").unwrap();
    let file = file.to_str().unwrap();
    let (code, out, err) = home.run(&["import", file]);
    assert_eq!((code, out.trim_end()), (1, "2 articles added, 0 articles updated, 0 articles already there"), "{err}");
    assert!(err.contains("line 2") && err.lines().count() == 1, "{err}");
    let (code, out, _) = home.run(&["import", "--json", file]);
    let left_out = serde_json::json!([{ "what": "line", "count": 1, "where": "line 2" }]);
    assert_eq!((code, &objects(&out)[0]["left_out"]), (1, &left_out));
    // A folder is the same at a sync.
    let folder = home.path().join("in");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("b.jsonl"), "{\"title\":\"丙\",\"body\":\"文。\"}\n17\n").unwrap();
    assert_eq!(home.run(&["import", folder.to_str().unwrap()]).0, 1);
    let (code, out, err) = home.run(&["sync"]);
    assert!(code == 1 && err.contains("line 2") && out.contains("1 source not in full"), "{out}{err}");
    let (_, out, _) = home.run(&["sync", "--json"]);
    assert_eq!(objects(&out)[0]["left_out"][0]["what"], "value");
}

#[test]
fn without_a_terminal_the_reader_says_so() {
    let home = Home::new();
    let (code, out, err) = home.run(&[]);
    assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1));
    assert!(err.contains("terminal"));
}

#[test]
fn wrong_usage_is_code_2() {
    let home = Home::new();
    for arguments in [vec!["mark"], vec!["show"], vec!["list", "--limit", "many"], vec!["--nonsense"]] {
        assert_eq!(home.run(&arguments).0, 2, "{arguments:?}");
    }
}

#[test]
fn a_library_that_is_none_is_left_alone() {
    let home = Home::new();
    fs::write(home.library(), "not a database, but long enough to be looked at twice\n".repeat(50)).unwrap();
    let before = fs::read(home.library()).unwrap();
    let (code, _, err) = home.run(&["list"]);
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    assert_eq!(fs::read(home.library()).unwrap(), before);
}

#[test]
fn a_broken_configuration_is_named() {
    let home = Home::new();
    let folder = home.path().join(".config/kanbao");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "measure = 60\nscirpt = \"taiwan\"\n").unwrap();
    let (code, _, err) = home.run(&["list"]);
    assert_eq!(code, 1);
    assert!(err.contains("line 2") && err.contains("config.toml"), "{err}");
}

#[test]
fn the_configuration_prints_as_one_that_says_the_same() {
    let home = Home::new();
    let (code, dump, _) = home.run(&["config", "dump"]);
    assert_eq!(code, 0);
    home.configure(&dump);
    let (code, said, _) = home.run(&["config", "check"]);
    assert_eq!((code, said.contains("is in order")), (0, true), "{said}");
    assert_eq!(home.run(&["config", "dump"]).1, dump);
    home.configure("measure = 40\nscript = \"klingon\"\n");
    let (code, _, err) = home.run(&["config", "check"]);
    assert_eq!((code, err.lines().count(), err.contains("line 2")), (1, 1, true), "{err}");
}

#[test]
fn the_manual_and_the_completions_are_printed() {
    let home = Home::new();
    let (code, page, _) = home.run(&["man"]);
    assert!(code == 0 && page.contains(".SH KEYS") && page.contains("measure"), "{page}");
    for shell in ["bash", "zsh", "fish"] {
        let (code, script, _) = home.run(&["completions", shell]);
        assert!(code == 0 && script.contains("kanbao"), "{shell}");
    }
    // A packager prints both where there is no home.
    for words in [&["man"][..], &["completions", "bash"]] {
        let program = env!("CARGO_BIN_EXE_kanbao");
        let printed = std::process::Command::new(program).args(words).env_clear().output().unwrap();
        assert!(printed.status.success() && !printed.stdout.is_empty(), "{words:?}: {printed:?}");
    }
}

#[test]
fn articles_are_read_anew_from_their_sources() {
    let home = Home::new();
    fs::write(home.path().join("a.md"), "# 題\n\n正文**一**段。\n").unwrap();
    assert_eq!(home.run(&["import", home.path().join("a.md").to_str().unwrap()]).0, 0);
    let (code, out, _) = home.run(&["reparse", "latest"]);
    assert_eq!((code, out.as_str()), (0, "0 of 1 article changed, 0 could not be read, 0 have no source\n"));
    let (code, out, _) = home.run(&["reparse", "--all", "--json"]);
    let objects = objects(&out);
    assert_eq!(
        (code, objects.len(), &objects[0]["outcome"], &objects[1]["changed"]),
        (0, 2, &Value::from("unchanged"), &Value::from(0))
    );
    let (code, _, err) = home.run(&["reparse", "99"]);
    assert!(code == 1 && err.contains("99"), "{err}");
    assert_eq!(home.run(&["reparse", "--source", "no such source"]).0, 1);
}

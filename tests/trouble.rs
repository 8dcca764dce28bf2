//! The program where things go wrong around it: a full disk, a library it may not write, another program at work, a
//! clock that jumps. One sentence says what happened, and nothing that was there is lost.

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use serde_json::Value;

use crate::terminal::{Home, Terminal};

fn pages(home: &Home, count: usize) -> String {
    let folder = home.path().join("in");
    fs::create_dir_all(&folder).unwrap();
    for number in 0..count {
        let text = format!("第{number}號\nPublished at Dec 17, 2021 03:30 pm\n{}\n", "正文。".repeat(2000));
        fs::write(folder.join(format!("{number}.txt")), text).unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

fn count(home: &Home) -> usize {
    home.run(&["list", "--json"]).1.lines().count()
}

/// The program under a limit of the shell, such as the size of files in KiB.
fn limited(home: &Home, limit: &str, arguments: &[&str]) -> (i32, String, String) {
    let whole = home.command(arguments);
    let mut shell = Command::new("/bin/bash");
    shell.arg("-c").arg(format!("trap '' XFSZ; ulimit {limit}; exec \"$@\"")).arg("bash");
    shell.arg(whole.get_program()).args(whole.get_args()).env_clear();
    for (name, value) in whole.get_envs() {
        shell.env(name, value.unwrap());
    }
    let output = shell.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

#[test]
fn a_full_disk_is_one_sentence_and_loses_nothing() {
    let home = Home::new();
    let folder = pages(&home, 10);
    assert_eq!(home.run(&["import", &folder]).0, 0);
    let folder = pages(&home, 300);
    // A disk that is full refuses to let a file grow; so does this limit.
    let (code, _, err) = limited(&home, "-f 1024", &["import", &folder]);
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    assert!(err.contains("space"), "{err}");
    let left = count(&home);
    assert!((10..300).contains(&left), "{left}");
    assert!(home.run(&["check"]).1.contains("whole"));
    let target = home.path().join("copy.db");
    let (code, _, err) = limited(&home, "-f 64", &["backup", target.to_str().unwrap()]);
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    let parts = fs::read_dir(home.path()).unwrap().filter(|it| {
        let name = it.as_ref().unwrap().file_name().into_string().unwrap();
        name.contains("copy.db") || name.starts_with(".kanbao-")
    });
    assert_eq!(parts.count(), 0);
    // With room again, the rest comes in.
    assert_eq!(home.run(&["import", &folder]).0, 0);
    assert_eq!(count(&home), 300);
}

#[test]
fn what_may_not_be_written_is_one_sentence() {
    if rustix::process::geteuid().is_root() {
        // Permissions do not bind the superuser.
        return;
    }
    let home = Home::new();
    assert_eq!(home.run(&["import", &pages(&home, 1)]).0, 0);
    let mode = |mode| fs::set_permissions(home.library(), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o400);
    let before = fs::read(home.library()).unwrap();
    for arguments in [&["mark", "1", "--read"][..], &["list"], &["check"]] {
        let (code, _, err) = home.run(arguments);
        assert_eq!((code, err.lines().count()), (1, 1), "{arguments:?} {err}");
    }
    assert_eq!(fs::read(home.library()).unwrap(), before);
    mode(0o600);
}

#[test]
fn two_programs_write_at_once_and_see_each_other() {
    let home = Home::new();
    let (one, two) = (pages(&home, 200), home.path().join("other.jsonl"));
    let line = |number| format!("{{\"title\":\"另{number}\",\"body\":\"正文。\"}}\n");
    let lines = (0..2000).map(line).collect::<Vec<_>>().concat();
    fs::write(&two, lines).unwrap();
    let mut first = home.command(&["import", &one]).spawn().unwrap();
    let mut second = home.command(&["import", two.to_str().unwrap()]).spawn().unwrap();
    assert!(first.wait().unwrap().success() && second.wait().unwrap().success());
    assert_eq!(count(&home), 2200);
    let (code, out, _) = home.run(&["mark", "--all-read"]);
    assert!(code == 0 && out.starts_with("2200"), "{out}");
    assert_eq!(home.run(&["list", "--unread"]).0, 1);
    assert!(home.run(&["mark", "--undo"]).1.starts_with("2200"));
    assert_eq!(home.run(&["mark", "--undo"]).0, 1);
    assert!(home.run(&["check"]).1.contains("2200 articles of 2 sources"));
}

#[test]
fn many_programs_make_a_new_library_at_once() {
    let home = Home::new();
    let programs: Vec<_> = (0..6)
        .map(|number| {
            let file = home.path().join(format!("{number}.jsonl"));
            fs::write(&file, format!("{{\"title\":\"題{number}\",\"body\":\"正文。\"}}\n")).unwrap();
            home.command(&["import", file.to_str().unwrap()]).spawn().unwrap()
        })
        .collect();
    for mut program in programs {
        assert!(program.wait().unwrap().success());
    }
    assert_eq!((count(&home), home.run(&["check"]).0), (6, 0));
}

#[test]
fn two_readers_see_each_other_while_nothing_is_typed() {
    let home = Home::new();
    assert_eq!(home.run(&["import", &pages(&home, 5)]).0, 0);
    let mut one = Terminal::start(&home, &[], 80, 24);
    let mut other = Terminal::start(&home, &[], 80, 24);
    one.wait_for_text("1/5");
    other.wait_for_text("1/5");
    other.keys("jj");
    other.wait_for_text("3/5");
    let under_the_cursor = |screen: &[String]| screen.iter().find(|row| row.starts_with('>')).cloned();
    let before = under_the_cursor(&other.screen());
    one.keys("s");
    other.wait_for("the star", |screen| screen.iter().any(|row| row.contains("N*")));
    let file = home.path().join("new.txt");
    fs::write(&file, "新聞今日刊出\nPublished at Dec 17, 2030 03:30 pm\n正文。\n").unwrap();
    one.keys(&format!(":import {}\r", file.display()));
    // What is new stands before it, and the cursor stays where it was.
    other.wait_for_text("4/6");
    assert_eq!(under_the_cursor(&other.screen()), before);
}

/// The program on a disk of its own with no room left, where the system lets a person make one: what each verb says.
fn on_a_full_disk(home: &Home, verbs: &[&[&str]]) -> Option<Vec<String>> {
    let disk = home.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mut script = format!(
        "mount -t tmpfs -o size=1m tmpfs {0} && cp {1} {0}/l.db && {{ dd if=/dev/zero of={0}/fill bs=4k; }} 2>/dev/null\n",
        disk.display(),
        home.library().display()
    );
    script.push_str("test -e \"$DISK/fill\" || exit 77\nsum=$(cksum < \"$DISK/l.db\")\n");
    for verb in verbs {
        let words: Vec<String> = verb.iter().map(|word| format!("'{word}'")).collect();
        let run = format!("\"$PROGRAM\" --library \"$DISK/l.db\" {} 2>&1 | tr '\\n' '|'; echo\n", words.join(" "));
        script.push_str(&run);
    }
    script.push_str("test \"$sum\" = \"$(cksum < \"$DISK/l.db\")\" && echo untouched\n");
    let mut shell = Command::new("unshare");
    shell.args(["--user", "--map-root-user", "--mount", "/bin/sh", "-c", &script]).env_clear();
    shell.env("PATH", "/usr/bin:/bin").env("HOME", home.path()).env("LANG", "C.UTF-8");
    shell.env("PROGRAM", env!("CARGO_BIN_EXE_kanbao")).env("DISK", &disk);
    let output = shell.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect())
}

#[test]
fn a_disk_without_room_is_read_and_named_where_something_is_to_be_kept() {
    let home = Home::new();
    assert_eq!(home.run(&["import", &pages(&home, 3)]).0, 0);
    let verbs: [&[&str]; 6] = [
        &["list"],
        &["show", "1"],
        &["search", "第0號"],
        &["check"],
        &["mark", "1", "--read"],
        &["mark", "--all-read"],
    ];
    // Not every system lets a person mount.
    let Some(told) = on_a_full_disk(&home, &verbs) else { return };
    assert_eq!(told.len(), verbs.len() + 1, "{told:?}");
    for (sentence, verb) in told.iter().zip(&verbs) {
        let refused = sentence.contains("no space left") && sentence.matches('|').count() == 1;
        let read = sentence.contains("第0號") || sentence.contains("the library is whole");
        assert_eq!((refused, read), (verb[0] == "mark", verb[0] != "mark"), "{sentence}");
    }
    assert_eq!(told[verbs.len()], "untouched");
}

#[test]
fn articles_go_out_and_come_in_and_a_copy_is_a_library() {
    let home = Home::new();
    assert_eq!(home.run(&["import", "sample_articles"]).0, 0);
    let shown =
        |home: &Home, id: &str| -> Value { serde_json::from_str(&home.run(&["show", "--json", id]).1).unwrap() };
    let ids: Vec<String> = home
        .run(&["list", "--json"])
        .1
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].to_string())
        .collect();
    let out = home.path().join("out");
    for format in ["json", "markdown"] {
        let folder = out.join(format);
        let mut arguments = vec!["export", "--format", format, "--dir", folder.to_str().unwrap()];
        arguments.extend(ids.iter().map(String::as_str));
        let (code, printed, err) = home.run(&arguments);
        assert_eq!((code, printed.lines().count(), err.as_str()), (0, ids.len(), ""));
        let other = Home::new();
        assert_eq!(other.run(&["import", folder.to_str().unwrap()]).0, 0);
        assert_eq!(count(&other), ids.len());
        let (mine, theirs) = (shown(&home, "latest"), shown(&other, "latest"));
        assert_eq!(mine["title"], theirs["title"]);
        assert_eq!(mine["blocks"], theirs["blocks"]);
    }
    let (code, _, err) = home.run(&["export", "--dir", out.to_str().unwrap(), "1", "99999"]);
    assert_eq!((code, err.lines().count()), (1, 1));
    let target = out.join("copy.db");
    let target = target.to_str().unwrap();
    assert_eq!(home.run(&["mark", "1", "--star", "--tag", "要聞"]).0, 0);
    for _ in 0..2 {
        assert_eq!(home.run(&["backup", target]).0, 0);
    }
    let starred = home.run(&["--library", target, "list", "--starred", "--json"]).1;
    assert_eq!(serde_json::from_str::<Value>(&starred).unwrap()["tags"], serde_json::json!(["要聞"]));
    let (code, _, err) = home.run(&["backup", "/dev/null"]);
    assert!(code == 1 && err.contains("left as it is"), "{err}");
    let (code, out, _) = home.run(&["keep", "files in", "--articles", "5", "--drop-unread"]);
    assert_eq!(code, 1, "{out}");
    let (code, out, err) = home.run(&["keep", "1", "--articles", "5", "--drop-unread"]);
    assert!(code == 0 && out.contains("dropped") && out.contains("newest 5"), "{out}{err}");
    assert_eq!(count(&home), 6);
    assert!(home.run(&["import", "sample_articles"]).1.starts_with("0 articles added"));
    assert_eq!(count(&home), 6);
}

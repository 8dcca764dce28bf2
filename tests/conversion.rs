//! Conversion by real processes: large streams, maps, caches and disks in every state, the person's own file.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::terminal::Home;

fn spawn(home: &Home, arguments: &[&str], text: &[u8]) -> std::process::Child {
    let mut command = home.command(&[&["convert"], arguments].concat());
    feed(&mut command, text)
}

fn feed(command: &mut Command, text: &[u8]) -> std::process::Child {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    std::thread::spawn(move || drop(input.write_all(&text)));
    child
}

fn convert(home: &Home, arguments: &[&str], text: &str) -> Output {
    spawn(home, arguments, text.as_bytes()).wait_with_output().unwrap()
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Either the right text, or nothing and one sentence.
fn is_sound(output: &Output, right: &str) -> bool {
    let (out, err) = (words(&output.stdout), words(&output.stderr));
    if output.status.success() {
        out == right && err.is_empty()
    } else {
        out.is_empty() && err.starts_with("kanbao: ") && err.lines().count() == 1
    }
}

fn cache(home: &Home) -> std::path::PathBuf {
    home.path().join(".cache/kanbao")
}

#[test]
fn a_configuration_goes_by_opencc_s_name() {
    let home = Home::new();
    let text = "鼠标和头发，见https://例子.cn/头发";
    assert_eq!(words(&convert(&home, &["--config", "s2twp"], text).stdout), "滑鼠和頭髮，見https://例子.cn/頭髮");
    assert_eq!(words(&convert(&home, &["--to", "taiwan-phrases"], text).stdout), "滑鼠和頭髮，見https://例子.cn/头发");
    for wrong in [
        &["--config", "s2x"][..],
        &["--config", "s2t", "--to", "taiwan"],
        &["--config", "s2t", "--from", "taiwan"],
        &[],
    ] {
        assert_eq!(convert(&home, wrong, "").status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_map_makes_the_conversion_of_a_large_text() {
    let home = Home::new();
    let text = "出租车里的鼠标，头发发展。\n".repeat(60_000);
    let whole = words(&convert(&home, &["--config", "s2twp"], &text).stdout);
    let map = words(&convert(&home, &["--config", "s2twp", "--map"], &text).stdout);
    let (mut made, mut at) = (String::new(), 0);
    for line in map.lines() {
        let change: serde_json::Value = serde_json::from_str(line).unwrap();
        let number = |key: &str, index: usize| usize::try_from(change[key][index].as_u64().unwrap()).unwrap();
        made += &text[at..number("source", 0)];
        assert_eq!(made.len(), number("shown", 0));
        made += change["to"].as_str().unwrap();
        assert_eq!(
            (made.len(), &text[number("source", 0)..number("source", 1)]),
            (number("shown", 1), change["from"].as_str().unwrap())
        );
        let is_word = ["出租车", "鼠标"].contains(&change["from"].as_str().unwrap());
        assert_eq!(change["kind"], if is_word { "word" } else { "form" });
        at = number("source", 1);
    }
    made += &text[at..];
    assert!(made == whole);
}

#[test]
fn a_long_text_is_converted_like_its_lines() {
    let home = Home::new();
    let line = "乌兹别克斯坦的出租车，见https://例子.cn/头发 头发发展。\n";
    let times = (3 << 20) / line.len();
    for arguments in [&["--config", "s2twp"][..], &["--to", "taiwan-phrases"]] {
        let right = words(&convert(&home, arguments, line).stdout).repeat(times);
        assert!(words(&convert(&home, arguments, &line.repeat(times)).stdout) == right, "{arguments:?}");
    }
}

#[test]
fn processes_that_start_at_once_with_an_empty_cache_all_convert() {
    let home = Home::new();
    let children: Vec<_> = (0..6).map(|_| spawn(&home, &["--to", "taiwan-phrases"], "鼠标".as_bytes())).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert_eq!((words(&output.stdout), words(&output.stderr)), ("滑鼠".to_owned(), String::new()));
    }
}

/// The dictionaries of a cache that has been used.
fn dictionaries(home: &Home) -> Vec<std::path::PathBuf> {
    assert!(convert(home, &["--config", "s2t"], "头").status.success());
    let folder = fs::read_dir(cache(home)).unwrap().next().unwrap().unwrap().path();
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_file_that_a_crash_has_cut_short_is_never_read() {
    let home = Home::new();
    for path in dictionaries(&home) {
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    }
    let output = convert(&home, &["--config", "s2t"], "头发");
    assert_eq!((words(&output.stdout), words(&output.stderr)), ("頭髮".to_owned(), String::new()));
}

#[cfg(unix)]
#[test]
fn a_cache_that_takes_nothing_is_done_without() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    fs::create_dir_all(cache(&home)).unwrap();
    mode(&cache(&home), 0o500);
    let output = convert(&home, &["--config", "s2t"], "头发");
    mode(&cache(&home), 0o700);
    assert_eq!(words(&output.stdout), "頭髮");
    // A file stands where the folder should: so it is for root too.
    fs::remove_dir_all(cache(&home)).unwrap();
    fs::write(cache(&home), "").unwrap();
    let output = convert(&home, &["--config", "s2t"], "头发");
    assert_eq!((words(&output.stdout), words(&output.stderr)), ("頭髮".to_owned(), String::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_sentence_or_a_right_conversion() {
    // A limit on the size of files fails a write in the middle of a file, as a full disk does.
    for limit in [0, 1, 8, 100, 1000, 100_000] {
        let home = Home::new();
        let kanbao = home.command(&["convert", "--config", "s2twp"]);
        let mut command = Command::new("/bin/sh");
        command.env_clear();
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$@\"");
        command.arg("-c").arg(script).arg("sh").arg(kanbao.get_program()).args(kanbao.get_args());
        for (name, value) in kanbao.get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        let output = feed(&mut command, "鼠标".as_bytes()).wait_with_output().unwrap();
        assert!(is_sound(&output, "滑鼠"), "{limit}: {output:?}");
        if limit == 0 {
            assert!(words(&output.stderr).contains("make room"), "{output:?}");
        }
        // With room again, all is well.
        let output = convert(&home, &["--config", "s2twp"], "鼠标");
        assert_eq!((words(&output.stdout), words(&output.stderr)), ("滑鼠".to_owned(), String::new()));
    }
}

#[test]
fn the_person_s_own_conversions_count_and_their_mistakes_are_named() {
    let home = Home::new();
    let file = home.path().join(".config/kanbao/conversions.toml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "[taiwan.words]\n\"软件\" = \"軟體\"\n").unwrap();
    assert_eq!(words(&convert(&home, &["--to", "taiwan"], "软件和头发").stdout), "軟體和頭髮");
    assert_eq!(words(&convert(&home, &["--config", "s2tw"], "软件和头发").stdout), "軟件和頭髮");
    fs::write(&file, "[taiwan]\n\nnever = [\"a b\"]\n").unwrap();
    let output = convert(&home, &["--to", "taiwan"], "软件");
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains("conversions.toml: line 3: “a b” holds a space"), "{output:?}");
}

#[test]
fn a_listener_who_goes_away_is_no_failure() {
    let home = Home::new();
    let mut child = spawn(&home, &["--config", "t2s"], "國\n".repeat(2_000_000).as_bytes());
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), words(&output.stderr)), (Some(0), String::new()));
}

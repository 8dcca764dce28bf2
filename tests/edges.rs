//! The edges of the program: what it reads for itself, what it prints of its arguments, what it leaves behind.

use std::{
    ffi::OsString,
    fs,
    os::unix::{
        ffi::OsStringExt,
        fs::{MetadataExt, PermissionsExt, symlink},
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use kanbao::text::is_control;

use crate::terminal::Home;

fn sample() -> Home {
    let home = Home::new();
    assert_eq!(home.run(&["import", "sample_articles"]).0, 0);
    home
}

/// A thing that is no usable file, by a word that names it, and how it is made.
type Make = (&'static str, fn(&Path));

#[test]
fn a_configuration_that_is_no_file_is_one_sentence() {
    let home = sample();
    let folder = home.path().join(".config/kanbao");
    fs::create_dir_all(&folder).unwrap();
    for name in ["config.toml", "conversions.toml"] {
        let file = folder.join(name);
        let make: [Make; 5] = [
            ("pipe", |path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success())),
            ("device", |path| symlink("/dev/zero", path).unwrap()),
            ("folder", |path| fs::create_dir(path).unwrap()),
            ("MiB", |path| fs::write(path, "#\n".repeat(1 << 20)).unwrap()),
            ("UTF-8", |path| fs::write(path, b"# \xff\n").unwrap()),
        ];
        for (what, make) in make {
            make(&file);
            // Only a conversion reads the conversions.
            let (code, out, err) = home.run(&["show", "--script", "taiwan", "latest"]);
            let is_read = name == "config.toml" || code == 1;
            assert!(is_read && err.lines().count() == 1 && err.contains(what), "{name} {what}: {code} {err}");
            assert!(name != "config.toml" || (code == 0 && !out.is_empty()), "{what}: {err}");
            let _ = fs::remove_file(&file).or_else(|_| fs::remove_dir(&file));
        }
    }
}

#[test]
fn what_is_wrong_in_the_configuration_is_a_warning() {
    let home = sample();
    home.configure("mesure = 60\nscript = \"\\u001b[31mx\"\n[keys]\nfnd = \"/\"\n");
    let (code, out, err) = home.run(&["list"]);
    assert_eq!((code, out.lines().count(), err.lines().count()), (0, 27, 3), "{err}");
    for what in ["line 1, column 1", "“measure”?", "line 2, column 1", "line 4, column 1", "“find”?"] {
        assert!(err.contains(what), "{what}: {err}");
    }
    assert!(!err.contains('\u{1b}'));
    let (code, out, err) = home.run(&["config", "check"]);
    assert!(code == 1 && out.contains("3 problems") && err.lines().count() == 3, "{out}{err}");
    assert_eq!(home.run(&["config", "dump"]).0, 0);
    assert_eq!(home.run(&["doctor"]).0, 1);
    // What a shell reads as it starts says nothing of it.
    assert_eq!(home.run(&["completions", "bash"]).2, "");
    home.configure("measure = 60\n");
    let (code, out, err) = home.run(&["config", "check"]);
    assert!(code == 0 && out.contains("in order") && err.is_empty(), "{out}{err}");
}

#[test]
fn arguments_are_printed_without_a_control() {
    let home = sample();
    let hostile: [&[u8]; 4] = [
        "\u{1b}]52;c;eA==\u{7}".as_bytes(),
        "a\u{9b}2J\u{202e}\u{8}b".as_bytes(),
        b"\xff\x1b[2J\xfe",
        b"--\x1b[31m=\x07",
    ];
    let verbs: [&[&str]; 26] = [
        &[],
        &["import"],
        &["import", "--format"],
        &["import", "--encoding"],
        &["list"],
        &["list", "--source"],
        &["show"],
        &["show", "latest", "--set"],
        &["search"],
        &["search", "--in"],
        &["convert", "--to"],
        &["convert", "--to", "taiwan"],
        &["mark", "latest", "--tag"],
        &["keep"],
        &["feed", "add"],
        &["feed", "remove"],
        &["opml", "import"],
        &["export", "latest", "--dir"],
        &["export", "--dir", "/dev/null/x"],
        &["backup"],
        &["check"],
        &["config"],
        &["completions"],
        &["--library", "/dev/null", "list"],
        &["list", "--library"],
        &["nothing"],
    ];
    for verb in verbs {
        for argument in hostile {
            let mut command = home.command(verb);
            let ran = command.arg(OsString::from_vec(argument.to_vec())).current_dir(home.path());
            let ran = ran.stdin(Stdio::null()).output().unwrap();
            let said = String::from_utf8([ran.stdout, ran.stderr].concat()).unwrap();
            let raw: Vec<char> = said.chars().filter(|c| is_control(*c)).collect();
            assert!(raw.is_empty(), "{verb:?} {argument:?}: {raw:?} in {said:?}");
            assert!(!said.contains("os error") && !said.contains("panicked"), "{verb:?}: {said}");
        }
    }
}

/// What stands under a folder, with its rights.
fn modes(folder: &Path) -> Vec<(PathBuf, u32)> {
    let mut found = vec![(folder.to_owned(), fs::symlink_metadata(folder).unwrap().mode() & 0o777)];
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(modes(&path));
        } else {
            found.push((path.clone(), fs::symlink_metadata(&path).unwrap().mode() & 0o777));
        }
    }
    found
}

#[test]
fn files_of_our_own_are_for_their_owner_only_whatever_the_umask() {
    let home = Home::new();
    let run = |words: &str| {
        let whole = home.command(&[]);
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c").arg(format!("umask 000; exec {} {words}", env!("CARGO_BIN_EXE_kanbao"))).env_clear();
        shell.envs(whole.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let ran = shell.env_remove("KANBAO_LIBRARY").current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
        assert!(ran.status.success(), "{words}: {}", String::from_utf8_lossy(&ran.stderr));
    };
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    run("import sample_articles");
    run("convert --to taiwan README.md");
    // An earlier version was not so careful.
    for folder in [".local/share/kanbao", ".cache/kanbao"] {
        fs::set_permissions(home.path().join(folder), fs::Permissions::from_mode(0o777)).unwrap();
    }
    run("list");
    let mut files = 0;
    for top in [".local", ".cache"] {
        for (path, mode) in modes(&home.path().join(top)) {
            assert_eq!(mode & 0o077, 0, "{} is {mode:o}", path.display());
            files += usize::from(path.is_file());
        }
    }
    assert!(files > 10);
    assert_eq!(fs::metadata(home.path()).unwrap().mode() & 0o777, 0o755, "what is not ours is left as it is");
}

#[test]
fn a_planted_cache_is_not_believed_and_not_written_to() {
    let home = sample();
    let shared = home.path().join("shared");
    let theirs = home.path().join("theirs");
    for folder in [&shared, &theirs] {
        fs::create_dir(folder).unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
    }
    symlink(&theirs, shared.join("kanbao")).unwrap();
    let mut command = home.command(&["convert", "--to", "taiwan", "README.md"]);
    let ran = command.env("XDG_CACHE_HOME", &shared).env("XDG_STATE_HOME", &shared).output().unwrap();
    assert!(ran.status.success() && !ran.stdout.is_empty());
    assert_eq!(fs::read_dir(&theirs).unwrap().count(), 0);
    assert_eq!(fs::metadata(&theirs).unwrap().mode() & 0o777, 0o777);
}

#[test]
fn what_is_exported_names_what_was_left_out() {
    let home = Home::new();
    let article = home.path().join("a.json");
    fs::write(&article, r#"{"title":"夜市\u001b]0;x\u0007重開","body":"一\u009b2J二\u202e三。"}"#).unwrap();
    assert_eq!(home.run(&["import", article.to_str().unwrap()]).0, 0);
    for (format, code, ending) in [("page", 1, "txt"), ("markdown", 1, "md"), ("json", 0, "json")] {
        let out = home.path().join(format);
        let (found, _, err) = home.run(&["export", "--format", format, "--dir", out.to_str().unwrap(), "latest"]);
        assert_eq!((found, err.contains("4 control characters")), (code, code == 1), "{format}: {err}");
        let file = fs::read_dir(&out).unwrap().next().unwrap().unwrap();
        let text = fs::read_to_string(file.path()).unwrap();
        let name = file.file_name().into_string().unwrap();
        assert!(!text.chars().chain(name.chars()).any(is_control) && name.ends_with(ending), "{format}: {text:?}");
    }
    fs::write(&article, r#"{"title":"夜市","body":"重開。","link":"https://a.example/1"}"#).unwrap();
    assert_eq!(home.run(&["import", article.to_str().unwrap()]).0, 0);
    for (format, code) in [("page", 1), ("markdown", 0), ("json", 0)] {
        let out = home.path().join(format);
        let (found, _, err) = home.run(&["export", "--format", format, "--dir", out.to_str().unwrap(), "latest"]);
        assert_eq!((found, err.contains("its link")), (code, code == 1), "{format}: {err}");
    }
}

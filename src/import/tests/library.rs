//! Files come into the library: in order, reported when they are stored, and not read twice for nothing.

use std::{fs, ops::ControlFlow, path::Path};

use jiff::{SignedDuration, Timestamp};

use crate::import::{FileReport, ImportEvent, Options, import_paths, import_stream};
use crate::store::{Library, database::Stop, lists::Filter, sources::Retention};

const PAGE: &str = "标题\nPublished at Dec 17, 2021 03:30 pm\n正文一段。\n";

/// A time at which files that are written now are old enough to be trusted.
fn later() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(60)
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn library() -> Library {
    Library::open_in_memory("local").unwrap()
}

fn bring(library: &mut Library, path: &Path, options: &Options, now: Timestamp) -> Vec<FileReport> {
    let mut reports = Vec::new();
    let paths = [path.to_owned()];
    let _ = import_paths(library, &paths, options, now, &mut |event| {
        if let ImportEvent::File(report) = event {
            reports.push(report.clone());
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    reports
}

fn sums(reports: &[FileReport]) -> [usize; 3] {
    reports.iter().fold([0; 3], |[added, updated, unchanged], report| {
        [added + report.added, updated + report.updated, unchanged + report.unchanged]
    })
}

#[test]
fn a_folder_is_imported_whole_and_in_order() {
    let folder = folder(&[
        ("b.txt", PAGE.as_bytes()),
        ("a/2.md", "# 二\n正文。".as_bytes()),
        ("a/1.txt", "另一篇\n正文。\n".as_bytes()),
        ("a/.hidden.txt", PAGE.as_bytes()),
        (".git/x.txt", PAGE.as_bytes()),
        ("a/photo.png", b"\x89PNG"),
        ("c.jsonl", "{\"title\":\"丙\"}\n{\"title\":\"丁\"}\n".as_bytes()),
        ("empty.txt", b""),
        ("z.txt", b"\xff\xd8\xff"),
    ]);
    let mut reported = Vec::new();
    let name = |path: &Path| path.strip_prefix(folder.path()).unwrap_or(path).display().to_string();
    let paths = [folder.path().join("missing"), folder.path().to_owned()];
    let mut library = library();
    let _ = import_paths(&mut library, &paths, &Options::default(), later(), &mut |step| {
        reported.push(match step {
            // As often as it takes.
            ImportEvent::Waiting => return ControlFlow::Continue(()),
            ImportEvent::Searching => "folder".to_owned(),
            ImportEvent::Found { files, bytes } => format!("{files} files {}", bytes > 100),
            ImportEvent::Skipped(skipped) => format!("skip {}", name(&skipped.path)),
            ImportEvent::File(report) => format!("{} {} {}", name(&report.path), report.added, report.error.is_none()),
            ImportEvent::Kept { .. } => "kept".to_owned(),
        });
        ControlFlow::Continue(())
    })
    .unwrap();
    let expected = [
        "missing 0 false",
        "folder",
        "skip a/photo.png",
        "6 files true",
        "a/1.txt 1 true",
        "a/2.md 1 true",
        "b.txt 1 true",
        "c.jsonl 2 true",
        "empty.txt 0 false",
        "z.txt 0 false",
        "kept",
    ];
    assert_eq!(reported, expected);
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 5);
}

#[test]
fn an_import_can_be_stopped_at_every_step() {
    let files: Vec<(String, String)> = (0..30).map(|n| (format!("{n}.txt"), format!("第{n}篇\n正文{n}。\n"))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let folder = folder(&files);
    for stop in 0.. {
        let mut library = library();
        let (mut steps, mut reported) = (0, 0);
        let _ = import_paths(&mut library, &[folder.path().to_owned()], &Options::default(), later(), &mut |step| {
            reported += usize::from(matches!(step, ImportEvent::File(_)));
            steps += 1;
            if steps > stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
        assert!(library.lists().count(&Filter::default()).unwrap() >= reported);
        assert!(steps <= stop + 1);
        if steps <= stop {
            assert_eq!(reported, 30);
            break;
        }
    }
}

#[test]
fn a_file_that_is_as_it_was_is_not_read_again() {
    let folder = folder(&[
        ("a.txt", PAGE.as_bytes()),
        ("b.jsonl", "{\"title\":\"丙\"}\n{\"title\":\"丁\"}\n".as_bytes()),
        ("odd.txt", "標題\nPublished at nineteen o'clock 2021\n正文。\n".as_bytes()),
        ("empty.txt", b""),
    ]);
    let mut library = library();
    let plain = Options::default();
    // What was just written may be written again within the same tick of the clock.
    let now = Timestamp::now() - SignedDuration::from_secs(60);
    assert_eq!(sums(&bring(&mut library, folder.path(), &plain, now)), [4, 0, 0]);
    assert_eq!(known(&library), 0);
    let first = bring(&mut library, folder.path(), &plain, later());
    assert_eq!(sums(&first), [0, 0, 4]);
    // A file with a warning is read again, with the same warning.
    assert_eq!(known(&library), 2);
    let again = bring(&mut library, folder.path(), &plain, later());
    assert_eq!(sums(&again), [0, 0, 4]);
    let sentences = |reports: &[FileReport]| {
        reports.iter().map(|it| (it.path.clone(), it.bytes, it.error.clone(), it.warnings.clone())).collect::<Vec<_>>()
    };
    assert_eq!(sentences(&again), sentences(&first));
    assert!(again.iter().any(|report| !report.warnings.is_empty()) && again.iter().any(|it| it.error.is_some()));
    assert!(again[0].articles == first[0].articles && first[0].articles.len() == 1);
    // Of the same length and with the old date of its content, it is another file all the same.
    let path = folder.path().join("a.txt");
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, PAGE.replace("正文", "新文")).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    assert_eq!(sums(&bring(&mut library, folder.path(), &plain, later())), [0, 1, 3]);
    // Read in another way, another article may be in it.
    let options = Options { lang: Some("zh-Hant".to_owned()), ..Options::default() };
    assert_eq!(sums(&bring(&mut library, folder.path(), &options, later())), [0, 4, 0]);
}

fn known(library: &Library) -> usize {
    let sources = library.sources().all().unwrap();
    sources.iter().map(|source| library.known_files().count(source.id).unwrap()).sum()
}

#[test]
fn more_articles_in_a_file_than_in_a_batch() {
    let lines = (0..1300).map(|n| format!("{{\"title\":\"第{n}篇\"}}\n")).collect::<Vec<_>>().concat();
    let folder = folder(&[("a.jsonl", lines.as_bytes()), ("b.txt", PAGE.as_bytes())]);
    let mut library = library();
    let reports = bring(&mut library, folder.path(), &Options::default(), later());
    assert_eq!((reports.len(), sums(&reports)), (2, [1301, 0, 0]));
    let again = bring(&mut library, folder.path(), &Options::default(), later());
    assert_eq!((again.len(), sums(&again)), (2, [0, 0, 1301]));
    assert_eq!(known(&library), 2);
    // A stream may be broken off in its middle: reported articles stay.
    let mut library = Library::open_in_memory("local").unwrap();
    let mut stream = lines.as_bytes();
    let options = Options { format: Some(crate::import::Format::JsonLines), ..Options::default() };
    let _ = import_stream(&mut library, &mut stream, &options, later(), &mut |event| {
        if matches!(event, ImportEvent::Kept { .. }) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    let count = library.lists().count(&Filter::default()).unwrap();
    assert!((1..1300).contains(&count), "{count}");
}

#[test]
fn articles_beyond_the_retention_go_when_the_import_ends() {
    let folder = folder(&[("a.jsonl", "{\"title\":\"丙\"}\n{\"title\":\"丁\"}\n".as_bytes())]);
    let mut library = library();
    bring(&mut library, folder.path(), &Options::default(), later());
    let source = library.sources().all().unwrap()[0].id;
    library.retentions().set(source, Retention { most: Some(1), days: None, drop_unread: true }).unwrap();
    bring(&mut library, folder.path(), &Options::default(), later());
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 1);
    bring(&mut library, folder.path(), &Options { lang: Some("zh".into()), ..Options::default() }, later());
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 1);
}

#[test]
fn a_long_file_stops_at_any_article_and_reported_articles_are_stored() {
    // More than two batches of one file.
    let lines = (0..1300).map(|n| format!("{{\"title\":\"第{n}條\",\"body\":\"正文{n}。\"}}\n"));
    let lines = lines.collect::<Vec<_>>().concat();
    let folder = folder(&[("a.jsonl", lines.as_bytes())]);
    let path = folder.path().join("a.jsonl");
    let looks = |until: usize, library: &mut Library| {
        let (mut looks, mut kept) = (0, 0);
        let flow = import_paths(library, std::slice::from_ref(&path), &Options::default(), later(), &mut |event| {
            looks += 1;
            if let ImportEvent::Kept { articles } = event {
                kept += articles;
            }
            if looks >= until { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        (flow.unwrap(), looks, kept)
    };
    let (flow, all, _) = looks(usize::MAX, &mut library());
    assert!(flow.is_continue());
    // One before every article at least.
    assert!(all >= 1300, "{all}");
    for until in [1, 2, 5, 500, 513, 514, 520, 1100, 1299] {
        let mut library = library();
        let (flow, looked, kept) = looks(until, &mut library);
        assert!(flow.is_break());
        assert_eq!(looked, until, "nothing is asked or reported after the answer");
        assert_eq!(library.lists().count(&Filter::default()).unwrap(), kept, "{until}");
        let (flow, _, _) = looks(usize::MAX, &mut library);
        assert!(flow.is_continue());
        assert_eq!(library.lists().count(&Filter::default()).unwrap(), 1300, "{until}");
    }
}

#[test]
fn a_stopped_library_stops_an_import_without_an_error() {
    let folder = folder(&[("a.txt", PAGE.as_bytes()), ("b.txt", "另一篇\n正文。\n".as_bytes())]);
    let mut library = library();
    library.stop_by(Some(Stop::new(|| true))).unwrap();
    let paths = [folder.path().to_owned()];
    let flow = import_paths(&mut library, &paths, &Options::default(), later(), &mut |_| ControlFlow::Continue(()));
    library.stop_by(None).unwrap();
    assert!(flow.unwrap().is_break());
    assert_eq!(library.lists().count(&Filter::default()).unwrap(), 0);
    assert_eq!(sums(&bring(&mut library, folder.path(), &Options::default(), later())), [2, 0, 0]);
}

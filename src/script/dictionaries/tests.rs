//! Every state a cache folder can be found in.

use super::*;

fn folders(cache: &Path, temporary: &Path) -> Folders {
    Folders { cache: Some(cache.to_owned()), temporary: temporary.to_owned() }
}

fn works(folders: &Folders) {
    let converter = folders.open(Config::T2s).expect("dictionaries");
    assert_eq!(converter.convert("國務院").expect("conversion"), "国务院");
}

#[test]
fn the_manifest_is_what_is_linked_in() {
    let home = tempfile::tempdir().expect("a folder");
    write(home.path()).expect("dictionaries");
    let written = fs::read_dir(home.path()).expect("a folder").count();
    assert_eq!(written, manifest().count(), "run tools/script-tables");
    for entry in manifest() {
        assert!(checked(home.path(), entry.name).is_some(), "{}: run tools/script-tables", entry.name);
    }
}

#[test]
fn an_empty_cache_is_filled_and_used_again() {
    let home = tempfile::tempdir().expect("a folder");
    let cache = home.path().join("not yet there");
    // No private copy is possible, so the cache must do.
    let only_cache = folders(&cache, &home.path().join("missing"));
    works(&only_cache);
    let folder = cache.join(versioned_name());
    assert!(Config::ALL.into_iter().all(|config| is_whole(&folder, config)));
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), manifest().count(), "nothing is left beside them");
    let written = fs::metadata(folder.join("t2s.json")).and_then(|data| data.modified()).expect("a time");
    works(&only_cache);
    assert_eq!(fs::metadata(folder.join("t2s.json")).and_then(|data| data.modified()).expect("a time"), written);
}

#[test]
fn a_damaged_file_is_replaced() {
    let home = tempfile::tempdir().expect("a folder");
    let cache = folders(home.path(), &home.path().join("missing"));
    works(&cache);
    let folder = home.path().join(versioned_name());
    let dictionary = folder.join("t2s.txt");
    let whole = fs::read(&dictionary).expect("a dictionary");
    let mut turned = whole.clone();
    turned[whole.len() / 2] ^= 1;
    for damaged in [&whole[..whole.len() / 2], &[], &turned] {
        fs::write(&dictionary, damaged).expect("a dictionary");
        assert!(!is_whole(&folder, Config::T2s));
        works(&cache);
        assert_eq!(fs::read(&dictionary).expect("a dictionary"), whole);
    }
    fs::remove_file(folder.join("t2s.json")).expect("a configuration");
    works(&cache);
}

#[test]
fn what_cannot_be_replaced_is_not_used() {
    let home = tempfile::tempdir().expect("a folder");
    let cache = home.path().join("cache");
    works(&folders(&cache, home.path()));
    // A folder of that name cannot be renamed over: a private copy serves, and is gone afterwards.
    let dictionary = cache.join(versioned_name()).join("t2s.txt");
    fs::remove_file(&dictionary).expect("a dictionary");
    fs::create_dir_all(dictionary.join("inside")).expect("a folder");
    works(&folders(&cache, home.path()));
    assert_eq!(fs::read_dir(home.path()).expect("a folder").count(), 1);
}

#[test]
fn threads_that_start_at_once_all_work() {
    let home = tempfile::tempdir().expect("a folder");
    let cache = folders(home.path(), &home.path().join("missing"));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| works(&cache));
        }
    });
}

#[test]
fn without_a_cache_a_private_copy_serves_else_one_sentence_says_why() {
    let home = tempfile::tempdir().expect("a folder");
    // A file where the cache should be stands for every folder that takes nothing, for root too.
    let blocked = home.path().join("blocked");
    fs::write(&blocked, "").expect("a file");
    works(&folders(&blocked, home.path()));
    works(&Folders { cache: None, temporary: home.path().to_owned() });
    let error = folders(&blocked, &home.path().join("missing")).open(Config::T2s).expect_err("nowhere to write");
    let sentence = error.to_string();
    assert!(sentence.starts_with("the conversion dictionaries can be kept neither in"), "{sentence}");
    assert!(sentence.contains("blocked") && sentence.contains("missing"), "{sentence}");
}

#[cfg(unix)]
#[test]
fn a_read_only_cache_is_left_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().expect("a folder");
    let cache = home.path().join("cache");
    fs::create_dir(&cache).expect("a folder");
    fs::set_permissions(&cache, fs::Permissions::from_mode(0o500)).expect("permissions");
    works(&folders(&cache, home.path()));
    fs::set_permissions(&cache, fs::Permissions::from_mode(0o700)).expect("permissions");
}

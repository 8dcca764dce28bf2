//! Files of conversions, right and wrong, and the texts that they convert.

use super::*;
use crate::script::conversion::{Config, Converters, Plan, tests::converters};

const FILE: &str = r#"
# A reader in Taiwan.
[all]
never = ["頭发", "皇后"]

[taiwan-phrases]
words = { "鼠标" = "滑鼠器", "軟體" = "軟件", "电脑" = "電子計算機" }

[taiwan.words]
"鼠标" = "鼠"
"皇后" = "王后"
"#;

fn converted(script: Script, text: &str) -> (String, Vec<(String, String)>) {
    let exceptions = Exceptions::parse(FILE).expect("a file");
    let plan = Plan::between(Script::Simplified, script).expect("a plan");
    let loaded = crate::script::conversion::LoadedPlan::from_loaded(plan, converters())
        .expect("words")
        .expect("loaded")
        .with_exceptions(exceptions.for_script(script));
    let mapped = loaded.convert_mapped(&Safe::new(text)).expect("conversion");
    assert_eq!(*mapped.text, *loaded.convert(text).expect("conversion"));
    let words = mapped.words.iter().map(|shown| {
        (text[mapped.map.source_range(shown.clone())].to_owned(), mapped.text.slice(shown.clone()).to_owned())
    });
    (mapped.text.as_str().to_owned(), words.collect())
}

#[test]
fn words_are_replaced_kept_and_left_to_opencc() {
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let (text, words) = converted(Script::TaiwanPhrases, "电脑的鼠标和软件、打印机，皇后的头发");
    assert_eq!(text, "電子計算機的滑鼠器和軟件、印表機，皇后的頭髮");
    let expected = [("电脑", "電子計算機"), ("鼠标", "滑鼠器"), ("软件", "軟件"), ("打印机", "印表機")];
    assert_eq!(words, expected.map(|(from, to)| pair(from, to)), "软件 is met as 軟體, which OpenCC writes");
    let (text, _) = converted(Script::Taiwan, "鼠标和皇后，见https://例子.cn/鼠标");
    assert_eq!(text, "鼠和王后，見https://例子.cn/鼠标", "the table of one script goes first; addresses stay");
    assert_eq!(converted(Script::Hongkong, "鼠标和皇后").0, "鼠標和皇后");
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let error = |text: &str| Exceptions::parse(text).expect_err("wrong").to_string();
    assert_eq!(
        error("\n[klingon]\nnever = []"),
        "line 2: no script is called “klingon”; write all or one of simplified, traditional, taiwan, taiwan-phrases, \
         hongkong, hongkong-phrases, japanese"
    );
    assert!(
        error("[all]\nnever = [\n  \"好\",\n  \"好，坏\",\n]").starts_with("line 4: “好，坏” holds “，”; write words")
    );
    assert!(error("[all]\nnever = [\"\"]").starts_with("line 2: a word is empty"));
    assert!(error("[all.words]\n\"a b\" = \"c\"").contains("holds a space"));
    assert!(error("[all]\nnevr = []").starts_with("line 2: unknown field"));
    assert!(error("[all]\n\n[taiwan\n").starts_with("line 3: "));
    assert!(error("[original]").starts_with("line 1: no script"));
    assert_eq!(Exceptions::parse("# nothing"), Ok(Exceptions::default()));
}

#[test]
fn a_file_is_read_again_when_it_was_saved() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("conversions.toml");
    let converters = Converters::new(None, home.path().to_owned()).with_exceptions(path.clone());
    let words = || converters.exceptions().for_script(Script::Taiwan).is_some();
    assert!(!converters.refresh_exceptions().expect("no file"), "none is no mistake");
    std::fs::write(&path, "[taiwan]\nnever = [\"云\"]").expect("a file");
    assert!(converters.refresh_exceptions().expect("a file") && words());
    assert!(!converters.refresh_exceptions().expect("a file"), "nothing new");
    std::fs::write(&path, "[taiwan]\n\nnever = 3").expect("a file");
    let sentence = converters.refresh_exceptions().expect_err("wrong").to_string();
    assert!(sentence.contains("conversions.toml: line 3: "), "{sentence}");
    assert!(words(), "what was right before still holds");
    assert!(!converters.refresh_exceptions().expect("reported once"));
    std::fs::remove_file(&path).expect("a file");
    assert!(converters.refresh_exceptions().expect("gone") && !words());
    std::fs::create_dir(&path).expect("a folder");
    assert!(converters.refresh_exceptions().expect_err("a folder").to_string().contains("is a folder"));
}

#[test]
fn the_longest_word_is_found_first() {
    let own = ScriptExceptions::from_words([("国".to_owned(), None), ("国家".to_owned(), Some("x".to_owned()))].into());
    let found: Vec<_> = own.find_in("国国家家国").collect();
    assert_eq!(found, [(0..3, None), (3..9, Some("x")), (12..15, None)]);
    assert_eq!(ScriptExceptions::default().find_in("国家").count(), 0);
    assert!(converters().get(Config::T2s).is_some());
}

//! Chinese or Korean: the question that short texts in GBK and EUC-KR raise, whose bytes are valid in both.
//!
//! A text of its own language consists of frequent characters; read in the other encoding it is made of any.

use encoding_rs::{EUC_KR, Encoding, GBK};

/// Letters from which on the question is decided; fewer may be a name that has no frequent character.
const MIN_LETTERS: usize = 14;

/// Letters that are counted.
const MAX_LETTERS: usize = 512;

/// The share of frequent letters, one in so many, below which a text is in neither of the languages.
const MIN_SHARE: usize = 5;

/// The 600 characters that make three quarters of a Chinese text in Simplified characters, by the word list of jieba.
const CHINESE: &str = "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可过天作分方用\
    多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所如现理机体表力好外与文当\
    两实重新三么只山水关明从化平建又制南内西没此将员名手最东头者月间无安看见各城十相但已些正口通想度加第她合院物性战\
    由位常点海意场武使次二向治因立数样身情入原问把路被并利石老教万知级量任江及应省资委务元美特期世湖回系比气汉总展电\
    科金先声提品设或义王社很统处四首共马形己儿司太目基领队直计别女权话少流命至报米给打变果书清活几州华解议更称程今决\
    张导术府才保交放管结师便走达族反再题色五京河接条规式县白它改风光运信受什组听布百济党指论强做取技黄神选记斯真却职\
    号界件花类何眼兵传带空干农边据集联古广完质阳难增历史专官每住商即步认车台林必死游举线言皇土团收考求德叫近备研争非\
    具李众连调感转笑革该持始英克士尔让拉思根格造较际亲单朝红型价校约器字段周亚深候则功属积快图火千准究往极育装许参半\
    令吃观鱼精办像帝八复影告远群包整构料随划算象容示投势热值夫网望源息语股铁断派速怎需片爱律纪支早况病境证编越局推满\
    且列觉服双未居除乐企引标确织初青志率项飞球节察龙响药站施均消客失轻存低甚般击曾防请离落显罗营足素视护副食创余照兴\
    占巴虽洲村费易试星木黑左宝置跟央识维采六底宫房音环案批切斗富乡另倒若按查故突责严";

/// The syllables that make more than half of a Korean text.
const KOREAN: &str = "이다는에의을가고하지기로한사자도그은리아서나어시대수인를라해들정일부만전스보주조소여구제과상장원있적었했년민공비\
    위성동국우말러신생경음발할문분으면게오모더니세던것려까내번같치않없와";

/// The encoding of a text that may be GBK or EUC-KR; none if it is too short, invalid in both, or not clearly one of them.
pub(super) fn chinese_or_korean(sample: &[u8]) -> Option<&'static Encoding> {
    let chinese = frequent(sample, GBK, CHINESE);
    let korean = frequent(sample, EUC_KR, KOREAN);
    match (chinese, korean) {
        (Some(chinese), Some(korean)) if chinese > korean => Some(GBK),
        (Some(chinese), Some(korean)) if chinese < korean => Some(EUC_KR),
        _ => None,
    }
}

/// The frequent letters of a text in an encoding; none if it has too few letters.
fn frequent(sample: &[u8], encoding: &'static Encoding, frequent: &str) -> Option<usize> {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).take(MAX_LETTERS);
    let (mut all, mut found) = (0, 0);
    for letter in letters {
        all += 1;
        found += usize::from(frequent.contains(letter));
    }
    (all >= MIN_LETTERS).then_some(if found * MIN_SHARE >= all { found } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_told_apart() {
        for (text, encoding) in [
            ("今早港里起雾，渡船停开两班，乘客在候船室等到十点。", GBK),
            ("鱼价平稳，菜价略涨，米行照常开门", GBK),
            ("오늘 새벽 안개가 걷히고 배가 다시 떠났다.", EUC_KR),
            ("소금밭에 첫 물을 들인 날 아침이었다", EUC_KR),
        ] {
            let (bytes, ..) = encoding.encode(text);
            assert_eq!(chinese_or_korean(&bytes).map(Encoding::name), Some(encoding.name()), "{text}");
        }
        assert_eq!(chinese_or_korean(b"only ASCII in here, and nothing else"), None);
    }

    #[test]
    fn the_lists_hold_no_character_twice() {
        for list in [CHINESE, KOREAN] {
            let chars: std::collections::HashSet<char> = list.chars().collect();
            assert_eq!(chars.len(), list.chars().count());
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = chinese_or_korean(&bytes);
        }
    }
}

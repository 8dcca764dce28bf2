//! The configurations that convert a text from its own script to another.
//!
//! Simplified Chinese keeps less than Traditional Chinese writes, so no plan passes through it, and what regions call
//! things is changed only where a name says `phrases`: `simplified` keeps a Taiwanese writer's 計程車 as 计程车.

use super::config::Config;
use crate::script::{Language, Script};

/// One to two configurations, applied one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Plan {
    first: Config,
    second: Option<Config>,
}

impl Plan {
    /// The plan of one configuration.
    #[must_use]
    pub fn single(config: Config) -> Plan {
        Plan { first: config, second: None }
    }

    /// The plan for a text in `language` that is to be read in `script`; `None` if it is to be left as it is, because
    /// it is in that script already or is not Chinese.
    ///
    /// Traditional Chinese of unknown region is read as Taiwan's: tw2s takes 看著 to 看着 where t2s leaves it, and
    /// leaves OpenCC's standard forms to the same end.
    #[must_use]
    pub fn choose(language: Language, script: Script) -> Option<Plan> {
        let from = match language {
            Language::ChineseSimplified => Script::Simplified,
            Language::ChineseTaiwan => Script::Taiwan,
            Language::ChineseHongkong => Script::Hongkong,
            Language::ChineseTraditional => match script {
                Script::Traditional => return None,
                // It may hold Taiwan's forms, or the standard's, which t2tw alone changes.
                Script::Taiwan | Script::TaiwanPhrases => Script::Traditional,
                _ => Script::Taiwan,
            },
            Language::Japanese | Language::Korean | Language::Other => return None,
        };
        Plan::between(from, script)
    }

    /// The plan from one script to another, both named by the reader; `None` if nothing is to be done. A source with
    /// `phrases` is a text with that region's words, which Simplified has its own for.
    #[must_use]
    pub fn between(from: Script, to: Script) -> Option<Plan> {
        use super::config::Config::{
            Hk2s, Hk2sp, Hk2t, Jp2t, S2hk, S2hkp, S2t, S2tw, S2twp, T2hk, T2jp, T2s, T2tw, Tw2s, Tw2sp, Tw2t,
        };
        use crate::script::Script::{
            Hongkong, HongkongPhrases, Japanese, Original, Simplified, Taiwan, TaiwanPhrases, Traditional,
        };
        let of = |first| Some(Plan::single(first));
        let chain = |first, second| Some(Plan { first, second: Some(second) });
        match (from, to) {
            (Original, _)
            | (_, Original)
            | (Simplified, Simplified)
            | (Traditional, Traditional)
            | (Taiwan | TaiwanPhrases, Taiwan | TaiwanPhrases)
            | (Hongkong | HongkongPhrases, Hongkong | HongkongPhrases)
            | (Japanese, Japanese) => None,

            (Simplified, Traditional) => of(S2t),
            (Simplified, Taiwan) => of(S2tw),
            (Simplified, TaiwanPhrases) => of(S2twp),
            (Simplified, Hongkong) => of(S2hk),
            (Simplified, HongkongPhrases) => of(S2hkp),
            (Simplified, Japanese) => chain(S2t, T2jp),

            (Traditional, Simplified) => of(T2s),
            (Traditional, Taiwan | TaiwanPhrases) => of(T2tw),
            (Traditional, Hongkong | HongkongPhrases) => of(T2hk),
            (Traditional, Japanese) => of(T2jp),

            (Taiwan, Simplified) => of(Tw2s),
            (TaiwanPhrases, Simplified) => of(Tw2sp),
            (Taiwan | TaiwanPhrases, Traditional) => of(Tw2t),
            (Taiwan | TaiwanPhrases, Hongkong | HongkongPhrases) => chain(Tw2t, T2hk),
            (Taiwan | TaiwanPhrases, Japanese) => chain(Tw2t, T2jp),

            (Hongkong, Simplified) => of(Hk2s),
            (HongkongPhrases, Simplified) => of(Hk2sp),
            (Hongkong | HongkongPhrases, Traditional) => of(Hk2t),
            (Hongkong | HongkongPhrases, Taiwan | TaiwanPhrases) => chain(Hk2t, T2tw),
            (Hongkong | HongkongPhrases, Japanese) => chain(Hk2t, T2jp),

            (Japanese, Traditional) => of(Jp2t),
            (Japanese, Simplified) => chain(Jp2t, T2s),
            (Japanese, Taiwan | TaiwanPhrases) => chain(Jp2t, T2tw),
            (Japanese, Hongkong | HongkongPhrases) => chain(Jp2t, T2hk),
        }
    }

    /// The configurations in the order they are applied.
    pub fn steps(self) -> impl Iterator<Item = Config> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// Every configuration that must be loaded to convert by this plan with a map.
    #[must_use]
    pub fn configs(self) -> Vec<Config> {
        self.steps().flat_map(|config| [Some(config), config.one_to_one()]).flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_plan_goes_through_simplified_or_repeats_a_script() {
        for from in Script::ALL {
            for to in Script::ALL {
                let Some(plan) = Plan::between(from, to) else { continue };
                let names: Vec<_> = plan.steps().map(Config::name).collect();
                if let [first, second] = names[..] {
                    assert!(first.ends_with("2t") && second.starts_with("t2"), "{from} to {to}: {names:?}");
                }
                assert!(plan.steps().all(|config| plan.configs().contains(&config)));
            }
        }
    }

    #[test]
    fn only_chinese_is_converted_and_only_where_it_differs() {
        for script in Script::ALL {
            for language in [Language::Japanese, Language::Korean, Language::Other] {
                assert_eq!(Plan::choose(language, script), None);
            }
        }
        let steps = |language, script| {
            Plan::choose(language, script).map(|plan| plan.steps().map(Config::name).collect::<Vec<_>>().join(" "))
        };
        // Simplified, Traditional, Taiwan, its words, Hong Kong, its words, Japanese forms.
        let table = [
            (Language::ChineseSimplified, ["", "s2t", "s2tw", "s2twp", "s2hk", "s2hkp", "s2t t2jp"]),
            (Language::ChineseTraditional, ["tw2s", "", "t2tw", "t2tw", "tw2t t2hk", "tw2t t2hk", "tw2t t2jp"]),
            (Language::ChineseTaiwan, ["tw2s", "tw2t", "", "", "tw2t t2hk", "tw2t t2hk", "tw2t t2jp"]),
            (Language::ChineseHongkong, ["hk2s", "hk2t", "hk2t t2tw", "hk2t t2tw", "", "", "hk2t t2jp"]),
        ];
        for (language, row) in table {
            assert_eq!(steps(language, Script::Original), None);
            for (script, expected) in Script::ALL[1..].iter().zip(row) {
                assert_eq!(steps(language, *script).unwrap_or_default(), expected, "{language:?} to {script}");
            }
        }
    }
}

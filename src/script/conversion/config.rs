//! OpenCC's configurations by their own names.

use std::{fmt, str::FromStr};

use crate::script::UnknownName;

macro_rules! configs {
    ($($variant:ident $name:literal $doc:literal),* $(,)?) => {
        /// One of OpenCC's configurations: from which standard to which.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Config {
            $(#[doc = $doc] $variant),*
        }

        impl Config {
            /// Every configuration, in the order of their names.
            pub const ALL: [Config; 16] = [$(Config::$variant),*];

            /// OpenCC's name for it: `s2twp`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Config::$variant => $name),*
                }
            }
        }
    };
}

configs! {
    Hk2s "hk2s" "Traditional of Hong Kong to Simplified.",
    Hk2sp "hk2sp" "Traditional of Hong Kong to Simplified, with Mainland words.",
    Hk2t "hk2t" "Traditional of Hong Kong to OpenCC's standard.",
    Jp2t "jp2t" "Japanese shinjitai to OpenCC's standard.",
    S2hk "s2hk" "Simplified to Traditional of Hong Kong.",
    S2hkp "s2hkp" "Simplified to Traditional of Hong Kong, with its words.",
    S2t "s2t" "Simplified to OpenCC's standard.",
    S2tw "s2tw" "Simplified to Traditional of Taiwan.",
    S2twp "s2twp" "Simplified to Traditional of Taiwan, with its words.",
    T2hk "t2hk" "OpenCC's standard to Traditional of Hong Kong.",
    T2jp "t2jp" "OpenCC's standard to Japanese shinjitai.",
    T2s "t2s" "OpenCC's standard to Simplified.",
    T2tw "t2tw" "OpenCC's standard to Traditional of Taiwan.",
    Tw2s "tw2s" "Traditional of Taiwan to Simplified.",
    Tw2sp "tw2sp" "Traditional of Taiwan to Simplified, with Mainland words.",
    Tw2t "tw2t" "Traditional of Taiwan to OpenCC's standard.",
}

impl Config {
    /// The configuration between the same standards that keeps the words, for the four that replace words. All others turn
    /// each character into exactly one, as the lengths of all entries of OpenCC 1.4.2's dictionaries show.
    #[must_use]
    pub fn one_to_one(self) -> Option<Config> {
        match self {
            Config::S2twp => Some(Config::S2tw),
            Config::S2hkp => Some(Config::S2hk),
            Config::Tw2sp => Some(Config::Tw2s),
            Config::Hk2sp => Some(Config::Hk2s),
            _ => None,
        }
    }
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Config {
    type Err = UnknownName;

    /// Takes the name as OpenCC's command takes it, with or without `.json`.
    fn from_str(name: &str) -> Result<Config, UnknownName> {
        let plain = name.strip_suffix(".json").unwrap_or(name);
        Config::ALL
            .into_iter()
            .find(|config| config.name() == plain)
            .ok_or_else(|| UnknownName::new("configuration", name, Config::ALL.iter().map(|config| config.name())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for config in Config::ALL {
            assert_eq!(config.name().parse(), Ok(config));
            assert_eq!(format!("{config}.json").parse(), Ok(config));
        }
        assert!("s2".parse::<Config>().is_err());
    }
}

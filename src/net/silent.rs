//! Hosts that gave no answer in time. A host that let a deadline pass is not asked again by the same client, so that it
//! costs a run one deadline and not one for each of its feeds.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use super::{address::Address, error::NetError};

/// The hosts that let a deadline pass, with their ports.
#[derive(Debug, Default)]
pub(crate) struct SilentHosts {
    sites: Mutex<HashSet<String>>,
}

impl SilentHosts {
    /// Remembers the host of an address, if a request failed by its silence.
    pub(crate) fn note(&self, at: &Address, error: &NetError) {
        if matches!(error, NetError::Slow { .. }) {
            self.sites.lock().unwrap_or_else(PoisonError::into_inner).insert(at.site());
        }
    }

    /// Refuses a request to a silent host.
    pub(crate) fn check(&self, at: &Address) -> Result<(), NetError> {
        if self.sites.lock().unwrap_or_else(PoisonError::into_inner).contains(&at.site()) {
            return Err(NetError::Silent(at.host().to_owned()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_silence_counts_and_only_for_its_host_and_port() {
        let silent = SilentHosts::default();
        let at = |text: &str| Address::parse(text).unwrap();
        let host = || "a.example".to_owned();
        silent.note(&at("http://a.example/1"), &NetError::NoHost(host()));
        assert!(silent.check(&at("http://a.example/2")).is_ok());
        silent.note(&at("http://a.example/1"), &NetError::Slow { host: host(), doing: "connecting" });
        assert!(matches!(silent.check(&at("http://A.example:80/2")), Err(NetError::Silent(_))));
        for other in ["https://a.example/1", "http://a.example:8080/1", "http://b.example/1"] {
            assert!(silent.check(&at(other)).is_ok(), "{other}");
        }
    }
}

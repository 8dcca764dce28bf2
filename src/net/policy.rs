//! Permissions and time limits of the network.

use std::time::Duration;

use super::proxy::Proxies;

/// Permissions and time limits of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    /// Permission to fetch from private networks and from this machine.
    pub(crate) allow_private: bool,
    pub(crate) proxies: Proxies,
    /// Pause between two requests to one host.
    pub(crate) pause: Duration,
    /// Limit for connecting.
    pub(crate) connect: Duration,
    /// Limit for one document, with all redirects and the body.
    pub(crate) deadline: Duration,
    /// Time after which a host that keeps its worker waiting gets another worker beside it.
    pub(crate) patience: Duration,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            allow_private: false,
            proxies: Proxies::default(),
            pause: Duration::from_millis(300),
            connect: Duration::from_secs(15),
            deadline: Duration::from_mins(1),
            patience: Duration::from_secs(2),
        }
    }
}

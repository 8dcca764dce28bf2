//! Permissions and time limits of the network.

use std::time::Duration;

use super::proxy::Proxies;

/// Permissions and time limits of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Permission to fetch from private networks and from this machine.
    pub allow_private: bool,
    pub proxies: Proxies,
    /// Pause between two requests to one host.
    pub pause: Duration,
    /// Limit for connecting.
    pub connect: Duration,
    /// Limit for one document, with all redirects and the body.
    pub deadline: Duration,
    /// Time after which a host that keeps its worker waiting gets another worker beside it.
    pub patience: Duration,
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

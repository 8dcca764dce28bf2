//! Why nothing could be fetched, in one sentence that says what to do. Addresses are shown without names and
//! passwords; what a server says of itself is not quoted.

use std::{io, net::IpAddr};

use ureq::{Error, Timeout};

use super::{Address, AddressError, MAX_BODY, guard::Private};

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NetError {
    /// It is no address that is fetched.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The address is not on the public internet.
    #[error(
        "{host} leads to {ip}, which is not an address of the public internet; if you trust it, allow it with \
         --allow-private, or with allow-private = true in the configuration"
    )]
    Private {
        /// The host.
        host: String,
        /// Where its name leads.
        ip: IpAddr,
    },
    /// The name leads nowhere.
    #[error("no address is known for {0}; check the name, and that you are online")]
    NoHost(String),
    /// Nobody answers there.
    #[error("{host} could not be reached ({cause}); try again later")]
    Unreachable {
        /// The host.
        host: String,
        /// What the system says.
        cause: String,
    },
    /// TLS failed.
    #[error("no secure connection to {host} is possible ({cause}); nothing was fetched")]
    Tls {
        /// The host.
        host: String,
        /// What is wrong.
        cause: String,
    },
    /// It takes too long.
    #[error("{host} did not answer in time ({doing}); try again later")]
    Slow {
        /// The host.
        host: String,
        /// What was waited for.
        doing: &'static str,
    },
    /// More hops than are followed.
    #[error("{0} sends on from address to address without end; nothing was fetched")]
    Hops(String),
    /// A hop to where nothing is fetched.
    #[error("{from} sends on to another address, which was not followed: {cause}")]
    Hop {
        /// Where it was sent on.
        from: String,
        /// Why not.
        cause: Box<NetError>,
    },
    /// A hop without an address.
    #[error("{0} sends on without saying where; tell its publisher")]
    Nowhere(String),
    /// A body beyond [`MAX_BODY`].
    #[error("{address} is larger than {} MiB and was not taken; nothing of it was kept", MAX_BODY >> 20)]
    TooLarge {
        /// The address.
        address: String,
    },
    /// A head beyond all measure.
    #[error("the answer of {0} begins with too much; it is no web server that could be read")]
    Head(String),
    /// A coding that is not known.
    #[error("{address} comes in the coding “{coding}”, which is not known; tell its publisher")]
    Coding {
        /// The address.
        address: String,
        /// The coding's name.
        coding: String,
    },
    /// No HTTP.
    #[error("{host} does not answer as a web server does ({cause}); check the address")]
    Protocol {
        /// The host.
        host: String,
        /// What is wrong.
        cause: String,
    },
    /// The proxy's name.
    #[error("the variable that names your proxy holds no address of one; it should look like http://host:3128")]
    ProxyName,
    /// The proxy's doing.
    #[error("your proxy did not connect to {host} ({cause}); check the variables that name it")]
    Proxy {
        /// The host.
        host: String,
        /// What it said.
        cause: String,
    },
    /// It was stopped.
    #[error("it was stopped")]
    Stopped,
}

impl NetError {
    /// What an error of the client means for an address.
    pub(super) fn of(address: &Address, error: Error) -> NetError {
        let host = address.host().to_owned();
        match error {
            Error::Other(error) if error.is::<Private>() => match error.downcast::<Private>() {
                Ok(private) => NetError::Private { host, ip: private.0 },
                Err(error) => NetError::Protocol { host, cause: error.to_string() },
            },
            Error::HostNotFound => NetError::NoHost(host),
            Error::Timeout(timeout) => NetError::Slow { host, doing: doing(timeout) },
            Error::Rustls(error) => NetError::Tls { host, cause: error.to_string() },
            Error::Tls(cause) => NetError::Tls { host, cause: cause.to_owned() },
            Error::TlsRequired => NetError::Tls { host, cause: "it was not made".to_owned() },
            Error::LargeResponseHeader(..) => NetError::Head(host),
            Error::ConnectProxyFailed(cause) => NetError::Proxy { host, cause },
            Error::InvalidProxyUrl => NetError::ProxyName,
            Error::Io(error) => NetError::of_io(host, &error),
            error => NetError::Protocol { host, cause: error.to_string() },
        }
    }

    fn of_io(host: String, error: &io::Error) -> NetError {
        let cause = error.to_string();
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => NetError::Slow { host, doing: "waiting for it" },
            // The resolver of the system has no kind of its own.
            _ if cause.contains("failed to lookup address") => NetError::NoHost(host),
            io::ErrorKind::InvalidData => NetError::Tls { host, cause },
            _ => NetError::Unreachable { host, cause },
        }
    }
}

fn doing(timeout: Timeout) -> &'static str {
    match timeout {
        Timeout::Resolve => "looking up its name",
        Timeout::Connect => "connecting",
        Timeout::RecvBody | Timeout::Global | Timeout::PerCall => "the answer came too slowly",
        _ => "waiting for an answer",
    }
}

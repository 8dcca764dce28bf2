//! Why nothing could be fetched, in one sentence that says what to do. Addresses are shown without names and
//! passwords; what a server says of itself is not quoted.

use std::{io, net::IpAddr};

use ureq::{Error, Timeout};

use super::{
    address::{Address, AddressError},
    body::MAX_BODY,
    guard::Private,
    plain,
};

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum NetError {
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
        /// What that means.
        cause: &'static str,
    },
    /// TLS failed.
    #[error("no secure connection to {host} is possible: {cause}")]
    Tls {
        /// The host.
        host: String,
        /// What is wrong, and what can be done.
        cause: &'static str,
    },
    /// It takes too long.
    #[error("{host} did not answer in time ({doing}); try again later")]
    Slow {
        /// The host.
        host: String,
        /// What was waited for.
        doing: &'static str,
    },
    /// It has let a deadline pass before.
    #[error("{0} did not answer and was not asked again in this run; try again later")]
    Silent(String),
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
    /// A body beyond `MAX_BODY`.
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
        cause: &'static str,
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
    pub(crate) fn of(address: &Address, error: Error) -> NetError {
        let host = address.host().to_owned();
        match error {
            Error::Other(error) if error.is::<Private>() => match error.downcast::<Private>() {
                Ok(private) => NetError::Private { host, ip: private.0 },
                Err(_) => NetError::Protocol { host, cause: "its address leads nowhere" },
            },
            Error::HostNotFound => NetError::NoHost(host),
            Error::Timeout(timeout) => NetError::Slow { host, doing: doing(timeout) },
            Error::Rustls(error) => NetError::Tls { host, cause: plain::of_tls(&error) },
            Error::Tls(_) | Error::TlsRequired => NetError::Tls {
                host,
                cause: "the connection could not be encrypted; check the address, or tell its publisher",
            },
            Error::Pem(_) => {
                NetError::Tls { host, cause: "the certificates of this machine cannot be read; check them" }
            }
            Error::LargeResponseHeader(..) => NetError::Head(host),
            Error::ConnectProxyFailed(cause) => NetError::Proxy { host, cause },
            Error::InvalidProxyUrl => NetError::ProxyName,
            Error::ConnectionFailed => NetError::Unreachable { host, cause: "the connection failed" },
            Error::Io(error) => NetError::of_io(host, &error),
            Error::BadUri(_) | Error::Http(_) => {
                NetError::Protocol { host, cause: "its address or its answer is malformed" }
            }
            _ => NetError::Protocol { host, cause: "its answer is not HTTP" },
        }
    }

    fn of_io(host: String, error: &io::Error) -> NetError {
        if let Some(tls) = plain::tls_within(error) {
            return NetError::Tls { host, cause: plain::of_tls(tls) };
        }
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => NetError::Slow { host, doing: "waiting for it" },
            // The resolver of the system has no kind of its own.
            _ if error.to_string().contains("failed to lookup address") => NetError::NoHost(host),
            io::ErrorKind::InvalidData => NetError::Protocol { host, cause: "its answer makes no sense" },
            _ => NetError::Unreachable { host, cause: plain::of_io(error) },
        }
    }
}

/// Why an answer broke off, in a few words.
pub(crate) fn cut(error: &Error) -> &'static str {
    match error {
        Error::Io(error) => plain::of_io(error),
        Error::Timeout(_) => "it came too slowly",
        Error::Rustls(error) => plain::of_tls(error),
        _ => "the connection ended before the answer did",
    }
}

fn doing(timeout: Timeout) -> &'static str {
    match timeout {
        Timeout::Resolve => "looking up its name",
        Timeout::Connect => "connecting",
        Timeout::RecvBody => "the answer came too slowly",
        Timeout::Global | Timeout::PerCall => "waiting for the whole answer",
        _ => "waiting for an answer",
    }
}

//! Errors of fetching, each one sentence with a remedy. Addresses are shown without names and passwords; servers are not
//! quoted.

use std::{io, net::IpAddr};

use ureq::{Error, Timeout};

use super::{
    address::{Address, AddressError},
    guard::Private,
    plain,
};

/// The reason why nothing was fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum NetError {
    #[error(transparent)]
    Address(#[from] AddressError),
    /// An address that is not on the public internet.
    #[error(
        "{host} leads to {ip}, which is not an address of the public internet; if you trust it, allow it with \
         --allow-private, or with allow-private = true in the configuration"
    )]
    Private { host: String, ip: IpAddr },
    /// A name without an address.
    #[error("no address is known for {0}; check the name, and that you are online")]
    NoHost(String),
    /// A failed connection.
    #[error("{host} could not be reached ({cause}); try again later")]
    Unreachable { host: String, cause: &'static str },
    #[error("no secure connection to {host} is possible: {cause}")]
    Tls { host: String, cause: &'static str },
    #[error("{host} did not answer in time ({doing}); try again later")]
    Slow { host: String, doing: &'static str },
    /// A host that has let a deadline pass before.
    #[error("{0} did not answer and was not asked again in this run; try again later")]
    Silent(String),
    #[error("{0} redirects from address to address without end; nothing was fetched")]
    RedirectLoop(String),
    /// A redirect to where nothing is fetched.
    #[error("{from} redirects to another address, which was not followed: {cause}")]
    Redirect { from: String, cause: Box<NetError> },
    /// A redirect without a target.
    #[error("{0} redirects without an address; tell its publisher")]
    RedirectNowhere(String),
    /// A body beyond the limit of its kind.
    #[error("{address} is larger than {} MiB and was not taken; nothing of it was kept", max_bytes >> 20)]
    TooLarge { address: String, max_bytes: usize },
    #[error("the headers of {0} are too long; check the address, or tell its publisher")]
    Head(String),
    #[error("{address} comes in the unknown coding “{coding}”; tell its publisher")]
    Coding { address: String, coding: String },
    #[error("{host} does not answer as a web server does ({cause}); check the address")]
    Protocol { host: String, cause: &'static str },
    #[error("the variable that names your proxy holds no address of one; it should look like http://host:3128")]
    ProxyName,
    #[error("your proxy did not connect to {host} ({cause}); check the variables that name it")]
    Proxy { host: String, cause: String },
    #[error("it was stopped")]
    Stopped,
}

impl NetError {
    /// Converts an error of the HTTP library at an address.
    pub(crate) fn from_client(address: &Address, error: Error) -> NetError {
        let host = address.host().to_owned();
        match error {
            Error::Other(error) if error.is::<Private>() => match error.downcast::<Private>() {
                Ok(private) => NetError::Private { host, ip: private.0 },
                Err(_) => NetError::Protocol { host, cause: "its address leads nowhere" },
            },
            Error::HostNotFound => NetError::NoHost(host),
            Error::Timeout(timeout) => NetError::Slow { host, doing: doing(timeout) },
            Error::Rustls(error) => NetError::Tls { host, cause: plain::describe_tls(&error) },
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
            Error::Io(error) => NetError::from_io(host, &error),
            Error::BadUri(_) | Error::Http(_) => {
                NetError::Protocol { host, cause: "its address or its answer is malformed" }
            }
            _ => NetError::Protocol { host, cause: "its answer is not HTTP" },
        }
    }

    fn from_io(host: String, error: &io::Error) -> NetError {
        if let Some(tls) = plain::tls_within(error) {
            return NetError::Tls { host, cause: plain::describe_tls(tls) };
        }
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => NetError::Slow { host, doing: "waiting for it" },
            // The resolver's failure has no `ErrorKind` of its own.
            _ if error.to_string().contains("failed to lookup address") => NetError::NoHost(host),
            io::ErrorKind::InvalidData => NetError::Protocol { host, cause: "its answer makes no sense" },
            _ => NetError::Unreachable { host, cause: plain::describe_io(error) },
        }
    }
}

/// The reason why a body broke off, in a few words.
pub(crate) fn describe_cut(error: &Error) -> &'static str {
    match error {
        Error::Io(error) => plain::describe_io(error),
        Error::Timeout(_) => "it came too slowly",
        Error::Rustls(error) => plain::describe_tls(error),
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

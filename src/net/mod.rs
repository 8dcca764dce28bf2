//! The only door to the network: client, address guard, hosts, proxies, bodies.
//!
//! Only http and https, at most five redirects, each of them checked; no address inside a private network unless the
//! person allows it; limits of bodies, headers and time; one request at a time to a host. Nothing in here knows feeds,
//! and nothing else in the program opens a connection.

mod accept;
mod address;
mod base64;
mod body;
mod client;
mod cut;
mod error;
mod forward;
mod guard;
mod hosts;
mod large;
mod plain;
mod policy;
mod proxy;
mod response;
mod silent;

#[cfg(test)]
mod tests;

pub(crate) use accept::Accept;
pub(crate) use address::{Address, AddressError, decode_percent};
pub(crate) use client::Client;
pub(crate) use cut::Cut;
pub(crate) use error::NetError;
pub(crate) use large::LargeBodyPermit;
pub(crate) use policy::Policy;
pub use proxy::Proxies;
pub use response::Validators;
pub(crate) use response::{LongBody, Response};
#[cfg(test)]
pub(crate) use tests::{HangingResolver, Server, ServerReply, ServerRequest};

//! The one door to the network: what is fetched, from where, and how much of it.
//!
//! Only http and https, at most five hops, each of them checked; no address inside a private network unless the
//! person allows it; bodies, headers and time have bounds; a host is asked one thing at a time. Nothing in here knows
//! what a feed is, and nothing else in the program opens a connection.

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
mod client_tests;
#[cfg(test)]
mod loopback;

pub(crate) use address::{Address, AddressError};
pub(crate) use client::{Accept, Client};
pub(crate) use cut::Cut;
pub(crate) use error::NetError;
pub(crate) use large::LargeTurn;
#[cfg(test)]
pub(crate) use loopback::{Answer, Asked, Server};
pub(crate) use policy::Policy;
pub use proxy::Proxies;
pub(crate) use response::{Response, Validators};

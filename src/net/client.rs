//! The client: one address to a response, through every check.
//!
//! Redirects are followed here and not by the HTTP library, because each hop is checked, waits for its host's turn, and
//! must not get another host's password.

use std::{
    io::{self, Read},
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use ureq::{
    Agent, Proxy,
    http::{self, HeaderMap, StatusCode, header},
    unversioned::resolver::{DefaultResolver, Resolver},
};

use super::{
    accept::Accept,
    address::Address,
    base64::base64,
    body,
    body::{BodyError, OnLongBody, ResponseBody},
    cut::Cut,
    error,
    error::NetError,
    forward,
    guard::{AddressGuard, is_public},
    hosts::Hosts,
    large::{LargeBodyPermit, LargeBodyPermits},
    policy::Policy,
    response::{LongBody, OnLong, Response, Validators},
    silent::SilentHosts,
};

/// Limit of redirects that are followed.
const MAX_REDIRECTS: usize = 5;

/// Limit of the head of a response.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// A client that several threads may share.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    policy: Policy,
    hosts: Hosts,
    silent: SilentHosts,
    large: Arc<LargeBodyPermits>,
    stopped: Arc<AtomicBool>,
    /// Bytes of the body that is being received, and of all that it announces; 0 if that is not known.
    transfer: (AtomicU64, AtomicU64),
}

impl Client {
    #[must_use]
    pub(crate) fn new(policy: Policy) -> Client {
        Client::with_resolver(policy, DefaultResolver::default())
    }

    /// A client that looks names up in its own way.
    pub(crate) fn with_resolver(policy: Policy, resolver: impl Resolver) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(concat!("kanbao/", env!("CARGO_PKG_VERSION"), " (news reader)"))
            .accept_encoding(body::ACCEPTED)
            .max_response_header_size(MAX_HEAD_BYTES)
            .timeout_connect(Some(policy.connect))
            .build();
        let guard = AddressGuard { allow_private: policy.allow_private, inner: Box::new(resolver) };
        let agent = Agent::with_parts(config, forward::connector(), guard);
        Client {
            agent,
            hosts: Hosts::default(),
            silent: SilentHosts::default(),
            large: Arc::default(),
            policy,
            stopped: Arc::default(),
            transfer: Default::default(),
        }
    }

    /// Closes all connections and refuses further requests. Pending ones end with [`NetError::Stopped`], but name
    /// look-ups and attempts to connect, which the system does not let be interrupted, only when their time is up: a
    /// caller that has to be prompt leaves their threads behind.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        self.agent.clone().shutdown();
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// True after [`Client::stop`].
    #[must_use]
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Bytes that have been received of a body, and of the whole of it if it says. Meant for a client with one request at a
    /// time.
    pub(crate) fn transferred(&self) -> (u64, Option<u64>) {
        let (received, expected) = (self.transfer.0.load(Ordering::Relaxed), self.transfer.1.load(Ordering::Relaxed));
        (received, (expected > 0).then_some(expected))
    }

    /// Fetches an address, through five redirects at most. Any status that is no redirect makes a response.
    ///
    /// # Errors
    /// A [`NetError`] if there is no response.
    pub(crate) fn get(
        &self,
        address: &Address,
        accept: Accept,
        validators: Option<&Validators>,
    ) -> Result<Response, NetError> {
        self.get_long(address, accept, validators, &mut |_| false)
    }

    /// [`Client::get`], which hands a body on as it comes that is too long to be held. The response has none then.
    ///
    /// # Errors
    /// A [`NetError`] if there is no response, or if its body breaks off because it came too slowly.
    pub(crate) fn get_long(
        &self,
        address: &Address,
        accept: Accept,
        validators: Option<&Validators>,
        on_long: &mut OnLong<'_>,
    ) -> Result<Response, NetError> {
        let mut at = address.clone();
        let mut moved = None;
        let mut all_permanent = true;
        let mut left = self.policy.deadline;
        for _ in 0..=MAX_REDIRECTS {
            // Requests to this machine need no pause.
            let pause = if is_this_machine(&at) { Duration::ZERO } else { self.policy.pause };
            self.silent.check(&at).map_err(|error| Self::behind_redirect(address, &at, error))?;
            let turn = self.hosts.turn(&at.site(), pause, &|| self.is_stopped()).ok_or(NetError::Stopped)?;
            let begun = Instant::now();
            // The host may have fallen silent during the wait.
            self.silent.check(&at).map_err(|error| Self::behind_redirect(address, &at, error))?;
            let known = validators.filter(|known| known.address == at.as_str());
            let hop = self.hop(&at, accept, known, left, on_long);
            drop(turn);
            left = left.saturating_sub(begun.elapsed());
            let hop = hop.map_err(|error| if self.is_stopped() { NetError::Stopped } else { error });
            let next = match hop {
                Ok(Hop::Response(response)) => return Ok(Response { moved, ..*response }),
                Ok(Hop::Redirect { to, permanent }) => {
                    all_permanent &= permanent;
                    to
                }
                Err(error) => {
                    self.silent.note(&at, &error);
                    return Err(Self::behind_redirect(address, &at, error));
                }
            };
            if left.is_zero() {
                return Err(NetError::Slow { host: at.host().to_owned(), doing: "following its redirects" });
            }
            if all_permanent {
                moved = Some(next.clone());
            }
            at = next;
        }
        Err(NetError::RedirectLoop(address.to_string()))
    }

    /// Names the redirect in an error at its target.
    fn behind_redirect(address: &Address, at: &Address, error: NetError) -> NetError {
        if at == address || matches!(error, NetError::Stopped) {
            return error;
        }
        NetError::Redirect { from: address.to_string(), cause: Box::new(error) }
    }

    /// Requests one address of a chain of redirects.
    fn hop(
        &self,
        at: &Address,
        accept: Accept,
        validators: Option<&Validators>,
        left: Duration,
        on_long: &mut OnLong<'_>,
    ) -> Result<Hop, NetError> {
        self.check(at)?;
        let proxy = self.policy.proxies.for_address(at)?;
        let begun = Instant::now();
        let send = |left| self.send(at, accept, validators, proxy.clone(), left);
        let response = match send(left) {
            // A server may close a kept connection just when the next request comes; RFC 9112, section 9.3.1, allows
            // one retry on a new connection.
            Err(error) if is_closed(&error) => send(left.saturating_sub(begun.elapsed())),
            response => response,
        };
        let response = response.map_err(|error| NetError::from_client(at, error))?;
        let (head, body) = response.into_parts();
        let text = |name: header::HeaderName| header_text(&head.headers, &name);
        if let Some(permanent) = redirect(head.status) {
            let to = text(header::LOCATION).ok_or_else(|| NetError::RedirectNowhere(at.to_string()))?;
            let refused =
                |error| NetError::Redirect { from: at.to_string(), cause: Box::new(NetError::Address(error)) };
            return Ok(Hop::Redirect { to: at.join(&to).map_err(refused)?, permanent });
        }
        let mut large = None;
        let (body, cut) = if head.status.is_success() {
            let expected = text(header::CONTENT_LENGTH)
                // RFC 9112, section 6.3: a transfer coding overrides it.
                .filter(|_| !head.headers.contains_key(header::TRANSFER_ENCODING))
                .and_then(|length| length.parse().ok());
            let reader = &mut body.into_with_config().limit(u64::MAX).reader();
            let content_type = text(header::CONTENT_TYPE);
            let coding = text(header::CONTENT_ENCODING);
            let mut on_long = |head: Vec<u8>, rest: &mut dyn Read| {
                on_long(LongBody { address: at, content_type: content_type.as_deref(), head, rest })
            };
            self.body(at, reader, (accept, coding.as_deref()), expected, &mut large, &mut on_long)?
        } else {
            Default::default()
        };
        let (etag, modified) = (text(header::ETAG), text(header::LAST_MODIFIED));
        let validators = (etag.is_some() || modified.is_some()).then(|| Validators {
            address: at.as_str().to_owned(),
            etag,
            modified,
        });
        Ok(Hop::Response(Box::new(Response {
            status: head.status.as_u16(),
            address: at.clone(),
            moved: None,
            content_type: text(header::CONTENT_TYPE),
            retry_after: text(header::RETRY_AFTER),
            validators,
            body,
            cut,
            large,
        })))
    }

    /// Sends a request and reads the head of the response.
    fn send(
        &self,
        at: &Address,
        accept: Accept,
        validators: Option<&Validators>,
        proxy: Option<Proxy>,
        left: Duration,
    ) -> Result<http::Response<ureq::Body>, ureq::Error> {
        let mut request = self.agent.get(at.as_str()).config().proxy(proxy).timeout_global(Some(left)).build();
        request = request.header(header::ACCEPT, accept.header());
        if let Some(login) = at.login() {
            request = request.header(header::AUTHORIZATION, format!("Basic {}", base64(login.as_bytes())));
        }
        if let Some(known) = validators {
            let headers = [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.modified)];
            for (name, value) in headers.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
                request = request.header(name, value);
            }
        }
        request.call()
    }

    /// Refuses an address that is visibly not public before any request: a proxy would look the name up itself.
    fn check(&self, at: &Address) -> Result<(), NetError> {
        let ip = at.ip().or(is_this_machine(at).then_some(Ipv4Addr::LOCALHOST.into()));
        match ip {
            Some(ip) if !self.policy.allow_private && !is_public(ip) => {
                Err(NetError::Private { host: at.host().to_owned(), ip })
            }
            _ => Ok(()),
        }
    }

    fn body(
        &self,
        at: &Address,
        reader: &mut dyn Read,
        (accept, coding): (Accept, Option<&str>),
        expected: Option<u64>,
        large: &mut Option<LargeBodyPermit>,
        on_long: &mut OnLongBody<'_>,
    ) -> Result<(Vec<u8>, Option<Cut>), NetError> {
        let max_bytes = accept.max_bytes();
        let too_large = || NetError::TooLarge { address: at.to_string(), max_bytes };
        if accept != Accept::Feed && coding.is_none() && expected.is_some_and(|expected| expected > max_bytes as u64) {
            return Err(too_large());
        }
        self.transfer.0.store(0, Ordering::Relaxed);
        self.transfer.1.store(expected.unwrap_or(0), Ordering::Relaxed);
        let mut wire = Wire { reader, client: self, received: 0, failed: None };
        let mut take_permit = || {
            *large = self.large.take(&|| self.is_stopped());
            large.is_some()
        };
        let body = body::read(&mut wire, coding, max_bytes, &mut take_permit, on_long);
        let received = wire.received;
        let cut = |bytes, reason| Ok((bytes, Some(Cut { reason, received, expected })));
        match (body, wire.failed) {
            _ if self.is_stopped() => Err(NetError::Stopped),
            (_, Some(error @ ureq::Error::Timeout(_))) => Err(NetError::from_client(at, error)),
            (Err(BodyError::TooLarge), _) => Err(too_large()),
            (Err(BodyError::Coding(coding)), _) => Err(NetError::Coding { address: at.to_string(), coding }),
            (Ok(ResponseBody { bytes, is_cut: false, .. }), None) => Ok((bytes, None)),
            (Ok(ResponseBody { bytes, is_long: false, .. }), failed) if bytes.is_empty() => Err(NetError::Protocol {
                host: at.host().to_owned(),
                cause: failed.as_ref().map_or("its answer breaks off before it has begun", error::describe_cut),
            }),
            (Ok(body), Some(error)) => cut(body.bytes, error::describe_cut(&error)),
            (Ok(body), None) => cut(body.bytes, "it ends in the middle, or is damaged"),
        }
    }
}

/// True for an address that is visibly this machine's own.
fn is_this_machine(at: &Address) -> bool {
    let host = at.host().trim_end_matches('.');
    host == "localhost" || host.ends_with(".localhost") || at.ip().is_some_and(|ip| ip.to_canonical().is_loopback())
}

/// True if the server closed the connection before it answered.
fn is_closed(error: &ureq::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(error, ureq::Error::Io(error)
        if matches!(error.kind(), UnexpectedEof | ConnectionReset | ConnectionAborted | BrokenPipe))
}

/// The result of one request of a chain of redirects.
enum Hop {
    Response(Box<Response>),
    Redirect { to: Address, permanent: bool },
}

/// True for a permanent redirect, false for a temporary one, none for any other status.
fn redirect(status: StatusCode) -> Option<bool> {
    match status.as_u16() {
        301 | 308 => Some(true),
        302 | 303 | 307 => Some(false),
        _ => None,
    }
}

/// Bytes off the network, until the client is stopped. Keeps the error, which decoders above would wrap.
struct Wire<'a> {
    reader: &'a mut dyn Read,
    client: &'a Client,
    received: u64,
    failed: Option<ureq::Error>,
}

impl Read for Wire<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.client.is_stopped() || self.failed.is_some() {
            return Err(io::Error::other("it broke off"));
        }
        match self.reader.read(buffer) {
            Ok(read) => {
                self.received += read as u64;
                self.client.transfer.0.store(self.received, Ordering::Relaxed);
                Ok(read)
            }
            Err(error) => {
                let error = ureq::Error::from(error);
                let cause = io::Error::other(error.to_string());
                self.failed = Some(error);
                Err(cause)
            }
        }
    }
}

/// The text of a header; none if it is empty, or of a length that only an attack has.
fn header_text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    let value = String::from_utf8_lossy(headers.get(name)?.as_bytes()).trim().to_owned();
    (!value.is_empty() && value.len() <= 16 * 1024).then_some(value)
}

//! Plain http through an http proxy: the request itself is handed to the proxy, with the whole address in it
//! (RFC 9112, 3.2.2). The client would ask for a tunnel, which most proxies grant to secure ports only.

use ureq::{
    Error, ProxyProtocol,
    unversioned::transport::{
        Buffers, ConnectProxyConnector, ConnectionDetails, Connector, Either, NextTimeout, RustlsConnector,
        SocksConnector, TcpConnector, Transport,
    },
};

use super::base64::base64;

/// The connector of the HTTP library, with our own for plain addresses behind an http proxy.
pub(crate) fn connector() -> impl Connector {
    ().chain(ForwardConnector::default())
        .chain(SocksConnector::default())
        .chain(ConnectProxyConnector::default())
        .chain(TcpConnector::default())
        .chain(RustlsConnector::default())
}

#[derive(Debug, Default)]
struct ForwardConnector {
    tcp: TcpConnector,
}

impl<In: Transport> Connector<In> for ForwardConnector {
    type Out = Either<In, Forward>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        if let Some(chained) = chained {
            return Ok(Some(Either::A(chained)));
        }
        let proxy = details.config.proxy().filter(|proxy| proxy.protocol() == ProxyProtocol::Http);
        let (Some(proxy), false) = (proxy, details.needs_tls()) else {
            return Ok(None);
        };
        let authority = details.uri.authority().map(ToString::to_string).unwrap_or_default();
        let login = proxy.username().is_some() || proxy.password().is_some();
        let login = login.then(|| {
            let login = format!("{}:{}", proxy.username().unwrap_or_default(), proxy.password().unwrap_or_default());
            format!("Proxy-Authorization: Basic {}\r\n", base64(login.as_bytes()))
        });
        let to_proxy = ConnectionDetails {
            uri: proxy.uri(),
            addrs: details.resolver.resolve(proxy.uri(), details.config, details.timeout)?,
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let inner = Connector::<()>::connect(&self.tcp, &to_proxy, None)?.ok_or(Error::ConnectionFailed)?;
        Ok(Some(Either::B(Forward { inner: Box::new(inner), authority, login })))
    }
}

/// A connection to a proxy that takes whole requests.
#[derive(Debug)]
struct Forward {
    inner: Box<dyn Transport>,
    authority: String,
    /// The header line with the proxy's login.
    login: Option<String>,
}

impl Forward {
    /// The head of a request in the form for proxies; none if it is no head.
    fn head(&self, written: &[u8]) -> Option<Vec<u8>> {
        let path = written.strip_prefix(b"GET ")?;
        let line = path.windows(2).position(|two| two == b"\r\n")? + 2;
        let (first, rest) = path.split_at(line);
        let login = self.login.as_deref().unwrap_or_default();
        Some([b"GET http://", self.authority.as_bytes(), first, login.as_bytes(), rest].concat())
    }
}

impl Transport for Forward {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let written = self.inner.buffers().output().get(..amount).unwrap_or_default().to_vec();
        let head = self.head(&written).unwrap_or(written);
        let Some(place) = self.inner.buffers().output().get_mut(..head.len()) else {
            return Err(Error::BodyExceedsLimit(head.len() as u64));
        };
        place.copy_from_slice(&head);
        self.inner.transmit_output(head.len(), timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.inner.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }
}

//! The person's proxies, and the choice of one for an address.
//!
//! The environment is read by the program, not here.

use ureq::Proxy;

use super::{address::Address, error::NetError};

/// The values of the variables `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    /// The proxy for plain addresses.
    pub http: Option<String>,
    /// The proxy for addresses with TLS.
    pub https: Option<String>,
    /// The proxy for addresses without one of their own.
    pub all: Option<String>,
    /// Hosts that are reached without a proxy, with commas between: names, which include their subdomains, addresses, or
    /// `*`.
    pub none: Option<String>,
}

impl Proxies {
    /// Looks up the variables, in lower case or else in upper case.
    #[must_use]
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Proxies {
        let value = |name: &str| {
            let filled = |name: &str| variable(name).map(|value| value.trim().to_owned()).filter(|v| !v.is_empty());
            filled(name).or_else(|| filled(&name.to_ascii_uppercase()))
        };
        Proxies {
            http: value("http_proxy"),
            https: value("https_proxy"),
            all: value("all_proxy"),
            none: value("no_proxy"),
        }
    }

    /// The proxy for an address.
    pub(crate) fn for_address(&self, address: &Address) -> Result<Option<Proxy>, NetError> {
        let own = if address.is_plain() { &self.http } else { &self.https };
        let Some(text) = own.as_ref().or(self.all.as_ref()).filter(|_| !self.bypasses(address)) else {
            return Ok(None);
        };
        // The text may hold a password, so the error does not quote it.
        Proxy::new(text).map(Some).map_err(|_| NetError::ProxyName)
    }

    /// True for a host that is reached without a proxy.
    fn bypasses(&self, address: &Address) -> bool {
        let host = address.host().trim_matches(['[', ']']).trim_end_matches('.');
        self.none.iter().flat_map(|list| list.split([',', ' '])).map(str::trim).filter(|entry| !entry.is_empty()).any(
            |entry| {
                let entry = entry.to_ascii_lowercase();
                let entry = entry.trim_start_matches("*.").trim_start_matches('.');
                let name = entry.split_once(']').map_or(entry, |(name, _)| name).trim_start_matches('[');
                let name = match name.rsplit_once(':') {
                    Some((name, port)) if !name.contains(':') && port.bytes().all(|b| b.is_ascii_digit()) => name,
                    _ => name,
                };
                let below = host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
                name == "*" || host == name || (below && address.ip().is_none())
            },
        )
    }
}

impl std::fmt::Debug for Proxies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let named = [&self.http, &self.https, &self.all].map(Option::is_some);
        write!(f, "Proxies(http, https, all: {named:?}; none: {:?})", self.none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(proxies: &Proxies, address: &str) -> Option<String> {
        let proxy = proxies.for_address(&Address::parse(address).unwrap()).unwrap();
        proxy.map(|proxy| format!("{:?} {}:{}", proxy.protocol(), proxy.host(), proxy.port()))
    }

    #[test]
    fn lower_case_comes_before_upper_case() {
        let of = |pairs: &[(&str, &str)]| {
            Proxies::from_variables(|name| {
                pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            })
        };
        let proxies = of(&[("http_proxy", "a:1"), ("HTTP_PROXY", "b:2"), ("HTTPS_PROXY", " c:3 "), ("all_proxy", " ")]);
        assert_eq!(proxies.http.as_deref(), Some("a:1"));
        assert_eq!(proxies.https.as_deref(), Some("c:3"));
        assert_eq!(proxies.all, None);
    }

    #[test]
    fn each_scheme_has_its_proxy() {
        let mut proxies = Proxies { http: Some("http://me:pw@one:3128".into()), ..Proxies::default() };
        assert_eq!(chosen(&proxies, "http://a.example/").as_deref(), Some("Http one:3128"));
        assert_eq!(chosen(&proxies, "https://a.example/"), None);
        proxies.all = Some("socks5://two:1080".into());
        assert_eq!(chosen(&proxies, "https://a.example/").as_deref(), Some("Socks5 two:1080"));
        proxies.all = Some("nonsense://pw secret".into());
        let error = proxies.for_address(&Address::parse("a.example").unwrap()).unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
        assert!(!format!("{proxies:?}").contains("pw"));
    }

    #[test]
    fn hosts_and_their_subdomains_bypass_the_proxy() {
        let none = "localhost, .inside.example *.deep.example,10.0.0.1,[::1]:80,plain.example:8080";
        let proxies = Proxies { all: Some("one:1".into()), none: Some(none.into()), ..Proxies::default() };
        for bypassed in [
            "localhost",
            "inside.example",
            "a.b.inside.example",
            "x.deep.example",
            "10.0.0.1",
            "[::1]",
            "plain.example",
        ] {
            assert_eq!(chosen(&proxies, &format!("http://{bypassed}/")), None, "{bypassed}");
        }
        for other in ["notinside.example", "110.0.0.1", "example", "[::2]"] {
            assert!(chosen(&proxies, &format!("http://{other}/")).is_some(), "{other}");
        }
        let all = Proxies { all: Some("one:1".into()), none: Some("*".into()), ..Proxies::default() };
        assert_eq!(chosen(&all, "a.example"), None);
    }
}

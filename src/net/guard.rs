//! The check of addresses before a connection. Names are looked up here and nowhere else, and a connection goes to an
//! address that has been checked, so that a name with changing answers (DNS rebinding) gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::{
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

/// A resolver that drops addresses outside of the public internet.
#[derive(Debug)]
pub(crate) struct AddressGuard {
    pub(crate) allow_private: bool,
    pub(crate) inner: Box<dyn Resolver>,
}

/// A name without a public address, with the first of its addresses.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not a public address")]
pub(crate) struct Private(pub(crate) IpAddr);

impl Resolver for AddressGuard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        // The proxy is the person's own choice, wherever it is.
        let proxy = config.proxy().is_some_and(|proxy| {
            uri.host() == Some(proxy.host()) && uri.port_u16().unwrap_or(proxy.port()) == proxy.port()
        });
        if self.allow_private || proxy {
            return Ok(found);
        }
        let mut kept = self.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            kept.push(*address);
        }
        match found.first() {
            Some(first) if kept.is_empty() => Err(ureq::Error::Other(Box::new(Private(first.ip())))),
            _ => Ok(kept),
        }
    }
}

/// True for an address of the public internet, by the IANA special-purpose registries (RFC 6890 and later additions).
/// An address that carries an IPv4 address inside counts as that.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)          // this network, private, loopback, multicast and reserved
            | (100, 64..=127, _)            // carrier-grade NAT
            | (169, 254, _)                 // link-local, with the metadata services of clouds
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)               // protocol assignments, documentation
            | (192, 88, 99)                 // 6to4 relays
            | (198, 18 | 19, _)             // benchmarks
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    let [first, second, third, _, fifth, sixth, ..] = segments;
    let embedded = |high: u16, low: u16| is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    let mapped = segments.starts_with(&[0, 0, 0, 0, 0, 0xffff]);
    let translated = segments.starts_with(&[0x64, 0xff9b, 0, 0, 0, 0]);
    // ISATAP carries an IPv4 address behind any prefix.
    let isatap = fifth & !0x0200 == 0 && sixth == 0x5efe;
    match (first, second) {
        _ if mapped || translated || isatap && first & 0xe000 == 0x2000 => embedded(segments[6], segments[7]),
        (0x2002, _) => embedded(second, third),
        // Teredo, ORCHID and their like; documentation.
        (0x2001, 0..=0x1ff | 0xdb8) | (0x3fff, 0..=0xfff) => false,
        _ => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn public(ip: &str) -> bool {
        is_public(ip.parse().unwrap())
    }

    #[test]
    fn private_addresses_in_every_disguise() {
        for ip in [
            "127.0.0.1",
            "127.255.0.9",
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "2002:c0a8:101::",
            "5f00::1",
            "2600::5efe:10.0.0.1",
            "2600::200:5efe:192.168.0.1",
        ] {
            assert!(!public(ip), "{ip}");
        }
    }

    #[test]
    fn public_addresses_pass() {
        for ip in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.255.255",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2600::1",
            "2001:200::1",
            "2a00:1450:4001::1",
            "2400:cb00::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::1",
        ] {
            assert!(public(ip), "{ip}");
        }
    }

    proptest! {
        #[test]
        fn every_wrapped_address_counts_as_the_one_inside(bits: u32) {
            let v4 = Ipv4Addr::from(bits);
            let expected = is_public(v4.into());
            prop_assert_eq!(is_public(v4.to_ipv6_mapped().into()), expected);
            let nat64 = Ipv6Addr::from(0x0064_ff9b_u128 << 96 | u128::from(bits));
            prop_assert_eq!(is_public(nat64.into()), expected);
            prop_assert!(!expected || !(v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast()));
        }
    }
}

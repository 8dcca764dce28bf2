//! Failures of connections and of TLS in plain words, with a remedy. Messages of libraries and of the system are not
//! passed on.

use std::{error::Error, io};

use rustls::{AlertDescription as Alert, CertificateError, Error as Tls, PeerIncompatible};

/// Describes a failure of TLS.
pub(crate) fn describe_tls(error: &Tls) -> &'static str {
    match error {
        Tls::InvalidCertificate(error) => describe_certificate(error),
        Tls::NoCertificatesPresented => "it shows no certificate; check the address, or tell its publisher",
        Tls::AlertReceived(Alert::ProtocolVersion)
        | Tls::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13) => {
            "it speaks no version of TLS that is safe (1.2 or 1.3); tell its publisher"
        }
        Tls::AlertReceived(Alert::UnrecognisedName) => "it does not know itself by this name; check the address",
        Tls::AlertReceived(Alert::InternalError) => "it has a fault of its own; try again later",
        Tls::AlertReceived(
            Alert::CertificateRequired | Alert::AccessDenied | Alert::BadCertificate | Alert::UnknownCA,
        ) => "it lets in only those who show a certificate, which kanbao cannot; ask its publisher",
        Tls::AlertReceived(_) | Tls::PeerIncompatible(_) | Tls::NoApplicationProtocol => {
            "the two could not agree on how to encrypt; try again later, or tell its publisher"
        }
        Tls::InvalidMessage(_) | Tls::PeerSentOversizedRecord => {
            "what answers there does not speak TLS; check the address, it may be one that begins with http://"
        }
        Tls::FailedToGetCurrentTime => "the clock of this machine cannot be read; set it",
        _ => "its answer makes no sense as TLS; try again later, or tell its publisher",
    }
}

fn describe_certificate(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired; check the clock of this machine, or tell its publisher"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet; check the clock of this machine, or tell its publisher"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another name; check the address, or tell its publisher"
        }
        CertificateError::UnknownIssuer => {
            "its certificate is signed by nobody that is known, perhaps by itself; check the address, or tell its publisher"
        }
        CertificateError::Revoked => "its certificate has been revoked; do not trust it, and tell its publisher",
        CertificateError::BadSignature => "its certificate is not signed by whom it names; do not trust it",
        CertificateError::BadEncoding => "its certificate is damaged; tell its publisher",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "its certificate is made for another purpose; tell its publisher"
        }
        _ => "its certificate cannot be trusted, it may be signed by itself; check the address, or tell its publisher",
    }
}

/// The failure of TLS inside an error of the system, if there is one.
pub(crate) fn tls_within(error: &io::Error) -> Option<&Tls> {
    let mut within: &(dyn Error + 'static) = error.get_ref()?;
    loop {
        if let Some(tls) = within.downcast_ref::<Tls>() {
            return Some(tls);
        }
        within = match within.downcast_ref::<io::Error>() {
            Some(error) => error.get_ref()?,
            None => within.source()?,
        };
    }
}

/// Describes an error of the system on a connection.
pub(crate) fn describe_io(error: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => "nothing answers at that port",
        Kind::ConnectionReset | Kind::ConnectionAborted => "it ended the connection before it had answered",
        Kind::BrokenPipe | Kind::UnexpectedEof => "the connection ended before the answer did",
        Kind::NetworkUnreachable | Kind::NetworkDown => "no network leads there; check that you are online",
        Kind::HostUnreachable => "no way leads to it from here",
        Kind::AddrNotAvailable => "this machine has no address to reach it from",
        Kind::PermissionDenied => "this machine does not allow it",
        Kind::TimedOut | Kind::WouldBlock => "it did not answer in time",
        Kind::OutOfMemory => "this machine has no memory left",
        _ => "the connection failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_is_described_with_a_remedy() {
        let certificates = [
            CertificateError::Expired,
            CertificateError::NotValidYet,
            CertificateError::NotValidForName,
            CertificateError::UnknownIssuer,
            CertificateError::Revoked,
            CertificateError::BadSignature,
            CertificateError::BadEncoding,
            CertificateError::InvalidPurpose,
            CertificateError::UnhandledCriticalExtension,
        ];
        let mut sentences: Vec<&str> =
            certificates.iter().map(|it| describe_tls(&Tls::InvalidCertificate(it.clone()))).collect();
        let others = [
            Tls::AlertReceived(Alert::ProtocolVersion),
            Tls::AlertReceived(Alert::HandshakeFailure),
            Tls::AlertReceived(Alert::UnrecognisedName),
            Tls::InvalidMessage(rustls::InvalidMessage::InvalidContentType),
            Tls::NoCertificatesPresented,
            Tls::General("RefCell { .. }".into()),
        ];
        sentences.extend(others.iter().map(describe_tls));
        for sentence in &sentences {
            assert!(
                sentence.contains(';') && !sentence.contains(['{', '}', '_']) && !sentence.contains("::"),
                "{sentence}"
            );
        }
        let different: std::collections::HashSet<_> = sentences.iter().collect();
        assert_eq!(different.len(), sentences.len());
    }

    #[test]
    fn tls_is_found_however_deep_it_is_wrapped() {
        let tls = || Tls::InvalidCertificate(CertificateError::Expired);
        let once = io::Error::new(io::ErrorKind::InvalidData, tls());
        let twice = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, tls()));
        assert_eq!(tls_within(&once), Some(&tls()));
        assert_eq!(tls_within(&twice), Some(&tls()));
        assert_eq!(tls_within(&io::Error::from(io::ErrorKind::InvalidData)), None);
        for number in 1..134 {
            let sentence = describe_io(&io::Error::from_raw_os_error(number));
            assert!(!sentence.contains("os error") && !sentence.is_empty());
        }
    }
}

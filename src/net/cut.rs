//! A body that ended early: how much of it came, and of how much.

use std::fmt;

/// The place and the reason of an early end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) reason: &'static str,
    /// Bytes that came over the network, before any coding was undone.
    pub(crate) received: u64,
    /// Bytes that the server announced (`Content-Length`).
    pub(crate) expected: Option<u64>,
}

impl Cut {
    /// Bytes that did not come, if the server announced how many there are.
    #[must_use]
    pub(crate) fn missing(&self) -> Option<u64> {
        self.expected?.checked_sub(self.received).filter(|missing| *missing > 0)
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {} ", self.reason, self.received)?;
        match self.expected.filter(|expected| *expected > self.received) {
            Some(expected) => write!(f, "of {expected} bytes came"),
            None => write!(f, "{} came", if self.received == 1 { "byte" } else { "bytes" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cut;

    #[test]
    fn the_amount_is_shown_as_far_as_it_is_known() {
        let cut = |received, expected| Cut { reason: "it came too slowly", received, expected };
        assert_eq!(cut(5, Some(9)).to_string(), "it came too slowly; 5 of 9 bytes came");
        assert_eq!(cut(1, None).to_string(), "it came too slowly; 1 byte came");
        let missing = [Some(9), Some(5), Some(3), None].map(|expected| cut(5, expected).missing());
        assert_eq!(missing, [Some(4), None, None, None]);
    }
}

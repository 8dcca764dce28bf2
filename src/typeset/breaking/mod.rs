//! Line breaking: UAX #14 with the tailoring for Chinese, Japanese and Korean.

pub(crate) mod breaks;
mod char_class;
mod cluster;
mod rules;
mod tailoring;

#[cfg(test)]
pub(crate) use breaks::default_clusters;
pub(crate) use breaks::graded_clusters;
pub(crate) use char_class::{CharClass, CharClasses, stands_alone};
pub(crate) use cluster::{Cluster, Grade};
pub(crate) use rules::Rules;

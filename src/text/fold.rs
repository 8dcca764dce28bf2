//! Folding for script-blind search.

//! What was typed, what it asks for, and what meets it.

#[cfg(test)]
mod predicate;

//! Lists held against a look at every article.

#[cfg(test)]
mod rows;

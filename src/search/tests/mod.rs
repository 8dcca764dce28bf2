//! Tables of spellings and sounds, and what must hold of every query and every text.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod sounds;
#[cfg(test)]
mod spellings;

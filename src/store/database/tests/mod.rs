//! The library's file in every state that it may be found in.

#[cfg(test)]
mod backup;
#[cfg(test)]
mod file;
#[cfg(test)]
mod former;
#[cfg(test)]
mod restore;
#[cfg(test)]
mod stop;

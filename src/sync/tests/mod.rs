//! Reading sources again, against a server on the loopback interface.

#[cfg(test)]
mod silent;
#[cfg(test)]
mod stopping;
#[cfg(test)]
mod sync;

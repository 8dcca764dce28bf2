//! Reading sources again, against a server on the loopback interface.

mod silent;
mod stopping;
mod sync;

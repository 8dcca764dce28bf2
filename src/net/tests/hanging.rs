//! A name look-up that never ends, for tests.

use std::sync::{
    Arc, Condvar, Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

/// A resolver whose look-ups never end. Each raises the stop flag when it begins.
#[derive(Debug)]
pub(crate) struct HangingResolver {
    pub(crate) stop: Arc<AtomicBool>,
    /// Look-ups that have begun and not ended.
    pub(crate) hanging: Arc<AtomicUsize>,
}

impl Resolver for HangingResolver {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        self.hanging.fetch_add(1, Ordering::SeqCst);
        self.stop.store(true, Ordering::SeqCst);
        let (never, lock) = (Condvar::new(), Mutex::new(()));
        drop(never.wait_while(lock.lock().unwrap(), |()| true));
        self.hanging.fetch_sub(1, Ordering::SeqCst);
        Err(Error::HostNotFound)
    }
}

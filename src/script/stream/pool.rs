//! Pieces of a text that several workers convert at once and that come back in their order.
//!
//! Nothing in here knows what a piece is or how it is converted.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    },
    thread::Scope,
};

/// Pieces that are given out and not back in their turn, at most: so many wait for a worker that is only starting.
const AHEAD: usize = 16;

/// Converts one piece after another.
pub(in crate::script) type Worker<'a, T> = Box<dyn FnMut(&str) -> T + Send + 'a>;

/// A piece with its number.
type Numbered = (usize, String);

/// Workers and what they have in hand.
pub(in crate::script) struct Pool<T> {
    pieces: SyncSender<Numbered>,
    waiting: Arc<Mutex<Receiver<Numbered>>>,
    done: Sender<(usize, String, T)>,
    converted: Receiver<(usize, String, T)>,
    /// What came back before its turn.
    early: BTreeMap<usize, (String, T)>,
    given: usize,
    back: usize,
}

impl<T: Send> Pool<T> {
    /// No workers yet.
    pub(in crate::script) fn new() -> Pool<T> {
        let (pieces, waiting) = sync_channel(AHEAD);
        let (done, converted) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        Pool { pieces, waiting, done, converted, early: BTreeMap::new(), given: 0, back: 0 }
    }

    /// Lets another worker take pieces, on a thread of its own, for as long as the pool is there.
    pub(in crate::script) fn hire<'scope, 'env>(
        &self,
        scope: &'scope Scope<'scope, 'env>,
        mut worker: Worker<'scope, T>,
    ) where
        T: 'scope,
    {
        let (waiting, done) = (Arc::clone(&self.waiting), self.done.clone());
        scope.spawn(move || {
            loop {
                // Whoever holds the lock waits for a piece; a worker's panic is not within it.
                let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok((number, piece)) = next else { return };
                let result = worker(&piece);
                if done.send((number, piece, result)).is_err() {
                    return;
                }
            }
        });
    }

    /// Gives out a piece; what must come back first, so that not too much is held, goes to `take` in order.
    pub(in crate::script) fn give<E>(
        &mut self,
        piece: String,
        take: &mut impl FnMut(String, T) -> Result<(), E>,
    ) -> Result<(), E> {
        while self.given - self.back >= AHEAD {
            self.wait(take)?;
        }
        // There is room for every piece that may be out, and the pool itself holds the other end.
        self.given += usize::from(self.pieces.send((self.given, piece)).is_ok());
        while let Ok(converted) = self.converted.try_recv() {
            self.sort_in(converted, take)?;
        }
        Ok(())
    }

    /// Waits until everything is back.
    pub(in crate::script) fn finish<E>(&mut self, take: &mut impl FnMut(String, T) -> Result<(), E>) -> Result<(), E> {
        while self.back < self.given {
            self.wait(take)?;
        }
        Ok(())
    }

    /// Waits for one piece.
    fn wait<E>(&mut self, take: &mut impl FnMut(String, T) -> Result<(), E>) -> Result<(), E> {
        // The pool holds a sender itself, so a worker's end does not end this.
        self.converted.recv().map_or(Ok(()), |converted| self.sort_in(converted, take))
    }

    /// Puts what came back where it belongs, and hands on all whose turn it is.
    fn sort_in<E>(
        &mut self,
        (number, piece, result): (usize, String, T),
        take: &mut impl FnMut(String, T) -> Result<(), E>,
    ) -> Result<(), E> {
        self.early.insert(number, (piece, result));
        while let Some((piece, result)) = self.early.remove(&self.back) {
            self.back += 1;
            take(piece, result)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{convert::Infallible, thread, time::Duration};

    use super::*;

    #[test]
    fn pieces_come_back_in_order_whoever_is_slow() {
        let mut back = Vec::new();
        thread::scope(|scope| {
            let mut pool = Pool::new();
            for slow in [3, 0, 1] {
                let worker = move |piece: &str| {
                    thread::sleep(Duration::from_millis(slow));
                    piece.len()
                };
                pool.hire(scope, Box::new(worker));
            }
            let mut take = |piece: String, length| {
                back.push((piece, length));
                Ok::<_, Infallible>(())
            };
            for number in 0..200 {
                let Ok(()) = pool.give("x".repeat(number), &mut take);
            }
            let Ok(()) = pool.finish(&mut take);
        });
        assert_eq!(back.len(), 200);
        assert!(back.iter().enumerate().all(|(number, (piece, length))| piece.len() == number && *length == number));
    }

    #[test]
    fn whoever_takes_can_end_it() {
        let mut taken = 0;
        let ended = thread::scope(|scope| {
            let mut pool = Pool::new();
            pool.hire(scope, Box::new(str::len));
            let mut take = |_, _| {
                taken += 1;
                if taken == 5 { Err("enough") } else { Ok(()) }
            };
            (0..100).try_for_each(|_| pool.give("x".to_owned(), &mut take))
        });
        assert_eq!((ended, taken), (Err("enough"), 5));
    }
}

//! Memory that goes back to the system when it is let go.

/// Bytes from which on an allocation is worth a mapping of its own.
const MIN_MAPPED_BYTES: usize = 1 << 20;
/// Bytes that glibc maps apart from its heap whatever it has seen before. Freeing a smaller mapping raises its
/// threshold to that size, so that the next buffer comes from the heap and its pages stay there; the threshold never
/// rises above 32 MiB (`DEFAULT_MMAP_THRESHOLD_MAX` in malloc/malloc.c). Pages that nobody writes to cost address space
/// only.
const ALWAYS_MAPPED_BYTES: usize = 33 << 20;

/// An empty vector for `len` elements. If that is much, its pages are given back to the system when it is dropped,
/// which those of a heap often are not.
pub(crate) fn vec_with_capacity<T>(len: usize) -> Vec<T> {
    let size = size_of::<T>().max(1);
    if len.saturating_mul(size) >= MIN_MAPPED_BYTES {
        let mut mapped = Vec::new();
        // Where address space is scarce, the vector is as long as it has to be.
        if mapped.try_reserve_exact(len.max(ALWAYS_MAPPED_BYTES / size)).is_ok() {
            return mapped;
        }
    }
    Vec::with_capacity(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_large_vectors_are_mapped() {
        assert_eq!(vec_with_capacity::<u64>(1000).capacity(), 1000);
        assert!(vec_with_capacity::<u64>(MIN_MAPPED_BYTES / 8).capacity() >= ALWAYS_MAPPED_BYTES / 8);
        assert!(vec_with_capacity::<u8>(ALWAYS_MAPPED_BYTES + 1).capacity() > ALWAYS_MAPPED_BYTES);
        assert_eq!(vec_with_capacity::<()>(5).len(), 0);
    }

    /// Memory of this process in KiB, as Linux counts it.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn resident_kib() -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    const CHILD: &str = "KANBAO_TEST_PAGES";

    /// The child of the test below, so that no other test's memory is counted.
    #[test]
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn child_that_drops_vectors() {
        if std::env::var_os(CHILD).is_none() {
            return;
        }
        // A freed mapping of less than 32 MiB makes glibc take the next from its heap.
        drop(vec![1_u8; 31 << 20]);
        let before = resident_kib();
        for _ in 0..3 {
            let mut pages = vec_with_capacity::<u64>(2 << 20);
            pages.resize(2 << 20, 1_u64);
            let pin = vec![1_u8; 100];
            assert!(resident_kib() >= before + (15 << 10));
            drop(pages);
            assert!(resident_kib() < before + (8 << 10), "{} KiB, {before} before", resident_kib());
            drop(pin);
        }
    }

    #[test]
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn pages_go_back_each_time_a_vector_is_dropped() {
        let ran = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "system::pages::tests::child_that_drops_vectors", "--nocapture", "--test-threads=1"])
            .env(CHILD, "1")
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    }
}

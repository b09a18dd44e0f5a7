//! A growing table in shared chunks: reading is two loads, cloning copies pointers, writing copies one chunk at most.

use alloc::{sync::Arc, vec::Vec};

/// Rows per chunk unless said otherwise: small enough to copy on write, large enough that a clone is cheap.
const ROWS: usize = 128;

/// Rows by number. A row never written reads as the default.
#[derive(Clone, Debug)]
pub(crate) struct Table<T, const CHUNK: usize = ROWS> {
    chunks: Vec<Arc<[T]>>,
    /// Stands for every chunk in which nothing was written.
    blank: Arc<[T]>,
    absent: T,
}

impl<T: Default, const CHUNK: usize> Default for Table<T, CHUNK> {
    fn default() -> Self {
        Self { chunks: Vec::new(), blank: (0..CHUNK).map(|_| T::default()).collect(), absent: T::default() }
    }
}

impl<T: Clone + Default, const CHUNK: usize> Table<T, CHUNK> {
    /// The row, or the default.
    pub fn at(&self, row: u32) -> &T {
        let row = row as usize;
        self.chunks.get(row / CHUNK).and_then(|chunk| chunk.get(row % CHUNK)).unwrap_or(&self.absent)
    }

    /// Changes a row, which comes to exist if it did not.
    pub fn edit<R: Default>(&mut self, row: u32, change: impl FnOnce(&mut T) -> R) -> R {
        let row = row as usize;
        while self.chunks.len() <= row / CHUNK {
            self.chunks.push(self.blank.clone());
        }
        let chunk = self.chunks.get_mut(row / CHUNK);
        match chunk.and_then(|chunk| Arc::make_mut(chunk).get_mut(row % CHUNK)) {
            Some(slot) => change(slot),
            None => R::default(),
        }
    }
}

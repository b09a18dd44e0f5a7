//! The real router, called directly.

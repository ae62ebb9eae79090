//! A new mutex for variables that belong together.

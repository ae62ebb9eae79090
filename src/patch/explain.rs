//! Why a patch found something on a line, or what it lacked.

//! Fixes that the engine withholds: what they would write takes a lock twice, or two locks in both orders.

mod support;

use support::project::Project;

/// A transform of the project's own that puts a lock around each call of `touch`.
const LOCKED_TOUCH: &str = "\
# {s}.touch runs without the lock.
title: lock {s}.mu
safety: safe
@@
var s expression
@@
+s.mu.Lock()
 s.touch()
+s.mu.Unlock()
";

/// `touch` of `Store` locks for itself, that of `Cache` does not.
const TOUCHED: &str = "\
package p

import \"sync\"

type Store struct {
\tmu sync.Mutex
\tn  int
}

func (s *Store) touch() {
\ts.mu.Lock()
\ts.n++
\ts.mu.Unlock()
}

func (s *Store) Use() {
\ts.touch()
}

type Cache struct {
\tmu sync.Mutex
\tn  int
}

func (c *Cache) touch() { c.n++ }

func (c *Cache) Use() {
\tc.touch()
}
";

/// `Pair.touch` takes the other lock, and `both` takes the two the other way round.
const ORDERED: &str = "\
package p

import \"sync\"

type Pair struct {
\tmu    sync.Mutex
\tother sync.Mutex
\tn     int
}

func (p *Pair) touch() {
\tp.other.Lock()
\tp.n++
\tp.other.Unlock()
}

func (p *Pair) both() {
\tp.other.Lock()
\tdefer p.other.Unlock()
\tp.mu.Lock()
\tp.n = 0
\tp.mu.Unlock()
}

func (p *Pair) Use() {
\tgo p.both()
\tp.touch()
}
";

const WITHHELD: &str = "it would make goroutines wait for each other";

fn project(text: &str) -> Project {
    Project::of(&[
        ("go.mod", "module p\n\ngo 1.24\n"),
        ("p.go", text),
        (
            ".chanfix/transforms/locked-touch/transform.patch",
            LOCKED_TOUCH,
        ),
    ])
}

#[test]
fn a_fix_that_takes_a_lock_twice_is_withheld() {
    let project = project(TOUCHED);
    let reported = project.run("check --select locked-touch");
    assert!(reported.text().contains(WITHHELD), "{}", reported.text());
    project.run("fix --unsafe-fixes --select locked-touch");
    let fixed = project.text("p.go");
    let cache = "\tc.mu.Lock()\n\tc.touch()\n\tc.mu.Unlock()\n";
    assert_eq!(fixed, TOUCHED.replace("\tc.touch()\n", cache));
}

#[test]
fn a_fix_that_brings_two_orders_of_locks_is_withheld() {
    let project = project(ORDERED);
    let reported = project.run("check --select locked-touch");
    assert!(reported.text().contains(WITHHELD), "{}", reported.text());
    assert_eq!(
        project.run("fix --unsafe-fixes --select locked-touch").code,
        Some(0)
    );
    assert_eq!(project.text("p.go"), ORDERED);
}

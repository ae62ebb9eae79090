//! Comments for reviews: what they are anchored to, what the services take, and that nothing is posted twice.

mod support;

use serde_json::Value;
use support::project::Project;
use support::samples::{CHECKED_THEN_SENT, CLEAN, CLOSED_TWICE};
use support::schema::{assert_valid, json};

/// A change that adds a file with a bug, and touches one of the two places of another.
fn change() -> Project {
    let long = CLOSED_TWICE.replace(
        "func (s *Server) Run",
        &format!("{}func (s *Server) Run", "// a\n".repeat(30)),
    );
    let project = Project::of(&[("old/server.go", &long), ("clean.go", CLEAN)]);
    project.commit();
    project.git("checkout --quiet -b change");
    project.write("new/feed.go", CHECKED_THEN_SENT);
    project.write(
        "old/server.go",
        &long.replace(
            "Abort() {\n\tclose(s.quit)",
            "Abort() {\n\tclose(s.quit) // x",
        ),
    );
    project.commit();
    project
}

fn requests(project: &Project, line: &str) -> Vec<Value> {
    let run = project.run(line);
    assert_eq!(run.code, Some(0), "{line}: {}", run.stderr);
    run.text().lines().map(json).collect()
}

fn comments(requests: &[Value]) -> Vec<Value> {
    let comments = requests
        .iter()
        .filter_map(|request| request["comments"].as_array());
    comments.flatten().cloned().collect()
}

#[test]
fn github_gets_suggestions_for_what_one_hunk_shows() {
    let project = change();
    let requests = requests(&project, "ci github-review --base main");
    let [request] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    assert_valid("github-review.json", request);
    assert_eq!(request["commit_id"].as_str().map(str::len), Some(40));
    let comments = comments(&requests);
    let [feed, server] = comments.as_slice() else {
        panic!("{comments:?}");
    };
    assert_eq!(
        (&feed["path"], &feed["side"]),
        (&json("\"new/feed.go\""), &json("\"RIGHT\""))
    );
    assert!(
        feed["start_line"].as_u64() < feed["line"].as_u64(),
        "{feed}"
    );
    let body = feed["body"].as_str().unwrap_or_default();
    assert!(
        body.contains("\n```suggestion\n\tcase f.events <- event:\n\t}\n```\n"),
        "{body}"
    );

    // The fix of the other reaches beyond the hunk: it is shown, and not suggested.
    let body = server["body"].as_str().unwrap_or_default();
    assert!(
        body.contains("```diff\n") && !body.contains("```suggestion"),
        "{body}"
    );
    assert_eq!(server["start_line"], Value::Null);
    let line = project
        .text("old/server.go")
        .lines()
        .position(|line| line.ends_with("// x"));
    assert_eq!(server["line"].as_u64(), line.map(|line| line as u64 + 1));
}

#[test]
fn a_suggestion_put_in_is_the_fix() {
    let project = change();
    let comments = comments(&requests(&project, "ci github-review --base main"));
    let body = comments[0]["body"].as_str().unwrap_or_default();
    let suggestion = body
        .split("```suggestion\n")
        .nth(1)
        .and_then(|rest| rest.split("\n```").next());
    let line = |key: &str| comments[0][key].as_u64().expect("it has lines") as usize;
    let mut lines: Vec<&str> = CHECKED_THEN_SENT.split('\n').collect();
    lines.splice(line("start_line") - 1..line("line"), suggestion);
    let suggested = lines.join("\n");
    project.run("fix --unsafe-fixes new");
    assert_eq!(project.text("new/feed.go"), suggested);
}

#[test]
fn nothing_is_posted_twice() {
    let project = change();
    for service in ["github-review", "gitlab-discussions"] {
        let line = format!("ci {service} --base main");
        let first = project.run(&line).text();
        assert_ne!(first, "");
        project.write("posted.json", &first);
        assert!(requests(&project, &format!("{line} --existing posted.json")).is_empty());
        let one_less = first.replacen("<!-- chanfix:", "<!-- other:", 1);
        project.write("posted.json", &one_less);
        let missing = requests(&project, &format!("{line} --existing posted.json"));
        assert_eq!(missing.len(), 1, "{missing:?}");
    }
    project.write(
        "clean.go",
        &CLEAN.replace("package", "// Package.\npackage"),
    );
    project.commit();
    assert!(requests(&project, "ci github-review --base HEAD~1").is_empty());
}

#[test]
fn gitlab_gets_positions_in_the_diff() {
    let project = change();
    let requests = requests(&project, "ci gitlab-discussions --base main");
    assert_eq!(requests.len(), 2);
    requests
        .iter()
        .for_each(|request| assert_valid("gitlab-discussion.json", request));
    let feed = &requests[0];
    assert_eq!(feed["position"]["new_path"], "new/feed.go");
    assert_eq!(feed["position"]["old_line"], Value::Null, "the line is new");
    assert!(
        feed["body"]
            .as_str()
            .unwrap_or_default()
            .contains("```suggestion:-2+0\n"),
        "{feed}"
    );
}

#[test]
fn a_diff_alone_is_enough_for_github() {
    let project = change();
    let diff = support::patch::git(project.path())
        .args(["diff", "main"])
        .output()
        .expect("git runs");
    project.write("pr.diff", &String::from_utf8_lossy(&diff.stdout));
    let with_base = comments(&requests(&project, "ci github-review --base main"));
    let with_diff = requests(&project, "ci github-review --diff pr.diff");
    assert_eq!(comments(&with_diff), with_base);
    assert_eq!(with_diff[0]["commit_id"], Value::Null);
    assert_eq!(
        project.run("ci gitlab-discussions --diff pr.diff").code,
        Some(2),
        "GitLab needs the commits"
    );
}

#[test]
fn an_anchor_that_the_file_does_not_bear_out_is_no_anchor() {
    let project = change();
    let diff = "--- a/old/server.go\n+++ b/old/server.go\n@@ -49,2 +49,3 @@\n func (s *Server) Abort() {\n+\tother()\n \tclose(s.quit)\n";
    project.write("pr.diff", diff);
    let requests = requests(&project, "ci github-review --diff pr.diff");
    assert!(comments(&requests).is_empty(), "{requests:?}");
    let body = requests[0]["body"].as_str().unwrap_or_default();
    assert!(
        body.contains("Outside of the lines that this change shows"),
        "{body}"
    );
    assert!(body.contains("`old/server.go:50`"), "{body}");
}

#[test]
fn many_findings_are_several_requests() {
    let project = Project::of(&[("clean.go", CLEAN)]);
    project.commit();
    project.git("checkout --quiet -b change");
    for number in 0..60 {
        project.write(&format!("p{number}/feed.go"), CHECKED_THEN_SENT);
    }
    project.commit();
    let requests = requests(&project, "ci github-review --base main");
    let counts: Vec<usize> = (requests.iter())
        .map(|request| request["comments"].as_array().map_or(0, Vec::len))
        .collect();
    assert_eq!(counts, [25, 25, 10]);
    for request in &requests {
        assert_valid("github-review.json", request);
        assert!(
            request["body"]
                .as_str()
                .is_some_and(|body| !body.is_empty() && body.len() < 65_536)
        );
    }
}

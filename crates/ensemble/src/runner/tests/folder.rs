//! What is refused, and how it is said.

use super::*;

#[test]
fn a_folder_with_anything_else_in_it_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("study.json"), "{}").unwrap();
    fs::write(path.join("thesis.docx"), "years of work").unwrap();
    let error = at(&plan(), 4, Options::default(), path, &(), &AtomicBool::new(false)).unwrap_err();
    assert!(matches!(&error, RunError::Foreign { entry, .. } if entry == "thesis.docx"), "{error}");
    assert_eq!(fs::read_dir(path).unwrap().count(), 2);
    fs::remove_file(path.join("thesis.docx")).unwrap();
    at(&plan(), 4, Options::default(), path, &(), &AtomicBool::new(false)).unwrap();
    for resume in [false, true] {
        let again = Options { resume, ..Options::default() };
        let error = at(&plan(), 4, again, path, &(), &AtomicBool::new(false)).unwrap_err();
        assert!(matches!(error, RunError::Finished { .. }), "{error}");
    }
    assert_eq!(fs::read_to_string(path.join("study.json")).unwrap(), "{}");
}

#[test]
fn an_unfinished_folder_is_resumed_only_when_asked_and_only_by_the_same_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run");
    let stop = AtomicBool::new(true);
    at(&plan(), 4, options(1, 160), &path, &(), &stop).unwrap_err();
    let go_on = |plan: &RunPlan, options: Options| {
        at(plan, 4, options, &path, &(), &AtomicBool::new(false)).unwrap_err().to_string()
    };
    assert!(go_on(&plan(), options(1, 160)).contains("unfinished"));
    let resume = |chunk| Options { resume: true, ..options(1, chunk) };
    let newer = RunPlan { version: "0.2.0".into(), ..plan() };
    assert!(go_on(&newer, resume(160)).contains("program version is `0.1.0`, this run's is `0.2.0`"));
    assert!(go_on(&RunPlan { study: "other".into(), ..plan() }, resume(160)).contains("study"));
    assert!(go_on(&plan(), resume(320)).contains("chunk size"));
    let mut more = plan();
    more.paths = PathPlan::new(more.paths.outcomes().to_vec(), 6);
    assert!(go_on(&more, resume(160)).contains("its plan is"));
    at(&plan(), 4, resume(160), &path, &(), &AtomicBool::new(false)).unwrap();
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error =
        at(&plan(), 4, Options::default(), &file.join("run"), &(), &AtomicBool::new(false)).unwrap_err();
    assert!(error.to_string().contains("choose another folder"), "{error}");
}

#[test]
fn what_does_not_fit_is_said_before_or_at_the_first_batch() {
    let message = |plan: &RunPlan, lanes, options| go(plan, lanes, options).result.unwrap_err().to_string();
    assert!(message(&plan(), 4, options(1, 100)).contains("multiple of 160"));
    assert!(message(&plan(), 3, options(1, 160)).contains("3 lanes"));
    let mut twice = plan();
    twice.claims[0].key = "m.x".into();
    assert!(message(&twice, 4, options(1, 160)).contains("two columns are called `m.x`"));
    let mut far = plan();
    far.outcomes[0].slot = 9;
    assert!(message(&far, 4, options(1, 160)).contains("does not fit the plan"));
    let mut few = plan();
    few.policies.pop();
    few.levers.clear();
    assert!(message(&few, 4, options(1, 160)).contains("2 policies"));
    let wrong: &Answers<'_> =
        &|_| vec![ClaimColumn { claim: 0, policy: 0, values: ClaimValues::Truth(vec![Truth::Undefined]) }];
    let folder = tempfile::tempdir().unwrap();
    let (whole, kernel) = (plan(), Fake { lanes: 4 });
    let job = Job { plan: &whole, kernel: &kernel, sampler: &sample, claims: wrong };
    let error = run(&job, folder.path(), &Options::default(), &(), &AtomicBool::new(false)).unwrap_err();
    assert!(error.to_string().contains("1 answers for 160 futures"), "{error}");
}

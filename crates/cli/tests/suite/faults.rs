//! The run's folder, and what becomes of it when the disk, the user or the machine stops the program.

use crate::common::{Home, says};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

/// Every file of a folder with its bytes.
fn bytes(home: &Home, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let read =
        |name: String| (name.clone(), fs::read(home.join(&format!("{folder}/{name}"))).expect("a file"));
    home.names(folder).into_iter().map(read).collect()
}

#[test]
fn a_finished_run_is_a_folder_of_the_promised_files_and_nothing_else() {
    let home = Home::new();
    home.done(&["run", "-n", "160", "--policies", "as-is"]);
    let names: Vec<String> = home.names("out/as-is").into_iter().filter(|n| n != "ledger.parquet").collect();
    assert_eq!(names, ["claims.json", "futures.parquet", "paths.parquet", "study.json"]);
    for table in ["futures.parquet", "paths.parquet"] {
        let bytes = fs::read(home.join(&format!("out/as-is/{table}"))).expect("read");
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{table} is no Parquet");
    }
    let study = home.document("out/as-is/study.json");
    assert_eq!(study["schema"], "overtake/study/1");
    assert_eq!((&study["futures"], &study["seed"]), (&json!(160), &json!(1)));
    assert_eq!(study["results"]["trajectories"], 160);
    for key in ["text", "version", "evidence", "fingerprint", "numbers", "policies", "parameters", "changes"]
    {
        assert!(!study[key].is_null(), "study.json lacks {key}");
    }
    home.digest("out/as-is");
    // The file is what the command prints.
    assert_eq!(home.json(&["claims", "out/as-is"]), home.document("out/as-is/claims.json"));
}

#[test]
fn a_finished_run_holds_its_ledger() {
    let home = Home::new();
    home.done(&["run", "-n", "160", "--policies", "as-is"]);
    assert!(home.names("out/as-is").contains(&"ledger.parquet".to_owned()));
}

#[test]
fn the_same_run_is_reused_and_any_other_goes_beside_it() {
    let home = Home::new();
    let first = home.done(&["run", "textbook", "-n", "160"]);
    assert!(!first.out.contains("found finished"));
    let before = bytes(&home, "out/textbook");
    let again = home.done(&["run", "textbook", "-n", "160", "--threads", "1", "--lanes", "1"]);
    says(&again.out, &["found finished in out/textbook", "nothing had to be computed"]);
    assert_eq!(home.json(&["run", "textbook", "-n", "160"])["reused"], true);
    assert_eq!(home.names("out"), ["textbook"]);

    let more = home.done(&["run", "textbook", "-n", "320"]);
    says(&more.out, &["out/textbook holds another run and was left alone", "This run is in out/textbook-2"]);
    let seeded = home.json(&["run", "textbook", "-n", "160", "--seed", "2"]);
    assert_eq!(
        (&seeded["folder"], &seeded["instead_of"]),
        (&json!("out/textbook-3"), &json!("out/textbook"))
    );
    home.done(&["run", "textbook", "-n", "160", "--set", "textbook.sigma=0.1"]);
    says(&home.done(&["run", "textbook", "-n", "320"]).out, &["found finished in out/textbook-2"]);
    assert_eq!(home.names("out"), ["textbook", "textbook-2", "textbook-3", "textbook-4"]);
    assert_eq!(bytes(&home, "out/textbook"), before, "the first run was left alone");
    let digests = home.names("out").iter().map(|n| home.digest(&format!("out/{n}"))).collect::<Vec<_>>();
    for (n, digest) in digests.iter().enumerate() {
        assert!(!digests[..n].contains(digest), "different runs have different results");
    }
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let home = Home::new();
    fs::create_dir(home.join("mine")).expect("made");
    home.write("mine/thesis.docx", "years of work");
    let told = home.done(&["run", "textbook", "-n", "160", "--out", "mine"]);
    says(&told.out, &["mine holds `thesis.docx`, which is of no run, and was left alone", "mine-2"]);
    assert_eq!(home.names("mine"), ["thesis.docx"]);
    assert_eq!(home.read("mine/thesis.docx"), "years of work");
    home.digest("mine-2");
}

#[test]
fn a_damaged_run_is_left_alone_and_says_what_is_wrong_with_it() {
    let home = Home::new();
    let run = ["run", "textbook", "-n", "160"];
    home.done(&run);
    let whole = bytes(&home, "out/textbook");
    let (study, futures) = (home.read("out/textbook/study.json"), whole["futures.parquet"].clone());
    let restore = |home: &Home| {
        for (name, bytes) in &whole {
            home.write(&format!("out/textbook/{name}"), bytes);
        }
        let _ = fs::remove_dir_all(home.join("out/textbook-2"));
    };
    let gone: &[u8] = &[];
    for (file, bytes, said) in [
        ("futures.parquet", None, "futures.parquet is missing"),
        ("futures.parquet", Some(&futures[..100]), "futures.parquet has 100 bytes"),
        ("paths.parquet", None, "paths.parquet is missing"),
        ("ledger.parquet", Some(gone), "ledger.parquet has 0 bytes"),
        ("claims.json", Some(b"{"), "claims.json has 1 bytes"),
        ("study.json", Some(&study.as_bytes()[..200]), "study.json does not read"),
        ("study.json", None, "study.json is missing"),
    ] {
        let path = format!("out/textbook/{file}");
        match bytes {
            Some(bytes) => home.write(&path, bytes),
            None => fs::remove_file(home.join(&path)).expect("removed"),
        }
        let harmed = self::bytes(&home, "out/textbook");
        for command in [&["claims", "out/textbook"][..], &["explain", "out/textbook", "1"]] {
            let told = home.call(command);
            assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{command:?} after {said}");
            says(&told.err, &["the run in `out/textbook` is damaged", said]);
        }
        let told = home.done(&run);
        says(&told.out, &["out/textbook holds a damaged run", said, "was left alone", "in out/textbook-2"]);
        // It is told as well when the run beside it is found finished.
        says(&home.done(&run).out, &["out/textbook holds a damaged run", said, "finished in out/textbook-2"]);
        assert_eq!(self::bytes(&home, "out/textbook"), harmed, "it was left alone");
        restore(&home);
        says(&home.done(&run).out, &["found finished in out/textbook;"]);
    }
}

#[test]
fn a_run_with_numbers_of_another_build_is_neither_reused_nor_retold() {
    let home = Home::new();
    let run = ["run", "textbook", "-n", "160"];
    home.done(&run);
    let own = home.document("out/textbook/study.json");
    let edit = |key: &str, value: Value| {
        let mut study = own.clone();
        study[key] = value;
        home.write("out/textbook/study.json", study.to_string().as_bytes());
    };
    let text = own["text"].as_str().expect("a text").replace("seed = 1", "seed = 2");
    edit("text", json!(text));
    let told = home.call(&["explain", "out/textbook", "1"]);
    assert_eq!((told.code, told.out.as_str()), (Some(2), ""));
    says(&told.err, &["is damaged", "study.json says another study than was run", "--out"]);
    edit("numbers", json!("0"));
    let told = home.call(&["explain", "out/textbook", "1"]);
    assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
    says(&told.err, &["the run in `out/textbook` was made by another build", "run the study again"]);
    says(&home.done(&run).out, &["out/textbook holds this run by another build", "in out/textbook-2"]);
    let compared = home.done(&["compare", "out/textbook", "out/textbook-2"]);
    says(&compared.out, &["numbers"]);
    for key in ["fingerprint", "numbers"] {
        assert_eq!(home.document("out/textbook-2/study.json")[key], own[key]);
    }
}

#[test]
fn a_run_that_never_began_says_why_it_was_passed_over() {
    let home = Home::new();
    fs::create_dir_all(home.join("out/textbook")).expect("made");
    home.write("out/textbook/study.json.partial", "{");
    let document = home.json(&["run", "textbook", "-n", "160"]);
    assert_eq!(document["folder"], "out/textbook-2");
    assert_eq!(document["left_alone"][0]["folder"], "out/textbook");
    says(
        document["left_alone"][0]["why"].as_str().expect("a reason"),
        &["stopped before study.json was written"],
    );
    assert_eq!(home.names("out/textbook"), ["study.json.partial"]);
}

#[test]
fn a_folder_called_like_a_claim_is_a_run_where_one_lies_in_it() {
    let home = Home::new();
    home.done(&["run", "-n", "160", "--policies", "as-is"]);
    fs::create_dir(home.join("c2")).expect("made");
    says(&home.done(&["claims", "c2"]).out, &["C2 ", "in sample"]);
    home.done(&["run", "-n", "160", "--policies", "as-is", "--seed", "2", "--out", "c2"]);
    let seed = |arguments: &[&str]| home.json(arguments)["seed"].clone();
    assert_eq!((seed(&["claims", "c2"]), seed(&["claims", "out/as-is", "c2"])), (json!(2), json!(1)));
    let of = home.json(&["claims", "c2", "c2"]);
    let ids: Vec<&Value> = of["claims"].as_array().expect("claims").iter().map(|c| &c["id"]).collect();
    assert!(of["seed"] == 2 && !ids.is_empty() && ids.iter().all(|id| **id == "C2"), "{ids:?}");
}

#[test]
fn what_to_try_next_has_not_been_done_and_compares_what_is_there() {
    let home = Home::new();
    let next = |told: &str| told.split_once("TRY NEXT").expect("commands").1.to_owned();
    let first = next(&home.done(&["run", "textbook", "-n", "160"]).out);
    // Word for word, in order: the second command makes what the third compares.
    let commands: Vec<String> = first
        .lines()
        .filter_map(|l| l.trim().strip_prefix("overtake "))
        .map(|l| l.split("   ").next().expect("a command").to_owned())
        .collect();
    let (mut ran, mut second) = (Vec::new(), String::new());
    for command in &commands {
        let arguments: Vec<&str> = command.split_whitespace().collect();
        let told = home.done(&arguments);
        if arguments[0] == "run" {
            second = next(&told.out);
        }
        ran.push(arguments[0].to_owned());
    }
    assert_eq!(ran, ["explain", "run", "compare"]);
    let set = commands[1].split_once("--set ").expect("an assumption").1;
    assert!(!second.contains(set), "{set} was just done:\n{second}");
    says(&second, &["overtake compare out/textbook out/textbook-2"]);
}

#[test]
fn a_file_where_the_folder_should_be_is_named_with_what_to_do() {
    let home = Home::new();
    home.write("taken", "years of work");
    for out in ["taken", "taken/run", "taken/deep/run"] {
        let told = home.call(&["run", "textbook", "-n", "160", "--out", out]);
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""), "{}", told.err);
        says(&told.err, &["cannot make the folder `taken", "a file stands where a folder should be"]);
    }
    let told = home.call(&["run", "textbook", "-n", "160", "--out", "taken", "--json"]);
    let document: Value = serde_json::from_str(&told.err).expect("one document");
    assert_eq!((&document["schema"], &document["code"]), (&json!("overtake/error/1"), &json!(1)));
    assert_eq!(home.read("taken"), "years of work");
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_cannot_be_created_is_not_said_to_have_been_removed() {
    let home = Home::new();
    for out in ["/proc/x", "/proc/x/deep"] {
        let told = home.call(&["run", "textbook", "-n", "160", "--out", out]);
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""), "{}", told.err);
        says(
            &told.err,
            &["cannot make the folder `/proc/x", "no folder can be created there", "choose another"],
        );
        assert!(!told.err.contains("removed"), "{}", told.err);
    }
}

#[test]
fn the_first_screen_counts_policies_and_tells_only_of_data_that_feed_the_model() {
    let home = Home::new();
    let textbook = home.done(&["run", "textbook", "-n", "160"]).out;
    says(&textbook, &["under 1 policy: 160 trajectories"]);
    assert!(!textbook.contains("Records to compare with"), "{textbook}");
    let race = home.done(&["run", "-n", "160", "--policies", "as-is,full-denial"]).out;
    says(&race, &["under 2 policies: 320 trajectories", "Records to compare with end at:", "(fabs)"]);
    assert!(race.contains("Thin, where") && !textbook.contains("Thin, where"), "{race}");
}

/// What a process can do to another, and what a shell can do to one, is Unix here.
#[cfg(unix)]
mod stopped {
    use crate::common::{Home, Told, says};
    use serde_json::Value;
    use std::fs;
    use std::process::{Child, Command, Stdio};
    use std::time::Duration;

    /// Many chunks, slowly: what can be stopped in the middle. Nothing of speed changes results.
    const SLOW: [&str; 7] = ["--quiet", "--threads", "1", "--lanes", "1", "--chunk", "160"];

    fn parts(home: &Home, run: &str) -> usize {
        let Ok(entries) = fs::read_dir(home.join(&format!("{run}/parts"))) else { return 0 };
        let names = entries.map(|e| e.expect("an entry").file_name());
        names.filter(|n| n.to_string_lossy().ends_with(".parquet")).count()
    }

    fn start(home: &Home, arguments: &[&str]) -> Child {
        let mut command = home.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
    }

    /// Waits until so many chunks are on disk, and says whether the program is then still at work.
    fn until(home: &Home, run: &str, chunks: usize, child: &mut Child) -> bool {
        loop {
            if child.try_wait().expect("a child").is_some() {
                return false;
            }
            if parts(home, run) >= chunks {
                return true;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn interrupt(child: &Child) {
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("it starts");
        assert!(sent.success());
    }

    /// The program, allowed to write files of so many blocks (of 512 bytes, or of 1,024 in some shells) at most.
    fn confined(home: &Home, blocks: u32, arguments: &[&str]) -> Told {
        let mut command = Command::new("sh");
        command.current_dir(home.path()).stdin(Stdio::null());
        command.args([
            "-c",
            &format!("ulimit -f {blocks} && exec \"$0\" \"$@\""),
            env!("CARGO_BIN_EXE_overtake"),
        ]);
        Told::of(command.args(arguments).output().expect("it starts"))
    }

    #[test]
    fn an_interrupted_run_says_how_to_go_on_and_that_command_finishes_it() {
        let home = Home::new();
        let run =
            ["run", "-n", "1600", "--policies", "as-is", "--set", "borrowing.rate=0.9", "--out", "mine"];
        let all: Vec<&str> = run.into_iter().chain(SLOW).collect();
        let mut child = start(&home, &all);
        assert!(until(&home, "mine", 2, &mut child), "it ended before it could be interrupted");
        interrupt(&child);
        let told = Told::of(child.wait_with_output().expect("it ends"));
        assert_eq!((told.code, told.out.as_str()), (Some(130), ""), "{}", told.err);
        let kept = parts(&home, "mine");
        assert!((2..10).contains(&kept));
        says(&told.err, &[&format!("interrupted: {} of 1600 trajectories are kept in mine", kept * 160)]);
        for command in [&["claims", "mine"][..], &["explain", "mine", "1"], &["compare", "mine", "mine"]] {
            let told = home.call(command);
            assert_eq!(told.code, Some(2), "{command:?} of an unfinished run");
            says(&told.err, &["is not finished", "--resume"]);
        }
        // The printed command, word for word.
        let again = told.err.split_once("go on with: overtake ").expect("advice").1;
        let again: Vec<&str> = again.split_whitespace().collect();
        says(&home.done(&again).out, &["mine/futures.parquet"]);
        assert_eq!(parts(&home, "mine"), 0);
        let whole: Vec<&str> = run.iter().copied().map(|a| if a == "mine" { "whole" } else { a }).collect();
        home.done(&whole);
        assert_eq!(home.digest("mine"), home.digest("whole"));
    }

    #[test]
    fn an_interrupted_run_tells_a_machine_by_document() {
        let home = Home::new();
        let run = ["run", "-n", "16000", "--policies", "as-is", "--json"];
        let all: Vec<&str> = run.into_iter().chain(SLOW).collect();
        let mut child = start(&home, &all);
        assert!(until(&home, "out/as-is", 1, &mut child), "it ended before it could be interrupted");
        interrupt(&child);
        let told = Told::of(child.wait_with_output().expect("it ends"));
        assert_eq!((told.code, told.out.as_str()), (Some(130), ""));
        let document: Value = serde_json::from_str(&told.err).expect("one document");
        assert_eq!(document["code"], 130);
        says(document["errors"][0]["help"].as_str().expect("advice"), &["--resume"]);
    }

    #[test]
    fn a_run_killed_three_times_and_resumed_has_the_digest_of_a_whole_one() {
        let home = Home::new();
        let run = ["run", "-n", "1600", "--policies", "as-is,full-denial"];
        let mut kept = 0;
        for chunks in [1, 2, 4] {
            let resume = (kept > 0).then_some("--resume");
            let all: Vec<&str> = run.into_iter().chain(SLOW).chain(resume).collect();
            let mut child = start(&home, &all);
            assert!(until(&home, "out/as-is", chunks, &mut child), "it ended before it could be killed");
            child.kill().expect("killed");
            assert_eq!(child.wait().expect("it ends").code(), None, "a signal ended it");
            assert!(parts(&home, "out/as-is") >= kept.max(chunks), "finished chunks are kept");
            kept = parts(&home, "out/as-is");
        }
        // Without --resume it is left alone.
        let beside = home.done(&["run", "-n", "1600", "--policies", "as-is,full-denial"]);
        says(&beside.out, &["out/as-is holds this run, unfinished", "was left alone", "out/as-is-2"]);
        assert_eq!(parts(&home, "out/as-is"), kept);
        // Chunks of another size do not fit.
        let told = home.call(&[
            "run",
            "-n",
            "1600",
            "--policies",
            "as-is,full-denial",
            "--resume",
            "--chunk",
            "320",
        ]);
        assert_eq!(told.code, Some(1));
        says(&told.err, &["`out/as-is` cannot be resumed", "chunk size"]);

        home.done(&["run", "-n", "1600", "--policies", "as-is,full-denial", "--resume", "--chunk", "160"]);
        assert_eq!(home.digest("out/as-is"), home.digest("out/as-is-2"));
        let same = |name: &str| fs::read(home.join(&format!("out/{name}"))).expect("read");
        assert_eq!(same("as-is/paths.parquet"), same("as-is-2/paths.parquet"));
        assert_eq!(same("as-is/claims.json"), same("as-is-2/claims.json"));
        assert!(!home.join("out/as-is/parts").exists());
    }

    #[test]
    fn a_run_is_resumed_only_by_its_own_version() {
        let home = Home::new();
        let told = confined(&home, 200, &["run", "textbook", "-n", "1600", "--chunk", "160"]);
        assert_eq!(told.code, Some(1));
        let study = home.read("out/textbook/study.json");
        let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
        assert_eq!(study.matches(&version).count(), 1);
        home.write("out/textbook/study.json", study.replace(&version, "\"version\": \"0.0.1\""));
        let again = ["run", "textbook", "-n", "1600", "--chunk", "160", "--resume"];
        let told = home.call(&again);
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
        says(&told.err, &["out/textbook", "0.0.1", env!("CARGO_PKG_VERSION"), "only by its own version"]);
        assert_eq!(home.names("out"), ["textbook"]);
        home.write("out/textbook/study.json", study);
        home.done(&again);
    }

    #[test]
    fn a_full_disk_ends_with_the_file_and_what_to_do_and_chunks_are_kept() {
        let home = Home::new();
        home.done(&["run", "textbook", "-n", "1600", "--out", "whole"]);
        let run = ["run", "textbook", "-n", "1600", "--chunk", "160", "--out", "full"];
        // A chunk's files have room, all of them together have not.
        let told = confined(&home, 200, &run);
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""), "{}", told.err);
        says(&told.err, &["cannot write `full/futures.parquet", "finished chunks are kept"]);
        assert_eq!(parts(&home, "full"), 10);
        let resumed: Vec<&str> = run.into_iter().chain(["--resume"]).collect();
        home.done(&resumed);
        assert_eq!(home.digest("full"), home.digest("whole"));
        assert_eq!(home.names("full"), home.names("whole"));
    }

    #[test]
    fn a_disk_too_full_for_a_chunk_leaves_what_can_be_resumed() {
        let home = Home::new();
        home.done(&["run", "textbook", "-n", "160", "--out", "whole"]);
        let run = ["run", "textbook", "-n", "160", "--out", "full", "--json"];
        let told = confined(&home, 10, &run);
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""), "{}", told.err);
        let document: Value = serde_json::from_str(&told.err).expect("one document");
        says(document["errors"][0]["message"].as_str().expect("a message"), &["cannot write `full/parts/"]);
        assert_eq!(parts(&home, "full"), 0);
        let resumed: Vec<&str> = run.into_iter().chain(["--resume"]).collect();
        home.done(&resumed);
        assert_eq!(home.digest("full"), home.digest("whole"));
    }
}

#[test]
fn pictures_of_a_finished_run_are_drawn_without_computing_and_what_fails_is_told() {
    let home = Home::new();
    let run = ["run", "textbook", "-n", "160"];
    let first = bytes_of(&home, &run);
    let drawn = home.json(&["run", "textbook", "-n", "160", "--plots"]);
    assert_eq!(drawn["reused"], true);
    let file = drawn["plots"][0]["file"].as_str().expect("a file").to_owned();
    assert!(home.read(&file).starts_with("<?xml"), "{file}");
    assert_eq!(bytes_of(&home, &run), first, "nothing else of the run has changed");
    says(&home.done(&["run", "textbook", "-n", "160", "--plots"]).out, &[&file]);
    home.done(&["run", "textbook", "-n", "160", "--plots", "--lang", "zh"]);
    assert!(home.join(&file.replace(".svg", ".zh.svg")).exists());

    home.write(&file, "my own");
    let refused = home.call(&["run", "textbook", "-n", "160", "--plots"]);
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    says(&refused.err, &[&file, "left alone", "the run itself is finished in out/textbook"]);
    assert_eq!(home.read(&file), "my own");
}

/// The files of the run of the textbook race, made where it is not there.
fn bytes_of(home: &Home, run: &[&str]) -> BTreeMap<String, Vec<u8>> {
    home.done(run);
    let names = home.names("out/textbook").into_iter().filter(|n| n != "plots");
    names.map(|n| (n.clone(), fs::read(home.join(&format!("out/textbook/{n}"))).expect("a file"))).collect()
}

//! What lists, trees, completions, help and the version say, held without a copy of the knowledge.

use serde_json::{Value, json};

use crate::shared::program::{files_of, ids_of, rdpfix, run, tried};

#[test]
fn a_list_has_every_unit_of_its_kind() {
    for kind in ["problems", "causes", "observations", "fixes", "topics", "refused"] {
        let list = rdpfix(&format!("list {kind} --json")).json();
        assert_eq!(list["kind"], kind);
        let items = list["items"].as_array().unwrap();
        let ids: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ids_of(kind));
        let text = rdpfix(&format!("list {kind}"));
        assert_eq!((text.code, text.stderr.as_str()), (0, ""));
        for item in items {
            assert!(text.stdout.contains(item["id"].as_str().unwrap()), "{item}");
        }
    }
    assert_eq!(rdpfix("list").stdout, rdpfix("list problems").stdout);
}

#[test]
fn what_stands_in_one_file_is_listed_too() {
    for kind in ["families", "sources"] {
        let text = std::fs::read_to_string(crate::shared::program::knowledge().join(format!("{kind}.json")))
            .unwrap();
        let file: Value = serde_json::from_str(&text).unwrap();
        let list = rdpfix(&format!("list {kind} --json")).json();
        let mut ids: Vec<&str> =
            list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        let mut all: Vec<&String> = file.as_object().unwrap().keys().collect();
        all.sort_unstable();
        assert_eq!(ids, all, "{kind}");
    }
    let namespaces = rdpfix("list namespaces --json").json()["items"].clone();
    let ids: Vec<&str> =
        namespaces.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ids_of("codes"));
}

#[test]
fn everything_is_streamed_kind_after_kind() {
    let ids = |what: &str| -> Vec<String> {
        let stream = rdpfix(&format!("explain --all{what} --json"));
        assert_eq!((stream.code, stream.stderr.as_str()), (0, ""), "{what}");
        let id = |line: &str| {
            let document: Value = serde_json::from_str(line).unwrap();
            format!("{} {}", document["kind"].as_str().unwrap(), document["unit"]["id"].as_str().unwrap())
        };
        stream.stdout.lines().map(id).collect()
    };
    let mut all = Vec::new();
    for (folder, kind) in [
        ("problems", "problem"),
        ("causes", "cause"),
        ("observations", "observation"),
        ("fixes", "fix"),
        ("topics", "topic"),
        ("refused", "refused"),
    ] {
        let expected: Vec<String> = ids_of(folder).iter().map(|id| format!("{kind} {id}")).collect();
        assert_eq!(ids(&format!("={folder}")), expected);
        all.extend(expected);
    }
    assert_eq!(ids("=everything"), all);
    assert_eq!(ids(""), ids("=problems"));
    assert_eq!(rdpfix("explain --all=everythin --json").code, 2);
    rdpfix("explain --all").refused_with(&["--json"]);
}

/// A cause and the observation that finds it may have one name.
#[test]
fn an_id_of_two_kinds_is_told_apart_by_the_kind() {
    let causes = ids_of("causes");
    let shared: Vec<String> = ids_of("observations").into_iter().filter(|id| causes.contains(id)).collect();
    assert!(!shared.is_empty());
    for id in shared {
        let both = rdpfix(&format!("explain {id}")).stdout;
        assert!(both.contains(&format!("rdpfix explain observations/{id}")), "{both}");
        let observation = rdpfix(&format!("explain observations/{id} --json")).json();
        assert_eq!((&observation["kind"], &observation["unit"]["id"]), (&json!("observation"), &json!(id)));
    }
    rdpfix("explain causes/account-password").refused_with(&["causes/account-password"]);
}

#[test]
fn the_list_of_codes_names_their_namespaces() {
    let items = rdpfix("list codes --json").json()["items"].clone();
    let count: usize =
        files_of("codes").iter().map(|(_, table)| table["codes"].as_array().unwrap().len()).sum();
    assert_eq!(items.as_array().unwrap().len(), count);
    let namespaces = ids_of("codes");
    for item in items.as_array().unwrap() {
        assert!(namespaces.contains(&item["namespace"].as_str().unwrap().to_owned()), "{item}");
    }
}

#[test]
fn every_unit_can_be_explained_and_every_code() {
    for kind in ["problems", "causes", "observations", "fixes", "topics", "refused"] {
        for id in tried(ids_of(kind)) {
            let run = rdpfix(&format!("explain {id} --json"));
            assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{id}");
            assert_eq!(run.json()["unit"]["id"], id.as_str());
        }
    }
    for code in ["0xc07", "3079", "0xC0000224", "0x904/0x7"] {
        assert_eq!(rdpfix(&format!("explain {code}")).code, 0, "{code}");
    }
}

#[test]
fn a_tree_in_every_form() {
    for (form, beginning) in [("text", ""), ("mermaid", "flowchart"), ("dot", "digraph"), ("json", "{")] {
        let tree = rdpfix(&format!("tree account-restriction --format {form} --prune 0.1"));
        assert_eq!((tree.code, tree.stderr.as_str()), (0, ""), "{form}");
        assert!(
            tree.stdout.starts_with(beginning) && tree.stdout.lines().count() > 3,
            "{form}: {}",
            tree.stdout
        );
        assert!(tree.stdout.is_ascii(), "{form}");
    }
    assert_eq!(
        rdpfix("tree 0xc07 --format json").stdout,
        rdpfix("tree account-restriction --format json").stdout
    );
    rdpfix("tree account-restrictoin")
        .refused_with(&["account-restrictoin", "did you mean 'account-restriction'?"]);
    rdpfix("tree account-restriction --prune 1").refused_with(&["--prune"]);
}

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = rdpfix(&format!("completions {shell}"));
        assert_eq!((script.code, script.stderr.as_str()), (0, ""), "{shell}");
        for command in
            ["diagnose", "lookup", "explain", "find", "list", "tree", "session", "pending", "completions"]
        {
            assert!(script.stdout.contains(command), "{shell}: {command}");
        }
        assert!(!script.stdout.contains("no-such-command"));
    }
}

#[test]
fn the_man_page_is_one() {
    let page = rdpfix("man");
    assert_eq!((page.code, page.stderr.as_str()), (0, ""));
    assert!(page.stdout.contains(".TH rdpfix 1"), "{}", page.stdout);
}

#[test]
fn the_version_is_the_last_word_of_the_first_line() {
    let version = rdpfix("--version");
    assert_eq!((version.code, version.stderr.as_str()), (0, ""));
    let mut lines = version.stdout.lines();
    assert_eq!(lines.next(), Some(concat!("rdpfix ", env!("CARGO_PKG_VERSION"))));
    let inside = lines.next().unwrap();
    assert!(
        inside.starts_with("knowledge ")
            && inside.ends_with(&format!("{} problems", ids_of("problems").len())),
        "{inside}"
    );
}

#[test]
fn help_is_one_text_however_it_is_asked_for() {
    for command in [
        "diagnose",
        "lookup",
        "explain",
        "find",
        "list",
        "evidence",
        "tree",
        "kb",
        "session",
        "pending",
        "completions",
    ] {
        let help = rdpfix(&format!("help {command}"));
        assert_eq!((help.code, help.stderr.as_str()), (0, ""));
        assert_eq!(help.stdout, rdpfix(&format!("{command} --help")).stdout, "{command}");
        assert!(help.stdout.contains(&format!("Usage: rdpfix {command}")), "{}", help.stdout);
    }
    assert_eq!(rdpfix("help").stdout, rdpfix("--help").stdout);
}

#[test]
fn the_kinds_that_have_a_schema() {
    let kinds = rdpfix("kb schema").stdout;
    for kind in [
        "problem", "fix", "sources", "answers", "lookup", "report", "explain", "list", "find", "coverage",
        "faults", "error", "sessions", "events", "pending", "session",
    ] {
        assert!(kinds.lines().any(|line| line == kind), "{kind}");
    }
    rdpfix("kb schema lokup").refused_with(&["there is no schema 'lokup'", "did you mean 'lookup'?"]);
}

#[test]
fn the_knowledge_that_is_compiled_in_has_no_fault() {
    let built_in = rdpfix("kb validate");
    let folder = run(&["kb", "validate", crate::shared::program::knowledge().to_str().unwrap()], b"");
    assert_eq!((built_in.code, built_in.stderr.as_str()), (0, ""), "{}", built_in.stdout);
    // The cases of the folder are counted in the program, and are no files of it.
    let faults = |text: &str| text.split_once(" files").map(|(_, rest)| rest.to_owned());
    assert_eq!(faults(&built_in.stdout), faults(&folder.stdout));
    assert_eq!((folder.code, folder.stderr.as_str()), (0, ""));
}

#[test]
fn words_find_units_of_every_kind() {
    let found = |words: &str| {
        let json = rdpfix(&format!("find {words} --json"));
        assert_eq!((json.code, json.stderr.as_str()), (0, ""), "{words}");
        let items = json.json()["items"].as_array().unwrap().clone();
        assert!(items.len() <= 10 && items[0]["fit"] == 1.0, "{items:?}");
        let name =
            |item: &Value| format!("{} {}", item["kind"].as_str().unwrap(), item["id"].as_str().unwrap());
        items.iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(found("black screen after login")[0], "problem black-screen");
    for (words, unit) in [
        ("how do I enable remote desktop", "topic enable-remote-desktop"),
        ("second monitor", "problem several-monitors"),
    ] {
        assert!(found(words).iter().take(3).any(|name| name == unit), "{words}");
    }
    assert_eq!(found("ERRCONNECT_LOGON_FAILURE")[0].split(' ').next(), Some("code"));
}

#[test]
fn a_unit_that_is_found_stands_on_one_line() {
    let text = rdpfix("find black screen after login");
    assert_eq!((text.code, text.stderr.as_str()), (0, ""));
    let line = text.stdout.lines().next().unwrap();
    assert!(line.contains("problem") && line.contains("black-screen"), "{line}");
    assert!(text.stdout.lines().all(|line| line.chars().count() <= 80), "{}", text.stdout);
    assert!(text.stdout.contains("To read one: rdpfix explain ID"), "{}", text.stdout);
    let nothing = rdpfix("find qqqqzzzz");
    assert_eq!((nothing.code, nothing.stderr.as_str()), (1, ""));
    assert!(nothing.stdout.contains("Nothing in the knowledge has these words."), "{}", nothing.stdout);
}

/// A number is a code in a namespace and has no id: the line to read it is one that works.
#[test]
fn a_code_that_is_found_can_be_read() {
    let text = rdpfix("find ERRCONNECT_LOGON_FAILURE");
    let first = text.stdout.lines().next().unwrap();
    assert!(first.contains("freerdp-errconnect"), "{first}");
    assert!(text.stdout.lines().all(|line| line.chars().count() <= 80), "{}", text.stdout);
    let line = text.stdout.lines().find_map(|line| line.split_once("To read a code: rdpfix ")).unwrap().1;
    let read = rdpfix(line);
    assert!(
        read.code < 2 && read.stderr.is_empty() && read.stdout.contains("FreeRDP connection error"),
        "{read:?}"
    );
    assert!(text.stdout.contains("rdpfix explain ID") == text.stdout.contains("problem "), "{}", text.stdout);
}

/// Every page of the help is listed, fits 80 columns and is plain in a pipe.
#[test]
fn topics_of_the_help_fit_a_terminal() {
    let list = rdpfix("help topics");
    assert_eq!((list.code, list.stderr.as_str()), (0, ""));
    let names = list.stdout.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let names: Vec<&str> = names.filter(|name| list.stdout.contains(&format!("\n  {name} "))).collect();
    for topic in [
        "exit-codes",
        "json",
        "privacy",
        "sessions",
        "evidence-files",
        "checks",
        "runbooks",
        "knowledge",
        "environment",
        "formats",
        "answers",
        "limits",
    ] {
        assert!(names.contains(&topic), "{topic}: {names:?}");
    }
    for topic in names {
        let page = rdpfix(&format!("help {topic}"));
        assert_eq!((page.code, page.stderr.as_str()), (0, ""), "{topic}");
        let wide: Vec<&str> = page.stdout.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty() && page.stdout.is_ascii(), "{topic}: {wide:?}");
    }
}

#[test]
fn words_in_place_of_an_id_find_the_unit() {
    rdpfix("explain copy-paste-broken").refused_with(&["did you mean '"]);
}

/// The lines of a page: what fits a terminal of 80 columns and 24 rows.
const SCREEN: usize = 24;

#[test]
fn a_problem_is_explained_on_one_screen_and_whole_on_demand() {
    for id in tried(ids_of("problems")) {
        let brief = rdpfix(&format!("explain {id}"));
        assert_eq!((brief.code, brief.stderr.as_str()), (0, ""), "{id}");
        let text = &brief.stdout;
        assert!(text.lines().count() < SCREEN, "{id}: {} lines\n{text}", text.lines().count());
        for part in ["Causes (estimates)", "Try first", &format!("rdpfix diagnose --problem {id}")] {
            assert!(text.contains(part), "{id}: {part}\n{text}");
        }
        let line = text.lines().find_map(|line| line.split_once("rdpfix explain ")).expect("it leads on").1;
        let full = rdpfix(&format!("explain {line}")).stdout;
        assert!(full.contains("What can be asked") && full.contains("Sources"), "{id}");
        // The problem without a name is known by nothing.
        let english = full.find("Known by").unwrap_or_else(|| {
            assert_eq!(id, "failure-unnamed");
            0
        });
        let others = full.find("In other languages").unwrap_or(full.len());
        assert!(english < others && others > full.find("Handing over").expect("the hand-over"), "{id}");
    }
}

#[test]
fn problems_are_listed_by_family_and_by_word() {
    let all = rdpfix("list problems").stdout;
    let places = ["It cannot connect at all", "It connects and then drops", "A black or blank screen"];
    let places: Vec<_> = places.iter().map(|title| all.find(title)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{all}");
    let few = rdpfix("list problems GATEWAY");
    assert_eq!((few.code, few.stderr.as_str()), (0, ""));
    let items = rdpfix("list problems gateway --json").json()["items"].clone();
    let items = items.as_array().unwrap();
    assert!(!items.is_empty() && items.len() < ids_of("problems").len());
    for item in items {
        let (id, title) = (item["id"].as_str().unwrap(), item["title"].as_str().unwrap());
        assert!(
            few.stdout.contains(id) && format!("{id} {title}").to_lowercase().contains("gateway"),
            "{item}"
        );
    }
    let none = rdpfix("list problems qqqq");
    assert_eq!((none.code, none.stderr.as_str()), (1, ""));
    assert!(none.stdout.contains("rdpfix find WORDS"), "{}", none.stdout);
}

#[test]
fn a_code_or_a_text_without_a_command_is_looked_up() {
    for (bare, whole) in [
        ("0xc07", "lookup 0xc07"),
        ("0x904/0x7 --json", "lookup 0x904/0x7 --json"),
        ("An internal error has occurred", "lookup An internal error has occurred"),
    ] {
        let (bare, whole) = (rdpfix(bare), rdpfix(whole));
        assert_eq!((bare.code, &bare.stdout, &bare.stderr), (whole.code, &whole.stdout, &whole.stderr));
        assert!(bare.code < 2, "{bare:?}");
    }
    rdpfix("lokup 0xc07").refused_with(&["lookup"]);
    for word in ["open", "version", "foo"] {
        let run = rdpfix(word);
        run.refused_with(&["rdpfix lookup", word]);
        assert!(!run.stderr.contains("similar"), "{}", run.stderr);
    }
    let run = rdpfix("explain foo");
    assert!(run.code == 2 && !run.stderr.contains("forgotten-sessions"), "{}", run.stderr);
}

#[test]
fn help_fits_eighty_columns() {
    for name in ["", "diagnose", "lookup", "explain", "list", "check", "session", "pending", "kb"] {
        for help in ["--help", "-h"] {
            let text = rdpfix(&format!("{name} {help}")).stdout;
            let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
            assert!(!text.is_empty() && wide.is_empty(), "{name} {help}: {wide:#?}");
        }
    }
}

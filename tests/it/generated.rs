//! Files that are generated and committed: each must be what it would be if it were generated now.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use schemars::generate::SchemaSettings;
use userlint::corpus::{CaseFile, Input};
use userlint::schema::{self, SchemaName};
use userlint::{RULES, catalogue};

use crate::corpus;
use crate::program::{Folder, userlint};

/// How to repair what the test complains of.
const REPAIR: &str = "BLESS=1 cargo test --test it generated";

/// Every generated file: its path in the repository, and its content.
fn generated() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for &name in SchemaName::ALL {
        let path = format!("schemas/{name}.schema.json");
        files.push((path.into(), schema::laid_out(&schema::generate(name))));
    }
    let cases = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<CaseFile>();
    files.push((
        "schemas/corpus-cases.schema.json".into(),
        schema::laid_out(cases.as_value()),
    ));
    files.push(("src/expect/table.rs".into(), schema::field_table()));
    files.push(("src/corpus/files.rs".into(), list_of_corpus_files()));
    for rule in RULES {
        let path = format!("corpus/{}/README.md", rule.id);
        let page = format!("{}\n\n{}", catalogue::GENERATED, catalogue::page_markdown(rule));
        files.push((path.into(), page));
    }
    if let Ok(readme) = fs::read_to_string(root().join("README.md")) {
        files.push(("README.md".into(), with_exit_statuses(&with_table(&readme))));
    }
    files
}

/// The source file that builds the corpus in: the cases, and the files that they name.
fn list_of_corpus_files() -> String {
    let path = "src/corpus/files.rs";
    let source = fs::read_to_string(root().join(path)).expect("a readable file");
    let start = "= files! {\n";
    let (before, _) = source.split_once(start).expect("the file has a list");
    let mut names = BTreeSet::new();
    for folder in corpus::folders() {
        let name = folder
            .file_name()
            .expect("a folder")
            .to_string_lossy()
            .into_owned();
        names.insert(format!("{name}/cases.json"));
        for case in corpus::cases(&folder) {
            if let Input::File(file) = &case.input {
                names.insert(format!("{name}/{file}"));
            }
        }
    }
    let lines: Vec<_> = names.iter().map(|name| format!("    {name:?}")).collect();
    format!("{before}{start}{}\n}};\n", lines.join("\n"))
}

/// The README with the table of rules as it is now between its marks.
fn with_table(readme: &str) -> String {
    let marks = "README.md has the marks of the table of rules, each once";
    let (before, rest) = readme.split_once(catalogue::TABLE_START).expect(marks);
    let (_, after) = rest.split_once(catalogue::TABLE_END).expect(marks);
    let table = catalogue::table_markdown();
    format!(
        "{before}{}\n{table}{}{after}",
        catalogue::TABLE_START,
        catalogue::TABLE_END
    )
}

/// The README with the exit statuses as the program documents them between its marks.
fn with_exit_statuses(readme: &str) -> String {
    const START: &str = "<!-- exit status: generated -->";
    const END: &str = "<!-- /exit status -->";
    let marks = "README.md has the marks of the exit statuses, each once";
    let (before, rest) = readme.split_once(START).expect(marks);
    let (_, after) = rest.split_once(END).expect(marks);
    let help = userlint(Folder::new().path(), &["--help"]).stdout;
    let (_, statuses) = help
        .split_once("Exit status, the highest that holds:\n")
        .expect("the help has the table");
    let mut rows: Vec<String> = Vec::new();
    for line in statuses.lines() {
        match (line.trim_start().split_once("  "), rows.last_mut()) {
            (None, Some(row)) => *row = format!("{row} {}", line.trim_start()),
            (Some((status, meaning)), _) => rows.push(format!("| {status} | {meaning}")),
            (None, None) => panic!("a line that goes on from none: {line}"),
        }
    }
    let table = format!("| exit status | |\n|---|---|\n{} |\n", rows.join(" |\n"));
    format!("{before}{START}\n{table}{END}{after}")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn generated_files_are_up_to_date() {
    let stale: Vec<_> = generated()
        .into_iter()
        .filter(|(path, content)| fs::read_to_string(root().join(path)).ok().as_ref() != Some(content))
        .collect();
    if stale.is_empty() {
        return;
    }
    let paths: Vec<_> = stale.iter().map(|(path, _)| path.display().to_string()).collect();
    let paths = paths.join("\n  ");
    let may_write = env::var_os("BLESS").is_some() && env::var_os("CI").is_none();
    assert!(
        may_write,
        "out of date:\n  {paths}\n`{REPAIR}` writes them (not where `CI` is set)"
    );
    for (path, content) in stale {
        fs::write(root().join(&path), content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    eprintln!("written:\n  {paths}");
}

#[test]
fn no_schema_is_left_of_something_that_is_gone() {
    let known: Vec<_> = generated()
        .into_iter()
        .map(|(path, _)| root().join(path))
        .collect();
    for entry in fs::read_dir(root().join("schemas")).expect("the folder is in the repository") {
        let path = entry.expect("a readable folder").path();
        assert!(
            known.contains(&path),
            "{}: nothing generates it; delete it",
            path.display()
        );
    }
}

//! The modes that run in this process: userlint, its peers in Rust, and bounds that judge nothing.

use std::hint::black_box;

use boon::{Compiler, Schemas};
use serde::de::IgnoredAny;
use serde_json::Value;
use userlint::{Linter, Options, Shape, Source, Surface, Surfaces};
use userlint_bench::skip;

use crate::Counts;
use crate::typed::Checks;

/// The mode to which the others are compared.
pub(crate) const YARDSTICK: &str = "jsonschema `is_valid`";
pub(crate) const USERLINT: &str = "userlint, sdk + rest";
pub(crate) const ITER_ERRORS: &str = "jsonschema `iter_errors`, messages";
pub(crate) const BOON: &str = "boon";
pub(crate) const TYPED: &str = "serde_json, owned structs and checks";
pub(crate) const IGNORED_ANY: &str = "serde_json `IgnoredAny`";
pub(crate) const SKIP: &str = "own skip";

/// Reads a whole file.
type Run = dyn Fn(&[u8]) -> Counts;

/// Something that reads a file of users.
pub(crate) struct Mode {
    pub(crate) name: &'static str,
    /// Whether its counts mean anything.
    pub(crate) judges: bool,
    pub(crate) run: Box<Run>,
}

/// All modes, for NDJSON.
pub(crate) fn all() -> Vec<Mode> {
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/rest.schema.json")).expect("JSON");
    let validator = || {
        let options = jsonschema::options().should_validate_formats(true);
        options.build(&schema).expect("a schema")
    };
    let (is_valid, iter_errors) = (validator(), validator());
    let boon = boon_of(&schema);
    let checks = Checks::of(&schema);
    vec![
        userlint(USERLINT, None, Some(Shape::Ndjson)),
        userlint("userlint, rest alone", Some(Surface::Rest), Some(Shape::Ndjson)),
        judge(YARDSTICK, move |line| is_valid.is_valid(&value(line))),
        judge(ITER_ERRORS, move |line| {
            let value = value(line);
            let mut errors = 0;
            for error in iter_errors.iter_errors(&value) {
                black_box((error.to_string(), error.instance_path().to_string()));
                errors += 1;
            }
            errors == 0
        }),
        judge(BOON, boon),
        judge(TYPED, move |line| checks.accept(line)),
        read(IGNORED_ANY, |line| {
            serde_json::from_slice::<IgnoredAny>(line).is_ok()
        }),
        read("serde_json `Value`", |line| value(line).is_object()),
        read(SKIP, skip::is_json),
    ]
}

/// The modes that take any layout: the file as it is, with the shape to be found out.
pub(crate) fn any_layout() -> Vec<Mode> {
    let ignored = |bytes: &[u8]| {
        let texts = serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>();
        counted(texts.map(|text| text.is_ok()))
    };
    vec![
        userlint(USERLINT, None, None),
        Mode {
            name: IGNORED_ANY,
            judges: false,
            run: Box::new(ignored),
        },
        Mode {
            name: "serde_json `Value`",
            judges: false,
            run: Box::new(|bytes| {
                let texts = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
                counted(texts.map(|text| black_box(text).is_ok()))
            }),
        },
    ]
}

/// The whole file at once, with all that a check does: places, verdicts, users who stand in it twice.
fn userlint(name: &'static str, surface: Option<Surface>, shape: Option<Shape>) -> Mode {
    let mut options = Options::new();
    options.surfaces = surface.map(|surface| Surfaces::of(&[surface]));
    options.shape = shape;
    let linter = Linter::new(options);
    Mode {
        name,
        judges: true,
        run: Box::new(move |bytes| {
            let report = black_box(linter.check(Source::new("users", bytes)));
            let verdict = report.verdicts.get(Surface::Rest);
            Counts {
                accepted: verdict.accepted as u64,
                rejected: verdict.rejected as u64,
            }
        }),
    }
}

fn judge(name: &'static str, accepts: impl Fn(&[u8]) -> bool + 'static) -> Mode {
    Mode {
        name,
        judges: true,
        run: Box::new(move |bytes| counted(lines(bytes).map(&accepts))),
    }
}

fn read(name: &'static str, reads: impl Fn(&[u8]) -> bool + 'static) -> Mode {
    Mode {
        judges: false,
        ..judge(name, reads)
    }
}

fn counted(verdicts: impl Iterator<Item = bool>) -> Counts {
    let mut counts = Counts {
        accepted: 0,
        rejected: 0,
    };
    for is_accepted in verdicts {
        counts.accepted += u64::from(is_accepted);
        counts.rejected += u64::from(!is_accepted);
    }
    counts
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', bytes).map(move |end| {
        let line = &bytes[start..end];
        start = end + 1;
        line
    })
}

fn value(line: &[u8]) -> Value {
    serde_json::from_slice(line).expect("JSON")
}

fn boon_of(schema: &Value) -> impl Fn(&[u8]) -> bool + use<> {
    let place = "urn:userlint:schema:rest";
    let mut compiler = Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource(place, schema.clone()).expect("a schema");
    let mut schemas = Schemas::new();
    let index = compiler.compile(place, &mut schemas).expect("a schema");
    move |line| schemas.validate(&value(line), index).is_ok()
}

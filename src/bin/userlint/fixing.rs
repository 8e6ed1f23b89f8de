//! `check --fix` and `check --diff`: what becomes of the fixes that the library makes.

use std::io;

use userlint::report::{Failure, Report, unified};
use userlint::{Linter, Patch, Safety, Source};

use crate::args::FixingArgs;
use crate::inputs::Input;
use crate::output::{Output, say, wants_colour};
use crate::reporting::When;
use crate::rewrite::rewrite;
use crate::sinks::Stdout;

/// The fixes of a run.
pub(crate) struct Fixing {
    most: Safety,
    aim: Aim,
    /// Whether diffs are in colour.
    has_colour: bool,
    /// Fixes that were made or shown, and the inputs concerned.
    made: usize,
    changed: usize,
    withheld: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    Write,
    Show,
}

/// What an input has become.
pub(crate) struct Outcome {
    /// What is left to say of it.
    pub(crate) report: Report,
    /// Its bytes, where they have changed.
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) made: usize,
    pub(crate) failure: Option<Failure>,
}

impl Fixing {
    /// None where nothing is to be fixed.
    pub(crate) fn of(args: &FixingArgs, color: When) -> Option<Self> {
        let aim = match args {
            FixingArgs { fix: true, .. } => Aim::Write,
            FixingArgs { diff: true, .. } => Aim::Show,
            _ => return None,
        };
        Some(Fixing {
            most: if args.unsafe_fixes {
                Safety::Unsafe
            } else {
                Safety::Safe
            },
            aim,
            has_colour: wants_colour(color, &io::stdout()),
            made: 0,
            changed: 0,
            withheld: 0,
        })
    }

    /// What standard output is for.
    pub(crate) fn stdout(&self, has_stdin: bool) -> Stdout {
        match self.aim {
            Aim::Show => Stdout::Diff,
            Aim::Write if has_stdin => Stdout::Text,
            Aim::Write => Stdout::Reports,
        }
    }

    /// Whether something would be changed that was only shown.
    pub(crate) fn has_shown_any(&self) -> bool {
        self.aim == Aim::Show && self.changed > 0
    }

    /// Judges and fixes an input.
    pub(crate) fn input(
        &mut self,
        linter: &Linter,
        input: &Input,
        source: Source<'_>,
        stdout: &mut Output,
    ) -> Outcome {
        let fixed = linter.fix(source, self.most);
        let made = fixed.made.len();
        self.withheld += fixed.withheld;
        let untouched = |report| Outcome {
            report,
            bytes: None,
            made: 0,
            failure: None,
        };
        if self.aim == Aim::Show {
            self.show(&fixed.patch, source.name, stdout);
            if fixed.patch.is_empty() {
                return untouched(fixed.report);
            }
            self.count(made);
            return untouched(linter.check(source));
        }
        let bytes = fixed.patch.bytes();
        let written = match input.file() {
            None => {
                stdout.write(|out| out.write_all(&bytes));
                Ok(())
            }
            Some(_) if fixed.patch.is_empty() => Ok(()),
            Some(path) => rewrite(path, source.bytes, &bytes),
        };
        match written {
            Ok(()) if fixed.patch.is_empty() => untouched(fixed.report),
            Ok(()) => {
                self.count(made);
                Outcome {
                    report: fixed.report,
                    bytes: Some(bytes),
                    made,
                    failure: None,
                }
            }
            Err(error) => {
                let name = source.name;
                let message = format!("cannot fix {name}: {error}");
                Outcome {
                    failure: Some(Failure::new(Some(name.to_owned()), message)),
                    ..untouched(linter.check(source))
                }
            }
        }
    }

    fn count(&mut self, made: usize) {
        self.made += made;
        self.changed += 1;
    }

    fn show(&self, patch: &Patch<'_>, name: &str, stdout: &mut Output) {
        stdout.write(|out| unified::write(patch, name, self.has_colour, out));
    }

    /// Says what no report says.
    pub(crate) fn finish(&self, has_failing: bool) {
        let fixes = |count| {
            if count == 1 {
                "1 fix".to_owned()
            } else {
                format!("{count} fixes")
            }
        };
        let files = |count| {
            if count == 1 {
                "1 file".to_owned()
            } else {
                format!("{count} files")
            }
        };
        if self.aim == Aim::Show {
            match self.made {
                0 if has_failing => {
                    say("there is nothing to fix; what was found has no fix, and without --diff it is shown");
                }
                0 => say("there is nothing to fix"),
                made => say(&format!("{} would change {}", fixes(made), files(self.changed))),
            }
        }
        if self.withheld > 0 {
            say(&format!(
                "{} not made: other findings would have come of it, or no end",
                fixes(self.withheld)
            ));
        }
    }
}

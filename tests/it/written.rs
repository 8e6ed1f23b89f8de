//! What a form writes of a run, as text: for all tests that look at reports.

use userlint::Source;
use userlint::report::{Form, Report, Run};

/// The whole report of a run over these inputs.
pub fn run(form: &mut dyn Form, inputs: &[(Report, Source<'_>)]) -> String {
    run_that(form, inputs, Run::default())
}

/// The whole report of a run of which something is known already. The counts are added to it.
pub fn run_that(form: &mut dyn Form, inputs: &[(Report, Source<'_>)], mut run: Run) -> String {
    let mut out = Vec::new();
    for (report, source) in inputs {
        run.totals.add(report);
        form.input(report, *source, &mut out).expect("writing to memory");
    }
    form.finish(&run, &mut out).expect("writing to memory");
    String::from_utf8(out).expect("reports are UTF-8")
}

/// The whole report of a run over one input.
pub fn one(form: &mut dyn Form, report: &Report, source: Source<'_>) -> String {
    run(form, &[(report.clone(), source)])
}

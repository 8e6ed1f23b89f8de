//! `--dataset`: all inputs of a run as one dataset. Reads each input for its ids, and those again in which ids may stand
//! that others have; what is found is judged by the library.

use userlint::dataset::{Dataset, Index, SourceId};
use userlint::{Linter, Source};

use crate::config::Configs;
use crate::inputs::{Contents, Input};

/// What stands more than once in the inputs of a run.
pub(crate) struct WholeRun {
    dataset: Dataset,
    /// By the place of the input in the run; none for one that could not be read.
    ids: Vec<Option<SourceId>>,
}

impl WholeRun {
    /// Looks through the inputs. What cannot be read is left out: it is tried again when it is judged, and said then.
    pub(crate) fn of(inputs: &[Input], configs: &Configs, contents: &mut Contents) -> Self {
        let mut index = Index::new();
        let mut ids = Vec::with_capacity(inputs.len());
        for input in inputs {
            let linter = configs.judge(input.path()).linter;
            ids.push(contents.read(input).ok().map(|bytes| {
                let name = input.name();
                linter.index(input.source(&name, &bytes), &mut index)
            }));
        }
        let mut candidates = index.candidates();
        for (input, id) in inputs.iter().zip(&ids) {
            let Some(id) = id.filter(|&id| candidates.are_in(id)) else {
                continue;
            };
            if let Ok(bytes) = contents.read(input) {
                let name = input.name();
                let linter = configs.judge(input.path()).linter;
                linter.confirm(input.source(&name, &bytes), id, &mut candidates);
            }
        }
        WholeRun {
            dataset: candidates.finish(),
            ids,
        }
    }

    /// Judges the input at this place in the run.
    pub(crate) fn check(&self, at: usize, linter: &Linter, source: Source<'_>) -> userlint::Report {
        match self.ids.get(at).copied().flatten() {
            Some(id) => linter.check_in(source, id, &self.dataset),
            None => linter.check(source),
        }
    }
}

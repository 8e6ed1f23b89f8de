"""What a hand-written zod schema, a pydantic model, our JSON Schema and userlint each catch of the corpus, as tables: in
conformance/README.md by rule, in README.md the totals and a few rows. Without --write, it fails where they differ from the run.

usage: python3 conformance/table.py PROGRAM [--write]

Only cases that are one user are counted. A case counts for a rule if that rule alone is the reason: its only error, or, in a case
without an error, its only warning.
"""

import sys
from pathlib import Path

import corpus

HEADS = {"zod": "zod", "pydantic": "pydantic", "schema": "JSON Schema", "userlint": "userlint"}
JUDGES = {"rest": ["zod", "pydantic", "schema", "userlint"], "sdk": ["zod", "schema", "userlint"]}
TITLES = {"rest": "REST", "sdk": "JavaScript SDK"}
MARKS = ("<!-- catches: generated -->", "<!-- /catches -->")

# The rows of the short table: mistakes that are often made or seldom seen, and what nobody should refuse.
TELLING = [
    "missing_field",
    "string_instead_of_array",
    "phone_not_e164",
    "custom_not_string",
    "push_token_key",
    "locale_malformed",
    "id_number_imprecise",
    "photo_url_scheme",
    "duplicate_key",
]


def main():
    program, *options = sys.argv[1:]
    for judge in ("zod", "pydantic"):
        if reason := corpus.missing(judge):
            print(f"skipped: {reason}")
            return
    run = Run(program)
    texts = {
        corpus.HERE / "README.md": "\n\n".join(long_tables(run, surface) for surface in JUDGES),
        corpus.HERE.parent / "README.md": short_table(run),
    }
    stale = [path for path, table in texts.items() if not put(path, table, "--write" in options)]
    if stale:
        names = ", ".join(str(path.resolve().relative_to(corpus.HERE.parent.resolve())) for path in stale)
        sys.exit(
            f"the tables are not what this run gives; `conformance/table.py PROGRAM --write` puts them right: {names}"
        )
    print("the tables of what each judge catches are those of this run")


class Run:
    """All verdicts on the questions that can be compared."""

    def __init__(self, program):
        questions = corpus.questions(program)
        schema = corpus.verdicts_of_schemas(program, questions)
        self.questions = {id: questions[id] for id in schema}
        self.verdicts = {
            "zod": corpus.verdicts(program, questions, "zod"),
            "pydantic": corpus.verdicts(program, questions, "pydantic"),
            "schema": schema,
            "userlint": corpus.verdicts_of_userlint(program, questions),
        }

    def of(self, surface, belongs):
        return [id for id, it in self.questions.items() if it.surface == surface and belongs(it)]

    def refused(self, judge, ids):
        return sum(not self.verdicts[judge][id] for id in ids)

    def errors(self, surface):
        """The questions by the rule that is their only error."""
        return self.by_rule(self.of(surface, lambda it: not it.accepted), "error")

    def warnings(self, surface):
        """Those without an error, by the rule that is their only warning."""
        return self.by_rule(self.of(surface, lambda it: it.accepted), "warning")

    def by_rule(self, ids, severity):
        groups = {}
        for id in ids:
            rules = self.questions[id].rules(severity)
            if len(rules) == 1:
                groups.setdefault(rules.pop(), []).append(id)
        return dict(sorted(groups.items()))

    def legal(self, surface):
        """Neither error nor warning, and warnings would have been listed."""
        return self.of(surface, lambda it: it.accepted and it.min_severity != "error" and not it.rules("warning"))


def long_tables(run, surface):
    title = TITLES[surface]
    return "\n".join(
        [
            f"### {title}: errors that are refused",
            "",
            *table(run, surface, run.errors(surface), "the only error", "all errors"),
            "",
            f"### {title}: what is no error, refused all the same",
            "",
            "Here refusing is no merit: a warning says that a payload is taken, but altered, ignored or harmful. userlint reports all of them.",
            "",
            *table(run, surface, run.warnings(surface), "the only warning", "all warnings", legal=run.legal(surface)),
        ]
    )


def table(run, surface, groups, first, last, legal=None):
    judges = JUDGES[surface]
    rows = [(f"`{rule}`", ids) for rule, ids in groups.items()]
    rows.append((f"**{last}**", [id for ids in groups.values() for id in ids]))
    if legal is not None:
        rows.append(("**neither error nor warning**", legal))
    return [*head(first, judges), *(row(run, name, ids, judges) for name, ids in rows)]


def short_table(run):
    judges = JUDGES["rest"]
    errors = run.errors("rest")
    rows = [(f"`{rule}`", errors[rule]) for rule in TELLING]
    rows.append(("all errors", [id for ids in errors.values() for id in ids]))
    rows.append(("legal, and refused all the same", run.legal("rest")))
    return "\n".join([*head("on `rest`, refused", judges), *(row(run, name, ids, judges) for name, ids in rows)])


def head(first, judges):
    return [
        f"| {first} | cases | {' | '.join(HEADS[judge] for judge in judges)} |",
        f"|---|{'---:|' * (len(judges) + 1)}",
    ]


def row(run, name, ids, judges):
    return f"| {name} | {len(ids)} | {' | '.join(str(run.refused(judge, ids)) for judge in judges)} |"


def put(path: Path, table, writes):
    """True if the table stands in the file, or is written into it now."""
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(MARKS[0])
    inside, after = rest.split(MARKS[1])
    wanted = f"\n{table}\n"
    if writes and inside != wanted:
        path.write_text(f"{before}{MARKS[0]}{wanted}{MARKS[1]}{after}", encoding="utf-8")
        return True
    return inside == wanted


main()

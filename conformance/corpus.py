"""The corpus and what judges make of it, by way of `userlint conform`. What the answers are compared with is the caller's
matter."""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SURFACES = ("sdk", "data-api-create", "data-api-set", "rest", "rest-update", "response")

IN_NODE = {
    "ajv": "ajv.mjs",
    "hyperjump": "hyperjump.mjs",
    "cfworker": "cfworker.mjs",
    "zod": "zod-schema.mjs",
}
IN_PYTHON = {
    "jsonschema": "python-jsonschema.py",
    "jsonschema-rs": "jsonschema-rs.py",
    "pydantic": "pydantic-model.py",
}


@dataclass(frozen=True)
class Question:
    """A case on a surface, and what the corpus expects."""

    surface: str
    accepted: bool
    min_severity: str
    # (rule, severity) of each finding.
    findings: tuple

    def rules(self, severity):
        return {rule for rule, its in self.findings if its == severity}


def questions(program):
    """Every question of the corpus, by its id."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "conform", "--export", f"{folder}/corpus"], check=True)
        index = json.loads(Path(folder, "corpus/index.json").read_text(encoding="utf-8"))
    return {
        f"{case['id']}@{surface}": Question(
            surface,
            expected["accepted"],
            case["min_severity"],
            tuple((finding["rule"], finding["severity"]) for finding in expected["findings"]),
        )
        for case in index["cases"]
        for surface, expected in case["expected"].items()
    }


def missing(judge):
    """What a judge needs and is not there; None if it can be asked."""
    if judge in IN_NODE:
        is_there = shutil.which("node") and (HERE / "node_modules/.installed").exists()
        return None if is_there else f"{judge}: its Node package is not installed"
    return None if (HERE / ".venv/.installed").exists() else f"{judge}: its Python package is not installed"


def command(judge):
    if judge in IN_NODE:
        return ["node", str(HERE / "adapters" / IN_NODE[judge])]
    return [str(HERE / ".venv/bin/python"), "-B", str(HERE / "adapters" / IN_PYTHON[judge])]


def verdicts(program, questions, judge):
    """What a judge says of each question that it does not skip: whether it accepts."""
    return _ask(program, questions, ["--", *command(judge)])


def verdicts_of_schemas(program, questions):
    """What `conform --schema` says with our schema of each surface. It skips what is not one user."""
    answers = {}
    for surface in SURFACES:
        about = {id: question for id, question in questions.items() if question.surface == surface}
        schema = HERE.parent / "schemas" / f"{surface}.schema.json"
        answers |= _ask(program, about, ["--surface", surface, "--schema", str(schema)])
    return answers


def verdicts_of_userlint(program, questions):
    """It must find all that the corpus expects, or nothing can be said of what it finds."""
    who = ["--self", "--level", "rule"]
    if _report(program, who)["disagree"]:
        raise SystemExit("userlint disagrees with its own corpus: `userlint conform --self --level rule`")
    return _ask(program, questions, who)


def _ask(program, questions, who):
    report = _report(program, who)
    skipped = {skip["id"] for skip in report["skips"]}
    answers = {id: question.accepted for id, question in questions.items() if id not in skipped}
    for disagreement in report["disagreements"]:
        if disagreement["kind"] != "disagreement":
            raise SystemExit(f"{' '.join(who)}: {disagreement['id']}: {disagreement['detail']}")
        answers[disagreement["id"]] = disagreement["accepted"]
    return answers


def _report(program, who):
    done = subprocess.run([program, "conform", "--format", "json", *who], capture_output=True, text=True)
    # 1 says that there are disagreements, which is the rule.
    if done.returncode > 1:
        raise SystemExit(f"userlint conform {' '.join(who)} failed:\n{done.stderr}")
    return json.loads(done.stdout)

"""Holds other JSON Schema validators against the `jsonschema` crate: under our generated schemas, each must answer as it does on
every case of the corpus, but for what exceptions.json lists with a reason. An exception that no longer happens fails.

usage: python3 conformance/validators.py PROGRAM
"""

import json
import sys
from fnmatch import fnmatchcase

import corpus

VALIDATORS = ("ajv", "hyperjump", "cfworker", "jsonschema", "jsonschema-rs")


def main():
    program = sys.argv[1]
    exceptions = json.loads((corpus.HERE / "exceptions.json").read_text(encoding="utf-8"))["validators"]
    questions = corpus.questions(program)
    ours = corpus.verdicts_of_schemas(program, questions)
    faults = []
    for validator in VALIDATORS:
        if reason := corpus.missing(validator):
            print(f"skipped: {reason}")
            continue
        theirs = corpus.verdicts(program, questions, validator)
        faults += differences(validator, ours, theirs, exceptions)
    if faults:
        sys.exit("\n".join(faults))


def differences(validator, ours, theirs, exceptions):
    """What is unexplained, and which exceptions explain nothing."""
    different = [id for id, accepted in ours.items() if theirs.get(id) != accepted]
    explained = set()
    faults = []
    for exception in exceptions:
        if validator not in exception["validators"]:
            continue
        for pattern in exception["cases"]:
            meant = {id for id in different if fnmatchcase(id, pattern) and theirs.get(id) == exception["accepts"]}
            if not meant:
                faults.append(f"{validator}: exceptions.json expects {pattern} to differ, and it does not")
            explained |= meant
    for id in different:
        if id not in explained:
            said = {True: "accepts", False: "refuses", None: "skips"}[theirs.get(id)]
            faults.append(f"{validator} {said} {id}, and the jsonschema crate does not")
    if not faults:
        print(f"{validator}: {len(ours)} questions, {len(explained)} answered otherwise for a reason")
    return faults


main()

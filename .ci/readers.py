"""Reads a report with a parser that is not userlint's, and compares its counts with those of the JSON report.

usage: readers.py checkstyle|junit|tap|tap-parser REPORT JSON_REPORT
"""

import json
import sys
import xml.etree.ElementTree as ElementTree


def checkstyle(path):
    root = ElementTree.parse(path).getroot()
    assert root.tag == "checkstyle" and root.get("version") == "4.3"
    sources = [error.get("source") for error in root.iter("error")]
    return {"findings": len([source for source in sources if source != "userlint"]),
            "failures": sources.count("userlint")}


def junit(path):
    import junitparser

    report = junitparser.JUnitXml.fromfile(path)
    cases = [case for suite in report for case in suite]
    names = {(case.classname, case.name) for case in cases}
    assert len(names) == len(cases) == report.tests
    results = [result for case in cases for result in case.result]
    count = lambda kind: len([result for result in results if isinstance(result, kind)])
    failed, broken = count(junitparser.Failure), count(junitparser.Error)
    assert (report.failures, report.errors) == (failed, broken)
    assert report.skipped == count(junitparser.Skipped)
    users = [case for case in cases if case.name.startswith("user ")]
    return {"users": len(users), "rejected": failed,
            "failures": len([result for result in results if result.type == "unavailable"])}


def points(points):
    """Points: (ok, name, is it skipped, rule)."""
    assert len({name for _, name, _, _ in points}) == len(points)
    users = [(ok, name) for ok, name, _, _ in points if ": user " in name]
    # The one input without a user, and no name of a file or a key.
    assert len([name for _, name, skipped, _ in points if skipped]) == 1
    return {"users": len(users), "rejected": len([name for ok, name in users if not ok]),
            "failures": len([rule for _, _, _, rule in points if rule == "unavailable"])}


def tap(path):
    from tap.parser import Parser

    lines = list(Parser().parse_file(path))
    assert {line.category for line in lines} == {"version", "test", "plan"}, lines
    tests = [line for line in lines if line.category == "test"]
    plan = lines[-1]
    assert plan.category == "plan" and plan.expected_tests == len(tests) and not plan.skip
    rule = lambda line: (line.yaml_block or {}).get("data", {}).get("rule")
    return points([(line.ok, line.description.replace(r"\#", "#"), bool(line.skip), rule(line)) for line in tests])


def tap_parser(path):
    events = json.load(open(path, encoding="utf-8"))
    kinds = [event[0] for event in events]
    assert "bailout" not in kinds and "extra" not in kinds and "child" not in kinds, kinds
    complete = next(event[1] for event in events if event[0] == "complete")
    tests = [event[1] for event in events if event[0] == "assert"]
    assert complete["count"] == len(tests) == complete["plan"]["end"]
    # What is not TAP counts as one more failure, which has no point.
    broken = [failure for failure in complete["failures"] if failure.get("tapError")]
    assert not broken and not complete["bailout"], complete
    assert not any(test["todo"] for test in tests)
    rule = lambda test: (test["diag"] or {}).get("data", {}).get("rule")
    return points([(test["ok"], test["name"], bool(test["skip"]), rule(test)) for test in tests])


def main():
    kind, path, json_path = sys.argv[1:]
    report = json.load(open(json_path, encoding="utf-8"))
    verdicts = report["summary"]["surfaces"].values()
    expected = {
        "findings": len(report["findings"]),
        "failures": len(report["failures"]),
        "users": sum(verdict["accepted"] + verdict["rejected"] for verdict in verdicts),
        "rejected": sum(verdict["rejected"] for verdict in verdicts),
    }
    readers = {"checkstyle": checkstyle, "junit": junit, "tap": tap, "tap-parser": tap_parser}
    for what, count in readers[kind](path).items():
        assert count == expected[what], f"{kind}: {count} {what}, not {expected[what]}"
    print(f"{kind}: read, and counts as the JSON report does")


main()

"""Holds what userlint says of texts against what others say: language tags against Node's Intl, URLs against Node's URL,
numbers against Node's String, telephone numbers against phonenumbers, e-mail addresses against email-validator. Where they
differ, text/differences.py must have a reason, and each of its reasons must still be one.

usage: python conformance/texts.py PROGRAM [--all]     --all shows every difference without a reason, not only the first
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from text import made
from text.differences import DIFFERENCES

HERE = Path(__file__).parent


def main():
    program, *options = sys.argv[1:]
    texts = made.all_texts()
    for difference in DIFFERENCES:
        listed = texts[difference.field]
        if difference.example not in listed:
            listed.append(difference.example)
    compared = [
        *(
            in_node(program, texts)
            if shutil.which("node")
            else skipped("there is no Node to judge locales, URLs and numbers")
        ),
        *phones(program, texts["phone"]),
        *emails(program, texts["email"]),
    ]
    faults = []
    for field, count, differences in compared:
        unexplained, explained = sorted_out(field, differences)
        faults += unexplained
        print(f"{field}: {count} texts, {explained} judged otherwise for a reason")
    if faults:
        shown = faults if "--all" in options else faults[:40]
        sys.exit("\n".join([*shown, f"{len(faults)} differences without a reason, or reasons without a difference"]))


def sorted_out(field, differences):
    """The differences that no reason explains, with the reasons that explain nothing; and how many are explained."""
    faults = []
    reasons = [difference for difference in DIFFERENCES if difference.field == field]
    happened = {}
    for text, way, theirs in differences:
        reason = next((it for it in reasons if it.way == way and it.applies(text, theirs)), None)
        if reason:
            happened.setdefault(reason.why, []).append(text)
        else:
            faults.append(f"{field}: {way}: {text!r} ({theirs})")
    for reason in reasons:
        if reason.example not in happened.get(reason.why, []):
            faults.append(f"{field}: {reason.way}: {reason.example!r} is no example any more that {reason.why}")
    return faults, sum(len(texts) for texts in happened.values())


def skipped(why):
    print(f"skipped: {why}")
    return []


def in_node(program, texts):
    asked = {field: texts[field] for field in ("locale", "photoUrl", "id")}
    done = subprocess.run(
        ["node", HERE / "text/node.mjs"], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    theirs = json.loads(done.stdout)
    yield "locale", len(texts["locale"]), locales(program, texts["locale"], theirs["locale"])
    yield "photoUrl", len(texts["photoUrl"]), urls(program, texts["photoUrl"], theirs["photoUrl"])
    yield "id", len(texts["id"]), numbers(program, texts["id"], theirs["id"])


def locales(program, texts, canonical):
    for text, rules, form in zip(texts, rules_of(program, "locale", texts), canonical):
        if ("locale_malformed" in rules) != (form is None):
            yield text, "only they refuse" if form is None else "only we refuse", form
        # Of a subtag that the registry does not have there is no canonical form.
        elif (
            form is not None
            and "locale_unregistered" not in rules
            and ("locale_not_canonical" in rules) != (form != text)
        ):
            yield text, "only they write otherwise" if form != text else "only we write otherwise", form


def urls(program, texts, written):
    refusals = {"photo_url_malformed", "photo_url_relative", "photo_url_empty"}
    for text, rules, href in zip(texts, rules_of(program, "photoUrl", texts), written):
        refused = bool(refusals & rules)
        if refused != (href is None):
            yield text, "only they refuse" if href is None else "only we refuse", href


def numbers(program, texts, spelled):
    """Users are put to a path with what Node makes of their number, and to another: only there path and id contradict."""
    for text, number, at_it, elsewhere in zip(texts, spelled, *mismatches(program, texts, spelled)):
        if at_it or not elsewhere:
            yield text, "we spell otherwise", number
    for text, number, rules in zip(texts, spelled, rules_of(program, "id", texts, spell=str)):
        is_kept = number["text"] == text and number["isSafe"]
        if ("id_number_imprecise" in rules) == is_kept:
            yield text, "only they keep it" if is_kept else "only we keep it", number


def mismatches(program, texts, spelled):
    for other in ("", "x"):
        operations = [[at, "PUT", f"/users/{quote(number['text'] + other)}"] for at, number in enumerate(spelled)]
        lines = [json.dumps(it)[:-1] + f', {{"id":{text},"name":"A"}}]' for it, text in zip(operations, texts)]
        findings = check(program, "[" + ",\n".join(lines) + "]", "--surface", "rest", "--shape", "operations")
        wrong = {finding["start"]["line"] for finding in findings if finding["rule"] == "id_mismatch"}
        yield [line in wrong for line in range(1, len(lines) + 1)]


def phones(program, texts):
    try:
        import phonenumbers
    except ImportError:
        return skipped("phonenumbers is not installed")

    def differences():
        for text, rules in zip(texts, rules_of(program, "phone", texts)):
            try:
                number = phonenumbers.parse(text, None)
                form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                they_take_it = form == text and phonenumbers.is_possible_number(number)
            except phonenumbers.NumberParseException as error:
                number, form, they_take_it = None, str(error), False
            we_take_it = not rules & {"phone_not_e164", "phone_impossible"}
            if we_take_it != they_take_it:
                yield text, "only they refuse" if we_take_it else "only we refuse", number
            elif "phone_not_e164" in rules and form == text:
                yield text, "only we miss the form", number

    return [("phone", len(texts), differences())]


def emails(program, texts):
    try:
        from email_validator import EmailNotValidError, validate_email
    except ImportError:
        return skipped("email-validator is not installed")

    def error_of(text, **options):
        try:
            validate_email(text, check_deliverability=False, **options)
        except EmailNotValidError as error:
            return str(error)
        return None

    def differences():
        lenient = {
            "allow_quoted_local": True,
            "allow_domain_literal": True,
            "allow_display_name": True,
            "test_environment": True,
            "globally_deliverable": False,
        }
        for text, rules in zip(texts, rules_of(program, "email", texts)):
            if "email_invalid" in rules:
                # What we call invalid, nobody takes.
                if error_of(text, **lenient) is None:
                    yield text, "only we refuse", None
            elif "email_unusual" not in rules and (error := error_of(text)):
                # What we call ordinary, everybody takes.
                yield text, "only they refuse", error

    return [("email", len(texts), differences())]


def rules_of(program, field, texts, spell=json.dumps):
    """The rules that find something in the field, for each text."""
    users = [{"id": '"1"', "name": '"A"'} | {field: spell(text)} for text in texts]
    lines = ["{" + ",".join(f'"{key}":{value}' for key, value in user.items()) + "}" for user in users]
    found = [set() for _ in texts]
    for finding in check(program, "\n".join(lines), "--surface", "sdk", "--shape", "ndjson"):
        if finding["pointer"] == f"/{field}":
            found[finding["start"]["line"] - 1].add(finding["rule"])
    return found


def check(program, text, *options):
    args = [program, "check", "--format", "json", "--min-severity", "note", *options, "-"]
    done = subprocess.run(args, input=text.encode(), capture_output=True)
    if done.returncode > 1:
        raise SystemExit(done.stderr.decode())
    return json.loads(done.stdout)["findings"]


main()

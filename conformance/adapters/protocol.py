"""The line protocol of corpus/README.md, for adapters in Python: reads requests, asks, writes answers. What is asked about is
one user; inputs that hold users in something, have settings or may have comments are skipped."""

import json
import sys


def why_not(request):
    """Why a request is not for a judge of single users; None if it is."""
    name = request["name"].lower()
    if "settings" in request:
        return "settings are not known here"
    if request.get("shape", "user") != "user":
        return "only single users are judged"
    if name.endswith((".jsonc", ".json5")):
        return "the input may have comments"
    text = request.get("text", "")
    lines = [line for line in text.split("\n") if line.strip()]
    is_ndjson = len(lines) > 1 or (lines and name.endswith((".ndjson", ".jsonl")))
    if is_ndjson and value_of(lines[0]) is not NO_JSON:
        return "only single users are judged"
    value = value_of(text)
    users = (
        [item for item in value if isinstance(item, dict) and item.keys() & {"id", "name"}]
        if isinstance(value, list)
        else []
    )
    if users and "shape" not in request:
        return "only single users are judged"
    return None


NO_JSON = object()


def value_of(text):
    """The value of a JSON text, or `NO_JSON`. `NaN` and `Infinity`, which Python takes by default, are no JSON."""

    def refuse(constant):
        raise ValueError(constant)

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        return NO_JSON


def answer(judge):
    """`judge` takes the surface and a text that is UTF-8, and gives True, False, or a text that says why it is skipped."""
    sys.stdin.reconfigure(encoding="utf-8")
    for line in sys.stdin:
        request = json.loads(line)
        # What comes in base64 is not UTF-8, and so is no JSON.
        verdict = why_not(request) or ("text" in request and judge(request["surface"], request["text"]))
        said = {"skipped": verdict} if isinstance(verdict, str) else {"accepted": verdict}
        print(json.dumps({"id": request["id"], **said}), flush=True)

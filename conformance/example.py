"""An implementation of a few rules, written from corpus/README.md: an example of the protocol, with one mistake in it.

    userlint conform --only string_instead_of_array -- python3 conformance/example.py
"""
import json
import sys

for line in sys.stdin:
    request = json.loads(line)
    answer = {"id": request["id"]}
    try:
        user = json.loads(request["text"])
    except (KeyError, ValueError):
        user = None
    if not isinstance(user, dict) or "id" not in user:
        answer["skipped"] = "only single users are judged"
    else:
        takes_lists_only = request["surface"] in ("rest", "response")  # the mistake: rest-update is forgotten
        kinds = (list,) if takes_lists_only else (list, str)
        kinds += () if request["surface"] == "data-api-create" else (type(None),)
        fields = [field for field in ("email", "phone") if field in user]
        bad = [field for field in fields if not isinstance(user[field], kinds) or user[field] == ""]
        answer["findings"] = [{"pointer": f"/{field}"} for field in bad]
        answer["accepted"] = not bad
    print(json.dumps(answer), flush=True)

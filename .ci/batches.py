"""Makes users of whom one in a hundred has a mistake, and reads the batches that were made of them: every body is valid,
every user is in one batch or in one record.

usage: batches.py make USERS COUNT
       batches.py read USERS FOLDER SCHEMA
"""

import hashlib
import json
import os
import sys
from urllib.parse import unquote

from jsonschema import Draft202012Validator

MISTAKES = [
    lambda user: user | {"name": None},
    lambda user: user | {"email": user["email"][0]},
    lambda user: user | {"phone": ["0612345678"]},
    lambda user: user | {"custom": {"level": 7}},
    lambda user: user | {"id": ""},
    lambda user: {key: value for key, value in user.items() if key != "id"},
    lambda user: {key: value for key, value in user.items() if key != "name"},
    None,  # a line that was cut off
]


def is_broken(at):
    return at % 100 == 37


def make(path, count):
    with open(path, "w", encoding="utf-8") as lines:
        for at in range(count):
            user = {
                "id": f"team {at % 7}/ü_{at}" if at % 5 == 0 else f"user_{at}",
                "name": f"Üser {at} 😀",
                "email": [f"user_{at}@talkjs.com"],
                "phone": ["+31612345678"],
                "custom": {"number": str(at)},
            }
            mistake = MISTAKES[at // 100 % len(MISTAKES)] if is_broken(at) else lambda user: user
            text = json.dumps(mistake(user) if mistake else user, ensure_ascii=at % 2 == 0)
            lines.write((text if mistake else text[:-9]) + "\n")


def users_of(body):
    """Ids and users of a body."""
    if isinstance(body, dict):
        return list(body.items())
    assert len({operation[0] for operation in body}) == len(body)
    assert all(operation[1] == "PUT" and operation[2].startswith("/users/") for operation in body)
    return [(unquote(operation[2].removeprefix("/users/"), errors="strict"), operation[3]) for operation in body]


def once(pairs):
    keys = [key for key, _ in pairs]
    assert len(set(keys)) == len(keys), keys
    return dict(pairs)


def read(path, folder, schema):
    validator = Draft202012Validator(json.load(open(schema, encoding="utf-8")))
    load = lambda name: open(os.path.join(folder, name), "rb").read()
    manifest = json.loads(load("manifest.json"))
    sent = {}
    for entry in manifest["batches"]:
        text = load(entry["file"])
        assert hashlib.sha256(text).hexdigest() == entry["sha256"], entry["file"]
        body = json.loads(text, object_pairs_hook=once)
        validator.validate(body)
        users = users_of(body)
        assert {key for key, _ in users} == set(entry["ids"]) and len(users) == entry["users"]
        for key, user in users:
            assert key not in sent and user["id"] == key
            sent[key] = user
    lines = open(path, encoding="utf-8").read().splitlines()
    records = [json.loads(line) for line in load("rejected.ndjson").splitlines()]
    assert [record["line"] for record in records] == [at + 1 for at in range(len(lines)) if is_broken(at)]
    for record in records:
        line = lines[record["line"] - 1]
        same = record["text"] == line if "text" in record else record["payload"] == json.loads(line)
        assert same and record["findings"], record
    whole = [json.loads(line) for at, line in enumerate(lines) if not is_broken(at)]
    assert sent == {user["id"]: user for user in whole} and len(sent) == len(whole)
    held = {"manifest.json", "rejected.ndjson"} | {entry["file"] for entry in manifest["batches"]}
    assert set(os.listdir(folder)) == held
    print(f"{len(manifest['batches'])} batches of {len(sent)} users: all valid; {len(records)} users rejected")


if sys.argv[1] == "make":
    make(sys.argv[2], int(sys.argv[3]))
else:
    read(*sys.argv[2:])

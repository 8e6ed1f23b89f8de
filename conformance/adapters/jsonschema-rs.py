"""jsonschema-rs, over our schemas: `userlint conform --surface rest -- python conformance/adapters/jsonschema-rs.py`

It is the crate that `conform --schema` uses, in the version that its own project releases for Python."""

import json
from functools import cache
from pathlib import Path

import jsonschema_rs
from protocol import NO_JSON, answer, value_of

SCHEMAS = Path(__file__).parent / "../../schemas"


@cache
def validator(surface):
    schema = json.loads((SCHEMAS / f"{surface}.schema.json").read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def judge(surface, text):
    value = value_of(text)
    try:
        return value is not NO_JSON and validator(surface).is_valid(value)
    except UnicodeEncodeError:
        # Half of a surrogate pair cannot be handed over.
        return False


answer(judge)

"""Python's jsonschema, over our schemas: `userlint conform --surface rest -- python conformance/adapters/python-jsonschema.py`"""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from protocol import NO_JSON, answer, value_of

SCHEMAS = Path(__file__).parent / "../../schemas"


@cache
def validator(surface):
    schema = json.loads((SCHEMAS / f"{surface}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def judge(surface, text):
    value = value_of(text)
    try:
        return value is not NO_JSON and validator(surface).is_valid(value)
    except UnicodeEncodeError:
        # Half of a surrogate pair cannot be handed over.
        return False


answer(judge)

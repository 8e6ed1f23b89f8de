"""The peers in Python: `python peers.py FILE` judges the users in a file of NDJSON, and prints a line for each validator with
its name, how many users it accepts and rejects, and the seconds of processor time; fields are parted by tabs."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import fastjsonschema
import jsonschema_rs
import orjson
from pydantic import BaseModel, Field, StrictStr, ValidationError

SCHEMA = json.loads((Path(__file__).parent / "../../schemas/rest.schema.json").read_text(encoding="utf-8"))


def pattern(name):
    field = SCHEMA["properties"][name]
    return field.get("pattern") or field["items"]["pattern"]


class User(BaseModel):
    """The same questions in the words of types, with the schema's patterns."""

    id: Annotated[StrictStr, Field(min_length=1)]
    name: StrictStr
    email: list[Annotated[StrictStr, Field(pattern=pattern("email"))]] | None = None
    phone: list[Annotated[StrictStr, Field(pattern=pattern("phone"))]] | None = None
    photoUrl: Annotated[StrictStr, Field(pattern="^https:")] | None = None
    locale: Annotated[StrictStr, Field(pattern=pattern("locale"))] | None = None
    role: StrictStr | None = None
    welcomeMessage: StrictStr | None = None
    custom: dict[str, StrictStr | None] | None = None


def with_fastjsonschema():
    # It knows drafts up to 7: of the keywords used here all mean the same there.
    validate = fastjsonschema.compile({**SCHEMA, "$schema": "http://json-schema.org/draft-07/schema#"})

    def accepts(line):
        try:
            validate(orjson.loads(line))
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True

    return accepts


def with_jsonschema_rs():
    validator = jsonschema_rs.validator_for(SCHEMA, validate_formats=True)
    return lambda line: validator.is_valid(orjson.loads(line))


def with_pydantic(line):
    try:
        User.model_validate_json(line)
    except ValidationError:
        return False
    return True


def main():
    users = Path(sys.argv[1]).read_bytes().splitlines()
    modes = {
        "orjson.loads (Python)": (orjson.loads, False),
        "jsonschema-rs (Python)": (with_jsonschema_rs(), True),
        "pydantic": (with_pydantic, True),
        "fastjsonschema": (with_fastjsonschema(), True),
    }
    for name, (accepts, judges) in modes.items():
        start = time.process_time()
        accepted = sum(1 for user in users if accepts(user))
        seconds = time.process_time() - start
        counts = [accepted, len(users) - accepted] if judges else ["-", "-"]
        print(name, *counts, seconds, sep="\t")


main()

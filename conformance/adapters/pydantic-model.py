"""A pydantic model, as somebody writes it who has read TalkJS's pages about users and knows pydantic: the types and which fields may
be null as documented, pydantic's own types for addresses and URLs, the documented form of a telephone number, and no id or name
that is empty. It is held against the corpus to see what that catches; it is neither tuned to the corpus nor kept dull. There is
no SDK for Python, so it speaks of REST alone.

    userlint conform --surface rest -- python conformance/adapters/pydantic-model.py
"""

from typing import Annotated, Literal

from protocol import answer
from pydantic import BaseModel, EmailStr, Field, HttpUrl, ValidationError

Phone = Annotated[str, Field(pattern=r"^\+[1-9]\d{1,14}$")]


class User(BaseModel):
    """What `PUT /users/{id}` takes: the id stands in the path, and may be repeated."""

    id: Annotated[str, Field(min_length=1)] = "in the path"
    name: Annotated[str, Field(min_length=1)]
    email: list[EmailStr] | None = None
    phone: list[Phone] | None = None
    photo_url: Annotated[HttpUrl | None, Field(alias="photoUrl")] = None
    locale: str | None = None
    role: str | None = None
    welcome_message: Annotated[str | None, Field(alias="welcomeMessage")] = None
    custom: dict[str, str | None] | None = None
    push_tokens: Annotated[dict[str, Literal[True] | None] | None, Field(alias="pushTokens")] = None


def judge(surface, text):
    if surface != "rest":
        return "there is no model for this surface"
    try:
        User.model_validate_json(text)
    except ValidationError:
        return False
    return True


answer(judge)

"""Templates of whole pages, each with the type of what it shows."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import Response, make_response, render_template

PageT = TypeVar("PageT")


@dataclass(frozen=True, slots=True)
class PageTemplate(Generic[PageT]):
    """A template below `templates/`, and the class whose instance it shows under the name `page`."""

    name: str
    context: type[PageT]


def render_page(template: PageTemplate[PageT], page: PageT) -> Response:
    """Return the response with a page in it."""
    return make_response(render_template(template.name, page=page))

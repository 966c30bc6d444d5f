"""Rules for every response of the site, especially for pages; each function yields the problems."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FIELDS = ("input", "select", "textarea")
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"}, "nav": {"ul", "ol", "a", "p"}}
LOADED = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "embed": "src",
    "link": "href",
}
LOADING_LINKS = {"stylesheet", "icon", "preload", "manifest", "modulepreload"}
POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "list")
SCHEMES = ("https", "http", "mailto", "tel", "geo", "")
TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")
LEFTOVERS = re.compile(r"\{\{|\{%|%\(\w+\)s|\bUndefined\b|^\s*None\s*$")

ANSWERS = {
    "X-Content-Type-Options": re.compile(r"nosniff"),
    "Referrer-Policy": re.compile(r"same-origin"),
    "Cross-Origin-Opener-Policy": re.compile(r"same-origin"),
    "Cross-Origin-Resource-Policy": re.compile(r"same-origin"),
    "Permissions-Policy": re.compile(r"[a-z-]+=\(\)(, [a-z-]+=\(\))+"),
    "Cache-Control": re.compile(r".+"),
}
A_YEAR = 31_536_000
NO_SOURCE = ("default-src", "base-uri", "frame-ancestors")
PAGE_POLICY = {"object-src": ["'none'"], "form-action": ["'self'"]}
SHIPMENTS = ("/track", "/t/", "/api/v1/shipment")

Fetch = Callable[[str], tuple[int, str]]
"""Returns the status and the media type of an address of the site."""


@lru_cache(maxsize=64)
def document_of(text: str) -> tuple[Element, list[str]]:
    """Return the document, and the errors of the HTML5 parser."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document: Element = parser.parse(text)
    return document, [f"HTML at {place}: {code} {data}" for place, code, data in parser.errors]


def elements(text: str, tag: str) -> Iterator[Element]:
    """Yield the elements of a page with a tag."""
    return document_of(text)[0].iter(tag)


def words_of(element: Element) -> str:
    """Return the text of an element, with collapsed blanks."""
    return " ".join("".join(element.itertext()).split())


@lru_cache(maxsize=512)
def page_problems(text: str) -> tuple[str, ...]:
    """Return the problems of a page that can be found without further requests."""
    return tuple(_page_problems(text))


def _page_problems(text: str) -> Iterator[str]:
    document, wrong = document_of(text)
    yield from wrong
    elements = [element for element in document.iter() if isinstance(element.tag, str)]
    for rule in (_head, _headings, _identifiers, _fields, _names, _nesting, _inline, _addresses, _leftovers, _times):
        yield from rule(elements)


def _head(elements: list[Element]) -> Iterator[str]:
    root = elements[0]
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]+)*", root.get("lang", "")):
        yield "html has no lang"
    if root.get("dir") not in ("ltr", "rtl"):
        yield "html has no dir"
    titles = [words_of(element) for element in elements if element.tag == "title"]
    if len(titles) != 1:
        yield f"{len(titles)} titles"
    first = [words_of(element) for element in elements if element.tag == "h1"][:1]
    if not first or not first[0] or not titles or not titles[0].startswith(first[0]):
        yield f"the title {titles} does not begin with the heading {first}"
    metas = [element for element in elements if element.tag == "meta"]
    if not any(meta.get("charset", "").lower() == "utf-8" for meta in metas):
        yield "no charset"
    if not any(meta.get("name") == "viewport" for meta in metas):
        yield "no viewport"
    if any(meta.get("http-equiv") for meta in metas):
        yield "a meta stands in for a header"


def _headings(elements: list[Element]) -> Iterator[str]:
    levels = [HEADINGS.index(element.tag) + 1 for element in elements if element.tag in HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    for above, level in zip([0, *levels], levels, strict=False):
        if level > above + 1:
            yield f"a heading skips from {above} to {level}"
    mains = sum(element.tag == "main" for element in elements)
    if mains != 1:
        yield f"{mains} main"


def _identifiers(elements: list[Element]) -> Iterator[str]:
    known = Counter(element.get("id") for element in elements if "id" in element.attrib)
    yield from (f"the id {name} stands {count} times" for name, count in known.items() if count > 1)
    yield from (f"the id {name!r} is none" for name in known if not name or name.split() != [name])
    for element in elements:
        wanted = [name for pointer in POINTERS for name in element.get(pointer, "").split()]
        address = element.get("href", "")
        wanted += [address[1:]] if address.startswith("#") else []
        yield from (f"{element.tag} points at {name}, which is not there" for name in wanted if name not in known)


def _fields(elements: list[Element]) -> Iterator[str]:
    labelled = {element.get("for") for element in elements if element.tag == "label" and words_of(element)}
    within = {id(field) for element in elements if element.tag == "label" for field in element.iter()}
    for element in elements:
        if element.tag not in FIELDS or element.get("type") in ("hidden", "submit"):
            continue
        if element.get("id") not in labelled and id(element) not in within and not element.get("aria-label"):
            yield f"the field {element.get('name')} has no label"


def _names(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        named = words_of(element) or element.get("aria-label") or any(each.get("alt") for each in element.iter("img"))
        if element.tag in ("a", "button") and not named:
            yield f"a {element.tag} says nothing"
        if element.tag in ("section", "nav") and not (element.get("aria-labelledby") or element.get("aria-label")):
            own = [child for child in element.iter() if child.tag in HEADINGS]
            if not own:
                yield f"a {element.tag} has no name"
        if element.tag == "img" and "alt" not in element.attrib:
            yield "a picture has no alt"
        if element.get("lang") == "" or element.get("dir", "auto") not in ("ltr", "rtl", "auto"):
            yield f"a {element.tag} with a strange lang or dir"


def _nesting(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        allowed = CHILDREN.get(element.tag)
        if allowed:
            yield from (f"{child.tag} in {element.tag}" for child in element if child.tag not in allowed)
        if element.tag in ("a", "button", "label"):
            inner = [child.tag for child in element.iter() if child is not element and child.tag in ("a", "button")]
            yield from (f"{tag} in {element.tag}" for tag in inner)


def _inline(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        yield from (f"{element.tag} has {name}" for name in element.attrib if name.startswith("on") or name == "style")
        if element.tag == "style" or (element.tag == "script" and (not element.get("src") or words_of(element))):
            yield f"an inline {element.tag}"


def _addresses(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        for name in ("href", "src", "action", "formaction", "srcset", "poster", "data"):
            if urlsplit(element.get(name, "")).scheme.lower() not in SCHEMES:
                yield f"{element.tag} leads to {element.get(name)}"
        loaded = loaded_by(element) or "/"
        if element.tag in LOADED and (not loaded.startswith("/") or loaded.startswith("//")):
            yield f"{element.tag} is loaded from elsewhere: {loaded}"
        if element.tag == "a" and element.get("target") and "noopener" not in element.get("rel", ""):
            yield "a new window that can reach back"


def loaded_by(element: Element) -> str:
    """Return the address that a browser loads for an element by itself, unlike that of a canonical link."""
    if element.tag == "link" and not LOADING_LINKS & set(element.get("rel", "").split()):
        return ""
    return element.get(LOADED.get(str(element.tag), ""), "")


def _leftovers(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        for text in (element.text or "", element.tail or ""):
            if found := LEFTOVERS.search(text):
                yield f"{element.tag} shows {found.group()!r}"


def _times(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.tag == "time" and not TIME.fullmatch(element.get("datetime", "")):
            yield f"a time of {element.get('datetime')!r}"


def addresses_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the addresses on this site in a page: `load` for its resources, `link` for its links."""
    document, _ = document_of(text)
    for element in document.iter():
        if loaded := loaded_by(element):
            yield "load", loaded
        elif element.tag in ("a", "form"):
            address = element.get("href") or element.get("action") or ""
            if address.startswith("/"):
                yield "link", address


def link_problems(text: str, own_path: str, routes: Callable[[str], bool], fetch: Fetch) -> Iterator[str]:
    """Yield the resources of a page that do not exist, and its links to unknown addresses of the site."""
    for kind, address in addresses_of(text):
        path = unquote(urlsplit(address).path)
        if address.startswith(("//", "/\\")):
            yield f"a {kind} to another host: {address}"
        elif kind == "link" and path != own_path and not routes(path):
            yield f"a link to nowhere: {address}"
        elif kind == "load" and fetch(address)[0] != 200:
            yield f"not there: {address}"


def answer_problems(status: int, headers: Mapping[str, str], path: str) -> Iterator[str]:
    """Yield the problems with the headers of a response that is not a static file."""
    for name, pattern in ANSWERS.items():
        if not pattern.fullmatch(headers.get(name, "")):
            yield f"{name}: {headers.get(name)}"
    age = re.match(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    if not age or int(age[1]) < A_YEAR:
        yield f"Strict-Transport-Security: {headers.get('Strict-Transport-Security')}"
    if "Set-Cookie" in headers:
        yield "a cookie is set"
    yield from _policy_problems(headers.get("Content-Security-Policy", ""), page=_is_page(headers))
    searched = status in (200, 300, 303, 304) and path.startswith(SHIPMENTS) and "Allow" not in headers
    if (status >= 400 or searched) and "noindex" not in headers.get("X-Robots-Tag", ""):
        yield f"X-Robots-Tag: {headers.get('X-Robots-Tag')}"
    if status in (429, 503) and not re.fullmatch(r"[1-9]\d{0,3}", headers.get("Retry-After", "")):
        yield f"Retry-After: {headers.get('Retry-After')}"


def _is_page(headers: Mapping[str, str]) -> bool:
    return headers.get("Content-Type", "").startswith("text/html")


def _policy_problems(policy: str, *, page: bool) -> Iterator[str]:
    directives = dict(_directives(policy))
    for name in NO_SOURCE:
        if directives.get(name) != ["'none'"]:
            yield f"{name} {directives.get(name)}"
    wanted = PAGE_POLICY if page else {}
    yield from (f"{name} {directives.get(name)}" for name, is_to in wanted.items() if directives.get(name) != is_to)
    for name, sources in directives.items():
        strange = [source for source in sources if source not in ("'self'", "'none'")]
        if strange and (name != "img-src" or not all(source.startswith("https://") for source in strange)):
            yield f"{name} {strange}"
        if any("*" in source for source in sources):
            yield f"{name} is open"


def _directives(policy: str) -> Iterable[tuple[str, list[str]]]:
    for directive in filter(str.strip, policy.split(";")):
        name, *sources = directive.split()
        yield name, sources

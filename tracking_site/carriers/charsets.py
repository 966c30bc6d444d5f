"""The character encoding of what carriers send: a body becomes text whatever single bytes of it are wrong."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose mark is the beginning of this one.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python's other codecs are no encodings of documents, and some take a time that grows with the square of the length.
_READ = re.compile(
    r"utf-(8|8-sig|16|16-le|16-be|32|32-le|32-be)|iso8859-(1[0-6]|[1-9])|cp125[0-8]|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|shift_jis|euc_jp|euc_kr"
)
_WIDE = ("utf-16", "utf-32")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})""")
_LENGTH_OF_DECLARATION = 300


def charset_of(content_type: str) -> str | None:
    """Return the character encoding that a content type names, where it is one that is read."""
    named = _CHARSET.search(content_type)
    return _known(named[1]) if named else None


def decode_text(body: bytes, charset: str | None = None) -> str:
    """Return a body as text, each wrong byte of it as U+FFFD.

    A byte order mark decides before `charset` (as of `charset_of`), this before an XML declaration, and UTF-8 is the
    rest. What is valid UTF-8 is read as such under a label of single bytes too, which many servers set unasked.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    encoding = charset or _of_null_bytes(body) or _declared(body) or "utf-8"
    if encoding.startswith(_WIDE) and b"\0" in body:
        return body.decode(encoding, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("utf-8" if encoding.startswith(_WIDE) else encoding, "replace")


def utf8(body: bytes, content_type: str) -> bytes:
    """Return a text in UTF-8 that came in the encoding of its content type; anything else as it is."""
    charset = charset_of(content_type)
    return body if charset in (None, "utf-8") else decode_text(body, charset).encode("utf-8", "replace")


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if found == "ascii":
        return "utf-8"
    if not _READ.fullmatch(found):
        return None
    # As browsers do (https://encoding.spec.whatwg.org/): who says Latin-1 means Windows-1252, which has all its letters.
    return "cp1252" if found == "iso8859-1" else found


def _of_null_bytes(body: bytes) -> str | None:
    """Return the encoding of UTF-16 without a mark: the first character of JSON and XML is a single byte in UTF-8."""
    if len(body) > 1 and body[0] and not body[1]:
        return "utf-16-le"
    return "utf-16-be" if len(body) > 1 and not body[0] and body[1] else None


def _declared(body: bytes) -> str | None:
    declared = _XML_ENCODING.match(body[:_LENGTH_OF_DECLARATION])
    return _known(declared[1].decode("ascii")) if declared else None

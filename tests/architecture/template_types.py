"""The types of the names in templates, followed from a page's context through its blocks, loops and macros."""

import dataclasses
import types
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinja2 import Environment, nodes

Types = Mapping[str, Any]
"""The type of each name that a template may use; None where it is not known."""

FUNCTIONS = {"gettext", "ngettext", "caller"}


class TemplateTypes:
    """Follows the names of a folder's templates; `problems` yields the names that nothing defines."""

    def __init__(self, folder: Path) -> None:
        environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
        environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # comes with the extension
        self._trees = {
            path.relative_to(folder).as_posix(): environment.parse(path.read_text(encoding="utf-8"))
            for path in folder.rglob("*.html")
        }
        self._followed: set[tuple[str, str, tuple[object, ...]]] = set()

    def problems(self, template: str, names: Types) -> Iterator[str]:
        """Yield what a template uses, and the templates that it is made of, without having it."""
        tree = self._trees[template]
        yield from self._follow(template, tree.body, names)
        for parent in tree.find_all(nodes.Extends):
            assert isinstance(parent.template, nodes.Const)
            yield from self.problems(parent.template.value, names)

    def _follow(self, template: str, body: Sequence[nodes.Node], names: Types) -> Iterator[str]:
        for node in body:
            if isinstance(node, nodes.Macro):
                continue
            if isinstance(node, nodes.For):
                yield from self._use(template, node.iter, names)
                inside = {**names, **_loop_names(node.target, self.type_of(template, node.iter, names))}
                yield from self._follow(template, [*([node.test] if node.test else []), *node.body], inside)
            else:
                yield from self._use(template, node, names)

    def _use(self, template: str, node: nodes.Node, names: Types) -> Iterator[str]:
        """Yield the problems of a node other than a loop, and of what is in it."""
        match node:
            case nodes.Name(ctx="load") if node.name not in names and node.name not in self._callables(template):
                yield f"{template}:{node.lineno}: {node.name}"
            case nodes.Getattr():
                yield from self._use(template, node.node, names)
                of = self.type_of(template, node.node, names)
                if of is not None and node.attr not in fields_of(of):
                    yield f"{template}:{node.lineno}: {getattr(of, '__name__', of)}.{node.attr}"
            case nodes.Call(node=nodes.Name(name=name)) if name in self._macros(template):
                yield from self._follow(template, list(node.iter_child_nodes(exclude=("node",))), names)
                yield from self._call(template, node, name, names)
            case _:
                yield from self._follow(template, list(node.iter_child_nodes()), names)

    def _call(self, template: str, call: nodes.Call, name: str, names: Types) -> Iterator[str]:
        """Yield the problems of a macro, called with arguments of these types."""
        source, macro = self._macros(template)[name]
        parameters = [parameter.name for parameter in macro.args]
        given: dict[str, Any] = dict.fromkeys(parameters)
        given |= dict(zip(parameters, (self.type_of(template, each, names) for each in call.args), strict=False))
        given |= {each.key: self.type_of(template, each.value, names) for each in call.kwargs}
        key = (source, macro.name, tuple(map(repr, given.items())))
        if key not in self._followed:
            self._followed.add(key)
            yield from self._follow(source, macro.body, given)

    def _callables(self, template: str) -> set[str]:
        return {*FUNCTIONS, *self._macros(template)}

    def _macros(self, template: str) -> dict[str, tuple[str, nodes.Macro]]:
        """The macros that a template can call, by the name that they have in it: where each is, and its definition."""
        tree = self._trees[template]
        found = {macro.name: (template, macro) for macro in tree.find_all(nodes.Macro)}
        for node in tree.find_all(nodes.FromImport):
            assert isinstance(node.template, nodes.Const)
            source = node.template.value
            macros = {macro.name: macro for macro in self._trees[source].find_all(nodes.Macro)}
            for each in node.names:
                name, alias = (each, each) if isinstance(each, str) else each
                found[alias] = (source, macros[name])
        return found

    def type_of(self, template: str, node: nodes.Node, names: Types) -> Any:
        """Return the type of an expression; None where it is not known."""
        match node:
            case nodes.Name():
                return names.get(node.name)
            case nodes.Const():
                return type(node.value)
            case nodes.Getattr():
                return fields_of(self.type_of(template, node.node, names)).get(node.attr)
            case nodes.Getitem():
                return item_of(self.type_of(template, node.node, names))
            case _:
                return None


def fields_of(of: Any) -> dict[str, Any]:
    """Return the fields and properties of a class, with their types; None in a union is left out."""
    if not isinstance(of, type):
        return {}
    properties = {
        name: get_type_hints(member.fget).get("return")
        for each in of.__mro__
        if each.__module__.startswith("tracking_site.")
        for name, member in vars(each).items()
        if isinstance(member, property) and member.fget
    }
    hints = get_type_hints(of) if dataclasses.is_dataclass(of) or hasattr(of, "model_fields") else {}
    return {name: without_none(hint) for name, hint in {**properties, **hints}.items()}


def without_none(of: Any) -> Any:
    if get_origin(of) in (Union, types.UnionType):
        kinds = [each for each in get_args(of) if each is not type(None)]
        return kinds[0] if len(kinds) == 1 else None
    return of


def item_of(of: Any) -> Any:
    """Return the type of a sequence's items, or of a mapping's values."""
    origin, arguments = get_origin(of), get_args(of)
    if origin is tuple and arguments[1:] == (...,):
        return without_none(arguments[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return without_none(arguments[1])
    return None


def _loop_names(target: nodes.Node, of: Any) -> Types:
    if isinstance(target, nodes.Name):
        return {target.name: item_of(of)}
    return {name.name: None for name in target.find_all(nodes.Name)}

"""A Word template filled in: values go in as text, expressions can look at them and do no more."""

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, TemplateSyntaxError, Undefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from console.errors import Misuse
from console.exports.cells import printable

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

Values = Mapping[str, Any]
FILTERS = (
    *("abs", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby"),
    *("int", "items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject"),
    *("rejectattr", "replace", "reverse", "round", "select", "selectattr", "sort", "string", "sum"),
    *("title", "trim", "truncate", "unique", "upper", "wordcount"),
)
"""What may stand after a bar. `safe` and what makes long texts out of short ones is not among
them."""
_GROWING = ("*", "**", "%")
_NEAR = 60


class _Sandbox(ImmutableSandboxedEnvironment):
    """Expressions over the given values: no calls, no code, no text that grows by itself."""

    intercepted_binops = frozenset(_GROWING)

    def __init__(self, undefined: type[Undefined]) -> None:
        super().__init__(autoescape=True, undefined=undefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or not all(isinstance(n, int | float) for n in (left, right)):
            raise SecurityError(f"{operator}")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, called: Any, *arguments: Any, **named: Any) -> Any:
        if isinstance(called, Undefined):
            return str(called)
        owner = getattr(called, "__self__", None)
        if not isinstance(called, Macro) and not isinstance(owner, LoopContext):
            raise SecurityError(f"{getattr(called, '__name__', called)}()")
        return super().call(context, called, *arguments, **named)


def fill(name: str, template: bytes, values: Values) -> "DocxTemplate":
    """The filled template. Raises Misuse naming every unknown variable with the known ones, or
    saying where the template is wrong."""
    from docxtpl import DocxTemplate

    unknown: dict[str, Values] = {}
    made = DocxTemplate(io.BytesIO(template))
    environment = _Sandbox(_noting(unknown, values))
    try:
        made.render(_clean(values), environment, autoescape=True)
    except TemplateSyntaxError as error:
        raise Misuse("PaperSyntax", file=name, detail=error.message, near=_near(error)) from error
    except SecurityError as error:
        raise Misuse("PaperForbidden", file=name, detail=error) from error
    except TemplateError as error:
        raise Misuse("PaperSyntax", file=name, detail=error.message, near=_near(error)) from error
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        # what an expression of the template may raise; and lxml's XMLSyntaxError is a SyntaxError
        raise Misuse("PaperSyntax", file=name, detail=error, near="—") from error
    except SyntaxError as error:
        raise Misuse("PaperResult", file=name) from error
    if unknown:
        named = [f"“{word}”" for word in unknown]
        known = list(dict.fromkeys(key for found in unknown.values() for key in found))
        raise Misuse("PaperUnknown", file=name, names=named, known=known)
    return made


def _near(error: TemplateError) -> str:
    lines = getattr(error, "docx_context", None) or ()
    found = " ".join(" ".join(line.split()) for line in lines).strip()
    return found[:_NEAR] or "—"


def _clean(value: Any) -> Any:
    """The values without characters that no document may hold."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part) for part in value]
    return value


def _noting(unknown: dict[str, Values], values: Values) -> type[Undefined]:
    """What stands for an unknown variable: used, it is noted, so that all are told at once."""

    def note(self: Undefined) -> None:
        owner: Any = self._undefined_obj
        known = owner if isinstance(owner, Mapping) else values
        unknown.setdefault(str(self._undefined_name), known)

    def answering(answer: Callable[[], Any]) -> Callable[..., Any]:
        def used(self: Undefined, *_given: Any) -> Any:
            note(self)
            return answer()

        return used

    class Unknown(Undefined):
        __slots__ = ()

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            note(self)
            return self

        def __getitem__(self, _key: Any) -> Any:
            note(self)
            return self

        __str__ = answering(str)
        __iter__ = answering(lambda: iter(()))
        __bool__ = answering(bool)
        __len__ = answering(int)
        __eq__ = answering(bool)
        __hash__ = Undefined.__hash__

    return Unknown

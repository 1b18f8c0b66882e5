"""Every place in the sources that asks whether this person may do this, found by their syntax.

Kinds of checks: a decorator that keeps people out (``door``); a question about a person's rights that decides something
(``right``: ``permissions.can_send(user, report)``, ``access.is_leader``, ``run.uploaded_by_id == user.pk``); a condition
or the answer of a function that is such a question (``rule``); rows that a look-up leaves out (``scope``:
``visible_to(user)``, ``filter(asked_by=user)``). What a template is told, so that it hides a button, is none.
"""

import ast
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("units", "targets", "initiatives", "reports", "q4kh")
# What loads and measures, and what only says what to offer: menus, hints, the list of what waits for somebody.
LEFT_OUT = re.compile(
    r".*/(migrations|demo|benchmark|management|documents|templatetags)/.*"
    r"|q4kh/(settings|context|navigation)\.py|units/(guide|hints)\.py|reports/emulation/todo\.py"
)
# Functions that answer whether a person may, and the words of an Access.
RIGHT = re.compile(
    r"_?(can|may|reads?|has|is)_\w*(_permission|_of|_to)|_?(can|may|reads)_\w+|_signs_for|had_a_hand|touched_by"
)
FLAGS = {
    "is_reviewer", "is_office_head", "is_leader", "is_administrator", "sees_everything", "sees_states", "is_nobody",
    "acts_for", "publishes_for", "reporter_of", "head_of", "is_authenticated", "is_active",
}  # fmt: skip
PERSONS = {"user", "by", "access", "person"}
# Where True keeps somebody out.
REFUSING = re.compile(r"_?(had_a_hand|touched_by|is_nobody)\w*")
LOOK_UPS = {"filter", "get", "get_object_or_404", "Q"}


@dataclass(frozen=True)
class Check:
    """``key``: file, function and words of the check, which survive changes elsewhere in the file."""

    key: str
    kind: str
    path: str
    function: str
    line: int
    place: tuple = field(repr=False)  # of the node, in its file
    value: bool = True  # what the check is replaced by, of a right or a rule
    layer: int = 0  # of a door: how many decorators stand before it


def find(root: Path = ROOT) -> list[Check]:
    """All checks in the order of files and lines."""
    trees = {path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8")) for path in _sources(root)}
    doors = {name for tree in trees.values() for name in _doors(tree)} | {"login_required"}
    return [check for path, tree in trees.items() for check in _Finder(path, doors).all(tree)]


def digest(root: Path = ROOT) -> str:
    """Of all sources that checks are looked for in, and of those they stand beside."""
    parts = (path.read_bytes() for app in APPS for path in sorted((root / app).rglob("*.py")))
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _sources(root):
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            if not LEFT_OUT.fullmatch(path.relative_to(root).as_posix()):
                yield path


def _doors(tree) -> set[str]:
    """Names of decorators written here that answer for the view: they refuse or lead to the login."""
    refusing = {"PermissionDenied", "redirect_to_login"}
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(inner, ast.FunctionDef) for inner in ast.walk(node) if inner is not node)
        and {name.id for name in ast.walk(node) if isinstance(name, ast.Name)} & (refusing | {"can_read"})
    } - {"admin_view"}


def place_of(node) -> tuple:
    return (type(node).__name__, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)


def _name(node) -> str:
    """``a.b.c(…)`` → "c"."""
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _of_a_person(node) -> bool:
    return any(
        (isinstance(inner, ast.Name) and inner.id in PERSONS) or (isinstance(inner, ast.Attribute) and inner.attr in PERSONS)
        for inner in ast.walk(node)
    )


class _Finder(ast.NodeVisitor):
    def __init__(self, path, doors):
        self.path, self.doors = path, doors
        self.stack, self.asks, self.found, self.seen = [], [], [], {}

    def all(self, tree):
        self.visit(tree)
        return self.found

    def _add(self, kind, node, **more):
        function = ".".join(self.stack)
        words = " ".join(ast.unparse(node).split())
        key = f"{self.path}::{function}: {words if len(words) < 90 else words[:89] + '…'}"
        if kind in ("rule", "scope"):
            key += f" ({kind})"
        self.seen[key] = self.seen.get(key, 0) + 1
        if self.seen[key] > 1:
            key += f" #{self.seen[key]}"
        self.found.append(Check(key, kind, self.path, function, node.lineno, place_of(node), **more))

    # --- Functions: their decorators, and the answers of those that are a question --------------------------------

    def visit_ClassDef(self, node):
        self._within(node)

    def visit_FunctionDef(self, node):
        for layer, decorator in enumerate(node.decorator_list):
            if _name(decorator) in self.doors:
                self.stack.append(node.name)
                self._add("door", decorator, layer=layer)
                self.stack.pop()
        persons = PERSONS | {"request", "self"}
        self.asks.append(any(arg.arg in persons for arg in node.args.args) and node.name != "touched_by")
        self._within(node)
        self.asks.pop()

    def _within(self, node):
        self.stack.append(node.name)
        for child in node.body:
            self.visit(child)
        self.stack.pop()

    def visit_Return(self, node):
        if node.value is not None:
            self._decides(node.value)
            if self._is_question() and not isinstance(node.value, ast.Constant):
                for part in self._conjuncts(node.value):
                    # One question of several is enough for everybody to pass, and each of them is a check already.
                    if not self._is_right(part) and not self._holds_rights(part):
                        self._add("rule", part, value=self._passing(part))
        self.generic_visit(node)

    def _is_question(self) -> bool:
        return bool(self.stack) and bool(RIGHT.fullmatch(self.stack[-1])) and self.asks[-1]

    def _holds_rights(self, node) -> bool:
        return isinstance(node, ast.BoolOp) and any(self._is_right(one) for one in node.values)

    def _conjuncts(self, node):
        """Each of them must hold; of anything else the whole."""
        return node.values if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) else [node]

    # --- Places where a right decides something -------------------------------------------------------------------

    def visit_If(self, node):
        self._decides(node.test)
        self.generic_visit(node)

    visit_IfExp = visit_While = visit_If

    def visit_Assign(self, node):
        self._decides(node.value)
        self.generic_visit(node)

    def visit_Lambda(self, node):
        self._decides(node.body)
        self.generic_visit(node)

    def visit_comprehension(self, node):
        for condition in node.ifs:
            self._decides(condition)
        self.generic_visit(node)

    def _decides(self, node):
        if self._is_right(node):
            self._add("right", node, value=self._passing(node))
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                self._decides(value)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self._decides(node.operand)
        elif isinstance(node, ast.Tuple):
            for value in node.elts:
                self._decides(value)

    def _is_right(self, node) -> bool:
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if name in ("bool", "any"):
                return any(isinstance(inner, ast.Attribute) and inner.attr in FLAGS | {"units"} and _of_a_person(inner)
                           for inner in ast.walk(node)) or self._in_access()
            asked = bool(RIGHT.fullmatch(name)) or name == "RIGHTS"
            return asked and (_of_a_person(node) or name in ("has_permission",))
        if isinstance(node, ast.Attribute):
            return node.attr in FLAGS and (_of_a_person(node.value) or self._in_access())
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            sides = [node.left, *node.comparators]
            words = {_name(side) for side in sides}
            return _of_a_person(node) and bool(
                words & FLAGS or any(isinstance(side, ast.Attribute) and side.attr == "pk" and _of_a_person(side.value)
                                     for side in sides)
            ) or (self._in_access() and bool(words & FLAGS))
        return False

    def _in_access(self):
        return self.path == "units/roles.py" and self.stack[:1] == ["Access"]

    def _passing(self, node) -> bool:
        """The value of the question with which everybody passes."""
        name = _name(node)
        refuses = bool(REFUSING.fullmatch(name) or REFUSING.fullmatch(self.stack[-1] if self.stack else ""))
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.NotEq | ast.NotIn):
            refuses = not refuses
        return not refuses

    # --- Rows ----------------------------------------------------------------------------------------------------

    def visit_Call(self, node):
        name = _name(node.func)
        if name == "visible_to" and node.args and _of_a_person(node.args[0]):
            self._add("scope", node.args[0])
        if name in LOOK_UPS:
            for keyword in node.keywords:
                if keyword.arg and _of_a_person(keyword.value) and _name(node.func.value if isinstance(node.func, ast.Attribute) else node) != "GET":
                    self._add("scope", keyword)
        self.generic_visit(node)


# --- Without it --------------------------------------------------------------------------------------------------------


class _Without(ast.NodeTransformer):
    def __init__(self, check):
        self.check, self.done = check, False

    def visit(self, node):
        if not self.done and hasattr(node, "lineno") and place_of(node) == self.check.place:
            self.done = True
            return ast.copy_location(self._instead(node), node)
        return super().visit(node)

    def _instead(self, node):
        if isinstance(node, ast.keyword):
            # A condition that every row meets, in place of the one that keeps to this person's.
            return ast.keyword("pk__isnull", ast.Constant(False))
        if self.check.kind == "scope":
            # The name stays, so that a function keeps the variables it closes over.
            everybody = ast.Call(ast.Name("__import__", ast.Load()), [ast.Constant("tests.faults.mutations")], [])
            for name in ("faults", "mutations", "SEER"):
                everybody = ast.Attribute(everybody, name, ast.Load())
            return ast.BoolOp(ast.Or(), [everybody, node])
        operator = ast.Or() if self.check.value else ast.And()
        return ast.BoolOp(operator, [ast.Constant(self.check.value), node])


def without(check: Check, root: Path = ROOT) -> ast.Module:
    """The tree of the check's file in which it lets everybody pass. Of a door ``layer`` says what to leave out."""
    tree = ast.parse((root / check.path).read_text("utf-8"))
    if check.kind == "door":
        class Leave(ast.NodeTransformer):
            def visit_FunctionDef(self, node):
                self.generic_visit(node)
                node.decorator_list = [one for one in node.decorator_list if place_of(one) != check.place]
                return node

        return ast.fix_missing_locations(Leave().visit(tree))
    transformer = _Without(check)
    tree = transformer.visit(tree)
    assert transformer.done, check.key
    return ast.fix_missing_locations(tree)

"""The shape of a catalog table, and of its rows on randomness.

A table is a TOML file under `tables/`, named after the import root it describes (`numpy.toml` speaks of every
name that begins with `numpy.`). A library with several roots has a small file for each further root that
holds an `alias` table. Every row says where its facts come from (`source`, its own or the table's).

    library = "numpy"
    source = "https://numpy.org/doc/stable/reference/random/"
    alias = { "numpy.random.mtrand" = "numpy.random" }      # prefixes, longest first

    [[function]]
    names = ["numpy.random.seed"]
    params = ["seed"]
    effects = [{ seeds = ["numpy-global"], from = "seed", omitted = "entropy" }]

    [[function]]
    names = ["sklearn.model_selection.train_test_split"]
    params = ["*arrays", "test_size=", "random_state=", "shuffle="]   # "x=" is keyword only, "*x" takes the rest
    defaults = { shuffle = true }
    effects = [{ draws = "numpy-global", via = "random_state", when = [{ shuffle = true }] }]

    [[class]]
    names = ["numpy.random.Generator"]
    methods.draws = ["normal", "integers"]                  # short for effects = [{ draws = "self" }]

    [[class]]
    names = ["sklearn.ensemble.RandomForestClassifier"]
    params = ["n_estimators", "random_state="]
    seed = "random_state"                                   # the parameter that seeds the object's own stream
    omitted = "numpy-global"                                # …and what it draws from when that is None or absent
    methods.draws = ["fit"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

Scalar = None | bool | int | float | str


class Compare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition on one argument that is not plain equality.

    `given` true: present and not None; false: absent or None. `lt`, `gt`: numeric bounds. `not`: any other value.
    `kind`: the shape of the value ("str", "bytes", "int", "float", "list", "call"). `length`: a literal of so many
    elements. `outside`: a text that is known and fits none of these patterns (written as for files). `surely`: this
    constant, `same`: the constant that another argument is too; with these two and `length`, what can't be seen is
    taken not to be so.
    """

    given: bool | None = None
    lt: float | None = None
    gt: float | None = None
    not_: Scalar | list[Scalar] | msgspec.UnsetType = msgspec.field(name="not", default=msgspec.UNSET)
    kind: str | None = None
    length: int | None = None
    outside: list[str] | None = None
    surely: Scalar = None
    same: str | None = None


# One alternative: all its parameters must hold. A list of scalars means "any of these". In a method's effects
# "self.x" is the argument x that its object was made with; "config.x" what the argument config was made with.
Condition = dict[str, bool | int | float | str | list[bool | int | float | str] | Compare]


class Effect(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing a call does to randomness, in its place in the call's order.

    Exactly one of the verbs is set:

    - `draws`: numbers are taken from this stream; "self" is the receiver's own, "own" a generator made in the call.
      `via` names the parameter that, when given, supplies the stream instead (an int seeds a fresh one; an object
      lends its own).
    - `seeds`: these streams are set from the parameter `from` ("args.seed": from what that argument was made
      with; no `from`: from what `omitted` says, or else a constant of the library). "self" is the receiver's own.
    - `keeps`: these streams' states are saved now and put back when the object's `with` block ends.
    - `calls`: the parameter (a function) is called; "estimator.fit": that method of it; "self.cv.split": a method
      of what the object was made with; "self.run": its own method, where a class of the project has one. Of a list,
      tuple or dict every member is called. `gives`: what such a function returns is as if the object had been made with
      it, under this name.
    - `registers`: the parameter (a function; "result": what the call's result decorates) is kept, to be called at the
      event that the parameter `at` names, with the receiver and what `*args` and `**kwargs` took.
    - `fires`: what was registered with the receiver for this event is called now.
    - `starts`: another process is started that runs the parameters (functions, separated by spaces); `method` is how,
      where that doesn't depend on the program ("spawn": a new interpreter, in which nothing is seeded).
    - `consumes`: the parameter (a JAX key) is used up. `alike`: people give several such calls one key on purpose, to
      treat several arrays alike.
    - `shows`: the parameter is written where people or programs read results.

    `since`, `until`: the library's versions that do it, the first included, the last not.
    `omitted` says what an absent or None `from`/`via` means: "entropy", "fixed" (a constant of the library),
    "keep" (nothing happens), or a stream's name.
    `when`: alternatives, of which one must hold for the effect to happen; an argument that can't be known makes the
    effect unknown. `unless`: the same, negated. `mode` = "train": only while the receiver (a module) is in training
    mode; `latent`: what is drawn matters once it is trained or saved (the other matrix of LoRA is zero). `worker`:
    a started process has Python's and NumPy's streams seeded from this one. `fails`: "notebook" where the call raises
    in a notebook.
    """

    draws: str | None = None
    seeds: list[str] | None = None
    keeps: list[str] | None = None
    calls: str | None = None
    gives: str | None = None
    registers: str | None = None
    at: str | None = None
    fires: str | None = None
    starts: str | None = None
    consumes: str | None = None
    alike: bool = False
    shows: str | None = None
    fails: str | None = None
    via: str | None = None
    from_: str | None = msgspec.field(name="from", default=None)
    omitted: str | None = None
    when: list[Condition] = []
    unless: list[Condition] = []
    mode: str | None = None
    worker: str | None = None
    method: str | None = None
    latent: bool = False
    since: str | None = None
    until: str | None = None

    def verb(self) -> str:
        """The verb that is set; raises ValueError where there is not exactly one."""
        verbs = [
            name
            for name in (
                "draws",
                "seeds",
                "keeps",
                "calls",
                "registers",
                "fires",
                "starts",
                "consumes",
                "shows",
                "fails",
            )
            if getattr(self, name) is not None
        ]
        if len(verbs) != 1:
            raise ValueError(f"an effect has exactly one verb, here: {', '.join(verbs) or 'none'}")
        return verbs[0]

    def holds_for(self, version: str) -> bool:
        """Whether this version of the library does it."""
        from packaging.version import Version

        known = Version(version)
        return (self.since is None or known >= Version(self.since)) and (
            self.until is None or known < Version(self.until)
        )

    def of_receiver(self) -> bool:
        """Whether the effect, its source or its conditions speak of the object whose method is called."""
        conditions = [name for condition in (*self.when, *self.unless) for name in condition]
        spoken = [self.draws, *(self.seeds or ()), self.calls, self.starts, self.from_, *conditions]
        of_self = any(name == "self" or name.startswith("self.") for name in spoken if name)
        return of_self or self.registers is not None or self.fires is not None


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a function does with the functions that it is given.

    `functions`: the parameters that are functions, or the one that is a list of them. `how`: "later" (what it returns
    calls the function with its own arguments; `same_result`: and returns what that returns), "either" (one of them is
    called, with the arguments that are left), "again" (they are called turn after turn).
    `given`: what each turn hands over, by parameter; "x[]" is a member of x, "" anything. `carry`: the parameter that
    stands for what the turn before returned; `first`: for the first of what it returned.
    """

    functions: list[str]
    how: str
    same_result: bool = False
    given: list[str] = []
    carry: str | None = None
    first: bool = False


class Callable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A function, or a method in a class row's `method` list.

    `params` in order: "x" positional or keyword, "x=" keyword only, "*x" takes the remaining positionals, "**x" the
    remaining keywords; "x|y" is one parameter with two names, spoken of as x. Those that matter to no other field of
    the row may be left out at the end.
    `defaults`: what an absent argument is, the seed's included (`random_state = 0` there: absent is a constant,
    an explicit None is what `omitted` says).
    `returns`: the class of the result, "self" for the receiver, or "arg:NAME" for an argument (of a star parameter the
    tuple, or the only one that it takes); `cases`: other classes, and for which arguments; `items`: the class of the
    members of a result that is unpacked, indexed or iterated.
    A function that makes objects with their own stream has one of these, `seed` (the parameter; "self": what is made
    is as seeded as the receiver) and `omitted`.
    `unless`: conditions under which what it returns is unknown: arguments that name code of somebody else.
    `labels`: parameters that say what the run, or its folder, is called: a drawn one is no result.
    `literals`: further parameters that are seeds or keys (for literal-seed), beside `seed` and each `from`/`via`.
    `applies`: what it does with functions that it is given, as JAX's transformations do.
    `unordered`: the result's members come in no order that is promised ("file-order", "finish-order").
    `takes`: what makes that which the seed parameter wants, out of a number, where it wants no number.
    `usual`: of a seeding that takes the seed first: how its library is imported where this is the call that people
    seed its stream with ("import numpy as np").
    `instead`: what gives the same kind of thing, from the same arguments or as it is written out ("uuid.UUID(int=…)"),
    and can be seeded.
    """

    names: list[str]
    params: list[str] = []
    defaults: dict[str, bool | int | float | str] = {}
    effects: list[Effect] = []
    returns: str | None = None
    cases: dict[str, list[Condition]] = {}
    items: str | None = None
    unless: list[Condition] = []
    seed: str | None = None
    omitted: str | None = None
    literals: list[str] = []
    benign: str | None = None
    labels: list[str] = []
    applies: Applies | None = None
    unordered: str | None = None
    takes: str | None = None
    usual: str | None = None
    instead: str | None = None
    source: str | None = None
    evidence: str | None = None
    note: str | None = None
    since: str | None = None
    until: str | None = None


class Methods(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Short forms for a class's methods: plain draws from the object's stream, and methods that return it (or both).

    "*" among the draws is every public method that has no row of its own.
    """

    draws: list[str] = []
    fluent: list[str] = []

    def has_draw(self, name: str) -> bool:
        """Whether the method of this name is a plain draw."""
        return name in self.draws or ("*" in self.draws and not name.startswith("_") and name not in self.fluent)


class Class(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A class: what constructing it does, what its objects carry, and what their methods do.

    `effects` happen at construction. `seed`/`omitted`: where the object's own stream comes from ("entropy",
    "fixed", or the global stream it uses when no seed is given). `when`/`unless`: the object draws at all only
    under these conditions on its constructor's arguments. `takes`, `instead`: as in `Callable`. `attributes` and
    `items` give classes; `bases` are catalogued classes whose methods and attributes it inherits. `weightless`: layers
    that are made in its `with` block have shapes only, so that nothing is drawn for them (`[{}]`: always). `wraps`:
    what its object was made with under this name is what it draws from and what its attributes belong to. `innermost`:
    the attribute that is what stands inside all wrappers. `shared`: attributes that draw from the object's own stream.
    `twins`: attributes that are as seeded as another one. `lacks`: methods of its first base that it doesn't have, so
    that an object on which one is called is of that class. `drawn`: the tensors that construction draws, of a model as
    those of its layers' classes ("torch.nn.Linear.weight"); where there are several of a kind, "weight_*". `abstract`:
    what its methods draw is drawn by those of the library's own heirs; the classes of a project say themselves what
    theirs draw.
    """

    names: list[str]
    params: list[str] = []
    defaults: dict[str, bool | int | float | str] = {}
    effects: list[Effect] = []
    seed: str | None = None
    omitted: str | None = None
    when: list[Condition] = []
    unless: list[Condition] = []
    literals: list[str] = []
    takes: str | None = None
    instead: str | None = None
    bases: list[str] = []
    methods: Methods = Methods()
    method: list[Callable] = []
    attributes: dict[str, str] = {}
    items: str | None = None
    weightless: list[Condition] = []
    wraps: str | None = None
    innermost: str | None = None
    shared: list[str] = []
    twins: dict[str, str] = {}
    lacks: list[str] = []
    drawn: list[str] = []
    abstract: bool = False
    benign: str | None = None
    source: str | None = None
    evidence: str | None = None
    note: str | None = None
    since: str | None = None
    until: str | None = None


def spellings(params: Sequence[str]) -> dict[str, str]:
    """Every name a row's parameters go by, and the one by which the row speaks of each."""
    return {name: names[0] for param in params if (names := param.strip("*=").split("|")) for name in names}

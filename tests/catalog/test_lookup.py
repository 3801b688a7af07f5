"""The traps among the facts, asked for by the names people write."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from samerun.catalog.catalog import Catalog
from samerun.catalog.schema import spellings
from samerun.catalog.versions import by_version
from tests.catalog.default_call import draws

if TYPE_CHECKING:
    from samerun.catalog.schema import Callable, Class


@cache
def catalog() -> Catalog:
    return Catalog()


def method(cls: str, name: str) -> Callable:
    found = catalog().method(cls, name)
    assert found is not None
    return found


def function(name: str) -> Callable:
    found = catalog().function(name)
    assert found is not None
    return found


def cls(name: str) -> Class:
    found = catalog().cls(name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["numpy.random.seed", "random.seed", "polars.set_random_seed", "torch.manual_seed"])
def test_seeding_calls_name_the_parameter_they_seed_from(name: str) -> None:
    assert function(name).effects[0].from_ in function(name).params


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("random.seed", "python"),
        ("numpy.random.seed", "numpy-global"),
        ("torch.seed", "torch"),
        ("torch.cuda.seed", "torch-cuda"),
    ],
)
def test_some_seeding_calls_can_unseed(name: str, stream: str) -> None:
    effect = function(name).effects[0]
    assert effect.omitted == "entropy"
    assert stream in (effect.seeds or ())


def test_a_bare_torch_generator_is_the_same_in_every_run() -> None:
    assert cls("torch.Generator").omitted == "fixed"
    assert method("torch.Generator", "manual_seed").returns == "self"
    assert method("torch.Generator", "seed").effects[0].omitted == "entropy"


@pytest.mark.parametrize("name", ["xgboost.XGBClassifier", "lightgbm.LGBMRegressor", "catboost.CatBoostClassifier"])
def test_boosting_libraries_repeat_without_a_seed(name: str) -> None:
    assert cls(name).omitted == "fixed"
    assert draws(cls(name)) == set()


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("networkx.erdos_renyi_graph", "python"),
        ("networkx.algorithms.community.louvain.louvain_communities", "python"),
        ("networkx.spring_layout", "numpy-global"),
        ("networkx.drawing.layout.random_layout", "numpy-global"),
        ("scipy.stats.norm.rvs", "numpy-global"),
        ("scipy.sparse.linalg.eigsh", "own"),
        ("keras.random.normal", "python"),
        ("tensorflow.keras.random.normal", "python"),
        ("tensorflow.random.normal", "tf"),
        ("sklearn.model_selection.train_test_split", "numpy-global"),
        ("torch.nn.functional.dropout", "torch"),
        ("dask.array.random.normal", "dask"),
    ],
)
def test_functions_draw_from_their_stream(name: str, stream: str) -> None:
    assert draws(function(name)) == {stream}


@pytest.mark.parametrize(
    "name",
    [
        "torch.nn.functional.rrelu",
        "torch.nn.functional.alpha_dropout",
        "torch.nn.functional.scaled_dot_product_attention",
        "networkx.betweenness_centrality",
        "scipy.spatial.distance.directed_hausdorff",
        "sklearn.datasets.fetch_covtype",
        "shap.sample",
    ],
)
def test_functions_that_draw_only_when_asked_to(name: str) -> None:
    assert draws(function(name)) == set()


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("sklearn.ensemble.RandomForestClassifier", "numpy-global"),
        ("sklearn.linear_model.SGDClassifier", "numpy-global"),
        ("scipy.stats.qmc.Sobol", "own"),
        ("gymnasium.spaces.Box", "own"),
        ("imblearn.over_sampling.SMOTE", "numpy-global"),
    ],
)
def test_objects_draw_from_their_stream(name: str, stream: str) -> None:
    row = cls(name)
    bases = [found for base in row.bases if (found := catalog().cls(base)) is not None]
    assert draws(row).union(*(draws(base) for base in bases)) == {stream}


@pytest.mark.parametrize(
    "name",
    [
        "sklearn.linear_model.LogisticRegression",
        "sklearn.linear_model.Perceptron",
        "sklearn.decomposition.PCA",
        "sklearn.svm.SVC",
        "sklearn.model_selection.KFold",
        "torch.utils.data.DataLoader",
        "torch.utils.data.DistributedSampler",
        "torch.nn.LayerNorm",
    ],
)
def test_objects_that_draw_nothing_at_their_defaults(name: str) -> None:
    assert draws(cls(name)) == set()


def test_making_an_estimator_draws_nothing_and_fitting_it_returns_it() -> None:
    assert cls("sklearn.ensemble.RandomForestClassifier").effects == []
    fit = method("sklearn.ensemble.RandomForestClassifier", "fit")
    assert (fit.effects[0].draws, fit.returns) == ("self", "self")


def test_resetting_an_environment_leaves_its_action_space_alone() -> None:
    assert [effect.verb() for effect in method("gym.Env", "reset").effects] == ["seeds", "draws"]
    space = catalog().attribute("gymnasium.wrappers.TimeLimit", "action_space")
    assert space == "gymnasium.Space"
    assert method(space, "sample").effects[0].draws == "self"


def test_objects_are_followed_through_brackets_and_calls() -> None:
    assert function("pandas.read_csv").returns == "pandas.DataFrame"
    assert cls("pandas.DataFrame").items == "pandas.Series"
    assert method("pandas.Series", "sample").effects[0].via == "random_state"
    assert method("pandas.DataFrame", "groupby").returns == "pandas.api.typing.DataFrameGroupBy"
    assert method("numpy.random.Generator", "spawn").seed == "self"


def test_a_method_is_found_through_its_class() -> None:
    loaded = function("diffusers.StableDiffusionPipeline.from_pretrained")
    assert loaded.returns == "diffusers.StableDiffusionPipeline"
    assert function("torch.Tensor.uniform_").effects[0].draws == "torch"
    assert catalog().row("sklearn.svm.SVC.fit") is None, "there is no receiver whose seed could be known"


def test_every_method_of_a_fake_draws_but_those_that_set_it_up() -> None:
    assert method("faker.Faker", "name").effects[0].draws == "self"
    assert method("faker.Faker", "add_provider").effects == []
    assert catalog().method("faker.Faker", "_secret") is None
    assert catalog().method("faker.Faker", "unique") is None, "an attribute"


def test_seeders_follow_the_version() -> None:
    before, since = function("pytorch_lightning.seed_everything").effects
    assert (before.omitted, before.until) == ("entropy", "2.2")
    assert (since.omitted, since.since) == ("fixed", "2.2")
    assert [before.holds_for(version) for version in ("1.9.5", "2.2", "2.6.0")] == [True, False, False]
    assert [since.holds_for(version) for version in ("1.9.5", "2.2", "2.6.0")] == [False, True, True]
    assert by_version([before, since], None) == [[before], [since]], "nobody says which version"
    assert by_version([before, since], ">=1.9,<2.2") == [[before]]
    assert by_version([before, since], "~=2.1.3") == [[before]]
    assert by_version([before, since], ">2.1.9") == [[before], [since]], "2.1.10 there is, for all we know"
    assert by_version([before, since], "==2.2.*") == [[since]]
    assert by_version([before, since], "<1,>2") == [[before], [since]], "no version at all"


def test_a_parameter_may_go_by_two_names() -> None:
    assert spellings(function("scipy.optimize.dual_annealing").params)["seed"] == "rng"
    assert spellings(["*arrays", "random_state="]) == {"arrays": "arrays", "random_state": "random_state"}


def test_keys_are_used_up_by_draws_and_by_split_only() -> None:
    assert function("jax.random.normal").effects[0].consumes == "key"
    assert function("jax.random.split").effects[0].consumes == "key"
    assert function("jax.random.fold_in").effects == []


def test_a_name_is_told_as_it_is_written_where_only_another_root_is_imported() -> None:
    catalog = Catalog()
    assert catalog.spoken("gymnasium.Env.reset", {"gym", "numpy"}) == "gym.Env.reset"
    assert catalog.spoken("gymnasium.Env.reset", {"gym", "gymnasium"}) == "gymnasium.Env.reset"
    assert catalog.spoken("numpy.random.rand", {"gym"}) == "numpy.random.rand"
    assert catalog.spoken("keras.layers.Dense", {"tensorflow"}) == "tensorflow.keras.layers.Dense"


def test_a_study_is_what_both_makers_of_one_give() -> None:
    catalog = Catalog()
    for name in ("optuna.create_study", "optuna.study.load_study"):
        row = catalog.function(name)
        assert row is not None
        assert (row.returns, row.seed) == ("optuna.Study", "sampler")
    assert catalog.canonical("optuna.study.study.Study.optimize") == "optuna.Study.optimize"
    assert catalog.method("optuna.study.Study", "optimize") is not None

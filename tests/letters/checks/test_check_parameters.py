from styrhus.letters.checks.parameters import check
from styrhus.letters.model import Severity, SteeringParameter
from tests.letters.checks.building import findings, found, letter


def test_a_counted_parameter_must_have_a_baseline_and_a_target() -> None:
    bare = SteeringParameter("SP 1", 1, "Andel bygg i god stand", (2,))
    (finding,) = findings(check, letter("\n" * 3, steering_parameters=(bare,)))
    assert (finding.code, finding.severity, finding.lines) == (
        "parameter-without-baseline-and-target",
        Severity.WARNING,
        (2,),
    )
    told = SteeringParameter("SP 2", 1, "Resultater av arbeidet", (3,))
    (finding,) = findings(check, letter("\n" * 3, steering_parameters=(told,)))
    assert finding.severity is Severity.INFO


def test_each_thing_that_lacks_is_told() -> None:
    def lacks(**given: str) -> list[tuple[str, tuple[int, ...]]]:
        return found(
            check, letter("\n" * 3, steering_parameters=(SteeringParameter("1.1", 1, "Besøk", (2,), **given),))
        )

    assert lacks(baseline="40 prosent", target="50 prosent") == []
    assert lacks(baseline="40", target="50", unit="prosent") == []
    assert lacks(target="50 prosent") == [("parameter-without-baseline", (2,))]
    assert lacks(baseline="40 prosent") == [("parameter-without-target", (2,))]
    assert lacks(baseline="40", target="50") == [("parameter-without-unit", (2,))]
    assert lacks(target="50") == [("parameter-without-baseline-and-unit", (2,))]
    assert lacks(baseline="50") == [("parameter-without-target-and-unit", (2,))]

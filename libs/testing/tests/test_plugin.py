import pytest

pytest_plugins = ["pytester"]

TESTS = """
def test_with_a_topic(kafka_topic_prefix): ...
def test_with_a_database(postgres_url): ...
def test_alone(): ...
"""


@pytest.mark.parametrize(
    ("wanted", "collected"),
    [
        ("kafka", "test_with_a_topic"),
        ("postgres", "test_with_a_database"),
        ("not kafka and not postgres", "test_alone"),
    ],
)
def test_tests_are_marked_by_the_servers_they_need(pytester, wanted, collected):
    pytester.makeini("[pytest]\nmarkers = kafka\n  postgres\n")
    pytester.makepyfile(TESTS)
    result = pytester.runpytest("-p", "netral_testing.plugin", "--collect-only", "-q", "-m", wanted)
    assert [line.rpartition("::")[2] for line in result.outlines if "::" in line] == [collected]


def test_a_test_or_module_that_skips_itself_fails(pytester):
    pytester.makepyfile(
        test_one="import pytest\ndef test_it(): pytest.skip('no broker')",
        test_two="import pytest\n@pytest.mark.skip\ndef test_it(): ...",
        test_three="import pytest\npytest.importorskip('nosuchmodule')",
        test_four="import pytest\n@pytest.mark.xfail(strict=True)\ndef test_it(): assert False",
    )
    result = pytester.runpytest("-p", "netral_testing.plugin", "--continue-on-collection-errors")
    result.assert_outcomes(failed=1, errors=2, xfailed=1)

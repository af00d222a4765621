from styrhus.letters.checks.post_references import check
from styrhus.letters.model import Budget
from tests.letters.checks.building import chapter, found, letter, post

TABLE = Budget((chapter("340", [post("01", 10**7, 1), post("71", 10**6, 1)], None, 1),))


def test_posts_that_the_tables_have_and_other_chapters_hold() -> None:
    text = "Midlene på kap. 340, post 01 og 71 skal rapporteres.\nSe også kap. 900 post 33 og kap. 340."
    assert found(check, letter(text, budget=TABLE)) == []


def test_a_post_that_the_chapter_lacks_is_an_error() -> None:
    text = "Dekkes over kap. 340, post 71.\nDekkes over kap. 340, post 71, 72 og 01."
    assert found(check, letter(text, budget=TABLE)) == [("post-unknown", (2,))]


def test_an_amount_after_a_post_is_no_post() -> None:
    assert found(check, letter("Over kap. 340 post 01 og 12,5 mill. kroner til drift.", budget=TABLE)) == []

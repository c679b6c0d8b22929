from casus.corroboration.meaning import Meaning, cosine, rarest_shared, rarity_of


def test_rare_words_weigh_more() -> None:
    assert rarity_of("the") < rarity_of("killed") < rarity_of("qwzkvatpljx")


def test_the_same_happening_in_other_words_is_nearer_than_another() -> None:
    one = Meaning.of("Five dead as bomb hits Jos market")
    other = Meaning.of("a blast at the market in Jos killed five")
    third = Meaning.of("Talks on fishing rights open in Reykjavik")
    assert cosine(one.pieces, other.pieces) > 2 * cosine(one.pieces, third.pieces)
    assert rarest_shared(one, other)[0] > rarest_shared(one, third)[0]


def test_spelling_and_marks() -> None:
    assert cosine(Meaning.of("Mazar-e-Sharif").pieces, Meaning.of("Mazar-i-Sharif").pieces) > 0.9
    assert Meaning.of("TULUÁ").words == Meaning.of("tulua").words


def test_numbers_of_several_languages_but_no_years() -> None:
    assert Meaning.of("Six killed in 2031; 1,200 fled; três mortos; quatre blessés").numbers == {6, 1200, 3, 4}


def test_nothing_is_like_nothing() -> None:
    assert cosine(Meaning.of("").words, Meaning.of("").words) == 0.0
    assert rarest_shared(Meaning.of(""), Meaning.of("a")) == (0.0, 0.0)

from bench.quotes import requoted


def test_a_quote_is_what_its_command_prints() -> None:
    page = "Before\n\n<!-- quote: printf 'one  \\ntwo\\n' -->\n```\nstale\n```\n\nAfter ```code```\n"
    assert requoted(page) == page.replace("stale", "one\ntwo")


def test_a_page_without_quotes_stays() -> None:
    assert requoted("# Page\n\n```\ncode\n```\n") == "# Page\n\n```\ncode\n```\n"

"""Sample text for the tests: our own writing, people, outlets and events invented."""

BODY = (
    "Gunmen attacked a customs post near the Orsa crossing late on Sunday, and four guards were wounded in the raid, officials said.\n"
    "The governor of the province said that the attackers had come from across the river, an accusation which the neighbouring ministry "
    "denied in a statement. Traders who were waiting at the gate said they had heard two explosions.\n"
)
"""English prose long enough for every judgement that needs some."""

TITLE = "Four wounded in raid on Orsa crossing"

RUSSIAN = "Вооружённые люди ночью напали на таможенный пост у переправы, четверо охранников ранены, сообщили чиновники провинции. " * 3
PASHTO = "وسله والو کسانو تېره شپه د سیند پر غاړه پر ګمرکي پوسته برید وکړ او څلور ساتونکي ټپیان شول، چارواکو وویل. " * 3
FRENCH = "Des hommes armés ont attaqué un poste de douane près de la rivière dimanche soir, et quatre gardes ont été blessés. " * 3


def page(body: str = BODY, head: str = "", title: str = TITLE) -> str:
    """Return an HTML page with an article between a menu and a footer."""
    paragraphs = "".join(f"<p>{line}</p>" for line in body.splitlines())
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title} | Orsa Gazette</title>{head}</head><body>"
        f"<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav>"
        f"<article><h1>{title}</h1>{paragraphs}</article><footer><p>Copyright 2019 Orsa Gazette</p></footer></body></html>"
    )


def feed(*items: str, closing: str = "</channel></rss>") -> str:
    """Return an RSS feed with these items."""
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Orsa Gazette</title>{"".join(items)}{closing}'


def item(title: str = TITLE, description: str = BODY, extra: str = "") -> str:
    """Return one item of an RSS feed."""
    return f"<item><title>{title}</title><description>{description}</description>{extra}</item>"

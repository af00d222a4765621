"""Who leads an assignment and who takes part, as far as its text says so outright."""

from __future__ import annotations

import re

from styrhus.letters.reading.sentences import sentences

_NAME = re.compile(
    r"[A-ZÆØÅ][^\s,]*(?: [A-ZÆØÅ][^\s,]*)*(?: [a-zæøå]+- og [a-zæøå]+|(?<=-) og [a-zæøå]+)?(?: (?:institutt"
    r"|senter|råd|direktorat|universitet|høgskole)\b)?(?: (?:for|av"
    r"|i) [a-zæøå-]+(?:,? [a-zæøå-]+)?(?: og [a-zæøå-]+)?)?"
)
_LEADS = re.compile(
    r"(?P<name>[A-ZÆØÅ][\w-]*(?: ?- ?og [a-zæøå]+)?) (?:har|får|skal ha|gis|tar) (?:et |det "
    r"|eit )?(?:overordnet |overordna )?(?:hovedansvar|hovudansvar|koordineringsansvar|ansvaret for å lede)"
    r"|(?P<name2>[A-ZÆØÅ][\w-]*) (?:skal )?(?:leder|lede|leie|koordinerer|koordinere) (?:arbeidet|oppdraget)"
    r"|(?:oppdraget|arbeidet|utredningen|utgreiinga) (?:skal )?(?:gjennomføres|utføres|ledes|koordineres"
    r"|gjennomførast|leiast|blir gjennomført) av (?P<name3>[A-ZÆØÅ][\w-]*)",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\((?P<short>[A-ZÆØÅ][\w-]+)\) i oppdrag å\b|(?P<asked>[A-ZÆØÅ][\w-]+) er bedt om å samarbeide")
_WITH = re.compile(
    r"\b(?:i samarbeid med|samarbeide med|samarbeider med|sammen med|saman med|i samråd med) (?P<list>[^.;:]{2,400})",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"^(?P<list>[A-ZÆØÅ][^.;:]{1,120}? og [A-ZÆØÅ][\w-]+) (?:deltar|deltek|medvirker|bidrar|får|gis|skal"
    r"|blir bedt|har fått)\b[^.]{0,40}"
)
_STOP = re.compile(
    r" (?:i løsningen|i arbeidet|for å|om å|om|som|til å|skal|å|vurdere|utrede|når|dersom|ved|og andre"
    r"|og øvrige|i oppfølgingen|og eventuelt|på)\b.*"
)
_SHORT = re.compile(r"^.+\((?P<short>[A-ZÆØÅ][\w-]{1,14})\)$")
_SPLIT = re.compile(r", (?:og )?|(?<!-) og (?=[A-ZÆØÅ])|; ")


def lead_and_partners(description: str, own_names: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """(lead, partners) named by the description. ``own_names`` are the agency's own: it is no partner of itself."""
    lead: str | None = None
    named: list[str] = []
    for sentence in sentences(description):
        leads = _LEADS.search(sentence)
        if leads and lead is None:
            lead = _lead_name(leads)
        asked = _ASKED.search(sentence)
        if asked and lead is None:
            lead = asked["short"] or asked["asked"]
        joint = _JOINT.match(sentence)
        if joint:
            named.extend(names_in(joint["list"]))
        for together in _WITH.finditer(sentence):
            named.extend(names_in(together["list"]))
    ours = {name.casefold() for name in own_names}
    return lead, tuple(name for name in dict.fromkeys(named) if name != lead and name.casefold() not in ours)


def names_in(text: str) -> list[str]:
    """The names of bodies in a list such as "NAV, UDI og Direktoratet for høyere utdanning og kompetanse (HK-dir)"."""
    names = []
    for piece in _SPLIT.split(_STOP.sub("", text)):
        name = piece.strip(" .,")
        short = _SHORT.match(name)
        if short:
            name = short["short"]
        whole = name if short else (found[0] if (found := _NAME.match(name)) else "")
        if whole:
            names.append(whole)
    return names


def _lead_name(match: re.Match[str]) -> str | None:
    name = match["name"] or match["name2"] or match["name3"]
    return (
        name
        if name and name[0].isupper() and name.casefold() not in {"oppdraget", "det", "arbeidet", "som", "og"}
        else None
    )

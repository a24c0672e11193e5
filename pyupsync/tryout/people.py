r"""Twenty-five people who do not exist, and what is the matter with the picture of each.

Their accounts are written in the three forms SharePoint knows: ``CONTOSO\user``, a claim, a user principal name.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Literal

from pyupsync.tryout.faces import Look

DOMAIN = "contoso.example"
NETBIOS = "CONTOSO"
BASE = "DC=contoso,DC=example"

Form = Literal["sam", "claim", "upn"]
Upload = Literal[
    "thumbnail", "small", "large", "png", "turned", "blank", "login page", "truncated", "missing", "account gone"
]
"""What SharePoint has for a person."""
Held = Literal["nothing", "initials", "same", "photo"]
"""What the directory has for a person."""


@dataclass(frozen=True, slots=True)
class Someone:
    """One of the twenty-five.

    Attributes:
        sam: sAMAccountName.
        name: The display name.
        look: What the face is drawn from.
        form: How the profile writes the account.
        upload: What SharePoint has.
        held: What the directory has before the run.
    """

    sam: str
    name: str
    look: Look
    form: Form = "sam"
    upload: Upload = "thumbnail"
    held: Held = "nothing"

    @property
    def account(self) -> str:
        """The account as the profile writes it."""
        if self.form == "claim":
            return f"i:0#.w|{NETBIOS.lower()}\\{self.sam}"
        return self.upn if self.form == "upn" else f"{NETBIOS}\\{self.sam}"

    @property
    def upn(self) -> str:
        """The user principal name."""
        return f"{self.sam}@{DOMAIN}"

    @property
    def dn(self) -> str:
        """The distinguished name; a comma in the name is escaped."""
        name = self.name.replace(",", "\\,")
        return f"CN={name},OU=People,{BASE}"

    @property
    def guid(self) -> uuid.UUID:
        """objectGUID: the same in every run."""
        return uuid.uuid5(uuid.NAMESPACE_DNS, self.upn)

    @property
    def initials(self) -> str:
        """The first letters of the first two names, or of the account where they are none of A to Z."""
        letters = "".join(part[0] for part in self.name.replace(",", "").split()[:2])
        # The font that comes with Pillow draws boxes for most others.
        return (letters if letters.isascii() else self.sam[:2]).upper()

    @property
    def file(self) -> str:
        """The name of the picture's file: SharePoint's large thumbnail, or the upload itself."""
        suffix = ".jpg" if self.upload == "large" else "_LThumb.jpg"
        return f"{NETBIOS.lower()}_{self.sam}{suffix}"


PEOPLE: tuple[Someone, ...] = (
    Someone("ada", "Ada Quillfeather", Look("wavy", "chestnut", 1, glasses="round", top="jacket", lashes=True)),
    Someone("amina", "Amina Belhaouari", Look("headscarf", "teal", 2, lashes=True, brows="black"), "claim"),
    Someone("lukasz", "Łukasz Wiśniowski", Look("side", "brown", 1, "full", top="shirt"), held="initials"),
    Someone("søren", "Søren Ålgård", Look("quiff", "blond", 0, "stubble"), "claim"),
    Someone("chidi", "Chidi Okonjola", Look("buzz", "black", 6, glasses="square", top="jacket"), "upn"),
    Someone("aiko", "田辺 愛子", Look("bob", "black", 1, lashes=True), upload="png"),
    Someone("harpreet", "Harpreet Singhvale", Look("turban", "saffron", 3, "full", top="shirt", brows="black")),
    Someone(
        "marisol", "Marisol Güiraldes", Look("swept", "brown", 2, lashes=True, top="shirt"), "upn", held="initials"
    ),
    Someone("kofi", "Kofi Asantewood", Look("curls", "black", 5, top="hood"), "claim", upload="turned"),
    Someone("birna", "Birna Þórsdóttir", Look("braids", "blond", 0, lashes=True, top="hood")),
    Someone(
        "omer", "Ömer Örnekoğlu", Look("short", "black", 2, "moustache", top="jacket"), "sam", "login page", "photo"
    ),
    Someone("olga", "Ольга Ветрова", Look("long", "blond", 1, glasses="square", lashes=True, top="jacket"), "claim"),
    Someone("nikos", "Νίκος Θαλασσινός", Look("receding", "grey", 2, "full", glasses="round"), held="initials"),
    Someone("fatou", "Fatou Diarrabé", Look("afro", "black", 5, lashes=True), "upn", upload="truncated"),
    Someone("siobhan", "Moss, Siobhán", Look("swept", "red", 0, lashes=True, top="jacket"), upload="large"),
    Someone("tomas", "Tomáš Dřevíkovský", Look("curls", "chestnut", 1, glasses="round", top="shirt"), "claim"),
    Someone("priya", "Priya Chandrasol", Look("long", "black", 3, lashes=True), upload="small", held="same"),
    Someone("huong", "Nguyễn Lan Hương", Look("ponytail", "black", 1, lashes=True, top="shirt"), "claim"),
    Someone("walter", "Walter Greyfell", Look("bald", "grey", 0, "stubble", "square", "jacket"), upload="missing"),
    Someone("leilani", "Leilani Kahalewai", Look("wavy", "black", 3, lashes=True), "upn", held="initials"),
    Someone("inigo", "Íñigo Etxeberro", Look("quiff", "black", 2, "full", top="hood")),
    Someone("zoe", "Zoë Brückenwald", Look("bun", "wine", 0, glasses="round", lashes=True), "claim", "blank", "photo"),
    Someone("jabari", "Jabari Mwanzoni", Look("bald", "black", 6, "full", top="shirt"), held="initials"),
    Someone("hana", "하나 정", Look("bob", "chestnut", 1, glasses="round", lashes=True, top="hood"), "upn"),
    Someone("gustav", "Gustav Abschied", Look("side", "white", 0, "moustache", top="jacket"), upload="account gone"),
)

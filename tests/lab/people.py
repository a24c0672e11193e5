"""The people of the lab, as data: who is in the directory, and how SharePoint's profiles name them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from tests.lab.ldif import add_record
from tests.lab.names import DNS_DOMAIN, NETBIOS, PARTNERS, STAFF, WEB_HOST

ENGINEERING = f"OU=Engineering,{STAFF}"
BACKEND = f"OU=Backend,{ENGINEERING}"
SALES = f"OU=Sales\\, EMEA,{STAFF}"
BUERO = f"OU=Büro Köln,{STAFF}"
OUS = (STAFF, PARTNERS, ENGINEERING, BACKEND, SALES, BUERO)

_ENABLED, _DISABLED = 0x220, 0x222  # NORMAL_ACCOUNT and PASSWD_NOTREQD; ACCOUNTDISABLE

# AdminSDHolder's way: nothing inherited (P), full control for the administrators, read for everybody logged on.
PROTECTED_SDDL = "D:PAI(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;SY)(A;;RPWPCRCCLCLORCWOWDSDSW;;;BA)(A;;RPLCLORC;;;AU)"


@dataclass(frozen=True, slots=True)
class LabPerson:
    """One person: the entry in the directory, the profile in SharePoint, or both.

    Attributes:
        sam: sAMAccountName; also the stem of the picture's file name.
        cn: Common name, unescaped.
        surname: sn.
        ou: DN of the container.
        case: What is special: ``ordinary`` and the names in ``SPECIAL_PEOPLE``.
        form: How the profile writes the account: ``sam``, ``claims``, ``upn``, ``sid``, or the text itself.
        upn: userPrincipalName, where it is not made of ``sam``.
        second_upn: What it becomes in the end though somebody else has it already.
        has_large, has_medium: Which of the thumbnails the site has.
        has_url: Whether the profile has a PictureURL.
        has_entry, has_profile: Whether the directory, and the profile store, know them at all.
        old_photo: Whether thumbnailPhoto is set from the start.
    """

    sam: str
    cn: str
    surname: str
    ou: str = STAFF
    case: str = "ordinary"
    form: str = "sam"
    upn: str = ""
    second_upn: str = ""
    disabled: bool = False
    protected: bool = False
    has_large: bool = True
    has_medium: bool = True
    has_url: bool = True
    has_entry: bool = True
    has_profile: bool = True
    old_photo: bool = False

    @property
    def dn(self) -> str:
        """The distinguished name, escaped as the directory writes it (RFC 4514 has several ways)."""
        escaped = self.cn.translate(
            {**{ord(one): f"\\{one}" for one in ',+"\\<>'}, **{ord(one): f"\\{ord(one):02X}" for one in ";="}}
        )
        return f"CN={escaped},{self.ou}"

    @property
    def user_principal_name(self) -> str:
        return self.upn or f"{self.sam}@{DNS_DOMAIN}"

    def account(self, sids: Mapping[str, str]) -> str:
        """The account as the profile writes it; ``sids`` gives each sAMAccountName's SID."""
        forms = {
            "sam": f"{NETBIOS}\\{self.sam}",
            "claims": f"i:0#.w|{NETBIOS.lower()}\\{self.sam}",
            "upn": self.user_principal_name,
            "sid": sids.get(self.sam, ""),
        }
        return forms.get(self.form, self.form)

    def file(self, size: str) -> str:
        """The picture's file name; ``size`` is S, M or L."""
        return f"{self.sam}_{size}Thumb.jpg"

    def picture_url(self, size: str = "M", scheme: str = "https") -> str:
        """The picture's address, as PictureURL has it (size M); not whether there is anything."""
        return f"{scheme}://{WEB_HOST}/photos/{quote(self.file(size))}"

    def entry(self, photo: bytes | None) -> str:
        """The LDIF record that adds the directory entry."""
        attributes: dict[str, str | bytes] = {
            "objectClass": "user",
            "sAMAccountName": self.sam,
            "userPrincipalName": self.user_principal_name,
            "givenName": self.cn.removesuffix(self.surname).strip(" ,") or self.cn,
            "sn": self.surname,
            "displayName": self.cn,
            "userAccountControl": str(_DISABLED if self.disabled else _ENABLED),
        }
        if self.protected:
            attributes |= {"adminCount": "1", "nTSecurityDescriptor": PROTECTED_SDDL}
        if photo is not None:
            attributes["thumbnailPhoto"] = photo
        return add_record(self.dn, attributes)


SPECIAL_PEOPLE = (
    LabPerson("mueller", "Jürgen Müller", "Müller", BUERO, case="umlaut"),
    LabPerson("mueller2", "Jörg Müller", "Müller", BUERO, case="same_surname", form="claims"),
    LabPerson("иванова", "Анна Иванова", "Иванова", BACKEND, case="cyrillic", form="upn"),
    LabPerson("yamada", "山田 太郎", "山田", ENGINEERING, case="cjk", form="claims"),
    LabPerson("groß.ö", "Ölga Groß", "Groß", SALES, case="umlaut_account"),
    LabPerson("obrien", "Siobhán O'Brien", "O'Brien", SALES, case="apostrophe", form="upn"),
    LabPerson("paren(x)", "Paula (Paren) Vale", "Vale", case="parentheses", form="claims"),
    LabPerson("star", "Stella * Noon", "Noon", case="asterisk"),
    LabPerson("back", "Basil \\ Slope", "Slope", ENGINEERING, case="backslash", form="upn"),
    LabPerson("comma", "Comfort, Carl", "Comfort", SALES, case="comma", form="sid"),
    LabPerson("quote", 'Quentin "Q" <Plus+> Equal=;', "Equal", BACKEND, case="dn_characters"),
    LabPerson("disabled", "Dora Disabled", "Disabled", case="disabled", disabled=True),
    LabPerson("protected", "Prue Protected", "Protected", case="protected", protected=True),
    LabPerson(
        "blank", "Bela Blank", "Blank", case="blank", has_url=False, has_large=False, has_medium=False, old_photo=True
    ),
    LabPerson("outside", "Otto Outside", "Outside", PARTNERS, case="outside", form="claims"),
    LabPerson("twin", "Tessa Twin", "Twin", BACKEND, case="ambiguous", form="upn", upn=f"twin@{DNS_DOMAIN}"),
    LabPerson(
        "twin.old",
        "Tessa Twin",
        "Twin",
        BUERO,
        case="ambiguous_too",
        second_upn=f"twin@{DNS_DOMAIN}",
        has_profile=False,
        has_large=False,
        has_medium=False,
    ),
    LabPerson("mediumonly", "Mia Medium", "Medium", case="medium_only", has_large=False),
    LabPerson("largeonly", "Lars Large", "Large", case="large_only", has_medium=False, form="sid"),
    LabPerson("missing", "Maud Missing", "Missing", case="missing", has_large=False, has_medium=False),
    LabPerson("oldphoto", "Olga Oldphoto", "Oldphoto", case="old_photo", old_photo=True, form="upn"),
    LabPerson(
        "keeps",
        "Kurt Keeps",
        "Keeps",
        case="no_profile",
        old_photo=True,
        has_profile=False,
        has_large=False,
        has_medium=False,
    ),
    LabPerson("gone", "Gero Gone", "Gone", case="no_account", has_entry=False),
    LabPerson("stranger", "Stan Stranger", "Stranger", case="other_domain", form="FABRIKAM\\stranger", has_entry=False),
    LabPerson("login", "Lola Login", "Login", case="login_page", old_photo=True),
    LabPerson("broken", "Bruno Broken", "Broken", case="error_page"),
    LabPerson("elsewhere", "Elsa Elsewhere", "Elsewhere", case="redirect"),
    LabPerson("truncated", "Trudy Truncated", "Truncated", case="truncated", old_photo=True),
    LabPerson("bomb", "Boris Bomb", "Bomb", case="bomb"),
    LabPerson("pingu", "Pia Png", "Png", case="png_named_jpg"),
    LabPerson("print", "Petra Print", "Print", case="cmyk"),
    LabPerson("deep", "Dina Deep", "Deep", case="deep_png"),
    LabPerson("moving", "Moritz Moving", "Moving", case="animated"),
    LabPerson("sideways", "Sid Sideways", "Sideways", case="rotated"),
    LabPerson("empty", "Emma Empty", "Empty", case="empty"),
)

_GIVEN = ("Ada", "Bjørn", "Chloë", "Dušan", "Eira", "Françoise", "Grzegorz", "Hülya", "Iñaki", "Jürg")
_SURNAMES = ("Åkesson", "Brook", "Čermák", "Dune")


def _ordinary(number: int) -> LabPerson:
    given, surname = _GIVEN[number % len(_GIVEN)], _SURNAMES[number // len(_GIVEN)]
    ou = (STAFF, ENGINEERING, BACKEND, SALES, BUERO)[number % 5]
    form = ("sam", "claims", "upn", "sid")[number % 4]
    return LabPerson(f"p{number:04d}", f"{given} {surname}", surname, ou, form=form, old_photo=number % 10 == 9)


PEOPLE = (*(_ordinary(number) for number in range(len(_GIVEN) * len(_SURNAMES))), *SPECIAL_PEOPLE)


@cache
def person(case: str) -> LabPerson:
    """The person of a special case, or the ordinary one with that sAMAccountName."""
    return next(one for one in PEOPLE if case in (one.case, one.sam))


def in_directory() -> list[LabPerson]:
    """Everyone the directory knows."""
    return [one for one in PEOPLE if one.has_entry]


def profiles_csv(sids: Mapping[str, str]) -> str:
    """The profile store as a table: AccountName, PictureURL, PreferredName."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["AccountName", "PictureURL", "PreferredName"])
    for number, one in enumerate(PEOPLE):
        if one.has_profile:
            url = f"{one.picture_url()}?t=637{number:09d}" if one.has_url else ""
            writer.writerow([one.account(sids), url, one.cn])
    return table.getvalue()

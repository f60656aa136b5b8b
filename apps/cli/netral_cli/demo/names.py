"""Names as they are common in Bali, put together at random: given names by order of birth, then one or two others."""

from random import Random

_ORDER = ("Wayan", "Putu", "Gede", "Made", "Kadek", "Nengah", "Nyoman", "Komang", "Ketut")
_MEN = (
    *("Adi", "Agus", "Aditya", "Ardana", "Artawan", "Budi", "Darma", "Dwipayana", "Eka", "Gunawan", "Hendra", "Indra"),
    *("Jaya", "Juliana", "Kariasa", "Kertayasa", "Mahardika", "Merta", "Mudana", "Oka", "Parwata", "Pradnyana"),
    *("Putra", "Rai", "Sanjaya", "Sastrawan", "Suardana", "Sudarma", "Sugiarta", "Sukarata", "Surya", "Sutawan"),
    *("Wibawa", "Widana", "Wirawan", "Yasa", "Yudiana"),
)
_WOMEN = (
    *("Ariani", "Artini", "Ayu", "Candra", "Damayanti", "Dewi", "Dian", "Ekayanti", "Fitri", "Handayani", "Indrawati"),
    *("Juliari", "Kusuma", "Laksmi", "Lestari", "Mahayani", "Megawati", "Murni", "Novi", "Oktaviani", "Padmi"),
    *("Pratiwi", "Puspita", "Rahayu", "Ratna", "Sari", "Sri", "Suarni", "Sukerti", "Sulastri", "Suryani", "Swandewi"),
    *("Trisna", "Utami", "Wahyuni", "Widiastuti", "Yanti", "Yuliani"),
)


def name(random: Random, *, female: bool) -> str:
    """A name for somebody who does not exist."""
    given = _WOMEN if female else _MEN
    first, second = random.sample(given, 2)
    parts = ["Ni" if female else "I", random.choice(_ORDER), first]
    return " ".join([*parts, second] if random.random() < 0.7 else parts)

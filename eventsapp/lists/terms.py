"""The words of a list of participants, in the six languages of the United Nations. Pure.

A list is written in the language of the document, whatever the language of the page. Headings are
those of United Nations lists. Words that staff print instead of ours go before these.
"""

from datetime import date

from babel import Locale
from babel.dates import format_date

from eventsapp.people.categories import (
    BY_CODE,
    LOCAL,
    ORGANIZATIONS,
    OTHERS,
    OWN_HOUSE,
    SECTIONS,
    STATES,
    UNITED_NATIONS,
)
from eventsapp.people.countries import DISCLAIMER

OBSERVERS, UNSORTED = "Observer States", "Other participants"
# The order of sections: observers follow the Members, and who has no category comes last.
ALL_SECTIONS = (STATES, OBSERVERS, *SECTIONS[1:], UNSORTED)
_ORDER = ("en", "fr", "es", "ru", "zh", "ar")


def _said(*words: str) -> dict[str, str]:
    return dict(zip(_ORDER, words, strict=True))


TITLE = _said(
    "List of participants",
    "Liste des participants",
    "Lista de participantes",
    "Список участников",
    "与会者名单",
    "قائمة المشاركين",
)
AS_AT = _said("As at {}", "État au {}", "Al {}", "По состоянию на {}", "截至{}", "حتى {}")

_SECTIONS = {
    STATES: _said(
        STATES, "États Membres", "Estados Miembros", "Государства-члены", "会员国", "الدول الأعضاء"
    ),
    OBSERVERS: _said(
        OBSERVERS,
        "États observateurs",
        "Estados observadores",
        "Государства-наблюдатели",
        "观察员国",
        "الدول المراقبة",
    ),
    UNITED_NATIONS: _said(
        UNITED_NATIONS,
        "Organismes des Nations Unies et institutions spécialisées",
        "Órganos de las Naciones Unidas y organismos especializados",
        "Органы Организации Объединенных Наций и специализированные учреждения",
        "联合国机构和专门机构",
        "هيئات الأمم المتحدة والوكالات المتخصصة",
    ),
    ORGANIZATIONS: _said(
        ORGANIZATIONS,
        "Autres organisations intergouvernementales",
        "Otras organizaciones intergubernamentales",
        "Другие межправительственные организации",
        "其他政府间组织",
        "منظمات حكومية دولية أخرى",
    ),
    LOCAL: _said(
        LOCAL,
        "Administrations locales et régionales",
        "Gobiernos locales y regionales",
        "Местные и региональные органы власти",
        "地方和区域政府",
        "الحكومات المحلية والإقليمية",
    ),
    OTHERS: _said(
        OTHERS,
        "Organisations non gouvernementales et autres entités",
        "Organizaciones no gubernamentales y otras entidades",
        "Неправительственные организации и другие участники",
        "非政府组织和其他",
        "المنظمات غير الحكومية وجهات أخرى",
    ),
    OWN_HOUSE: _said(OWN_HOUSE, "Secrétariat", "Secretaría", "Секретариат", "秘书处", "الأمانة"),
    UNSORTED: _said(
        UNSORTED,
        "Autres participants",
        "Otros participantes",
        "Другие участники",
        "其他与会者",
        "مشاركون آخرون",
    ),
}

# Headings of the categories that share a section.
_CATEGORIES = {
    "academia": _said(
        "Research and academia",
        "Recherche et milieux universitaires",
        "Investigación y mundo académico",
        "Научные и академические круги",
        "研究和学术界",
        "الأوساط البحثية والأكاديمية",
    ),
    "cso": _said(
        "Civil society organizations",
        "Organisations de la société civile",
        "Organizaciones de la sociedad civil",
        "Организации гражданского общества",
        "民间社会组织",
        "منظمات المجتمع المدني",
    ),
    "grassroots": _said(
        "Grass-roots organizations",
        "Organisations communautaires",
        "Organizaciones de base",
        "Низовые организации",
        "基层组织",
        "المنظمات الشعبية",
    ),
    "private-sector": _said(
        "Private sector",
        "Secteur privé",
        "Sector privado",
        "Частный сектор",
        "私营部门",
        "القطاع الخاص",
    ),
    "sme": _said(
        "Small and medium-sized enterprises",
        "Petites et moyennes entreprises",
        "Pequeñas y medianas empresas",
        "Малые и средние предприятия",
        "中小企业",
        "المؤسسات الصغيرة والمتوسطة",
    ),
    "professionals": _said(
        "Professional associations",
        "Associations professionnelles",
        "Asociaciones profesionales",
        "Профессиональные ассоциации",
        "专业协会",
        "الرابطات المهنية",
    ),
    "finance": _said(
        "Financial institutions and development banks",
        "Institutions financières et banques de développement",
        "Instituciones financieras y bancos de desarrollo",
        "Финансовые учреждения и банки развития",
        "金融机构和开发银行",
        "المؤسسات المالية والمصارف الإنمائية",
    ),
    "parliamentarian": _said(
        "Parliamentarians", "Parlementaires", "Parlamentarios", "Парламентарии", "议员",
        "البرلمانيون",
    ),
    "youth": _said(
        "Children and youth", "Enfants et jeunes", "Infancia y juventud", "Дети и молодежь",
        "儿童和青年", "الأطفال والشباب",
    ),
    "women": _said(
        "Women’s groups", "Groupes de femmes", "Grupos de mujeres", "Женские группы", "妇女团体",
        "الجماعات النسائية",
    ),
    "disabilities": _said(
        "Organizations of persons with disabilities",
        "Organisations de personnes handicapées",
        "Organizaciones de personas con discapacidad",
        "Организации инвалидов",
        "残疾人组织",
        "منظمات الأشخاص ذوي الإعاقة",
    ),
    "older-persons": _said(
        "Organizations of older persons",
        "Organisations de personnes âgées",
        "Organizaciones de personas de edad",
        "Организации пожилых людей",
        "老年人组织",
        "منظمات كبار السن",
    ),
    "indigenous": _said(
        "Indigenous peoples", "Peuples autochtones", "Pueblos indígenas", "Коренные народы",
        "土著人民", "الشعوب الأصلية",
    ),
    "media": _said(
        "Media", "Médias", "Medios de comunicación", "Средства массовой информации", "媒体",
        "وسائط الإعلام",
    ),
    "individual": _said(
        "Individual experts",
        "Experts à titre individuel",
        "Expertos a título individual",
        "Эксперты в личном качестве",
        "以个人身份参加的专家",
        "خبراء بصفتهم الشخصية",
    ),
}  # fmt: skip

ROLES = {
    "head of delegation": _said(
        "Head of delegation", "Chef(fe) de délégation", "Jefatura de la delegación",
        "Глава делегации", "代表团团长", "رئاسة الوفد",
    ),
    "chair": _said("Chair", "Présidence", "Presidencia", "Председатель", "主席", "الرئاسة"),
    "co-chair": _said(
        "Co-chair", "Coprésidence", "Copresidencia", "Сопредседатель", "共同主席",
        "الرئاسة المشاركة",
    ),
    "rapporteur": _said(
        "Rapporteur", "Rapporteur(se)", "Relatoría", "Докладчик", "报告员", "المقرر"
    ),
    "speaker": _said(
        "Speaker", "Intervenant(e)", "Orador(a)", "Выступающий(ая)", "发言人", "متحدث/متحدثة"
    ),
    "secretariat": _SECTIONS[OWN_HOUSE],
    "interpreter": _said(
        "Interpreter", "Interprète", "Intérprete", "Устный переводчик", "口译员", "ترجمة شفوية"
    ),
    "expert": _said("Expert", "Expert(e)", "Experto/a", "Эксперт", "专家", "خبير/خبيرة"),
    "observer": _said(
        "Observer", "Observateur(trice)", "Observador(a)", "Наблюдатель", "观察员", "مراقب/مراقبة"
    ),
}  # fmt: skip

HEADS = {
    "section": _said("Section", "Section", "Sección", "Раздел", "部分", "القسم"),
    "name": _said("Name", "Nom", "Nombre", "Имя", "姓名", "الاسم"),
    "other-name": _said(
        "Name in another script", "Nom dans une autre écriture", "Nombre en otra escritura",
        "Имя в другой письменности", "其他文字的姓名", "الاسم بكتابة أخرى",
    ),
    "salutation": _said("Title", "Titre", "Tratamiento", "Обращение", "称谓", "اللقب"),
    "function": _said("Function", "Fonction", "Cargo", "Должность", "职务", "الوظيفة"),
    "organization": _said(
        "Organization", "Organisation", "Organización", "Организация", "组织", "المنظمة"
    ),
    "country": _said("Country", "Pays", "País", "Страна", "国家", "البلد"),
    "role": _said("Role", "Rôle", "Función", "Роль", "会议角色", "الدور"),
    "email": _said(
        "E-mail", "Courriel", "Correo electrónico", "Эл. почта", "电子邮件", "البريد الإلكتروني"
    ),
    "category": _said("Category", "Catégorie", "Categoría", "Категория", "类别", "الفئة"),
    "route": _said(
        "Came by", "Voie d’inscription", "Vía de participación", "Способ участия", "参加途径",
        "طريقة المشاركة",
    ),
}  # fmt: skip

_DISCLAIMER = _said(
    DISCLAIMER,
    "Les appellations employées dans la présente liste et la présentation des données qui y "
    "figurent n’impliquent de la part du Secrétariat de l’Organisation des Nations Unies aucune "
    "prise de position quant au statut juridique des pays, territoires, villes ou zones, ou de "
    "leurs autorités, ni quant au tracé de leurs frontières ou limites.",
    "Las denominaciones empleadas en esta lista y la forma en que aparecen presentados los datos "
    "que contiene no implican, de parte de la Secretaría de las Naciones Unidas, juicio alguno "
    "sobre la condición jurídica de países, territorios, ciudades o zonas, o de sus autoridades, "
    "ni respecto de la delimitación de sus fronteras o límites.",
    "Употребляемые обозначения и изложение материала в настоящем списке не означают выражения со "
    "стороны Секретариата Организации Объединенных Наций какого бы то ни было мнения относительно "
    "правового статуса страны, территории, города или района или их властей или относительно "
    "делимитации их границ.",
    "本名单所采用的名称及材料的编写方式并不意味着联合国秘书处对任何国家、领土、城市或地区或其当局的"
    "法律地位，或对于其边界或界线的划分表示任何意见。",
    "ليس في التسميات المستخدمة في هذه القائمة، ولا في طريقة عرض مادتها، ما يتضمن التعبير عن أي رأي "
    "كان من جانب الأمانة العامة للأمم المتحدة بشأن المركز القانوني لأي بلد أو إقليم أو مدينة أو "
    "منطقة أو لسلطات أي منها، أو بشأن تعيين حدودها أو تخومها.",
)

_OTHERS = {
    "en": {"one": "and 1 other", "other": "and {} others"},
    "fr": {"one": "et {} autre", "other": "et {} autres"},
    "es": {"one": "y 1 persona más", "other": "y {} personas más"},
    "ru": {
        "one": "и еще {} участник",
        "few": "и еще {} участника",
        "other": "и еще {} участников",
    },
    "zh": {"other": "及其他{}人"},
    "ar": {
        "one": "ومشارك آخر",
        "two": "ومشاركان آخران",
        "few": "و{} مشاركين آخرين",
        "many": "و{} مشاركا آخر",
        "other": "و{} مشارك آخر",
    },
}


def section_word(section: str, lang: str) -> str:
    """Return the heading of a section; sections are known by their English words."""
    return _SECTIONS[section][lang]


def category_word(code: str | None, lang: str, printed: str | None) -> str | None:
    """Return how a category is called in a list.

    `printed` is its name by the registry: it is taken where staff or a translation say something
    else than our English name, and where the category is their own.
    """
    known = BY_CODE.get(code or "")
    if code is None or known is None or printed not in (None, known.name):
        return printed
    return (_CATEGORIES.get(code) or _SECTIONS[known.section])[lang]


def role_word(role: str | None, lang: str) -> str | None:
    """Return a role in a meeting in words; none stays none."""
    return ROLES[role][lang] if role in ROLES else role


def others_words(count: int, lang: str) -> str:
    """Return how many more there are than a list names: `and 3 others`; nothing for none."""
    if not count:
        return ""
    forms = _OTHERS[lang]
    return forms.get(Locale(lang).plural_form(count), forms["other"]).format(count)


def disclaimer(lang: str) -> str:
    """Return the usual sentence on designations, which ends every list."""
    return _DISCLAIMER[lang]


def days(first: date, last: date, lang: str) -> str:
    """Return the days of a meeting as a document writes them: `26–27 September 2024`."""
    if first == last:
        return one_day(first, lang)
    is_same_year = first.year == last.year
    is_same_month = is_same_year and first.month == last.month
    if lang == "zh":
        end = "d日" if is_same_month else "M月d日" if is_same_year else "y年M月d日"
        return f"{one_day(first, lang)}至{format_date(last, end, locale=lang)}"
    if lang == "ar":  # in words: a range of figures turns around among Arabic
        pattern = "d" if is_same_month else "d MMMM" if is_same_year else "d MMMM y"
        return f"من {format_date(first, pattern, locale=lang)} إلى {one_day(last, lang)}"
    if is_same_month:
        return f"{first.day}–{one_day(last, lang)}"
    pattern = "d 'de' MMMM" if lang == "es" else "d MMMM"
    start = format_date(first, pattern, locale=lang) if is_same_year else one_day(first, lang)
    return f"{start} – {one_day(last, lang)}"


def one_day(day: date, lang: str) -> str:
    """Return `27 September 2024` in the language of a document."""
    said = format_date(day, {"en": "d MMMM y"}.get(lang, "long"), locale=lang)
    # Few fonts have the narrow space of Russian dates.
    return said.replace("\u202f", "\u00a0")

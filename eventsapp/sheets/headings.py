"""The words by which columns about people are headed, in the languages that tables come in.

English, French, Spanish, Arabic, Chinese, Russian, and the usual German and Portuguese ones.
Written as people write them; `columns.py` compares them without case, marks and punctuation.
"""

FIELDS = (
    "printed_name", "family_name", "given_name", "latin_name", "script_name", "salutation",
    "function", "organization", "organization_kind", "country", "nationality", "gender",
    "category", "languages", "themes", "tz", "email", "email_2", "phone", "nominated_by",
    "access_needs", "dietary_needs", "role", "notes", "birth_date",
)  # fmt: skip

# One word for a name: the whole name where it stands alone, one half of it beside the other half.
NAME_WORDS = "name|nom|nombre|nome|الاسم|اسم|имя|名字|名"
# The honorific or the post: what stands below decides.
TITLE_WORDS = "title|titre|titulo|título|titel|титул"
# In the Maghreb the family name, in the Mashriq the honorific.
LAQAB = "اللقب"
SALUTATIONS = (
    "mr|mrs|ms|miss|mx|dr|drs|prof|professor|sir|dame|he|h e|his excellency|her excellency|hon|amb"
    "|ambassador|m|mme|mlle|monsieur|madame|mademoiselle|maître|pr|sr|sra|srta|señor|señora|don"
    "|doña"
    "|dra|profa|herr|frau|prof dr|dr ing|eng|ing|arq|arch|lic|السيد|السيدة|الآنسة|الدكتور|الدكتورة"
    "|د|أ د|م|先生|女士|小姐|博士|教授|г н|г жа|господин|госпожа|д р|проф"
)

HEADINGS: dict[str, str] = {
    "printed_name": (
        "full name|name of participant|participant|participant name|name of expert|expert"
        "|expert name"
        "|complete name|name as in passport|name in full|display name|attendee|attendee name|person"
        "|delegate|name of delegate|first and last name|name and surname|name surname|printed name"
        "|nom complet|nom et prénom|nom et prénoms|nom prénom|prénom et nom|prénom nom"
        "|nom du participant|noms et prénoms|participant e"
        "|nombre completo|nombre y apellidos|nombre y apellido|nombres y apellidos"
        "|apellidos y nombre"
        "|apellidos y nombres|nombre del participante|participante|experto|experta"
        "|nome completo|nome e sobrenome|nome do participante"
        "|vollständiger name|vor und nachname|name vorname|vorname und name|vorname und nachname"
        "|teilnehmer|teilnehmerin|teilnehmer in|teilnehmende"
        "|الاسم الكامل|الاسم واللقب|الاسم الثلاثي|اسم المشارك|الاسم بالكامل|المشارك|اسم الخبير"
        "|姓名|全名|参会人|参会人员|与会者|专家姓名|与会者姓名"
        "|фио|ф и о|полное имя|фамилия имя отчество|фамилия имя|имя и фамилия|фамилия и имя"
        "|участник"
        "|участники|эксперт"
    ),
    "family_name": (
        "surname|family name|last name|lastname|familyname|second name|surnames|family names"
        "|nom de famille|noms de famille|patronyme"
        "|apellido|apellidos|primer apellido"
        "|sobrenome|apelido|apelidos|último nome|nome de família"
        "|nachname|familienname|zuname"
        "|اسم العائلة|العائلة|الكنية|الاسم الأخير|لقب العائلة|النسب"
        "|姓|姓氏"
        "|фамилия"
    ),
    "given_name": (
        "given name|given names|first name|firstname|forename|forenames|christian name|first names"
        "|givenname|other names|prénom|prénoms|nombres|primer nombre|nombre de pila"
        "|primeiro nome|nome próprio|vorname|vornamen|rufname"
        "|الاسم الأول|الاسم الشخصي|الاسم الاول"
        "|имена|имя отчество"
    ),
    "latin_name": (
        "name in latin letters|latin name|name in latin script|name in latin characters"
        "|romanized name|romanised name|transliteration|name in english|english name"
        "|name in roman letters|nom en caractères latins|nom en lettres latines"
        "|nombre en caracteres latinos|nome em caracteres latinos|name in lateinischer schrift"
        "|الاسم بالإنجليزية|الاسم باللغة الإنجليزية|الاسم بالحروف اللاتينية|الاسم باللاتينية"
        "|الاسم بالفرنسية"
        "|英文名|英文姓名|拼音|拼音名|имя латиницей|фио латиницей|имя латинскими буквами"
    ),
    "script_name": (
        "name in original script|original script|script name|name in own script|native name"
        "|name in native script|name in script|name in arabic|name in chinese|name in russian"
        "|local name|name in local language|nom en écriture originale|nom en arabe"
        "|nombre en escritura original|nome na escrita original|name in originalschrift"
        "|الاسم بالعربية|الاسم باللغة العربية|中文名|中文姓名|имя на родном языке|имя по русски"
    ),
    "salutation": (
        "salutation|honorific|prefix|form of address|mr ms|mr mrs ms|mr ms dr|courtesy title"
        "|civilité|m mme|appel|titre de civilité|tratamiento|sr sra|tratamento|forma de tratamento"
        "|anrede|صيغة المخاطبة|المخاطبة|اللقب التشريفي|称谓|称呼|尊称|обращение|форма обращения"
    ),
    "function": (
        "function|functional title|job title|position|post|designation|occupation|profession|job"
        "|official title|role in organisation|role in organization|title position"
        "|fonction|fonctions|poste|profession|titre fonction|qualité"
        "|cargo|puesto|función|profesión|ocupación|função|posição|profissão"
        "|funktion|position|stelle|beruf|berufsbezeichnung|amtsbezeichnung"
        "|الوظيفة|المنصب|المسمى الوظيفي|المهنة|الصفة|الصفة الوظيفية"
        "|职务|职位|岗位|职称|должность|профессия|функция"
    ),
    "organization": (
        "organization|organisation|institution|affiliation|employer|company|agency|entity"
        "|organization name|organisation name|institution name|name of organization"
        "|name of organisation|name of institution|institute|company name|ministry|office"
        "|organization institution|workplace|firm"
        "|organisme|établissement|employeur|entreprise|société|nom de l organisation|structure"
        "|nom de l organisme|affiliation institution"
        "|organización|institución|entidad|empresa|organismo|afiliación|empleador"
        "|nombre de la organización|nombre de la institución"
        "|organização|instituição|entidade|afiliação|nome da organização"
        "|einrichtung|institut|firma|unternehmen|arbeitgeber|behörde|dienststelle|träger"
        "|المنظمة|المؤسسة|الجهة|جهة العمل|الهيئة|الشركة|المؤسسة المنظمة|اسم المؤسسة|اسم المنظمة"
        "|单位|机构|组织|工作单位|单位名称|机构名称|所属机构|公司"
        "|организация|учреждение|место работы|название организации|компания|ведомство"
    ),
    "organization_kind": (
        "type of organization|type of organisation|organization type|organisation type|kind of"
        " organization|kind of organisation|institution type|type of institution|organization kind"
        "|type d organisation|type d organisme|type d institution|tipo de organización"
        "|tipo de institución|tipo de organização|tipo de instituição|art der organisation"
        "|art der einrichtung|نوع المنظمة|نوع المؤسسة|نوع الجهة|机构类型|单位类型|单位性质|组织类型"
        "|тип организации|вид организации"
    ),
    "country": (
        "country|country represented|state|member state|represented country|delegation|country name"
        "|country of work|country of residence|country territory|nation"
        "|pays|état|état membre|pays représenté|pays de résidence"
        "|país|estado|estado miembro|país representado|país de residencia|estado membro"
        "|land|staat|staat land|vertretenes land|mitgliedstaat"
        "|الدولة|البلد|الدولة العضو|بلد الإقامة|البلد الممثل"
        "|国家|国别|代表国家|所在国|会员国|страна|государство|государство член|страна проживания"
    ),
    "nationality": (
        "nationality|citizenship|nationalities|nationalité|citoyenneté|nacionalidad|ciudadanía"
        "|nacionalidade|cidadania|staatsangehörigkeit|nationalität|staatsbürgerschaft"
        "|الجنسية|国籍|гражданство|национальность"
    ),
    "gender": (
        "gender|sex|gender as stated|m f|f m|sexe|genre|sexo|género|gênero|geschlecht|الجنس"
        "|النوع الاجتماعي|النوع|性别|пол|гендер"
    ),
    "category": (
        "category|stakeholder category|stakeholder group|stakeholder|constituency|type of"
        " participant|participant category|participant type|stakeholder type|group of stakeholders"
        "|catégorie|groupe|groupe de parties prenantes|partie prenante|categoría|grupo de interés"
        "|categoria|grupo|kategorie|interessengruppe|teilnehmergruppe"
        "|الفئة|فئة المشارك|التصنيف|类别|参会类别|категория|категория участника"
    ),
    "languages": (
        "languages|language|working languages|working language|spoken languages|preferred language"
        "|langue|langues|langues de travail|langue de travail|idioma|idiomas|idioma de trabajo"
        "|idiomas de trabajo|lenguas|língua|línguas|idiomas de trabalho|sprache|sprachen"
        "|arbeitssprache|arbeitssprachen|اللغة|اللغات|لغات العمل|لغة العمل|语言|工作语言|语种"
        "|язык|языки|рабочий язык|рабочие языки"
    ),
    "themes": (
        "themes|theme|expertise|area of expertise|areas of expertise|themes of expertise|field of"
        " expertise|fields of expertise|topics|topic|specialization|specialisation"
        "|thème|thèmes|domaine d expertise|domaines d expertise|spécialité|compétences"
        "|tema|temas|área de especialización|áreas de especialización|especialidad"
        "|áreas de especialização|especialidade|thema|themen|fachgebiet|fachgebiete"
        "|مجال الخبرة|مجالات الخبرة|التخصص|专业领域|专长|领域|тема|темы|область знаний"
        "|специализация"
    ),
    "tz": (
        "time zone|timezone|tz|fuseau horaire|huso horario|zona horaria|fuso horário|zeitzone"
        "|المنطقة الزمنية|时区|часовой пояс"
    ),
    "email": (
        "email|e mail|mail|email address|e mail address|mail address|contact email|primary email"
        "|preferred email|work email|electronic mail|email 1|e mail 1"
        "|courriel|adresse électronique|adresse e mail|adresse email|adresse mail|mél|adresse de"
        " courriel|courrier électronique"
        "|correo electrónico|correo|dirección de correo electrónico|dirección de correo"
        "|e mail de contacto|correo e|endereço eletrônico|endereço de e mail|correio eletrônico"
        "|correio eletrónico|endereço de email"
        "|mailadresse|e mail adresse|emailadresse"
        "|البريد الإلكتروني|البريد الالكتروني|الإيميل|ايميل|بريد إلكتروني|عنوان البريد الإلكتروني"
        "|电子邮件|邮箱|电邮|电子邮箱|电子邮件地址|邮件"
        "|электронная почта|эл почта|адрес электронной почты|почта|имейл|электронный адрес"
    ),
    "email_2": (
        "second email|second e mail|other email|other e mail|alternative email|email 2|e mail 2"
        "|secondary email|alternate email|additional email|private email|personal email"
        "|deuxième courriel|autre courriel|autre e mail|otro correo|segundo correo"
        "|correo alternativo|segundo e mail|outro e mail|weitere e mail|zweite e mail"
        "|بريد إلكتروني آخر|البريد الإلكتروني البديل|备用邮箱|其他邮箱|другая почта"
        "|дополнительная почта"
    ),
    "phone": (
        "phone|telephone|phone number|telephone number|mobile|mobile phone|mobile number|tel"
        "|cell|cell phone|contact number|whatsapp|phone no|tel no"
        "|téléphone|numéro de téléphone|portable|tél|gsm|teléfono|móvil|celular|número de teléfono"
        "|telefone|telemóvel|número de telefone|telefon|telefonnummer|handy|mobiltelefon|rufnummer"
        "|الهاتف|رقم الهاتف|الجوال|رقم الجوال|الهاتف المحمول|المحمول"
        "|电话|手机|联系电话|手机号|电话号码|手机号码|телефон|номер телефона|мобильный телефон"
        "|контактный телефон|моб телефон"
    ),
    "nominated_by": (
        "nominated by|nominating government|nominating state|nomination|nominating entity|nominator"
        "|désigné par|nommé par|proposé par|gouvernement désignant|designado por|nominado por"
        "|propuesto por|nomeado por|indicado por|benannt von|nominiert von|vorgeschlagen von"
        "|مرشح من|رشحته|الجهة المرشحة|جهة الترشيح|提名方|提名国|推荐单位|提名单位"
        "|выдвинут|кем выдвинут|выдвинут кем|назначен"
    ),
    "access_needs": (
        "access needs|accessibility|accessibility needs|special needs|accessibility requirements"
        "|access requirements|reasonable accommodation|disability|accommodation needs"
        "|besoins d accessibilité|accessibilité|besoins particuliers|besoins spécifiques"
        "|necesidades de accesibilidad|accesibilidad|necesidades especiales"
        "|necessidades de acessibilidade|acessibilidade|barrierefreiheit|zugangsbedarf"
        "|unterstützungsbedarf|احتياجات الوصول|الاحتياجات الخاصة|احتياجات خاصة"
        "|无障碍需求|特殊需求|особые потребности|потребности в доступности"
    ),
    "dietary_needs": (
        "dietary needs|dietary requirements|diet|dietary restrictions|dietary|meal preference|food"
        "|besoins alimentaires|régime alimentaire|régime|restrictions alimentaires"
        "|necesidades dietéticas|dieta|restricciones alimentarias|requisitos alimentarios"
        "|necessidades alimentares|restrições alimentares|ernährung|essenswünsche|kost"
        "|النظام الغذائي|احتياجات غذائية|المتطلبات الغذائية|饮食要求|饮食需求|饮食禁忌"
        "|диета|питание|особенности питания"
    ),
    "role": (
        "role|meeting role|role in meeting|role in the meeting|participant role|rôle"
        "|rôle dans la réunion|rol|papel|rol en la reunión|rolle|rolle im treffen"
        "|الدور|دور المشارك|角色|会议角色|роль|роль на встрече"
    ),
    "notes": (
        "notes|note|remarks|remark|comment|comments|observations|remarque|remarques|commentaire"
        "|commentaires|nota|notas|observaciones|comentarios|observações|comentários|bemerkung"
        "|bemerkungen|anmerkung|anmerkungen|notiz|notizen|kommentar|ملاحظات|ملاحظة|تعليقات"
        "|备注|说明|注释|примечание|примечания|заметки|комментарий|комментарии"
    ),
    "birth_date": (
        "date of birth|birth date|birthdate|dob|birthday|born on|born|date de naissance|né le"
        "|né e le|fecha de nacimiento|nacimiento|data de nascimento|nascimento|geburtsdatum"
        "|geburtstag|geboren am|تاريخ الميلاد|تاريخ الولادة|出生日期|生日|出生年月|дата рождения"
    ),
}

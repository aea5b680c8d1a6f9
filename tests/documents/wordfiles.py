"""Word files made by hand, part by part, so that a test says what stands in them."""

import io
import zipfile
from html import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
WHEN = 'w:date="2024-10-08T09:30:00Z"'

STYLES = f"""<w:styles {W}>
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB" w:bidi="ar-SA" w:eastAsia="zh-CN"/>
</w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Bullet"><w:name w:val="List Bullet"/></w:style>
<w:style w:type="paragraph" w:styleId="Toc"><w:name w:val="toc 1"/></w:style>
</w:styles>"""

NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="H1"/>
<w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="H2"/>
<w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>
</w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/>
</w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def run(text):
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def put_in(text, author="Huiwen"):
    return f'<w:ins w:author="{author}" {WHEN}>{run(text)}</w:ins>'


def taken_out(text, author="Huiwen"):
    words = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del w:author="{author}" {WHEN}>{words}</w:del>'


def about(number, *runs):
    """The words that comment `number` is about."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{"".join(runs)}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def p(*runs, style=None, number=None, level=0, end=""):
    """A paragraph; `end` is a change of its end, such as `<w:del …/>`."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbered = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    )
    ended = f"<w:rPr>{end}</w:rPr>" if end else ""
    inside = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{named}{numbered}{ended}</w:pPr>{inside}</w:p>"


def table(*rows):
    cells = ["".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def comment(number, text, author="Rini Rachmawati", paragraph="00000001"):
    return (
        f'<w:comment w:id="{number}" w:author="{author}" {WHEN}>'
        f'<w:p w14:paraId="{paragraph}">{run(text)}</w:p></w:comment>'
    )


def word_file(*paragraphs, comments=(), threads="", pages=None, language=None, **parts):
    """The bytes of a .docx; `parts` are further parts, by their names with _ for / and no .xml."""
    body = "".join(paragraphs)
    files = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
    }
    if comments:
        files["word/comments.xml"] = f"<w:comments {W} {W14}>{''.join(comments)}</w:comments>"
    if threads:
        files["word/commentsExtended.xml"] = f"<w15:commentsEx {W15}>{threads}</w15:commentsEx>"
    if pages:
        space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
        files["docProps/app.xml"] = (
            f'<Properties xmlns="{space}"><Pages>{pages}</Pages></Properties>'
        )
    if language:
        files["docProps/core.xml"] = (
            '<c xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:language>{language}</dc:language></c>"
        )
    files |= {f"{name.replace('_', '/')}.xml": text for name, text in parts.items()}
    return packed(files)


def packed(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()

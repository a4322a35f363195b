#!/usr/bin/env python3
"""Writes one report in every format, by the programs that people write reports with.

    apt-get install libreoffice-writer-nogui fonts-wqy-zenhei
    pip install python-docx reportlab pypdf weasyprint pillow
    python3 make.py

The report is samples/2024/baoji.txt: whatever its format, the same paragraphs must come out.
"""

import io
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
SAMPLE = HERE / "../../../samples/2024/baoji.txt"
PARAGRAPHS = [line.strip() for line in SAMPLE.read_text(encoding="utf-8").splitlines() if line.strip()]

LABELS = [
    (0, re.compile(r"^[一二三四五六七八九十]+、")),
    (1, re.compile(r"^（[一二三四五六七八九十]+）")),
    (2, re.compile(r"^\d+．")),
]


def level(paragraph):
    """The level of the list that a paragraph belongs to, and its text without the label."""
    for number, pattern in LABELS:
        found = pattern.match(paragraph)
        if found:
            return number, paragraph[found.end():]
    return None, paragraph


def numbered_docx(path):
    """Every label is an automatic number, as a careful secretary makes them."""
    import docx
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn

    document = docx.Document()
    levels = [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3．")]
    numbering = document.part.numbering_part.element
    definition = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{definition}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for at, text in enumerate(PARAGRAPHS):
        number, text = level(text)
        paragraph = document.add_paragraph()
        if at == 0:
            paragraph.alignment = 1
        run = paragraph.add_run(text)
        run.font.name = "WenQuanYi Zen Hei"
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "WenQuanYi Zen Hei")
        if number is not None:
            properties = paragraph._p.get_or_add_pPr()
            place = OxmlElement("w:numPr")
            for name, value in (("w:ilvl", number), ("w:numId", 90)):
                node = OxmlElement(name)
                node.set(qn("w:val"), str(value))
                place.append(node)
            properties.append(place)
        elif at > 0:
            paragraph.paragraph_format.first_line_indent = docx.shared.Pt(21)
    section = document.sections[0]
    section.header.paragraphs[0].text = "宝鸡高新区法治政府建设"
    section.footer.paragraphs[0].text = "内部资料"
    document.save(path)


def parts_docx(path):
    """What stands in a document beside plain paragraphs."""
    body = """
<w:p><w:r><w:t>宝鸡高新区2024年法治政府建设报告</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">全年收到</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>旧的</w:delText></w:r></w:del>
<w:ins w:id="2" w:author="a"><w:r><w:t>行政复议</w:t></w:r></w:ins><w:r><w:t>申请26件。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr><w:r><w:t>这一段与</w:t></w:r></w:p>
<w:p><w:r><w:t>下一段相连。</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>类别</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>件数</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>复议</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>26</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>
<w:r><w:t>2025年1月8日</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:p><w:r><w:t>普法宣传</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">
<w:drawing><w:txbxContent><w:p><w:r><w:t>文本框中的调解</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>
<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>文本框中的调解</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>126场。</w:t></w:r></w:p>
"""
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/main.xml"/></Relationships>',
        )
        archive.writestr("word/main.xml", f'<w:document xmlns:w="{main}"><w:body>{body}</w:body></w:document>')


def by_libreoffice(source, kind, target, filter_name=None):
    with tempfile.TemporaryDirectory() as folder:
        kind_and_filter = f"{kind}:{filter_name}" if filter_name else kind
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind_and_filter, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)
        shutil.copy(Path(folder) / f"{Path(source).stem}.{kind}", target)


def reportlab_pdf(path):
    """A font that is not embedded, known by its CMap alone (UniGB-UCS2-H), with page numbers and a running header."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4, pageCompression=1)
    for number, lines in enumerate(pages(), 1):
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(297, 800, "宝鸡高新区法治政府建设")
        canvas.drawCentredString(297, 40, f"— {number} —")
        canvas.setFont("STSong-Light", 14)
        for x, y, text in lines:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()


def pages(columns=30, lines_a_page=26, size=14, left=80, top=760, leading=26):
    """Lines of a page: place and text, as an office program would set them."""
    lines = []
    for at, paragraph in enumerate(PARAGRAPHS):
        if at == 0:
            width = len(paragraph)
            lines.append((left + (columns - width) * size / 2, paragraph))
            continue
        first, rest = 2, paragraph
        while rest:
            room = columns - first
            cut = fit(rest, room)
            lines.append((left + first * size, rest[:cut]))
            rest, first = rest[cut:], 0
    out = []
    for start in range(0, len(lines), lines_a_page):
        page = lines[start:start + lines_a_page]
        out.append([(x, top - at * leading, text) for at, (x, text) in enumerate(page)])
    return out


def fit(text, room):
    """How many characters fit; full stops and the like hang over rather than begin a line."""
    used, cut = 0, 0
    for at, c in enumerate(text):
        used += 0.5 if ord(c) < 0x2000 else 1
        if used > room:
            break
        cut = at + 1
    while cut < len(text) and text[cut] in "，。、；：）”》":
        cut += 1
    while cut < len(text) and text[cut - 1].isascii() and text[cut].isascii() and cut > 1:
        cut -= 1
    return cut


def raw_pdf(path):
    """GBK-EUC-H without ToUnicode: the bytes of the text are GBK."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", None,
               "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [4 0 R] >>",
               "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 "
               "/W [1 95 500 814 939 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>"]
    kids = []
    for lines in pages():
        content = "BT /F1 14 Tf\n" + "".join(f"1 0 0 1 {x} {y} Tm <{text.encode('gbk').hex()}> Tj\n" for x, y, text in lines) + "ET"
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)


def scan_pdf(path):
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (620, 300), 255)
    font = ImageFont.truetype("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 26)
    ImageDraw.Draw(page).text((40, 60), "法治政府建设年度报告\n全年收到行政复议申请", font=font, fill=0)
    page.save(path, "PDF", resolution=110)


def locked_pdf(source, path):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(source))
    writer.encrypt("geheim", algorithm="RC4-128")
    writer.write(path)


def ofd(path):
    """No office program writes OFD; this is the structure that GB/T 33190-2016 asks for."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    millimetres = 25.4 / 72
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>')
        kids = "".join(f'<ofd:Page ID="{at + 100}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages())))
        archive.writestr("Doc_0/Document.xml", f'<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{kids}</ofd:Pages></ofd:Document>')
        for at, lines in enumerate(pages()):
            size = 14 * millimetres
            objects = []
            for number, (x, y, text) in enumerate(lines + [(285, 40, f"— {at + 1} —")]):
                left, top = x * millimetres, (842 - y) * millimetres - size
                deltas = " ".join(f"{size / (2 if ord(c) < 0x2000 else 1):.3f}" for c in text[:-1])
                escaped = text.replace("&", "&amp;").replace("<", "&lt;")
                objects.append(f'<ofd:TextObject ID="{at * 1000 + number + 1000}" Boundary="{left:.3f} {top:.3f} {len(text) * size:.3f} {size * 1.2:.3f}" Font="1" Size="{size:.3f}">'
                               f'<ofd:TextCode X="0" Y="{size:.3f}" DeltaX="{deltas}">{escaped}</ofd:TextCode></ofd:TextObject>')
            archive.writestr(f"Doc_0/Pages/Page_{at}/Content.xml", f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="{at + 50}">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>')


def page_html():
    """A saved page of a government site around the report, in GBK as many are."""
    paragraphs = "\n".join(f"<p>　　{text}</p>" for text in PARAGRAPHS[1:])
    return f"""<!DOCTYPE html><html><head><meta charset="gb2312"><title>{PARAGRAPHS[0]}_年度报告_宝鸡高新技术产业开发区管理委员会</title>
<meta name="SiteName" content="宝鸡高新技术产业开发区管理委员会"><meta name="ArticleTitle" content="{PARAGRAPHS[0]}">
<meta name="PubDate" content="2025-02-18 10:00"><meta name="ContentSource" content="高新区党政办公室"></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div>
<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/zw">法治政府建设年度报告</a></div>
<h2>{PARAGRAPHS[0]}</h2><div class="xx">【字体：<a>大</a> <a>中</a> <a>小</a>】 <a href="#">打印</a></div>
<div class="zwnr">{paragraphs}</div><p>上一篇：<a href="1.html">关于召开会议的通知</a></p>
<div>主办单位：宝鸡高新技术产业开发区管理委员会　陕ICP备00000000号</div></body></html>"""


def main():
    numbered_docx(HERE / "word.docx")
    parts_docx(HERE / "parts.docx")
    for kind, filter_name in [("doc", "MS Word 97"), ("rtf", "Rich Text Format"), ("pdf", "writer_pdf_Export")]:
        by_libreoffice(HERE / "word.docx", kind, HERE / f"libreoffice.{kind}", filter_name)
    by_libreoffice(HERE / "libreoffice.doc", "docx", HERE / "libreoffice.docx", "MS Word 2007 XML")
    # rich.rtf is written by hand: hidden, deleted and inserted text, a link, a note, a table.
    by_libreoffice(HERE / "rich.rtf", "doc", HERE / "rich.doc", "MS Word 97")
    by_libreoffice(HERE / "rich.rtf", "docx", HERE / "rich.docx", "MS Word 2007 XML")
    reportlab_pdf(HERE / "unigb.pdf")
    raw_pdf(HERE / "gbk.pdf")
    scan_pdf(HERE / "scan.pdf")
    locked_pdf(HERE / "unigb.pdf", HERE / "locked.pdf")
    ofd(HERE / "hand.ofd")
    (HERE / "page.html").write_bytes(page_html().encode("gb18030"))


if __name__ == "__main__":
    main()

//! Web archives (MHTML): a page and its pictures as the parts of a mail, as browsers and Word save them.

use mail_parser::MessageParser;

use super::draft::Draft;
use super::error::{ExtractError, damaged};
use super::html;

/// Reads the page of an archive.
pub(super) fn read(bytes: &[u8]) -> Result<Draft, ExtractError> {
    let message = MessageParser::default().parse(bytes);
    let message = message.ok_or_else(|| damaged("web archive", "it has no parts"))?;
    let Some(page) = message.body_html(0) else {
        return Err(ExtractError::NoArticle {
            detail: "the archive has no page",
        });
    };
    let mut draft = html::read(page.as_bytes())?;
    let address = message.header_raw("Snapshot-Content-Location");
    let address = address.map(|address| address.trim().to_owned());
    draft.about.url = draft.about.url.or(address);
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_read_in_its_own_encoding() {
        let page = "<html><body><div id=3D\"zoom\"><p>=C6=D5=B7=A8=D0=FB=B4=AB126=B3=A1=D0=FB=BD=B2\
                    =C8=EB=B4=E5=BD=F8=D0=A3=B8=B4=D2=E9=B0=B8=BC=FE=B0=EC=BD=E1=B5=F7=BD=E2=BE=C0=B7=D7\
                    =D2=C0=B7=A8=D0=D0=D5=FE=BD=A8=C9=E8=B7=A8=D6=CE=D5=FE=B8=AE</p></div></body></html>";
        let archive = format!(
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://example.com/a.html\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n\
             Content-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             {page}\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
        );
        let draft = read(archive.as_bytes()).unwrap();
        assert!(draft.text.starts_with("普法宣传126场"), "{}", draft.text);
        assert_eq!(
            draft.about.url.as_deref(),
            Some("http://example.com/a.html")
        );
        assert!(read(b"").is_err());
    }
}

package io.penstock.jdbc.internal.result;

import io.penstock.jdbc.internal.convert.JdbcState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.sax.SAXTransformerFactory;
import javax.xml.transform.sax.TransformerHandler;
import javax.xml.transform.stream.StreamResult;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Parsers and writers of XML that do what a text out of a database may make them do, and no more: no document type, so no entity of its own, no file and no address is
 * read, no style sheet is loaded.
 */
final class SecureXml {

    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SecureXml() {}

    static DOMSource dom(String xml) throws SQLException {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return new DOMSource(builder.parse(new InputSource(new StringReader(xml))));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw unreadable(e);
        }
    }

    static SAXSource sax(String xml) throws SQLException {
        try {
            var factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.setNamespaceAware(true);
            var reader = factory.newSAXParser().getXMLReader();
            return new SAXSource(reader, new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException e) {
            throw unreadable(e);
        }
    }

    private static XMLInputFactory inputs() {
        var factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    static XMLStreamReader stax(String xml) throws SQLException {
        try {
            return inputs().createXMLStreamReader(new StringReader(xml));
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    /** Bytes as text, in the encoding that they say they have. */
    static String decoded(byte[] xml) throws SQLException {
        try {
            var reader = inputs().createXMLStreamReader(new ByteArrayInputStream(xml));
            var encoding = reader.getEncoding();
            reader.close();
            return behindByteOrderMark(
                    new String(xml, encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding)));
        } catch (XMLStreamException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    /** A charset that says its byte order does not take the mark away. */
    private static String behindByteOrderMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    // ---- writing

    private static SAXTransformerFactory transformers() throws TransformerConfigurationException {
        var factory = (SAXTransformerFactory) TransformerFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
        return factory;
    }

    static String written(Source source) throws SQLException {
        try {
            var text = new StringWriter();
            transformers().newTransformer().transform(source, new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw unreadable(e);
        }
    }

    /** What takes SAX's events, and writes them. */
    static TransformerHandler handler(StringWriter text) throws SQLException {
        try {
            var handler = transformers().newTransformerHandler();
            handler.setResult(new StreamResult(text));
            return handler;
        } catch (TransformerConfigurationException e) {
            throw unreadable(e);
        }
    }

    static XMLStreamWriter writer(StringWriter text) throws SQLException {
        try {
            return XMLOutputFactory.newInstance().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    private static SQLException unreadable(Exception cause) {
        return new SQLException("the XML could not be read or written", JdbcState.DATA_ERROR, cause);
    }
}

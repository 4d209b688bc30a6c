package io.penstock.it.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import java.io.StringWriter;
import java.sql.SQLXML;
import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stax.StAXResult;
import javax.xml.transform.stax.StAXSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

/** XML values: read as and written by each kind of source and result that there is; what a hostile text cannot make a parser do. */
final class XmlScenarios {

    private static final String XML = "<a x=\"1\"><b>ü &amp; c</b><n:d xmlns:n=\"urn:n\"/></a>";

    /** An entity of its own, which would read a file. */
    private static final String HOSTILE =
            "<!DOCTYPE a [<!ENTITY own \"mine\"><!ENTITY file SYSTEM \"file:///etc/hostname\">]><a>&own;&file;</a>";

    /** Something that is read from a value. */
    private record Reading(String name, Read read) {

        interface Read {

            Object from(SQLXML xml) throws Exception;
        }
    }

    private static final List<Reading> READINGS = List.of(
            new Reading("string", SQLXML::getString),
            new Reading("bytes", xml -> new String(xml.getBinaryStream().readAllBytes(), UTF_8)),
            new Reading("characters", xml -> {
                var text = new StringWriter();
                xml.getCharacterStream().transferTo(text);
                return text;
            }),
            new Reading("default source", xml -> copied(xml.getSource(null))),
            new Reading("DOM", xml -> copied(xml.getSource(DOMSource.class))),
            new Reading("SAX", xml -> copied(xml.getSource(SAXSource.class))),
            new Reading("stream", xml -> copied(xml.getSource(StreamSource.class))),
            new Reading("StAX", xml -> copied(xml.getSource(StAXSource.class))),
            new Reading("another source", xml -> copied(xml.getSource(OtherSource.class))));

    /** Of no kind that a driver knows. */
    private static final class OtherSource implements Source {

        @Override
        public void setSystemId(String systemId) {}

        @Override
        public String getSystemId() {
            return "";
        }
    }

    /** Something that writes a value. */
    private record Writing(String name, Write write) {

        interface Write {

            void to(SQLXML xml) throws Exception;
        }
    }

    private static final List<Writing> WRITINGS = List.of(
            new Writing("a string", xml -> xml.setString(XML)),
            new Writing("no string", xml -> xml.setString(null)),
            new Writing("no XML", xml -> xml.setString("<a>")),
            new Writing("bytes", xml -> {
                try (var bytes = xml.setBinaryStream()) {
                    bytes.write(XML.getBytes(UTF_8));
                }
            }),
            new Writing("characters", xml -> {
                try (var characters = xml.setCharacterStream()) {
                    characters.write(XML);
                }
            }),
            new Writing(
                    "the default result", xml -> copy(new StreamSource(new StringReader(XML)), xml.setResult(null))),
            new Writing("DOM", xml -> copy(new StreamSource(new StringReader(XML)), xml.setResult(DOMResult.class))),
            new Writing("SAX", xml -> copy(new StreamSource(new StringReader(XML)), xml.setResult(SAXResult.class))),
            new Writing(
                    "a stream",
                    xml -> copy(new StreamSource(new StringReader(XML)), xml.setResult(StreamResult.class))),
            new Writing("StAX", xml -> {
                var writer = xml.setResult(StAXResult.class).getXMLStreamWriter();
                writer.writeStartElement("a");
                writer.writeAttribute("x", "1");
                writer.writeCharacters("ü & c");
                writer.writeEndElement();
                writer.close();
            }),
            new Writing("nothing", xml -> {}),
            new Writing("two things", xml -> {
                xml.setString("<a/>");
                xml.setString("<b/>");
            }),
            new Writing("what was read", xml -> {
                xml.setString("<a/>");
                xml.getString();
            }),
            new Writing("what was freed", xml -> {
                xml.free();
                xml.free();
                xml.setString("<a/>");
            }));

    private XmlScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(
                new Chapter(
                        "XML that is read",
                        READINGS.stream().map(XmlScenarios::scenario).toList(),
                        Chapter.Connections.SHARED),
                new Chapter(
                        "XML that is hostile",
                        READINGS.stream().map(XmlScenarios::hostile).toList(),
                        Chapter.Connections.SHARED),
                new Chapter(
                        "XML that is written",
                        WRITINGS.stream().map(XmlScenarios::scenario).toList()),
                new Chapter("XML as other types", others().toList()));
    }

    private static String copied(Source source) throws Exception {
        var text = new StringWriter();
        copy(source, new StreamResult(text));
        return text.toString();
    }

    private static void copy(Source source, javax.xml.transform.Result result) throws Exception {
        TransformerFactory.newInstance().newTransformer().transform(source, result);
    }

    private static Scenario scenario(Reading reading) {
        return new Scenario("XML read as " + reading.name(), (connection, seen) -> {
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("select '" + XML + "'::xml, null::xml, '" + XML + "'::text")) {
                result.next();
                seen.see("value", () -> reading.read().from(result.getSQLXML(1)));
                seen.see("null", () -> result.getSQLXML(2));
                seen.see("text", () -> reading.read().from(result.getSQLXML(3)));
                var freed = result.getSQLXML(1);
                freed.free();
                seen.see("freed", () -> reading.read().from(freed));
            }
        });
    }

    private static Scenario hostile(Reading reading) {
        return new Scenario("hostile XML read as " + reading.name(), (connection, seen) -> {
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("select '" + HOSTILE + "'::text")) {
                result.next();
                if (reading.name().equals("stream")) {
                    return; // the text as it is: whoever parses it says what a parser may do
                }
                seen.see("value", () -> reading.read().from(result.getSQLXML(1)));
            }
        });
    }

    private static Scenario scenario(Writing writing) {
        return new Scenario("XML written by " + writing.name(), (connection, seen) -> {
            try (var statement = connection.createStatement()) {
                statement.execute("create table papers (id serial, paper xml)");
            }
            try (var insert = connection.prepareStatement("insert into papers (paper) values (?)")) {
                var xml = connection.createSQLXML();
                seen.see("write", () -> {
                    writing.write().to(xml);
                    return "written";
                });
                seen.see("insert", () -> {
                    insert.setSQLXML(1, xml);
                    return insert.executeUpdate();
                });
            }
            try (var statement = connection.createStatement()) {
                seen.seeRows("paper", statement.executeQuery("select paper from papers"));
            }
            CallScenarios.state(connection, seen);
        });
    }

    private static Stream<Scenario> others() {
        return Stream.of(
                new Scenario("XML as objects", (connection, seen) -> {
                    try (var statement = connection.prepareStatement("select ?::xml")) {
                        var xml = connection.createSQLXML();
                        xml.setString("<a/>");
                        statement.setObject(1, xml);
                        try (var result = statement.executeQuery()) {
                            result.next();
                            seen.see("object", () -> ((SQLXML) result.getObject(1)).getString());
                            seen.see(
                                    "of the class",
                                    () -> result.getObject(1, SQLXML.class).getString());
                            seen.see("string", () -> result.getString(1));
                            seen.see("bytes", () -> result.getBytes(1));
                            seen.see("number", () -> result.getInt(1));
                            seen.see("type", () -> result.getMetaData().getColumnType(1));
                            seen.see("class", () -> result.getMetaData().getColumnClassName(1));
                        }
                    }
                }),
                new Scenario("XML set as other types", (connection, seen) -> {
                    try (var statement = connection.prepareStatement("select ?::xml")) {
                        for (var type : List.of(Types.SQLXML, Types.OTHER, Types.VARCHAR)) {
                            seen.see("type " + type, () -> {
                                statement.setObject(1, "<a/>", type);
                                seen.seeRows("row", statement.executeQuery());
                                return "set";
                            });
                        }
                        seen.see("null", () -> {
                            statement.setNull(1, Types.SQLXML);
                            seen.seeRows("row", statement.executeQuery());
                            statement.setSQLXML(1, null);
                            seen.seeRows("row", statement.executeQuery());
                            return "set";
                        });
                    }
                }));
    }
}

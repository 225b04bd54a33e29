package io.ledger.tables;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An XML file in a workbook, read from its beginning to its end. Document types and entities are refused, unread. */
final class XmlPart implements AutoCloseable {

    private static final XMLInputFactory FACTORY = factory();

    private final InputStream in;
    private final XMLStreamReader xml;

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    XmlPart(ZipParts parts, String name) {
        in = new BufferedInputStream(parts.open(name));
        try {
            xml = FACTORY.createXMLStreamReader(decoded(in));
        } catch (XMLStreamException | IOException e) {
            throw ZipParts.broken(e);
        }
    }

    /** Workbooks have UTF-8 or, with a byte order mark, UTF-16. What is neither is damaged. */
    private static Reader decoded(InputStream in) throws IOException {
        in.mark(3);
        int first = in.read();
        int second = in.read();
        if (first == 0xFE && second == 0xFF) {
            return new InputStreamReader(in, StandardCharsets.UTF_16BE.newDecoder());
        }
        if (first == 0xFF && second == 0xFE) {
            return new InputStreamReader(in, StandardCharsets.UTF_16LE.newDecoder());
        }
        if (first != 0xEF || second != 0xBB || in.read() != 0xBF) {
            in.reset();
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    }

    /** Goes on to the next beginning or end of an element, and returns its name: {@code row}, or {@code /row} for an end. */
    @Nullable
    String next() {
        while (true) {
            switch (step()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return xml.getLocalName();
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return "/" + xml.getLocalName();
                }
                case XMLStreamConstants.END_DOCUMENT -> {
                    return null;
                }
                default -> {}
            }
        }
    }

    /** Whether there is another element inside the one that is open: goes on to its beginning, or to the end of the open one. */
    boolean nextInside() {
        while (true) {
            switch (step()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return false;
                }
                default -> {}
            }
        }
    }

    /** Goes on to the first element of a name, if there is one. */
    boolean find(String name) {
        while (true) {
            switch (step()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (xml.getLocalName().equals(name)) {
                        return true;
                    }
                }
                case XMLStreamConstants.END_DOCUMENT -> {
                    return false;
                }
                default -> {}
            }
        }
    }

    String name() {
        return xml.getLocalName();
    }

    @Nullable
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Returns the text in the element that is open, and goes on to its end. */
    String text() {
        var text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (step()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (text.length() + xml.getTextLength() > TableLimits.CELL_CHARACTERS * 2) {
                        throw new RefusedTableException(
                                TableFault.TOO_LARGE,
                                "A cell has more than %d characters. Shorten it."
                                        .formatted(TableLimits.CELL_CHARACTERS));
                    }
                    text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                }
                case XMLStreamConstants.END_DOCUMENT -> depth = 0;
                default -> {}
            }
        }
        return text.toString();
    }

    /** Goes on to the end of the element that is open. */
    void skip() {
        for (int depth = 1; depth > 0; ) {
            switch (step()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.END_DOCUMENT -> depth = 0;
                default -> {}
            }
        }
    }

    private int step() {
        try {
            int event = xml.hasNext() ? xml.next() : XMLStreamConstants.END_DOCUMENT;
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw ZipParts.broken(new XMLStreamException("it declares a document type"));
            }
            return event;
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof RefusedTableException refused ? refused : ZipParts.broken(e);
        }
    }

    @Override
    public void close() {
        try {
            xml.close();
            in.close();
        } catch (XMLStreamException | IOException e) {
            throw ZipParts.broken(e);
        }
    }
}
